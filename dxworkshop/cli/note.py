"""``dxworkshop note``: what people wrote on slips or said."""

from typing import TYPE_CHECKING, Any

import typer

from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.field import Field, member, picked, text, whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import becomes, group, items
from dxworkshop.cli.output import as_json, note, table
from dxworkshop.cli.which import STEP, StepOption, step_of
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

PLACEMENT = (
    Field("impact", tr("What it would change, 1 to 5"), whole, metavar="NUMBER"),
    Field("effort", tr("What it would take, 1 to 5"), whole, metavar="NUMBER"),
    Field("anchor", tr("Whether the others are placed against it"), None, flag="--anchor/--no-anchor"),
)
FIELDS = (
    Field("text", tr("What it says"), text),
    STEP,
    Field("author", tr("Who wrote it; kept only where the step is not anonymous"), member, metavar="MEMBER"),
    Field("group", tr("The group it lies in"), picked("group"), metavar="GROUP"),
    *PLACEMENT,
)


def in_a_step(led: "Facilitation", fields: dict[str, Any]) -> dict[str, Any]:
    """Take the step where none was given: that of the group, or the only one in which notes are written."""
    if fields.get("step"):
        return fields
    lies_in = led.session.groups.get(fields.get("group", ""))
    return {**fields, "step": lies_in.step if lies_in else step_of(led, "collect")}


app = group(tr("Notes: what people wrote or said"))
items(app, "note", (tr("Add a note"), tr("Change a note"), tr("Take a note out")), FIELDS, "text", in_a_step)
becomes(app, "note", "action", "action_from", tr("Make one {action} of a note; print its id"))
becomes(app, "note", "gap", "gap_from", tr("Make an obstacle of a note; print its id"))
becomes(app, "note", "park", "parked_from", tr("Keep a note for later; print the new id"))


@app.command("list", cls=Command, help=tr("Print the notes, or those of one step"))
def list_(ctx: typer.Context, session: SessionArgument, step: StepOption = "", json: JsonOption = False) -> None:
    """Print notes in their order; those of an anonymous step have none that tells anything."""
    from dxworkshop.insight.author import author
    from dxworkshop.model.value import shown

    led = opened(ctx, session)
    only = led.pick("step", step) if step else ""
    notes = [(id_, one) for id_, one in shown(led.session.notes) if only in ("", one.step)]
    if json:
        keys = ("step", "text", "author", "group", "impact", "effort", "anchor")
        told = {id_: {key: getattr(one, key) for key in keys} for id_, one in notes}
        as_json([{"id": id_, **told[id_], "author": author(led.session, one)} for id_, one in notes])
        return
    groups, people = led.session.groups, led.session.members
    rows = []
    for id_, one in notes:
        name = groups[one.group].name if one.group in groups else ""
        wrote = author(led.session, one)
        rows.append([id_, one.step, name or one.group, people[wrote].label if wrote else "", one.text])
    if rows:
        table(rows)
    else:
        note(tr("there are no notes yet"))
