"""``dxworkshop search``: which sessions hold what is looked for, and where in them it stands.

The whole folder is gone through by its index, without reading a session.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, readable_folder
from dxworkshop.cli.output import as_json, finding, note, table
from dxworkshop.cli.progress import progress
from dxworkshop.errors import RuleError, UsageError
from dxworkshop.i18n import tr, trn
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from pathlib import Path

    from dxworkshop.store.index.search import Deed, Found
    from dxworkshop.store.index.typed import Typed
    from dxworkshop.store.index.wish import Wish

MOST = 3
"""Lines that are printed of one session; JSON has all of them."""
IN_FULL = 200
"""Sessions of which the lines are shown in which the words stand: of the others nobody would read them all."""

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS...", help=tr("All of them must be there, in any width and case")),
]
PersonOption = Annotated[
    str,
    typer.Option(
        "--person", metavar="TEXT", help=tr("With a member who has this in the name"), show_default=False
    ),
]
RoleOption = Annotated[
    str,
    typer.Option(
        "--role", metavar="TEXT", help=tr("With a {calling} or seat that has this in its name"), show_default=False
    ),
]
StatusOption = Annotated[
    str,
    typer.Option(
        "--status",
        metavar="todo|doing|blocked|done|dropped|late|open",
        help=tr("With an {action} in this state, of that person and role where they are named"),
        show_default=False,
    ),
]
SinceOption = Annotated[
    str, typer.Option("--since", metavar="DATE", help=tr("Held on this day or later"), show_default=False)
]
UntilOption = Annotated[
    str, typer.Option("--until", metavar="DATE", help=tr("Held on this day or earlier"), show_default=False)
]
BossOption = Annotated[
    str, typer.Option("--boss", metavar="TEXT", help=tr("With this in the name of the {boss}"), show_default=False)
]


def search(
    ctx: typer.Context,
    words: WordsArgument = None,
    person: PersonOption = "",
    role: RoleOption = "",
    status: StatusOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    boss: BossOption = "",
    json: JsonOption = False,
) -> int:
    """Print the sessions in which all that is asked for is found, and where; 1 if there is none."""
    from dxworkshop.folding import folded
    from dxworkshop.store.index import heads, open_index
    from dxworkshop.store.index import search as index_search
    from dxworkshop.store.index.wish import Wish

    wish = Wish(
        tuple(folded(" ".join(words or [])).split()),
        folded(person),
        folded(role),
        _status(status),
        folded(boss),
        _day(since),
        _day(until),
    )
    if not wish.narrowed:
        raise UsageError(
            say("name what to look for: words, or an option such as {option}", option="--status late")
        )
    folder = readable_folder(ctx)
    with open_index(folder, progress=progress()) as index:
        found = index_search.search(index.db, wish, calendar.now().date())
        told = found if json else found[:IN_FULL]
        lines = index_search.lines(index.db, (one.file for one in told), wish.words)
        errors = heads.errors(index, all_=True)
    if json:
        as_json([_data(folder, one, lines.get(one.file, [])) for one in found])
    else:
        _print(folder, found, lines)
        if wish.words and len(found) > IN_FULL:
            note(_in_part(len(found)))
    for error in errors:
        note(finding(error))
    if not found:
        note(_in_vain(wish, words or []))
    return 0 if found else 1


def _status(typed: str) -> str:
    """Return a status; raises `UsageError` for what is none."""
    if not typed.strip():
        return ""
    from dxworkshop.store.index import wish

    if found := wish.status(typed):
        return found
    raise UsageError(say("{value} is not one of: {choices}", value=typed, choices=wish.statuses()))


def _day(typed: str) -> date | None:
    try:
        return calendar.parse_near_day(typed, calendar.now().date())
    except RuleError as error:
        raise UsageError(error.sentence) from None


def _in_part(total: int) -> str:
    return tr(
        "where the words stand is told of the newest {n} sessions, of {total}; --json tells it of all",
        n=IN_FULL,
        total=total,
    )


def _in_vain(wish: "Wish", words: list[str]) -> str:
    if wish.words and len(wish.words) and not any((wish.person, wish.role, wish.status, wish.boss)):
        return tr("no session holds {words}", words=" ".join(words))
    return tr("no session holds all of this")


def _print(folder: "Path", found: "list[Found]", lines: "dict[int, list[Typed]]") -> None:
    """Print a line for each session, and below it where it was found."""
    told = []
    for one in found:
        day = f" ({one.day.isoformat()})" if one.day else ""
        told.append([f"{folder / one.name}: {one.title}{day}"])
        hits = [_deed(deed) for deed in one.deeds]
        hits += [hit.line for hit in lines.get(one.file, []) if hit.line != one.title and hit.kind != "file"]
        hits = list(dict.fromkeys(hits))
        told += [[f"    {hit}"] for hit in hits[:MOST]]
        if len(hits) > MOST:
            told.append(["    " + trn("... and {n} more", "... and {n} more", len(hits) - MOST)])
    if told:
        table(told)


def _deed(deed: "Deed") -> str:
    """Return an action as one line: title, who, where it stands, and its date."""
    who = deed.who or tr("nobody yet")
    state = {
        "todo": tr("not started"),
        "doing": tr("in progress"),
        "blocked": tr("blocked"),
        "done": tr("done"),
        "dropped": tr("dropped"),
    }.get(deed.status, deed.status)
    if deed.due:
        return tr("{title} ({who}, {state}, due {day})", title=deed.title, who=who, state=state, day=deed.due)
    return tr("{title} ({who}, {state})", title=deed.title, who=who, state=state)


def _data(folder: "Path", one: "Found", lines: "list[Typed]") -> dict[str, Any]:
    deeds = [
        {
            "kind": "action",
            "id": deed.id,
            "text": deed.title,
            "status": deed.status,
            "due": deed.due,
            "who": deed.who,
        }
        for deed in one.deeds
    ]
    return {
        "id": one.id,
        "title": one.title,
        "organisation": one.organisation,
        "day": one.day,
        "file": str(folder / one.name),
        "hits": [*deeds, *({"kind": hit.kind, "id": hit.id, "text": hit.line} for hit in lines)],
    }
