"""What falls due, and when: dates, first steps, next steps and reviews of one session.

Plain tables, as a file holds them, so that a folder of sessions need not be built as models. That a day has
passed is a fact about the day, and nothing is counted against anybody for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from dxworkshop.insight.step import next_step

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
    """Return the first review from a day on that no check-in has answered up to then; None where there is none."""
    held = [checkin for checkin in _checkins(data) if checkin["on"] <= today]
    return next((day for day in _reviews(data, held) if day >= today), None)


def reviews_ahead(data: Mapping[str, Any]) -> list[date]:
    """Return the reviews that may be the next one on some day, in their order.

    None at which a check-in was held, on the day or shortly before, and none of a plan that was let be. The first
    of them from a day on is `next_review`, but where a check-in of a later day is written down already.
    """
    checkins = _checkins(data)
    if _is_let_be(checkins):
        return []
    held = [checkin["on"] for checkin in checkins]
    return [day for day in _reviews(data, []) if not any(_answers(on, day) for on in held if on <= day)]


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
    if day := _day(action.get("due")):
        yield one._replace(day=day)
    step = next_step(action, reports.get(id_))
    if step and step.day:
        yield one._replace(day=step.day, kind=step.kind, what=step.text)


def _reviews(data: Mapping[str, Any], checkins: list[Mapping[str, Any]]) -> list[date]:
    """Return the days of reviews that no check-in has answered, in their order; none of a plan that was let be."""
    days = data.get("reviews")
    if not isinstance(days, (list, tuple)) or _is_let_be(checkins):
        return []
    last = checkins[-1]["on"] if checkins else None
    found = {day for each in days if (day := _day(each))}
    return sorted(day for day in found if last is None or not _answers(last, day))


def _answers(held: date, review: date) -> bool:
    """Tell whether a check-in of a day answers a review. No day is counted on from the last one that there is."""
    return review <= held or review - held <= EARLY


def _is_let_be(checkins: Iterable[Mapping[str, Any]]) -> bool:
    return [decision for checkin in checkins if (decision := _text(checkin, "decision"))][-1:] == ["retire"]


def _checkins(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the check-ins by day; of one day, in their order."""
    found = [(id_, checkin) for id_, checkin in _items(data, "checkins").items() if _day(checkin.get("on"))]
    found.sort(key=lambda pair: (pair[1]["on"], _text(pair[1], "rank"), pair[0]))
    return [checkin for _, checkin in found]


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
