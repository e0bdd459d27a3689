"""HP of the boss over time: what was left of it on every day on which somebody looked.

It may rise again, and is shown so. Only what was read or reported moves it: a day on which nobody read anything
makes no point.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dxworkshop.insight.hp import boss_hp, checkins, measures, readings

Standing = tuple[date, int, bool]
"""A day, the percent that were left, and whether that is an estimate, counted from actions."""


@dataclass(frozen=True)
class Point:
    """What was left on one day."""

    day: date
    percent: int
    estimate: bool
    moved: bool = True
    """Whether it fell by something that was read or done: an estimate falls also when something is dropped."""


def hp_course(session: Mapping[str, Any]) -> list[Standing] | None:
    """Return what was left day by day, given the plain tables of a session; None where there is no course yet.

    Where something is measured, it begins with what an earlier session read last; else on the day of the workshop,
    with what was known then: 100 percent. Where nothing is, every check-in that reports of actions makes a point.
    Fewer than two points are no course.
    """
    found = [(point.day, point.percent, point.estimate) for point in points(session)]
    return found if len(found) > 1 else None


def only_point(session: Mapping[str, Any]) -> Point | None:
    """Return the one point there is where something was read or reported, but makes no course; else None."""
    found = points(session)
    counted = {*measures(session)}
    read = not counted or any(counted & {*of_day} for _, of_day in readings(session))
    return found[0] if len(found) == 1 and read else None


def points(session: Mapping[str, Any]) -> list[Point]:
    """Return the points of the course, also where there is one alone."""
    return _measured(session) if measures(session) else _estimated(session)


def _measured(session: Mapping[str, Any]) -> list[Point]:
    counted = {*measures(session)}
    days = {day for day, of_day in readings(session) if counted & {*of_day}}
    began = _began(session)
    # Where somebody had read something before the workshop, that is where it begins.
    known = days and date.min < min(days) <= began
    found = []
    for day in sorted((days if known else {*days, began}) - {date.min}):
        if hp := boss_hp(session, day):
            found.append(Point(day, hp.percent, estimate=False))
    return found


def _estimated(session: Mapping[str, Any]) -> list[Point]:
    """Go through the reports: before the first one that names it, an action that is done now counts as open."""
    actions = {id_: action for id_, action in session.get("actions", {}).items() if not action.get("removed")}
    reporting = [c for c in checkins(session) if any(id_ in actions for id_ in c.get("actions", {}))]
    named = {id_ for c in reporting for id_ in c["actions"]}
    # Of an action that no check-in names, nobody knows since when it is as it is: it always was.
    standing = {id_: {**action, "status": "todo"} if id_ in named else action for id_, action in actions.items()}
    by_day: dict[date, Point] = {}
    finished = _done(standing)
    for checkin in reporting:
        for id_, report in checkin["actions"].items():
            if id_ in standing:
                standing[id_] = {**standing[id_], "status": report.get("status", "todo")}
        if hp := boss_hp({"actions": standing}):
            now = _done(standing)
            same = by_day.get(checkin["on"])
            moved = now > finished or bool(same and same.moved)
            by_day[checkin["on"]] = Point(checkin["on"], hp.percent, estimate=True, moved=moved)
            finished = now
    return list(by_day.values())


def _done(actions: Mapping[str, Mapping[str, Any]]) -> int:
    weights = (action.get("weight", 1) for action in actions.values() if action.get("status") == "done")
    return sum(weights)


def _began(session: Mapping[str, Any]) -> date:
    held, created = session.get("meeting", {}).get("held"), session["created"]
    if isinstance(held, date) and not isinstance(held, datetime):
        return held
    day: date = created.date()
    return day
