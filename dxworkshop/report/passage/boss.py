"""The shared challenge: its measures, what is left of it, and what stands in the way."""

from collections.abc import Mapping
from typing import Any

from dxworkshop.insight.hp import Hp, boss_hp, unmoving
from dxworkshop.model.session import Measure
from dxworkshop.model.value import plain
from dxworkshop.model.words import MEASURE_KINDS
from dxworkshop.report.passage.gaps import has_gaps_step, obstacles_heading, table_of
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Fields, Meter, Paragraph, Section, Table
from dxworkshop.report.wording import number


def boss(teller: Teller) -> tuple[Section, ...]:
    """Tell what the boss is, how much of it is left, and the obstacles."""
    voice, told = teller.voice, teller.session.boss
    blocks: list[Block] = [
        Fields(
            (
                (voice.tr("{Boss}"), teller.said(told.name)),
                (voice.tr("Why now"), teller.said(told.why_now)),
            )
        )
    ]
    tables = _tables(teller)
    if hp := boss_hp(tables):
        blocks.append(_meter(teller, hp))
    if teller.measures:
        blocks += [_measures(teller, tables), *_unmoving(teller, tables)]
    else:
        blocks.append(Paragraph(voice.tr("No measure is decided yet.")))
    return (Section("boss", voice.tr("{Boss} and measures"), tuple(blocks)), *_obstacles(teller))


def _tables(teller: Teller) -> Mapping[str, Any]:
    """Return what is asked to know what is left, as a file has it: the whole of a long session takes its time."""
    session = teller.session
    weighed = {id_: {"status": one.status, "weight": one.weight} for id_, one in teller.plan}
    checkins = {
        id_: {"on": one.on, "rank": one.rank, "readings": one.readings}
        for id_, one in teller.session.checkins.items()
        if not one.removed
    }
    return {"boss": plain(session.boss), "checkins": checkins, "actions": weighed}


def _meter(teller: Teller, hp: Hp) -> Meter:
    if hp.estimate:
        text = teller.voice.tr(
            "{Boss_hp}: {percent} % (an estimate: nothing is measured, so it counts the open {actions})",
            percent=hp.percent,
        )
    else:
        text = teller.voice.tr("{Boss_hp}: {percent} %", percent=hp.percent)
    return Meter(text, hp.percent)


def _measures(teller: Teller, tables: Mapping[str, Any]) -> Table:
    tr = teller.voice.tr
    return Table(
        (
            tr("Measure"),
            tr("Kind"),
            tr("Baseline"),
            tr("Now"),
            tr("Target"),
            tr("Unit"),
            tr("By when"),
            tr("Left"),
        ),
        tuple(_measure(teller, tables, id_, m) for id_, m in teller.measures.items()),
        ("left", "left", "right", "right", "right", "left", "left", "right"),
    )


def _measure(teller: Teller, tables: Mapping[str, Any], id_: str, measure: Measure) -> tuple[str, ...]:
    now = teller.readings.get(id_)
    # What is left of one measure is what would be left of a boss that had no other.
    alone = {"boss": {"measures": {id_: tables["boss"]["measures"][id_]}}, "checkins": tables.get("checkins", {})}
    left = boss_hp(alone)
    return (
        teller.said(measure.name),
        teller.voice.say(MEASURE_KINDS[measure.kind]),
        number(measure.baseline),
        teller.voice.tr("no reading yet") if now is None else number(now),
        number(measure.target),
        measure.unit,
        teller.short_day(measure.by) or teller.undecided(),
        teller.voice.tr("{percent} %", percent=left.percent) if left else "",
    )


def _unmoving(teller: Teller, tables: Mapping[str, Any]) -> tuple[Paragraph, ...]:
    """Say which measures count for nothing, because their target is where they began."""
    names = [teller.said(teller.measures[id_].name.strip()) for id_ in unmoving(tables)]
    if not names:
        return ()
    told = teller.voice.tr(
        "No {boss_hp} can be counted from this, for its target is the value it began with: {names}.",
        names=teller.listed(names),
    )
    return (Paragraph(told),)


def _obstacles(teller: Teller) -> tuple[Section, ...]:
    """Return the obstacles, unless the workshop has a step for them, which then tells them."""
    if has_gaps_step(teller):
        return ()
    voice, gaps = teller.voice, teller.gaps
    block: Block = Paragraph(voice.tr("No obstacle is written down yet."))
    if gaps:
        block = table_of(teller, gaps.values())
    return (Section("boss", obstacles_heading(voice), (block,)),)
