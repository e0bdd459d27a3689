"""``dxworkshop boss`` and ``dxworkshop vision``: what we share, and how we know that it is beaten."""

from typing import TYPE_CHECKING, Any

import typer

from dxworkshop.cli.context import SessionArgument, change
from dxworkshop.cli.field import Field, day, number, one_of, text, values
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group, items, something, with_fields
from dxworkshop.cli.output import note
from dxworkshop.i18n import tr, voice

if TYPE_CHECKING:
    from dxworkshop.model.changes import Part

KINDS = ("outcome", "output")
MEASURE = (
    Field("name", tr("What is measured"), text),
    Field("unit", tr("Unit of the values"), text),
    Field("kind", tr("What changed for people, or what we did"), one_of(*KINDS), metavar="|".join(KINDS)),
    Field("baseline", tr("Value before anything was done"), number, metavar="NUMBER"),
    Field("target", tr("Value at which the {boss} is beaten"), number, metavar="NUMBER"),
    Field("by", tr("When that should be reached"), day, metavar="DATE"),
    Field("known", tr("Value read last in an earlier session"), number, metavar="NUMBER"),
    Field("known_on", tr("When that was read"), day, metavar="DATE"),
)
BOSS = (Field("name", tr("What it is called"), text), Field("why_now", tr("Why now"), text))
VISION = (
    Field("destination", tr("Where we want to be, in one sentence"), text),
    Field("signs", tr("How one would see it; may be repeated"), text, flag="--sign", many=True),
)
app = group(tr("The {boss} and its measures"))
items(app, "measure", (tr("Add a measure"), tr("Change a measure"), tr("Take a measure out")), MEASURE, "name")
vision = group(tr("The {vision}: where we want to be"))


@app.command("set", cls=Command, help=tr("Name the {boss}"))
@with_fields(BOSS)
def set_boss(ctx: typer.Context, session: SessionArgument, **typed: Any) -> None:
    """Give the boss its name and its reason."""
    set_part(ctx, session, "boss", BOSS, typed)


@vision.command("set", cls=Command, help=tr("Write the {vision} down"))
@with_fields(VISION)
def set_vision(ctx: typer.Context, session: SessionArgument, **typed: Any) -> None:
    """Write down where the team wants to be."""
    set_part(ctx, session, "vision", VISION, typed)


def set_part(
    ctx: typer.Context, session: str, part: "Part", fields: tuple[Field, ...], typed: dict[str, Any]
) -> None:
    """Give fields of a part of the session new values."""
    from dxworkshop.model.changes import Set

    change(ctx, session, lambda led: Set(part, something(values(fields, led, typed))))
    note(tr("changed: {name}", name=voice().term(part)))
