"""Two or more workshops side by side: departments, municipalities, or one team before and after. Never a ranking.

Columns stand in the order given, or by day where one workshop goes on from another or all are of one organisation.
Nothing is summed over them, and none of them is the best.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean, median

from dxworkshop.deck import deck
from dxworkshop.insight.course import hp_course
from dxworkshop.insight.coverage import coverage
from dxworkshop.insight.finding import words_of
from dxworkshop.insight.hp import boss_hp
from dxworkshop.insight.portfolio import Repeated
from dxworkshop.insight.rating import rated
from dxworkshop.insight.rescore import rescored
from dxworkshop.insight.turn import TWICE
from dxworkshop.insight.words import Counted, count, said
from dxworkshop.lexicon import CULTURE, bundled, folded
from dxworkshop.model.room import statements
from dxworkshop.model.session import OPEN, Action, Lens, Session
from dxworkshop.model.value import plain, shown
from dxworkshop.model.workshop import RateStep


@dataclass(frozen=True)
class Wide:
    """The gaps of one lens."""

    count: int
    first: float | None
    """Their mean size at the workshop, 1 to 5; None where no size was given."""
    now: float | None
    """The same as they are now: as last rated, 0 for what is closed; None where none was rated again."""


@dataclass(frozen=True)
class Column:
    """One workshop."""

    id: str
    title: str
    organisation: str
    day: date
    hp: int | None
    """Percent left of the boss; None where there is nothing to count."""
    first: int | None
    """The same at the beginning."""
    estimate: bool
    statuses: Mapping[str, int]
    """How many actions are in which state, but for those that a later column took over."""
    taken: int
    """Actions that a later column took over."""
    carried: int
    """Actions that came from an earlier workshop."""
    late: int
    slipped: int
    """Actions whose date was moved."""
    slipped_twice: int
    """Those of them that are open and whose date was moved twice or more."""
    first_steps: float | None
    """Median of the days from the workshop to the first steps that were agreed on; None where there are none."""
    gaps: Mapping[Lens, Wide]
    callings: tuple[str, ...] | None
    """Callings of the deck that nobody holds; None where nobody holds any: they were not asked for."""
    strengths: tuple[str, ...] | None
    """Strengths of the deck that nobody named; None where nobody named any, or where that is not told."""
    words: tuple[Counted, ...] = field(default=(), repr=False)
    """All words that were counted in its notes."""

    @property
    def agreed(self) -> int:
        """Actions that were not dropped, and that no later column took over."""
        return sum(n for status, n in self.statuses.items() if status != "dropped")

    def culture(self) -> dict[str, int]:
        """Return in how many notes each word of culture was said."""
        keys = {key for key, entry in bundled().entries.items() if entry.group == CULTURE}
        return {one.word: one.notes for one in self.words if folded(one.word) in keys}


@dataclass(frozen=True)
class Mark:
    """What one workshop thinks of one statement, 1 to 5: the mark agreed on, or the mean of the hands."""

    ideal: float | None
    first: float | None
    """Reality at the workshop."""
    now: float | None
    """Reality as last rated by a check-in; None where it was not rated again."""


@dataclass(frozen=True)
class Asked:
    """One statement that was rated somewhere."""

    deck: str
    """Empty for a statement of a template's own."""
    card: str
    text: Mapping[str, str]
    """A statement of a template's own, by language; else empty."""
    marks: tuple[Mark | None, ...]
    """One a column; None where it was not asked, or nothing was said."""


@dataclass(frozen=True)
class SharedGap:
    """An obstacle that more than one of the workshops named."""

    what: Repeated
    there: tuple[bool, ...]
    """One a column."""


@dataclass(frozen=True)
class Comparison:
    """Some workshops side by side."""

    columns: tuple[Column, ...]
    before_after: bool
    """Whether it is one team at different times: then the columns stand by day."""
    asked: tuple[Asked, ...]
    gaps: tuple[SharedGap, ...]


def ordered(sessions: Sequence[Session]) -> tuple[tuple[Session, ...], bool]:
    """Return some sessions in the order of their columns, and whether it is one team before and after."""
    ids = {one.id for one in sessions}
    organisations = {one.organisation.strip() for one in sessions}
    chain = any(earlier in ids for one in sessions for earlier in one.earlier)
    if chain or (len(organisations) == 1 and organisations != {""}):
        return tuple(sorted(sessions, key=lambda one: (one.held_on(), one.created))), True
    return tuple(sessions), False


def compare(sessions: Sequence[Session], today: date) -> Comparison:
    """Return some sessions side by side, as of a day."""
    found, before_after = ordered(sessions)
    return Comparison(
        tuple(_column(one, found, today) for one in found), before_after, asked(found), _shared(found)
    )


def _column(session: Session, among: Sequence[Session], today: date) -> Column:
    data = plain(session)
    hp, course = boss_hp(data), hp_course(data)
    taken = {
        id_ for one in among if session.id in one.earlier for id_, action in shown(one.actions) if action.since
    }
    all_ = [(id_, action) for id_, action in shown(session.actions)]
    mine = [action for id_, action in all_ if id_ not in taken]
    statuses: dict[str, int] = {}
    for action in mine:
        statuses[action.status] = statuses.get(action.status, 0) + 1
    return Column(
        session.id,
        session.title,
        session.organisation,
        session.held_on(),
        hp.percent if hp else None,
        course[0][1] if course else hp.percent if hp else None,
        bool(hp and hp.estimate),
        statuses,
        taken=len(all_) - len(mine),
        carried=sum(1 for action in mine if action.since),
        late=sum(1 for action in mine if action.status in OPEN and action.due and action.due < today),
        slipped=sum(1 for action in mine if action.slipped),
        slipped_twice=sum(1 for action in mine if action.status in OPEN and len(action.slipped) >= TWICE),
        first_steps=_first_steps(session, (action for _, action in all_)),
        gaps=_gaps(session),
        callings=_unheld(session),
        strengths=_unnamed(session),
        words=count(said(session), bundled()),
    )


