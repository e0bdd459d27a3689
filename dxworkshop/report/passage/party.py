"""Who is with us, by role, what they stand for, and who is missing."""

from collections.abc import Callable, Sequence

from dxworkshop import deck
from dxworkshop.insight.coverage import Field, Held, coverage
from dxworkshop.model.session import Member, OpenSeat
from dxworkshop.model.value import shown
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Block, Bullets, Fields, Paragraph, Section, Table
from dxworkshop.report.wording import is_blank, number

Cell = Callable[[str, Member], str]
"""What a column tells of a member with an id."""


def party(teller: Teller) -> tuple[Section, ...]:
    """Tell the members by calling, the allies from outside, what is not covered, and the seats nobody sits in."""
    voice = teller.voice
    members = sorted(shown(teller.session.members), key=lambda pair: _place(pair[1].calling))
    ours = [(k, m) for k, m in members if m.post != "ally"]
    allies = [(k, m) for k, m in members if m.post == "ally"]
    block: Block = _table(teller, ours) if ours else Paragraph(voice.tr("No members are written down yet."))
    sections = [Section("party", voice.tr("{Party}"), (block,))]
    if allies:
        sections.append(Section("party", voice.tr("{Allies}"), (_table(teller, allies),)))
    return (*sections, *_covered(teller), _open_seats(teller))


def _place(calling: str) -> tuple[int, str]:
    """Sort by the order of the deck; words of the team's own come after, no calling last."""
    ids = [card.id for card in deck.deck("callings")]
    if calling in ids:
        return ids.index(calling), ""
    return len(ids) + is_blank(calling), calling


def _table(teller: Teller, members: list[tuple[str, Member]]) -> Table:
    """Return members with what may be told of them; a column for words of culture only where there are any."""
    culture = any(not is_blank(word) for _, member in members for word in member.culture)
    told = [
        (head, align, cell)
        for name, head, align, cell in _columns(teller)
        if not teller.holds_back(Member, name) and (name != "culture" or culture)
    ]
    return Table(
        tuple(head for head, _, _ in told),
        tuple(tuple(cell(id_, member) for _, _, cell in told) for id_, member in members),
        tuple(align for _, align, _ in told),
    )


def _columns(teller: Teller) -> tuple[tuple[str, str, Align, Cell], ...]:
    """Return the field whose rule each column follows, its head, and how to tell it of a member."""
    tr, named = teller.voice.tr, not teller.holds_back(Member, "name")
    return (
        ("calling", tr("{Calling}"), "left", lambda _, m: teller.said(teller.card("callings", m.calling))),
        ("seat", tr("Name (office)") if named else tr("Office"), "left", lambda id_, _: teller.person(id_)),
        ("strengths", tr("{Skills}"), "left", lambda _, m: _words(teller, "strengths", m.strengths)),
        ("culture", tr("Words of culture"), "left", lambda _, m: _words(teller, "culture", m.culture)),
        ("hours_per_week", tr("Hours a week"), "right", lambda _, m: _hours(m)),
        ("rank", tr("{Actions} (No.)"), "left", lambda id_, _: teller.listed(teller.numbers_of(id_))),
    )


def _hours(member: Member) -> str:
    return "" if member.hours_per_week is None else number(member.hours_per_week)


def _words(teller: Teller, name: Field, words: Sequence[str]) -> str:
    return teller.listed([teller.card(name, word) for word in words if not is_blank(word)])


def _covered(teller: Teller) -> tuple[Section, ...]:
    """Tell in short what nobody holds and what one person holds alone: how many, never who, and no score."""
    voice = teller.voice
    rows: list[tuple[str, str]] = []
    credit = ""
    names: tuple[tuple[Field, str], ...] = (
        ("strengths", voice.tr("{Skills}")),
        ("culture", voice.tr("Words of culture")),
    )
    for name, what in names:
        held = coverage(teller.session, name)
        if any(one.holders for one in held):  # where nobody has named any, there is nothing to tell
            rows += [
                (voice.tr("Nobody yet ({what})", what=what), _holes(teller, held, "open")),
                (voice.tr("One person only ({what})", what=what), _holes(teller, held, "one")),
            ]
            credit = credit or deck.credit(name)
    rows = [row for row in rows if row[1]]
    if not rows:
        return ()
    blocks: list[Block] = [
        Fields(tuple(rows)),
        Paragraph(
            voice.tr(
                "This is what people say of themselves. It rates nobody and is not used for personnel evaluation."
            )
        ),
    ]
    members = [member for _, member in shown(teller.session.members)]
    named = sum(1 for member in members if any(not is_blank(w) for w in (*member.strengths, *member.culture)))
    if named < len(members):
        open_ = voice.tr(
            "{n} of {total} have named theirs; the rest of the picture is open.", n=named, total=len(members)
        )
        blocks.append(Paragraph(open_))
    if credit:
        blocks.append(
            Paragraph(
                voice.tr(
                    "The twelve words are from the source study; the English is ours. {credit}", credit=credit
                )
            )
        )
    return (Section("party", voice.tr("What is not covered yet"), tuple(blocks)),)


def _holes(teller: Teller, held: Sequence[Held], state: str) -> str:
    return teller.listed([teller.card(one.deck, one.card) for one in held if one.state == state])


def _open_seats(teller: Teller) -> Section:
    seats = [(teller.card("seats", seat.name), _why(teller, seat)) for _, seat in shown(teller.session.seats)]
    block: Block = Paragraph(teller.voice.tr("None is written down."))
    if seats and teller.holds_back(OpenSeat, "why"):
        block = Bullets(tuple(teller.said(name) for name, _ in seats))
    elif seats:
        block = Fields(tuple((teller.said(name), teller.said(why)) for name, why in seats))
    return Section("party", teller.voice.tr("{Open_seats}"), (block,))


def _why(teller: Teller, seat: OpenSeat) -> str:
    if is_blank(seat.covers):
        return seat.why
    word = teller.covered(seat.covers)
    if is_blank(seat.why):
        return teller.voice.tr("would bring: {word}", word=word)
    return teller.voice.tr("{why} (would bring: {word})", why=seat.why.strip(), word=word)
