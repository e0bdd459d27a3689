"""Some workshops side by side, in words: what the command line prints and a screen draws.

Columns are called by letters, which say nothing of what is in them. Outside the team there is nothing that anybody
typed: an organisation and a day stand for a workshop, and marks and words are told as documents tell them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from dxworkshop import deck, glance
from dxworkshop.glance import Section
from dxworkshop.i18n import Voice
from dxworkshop.insight.compare import Asked, Column, Comparison, Mark, asked, compare, ordered
from dxworkshop.insight.portfolio import NUMBERED
from dxworkshop.insight.words import shared
from dxworkshop.model.session import Lens, Session, Status
from dxworkshop.model.value import shown
from dxworkshop.model.words import LENSES, STATUSES
from dxworkshop.offer import Audience
from dxworkshop.report.redact import redacted
from dxworkshop.report.wording import number

THERE, NOT_THERE = "o", "-"
"""Signs for what a workshop has and has not."""
_TOLD = 8
"""So many obstacles of one kind fit a screen."""
_NAME, _OFFICE, _LINE = 36, 24, 40
"""Cells of the longest title and organisation, and of the first column."""


def told_to(sessions: Sequence[Session], today: date, audience: Audience, voice: Voice) -> Comparison:
    """Return some sessions side by side, as an audience may read it."""
    found = compare(sessions, today)
    if audience == "internal":
        return found
    inside, _ = ordered(sessions)
    left = [redacted(session, audience, voice=voice).session for session in inside]
    names = [member.name for session in inside for member in session.members.values() if member.name]
    called = _organisations(inside, everybody=audience == "public")
    columns = (
        replace(
            column,
            title="",
            organisation=called[column.organisation],
            strengths=None,
            words=shared(column.words, names),
        )
        for column in found.columns
    )
    cards = tuple(
        one for one in found.gaps if one.what.way == "card" and deck.card("obstacles", one.what.key) is not None
    )
    words = tuple(one for one in found.gaps if one.what.way == "word" and one.what.key not in _parts(names))
    return replace(
        found,
        columns=tuple(columns),
        asked=tuple(one for one in asked(left) if one.deck and deck.card(one.deck, one.card) is not None),
        gaps=(*cards, *words),
    )


def _parts(names: Iterable[str]) -> set[str]:
    return {part for name in names for part in (name, *name.split())}


def _organisations(sessions: Sequence[Session], *, everybody: bool) -> dict[str, str]:
    """Return what organisations are called: by their names, or by numbers in the order of the columns."""
    people = [(one.organisation, member.name) for one in sessions for _, member in shown(one.members)]
    found: dict[str, str] = {}
    for one in sessions:
        name = one.organisation
        hidden = everybody or any(name == of and person and person in name for of, person in people)
        n = len(found) + 1
        found.setdefault(name, f"{NUMBERED}{n}" if hidden and name else name)
    return found


def sections(found: Comparison, voice: Voice, *, whole: bool = False) -> list[Section]:
    """Return what is told of a comparison, part by part; `whole` where long names need not fit a screen."""
    table = _Table(found, voice, whole)
    told = (
        table.legend(),
        table.standing(),
        table.lenses(),
        table.shared(),
        *table.statements(),
        table.culture(),
        table.callings(),
        table.strengths(),
    )
    return [one for one in told if one.rows or one.lines]


def letter(n: int) -> str:
    """Return what the column of a place, from 0, is called: A to Z, then AA."""
    return (letter(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


@dataclass(frozen=True)
class _Table:
    """A comparison, told in one voice."""

    found: Comparison
    voice: Voice
    whole: bool = False

    def _cut(self, text: str, width: int) -> str:
        return text if self.whole else glance.cut(text, width)

    @property
    def letters(self) -> tuple[str, ...]:
        """What the columns are called."""
        return tuple(letter(n) for n in range(len(self.found.columns)))

    def _row(self, name: str, told: Callable[[Column], str]) -> tuple[str, ...]:
        return (self._cut(name, _LINE), *(told(column) for column in self.found.columns))

    def legend(self) -> Section:
        """Say which column is which workshop."""
        tr = self.voice.tr
        order = (
            tr("The columns stand by day: before to the left, after to the right.")
            if self.found.before_after
            else tr("The columns stand in the order in which they were named; none of them is the best.")
        )
        rows = [
            (name, column.day.isoformat(), self._cut(column.title, _NAME), self._organisation(column))
            for name, column in zip(self.letters, self.found.columns, strict=True)
        ]
        # Where no column has a title, there is no empty room for it.
        kept = [n for n in range(4) if any(row[n] for row in rows)]
        return Section("", (order,), (), tuple(tuple(row[n] for n in kept) for row in rows))

    def _organisation(self, column: Column) -> str:
        name = column.organisation
        return self._cut(glance.organisation(self.voice, name), _OFFICE) if name else ""

    def standing(self) -> Section:
        """Tell what is left of the bosses, and where the actions stand: what is done first."""
        tr, say = self.voice.tr, self.voice.say
        rows = [
            self._row(tr("{Boss_hp}"), self._hp),
            self._row(tr("{Actions}: done"), lambda column: f"{column.statuses.get('done', 0)}/{column.agreed}"),
        ]
        states: tuple[Status, ...] = ("doing", "todo", "blocked", "dropped")
        rows += [self._count(say(STATUSES[one]), partial(_in_state, one)) for one in states]
        rows += [
            self._count(tr("past their dates"), lambda column: column.late),
            self._count(tr("date moved"), lambda column: column.slipped),
            self._count(tr("date moved twice or more"), lambda column: column.slipped_twice),
            self._count(tr("came from an earlier one"), lambda column: column.carried),
            self._count(tr("taken over by a later one"), lambda column: column.taken),
            self._row(
                tr("days to the {first_step}, median"),
                lambda column: NOT_THERE if column.first_steps is None else number(column.first_steps),
            ),
        ]
        kept = tuple(row for row in rows if any(cell != NOT_THERE for cell in row[1:]))
        return Section(tr("How it stands"), (), ("", *self.letters), kept)

    def _count(self, name: str, counted: Callable[[Column], int]) -> tuple[str, ...]:
        return self._row(name, lambda column: str(counted(column) or NOT_THERE))

    def _hp(self, column: Column) -> str:
        return glance.hp(self.voice, column)

    def lenses(self) -> Section:
        """Tell how many obstacles there are of each lens, and how wide they are."""
        tr = self.voice.tr
        rows = tuple(
            self._row(self.voice.say(name), partial(_wide, lens))
            for lens, name in LENSES.items()
            if any(lens in column.gaps for column in self.found.columns)
        )
        line = tr("How many, and how wide on the average, from 1 to 5; behind > as rated again.")
        return Section(tr("Obstacles"), (line,) if rows else (), ("", *self.letters) if rows else (), rows)

    def shared(self) -> Section:
        """Tell which obstacles several of them named."""
        tr = self.voice.tr
        ways = {"carried": tr("taken over"), "card": tr("the same card"), "word": tr("the same word")}
        rows = tuple(
            (
                self._cut(glance.obstacle(self.voice, one.what), _LINE),
                *(THERE if there else NOT_THERE for there in one.there),
                ways[one.what.way],
            )
            for way in ways
            for one in [one for one in self.found.gaps if one.what.way == way][: None if self.whole else _TOLD]
        )
        return Section(tr("Obstacles that several named"), (), ("", *self.letters, "") if rows else (), rows)

    def statements(self) -> Iterable[Section]:
        """Tell ideal and reality of every statement, deck by deck."""
        tr = self.voice.tr
        others = tr("Other statements")
        headings = {"culture": tr("Words of culture"), "lenses": tr("Ideal and reality")}
        by_deck: dict[str, list[Asked]] = {}
        for one in self.found.asked:
            by_deck.setdefault(one.deck, []).append(one)
        for name, found in by_deck.items():
            rows = tuple(
                (self._cut(self._statement(one), _LINE), *(_mark(mark) for mark in one.marks)) for one in found
            )
            lines = [tr("Ideal / reality, from 1 to 5; behind > reality as rated again.")]
            if credit := deck.credit(name):
                lines.append(credit)
            yield Section(headings.get(name, others), tuple(lines), ("", *self.letters), rows)

    def _statement(self, one: Asked) -> str:
        card = deck.card(one.deck, one.card)
        return str(card.text[self.voice.language]) if card else self.voice.text(one.text) or one.card

    def culture(self) -> Section:
        """Tell in how many notes of each the words of culture were said."""
        tr, said = self.voice.tr, [column.culture() for column in self.found.columns]
        words = [str(one.text["ja"]) for one in deck.deck("culture")]
        rows = tuple(
            (glance.word(self.voice, word), *(str(of.get(word) or NOT_THERE) for of in said))
            for word in words
            if any(of.get(word) for of in said)
        )
        left = [glance.word(self.voice, word) for word in words if not any(of.get(word) for of in said)]
        lines = [tr("In no note: {words}. What could be behind it?", words=left)] if left else []
        lines.append(deck.credit("culture"))
        return Section(
            tr("Words of culture, by the notes that say them"),
            tuple(lines) if rows else (),
            ("", *self.letters) if rows else (),
            rows,
        )

    def callings(self) -> Section:
        """Tell which callings nobody holds somewhere."""
        name = self.voice.tr("{Callings} that nobody holds somewhere")
        return self._missing(
            name, "callings", lambda column: column.callings, lambda id_: glance.calling(self.voice, id_)
        )

    def strengths(self) -> Section:
        """Tell which strengths nobody named somewhere."""
        name = self.voice.tr("{Skills} that nobody named somewhere")
        return self._missing(name, "strengths", lambda column: column.strengths, self._strength)

    def _strength(self, id_: str) -> str:
        card = deck.card("strengths", id_)
        return str(card.text[self.voice.language]) if card else id_

    def _missing(
        self,
        heading: str,
        cards: str,
        missing: Callable[[Column], tuple[str, ...] | None],
        name: Callable[[str], str],
    ) -> Section:
        """Return the cards that are missing in any column, with a sign for each; none where it was not asked."""
        by_column = [missing(column) for column in self.found.columns]
        rows = tuple(
            (
                name(card.id),
                *("" if left is None else NOT_THERE if card.id in left else THERE for left in by_column),
            )
            for card in deck.deck(cards)
            if any(left and card.id in left for left in by_column)
        )
        return Section(heading, (), ("", *self.letters) if rows else (), rows)


def _in_state(status: Status, column: Column) -> int:
    return column.statuses.get(status, 0)


def _wide(lens: Lens, column: Column) -> str:
    found = column.gaps.get(lens)
    if found is None:
        return NOT_THERE
    sizes = [f"{size:.1f}" for size in (found.first, found.now) if size is not None]
    return f"{found.count} ({' > '.join(sizes)})" if sizes else str(found.count)


def _mark(mark: Mark | None) -> str:
    if mark is None:
        return ""
    reality = [f"{one:.1f}" for one in (mark.first, mark.now) if one is not None]
    return f"{NOT_THERE if mark.ideal is None else f'{mark.ideal:.1f}'} / {' > '.join(reality) or NOT_THERE}"
