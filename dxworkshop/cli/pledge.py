"""``dxworkshop pledge``: who says what aloud, when we look again, and how it was."""

from typing import Annotated

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import SessionArgument, change, opened
from dxworkshop.cli.field import whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group, named_item
from dxworkshop.cli.output import note
from dxworkshop.i18n import tr

MemberArgument = Annotated[str, typer.Argument(metavar="MEMBER", help=tr("Id or name of a member"))]
WordsArgument = Annotated[str, typer.Argument(metavar="WORDS", help=tr("One sentence, as it was said"))]
DaysArgument = Annotated[
    list[str], typer.Argument(metavar="DATE...", help=tr("Days; an empty one takes all back"))
]
HandsArgument = Annotated[
    list[str],
    typer.Argument(metavar="HANDS...", help=tr("Hands raised at 1, 2, 3, 4 and 5; an empty one takes it back")),
]
app = group(tr("{Pledges}, reviews, and the rating of the session"))


@app.command("set", cls=Command, help=tr("Write down what a member says aloud"))
def set_pledge(ctx: typer.Context, session: SessionArgument, member: MemberArgument, words: WordsArgument) -> None:
    """Write down what a member says aloud."""
    from dxworkshop.model.changes import SetPledge

    led = opened(ctx, session)
    id_ = led.pick("member", member)
    led.do(SetPledge(id_, words))
    led.save()
    name = named_item(led, "member", id_)
    if words.strip():
        note(tr("{name} says: {words}", name=name, words=words))
    else:
        note(tr("the {pledge} of {name} is taken back", name=name))


@app.command("remove", cls=Command, help=tr("Take a {pledge} back"))
def remove(ctx: typer.Context, session: SessionArgument, member: MemberArgument) -> None:
    """Take a pledge back."""
    set_pledge(ctx, session, member, "")


@app.command("reviews", cls=Command, help=tr("Say when the plan is looked at again"))
def reviews(ctx: typer.Context, session: SessionArgument, days: DaysArgument) -> None:
    """Set the days of review."""
    from dxworkshop.model.changes import Set

    today = calendar.now().date()
    found = tuple(day for typed in days if (day := calendar.parse_day(typed, today)))
    led = change(ctx, session, lambda led: Set("session", {"reviews": found}))
    note(tr("Reviews: {days}", days=[day.isoformat() for day in led.session.reviews]))


@app.command("rate", cls=Command, help=tr("Say how many raised a hand at 1 to 5, never who"))
def rate(ctx: typer.Context, session: SessionArgument, hands: HandsArgument) -> None:
    """Write down how the team found the session."""
    from dxworkshop.model.changes import Set

    led = change(
        ctx, session, lambda led: Set("closing", {"hands": tuple(whole(led, one) for one in hands if one)})
    )
    if counts := led.session.closing.hands:
        note(tr("hands raised at 1 to 5: {counts}", counts=list(counts)))
    else:
        note(tr("the show of hands is taken back"))
