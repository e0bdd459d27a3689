"""``dxworkshop risk``: why it would have failed, and what is done against it."""

from dxworkshop.cli.field import Field, picked, text
from dxworkshop.cli.item import becomes, group, items
from dxworkshop.i18n import tr

FIELDS = (
    Field("cause", tr("Why it failed"), text),
    Field("counter", tr("What is done against it"), text),
    Field("action", tr("The one {action} that it threatens"), picked("action"), metavar="ACTION"),
)
app = group(tr("Reasons why it would fail, and what is done against them"))
items(app, "risk", (tr("Add a reason"), tr("Change a reason"), tr("Take a reason out")), FIELDS, "cause")
becomes(app, "risk", "action", "action_from", tr("Make one {action} of what is done against it; print its id"))
