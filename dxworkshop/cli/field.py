"""Options that stand for fields: how what was typed becomes a value of the model.

A kind is a function of the session being led and one typed text. An option that was not given is not
touched; an empty text clears.
"""

import inspect
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.deck import Card, deck
from dxworkshop.errors import NotFoundError, RuleError, UsageError
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.changes import Noun
    from dxworkshop.service import Facilitation

ANSWERED: "tuple[Noun, ...]" = ("gap", "measure", "note", "group", "risk")
"""What an action may answer, in the order in which a name is looked for."""
MARKS = 5
"""How many counts a show of hands has."""
Kind = Callable[["Facilitation", str], object]
"""Turns what was typed into a value."""


@dataclass(frozen=True)
class Field:
    """One option for one field of a model."""

    key: str
    """Name of the field; ``measure.unit`` is a field of a value inside."""
    help: str
    kind: Kind | None
    """How it is read; None for a flag."""
    metavar: str = "TEXT"
    flag: str = ""
    """Name of the option where it is not that of the field."""
    many: bool = False
    """Whether the option may be repeated, and makes a list."""

    @property
    def name(self) -> str:
        """Name of the parameter."""
        return self.key.replace(".", "_")

    @property
    def option(self) -> str:
        """Name of the option."""
        return self.flag or f"--{self.name.replace('_', '-')}"

    def argument(self, name: str) -> inspect.Parameter:
        """Return an argument that may be left out and stands for the option, as Typer reads it."""
        argument = typer.Argument(metavar=self.name.upper(), help=self.help, show_default=False)
        annotation = Annotated[str | None, argument]
        return inspect.Parameter(
            name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=annotation
        )

    def parameter(self) -> inspect.Parameter:
        """Return the option as Typer reads it from a signature."""
        hint: Any = bool if self.kind is None else list[str] if self.many else str
        option = typer.Option(
            self.option,
            help=self.help,
            metavar=None if self.kind is None else self.metavar,
            show_default=False,
        )
        annotation = Annotated[hint | None, option]
        return inspect.Parameter(self.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)

    def value(self, led: "Facilitation", typed: Any) -> object:
        """Return the value of what was typed."""
        if self.kind is None:
            return typed
        if not self.many:
            return self.kind(led, typed)
        kind = self.kind
        return tuple(kind(led, one) for one in typed if one)


def values(fields: Sequence[Field], led: "Facilitation", typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that were given, by key; those of an inner value in a mapping of its own."""
    found: dict[str, Any] = {}
    for field in fields:
        if typed.get(field.name) is not None:
            *outer, key = field.key.split(".")
            table = found.setdefault(outer[0], {}) if outer else found
            table[key] = field.value(led, typed[field.name])
    return found


def text(led: "Facilitation", typed: str) -> str:
    """Return what was typed."""
    return typed


def day(led: "Facilitation", typed: str) -> object:
    """Return a day; None for an empty text."""
    return calendar.parse_day(typed, calendar.now().date())


def number(led: "Facilitation", typed: str) -> object:
    """Return a number; None for an empty text."""
    return calendar.parse_number(typed)


def whole(led: "Facilitation", typed: str) -> object:
    """Return a whole number; None for an empty text."""
    found = calendar.parse_number(typed)
    if found is not None and not found.is_integer():
        raise RuleError(say("{text} is no whole number", text=typed))
    return None if found is None else int(found)


def scored(typed: str, least: int) -> int | None:
    """Return a whole number up to 5, None for an empty text; raises `RuleError` for any other."""
    found = calendar.parse_number(typed)
    if found is not None and not (found.is_integer() and least <= found <= MARKS):
        raise RuleError(
            say("{text} is no whole number from {least} to {most}", text=typed, least=least, most=MARKS)
        )
    return None if found is None else int(found)


def one_of(*choices: str) -> Kind:
    """Return a kind that takes one of some words, or an empty text."""

    def kind(led: "Facilitation", typed: str) -> object:
        if typed and typed not in choices:
            raise UsageError(say("{value} is not one of: {choices}", value=typed, choices=choices))
        return typed

    return kind


def card(name: str) -> Kind:
    """Return a kind that takes an id or the text of a card of a deck, or words of the team's own."""

    def kind(led: "Facilitation", typed: str) -> object:
        wanted = _folded(typed)
        found = (c.id for c in deck(name) if wanted in (_folded(t) for t in (c.id, *_texts(c))))
        return next(found, typed)

    return kind


def covered(led: "Facilitation", typed: str) -> object:
    """Return the id of a card of culture or strength, or words of the team's own."""
    found = card("culture")(led, typed)
    return found if found != typed else card("strengths")(led, typed)


def hands(led: "Facilitation", typed: str) -> object:
    """Return how many raised a hand at 1 to 5; an empty text for nobody asked."""
    from dxworkshop.model.ballot import parse_counts

    return parse_counts(typed, MARKS)


def picked(noun: "Noun") -> Kind:
    """Return a kind that takes the id or the name of an item, and gives its id; an empty text is nothing."""
    return lambda led, typed: led.pick(noun, typed) if typed else ""


def member(led: "Facilitation", typed: str) -> str:
    """Return the id of a member; an empty text for nobody."""
    return led.pick("member", typed) if typed else ""


def answered(led: "Facilitation", typed: str) -> str:
    """Return the id of what an action answers."""
    for noun in ANSWERED[:-1]:
        with suppress(NotFoundError):
            return led.pick(noun, typed)
    return led.pick(ANSWERED[-1], typed)


def _texts(card: Card) -> list[str]:
    texts = []
    for text in card.text.values():
        texts += [text] if isinstance(text, str) else list(text.values())
    return texts


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
