"""``dxworkshop diff``: what a team decided between two files, in words; one file alone in the same words."""

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop.cli.context import JsonOption, library, named
from dxworkshop.cli.output import as_json, note, out
from dxworkshop.errors import DocumentError, NotFoundError
from dxworkshop.i18n import Voice, tr, voice

if TYPE_CHECKING:
    from dxworkshop.model.session import Session
    from dxworkshop.report.difference import Chapter, Line, Told

_SHOWN = 60
"""Characters of a value that are shown beside another."""
_BEFORE = 20
"""Characters that are shown before the first that differs."""
_VERSION = re.compile(r"\d{1,3}|[0-9a-f]{4,64}")
"""What a kept version is named by: its number in the list, or how its digits begin."""
FirstArgument = Annotated[
    str, typer.Argument(metavar="A", help=tr("A file, the start of an id, or part of a title"))
]
SecondArgument = Annotated[
    str,
    typer.Argument(
        metavar="B", help=tr("Another one, or a version of A by its number; without it A alone is told")
    ),
]
AsIsOption = Annotated[
    bool, typer.Option("--as-is", help=tr("Print a file that cannot be read as it stands, for git"))
]


def diff(
    ctx: typer.Context,
    first: FirstArgument,
    second: SecondArgument = "",
    as_is: AsIsOption = False,
    json: JsonOption = False,
) -> int:
    """Print what changed from one session to another: 0 where they say the same, 1 where they do not."""
    path = library(ctx, named(first)).find(first)
    if not second:
        return _alone(path, json, as_is)
    from dxworkshop.report.difference import difference
    from dxworkshop.store.document import load

    before, after = load(path).session, _second(ctx, path, second)
    chapters = difference(before, after, spoken(after))
    if json:
        as_json([data(chapter) for chapter in chapters])
    else:
        show(chapters)
        if not chapters:
            note(tr("nothing that a team decides is different"))
    return 1 if chapters else 0


def _alone(path: Path, json: bool, as_is: bool) -> int:
    """Print a whole session."""
    from dxworkshop.report.difference import told
    from dxworkshop.store import toml
    from dxworkshop.store.document import load

    try:
        session = load(path).session
    except DocumentError:
        if not as_is:
            raise
        for line in toml.read_bytes(path).decode("utf-8", "replace").splitlines():
            out(line)
        return 0
    chapters = told(session, spoken(session))
    if json:
        as_json([data(chapter) for chapter in chapters])
    else:
        show(chapters)
    return 0


def _second(ctx: typer.Context, first: Path, second: str) -> "Session":
    """Return the session to compare with: a file, a kept version of the first, or another session."""
    from dxworkshop.store.document import load

    named(second)
    if not Path(second).exists() and _VERSION.fullmatch(second):
        from dxworkshop.cli.versions import listed, picked

        with suppress(NotFoundError):
            return load(picked(second, listed(first)).path).session
    return load(library(ctx, second).find(second)).session


def spoken(session: "Session") -> Voice:
    """Return the language of the program in the words of the team."""
    return Voice(voice().language, session.register)


def show(chapters: "tuple[Chapter, ...]") -> None:
    """Print what changed, part by part."""
    for chapter in chapters:
        out(chapter.heading)
        for line in chapter.lines:
            out(f"  {_head(line, chapter.part)}")
            for told in line.fields:
                out(f"    {_told(told, line)}")


def _head(line: "Line", part: str) -> str:
    name = " ".join(line.name.split())
    if line.how == "added":
        return tr("added: {name}", name=name)
    if line.how == "changed":
        return tr("changed: {name}", name=name) if line.fields else tr("put in another place: {name}", name=name)
    if line.how == "removed" and part == "conflicts":
        return tr("settled: {where}", where=name)
    if line.how == "removed":
        return tr("taken out: {name}", name=name)
    return tr("brought back: {name}", name=name) if line.how == "restored" else name


def _told(told: "Told", line: "Line") -> str:
    head = f"{told.label}: " if told.label else ""
    if line.how != "changed":
        return head + " ".join(told.new.split())
    old, new = _beside(told.old, told.new)
    nothing = tr("nothing")
    return f"{head}{old or nothing} -> {new or nothing}"


def _beside(old: str, new: str) -> tuple[str, str]:
    """Return two values in short, so that one sees where they differ."""
    old, new = (" ".join(text.split()) for text in (old, new))
    if max(len(old), len(new)) <= _SHOWN:
        return old, new
    same = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    start = max(0, same - _BEFORE)
    return _part(old, start), _part(new, start)


def _part(text: str, start: int) -> str:
    end = start + _SHOWN
    return ("\u2026" if start and text else "") + text[start:end] + ("\u2026" if len(text) > end else "")


def data(chapter: "Chapter") -> dict[str, Any]:
    """Return one part of what changed as data for a program."""
    return {
        "part": chapter.part,
        "heading": chapter.heading,
        "things": [
            {
                "change": line.how,
                "id": line.id,
                "name": line.name,
                "fields": [
                    {"field": told.key, "label": told.label, "old": told.old, "new": told.new}
                    for told in line.fields
                ],
            }
            for line in chapter.lines
        ],
    }
