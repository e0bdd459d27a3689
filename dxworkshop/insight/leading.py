"""Whether a workshop is led or a plan is read: the clock starts by itself for the one, never for the other."""

from datetime import datetime

from dxworkshop.insight.schedule import MINUTE, STRANGE
from dxworkshop.model.changes import RunClock
from dxworkshop.model.clock import FORGOTTEN, since
from dxworkshop.model.record import StepTime
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown


def opening(session: Session, now: datetime) -> tuple[RunClock, ...]:
    """Return what the clock does when a session is opened.

    A clock that runs is left alone: somebody leads, or did until a moment ago. A workshop that was left a short
    while ago goes on; so does one that has no plan yet, on another day. Times of a day on which nothing but the
    first step was really led are those of somebody preparing: they are forgotten. A plan of another day is read.
    """
    clock, start = session.clock, RunClock("start", now)
    last = clock.since or clock.stopped
    if clock.since is not None and since(clock.since, now) <= FORGOTTEN:
        return ()
    if clock.since is None and clock.stopped is not None and since(clock.stopped, now) <= FORGOTTEN:
        return (start,)
    forgotten = (RunClock("stop", clock.since),) if clock.since else ()
    if reads(session, now):
        return forgotten
    first = session.workshop.in_order()[0][0]
    if last is not None and set(led(session)) <= {first}:
        return (RunClock("reset", now), start)
    return (*forgotten, start)


def reads(session: Session, now: datetime) -> bool:
    """Tell whether a session holds a plan that was agreed on another day than today's."""
    agreed = any(not action.since or action.verdict for _, action in shown(session.actions))
    return agreed and since(session.created, now) > FORGOTTEN


def led(session: Session) -> list[str]:
    """Return the steps that took long enough to have been led, and not only been looked at."""
    times = session.clock.steps
    return [
        id_
        for id_, step in session.workshop.in_order()
        if times.get(id_, StepTime()).used * STRANGE >= step.minutes * MINUTE
    ]
