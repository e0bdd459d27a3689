"""``dxworkshop versions`` and ``restore``: how a session stood earlier, and how it stands so again."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.bin import command, moment_of
from dxworkshop.cli.context import JsonOption, SessionArgument, library, named, opened
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.errors import AmbiguousError, DocumentError, DxError, NewerFormatError, NotFoundError, RuleError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.session import Session
    from dxworkshop.store.versions import Version

VersionArgument = Annotated[
    str, typer.Argument(metavar="VERSION", help=tr("Its number in dxworkshop versions, or how its digits begin"))
]
_TOLD = 20
"""How many of the newest versions say what was changed."""
_NAMED = 3
_SHOWN = 8
_LEAST = 4
"""Fewest digits that name a version."""


@dataclass(frozen=True)
class Listed:
    """A version as it is listed."""

    number: int
    version: "Version"


def versions(ctx: typer.Context, session: SessionArgument, json: JsonOption = False) -> None:
    """Print the kept versions of a session, newest first; also of one that can no longer be read."""
    path = library(ctx, named(session)).find(session)
    found = listed(path)
    changed = _changed(path, found)
    if json:
        as_json([{**_data(one), "changed": what} for one, what in zip(found, changed, strict=True)])
    elif found:
        head = ["", tr("replaced"), tr("digits"), tr("size"), tr("kept in"), tr("changed then")]
        table([head, *([*_row(one), what] for one, what in zip(found, changed, strict=True))])
    else:
        note(tr("no version of this session is kept yet"))


def restore(ctx: typer.Context, session: SessionArgument, version: VersionArgument) -> None:
    """Make a session as it was in a version; that is a change like any other, and can be undone."""
    from dxworkshop.service.library import person
    from dxworkshop.store import file

    path = library(ctx, named(session)).find(session)
    one = picked(version, listed(path))
    earlier = _session_of(one)
    before = file.standing(path)
    try:
        led = opened(ctx, session)
    except NewerFormatError:
        raise
    except DocumentError:
        _write_anew(path, earlier)
        return
    from dxworkshop.model.explicit import restored

    after = restored(led.session, earlier, f"{calendar.now().isoformat()} {person()}".strip())
    if after == led.session:
        note(tr("the session already is as it was then"))
        return
    led.bring_back(after)
    led.save()
    note(tr("the session is again as it was on {time}", time=moment_of(one.at)))
    _say_the_way_back(ctx, path, str(path), before or "")


def listed(path: Path) -> list[Listed]:
    """Return the versions of a session file, newest first and numbered from 1.

    Of the same bytes in the folder and on this laptop the folder's are listed; those that stand in the file now
    are none.
    """
    from dxworkshop.store import file, state
    from dxworkshop.store.versions import kept, local

    standing = file.standing(path) or ""
    shared = kept(path)
    ours = [one for one in local(state.folder_of(path)) if not any(_same(one, other) for other in shared)]
    found = [one for one in (*shared, *ours) if not (standing and standing.startswith(one.identity))]
    found.sort(key=lambda one: one.at, reverse=True)
    return [Listed(number, one) for number, one in enumerate(found, 1)]


def picked(selector: str, found: list[Listed]) -> "Version":
    """Return a version by its number or the beginning of its digits."""
    if selector.isdecimal() and len(selector) < _LEAST:
        near = [one.version for one in found if one.number == int(selector)]
    else:
        wanted = selector.casefold()
        near = [one.version for one in found if len(wanted) >= _LEAST and one.version.identity.startswith(wanted)]
    if not near:
        raise NotFoundError(say("there is no version {name}; dxworkshop versions lists them", name=selector))
    if len(near) > 1:
        names = [one.identity for one in near]
        raise AmbiguousError(say("{name} may be any of: {names}", name=selector, names=names))
    return near[0]


def _same(one: "Version", other: "Version") -> bool:
    return one.identity.startswith(other.identity) or other.identity.startswith(one.identity)


def _session_of(version: "Version") -> "Session":
    """Return the session that a version holds; raises `RuleError` where its bytes were damaged since."""
    from dxworkshop.store import document, toml

    data = toml.read_bytes(version.path)
    if not version.is_whole(data):
        raise RuleError(say("this version was damaged on the disk; choose another one"))
    return document.read(data, version.path).session


def _write_anew(path: Path, earlier: "Session") -> None:
    """Write a version beside a file that cannot be read: nobody writes over what nobody understood."""
    from dxworkshop.store import document

    made = document.create(path.parent, earlier, path.stem).path
    out(str(made))
    if made.name != path.name:
        note(tr("{file} cannot be read and is left as it is; the version is in a new file", file=path.name))


def _say_the_way_back(ctx: typer.Context, path: Path, session: str, before: str) -> None:
    """Say what takes it back: undo, or where that must forget who wrote what, the version just replaced."""
    if library(ctx, session).open(session).can_undo:
        note(tr("{command} takes that back", command=command("undo", session)))
    elif any(before.startswith(one.version.identity) for one in listed(path)):
        note(tr("{command} takes that back", command=command("restore", session, before[:_SHOWN])))


def _row(one: Listed) -> list[str]:
    version = one.version
    return [
        str(one.number),
        moment_of(version.at),
        version.identity[:_SHOWN],
        tr("{n} kB", n=max(1, round(version.size / 1000))),
        tr("this laptop") if version.here else tr("by hand") if version.by_hand else tr("folder"),
    ]


def _changed(path: Path, found: list[Listed]) -> list[str]:
    """Return for each version what was changed from it to the next one, and from the newest to the file.

    To read them all would take seconds: the older ones stand there without words.
    """
    from dxworkshop.store import document

    sessions: list[Session | None] = []
    for place in (path, *(one.version.path for one in found[:_TOLD])):
        try:
            sessions.append(document.load(place).session)
        except DxError:
            sessions.append(None)
    words = [_between(before, after) for after, before in pairwise(sessions)]
    return words + [""] * (len(found) - len(words))


def _between(before: "Session | None", after: "Session | None") -> str:
    """Return the names of what is another in the second session; empty where that cannot be told."""
    from dxworkshop.report.difference import difference

    if before is None or after is None or before.id != after.id:
        return ""
    spoken = Voice(voice().language, after.register)
    names = [line.name for chapter in difference(before, after, spoken) for line in chapter.lines]
    more = len(names) - _NAMED
    if more > 0:
        return tr("{names} and {n} more", names=names[:_NAMED], n=more)
    return tr("{names}", names=names)


def _data(one: Listed) -> dict[str, Any]:
    version = one.version
    return {
        "number": one.number,
        "at": version.at,
        "digits": version.identity,
        "size": version.size,
        "where": "laptop" if version.here else "folder",
        "by_hand": version.by_hand,
        "file": str(version.path),
    }
