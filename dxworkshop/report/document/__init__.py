"""The documents: each is a module with the facts under its title and its sections."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dxworkshop.offer import DocumentName
from dxworkshop.report.document import brief, handover, minutes, plan
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Section
from dxworkshop.sentence import Sentence, say


@dataclass(frozen=True)
class Document:
    """One kind of document."""

    name: Sentence
    """What it is called."""
    facts: Callable[[Teller], tuple[Block, ...]]
    sections: Callable[[Teller], tuple[Section, ...]]


DOCUMENTS: Mapping[DocumentName, Document] = {
    "plan": Document(say("Action plan"), plan.facts, plan.sections),
    "minutes": Document(say("Minutes of the meeting"), minutes.facts, minutes.sections),
    "brief": Document(say("Brief by department and role"), brief.facts, brief.sections),
    "handover": Document(say("Handover notes"), handover.facts, handover.sections),
}
"""Every document there is."""
