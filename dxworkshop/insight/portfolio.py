"""A folder of workshops at a glance: what was done, what comes back, what nobody said, and who is missing.

Counts of workshops and of actions, never of people: nobody is ranked, and no name of a person is in it. What a
team typed is only in the titles and in `Repeated.text`, and `for_readers` takes that out too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dxworkshop.deck import card, deck
from dxworkshop.offer import Audience
from dxworkshop.sentence import Sentence, say

Way = Literal["carried", "card", "word"]
"""How one knows that an obstacle came back: taken over as it was, the same card, or the same word in it."""
By = Literal["month", "quarter", "year"]
"""How long a period is; quarters and years are fiscal ones."""
OWN = "own"
"""Stands for all callings that teams named in words of their own, where those are not told."""
REST = "rest"
"""Stands for all callings of which there are too few to be told apart."""
NUMBERED = "#"
"""What stands before a number that stands for an organisation."""
FEW = 2
"""A word said in fewer workshops is not told outside the team: it may tell who said it."""
FEWEST = 3
"""Fewer actions of a calling are not told to everybody: they may tell who it is."""
RETURNING = 3
"""So many workshops have to have named an obstacle before it is said that it comes back: our default."""
MANY = 6
"""So many periods can be told beside each other; of more, longer ones are made."""
BANDS = (0, 25, 50, 75, 100)
"""Upper ends, in percent, of the bands in which HP is counted; the first holds what is beaten."""


@dataclass(frozen=True)
class Row:
    """One workshop of the folder."""

    file: str
    """Name of its file; empty where that is not told, for it is made of the title."""
    id: str
    title: str
    organisation: str
    day: str
    """Day of the workshop, as ISO text."""
    hp: int | None
    """Percent left of the boss; None where there is nothing to count."""
    first: int | None
    """The same at the beginning."""
    estimate: bool
    """Whether it was counted from actions, for nothing is measured."""
    actions: int
    """Actions that were not dropped."""
    done: int
    late: int
    """Open actions whose day has passed, but for those that a later workshop took over."""


@dataclass(frozen=True)
class Repeated:
    """An obstacle that more than one workshop named."""

    way: Way
    key: str
    """Id of the obstacle or of its card, or the word."""
    sessions: int
    text: str = ""
    """As a team typed it, the last time; empty for a word and a card, and where it is not told."""


@dataclass(frozen=True)
class Period:
    """Some time, the workshops held in it, and the words of culture said there."""

    name: str
    """``2026-11``, ``2026-Q3`` or ``2026``, of fiscal years but for the month; or the name of an organisation."""
    sessions: int
    words: Mapping[str, int]
    """In how many of them each word was said."""


@dataclass(frozen=True)
class Role:
    """A calling: in how many workshops somebody fills it, and what is done in it."""

    calling: str
    """Id of the deck, words of a team's own, `OWN` or `REST`; empty where an action has none."""
    held: int
    """Workshops in which somebody holds it, or owns what is done in it."""
    open: int
    done: int
    dropped: int
    busy: bool = False
    """Whether anybody who holds it owns an action, in this calling or in another."""

    @property
    def actions(self) -> int:
        """All actions agreed on in it."""
        return self.open + self.done + self.dropped


@dataclass(frozen=True)
class Portfolio:
    """All that is told of a folder. An action that was taken over counts once, in its newest workshop."""

    sessions: int = 0
    unreadable: int = 0
    """Files that could not be read, and count nowhere."""
    first_day: str = ""
    last_day: str = ""
    seats: int = 0
    """Departments and organisations that members came from."""
    statuses: Mapping[str, int] = field(default_factory=dict)
    """How many actions are in which state."""
    carried: int = 0
    """Actions that came from an earlier workshop."""
    slipped: int = 0
    """Open actions that were not done by a day once."""
    slipped_twice: int = 0
    """Open actions that were not done by a day at least twice."""
    done_at_once: int = 0
    """Done actions that never slipped. Whether they were done in time is not known: nobody notes that day."""
    late: int = 0
    bands: tuple[int, ...] = (0,) * len(BANDS)
    """Bosses by what is left of them, one for each of `BANDS`; of a chain of workshops, in the newest alone."""
    estimated: int = 0
    """How many of those are estimates."""
    naming: int = 0
    """Workshops that named obstacles."""
    repeated: tuple[Repeated, ...] = ()
    """By how many workshops named them, most first."""
    parties: int = 0
    """Workshops in which somebody fills a calling."""
    roles: tuple[Role, ...] = ()
    """In the order of the deck, then words of teams' own."""
    said: Mapping[str, int] = field(default_factory=dict)
    """In how many workshops each word of culture was said."""
    periods: tuple[Period, ...] = ()
    """By time."""
    organisations: tuple[Period, ...] = ()
    """By name."""
    naming_people: frozenset[str] = frozenset()
    """Organisations whose names hold the name of a member."""
    rows: tuple[Row, ...] = ()
    """The newest workshops, newest first."""

    @property
    def agreed(self) -> int:
        """Actions that were not dropped."""
        return sum(n for status, n in self.statuses.items() if status != "dropped")

    @property
    def done(self) -> int:
        """Actions that are done."""
        return self.statuses.get("done", 0)


def missing(found: Portfolio) -> tuple[list[str], list[str]]:
    """Return the callings of the deck that no workshop has filled, and those that few have.

    Few are fewer than half. A workshop in which nobody holds any calling did not ask for them, and does not count.
    """
    held = {role.calling: role.held for role in found.roles}
    nobody = [one.id for one in deck("callings") if found.parties and not held.get(one.id)]
    few = [one.id for one in deck("callings") if 0 < held.get(one.id, 0) * 2 < found.parties]
    return nobody, few


