"""What a session that came from a hand-edited file does not keep: the same rules as for every change."""

from collections.abc import Iterator

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import table
from dxworkshop.model.nouns import NOUNS, a_title_is_one_short_line, all_hands_are_counted_or_none
from dxworkshop.model.session import Session
from dxworkshop.model.value import Value, shown
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
        all_hands_are_counted_or_none(session.closing)
    except RuleError as error:
        yield ("closing", "hands"), error.sentence
    for noun, spec in NOUNS.items():
        for id_, item in shown(table(session, noun)):
            try:
                spec.check(session, id_, item)
            except RuleError as error:
                yield (*spec.path, id_), error.sentence
    for member in session.pledges:
        if member not in session.members:
            yield ("pledges", member), say("{name} is not a member of the party; add them first", name=member)
    if session.at and session.at not in session.workshop.steps:
        yield ("at",), say("this workshop has no step {id}", id=session.at)
    for id_, key, name in session.workshop.wrong_decks():
        yield ("workshop", "steps", id_, key), say("{name} is no deck of {key}; write {key}", name=name, key=key)
    for path in unknown_keys(session):
        yield path, say("this key is not understood; it is kept as it is")


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
