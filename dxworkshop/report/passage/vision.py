"""Where the team wants to be."""

from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Bullets, Paragraph, Section
from dxworkshop.report.wording import is_blank


def vision(teller: Teller) -> tuple[Section, ...]:
    """Tell the destination and how one would see that it is reached."""
    told = teller.session.vision
    blocks: list[Block] = [Paragraph(teller.said(told.destination))]
    if signs := tuple(sign for sign in told.signs if not is_blank(sign)):
        blocks += [Paragraph(teller.voice.tr("We shall know that we are there when:")), Bullets(signs)]
    return (Section("vision", teller.voice.tr("{Vision}"), tuple(blocks)),)
