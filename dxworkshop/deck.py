"""The decks: words and cards that people may want to change, kept as files beside the code.

Each card has an ``id``, a text in both languages and a ``source``: ``slides`` for the words of the source
study, ``ours`` for a default of this program. Nothing of ours is ever shown as the study's.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "decks"
_CREDIT = "credit"
"""The one key at the head of a deck's file that is no card."""
DECKS = ("callings", "strengths", "seats", "obstacles", "culture", "lenses")
"""Decks a template may refer to."""


@dataclass(frozen=True)
class Card:
    """One card of a deck."""

    id: str
    """What files store."""
    text: Mapping[str, Any]
    """Text by language; callings have one by register below each language."""
    source: str
    """``slides`` or ``ours``: whose words the text is."""
    hint: Mapping[str, str]
    """One line more, by language; may be empty."""
    lens: str = ""
    """For obstacles, culture and lenses: people, organisation, environment or relations."""
    hint_source: str = ""
    """``slides`` or ``ours``: whose words the hint is; empty where a deck does not tell them apart."""
    suggest: Mapping[str, str] = field(default_factory=dict)
    """For strengths and culture: what a team without it can do, as the title of an action, by language; ours."""


@dataclass(frozen=True)
class Scale:
    """One way in which an office says how an action goes."""

    id: str
    text: Mapping[str, str]
    """What it is called, by language."""
    marks: Mapping[str, Mapping[str, str]]
    """What each mark means, by mark and language, in their order."""
    source: str
    """Whose scale it is: the municipality that uses it, or ``ours``."""


@dataclass(frozen=True)
class Finding:
    """One thing that the source study found, in its own words."""

    part: str
    """What it is about: the name of a part of the study."""
    title: str
    """Title of the page it stands on."""
    text: str


def file_of(name: str) -> Path:
    """Return where the file of a deck is, or one beside the decks."""
    return _FOLDER / f"{name}.toml"


def read_data(name: str) -> dict[str, Any]:
    """Return the data of a file beside the decks."""
    return tomllib.loads(file_of(name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> Mapping[str, Mapping[str, Any]]:
    """Return the terms of the subject: name -> language -> register -> word."""
    return read_data("vocabulary")


@cache
def _read(name: str) -> tuple[str, tuple[Card, ...]]:
    """Return the credit and the cards of a file; each is read once, when it is first asked for."""
    entries = read_data(name)
    credit = entries.pop(_CREDIT, "")
    return credit, tuple(_card(id_, entry) for id_, entry in entries.items())


def _card(id_: str, entry: Mapping[str, Any]) -> Card:
    return Card(
        id_,
        {language: entry[language] for language in ("ja", "en")},
        entry["source"],
        entry.get("hint", {}),
        entry.get("lens", ""),
        entry.get("hint_source", ""),
        entry.get("suggest", {}),
    )


def deck(name: str) -> tuple[Card, ...]:
    """Return the cards of a deck in their order; a deck that is not in `DECKS` has none.

    A session that was edited by hand may name such a deck; it can be led nevertheless.
    """
    return _read(name)[1] if name in DECKS else ()


def credit(name: str) -> str:
    """Return the line that must stand wherever the cards of this deck are listed; most decks need none.

    It may hold signs that CP932 has not.
    """
    return _read(name)[0] if name in DECKS else ""


def card(name: str, id_: str) -> Card | None:
    """Return one card, or None for words of the team's own."""
    return next((c for c in deck(name) if c.id == id_), None)


def prompt(post: str) -> Card | None:
    """Return the question to ask a member who holds this post, or None where no such post is known.

    Questions are no deck: nobody picks one, and no template refers to them.
    """
    return next((c for c in _read("prompts")[1] if c.id == post), None)


@cache
def scales() -> tuple[Scale, ...]:
    """Return the scales on which a check-in can rate an action, the usual one first."""
    return tuple(
        Scale(id_, {"ja": entry["ja"], "en": entry["en"]}, entry["marks"], entry["source"])
        for id_, entry in read_data("scales").items()
    )


def scale(id_: str) -> Scale | None:
    """Return one scale; None for one that is not ours."""
    return next((one for one in scales() if one.id == id_), None)


@cache
def honorifics() -> Mapping[str, Any]:
    """Return what follows names, ends of offices, and the ways to write a name: tables of `honorifics.toml`."""
    return read_data("honorifics")


def findings() -> tuple[Finding, ...]:
    """Return what the interviews of the source study found, in its words and its order; no deck to pick from."""
    parts = {name: part for name, part in read_data("findings").items() if name != _CREDIT}
    return tuple(Finding(name, part["title"], text) for name, part in parts.items() for text in part["said"])


def findings_credit() -> Mapping[str, str]:
    """Return the line that must stand wherever the findings are listed or counted, by language."""
    told: Mapping[str, str] = read_data("findings")[_CREDIT]
    return told
