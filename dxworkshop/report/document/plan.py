"""The action plan: what is to be done comes first, then what it is for, and all that was said."""

from dxworkshop import deck
from dxworkshop.model.value import shown
from dxworkshop.report.notice import notice
from dxworkshop.report.passage import PASSAGES
from dxworkshop.report.passage.gaps import obstacles_heading
from dxworkshop.report.passage.parked import parked
from dxworkshop.report.passage.progress import progress
from dxworkshop.report.passage.timeline import timeline
from dxworkshop.report.picture import illustrated
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Fields, Paragraph, Section
from dxworkshop.report.wording import is_blank

KINDS: tuple[str, ...] = (
    *("actions", "boss", "vision", "party", "gaps", "rate", "collect", "vote", "matrix"),
    *("premortem", "review", "talk", "pledge"),
)
"""The kinds of steps the plan tells of, in its order."""


def sections(teller: Teller) -> tuple[Section, ...]:
    """Tell all of the session, the actions first; to everybody what they would ask, the aim first."""
    return illustrated(_summary(teller) if teller.is_summary else _whole(teller), teller)


def _whole(teller: Teller) -> tuple[Section, ...]:
    first, *rest = KINDS
    told = [section for kind in rest for section in PASSAGES[kind](teller)]
    days = (*timeline(teller), *notice(teller))
    return (*PASSAGES[first](teller), *days, *progress(teller), *told, *parked(teller), about(teller))


def _summary(teller: Teller) -> tuple[Section, ...]:
    """Tell where it leads, what is done by when, what it is like today, and what was agreed."""
    challenge, *obstacles = PASSAGES["boss"](teller)
    return (
        *PASSAGES["vision"](teller),
        challenge,
        *PASSAGES["actions"](teller),
        *timeline(teller),
        *progress(teller),
        *PASSAGES["rate"](teller),
        *obstacles,
        *(section for kind in ("gaps", "talk", "pledge") for section in PASSAGES[kind](teller)),
        about(teller),
    )


def facts(teller: Teller) -> tuple[Block, ...]:
    """Tell what the document is, of when, and how far the plan is."""
    session, voice = teller.session, teller.voice
    rows = [
        (voice.tr("Document"), voice.tr("Action plan")),
        (voice.tr("Organisation"), session.organisation),
        (voice.tr("Date of the {workshop}"), teller.day(session.held_on())),
        (voice.tr("Confidentiality"), session.confidentiality),
        (voice.tr("Participants"), _participants(teller)),
        (
            voice.tr("Next review"),
            teller.day(next((d for d in sorted(session.reviews) if d >= teller.today), None)),
        ),
        (voice.tr("Progress"), _progress(teller)),
        (voice.tr("As of"), teller.day(teller.today)),
    ]
    return (Fields(tuple(row for row in rows if not is_blank(row[1]))), *how_to_tick(teller))


def how_to_tick(teller: Teller) -> tuple[Paragraph, ...]:
    """Say what the boxes and the signs beside them are for; not to those who have nothing to tick."""
    if teller.is_summary:
        return ()
    use = teller.voice.tr(
        "Tick a box when it is done. The short sign beside a number tells the {actions} apart: leave it as it is."
    )
    return (Paragraph(use),)


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


def about(teller: Teller) -> Section:
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
            voice.tr("This is a summary: it names nobody, and what single people said is not in it.")
            if teller.is_summary
            else voice.tr(
                "The lists of {callings}, {skills} and offices are defaults of this tool; they rate nobody."
            )
        ),
    ]
    return Section("about", voice.tr("About this document"), tuple(b for b in blocks if b))
