"""What a field is, where its value comes from, and the control that shows what is picked from a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from dxworkshop.i18n import tr
from dxworkshop.tui.widgets.picker import Choice

Kind = Literal["line", "text", "choice", "many"]


@dataclass(frozen=True)
class FieldSpec:
    """How one field looks; all texts are already in words."""

    key: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    """An example, shown while the field is empty."""
    rows: int = 3
    """Height of a field of kind ``text``."""
    choices: Callable[[], Sequence[Choice]] = tuple
    """What can be picked, for ``choice`` and ``many``."""
    free: bool = False
    """Whether words of one's own may be picked."""
    single: bool = False
    """Whether one sentence is wanted: Enter then leaves a field of kind ``text``."""
    needed: bool = False
    """Whether one of the choices has to be picked."""
    display: Callable[[str], str] | None = None
    """What is drawn of the text of a line while nobody types in it; None draws the text."""


@dataclass
class Field:
    """One field of a form: what stands in it, and what was last reported."""

    spec: FieldSpec
    typed: str = ""
    """Text as it was typed; picks of several are one a line."""
    reported: str = ""
    """The text that was last reported or shown."""
    shown: str = ""
    """What is drawn while nobody types here: labels instead of picked values."""
    error: str = ""
    """Why the text was not accepted; empty when it was."""
    visit: int = 0
    """How often the field was entered: the typing of one visit is undone together."""

    def put(self, text: str) -> None:
        """Place a value without reporting it."""
        self.typed = self.reported = text
        self.error = ""
        self.draw()

    def draw(self) -> None:
        """Work out what is drawn."""
        if self.spec.kind in ("choice", "many"):
            names = {choice.value: choice.label for choice in self.spec.choices()}
            self.shown = tr(", ").join(names.get(value, value) for value in self.typed.split("\n") if value)
        else:
            self.shown = self.spec.display(self.typed) if self.spec.display else self.typed

    @property
    def height(self) -> int:
        """Rows on the screen, without the error."""
        return self.spec.rows if self.spec.kind == "text" else 1


class Source(Protocol):
    """Where the values of a form come from and go to."""

    @property
    def unborn(self) -> bool:
        """Whether there is nothing yet: fields wait until the value can stand by itself."""

    def read(self, key: str) -> str:
        """Return the accepted value of a field as text."""

    def draft(self, key: str) -> str:
        """Return the text of a field that was not accepted; empty when there is none."""

    def keep_draft(self, key: str, text: str) -> None:
        """Keep text that was not accepted; empty forgets it."""

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Take a field in, given the text of all fields; return why not, by field, or nothing."""


Notice = Callable[[Field | None], str | None]
"""Told of the field the cursor is in, at every key and when it goes elsewhere, and of None when it leaves; what it
answers to a key, if it does, is said beside the field: what is wrong so far."""


def printable(text: str) -> str:
    """Return a line that draws as itself: no character the terminal could take for a command."""
    return "".join(c if c.isprintable() or cell_len(c) == 2 else "\u00b7" for c in text)


def label_room(fields: Sequence[Field]) -> int:
    """Return the cells that the longest label takes, with the space behind it."""
    return max(cell_len(field.spec.label) for field in fields) + 2


class Pick(Widget, can_focus=True):
    """One line that shows what is picked; Enter, space, an arrow or a click opens the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,down", "open", show=False)]

    class Opened(Message):
        """The list is wanted."""

    def __init__(self) -> None:
        super().__init__(classes="pick")
        self._shown = ""

    def show(self, text: str, hint: str) -> None:
        """Show other picks, or the hint where nothing is picked."""
        self._shown = text or hint
        self.set_class(not text, "-blank")
        self.refresh()

    def render(self) -> Text:
        """Draw what is picked."""
        return Text(self._shown, no_wrap=True, overflow="ellipsis")

    def action_open(self) -> None:
        """Ask for the list."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Ask for the list."""
        event.stop()
        self.focus()
        self.post_message(self.Opened())
