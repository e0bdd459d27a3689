"""What a successor has to know: what was promised to whom, where it stands, what was learnt, and what is next."""

from datetime import date

from dxworkshop.model.session import OPEN, Action, Checkin, CheckinReport, Session
from dxworkshop.report import deed, sheet
from dxworkshop.report.deed import Named
from dxworkshop.report.document.plan import how_to_tick
from dxworkshop.report.notice import budgets
from dxworkshop.report.passage.actions import compact
from dxworkshop.report.passage.parked import parked
from dxworkshop.report.share import Share, asked, chosen, helped, owned
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Block, Bullets, Fields, Paragraph, Section, Table, Tasks
from dxworkshop.report.wording import is_blank, number


def facts(teller: Teller) -> tuple[Block, ...]:
    """Tell what is handed over; and leave room for who hands it over to whom."""
    session, tr = teller.session, teller.voice.tr
    whose = chosen(teller).name if asked(teller) else tr("the whole {party}")
    rows = (
        (tr("Document"), tr("Handover notes")),
        (tr("Organisation"), session.organisation),
        (tr("Handed over"), whose),
        (tr("Date of the {workshop}"), teller.day(session.held_on())),
        (tr("Goes on from"), _chain(teller)),
        (tr("Confidentiality"), session.confidentiality),
        (tr("As of"), teller.day(teller.today)),
    )
    known = tuple(row for row in rows if not is_blank(row[1]))
    if teller.is_summary:
        return (Fields(known),)
    by_hand = ((tr("Handed over by"), ""), (tr("Taken over by"), ""), (tr("Day of the handover"), ""))
    return (Fields(known), Paragraph(tr("To be filled in by hand:")), Fields(by_hand), *how_to_tick(teller))


def _chain(teller: Teller) -> str:
    """Return from which plans this one goes on: by the title of one that is known here, else by how many."""
    known, ids = teller.options.earlier, teller.session.earlier
    if known is not None and known.id in ids:
        return known.title
    if not ids:
        return ""
    return teller.voice.trn("{n} earlier plan (id {ids})", "{n} earlier plans (ids {ids})", len(ids), ids=ids)


def sections(teller: Teller) -> tuple[Section, ...]:
    """Tell what it is for, what stands where, what was promised, and what comes next."""
    share = chosen(teller) if asked(teller) else Share("", tuple(teller.members))
    whole = not asked(teller)
    plan = list(teller.plan) if whole else _plan(teller, share)
    ahead = [pair for pair in plan if pair[1].status in OPEN]
    tr = teller.voice.tr
    standing = tr("Where things stand") if teller.is_summary else tr("Where things stand, and the next step")
    told = (
        Section("aim", tr("What it is for"), (_aim(teller),)),
        Section("standing", standing, _standing(teller, ahead, plan)),
        Section("promise", tr("What was promised, and to whom"), _promises(teller, share, ahead)),
        Section("blocked", tr("What is stuck, and who could be asked"), _stuck(teller, ahead)),
        Section("pending", tr("Budgets and decisions still to come"), _pending(teller, ahead, whole=whole)),
        Section("lesson", tr("What was learnt"), _lessons(teller, plan)),
        Section("dates", tr("Next dates"), _dates(teller, ahead, whole=whole)),
        *(parked(teller) if whole else ()),
    )
    return tuple(section for section in told if section.blocks)


def _plan(teller: Teller, share: Share) -> list[Named]:
    """Return the actions of those whose share it is, and those with which they help."""
    found = {*(id_ for id_, _ in owned(teller, share)), *(id_ for id_, _ in helped(teller, share))}
    return [pair for pair in teller.plan if pair[0] in found]


def _aim(teller: Teller) -> Fields:
    session, tr = teller.session, teller.voice.tr
    rows = [
        (tr("{Vision}"), teller.said(session.vision.destination.strip())),
        (tr("{Boss}"), teller.said(session.boss.name.strip())),
        (tr("Why now"), session.boss.why_now.strip()),
    ]
    for id_, one in teller.measures.items():
        found = sheet.Figures(one.name.strip(), one.kind, one.unit.strip(), one.baseline, None, one.target)
        rows.append((tr("Measure"), _now(teller, sheet.measured(teller, found), teller.readings.get(id_))))
    return Fields(tuple(row for row in rows if not is_blank(row[1])))


