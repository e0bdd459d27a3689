"""The names of people, and what stands in their place."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from dxworkshop import ident
from dxworkshop.report.redaction import place
from dxworkshop.report.redaction.folding import HIDDEN, fold, places, shows_nothing, squeezed
from dxworkshop.report.redaction.part import families, pieces
from dxworkshop.report.redaction.pattern import (
    MAIL,
    Tokens,
    alone,
    bare,
    beginning,
    honorific,
    is_cased,
    is_han,
    key,
    letters,
    literal,
    plain,
    trie,
    whole,
    words,
)

_SHORT = 2
"""A part of a name in Latin letters of this length is also a word, as ``an``: it has to begin with a capital."""
_SURE = 4
"""So many letters of a name do not stand in a random id, or in a mail address, by chance."""
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
    literal: bool = False
    """Whether it goes wherever it stands, letter by letter: somebody asked for it."""


@dataclass
class Found:
    """What was found of one name."""

    label: str
    read_through: bool = False
    """Whether it is a word like others too, so that every place has to be looked at."""
    where: Counter[str] = field(default_factory=Counter)


class _Kind(IntEnum):
    """What a text needs to be taken for a name."""

    LITERAL = 0
    FREE = 1
    PIECE = 2
    """An address or a title behind it."""
    FAMILY = 3
    """A particle, a sign or the end behind it: perhaps a family name, cut off a name without a space."""
    ONE = 4
    """An address, a title, or that it stands alone: one character."""


@dataclass
class _Entry:
    """One text that is looked for, for everybody who is called so."""

    parts: list[str]
    people: list[Person]

    @property
    def short(self) -> bool:
        """Tell whether it is a word in Latin letters too, unless it begins with a capital."""
        said = letters("".join(self.parts))
        return len(said) <= _SHORT and all(map(is_cased, said))

    def label(self, neutral: str) -> str:
        """Return what stands in its place; where several people are called so, nobody can tell who is meant."""
        labels = {person.label for person in self.people}
        return labels.pop() if len(labels) == 1 else neutral

    def name(self, text: str) -> str:
        """Return whose name it is; where several people are called so, what was found."""
        names = {person.name for person in self.people}
        return names.pop() if len(names) == 1 else text


@dataclass(frozen=True)
class _Match:
    """A name in a folded text."""

    start: int
    end: int
    entry: _Entry


class Names:
    """Finds every name in a text, in one go that costs no more where there are many names."""

    def __init__(self, people: Iterable[Person], neutral: str, kept: Iterable[str] = ()) -> None:
        """Make the one pattern; `neutral` stands for somebody of whom no role is known, `kept` are no names."""
        self.neutral = neutral
        self.found: dict[str, Found] = {}
        self._made = _entries(people)
        for text in map(squeezed, kept):
            if text:
                self._made[_Kind.FREE].setdefault(key(text), _Entry([text], []))
        self._pattern = self._compiled()
        latin = [entry.parts for entry in self._made[_Kind.FREE].values() if _is_sure(entry)]
        self._inside = re.compile(trie(map(bare, latin))) if latin else None
        self._ids: dict[str, str] = {}
        self.known: set[str] = set()
        """Ids there are."""

    def _compiled(self) -> re.Pattern[str] | None:
        """Return the pattern: names first, the longest first, then what needs something behind it."""
        found = [
            *self._kind(_Kind.LITERAL, literal, f"(?:{honorific()})?"),
            *self._kind(_Kind.FREE, whole, f"(?:{honorific()})?"),
            *self._kind(_Kind.PIECE, whole, f"(?:{honorific()})"),
            *self._kind(_Kind.FAMILY, whole, ""),
        ]
        ones = [entry.parts for entry in self._made[_Kind.ONE].values()]
        for like in (True, False):
            same = [parts for parts in ones if is_han(parts[0]) is like]
            if same:
                any_ = trie(map(bare, same))
                found.append(f"(?P<ONE_{like:d}>{any_})(?:{honorific()})")
                found.append(f"(?P<ALONE_{like:d}>{alone(any_, same[0][0])})")
        if not found:
            return None
        # Most places in a text are no beginning of any name: that is asked first, for it costs next to nothing.
        entries = [(kind, entry) for kind, some in self._made.items() for entry in some.values()]
        first = {beginning((literal if kind is _Kind.LITERAL else bare)(entry.parts)) for kind, entry in entries}
        return re.compile(rf"(?=[{''.join(sorted(first))}])(?:{'|'.join(found)})")

    def _kind(self, kind: _Kind, tokens: Callable[[list[str]], Tokens], behind: str) -> list[str]:
        entries = self._made[kind].values()
        return [f"(?P<{kind.name}>{trie(tokens(e.parts) for e in entries)}){behind}"] if entries else []

    def replaced(self, text: str, where: str = "", *, by: str | None = None) -> str:
        """Return a text with a role for every name; what was put in is not searched again."""
        if self._pattern is None or not text:
            return text
        folded = fold(text)
        matches = self._matches(text, folded)
        first = next(matches, None)
        if first is None:
            return text
        at, done, told = places(text), 0, ""
        for match in (first, *matches):
            start, end = at[match.start], at[match.end - 1] + 1
            if start < done:
                continue
            while end < len(text) and shows_nothing(text[end]):
                end += 1
            label = match.entry.label(self.neutral)
            if where:
                self.count(match.entry.name(text[start:end]), label, where)
            told += text[done:start] + (label if by is None else by)
            done = end
        return told + text[done:]

    def _matches(self, text: str, folded: str) -> Iterator[_Match]:
        """Yield every name in its order; a mail address that holds one goes as a whole."""
        mails = list(self._mails(folded)) if "@" in folded else []
        at = 0
        for mail in mails:
            yield from self._between(text, folded, at, mail.start)
            yield mail
            at = mail.end
        yield from self._between(text, folded, at, len(folded))

    def _between(self, text: str, folded: str, at: int, end: int) -> Iterator[_Match]:
        done, spots = -1, None
        while at < end and self._pattern and (match := self._pattern.search(folded, at)) and match.start() < end:
            kind, said = _kind_of(match)
            entry = self._made[kind].get((plain if kind is _Kind.LITERAL else key)(said))
            entry = entry or _Entry([said], [Person(said, self.neutral)])
            at = match.end()
            if kind is _Kind.FAMILY and not place.is_of_family(folded, match.start(), at, done):
                at = match.start() + 1
                continue
            if not entry.people:
                continue
            if kind is _Kind.FREE and entry.short:
                spots = spots or places(text)
                if text[spots[match.start()] : spots[match.end() - 1] + 1].islower():
                    continue
            done = at
            yield _Match(match.start(), at, entry)

    def _mails(self, folded: str) -> Iterator[_Match]:
        for mail in MAIL.finditer(folded):
            inside = self._inside and self._inside.search(mail["local"])
            if inside:
                entry = self._made[_Kind.FREE].get(key(inside.group()))
                yield _Match(*mail.span(), entry or _Entry([], []))

    def perhaps(self, text: str) -> Iterator[str]:
        """Yield what is left in a text that may be a part of a name: asked about, for nobody can tell."""
        folded = fold(text)
        yield from place.runs_with(self._parts, folded)
        yield from place.words_with(self._inside, folded)

    @cached_property
    def _parts(self) -> re.Pattern[str] | None:
        """Return the pattern of every part of a name that is no name in every place."""
        made = [*self._made[_Kind.PIECE].values(), *self._made[_Kind.FAMILY].values()]
        parts = [entry.parts for entry in made if is_han(entry.parts[0]) and _is_told_of(entry)]
        return re.compile(trie(map(bare, parts))) if parts else None

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
        told, folded = self.replaced(id_, by=_IN_AN_ID)[:28], fold(id_)
        inside = bool(self._inside and self._inside.search(folded))
        if told == id_ and not inside:
            return id_
        sizes = [len(letters(folded[match.start : match.end])) for match in self._matches(id_, folded)]
        if _GENERATED.fullmatch(id_) and not inside and max(sizes, default=0) < _SURE:
            return id_
        if self._inside and self._inside.search(fold(told)):
            told = _IN_AN_ID
        taken, n, first = {*self._ids.values(), *self.known}, 2, told
        while told in taken:
            told, n = f"{first}{n}", n + 1
        return told


def _is_sure(entry: _Entry) -> bool:
    """Tell whether a name is in Latin letters, and long enough to be one in the middle of a word too."""
    said = letters("".join(entry.parts))
    return bool(entry.people) and len(said) >= _SURE and all(map(is_cased, said)) and not said.isdigit()


def _is_told_of(entry: _Entry) -> bool:
    """Tell whether a part of a name is more than one sign, or else with what the name begins."""
    said = key("".join(entry.parts))
    return len(said) > 1 or any(
        key(fold(person.called or person.name)).startswith(said) for person in entry.people
    )


def _kind_of(match: re.Match[str]) -> tuple[_Kind, str]:
    name, said = next((name, said) for name, said in match.groupdict().items() if said is not None)
    return (_Kind[name] if name in _Kind.__members__ else _Kind.ONE), said


def _entries(people: Iterable[Person]) -> dict[_Kind, dict[str, _Entry]]:
    """Return by its kind and key everything that is looked for, with everybody who may be called so."""
    made: dict[_Kind, dict[str, _Entry]] = {kind: {} for kind in _Kind}
    called: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for kind, parts in _looked_for(person):
            name = (plain if kind is _Kind.LITERAL else key)("".join(parts))
            made[kind].setdefault(name, _Entry(parts, []))
            if person not in called[name]:
                called[name].append(person)
    for entries in made.values():
        for name, entry in entries.items():
            entry.people = called[name]
    return made


def _looked_for(person: Person) -> Iterator[tuple[_Kind, list[str]]]:
    """Yield the parts of what is looked for, and what it needs to be taken for a name."""
    typed = person.called or person.name
    if person.literal and plain(fold(typed)):
        yield _Kind.LITERAL, fold(typed).replace(HIDDEN, "").split()
    parts = words(typed)
    said = letters("".join(parts))
    if not said or said.isdigit():
        return
    if len(said) == 1 and not is_cased(said):
        yield _Kind.ONE, ["".join(parts)]
        return
    # With a sign in it, one letter is no word any more without the sign.
    if not person.literal or len(said) > _SHORT or plain(fold(typed)) == key(fold(typed)):
        yield _Kind.FREE, parts
    for part in parts if person.pieces else ():
        size = len(letters(part))
        if len(parts) > 1 and size > 1 and not part.isdigit():
            yield _Kind.FREE, [part]
        elif len(parts) > 1 and size == 1 and not is_cased(part[0]):
            yield _Kind.PIECE, [part]
        yield from ((_Kind.PIECE, [text]) for text in pieces(part))
        if len(parts) == 1:
            yield from ((_Kind.FAMILY, [text]) for text in families(part))
