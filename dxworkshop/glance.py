"""A folder at a glance in words: what the command line prints and the screens draw, section by section.

What is done comes first. No section ranks anybody: callings stand in the order of their deck, organisations by
name, time by time. Nothing here imports Pydantic, for a glance must open at once.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.insight import portfolio
from dxworkshop.insight.portfolio import Period, Portfolio, Repeated, Row
from dxworkshop.offer import Audience
from dxworkshop.sentence import Sentence, say

ORGANISATIONS = 8
"""So many organisations are told one by one; of more, only their number."""
RETURNED = 3
"""So many of those that came back most are named in a sentence of their own."""
TOLD = 5
"""So many obstacles of one kind are told; --json has more."""
_HUNDRED = 100
_BAR, _SMALL, _NAME, _TITLE = 10, 4, 36, 30
"""Cells of a bar, of one in a table of many, and of the longest name and title."""
_STATES: Mapping[str, Sentence] = {
    "doing": say("in progress"),
    "todo": say("not started"),
    "blocked": say("blocked"),
    "dropped": say("dropped"),
}
"""States that are told behind what is done."""


class Left(Protocol):
    """A workshop, of which it is known what is left of its boss."""

    @property
    def hp(self) -> int | None:
        """Percent left; None where there is nothing to count."""

    @property
    def first(self) -> int | None:
        """The same at the beginning."""

    @property
    def estimate(self) -> bool:
        """Whether it was counted from actions."""


@dataclass(frozen=True)
class Section:
    """One part of what is told."""

    heading: str
    """Empty for the first one."""
    lines: tuple[str, ...] = ()
    """Sentences, each of any length."""
    head: tuple[str, ...] = ()
    """What stands over the columns; empty where they say so by themselves."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells; as many in each row."""


def sections(found: Portfolio, voice: Voice, audience: Audience = "internal") -> list[Section]:
    """Return what is told of a folder; `found` must be what `for_readers` left for the audience."""
    if not found.sessions:
        return [Section("", (_unreadable(found, voice) or voice.tr("No {workshop} was held in this time."),))]
    told = [
        _head(found, voice, audience),
        _standing(found, voice),
        _returning(found, voice),
        _culture(found, voice, audience),
        _among(found, voice),
        _callings(found, voice),
        _held(found.rows, voice, audience),
    ]
    return [one for one in told if one.lines or one.rows]


# How things are called --------------------------------------------------------------------------------


def calling(voice: Voice, id_: str) -> str:
    """Return what a calling is called."""
    if id_ == portfolio.OWN:
        return voice.tr("in words of their own")
    if id_ == portfolio.REST:
        return voice.tr("others, put together because they are few")
    card = deck.card("callings", id_)
    return (card.text[voice.language][voice.register] if card else id_) or voice.tr("none was named")


def word(voice: Voice, said: str) -> str:
    """Return a word of culture in the language of the voice; any other as it is."""
    card = next((one for one in deck.deck("culture") if one.text["ja"] == said), None)
    return str(card.text[voice.language]) if card else said


def obstacle(voice: Voice, one: Repeated) -> str:
    """Return an obstacle that came back: the words of its card, or as it was typed."""
    card = deck.card("obstacles", one.key) if one.way == "card" else None
    return str(card.text[voice.language]) if card else one.text or one.key


def organisation(voice: Voice, name: str) -> str:
    """Return what an organisation is called: its name, or the number that stands for it."""
    if name[:1] == portfolio.NUMBERED and name[1:].isdecimal():
        return voice.tr("organisation {n}", n=name[1:])
    return name or voice.tr("organisation not named")


def period(voice: Voice, name: str) -> str:
    """Return what a period is called, in few cells."""
    year, _, rest = name.partition("-")
    if not rest:
        return voice.tr("FY{year}", year=year)
    if rest[0] == "Q":
        return voice.tr("FY{year} Q{quarter}", year=year, quarter=rest[1:])
    return name


def hp(voice: Voice, one: Left) -> str:
    """Return the HP of a workshop, at first and now; an estimate says so."""
    if one.hp is None:
        return "-"
    now = voice.tr("about {percent} %", percent=one.hp) if one.estimate else f"{one.hp} %"
    return now if one.first in (None, one.hp) else f"{one.first} > {now}"


def bar(n: int, of: int, cells: int = _BAR) -> str:
    """Draw a share with signs that every terminal has; full at all only, empty at none only."""
    full = round(n * cells / of) if of else 0
    if 0 < n < of:
        full = min(cells - 1, max(1, full))
    return "#" * full + "-" * (cells - full)


