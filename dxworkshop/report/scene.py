"""What the room sees, as plain values: resolved words and numbers, with nothing left to decide but its looks.

Every string is text, never markup. What a room may not know yet, or may never know, is not in here.
"""

from dataclasses import dataclass
from typing import Literal

from dxworkshop.report.view import Table

ClockState = Literal["ready", "running", "over", "stopped"]
"""Not begun, with time left, past the planned end, or standing still."""


@dataclass(frozen=True)
class Clock:
    """The time of the step."""

    big: str
    """What is shown large: ``mm:ss`` left, with a plus in front where the end has passed."""
    state: ClockState
    words: str
    """What the figures mean."""


@dataclass(frozen=True)
class Words:
    """What everybody is to read: a sentence, a name, a question. Its lines are kept."""

    text: str


@dataclass(frozen=True)
class Entry:
    """One of several."""

    text: str
    sign: str = ""
    """What it is called out by, such as ``3``."""
    more: str = ""
    """What belongs to it and is told below."""


@dataclass(frozen=True)
class Lines:
    """Several things, under a heading if there is one."""

    entries: tuple[Entry, ...]
    heading: str = ""


@dataclass(frozen=True)
class Mark:
    """One statement, and what the room thinks of it."""

    label: str
    ideal: float | None
    reality: float | None
    """1 to 5; None where nothing was said."""


@dataclass(frozen=True)
class Scale:
    """Statements, each with reality and the ideal."""

    marks: tuple[Mark, ...]
    reality: str
    ideal: str
    gap: str
    """The words of its legend."""


@dataclass(frozen=True)
class Bar:
    """What was voted on, and its dots."""

    sign: str
    text: str
    dots: int


@dataclass(frozen=True)
class Bars:
    """The sums of a vote that the room may see, most first."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Spot:
    """What is placed by impact and effort, or is still to be placed."""

    sign: str
    text: str
    impact: int | None
    effort: int | None
    """1 to 5; None where it has no place yet."""
    anchor: bool


@dataclass(frozen=True)
class Grid:
    """What is worth how much, and what it costs."""

    spots: tuple[Spot, ...]
    impact: str
    effort: str
    anchor: str
    unplaced: str
    """The words beside the grid."""


Block = Words | Lines | Scale | Bars | Grid | Table
"""Everything that can stand before the room."""


@dataclass(frozen=True)
class Stage:
    """One moment of a session, as the room may see it."""

    language: str
    """Language of its own words: ``ja`` or ``en``."""
    workshop: str
    """What the session is called."""
    place: str
    """Which step it is, of how many."""
    title: str
    """What the step is called."""
    clock: Clock
    blocks: tuple[Block, ...]
    asides: tuple[str, ...]
    """Short lines below everything: what is kept of names, whose words these are, what waits."""
