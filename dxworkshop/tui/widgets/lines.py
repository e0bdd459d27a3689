"""A list of many rows of one line each, of which only those in sight are drawn.

The list knows no subject: its owner gives the rows and is told what was chosen and which key was pressed. A key
costs what is in sight, so that a wall of five hundred notes moves like one of twenty.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from dxworkshop.tui.japanese import do_in_order

MARK = ">"
"""Stands in the first column of the chosen row."""
MARGIN = 2
"""Cells of that column, with the space behind it."""
INDENT = 2
"""Cells of one step to the right."""
_REVERSE = Style(reverse=True)
_EMOJI_SELECTOR = "\ufe0f"


@dataclass(frozen=True)
class Line:
    """One row: what it is and what it reads."""

    id: str
    text: str
    heading: bool = False
    """Whether rows that belong to it follow."""
    indent: int = 0
    """Steps to the right."""


def drawable(text: str) -> str:
    """Return a text as one line that is as wide on every terminal: no break, no control, no joiner of emoji."""
    if text.isprintable() and _EMOJI_SELECTOR not in text:
        return text
    return "".join(_drawable(character) for character in text)


def _drawable(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\u3000":
        return character
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    # Terminals do not agree on the width of joined emoji and of signs that were made emoji.
    if character == _EMOJI_SELECTOR or category == "Cf":
        return ""
    return character if character.isprintable() or cell_len(character) == 2 else "?"


def cut(text: str, width: int, more: str) -> str:
    """Return a line of exactly `width` cells, which ends with `more` where not all of it fits."""
    if cell_len(text) <= width or width <= cell_len(more):
        return set_cell_size(text, max(0, width))
    return set_cell_size(set_cell_size(text, width - cell_len(more)).rstrip() + more, width)


def more_sign(widget: Widget) -> str:
    """Return the sign for more that does not fit, as narrow as the terminal draws it."""
    return "..." if widget.app.has_class("-wide-lines") else "\u2026"


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows to move through; one of them is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home,ctrl+home", "first", show=False),
        Binding("end,ctrl+end", "last", show=False),
        Binding("enter", "select", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--heading", "lines--chosen"}
    ALLOW_SELECT: ClassVar[bool] = False

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As in Textual, but a row more or less does not lay the whole screen out anew."""

    @dataclass
    class Highlighted(Message):
        """The person went to another row; what the owner does by `show` and `highlight` is not told."""

        id: str
        lines: "Lines"

        @property
        def control(self) -> "Lines":
            """The list."""
            return self.lines

    @dataclass
    class Selected(Message):
        """Enter on a row, or a click on the row that was chosen already."""

        id: str
        lines: "Lines"

        @property
        def control(self) -> "Lines":
            """The list."""
            return self.lines

    @dataclass
    class Commanded(Message):
        """A key of the owner was pressed; the id is empty where nothing is chosen."""

        command: str
        id: str
        lines: "Lines"

        @property
        def control(self) -> "Lines":
            """The list."""
            return self.lines

    def __init__(
        self,
        lines: Sequence[Line] = (),
        keys: Mapping[str, str] | None = None,
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make a list; `keys` names the command of a key: a key's name, or the character it types."""
        super().__init__(id=id, classes=classes)
        self.styles.overflow_x = "hidden"
        self.keys: Mapping[str, str] = dict(keys or {})
        """Command by key."""
        self._lines: tuple[Line, ...] = ()
        self._index: dict[str, int] = {}
        self._at = -1
        self.show(lines)

    # What is in it

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows that are shown."""
        return self._lines

    @property
    def chosen(self) -> str:
        """Id of the chosen row; empty where there is none."""
        return self._lines[self._at].id if self._at >= 0 else ""

    def show(self, lines: Sequence[Line]) -> None:
        """Show rows; the chosen one stays chosen and where it stands, or else what came next to it is."""
        rows = tuple(lines)
        if rows == self._lines:
            return
        was, top = self._at, self.scroll_offset.y
        index = {line.id: number for number, line in reversed(list(enumerate(rows)))}
        self._at = self._kept(rows, index)
        self._lines, self._index = rows, index
        if len(rows) != self.virtual_size.height:
            self._measure()
        if self._in_sight(was, top) and self._at >= 0:
            self._scroll_row(top + self._at - was)
            self._into_sight()
        self.refresh()

    def highlight(self, id: str) -> None:  # noqa: A002
        """Choose a row and bring it into sight; the empty id chooses none, an unknown one changes nothing."""
        if not id or id in self._index:
            self._choose(self._index.get(id, -1))

    def focus(self, scroll_visible: bool = True) -> Self:
        """Put the cursor into the list at once, so that the next key finds it there."""
        if not self.is_attached:
            return super().focus(scroll_visible)
        self.screen.set_focus(self, scroll_visible=scroll_visible)
        return self

    def _kept(self, rows: Sequence[Line], index: Mapping[str, int]) -> int:
        """Return the number of the chosen row among new rows, or of its neighbour."""
        if not rows or not self._lines or self._at < 0:
            return 0 if rows and not self._lines else -1
        around = (*self._lines[self._at :], *reversed(self._lines[: self._at]))
        near = next((index[line.id] for line in around if line.id in index), None)
        return min(self._at, len(rows) - 1) if near is None else near

    def _measure(self) -> None:
        self.virtual_size = Size(0, len(self._lines))
        if self.size:
            self._scroll_update(self.virtual_size)
        if self.styles.auto_dimensions:
            self.refresh(layout=True)

    # What is in sight

    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _in_sight(self, number: int, top: int) -> bool:
        return top <= number < top + self._height()

    def _scroll_row(self, top: int) -> None:
        self.scroll_to(y=top, animate=False, force=True)

    def _into_sight(self) -> None:
        top, height = self.scroll_offset.y, self._height()
        if self._at >= 0 and height > 0 and not self._in_sight(self._at, top):
            self._scroll_row(self._at if self._at < top else self._at - height + 1)

    def on_resize(self) -> None:
        """Keep the chosen row in sight."""
        self._into_sight()

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self._redraw(self._at)

    def on_blur(self) -> None:
        """Show that the cursor has left."""
        self._redraw(self._at)

    def _redraw(self, number: int) -> None:
        if self._in_sight(number, self.scroll_offset.y):
            self.refresh_line(number)

    def render_line(self, y: int) -> Strip:
        """Draw one row of what is in sight."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, self.rich_style)
        line, chosen = self._lines[number], number == self._at
        before = (MARK if chosen else "").ljust(MARGIN + INDENT * line.indent)
        text = cut(before + drawable(line.text), width, more_sign(self))
        return Strip([Segment(text, self._style(line, chosen))], width)

    def _style(self, line: Line, chosen: bool) -> Style:
        names = ["lines--heading"] * line.heading + ["lines--chosen"] * chosen
        style = self.get_component_rich_style(*names) if names else self.rich_style
        return style + _REVERSE if chosen and self.has_focus else style

    # What the person does

    async def on_key(self, event: events.Key) -> None:
        """Do what a key means; text that means nothing here goes nowhere."""
        command = self._command(event)
        if command or event.is_printable:
            event.stop()
            event.prevent_default()
            if command:
                self.post_message(self.Commanded(command, self.chosen, self))
            return
        await do_in_order(self, event)

    def _command(self, event: events.Key) -> str:
        character = event.character or ""
        # An input method that is on types the digits two cells wide.
        narrow = unicodedata.normalize("NFKC", character)
        names = (event.key, character, narrow, "space" if narrow == " " else "")
        return next((self.keys[name] for name in names if name in self.keys), "")

    def on_paste(self, event: events.Paste) -> None:
        """Let text that is pasted here go nowhere: it would be given out once more."""
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer, or select it where it is chosen."""
        event.stop()
        offset = event.get_content_offset(self)
        number = -1 if offset is None else offset.y + self.scroll_offset.y
        if not 0 <= number < len(self._lines):
            return
        if number == self._at:
            self.action_select()
        else:
            self._go(number)

    def action_move(self, by: int) -> None:
        """Go some rows down."""
        self._go(self._at + by)

    def action_first(self) -> None:
        """Go to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go(len(self._lines) - 1)

    def action_select(self) -> None:
        """Ask for the chosen row."""
        if self._at >= 0:
            self.post_message(self.Selected(self.chosen, self))

    def _go(self, number: int) -> None:
        number = max(0, min(number, len(self._lines) - 1))
        if self._lines and number != self._at:
            self._choose(number)
            self.post_message(self.Highlighted(self.chosen, self))
        else:
            self._into_sight()

    def _choose(self, number: int) -> None:
        before, self._at = self._at, number
        self._redraw(before)
        self._redraw(number)
        self._into_sight()
