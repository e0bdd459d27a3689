"""Minutes, in short: what was decided and what was said, and never by whom."""

from collections import Counter
from collections.abc import Iterable

from dxworkshop import calendar
from dxworkshop.errors import RuleError
from dxworkshop.model.session import OPEN, Action, Gap, Risk, Session
from dxworkshop.model.value import shown
from dxworkshop.model.words import LENSES
from dxworkshop.report.deed import first_step
from dxworkshop.report.passage import PASSAGES
from dxworkshop.report.passage.collect import opinions
from dxworkshop.report.passage.gaps import obstacles_heading
from dxworkshop.report.passage.parked import parked
from dxworkshop.report.sheet import Figures, measured
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Bullets, Fields, Paragraph, Section, Table
from dxworkshop.report.wording import clock_time, is_blank


def facts(teller: Teller) -> tuple[Block, ...]:
    """Tell what met, when and where."""
    session, tr = teller.session, teller.voice.tr
    title = tr("(no title)") if is_blank(session.title) else session.title.strip()
    title = tr("{workshop}: {title}", title=title)
    # What the team has forgotten to write down is a hint for those who fill it in, and nothing for everybody.
    unknown = "" if teller.is_summary else tr("not written down")
    rows = (
        (tr("Document"), tr("Minutes of the meeting")),
        (tr("Name of the meeting"), title),
        (tr("Organisation"), session.organisation),
        (tr("Date and time"), _when(teller)),
        (tr("Place"), session.meeting.place.strip() or unknown),
        (tr("Confidentiality"), session.confidentiality),
        (tr("As of"), teller.day(teller.today)),
    )
    return (Fields(tuple(row for row in rows if not is_blank(row[1]))),)


def sections(teller: Teller) -> tuple[Section, ...]:
    """Tell who was there, the agenda, the decisions, what was said, when next, and what was handed out."""
    tr = teller.voice.tr
    return (
        *_attendance(teller),
        Section("agenda", tr("Agenda of the meeting"), (_agenda(teller),)),
        Section("decisions", tr("What was decided"), _decisions(teller)),
        *_opinions(teller),
        *parked(teller),
        Section("next", tr("Next meeting"), (Paragraph(_next(teller)),)),
        Section("handouts", tr("Hand-outs"), (_handouts(teller),)),
        Section("about", tr("About this document"), _about(teller)),
    )


def _when(teller: Teller) -> str:
    meeting, tr = teller.session.meeting, teller.voice.tr
    day = teller.day(teller.session.held_on())
    start, end = _clock(teller, meeting.start), _clock(teller, meeting.end)
    if start and end:
        return tr("{day}, {start} to {end}", day=day, start=start, end=end)
    return tr("{day}, from {start}", day=day, start=start) if start else day


def _clock(teller: Teller, time: str) -> str:
    """Return a time in words; one that a file edited by hand has otherwise, as it is written there."""
    try:
        return clock_time(teller.voice, calendar.parse_time(time))
    except RuleError:
        return time.strip()


def _attendance(teller: Teller) -> tuple[Section, ...]:
    """Tell who was there and who was not; where no attendance was taken, everybody was."""
    tr, members = teller.voice.tr, teller.members
    taken = any(member.present is not None for member in members.values())
    there = [id_ for id_, member in members.items() if member.present or not taken]
    away = [id_ for id_, member in members.items() if id_ not in there and member.present is False]
    present: Block = _by_role(teller, there) if there else Paragraph(tr("not written down"))
    n = teller.voice.trn("{n} person", "{n} people", len(there))
    told = (Section("attendance", tr("Those present, by role ({n})", n=n), (present,)),)
    # Who was not there is nothing for a summary.
    if not away or teller.audience == "public":
        return told
    return (*told, Section("attendance", tr("Those absent, by role"), (_by_role(teller, away),)))


def _by_role(teller: Teller, ids: Iterable[str]) -> Bullets:
    """Return people by office and calling; those who are alike in one line."""
    counted = Counter(teller.said(teller.place(id_) or teller.person(id_)) for id_ in ids)
    return Bullets(
        tuple(
            name if n == 1 else teller.voice.tr("{name}: {text}", name=name, text=_people(teller, n))
            for name, n in counted.items()
        )
    )


def _people(teller: Teller, n: int) -> str:
    return teller.voice.trn("{n} person", "{n} people", n)


def _agenda(teller: Teller) -> Block:
    """Return the steps that were not passed over; openings, breaks and closings are no items of an agenda."""
    workshop = teller.session.workshop
    kinds = [(workshop.steps[id_].kind, step) for id_, step in workshop.ahead()]
    items = [pair for pair in kinds if pair[0] != "talk"] or kinds
    told = tuple(teller.heading(kind, step) for kind, step in items)
    return Bullets(told) if told else Paragraph(teller.undecided())


