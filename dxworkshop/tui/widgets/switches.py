"""Rows of values of which one each is chosen: all of them stand there, and what is chosen shows without colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

_MARK, _GAP = "> ", "  "


@dataclass(frozen=True)
class Switch:
    """One row."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...]
    """Each value with what it is called."""


class Switches(Widget, can_focus=True):
    """Up and down go to another row, left and right choose another value; a click chooses the value it hits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "row(-1)", show=False),
        Binding("down", "row(1)", show=False),
        Binding("left", "value(-1)", show=False),
        Binding("right,space", "value(1)", show=False),
    ]

    class Chosen(Message):
        """Another value was chosen."""

        def __init__(self, key: str, value: str) -> None:
            super().__init__()
            self.key = key
            self.value = value

    def __init__(self, switches: Sequence[Switch], chosen: Mapping[str, str]) -> None:
        super().__init__()
        self._switches = tuple(switches)
        self._chosen = dict(chosen)
        self._row = 0

    def show(self, switches: Sequence[Switch], chosen: Mapping[str, str]) -> None:
        """Draw other rows; the keys stay on the row they worked on, where that is still there."""
        here = self._switches[self._row].key
        self._switches, self._chosen = tuple(switches), dict(chosen)
        keys = [switch.key for switch in self._switches]
        self._row = keys.index(here) if here in keys else 0
        self.refresh(layout=True)

    @property
    def chosen(self) -> Mapping[str, str]:
        """Return the chosen value of every row."""
        return dict(self._chosen)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the rows take."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Draw the rows; values that do not fit go on below."""
        text = Text(no_wrap=True)
        for number, line in enumerate(self._lines(self.content_size.width)):
            text.append("\n" if number else "")
            for part in line:
                text.append(part.text, style=part.style)
        return text

    def action_row(self, by: int) -> None:
        """Go to another row."""
        self._row = (self._row + by) % len(self._switches)
        self.refresh()

    def action_value(self, by: int) -> None:
        """Choose the next value of the row, or the one before."""
        switch = self._switches[self._row]
        ids = [id_ for id_, _ in switch.values]
        self.choose(switch.key, ids[(ids.index(self._chosen[switch.key]) + by) % len(ids)])

    def choose(self, key: str, value: str) -> None:
        """Choose a value and say so."""
        if self._chosen[key] != value:
            self._chosen[key] = value
            self.refresh(layout=True)
            self.post_message(self.Chosen(key, value))

    def on_click(self, event: events.Click) -> None:
        """Choose what was hit."""
        at, lines = event.get_content_offset(self), self._lines(self.content_size.width)
        if at is None or not 0 <= at.y < len(lines):
            return
        left = 0
        for part in lines[at.y]:
            left += cell_len(part.text)
            if at.x < left:
                self._row = part.row
                if part.value is not None:
                    self.choose(self._switches[part.row].key, part.value)
                self.refresh()
                return

    def on_focus(self) -> None:
        """Show which row the keys work on."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys work elsewhere."""
        self.refresh()

    def _lines(self, width: int) -> "list[list[_Part]]":
        margin = max(cell_len(switch.label) for switch in self._switches)
        lines: list[list[_Part]] = []
        for row, switch in enumerate(self._switches):
            here = self.has_focus and row == self._row
            label = switch.label + " " * (margin - cell_len(switch.label))
            line = [_Part(f"{_MARK if here else '  '}{label}{_GAP}", row, None, "bold" if here else "")]
            for id_, words in switch.values:
                on = self._chosen[switch.key] == id_
                part = _Part(f"[{words}]" if on else f" {words} ", row, id_, "bold reverse" if on else "")
                if sum(cell_len(one.text) for one in (*line, part)) > width and len(line) > 1:
                    lines.append(line)
                    line = [_Part(" " * (margin + len(_MARK) + len(_GAP)), row, None, "")]
                line.append(part)
            lines.append(line)
        return lines


@dataclass(frozen=True)
class _Part:
    """A stretch of a line: what it reads, which row it is of, and which value it stands for."""

    text: str
    row: int
    value: str | None
    style: str
