"""``dxworkshop conflicts``: what two people wrote in one place, and which of it stands."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.item import StampOption
from dxworkshop.cli.output import as_json, note, out
from dxworkshop.errors import AmbiguousError, NotFoundError, UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.changes import Keep
    from dxworkshop.model.record import Clash
    from dxworkshop.report.clash import NamedClash
    from dxworkshop.service import Facilitation

KEPT: "tuple[Keep, ...]" = ("mine", "theirs", "both")
ConflictArgument = Annotated[
    str, typer.Argument(metavar="CONFLICT", help=tr("Its id, or the start of it; without it all are printed"))
]
KeepOption = Annotated[
    str, typer.Option(metavar="|".join(KEPT), help=tr("What stands from now on"), show_default=False)
]
WriteOption = Annotated[
    str | None, typer.Option("--write", metavar="TEXT", help=tr("Something else stands from now on"))
]


def conflicts(
    ctx: typer.Context,
    session: SessionArgument,
    conflict: ConflictArgument = "",
    keep: KeepOption = "",
    write: WriteOption = None,
    stamp: StampOption = "",
    json: JsonOption = False,
) -> int:
    """Print the open conflicts of a session, 1 if there are any; or settle one."""
    led = opened(ctx, session)
    if keep or write is not None:
        _settle(led, conflict, keep, write, stamp)
        return 0
    return _list(led, conflict, json)


def _list(led: "Facilitation", conflict: str, json: bool) -> int:
    from dxworkshop.model.clash import clashes
    from dxworkshop.report.clash import named

    spoken = Voice(voice().language, led.session.register)
    found = [(id_, clash) for id_, clash in clashes(led.session) if id_.startswith(conflict)]
    told = [(id_, clash, named(led.session, clash, spoken)) for id_, clash in found]
    if json:
        as_json([_data(*one) for one in told])
    for id_, clash, words in () if json else told:
        out(f"{id_}  {words.place}")
        out("  " + tr("stands there: {text}", text=words.theirs))
        hand = ", ".join(text for text in (clash.by, clash.at) if text)
        out("  " + tr("set aside: {text}", text=words.mine) + (f" ({hand})" if hand else ""))
    if not told:
        note(tr("there is no open conflict"))
    elif not json:
        note(tr("settle one with --keep or --write; see dxworkshop conflicts --help"))
    return 1 if told else 0


def _settle(led: "Facilitation", conflict: str, keep: str, write: str | None, stamp: str) -> None:
    from dxworkshop.model.changes import Resolve
    from dxworkshop.report.clash import named

    if keep and write is not None:
        raise UsageError(say("{one} and {other} say two things; leave one out", one="--keep", other="--write"))
    if keep and keep not in KEPT:
        raise UsageError(say("{value} is not one of: {choices}", value=keep, choices=KEPT))
    id_ = _picked(led, conflict)
    clash = led.session.conflicts[id_]
    words = named(led.session, clash, Voice(voice().language, led.session.register))
    when = stamp or calendar.now().isoformat()
    kept = next((known for known in KEPT if known == keep), None)
    led.do(
        Resolve(id_, kept, stamp=when) if kept else Resolve(id_, "other", _typed(led, clash, write or ""), when)
    )
    led.save()
    note(tr("settled: {where}", where=words.place))


def _picked(led: "Facilitation", conflict: str) -> str:
    """Return the id of the conflict that was named, or of the only one there is."""
    from dxworkshop.model.clash import clashes

    found = [id_ for id_, _ in clashes(led.session) if id_.startswith(conflict)]
    if not found:
        raise NotFoundError(say("there is no open conflict {id} here", id=conflict))
    if len(found) > 1:
        raise AmbiguousError(say("{name} may be any of: {names}", name=conflict or "CONFLICT", names=found))
    return found[0]


def _typed(led: "Facilitation", clash: "Clash", text: str) -> object:
    """Return what was typed as a value of the kind that stands there or was set aside."""
    from dxworkshop.cli.field import day, number, whole
    from dxworkshop.model.clash import standing

    kinds = {type(value) for value in (clash.mine, standing(led.session, clash))}
    if bool in kinds:
        return text.casefold() in ("true", tr("yes"), "1")
    if kinds & {list, tuple}:
        return tuple(line for line in text.splitlines() if line)
    if date in kinds:
        return day(led, text)
    if float in kinds:
        return number(led, text)
    return whole(led, text) if int in kinds else text


def _data(id_: str, clash: "Clash", words: "NamedClash") -> dict[str, Any]:
    return {
        "id": id_,
        "path": clash.path,
        "item": words.item,
        "field": words.field,
        "theirs": words.theirs,
        "mine": words.mine,
        "by": clash.by,
        "at": clash.at,
    }