def _now(teller: Teller, told: str, now: float | None) -> str:
    value = teller.voice.tr("no reading yet") if now is None else number(now)
    return teller.voice.tr("{measure} (now: {value})", measure=told, value=value)


def _standing(teller: Teller, ahead: list[Named], plan: list[Named]) -> tuple[Block, ...]:
    """Tell every open action with its next step; then what is over, and why."""
    tr = teller.voice.tr
    blocks: list[Block] = []
    if ahead:
        blocks.append(_tasks(teller, ahead))
    if over := [pair for pair in plan if pair[1].status not in OPEN]:
        blocks += [Paragraph(tr("{heading}:", heading=tr("What is over"))), _over(teller, over)]
    return tuple(blocks) or (Paragraph(tr("No {actions} are decided yet.")),)


def _tasks(teller: Teller, ahead: list[Named]) -> Block:
    if teller.is_summary:
        return compact(teller, ahead)
    return Tasks(tuple(deed.task(teller, id_, action, _fields(teller, id_, action)) for id_, action in ahead))


def _over(teller: Teller, over: list[Named]) -> Table:
    tr, why = teller.voice.tr, not teller.holds_back(Action, "reason")
    head = (tr("No."), tr("{Action}"), tr("Owner"), tr("State of progress"), *((tr("Reason"),) if why else ()))
    rows = tuple(
        (
            str(teller.numbers[id_]),
            teller.said(action.title),
            teller.person(action.owner),
            deed.status(teller, action),
            *((action.reason,) if why else ()),
        )
        for id_, action in over
    )
    left: Align = "left"
    return Table(head, rows, ("right", *((left,) * (len(head) - 1))))


def _fields(teller: Teller, id_: str, action: Action) -> tuple[tuple[str, str], ...]:
    tr = teller.voice.tr
    return (
        (tr("Owner"), teller.said(teller.person(action.owner))),
        (tr("Partners"), deed.partners(teller, action)),
        (tr("Status"), deed.status(teller, action)),
        (tr("How it goes"), deed.rating(teller, id_)),
        (tr("Next step"), next_step(teller, id_, action)),
        (tr("Due"), deed.due(teller, action) or teller.undecided()),
        (tr("If-then"), action.if_then),
        (tr("If-then of the next step"), deed.next_if_then(teller, id_, action)),
        (tr("Measure"), deed.measure(teller, action)),
        (tr("Last check-in"), _last(teller, id_)),
    )


def next_step(teller: Teller, id_: str, action: Action) -> str:
    """Return what comes next: as the last check-in has it, to ask where it is stuck, or else the first step.

    Empty where it is under way: then its due date is what one has to know.
    """
    if said := deed.next_step(teller, id_, action):
        return said
    if action.status == "blocked" and not is_blank(action.ask):
        return teller.voice.tr("Ask {whom}", whom=action.ask.strip())
    to_come = action.first_step_by is not None and action.first_step_by >= teller.today
    comes_along = bool(action.since) and id_ not in teller.reported
    if action.status == "todo" or to_come or comes_along:
        return teller.said(deed.first_step(teller, action))
    return ""


def _last(teller: Teller, id_: str) -> str:
    if id_ not in teller.reports:
        return ""
    day, words = teller.reports[id_]
    return teller.voice.tr("{day}: {text}", day=teller.day(day), text=words.strip())


def _promises(teller: Teller, share: Share, ahead: list[Named]) -> tuple[Block, ...]:
    """Tell what was said aloud, and who has to be told what."""
    tr, said = teller.voice.tr, teller.session.pledges
    spoken = [(teller.person(id_), said[id_].words.strip()) for id_ in share.members if id_ in said]
    spoken = [row for row in spoken if row[1]]
    tell = [
        (str(teller.numbers[id_]), teller.said(teller.person(a.owner)), a.tell.strip())
        for id_, a in ahead
        if not is_blank(a.tell)
    ]
    blocks: list[Block] = []
    if spoken:
        blocks += [Paragraph(tr("{heading}:", heading=tr("{Pledges}"))), Fields(tuple(spoken))]
    if tell:
        head = (tr("No."), tr("Owner"), tr("Whom to tell what"))
        table = Table(head, tuple(tell), ("right", "left", "left"))
        blocks += [Paragraph(tr("{heading}:", heading=tr("Whom to tell what"))), table]
    if not blocks and (teller.holds_back(Session, "pledges") or teller.holds_back(Action, "tell")):
        return ()
    return tuple(blocks) or (Paragraph(tr("Nothing is pledged yet.")),)


