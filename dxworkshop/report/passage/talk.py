"""What talking leaves behind: the ground rules."""

from dxworkshop.model.value import shown
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Bullets, Paragraph, Section


def talk(teller: Teller) -> tuple[Section, ...]:
    """Tell the rules the team agreed on."""
    rules = tuple(teller.said(rule.text) for _, rule in shown(teller.session.rules))
    block: Block = Bullets(rules) if rules else Paragraph(teller.undecided())
    return (Section("talk", teller.voice.tr("{Ground_rules}"), (block,)),)