def _decisions(teller: Teller) -> tuple[Block, ...]:
    session, tr = teller.session, teller.voice.tr
    rows = (
        (tr("{Vision}"), session.vision.destination.strip()),
        (tr("{Boss}"), session.boss.name.strip()),
        (tr("Measures"), "\n".join(_measures(teller))),
    )
    known = tuple(row for row in rows if not is_blank(row[1]))
    blocks: list[Block] = [Fields(known)] if known else []
    if shown(session.rules):
        blocks += [Paragraph(tr("{Ground_rules} agreed on:")), *PASSAGES["talk"](teller)[0].blocks]
    blocks += _actions(teller)
    return tuple(blocks) or (Paragraph(tr("Nothing was decided yet.")),)


def _measures(teller: Teller) -> list[str]:
    found = []
    for one in teller.measures.values():
        told = measured(
            teller, Figures(one.name.strip(), one.kind, one.unit.strip(), one.baseline, None, one.target)
        )
        by = teller.day(one.by) if one.by else ""
        found.append(teller.voice.tr("{step} (by {day})", step=told, day=by) if by else told)
    return found


def _actions(teller: Teller) -> list[Block]:
    """Tell what is to be done, by whom and by when; then what was dropped, and why."""
    tr = teller.voice.tr
    kept = [(id_, action) for id_, action in teller.plan if action.status != "dropped"]
    blocks: list[Block] = []
    if kept:
        head = (tr("No."), tr("{Action}"), tr("Owner"), tr("{First_step}"), tr("Due"))
        rows = tuple(
            (
                str(teller.numbers[id_]),
                teller.said(action.title),
                _decided(
                    teller, action, teller.place(action.owner, action.calling) or teller.person(action.owner)
                ),
                first_step(teller, action, short=True),
                _decided(teller, action, teller.short_day(action.due)),
            )
            for id_, action in kept
        )
        blocks.append(Table(head, rows, ("right", "left", "left", "left", "left")))
    if gone := [action for _, action in teller.plan if action.status == "dropped"]:
        told = tuple(_dropped(teller, action.title, action.reason) for action in gone)
        blocks += [Paragraph(tr("{Actions} that were dropped:")), Bullets(told)]
    return blocks


def _decided(teller: Teller, action: Action, text: str) -> str:
    return teller.said(text) if action.status in OPEN else text


def _dropped(teller: Teller, title: str, reason: str) -> str:
    if is_blank(reason):
        return teller.said(title)
    return teller.voice.tr("{title} (reason: {reason})", title=teller.said(title.strip()), reason=reason.strip())


def _opinions(teller: Teller) -> tuple[Section, ...]:
    """Return what was written, group by group, what stands in the way, and what might go wrong."""
    tr = teller.voice.tr
    blocks: list[Block] = []
    for section in opinions(teller):
        blocks += [Paragraph(tr("{heading}:", heading=section.heading)), *section.blocks]
    if gaps := [_gap(teller, gap) for gap in teller.gaps.values() if not is_blank(teller.gap(gap))]:
        blocks += [Paragraph(tr("{heading}:", heading=obstacles_heading(teller.voice))), Bullets(tuple(gaps))]
    if risks := [_risk(teller, risk) for risk in teller.risks.values() if not is_blank(risk.cause)]:
        blocks += [Paragraph(tr("{heading}:", heading=tr("{Premortem}"))), Bullets(tuple(risks))]
    if not blocks and teller.holds_back(Session, "notes", "risks"):
        return ()
    told = tuple(blocks) or (Paragraph(tr("No opinion was written down.")),)
    return (Section("opinions", tr("Main opinions (without names)"), told),)


def _gap(teller: Teller, gap: Gap) -> str:
    area, ideal, reality = LENSES[gap.lens], gap.ideal.strip(), gap.reality.strip()
    if ideal and reality:
        return teller.voice.tr("{area}: {reality} (ideal: {ideal})", area=area, reality=reality, ideal=ideal)
    return teller.voice.tr("{area}: {text}", area=area, text=reality or ideal)


def _risk(teller: Teller, risk: Risk) -> str:
    cause, counter = risk.cause.strip(), risk.counter.strip()
    return teller.voice.tr("{cause} (counter: {counter})", cause=cause, counter=counter) if counter else cause


def _next(teller: Teller) -> str:
    """Return the first review after the day of the meeting, however late the minutes are written."""
    after = sorted(day for day in teller.session.reviews if day > teller.session.held_on())
    if not after:
        return teller.undecided()
    return teller.voice.tr("{day}: review of the plan", day=teller.day(after[0]))


def _handouts(teller: Teller) -> Block:
    given = tuple(text.strip() for text in teller.session.meeting.handouts if not is_blank(text))
    return Bullets(given) if given else Paragraph(teller.voice.tr("None."))


def _about(teller: Teller) -> tuple[Block, ...]:
    """Say how it was written; and to the office, what kind of record it is."""
    tr = teller.voice.tr
    short = Paragraph(tr("These minutes give the main points; they name nobody who spoke."))
    if teller.audience == "public":
        return (short,)
    record = tr(
        "The slips of the day may be working papers only, but minutes that are shared for work are an official "
        "document and can be asked for under freedom of information: keep them as the rules of your office say."
    )
    return (short, Paragraph(record))
