"""``dxworkshop show``: a session to be read, with the ids that scripts need."""

import typer

from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.output import as_json


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
            "session": data,
        }
    )
