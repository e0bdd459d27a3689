"""``dxworkshop member``: who is with us."""

from typing import TYPE_CHECKING

import typer

from dxworkshop import deck
from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.field import Field, card, number, one_of, text
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group, items
from dxworkshop.cli.output import as_json, out, table
from dxworkshop.i18n import tr

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

POSTS = ("specialist", "bridge", "manager", "leader", "ally")
FIELDS = (
    Field("name", tr("What they are called"), text),
    Field("seat", tr("Office or organisation"), text),
    Field("calling", tr("{Calling}: a card of the deck, or words of their own"), card("callings")),
    Field("post", tr("What kind of post they hold"), one_of(*POSTS), metavar="|".join(POSTS)),
    Field("strengths", tr("{Skill}; may be repeated"), card("strengths"), flag="--strength", many=True),
    Field("culture", tr("Word of culture they stand for; may be repeated"), card("culture"), many=True),
    Field("hours_per_week", tr("Hours they can spare a week"), number, metavar="NUMBER"),
    Field("present", tr("Whether they are in the room"), None, flag="--present/--absent"),
)


def losses(led: "Facilitation", id_: str) -> list[str]:
    """Tell which pledge and which parts in actions go with a member."""
    from dxworkshop.model.value import shown

    session = led.session
    words = session.pledges[id_].words if id_ in session.pledges else ""
    helped = [action.title for _, action in shown(session.actions) if id_ in action.partners]
    lines = []
    if words.strip():
        lines.append(tr("their {pledge} goes too: {words}", words=words))
    if helped:
        lines.append(tr("they no longer help with: {titles}", titles=helped))
    return lines


app = group(tr("Members of the {party}"))
items(
    app,
    "member",
    (tr("Add a member"), tr("Change a member"), tr("Take a member out")),
    FIELDS,
    "name",
    losses=losses,
)


@app.command("coverage", cls=Command, help=tr("Print who stands for which word of culture and which {skill}"))
def coverage(ctx: typer.Context, session: SessionArgument, json: JsonOption = False) -> None:
    """Print every card with those who named it; nobody is scored."""
    from dxworkshop.cli.overview import word
    from dxworkshop.i18n import Voice, voice
    from dxworkshop.insight.coverage import coverage as covered

    led = opened(ctx, session)
    spoken = Voice(voice().language, led.session.register)
    held = [*covered(led.session, "culture"), *covered(led.session, "strengths")]
    if json:
        as_json([{"deck": h.deck, "card": h.card, "holders": h.holders, "state": h.state} for h in held])
        return
    nobody, people = tr("nobody so far"), led.session.members
    names = [", ".join(people[id_].label for id_ in h.holders) or nobody for h in held]
    table([[h.card, word(h.deck, h.card, spoken), who] for h, who in zip(held, names, strict=True)])
    out(deck.credit("culture"))
