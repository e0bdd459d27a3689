"""HP of the boss, worked out by hand."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.insight.hp import Hp, boss_hp

STAMP = "2026-12-10T13:30:00+09:00"


def measure(baseline: float, target: float, **more: object) -> dict[str, object]:
    """Return a measure as its table."""
    return {"name": "n", "unit": "u", "baseline": baseline, "target": target, **more}


def hp_tables(measures: dict[str, Any], *readings: tuple[int, dict[str, float]], **more: object) -> dict[str, Any]:
    """Return a session's tables: measures, and readings by day of December."""
    checkins = {f"c{n}": {"on": date(2026, 12, day), "readings": read} for n, (day, read) in enumerate(readings)}
    return {"boss": {"measures": measures}, "checkins": checkins, **more}


WAIT = {"w": measure(42.0, 20.0)}
BOTH = {"w": measure(40.0, 20.0), "use": measure(0.0, 100.0)}
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
    ("below zero: -10 to 10, at -5", hp_tables({"w": measure(-10.0, 10.0)}, (8, {"w": -5.0})), Hp(75)),
    ("a removed measure", hp_tables({**WAIT, "x": measure(0.0, 1.0, removed=STAMP)}, (8, {"w": 31.0})), Hp(50)),
    ("a measure that cannot move", hp_tables({"w": measure(1.0, 1.0)}), None),
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
