"""The floor for the screens: a usual Textual app with header, footer, tabs, a table, a tree and a field.

`j` counts, so that a key has something to draw; `q` leaves.
"""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Footer, Header, Input, Static, TabbedContent, TabPane, Tree


class Typical(App[None]):
    """As much as most apps of this kind show at first."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "count", "count"), ("q", "quit", "quit"), ("s", "save", "save")]
    CSS = "TabbedContent { height: 1fr; } #count { height: 1; } Tree { width: 30; }"
    TITLE = "typical"
    presses = 0

    def compose(self) -> ComposeResult:
        """Draw everything."""
        yield Header()
        with TabbedContent():
            with TabPane("list"), Horizontal():
                yield Tree("meetings")
                yield DataTable[str]()
            with TabPane("edit"):
                yield Input(placeholder="an opinion")
        yield Static("READY 0", id="count")
        yield Footer()

    def on_mount(self) -> None:
        """Fill table and tree."""
        table = self.query_one(DataTable)
        table.add_columns("no", "name", "opinion")
        table.add_rows([(str(i), "somebody", "what they think of it") for i in range(100)])
        root = self.query_one(Tree).root
        root.expand()
        for i in range(30):
            root.add_leaf(f"meeting {i}")

    def action_count(self) -> None:
        """Draw another number."""
        self.presses += 1
        self.query_one("#count", Static).update(f"READY {self.presses}")


if __name__ == "__main__":
    Typical().run()
