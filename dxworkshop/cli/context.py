"""What every command needs to know: which folder, which session, and how a change is made."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop import config, paths
from dxworkshop.cli.output import note
from dxworkshop.errors import FolderError, UsageError
from dxworkshop.i18n import tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.changes import Change
    from dxworkshop.service import Facilitation, Library

SessionArgument = Annotated[
    str, typer.Argument(metavar="SESSION", help=tr("A file, the start of an id, or part of a title"))
]
"""Which session a command works on."""
JsonOption = Annotated[bool, typer.Option("--json", help=tr("Print JSON"))]
"""Whether data is printed for a program."""


@dataclass(frozen=True)
class Choice:
    """What was chosen before the command."""

    folder: str | None = None
    """``--folder``; None where it was not given."""


def named_folder(ctx: typer.Context) -> str:
    """Return the folder somebody named: on the command line, in the environment, or in the settings."""
    wish = ctx.find_root().obj.folder
    if wish == "":
        raise UsageError(say("{name} needs a value", name="--folder"))
    return wish or os.environ.get("DXWORKSHOP_FOLDER", "") or config.load().folder


def folder(ctx: typer.Context) -> Path:
    """Return the folder of sessions, which need not exist."""
    named = named_folder(ctx)
    try:
        return Path(named).expanduser() if named else paths.default_folder()
    except RuntimeError:
        raise FolderError(say("no home folder is known here; name a folder with --folder, or set HOME")) from None


def readable_folder(ctx: typer.Context) -> Path:
    """Return the folder of sessions; raises `FolderError` if somebody named one that is not there."""
    found = folder(ctx)
    if not found.is_dir() and (found.exists() or named_folder(ctx)):
        raise FolderError(say("there is no folder {folder}; check the name", folder=str(found)))
    return found


def library(ctx: typer.Context, session: str = "") -> "Library":
    """Return the library; a session named by its file needs no folder."""
    from dxworkshop.service import Library

    try:
        return Library(folder(ctx))
    except FolderError:
        if Path(session).suffix == ".toml":
            return Library(Path(session).parent)
        raise


def opened(ctx: typer.Context, session: str) -> "Facilitation":
    """Open the session that was named, and say what a crash left, and what the file cannot keep."""
    led = library(ctx, named(session)).open(session)
    from dxworkshop.service import opening

    for told in (opening.recovered, opening.broken, opening.unkept):
        if sentence := told(led, voice()):
            note(sentence)
    return led


def named(session: str) -> str:
    """Return what names a session; raises `UsageError` for nothing, which would fit every session."""
    if not session.strip():
        raise UsageError(say("name a session: its file, the start of its id, or part of its title"))
    return session


def change(ctx: typer.Context, session: str, make: "Callable[[Facilitation], Change]") -> "Facilitation":
    """Make one change to a session and save it."""
    led = opened(ctx, session)
    before = led.session.conflicts
    led.do(make(led))
    led.save()
    if led.session.conflicts.keys() - before.keys():
        note(tr("somebody else changed the same field just now: theirs stands, yours is kept; see conflicts"))
    return led
