"""``dxworkshop merge``: two states of one session become one, for git or for a copy that was left beside it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import opened
from dxworkshop.cli.output import note
from dxworkshop.errors import ConflictError, DocumentError, DxError, Place, RuleError, UsageError
from dxworkshop.i18n import tr, trn
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.merge import Merged
    from dxworkshop.model.session import Session
    from dxworkshop.store.document import Document

FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="BASE OURS THEIRS | SESSION COPY",
        help=tr("Three files, as git names them: OURS is written; or a session and a copy of it"),
    ),
]


def merge(ctx: typer.Context, files: FilesArgument) -> None:
    """Merge three files as a merge driver of git, or a copy of a session back into it."""
    if len(files) == 3:
        _three(*map(Path, files))
    elif len(files) == 2:
        _copy(ctx, files[0], Path(files[1]))
    else:
        raise UsageError(say("name three files, BASE OURS THEIRS, or a session and a copy of it"))


def _three(base: Path, ours: Path, theirs: Path) -> None:
    """Write into our file what both sides made of it; raises `DxError`, and nothing was written then."""
    from dxworkshop.service.library import person
    from dxworkshop.store import document, file
    from dxworkshop.store.comments import united

    ancestor = _ancestor(base)
    mine, other = document.load(ours), document.load(theirs)
    for one in (other, *([ancestor] if ancestor else [])):
        _same_session(one, mine.session)
    found = _merged(ancestor, mine, other, person())
    data = document.render(_session(found.data, ours), united(mine.comments, other.comments))
    file.replace(ours, data, expected=mine.identity)
    _say(found)


def _ancestor(base: Path) -> "Document | None":
    """Return the ancestor; None where git has none and gives an empty file."""
    from dxworkshop.store import document

    if str(base) == os.devnull or not base.exists() or (base.is_file() and not base.stat().st_size):
        return None
    return document.load(base)


def _copy(ctx: typer.Context, session: str, copy: Path) -> None:
    """Take what a copy holds into its session, as one change that can be undone; the copy is left alone."""
    from dxworkshop.model.value import plain
    from dxworkshop.store import document

    led = opened(ctx, session)
    other = document.load(copy)
    if copy.exists() and led.path.exists() and os.path.samefile(copy, led.path):
        raise RuleError(say("{file} is the session itself, and no copy of it", file=copy))
    _same_session(other, led.session)
    there = document.load(led.path)
    found = _merged(_nearest(led.path, other), other, there, copy.name)
    # Where the team is and its clock are those of the session, not of a copy.
    now = plain(led.session)
    data = found.data | {key: value for key, value in now.items() if key in ("at", "clock")}
    led.bring_back(_session(data, copy))
    led.save()
    _say(found)
    note(tr("{file} is taken in; the copy can be deleted", file=copy.name))


def _nearest(path: Path, copy: "Document") -> "Document | None":
    """Return the kept version that a copy came from: the one from which it differs least; None where none is."""
    from dxworkshop.model.patch import difference
    from dxworkshop.model.value import plain
    from dxworkshop.store import document, state, versions

    mine = plain(copy.session)
    found: list[tuple[int, Document]] = []
    for version in (*versions.kept(path), *versions.local(state.folder_of(path))):
        try:
            old = document.load(version.path)
        except DxError:
            continue
        if old.session.id == copy.session.id:
            found.append((len(difference(plain(old.session), mine)), old))
    return min(found, key=lambda pair: pair[0], default=(0, None))[1]


def _merged(base: "Document | None", mine: "Document", theirs: "Document", by: str) -> "Merged":
    from dxworkshop.model.merge import merged
    from dxworkshop.model.value import plain

    before = plain(base.session) if base else {}
    return merged(before, plain(mine.session), plain(theirs.session), by=by, at=calendar.now().isoformat())


def _same_session(other: "Document", session: "Session") -> None:
    if other.session.id != session.id:
        raise DocumentError(Place(other.path), say("this is another session; nothing was merged"))


def _session(data: dict[str, Any], path: Path) -> "Session":
    from pydantic import ValidationError

    from dxworkshop.model.session import Session
    from dxworkshop.model.value import frozen

    try:
        return Session.model_validate(frozen(data))
    except ValidationError:
        raise ConflictError(
            say("what the two sides made of {file} does not fit together; nothing was merged", file=path)
        ) from None


def _say(found: "Merged") -> None:
    if found.clashes:
        note(
            trn(
                "{n} conflict is kept in the file; dxworkshop conflicts shows it",
                "{n} conflicts are kept in the file; dxworkshop conflicts shows them",
                found.clashes,
            )
        )
