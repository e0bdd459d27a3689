"""Gentle notices about the days of a plan: those on which the offices are closed, and when to ask for a budget."""

from datetime import date

from dxworkshop import calendar
from dxworkshop.model.session import OPEN
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Bullets, Section
from dxworkshop.report.wording import fiscal_year, why_closed

ESTIMATE_BY = (9, 30)
"""Month and day by which an estimate for the next budget should be there: our default.

Offices ask their sections by the end of October."""


def notice(teller: Teller) -> tuple[Section, ...]:
    """Tell what to look at once more; for those who run the plan, not for everybody."""
    if teller.audience == "public":
        return ()
    told = (*closed_days(teller), *budgets(teller))
    return (Section("notice", teller.voice.tr("Please check"), (Bullets(told),)),) if told else ()


def closed_days(teller: Teller) -> tuple[str, ...]:
    """Name what falls on a day ahead on which the offices are closed, and the next day of work."""
    tr = teller.voice.tr
    found: list[tuple[str, date]] = []
    for id_, action in teller.plan:
        if action.status in OPEN:
            number = tr("No. {n}", n=teller.numbers[id_])
            if action.first_step_by:
                found.append((tr("{number}, {first_step}", number=number), action.first_step_by))
            if action.due:
                found.append((tr("{number}, due date", number=number), action.due))
    found += [(tr("Review of the plan"), day) for day in sorted(set(teller.session.reviews))]
    closed = {day: why_closed(teller.voice, day) for day in {day for _, day in found} if day >= teller.today}
    return tuple(
        tr(
            "{what}: {day} is {why}. The next day of work is {next}.",
            what=what,
            day=teller.day(day),
            why=why,
            next=teller.day(calendar.working_day(day)),
        )
        for what, day in found
        if (why := closed.get(day))
    )


def budgets(teller: Teller) -> tuple[str, ...]:
    """Say by when an estimate is wanted for the open actions that need a budget."""
    tr = teller.voice.tr
    wanting = [id_ for id_, action in teller.plan if action.status in OPEN and action.budget == "needed"]
    if not wanting:
        return ()
    by = estimate_by(teller.today)
    year = fiscal_year(teller.voice, date(by.year + 1, calendar.FISCAL_START, 1), teller.options.dates)
    return (
        tr(
            "A budget is needed ({numbers}). For the budget of FY{year}, have an estimate by {day}. "
            "This date is a default of this tool: the calendar of your own office comes first.",
            numbers=teller.listed(tr("No. {n}", n=teller.numbers[id_]) for id_ in wanting),
            year=year,
            day=teller.day(by),
        ),
    )


def estimate_by(today: date) -> date:
    """Return the next day by which an estimate for the budget of the year after should be there."""
    day = date(today.year, *ESTIMATE_BY)
    return day if today <= day else day.replace(year=today.year + 1)