def cut(text: str, width: int) -> str:
    """Return a text that is no wider than some cells."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 3:
        text = text[:-1]
    return f"{text}..."


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(map(_cells, text))


def _cells(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def lines_of(section: Section) -> list[str]:
    """Return the table of a section as lines, its columns below each other."""
    rows = [row for row in (section.head, *section.rows) if row]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _listed(voice: Voice, words: Iterable[str]) -> str:
    return voice.tr(", ").join(words)


# The sections -----------------------------------------------------------------------------------------


def _head(found: Portfolio, voice: Voice, audience: Audience) -> Section:
    tr, trn = voice.tr, voice.trn
    span = found.first_day if found.first_day == found.last_day else f"{found.first_day} - {found.last_day}"
    lines = [
        trn("{n} {workshop} ({span})", "{n} {workshops} ({span})", found.sessions, span=span)
        + tr("; organisations: {n}", n=len(found.organisations))
        + tr("; departments and partners: {n}", n=found.seats)
    ]
    if audience != "internal":
        lines.append(
            tr("Without names, titles and whatever else was typed; words of one {workshop} alone are left out.")
        )
    if unreadable := _unreadable(found, voice):
        lines.append(unreadable)
    if found.done:
        lines.append(tr("{Actions}: {done} of {all} done. Thank you.", done=found.done, all=found.agreed))
    elif found.agreed:
        lines.append(trn("{n} {action} was agreed on.", "{n} {actions} were agreed on.", found.agreed))
    if found.statuses:
        lines.append(_open(found, voice))
    if found.carried:
        lines.append(
            trn("{n} came from an earlier {workshop}.", "{n} came from earlier {workshops}.", found.carried)
        )
    if found.done:
        lines.append(
            tr(
                "Of the {done} done, {straight} never slipped at a {checkin}.",
                done=found.done,
                straight=found.done_at_once,
            )
        )
    if found.slipped:
        lines.append(
            trn(
                "{n} open one had its date moved once.", "{n} open ones had their dates moved once.", found.slipped
            )
        )
    if found.slipped_twice:
        lines.append(
            trn(
                "{n} open one had its date moved twice or more: cut it smaller, re-own or drop it.",
                "{n} open ones had their dates moved twice or more: cut them smaller, re-own or drop them.",
                found.slipped_twice,
            )
        )
    return Section("", tuple(line for line in lines if line))


def _open(found: Portfolio, voice: Voice) -> str:
    told = [f"{voice.say(name)} {n}" for state, name in _STATES.items() if (n := found.statuses.get(state))]
    if found.late:
        told.append(voice.trn("{n} past its date", "{n} past their dates", found.late))
    return _listed(voice, told)


def _unreadable(found: Portfolio, voice: Voice) -> str:
    if not found.unreadable:
        return ""
    return voice.trn("{n} file cannot be read.", "{n} files cannot be read.", found.unreadable)


def _standing(found: Portfolio, voice: Voice) -> Section:
    """Tell how many bosses have how much left, those that are beaten first."""
    all_ = sum(found.bands)
    if not all_:
        return Section("")
    rows = []
    below = -1
    for end, n in zip(portfolio.BANDS, found.bands, strict=True):
        name = voice.tr("reached") if end == 0 else f"{below + 1} - {end} %"
        rows.append((name, str(n), bar(n, all_)))
        below = end
    lines = []
    if found.estimated:
        lines.append(
            voice.trn(
                "{n} of them is an estimate, counted from {actions}.",
                "{n} of them are estimates, counted from {actions}.",
                found.estimated,
            )
        )
    return Section(voice.tr("{Boss_hp}"), tuple(lines), rows=tuple(rows))


def _held(found: Sequence[Row], voice: Voice, audience: Audience) -> Section:
    """Tell of the workshops one by one, the newest first."""
    if not found:
        return Section("")
    inside = audience == "internal"
    head = (
        voice.tr("day"),
        voice.tr("title") if inside else voice.tr("organisation"),
        voice.tr("{boss_hp}"),
        voice.tr("done"),
        voice.tr("late"),
    )
    rows = tuple(
        (
            one.day,
            cut(one.title if inside else organisation(voice, one.organisation), _TITLE),
            hp(voice, one),
            f"{one.done}/{one.actions}",
            str(one.late or "-"),
        )
        for one in found
    )
    return Section(voice.tr("{Workshops}, the newest first"), head=head, rows=rows)


def _returning(found: Portfolio, voice: Voice) -> Section:
    """Tell which obstacles came back, and what that may mean."""
    tr, all_ = voice.tr, found.naming
    ways = {"carried": tr("taken over"), "card": tr("the same card"), "word": tr("the same word")}
    rows = tuple(
        (
            cut(obstacle(voice, one), _NAME),
            tr("{n} of {all}", n=one.sessions, all=all_),
            bar(one.sessions, all_),
            ways[one.way],
        )
        for way in ways
        for one in [one for one in found.repeated if one.way == way][:TOLD]
    )
    lines = [
        tr(
            '"{obstacle}" was named in {n} of {all} {workshops}: the team alone may not be able to change it.',
            obstacle=obstacle(voice, one),
            n=one.sessions,
            all=all_,
        )
        for one in portfolio.returning(found)[:RETURNED]
    ]
    if lines:
        lines.append(voice.say(portfolio.WHY_RETURNING))
    return Section(tr("Obstacles that came back"), tuple(lines), rows=rows) if rows else Section("")


def _culture(found: Portfolio, voice: Voice, audience: Audience) -> Section:
    """Tell in how many workshops of each period each word of culture was said, in the order of the deck."""
    tr, shown = voice.tr, found.periods[-portfolio.MANY :]
    words = [str(one.text["ja"]) for one in deck.deck("culture")]
    words += sorted(found.said.keys() - {*words})
    rows = tuple(
        (word(voice, one), *(_share(period, one, audience) for period in shown))
        for one in words
        if found.said.get(one)
    )
    lines = []
    if len(found.periods) > len(shown):
        lines.append(tr("The last {n} periods of {all}.", n=len(shown), all=len(found.periods)))
    if left := portfolio.unsaid(found):
        names = _listed(voice, (word(voice, one) for one in left))
        lines.append(
            tr("Said by nobody: {words}. What could be behind it?", words=names)
            if audience == "internal"
            else tr("Said by nobody, or in one {workshop} alone: {words}. What could be behind it?", words=names)
        )
    lines.append(deck.credit("culture"))
    head = (tr("said in so many {workshops}"), *(period(voice, one.name) for one in shown))
    return Section(tr("Words of culture over time"), tuple(lines), head if rows else (), rows)


def _share(one: Period, said: str, audience: Audience) -> str:
    """Return in how many workshops of a period a word was said; outside the team none and one are told alike."""
    n = one.words.get(said, 0)
    if not n and audience != "internal":
        return "-"
    share = f"{n}/{one.sessions}" if one.sessions < _HUNDRED else f"{round(n * _HUNDRED / one.sessions)} %"
    return f"{bar(n, one.sessions, _SMALL)} {share}"


def _among(found: Portfolio, voice: Voice) -> Section:
    """Tell which words of culture were said in which organisation, by their names."""
    if len(found.organisations) < 2:
        return Section("")
    tr, order = voice.tr, [str(one.text["ja"]) for one in deck.deck("culture")]
    if len(found.organisations) > ORGANISATIONS:
        lines = [tr("There are {n} organisations; --json has all of them.", n=len(found.organisations))]
    else:
        lines = []
        for one in found.organisations:
            said = sorted(one.words, key=lambda name: (order.index(name) if name in order else len(order), name))
            words = _listed(voice, (f"{word(voice, name)} {one.words[name]}/{one.sessions}" for name in said))
            name = organisation(voice, one.name)
            lines.append(tr("{organisation}: {words}", organisation=name, words=words or "-"))
    return Section(tr("Words of culture by organisation"), tuple(lines))


def _callings(found: Portfolio, voice: Voice) -> Section:
    """Tell of the callings in the order of their deck, and which are missing."""
    tr = voice.tr
    nobody, few = portfolio.missing(found)
    idle = portfolio.idle(found)
    lines = []
    if nobody:
        lines.append(tr("Nowhere anybody as: {names}", names=_names(voice, nobody)))
    if few:
        lines.append(tr("In fewer than half of the {workshops}: {names}", names=_names(voice, few)))
    if idle:
        lines.append(tr("There, but with none of the {actions}: {names}", names=_names(voice, idle)))
    rows = tuple(
        (
            calling(voice, one.calling),
            f"{one.held}/{found.parties}",
            *(str(n or "-") for n in (one.done, one.open)),
        )
        for one in found.roles
        if one.held or one.actions
    )
    head = (tr("{Calling}"), tr("{workshops}"), tr("done"), tr("not done yet"))
    return Section(tr("{Callings}"), tuple(lines), head if rows else (), rows)


def _names(voice: Voice, ids: Iterable[str]) -> str:
    return _listed(voice, (calling(voice, id_) for id_ in ids))
