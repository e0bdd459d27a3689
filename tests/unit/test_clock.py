"""The clock: when which step ran, by the times that somebody says."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, Extend, MoveTo, RunClock
from dxworkshop.model.record import Clock, StepTime
from dxworkshop.model.session import Session
from tests.sample import empty_session

START = datetime(2026, 11, 24, 13, 30, tzinfo=timezone(timedelta(hours=9)))


def at(minutes: float) -> datetime:
    """Return the time some minutes after the start."""
    return START + timedelta(minutes=minutes)


def run(*changes: Change) -> Session:
    """Return the empty session after some changes."""
    session = empty_session()
    for change in changes:
        session = apply(session, change)
    return session


def used(session: Session) -> dict[str, int]:
    """Return the seconds of each step that took any."""
    return {id_: times.used for id_, times in session.clock.steps.items() if times.used}


# fmt: off
WAYS: list[tuple[str, list[Change], dict[str, int], datetime | None, datetime | None]] = [
    ("it starts", [RunClock("start", at(0))], {}, at(0), None),
    ("it stops", [RunClock("start", at(0)), RunClock("stop", at(7.5))], {"opening": 450}, None, at(7.5)),
    ("it starts twice", [RunClock("start", at(0)), RunClock("start", at(5))], {}, at(0), None),
    ("it stops without a start", [RunClock("stop", at(5))], {}, None, None),
    (
        "it is stopped twice",
        [RunClock("start", at(0)), RunClock("stop", at(2)), RunClock("stop", at(9))],
        {"opening": 120},
        None,
        at(2),
    ),
    (
        "it goes on with the next step",
        [RunClock("start", at(0)), MoveTo("boss", at(6))],
        {"opening": 360},
        at(6),
        None,
    ),
    (
        "it comes back",
        [RunClock("start", at(0)), MoveTo("boss", at(6)), MoveTo("opening", at(10)), RunClock("stop", at(11))],
        {"opening": 420, "boss": 240},
        None,
        at(11),
    ),
    ("it stands while one looks around", [MoveTo("boss", at(3))], {}, None, None),
    (
        "a move without a time",
        [RunClock("start", at(0)), MoveTo("boss"), MoveTo("party", at(4))],
        {"boss": 240},
        at(4),
        None,
    ),
    (
        "it is paused",
        [RunClock("start", at(0)), RunClock("stop", at(1)), RunClock("start", at(8)), RunClock("stop", at(9))],
        {"opening": 120},
        None,
        at(9),
    ),
    ("the time goes backwards", [RunClock("start", at(0)), RunClock("stop", at(-30))], {}, None, at(-30)),
    (
        "three hours count",
        [RunClock("start", at(0)), RunClock("stop", at(180))],
        {"opening": 10800},
        None,
        at(180),
    ),
    ("it was forgotten", [RunClock("start", at(0)), RunClock("stop", at(180.1))], {}, None, at(180.1)),
    ("forgotten, then moved", [RunClock("start", at(0)), MoveTo("boss", at(200))], {}, at(200), None),
    ("forgotten, then started", [RunClock("start", at(0)), RunClock("start", at(200))], {}, at(200), None),
    (
        "all is forgotten",
        [RunClock("start", at(0)), MoveTo("boss", at(5)), RunClock("reset", at(6))],
        {},
        None,
        None,
    ),
    (
        "another clock's offset",
        [RunClock("start", at(0)), RunClock("stop", at(5).astimezone(UTC))],
        {"opening": 300},
        None,
        at(5),
    ),
]


@pytest.mark.parametrize(
    ("changes", "took", "since", "stopped"), [way[1:] for way in WAYS], ids=[w[0] for w in WAYS]
)
def test_each_step_takes_the_time_it_ran(
    changes: list[Change], took: dict[str, int], since: datetime | None, stopped: datetime | None
) -> None:
    """Seconds by step, since when the clock runs, and when it stopped."""
    session = run(*changes)
    assert (used(session), session.clock.since, session.clock.stopped) == (took, since, stopped)


def test_a_time_without_an_offset_is_local() -> None:
    """A file edited by hand may leave it out; the clock goes on nevertheless."""
    session = empty_session().model_copy(update={"clock": Clock(since=at(0).replace(tzinfo=None))})
    assert used(apply(session, RunClock("stop", at(4)))) == {"opening": 240}
    assert apply(session, RunClock("start", at(4))).clock.since == at(0).replace(tzinfo=None)


EXTENDED = [
    ([5], 5),
    ([5, 5, 1], 11),
    ([5, -2], 3),
    ([-1], -1),
    ([-4], -4),
    ([-5], -4),
    ([-100], -4),
    ([479], 479),
    ([481], 480),
    ([480, 480], 480),
    ([10**9], 480),
    ([480, -1000], -4),
]


@pytest.mark.parametrize(("minutes", "extra"), EXTENDED)
def test_a_step_keeps_a_minute_and_gains_eight_hours_at_most(minutes: list[int], extra: int) -> None:
    """The opening is planned for five minutes; what is added is bounded in both directions."""
    assert run(*[Extend("opening", n) for n in minutes]).clock.steps["opening"].extra == extra


def test_more_minutes_leave_the_clock_and_the_plan_alone() -> None:
    """The step is longer today; its planned minutes, the other steps and the running clock stay."""
    session = run(RunClock("start", at(0)), MoveTo("boss", at(2)), Extend("boss", 5), Extend("opening", 1))
    assert session.clock.since == at(2)
    assert session.clock.steps == {"opening": StepTime(used=120, extra=1), "boss": StepTime(extra=5)}
    assert session.workshop == empty_session().workshop
    assert apply(session, Edit("step", "boss", {"minutes": 3})).clock == session.clock
