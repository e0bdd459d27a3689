"""The clock of a workshop: when which step ran. Pure: whoever knows the time says it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from dxworkshop.model.record import Clock, StepTime
from dxworkshop.model.session import Session

FORGOTTEN = timedelta(hours=3)
"""A clock that ran longer on one step was forgotten: nobody works that long without leaving the step."""


def running(clock: Clock, now: datetime) -> int:
    """Return how many seconds the step that runs has run since the clock was started; 0 for one forgotten."""
    if clock.since is None:
        return 0
    ran = since(clock.since, now)
    return 0 if ran > FORGOTTEN else max(0, int(ran.total_seconds()))


def since(then: datetime, now: datetime) -> timedelta:
    """Return how long ago something was; a time without an offset, from a file edited by hand, is local."""
    return now - (then if then.utcoffset() is not None else then.replace(tzinfo=now.tzinfo))


def started(session: Session, now: datetime) -> Session:
    """Return the session with its clock running; one that runs goes on, unless it was forgotten."""
    clock = session.clock
    if clock.since is not None and since(clock.since, now) <= FORGOTTEN:
        return session
    return _with(session, clock.steps, now, None)


def stopped(session: Session, step: str, now: datetime) -> Session:
    """Return the session with its clock standing still; what ran is the time of a step."""
    if session.clock.since is None:
        return session
    return _with(session, _counted(session.clock, step, now), None, now)


def moved(session: Session, step: str, now: datetime) -> Session:
    """Return the session with the time up to now counted for a step, and a clock that ran running on."""
    if session.clock.since is None:
        return session
    return _with(session, _counted(session.clock, step, now), now, None)


def extended(session: Session, step: str, minutes: int) -> Session:
    """Return the session with more minutes, or fewer, for a step; never less than a minute is left of it."""
    times = session.clock.steps.get(step, StepTime())
    planned = session.workshop.steps[step].minutes
    extra = max(1 - planned, min(480, times.extra + minutes))
    return _with(session, {**session.clock.steps, step: times.model_copy(update={"extra": extra})})


def _counted(clock: Clock, step: str, now: datetime) -> Mapping[str, StepTime]:
    times = clock.steps.get(step, StepTime())
    passed = running(clock, now)
    return {**clock.steps, step: times.model_copy(update={"used": times.used + passed})} if passed else clock.steps


def _with(session: Session, steps: Mapping[str, StepTime], *when: datetime | None) -> Session:
    """Return the session with other times; with when it runs since and when it stopped, where those change."""
    ends = dict(zip(("since", "stopped"), when, strict=False))
    kept = {key: at for key, at in ends.items() if at != getattr(session.clock, key)}
    clock = session.clock.model_copy(update={"steps": dict(steps), **kept})
    return session.model_copy(update={"clock": clock})
