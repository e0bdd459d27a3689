"""What lies between ideal and reality: by area, the widest of it, and what others have to change."""

from collections.abc import Iterable

from dxworkshop.i18n import Voice
from dxworkshop.insight.gap import outside, widest
from dxworkshop.model.session import Gap
from dxworkshop.model.value import shown
from dxworkshop.model.words import CONTROLS, LENSES
from dxworkshop.model.workshop import GapsStep
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Bullets, Paragraph, Section, Table


def gaps(teller: Teller) -> tuple[Section, ...]:
    """Tell the gaps of a workshop that asks for them; where none does, the boss tells its obstacles."""
    found = shown(teller.session.gaps)
    if not has_gaps_step(teller) or not found:
        return ()
    voice, order = teller.voice, list(LENSES)
    found.sort(key=lambda pair: order.index(pair[1].lens))
    blocks: list[Block] = [table_of(teller, [gap for _, gap in found])]
    wide = [gap for _, gap in widest(teller.session)]
    if 0 < len(wide) < len(found):
        blocks += [Paragraph(voice.tr("The widest:")), _bullets(teller, wide)]
    # A summary does not say again what stands in the last column of the table.
    for control, heading in (
        ()
        if teller.is_summary
        else (
            ("outside", voice.tr("Outside our reach:")),
            ("approval", voice.tr("Possible with approval:")),
        )
    ):
        if others := [gap for _, gap in outside(teller.session) if gap.control == control]:
            blocks += [Paragraph(heading), _bullets(teller, others)]
    return (Section("gaps", obstacles_heading(voice), tuple(blocks)),)


def has_gaps_step(teller: Teller) -> bool:
    """Tell whether the gaps have a step of their own, and so a section of their own."""
    return any(isinstance(step, GapsStep) for _, step in teller.session.workshop.in_order())


def table_of(teller: Teller, found: Iterable[Gap]) -> Table:
    """Return gaps as a table."""
    voice = teller.voice
    head = (voice.tr("Area"), voice.tr("Reality"), voice.tr("Ideal"), voice.tr("Size (1-5)"))
    rows = (
        (
            voice.say(LENSES[gap.lens]),
            gap.reality,
            gap.ideal,
            teller.mark(gap.size),
            voice.say(CONTROLS[gap.control]) if gap.control else "",
        )
        for gap in found
    )
    return Table((*head, voice.tr("Who can change it")), tuple(rows), ("left", "left", "left", "right", "left"))


def obstacles_heading(voice: Voice) -> str:
    """Return the heading over the obstacles, by which other passages name them."""
    return voice.tr("What stands in the way")


def _bullets(teller: Teller, found: Iterable[Gap]) -> Bullets:
    return Bullets(tuple(teller.said(teller.gap(gap)) for gap in found))
