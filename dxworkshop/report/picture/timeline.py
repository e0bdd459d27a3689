"""When what is to be done, over the quarters of fiscal years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dxworkshop import calendar
from dxworkshop.model.session import OPEN, Action
from dxworkshop.model.words import STATUSES
from dxworkshop.report.picture.figure import listed
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Picture, Quarter, Span, Table, Timeline

SHOWN = 40
"""How many actions are drawn at most: those that are due first."""
YEARS = 3
"""How far from today the picture reaches: a typing mistake in a year must not press all else into one dot."""


@dataclass(frozen=True)
class _Planned:
    """An action with its number in the plan and its due date."""

    n: int
    action: Action
    due: date


def timeline(teller: Teller) -> Picture | None:
    """Draw every action that has a due date, from its first step (or the day of the workshop) to that date."""
    numbered = [
        (n, action) for n, (_, action) in enumerate(teller.actions(), start=1) if action.status != "dropped"
    ]
    dated = [_Planned(n, action, action.due) for n, action in numbered if action.due]
    undated = sum(1 for _, action in numbered if action.due is None and action.status in OPEN)
    near = [one for one in dated if abs(one.due.year - teller.today.year) <= YEARS]
    kept = sorted(near, key=lambda one: (one.action.status not in OPEN, one.due, one.n))[:SHOWN]
    if not kept:
        return None
    kept.sort(key=lambda one: (one.due, one.n))
    spans = tuple(_span(teller, one) for one in kept)
    tr = teller.voice.tr
    head = (tr("No."), tr("{Action}"), tr("From"), tr("Due"), tr("Quarter"), tr("Status"))
    return Picture(
        name="timeline",
        title=tr("{Actions} over the quarters"),
        summary=_summary(teller, kept, len(dated) - len(kept), undated),
        drawn=Timeline(spans, _quarters(teller, spans), teller.today),
        twin=Table(
            head,
            tuple(_row(teller, one, span) for one, span in zip(kept, spans, strict=True)),
            ("right", "left", "left", "left", "left", "left"),
        ),
        told=True,
    )


def _span(teller: Teller, one: _Planned) -> Span:
    begins = one.action.first_step_by or teller.session.held_on()
    if one.due.year - begins.year > YEARS:
        begins = teller.session.held_on()
    if begins > one.due or one.due.year - begins.year > YEARS:
        begins = one.due
    label = teller.voice.tr("No. {n}: {title}", n=one.n, title=teller.said(one.action.title.strip()))
    return Span(label, begins, one.due, _state(teller, one))


def _state(teller: Teller, one: _Planned) -> Literal["open", "late", "done"]:
    if one.action.status not in OPEN:
        return "done"
    return "late" if one.due < teller.today else "open"


def _quarters(teller: Teller, spans: Sequence[Span]) -> tuple[Quarter, ...]:
    """Return the quarters that the spans touch."""
    day, last = min(span.start for span in spans), max(span.end for span in spans)
    found = []
    while day <= last:
        first, end = calendar.quarter_span(day)
        found.append(Quarter(teller.quarter(first), first, end))
        day = end + timedelta(days=1)
    return tuple(found)


def _row(teller: Teller, one: _Planned, span: Span) -> tuple[str, ...]:
    status = teller.voice.say(STATUSES[one.action.status])
    if span.state == "late":
        status = teller.voice.tr("{status} (past its due date)", status=status)
    title, begins, due = (
        teller.said(one.action.title.strip()),
        teller.short_day(span.start),
        teller.short_day(one.due),
    )
    return (str(one.n), title, begins, due, teller.quarter(one.due), status)


def _summary(teller: Teller, kept: Sequence[_Planned], left_out: int, undated: int) -> str:
    voice = teller.voice
    n, until = len(kept), teller.day(kept[-1].due)
    said = [voice.trn("{n} {action} until {day}.", "{n} {actions} until {day}.", n, day=until)]
    if late := sum(1 for one in kept if _state(teller, one) == "late"):
        said.append(voice.trn("{n} is past its due date.", "{n} are past their due dates.", late))
    if left_out:
        said.append(
            voice.trn(
                "{n} more with a due date is in the table of {actions} alone: drawn are those due first.",
                "{n} more with a due date are in the table of {actions} alone: drawn are those due first.",
                left_out,
            )
        )
    if undated:
        said.append(voice.trn("{n} has no due date yet.", "{n} have no due date yet.", undated))
    return listed(teller, said)
