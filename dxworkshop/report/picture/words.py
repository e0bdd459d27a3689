"""The words people used, larger the more notes they stand in."""

from collections.abc import Sequence

from dxworkshop.insight.words import FEW, Counted
from dxworkshop.report.picture.figure import figure, listed
from dxworkshop.report.redact import redacted
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Cloud, Picture, Table, Word

SHOWN = 30
"""How many words are drawn at most."""
FEWEST = 3
"""With fewer words than these there is nothing to compare."""
FIRST = 3
"""How many words the summary names."""


def words(teller: Teller) -> Picture | None:
    """Draw the words that stand in the most notes; outside the team none that fewer than two people said."""
    # Who said what is not known any more outside the team: it was counted while it was.
    counted = teller.counted
    if counted is None:
        counted = redacted(teller.session, teller.audience, teller.options, voice=teller.voice).words()
    # A word of one note alone says nothing of the team, and may well say who wrote it.
    often = [one for one in counted if one.notes >= FEW]
    if len(often) < FEWEST:
        return None
    tr, kept = teller.voice.tr, often[:SHOWN]
    return Picture(
        name="words",
        title=tr("The words we used"),
        summary=_summary(teller, kept, len(often)),
        drawn=Cloud(tuple(Word(one.word, one.notes) for one in kept)),
        twin=Table(
            (tr("Word"), tr("Notes it stands in")),
            tuple((one.word, figure(one.notes)) for one in kept),
            ("left", "right"),
        ),
    )


def _summary(teller: Teller, kept: Sequence[Counted], total: int) -> str:
    tr = teller.voice.tr
    most = [tr("{word} ({n})", word=one.word, n=one.notes) for one in kept[:FIRST]]
    told = [tr("Most often used, by the notes they stand in: {words}.", words=teller.listed(most))]
    if teller.audience != "internal":
        told.append(tr("Words that fewer than two people said are not shown."))
    if total > len(kept):
        told.append(tr("Drawn are the first {n} of {total}.", n=len(kept), total=total))
    return listed(teller, told)
