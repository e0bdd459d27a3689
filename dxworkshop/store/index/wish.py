"""What somebody looks for, however it was said: by the options of a command or in one line of a search box.

In the line, ``status:late`` or ``person:tanaka`` narrow the search; every other word has to stand in a session.
Which words may stand there is in ``decks/search.toml``, in both languages, whatever language is in use.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dxworkshop import calendar
from dxworkshop.deck import deck, read_data
from dxworkshop.errors import RuleError
from dxworkshop.folding import folded

_PART = re.compile(r'(?P<key>[^\s:"]+):(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S*))|"(?P<words>[^"]+)"?|(?P<word>\S+)')


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; texts are folded, and what is empty leaves everything in."""

    words: tuple[str, ...] = ()
    """All of them have to stand in the session."""
    person: str = ""
    """Part of the name of a member; with a status, of the owner."""
    role: str = ""
    """Part of a calling, in any of its names, or of a seat."""
    status: str = ""
    """State of an action; or ``late``, open and past its date; or ``open``."""
    boss: str = ""
    """Part of the name of the boss."""
    since: date | None = None
    """The first day on which the session may have been held."""
    until: date | None = None
    """The last such day."""

    @property
    def narrowed(self) -> bool:
        """Whether anything is looked for at all."""
        return self != Wish()


def wish(line: str, today: date) -> Wish:
    """Return what a line of a search box asks for; a filter that is not finished yet leaves everything in.

    A word with a colon that is none of our keys is a word like others.
    """
    words, said = [], {}
    for part in _PART.finditer(folded(line)):
        if key := _key(part["key"] or ""):
            said[key] = (part["quoted"] if part["quoted"] is not None else part["plain"] or "").strip()
        elif word := (part["words"] or part[0]).strip('"'):
            words.append(word)
    return Wish(
        tuple(words),
        said.get("person", ""),
        said.get("role", ""),
        status(said.get("status", "")),
        said.get("boss", ""),
        _day(said.get("since", ""), today),
        _day(said.get("until", ""), today),
    )


def status(typed: str) -> str:
    """Return the status that was typed or begun, in either language; empty for none that we know."""
    wanted = folded(typed)
    if not wanted:
        return ""
    names = [(id_, folded(word)) for id_, words in _deck()["status"].items() for word in words]
    exact = [id_ for id_, word in names if word == wanted]
    return next(iter(exact or [id_ for id_, word in names if word.startswith(wanted)]), "")


def words_of(language: str) -> Mapping[str, str]:
    """Return the keys of a search line, and the word for late, as they are shown in a language."""
    place = 1 if language == "ja" else 0
    keys = {key: words[place] for key, words in _deck()["keys"].items()}
    return {**keys, "late": _deck()["status"]["late"][place]}


def statuses() -> tuple[str, ...]:
    """Return every status that can be asked for."""
    return tuple(_deck()["status"])


@cache
def callings(typed: str) -> frozenset[str]:
    """Return the ids of the callings that have a text in their id or in one of their names."""
    wanted = folded(typed)
    return frozenset(
        card.id
        for card in deck("callings")
        if any(wanted in folded(name) for name in (card.id, *_names(card.text)))
    )


def plays(typed: str, calling: str, seat: str) -> bool:
    """Tell whether somebody of a calling and a seat is in the role that was typed."""
    wanted = folded(typed)
    return calling in callings(wanted) or wanted in folded(calling) or wanted in folded(seat)


def _names(text: Mapping[str, Any]) -> list[str]:
    return [name for of in text.values() for name in (of.values() if isinstance(of, Mapping) else [of])]


def _key(typed: str) -> str:
    return next((key for key, words in _deck()["keys"].items() if typed in map(folded, words)), "")


def _day(typed: str, today: date) -> date | None:
    try:
        return calendar.parse_near_day(typed, today)
    except RuleError:
        return None


@cache
def _deck() -> Mapping[str, Any]:
    return read_data("search")
