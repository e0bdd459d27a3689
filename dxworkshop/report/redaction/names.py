"""The names of people, and what stands in their place."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from dxworkshop import ident
from dxworkshop.report.redaction.folding import fold, places, shows_nothing, squeezed
from dxworkshop.report.redaction.pattern import (
    alone,
    bare,
    beginnings,
    honorific,
    is_cased,
    is_han,
    letters,
    piece,
    whole,
    words,
)

_SHORT = 2
"""A part of a name in Latin letters of this length is also a word, as ``an``: it has to begin with a capital."""
_SURE = 4
"""So many letters of a name do not stand in a random id by chance."""
_IN_AN_ID = "xxxx"
_GENERATED = re.compile(rf"[{ident._ALPHABET}]{{{ident.LENGTH}}}")


@dataclass(frozen=True)
class Person:
    """Somebody, or something, that is not to be named."""

    name: str
    label: str
    """What stands in place of the name."""
    called: str = ""
    """What is looked for, where that is not the name as it was typed."""
    pieces: bool = True
    """Whether a part of the name is a name too."""


@dataclass
class Found:
    """What was found of one name."""

    label: str
    read_through: bool = False
    """Whether it is a word like others too, so that every place has to be looked at."""
    where: Counter[str] = field(default_factory=Counter)


class _Kind(IntEnum):
    """What a text needs to be taken for a name."""

    FREE = 0
    PIECE = 1
    """An address or a title behind it."""
    ONE = 2
    """The same, or that it stands alone: one character."""


@dataclass
class _Entry:
    """One text that is looked for, for everybody who is called so."""

    parts: list[str]
    people: list[Person]

    @property
    def length(self) -> int:
        return len(letters("".join(self.parts)))

    @property
    def short(self) -> bool:
        """Tell whether it is a word in Latin letters too, unless it begins with a capital."""
        return self.length <= _SHORT and all(map(is_cased, letters("".join(self.parts))))

    def label(self, neutral: str) -> str:
        """Return what stands in its place; where several people are called so, nobody can tell who is meant."""
        labels = {person.label for person in self.people}
        return labels.pop() if len(labels) == 1 else neutral

    def name(self, text: str) -> str:
        """Return whose name it is; where several people are called so, what was found."""
        names = {person.name for person in self.people}
        return names.pop() if len(names) == 1 else text


class Names:
    """Finds every name in a text, in one go."""

    def __init__(self, people: Iterable[Person], neutral: str, kept: Iterable[str] = ()) -> None:
        """Make the one pattern; `neutral` stands for somebody of whom no role is known, `kept` are no names."""
        self.neutral = neutral
        self.found: dict[str, Found] = {}
        self._groups: list[_Entry] = []
        """What each group of the pattern stands for."""
        made = _entries(people)
        made[_Kind.FREE] += [_Entry([text], []) for text in map(squeezed, kept) if text]
        self._pattern = self._compiled(made)
        self._ids: dict[str, str] = {}
        self.known: set[str] = set()
        """Ids there are."""

    def _compiled(self, made: dict[_Kind, list[_Entry]]) -> re.Pattern[str] | None:
        """Return the pattern: names first, the longest first, then what needs something behind it."""
        free = self._any(made[_Kind.FREE], whole)
        piece_ = self._any(made[_Kind.PIECE], lambda parts: piece(parts[0]))
        found = [f"(?:{free})(?:{honorific()})?"] if free else []
        found += [f"(?:{piece_})(?:{honorific()})"] if piece_ else []
        for han in (True, False):
            ones = [entry for entry in made[_Kind.ONE] if is_han(entry.parts[0]) is han]
            if ones:
                found.append(f"(?:{self._any(ones, bare)})(?:{honorific()})")
                found.append(alone(self._any(ones, bare), ones[0].parts[0]))
        if not found:
            return None
        # Most places in a text are no beginning of any name: that is asked first, for it costs next to nothing.
        first = "".join({beginnings(entry.parts) for entry in self._groups})
        return re.compile(rf"(?=[{first}])(?:{'|'.join(found)})")

    def _any(self, entries: list[_Entry], pattern: Callable[[list[str]], str]) -> str:
        ordered = sorted(entries, key=lambda entry: -entry.length)
        self._groups += ordered
        return "|".join(f"({pattern(entry.parts)})" for entry in ordered)

    def replaced(self, text: str, where: str = "", *, by: str | None = None) -> str:
        """Return a text with a role for every name; what was put in is not searched again."""
        if self._pattern is None or not text:
            return text
        folded = fold(text)
        if not self._pattern.search(folded):
            return text
        place, done, told = places(text), 0, ""
        for match in self._pattern.finditer(folded):
            entry = self._groups[(match.lastindex or 1) - 1]
            start, end = place[match.start()], place[match.end() - 1] + 1
            if start < done or not entry.people or (entry.short and text[start:end].islower()):
                continue
            while end < len(text) and shows_nothing(text[end]):
                end += 1
            label = entry.label(self.neutral)
            if where:
                self.count(entry.name(text[start:end]), label, where)
            told += text[done:start] + (label if by is None else by)
            done = end
        return told + text[done:]

    def count(self, name: str, label: str, where: str) -> None:
        """Note that a name stood somewhere."""
        found = self.found.setdefault(name, Found(label, read_through=len(letters(fold(name))) == 1))
        found.where[where] += 1

    def are_in(self, text: str) -> bool:
        """Tell whether a name stands in a text."""
        return self.replaced(text, by="") != text

    def know(self, ids: Iterable[str]) -> None:
        """Take note of the ids there are, so that none is given away twice."""
        self.known |= set(ids)
        for id_ in sorted(self.known):
            self.id(id_)

    def id(self, id_: str) -> str:
        """Return an id as it may be told: one typed by hand may be a name. The same id gives the same one."""
        if id_ not in self._ids:
            self._ids[id_] = self._told_id(id_)
        return self._ids[id_]

    def _told_id(self, id_: str) -> str:
        if self._pattern is None or not self.are_in(id_):
            return id_
        folded = fold(id_)
        sizes = [len(letters(match.group())) for match in self._pattern.finditer(folded)]
        if _GENERATED.fullmatch(id_) and max(sizes) < _SURE:
            return id_
        told = self.replaced(id_, by=_IN_AN_ID)[:28]
        taken, n, first = {*self._ids.values(), *self.known}, 2, told
        while told in taken:
            told, n = f"{first}{n}", n + 1
        return told


def _entries(people: Iterable[Person]) -> dict[_Kind, list[_Entry]]:
    made: dict[tuple[_Kind, str], _Entry] = {}
    for person in people:
        for kind, parts in _looked_for(person):
            entry = made.setdefault((kind, "".join(parts)), _Entry(parts, []))
            entry.people += [person] if person not in entry.people else []
    return {kind: [entry for (of, _), entry in made.items() if of is kind] for kind in _Kind}


def _looked_for(person: Person) -> Iterator[tuple[_Kind, list[str]]]:
    """Yield the parts of what is looked for, and what it needs to be taken for a name."""
    parts = words(person.called or person.name)
    said = letters("".join(parts))
    if not said or said.isdigit():
        return
    if len(said) == 1 and not is_cased(said):
        yield _Kind.ONE, ["".join(parts)]
        return
    yield _Kind.FREE, parts
    for part in parts if person.pieces else ():
        size = len(letters(part))
        if len(parts) > 1 and size > 1 and not part.isdigit():
            yield _Kind.FREE, [part]
        elif len(parts) > 1 and size == 1 and not is_cased(part[0]):
            yield _Kind.PIECE, [part]
        yield from ((_Kind.PIECE, [text]) for text in _pieces(part))


def _pieces(part: str) -> Iterator[str]:
    """Yield what may be the family or the given name in a name without a space between them."""
    if len(letters(part)) <= _SHORT or any(map(is_cased, part)):
        return
    for cut in range(1, len(part)):
        if letters(part[:cut]) and letters(part[cut]):
            if len(letters(part[:cut])) > 1 or is_han(part[0]):
                yield part[:cut]
            if len(letters(part[cut:])) > 1 or is_han(part[cut]):
                yield part[cut:]
