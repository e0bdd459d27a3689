"""``dxworkshop list`` and ``search``: which sessions there are. A list loads no model."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop.cli.context import JsonOption, library, readable_folder
from dxworkshop.cli.output import as_json, finding, note, out, table
from dxworkshop.i18n import tr, voice

if TYPE_CHECKING:
    from dxworkshop.store.summary import Summary

WordsArgument = Annotated[list[str], typer.Argument(metavar="WORDS...", help=tr("All of them must be there"))]


def list_(ctx: typer.Context, json: JsonOption = False) -> int:
    """Print the sessions, newest first; 1 if a file could not be read."""
    from dxworkshop import listing

    folder = readable_folder(ctx)
    found, errors = listing.summaries(folder)
    if json:
        as_json([_data(s) for s in found])
    elif found:
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
        table([head, *([*_row(s), s.path.name] for s in found)])
    elif not errors:
        note(
            tr(
                "there are no sessions in {folder} yet; begin with dxworkshop demo or dxworkshop new",
                folder=str(folder),
            )
        )
    for error in errors:
        note(finding(error))
    if copies := listing.told_copies(folder, voice()):
        note(copies)
    return 1 if errors else 0


def search(ctx: typer.Context, words: WordsArgument, json: JsonOption = False) -> int:
    """Print the sessions that hold all the words; 1 if none does."""
    readable_folder(ctx)
    hits = library(ctx).search(" ".join(words))
    if json:
        as_json([{**_data(hit.summary), "line": hit.line} for hit in hits])
    for hit in () if json else hits:
        out(f"{hit.summary.path}: {hit.summary.title}" + (f": {hit.line}" if hit.line else ""))
    if not hits:
        note(tr("no session holds {words}", words=" ".join(words)))
    return 0 if hits else 1


def hp_words(percent: int, estimate: bool) -> str:
    """Return the HP as it is shown: an estimate says so."""
    return tr("about {percent} %", percent=percent) if estimate else f"{percent} %"


def _row(s: "Summary") -> list[str]:
    made = s.created.date().isoformat() if hasattr(s.created, "date") and s.created else ""
    hp = hp_words(s.hp.percent, s.hp.estimate) if s.hp else "-"
    review = s.next_review.isoformat() if s.next_review else "-"
    return [s.id, made, s.title, hp, f"{s.done}/{s.actions}", str(s.late), review]


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
