"""Walks through everything a session holds, and takes along what may be told."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from dxworkshop import deck
from dxworkshop.model.session import Gap, Group, Member, Rating, Session, Vote
from dxworkshop.model.value import Item, Value
from dxworkshop.model.workshop import DECKS_OF
from dxworkshop.offer import Audience
from dxworkshop.report.redaction import crowd
from dxworkshop.report.redaction.ledger import Ledger
from dxworkshop.report.redaction.names import Names
from dxworkshop.report.redaction.rule import (
    CARDS,
    FEW_HANDS,
    FEW_VOICES,
    FEW_VOTERS,
    KEYED,
    NAMED,
    ONE_NOTE,
    REFERENCES,
    REMOVED,
    UNKNOWN,
    why_held_back,
)

_TOLD_OTHERWISE = {(Member, "name")}
"""What is listed in its own way: names, one by one."""


class Walk:
    """One walk through one session, for one audience."""

    def __init__(self, session: Session, audience: Audience, names: Names, ledger: Ledger) -> None:
        """Look first which ids will be left: what leads to another one is not told."""
        self._session = session
        self._audience: Audience = audience
        self._names = names
        self._ledger = ledger
        found = list(self._tables(session))
        self._living = {id_ for id_, lives in found if lives}
        names.know(id_ for id_, _ in found)
        self._top = ""

    def _tables(self, value: Value, *, lives: bool = True) -> Iterator[tuple[str, bool]]:
        """Yield the id of every item, and whether it is told."""
        for name in type(value).model_fields:
            inner = getattr(value, name)
            told = lives and why_held_back(type(value), name, self._audience) is None
            for id_, item in inner.items() if isinstance(inner, Mapping) else ():
                if isinstance(item, Item):
                    stays = told and self._why_gone(id_, item) is None
                    yield id_, stays
                    yield from self._tables(item, lives=stays)
            if isinstance(inner, Value):
                yield from self._tables(inner, lives=told)

    def _why_gone(self, id_: str, item: Item) -> Any:
        if item.removed:
            return REMOVED
        if isinstance(item, Gap) and self._audience == "public":
            is_empty = not item.ideal.strip() and crowd.is_of_one(self._session, item)
            return ONE_NOTE if is_empty else None
        small = isinstance(item, Group) and not crowd.is_of_several(self._session, id_, item)
        return FEW_VOICES if small and self._audience == "public" else None

    def session(self) -> Session:
        """Return the session as it may be told."""
        return Session.model_validate(self._value(self._session))

    def _value(self, value: Value) -> dict[str, Any]:
        model, data = type(value), {}
        for name, field in model.model_fields.items():
            if name not in value.model_fields_set:
                continue
            if isinstance(value, Session):
                self._top = name
            inner = getattr(value, name)
            why = why_held_back(model, name, self._audience)
            if why is None or field.is_required():
                data[name] = self._field(model, name, inner)
            elif (model, name) not in _TOLD_OTHERWISE and name != "removed":
                self._ledger.held_back(model, name, inner, why)
        for name, inner in (value.__pydantic_extra__ or {}).items():
            self._ledger.held_back(model, name, inner, UNKNOWN)
        return self._mended(value, data)

    def _mended(self, value: Value, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is told of a value where that is not just some of its fields."""
        if isinstance(value, Vote):
            voters = {voter for by in value.dots.values() for voter in by if voter in self._session.members}
            self._ledger.held_back(Vote, "dots", voters, NAMED)
            data["dots"] = self._dots(value)
        if isinstance(value, Gap) and self._audience == "public" and crowd.is_of_one(self._session, value):
            self._ledger.held_back(Gap, "reality", data.pop("reality", ""), ONE_NOTE)
        if isinstance(value, Rating):
            words = {"words": data["words"]} if "words" in data else {}
            data = {**crowd.rating(value, self._audience), **words}
            for name in ("ideal_hands", "hands"):
                if getattr(value, name) and name not in data:
                    self._ledger.held_back(Rating, name, 1, FEW_HANDS)
        if isinstance(value, Member):
            if value.name.strip():
                self._ledger.named(value)
            if not data.get("seat", "").strip():
                data["seat"] = self._ledger.role(value)
        return data

    def _dots(self, vote: Vote) -> dict[str, dict[str, int]]:
        step = next(id_ for id_, one in self._session.votes.items() if one is vote)
        few = crowd.voters(self._session, step, vote) < crowd.FEWEST_VOTERS
        if self._audience == "public" and vote.revealed and few:
            self._ledger.held_back(Vote, "dots", len(vote.dots), FEW_VOTERS)
        lying = crowd.sums(self._session, step, self._living, self._audience)
        return {self._names.id(id_): by for id_, by in lying.items()}

    def _field(self, model: type[Value], name: str, inner: Any) -> Any:
        if not _is_free(model, name):
            return inner
        if (model, name) in REFERENCES:
            return self._reference(model, name, inner)
        if name in ("rank", "id") and isinstance(inner, str):
            return self._names.id(inner)
        if isinstance(inner, str) and inner in _cards(model, name):
            return inner
        if (model, name) == (Session, "ratings"):
            inner = {step: crowd.ratings(self._session, step, said) for step, said in inner.items()}
        if (model, name) in KEYED:
            inner = {key: value for key, value in inner.items() if key in self._living}
        return self._any(model, name, inner)

    def _reference(self, model: type[Value], name: str, inner: Any) -> Any:
        if isinstance(inner, tuple):
            return tuple(self._names.id(id_) for id_ in inner if id_ in self._living)
        if inner in self._living or model.model_fields[name].is_required():
            return self._names.id(inner)
        return ""

    def _any(self, model: type[Value], name: str, value: Any) -> Any:
        """Return anything a field may hold, with every text in it and every key as it may be told."""
        if isinstance(value, Value):
            return self._value(value)
        if isinstance(value, str):
            return self._names.id(value) if value in self._names.known else self._names.replaced(value, self._top)
        if isinstance(value, Mapping):
            return self._table(model, name, value)
        if isinstance(value, (list, tuple)):
            return tuple(self._any(model, name, inner) for inner in value)
        return value

    def _table(self, model: type[Value], name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        told = {}
        for key, value in table.items():
            why = self._why_gone(key, value) if isinstance(value, Item) else None
            if why is None:
                told[key if key in _cards(model, name) else self._names.id(key)] = self._any(model, name, value)
            else:
                self._ledger.held_back(model, name, 1, why)
        return told


@cache
def _cards(model: type[Value], name: str) -> frozenset[str]:
    """Return the cards, or for a key of a step the decks, that a field may name."""
    decks = DECKS_OF.get(name, ()) if "kind" in model.model_fields else ()
    return frozenset((*decks, *(card.id for of in CARDS.get((model, name), ()) for card in deck.deck(of))))


@cache
def _is_free(model: type[Value], name: str) -> bool:
    """Tell whether a field can hold words, and not only one of a few that the program knows."""
    return _holds_words(model.model_fields[name].annotation)


def _holds_words(kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return False
    if kind is str or kind is Any or (isinstance(kind, type) and issubclass(kind, Value)):
        return True
    return any(_holds_words(inner) for inner in get_args(kind))
