"""What a session that came from a hand-edited file does not keep: the same rules as for every change."""

from collections.abc import Iterator

from dxworkshop.errors import DxError, RuleError
from dxworkshop.model import room
from dxworkshop.model.apply import table
from dxworkshop.model.clash import clashes, is_there
from dxworkshop.model.nouns import (
    NOUNS,
    a_meeting_has_times_of_the_clock,
    a_title_is_one_short_line,
)
from dxworkshop.model.place import keys_of
from dxworkshop.model.session import Session
from dxworkshop.model.value import Value, shown
from dxworkshop.model.workshop import DECKS_OF
from dxworkshop.sentence import Sentence, say

Keys = tuple[str | int, ...]
Problem = tuple[Keys, Sentence]
"""Keys down to the trouble, and the sentence."""


def problems(session: Session) -> Iterator[Problem]:
    """Yield every rule that a session breaks and every key it does not understand."""
    try:
        a_title_is_one_short_line(session.title)
    except RuleError as error:
        yield ("title",), error.sentence
    try:
        room.all_hands_are_counted_or_none(session.closing.hands)
    except RuleError as error:
        yield ("closing", "hands"), error.sentence
    try:
        a_meeting_has_times_of_the_clock(session.meeting)
    except RuleError as error:
        yield ("meeting",), error.sentence
    for noun, spec in NOUNS.items():
        for id_, item in shown(table(session, noun)):
            try:
                spec.check(session, id_, item)
            except RuleError as error:
                yield (*spec.path, id_), error.sentence
    yield from _of_the_room(session)
    for member in session.pledges:
        if member not in session.members:
            yield ("pledges", member), say("{name} is not a member of the party; add them first", name=member)
    if session.at and session.at not in session.workshop.steps:
        yield ("at",), say("this workshop has no step {id}", id=session.at)
    for id_, clash in clashes(session):
        if not is_there(session, keys_of(clash.path)):
            yield (
                ("conflicts", id_, "path"),
                say(
                    "there is no place {path} in this session; settle the conflict by keeping theirs",
                    path=clash.path,
                ),
            )
    for id_, key, name in session.workshop.wrong_decks():
        yield (
            ("workshop", "steps", id_, key),
            say(
                "{name} is no deck of {key}; write {choices}", name=name, key=key, choices=", ".join(DECKS_OF[key])
            ),
        )
    for path in unknown_keys(session):
        yield path, say("this key is not understood; it is kept as it is")


def _of_the_room(session: Session) -> Iterator[Problem]:
    """Yield what is wrong with ratings and dots, which have no noun."""
    for step, ratings in session.ratings.items():
        for card, rating in ratings.items():
            try:
                room.a_rating_is_of_this_step(session, step, card, rating)
            except DxError as error:
                yield ("ratings", step, card), error.sentence
    for step, vote in session.votes.items():
        try:
            room.the_dots_of_a_vote_add_up(session, step, vote)
        except DxError as error:
            yield ("votes", step), error.sentence


def unknown_keys(value: Value, path: Keys = ()) -> Iterator[Keys]:
    """Yield the path of every key that no model knows."""
    for key in value.__pydantic_extra__ or {}:
        yield (*path, key)
    for key in value.model_fields_set & set(type(value).model_fields):
        inner = getattr(value, key)
        children = (
            inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, tuple) else ()
        )
        if isinstance(inner, Value):
            yield from unknown_keys(inner, (*path, key))
        for name, child in children:
            if isinstance(child, Value):
                yield from unknown_keys(child, (*path, key, name))
