"""``dxworkshop due``: what is past its date, what is due today, and what comes, of a folder or of some sessions.

A whole folder is told from its index, without building a session. Late is a fact about a day; nobody is counted.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, library, readable_folder
from dxworkshop.cli.export import STDOUT, ForceOption, OutputOption, write
from dxworkshop.cli.output import as_json, finding, note, out, table
from dxworkshop.cli.progress import progress
from dxworkshop.errors import DxError, RuleError, UsageError
from dxworkshop.i18n import tr, trn, voice
from dxworkshop.insight.due import WITHIN
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.insight.due import Deadline
    from dxworkshop.store.index.deadline import Falling

WhatArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WHAT...",
        help=tr(
            "A folder; or sessions: files, starts of ids, parts of titles. Without it, the folder of sessions"
        ),
    ),
]
OnOption = Annotated[
    str,
    typer.Option("--on", metavar="DATE", help=tr("As of this day: 2027-03-31, 3/31 or +14"), show_default=False),
]
WithinOption = Annotated[
    int,
    typer.Option("--within", metavar="DAYS", min=0, help=tr("How many days ahead; 14 where it is not given")),
]
FailOption = Annotated[
    bool,
    typer.Option(
        "--fail-if-late", help=tr("Exit 1 when something is past its date or cannot be read: for a scheduled task")
    ),
]
PersonOption = Annotated[
    str,
    typer.Option(
        "--person", metavar="TEXT", help=tr("Only of people so called, or a part of it"), show_default=False
    ),
]
RoleOption = Annotated[
    str,
    typer.Option(
        "--role",
        metavar="TEXT",
        help=tr("Only of this {calling} or seat, or a part of its name"),
        show_default=False,
    ),
]
IcsOption = Annotated[bool, typer.Option("--ics", help=tr("Print a calendar for Outlook and the like"))]


def due(
    ctx: typer.Context,
    what: WhatArgument = None,
    on: OnOption = "",
    within: WithinOption = WITHIN,
    fail_if_late: FailOption = False,
    person: PersonOption = "",
    role: RoleOption = "",
    json: JsonOption = False,
    ics: IcsOption = False,
    output: OutputOption = STDOUT,
    force: ForceOption = False,
) -> int:
    """Print what is due; 1 only for --fail-if-late."""
    if json and ics:
        raise UsageError(say("choose one: {choices}", choices=["--json", "--ics"]))
    if output != STDOUT and not ics:
        raise UsageError(say("{option} goes with {other}", option="--output", other="--ics"))
    today = _day(on)
    last = today + timedelta(days=min(within, (date.max - today).days))
    place, found, errors = _gathered(ctx, what or [], last)
    found = _kept(found, person, role)
    if ics:
        _calendar(place, found, output, force=force)
    elif json:
        as_json([_data(place, one, today) for one in found])
    elif found:
        _print(found, today, last, titled=len(what or []) != 1 or Path((what or [""])[0]).is_dir())
    elif not errors:
        note(tr("nothing is due until {day}", day=last.isoformat()))
    for error in errors:
        note(finding(error))
    late = any(one.of.day < today for one in found)
    return 1 if fail_if_late and (late or errors) else 0


def _day(typed: str) -> date:
    """Return the day as of which it is told; raises `UsageError` for what is no day."""
    today = calendar.now().date()
    try:
        return calendar.parse_near_day(typed, today) or today
    except RuleError as error:
        raise UsageError(error.sentence) from None


def _gathered(ctx: typer.Context, what: list[str], last: date) -> "tuple[Path, list[Falling], list[DxError]]":
    """Return the folder that names of files start from, what falls due up to a day, and what cannot be read."""
    from dxworkshop.store.index import deadline, heads, open_index

    named = [Path(one).expanduser() for one in what]
    if any(one.is_dir() for one in named):
        if len(named) > 1:
            raise UsageError(say("name one folder, or sessions"))
        place = named[0]
    elif named:
        files = [library(ctx, one).find(one) for one in what]
        return Path(), *deadline.of_files(list(dict.fromkeys(files)), last)
    else:
        place = readable_folder(ctx)
    with open_index(place, progress=progress()) as index:
        return place, deadline.falling(index.db, last), heads.errors(index, all_=True)


def _kept(found: "list[Falling]", person: str, role: str) -> "list[Falling]":
    """Return what is of a person and of a role, where one is named."""
    if person.strip():
        from dxworkshop.folding import folded

        wanted, named = folded(person), {one.of.person for one in found}
        meant = {name for name in named if wanted in folded(name)}
        found = [one for one in found if one.of.person in meant]
    if role.strip():
        from dxworkshop.store.index.wish import plays

        held = {(one.of.calling, one.of.seat) for one in found if one.of.kind != "review"}
        meant_roles = {pair for pair in held if plays(role, *pair)}
        found = [one for one in found if (one.of.calling, one.of.seat) in meant_roles and one.of.action]
    return found


# What is printed ------------------------------------------------------------------------------------


def _print(found: "list[Falling]", today: date, last: date, *, titled: bool) -> None:
    """Print deadlines, which come by day, in groups: past, today, this week, later."""
    days, told, at = [one.of.day for one in found], _Told(today), 0
    sunday = today + timedelta(days=6 - today.weekday())
    late = bisect_left(days, today)
    groups = (
        (trn("Past its date: {n}", "Past their dates: {n}", late), late),
        (tr("Today"), bisect_right(days, today)),
        (tr("This week"), bisect_right(days, sunday)),
        (tr("Until {day}", day=last.isoformat()), len(days)),
    )
    for title, end in groups:
        if end > at:
            if at:
                out()
            out(title)
            table([told.row(one, titled=titled) for one in found[at:end]], "  ")
            at = end


class _Told:
    """Deadlines as rows of a table; what is the same for many of them is put into words once."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._days: dict[date, tuple[str, str, str]] = {}
        self._kinds = {
            "due": tr("due"),
            "first_step": tr("{first_step}"),
            "next_step": tr("next step"),
            "review": tr("{checkin}"),
        }
        self._nobody = tr("nobody yet")

    def row(self, one: "Falling", *, titled: bool) -> list[str]:
        """Return the cells of one line: day, how far away, kind, who, and what, with the title of the session."""
        of = one.of
        day, away, closed = self._days.get(of.day) or self._day(of.day)
        who = of.person or ("" if of.kind == "review" else self._nobody)
        parts = (what_of(of), f"[{one.title}]" if titled else "", closed)
        return [day, away, self._kinds[of.kind], who, "  ".join(part for part in parts if part)]

    def _day(self, day: date) -> tuple[str, str, str]:
        weekday = voice().say(calendar.WEEKDAYS[day.weekday()])
        gap = (day - self._today).days
        away = trn("{n} day ago", "{n} days ago", -gap) if gap < 0 else trn("in {n} day", "in {n} days", gap)
        told = (f"{day.isoformat()} {weekday}", away if gap else "", closed_told(day) if gap >= 0 else "")
        self._days[day] = told
        return told


