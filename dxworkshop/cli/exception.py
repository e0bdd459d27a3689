"""``dxworkshop exception``: rules of lint that the team sets aside, each with its reason."""

from typing import TYPE_CHECKING

from dxworkshop.cli.field import Field, picked, text
from dxworkshop.cli.item import group, items
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation


def rule(led: "Facilitation", typed: str) -> str:
    """Return the id of a rule of lint; raises `NotFoundError` that names those there are."""
    from dxworkshop.insight.lint import known_rule

    return known_rule(typed.strip()).id


FIELDS = (
    Field("rule", tr("The rule; see lint --rules"), rule),
    Field(
        "action",
        tr("The one {action} it is set aside for; for the whole session where it is not given"),
        picked("action"),
        metavar="ACTION",
    ),
    Field("reason", tr("Why it does not fit here"), text),
)
app = group(tr("Rules of lint that are set aside, with a reason"))
items(
    app,
    "exception",
    (tr("Set a rule aside"), tr("Change what was set aside, or why"), tr("Let a rule count again")),
    FIELDS,
    "rule",
)
