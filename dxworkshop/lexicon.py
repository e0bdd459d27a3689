"""The lexicon: words of the subject that are counted whole, and those that are not counted at all.

Ours is a file beside the decks; a team may have one of its own, in the same shape, that goes before it.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from dxworkshop.deck import read_data

FILE = "lexicon.toml"
"""Name of a team's own lexicon in the folder of its sessions."""
CULTURE = "culture"
"""The group of the twelve words of organisational culture."""
Index = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
"""By its first sign: every form with the words it counts for, the longest first."""
_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True)
class Entry:
    """A word that is counted whole."""

    word: str
    """What is counted and shown."""
    forms: tuple[str, ...] = ()
    """What counts as this word, besides the word itself."""
    group: str = ""
    """``culture``, ``habit``, ``people``, ``seat``, ``office``, ``bpr``, ``ict``, or what a team calls its own."""
    source: str = "own"
    """``slides`` where the word stands in the source study, ``ours``, or ``own`` for a word of the team's."""


@dataclass(frozen=True)
class Lexicon:
    """Words that are counted whole, and words that are not counted."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By the word, folded."""
    stops: frozenset[str] = frozenset()
    """Folded, too. A word of the lexicon may be stopped as well."""

    @cached_property
    def index(self) -> Index:
        """Where every form is looked up."""
        words: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for form in dict.fromkeys(forms_of(entry)):
                if form.strip():
                    words.setdefault(form, []).append(entry.word)
        index: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for form in sorted(words, key=lambda form: (-len(form), form)):
            index.setdefault(form[0], []).append((form, tuple(words[form])))
        return index

    def joined(self, own: "Lexicon") -> "Lexicon":
        """Return this lexicon with another one that goes before it.

        A word that both have is as the other one has it, a form is taken from the word that had it here, and a
        word that is stopped here counts if it is one there.
        """
        taken = {form for entry in own.entries.values() for form in forms_of(entry)}
        kept = {key: _without(entry, taken) for key, entry in self.entries.items() if key not in taken}
        return Lexicon({**kept, **own.entries}, (self.stops - own.entries.keys()) | own.stops)


def normal(text: str) -> str:
    """Return text with its signs in one width."""
    return unicodedata.normalize("NFKC", text)


def folded(text: str) -> str:
    """Return text as it is compared: normal, and its ASCII letters small; as long as its normal form."""
    return normal(text).translate(_LOWER)


def forms_of(entry: Entry) -> tuple[str, ...]:
    """Return everything that counts as a word, folded, the word itself first."""
    return tuple(folded(form) for form in (entry.word, *entry.forms))


def _without(entry: Entry, taken: set[str]) -> Entry:
    forms = tuple(form for form in entry.forms if folded(form) not in taken)
    return Entry(entry.word, forms, entry.group, entry.source)


def of(entries: Iterable[Entry], stops: Iterable[str] = ()) -> Lexicon:
    """Return a lexicon of some entries and stop words."""
    return Lexicon({folded(entry.word): entry for entry in entries}, frozenset(map(folded, stops)))


@cache
def bundled() -> Lexicon:
    """Return the lexicon that comes with the program."""
    data = read_data("lexicon")
    return of((entry(word, value) for word, value in data["words"].items()), data["stop"])


def entry(word: str, value: Any, source: str = "own") -> Entry:
    """Return an entry from the data of a file: a list of forms, or a table."""
    if isinstance(value, list):
        return Entry(word, tuple(value), source=source)
    return Entry(word, tuple(value.get("forms", ())), value.get("group", ""), value.get("source", source))
