"""HP of the boss, worked out by hand."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.insight.hp import Hp, boss_hp, unmoving
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Edit
from dxworkshop.model.value import plain
from tests.sample import sample_session

STAMP = "2026-12-10T13:30:00+09:00"


def measure(baseline: float, target: float, **more: object) -> dict[str, object]:
    """Return a measure as its table."""
    return {"name": "n", "unit": "u", "baseline": baseline, "target": target, **more}


def known(value: object, day: int | None = None) -> dict[str, Any]:
    """Return the falling measure with a value that an earlier session read in December."""
    return {"w": measure(42.0, 20.0, known=value, known_on=date(2026, 12, day) if day else "")}


def hp_tables(measures: dict[str, Any], *readings: tuple[int, dict[str, float]], **more: object) -> dict[str, Any]:
    """Return a session's tables: measures, and readings by day of December."""
    checkins = {f"c{n}": {"on": date(2026, 12, day), "readings": read} for n, (day, read) in enumerate(readings)}
    return {"boss": {"measures": measures}, "checkins": checkins, **more}


WAIT = {"w": measure(42.0, 20.0)}
BOTH = {"w": measure(40.0, 20.0), "use": measure(0.0, 100.0)}
RISE = {"w": measure(0.0, 100.0)}
THREE = {"a": measure(42.0, 20.0), "b": measure(0.0, 100.0), "c": measure(5.0, 3.0)}
HP: list[tuple[str, dict[str, Any], Hp | None]] = [
    ("nothing", {}, None),
    ("no reading", hp_tables(WAIT), Hp(100)),
    ("falling: 31 of 42 to 20 is half", hp_tables(WAIT, (8, {"w": 31.0})), Hp(50)),
    ("rising: 25 of 0 to 100", hp_tables({"w": measure(0.0, 100.0)}, (8, {"w": 25.0})), Hp(75)),
    ("the target", hp_tables(WAIT, (8, {"w": 20.0})), Hp(0)),
    ("past the target", hp_tables(WAIT, (8, {"w": 5.0})), Hp(0)),
    ("worse than the baseline", hp_tables(WAIT, (8, {"w": 60.0})), Hp(100)),
    ("it may rise again", hp_tables(WAIT, (1, {"w": 22.0}), (8, {"w": 31.0})), Hp(50)),
    ("the last day counts, not the last in the file", hp_tables(WAIT, (8, {"w": 31.0}), (1, {"w": 22.0})), Hp(50)),
    ("a check-in without a reading", hp_tables(WAIT, (1, {"w": 31.0}), (8, {})), Hp(50)),
    ("another's reading", hp_tables(WAIT, (8, {"x": 20.0})), Hp(100)),
    ("almost nothing left is not nothing", hp_tables(WAIT, (8, {"w": 20.01})), Hp(1)),
    ("almost nothing done is not nothing", hp_tables(WAIT, (8, {"w": 41.99})), Hp(99)),
    ("two measures count alike: 50 and 100", hp_tables(BOTH, (8, {"w": 30.0})), Hp(75)),
    ("two directions: 25 and 75", hp_tables(BOTH, (8, {"w": 25.0, "use": 25.0})), Hp(50)),
    ("past the target in one does not make up for another", hp_tables(BOTH, (8, {"w": -40.0})), Hp(50)),
    ("worse than the baseline in one takes nothing from another", hp_tables(BOTH, (8, {"w": 90.0})), Hp(100)),
    ("three, mixed: 45.45 and 75 and 100", hp_tables(THREE, (1, {"a": 30.0}), (8, {"b": 25.0})), Hp(73)),
    ("each by its own last reading: 50 and 75", hp_tables(BOTH, (1, {"w": 30.0}), (8, {"use": 25.0})), Hp(62)),
    ("rising, past the target", hp_tables({"w": measure(0.0, 100.0)}, (8, {"w": 250.0})), Hp(0)),
    ("rising, worse than the baseline", hp_tables({"w": measure(0.0, 100.0)}, (8, {"w": -3.0})), Hp(100)),
    ("rising, and falling back: 10 of 100", hp_tables(RISE, (1, {"w": 80.0}), (8, {"w": 10.0})), Hp(90)),
    ("of two readings of one day the later in order", hp_tables(WAIT, (8, {"w": 22.0}), (8, {"w": 31.0})), Hp(50)),
    (
        "their order is that of their ranks",
        {
            **hp_tables(WAIT),
            "checkins": {
                "c0": {"on": date(2026, 12, 8), "rank": "b", "readings": {"w": 31.0}},
                "c1": {"on": date(2026, 12, 8), "rank": "a", "readings": {"w": 22.0}},
            },
        },
        Hp(50),
    ),
    ("nothing is a value: 0 of -10 to 10", hp_tables({"w": measure(-10.0, 10.0)}, (8, {"w": 0.0})), Hp(50)),
    ("known from an earlier session", hp_tables(known(31.0, 1)), Hp(50)),
    ("known, and read later", hp_tables(known(22.0, 1), (8, {"w": 31.0})), Hp(50)),
    ("known and read on one day: the reading", hp_tables(known(22.0, 8), (8, {"w": 31.0})), Hp(50)),
    ("known later than it was read", hp_tables(known(31.0, 9), (8, {"w": 20.0})), Hp(50)),
    ("known, nobody says since when: any reading is later", hp_tables(known(22.0), (1, {"w": 31.0})), Hp(50)),
    ("known, nobody says since when, and never read", hp_tables(known(31.0)), Hp(50)),
    ("what was known was cleared", hp_tables(known("", 1)), Hp(100)),
    ("known as 0", hp_tables({"w": measure(-10.0, 10.0, known=0.0, known_on=date(2026, 12, 1))}), Hp(50)),
    ("below zero: -10 to 10, at -5", hp_tables({"w": measure(-10.0, 10.0)}, (8, {"w": -5.0})), Hp(75)),
    ("a removed measure", hp_tables({**WAIT, "x": measure(0.0, 1.0, removed=STAMP)}, (8, {"w": 31.0})), Hp(50)),
    ("a measure that cannot move", hp_tables({"w": measure(1.0, 1.0)}), None),
    ("one that cannot move counts nothing", hp_tables({**WAIT, "x": measure(1.0, 1.0)}, (8, {"w": 31.0})), Hp(50)),
    (
        "where none can move, the actions are counted",
        hp_tables({"w": measure(1.0, 1.0)}, actions={"a": {"status": "done"}, "b": {}}),
        Hp(50, estimate=True),
    ),
    (
        "where all were removed, the actions are counted",
        hp_tables({"w": measure(1.0, 2.0, removed=STAMP)}, (8, {"w": 2.0}), actions={"a": {}}),
        Hp(100, estimate=True),
    ),
    ("an action done does not move a measure", hp_tables(WAIT, actions={"a": {"status": "done"}}), Hp(100)),
    (
        "a removed check-in",
        {
            **hp_tables(WAIT),
            "checkins": {"c": {"on": date(2026, 12, 1), "readings": {"w": 20.0}, "removed": STAMP}},
        },
        Hp(100),
    ),
    (
        "actions: 3 of 4 by weight",
        {"actions": {"a": {"weight": 3}, "b": {"status": "done"}}},
        Hp(75, estimate=True),
    ),
    ("all done", {"actions": {"a": {"status": "done"}}}, Hp(0, estimate=True)),
    ("blocked is open", {"actions": {"a": {"status": "blocked"}}}, Hp(100, estimate=True)),
    ("dropped does not count", {"actions": {"a": {"status": "dropped"}}}, None),
    (
        "one done, one open, one dropped",
        {"actions": {"a": {"status": "done"}, "b": {"status": "doing"}, "c": {"status": "dropped", "weight": 5}}},
        Hp(50, estimate=True),
    ),
    (
        "one of six by weight: 16.7",
        {"actions": {"a": {"status": "done", "weight": 5}, "b": {}}},
        Hp(17, estimate=True),
    ),
    (
        "199 of 200 is not all",
        {"actions": {f"a{n}": {} for n in range(199)} | {"z": {"status": "done"}}},
        Hp(99, estimate=True),
    ),
    (
        "removed does not count",
        {"actions": {"a": {"status": "done"}, "b": {"removed": STAMP}}},
        Hp(0, estimate=True),
    ),
    (
        "1 of 200 is not nothing",
        {"actions": {f"a{n}": {"status": "done"} for n in range(199)} | {"z": {}}},
        Hp(1, estimate=True),
    ),
]


