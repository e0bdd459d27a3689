"""Which words a team used, in how many notes, and which of the twelve words of culture nobody said.

Words are found without a dictionary of the language: the longest words of the lexicon first, then, in what is
left, runs of kanji, of katakana and of Latin letters. So every count can be explained by looking at the notes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dxworkshop.deck import deck
from dxworkshop.insight.author import author
from dxworkshop.lexicon import CULTURE, Entry, Index, Lexicon, folded, normal
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown

Kind = Literal["note", "gap", "rating", "risk", "parked", "pledge", "card"]
Reader = Callable[[str], Iterable[str]]
"""Finds the words of a text; one of the lexicon as the lexicon writes it, any other as it stands there."""
FEW = 2
"""A word that fewer people said is not told outside the team: it may tell who said it."""
_RUN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3006]{2,}"  # kanji, but for one
    # that goes on in kana as a verb does: "once write" is not one word
    r"(?!(?!\u3044\u305f[\u3057\u3060]|\u307f\u3093\u306a|\u3059[\u308b\u308c\u3079])"
    r"[\u3059\u304f\u3050\u3064\u3076\u3080\u308b\u3046\u3051\u3052\u3079\u3081\u308c\u3048\u304d\u304e\u3061\u3073\u307f\u308a\u3044\u3063])"
    r"|[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]{2,}"  # katakana
    r"|[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f][A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]*"
    r"(?:[-'&][A-Za-z0-9]+)*"
)
_LATIN = re.compile(r"[a-z0-9]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]")
_NEVER_FIRST = re.compile(r"[\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30fc]")
"""Small katakana and the sign of a long vowel: no word begins with one, so that none ends before one."""


@dataclass(frozen=True)
class Said:
    """One note: what somebody typed in one place."""

    text: str
    kind: Kind = "note"
    author: str = ""
    """Who said it, where that may be known: the same sign for the same person, and never told."""
    session: str = ""
    """Id of the session it was said in."""


@dataclass(frozen=True)
class Counted:
    """A word, and in how many notes it stands."""

    word: str
    notes: int
    people: int
    """How many said it at least: those who are known, or the notes of which nobody knows the author."""
    sessions: int = 1
    group: str = ""
    """Its group in the lexicon; empty for a word that is not in it."""
    source: str = ""
    """Whose word it is by the lexicon: ``slides``, ``ours``, ``own``; empty for a word that is not in it."""


def said(session: Session) -> tuple[Said, ...]:
    """Return every note of a session: slips, walls, words on ratings, risks, what was parked, and pledges.

    A wall or a topic that was made of a slip is one note with it. What was removed was not said.
    """
    slips = dict(shown(session.notes))
    texts = {id_: [slip.text] for id_, slip in slips.items()}
    others: list[Said] = []
    for kind, note, words in _made(session):
        if note in texts:
            texts[note] += words
        elif any(words):
            others.append(Said("\n".join(words), kind, session=session.id))
    own = (Said("\n".join(texts[id_]), "note", author(session, slip), session.id) for id_, slip in slips.items())
    members = session.present_members()
    pledges = (
        Said(pledge.words, "pledge", id_, session.id)
        for id_, pledge in sorted(session.pledges.items())
        if pledge.words and id_ in members
    )
    return (*own, *others, *pledges)


def _made(session: Session) -> Iterator[tuple[Kind, str, list[str]]]:
    """Yield what nobody is named for, with the id of the slip it came from."""
    for _, gap in shown(session.gaps):
        yield "gap", gap.note, [gap.reality, gap.ideal]
    for _, ratings in sorted(session.ratings.items()):
        for _, rating in sorted(ratings.items()):
            yield "rating", "", [rating.words]
    for _, risk in shown(session.risks):
        yield "risk", "", [risk.cause, risk.counter]
    for _, parked in shown(session.parked):
        yield "parked", parked.note, [parked.text, parked.answer]


def together(sessions: Iterable[Session]) -> tuple[Said, ...]:
    """Return the notes of several sessions; somebody of one name is one person in all of them."""
    found: list[Said] = []
    for session in sessions:
        names = {id_: folded(member.name).strip() or id_ for id_, member in session.members.items()}
        found += (
            Said(one.text, one.kind, names.get(one.author, one.author), one.session) for one in said(session)
        )
    return tuple(found)


def count(texts: Iterable[Said], lexicon: Lexicon, reader: Reader | None = None) -> tuple[Counted, ...]:
    """Return the words of some notes by how many notes hold them, then by the word; stop words are left out."""
    read = reader or words_of(lexicon)
    holding: dict[str, list[Said]] = {}
    spelt: dict[str, Counter[str]] = {}
    for one in texts:
        for key, word in {folded(word): word for word in read(one.text)}.items():
            if key not in lexicon.stops and (len(key) > 1 or key in lexicon.entries):
                holding.setdefault(key, []).append(one)
                spelt.setdefault(key, Counter())[word] += 1
    found = (_counted(spelt[key], lexicon.entries.get(key), notes) for key, notes in holding.items())
    return tuple(sorted(found, key=lambda counted: (-counted.notes, counted.word)))


def _counted(spelt: Counter[str], entry: Entry | None, notes: Sequence[Said]) -> Counted:
    word = entry.word if entry else min(spelt, key=lambda spelling: (-spelt[spelling], spelling))
    known = {one.author for one in notes if one.author}
    unknown = sum(1 for one in notes if not one.author)
    sessions = len({one.session for one in notes})
    # Somebody who is known may have written the slips without a name, too: nobody is to be counted twice.
    people = max(len(known), unknown)
    return Counted(word, len(notes), people, sessions, entry.group if entry else "", entry.source if entry else "")


def unsaid(counted: Iterable[Counted], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words of culture that are not among the counted ones, in the order of their deck."""
    there = {folded(one.word) for one in counted}
    asked = {key for key, entry in lexicon.entries.items() if entry.group == CULTURE} - lexicon.stops
    words = (str(card.text["ja"]) for card in deck(CULTURE))
    return tuple(word for word in words if folded(word) in asked - there)


