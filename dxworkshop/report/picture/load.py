"""Who carries how much, by calling: never by name, and in the order of the deck, so that nobody is ranked."""

from collections import Counter

from dxworkshop import deck
from dxworkshop.insight import load as insight
from dxworkshop.model.session import OPEN
from dxworkshop.report.picture.figure import figure, listed
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Columns, Picture, Series, Table

SHOWN = 16
"""How many callings are drawn at most; all the others stand together."""


def load(teller: Teller) -> Picture | None:
    """Draw for each calling how many open actions are done in it, and how many it helps with."""
    owned, helped = _counted(teller)
    if not owned and not helped:
        return None
    tr = teller.voice.tr
    labels, own, aid = _drawn(teller, owned, helped)
    names = (tr("{Actions} of its own"), tr("{Actions} it helps with"))
    rows = tuple((label, figure(a), figure(b)) for label, a, b in zip(labels, own, aid, strict=True))
    return Picture(
        name="load",
        title=tr("Open {actions} by {calling}"),
        summary=_summary(teller, owned, helped),
        drawn=Columns(labels, (Series(names[0], own), Series(names[1], aid)), tr("{Actions}")),
        twin=Table((tr("{Calling}"), *names), rows, ("left", "right", "right")),
    )


def _counted(teller: Teller) -> tuple[Counter[str], Counter[str]]:
    """Count by calling; what is done in none stands under the empty one."""
    owned: Counter[str] = Counter()
    helped: Counter[str] = Counter()
    for one in insight.load(teller.session):
        if one.by == "calling":
            owned[one.id] += one.owned
            helped[one.id] += one.helped
    total = sum(1 for _, action in teller.actions() if action.status in OPEN)
    owned[""] = total - sum(owned.values())
    return +owned, +helped


def _drawn(
    teller: Teller, owned: Counter[str], helped: Counter[str]
) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    """Return the labels with both counts, in the order of the deck; what belongs to no calling comes last."""
    order = {card.id: n for n, card in enumerate(deck.deck("callings"))}
    ids = sorted({*owned, *helped}, key=lambda id_: (not id_, order.get(id_, len(order)), id_))
    kept, rest = (ids, []) if len(ids) <= SHOWN else (ids[: SHOWN - 1], ids[SHOWN - 1 :])
    labels = [teller.card("callings", id_) if id_ else teller.voice.tr("No {calling} yet") for id_ in kept]
    own, aid = [float(owned[id_]) for id_ in kept], [float(helped[id_]) for id_ in kept]
    if rest:
        labels.append(teller.voice.tr("All others"))
        own.append(float(sum(owned[id_] for id_ in rest)))
        aid.append(float(sum(helped[id_] for id_ in rest)))
    return tuple(labels), tuple(own), tuple(aid)


def _summary(teller: Teller, owned: Counter[str], helped: Counter[str]) -> str:
    voice = teller.voice
    callings = len({id_ for id_ in (*owned, *helped) if id_})
    said = [
        voice.trn(
            "How {n} open {action} is shared: what each {calling} does and helps with.",
            "How {n} open {actions} are shared: what each {calling} does and helps with.",
            sum(owned.values()),
        ),
        voice.tr("Load is shared; nobody is ranked."),
    ]
    if callings > SHOWN:
        said.append(voice.tr("Drawn are the first {n} of {total}.", n=SHOWN - 1, total=callings))
    return listed(teller, said)
