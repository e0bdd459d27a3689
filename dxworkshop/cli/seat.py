"""``dxworkshop seat``: who is missing."""

from dxworkshop.cli.field import Field, card, text
from dxworkshop.cli.item import group, items
from dxworkshop.i18n import tr

FIELDS = (
    Field("name", tr("The seat: a card of the deck, or words of your own"), card("seats")),
    Field("why", tr("What they are needed for"), text),
)
app = group(tr("{Open_seats} of the {party}"))
items(
    app,
    "seat",
    (tr("Add one {open_seat}"), tr("Change one {open_seat}"), tr("Take one {open_seat} out")),
    FIELDS,
    "name",
)