def _first_steps(session: Session, actions: Iterable[Action]) -> float | None:
    held = session.held_on()
    days = [(one.first_step_by - held).days for one in actions if one.first_step_by and not one.since]
    return float(median(days)) if days else None


def _gaps(session: Session) -> dict[Lens, Wide]:
    again = {one.id: one.latest for one in rescored(session) if one.kind == "gap"}
    found: dict[Lens, list[str]] = {}
    for id_, gap in shown(session.gaps):
        found.setdefault(gap.lens, []).append(id_)
    first: dict[str, float | None] = {id_: gap.size for id_, gap in session.gaps.items()}
    now = {**first, **again}
    return {
        lens: Wide(
            len(ids),
            _mean(first[id_] for id_ in ids),
            _mean(now[id_] for id_ in ids) if again.keys() & {*ids} else None,
        )
        for lens, ids in found.items()
    }


def _mean(numbers: Iterable[float | None]) -> float | None:
    found = [number for number in numbers if number is not None]
    return fmean(found) if found else None


def _unheld(session: Session) -> tuple[str, ...] | None:
    held = {member.calling.strip() for _, member in shown(session.members)} - {""}
    return tuple(one.id for one in deck("callings") if one.id not in held) if held else None


def _unnamed(session: Session) -> tuple[str, ...] | None:
    found = coverage(session, "strengths")
    return tuple(one.card for one in found if not one.holders) if any(one.holders for one in found) else None


# Statements -------------------------------------------------------------------------------------------


def asked(sessions: Sequence[Session]) -> tuple[Asked, ...]:
    """Return the statements that were rated in any of some sessions: those of decks in their order, then others.

    A statement of a template's own is the same one where its id and its words are.
    """
    by_column = [_marks(session) for session in sessions]
    keys = dict.fromkeys(key for marks in by_column for key, (_, mark) in marks.items() if mark is not None)
    order = {(name, one.id): n for name in (CULTURE, "lenses") for n, one in enumerate(deck(name))}
    names = (CULTURE, "lenses", "")
    found = []
    for key in sorted(
        keys, key=lambda key: (names.index(key[0]) if key[0] in names else 2, order.get(key[:2], 0), key[1:])
    ):
        text = next(marks[key][0] for marks in by_column if key in marks)
        found.append(Asked(key[0], key[1], text, tuple(marks.get(key, ({}, None))[1] for marks in by_column)))
    return tuple(found)


_Key = tuple[str, str, str]
"""Deck, id and, of a template's own, the words of a statement."""


def _marks(session: Session) -> dict[_Key, tuple[Mapping[str, str], Mark | None]]:
    """Return what a session rated; of a statement that two steps ask, what the later one says."""
    again = {(one.step, one.id): one.latest for one in rescored(session) if one.kind == "statement"}
    found: dict[_Key, tuple[Mapping[str, str], Mark | None]] = {}
    for id_, step in session.workshop.in_order():
        if not isinstance(step, RateStep):
            continue
        own = {one.id: {"ja": one.ja, "en": one.en} for one in step.statements}
        for one in rated(session, id_) if statements(step) else ():
            text = own.get(one.card, {})
            key = ("", one.card, text["ja"]) if text else (step.deck, one.card, "")
            now = again.get((id_, one.card))
            if not (one.ideal is None and one.reality is None and now is None):
                found[key] = (text, Mark(one.ideal, one.reality, now))
    return found


# Gaps -------------------------------------------------------------------------------------------------


def _shared(sessions: Sequence[Session]) -> tuple[SharedGap, ...]:
    """Return what more than one session names: what was taken over, then cards, then words of the lexicon."""
    texts: dict[str, str] = {}
    carried, cards, words = (_Ways(len(sessions)) for _ in range(3))
    read, known = words_of(bundled()), bundled()
    taken = {id_ for one in sessions for id_, gap in shown(one.gaps) if gap.since}
    for n, session in enumerate(sessions):
        for id_, gap in shown(session.gaps):
            if id_ in taken:
                carried.add(id_, n)
                texts[id_] = (gap.reality.strip() or gap.ideal.strip()).split("\n")[0]
            if gap.deck:
                cards.add(gap.deck, n)
            for key in {folded(one) for one in read(f"{gap.reality}\n{gap.ideal}")}:
                if key in known.entries and key not in known.stops:
                    words.add(known.entries[key].word, n)
    return (
        *carried.shared(lambda key, n: Repeated("carried", key, n, texts[key])),
        *cards.shared(lambda key, n: Repeated("card", key, n)),
        *words.shared(lambda key, n: Repeated("word", key, n)),
    )


class _Ways:
    """In which columns each thing is."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._there: dict[str, set[int]] = {}

    def add(self, key: str, column: int) -> None:
        self._there.setdefault(key, set()).add(column)

    def shared(self, made: Callable[[str, int], Repeated]) -> list[SharedGap]:
        """Return what is in more than one column, what is in most of them first."""
        found = [(key, there) for key, there in self._there.items() if len(there) > 1]
        found.sort(key=lambda pair: (-len(pair[1]), pair[0]))
        return [
            SharedGap(made(key, len(there)), tuple(n in there for n in range(self._columns)))
            for key, there in found
        ]
