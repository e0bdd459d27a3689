"""One labelled field: what is typed is reported when the field is left, and half a second after the last key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Label, TextArea

from dxworkshop.tui.japanese import JapaneseInput, JapaneseTextArea
from dxworkshop.tui.widgets.picker import Choice, Picker

PAUSE = 0.5
"""Seconds without a key after which a field reports what was typed."""

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


class Field(Vertical):
    """A label, something to type or pick in, and the sentence that says what is wrong, beside it."""

    def __init__(self, spec: FieldSpec, report: Callable[["Field"], None]) -> None:
        super().__init__(classes="field")
        self.spec = spec
        self.visit = 0
        """How often the field was entered: the typing of one visit is undone together."""
        self._report = report
        self._reported = ""
        self._timer: Timer | None = None
        self._error = Label("", classes="error", markup=False)

    def compose(self) -> ComposeResult:
        """Draw label and control in a row, the error below."""
        with Horizontal(classes="row"):
            yield Label(self.spec.label, classes="label", markup=False)
            yield self.control()
        yield self._error

    def control(self) -> Widget:
        """Return what is typed or picked in."""
        raise NotImplementedError

    @property
    def typed(self) -> str:
        """What stands in the field, as text; picks of several are one a line."""
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Place text in the control."""
        raise NotImplementedError

    def show(self, text: str, error: str = "") -> None:
        """Show a value without reporting it."""
        self._reported = text
        if self.typed != text:
            self.put(text)
        self.complain(error)

    def complain(self, error: str) -> None:
        """Show what is wrong; empty takes it away."""
        self._error.update(error)
        self.set_class(bool(error), "-wrong")

    def flush(self) -> None:
        """Report now what was typed and not yet reported."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.typed != self._reported:
            self._reported = self.typed
            self._report(self)

    def later(self) -> None:
        """Report half a second after the last key."""
        if self.typed == self._reported:
            return
        if self._timer is None:
            self._timer = self.set_timer(PAUSE, self._due)
        else:
            self._timer.reset()

    def on_descendant_focus(self) -> None:
        """A visit begins."""
        self.visit += 1

    def on_descendant_blur(self) -> None:
        """A visit ends: report."""
        self.flush()

    def _due(self) -> None:
        self._timer = None
        self.flush()


class LineField(Field):
    """One line."""

    def __init__(self, spec: FieldSpec, report: Callable[[Field], None]) -> None:
        super().__init__(spec, report)
        self._input = JapaneseInput(placeholder=spec.hint, compact=True, select_on_focus=False)
        self._input.cursor_blink = False

    def control(self) -> Widget:
        """Return the input."""
        return self._input

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self._input.value

    def put(self, text: str) -> None:
        """Place text; a line break in a value from elsewhere becomes a space on the screen."""
        self._input.value = text
        self._reported = self._input.value

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.later()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()


class TextField(Field):
    """Several lines."""

    def __init__(self, spec: FieldSpec, report: Callable[[Field], None]) -> None:
        super().__init__(spec, report)
        self._area = JapaneseTextArea(compact=True, placeholder=spec.hint, highlight_cursor_line=False)
        self._area.cursor_blink = False
        self._area.styles.height = spec.rows

    def control(self) -> Widget:
        """Return the text area."""
        return self._area

    @property
    def typed(self) -> str:
        """What stands in the area."""
        return self._area.text

    def put(self, text: str) -> None:
        """Place text."""
        self._area.load_text(text)
        self._reported = self._area.text

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.later()


class Pick(Widget, can_focus=True):
    """One line that shows what is picked; Enter, space, an arrow or a click opens the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,down", "open", show=False)]

    class Opened(Message):
        """The list is wanted."""

    def __init__(self, hint: str) -> None:
        super().__init__(classes="pick")
        self.hint = hint
        self.shown = ""

    def render(self) -> str:
        """Draw what is picked."""
        from rich.text import Text

        return Text(self.shown, no_wrap=True, overflow="ellipsis") if self.shown else Text(self.hint, style="dim")  # type: ignore[return-value]

    def action_open(self) -> None:
        """Ask for the list."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Ask for the list."""
        event.stop()
        self.focus()
        self.post_message(self.Opened())


class PickField(Field):
    """One or several of a list."""

    def __init__(self, spec: FieldSpec, report: Callable[[Field], None]) -> None:
        super().__init__(spec, report)
        self._pick = Pick(spec.hint)
        self._value = ""

    def control(self) -> Widget:
        """Return the line."""
        return self._pick

    @property
    def typed(self) -> str:
        """The picked values, one a line."""
        return self._value

    def put(self, text: str) -> None:
        """Show the labels of picked values."""
        self._value = text
        names = {choice.value: choice.label for choice in self.spec.choices()}
        self._pick.shown = ", ".join(names.get(value, value) for value in text.split("\n") if value)
        self._pick.refresh()

    @on(Pick.Opened)
    def _open(self, event: Pick.Opened) -> None:
        event.stop()
        several = self.spec.kind == "many"
        chosen = tuple(value for value in self._value.split("\n") if value)
        picker = Picker(self.spec.label, tuple(self.spec.choices()), chosen, several=several, free=self.spec.free)
        self.app.push_screen(picker, self._picked)

    def _picked(self, values: tuple[str, ...] | None) -> None:
        if values is not None:
            self.put("\n".join(values))
            self.flush()


FIELDS: dict[Kind, type[Field]] = {"line": LineField, "text": TextField, "choice": PickField, "many": PickField}
"""The widget of each kind of field."""
