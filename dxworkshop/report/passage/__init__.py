"""What each kind of step adds to a document: one function a kind, from a session told in a voice to sections."""

from collections.abc import Callable, Mapping

from dxworkshop.report.passage.actions import actions
from dxworkshop.report.passage.boss import boss
from dxworkshop.report.passage.collect import collect
from dxworkshop.report.passage.gaps import gaps
from dxworkshop.report.passage.matrix import matrix
from dxworkshop.report.passage.party import party
from dxworkshop.report.passage.pledge import pledge
from dxworkshop.report.passage.premortem import premortem
from dxworkshop.report.passage.rate import rate
from dxworkshop.report.passage.review import review
from dxworkshop.report.passage.talk import talk
from dxworkshop.report.passage.vision import vision
from dxworkshop.report.passage.vote import vote
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Section

PASSAGES: Mapping[str, Callable[[Teller], tuple[Section, ...]]] = {
    "talk": talk,
    "review": review,
    "vision": vision,
    "boss": boss,
    "party": party,
    "rate": rate,
    "gaps": gaps,
    "collect": collect,
    "vote": vote,
    "matrix": matrix,
    "actions": actions,
    "premortem": premortem,
    "pledge": pledge,
}
"""Every kind of step has one: see `model.workshop.KINDS`."""
