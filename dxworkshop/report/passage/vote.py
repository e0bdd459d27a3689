"""What the dots say once they are revealed; before that nothing is told of them, and never whose they are."""

from dxworkshop.insight.tally import standing
from dxworkshop.model.workshop import VoteStep
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Paragraph, Section, Table


def vote(teller: Teller) -> tuple[Section, ...]:
    """Tell the sums of every vote that was revealed, most first; of the others only that they are not."""
    found = []
    for id_, step in teller.steps("vote", teller.session.votes):
        said = teller.session.votes.get(id_)
        if said and said.dots:
            on = step.on if isinstance(step, VoteStep) else ""
            found.append(Section("vote", teller.heading("vote", step), (_block(teller, id_, on),)))
    return tuple(found)


def _block(teller: Teller, id_: str, on: str) -> Block:
    tr, said = teller.voice.tr, teller.session.votes[id_]
    if not said.revealed:
        return Paragraph(tr("The dots are not revealed yet."))
    found = sorted(standing(teller.session, on, said), key=lambda candidate: -candidate.dots)
    rows = tuple((teller.idea(candidate.id), str(candidate.dots)) for candidate in found)
    return Table((tr("Idea"), tr("Number of dots")), rows, ("left", "right"))
