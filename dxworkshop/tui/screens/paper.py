"""What documents need beside what was said: when and where the team met, and what an office writes over it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label

from dxworkshop.i18n import Voice
from dxworkshop.model.paper import Meeting
from dxworkshop.model.words import LICENCES, ROUTES
from dxworkshop.sentence import Sentence
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.screens.sheet import SheetScreen
from dxworkshop.tui.source import PartSource
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose

ROOM = 40
"""Cells that the values have at the least, in English too, where the labels are longer."""


class PaperScreen(SheetScreen):
    """A form over the two parts of a session that are never talked about, but stand on its documents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "undo", show=False, priority=True),
        Binding("f9", "redo", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__(desk, voice)
        self._form = Form([*self._meeting(), *self._paper()], PaperSource(desk, voice), values=ROOM)

    def compose(self) -> ComposeResult:
        """Draw the form, what it is for, and its keys."""
        tr = self.voice.tr
        with Vertical(classes="dialog"):
            yield Label(tr("Time, place and head of the documents"), classes="title", markup=False)
            with VerticalScroll(classes="fields", can_focus=False):
                yield Prose(
                    tr("The first five are for the minutes, the rest is for every document."), classes="note"
                )
                yield self._form
            keys = tr("Tab: the next field   F8: undo   Esc: back")
            yield Label(keys, classes="keys", markup=False)

    def _meeting(self) -> list[FieldSpec]:
        tr, created = self.voice.tr, self.desk.session.created.date()
        time = tr("13:30, 1330 or 1:30 pm")
        return [
            FieldSpec("held", tr("Day held"), hint=tr("while this is empty: {day}", day=created.isoformat())),
            FieldSpec("start", tr("From"), hint=time),
            FieldSpec("end", tr("Until"), hint=time),
            FieldSpec("place", tr("Place"), hint=tr("for example: town hall, meeting room 2")),
            FieldSpec("handouts", tr("Hand-outs"), "text", tr("one on each line"), rows=3),
        ]

    def _paper(self) -> list[FieldSpec]:
        tr = self.voice.tr
        routes, licences = self._worded(ROUTES), self._worded(LICENCES)
        return [
            FieldSpec("number", tr("Document number"), hint=tr("as your office writes it")),
            FieldSpec("route", tr("Route"), "choice", tr("Enter opens the list"), choices=lambda: routes),
            FieldSpec("drafted", tr("Drafted on"), hint=tr("2027-03-31, 3/31 or +90")),
            FieldSpec("keep", tr("Kept for"), hint=tr("for example: 5 years")),
            FieldSpec("category", tr("Filed under"), hint=tr("by the scheme of your office")),
            FieldSpec("stamps", tr("Stamps"), "text", tr("one post on each line, in their order"), rows=3),
            FieldSpec("licence", tr("Licence"), "choice", tr("Enter opens the list"), choices=lambda: licences),
        ]

    def _worded(self, words: Mapping[Any, Sentence]) -> tuple[Choice, ...]:
        return tuple(Choice(value, self.voice.say(sentence)) for value, sentence in words.items())

    def on_mount(self) -> None:
        """Put the cursor into the day."""
        self._form.enter()


class PaperSource:
    """Two parts of the session as one: no field of the one is called like a field of the other."""

    unborn = False

    def __init__(self, desk: Desk, voice: Voice) -> None:
        self._of_meeting = PartSource(desk, voice, "meeting")
        self._of_paper = PartSource(desk, voice, "paper")

    def _of(self, key: str) -> PartSource:
        return self._of_meeting if key in Meeting.model_fields else self._of_paper

    def read(self, key: str) -> str:
        """Return a value as it is typed."""
        return self._of(key).read(key)

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._of(key).draft(key)

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._of(key).keep_draft(key, text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Set one field."""
        return self._of(key).write(key, typed, burst)
