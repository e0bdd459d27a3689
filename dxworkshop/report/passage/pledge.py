"""What was said aloud, when the plan is looked at again, and how the team found the session."""

from datetime import date

from dxworkshop.model.session import Session
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Block, Bullets, Fields, Paragraph, Section, Table
from dxworkshop.report.wording import is_blank


def pledge(teller: Teller) -> tuple[Section, ...]:
    """Tell the pledges, the reviews and the rating; of what is for the team, not even whether there is any."""
    tr = teller.voice.tr
    told = (
        ("pledges", tr("{Pledges}"), _pledges(teller)),
        ("reviews", tr("Reviews of the plan"), _reviews(teller)),
        ("closing", tr("How we found this session"), _rating(teller)),
    )
    return tuple(
        Section("pledge", heading, (block,))
        for name, heading, block in told
        if not teller.holds_back(Session, name)
    )


def _pledges(teller: Teller) -> Block:
    pledges = teller.session.pledges
    said = [
        (teller.person(id_), pledges[id_].words)
        for id_ in teller.members
        if id_ in pledges and not is_blank(pledges[id_].words)
    ]
    return Fields(tuple(said)) if said else Paragraph(teller.voice.tr("Nothing is pledged yet."))


def _reviews(teller: Teller) -> Block:
    days = sorted(teller.session.reviews)
    return Bullets(tuple(_review(teller, day) for day in days)) if days else Paragraph(teller.undecided())


def _review(teller: Teller, day: date) -> str:
    told = teller.day(day)
    return teller.voice.tr("{day} (past)", day=told) if day < teller.today else told


def _rating(teller: Teller) -> Block:
    """Show how many raised a hand at each mark: never who."""
    hands = teller.session.closing.hands
    if not sum(hands):
        return Paragraph(teller.voice.tr("Not rated yet."))
    marks = max(5, len(hands))
    counts = (*hands, *[0] * (marks - len(hands)))
    head = (teller.voice.tr("Mark (5 is best)"), *(str(mark + 1) for mark in range(marks)))
    row = (teller.voice.tr("Hands"), *(str(n) for n in counts))
    right: Align = "right"
    return Table(head, (row,), ("left", *(right for _ in counts)))
