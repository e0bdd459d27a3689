"""``dxworkshop seat``: who is missing."""

from typing import TYPE_CHECKING, Any

from dxworkshop import deck
from dxworkshop.cli.field import Field, card, covered, text
from dxworkshop.cli.item import group, items
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

FIELDS = (
    Field("name", tr("The seat: a card of the deck, or words of your own"), card("seats")),
    Field("why", tr("What they are needed for"), text),
    Field(
        "covers",
        tr("Card of culture or strength that they would bring; alone, it gives the name too"),
        covered,
        metavar="CARD",
    ),
)


def somebody(led: "Facilitation", fields: dict[str, Any]) -> dict[str, Any]:
    """Name the seat after the card where only the card was given, in the words of the session."""
    found = deck.card("culture", fields.get("covers", "")) or deck.card("strengths", fields.get("covers", ""))
    if found is None or "name" in fields:
        return fields
    return {"name": led.voice.tr("Somebody with: {word}", word=found.text[led.session.language]), **fields}


app = group(tr("{Open_seats} of the {party}"))
items(
    app,
    "seat",
    (tr("Add one {open_seat}"), tr("Change one {open_seat}"), tr("Take one {open_seat} out")),
    FIELDS,
    "name",
    somebody,
)
