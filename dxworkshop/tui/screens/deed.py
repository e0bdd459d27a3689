"""One action over the review: all that is agreed on it, edited in place; and why it is stuck or let go."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Label

from dxworkshop import calendar
from dxworkshop.deck import deck
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.asking import could_be_asked
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, MarkAction, Together
from dxworkshop.model.checkin import begun, checkins_in_order, current, id_of, reported
from dxworkshop.model.session import Session, Status
from dxworkshop.model.value import shown
from dxworkshop.model.words import BUDGETS, LEVELS, STATUSES
from dxworkshop.sentence import Sentence
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.japanese import one_line
from dxworkshop.tui.screens.checkin_people import called, seat_beside
from dxworkshop.tui.screens.checkin_today import set_scale
from dxworkshop.tui.screens.sheet import SheetScreen
from dxworkshop.tui.source import ItemSource, as_text, asked
from dxworkshop.tui.steps.advice import Advice
from dxworkshop.tui.widgets.field import Field, FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose

ROOM = 40
"""Cells that the values have at the least."""
_STEP = {"next_step": "first_step", "next_by": "first_step_by", "if_then": "if_then"}
"""Where a next step stands while no check-in has spoken of the action, and nothing is begun: the first one."""


class DeedScreen(SheetScreen):
    """A form over one action, with the step that is next, wherever that stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "undo", show=False, priority=True),
        Binding("f9", "redo", show=False, priority=True),
    ]

    DEFAULT_CSS: ClassVar[str] = """
    DeedScreen #advice { height: 2; color: $text-muted; }
    """

    def __init__(self, desk: Desk, voice: Voice, action: str) -> None:
        super().__init__(desk, voice)
        self._action = action
        self._form = Form(self._specs(), DeedSource(desk, voice, action), values=ROOM, notice=self._advise)
        self._advice = Advice(desk, voice)

    def compose(self) -> ComposeResult:
        """Draw the form and its keys."""
        with VerticalScroll(classes="dialog -broad", can_focus=False):
            yield Label(self.voice.tr("{Action}"), classes="title", markup=False)
            yield self._form
            yield self._advice
            keys = self.voice.tr("Tab: the next field   F8: undo   Esc: back")
            yield Label(keys, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Put the cursor into the status."""
        self._form.enter(1)

    def drawn_anew(self) -> None:
        """Show everything as it is now."""
        super().drawn_anew()
        self._advise(self._form.at)

    def _advise(self, field: Field | None) -> None:
        """Say what lint says of the action; never what is wrong with a field."""
        key = field.spec.key if field else ""
        self._advice.tell(self._action, _STEP.get(key, key))

    def _specs(self) -> list[FieldSpec]:
        tr, day = self.voice.tr, self.voice.tr("2027-03-31, 3/31 or +90")
        worded = self._worded
        return [
            FieldSpec("title", tr("{Action}"), hint=tr("what will be different when it is done?")),
            FieldSpec("status", tr("Status"), "choice", choices=lambda: worded(STATUSES), needed=True),
            FieldSpec("reason", tr("Reason"), hint=tr("why it is blocked or dropped")),
            FieldSpec("ask", tr("Ask"), "choice", tr("who could unblock it?"), choices=self._whom, free=True),
            FieldSpec("owner", tr("Owner"), "choice", tr("one person who says yes"), choices=self._members),
            FieldSpec("calling", tr("{Calling}"), "choice", choices=self._callings, free=True),
            FieldSpec("partners", tr("With"), "many", choices=self._members),
            FieldSpec("due", tr("Due"), hint=day),
            FieldSpec("next_step", tr("Next step"), hint=tr("something small, within a week")),
            FieldSpec("next_by", tr("by"), hint=tr("2026-12-01, 12/1 or +7")),
            FieldSpec("if_then", tr("If-then"), hint=tr("If (day, place), then I ...")),
            FieldSpec("budget", tr("Budget"), "choice", choices=lambda: worded(BUDGETS)),
            FieldSpec("decided_at", tr("Decided by"), "choice", choices=lambda: worded(LEVELS)),
        ]

    def _worded(self, words: Mapping[Any, Sentence]) -> tuple[Choice, ...]:
        return tuple(Choice(value, self.voice.say(sentence)) for value, sentence in words.items())

    def _whom(self) -> Sequence[Choice]:
        return whom_to_ask(self.desk.session, self.voice, self._action)

    def _members(self) -> Sequence[Choice]:
        return [
            Choice(id_, called(self.voice, member), seat_beside(self.voice, member))
            for id_, member in shown(self.desk.session.members)
        ]

    def _callings(self) -> Sequence[Choice]:
        cards = deck("callings")
        return [Choice(card.id, _worded(self.voice, card.text), self.voice.text(card.hint)) for card in cards]


def _worded(voice: Voice, text: Mapping[str, Any]) -> str:
    word = text[voice.language]
    return word if isinstance(word, str) else str(word[voice.register])


def whom_to_ask(session: Session, voice: Voice, action: str) -> list[Choice]:
    """Return who could help with an action, those who deal with the matter first, as words to be picked."""
    standing = session.actions.get(action)
    if standing is None:
        return []
    found: dict[str, Choice] = {}
    for one in could_be_asked(session, standing):
        if one.member:
            label = called(voice, session.members[one.member])
            found.setdefault(label, Choice(label, label, voice.say(one.about)))
    for id_, member in shown(session.members):
        if id_ != standing.owner:
            label = called(voice, member)
            found.setdefault(label, Choice(label, label, seat_beside(voice, member)))
    return list(found.values())


class DeedSource(ItemSource):
    """An action, with its next step: that of the last check-in that spoke of it, or else the first one.

    Where nothing of the kind is there yet, the step is kept by a check-in of today.
    """

    def __init__(self, desk: Desk, voice: Voice, action: str) -> None:
        super().__init__(desk, voice, "action", action)

    def read(self, key: str) -> str:
        """Return a value as it is typed."""
        if key not in _STEP:
            return super().read(key)
        found = self._report()
        if found:
            return as_text(getattr(self._desk.session.checkins[found].actions[self.id], key))
        return super().read(_STEP[key]) if self._is_new() or key == "if_then" else ""

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Set one field."""
        if key not in _STEP:
            return super().write(key, typed, burst)
        if not self._report() and (self._is_new() or key == "if_then"):
            own = _STEP[key]
            wrong = super().write(own, {**typed, own: typed[key]}, burst)
            # It is refused as a first step; the sentence belongs beside the field that was typed.
            return dict.fromkeys((key,), wrong[own]) if wrong else {}
        return asked(self._desk, self._voice, key, lambda: self._said(key, typed[key]), burst)

    def _is_new(self) -> bool:
        return self._desk.session.actions[self.id].status == "todo"

    def _report(self) -> str:
        """Return the id of the last check-in that spoke of the action; empty where none did."""
        found = [id_ for id_, one in checkins_in_order(self._desk.session) if self.id in one.actions]
        return found[-1] if found else ""

    def _said(self, key: str, text: str) -> Change:
        session, today = self._desk.session, calendar.now().date()
        value: object = calendar.parse_day(text, today) if key == "next_by" else text
        if checkin := self._report() or current(session, today):
            return reported(session, checkin, self.id, {key: value})
        new, id_ = begun(session, id_of(session, today), today, scale=set_scale()), id_of(session, today)
        return Together((new, reported(apply(session, new), id_, self.id, {key: value})))


class WhyScreen(SheetScreen):
    """Asks why an action is stuck and whom to ask, or why it is let go; what is typed and left is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2,ctrl+s", "take", show=False, priority=True)]

    def __init__(self, desk: Desk, voice: Voice, action: str, status: Status) -> None:
        super().__init__(desk, voice)
        self._action, self._status = action, status
        tr = voice.tr
        specs = [FieldSpec("reason", tr("Reason"), hint=tr("any honest one will do"))]
        if status == "blocked":
            whom = tr("who could unblock it?")
            specs.append(FieldSpec("ask", tr("Ask"), "choice", whom, choices=self._whom, free=True))
        self._source = WhySource(desk, action, specs)
        self._form = Form(specs, self._source)
        self._refused = Prose("", classes="refused")

    def compose(self) -> ComposeResult:
        """Draw the question, the fields and the button."""
        tr = self.voice.tr
        stuck = self._status == "blocked"
        with VerticalScroll(classes="dialog", can_focus=False):
            title = tr("What is in the way, and who could help?") if stuck else tr("Dropped: what is the reason?")
            yield Label(title, classes="title", markup=False)
            yield Prose(self.desk.session.actions[self._action].title, classes="note")
            yield Label("")
            yield self._form
            yield self._refused
            yield Button(tr("Take it in (F2)"), id="take", compact=True)
            yield Label(tr("Esc: leave"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Put the cursor into the reason."""
        self._form.enter()

    def _whom(self) -> Sequence[Choice]:
        return whom_to_ask(self.desk.session, self.voice, self._action)

    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Take the answer in, or say why not."""
        self.flush()
        said = self._source.typed
        change = MarkAction(self._action, self._status, one_line(said["reason"]), one_line(said.get("ask", "")))
        refused: DxError | None = self.desk.ask(change)
        if refused is not None:
            self._refused.update(self.voice.say(refused.sentence))
            self._form.enter(1 if self._status == "blocked" and said["reason"].strip() else 0)
            return
        self._source.forget()
        self.dismiss(None)


class WhySource:
    """What is typed and not taken in yet: kept as drafts of the action."""

    unborn = False

    def __init__(self, desk: Desk, action: str, specs: Sequence[FieldSpec]) -> None:
        self._desk = desk
        self._name: Callable[[str], str] = lambda key: f"review/{action}/{key}"
        standing = desk.session.actions[action]
        was = {"reason": standing.reason, "ask": standing.ask} if standing.status == "blocked" else {}
        self.typed = {one.key: desk.draft(self._name(one.key)) or was.get(one.key, "") for one in specs}
        """What stands in each field."""

    def read(self, key: str) -> str:
        """Return what is typed so far."""
        return self.typed[key]

    def draft(self, key: str) -> str:
        """Nothing is half accepted here."""
        return ""

    def keep_draft(self, key: str, text: str) -> None:
        """Nothing is half accepted here."""

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Keep what is typed so far."""
        self.typed[key] = typed[key]
        self._desk.keep_draft(self._name(key), typed[key])
        return {}

    def forget(self) -> None:
        """Keep nothing: it was taken in."""
        for key in self.typed:
            self._desk.keep_draft(self._name(key), "")
