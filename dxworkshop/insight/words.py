"""Which words a team used, in how many notes, and which of the twelve words of culture nobody said.

Words are found without a dictionary of the language: the longest words of the lexicon first, then, in what is
left, runs of kanji, of katakana and of Latin letters. So every count can be explained by looking at the notes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dxworkshop.deck import deck
from dxworkshop.insight.author import author
from dxworkshop.insight.finding import Reader, words_of
from dxworkshop.lexicon import CULTURE, Entry, Lexicon, folded
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown

Kind = Literal["note", "gap", "rating", "risk", "parked", "pledge", "card"]
FEW = 2
"""A word that fewer people said is not told outside the team: it may tell who said it."""


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
