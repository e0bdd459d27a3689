"""The bar of commands at the bottom, and the title bar at the top."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from dxworkshop.tui.widgets.lines import cut, drawable, more_sign

ROOM = 4
"""Cells that a title bar has for its ends and the first sign of the title, at the least."""


@dataclass(frozen=True)
class BarItem:
    """One command of the bar: its key and two words."""

    command: str
    key: str
    label: str
    minor: bool = False
    """Whether it is left out where not all fit."""

    @property
    def width(self) -> int:
        """Cells it takes, with the space behind it."""
        return cell_len(self.key) + 1 + cell_len(self.label) + 2


class CommandBar(Widget):
    """The commands of a screen; a click does one."""

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command
            """Id of the command."""

    def __init__(self, items: Sequence[BarItem]) -> None:
        super().__init__(classes="command-bar")
        self._items = list(items)

    def render(self) -> Text:
        """Draw keys and words."""
        text = Text(no_wrap=True, overflow="crop")
        for item in self._fitting():
            text.append(item.key, "bold")
            text.append(f" {item.label}  ")
        return text

    def show(self, items: Sequence[BarItem]) -> None:
        """Show other commands."""
        if list(items) != self._items:
            self._items = list(items)
            self.refresh()

    def relabel(self, command: str, label: str) -> None:
        """Call a command by another name."""
        items = [replace(item, label=label) if item.command == command else item for item in self._items]
        if items != self._items:
            self._items = items
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Ask for the command under the pointer."""
        event.stop()
        right = 0
        for item in self._fitting():
            right += item.width
            if event.x < right:
                self.post_message(self.Pressed(item.command))
                return

    def _fitting(self) -> list[BarItem]:
        """Return what fits: all, or all but the minor ones; the way out, which comes last, stays longest."""
        items = [item for item in self._items if item.label]
        while sum(item.width for item in items) > self.size.width + 2:
            minor = next((item for item in reversed(items) if item.minor), None)
            if minor is None and len(items) == 1:
                break
            items.remove(minor or items[-2])
        return items


class TitleBar(Widget):
    """Title to the left, state to the right."""

    def __init__(self, title: str = "", *, id: str | None = None, classes: str = "title-bar") -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._title = title
        self._short = ""
        self.state = ""
        """What stands to the right."""

    def render(self) -> Text:
        """Draw both ends; the state goes before the title where both do not fit."""
        width = self.size.width
        said = self.state if cell_len(self.state) + ROOM <= width else self._short or self.state
        state = set_cell_size(said, min(cell_len(said), max(0, width - 2)))
        left = max(0, width - cell_len(state) - 3)
        title = cut(drawable(self._title), left, more_sign(self))
        return Text(f" {title} {state} ", no_wrap=True, overflow="crop")

    def show(self, title: str, state: str, short: str = "", *, alarm: bool = False) -> None:
        """Show other words; the `short` state where the other leaves no room; an alarm stands out."""
        if (title, state, short) != (self._title, self.state, self._short):
            self._title, self.state, self._short = title, state, short
            self.refresh()
        self.set_class(alarm, "-alarm")
