"""``dxworkshop load``: who carries how much, and what could be shared out better. Nobody is scored."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from dxworkshop.cli.context import JsonOption, named, opened
from dxworkshop.cli.output import as_json, out, table
from dxworkshop.cli.session import chosen
from dxworkshop.errors import UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.offer import Audience
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.session import Session
    from dxworkshop.report.balance import Line, Shared

SessionsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="SESSION...", help=tr("Files, starts of ids, or parts of titles"))
]
AudienceOption = Annotated[
    str,
    typer.Option(
        metavar="|".join(get_args(Audience)),
        help=tr("Who will read it; but for internal, people are told by office and {calling}, and without hours"),
        show_default=False,
    ),
]
MostOption = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=0,
        help=tr("More open {actions} than this are many for one person; as the rules of lint say, else"),
        show_default=False,
    ),
]


def load(
    ctx: typer.Context,
    sessions: SessionsArgument = None,
    audience: AudienceOption = "",
    most: MostOption = None,
    json: JsonOption = False,
) -> None:
    """Print the open actions of everybody and of every calling, and what could be talked about."""
    from dxworkshop.report.balance import shared

    if not sessions:
        raise UsageError(say("name one or more sessions"))
    readers = chosen(audience, get_args(Audience), "internal")
    read = _sessions(ctx, sessions)
    # Their terms in their own register, where they have one in common.
    registers = {session.register for session in read}
    spoken = Voice(voice().language, registers.pop()) if len(registers) == 1 else voice()
    found = shared(read, spoken, readers, most)
    if json:
        as_json(_data(found, spoken, readers))
    else:
        _print(found, spoken)


def _sessions(ctx: typer.Context, wishes: list[str]) -> "list[Session]":
    found: dict[str, Session] = {}
    for wish in wishes:
        session = opened(ctx, named(wish)).session
        found.setdefault(session.id, session)
    return list(found.values())


def _data(found: "Shared", spoken: Voice, audience: str) -> dict[str, Any]:
    return {
        "audience": audience,
        "members": [_line(one, hours=found.hours) for one in found.people],
        "callings": [_line(one, hours=found.hours) for one in found.callings],
        "findings": [
            {
                "key": one.key,
                "sentence": spoken.say(one.sentence),
                "members": list(one.members),
                "callings": list(one.callings),
                "actions": [{"session": session, "action": action} for session, action in one.actions],
            }
            for one in found.findings
        ],
    }


def _line(line: "Line", *, hours: bool) -> dict[str, Any]:
    load = {key: value for key, value in asdict(line.load).items() if key != "by" and (hours or key != "hours")}
    return {**load, "name": line.name, **({"calling": line.calling} if line.load.by == "member" else {})}


def _print(found: "Shared", spoken: Voice) -> None:
    if not found.people and not found.callings:
        out(spoken.tr("No members are written down yet."))
        return
    heads = (spoken.tr("Open {actions}"), spoken.tr("Helps with"), *([spoken.tr("Hours a week")] * found.hours))
    for name, lines in ((spoken.tr("{Party}"), found.people), (spoken.tr("{Callings}"), found.callings)):
        if lines:
            table([[name, *heads], *(_row(one, hours=found.hours) for one in lines)])
            out()
    for one in found.findings:
        out("- " + spoken.say(one.sentence))
    if not found.findings:
        out(spoken.tr("Nothing stands out: the load is shared."))


def _row(line: "Line", *, hours: bool) -> list[str]:
    load = line.load
    name = f"{line.name} / {line.calling}" if load.by == "member" and line.calling else line.name
    told = "-" if load.hours is None else f"{load.hours:g}"
    return [name, str(load.owned), str(load.helped), *([told] * hours)]
