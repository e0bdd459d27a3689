"""The words of culture around a circle: the ideal, how it is now, and how it was the last time."""

from collections.abc import Sequence

from dxworkshop import deck
from dxworkshop.insight.rating import Rated, judged
from dxworkshop.model.session import Rating, Session
from dxworkshop.model.workshop import RateStep
from dxworkshop.report.picture.figure import figure, listed
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Picture, Radar, Ring, Table

DECK = "culture"
MOST = 5.0
FEWEST = 3
"""With fewer words than these there is no figure to see."""


def culture(teller: Teller) -> Picture | None:
    """Draw the last step in which the twelve words were rated; beside it the one before, or an earlier session."""
    rounds = _rounds(teller.session)
    if not rounds or sum(1 for one in rounds[-1] if _said(one)) < FEWEST:
        return None
    now, before = rounds[-1], rounds[-2] if len(rounds) > 1 else ()
    if not before and teller.options.earlier:
        before = next(reversed(_rounds(teller.options.earlier)), ())
    tr = teller.voice.tr
    rings = [
        Ring(tr("Ideal"), tuple(_round(one.ideal) for one in now)),
        Ring(tr("Reality"), tuple(_round(one.reality) for one in now)),
        Ring(tr("Reality, the last time"), tuple(_round(one.reality) for one in before)),
    ]
    rings = [ring for ring in rings if any(value is not None for value in ring.values)]
    axes = tuple(teller.card(DECK, one.card) for one in now)
    return Picture(
        name="culture-radar",
        title=tr("Words of culture: ideal and reality"),
        summary=_summary(teller, now, before),
        drawn=Radar(axes, tuple(rings), MOST),
        twin=_twin(teller, axes, rings),
        told=not before,
    )


def _rounds(session: Session) -> list[Sequence[Rated]]:
    """Return what was said of all words, in their order, for each step that asked for them and got an answer."""
    found: list[Sequence[Rated]] = []
    for id_, step in session.workshop.in_order():
        if isinstance(step, RateStep) and step.deck == DECK and not step.statements:
            said = session.ratings.get(id_, {})
            rated = [judged(card.id, said.get(card.id, Rating())) for card in deck.deck(DECK)]
            if any(_said(one) for one in rated):
                found.append(rated)
    return found


def _said(one: Rated) -> bool:
    return one.ideal is not None or one.reality is not None


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)


def _summary(teller: Teller, now: Sequence[Rated], before: Sequence[Rated]) -> str:
    tr = teller.voice.tr
    said = [tr("What the team thinks of the words of culture, 1 to 5; it rates nobody.")]
    behind = sorted((one for one in now if (one.distance or 0) > 0), key=lambda one: -(one.distance or 0))
    if behind:
        words = teller.listed([teller.card(DECK, one.card) for one in behind[:FEWEST]])
        said.append(tr("Furthest from the ideal: {words}.", words=words))
    earlier = {one.card: one.reality for one in before}
    both = [(one.reality, earlier.get(one.card)) for one in now]
    pairs = [(new, old) for new, old in both if new is not None and old is not None]
    if pairs:
        up = sum(1 for new, old in pairs if new > old)
        said.append(tr("Higher than the last time: {up} of {total} words.", up=up, total=len(pairs)))
    # Ours are the explanations and the English: wherever the words are listed, it is told whose they are.
    if credit := deck.credit(DECK):
        said.append(tr("The twelve words are from the source study; the English is ours. {credit}", credit=credit))
    return listed(teller, said)


def _twin(teller: Teller, axes: Sequence[str], rings: Sequence[Ring]) -> Table:
    head = (teller.voice.tr("Word of culture"), *(ring.name for ring in rings))
    rows = tuple((axis, *(figure(ring.values[n]) for ring in rings)) for n, axis in enumerate(axes))
    right: Align = "right"
    return Table(head, rows, ("left", *((right,) * len(rings))))
