"""``dxworkshop bin`` and ``remove``: what was removed, and how it comes back."""

import os
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, SessionArgument, folder, library, named, opened, readable_folder
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.errors import AmbiguousError, DxError, NotFoundError, UsageError
from dxworkshop.i18n import tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.insight.removed import Removed
    from dxworkshop.store.bin import Binned

MaybeSessionArgument = Annotated[
    str,
    typer.Argument(
        metavar="SESSION",
        help=tr("A file, the start of an id, or part of a title; the bin of the folder where it is not given"),
        show_default=False,
    ),
]
RestoreOption = Annotated[
    str | None,
    typer.Option(
        "--restore", metavar="ITEM", help=tr("Bring this back: its id, or part of its name"), show_default=False
    ),
]
FoundT = TypeVar("FoundT")


def remove(ctx: typer.Context, session: SessionArgument) -> None:
    """Move a session into the bin of its folder."""
    from dxworkshop.store.bin import put

    path = library(ctx, named(session)).find(session)
    moved = put(path, calendar.now())
    note(tr("moved to the bin: {file}", file=path.name))
    where = () if _same(path.parent, folder(ctx)) else ("--folder", str(path.parent))
    note(tr("{command} brings it back", command=command(*where, "bin", "--restore", moved.name)))


def bin_(
    ctx: typer.Context, session: MaybeSessionArgument = "", restore: RestoreOption = None, json: JsonOption = False
) -> None:
    """Print what was removed from a session, or which sessions were removed from the folder; bring one back."""
    if restore is not None and not restore.strip():
        raise UsageError(say("name one of them"))
    if session:
        _of_a_session(ctx, session, restore, json)
    else:
        _of_the_folder(readable_folder(ctx), restore, json)


def command(*words: str) -> str:
    """Return a command as it is typed; words with signs that a shell takes for itself stand in quotes."""
    return " ".join(["dxworkshop", *map(_quoted, words)])


def _quoted(word: str) -> str:
    if word and all(sign.isalnum() or sign in "-_./:+@" for sign in word):
        return word
    # Double quotes stand in every shell; what they do not hold in some needs single ones, which Windows has not.
    return shlex.quote(word) if set(word) & set('"$`\\!') and os.name != "nt" else f'"{word}"'


def moment_of(at: datetime | None) -> str:
    """Return a time as a list shows it, by the clock of this laptop; a dash where it is not known."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S") if at else "-"


def the_one(selector: str, found: Sequence[FoundT], names: Sequence[str]) -> FoundT:
    """Return the only one that answers to a name; raises `NotFoundError`, or `AmbiguousError` with all of them."""
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousError(say("{name} may be any of: {names}", name=selector, names=list(names)))
    raise NotFoundError(say("there is no {name} in the bin", name=selector))


def _of_a_session(ctx: typer.Context, session: str, restore: str | None, json: bool) -> None:
    from dxworkshop.insight.removed import removed
    from dxworkshop.model.apply import NOUN_WORDS
    from dxworkshop.model.changes import BringBack
    from dxworkshop.service import name_of

    led = opened(ctx, session)
    found = removed(led.session)
    if restore is not None:
        one = _picked_item(restore, found)
        led.do(BringBack(one.noun, one.id))
        led.save()
        note(tr("brought back: {name}", name=name_of(one.noun, one.item) or one.id))
        return
    if json:
        as_json(
            [
                {"id": one.id, "noun": one.noun, "name": name_of(one.noun, one.item), "at": one.at, "by": one.by}
                for one in found
            ]
        )
    elif found:
        head = [tr("id"), tr("kind"), tr("name"), tr("when removed"), tr("removed by")]
        rows = [
            [one.id, voice().say(NOUN_WORDS[one.noun]), name_of(one.noun, one.item), moment_of(one.at), one.by]
            for one in found
        ]
        table([head, *rows])
    else:
        note(tr("nothing was removed from this session"))


def _picked_item(selector: str, found: "list[Removed]") -> "Removed":
    from dxworkshop.service import name_of

    wanted = selector.casefold()
    exact = [one for one in found if selector in (one.id, f"{one.noun}/{one.id}")]
    close = [
        one for one in found if one.id.startswith(selector) or wanted in name_of(one.noun, one.item).casefold()
    ]
    picked = exact or close
    return the_one(selector, picked, [f"{name_of(one.noun, one.item)} ({one.noun}/{one.id})" for one in picked])


def _of_the_folder(place: Path, restore: str | None, json: bool) -> None:
    from dxworkshop.store.bin import contents, take

    found = contents(place)
    if restore is not None:
        one = _picked_session(restore, found)
        path = take(one, place)
        out(str(path))
        note(tr("brought back: {name}", name=path.name))
        return
    if json:
        as_json([{"name": one.name, "title": _title(one), "at": one.at, "file": str(one.path)} for one in found])
    elif found:
        head = [tr("file"), tr("title"), tr("when removed"), tr("in the bin")]
        table([head, *([one.name, _title(one), moment_of(one.at), one.path.name] for one in found)])
    else:
        note(tr("the bin of {folder} is empty", folder=str(place)))


def _picked_session(selector: str, found: "list[Binned]") -> "Binned":
    wanted = selector.casefold()
    exact = [one for one in found if selector == one.path.name] or [
        one for one in found if selector in (one.name, one.stem)
    ]
    close = [one for one in found if wanted in one.name.casefold() or wanted in _title(one).casefold()]
    picked = exact or close
    return the_one(selector, picked, [one.path.name for one in picked])


def _title(one: "Binned") -> str:
    """Return the title of a session in the bin; empty where the file cannot be read."""
    from dxworkshop.store.summary import summary

    try:
        return summary(one.path, calendar.now().date()).title
    except DxError:
        return ""


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except OSError:
        return False
