"""One check-in as it is held on the command line or in lines: every answer becomes a change of the session."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from dxworkshop import calendar, config, deck, ident
from dxworkshop.i18n import Voice
from dxworkshop.insight.milestone import reached
from dxworkshop.model import checkin
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, Together
from dxworkshop.model.session import Checkin, Rating, Session
from dxworkshop.model.value import plain
from dxworkshop.service import Facilitation

T = TypeVar("T")
AGAIN = timedelta(days=14)
"""How long after a check-in the next one is proposed: our default."""


class Sitting:
    """A check-in of one day. It stands in the session from its first answer on; `commit` saves the answers."""

    def __init__(self, led: Facilitation, on: date, *, id_: str = "", host: str = "", scale: str = "") -> None:
        self.led, self.on = led, on
        self.id = id_ or checkin.id_of(led.session, on)
        self._host, self._scale = host, scale
        self._changes: list[Change] = []
        self._session = led.session
        self._before = plain(led.session)

    @property
    def session(self) -> Session:
        """The session with all that was answered."""
        return self._session

    @property
    def checkin(self) -> Checkin:
        """What was answered so far; blank before the first answer."""
        return self._session.checkins.get(self.id) or Checkin(on=self.on, host=self._host)

    @property
    def scale(self) -> str:
        """Id of the scale for actions: of this check-in, chosen, of the settings, or of the last one."""
        used = [one.scale for _, one in checkin.checkins_in_order(self._session) if one.scale]
        chosen = (self.checkin.scale, self._scale, config.load().scale, *used[-1:])
        return next(filter(None, chosen), deck.scales()[0].id)

    def take(self, change: Change) -> None:
        """Take one answer in; raises the error of the rule that refuses it, and then nothing was taken."""
        first: list[Change] = []
        if self.id not in self._session.checkins:
            scale = self._scale or config.load().scale
            first = [checkin.begun(self._session, self.id, self.on, self._host, scale)]
        after = self._session
        for one in (*first, change):
            after = apply(after, one)
        self._session = after
        self._changes += [*first, change]

    def begin(self) -> None:
        """Let the check-in stand in the session, also where nothing else is said."""
        if self.id not in self._session.checkins:
            self.take(Together(()))

    def commit(self) -> None:
        """Do all that was taken in as one change, and save it."""
        if self._changes:
            self.led.do(Together(tuple(self._changes)))
            self.led.save()
        self.forget()

    def forget(self) -> None:
        """Leave out what was taken in since the last `commit`."""
        self._changes, self._session = [], self.led.session

    # What can be answered

    def fields(self, fields: Mapping[str, object]) -> None:
        """Say something of the check-in itself."""
        self.take(Together(()))
        self.take(Edit("checkin", self.id, fields))

    def report(
        self, action: str, fields: Mapping[str, object], *, reason: str = "", ask: str = "", **due: date | None
    ) -> None:
        """Say how an action stands; `due` moves its date, None clears it."""
        self.take(Together(()))
        if fields.get("rating") and not self.checkin.scale:
            self.fields({"scale": self.scale})
        self.take(checkin.reported(self._session, self.id, action, fields, reason=reason, ask=ask, **due))

    def lesson(self, text: str) -> None:
        """Write down what was learnt, once."""
        if text.strip() and text not in self.checkin.lessons:
            self.fields({"lessons": (*self.checkin.lessons, text)})

    def reading(self, measure: str, value: float | None) -> None:
        """Say what was read of a measure; None takes it back."""
        self.fields({"readings": _with(self.checkin.readings, measure, value)})

    def size(self, gap: str, size: int | None) -> None:
        """Say how wide a gap is by now, 0 for closed; None takes it back."""
        self.fields({"gaps": _with(self.checkin.gaps, gap, size)})

    def mark(self, step: str, card: str, mark: int | None) -> None:
        """Say where a statement stands by now; None takes it back."""
        of_step = _with(self.checkin.ratings.get(step, {}), card, None if mark is None else Rating(reality=mark))
        self.fields({"ratings": _with(self.checkin.ratings, step, of_step or None)})

    def next(self, day: date) -> None:
        """Say when the plan is looked at again, in the place of the day that was planned."""
        self.take(checkin.next_date(self._session, self.on, day))

    def cut(self, action: str, titles: Sequence[str], reason: str) -> list[str]:
        """Put smaller actions in the place of one; return their ids."""
        new = {ident.new_id(): title for title in titles}
        self.begin()
        self.take(checkin.cut_smaller(self._session, self.id, action, new, reason))
        return list(new)

    def give(self, action: str, owner: str) -> None:
        """Give an action to another owner."""
        self.take(checkin.handed_on(self._session, action, owner))

    def correct(self, fields: Mapping[str, object]) -> None:
        """Say it where day, host or scale of a check-in that is there already are others."""
        wrong = {key: value for key, value in fields.items() if getattr(self.checkin, key) != value}
        day = wrong.pop("on", None)
        if isinstance(day, date):
            self.begin()
            self.take(checkin.corrected(self._session, self.id, day))
        if wrong:
            self.fields(wrong)

    # What it came to

    def proposed(self) -> date:
        """Return when the next check-in could be: two weeks on, where the office is open."""
        return calendar.working_day(self.on + AGAIN)

    def celebration(self, spoken: Voice) -> str:
        """Return what to say of the furthest milestone that was reached since; empty where none was."""
        found = reached(self._before, plain(self.led.session))
        if not found:
            return ""
        from dxworkshop.report.celebration import celebrate

        return celebrate(self.led.session, found[-1], spoken)


def _with(table: Mapping[str, T], key: str, value: T | None) -> dict[str, T]:
    """Return a table with one value in it, or without it where it is None."""
    rest = {name: one for name, one in table.items() if name != key}
    return rest if value is None else {**rest, key: value}
