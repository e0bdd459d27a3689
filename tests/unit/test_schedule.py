"""The time: every figure of this table was worked out by hand."""

from datetime import datetime, timedelta, timezone
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.insight.schedule import (
    LEFT_OUT,
    SHORTER_FIRST,
    UNTOUCHED,
    Cut,
    as_run,
    proposal,
    replanned,
    schedule,
    was_led,
)
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, Extend, MoveTo, RunClock, Together
from dxworkshop.model.record import Clock, StepTime
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.model.workshop import KINDS
from tests.sample import empty_session

START = datetime(2026, 11, 24, 13, 30, tzinfo=timezone(timedelta(hours=9)))
TINY = (("talk", 5), ("collect", 10), ("matrix", 10), ("actions", 20), ("pledge", 15))
"""An hour."""


def at(minutes: float) -> datetime:
    """Return the time some minutes after the start."""
    return START + timedelta(minutes=minutes)


def workshop(*steps: tuple[str, int]) -> Session:
    """Return a session of steps of some kinds and minutes; the id of a step is its kind."""
    tables: dict[str, Any] = {
        kind: {"kind": kind, "title": kind, "minutes": minutes, "rank": f"a{n}"}
        for n, (kind, minutes) in enumerate(steps)
    }
    whole = {"id": "tiny", "title": "t", "minutes": sum(m for _, m in steps), "steps": tables}
    return Session.model_validate(frozen({**plain(empty_session()), "at": steps[0][0], "workshop": whole}))


def run(*changes: Change) -> Session:
    """Return the hour after its clock started and some changes were made."""
    session = apply(workshop(*TINY), RunClock("start", at(0)))
    for change in changes:
        session = apply(session, change)
    return session


THROUGH: list[Change] = [MoveTo("collect", at(5)), MoveTo("matrix", at(20)), MoveTo("actions", at(40))]
"""Each step on the way to the last one was led with the clock."""
CASES: list[tuple[str, list[Change], float, float, float]] = [
    # what was done; the minute it is now; minutes left and behind
    ("it begins", [], 0, 60, 0),
    ("in the first step", [], 3, 57, 0),
    ("at its end", [], 5, 55, 0),
    ("over its end", [], 9, 55, 4),
    ("early to the next", [MoveTo("collect", at(3))], 3, 55, -2),
    ("late to the next", [MoveTo("collect", at(8))], 10, 53, 3),
    ("a step done without the clock", [MoveTo("matrix", at(5))], 5, 45, 0),
    ("a step skipped", [Edit("step", "matrix", {"skipped": True})], 5, 45, -10),
    ("a step given more", [Extend("talk", 5)], 9, 56, 5),
    ("a step given less", [Extend("collect", -4)], 0, 56, -4),
    ("a step taken out", [Edit("step", "collect", {"minutes": 25})], 0, 75, 15),
    ("back again", [MoveTo("collect", at(5)), MoveTo("talk", at(9))], 9, 51, 0),
    ("a pause is not counted", [RunClock("stop", at(4)), RunClock("start", at(30))], 31, 55, 0),
    ("stopped", [RunClock("stop", at(4))], 50, 56, 0),
    ("forgotten", [], 181, 60, 0),
    ("forgotten later", [MoveTo("collect", at(5))], 300, 55, 0),
    ("the last step", [*THROUGH, MoveTo("pledge", at(70))], 80, 5, 25),
    ("over the end of all", [*THROUGH, MoveTo("pledge", at(45))], 75, 0, 15),
    ("a clock started late", [RunClock("reset", at(9)), MoveTo("matrix"), RunClock("start", at(30))], 32, 43, 0),
]


