"""``dxworkshop rule``: what the team agreed on."""

from dxworkshop.cli.field import Field, text
from dxworkshop.cli.item import group, items
from dxworkshop.i18n import tr

FIELDS = (Field("text", tr("The rule"), text),)
app = group(tr("{Ground_rules}"))
items(app, "rule", (tr("Add a rule"), tr("Change a rule"), tr("Take a rule out")), FIELDS, "text")
