"""What can be asked of a document: names alone, so that a help text loads nothing that makes one."""

from typing import Literal, TypeVar, get_args

Audience = Literal["internal", "office", "public"]
"""For whom a document is: the team (everything), the office (roles instead of names), everybody (a summary)."""
DocumentName = Literal["plan", "minutes", "brief", "handover"]
"""Action plan, minutes, a page for every role or department, and what a successor has to know."""
Dates = Literal["era", "western"]
"""Years as offices of Japan count them, or as everybody does; in English always the latter."""
ColumnSet = Literal["compact", "long"]
"""The columns of the table of actions: those that fit a sheet of paper, or all of them."""
Route = Literal["circulated", "decided"]
"""To be read (nothing is decided by it), or to be decided."""
Licence = Literal["pdl", "cc-by", "office"]
"""The public data licence PDL1.0, CC BY 4.0, or for the office alone."""
Grouping = Literal["status", "role", "person", "quarter"]
"""By what a review puts the actions of a plan together."""
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
DOCUMENTS: tuple[DocumentName, ...] = get_args(DocumentName)
DATES: tuple[Dates, ...] = get_args(Dates)
COLUMNS: tuple[ColumnSet, ...] = get_args(ColumnSet)
ROUTES: tuple[Route, ...] = get_args(Route)
LICENCES: tuple[Licence, ...] = get_args(Licence)
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
FORMATS = ("md", "html", "txt", "csv", "tsv", "ics", "json")
"""Every format there is; `render.FORMATS` has what writes it."""
ENCODINGS = ("utf-8", "cp932")
"""Every encoding a file can be written in."""
ChoiceT = TypeVar("ChoiceT")


def named(name: str, choices: tuple[ChoiceT, ...]) -> ChoiceT:
    """Return the choice of a name; raises `StopIteration` for none, which a face refuses before."""
    return next(choice for choice in choices if choice == name)
