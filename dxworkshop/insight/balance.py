"""What could be shared out better: findings about load and roles, as sentences, with the ids they are about.

They ask, they do not score: a finding says what stands in the plan, and what the team could talk about. No hours
are made up for an action, for no file holds any; what is compared are counts of open actions, and hours as they
were said. They come in the order of `KEYS`, then of the plan and the members: never by how much anybody carries.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dxworkshop import deck
from dxworkshop.insight.lint.book import rulebook
from dxworkshop.insight.load import Load, People, Promise, Team, loads
from dxworkshop.model.session import Level, Session
from dxworkshop.model.words import LEVELS
from dxworkshop.sentence import Sentence, say

Key = Literal[
    "no-owner",
    "most-of-all",
    "many",
    "no-time",
    "many-in-calling",
    "calling-unheld",
    "calling-idle",
    "outside",
    "no-hours",
]
KEYS: tuple[Key, ...] = get_args(Key)
"""Every kind of finding, in the order in which they are told."""
HALF = 3
"""From how many on it matters that somebody has more than half of all: our default."""
OUTSIDE: tuple[Level, ...] = ("committee", "headquarters", "council")
"""Where a decision is not the team's own."""


@dataclass(frozen=True)
class Finding:
    """One thing to talk about."""

    key: Key
    sentence: Sentence
    members: tuple[str, ...] = ()
    """Ids of the members it is about."""
    callings: tuple[str, ...] = ()
    """The callings it is about: cards of the deck, or words of the team's own."""
    actions: tuple[tuple[str, str], ...] = ()
    """Ids of the session and of the action, for each it is about."""


def balance(
    *sessions: Session, most: int | None = None, hours: bool = True, people: People | None = None
) -> tuple[Finding, ...]:
    """Return the findings of one or more sessions.

    `most` is how many open actions are not yet many for one person: what the rules of lint say, where it is not
    given. Without `hours` nothing is said of them: what people say of themselves stays in the team.
    """
    most = rulebook().limits.owned if most is None else most
    team = Team(sessions, people)
    promises, carried = team.promises(), loads(team)
    own = list(_people(team, promises, carried, most, hours=hours))
    told = {id_ for one in own for id_ in one.members}
    found = [
        *_no_owner(team, promises),
        *own,
        *(
            one
            for one in _callings(team, promises, carried, most, hours=hours)
            if one.key != "many-in-calling" or not told & {*one.members}
        ),
        *_outside(promises),
        *(_no_hours(team, carried) if hours else ()),
    ]
    return tuple(sorted(found, key=lambda one: KEYS.index(one.key)))


def _no_owner(team: Team, promises: Sequence[Promise]) -> Iterator[Finding]:
    nobody = [one for one in promises if one.owner not in team.members]
    if nobody:
        told = say(
            "Nobody owns this yet: {titles}. Who could take it, and who could help?", titles=_titles(nobody)
        )
        yield Finding("no-owner", told, actions=_ids(nobody))


def _people(
    team: Team, promises: Sequence[Promise], carried: Iterable[Load], most: int, *, hours: bool
) -> Iterator[Finding]:
    """Yield for each person one finding at most about what they own, and one about having no time for it."""
    owned = _by(promises, lambda one: one.owner)
    for one in carried:
        if one.by != "member" or not one.owned:
            continue
        mine = _ids(owned[one.id])
        who, time = _who(team, one.id), one.hours if hours else None
        if len(team.members) > 1 and one.owned >= HALF and one.owned * 2 > len(promises):
            much = _within(say("{n} of {total} open {actions}", n=one.owned, total=len(promises)), time)
            told = say("{who} has {load}. Could others take some of it?", who=who, load=much)
            yield Finding("most-of-all", told, (one.id,), actions=mine)
        elif one.owned > most:
            much = _within(say("{n} open {actions}", n=one.owned), time)
            told = say("{who} has {load}. Could somebody take one?", who=who, load=much)
            yield Finding("many", told, (one.id,), actions=mine)
        if time == 0:
            told = say("{who} owns open {actions} and has no hours for them. What could be let go?", who=who)
            yield Finding("no-time", told, (one.id,), actions=mine)


def _within(load: Sentence, hours: float | None) -> Sentence:
    """Return a load with the hours there are for it, where they are known."""
    return load if hours is None else say("{load} (hours a week: {hours})", load=load, hours=f"{hours:g}")


