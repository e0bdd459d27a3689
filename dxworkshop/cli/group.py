"""``dxworkshop group``: notes that say something together."""

from dxworkshop.cli.field import Field, text
from dxworkshop.cli.item import becomes, group, items
from dxworkshop.cli.note import PLACEMENT, in_a_step
from dxworkshop.cli.which import STEP
from dxworkshop.i18n import tr

FIELDS = (Field("name", tr("Its name, which may come last"), text), STEP, *PLACEMENT)
app = group(tr("Groups of notes; note edit --group puts a note into one"))
items(
    app,
    "group",
    (tr("Add a group"), tr("Change a group"), tr("Take a group out; its notes stay")),
    FIELDS,
    "name",
    in_a_step,
)
becomes(app, "group", "action", "action_from", tr("Make one {action} of a group; print its id"))
