"""What the rules of lint look at: a session that is read through once, however many actions it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dxworkshop.insight.lint.book import Limits
from dxworkshop.model.checkin import checkins_in_order
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import OPEN, Action, Checkin, CheckinReport, Gap, Measure, Member, Session
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import ActionsStep, Step
from dxworkshop.sentence import Sentence

Values = Mapping[str, object]
"""What fills the words of a rule: texts, numbers, days, sentences, and lists of them."""
Closed = Callable[[date], Sentence | None]
"""Tells why the offices are closed on a day; None for a day of work. The calendar is the caller's."""


@dataclass(frozen=True)
class Plan:
    """A session on one day, and what several rules ask of it."""

    session: Session
    today: date
    limits: Limits
    most: int
    """How many actions the team may promise: what the workshop can carry, or fewer where its step says so."""
    promised: Mapping[str, Action]
    """Open actions that count as promised, by id, in their order; the others are a reserve."""
    checkins: tuple[Checkin, ...]
    """By day."""
    closed: Closed
    """Tells why the offices are closed on a day."""

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """Those who were not removed."""
        return self.session.present_members()

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """Gaps that were not removed."""
        return dict(shown(self.session.gaps))

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Measures of the boss by which its HP can be told."""
        return {id_: m for id_, m in shown(self.session.boss.measures) if m.baseline != m.target}

    @cached_property
    def can_be_answered(self) -> bool:
        """Whether there is anything an action could answer."""
        session = self.session
        tables = (session.gaps, session.boss.measures, session.notes, session.groups, session.risks)
        return any(not item.removed for table in tables for item in table.values())

    @cached_property
    def reports(self) -> Mapping[str, CheckinReport]:
        """What the last check-in that spoke of an action says of it, by its id."""
        found: dict[str, CheckinReport] = {}
        for checkin in self.checkins:
            found |= checkin.actions
        return found

    @cached_property
    def met(self) -> tuple[date, ...]:
        """Days on which the team sat together: that of the workshop, and those of the check-ins."""
        return (self.session.held_on(), *(checkin.on for checkin in self.checkins))

    @cached_property
    def seen_again(self) -> tuple[date, ...]:
        """Days on which the plan is or was looked at again, in their order."""
        return tuple(sorted({*self.session.reviews, *(checkin.on for checkin in self.checkins)}))

    @cached_property
    def estimate_by(self) -> date:
        """The next day by which an estimate for the budget of a fiscal year should be there."""
        day = date(self.today.year, *self.limits.estimate_by)
        return day if self.today <= day else day.replace(year=day.year + 1)

    def steps(self, kind: str) -> list[Step]:
        """Return the steps of a kind that the workshop goes through."""
        return [step for _, step in self.session.workshop.ahead() if getattr(step, "kind", "") == kind]


def read(session: Session, today: date, limits: Limits, closed: Closed) -> Plan:
    """Return what the rules look at.

    Promised is what somebody owns or has begun, and what stands among the first so many; an action below them
    that is nobody's is a reserve, of which nothing is asked yet.
    """
    most = limits.most(session.workshop.minutes)
    said = [step.most for _, step in session.workshop.ahead() if isinstance(step, ActionsStep)]
    most = min([most, *said[:1]])
    ahead = [(id_, action) for id_, action in in_plan_order(session) if action.status in OPEN]
    promised = {
        id_: action
        for place, (id_, action) in enumerate(ahead)
        if place < most or action.owner or action.status != "todo"
    }
    checkins = tuple(checkin for _, checkin in checkins_in_order(session))
    return Plan(session, today, limits, most, promised, checkins, closed)


def days(number: int) -> timedelta:
    """Return so many days as a span of time."""
    return timedelta(days=number)
