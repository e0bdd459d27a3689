"""What would change much, and what would take much, on one plane."""

import string
from collections.abc import Sequence

from dxworkshop.insight.tally import placed
from dxworkshop.model.room import candidates
from dxworkshop.model.workshop import MatrixStep
from dxworkshop.report.picture.figure import figure, listed
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Picture, Plane, Point, Table

SHOWN = 30
"""How many ideas are drawn at most."""
SIGNS = (*string.ascii_uppercase, "AA", "AB", "AC", "AD")
"""Letters, for the marks are figures already."""
NAMED = 8
"""How many signs a sentence names at most."""
MUCH = 3
"""Above this mark an idea would change, or take, much."""


def impact(teller: Teller) -> Picture | None:
    """Draw every idea that has both marks, most impact and then least effort first."""
    found = _found(teller)
    if not found:
        return None
    tr = teller.voice.tr
    points = tuple(
        Point(sign, teller.idea(id_), float(effort), float(impact))
        for sign, (id_, impact, effort) in zip(SIGNS, found[:SHOWN], strict=False)
    )
    rows = tuple((p.sign, p.label, figure(p.up), figure(p.across)) for p in points)
    return Picture(
        name="impact-effort",
        title=tr("Impact and effort"),
        summary=_summary(teller, points, len(found)),
        drawn=Plane(points, tr("Effort (1-5)"), tr("Impact (1-5)")),
        twin=Table(
            (tr("Sign"), tr("Idea"), tr("Impact (1-5)"), tr("Effort (1-5)")),
            rows,
            ("left", "left", "right", "right"),
        ),
        told=True,
    )


def _found(teller: Teller) -> list[tuple[str, int, int]]:
    """Return the ideas of every step in which ideas are placed, each once, with impact and effort."""
    steps = [step.on for _, step in teller.session.workshop.in_order() if isinstance(step, MatrixStep)]
    ids = dict.fromkeys(id_ for on in (*steps, "") for id_ in candidates(teller.session, on))
    items = ((id_, placed(teller.session, id_)) for id_ in ids)
    found = [(id_, item.impact, item.effort) for id_, item in items if item and item.impact and item.effort]
    return sorted(found, key=lambda one: (-one[1], one[2]))


def _summary(teller: Teller, points: Sequence[Point], total: int) -> str:
    voice = teller.voice
    said = [voice.trn("{n} idea by impact and effort.", "{n} ideas by impact and effort.", len(points))]
    easy = [point.sign for point in points if point.up > MUCH and point.across <= MUCH]
    if len(easy) > NAMED:
        said.append(
            voice.trn(
                "{n} has much impact for little or medium effort (top left).",
                "{n} have much impact for little or medium effort (top left).",
                len(easy),
            )
        )
    elif easy:
        said.append(
            voice.tr("Much impact for little or medium effort (top left): {signs}.", signs=teller.listed(easy))
        )
    if total > len(points):
        said.append(voice.tr("Drawn are the first {n} of {total}.", n=len(points), total=total))
    return listed(teller, said)
