"""``dxworkshop list``: which sessions there are. A list loads no model."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dxworkshop.cli.context import JsonOption, readable_folder
from dxworkshop.cli.output import as_json, finding, note, table
from dxworkshop.cli.progress import progress
from dxworkshop.i18n import tr, voice

if TYPE_CHECKING:
    from dxworkshop.store.summary import Row, Summary


def list_(ctx: typer.Context, json: JsonOption = False) -> int:
    """Print the sessions, newest first; 1 if a file could not be read."""
    from dxworkshop import listing

    folder = readable_folder(ctx)
    if json:
        found, errors = listing.summaries(folder, progress=progress())
        as_json([_data(s) for s in found])
        told = listing.told_copies(folder, voice())
    else:
        rows, errors, copies = listing.listed(folder, cache(_hp), progress=progress())
        _print(folder, rows, empty=not errors)
        told = listing.told_of(copies, voice())
    for error in errors:
        note(finding(error))
    if told:
        note(told)
    return 1 if errors else 0


def _print(folder: Path, rows: "list[Row]", *, empty: bool) -> None:
    """Print a table of the sessions; where there is none and nothing was wrong, say so."""
    if rows:
        head = [
            tr("id"),
            tr("made"),
            tr("title"),
            tr("{boss_hp}"),
            tr("{actions}"),
            tr("late"),
            tr("next review"),
            tr("file"),
        ]
        table([head, *rows])
    elif empty:
        note(
            tr(
                "there are no sessions in {folder} yet; begin with dxworkshop demo or dxworkshop new",
                folder=str(folder),
            )
        )


def hp_words(percent: int, estimate: bool) -> str:
    """Return the HP as it is shown: an estimate says so."""
    return tr("about {percent} %", percent=percent) if estimate else f"{percent} %"


def _hp(percent: int | None, estimate: int) -> str:
    return "-" if percent is None else hp_words(percent, bool(estimate))


def _data(s: "Summary") -> dict[str, Any]:
    return {
        "id": s.id,
        "title": s.title,
        "organisation": s.organisation,
        "created": s.created,
        "at": s.at,
        "hp": s.hp.percent if s.hp else None,
        "hp_is_estimate": bool(s.hp and s.hp.estimate),
        "actions": s.actions,
        "done": s.done,
        "late": s.late,
        "next_review": s.next_review,
        "file": str(s.path),
    }
