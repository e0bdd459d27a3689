"""``dxworkshop vote``: dots on notes. Sums are shown once they are revealed, and not before."""

from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.cli.which import StepOption, step_of
from dxworkshop.i18n import tr, voice

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

DotsArgument = Annotated[
    str,
    typer.Argument(
        metavar="DOTS",
        help=tr("A sign for each dot, like 113; an empty text takes them back; vote show has the signs"),
    ),
]
MemberOption = Annotated[
    str, typer.Option("--member", metavar="MEMBER", help=tr("Whose dots they are"), show_default=False)
]
CountsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="COUNTS...", help=tr("The dots of all, in the order of vote show; an empty text takes them back")
    ),
]
app = group(tr("Dots on notes, hidden until they are revealed"))


@app.command("place", cls=Command, help=tr("Say where all the dots of a member lie"))
def place(
    ctx: typer.Context, session: SessionArgument, dots: DotsArgument, member: MemberOption, step: StepOption = ""
) -> None:
    """Place the dots of one member."""
    from dxworkshop.model.ballot import parse_dots
    from dxworkshop.model.changes import PlaceDots

    led = opened(ctx, session)
    at = step_of(led, "vote", step)
    voter = led.pick("member", member)
    led.do(PlaceDots(at, voter, parse_dots(dots, _candidates(led, at))))
    led.save()
    dots_ = voice().trn("{n} dot", "{n} dots", _placed_by(led, at, voter))
    note(f"{led.session.members[voter].label}: {dots_}")


@app.command("tally", cls=Command, help=tr("Say how many dots of all lie on each"))
def tally(ctx: typer.Context, session: SessionArgument, counts: CountsArgument, step: StepOption = "") -> None:
    """Write down the sums of the whole room."""
    from dxworkshop.model.ballot import parse_counts
    from dxworkshop.model.changes import PlaceDots
    from dxworkshop.model.session import ROOM

    led = opened(ctx, session)
    at = step_of(led, "vote", step)
    ids = _candidates(led, at)
    numbers = parse_counts(" ".join(counts), len(ids))
    # An empty text is no count at all.
    led.do(PlaceDots(at, ROOM, {id_: n for id_, n in zip(ids, numbers, strict=False) if n}))
    led.save()
    note(_check(led, at))


@app.command("reveal", cls=Command, help=tr("Show the sums to the room"))
def reveal(ctx: typer.Context, session: SessionArgument, step: StepOption = "") -> None:
    """Let the room see the sums."""
    _reveal(ctx, session, step, revealed=True)


@app.command("hide", cls=Command, help=tr("Hide the sums again"))
def hide(ctx: typer.Context, session: SessionArgument, step: StepOption = "") -> None:
    """Hide the sums again."""
    _reveal(ctx, session, step, revealed=False)


def _reveal(ctx: typer.Context, session: str, step: str, *, revealed: bool) -> None:
    from dxworkshop.model.changes import Reveal

    led = opened(ctx, session)
    led.do(Reveal(step_of(led, "vote", step), revealed))
    led.save()
    note(tr("the sums are shown") if revealed else tr("the sums are hidden"))


@app.command("show", cls=Command, help=tr("Print what is voted on with its signs, and the sums once revealed"))
def show(ctx: typer.Context, session: SessionArgument, step: StepOption = "", json: JsonOption = False) -> None:
    """Print the candidates of a vote."""
    from dxworkshop.cli.gathered import words
    from dxworkshop.insight import tally
    from dxworkshop.model.ballot import signs
    from dxworkshop.model.session import Vote

    led = opened(ctx, session)
    at = step_of(led, "vote", step)
    found = tally.tally(led.session, at)
    revealed = led.session.votes.get(at, Vote()).revealed
    rows = list(zip(signs(len(found)), found, strict=True))
    if json:
        as_json(
            {
                "step": at,
                "revealed": revealed,
                "placed": tally.spent(led.session, at),
                "budget": tally.budget(led.session, at),
                "waiting": tally.waiting(led.session, at),
                "candidates": [
                    {
                        "sign": sign,
                        "id": one.id,
                        "text": words(led.session, one.id),
                        "notes": list(one.notes),
                        **({"dots": one.dots} if revealed else {}),
                    }
                    for sign, one in rows
                ],
            }
        )
        return
    if rows:
        sums = [[str(one.dots)] if revealed else [] for _, one in rows]
        table([[sign, one.id, *n, words(led.session, one.id)] for (sign, one), n in zip(rows, sums, strict=True)])
    out(_check(led, at))
    if left := [led.session.members[id_].label for id_ in tally.waiting(led.session, at)]:
        out(tr("no dots yet: {names}", names=left))


def _candidates(led: "Facilitation", step: str) -> tuple[str, ...]:
    from dxworkshop.model.room import candidates, vote_step

    return candidates(led.session, vote_step(led.session, step).on)


def _placed_by(led: "Facilitation", step: str, voter: str) -> int:
    from dxworkshop.insight.tally import lying

    return sum(lying(led.session, step, voter).values())


def _check(led: "Facilitation", step: str) -> str:
    """Return the check sum of a vote: how many dots lie, and how many there are. It tells nothing of where."""
    from dxworkshop.insight.tally import budget, spent

    placed, most = spent(led.session, step), budget(led.session, step)
    if not most:
        return voice().trn("{n} dot", "{n} dots", placed)
    return tr("{n} of {budget} dots are placed", n=placed, budget=most)
