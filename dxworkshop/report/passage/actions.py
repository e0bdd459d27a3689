"""Who does what by when: a table to see it all, then one by one."""

from collections.abc import Iterable

from dxworkshop.model.session import OPEN, Action, ActionMeasure
from dxworkshop.model.words import BUDGETS, LEVELS, STATUSES
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Fields, Paragraph, Section, Table, Task, Tasks
from dxworkshop.report.wording import fiscal_quarter, is_blank, long_day, number

Numbered = tuple[int, str, Action]
"""An action with its number in the plan and its id."""


def actions(teller: Teller) -> tuple[Section, ...]:
    """Tell every action: open ones first, then what is done, then what was dropped and why."""
    voice = teller.voice
    plan = [(n, id_, action) for n, (id_, action) in enumerate(teller.actions(), start=1)]
    if not plan:
        return (
            Section("actions", voice.tr("{Actions}"), (Paragraph(voice.tr("No {actions} are decided yet.")),)),
        )
    groups = (
        (voice.tr("{Actions} one by one"), [it for it in plan if it[2].status in OPEN]),
        (voice.tr("{Actions} that are done"), [it for it in plan if it[2].status == "done"]),
        (voice.tr("{Actions} that were dropped"), [it for it in plan if it[2].status == "dropped"]),
    )
    return (
        Section("actions", voice.tr("{Actions} at a glance"), (_table(teller, plan),)),
        *(Section("actions", heading, (_tasks(teller, group),)) for heading, group in groups if group),
    )


def _table(teller: Teller, plan: Iterable[Numbered]) -> Table:
    tr = teller.voice.tr
    return Table(
        (tr("No."), tr("{Action}"), tr("Owner"), tr("{Calling}"), tr("{First_step}"), tr("Due"), tr("Status")),
        tuple(
            (
                str(n),
                teller.said(action.title),
                *(_decided(teller, action, text) for text in _who_what_when(teller, action)),
                _status(teller, action),
            )
            for n, _, action in plan
        ),
        ("right", "left", "left", "left", "left", "left", "left"),
    )


def _tasks(teller: Teller, group: Iterable[Numbered]) -> Tasks:
    return Tasks(
        tuple(
            Task(
                id=id_,
                done=None if action.status == "dropped" else action.status == "done",
                title=teller.said(action.title),
                number=teller.voice.tr("No. {n}", n=n),
                fields=Fields(_fields(teller, action)),
            )
            for n, id_, action in group
        )
    )


def _who_what_when(teller: Teller, action: Action) -> tuple[str, str, str, str]:
    """Return owner, calling, first step and due date; what is not known is empty."""
    return teller.person(action.owner), teller.role(action), _first_step(teller, action), _due(teller, action)


def _decided(teller: Teller, action: Action, text: str) -> str:
    """Return a text, or that it is undecided: what is done or dropped needs no more decisions."""
    return teller.said(text) if action.status in OPEN else text


def _fields(teller: Teller, action: Action) -> tuple[tuple[str, str], ...]:
    """Return what is known of an action, and in one line what is still missing."""
    tr = teller.voice.tr
    labels = (tr("Owner"), tr("{Calling}"), tr("{First_step}"), tr("Due"))
    wanted = [
        *zip(labels, _who_what_when(teller, action), strict=True),
        (tr("If-then"), action.if_then),
        (tr("Measure"), _measure(teller, action.measure)),
        (tr("Whom to tell what"), action.tell),
        (tr("Budget"), teller.voice.say(BUDGETS[action.budget]) if action.budget else ""),
        (tr("Where it is decided"), teller.voice.say(LEVELS[action.decided_at]) if action.decided_at else ""),
    ]
    known = [
        (tr("Partners"), teller.listed([teller.person(id_) for id_ in action.partners])),
        (tr("Makes up for"), teller.covered(action.covers)),
        (tr("What it answers"), teller.listed([teller.answer(id_) for id_ in action.answers])),
        (tr("Status"), _status(teller, action)),
        (tr("Reason"), action.reason),
        (tr("Whom to ask"), action.ask),
    ]
    missing = [label for label, value in wanted if is_blank(value)] if action.status in OPEN else []
    rows = [*wanted, *known, (tr("Not decided yet"), teller.listed(missing))]
    return tuple(row for row in rows if not is_blank(row[1]))


def _first_step(teller: Teller, action: Action) -> str:
    if action.first_step_by is None:
        return action.first_step
    day = long_day(teller.voice, action.first_step_by)
    return teller.voice.tr("{step} (by {day})", step=teller.said(action.first_step.strip()), day=day)


def _due(teller: Teller, action: Action) -> str:
    if action.due is None:
        return ""
    day, quarter = long_day(teller.voice, action.due), fiscal_quarter(teller.voice, action.due)
    return teller.voice.tr("{day}, {quarter}", day=day, quarter=quarter)


def _status(teller: Teller, action: Action) -> str:
    status = teller.voice.say(STATUSES[action.status])
    if action.status in OPEN and action.due and action.due < teller.today:
        return teller.voice.tr("{status} (past its due date)", status=status)
    return status


def _measure(teller: Teller, measure: ActionMeasure | None) -> str:
    """Return how one would see that the action worked; empty where that is not known."""
    if measure is None or is_blank(measure.name):
        return ""
    if measure.baseline is None or measure.target is None:
        return measure.name
    baseline, target = number(measure.baseline), number(measure.target)
    return teller.voice.tr(
        "{name}: from {baseline} to {target} {unit}",
        name=measure.name.strip(),
        baseline=baseline,
        target=target,
        unit=measure.unit.strip(),
    )
