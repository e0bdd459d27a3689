"""The gaps by what they are about: from how it is now to how it should be."""

from collections.abc import Sequence

from dxworkshop import deck
from dxworkshop.insight.rating import judged
from dxworkshop.model.session import Gap, Rating
from dxworkshop.model.value import shown
from dxworkshop.model.words import LENSES
from dxworkshop.model.workshop import RateStep
from dxworkshop.report.picture.figure import figure, listed
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Dumbbells, Pair, Picture, Table

DECK = "lenses"
MOST = 5.0
SHOWN = 12
"""How many gaps are drawn at most, the widest: as many as a sheet of paper holds."""


def gaps(teller: Teller) -> Picture | None:
    """Draw what was rated by the four lenses; where nothing was, the gaps that have a size."""
    return _rated(teller) or _sized(teller)


def _rated(teller: Teller) -> Picture | None:
    """Draw the last step in which the four lenses were rated, ideal and reality."""
    tr, pairs = teller.voice.tr, _lenses(teller)
    if not pairs:
        return None
    what, widest = max(pairs, key=lambda named: named[1].high - named[1].low)
    said = [tr("Reality and ideal by the four lenses, 1 to 5; it rates nobody.")]
    if widest.high > widest.low:
        difference = figure(round(widest.high - widest.low, 1))
        said.append(tr("Furthest apart: {what} ({difference}).", what=what, difference=difference))
    rows = tuple(
        (name, p.label, figure(p.low), figure(p.high), figure(round(p.high - p.low, 1))) for name, p in pairs
    )
    head = (tr("Area"), tr("Statement"), tr("Reality"), tr("Ideal"), tr("Difference"))
    return Picture(
        name="gaps",
        title=tr("Reality and ideal by area"),
        summary=listed(teller, said),
        drawn=Dumbbells(tuple(pair for _, pair in pairs), tr("Reality"), tr("Ideal"), MOST),
        twin=Table(head, rows, ("left", "left", "right", "right", "right")),
        told=True,
    )


def _lenses(teller: Teller) -> list[tuple[str, Pair]]:
    found: list[tuple[str, Pair]] = []
    for id_, step in teller.session.workshop.in_order():
        if isinstance(step, RateStep) and step.deck == DECK and not step.statements:
            said = teller.session.ratings.get(id_, {})
            found = [pair for card in deck.deck(DECK) if (pair := _pair(teller, card, said.get(card.id)))] or found
    return found


def _pair(teller: Teller, card: deck.Card, rating: Rating | None) -> tuple[str, Pair] | None:
    """Return the name of a lens and its pair; its statement begins with that name, so the pair needs no group."""
    one = judged(card.id, rating or Rating())
    if one.ideal is None or one.reality is None:
        return None
    group = next((teller.voice.say(word) for lens, word in LENSES.items() if lens == card.lens), "")
    return group, Pair(teller.card(DECK, card.id), "", round(float(one.reality), 1), round(float(one.ideal), 1))


def _sized(teller: Teller) -> Picture | None:
    """Draw the size of each gap, by area and widest first."""
    tr, order = teller.voice.tr, list(LENSES)
    sized = sorted(((g, g.size) for _, g in shown(teller.session.gaps) if g.size), key=lambda pair: -pair[1])
    if not sized:
        return None
    kept = sorted(sized[:SHOWN], key=lambda pair: order.index(pair[0].lens))
    pairs = tuple(
        Pair(teller.said(teller.gap(gap)), teller.voice.say(LENSES[gap.lens]), 0.0, float(size))
        for gap, size in kept
    )
    return Picture(
        name="gaps",
        title=tr("Gaps by area"),
        summary=_size_summary(teller, sized),
        drawn=Dumbbells(pairs, tr("Reality"), tr("Ideal"), MOST),
        twin=Table(
            (tr("Area"), tr("Gap"), tr("Size (1-5)")),
            tuple((pair.group, pair.label, figure(pair.high)) for pair in pairs),
            ("left", "left", "right"),
        ),
        told=True,
    )


def _size_summary(teller: Teller, sized: Sequence[tuple[Gap, int]]) -> str:
    voice = teller.voice
    widest = sized[0][1]
    n = sum(1 for _, size in sized if size == widest)
    said = [
        voice.tr("How far reality is from the ideal, by area: the longer the line, the wider the gap (1 to 5)."),
        voice.trn(
            "The widest has size {size}: {n} gap.", "The widest have size {size}: {n} gaps.", n, size=widest
        ),
    ]
    if len(sized) > SHOWN:
        said.append(voice.tr("Drawn are the {n} widest of {total}.", n=SHOWN, total=len(sized)))
    return listed(teller, said)
