"""What falls due, and when: dates, first steps, next steps and reviews of one session.

Plain tables, as a file holds them, so that a folder of sessions need not be built as models. That a day has
passed is a fact about the day, and nothing is counted against anybody for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

Kind = Literal["due", "first_step", "next_step", "review"]
"""What there is to do on a day: finish an action, take its first or its next step, or look at the plan again."""
KINDS: tuple[Kind, ...] = ("due", "first_step", "next_step", "review")
"""All kinds, in the order in which those of one day are told."""
CLOSED = ("done", "dropped")
"""States of an action of which nothing falls due any more."""
EARLY = timedelta(days=3)
"""How long before a review a check-in may be held and still be that review: our default."""
WITHIN = 14
"""How many days ahead are told where nobody says: our default, as long as a team goes between two check-ins."""


class Deadline(NamedTuple):
    """One thing that is to be done by a day. A tuple: of a folder there may be a hundred thousand."""

    day: date
    kind: Kind
    action: str = ""
    """Id of the action; empty for a review."""
    title: str = ""
    """Title of the action; empty for a review."""
    what: str = ""
    """Text of the step; empty for a review and for the action itself."""
    person: str = ""
    """Name of the owner, or the seat of one who gave none; empty where nobody owns it yet."""
    seat: str = ""
    """Office of the owner."""
    calling: str = ""
    """In which calling it is done: its own, else that of the owner."""


@dataclass(frozen=True)
class Due:
    """What is due, split by a day; each by day, then by kind."""

    late: tuple[Deadline, ...]
    """What lies before the day."""
    today: tuple[Deadline, ...]
    soon: tuple[Deadline, ...]
    """What comes after the day, as far ahead as was asked for."""


def deadlines(data: Mapping[str, Any]) -> list[Deadline]:
    """Return what falls due in a session, given the plain tables of its file, by day.

    Of open actions only. A first step is asked for until work begins or a check-in agrees on another step, and of
    what came from an earlier plan until a check-in speaks of it; a next step is that of the last check-in that
    reports of the action. Values of another kind than a session has are passed over: opening the file says where
    they are.
    """
    checkins = _checkins(data)
    members = _items(data, "members")
    reports: dict[str, Mapping[str, Any]] = {}
    for checkin in checkins:
        reports |= {
            id_: report for id_, report in _table(checkin, "actions").items() if isinstance(report, Mapping)
        }
    found = [one for id_, action in _items(data, "actions").items() for one in _of(id_, action, members, reports)]
    found += [Deadline(day, "review") for day in _reviews(data, checkins)]
    return sorted(found, key=_order)


def on(found: Iterable[Deadline], today: date, within: int = WITHIN) -> Due:
    """Split deadlines by a day, leaving out those that are more than so many days ahead."""
    ordered = sorted(found, key=_order)
    last = date.fromordinal(min(today.toordinal() + within, date.max.toordinal()))
    return Due(
        tuple(one for one in ordered if one.day < today),
        tuple(one for one in ordered if one.day == today),
        tuple(one for one in ordered if today < one.day <= last),
    )


def next_review(data: Mapping[str, Any], today: date) -> date | None:
    """Return the first review from a day on that no check-in has answered; None where there is none."""
    return next((day for day in _reviews(data, _checkins(data)) if day >= today), None)


def _order(one: Deadline) -> tuple[date, int, str, str]:
    return one.day, KINDS.index(one.kind), one.title, one.action


def _of(
    id_: str, action: Mapping[str, Any], members: Mapping[str, Any], reports: Mapping[str, Mapping[str, Any]]
) -> Iterable[Deadline]:
    """Return what falls due of one action."""
    status = action.get("status", "todo")
    if status in CLOSED:
        return
    owner = members.get(_text(action, "owner"), {})
    one = Deadline(
        date.min,
        "due",
        id_,
        _text(action, "title"),
        person=_text(owner, "name") or _text(owner, "seat"),
        seat=_text(owner, "seat"),
        calling=_text(action, "calling") or _text(owner, "calling"),
    )
    report = reports.get(id_, {})
    step, by, first_by = _text(report, "next_step"), _day(report.get("next_by")), action.get("first_step_by")
    if day := _day(action.get("due")):
        yield one._replace(day=day)
    if by:
        yield one._replace(day=by, kind="next_step", what=step)
    elif not step and (status == "todo" or _comes_along(action, report)) and (day := _day(first_by)):
        yield one._replace(day=day, kind="first_step", what=_text(action, "first_step"))


def _comes_along(action: Mapping[str, Any], report: Mapping[str, Any]) -> bool:
    """Tell whether an action came from an earlier plan, and its first step is the next one agreed on there."""
    return bool(_text(action, "since")) and not report


def _reviews(data: Mapping[str, Any], checkins: list[Mapping[str, Any]]) -> list[date]:
    """Return the days of reviews that no check-in has answered, in their order; none of a plan that was let be."""
    days = data.get("reviews")
    decided = [decision for checkin in checkins if (decision := _text(checkin, "decision"))]
    if not isinstance(days, (list, tuple)) or decided[-1:] == ["retire"]:
        return []
    answered = checkins[-1]["on"] + EARLY if checkins else date.min
    return sorted({day for each in days if (day := _day(each)) and day > answered})


def _checkins(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the check-ins by day; of one day, in their order."""
    found = [checkin for checkin in _items(data, "checkins").values() if _day(checkin.get("on"))]
    return sorted(found, key=lambda checkin: checkin["on"])


def _items(data: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    """Return the items of a table that were not removed."""
    items = _table(data, name).items()
    return {id_: item for id_, item in items if isinstance(item, Mapping) and not item.get("removed")}


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(item: Mapping[str, Any], name: str) -> str:
    found = item.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def _day(value: object) -> date | None:
    """Return a value as a day; None where it is none, as `""` is, which a file holds for a cleared one."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