def what_of(of: "Deadline") -> str:
    """Return what is to be done: the title of the action, behind the step where one is due."""
    if of.kind == "review":
        return ""
    if of.what and of.title:
        return tr("{what} ({title})", what=of.what, title=of.title)
    return of.what or of.title


def closed_told(day: date) -> str:
    """Return a remark where the offices are closed on a day; empty for a day of work."""
    closed = calendar.closed(day)
    return tr("(offices closed: {why})", why=voice().say(closed.told)) if closed else ""


def _data(place: Path, one: "Falling", today: date) -> dict[str, Any]:
    of = one.of
    return {
        "day": of.day,
        "days": (of.day - today).days,
        "kind": of.kind,
        "action": of.action,
        "title": of.title,
        "what": of.what,
        "person": of.person,
        "seat": of.seat,
        "calling": of.calling,
        "closed": bool(of.day >= today and calendar.closed(of.day)),
        "session": one.session,
        "session_title": one.title,
        "file": str(place / one.file),
    }


def _calendar(place: Path, found: "list[Falling]", output: str, *, force: bool) -> None:
    """Write deadlines as a calendar."""
    from dxworkshop.render import FORMATS
    from dxworkshop.render.encoding import encoded
    from dxworkshop.service import follow

    text = follow.calendar(place, found, calendar.now(), voice())
    if not found:
        note(tr("nothing is due: the calendar is empty"))
    write(encoded(text, FORMATS["ics"], "utf-8").data, output, force=force)
