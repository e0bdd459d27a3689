"""``dxworkshop rate``: what the team thinks of a statement, by marks or by a show of hands."""

import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import deck
from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.field import Field, hands, text, values, whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group, something, with_fields
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.cli.which import StepOption, step_of
from dxworkshop.errors import AmbiguousError, NotFoundError
from dxworkshop.i18n import LANGUAGES, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dxworkshop.service import Facilitation

FIELDS = (
    Field("ideal", tr("The ideal that was agreed on, 1 to 5"), whole, metavar="NUMBER"),
    Field("reality", tr("The reality that was agreed on, 1 to 5"), whole, metavar="NUMBER"),
    Field("ideal_hands", tr("Hands raised for the ideal at 1 to 5, like 03410"), hands, metavar="HANDS"),
    Field("hands", tr("Hands raised for the reality at 1 to 5, like 03410"), hands, metavar="HANDS"),
    Field("words", tr("What was said about it"), text),
)
CardArgument = Annotated[str, typer.Argument(metavar="CARD", help=tr("Id of the statement, or part of its text"))]
app = group(tr("Marks for ideal and reality; never who gave which"))


@app.command("set", cls=Command, help=tr("Write down the marks or the hands for one statement"))
@with_fields(FIELDS)
def set_rating(
    ctx: typer.Context, session: SessionArgument, card: CardArgument, step: StepOption = "", **typed: Any
) -> None:
    """Rate one statement."""
    from dxworkshop.model.changes import Rate

    led = opened(ctx, session)
    at = step_of(led, "rate", step)
    texts = statements(led, at)
    id_ = statement(texts, card)
    led.do(Rate(at, id_, something(values(FIELDS, led, typed))))
    led.save()
    note(tr("changed: {name}", name=voice().text(texts[id_])))


@app.command("show", cls=Command, help=tr("Print the statements with ideal and reality"))
def show(ctx: typer.Context, session: SessionArgument, step: StepOption = "", json: JsonOption = False) -> None:
    """Print the statements of a step and what the team thinks of them."""
    from dxworkshop.cli.gathered import mark
    from dxworkshop.insight.rating import rated
    from dxworkshop.model.session import Rating

    led = opened(ctx, session)
    at = step_of(led, "rate", step)
    texts = statements(led, at)
    said = led.session.ratings.get(at, {})
    credit = deck.credit(getattr(led.session.workshop.steps[at], "deck", ""))
    if json:
        data = [
            {
                "id": one.card,
                "text": voice().text(texts[one.card]),
                "ideal": one.ideal,
                "reality": one.reality,
                "ideal_hands": said.get(one.card, Rating()).ideal_hands,
                "hands": said.get(one.card, Rating()).hands,
                "words": said.get(one.card, Rating()).words,
            }
            for one in rated(led.session, at)
        ]
        as_json({"step": at, "credit": credit, "statements": data})
        return
    head = ["", "", tr("ideal"), tr("reality"), tr("gap")]
    rows = [
        [one.card, voice().text(texts[one.card]), *map(mark, (one.ideal, one.reality, one.distance))]
        for one in rated(led.session, at)
    ]
    table([head, *rows])
    if credit:
        out(credit)


def statements(led: "Facilitation", step: str) -> "dict[str, Mapping[str, str]]":
    """Return the statements that a step asks for, each by language; raises `NotFoundError` for another kind."""
    from dxworkshop.model.room import rating_step

    asked = rating_step(led.session, step)
    if asked.statements:
        return {one.id: {"ja": one.ja, "en": one.en} for one in asked.statements}
    return {card.id: card.text for card in deck.deck(asked.deck)}


def statement(texts: "Mapping[str, Mapping[str, str]]", typed: str) -> str:
    """Return the id of a statement by its id, its text or part of its text, in any language."""
    wanted = _folded(typed)
    folded = {id_: [_folded(text.get(name, "")) for name in LANGUAGES] for id_, text in texts.items()}
    for found in (
        [id_ for id_ in texts if id_ == typed],
        [id_ for id_, among in folded.items() if wanted and wanted in among],
        [id_ for id_, among in folded.items() if wanted and any(wanted in one for one in among)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousError(say("{name} may be any of: {names}", name=typed, names=found))
    raise NotFoundError(say("there is no statement {id} in this step", id=typed))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold().strip()
