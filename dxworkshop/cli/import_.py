"""``dxworkshop import``: a plan that was ticked, or a table that was edited, comes back into its session."""

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.diff import data, show, spoken
from dxworkshop.cli.output import as_json, note
from dxworkshop.errors import UsageError
from dxworkshop.i18n import tr, trn, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.intake import Returned
    from dxworkshop.report.difference import Chapter
    from dxworkshop.service import Facilitation

MOST_BYTES = 50 << 20
"""Largest copy that is read: a plan of ten thousand long actions is half of that."""
FileArgument = Annotated[
    str,
    typer.Argument(metavar="FILE", help=tr("A plan in Markdown, or a table in CSV or TSV, as it was exported")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=tr("Take it in without asking"))]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=tr("Only show what would change"))]


def import_(
    ctx: typer.Context,
    session: SessionArgument,
    file: FileArgument,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> int:
    """Show what a copy of the plan changes, and take it in: 0 where all of it is read, 1 where lines are left."""
    from dxworkshop import intake
    from dxworkshop.store import toml

    if yes and dry_run:
        raise UsageError(say("{one} and {other} say two things; leave one out", one="--yes", other="--dry-run"))
    led = opened(ctx, session)
    found = intake.read(
        led.session, toml.read_bytes(Path(file), most=MOST_BYTES), file, today=calendar.now().date()
    )
    chapters = intake.news(led.session, found, spoken(led.session))
    if not json:
        show(chapters)
        _say(found, file)
    wanted = found.change is not None and not dry_run and (yes or _asked(json))
    if wanted:
        _take(led, found)
    if json:
        _json(found, chapters, applied=wanted)
    _end(found, file, applied=wanted)
    return 1 if found.left else 0


def _say(found: "Returned", file: str) -> None:
    """Say what is worth knowing, and list what is left alone by its line."""
    for sentence in found.told:
        note(voice().say(sentence))
    for left in found.left:
        why = voice().say(left.why)
        note(tr("{file}:{line}: left alone: {text}", file=file, line=left.line, text=left.text))
        note("  " + why)


def _asked(json: bool) -> bool:
    """Ask whether to go on, where somebody is there to answer."""
    if json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(tr("Take this in? [y/N] "))
    sys.stderr.flush()
    answer = unicodedata.normalize("NFKC", sys.stdin.readline()).strip().casefold()
    return answer in ("y", "yes", tr("yes").casefold())


def _take(led: "Facilitation", found: "Returned") -> None:
    """Make the change and save it."""
    if found.change is None:
        return
    before = led.session.conflicts
    led.do(found.change)
    led.save()
    if led.session.conflicts.keys() - before.keys():
        note(tr("somebody else changed the same field just now: theirs stands, yours is kept; see conflicts"))


def _end(found: "Returned", file: str, *, applied: bool) -> None:
    if found.change is None:
        note(tr("there is nothing new in {file}", file=file))
    elif applied:
        n = len(found.change.changes)
        note(
            trn("{n} {action} is changed; undo takes it back", "{n} {actions} are changed; undo takes it back", n)
        )
    else:
        note(tr("nothing is changed yet; {option} takes it in", option="--yes"))


def _json(found: "Returned", chapters: "tuple[Chapter, ...]", *, applied: bool) -> None:
    as_json(
        {
            "applied": applied,
            "changes": [thing for chapter in chapters for thing in data(chapter)["things"]],
            "left": [{"line": one.line, "text": one.text, "why": voice().say(one.why)} for one in found.left],
            "told": [voice().say(sentence) for sentence in found.told],
        }
    )
