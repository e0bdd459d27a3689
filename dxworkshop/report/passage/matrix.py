"""What would change much, and what would take much: the ideas that were placed."""

from dxworkshop.insight.tally import placed
from dxworkshop.model.room import candidates
from dxworkshop.model.session import Placement
from dxworkshop.model.workshop import MatrixStep
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Section, Table


def matrix(teller: Teller) -> tuple[Section, ...]:
    """Tell what was placed in every step, most impact and then least effort first; each idea once."""
    told: set[str] = set()
    found = []
    steps = [(step, step.on if isinstance(step, MatrixStep) else "") for _, step in teller.steps("matrix")]
    # What was placed in a step that is there no longer is told under no step of its own.
    for step, on in (*steps, (None, "")):
        new = [(id_, item) for id_, item in _placed(teller, on) if id_ not in told]
        told |= {id_ for id_, _ in new}
        if new:
            found.append(Section("matrix", teller.heading("matrix", step), (_table(teller, new),)))
    return tuple(found)


def _placed(teller: Teller, on: str) -> list[tuple[str, Placement]]:
    lying = [(id_, placed(teller.session, id_)) for id_ in candidates(teller.session, on)]
    found = [(id_, item) for id_, item in lying if item and (item.impact or item.effort)]
    return sorted(found, key=lambda pair: (-(pair[1].impact or 0), pair[1].effort or 9))


def _table(teller: Teller, found: list[tuple[str, Placement]]) -> Table:
    tr = teller.voice.tr
    rows = tuple(
        (
            tr("{idea} (anchor)", idea=teller.idea(id_)) if item.anchor else teller.idea(id_),
            teller.mark(item.impact),
            teller.mark(item.effort),
        )
        for id_, item in found
    )
    return Table((tr("Idea"), tr("Impact (1-5)"), tr("Effort (1-5)")), rows, ("left", "right", "right"))
