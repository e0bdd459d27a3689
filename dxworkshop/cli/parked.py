"""``dxworkshop parked``: topics for later, and questions from the audience."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop.cli.context import SessionArgument
from dxworkshop.cli.field import Field, one_of, picked, text, whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import ItemArgument, edited, group, items
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

KINDS = ("topic", "question")
FIELDS = (
    Field("text", tr("The topic or the question"), text),
    Field("kind", tr("A question where it ends like one"), one_of(*KINDS), metavar="|".join(KINDS)),
    Field("ups", tr("How many would like to hear of it"), whole, metavar="NUMBER"),
    Field("answer", tr("What was answered"), text),
    Field("answered", tr("Whether it was answered"), None, flag="--answered/--unanswered"),
    Field("note", tr("The note it came from"), picked("note"), metavar="NOTE"),
)
AnswerArgument = Annotated[str, typer.Argument(metavar="TEXT", help=tr("What was answered"))]


def of_a_kind(led: "Facilitation", fields: dict[str, Any]) -> dict[str, Any]:
    """Take what ends with a question mark for a question, where nothing else was said."""
    from dxworkshop.model.promote import parked

    return {"kind": parked(fields.get("text", "")).kind, **fields}


app = group(tr("Topics for later and questions"))
items(
    app,
    "parked",
    (tr("Keep a topic or a question for later"), tr("Change one of them"), tr("Take one of them out")),
    FIELDS,
    "text",
    of_a_kind,
)


@app.command("up", cls=Command, help=tr("One more would like to hear of it"))
def up(ctx: typer.Context, session: SessionArgument, item: ItemArgument) -> None:
    """Count one more up-vote."""
    edited(ctx, session, "parked", item, lambda led: {"ups": led.session.parked[led.pick("parked", item)].ups + 1})


@app.command("answer", cls=Command, help=tr("Write down what was answered"))
def answer(ctx: typer.Context, session: SessionArgument, item: ItemArgument, words: AnswerArgument) -> None:
    """Answer a question."""
    edited(ctx, session, "parked", item, lambda led: {"answer": words, "answered": True})
