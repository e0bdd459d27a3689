"""``dxworkshop compare``: sessions side by side: departments, municipalities, before and after; no ranking."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from dxworkshop import calendar, offer
from dxworkshop.cli.context import JsonOption, library, named
from dxworkshop.cli.output import as_json, document
from dxworkshop.cli.stats import AudienceOption, OnOption, chosen_of, day_of, print_sections
from dxworkshop.errors import UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.insight.compare import Comparison
    from dxworkshop.model.session import Session

FORMATS = ("txt", "md")
"""How a comparison can be printed, besides as JSON."""

SessionsArgument = Annotated[
    list[str], typer.Argument(metavar="SESSION SESSION...", help=tr("Files, starts of ids, or parts of titles"))
]
FormatOption = Annotated[
    str,
    typer.Option("--format", metavar="|".join(FORMATS), help=tr("As text or as Markdown"), show_default=False),
]


def compare(
    ctx: typer.Context,
    sessions: SessionsArgument,
    audience: AudienceOption = "internal",
    on: OnOption = "",
    format_: FormatOption = "txt",
    json: JsonOption = False,
) -> None:
    """Print some sessions side by side."""
    from dxworkshop.render.sections import markdown
    from dxworkshop.report import comparison

    readers = cast("offer.Audience", chosen_of(audience, offer.AUDIENCES))
    form = chosen_of(format_, FORMATS)
    today = day_of("--on", on) or calendar.now().date()
    found = _sessions(ctx, sessions)
    # What leaves the team speaks plainly, as its documents do.
    told = voice() if readers == "internal" else Voice(voice().language, "plain")
    beside = comparison.told_to(found, today, readers, told)
    if json:
        as_json(_data(beside, readers))
    elif form == "md":
        document(markdown(told.tr("{Workshops} side by side"), comparison.sections(beside, told, whole=True)))
    else:
        print_sections(comparison.sections(beside, told))


def _sessions(ctx: typer.Context, wishes: list[str]) -> "list[Session]":
    """Return the sessions that were named, each once."""
    from dxworkshop.store import document as file

    found: dict[str, Session] = {}
    for wish in wishes:
        session = file.load(library(ctx, named(wish)).find(wish)).session
        found.setdefault(session.id, session)
    if len(found) < 2:
        raise UsageError(say("name two or more sessions to compare"))
    return list(found.values())


def _data(found: "Comparison", audience: str) -> dict[str, Any]:
    """Return all of it for a program; what was taken out for these readers is not there at all."""
    columns = []
    for column in found.columns:
        data = asdict(column)
        data["words"] = column.culture()
        if audience != "internal":
            del data["title"], data["id"], data["strengths"]
        columns.append(data)
    return {
        "audience": audience,
        "before_after": found.before_after,
        "columns": columns,
        "statements": [asdict(one) for one in found.asked],
        "obstacles": [asdict(one) for one in found.gaps],
    }