def _stuck(teller: Teller, ahead: list[Named]) -> tuple[Block, ...]:
    """Tell why something is stuck and whom to ask; to those who read neither, its state says enough."""
    if teller.holds_back(Action, "reason", "ask"):
        return ()
    tr = teller.voice.tr
    stuck = [
        (str(teller.numbers[id_]), teller.said(a.title), a.reason.strip(), teller.said(a.ask.strip()))
        for id_, a in ahead
        if a.status == "blocked" or not is_blank(a.reason)
    ]
    if not stuck:
        return (Paragraph(tr("Nothing is stuck.")),)
    head = (tr("No."), tr("{Action}"), tr("Reason"), tr("Whom to ask"))
    return (Table(head, tuple(stuck), ("right", "left", "left", "left")),)


def _pending(teller: Teller, ahead: list[Named], *, whole: bool) -> tuple[Block, ...]:
    """Tell where money or a decision is still to come, or nobody knows yet whether."""
    tr = teller.voice.tr
    wanting = [(id_, a) for id_, a in ahead if a.budget in ("", "needed") or a.decided_at != "team"]
    if not wanting:
        return (Paragraph(tr("Nothing is pending.")),)
    head = (tr("No."), tr("{Action}"), tr("Budget"), tr("Where it is decided"))
    rows = tuple(
        (
            str(teller.numbers[id_]),
            teller.said(a.title),
            teller.said(deed.budget(teller, a)),
            teller.said(deed.level(teller, a)),
        )
        for id_, a in wanting
    )
    table = Table(head, rows, ("right", "left", "left", "left"))
    return (table, *(Paragraph(text) for text in budgets(teller) if whole and teller.audience != "public"))


def _lessons(teller: Teller, plan: list[Named]) -> tuple[Block, ...]:
    """Tell what every check-in has learnt, and what was said at them of what is over."""
    tr = teller.voice.tr
    found = [
        tr("{day}: {text}", day=teller.day(one.on), text=text.strip())
        for one in teller.checkins
        for text in one.lessons
        if not is_blank(text)
    ]
    over = [(id_, action) for id_, action in plan if action.status not in OPEN and id_ in teller.reports]
    found += [tr("{title}: {text}", title=teller.action(id_), text=_last(teller, id_)) for id_, _ in over]
    if not found and (teller.holds_back(Checkin, "lessons") or teller.holds_back(CheckinReport, "note")):
        return ()
    return (Bullets(tuple(found)),) if found else (Paragraph(tr("No lesson is written down yet.")),)


def _dates(teller: Teller, ahead: list[Named], *, whole: bool) -> tuple[Block, ...]:
    """Tell what falls on which day from today on; and what is late."""
    tr = teller.voice.tr
    found: list[tuple[date, str, str]] = []
    for id_, action in ahead:
        who = teller.said(teller.person(action.owner))
        if action.first_step_by and action.first_step_by >= teller.today:
            what = tr("{First_step}: {text}", text=teller.action(id_))
            found.append((action.first_step_by, what, who))
        if action.due and action.due >= teller.today:
            found.append((action.due, tr("Due: {title}", title=teller.action(id_)), who))
    found += [(day, tr("Review of the plan"), "") for day in set(teller.session.reviews) if day >= teller.today]
    if whole:
        found += [
            (one.by, tr("Target of {name}", name=one.name.strip()), "")
            for one in teller.measures.values()
            if one.by and one.by >= teller.today
        ]
    if not found:
        return (Paragraph(tr("No date is set.")),)
    found.sort()
    rows = tuple((teller.short_day(day), what, who) for day, what, who in found)
    return (Table((tr("Day"), tr("What is planned"), tr("Owner")), rows, ("left", "left", "left")),)
