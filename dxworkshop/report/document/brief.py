"""A page for every department and role: what is yours, with whom, by when."""

from dataclasses import replace

from dxworkshop.model.session import OPEN, Action, Member
from dxworkshop.report import deed, sheet
from dxworkshop.report.document.plan import how_to_tick
from dxworkshop.report.passage.actions import compact
from dxworkshop.report.share import Share, asked, helped, owned, shares
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Fields, Paragraph, Section, Table, Tasks
from dxworkshop.report.wording import is_blank

_REVIEWS = 3
"""How many of the next reviews a page names."""
SPONSOR = "shield"
"""The calling of those who answer for the others."""


def facts(teller: Teller) -> tuple[Block, ...]:
    """Tell what the pages are of."""
    session, tr = teller.session, teller.voice.tr
    rows = (
        (tr("Document"), tr("Brief by department and role")),
        (tr("Organisation"), session.organisation),
        (tr("Date of the {workshop}"), teller.day(session.held_on())),
        (tr("Confidentiality"), session.confidentiality),
        *(_common(teller) if teller.is_summary else ()),
        (tr("As of"), teller.day(teller.today)),
    )
    return (Fields(tuple(row for row in rows if not is_blank(row[1]))), *how_to_tick(teller))


def sections(teller: Teller) -> tuple[Section, ...]:
    """Tell a page for everybody who was asked for; and, among all, what is nobody's yet."""
    told = tuple(page for share in shares(teller) for page in _page(teller, share))
    return _paged(teller, told if asked(teller) else (*told, *_nobody(teller))) or (_empty(teller),)


def _paged(teller: Teller, told: tuple[Section, ...]) -> tuple[Section, ...]:
    """Begin a sheet of paper with each but the first; what everybody reads is not handed out one by one."""
    return tuple(replace(section, page=n > 0 and not teller.is_summary) for n, section in enumerate(told))


def _nobody(teller: Teller) -> tuple[Section, ...]:
    """Return what is open and nobody's."""
    nobody = [(id_, a) for id_, a in teller.plan if a.status in OPEN and a.owner not in teller.members]
    if not nobody:
        return ()
    return (Section("brief", teller.voice.tr("{Actions} that nobody owns yet"), (_tasks(teller, nobody),)),)


def _empty(teller: Teller) -> Section:
    """Return what stands where there is no page; a summary has none either where nobody does anything yet."""
    tr = teller.voice.tr
    none = tr("No {actions} are decided yet.") if teller.members else tr("No members are written down yet.")
    return Section("brief", tr("{Actions}") if teller.members else tr("{Party}"), (Paragraph(none),))


def _page(teller: Teller, share: Share) -> tuple[Section, ...]:
    """Return the page of a share; a summary leaves out those who do nothing, unless they were asked for."""
    tr, summary = teller.voice.tr, teller.is_summary
    own = [pair for pair in owned(teller, share) if pair[1].status != "dropped"]
    with_others = [pair for pair in helped(teller, share) if pair[1].status in OPEN]
    if summary and not (own or with_others or asked(teller)):
        return ()
    head = _head(teller, share)
    blocks: list[Block] = [head] if head.rows else []
    if own or not summary:
        blocks.append(Paragraph(tr("{heading}:", heading=tr("What they own") if summary else tr("What is yours"))))
        blocks.append(_tasks(teller, own) if own else Paragraph(tr("You own no {action}.")))
    if with_others:
        blocks += [
            Paragraph(
                tr("{heading}:", heading=tr("What they help with") if summary else tr("What you help with"))
            ),
            _helped(teller, with_others),
        ]
    if asks := _asks(teller, own):
        blocks += [Paragraph(tr("{heading}:", heading=tr("Whom to ask"))), asks]
    if not blocks:
        blocks.append(Paragraph(tr("They take part in no {action}.")))
    return (Section("brief", share.name, tuple(blocks)),)


def _common(teller: Teller) -> tuple[tuple[str, str], ...]:
    """Return what it is all for, and the next reviews: on each sheet, for it is handed out by itself."""
    tr, session = teller.voice.tr, teller.session
    ahead = [teller.day(day) for day in sorted(set(session.reviews)) if day >= teller.today][:_REVIEWS]
    return (
        (tr("{Vision}"), session.vision.destination.strip()),
        (tr("{Boss}"), _boss(teller)),
        (tr("Next reviews"), teller.listed(ahead) or ("" if teller.is_summary else teller.undecided())),
    )


