"""How plans stand, as plain values: resolved words, days and numbers, with nothing left to decide but their looks.

Every string is text, never markup. Whether somebody may read it was decided before: what is held back is not here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dxworkshop.model.session import Status
from dxworkshop.offer import Grouping

Part = Literal["done", "next", "blocked", "open", "dropped"]
"""Where an action is told: done, next for somebody, stuck, open without a day yet, or given up."""
PARTS: tuple[Part, ...] = ("done", "next", "blocked", "open", "dropped")
"""All parts, in the order in which they are told everywhere: thanks come first."""


@dataclass(frozen=True)
class Deed:
    """One action as it stands."""

    session: str
    """Id of the session it is in."""
    plan: str
    """Title of that session."""
    id: str
    number: int
    """Its place in its plan, from 1."""
    title: str
    part: Part
    status: Status
    state: str
    """The word for its status."""
    person: str
    """Who has it: by name, by office or by role, as far as it may be told; empty for nobody yet."""
    owner: str
    """The same with the office behind the name."""
    role: str
    """The calling it is done in; may be empty."""
    due: date | None
    quarter: str
    """Quarter of the fiscal year it is due in; empty without a day."""
    step: str
    """What is to be done next of it: the step of the last check-in, or the first one; may be empty."""
    step_by: date | None
    if_then: str
    day: date | None
    """The next day on which something of it falls due; None for what is done, dropped or has no day."""
    late: bool
    """Whether it is open and past its due date: a fact, not a fault."""
    slips: int
    """On how many days it was due on it was not done."""
    reason: str
    """Why it is blocked or was dropped."""
    waits: tuple[str, ...]
    """What it waits for, in a few words each; of open actions only."""
    ask: tuple[str, ...]
    """Who could be asked, the nearest first; of blocked actions only."""


@dataclass(frozen=True)
class Group:
    """Actions under one heading."""

    key: str
    """What tells it from the others, in any language: a `Part`, or the heading itself."""
    name: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Counts:
    """How many actions stand where."""

    done: int = 0
    doing: int = 0
    todo: int = 0
    blocked: int = 0
    dropped: int = 0
    late: int = 0
    """Those of the open ones that are past their due date."""

    @property
    def open(self) -> int:
        """Those that are still ahead."""
        return self.doing + self.todo + self.blocked

    @property
    def total(self) -> int:
        """All that were not dropped."""
        return self.done + self.open


@dataclass(frozen=True)
class Reached:
    """A milestone, and what is said of it."""

    day: date
    percent: int
    """How much was left at most."""
    said: str
    """In one or two sentences, with thanks by role."""


@dataclass(frozen=True)
class Plan:
    """One plan from above."""

    session: str
    title: str
    organisation: str
    boss: str
    hp: int | None
    """Percent that are left of the boss; None where there is nothing to count."""
    estimate: bool
    """Whether that was counted from actions, because nothing is measured."""
    course: tuple[tuple[date, int], ...]
    """What was left, day by day; empty while there is no course yet."""
    read: tuple[date, int] | None
    """The one day on which anything was read or reported, and what was left; None for none, and for a course."""
    milestones: tuple[Reached, ...]
    """What was reached on the way, in the order of the way."""
    rescored: tuple[str, ...]
    """What was rated again, then and now, in one line each."""
    next_review: date | None
    counts: Counts
    """Of the actions that are told of this plan."""


@dataclass(frozen=True)
class Standing:
    """Some plans, with everything that can be asked of them."""

    plans: tuple[Plan, ...]
    deeds: tuple[Deed, ...]
    """In the order in which they are told, whatever they are grouped by."""
    counts: Counts
    balance: tuple[str, ...]
    """What could be shared out better, as questions to the team; nothing of it for everybody."""


@dataclass(frozen=True)
class Board:
    """What was asked of some plans: their actions in groups, only those that hold all the words."""

    plans: tuple[Plan, ...]
    by: Grouping
    match: str
    """The words that were asked for; empty for all."""
    groups: tuple[Group, ...]
    counts: Counts
    """Of all actions, whatever was asked for."""
    found: int
    """How many actions are in the groups."""
    all: int
    """How many there are, whatever was asked for."""
    balance: tuple[str, ...]
    """What could be shared out better, as questions to the team."""
