"""Milestones on the way to the boss: three quarters left, a half, a quarter, nothing; and whom to thank for them.

Readings make a milestone. Where nothing is measured, the estimate makes one too, so that a team without figures
is thanked as well, but it is marked: it tells how much was done, not that the boss is beaten, and dropping an
action makes none. Each comes once, on the first day on which the HP was as low, even if it rose again later:
nothing that was reached is taken away. People are thanked by role, in an order that knows nothing of amounts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dxworkshop import deck
from dxworkshop.insight.course import points
from dxworkshop.insight.hp import checkins

Percent = Literal[75, 50, 25, 0]
PERCENTS: tuple[Percent, ...] = (75, 50, 25, 0)
"""How much is left at each milestone, in the order in which they come: our default."""
RoleKind = Literal["calling", "seat"]


@dataclass(frozen=True)
class Milestone:
    """A part of the way that lies behind the team."""

    percent: Percent
    """How much was left at most."""
    day: date
    """The first day on which no more was left."""
    estimate: bool = False
    """Whether it was counted from actions, because nothing is measured."""


@dataclass(frozen=True)
class Role:
    """What somebody is thanked as."""

    kind: RoleKind
    id: str
    """A card of the deck of callings or seats, or words of the team's own."""


def milestones(session: Mapping[str, Any]) -> tuple[Milestone, ...]:
    """Return the milestones of a session given as plain tables, in the order in which they come.

    What was reached in an earlier session counts as reached on the day of the value that was taken over.
    """
    found: list[Milestone] = []
    for point in points(session):
        if point.moved:
            known = {one.percent for one in found}
            found += [
                Milestone(percent, point.day, point.estimate)
                for percent in PERCENTS
                if point.percent <= percent and percent not in known
            ]
    return tuple(found)


def reached(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Milestone, ...]:
    """Return the milestones that a change of the session has reached, given its plain tables before and after.

    Of several the last is the furthest: to celebrate that one is enough. What was an estimate before may be
    reached once more by a reading, and not the other way round.
    """
    earlier = milestones(before)
    return tuple(
        one
        for one in milestones(after)
        if not any(one.percent == old.percent and (one.estimate or not old.estimate) for old in earlier)
    )


def thanked(session: Mapping[str, Any], milestone: Milestone) -> tuple[Role, ...]:
    """Return whom to thank for a milestone: by role, those who own or help with what was done since the last one.

    Where nothing was done since, all that was ever done counts; empty where nothing was done at all. Of an action
    that no check-in reports as done nobody knows when it was: it counts. Callings come first, then seats of those
    who have no calling, in the order of the decks, words of the team's own after them by their letters: never by
    how much anybody did, and everybody alike once.
    """
    since = max((one.day for one in milestones(session) if one.day < milestone.day), default=date.min)
    first: dict[str, date] = {}
    for checkin in checkins(session):
        for id_, report in checkin.get("actions", {}).items():
            if report.get("status") == "done":
                first.setdefault(id_, checkin["on"])
    done = {
        id_: action
        for id_, action in session.get("actions", {}).items()
        if action.get("status") == "done" and not action.get("removed")
    }
    when = {id_: first.get(id_, milestone.day) for id_ in done}
    by_then = [id_ for id_ in done if when[id_] <= milestone.day]
    new = [id_ for id_ in by_then if since < when[id_]]
    return _in_order(role for id_ in new or by_then for role in _roles(session, done[id_]))


def _roles(session: Mapping[str, Any], action: Mapping[str, Any]) -> Iterable[Role]:
    """Yield the role of everybody who took part in an action, also of those who have left the team since."""
    members = session.get("members", {})
    owner = action.get("owner", "")
    if calling := action.get("calling", "").strip():
        yield Role("calling", calling)
    for id_ in (*(() if calling else (owner,)), *action.get("partners", ())):
        member = members.get(id_, {})
        if own := member.get("calling", "").strip():
            yield Role("calling", own)
        elif seat := member.get("seat", "").strip():
            yield Role("seat", seat)


def _in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    names: Mapping[RoleKind, str] = {"calling": "callings", "seat": "seats"}
    order = {(kind, card.id): n for kind, name in names.items() for n, card in enumerate(deck.deck(name))}
    last = len(order)
    return tuple(sorted({*roles}, key=lambda role: (role.kind, order.get((role.kind, role.id), last), role.id)))
