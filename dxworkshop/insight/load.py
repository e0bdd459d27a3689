"""Who carries how much: open actions owned and helped with, and the hours there are for them. Nobody is scored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import OPEN, Action, Member, Session
from dxworkshop.model.value import shown

By = Literal["member", "calling"]
"""What a load is of: one member, or everybody in one calling."""
People = Mapping[tuple[str, str], str]
"""Of each session and member, by their ids: the id under which the same person is counted in all of them."""


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


@dataclass(frozen=True)
class Promise:
    """One open action, and who does it."""

    session: Session
    id: str
    action: Action
    owner: str
    """As whom the owner is counted; empty where there is none."""
    helping: tuple[str, ...]
    """As whom those who help are counted, each once."""
    calling: str
    """The calling it is done in, else that of its owner; may be empty."""


class Team:
    """Everybody in some sessions, counted once: one id is one person, and so are one name and one office."""

    def __init__(self, sessions: Sequence[Session], people: People | None = None) -> None:
        """Take the sessions together; `people` says who is the same where names can no longer tell."""
        self.sessions = tuple({session.id: session for session in sessions}.values())
        self._people = people if people is not None else same_people(self.sessions)
        # What somebody said of themselves last holds: hours a week are those of a person, not of a plan.
        oldest_first = sorted(self.sessions, key=lambda session: session.created)
        said = [(self.known(one, id_), member) for one in oldest_first for id_, member in shown(one.members)]
        order = [self.known(one, id_) for one in self.sessions for id_, _ in shown(one.members)]
        latest = dict(said)
        self.members: Mapping[str, Member] = {id_: latest[id_] for id_ in dict.fromkeys(order)}
        """By the id they are counted under, in the order of the sessions and of their members."""
        self.hours: Mapping[str, float] = {
            id_: member.hours_per_week for id_, member in said if member.hours_per_week is not None
        }

    def known(self, session: Session, member: str) -> str:
        """Return the id a member is counted under."""
        return self._people.get((session.id, member), member)

    def promises(self) -> list[Promise]:
        """Return the open actions of all sessions; one that a later session took over counts in that one alone."""
        taken = {(earlier, id_) for one in self.sessions for earlier in one.earlier for id_ in one.actions}
        return [
            self._promise(session, id_, action)
            for session in self.sessions
            for id_, action in in_plan_order(session)
            if action.status in OPEN and (session.id, id_) not in taken
        ]

    def _promise(self, session: Session, id_: str, action: Action) -> Promise:
        helping = [self.known(session, one) for one in action.partners if session.members.get(one)]
        owner = self.known(session, action.owner)
        member = self.members.get(owner)
        calling = action.calling.strip() or (member.calling.strip() if member else "")
        present = tuple(one for one in dict.fromkeys(helping) if one in self.members)
        return Promise(session, id_, action, owner, present, calling)

    def holders(self, calling: str) -> list[str]:
        """Return the ids of those who hold a calling."""
        return [id_ for id_, member in self.members.items() if member.calling.strip() == calling]


def same_people(sessions: Iterable[Session]) -> People:
    """Return who is the same person in several sessions: by id, or by name and office, as they were typed."""
    found: dict[tuple[str, str], str] = {}
    named: dict[tuple[str, str], str] = {}
    ids: dict[str, str] = {}
    for session in sessions:
        for id_, member in session.members.items():
            who = (member.name.strip(), member.seat.strip())
            one = ids.get(id_) or (named.get(who) if who[0] else None) or id_
            ids.setdefault(id_, one)
            if who[0]:
                named.setdefault(who, one)
            found[session.id, id_] = one
    return found


def load(*sessions: Session, people: People | None = None) -> tuple[Load, ...]:
    """Return the load of every member, then that of every calling, both in the order of the members.

    An action counts for the calling it is done in, else for that of its owner; one without either for no calling,
    and one without an owner for no member. A calling that no member holds comes after the others.
    """
    return loads(Team(sessions, people))


def loads(team: Team) -> tuple[Load, ...]:
    """Return the same of people who were taken together already."""
    members = team.members
    owned, helped = Counter[tuple[By, str]](), Counter[tuple[By, str]]()
    for one in team.promises():
        owned["member", one.owner] += 1
        owned["calling", one.calling] += 1
        helped.update(("member", id_) for id_ in one.helping)
        helped.update(("calling", of) for of in {members[id_].calling.strip() for id_ in one.helping})
    hours: dict[tuple[By, str], float] = {}
    for id_, said in team.hours.items():
        for key in _keys(id_, members[id_].calling):
            hours[key] = hours.get(key, 0.0) + said
    callings = [key for id_, member in members.items() for key in _keys(id_, member.calling)[1:]]
    rest = sorted(key for key in owned if key[0] == "calling")
    keys = [*(_keys(id_, "")[0] for id_ in members), *callings, *rest]
    return tuple(
        Load(key[0], key[1], owned[key], helped[key], hours.get(key)) for key in dict.fromkeys(keys) if key[1]
    )


def _keys(id_: str, calling: str) -> "list[tuple[By, str]]":
    """Return what the load of a member is counted under."""
    return [("member", id_), ("calling", calling.strip())]
