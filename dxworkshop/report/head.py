"""What an office writes over and under a document."""

from collections.abc import Mapping

from dxworkshop.model.words import ROUTES
from dxworkshop.offer import Licence
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Head
from dxworkshop.report.wording import is_blank
from dxworkshop.sentence import Sentence, say

LICENCE_SENTENCES: Mapping[Licence, Sentence] = {
    "pdl": say("This document may be used under the Public Data License 1.0 (PDL1.0)."),
    "cc-by": say("This document may be used under Creative Commons Attribution 4.0 International (CC BY 4.0)."),
    "office": say("This document is for use within the office only."),
}
"""What a reader is told of the terms of use."""


def head(teller: Teller) -> Head | None:
    """Return the head of the document; None where nothing is written down for it."""
    paper, tr = teller.session.paper, teller.voice.tr
    rows = (
        (tr("Document number"), paper.number.strip()),
        (tr("Route"), teller.voice.say(ROUTES[paper.route]) if paper.route else ""),
        (tr("Drafted on"), teller.day(paper.drafted) if paper.drafted else ""),
        (tr("Kept for"), paper.keep.strip()),
        (tr("Filed under"), paper.category.strip()),
    )
    known = tuple(row for row in rows if not is_blank(row[1]))
    stamps = tuple(post.strip() for post in paper.stamps if not is_blank(post))
    return Head(known, stamps) if known or stamps else None


def footer(teller: Teller) -> tuple[str, ...]:
    """Return what stands under the document: its classification and the terms of its use."""
    session, voice = teller.session, teller.voice
    lines = []
    if not is_blank(session.confidentiality):
        told = session.confidentiality.strip()
        lines.append(voice.tr("{name}: {text}", name=voice.tr("Confidentiality"), text=told))
    if session.paper.licence:
        lines.append(voice.say(LICENCE_SENTENCES[session.paper.licence]))
    return tuple(lines)
