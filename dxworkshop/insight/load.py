"""Who carries how much: open actions owned and helped with, and the hours there are for them. Nobody is scored."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from dxworkshop.model.session import OPEN, Session
from dxworkshop.model.value import shown

By = Literal["member", "calling"]
"""What a load is of: one member, or everybody in one calling."""


@dataclass(frozen=True)
class Load:
    """What one member, or one calling, has taken on."""

    by: By
    id: str
    """Id of the member; or the calling, an id of the deck or words of the team's own."""
    owned: int
    """Open actions of which they are the owner."""
    helped: int
    """Open actions with which they help."""
    hours: float | None
    """Hours a week they can spare; None where nobody said."""


def load(session: Session) -> tuple[Load, ...]:
    """Return the load of every member, then that of every calling, both in the order of the members.

    An action counts for the calling it is done in, else for that of its owner; one without either for no calling,
    and one without an owner for no member. A calling that no member holds comes after the others.
    """
    members = dict(shown(session.members))
    owned, helped = Counter[tuple[By, str]](), Counter[tuple[By, str]]()
    for _, action in shown(session.actions):
        if action.status not in OPEN:
            continue
        owner = members.get(action.owner)
        owned["member", action.owner] += 1
        owned["calling", action.calling.strip() or (owner.calling.strip() if owner else "")] += 1
        helping = [id_ for id_ in dict.fromkeys(action.partners) if id_ in members]
        helped.update(("member", id_) for id_ in helping)
        helped.update(("calling", of) for of in {members[id_].calling.strip() for id_ in helping})
    hours: dict[tuple[By, str], float] = {}
    for id_, member in members.items():
        if member.hours_per_week is not None:
            for key in _keys(id_, member.calling):
                hours[key] = hours.get(key, 0.0) + member.hours_per_week
    callings = [key for id_, member in members.items() for key in _keys(id_, member.calling)[1:]]
    rest = sorted(key for key in owned if key[0] == "calling")
    keys = [*(_keys(id_, "")[0] for id_ in members), *callings, *rest]
    return tuple(
        Load(key[0], key[1], owned[key], helped[key], hours.get(key)) for key in dict.fromkeys(keys) if key[1]
    )


def _keys(id_: str, calling: str) -> "list[tuple[By, str]]":
    """Return what the load of a member is counted under."""
    return [("member", id_), ("calling", calling.strip())]