def _head(teller: Teller, share: Share) -> Fields:
    """Return who is meant, what it is all for, and what was promised."""
    tr = teller.voice.tr
    rows = (
        _who(teller, share),
        *(() if teller.is_summary else _common(teller)),
        *((tr("{Pledge}"), words) for words in pledges(teller, share)),
    )
    return Fields(tuple(row for row in rows if not is_blank(row[1])))


def _who(teller: Teller, share: Share) -> tuple[str, str]:
    """Return those whose page it is; where names are not told, what they do, for the heading tells the office."""
    tr = teller.voice.tr
    if not teller.holds_back(Member, "name"):
        return tr("In charge"), teller.listed(_member(teller, id_) for id_ in share.members)
    callings = (teller.card("callings", teller.members[id_].calling) for id_ in share.members)
    return tr("{Calling}"), teller.listed(name for name in dict.fromkeys(callings) if name != share.name)


def _member(teller: Teller, id_: str) -> str:
    """Return somebody by name and calling; the office is that of the page."""
    member = teller.members[id_]
    name, calling = member.name.strip(), teller.card("callings", member.calling)
    if name and calling:
        return teller.voice.tr("{name} ({seat})", name=name, seat=calling)
    return name or calling or teller.person(id_)


def _boss(teller: Teller) -> str:
    """Return the shared challenge and its measures in one line."""
    name = teller.session.boss.name.strip()
    name = name if teller.is_summary else teller.said(name)
    found = (
        sheet.Figures(one.name.strip(), one.kind, one.unit.strip(), one.baseline, None, one.target)
        for one in teller.measures.values()
    )
    told = teller.listed(sheet.measured(teller, one) for one in found)
    return teller.voice.tr("{name} ({seat})", name=name, seat=told) if name and told else name or told


def pledges(teller: Teller, share: Share) -> list[str]:
    """Return what those whose share it is have said aloud; by whom, where they are several."""
    said = teller.session.pledges
    found = [(id_, said[id_].words.strip()) for id_ in share.members if id_ in said]
    told = [(id_, words) for id_, words in found if words]
    if len(share.members) == 1:
        return [words for _, words in told]
    return [teller.voice.tr("{note} ({author})", note=words, author=_member(teller, id_)) for id_, words in told]


def _tasks(teller: Teller, found: list[tuple[str, Action]]) -> Block:
    if teller.is_summary:
        return compact(teller, found, owner=False)
    return Tasks(tuple(deed.task(teller, id_, action, _fields(teller, id_, action)) for id_, action in found))


def _fields(teller: Teller, id_: str, action: Action) -> tuple[tuple[str, str], ...]:
    """Return what one has to know to begin."""
    tr, ahead = teller.voice.tr, action.status in OPEN
    return (
        (tr("{First_step}"), deed.first_step(teller, action) if ahead else ""),
        (tr("Next step"), deed.next_step(teller, id_, action)),
        (tr("Due"), deed.due(teller, action) or (teller.undecided() if ahead else "")),
        (tr("Partners"), deed.partners(teller, action)),
        (tr("If-then"), action.if_then if ahead else ""),
        (tr("If-then of the next step"), deed.next_if_then(teller, id_, action)),
        (tr("Measure"), deed.measure(teller, action)),
        (tr("Whom to tell what"), action.tell if ahead else ""),
        (tr("Budget"), deed.budget(teller, action)),
        (tr("Where it is decided"), deed.level(teller, action)),
        (tr("Status"), deed.status(teller, action)),
        (tr("Reason"), action.reason),
    )


def _helped(teller: Teller, found: list[tuple[str, Action]]) -> Table:
    tr = teller.voice.tr
    head = (tr("No."), tr("{Action}"), tr("Owner"), tr("{First_step}"), tr("Due"), tr("State of progress"))
    rows = tuple(
        (
            str(teller.numbers[id_]),
            teller.said(action.title),
            teller.said(sheet.owner(teller, action)),
            deed.first_step(teller, action, short=True),
            teller.short_day(action.due) or teller.undecided(),
            deed.status(teller, action),
        )
        for id_, action in found
    )
    return Table(head, rows, ("right", *(("left",) * 5)))


def _asks(teller: Teller, own: list[tuple[str, Action]]) -> Fields | None:
    """Return who was named for what is stuck, and who answers for all of it."""
    if teller.holds_back(Action, "ask"):
        return None
    tr = teller.voice.tr
    rows = [
        (tr("No. {n}", n=teller.numbers[id_]), action.ask.strip())
        for id_, action in own
        if action.status in OPEN and not is_blank(action.ask)
    ]
    sponsors = [teller.person(id_) for id_, member in teller.members.items() if member.calling == SPONSOR]
    rows += [(tr("{Sponsor}"), teller.listed(sponsors))] if sponsors else []
    return Fields(tuple(rows)) if rows else None
