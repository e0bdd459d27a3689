"""What falls due when: the actions over the quarters of fiscal years."""

from collections.abc import Sequence
from datetime import date

from dxworkshop.calendar import quarter_span
from dxworkshop.model.session import Action
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Section, Table

_MOST = 8
"""Columns of days that fit a sheet of paper; what is further away stands in the first or last of them."""
Column = tuple[str, date, date]
"""Its head, its first and its last day."""


def timeline(teller: Teller) -> tuple[Section, ...]:
    """Tell in which quarter the first steps, the due dates and the reviews fall; dropped actions have none."""
    tr = teller.voice.tr
    plan = [(id_, action) for id_, action in teller.plan if action.status != "dropped" and _days(action)]
    reviews = sorted(set(teller.session.reviews))
    columns = _columns(teller, [*reviews, *(day for _, action in plan for day in _days(action))])
    if not columns:
        return ()
    rows = [
        (str(teller.numbers[id_]), teller.said(action.title), *_cells(columns, _events(teller, action)))
        for id_, action in plan
    ]
    if reviews:
        told = [(day, teller.short_day(day)) for day in reviews]
        rows.append(("", tr("Reviews of the plan"), *_cells(columns, told)))
    head = (tr("No."), tr("{Action}"), *(name for name, _, _ in columns))
    left: Align = "left"
    aligned: tuple[Align, ...] = ("right", left, *(left for _ in columns))
    return (Section("timeline", tr("What is planned by quarter"), (Table(head, tuple(rows), aligned),)),)


def _days(action: Action) -> list[date]:
    return [day for day in (action.first_step_by, action.due) if day]


def _events(teller: Teller, action: Action) -> list[tuple[date, str]]:
    tr, found = teller.voice.tr, []
    if action.first_step_by:
        found.append((action.first_step_by, tr("{First_step} {day}", day=teller.short_day(action.first_step_by))))
    if action.due:
        found.append((action.due, tr("Due {day}", day=teller.short_day(action.due))))
    return found


def _cells(columns: Sequence[Column], events: Sequence[tuple[date, str]]) -> list[str]:
    """Return what falls in each column, a line each."""
    return ["\n".join(text for day, text in events if start <= day <= end) for _, start, end in columns]


def _columns(teller: Teller, days: Sequence[date]) -> list[Column]:
    """Return a column for every quarter in which something falls; where they are many, what is far in one."""
    spans = sorted({quarter_span(day) for day in days})
    quarters = [(teller.quarter(start), start, end) for start, end in spans]
    if len(quarters) <= _MOST:
        return quarters
    past = [one for one in quarters if one[2] < teller.today]
    ahead = quarters[len(past) :]
    before = [(teller.voice.tr("earlier quarters"), past[0][1], past[-1][2])] if past else []
    near = ahead[: _MOST - 2]
    after = (
        [(teller.voice.tr("later quarters"), ahead[len(near)][1], ahead[-1][2])] if len(ahead) > len(near) else []
    )
    return [*before, *near, *after]
