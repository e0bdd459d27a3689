"""``dxworkshop stats``: a folder at a glance, from its index. No session is built, nobody is ranked or named."""

from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from dxworkshop import calendar, offer
from dxworkshop.cli.context import JsonOption, readable_folder
from dxworkshop.cli.output import as_json, finding, note, out
from dxworkshop.cli.progress import progress
from dxworkshop.errors import FolderError, RuleError, UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.glance import Section
    from dxworkshop.insight.portfolio import By, Portfolio

BY = ("month", "quarter", "year")
"""How long the periods of a glance may be."""
NEWEST = 100
"""Workshops that are told one by one as data; list has all of them."""

PlaceArgument = Annotated[
    str, typer.Argument(metavar="FOLDER", help=tr("A folder; without it, the folder of sessions"))
]
AudienceOption = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="|".join(offer.AUDIENCES),
        help=tr("For whom: outside the team there are roles and counts, and nothing that anybody typed"),
        show_default=False,
    ),
]
SinceOption = Annotated[
    str,
    typer.Option("--since", metavar="DATE", help=tr("Only {workshops} held from this day on"), show_default=False),
]
UntilOption = Annotated[
    str,
    typer.Option("--until", metavar="DATE", help=tr("Only {workshops} held up to this day"), show_default=False),
]
OnOption = Annotated[
    str,
    typer.Option("--on", metavar="DATE", help=tr("As of this day: 2027-03-31, 3/31 or +14"), show_default=False),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="|".join(BY),
        help=tr("How long a period is, by fiscal years; else what fits"),
        show_default=False,
    ),
]


def stats(
    ctx: typer.Context,
    place: PlaceArgument = "",
    audience: AudienceOption = "internal",
    since: SinceOption = "",
    until: UntilOption = "",
    on: OnOption = "",
    by: ByOption = "",
    json: JsonOption = False,
) -> int:
    """Print a folder at a glance; 1 if a file in it could not be read."""
    from dxworkshop import glance
    from dxworkshop.insight.portfolio import for_readers
    from dxworkshop.store.index import heads, open_index
    from dxworkshop.store.index.memo import remembered
    from dxworkshop.store.index.tally import SHOWN, portfolio

    readers, periods = chosen_of(audience, offer.AUDIENCES), chosen_of(by, ("", *BY))
    first, last = day_of("--since", since), day_of("--until", until)
    if first and last and first > last:
        raise UsageError(say("--since is after --until; change one of them"))
    with open_index(_folder(ctx, place), progress=progress()) as index:
        errors = heads.errors(index)
        counted = portfolio(
            index.db,
            day_of("--on", on) or calendar.now().date(),
            since=first,
            until=last,
            by=cast("By | None", periods or None),
            rows=NEWEST if json else SHOWN,
            memo=partial(remembered, index),
        )
    found = for_readers(counted, cast("offer.Audience", readers))
    # What leaves the team speaks plainly, as its documents do.
    told = voice() if readers == "internal" else Voice(voice().language, "plain")
    if json:
        as_json(_data(found, readers))
    else:
        print_sections(glance.sections(found, told, cast("offer.Audience", readers)))
    for error in errors if readers == "internal" else ():
        note(finding(error))
    return 1 if errors else 0


def _folder(ctx: typer.Context, place: str) -> Path:
    if not place:
        return readable_folder(ctx)
    named = Path(place).expanduser()
    if not named.is_dir():
        raise FolderError(say("there is no folder {folder}; check the name", folder=place))
    return named


def chosen_of(wish: str, choices: tuple[str, ...]) -> str:
    """Return a choice; raises `UsageError` for what is none."""
    if wish not in choices:
        named = [choice for choice in choices if choice]
        raise UsageError(say("{value} is not one of: {choices}", value=wish, choices=named))
    return wish


def day_of(option: str, typed: str) -> date | None:
    """Return the day that was typed for an option, None for nothing; raises `UsageError` for what is no day."""
    try:
        return calendar.parse_near_day(typed, calendar.now().date())
    except RuleError as error:
        raise UsageError(say("{option}: {why}", option=option, why=error.sentence)) from None


# What is printed --------------------------------------------------------------------------------------


def print_sections(sections: "list[Section]") -> None:
    """Print sections one below the other: each with its table, then its sentences."""
    from dxworkshop import glance

    for n, section in enumerate(sections):
        if n:
            out()
        if section.heading:
            out(section.heading)
        indent = "  " if section.heading else ""
        for line in (*glance.lines_of(section), *section.lines):
            out(f"{indent}{line}")


def _data(found: "Portfolio", audience: str) -> dict[str, Any]:
    from dxworkshop import deck
    from dxworkshop.insight import portfolio

    nobody, few = portfolio.missing(found)
    rows = [vars(row) for row in found.rows]
    if audience != "internal":
        rows = [{key: value for key, value in row.items() if value != ""} for row in rows]
    return {
        "audience": audience,
        "sessions": found.sessions,
        "unreadable": found.unreadable,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "departments": found.seats,
        "actions": {
            "agreed": found.agreed,
            "done": found.done,
            "done_without_a_date_moved": found.done_at_once,
            "late": found.late,
            "carried": found.carried,
            "date_moved_once": found.slipped,
            "date_moved_twice_or_more": found.slipped_twice,
            "by_status": found.statuses,
        },
        "hp": {
            "bands": [{"to": end, "n": n} for end, n in zip(portfolio.BANDS, found.bands, strict=True)],
            "estimates": found.estimated,
        },
        "newest": rows,
        "naming_obstacles": found.naming,
        "repeated": [asdict(one) for one in found.repeated],
        "culture": {
            "said": found.said,
            "unsaid": portfolio.unsaid(found),
            "periods": [asdict(one) for one in found.periods],
            "organisations": [asdict(one) for one in found.organisations],
            "credit": deck.credit("culture"),
        },
        "callings": {
            "parties": found.parties,
            "nobody": nobody,
            "few": few,
            "without_actions": portfolio.idle(found),
            "all": [asdict(one) for one in found.roles],
        },
    }