def _callings(
    team: Team, promises: Sequence[Promise], carried: Iterable[Load], most: int, *, hours: bool
) -> Iterator[Finding]:
    """Yield what is to be said of callings; nothing of much in one that a single person holds: that is theirs."""
    done_in = _by(promises, lambda one: one.calling)
    busy = {id_ for promise in promises for id_ in (promise.owner, *promise.helping)}
    held: dict[str, list[str]] = {}
    for id_, member in team.members.items():
        held.setdefault(member.calling.strip(), []).append(id_)
    for one in carried:
        if one.by != "calling":
            continue
        holders, within = held.get(one.id, []), done_in.get(one.id, [])
        calling = deck.card("callings", one.id) or one.id
        if not holders and any(promise.owner in team.members for promise in within):
            continue  # somebody who holds another one fills it
        if not holders:
            told = say(
                "Nobody holds {calling}, and this is done in it: {titles}. Who could join?",
                calling=calling,
                titles=_titles(within),
            )
            yield Finding("calling-unheld", told, callings=(one.id,), actions=_ids(within))
        elif promises and not one.owned and not busy & {*holders}:
            told = say(
                "{calling} has nothing to do yet. Could they take something on, or help with it?", calling=calling
            )
            yield Finding("calling-idle", told, tuple(holders), (one.id,))
        elif len(holders) > 1 and one.owned > most * len(holders):
            much = _within(say("{n} open {actions}", n=one.owned), one.hours if hours else None)
            told = say(
                "{calling}: {people} people, {load}. Could others help?",
                calling=calling,
                people=len(holders),
                load=much,
            )
            yield Finding("many-in-calling", told, tuple(holders), (one.id,), _ids(within))


def _outside(promises: Sequence[Promise]) -> Iterator[Finding]:
    """Yield every action that somebody outside the team has a say in, with what it needs of them."""
    for one in promises:
        if why := list(_needs(one)):
            told = say(
                '"{title}" needs somebody from outside the team: {why}. Who speaks to them, and when?',
                title=one.action.title.strip(),
                why=why,
            )
            yield Finding("outside", told, actions=((one.session.id, one.id),))


def _needs(one: Promise) -> Iterator[Sentence]:
    gaps = [one.session.gaps[id_] for id_ in one.action.answers if id_ in one.session.gaps]
    controls = {gap.control for gap in gaps if not gap.removed}
    if "approval" in controls:
        yield say("an approval")
    if "outside" in controls:
        yield say("something that others have to change")
    if one.action.decided_at in OUTSIDE:
        yield say("a decision of the {level}", level=LEVELS[one.action.decided_at])
    if one.action.budget == "needed":
        yield say("a budget")


def _no_hours(team: Team, carried: Iterable[Load]) -> Iterator[Finding]:
    silent = [
        one.id
        for one in carried
        if one.by == "member" and one.hours is None and (one.owned or one.helped) and not _is_ally(team, one.id)
    ]
    if silent:
        names = [_who(team, id_) for id_ in silent]
        told = say(
            "How many hours a week there are is not said yet: {names}. A rough figure is enough.", names=names
        )
        yield Finding("no-hours", told, tuple(silent))


def _is_ally(team: Team, id_: str) -> bool:
    """Tell whether somebody helps from outside: they owe nobody here an account of their hours."""
    return team.members[id_].post == "ally"


def _who(team: Team, id_: str) -> object:
    """Return what a member is called: by name; one without a name by office, else by calling."""
    member = team.members[id_]
    if name := member.name.strip():
        return name
    if seat := member.seat.strip():
        return deck.card("seats", seat) or seat
    return deck.card("callings", member.calling.strip()) or member.calling.strip() or say("a member")


def _titles(found: Iterable[Promise]) -> list[str]:
    return [one.action.title.strip() for one in found]


def _by(promises: Iterable[Promise], key: Callable[[Promise], str]) -> dict[str, list[Promise]]:
    found: dict[str, list[Promise]] = {}
    for one in promises:
        found.setdefault(key(one), []).append(one)
    return found


def _ids(found: Iterable[Promise]) -> tuple[tuple[str, str], ...]:
    return tuple((one.session.id, one.id) for one in found)
