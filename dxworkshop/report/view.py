"""The resolved view of a session: plain text in its final order, with nothing left to decide but its looks.

Every string is text, never markup: what people typed stands in it as they typed it, and a renderer escapes
all of it alike. There are seven blocks; a renderer that knows them can show any document. Whether something
may be seen by the readers of a document was decided before: a report holds nothing that has to be held back.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dxworkshop.offer import Audience, DocumentName

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Paragraph:
    """Running text; its lines are kept."""

    text: str
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Fields:
    """Labels, each with its value."""

    rows: tuple[tuple[str, str], ...]
    block: Literal["fields"] = "fields"


@dataclass(frozen=True)
class Bullets:
    """A list without an order of its own."""

    items: tuple[str, ...]
    block: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Table:
    """Rows under a head; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    """One for each column."""
    block: Literal["table"] = "table"


@dataclass(frozen=True)
class Meter:
    """A share of a whole, as words and as a number to draw a bar from."""

    text: str
    percent: int
    """0 to 100."""
    block: Literal["meter"] = "meter"


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
    check: str = ""
    """What tells, in a copy that comes back, whether the action has changed here since: 8 hexadecimal digits."""


@dataclass(frozen=True)
class Tasks:
    """Things to be done, one by one."""

    items: tuple[Task, ...]
    block: Literal["tasks"] = "tasks"


@dataclass(frozen=True)
class Ring:
    """One line of a radar."""

    name: str
    values: tuple[float | None, ...]
    """One for each axis; None where nothing was said."""


@dataclass(frozen=True)
class Radar:
    """Values around a circle."""

    axes: tuple[str, ...]
    rings: tuple[Ring, ...]
    most: float
    """The outer end of every axis; the inner end is 0."""
    chart: Literal["radar"] = "radar"


@dataclass(frozen=True)
class Pair:
    """Two values of one thing, with the way between them."""

    label: str
    group: str
    """What it belongs to; the pairs of one group stand together."""
    low: float
    high: float


@dataclass(frozen=True)
class Dumbbells:
    """Two points for each thing, joined by a line."""

    pairs: tuple[Pair, ...]
    low: str
    """What the first value is called."""
    high: str
    most: float
    """The right end of the scale; the left end is 0."""
    chart: Literal["dumbbells"] = "dumbbells"


@dataclass(frozen=True)
class Reading:
    """One value of one day."""

    on: date
    value: float


@dataclass(frozen=True)
class Course:
    """Values over time, 0 to `most`."""

    name: str
    readings: tuple[Reading, ...]
    """In the order of their days."""
    most: float
    chart: Literal["course"] = "course"


@dataclass(frozen=True)
class Point:
    """Something placed on a plane."""

    sign: str
    """One or two characters beside the point; what it stands for is in the twin."""
    label: str
    across: float
    up: float


@dataclass(frozen=True)
class Plane:
    """Things placed by two marks of 1 to 5."""

    points: tuple[Point, ...]
    across: str
    up: str
    chart: Literal["plane"] = "plane"


@dataclass(frozen=True)
class Series:
    """One value for each bar."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Columns:
    """Bars side by side, lying down: for each label one bar, made of the values of all series."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    chart: Literal["columns"] = "columns"


@dataclass(frozen=True)
class Span:
    """A stretch of time with its label."""

    label: str
    start: date
    end: date
    state: Literal["open", "late", "done"]


@dataclass(frozen=True)
class Quarter:
    """A quarter of a fiscal year."""

    label: str
    start: date
    end: date
    """Its last day."""


@dataclass(frozen=True)
class Timeline:
    """What runs from when to when, over the quarters of fiscal years."""

    spans: tuple[Span, ...]
    quarters: tuple[Quarter, ...]
    today: date
    chart: Literal["timeline"] = "timeline"


@dataclass(frozen=True)
class Word:
    """A word, and in how many notes it stands."""

    text: str
    count: int


@dataclass(frozen=True)
class Cloud:
    """Words by how often they were used, most first."""

    words: tuple[Word, ...]
    chart: Literal["cloud"] = "cloud"


Chart = Radar | Dumbbells | Course | Plane | Columns | Timeline | Cloud
"""Everything a picture can be drawn from."""


@dataclass(frozen=True)
class Picture:
    """Something to look at. Its twin says the same to those who cannot see it."""

    name: str
    """Its name in ASCII, once in a report: the stem of its file."""
    title: str
    summary: str
    """What it shows, in one or two sentences."""
    drawn: Chart
    twin: Table
    told: bool = False
    """Whether the section says all of it in a table of its own: text without pictures leaves it out."""
    block: Literal["picture"] = "picture"


Block = Paragraph | Fields | Bullets | Table | Meter | Tasks | Picture
"""Everything a section is made of."""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    kind: str
    """The kind of step it tells of, or what else it is: ``about`` is what the document says of itself."""
    heading: str
    blocks: tuple[Block, ...]
    page: bool = False
    """Whether it begins a new page on paper."""


@dataclass(frozen=True)
class Head:
    """What an office writes over a document."""

    rows: tuple[tuple[str, str], ...]
    """Labels, each with its value."""
    stamps: tuple[str, ...]
    """Over each box in which somebody stamps: their post."""


@dataclass(frozen=True)
class Row:
    """One action as data: what a spreadsheet or a program works on. Text is empty where nothing is known."""

    number: int
    """Its place in the plan, from 1."""
    id: str
    title: str
    aim: str
    today: str
    """How things are now."""
    issue: str
    content: str
    first_step: str
    first_step_by: date | None
    owner: str
    """Role or office, and for the team also the name."""
    calling: str
    offices: str
    partners: str
    due: date | None
    quarter: str
    measure: str
    measure_kind: str
    unit: str
    baseline: float | None
    now: float | None
    target: float | None
    budget: str
    """Code: ``none``, ``needed``, ``secured`` or empty."""
    decided_at: str
    """Code: ``team``, ``committee``, ``headquarters``, ``council`` or empty."""
    status: str
    """Code: ``todo``, ``doing``, ``blocked``, ``done`` or ``dropped``."""
    remark: str
    late: bool
    """Whether it is open and past its due date."""


@dataclass(frozen=True)
class Sheet:
    """The actions as a table for a spreadsheet: the same cells as `Row`, in words."""

    keys: tuple[str, ...]
    """Name of each column, the same in every language."""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Appointment:
    """Something that falls on a day, for a calendar."""

    uid: str
    """The same in every export of this session: a second import updates the first."""
    on: date
    title: str
    text: str
    cancelled: bool = False
    """Whether it is off: done, dropped or removed."""


@dataclass(frozen=True)
class Report:
    """One document about one session, for one audience."""

    language: str
    """Language of its own words: ``ja`` or ``en``."""
    title: str
    facts: tuple[Block, ...]
    """What stands under the title."""
    sections: tuple[Section, ...]
    document: DocumentName = "plan"
    audience: Audience = "internal"
    name: str = ""
    """What the document is called: an action plan, minutes ..."""
    organisation: str = ""
    """Empty where it is unknown or hidden."""
    session: str = ""
    """Id of the session."""
    created: datetime | None = None
    """When the session was made."""
    made: datetime | None = None
    """When the report was made."""
    head: Head | None = None
    footer: tuple[str, ...] = ()
    """Classification and licence."""
    actions: tuple[Row, ...] = ()
    sheet: Sheet = Sheet((), (), ())
    appointments: tuple[Appointment, ...] = ()
