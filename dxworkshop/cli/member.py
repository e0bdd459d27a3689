"""``dxworkshop member``: who is with us."""

from dxworkshop.cli.field import Field, card, number, one_of, text
from dxworkshop.cli.item import group, items
from dxworkshop.i18n import tr

POSTS = ("specialist", "bridge", "manager", "leader", "ally")
FIELDS = (
    Field("name", tr("What they are called"), text),
    Field("seat", tr("Office or organisation"), card("seats")),
    Field("calling", tr("{Calling}: a card of the deck, or words of their own"), card("callings")),
    Field("post", tr("What kind of post they hold"), one_of(*POSTS), metavar="|".join(POSTS)),
    Field("strengths", tr("{Skill}; may be repeated"), card("strengths"), flag="--strength", many=True),
    Field("hours_per_week", tr("Hours they can spare a week"), number, metavar="NUMBER"),
    Field("present", tr("Whether they are in the room"), None, flag="--present/--absent"),
)
app = group(tr("Members of the {party}"))
items(app, "member", (tr("Add a member"), tr("Change a member"), tr("Take a member out")), FIELDS)
