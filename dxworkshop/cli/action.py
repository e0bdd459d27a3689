"""``dxworkshop action``: who does what by when, and where it stands."""

from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop.cli.context import SessionArgument, opened
from dxworkshop.cli.field import Field, answered, card, day, member, number, one_of, text, whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import ItemArgument, group, items
from dxworkshop.cli.output import note
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.model.session import Status

BUDGETS = ("none", "needed", "secured")
LEVELS = ("team", "committee", "headquarters", "council")
STATUSES = ("todo", "doing", "blocked", "done", "dropped")
FIELDS = (
    Field("title", tr("What is done"), text),
    Field("owner", tr("The one member who does it"), member, metavar="MEMBER"),
    Field("calling", tr("In which {calling}"), card("callings")),
    Field("partners", tr("A member who helps; may be repeated"), member, "MEMBER", "--partner", many=True),
    Field("answers", tr("An obstacle or measure; may be repeated"), answered, "ITEM", "--answer", many=True),
    Field("first_step", tr("The {first_step}"), text),
    Field("first_step_by", tr("When the {first_step} is done"), day, metavar="DATE"),
    Field("due", tr("When all of it is done"), day, metavar="DATE"),
    Field("if_then", tr("If (day, place), then I ..."), text),
    Field("tell", tr("Whom to tell what"), text),
    Field("weight", tr("How much it counts, 1 to 5"), whole, metavar="NUMBER"),
    Field("budget", tr("Whether money is there"), one_of(*BUDGETS), metavar="|".join(BUDGETS)),
    Field("decided_at", tr("Where it is decided"), one_of(*LEVELS), metavar="|".join(LEVELS)),
    Field("status", tr("Where it stands"), one_of(*STATUSES), metavar="|".join(STATUSES)),
    Field("reason", tr("Why it is blocked or was dropped"), text),
    Field("ask", tr("Whom to ask when it is blocked"), text),
    Field("measure.name", tr("What shows that it worked"), text),
    Field("measure.unit", tr("Unit of that"), text),
    Field("measure.baseline", tr("Value today"), number, metavar="NUMBER"),
    Field("measure.target", tr("Value wanted"), number, metavar="NUMBER"),
)
app = group(tr("{Actions}: who does what by when"))
items(
    app,
    "action",
    (tr("Add one {action}"), tr("Change one {action}"), tr("Take one {action} out")),
    FIELDS,
    "title",
)

ReasonOption = Annotated[str, typer.Option(metavar="TEXT", help=tr("Why; blames nobody"), show_default=False)]
AskOption = Annotated[str, typer.Option(metavar="TEXT", help=tr("Whom to ask"), show_default=False)]


@app.command("start", cls=Command, help=tr("It has begun"))
def start(ctx: typer.Context, session: SessionArgument, item: ItemArgument) -> None:
    """Mark an action as begun."""
    mark(ctx, session, item, "doing")


@app.command("done", cls=Command, help=tr("It is done"))
def done(ctx: typer.Context, session: SessionArgument, item: ItemArgument, reason: ReasonOption = "") -> None:
    """Mark an action as done."""
    mark(ctx, session, item, "done", reason)


@app.command("block", cls=Command, help=tr("It cannot go on; say whom to ask"))
def block(
    ctx: typer.Context,
    session: SessionArgument,
    item: ItemArgument,
    ask: AskOption = "",
    reason: ReasonOption = "",
) -> None:
    """Mark an action as blocked."""
    mark(ctx, session, item, "blocked", reason, ask)


@app.command("drop", cls=Command, help=tr("It will not be done; say why"))
def drop(ctx: typer.Context, session: SessionArgument, item: ItemArgument, reason: ReasonOption = "") -> None:
    """Mark an action as dropped."""
    mark(ctx, session, item, "dropped", reason)


@app.command("reopen", cls=Command, help=tr("It is to be done again"))
def reopen(ctx: typer.Context, session: SessionArgument, item: ItemArgument) -> None:
    """Mark an action as still to be done."""
    mark(ctx, session, item, "todo")


def mark(ctx: typer.Context, session: str, item: str, status: "Status", reason: str = "", ask: str = "") -> None:
    """Say where an action stands."""
    from dxworkshop.model.changes import MarkAction
    from dxworkshop.model.words import STATUSES

    led = opened(ctx, session)
    id_ = led.pick("action", item)
    led.do(MarkAction(id_, status, reason, ask))
    led.save()
    note(tr("{title}: now {status}", title=led.session.actions[id_].title, status=STATUSES[status]))
