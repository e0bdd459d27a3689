"""What check-ins said, as lines to be read or as data; and what is proposed for what was slipped twice."""

from collections.abc import Iterator
from typing import Any

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.insight.turn import wants_another_way
from dxworkshop.model.checkin import checkins_in_order
from dxworkshop.model.room import statements
from dxworkshop.model.session import Checkin, CheckinReport, Session
from dxworkshop.model.value import plain, shown
from dxworkshop.model.words import DECISIONS, STATUSES
from dxworkshop.model.workshop import RateStep


def as_data(session: Session, id_: str) -> dict[str, Any]:
    """Return a check-in for a program: its id, and what the file holds of it."""
    return {"id": id_, **plain(session.checkins[id_])}


def history(session: Session, spoken: Voice) -> Iterator[str]:
    """Yield the lines of all check-ins, the first one first, a heading for each."""
    for id_, checkin in checkins_in_order(session):
        host = session.members[checkin.host].label if checkin.host in session.members else ""
        yield "  ".join(part for part in (checkin.on.isoformat(), id_, host) if part)
        for line in said(session, checkin, spoken):
            yield f"  {line}"


def said(session: Session, checkin: Checkin, spoken: Voice) -> Iterator[str]:
    """Yield what one check-in said, a line each: readings, actions, marks given again, lessons, the decision."""
    tr = spoken.tr
    for id_, value in checkin.readings.items():
        measure = session.boss.measures.get(id_)
        name, unit = (measure.name, measure.unit) if measure else (id_, "")
        yield tr("{name}: {value} {unit}", name=name, value=number(value), unit=unit)
    for id_, report in checkin.actions.items():
        action = session.actions.get(id_)
        name = action.title if action else id_
        yield tr("{name}: {text}", name=name, text=reported(checkin, report, spoken))
    for id_, size in checkin.gaps.items():
        gap = session.gaps.get(id_)
        name, first = (gap.reality or gap.ideal, gap.size) if gap else (id_, None)
        yield tr("{name}: {text}", name=name, text=resized(first, size, spoken))
    for step, marks in checkin.ratings.items():
        for card, rating in marks.items():
            before = session.ratings.get(step, {}).get(card)
            name = statement(session, step, card, spoken)
            yield tr(
                "{name}: {text}",
                name=name,
                text=resized(before.reality if before else None, rating.reality, spoken),
            )
    for lesson in checkin.lessons:
        yield tr("Learnt: {text}", text=lesson)
    if checkin.decision:
        yield spoken.say(DECISIONS[checkin.decision])


def reported(checkin: Checkin, report: CheckinReport, spoken: Voice) -> str:
    """Return what was said of an action, as one line."""
    tr = spoken.tr
    step = report.next_step
    if step and report.next_by:
        step = tr("{text} (by {day})", text=step, day=report.next_by)
    found = (
        spoken.say(STATUSES[report.status]),
        meaning(checkin.scale, report.rating, spoken),
        report.note,
        tr("next: {text}", text=step) if step else "",
        report.if_then,
    )
    return tr(", ").join(part for part in found if part)


def meaning(scale: str, mark: str, spoken: Voice) -> str:
    """Return a mark with what it means on its scale; the mark alone where nobody here knows it."""
    found = deck.scale(scale)
    if found is None or mark not in found.marks:
        return mark
    return f"{mark} {spoken.text(found.marks[mark])}"


def resized(before: float | None, now: float | None, spoken: Voice) -> str:
    """Return what was said the first time and what is said now."""
    told = ["-" if one is None else number(one) for one in (before, now)]
    return spoken.tr("first {before}, now {now}", before=told[0], now=told[1])


def statement(session: Session, step: str, card: str, spoken: Voice) -> str:
    """Return the text of a statement of a step; its id where the step does not ask it any more."""
    asked = session.workshop.steps.get(step)
    if not isinstance(asked, RateStep) or card not in statements(asked):
        return card
    own = next((one for one in asked.statements if one.id == card), None)
    if own is not None:
        return spoken.text({"ja": own.ja, "en": own.en})
    found = next(one for one in deck.deck(asked.deck) if one.id == card).text[spoken.language]
    return found if isinstance(found, str) else found[spoken.register]


def proposals(session: Session, spoken: Voice) -> list[str]:
    """Return a sentence for every open action that was slipped twice or more: facts, and ways on."""
    return [
        spoken.tr(
            "{title}: the day it was due has passed or moved {n} times ({days}). "
            "It could be cut smaller, go to somebody else, or be dropped.",
            title=action.title,
            n=len(action.slipped),
            days=[day.isoformat() for day in action.slipped],
        )
        for _, action in shown(session.actions)
        if wants_another_way(action)
    ]


def number(value: float) -> str:
    """Return a number without an empty fraction."""
    return f"{value:.10g}"