@pytest.mark.parametrize(("tables", "hp"), [case[1:] for case in HP], ids=[case[0] for case in HP])
def test_hp_is_what_is_left_of_the_way(tables: dict[str, Any], hp: Hp | None) -> None:
    """(target - now) / (target - baseline), by hand; without a measure an estimate, without actions nothing."""
    assert boss_hp(tables) == hp


def test_a_reading_that_was_corrected_counts_as_it_is_now() -> None:
    """Half of the one way and 87.5 of the other, where 31 should have been written instead of 39."""
    right = apply(sample_session(), Edit("checkin", "c111111111", {"readings": {"m111111111": 31.0}}))
    assert boss_hp(plain(right)) == Hp(69)


def test_what_was_read_later_can_be_left_out() -> None:
    """The HP of a day knows nothing of the days after it."""
    tables = hp_tables(known(42.0, 1), (3, {"w": 31.0}), (8, {"w": 20.0}))
    days = [boss_hp(tables, date(2026, 12, day)) for day in (1, 2, 3, 7, 8, 31)]
    assert days == [Hp(100), Hp(100), Hp(50), Hp(50), Hp(0), Hp(0)]


def test_measures_that_cannot_move_are_named() -> None:
    """They have no HP, and that is to be said."""
    tables = hp_tables({**WAIT, "x": measure(1.0, 1.0), "y": measure(2.0, 2.0, removed=STAMP)})
    assert unmoving(tables) == ("x",)
