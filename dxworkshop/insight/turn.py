"""What a check-in speaks of: whose turn it is, who needs another way on, and whether it is time to rate again."""

from collections.abc import Iterable
from datetime import date, timedelta

from dxworkshop.model.checkin import checkins_in_order
from dxworkshop.model.session import OPEN, Action, Checkin, Session
from dxworkshop.model.value import shown

AGAIN = (30, 90)
"""Days after the workshop from which on obstacles and statements are rated again, each once: our default."""
TWICE = 2
"""After how many slips an action is to be cut smaller, given to somebody else, or dropped."""
Named = tuple[str, Action]
"""An action with its id."""


def turns(session: Session, spoken_of: Iterable[str] = ()) -> list[tuple[str, list[Named]]]:
    """Return the open actions, and those that were spoken of already, by owner in the order of the party.

    Last, under an empty id, come those that nobody has yet.
    """
    wanted = {*spoken_of}
    found = [(id_, one) for id_, one in shown(session.actions) if one.status in OPEN or id_ in wanted]
    owners = [id_ for id_, _ in shown(session.members)]
    groups = [(owner, [pair for pair in found if pair[1].owner == owner]) for owner in owners]
    groups.append(("", [pair for pair in found if pair[1].owner not in {*owners}]))
    return [(owner, pairs) for owner, pairs in groups if pairs]


def rates_again(session: Session, on: date, current: str = "") -> bool:
    """Tell whether a day of rating again has come that no other check-in has met yet, or this one has begun to."""
    days = [day for n in AGAIN if (day := session.held_on() + timedelta(days=n)) <= on]
    met = [id_ for id_, one in checkins_in_order(session) if days and one.on >= days[-1] and _rated(one)]
    return (current in session.checkins and _rated(session.checkins[current])) or (bool(days) and not met)


def wants_another_way(action: Action) -> bool:
    """Tell whether an open action was slipped so often that it is to be cut smaller, given away, or dropped."""
    return action.status in OPEN and len(action.slipped) >= TWICE


def _rated(checkin: Checkin) -> bool:
    return bool(checkin.gaps or checkin.ratings)
