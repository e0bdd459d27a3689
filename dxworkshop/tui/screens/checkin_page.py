"""One page of the check-in: what every page has, and the fields that say how an action stands."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

from textual.containers import Vertical

from dxworkshop import calendar
from dxworkshop.deck import Scale
from dxworkshop.errors import DxError, FieldError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Edit
from dxworkshop.model.session import Action, CheckinReport, Session, Status
from dxworkshop.sentence import say
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.source import as_text
from dxworkshop.tui.widgets.field import FieldSpec, Source
from dxworkshop.tui.widgets.insist import InsistingForm
from dxworkshop.tui.widgets.picker import Choice

ROOM = 40
"""Cells that values have at the least."""


class Page(Vertical, can_focus=False):
    """A part of the fifteen minutes. It draws what stands there and asks for changes; it remembers nothing."""

    name_of: str = ""
    """Which page it is: the word by which the screen knows it."""

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        """Make it; `said` is called behind everything that was accepted."""
        super().__init__(classes="page")
        self.today = today
        self.said = said

    @property
    def voice(self) -> Voice:
        """The words of the screen."""
        return self.today.voice

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self.today.session

    def draw(self, *, fields: bool = False) -> None:
        """Draw what stands there now; with `fields` what stands in the forms too."""

    def heard(self) -> None:
        """Draw what came of what was said."""
        self.draw()

    def enter(self) -> None:
        """Put the cursor where one types first."""

    def keys(self) -> str:
        """Return what the keys do here, for the line at the bottom."""
        return ""

    def state(self) -> str:
        """Return what stands to the right of the heading; it is asked every second."""
        return ""

    def tick(self) -> None:
        """Hear that a second has passed."""

    def following(self) -> None:
        """Go to the next one of what is gone through here."""

    def tell(self, refused: DxError | None) -> bool:
        """Say why something was refused; return whether it was accepted."""
        if refused is not None and self.today.desk.facilitation.read_only is None:  # which is said already
            self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)
        self.said()
        return refused is None

    def owner_name(self, action: Action) -> str:
        """Return who has an action."""
        return member_name(self.session, action.owner) or self.voice.tr("nobody yet")


class TurnForm(InsistingForm):
    """Fields that end: Enter behind the last one goes on to what comes next."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        source: Source,
        ended: Callable[[], None],
        name: str,
        needs: Callable[[str], str] = lambda key: "",
    ) -> None:
        """Make a form of that id; `ended` is called behind the last, `needs` tells why one may not be empty."""
        super().__init__(specs, source, id=name, values=ROOM)
        self._ended = ended
        self._needs = needs

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next field; by Enter behind the last one, on. One that is needed is not passed over unseen."""
        why = self._needs(self.at.spec.key) if by > 0 and not self.at.typed.strip() else ""
        if why and self.at.error != why:
            self.at.error, self._told = why, (self.at.spec.key, self.at.typed)
            self.redraw()
            return True
        last = self.index == len(self.fields) - 1
        if not (by > 0 and last and not beyond):
            return super().step(by, beyond=beyond)
        before = self.index
        super().step(by, beyond=False)
        if self.index == before and not self.at.error:
            self.at.visit += 1  # what is typed behind Enter is undone by itself
            self._ended()
        return True


def member_name(session: Session, id_: str) -> str:
    """Return what a member is called; empty for nobody."""
    member = session.members.get(id_)
    return member.label if member else id_


def answers(voice: Voice, key: str, refused: DxError | None) -> Mapping[str, str]:
    """Return why a field was refused, by its key; nothing where it was taken in."""
    if refused is None:
        return {}
    return {key: voice.say(refused.what if isinstance(refused, FieldError) else refused.sentence)}


class ReportSource:
    """What today says of one action, and what that makes of the action."""

    unborn = False

    def __init__(
        self, today: Today, action: str, status: Callable[[str], Status], said: Callable[[], None]
    ) -> None:
        """Make it; `status` tells of an action which state its reason is for."""
        self._today = today
        self.action = action
        """Id of the action; empty for none."""
        self._status = status
        self._said = said

    def read(self, key: str) -> str:
        """Return a value as it is typed: of the action where it lives there, else of today's report."""
        standing = self._today.session.actions.get(self.action)
        if standing is None:
            return ""
        if key in ("due", "ask", "reason"):
            return as_text(getattr(standing, key))
        return as_text(getattr(self._today.report(self.action) or CheckinReport(), key))

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._today.desk.draft(self._name(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        if self.action:
            self._today.desk.keep_draft(self._name(key), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Say it in the check-in."""
        if self.action not in self._today.session.actions:
            return {}
        try:
            refused = self._write(key, typed[key], burst)
        except DxError as error:
            refused = error
        if refused is None:
            self._said()
        return answers(self._today.voice, key, refused)

    def _write(self, key: str, text: str, burst: str) -> DxError | None:
        today, action = self._today, self.action
        match key:
            case "due":
                return today.move(action, calendar.parse_day(text, today.on), burst)
            case "next_by":
                return today.say(action, {key: calendar.parse_day(text, today.on)}, burst)
            case "rating":
                return today.rate(action, mark_of(today.scale, text), burst)
            case "ask":
                return today.say(action, {"status": "blocked"}, burst, ask=text) if text.strip() else _ask_needed()
            case "reason":
                return self._because(text, burst)
        return today.say(action, {key: text}, burst)

    def _because(self, text: str, burst: str) -> DxError | None:
        status = self._status(self.action)
        if status == "dropped" or text.strip():
            return self._today.say(self.action, {"status": status}, burst, reason=text)
        return self._today.desk.ask(Edit("action", self.action, {"reason": ""}), burst)

    def _name(self, key: str) -> str:
        if key in ("due", "ask", "reason"):  # as the form of the action calls it, which may finish it too
            return f"action/{self.action}/{key}"
        return self._today.draft(f"actions.{self.action}.{key}")


def _ask_needed() -> DxError:
    return RuleError(say("a blocked action needs whom to ask"))


def mark_of(scale: Scale, text: str) -> str:
    """Return the mark that was typed: itself, in any case and width, or its number from 1; raises `RuleError`."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed or not scale.marks:
        return typed
    for mark in scale.marks:
        if mark.casefold() == typed.casefold():
            return mark
    marks = list(scale.marks)
    if typed.isdecimal() and 1 <= int(typed) <= len(marks):
        return marks[int(typed) - 1]
    raise RuleError(say("{value} is not one of: {choices}", value=typed, choices=", ".join(marks)))


def marks_told(scale: Scale, voice: Voice) -> str:
    """Return the marks of a scale, each with what it means."""
    return "  ".join(f"{mark} {voice.text(meaning)}" for mark, meaning in scale.marks.items())


def report_specs(
    today: Today, status: Status, whom: Callable[[], Sequence[Choice]], *, brief: bool = False
) -> list[FieldSpec]:
    """Return the fields of an action in a state; `brief` leaves out what was asked in the round."""
    tr, scale, day = today.voice.tr, today.scale, today.voice.tr("2026-12-01, 12/1 or +7")

    def meant(text: str) -> str:
        meaning = scale.marks.get(text)
        return f"{text} {today.voice.text(meaning)}" if meaning else text

    ask = FieldSpec("ask", tr("Ask"), "choice", tr("who could unblock it?"), choices=whom, free=True, needed=True)
    why = tr("any honest one will do") if status == "dropped" else tr("what it is stuck on")
    reason = FieldSpec("reason", tr("Reason"), hint=why)
    step = FieldSpec("next_step", tr("Next step"), hint=tr("something small, before we meet again"))
    by = FieldSpec("next_by", tr("by"), hint=day)
    if_then = FieldSpec("if_then", tr("If-then"), hint=tr("If (day, place), then I ..."))
    rating = FieldSpec("rating", tr("How it goes"), hint=marks_told(scale, today.voice), display=meant)
    note = FieldSpec("note", tr("Remark"), hint=tr("in a few words"))
    due = FieldSpec("due", tr("Due"), hint=day)
    if status == "blocked":
        who_asks = FieldSpec("next_step", tr("Who asks"), hint=tr("who asks, and for what"))
        return [ask, who_asks, by] if brief else [ask, reason, who_asks, by, rating, note, due]
    if status == "dropped":
        return [reason, note]
    return [rating, note] if status == "done" else [step, by, if_then, rating, note, due]