@pytest.mark.parametrize(("changes", "now", "left", "behind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_left_and_behind_are_what_a_watch_would_say(
    changes: list[Change], now: float, left: float, behind: float
) -> None:
    """Left is what is still to come; behind is by how much the end will be late."""
    time = schedule(run(*changes), at(now))
    assert (time.left / 60, time.behind / 60) == (left, behind)


def test_nothing_is_late_before_it_began() -> None:
    """A clock that never ran says so, and proposes nothing; nor does one that was reset."""
    for session in (workshop(*TINY), run(RunClock("reset", at(30)))):
        time = schedule(session, at(300))
        assert (time.begun, time.running, time.behind, time.left) == (False, False, 0, 3600)
        assert proposal(session, at(300)) == ()
    assert schedule(run(), at(1)).begun


def test_each_step_has_its_slot() -> None:
    """Planned with what was added, used up to now, where we are, and what is passed over."""
    session = run(Extend("collect", 2), MoveTo("collect", at(6)), Edit("step", "matrix", {"skipped": True}))
    slots = schedule(session, at(8)).slots
    assert [(s.id, s.planned, s.used, s.here, s.skipped) for s in slots] == [
        ("talk", 300, 360, False, False),
        ("collect", 720, 120, True, False),
        ("matrix", 600, 0, False, True),
        ("actions", 1200, 0, False, False),
        ("pledge", 900, 0, False, False),
    ]
    assert schedule(session, at(8)).here == slots[1]


def test_a_step_shortened_below_what_was_taken_off_it_keeps_a_minute() -> None:
    """Ten minutes less four, then planned for three: no time runs backwards."""
    session = run(Extend("collect", -4), Edit("step", "collect", {"minutes": 3}))
    assert schedule(session, at(0)).slots[1].planned == 60


PROPOSALS: list[tuple[str, list[Change], float, list[tuple[str, int, int]]]] = [
    ("in time", [], 5, []),
    ("hardly behind", [], 6.9, []),
    ("two minutes", [], 7, [("matrix", 10, 8)]),
    ("a part of a minute is one", [], 7.1, [("matrix", 10, 7)]),
    ("five minutes", [], 10, [("matrix", 10, 5)]),
    ("seven minutes", [], 12, [("collect", 10, 8), ("matrix", 10, 5)]),
    ("ten minutes", [], 15, [("collect", 10, 5), ("matrix", 10, 5)]),
    ("eleven minutes", [], 16, [("collect", 10, 5), ("matrix", 10, 0)]),
    ("more than can be caught up", [], 90, [("collect", 10, 5), ("matrix", 10, 0)]),
    ("only what is ahead", [MoveTo("collect", at(5))], 40, [("matrix", 10, 0)]),
    ("what is skipped already", [Edit("step", "matrix", {"skipped": True})], 30, [("collect", 10, 5)]),
    ("nothing is left to shorten", [MoveTo("actions", at(45))], 70, []),
    ("forgotten", [], 185, []),
]


@pytest.mark.parametrize(("changes", "now", "cuts"), [p[1:] for p in PROPOSALS], ids=[p[0] for p in PROPOSALS])
def test_a_proposal_shortens_to_the_half_and_then_leaves_out(
    changes: list[Change], now: float, cuts: list[tuple[str, int, int]]
) -> None:
    """What is skipped at ten minutes behind would be gone at once: first all are shortened, in our order."""
    assert proposal(run(*changes), at(now)) == tuple(Cut(*cut) for cut in cuts)


def test_an_odd_step_keeps_the_greater_half() -> None:
    """Nine minutes become five, one minute stays one."""
    session = apply(workshop(("talk", 5), ("collect", 9), ("review", 1), ("pledge", 5)), RunClock("start", at(0)))
    assert proposal(session, at(60)) == (Cut("collect", 9, 5),)


def test_every_kind_is_shortened_or_left_untouched() -> None:
    """Whoever adds a kind of step says which."""
    assert sorted((*SHORTER_FIRST, *UNTOUCHED)) == sorted(KINDS)
    assert set(LEFT_OUT) <= set(SHORTER_FIRST)


PLANS = st.lists(
    st.tuples(st.sampled_from(sorted(KINDS)), st.integers(1, 60)), min_size=2, unique_by=lambda s: s[0]
)


@given(PLANS, st.integers(0, 170))
def test_actions_and_pledges_are_never_touched(steps: list[tuple[str, int]], now: int) -> None:
    """Whatever the plan and however late: they keep their minutes, a cut is a cut, and it helps."""
    session = apply(workshop(*steps), RunClock("start", at(0)))
    cuts = proposal(session, at(now))
    assert not {cut.step for cut in cuts} & {*UNTOUCHED, steps[0][0]}
    for cut in cuts:
        assert cut.proposed == 0 if cut.proposed < ceil(cut.planned / 2) else cut.proposed < cut.planned
        assert cut.proposed or cut.step in LEFT_OUT
    before, after = schedule(session, at(now)), schedule(apply(session, replanned(cuts)), at(now))
    assert before.behind - after.behind == 60 * sum(cut.planned - cut.proposed for cut in cuts)
    assert proposal(apply(session, replanned(cuts)), at(now)) == () or after.behind > 0


def test_accepting_a_proposal_is_one_change() -> None:
    """Shorter steps have their minutes, those left out are skipped and keep theirs."""
    session = run()
    change = replanned(proposal(session, at(16)))
    assert isinstance(change, Together)
    steps = apply(session, change).workshop.steps
    assert (steps["collect"].minutes, steps["matrix"].minutes, steps["matrix"].skipped) == (5, 10, True)
    assert schedule(apply(session, change), at(16)).behind == -4 * 60


# The next workshop ----------------------------------------------------------------------------------


def timed(**seconds: int) -> Session:
    """Return the hour with the seconds its steps took."""
    clock = Clock(steps={id_: StepTime(used=used) for id_, used in seconds.items()})
    return workshop(*TINY).model_copy(update={"clock": clock})


RUNS = [
    ({}, (5, 10, 10, 20, 15)),
    ({"talk": 300, "collect": 601}, (5, 11, 10, 20, 15)),
    ({"talk": 60}, (5, 10, 10, 20, 15)),
    ({"talk": 61}, (2, 10, 10, 20, 15)),
    ({"collect": 1800}, (5, 30, 10, 20, 15)),
    ({"collect": 1801}, (5, 10, 10, 20, 15)),
    ({"collect": 181, "gone": 600}, (5, 4, 10, 20, 15)),
    ({"actions": 400, "pledge": 300}, (5, 10, 10, 20, 15)),
    ({"actions": 1500, "pledge": 901}, (5, 10, 10, 25, 16)),
]


@pytest.mark.parametrize(("seconds", "minutes"), RUNS)
def test_the_next_workshop_has_the_minutes_that_steps_really_took(
    seconds: dict[str, int], minutes: tuple[int, ...]
) -> None:
    """Rounded up; what was strange keeps its minutes, and actions and pledge never get fewer."""
    made = as_run(workshop(*TINY).workshop, timed(**seconds))
    assert tuple(step.minutes for _, step in made.in_order()) == minutes
    assert made.minutes == sum(minutes)


def test_no_step_grows_beyond_what_a_file_may_hold() -> None:
    """Eight hours a step and sixteen in all, or the file could not be read again."""
    long = workshop(("talk", 400), ("boss", 480), ("pledge", 80))
    clock = Clock(steps={id_: StepTime(used=60 * 900) for id_ in ("talk", "boss", "pledge")})
    made = as_run(long.workshop, long.model_copy(update={"clock": clock}))
    assert [step.minutes for _, step in made.in_order()] == [480, 480, 80]
    assert made.minutes == 960
    assert type(made).model_validate(frozen(plain(made))) == made


def test_a_workshop_was_led_when_half_of_its_steps_took_time() -> None:
    """A minute at least; what was skipped does not count."""
    assert not was_led(timed())
    assert not was_led(timed(talk=300, collect=300))
    assert not was_led(timed(talk=300, collect=300, matrix=59))
    assert was_led(timed(talk=300, collect=300, matrix=60))
    skipped = apply(timed(talk=300, collect=300), Edit("step", "matrix", {"skipped": True}))
    assert was_led(skipped)
