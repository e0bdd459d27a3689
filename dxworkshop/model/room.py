"""What a whole room does in one go: it rates, it votes, and it looks at the sums."""

from collections.abc import Mapping

from dxworkshop import deck
from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.model.session import ROOM, Hands, Rating, Session, Vote
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import RateStep, VoteStep
from dxworkshop.sentence import say

MARKS = 5
"""A session is rated 1 to 5 by a show of hands."""
COUNTED_TWICE = say("these dots were entered in another way, by person or as sums; empty that first, or undo it")
"""Why dots cannot be entered by person and as sums in one vote: nobody could tell which of them counts."""


def all_hands_are_counted_or_none(hands: Hands) -> None:
    """Refuse a show of hands that does not say how many raised one at each of the five marks."""
    if hands and len(hands) != MARKS:
        raise RuleError(say("five counts are needed, for 1 to 5"))


def statements(step: RateStep) -> tuple[str, ...]:
    """Return the ids of what a step asks to be rated, in their order."""
    own = tuple(statement.id for statement in step.statements)
    return own or tuple(card.id for card in deck.deck(step.deck))


def rating_step(session: Session, step: str) -> RateStep:
    """Return a step in which statements are rated; raises `NotFoundError`."""
    found = session.workshop.steps.get(step)
    if not isinstance(found, RateStep):
        raise NotFoundError(say("{id} is no step in which statements are rated", id=step))
    return found


def vote_step(session: Session, step: str) -> VoteStep:
    """Return a step in which dots are placed; raises `NotFoundError`."""
    found = session.workshop.steps.get(step)
    if not isinstance(found, VoteStep):
        raise NotFoundError(say("{id} is no step in which dots are placed", id=step))
    return found


def a_rating_is_of_this_step(session: Session, step: str, card: str, rating: Rating) -> None:
    """Refuse a rating of something that the step does not ask, and hands not counted at all five marks."""
    if card not in statements(rating_step(session, step)):
        raise NotFoundError(say("there is no statement {id} in this step", id=card))
    all_hands_are_counted_or_none(rating.ideal_hands)
    all_hands_are_counted_or_none(rating.hands)


def candidates(session: Session, on: str) -> tuple[str, ...]:
    """Return what can be voted on and placed: the groups of a step, then its lone notes; ``""`` is all steps."""
    groups = dict.fromkeys(id_ for id_, group in shown(session.groups) if on in ("", group.step))
    lone = [id_ for id_, note in shown(session.notes) if on in ("", note.step) and note.group not in groups]
    return (*groups, *lone)


def voters(session: Session) -> list[str]:
    """Return the members who are in the room: all but those who are known to be absent."""
    return [id_ for id_, member in shown(session.members) if member.present is not False]


def dots_stay_in_the_budget(session: Session, step: str, voter: str, dots: Mapping[str, int]) -> None:
    """Refuse dots on nothing, too many, a name where none is kept, and two ways of counting at once."""
    asked = vote_step(session, step)
    if not dots:  # to take dots back is anybody's right, also for those who left
        return
    there = set(candidates(session, asked.on))
    for id_ in dots:
        if id_ not in there:
            raise NotFoundError(say("there is nothing {id} to vote on in this step", id=id_))
    total = sum(dots.values())
    if voter != ROOM:
        if asked.anonymous:
            raise RuleError(say("this vote is anonymous: only the sums are kept"))
        if voter not in session.present_members():
            raise RuleError(say("{name} is not a member of the party; add them first", name=voter))
        if dots and voter not in voters(session):
            raise RuleError(say("{name} is written down as absent", name=session.members[voter].label))
    people = len(voters(session)) if voter == ROOM else 1
    budget = people * asked.dots
    if people and total > budget:
        raise RuleError(say("{total} dots are too many; there are {budget}", total=total, budget=budget))
    others = {v for lying in session.votes.get(step, Vote()).dots.values() for v in lying}
    if dots and (others - {ROOM} if voter == ROOM else ROOM in others):
        raise RuleError(COUNTED_TWICE)


def the_dots_of_a_vote_add_up(session: Session, step: str, vote: Vote) -> None:
    """Refuse names in an anonymous vote, more dots than a member has, and dots counted in two ways.

    A note may lie in a group by now, a voter may have left: their dots stay.
    """
    asked = vote_step(session, step)
    sums: dict[str, int] = {}
    for by in vote.dots.values():
        for voter, number in by.items():
            sums[voter] = sums.get(voter, 0) + number
    named = {voter: total for voter, total in sums.items() if voter != ROOM}
    if asked.anonymous and named:
        raise RuleError(say("this vote is anonymous: only the sums are kept"))
    if named and ROOM in sums:
        raise RuleError(COUNTED_TWICE)
    for total in named.values():
        if total > asked.dots:
            raise RuleError(say("{total} dots are too many; there are {budget}", total=total, budget=asked.dots))


def what_was_answered_is_still_asked(session: Session, step: str) -> None:
    """Refuse to take a statement out of a step that was rated, and dots out of a vote that were placed."""
    for card, rating in session.ratings.get(step, {}).items():
        a_rating_is_of_this_step(session, step, card, rating)
    if step in session.votes:
        the_dots_of_a_vote_add_up(session, step, session.votes[step])


def what_was_promised_is_kept(session: Session, step: str) -> None:
    """Refuse to name people in a step where they were told that nobody would know."""
    written = any(note.step == step for note in session.notes.values())
    if written or session.votes.get(step, Vote()).dots:
        raise RuleError(say("people were promised here that nobody would know; repeat the step to ask by name"))


def placed(vote: Vote, voter: str, dots: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return where all dots lie once one voter's lie there."""
    lying = {id_: {v: n for v, n in by.items() if v != voter} for id_, by in vote.dots.items()}
    for id_, number in dots.items():
        if number:
            lying.setdefault(id_, {})[voter] = number
    return {id_: by for id_, by in lying.items() if by}