def shared(counted: Iterable[Counted], names: Iterable[str] = ()) -> tuple[Counted, ...]:
    """Return the words that may be told outside the team: said by two people at least, and nobody's name."""
    parts = {folded(part) for name in names for part in (name, *name.split()) if part.strip()}
    return tuple(one for one in counted if one.people >= FEW and not _is_name(one, parts))


def _is_name(counted: Counted, parts: set[str]) -> bool:
    """Tell whether a word may be a name: a known or a Latin one only if it is all of it, else if it holds one."""
    word = folded(counted.word)
    if counted.source or word[0].isascii():
        return word in parts
    return any(part in word or word in part for part in parts)


# Finding words -------------------------------------------------------------------------------------


def words_of(lexicon: Lexicon) -> Reader:
    """Return what finds the words of a text: the longest of the lexicon, then runs of letters in what is left."""
    pieces = pieces_of(lexicon)

    def read(text: str) -> Iterator[str]:
        for rest, words in pieces(text):
            yield from words or _RUN.findall(rest)

    return read


def pieces_of(lexicon: Lexicon) -> Callable[[str], Iterator[tuple[str, tuple[str, ...]]]]:
    """Return what cuts a text into forms of the lexicon, each with its words, and what is between, with none."""
    index = lexicon.index

    def cut(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        # As long as its folded form: what is found in the one is cut out of the other.
        plain = normal(text)
        low = folded(plain)
        begun = at = 0
        while at < len(low):
            form, words = _longest(low, at, begun, index)
            if not form:
                at += 1
                continue
            if begun < at:
                yield plain[begun:at], ()
            yield form, words
            begun = at = at + len(form)
        if begun < at:
            yield plain[begun:], ()

    return cut


def _longest(text: str, at: int, begun: int, index: Index) -> tuple[str, tuple[str, ...]]:
    """Return the longest form that stands at a place as a whole, with its words; an empty one where none does."""
    for form, words in index.get(text[at], ()):
        if text.startswith(form, at) and _is_whole(text, at, at + len(form), begun):
            return form, words
    return "", ()


def _is_whole(text: str, start: int, end: int, begun: int) -> bool:
    """Tell whether a form is no piece of a longer word of Latin letters or katakana."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if _LATIN.match(text[start]) and _LATIN.match(before):
        return False
    if _LATIN.match(text[end - 1]) and _LATIN.match(after):
        return False
    # After a word that was found another may follow; in the middle of a run none begins.
    if _KATAKANA.match(text[start]) and _KATAKANA.match(before) and start > begun:
        return False
    return not (_KATAKANA.match(text[end - 1]) and _NEVER_FIRST.match(after))
