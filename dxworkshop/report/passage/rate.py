"""What the team thinks of each statement: ideal and reality, and what was said about it."""

from dxworkshop import deck
from dxworkshop.insight.rating import furthest, judged
from dxworkshop.model.room import statements
from dxworkshop.model.session import Rating
from dxworkshop.model.workshop import RateStep, Step
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Block, Paragraph, Section, Table
from dxworkshop.report.wording import is_blank, number


def rate(teller: Teller) -> tuple[Section, ...]:
    """Tell every step in which something was rated: what the team said, never who."""
    found = []
    for id_, step in teller.steps("rate", teller.session.ratings):
        if teller.is_summary and _is_own(step):
            continue
        said = _said(teller, id_, step if isinstance(step, RateStep) else None)
        if said:
            blocks = _blocks(teller, id_, step if isinstance(step, RateStep) else None, said)
            found.append(Section("rate", teller.heading("rate", step), blocks))
    return tuple(found)


def _is_own(step: Step | None) -> bool:
    """Tell whether a step asks what the team made up for itself, as how people feel today: nothing for others."""
    return not isinstance(step, RateStep) or bool(step.statements)


def _said(teller: Teller, id_: str, step: RateStep | None) -> list[tuple[str, Rating]]:
    """Return what was said, in the order of the statements; of statements there are not any more, last."""
    ratings = teller.session.ratings.get(id_, {})
    asked = [card for card in (statements(step) if step else ()) if card in ratings]
    others = (card for card in sorted(ratings) if card not in asked)
    # What is rated under an id that leads nowhere has no words: the team sees the id, nobody else does.
    cards = [*asked, *(card for card in others if teller.lost(card))]
    return [(card, ratings[card]) for card in cards if _says_something(ratings[card])]


def _says_something(rating: Rating) -> bool:
    one = judged("", rating)
    return one.ideal is not None or one.reality is not None or not is_blank(rating.words)


def _blocks(teller: Teller, id_: str, step: RateStep | None, said: list[tuple[str, Rating]]) -> tuple[Block, ...]:
    voice = teller.voice
    blocks: list[Block] = [_table(teller, step, said)]
    if step and (far := furthest(teller.session, id_)):
        words = teller.listed([statement(teller, step, one.card) for one in far])
        blocks.append(Paragraph(voice.tr("Furthest from the ideal: {words}", words=words)))
    # Ours are the explanations and the English: the plan tells the words alone, and whose they are.
    if step and (credit := deck.credit(step.deck)) and not step.statements:
        blocks.append(
            Paragraph(
                voice.tr(
                    "The twelve words are from the source study; the English is ours. {credit}", credit=credit
                )
            )
        )
    return tuple(blocks)


def _table(teller: Teller, step: RateStep | None, said: list[tuple[str, Rating]]) -> Table:
    tr = teller.voice.tr
    judgements = [judged(card, rating) for card, rating in said]
    ideal = any(one.ideal is not None for one in judgements)
    words = any(not is_blank(rating.words) for _, rating in said)
    head = (
        tr("Statement"),
        *((tr("Ideal"),) if ideal else ()),
        tr("Reality"),
        *((tr("Difference"),) if ideal else ()),
        *((tr("What was said"),) if words else ()),
    )
    rows = tuple(
        (
            statement(teller, step, one.card),
            *((_mark(one.ideal),) if ideal else ()),
            _mark(one.reality),
            *((_mark(one.distance),) if ideal else ()),
            *((rating.words,) if words else ()),
        )
        for one, (_, rating) in zip(judgements, said, strict=True)
    )
    right: Align = "right"
    figures = (right,) * (3 if ideal else 1)
    return Table(head, rows, ("left", *figures, *(("left",) if words else ())))


def statement(teller: Teller, step: RateStep | None, card: str) -> str:
    """Return the words of a statement; its id where its step is not known."""
    own = {one.id: one for one in step.statements} if step else {}
    if card in own:
        return teller.voice.text({"ja": own[card].ja, "en": own[card].en})
    return teller.card(step.deck, card) if step else card


def _mark(value: float | None) -> str:
    return "" if value is None else number(float(round(value, 1)))
