"""Milestones on the way, and the thanks for them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.insight.milestone import Milestone, Percent, Role, milestones, reached, thanked
from dxworkshop.report.celebration import celebrate
from tests.sample import sample_session
from tests.telling import changed

CREATED = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
FALL = {"m": {"name": "n", "unit": "u", "baseline": 100.0, "target": 0.0}}


def december(day: int) -> date:
    """Return a day of December."""
    return date(2026, 12, day)


def read(*values: tuple[int, float], **more: Any) -> dict[str, Any]:
    """Return a session that reads what is left, in percent, on days of December."""
    checkins = {f"c{day:02}": {"on": december(day), "readings": {"m": value}} for day, value in values}
    return {"created": CREATED, "boss": {"measures": FALL}, "checkins": checkins, **more}


def reported(*days: tuple[int, dict[str, str]], **actions: dict[str, Any]) -> dict[str, Any]:
    """Return a session without measures, whose check-ins report of actions; each stands as reported last."""
    told = {id_: {"status": status} for _, of_day in days for id_, status in of_day.items()}
    checkins = {
        f"c{day:02}": {"on": december(day), "actions": {id_: {"status": status} for id_, status in of_day.items()}}
        for day, of_day in days
    }
    found = {id_: {**action, **told.get(id_, {})} for id_, action in actions.items()}
    return {"created": CREATED, "checkins": checkins, "actions": found}


def measured(*found: tuple[Percent, int]) -> tuple[Milestone, ...]:
    """Return milestones that were read in December."""
    return tuple(Milestone(percent, december(day)) for percent, day in found)


MILESTONES: list[tuple[str, dict[str, Any], tuple[Milestone, ...]]] = [
    ("nothing read", read(), ()),
    ("not as far as that", read((8, 76.0)), ()),
    ("just there", read((8, 75.0)), measured((75, 8))),
    (
        "one after the other",
        read((1, 70.0), (8, 45.0), (9, 20.0), (10, 0.0)),
        measured((75, 1), (50, 8), (25, 9), (0, 10)),
    ),
    ("several at once", read((8, 10.0)), measured((75, 8), (50, 8), (25, 8))),
    ("once each, even if it rises again", read((1, 40.0), (8, 90.0), (9, 40.0)), measured((75, 1), (50, 1))),
    ("almost beaten is not beaten", read((8, 0.1)), measured((75, 8), (50, 8), (25, 8))),
    (
        "what an earlier session had read was reached on that day",
        read(boss={"measures": {"m": {**FALL["m"], "known": 60.0, "known_on": december(2)}}}),
        measured((75, 2)),
    ),
]


@pytest.mark.parametrize(
    ("session", "found"), [case[1:] for case in MILESTONES], ids=[case[0] for case in MILESTONES]
)
def test_a_milestone_is_the_first_day_with_so_little_left(
    session: dict[str, Any], found: tuple[Milestone, ...]
) -> None:
    """Each comes once, and what was reached is never taken away."""
    assert milestones(session) == found


def test_a_reading_reaches_what_was_not_reached_before() -> None:
    """What is celebrated is new; the last of several is the furthest."""
    before = read((1, 70.0))
    assert reached(before, read((1, 70.0), (8, 20.0))) == measured((50, 8), (25, 8))
    assert reached(before, read((1, 70.0), (8, 71.0))) == ()
    assert reached(read((1, 40.0), (8, 90.0)), read((1, 40.0), (8, 90.0), (9, 40.0))) == ()


def test_without_a_measure_a_milestone_is_an_estimate() -> None:
    """Half of the weight done is half of the way, as far as one can tell."""
    session = reported((8, {"a": "done"}), a={"weight": 2}, b={}, c={})
    assert milestones(session) == (
        Milestone(75, december(8), estimate=True),
        Milestone(50, december(8), estimate=True),
    )


def test_nothing_is_reached_by_dropping() -> None:
    """The estimate falls when something is dropped; only what is done makes a milestone, on the day it is done."""
    dropped = reported(
        (1, {"a": "done"}),
        (8, {"b": "dropped", "c": "dropped", "d": "dropped", "e": "dropped"}),
        a={},
        b={},
        c={},
        d={},
        e={},
        f={},
    )
    assert milestones(dropped) == ()
    later = reported(
        (1, {"a": "done"}),
        (8, {"b": "dropped", "c": "dropped", "d": "dropped", "e": "dropped"}),
        (15, {"f": "done"}),
        a={},
        b={},
        c={},
        d={},
        e={},
        f={},
        g={"weight": 2},
    )
    assert [(one.percent, one.day) for one in milestones(later)] == [(75, december(15)), (50, december(15))]


def test_a_reading_goes_before_an_estimate() -> None:
    """What was counted is reached again once it is read; what was read is not reached again by counting."""
    counted = reported((1, {"a": "done"}), a={}, b={})
    both = {**counted, **read((8, 50.0)), "actions": counted["actions"]}
    assert reached(counted, both) == measured((75, 8), (50, 8))
    assert reached(both, counted) == ()


PARTY = {
    "p1": {"name": "A", "seat": "finance", "calling": "smith"},
    "p2": {"name": "B", "seat": "finance"},
    "p3": {"name": "C", "seat": "x", "calling": "guide"},
    "p4": {"name": "D", "seat": "y", "calling": "words of our own", "removed": "2026-12-01"},
    "p5": {"name": "E"},
}


def done(**more: Any) -> dict[str, Any]:
    """Return an action that is done."""
    return {"status": "done", **more}


def test_thanks_go_to_roles() -> None:
    """Callings, else seats, of owners and of those who help, each once; also of those who left the team since."""
    actions = {
        "a": done(owner="p3", partners=["p1", "p2"]),
        "b": done(owner="p2", partners=["p1", "p5"]),
        "c": done(owner="p4"),
        "d": {"owner": "p5", "status": "doing"},
    }
    session = read((8, 50.0), members=PARTY, actions=actions)
    guide, smith = Role("calling", "guide"), Role("calling", "smith")
    own, seat = Role("calling", "words of our own"), Role("seat", "finance")
    assert {*thanked(session, Milestone(50, december(8)))} == {guide, smith, own, seat}
    assert thanked(session, Milestone(50, december(8)))[2:] == (own, seat)


def test_thanks_are_for_what_was_done_since_the_last_milestone() -> None:
    """What was done before was thanked for before; where nothing is new, all that was done by then counts."""
    session = read((1, 75.0), (8, 50.0), members=PARTY, actions={"a": done(owner="p1"), "b": done(owner="p3")})
    first = {**session["checkins"]["c01"], "actions": {"a": {"status": "done"}}}
    second = {**session["checkins"]["c08"], "actions": {"b": {"status": "done"}}}
    of = {**session, "checkins": {"c01": first, "c08": second}}
    assert thanked(of, Milestone(75, december(1))) == (Role("calling", "smith"),)
    assert thanked(of, Milestone(50, december(8))) == (Role("calling", "guide"),)
    old = {**of, "actions": {"a": done(owner="p1")}}
    assert thanked(old, Milestone(50, december(8))) == (Role("calling", "smith"),)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("estimate", [False, True])
def test_a_milestone_is_celebrated_without_names(language: Any, register: Any, estimate: bool) -> None:
    """Every milestone has words of its own, thanks a role, and names nobody."""
    session, voice = sample_session(), Voice(language, register)
    percents: tuple[Percent, ...] = (75, 50, 25, 0)
    said = [celebrate(session, Milestone(one, december(8), estimate), voice) for one in percents]
    assert len({*said}) == len(percents)
    for text in said:
        assert "{" not in text
        assert not [name for name in ("田中", "佐藤", "山本") if name in text]
        assert {"ja": "ありがとう", "en": "Thank you"}[voice.language] in text


def test_an_estimate_never_says_that_the_boss_is_beaten() -> None:
    """All done is all done: whether the target is reached, a reading tells."""
    voice = Voice("en", "plain")
    counted = celebrate(sample_session(), Milestone(0, december(8), estimate=True), voice)
    assert counted == (
        "All actions are done. Whether the target is reached, only a reading can tell. Thank you: ICT and data."
    )
    assert celebrate(sample_session(), Milestone(0, december(8)), voice) == (
        "Gap to target: 0 %. Every measure has reached its target. Thank you: ICT and data."
    )


def test_where_nothing_was_done_everybody_is_thanked() -> None:
    """A milestone that was reached by other means is everybody's."""
    said = celebrate(changed(actions={}), Milestone(50, december(8)), Voice("en", "plain"))
    assert said == "Gap to target: 50 % or less. Half of the way is done. Thank you to everybody who took part."
