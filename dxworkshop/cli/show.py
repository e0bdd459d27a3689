"""``dxworkshop show``: a session to be read, with the ids that scripts need."""

from typing import TYPE_CHECKING, Any

import typer

from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.output import as_json

if TYPE_CHECKING:
    from dxworkshop.model.session import Session


def show(ctx: typer.Context, session: SessionArgument, json: JsonOption = False) -> None:
    """Print a session."""
    from dxworkshop.cli.overview import overview

    led = opened(ctx, session)
    if not json:
        overview(led)
        return
    from dxworkshop.insight.hp import boss_hp
    from dxworkshop.model.value import plain

    data = plain(led.session)
    hp = boss_hp(data)
    as_json(
        {
            "file": str(led.path),
            "hp": hp.percent if hp else None,
            "hp_is_estimate": bool(hp and hp.estimate),
            "session": {**data, **_told(led.session, data)},
        }
    )


def _told(session: "Session", data: dict[str, Any]) -> dict[str, Any]:
    """Return those tables of a session of which not all may be told, if it has them."""
    from dxworkshop.insight.author import author

    found: dict[str, Any] = {"votes": _votes(session)} if session.votes else {}
    if session.notes:
        unnamed = {id_ for id_, note in session.notes.items() if note.author and not author(session, note)}
        found["notes"] = {
            id_: {**note, "author": ""} if id_ in unnamed else note for id_, note in data["notes"].items()
        }
    return found


def _votes(session: "Session") -> dict[str, Any]:
    """Return the votes; of one that is hidden, only how many dots lie: no screen in the room may tell more."""
    from dxworkshop.insight.tally import spent
    from dxworkshop.model.value import plain

    return {
        id_: plain(vote) if vote.revealed else {"revealed": False, "placed": spent(session, id_)}
        for id_, vote in session.votes.items()
    }
