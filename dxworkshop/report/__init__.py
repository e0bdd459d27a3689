"""From a session to documents: `build` decides once who may see what, in which order and in which words."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown
from dxworkshop.report.passage import PASSAGES
from dxworkshop.report.passage.gaps import obstacles_heading
from dxworkshop.report.passage.parked import parked
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Fields, Paragraph, Report, Section
from dxworkshop.report.wording import is_blank, long_day

Audience = Literal["internal"]
"""For whom a document is. What others may not see is taken out here, before any renderer sees it."""
DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "plan": (
        *("actions", "boss", "vision", "party", "gaps", "rate", "collect", "vote", "matrix"),
        *("premortem", "review", "talk", "pledge"),
    ),
}
"""The documents, each with the kinds of steps it tells of, in its order: what is to be done comes first."""


def build(
    session: Session, *, voice: Voice, today: date, audience: Audience = "internal", document: str = "plan"
) -> Report:
    """Return a document about a session, half-done ones too; raises KeyError for one not in `DOCUMENTS`."""
    teller = Teller(session, voice, today)
    told = [section for kind in DOCUMENTS[document] for section in PASSAGES[kind](teller)]
    title = voice.tr("(no title)") if is_blank(session.title) else session.title
    return Report(voice.language, title, _facts(teller), (*told, *parked(teller), _about(teller)))


def _facts(teller: Teller) -> tuple[Block, ...]:
    session, voice = teller.session, teller.voice
    rows = [
        (voice.tr("Document"), voice.tr("Action plan")),
        (voice.tr("Organisation"), session.organisation),
        (voice.tr("Date of the {workshop}"), long_day(voice, session.created.date())),
        (voice.tr("Confidentiality"), session.confidentiality),
        (voice.tr("Participants"), _participants(teller)),
        (
            voice.tr("Next review"),
            teller.day(next((d for d in sorted(session.reviews) if d >= teller.today), None)),
        ),
        (voice.tr("Progress"), _progress(teller)),
        (voice.tr("As of"), long_day(voice, teller.today)),
    ]
    use = voice.tr(
        "Tick a box when it is done. The short sign beside a number tells the {actions} apart: leave it as it is."
    )
    return (Fields(tuple(row for row in rows if not is_blank(row[1]))), Paragraph(use))


def _participants(teller: Teller) -> str:
    """Count who was there; where no attendance was taken, everybody in the party."""
    members = teller.session.present_members().values()
    taken = any(m.present is not None for m in members)
    n = sum(1 for m in members if m.present or not taken)
    return teller.voice.trn("{n} person", "{n} people", n) if members else teller.undecided()


def _progress(teller: Teller) -> str:
    states = [a.status for _, a in teller.actions() if a.status != "dropped"]
    if not states:
        return teller.voice.tr("no {actions} yet")
    return teller.voice.tr("{done} of {total} done", done=states.count("done"), total=len(states))


def _about(teller: Teller) -> Section:
    """Say whose words stand in the document: nothing of ours is ever shown as the study's."""
    voice = teller.voice
    cards = [deck.card("obstacles", gap.deck) for _, gap in shown(teller.session.gaps)]
    blocks = [
        Paragraph(
            voice.tr(
                'Some lines under "{heading}" were picked from cards worded after the slides of the GLOCOM '
                "webinar of 15 February 2022 (interviews with 31 staff of 16 municipalities).",
                heading=obstacles_heading(voice),
            )
        )
        if any(card and card.source == "slides" for card in cards)
        else None,
        Paragraph(
            voice.tr("The lists of {callings}, {skills} and offices are defaults of this tool; they rate nobody.")
        ),
    ]
    return Section("about", voice.tr("About this document"), tuple(b for b in blocks if b))


__all__ = ["DOCUMENTS", "PASSAGES", "Audience", "build"]
