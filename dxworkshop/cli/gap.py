"""``dxworkshop gap``: what stands between ideal and reality."""

from typing import TYPE_CHECKING, Any

from dxworkshop import deck
from dxworkshop.cli.field import Field, card, one_of, picked, text, whole
from dxworkshop.cli.item import becomes, group, items
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

LENSES = ("people", "organisation", "environment", "relations")
CONTROLS = ("ours", "approval", "outside")
FIELDS = (
    Field("lens", tr("What it is about"), one_of(*LENSES), metavar="|".join(LENSES)),
    Field("ideal", tr("How it should be"), text),
    Field("reality", tr("How it is"), text),
    Field("size", tr("How wide it is, 1 to 5"), whole, metavar="NUMBER"),
    Field("control", tr("Who can change it"), one_of(*CONTROLS), metavar="|".join(CONTROLS)),
    Field("deck", tr("A card of the obstacles; alone, it gives its text too"), card("obstacles"), metavar="CARD"),
    Field("note", tr("The note it came from"), picked("note"), metavar="NOTE"),
    Field("since", tr("Id of the session it was first named in"), text, metavar="ID"),
)


def from_card(led: "Facilitation", fields: dict[str, Any]) -> dict[str, Any]:
    """Take text and lens from the card where only the card was given."""
    found = deck.card("obstacles", fields.get("deck", ""))
    if found is None or "reality" in fields or "ideal" in fields:
        return fields
    return {"lens": found.lens, "reality": str(found.text[led.session.language]), **fields}


app = group(tr("Obstacles: where reality falls short"))
items(
    app,
    "gap",
    (tr("Add an obstacle"), tr("Change an obstacle"), tr("Take an obstacle out")),
    FIELDS,
    "reality",
    from_card,
)
becomes(app, "gap", "action", "action_from", tr("Make one {action} of an obstacle; print its id"))
