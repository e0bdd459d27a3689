"""HP over time, worked out by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dxworkshop.insight.course import Standing, hp_course

CREATED = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
BEGAN = date(2026, 11, 24)
STAMP = "2026-12-10T13:30:00+09:00"
WAIT = {"w": {"name": "n", "unit": "u", "baseline": 42.0, "target": 20.0}}


def tables(measures: dict[str, Any], *checkins: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return a session as the tables of its file."""
    found = {f"c{n}": checkin for n, checkin in enumerate(checkins)}
    return {"created": CREATED, "boss": {"measures": measures}, "checkins": found, **more}


def read(day: int, **readings: float) -> dict[str, Any]:
    """Return a check-in of December with readings."""
    return {"on": date(2026, 12, day), "readings": readings}


def reported(day: int, **statuses: str) -> dict[str, Any]:
    """Return a check-in of December that reports of actions."""
    return {"on": date(2026, 12, day), "actions": {id_: {"status": status} for id_, status in statuses.items()}}


def december(day: int) -> date:
    """Return a day of December."""
    return date(2026, 12, day)


THREE = {"a": {"status": "done"}, "b": {"status": "done"}, "c": {"status": "todo", "weight": 2}}
KNOWN = {"w": {**WAIT["w"], "known": 31.0, "known_on": date(2026, 10, 1)}}
COURSES: list[tuple[str, dict[str, Any], list[Standing] | None]] = [
    ("nothing to count", tables({}), None),
    ("measured, but never read: one point is no course", tables(WAIT), None),
    (
        "31 of 42 to 20 is half",
        tables(WAIT, read(8, w=31.0)),
        [(BEGAN, 100, False), (december(8), 50, False)],
    ),
    (
        "it may rise again",
        tables(WAIT, read(8, w=31.0), read(15, w=42.0)),
        [(BEGAN, 100, False), (december(8), 50, False), (december(15), 100, False)],
    ),
    (
        "by day, however the file has them",
        tables(WAIT, read(15, w=20.0), read(8, w=31.0)),
        [(BEGAN, 100, False), (december(8), 50, False), (december(15), 0, False)],
    ),
    (
        "of two on one day the later counts",
        tables(WAIT, read(8, w=31.0), read(8, w=20.0)),
        [(BEGAN, 100, False), (december(8), 0, False)],
    ),
    ("a day without a reading is no point", tables(WAIT, reported(8, a="done")), None),
    ("a reading of something else is no point", tables(WAIT, read(8, other=1.0)), None),
    ("what was removed was not read", tables(WAIT, {**read(8, w=31.0), "removed": STAMP}), None),
    (
        "it begins on the day the team met",
        tables(WAIT, read(8, w=31.0), meeting={"held": december(1)}),
        [(december(1), 100, False), (december(8), 50, False)],
    ),
    (
        "where somebody read before the workshop, it begins there, and the day of the workshop is no point",
        tables(WAIT, read(1, w=31.0), read(15, w=20.0), meeting={"held": december(8)}),
        [(december(1), 50, False), (december(15), 0, False)],
    ),
    (
        "it begins with what an earlier session read last",
        tables(KNOWN, read(8, w=20.0)),
        [(date(2026, 10, 1), 50, False), (december(8), 0, False)],
    ),
    ("what an earlier session read alone is no course", tables(KNOWN), None),
    (
        "what was read before, nobody says when, holds on the day of the workshop",
        tables({"w": {**WAIT["w"], "known": 31.0}}, read(8, w=20.0)),
        [(BEGAN, 50, False), (december(8), 0, False)],
    ),
    (
        "a measure read later has all of its way ahead until then",
        tables({**KNOWN, "x": {"name": "n", "unit": "u", "baseline": 0.0, "target": 10.0}}, read(8, x=10.0)),
        [(date(2026, 10, 1), 75, False), (december(8), 25, False)],
    ),
    (
        "without measures, the weight of what is open by the reports",
        tables({}, reported(8, a="done"), reported(15, a="done", b="done"), actions=THREE),
        [(december(8), 75, True), (december(15), 50, True)],
    ),
    ("one report is no course", tables({}, reported(8, a="done"), actions=THREE), None),
    (
        "a report of an action that is gone counts nothing",
        tables({}, reported(8, z="done"), reported(15, a="done"), actions=THREE),
        None,
    ),
]


@pytest.mark.parametrize(("session", "course"), [case[1:] for case in COURSES], ids=[case[0] for case in COURSES])
def test_the_course_is_what_was_read(session: dict[str, Any], course: list[Standing] | None) -> None:
    """Every day on which something was read or reported is a point, and no other."""
    assert hp_course(session) == course
