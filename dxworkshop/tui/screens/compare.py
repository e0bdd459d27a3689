"""Some workshops side by side, to be read: departments, towns, or one team before and after; never a ranking."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from dxworkshop import calendar
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.report import comparison
from dxworkshop.tui.widgets.bars import BarItem, CommandBar, TitleBar
from dxworkshop.tui.widgets.sections import Sections


class CompareScreen(Screen[None]):
    """One table after the other, each with a column for every workshop."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        *(
            Binding(key, f"read({by})", show=False, priority=True)
            for key, by in (("up", "-1"), ("down", "1"), ("pageup", "-1, True"), ("pagedown", "1, True"))
        ),
        Binding("home", "edge(False)", show=False, priority=True),
        Binding("end", "edge(True)", show=False, priority=True),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    CompareScreen #beside { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, sessions: Sequence[Session], voice: Voice) -> None:
        super().__init__()
        self._sessions = tuple(sessions)
        self._voice = voice
        self._told = Sections(id="beside-sections")

    def compose(self) -> ComposeResult:
        """Draw the tables and the keys."""
        tr = self._voice.tr
        yield TitleBar(tr("{Workshops} side by side"))
        with VerticalScroll(id="beside", can_focus=False):
            yield self._told
        yield CommandBar([BarItem("down", "PgDn", tr("Read on")), BarItem("leave", "Esc", tr("Back"))])

    def on_mount(self) -> None:
        """Put them side by side, as of today."""
        today = calendar.now().date()
        found = comparison.told_to(self._sessions, today, "internal", self._voice)
        self._told.show(comparison.sections(found, self._voice))

    @on(CommandBar.Pressed)
    def _command(self, event: CommandBar.Pressed) -> None:
        if event.command == "leave":
            self.action_leave()
        else:
            self.action_read(1, True)

    def action_read(self, by: int, page: bool = False) -> None:
        """Read on or go back, by a line or by a page."""
        told = self.query_one("#beside", VerticalScroll)
        told.scroll_relative(y=by * (max(1, told.size.height - 1) if page else 1), animate=False)

    def action_edge(self, end: bool) -> None:
        """Go to the beginning or to the end."""
        told = self.query_one("#beside", VerticalScroll)
        if end:
            told.scroll_end(animate=False)
        else:
            told.scroll_home(animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
