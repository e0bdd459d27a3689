"""What came after the workshop: milestones, values read, what was learnt, and what was rated again.

How the HP went from day to day is a picture with its table, at the boss: it is not said here again.
"""

from collections.abc import Iterator

from dxworkshop.insight.milestone import milestones
from dxworkshop.insight.rescore import Rescored, rescored
from dxworkshop.model.session import Session
from dxworkshop.model.value import plain
from dxworkshop.model.words import DECISIONS
from dxworkshop.model.workshop import RateStep
from dxworkshop.report.passage.rate import statement
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Block, Bullets, Paragraph, Section, Table
from dxworkshop.report.wording import is_blank, number


def progress(teller: Teller) -> tuple[Section, ...]:
    """Tell what the check-ins brought; nothing where there was none."""
    if not teller.checkins:
        return ()
    blocks = (
        *_milestones(teller),
        *_decision(teller),
        *_readings(teller),
        *_again(teller),
        *_lessons(teller),
    )
    return (Section("progress", teller.voice.tr("Since the {workshop}"), blocks),) if blocks else ()


def _milestones(teller: Teller) -> Iterator[Block]:
    """Yield what was reached and when; it stays reached, also where more is left again by now."""
    tr = teller.voice.tr
    told = [
        tr("{day}: {percent} % or less of the {actions} left (an estimate)", day=day, percent=one.percent)
        if one.estimate
        else tr("{day}: {boss_hp} at {percent} % or less", day=day, percent=one.percent)
        for one in milestones(plain(teller.session))
        if (day := teller.day(one.day))
    ]
    if told:
        yield Paragraph(tr("{heading}:", heading=tr("What is reached")))
        yield Bullets(tuple(told))


def _decision(teller: Teller) -> Iterator[Block]:
    decided = [one for one in teller.checkins if one.decision]
    if decided and (last := decided[-1]) and last.decision:
        words = teller.voice.say(DECISIONS[last.decision])
        yield Paragraph(teller.voice.tr("How it goes on: {words} ({day})", words=words, day=teller.day(last.on)))


def _readings(teller: Teller) -> Iterator[Block]:
    """Yield every value that was read, measure by measure, with that of an earlier session first."""
    tr, rows = teller.voice.tr, []
    for id_, measure in teller.measures.items():
        if measure.known is not None:
            day = teller.short_day(measure.known_on) or teller.undecided()
            rows.append((measure.name.strip(), day, number(measure.known), tr("from an earlier session")))
        rows += [
            (measure.name.strip(), teller.short_day(one.on), number(one.readings[id_]), "")
            for one in teller.checkins
            if id_ in one.readings
        ]
    if rows:
        yield Paragraph(tr("{heading}:", heading=tr("Values read")))
        head = (tr("Measure"), tr("Day"), tr("Value"), tr("Remark"))
        yield Table(head, tuple(rows), ("left", "left", "right", "left"))


def _again(teller: Teller) -> Iterator[Block]:
    """Yield what was rated again beside the first time; a summary leaves out what the team asked only itself."""
    tr = teller.voice.tr
    found = [one for one in rescored(teller.session) if not (teller.is_summary and _is_own(teller.session, one))]
    if not found:
        return
    gaps = [_row(teller, one) for one in found if one.kind == "gap"]
    marks = [_row(teller, one) for one in found if one.kind == "statement"]
    for heading, rows in ((tr("Obstacles, then and now (0 is closed)"), gaps), (tr("Marks, then and now"), marks)):
        if rows:
            yield Paragraph(tr("{heading}:", heading=heading))
            yield _compared(teller, rows)


def _compared(teller: Teller, rows: list[tuple[str, ...]]) -> Table:
    """Return rows as a table; without the last column where nobody said anything."""
    tr, wide = teller.voice.tr, any(row[-1] for row in rows)
    head = (tr("What was rated again"), tr("First"), tr("By now"), tr("Day"), tr("What was said"))
    most = len(head) if wide else len(head) - 1
    left: Align = "left"
    aligned: tuple[Align, ...] = ("left", "right", "right", left, left)
    return Table(head[:most], tuple(row[:most] for row in rows), aligned[:most])


def _row(teller: Teller, one: Rescored) -> tuple[str, ...]:
    step = teller.session.workshop.steps.get(one.step)
    if one.kind == "gap":
        name = teller.said(teller.gap(teller.gaps[one.id]))
    else:
        name = statement(teller, step if isinstance(step, RateStep) else None, one.id)
    first = "" if one.first is None else number(float(round(one.first, 1)))
    return name, first, number(float(round(one.latest, 1))), teller.short_day(one.day), one.words.strip()


def _is_own(session: Session, one: Rescored) -> bool:
    step = session.workshop.steps.get(one.step)
    return isinstance(step, RateStep) and bool(step.statements)


def _lessons(teller: Teller) -> Iterator[Block]:
    tr = teller.voice.tr
    told = [
        tr("{day}: {text}", day=teller.day(one.on), text=text.strip())
        for one in teller.checkins
        for text in one.lessons
        if not is_blank(text)
    ]
    if told:
        yield Paragraph(tr("{heading}:", heading=tr("What was learnt")))
        yield Bullets(tuple(told))