def idle(found: Portfolio) -> list[str]:
    """Return the callings of the deck that somebody holds, with no action in them or owned by those who do."""
    busy = {role.calling for role in found.roles if role.actions or role.busy}
    held = {role.calling for role in found.roles if role.held}
    return [one.id for one in deck("callings") if one.id in held - busy]


def unsaid(found: Portfolio) -> list[str]:
    """Return the words of culture that are not among those told, in the order of their deck."""
    words = (str(one.text["ja"]) for one in deck("culture"))
    return [word for word in words if not found.said.get(word)]


def periods(months: Sequence[Period], by: By | None = None) -> tuple[Period, ...]:
    """Return months put together, by what `by` says or else by what fits their span: at most `MANY` of them."""
    spans: tuple[By, ...] = (by,) if by else ("month", "quarter", "year")
    long: By = next((one for one in spans if len({_period(p.name, one) for p in months}) <= MANY), spans[-1])
    found: dict[str, tuple[int, dict[str, int]]] = {}
    for month in sorted(months, key=lambda one: one.name):
        name = _period(month.name, long)
        sessions, words = found.get(name, (0, {}))
        for word, n in month.words.items():
            words[word] = words.get(word, 0) + n
        found[name] = (sessions + month.sessions, words)
    return tuple(Period(name, sessions, words) for name, (sessions, words) in found.items())


def _period(month: str, by: By) -> str:
    """Return the period that a month, ``2026-11``, falls in; a fiscal year begins in April."""
    if by == "month":
        return month
    since_april = int(month[:4]) * 12 + int(month[5:7]) - 4
    year, at = divmod(since_april, 12)
    return f"{year:04d}" if by == "year" else f"{year:04d}-Q{at // 3 + 1}"


# What may be told --------------------------------------------------------------------------------------


def for_readers(found: Portfolio, audience: Audience) -> Portfolio:
    """Return what an audience may read: outside the team nothing that anybody typed, and no word of one workshop.

    The office reads the names of organisations, but for one that holds the name of a member; everybody reads
    numbers in their place, and no small count of a calling.
    """
    if audience == "internal":
        return found
    names = _office_names(found, everybody=audience == "public")
    said = {word: n for word, n in found.said.items() if n >= FEW}
    return replace(
        found,
        repeated=tuple(replace(one, text="") for one in found.repeated if _is_told(one)),
        roles=_grouped(found.roles, FEWEST if audience == "public" else 1),
        said=said,
        periods=tuple(_of_several(one, one.name, said) for one in found.periods),
        organisations=tuple(_of_several(one, names[one.name], said) for one in found.organisations),
        naming_people=frozenset(),
        rows=()
        if audience == "public"
        else tuple(
            replace(row, file="", id="", title="", organisation=names.get(row.organisation, ""))
            for row in found.rows
        ),
    )


def _office_names(found: Portfolio, *, everybody: bool) -> dict[str, str]:
    """Return what organisations are called; a number, which stands for one, in the order of their names."""
    names = {}
    for number, one in enumerate(found.organisations, start=1):
        hidden = everybody or one.name in found.naming_people
        names[one.name] = f"{NUMBERED}{number}" if hidden and one.name else one.name
    return names


def _of_several(period: Period, name: str, said: Mapping[str, int]) -> Period:
    """Return a period with the words alone that several of its workshops said."""
    return Period(name, period.sessions, {w: n for w, n in period.words.items() if w in said and n >= FEW})


def _is_told(one: Repeated) -> bool:
    """Tell whether an obstacle may be told by its key: a card that there is, or a word of several workshops."""
    if one.way == "card":
        return card("obstacles", one.key) is not None
    return one.way == "word" and one.sessions >= FEW


def _grouped(roles: Sequence[Role], fewest: int) -> tuple[Role, ...]:
    """Return roles without words of teams' own, and without a count of actions that is too small to be told.

    What is put together must not be small itself, or it could be told from the sum: then the next smallest
    calling joins it.
    """
    known = {one.id for one in deck("callings")} | {""}
    own = [role for role in roles if role.calling not in known]
    kept = [role for role in roles if role.calling in known]
    kept += [_together(own, OWN)] if own else []
    busy = sorted((role for role in kept if role.actions), key=lambda role: role.actions)
    small = [role for role in busy if role.actions < fewest]
    while small and sum(role.actions for role in small) < fewest and len(small) < len(busy):
        small.append(busy[len(small)])
    left = [role if role not in small else replace(role, open=0, done=0, dropped=0, busy=True) for role in kept]
    left = [role for role in left if role.held or role.actions]
    return (*left, *([replace(_together(small, REST), held=0)] if small else ()))


def _together(roles: Sequence[Role], name: str) -> Role:
    return Role(
        name,
        sum(role.held for role in roles),
        sum(role.open for role in roles),
        sum(role.done for role in roles),
        sum(role.dropped for role in roles),
        any(role.busy for role in roles),
    )


# What is worth saying ----------------------------------------------------------------------------------


def returning(found: Portfolio) -> tuple[Repeated, ...]:
    """Return the obstacles that came back so often that somebody else may have to lend a hand.

    Named by at least `RETURNING` workshops, and by half of those that named any.
    """
    often = (one for one in found.repeated if one.sessions >= RETURNING and one.sessions * 2 >= found.naming)
    return tuple(one for one in often if one.way != "word")


WHY_RETURNING: Sentence = say(
    "In one organisation that was watched for three years, topics that came back were those the team could not "
    "change by itself (Lehtinen et al. 2017; one organisation only)."
)
"""What stands behind it, and how much."""
