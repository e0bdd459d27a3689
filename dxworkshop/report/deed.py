"""How an action is told in words, the same in every document."""

from collections.abc import Iterable

from dxworkshop import deck
from dxworkshop.model.session import OPEN, Action
from dxworkshop.model.words import BUDGETS, LEVELS, STATUSES
from dxworkshop.report import sheet
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Fields, Task
from dxworkshop.report.wording import is_blank

Named = tuple[str, Action]
"""An action with its id."""


def task(teller: Teller, id_: str, action: Action, fields: Iterable[tuple[str, str]]) -> Task:
    """Return one action with some of what is known of it; what is blank is left out."""
    return Task(
        id=id_,
        done=None if action.status == "dropped" else action.status == "done",
        title=teller.said(action.title),
        number=teller.voice.tr("No. {n}", n=teller.numbers[id_]),
        fields=Fields(tuple(row for row in fields if not is_blank(row[1]))),
        check=sheet.check(action, teller.audience),
    )


def first_step(teller: Teller, action: Action, *, short: bool = False) -> str:
    """Return the first step, and by when, shortly for a table; empty where nothing is known of it."""
    if action.first_step_by is None:
        return action.first_step
    day = teller.short_day(action.first_step_by) if short else teller.day(action.first_step_by)
    return teller.voice.tr("{step} (by {day})", step=teller.said(action.first_step.strip()), day=day)


def next_step(teller: Teller, id_: str, action: Action) -> str:
    """Return the next step of an open action as the last check-in has it, and by when; empty where it has none."""
    if id_ not in teller.reported or action.status not in OPEN:
        return ""
    report = teller.reported[id_][1]
    # A day without words is another day for the first step.
    step = report.next_step.strip() or (action.first_step.strip() if report.next_by else "")
    if not step or report.next_by is None:
        return step
    return teller.voice.tr("{step} (by {day})", step=step, day=teller.day(report.next_by))


def next_if_then(teller: Teller, id_: str, action: Action) -> str:
    """Return the if-then of that next step; empty where there is none."""
    told = id_ in teller.reported and action.status in OPEN
    return teller.reported[id_][1].if_then.strip() if told else ""


def rating(teller: Teller, id_: str) -> str:
    """Return how an action goes by the last check-in: the mark, what it means on its scale, and the day."""
    if id_ not in teller.reported:
        return ""
    checkin, report = teller.reported[id_]
    mark, scale = report.rating.strip(), deck.scale(checkin.scale)
    if not mark:
        return ""
    words = teller.voice.text(scale.marks[mark]) if scale and mark in scale.marks else ""
    told = teller.voice.tr("{mark}: {words}", mark=mark, words=words) if words else mark
    return teller.voice.tr("{rating} ({day})", rating=told, day=teller.day(checkin.on))


def due(teller: Teller, action: Action) -> str:
    """Return the due date with its quarter; empty where there is none."""
    if action.due is None:
        return ""
    day, quarter = teller.day(action.due), teller.quarter(action.due)
    return teller.voice.tr("{day}, {quarter}", day=day, quarter=quarter)


def status(teller: Teller, action: Action) -> str:
    """Return where an action stands, and whether it is past its due date."""
    told = teller.voice.say(STATUSES[action.status])
    if action.status in OPEN and action.due and action.due < teller.today:
        return teller.voice.tr("{status} (past its due date)", status=told)
    return told


def budget(teller: Teller, action: Action) -> str:
    """Return whether money is there; empty where nobody said."""
    return teller.voice.say(BUDGETS[action.budget]) if action.budget else ""


def level(teller: Teller, action: Action) -> str:
    """Return where an action is decided; empty where nobody said."""
    return teller.voice.say(LEVELS[action.decided_at]) if action.decided_at else ""


def measure(teller: Teller, action: Action) -> str:
    """Return the measure of an action, else that of the boss which it answers; empty where there is none."""
    return sheet.measured(teller, sheet.figures(teller, action))


def partners(teller: Teller, action: Action) -> str:
    """Return who helps."""
    return teller.listed(teller.person(id_) for id_ in action.partners)
