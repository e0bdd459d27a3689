"""``dxworkshop action``: who does what by when, and where it stands."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import deck
from dxworkshop.cli.context import SessionArgument, opened
from dxworkshop.cli.field import Field, answered, card, covered, day, member, number, one_of, text, whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import ItemArgument, group, items
from dxworkshop.cli.output import note, out
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.model.session import Status, Verdict
    from dxworkshop.service import Facilitation

BUDGETS = ("none", "needed", "secured")
LEVELS = ("team", "committee", "headquarters", "council")
STATUSES = ("todo", "doing", "blocked", "done", "dropped")
VERDICTS = ("done", "carry", "drop")
FIELDS = (
    Field("title", tr("What is done"), text),
    Field("owner", tr("The one member who does it"), member, metavar="MEMBER"),
    Field("calling", tr("In which {calling}"), card("callings")),
    Field("partners", tr("A member who helps; may be repeated"), member, "MEMBER", "--partner", many=True),
    Field(
        "answers",
        tr("What it answers; may be repeated"),
        answered,
        "ITEM",
        "--answer",
        many=True,
    ),
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
    Field(
        "covers",
        tr("Card of culture or strength that it makes up for; alone, it gives the title too"),
        covered,
        metavar="CARD",
    ),
    Field("since", tr("Id of the session it was first agreed in"), text, metavar="ID"),
    Field(
        "slipped",
        tr("A day it was due on and not done by; may be repeated"),
        day,
        "DATE",
        many=True,
    ),
    Field("verdict", tr("What the review says of it"), one_of(*VERDICTS), metavar="|".join(VERDICTS)),
)
EarlierArgument = Annotated[
    str,
    typer.Argument(metavar="EARLIER", help=tr("Another session: a file, the start of an id, or part of a title")),
]


def suggested(led: "Facilitation", fields: dict[str, Any]) -> dict[str, Any]:
    """Take the title from the card where only the card that is made up for was given."""
    found = deck.card("culture", fields.get("covers", "")) or deck.card("strengths", fields.get("covers", ""))
    if found is None or "title" in fields:
        return fields
    return {"title": found.suggest[led.session.language], **fields}


app = group(tr("{Actions}: who does what by when"))
items(
    app,
    "action",
    (tr("Add one {action}"), tr("Change one {action}"), tr("Take one {action} out")),
    FIELDS,
    "title",
    suggested,
)

ReasonOption = Annotated[str, typer.Option(metavar="TEXT", help=tr("Why; blames nobody"), show_default=False)]
AskOption = Annotated[str, typer.Option(metavar="TEXT", help=tr("Whom to ask"), show_default=False)]
ReviewOption = Annotated[
    bool, typer.Option("--review", help=tr("The review of an earlier plan says so"), show_default=False)
]


@app.command("start", cls=Command, help=tr("It has begun"))
def start(ctx: typer.Context, session: SessionArgument, item: ItemArgument) -> None:
    """Mark an action as begun."""
    mark(ctx, session, item, "doing")


@app.command("done", cls=Command, help=tr("It is done"))
def done(
    ctx: typer.Context,
    session: SessionArgument,
    item: ItemArgument,
    reason: ReasonOption = "",
    review: ReviewOption = False,
) -> None:
    """Mark an action as done."""
    mark(ctx, session, item, "done", reason, verdict="done" if review else None)


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
def drop(
    ctx: typer.Context,
    session: SessionArgument,
    item: ItemArgument,
    reason: ReasonOption = "",
    review: ReviewOption = False,
) -> None:
    """Mark an action as dropped."""
    mark(ctx, session, item, "dropped", reason, verdict="drop" if review else None)


@app.command("carry", cls=Command, help=tr("The review says that it goes on"))
def carry(ctx: typer.Context, session: SessionArgument, item: ItemArgument) -> None:
    """Carry an action of an earlier plan on; one that was done or dropped goes on too."""
    from dxworkshop.model.changes import Edit, MarkAction, Together
    from dxworkshop.model.session import OPEN

    led = opened(ctx, session)
    id_ = led.pick("action", item)
    again = () if led.session.actions[id_].status in OPEN else (MarkAction(id_, "doing"),)
    led.do(Together((*again, Edit("action", id_, {"verdict": "carry"}))))
    led.save()
    note(tr("{title}: goes on", title=led.session.actions[id_].title))


@app.command("reopen", cls=Command, help=tr("It is to be done again"))
def reopen(ctx: typer.Context, session: SessionArgument, item: ItemArgument) -> None:
    """Mark an action as still to be done."""
    mark(ctx, session, item, "todo")


@app.command("take", cls=Command, help=tr("Take over members and open {actions} of an earlier session; print ids"))
def take(ctx: typer.Context, session: SessionArgument, earlier: EarlierArgument) -> None:
    """Take over what an earlier session left open."""
    from dxworkshop.model.changes import Add
    from dxworkshop.service import Library

    led = opened(ctx, session)
    change = Library(led.path.parent).goes_on(led.session, opened(ctx, earlier).session)
    if not change.changes:
        note(tr("Everything of it is here already."))
        return
    led.do(change)
    led.save()
    for one in change.changes:
        if isinstance(one, Add):
            out(one.id)


def mark(
    ctx: typer.Context,
    session: str,
    item: str,
    status: "Status",
    reason: str = "",
    ask: str = "",
    verdict: "Verdict | None" = None,
) -> None:
    """Say where an action stands, and with a verdict that the review said so."""
    from dxworkshop.model.changes import Edit, MarkAction, Together
    from dxworkshop.model.words import STATUSES

    led = opened(ctx, session)
    id_ = led.pick("action", item)
    marked = MarkAction(id_, status, reason, ask)
    led.do(Together((marked, Edit("action", id_, {"verdict": verdict}))) if verdict else marked)
    led.save()
    note(tr("{title}: now {status}", title=led.session.actions[id_].title, status=STATUSES[status]))
