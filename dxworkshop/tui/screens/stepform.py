"""The settings of one step: its title and minutes, its question, its dots, and whether names are kept."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label

from dxworkshop import calendar
from dxworkshop.errors import RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Edit
from dxworkshop.model.workshop import CollectStep, Step, VoteStep
from dxworkshop.sentence import say
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.screens.sheet import SheetScreen
from dxworkshop.tui.source import as_text, asked
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.picker import Choice

ANONYMOUS = "anonymous"
"""The field that is picked: a pick that is refused is not kept as words are."""
_NUMBERS = ("minutes", "dots")
_WORDINGS = ("title", "prompt")
ROOM = 40
"""Cells that the values have at the least; the labels are sentences."""


class StepScreen(SheetScreen):
    """A form over one step of the agenda."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "leave", show=False, priority=True)]

    def __init__(self, desk: Desk, voice: Voice, step: str) -> None:
        super().__init__(desk, voice)
        self._step = desk.session.workshop.steps[step]
        self._form = Form(self._specs(self._step), StepSource(desk, voice, step), values=ROOM)

    def compose(self) -> ComposeResult:
        """Draw the form and its keys."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label(self.voice.tr("Settings of the step"), classes="title", markup=False)
            yield self._form
            yield Label(self.voice.tr("Tab: the next field   Esc: back"), classes="keys", markup=False)

    def _specs(self, step: Step) -> list[FieldSpec]:
        tr = self.voice.tr
        specs = [FieldSpec("title", tr("Title")), FieldSpec("minutes", tr("Minutes"))]
        if isinstance(step, CollectStep):
            specs.append(
                FieldSpec("prompt", tr("Question"), "text", tr("what stands large before the room"), rows=3)
            )
        if isinstance(step, VoteStep):
            specs.append(FieldSpec("dots", tr("Dots a person")))
        if isinstance(step, (CollectStep, VoteStep)):
            choices = (Choice("no", tr("are kept")), Choice("yes", tr("are stored nowhere (anonymous)")))
            specs.append(FieldSpec(ANONYMOUS, tr("Names"), "choice", choices=lambda: choices, needed=True))
        return specs

    def on_mount(self) -> None:
        """Put the cursor into the title."""
        self._form.enter()


class StepSource:
    """One step: its words as they read now, in one language for all once somebody types others."""

    def __init__(self, desk: Desk, voice: Voice, step: str) -> None:
        self._desk = desk
        self._voice = voice
        self._id = step

    unborn = False

    def read(self, key: str) -> str:
        """Return a value of the step."""
        value: Any = getattr(self._desk.session.workshop.steps[self._id], key)
        return self._voice.text(value) if key in _WORDINGS else as_text(value)

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._desk.draft(self._name(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        if key != ANONYMOUS:
            self._desk.keep_draft(self._name(key), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Set one field."""
        return asked(
            self._desk, self._voice, key, lambda: Edit("step", self._id, {key: _value(key, typed[key])}), burst
        )

    def _name(self, key: str) -> str:
        return f"step/{self._id}/{key}"


def _value(key: str, text: str) -> object:
    if key == ANONYMOUS:
        return text == "yes"
    return _whole(text) if key in _NUMBERS else text


def _whole(text: str) -> int:
    number = calendar.parse_number(text)
    if number is None or number != int(number):
        raise RuleError(say("a whole number is needed here"))
    return int(number)
