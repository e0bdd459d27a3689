"""``dxworkshop meeting`` and ``dxworkshop paper``: time and place, and what stands over a document."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import SessionArgument, change
from dxworkshop.cli.field import Field, day, text, values
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group, something, with_fields
from dxworkshop.cli.output import note
from dxworkshop.errors import UsageError
from dxworkshop.i18n import LANGUAGES, Voice, tr
from dxworkshop.offer import LICENCES, ROUTES
from dxworkshop.sentence import Sentence, say

if TYPE_CHECKING:
    from dxworkshop.model.changes import Part
    from dxworkshop.service import Facilitation


def time(led: "Facilitation", typed: str) -> object:
    """Return a time of the day; an empty text for an empty one."""
    return calendar.parse_time(typed)


def route(led: "Facilitation", typed: str) -> object:
    """Return the code of a route, which may be typed as the word an office has for it."""
    from dxworkshop.model import words

    return _coded(words.ROUTES, typed)


def licence(led: "Facilitation", typed: str) -> object:
    """Return the code of a licence, which may be typed by its name."""
    from dxworkshop.model import words

    return _coded(words.LICENCES, typed)


def _coded(words: "Mapping[Any, Sentence]", typed: str) -> str:
    wanted = typed.strip().casefold()
    for code, sentence in words.items():
        names = (Voice(language).say(sentence) for language in LANGUAGES)
        if wanted in (code, *(name.casefold() for name in names)):
            return str(code)
    if not wanted:
        return ""
    raise UsageError(say("{value} is not one of: {choices}", value=typed, choices=list(words)))


def held(led: "Facilitation", typed: str) -> object:
    """Return the day of the workshop, which mostly is past; None for an empty text."""
    return calendar.parse_near_day(typed, calendar.now().date())


MEETING = (
    Field("held", tr("Day of the {workshop}"), held, metavar="DATE"),
    Field("start", tr("When it began"), time, metavar="TIME", flag="--from"),
    Field("end", tr("When it ended"), time, metavar="TIME", flag="--until"),
    Field("place", tr("Where"), text),
    Field("handouts", tr("What was handed out; may be repeated"), text, flag="--handout", many=True),
)
PAPER = (
    Field("number", tr("Number of the document"), text),
    Field("route", tr("For circulation, or for decision"), route, metavar="|".join(ROUTES)),
    Field("drafted", tr("Day of the draft"), day, metavar="DATE"),
    Field("keep", tr("How long it is kept"), text),
    Field("category", tr("Where it is filed"), text),
    Field("stamps", tr("Who stamps it, by post; may be repeated"), text, flag="--stamp", many=True),
    Field(
        "licence",
        tr("Under which terms it may be used: PDL1.0, CC BY 4.0, or for the office alone"),
        licence,
        metavar="|".join(LICENCES),
    ),
)
meeting = group(tr("When and where the team met, for the minutes"))
app = group(tr("What an office writes over a document"))


@meeting.command("set", cls=Command, help=tr("Write down when and where the team met"))
@with_fields(MEETING)
def set_meeting(ctx: typer.Context, session: SessionArgument, **typed: Any) -> None:
    """Write down day, times, place and hand-outs."""
    _set(ctx, session, "meeting", MEETING, typed)
    note(tr("changed: {name}", name=tr("time and place")))


@app.command("set", cls=Command, help=tr("Fill in the head of the documents"))
@with_fields(PAPER)
def set_paper(ctx: typer.Context, session: SessionArgument, **typed: Any) -> None:
    """Fill in number, route, days, boxes for stamps, and the licence."""
    _set(ctx, session, "paper", PAPER, typed)
    note(tr("changed: {name}", name=tr("the head of the document")))


def _set(ctx: typer.Context, session: str, part: "Part", fields: tuple[Field, ...], typed: dict[str, Any]) -> None:
    from dxworkshop.model.changes import Set

    change(ctx, session, lambda led: Set(part, something(values(fields, led, typed))))
