"""What a crowd said is told, what one person said is not: votes, ratings and groups."""

from collections.abc import Mapping
from typing import Any

from dxworkshop.model.room import statements
from dxworkshop.model.session import ROOM, Gap, Group, Hands, Rating, Session, Vote
from dxworkshop.model.workshop import RateStep, VoteStep
from dxworkshop.offer import Audience
from dxworkshop.report.redaction.folding import squeezed

FEWEST_HANDS = 3
"""So many have to have raised a hand before everybody may know the mean."""
FEWEST_VOTERS = 3
"""So many have to have voted before everybody may know how the dots lie."""
FEWEST_VOICES = 2
"""So many have to have said something before everybody may read what their notes are called."""


def is_of_several(session: Session, id_: str, group: Group) -> bool:
    """Tell whether a group has a name and holds notes of at least two people.

    Where nobody signed, two notes have to do.
    """
    notes = [n for n in session.notes.values() if n.group == id_ and not n.removed and n.text.strip()]
    authors = {note.author for note in notes if note.author}
    voices = len(authors) if authors else len(notes)
    return bool(group.name.strip()) and voices >= FEWEST_VOICES


def is_of_one(session: Session, gap: Gap) -> bool:
    """Tell whether a gap says what one note says, word for word; of a note that is not there nobody can tell."""
    note = session.notes.get(gap.note)
    return bool(gap.note) and (note is None or squeezed(note.text) == squeezed(gap.reality))


def voters(session: Session, step: str, vote: Vote) -> int:
    """Return how many voted at least; of sums without voters, so many as had to give all their dots."""
    found = session.workshop.steps.get(step)
    each = found.dots if isinstance(found, VoteStep) else VoteStep.model_fields["dots"].default
    known = {voter for by in vote.dots.values() for voter, dots in by.items() if voter != ROOM and dots}
    summed = sum(by.get(ROOM, 0) for by in vote.dots.values())
    return max(len(known), -(-summed // each))


def sums(session: Session, step: str, living: set[str], audience: Audience) -> dict[str, dict[str, int]]:
    """Return the dots without voters. For everybody the dots on the notes of a group lie on the group."""
    found: dict[str, int] = {}
    vote = session.votes[step]
    if audience == "public" and not (vote.revealed and voters(session, step, vote) >= FEWEST_VOTERS):
        return {}
    for id_, by in vote.dots.items():
        note = session.notes.get(id_)
        on = note.group if note and id_ not in living else id_
        if on in living:
            found[on] = found.get(on, 0) + sum(by.values())
    return {id_: {ROOM: total} for id_, total in found.items()}


def rating(said: Rating, audience: Audience) -> dict[str, Any]:
    """Return the marks and hands of a rating as they may be told: everybody reads no mean of a few hands."""
    data = {"ideal": said.ideal, "reality": said.reality, "ideal_hands": said.ideal_hands, "hands": said.hands}
    if audience == "public":
        data["ideal_hands"] = _many(said.ideal_hands, said.ideal)
        data["hands"] = _many(said.hands, said.reality)
    return {name: value for name, value in data.items() if value not in (None, ())}


def _many(hands: Hands, agreed: int | None) -> Hands:
    return hands if agreed is None and sum(hands) >= FEWEST_HANDS else ()


def ratings(session: Session, step: str, said: Mapping[str, Rating]) -> dict[str, Rating]:
    """Return the ratings of what a step really asks; a statement that is not there any more has no words."""
    found = session.workshop.steps.get(step)
    asked = statements(found) if isinstance(found, RateStep) else ()
    return {card: one for card, one in said.items() if card in asked}
