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
    """Say what can still be done about the money that open actions need.

    The due date of an action tells in which fiscal year it has to be there. One without a due date, or with
    one that a year over has left behind, can have money from the next year that is still to be asked for.
    """
    tr = teller.voice.tr
    wanted: dict[int, list[str]] = {}
    for id_, action in teller.plan:
        if action.status in OPEN and action.budget == "needed":
            year = _year_of_money(action.due, teller.today)
            wanted.setdefault(year, []).append(tr("No. {n}", n=teller.numbers[id_]))
    return tuple(_hint(teller, year, numbers) for year, numbers in sorted(wanted.items()))


def _year_of_money(due: date | None, today: date) -> int:
    """Return the fiscal year whose budget an action wants."""
    if due is None or calendar.fiscal_year(due) < calendar.fiscal_year(today):
        return estimate_by(today).year + 1
    return calendar.fiscal_year(due)


def _hint(teller: Teller, year: int, numbers: list[str]) -> str:
    """Say by when an estimate for the budget of a fiscal year is wanted, or what is left once that day is over."""
    tr, by = teller.voice.tr, date(max(year - 1, 1), *ESTIMATE_BY)
    which = {
        "numbers": teller.listed(numbers),
        "year": fiscal_year(teller.voice, date(year, calendar.FISCAL_START, 1), teller.options.dates),
    }
    if teller.today <= by:
        return tr(
            "A budget is needed ({numbers}). For the budget of FY{year}, have an estimate by {day}. "
            "This date is a default of this tool: the calendar of your own office comes first.",
            day=teller.day(by),
            **which,
        )
    if calendar.fiscal_year(teller.today) < year:
        return tr(
            "A budget is needed ({numbers}), and {day}, by which an estimate for the budget of FY{year} was "
            "wanted, is over. Ask the finance section whether it can still be taken in, or whether a "
            "supplementary budget can do; else move the due date. "
            "This date is a default of this tool: the calendar of your own office comes first.",
            day=teller.day(by),
            **which,
        )
    return tr(
        "A budget is needed ({numbers}), and the budget of FY{year}, in which it is due, is fixed. Ask the "
        "finance section about a supplementary budget, a transfer or the reserve; else move the due date. "
        "This is a default of this tool: the rules of your own office come first.",
        **which,
    )


def estimate_by(today: date) -> date:
    """Return the next day by which an estimate for the budget of the year after should be there."""
    day = date(today.year, *ESTIMATE_BY)
    return day if today <= day else day.replace(year=today.year + 1)
