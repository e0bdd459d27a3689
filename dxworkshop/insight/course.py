"""HP of the boss over time: what was left of it on every day on which somebody looked.

It may rise again, and is shown so. Only what was read or reported moves it: a day on which nobody read anything
makes no point.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dxworkshop.insight.hp import boss_hp

Standing = tuple[date, int, bool]
"""A day, the percent that were left, and whether that is an estimate, counted from actions."""


def hp_course(session: Mapping[str, Any]) -> list[Standing] | None:
    """Return what was left day by day, given the plain tables of a session; None where there is no course yet.

    Where something is measured, it begins on the day of the workshop, with what was known then: 100 percent.
    Where nothing is, every check-in that reports of actions makes a point. Fewer than two points are no course.
    """
    now = boss_hp(session)
    if now is None:
        return None
    found = _estimated(session) if now.estimate else _measured(session)
    return found if len(found) > 1 else None


def _measured(session: Mapping[str, Any]) -> list[Standing]:
    measures = {
        id_
        for id_, measure in session.get("boss", {}).get("measures", {}).items()
        if not measure.get("removed") and measure["baseline"] != measure["target"]
    }
    checkins = _checkins(session)
    days = {c["on"] for c in checkins if measures & {*c.get("readings", {})}}
    found = []
    for day in sorted({*days, _began(session)}):
        known = {str(n): c for n, c in enumerate(checkins) if c["on"] <= day}
        if hp := boss_hp({"boss": session["boss"], "checkins": known}):
            found.append((day, hp.percent, False))
    return found


def _estimated(session: Mapping[str, Any]) -> list[Standing]:
    """Go through the reports: before the first one that names it, an action that is done now counts as open."""
    actions = {id_: action for id_, action in session.get("actions", {}).items() if not action.get("removed")}
    reporting = [c for c in _checkins(session) if any(id_ in actions for id_ in c.get("actions", {}))]
    named = {id_ for c in reporting for id_ in c["actions"]}
    # Of an action that no check-in names, nobody knows since when it is as it is: it always was.
    standing = {id_: {**action, "status": "todo"} if id_ in named else action for id_, action in actions.items()}
    by_day: dict[date, int] = {}
    for checkin in reporting:
        for id_, report in checkin["actions"].items():
            if id_ in standing:
                standing[id_] = {**standing[id_], "status": report.get("status", "todo")}
        if hp := boss_hp({"actions": standing}):
            by_day[checkin["on"]] = hp.percent
    return [(day, percent, True) for day, percent in by_day.items()]


def _checkins(session: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the check-ins that were not removed, by day; of one day, in their order."""
    found = [c for c in session.get("checkins", {}).values() if not c.get("removed")]
    return sorted(found, key=lambda checkin: checkin["on"])


def _began(session: Mapping[str, Any]) -> date:
    held, created = session.get("meeting", {}).get("held"), session["created"]
    if isinstance(held, date) and not isinstance(held, datetime):
        return held
    day: date = created.date()
    return day
