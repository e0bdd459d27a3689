"""The resolved view of a session: plain text in its final order, with nothing left to decide but its looks.

Every string is text, never markup: what people typed stands in it as they typed it, and a renderer escapes
all of it alike. There are six blocks; a renderer that knows them can show any document.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Paragraph:
    """Running text; its lines are kept."""

    text: str


@dataclass(frozen=True)
class Fields:
    """Labels, each with its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bullets:
    """A list without an order of its own."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    """One for each column."""


@dataclass(frozen=True)
class Meter:
    """A share of a whole, as words and as a number to draw a bar from."""

    text: str
    percent: int
    """0 to 100."""


@dataclass(frozen=True)
class Task:
    """One thing to be done."""

    id: str
    """What a ticked copy is read back by."""
    done: bool | None
    """Whether the box is ticked; None where there is no box, because nobody is going to do it."""
    title: str
    number: str
    """Its number, as words: the same as in the table."""
    fields: Fields


@dataclass(frozen=True)
class Tasks:
    """Things to be done, one by one."""

    items: tuple[Task, ...]


Block = Paragraph | Fields | Bullets | Table | Meter | Tasks
"""Everything a section is made of."""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    kind: str
    """The kind of step it tells of, or ``about`` for what the document says of itself."""
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """One document about one session."""

    language: str
    """Language of its own words: ``ja`` or ``en``."""
    title: str
    facts: tuple[Block, ...]
    """What stands under the title."""
    sections: tuple[Section, ...]
