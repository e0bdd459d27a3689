"""The decks: words and cards that people may want to change, kept as files beside the code.

Each card has an ``id``, a text in both languages and a ``source``: ``slides`` for the words of the source
study, ``ours`` for a default of this program. Nothing of ours is ever shown as the study's.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "decks"
DECKS = ("callings", "strengths", "seats", "obstacles")
"""Decks a template may refer to."""


@dataclass(frozen=True)
class Card:
    """One card of a deck."""

    id: str
    """What files store."""
    text: Mapping[str, Any]
    """Text by language; callings have one by register below each language."""
    source: str
    """``slides`` or ``ours``."""
    hint: Mapping[str, str]
    """One line more, by language; may be empty."""
    lens: str = ""
    """For obstacles: people, organisation, environment or relations."""


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def vocabulary() -> Mapping[str, Mapping[str, Any]]:
    """Return the terms of the subject: name -> language -> register -> word."""
    return _load("vocabulary")


@cache
def deck(name: str) -> tuple[Card, ...]:
    """Return the cards of a deck in their order; a deck that is not in `DECKS` has none.

    A session that was edited by hand may name such a deck; it can be led nevertheless.
    """
    if name not in DECKS:
        return ()
    cards = []
    for id_, entry in _load(name).items():
        text = {language: entry[language] for language in ("ja", "en")}
        cards.append(Card(id_, text, entry["source"], entry.get("hint", {}), entry.get("lens", "")))
    return tuple(cards)


def card(name: str, id_: str) -> Card | None:
    """Return one card, or None for words of the team's own."""
    return next((c for c in deck(name) if c.id == id_), None)
