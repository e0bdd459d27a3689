"""What the dots say: sums for each group and lone note, and who has dots left."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxworkshop.model.room import candidates, vote_step, voters
from dxworkshop.model.session import ROOM, Placement, Session, Vote
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import VoteStep


@dataclass(frozen=True)
class Candidate:
    """Something that can be voted on or placed: a group with its notes, or a lone note."""

    id: str
    notes: tuple[str, ...]
    """Ids of the notes of a group; empty for a lone note."""
    dots: int = 0


def standing(session: Session, on: str, vote: Vote | None = None) -> list[Candidate]:
    """Return the candidates of a step in their order, with the dots of a vote.

    A group has its own dots and those that were placed on its notes before they were grouped.
    """
    inside: dict[str, list[str]] = {}
    for key, note in shown(session.notes):
        inside.setdefault(note.group, []).append(key)
    found = []
    for id_ in candidates(session, on):
        notes = tuple(inside.get(id_, ()))
        dots = sum(sum(vote.dots.get(key, {}).values()) for key in (id_, *notes)) if vote else 0
        found.append(Candidate(id_, notes, dots))
    return found


def tally(session: Session, step: str) -> list[Candidate]:
    """Return the candidates of a vote with their sums, revealed or not: whoever shows them asks that first."""
    return standing(session, vote_step(session, step).on, session.votes.get(step, Vote()))


def ranked(session: Session, on: str) -> list[Candidate]:
    """Return the candidates by the dots of the last vote on them that was revealed, most first.

    Before that they stand in their order: nothing may tell how a hidden vote goes.
    """
    last: Vote | None = None
    for id_, step in session.workshop.in_order():
        vote = session.votes.get(id_)
        if isinstance(step, VoteStep) and (not on or step.on in ("", on)) and vote and vote.revealed:
            last = vote
    return sorted(standing(session, on, last), key=lambda candidate: -candidate.dots)


def lying(session: Session, step: str, voter: str, among: Sequence[Candidate] | None = None) -> dict[str, int]:
    """Return the dots of one voter by candidate; dots on a note of a group lie on the group.

    Whoever asks for many voters counts the candidates once, and gives them along.
    """
    vote = session.votes.get(step, Vote())
    found = {}
    for candidate in standing(session, vote_step(session, step).on) if among is None else among:
        dots = sum(vote.dots.get(key, {}).get(voter, 0) for key in (candidate.id, *candidate.notes))
        if dots:
            found[candidate.id] = dots
    return found


def spent(session: Session, step: str) -> int:
    """Return how many dots were placed in a vote."""
    return sum(sum(by.values()) for by in session.votes.get(step, Vote()).dots.values())


def budget(session: Session, step: str) -> int:
    """Return how many dots there are for all in the room; 0 where nobody is written down."""
    return vote_step(session, step).dots * len(voters(session))


def gone(session: Session, step: str) -> list[str]:
    """Return whose dots lie though they are not in the room (any more): those who left first, in their order."""
    there = voters(session)
    lying_of = {voter for by in session.votes.get(step, Vote()).dots.values() for voter in by}
    order = [*session.members, *sorted(lying_of - {*session.members})]
    return [id_ for id_ in order if id_ in lying_of and id_ not in (*there, ROOM)]


def waiting(session: Session, step: str) -> list[str]:
    """Return the members in the room who have placed no dot yet, in their order; nobody where sums are kept."""
    vote = session.votes.get(step, Vote())
    voted = {voter for by in vote.dots.values() for voter in by}
    if vote_step(session, step).anonymous or ROOM in voted:
        return []
    return [id_ for id_ in voters(session) if id_ not in voted]


def placed(session: Session, id_: str) -> Placement | None:
    """Return the group or note of an id; None where there is none."""
    return session.groups.get(id_) or session.notes.get(id_)
