"""Who is with us, by role, and who is missing."""

from dxworkshop import deck
from dxworkshop.model.session import Member
from dxworkshop.model.value import shown
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Fields, Paragraph, Section, Table
from dxworkshop.report.wording import is_blank, number


def party(teller: Teller) -> tuple[Section, ...]:
    """Tell the members by calling, the allies from outside, and the seats nobody sits in."""
    voice = teller.voice
    members = sorted(shown(teller.session.members), key=lambda pair: _place(pair[1].calling))
    ours = [(k, m) for k, m in members if m.post != "ally"]
    allies = [(k, m) for k, m in members if m.post == "ally"]
    block: Block = _table(teller, ours) if ours else Paragraph(voice.tr("No members are written down yet."))
    sections = [Section("party", voice.tr("{Party}"), (block,))]
    if allies:
        sections.append(Section("party", voice.tr("{Allies}"), (_table(teller, allies),)))
    return (*sections, _open_seats(teller))


def _place(calling: str) -> tuple[int, str]:
    """Sort by the order of the deck; words of the team's own come after, no calling last."""
    ids = [card.id for card in deck.deck("callings")]
    if calling in ids:
        return ids.index(calling), ""
    return len(ids) + is_blank(calling), calling


def _table(teller: Teller, members: list[tuple[str, Member]]) -> Table:
    voice = teller.voice
    return Table(
        (
            voice.tr("{Calling}"),
            voice.tr("Name (office)"),
            voice.tr("{Skills}"),
            voice.tr("Hours a week"),
            voice.tr("{Actions} (No.)"),
        ),
        tuple(_row(teller, id_, member) for id_, member in members),
        ("left", "left", "left", "right", "left"),
    )


def _row(teller: Teller, id_: str, member: Member) -> tuple[str, ...]:
    strengths = [teller.card("strengths", s) for s in member.strengths if not is_blank(s)]
    return (
        teller.said(teller.card("callings", member.calling)),
        teller.person(id_),
        teller.listed(strengths),
        "" if member.hours_per_week is None else number(member.hours_per_week),
        teller.listed(teller.numbers_of(id_)),
    )


def _open_seats(teller: Teller) -> Section:
    seats = [(teller.card("seats", seat.name), seat.why) for _, seat in shown(teller.session.seats)]
    block: Block = Paragraph(teller.voice.tr("None is written down."))
    if seats:
        block = Fields(tuple((teller.said(name), teller.said(why)) for name, why in seats))
    return Section("party", teller.voice.tr("{Open_seats}"), (block,))
