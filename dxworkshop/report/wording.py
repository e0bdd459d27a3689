"""Days, numbers and choices as words."""

from collections.abc import Mapping
from datetime import date

from dxworkshop import calendar
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Budget, Control, Lens, Level, MeasureKind, Status
from dxworkshop.sentence import Sentence, say

_WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
_MONTHS = (
    *(say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun")),
    *(say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec")),
)
STATUSES: Mapping[Status, Sentence] = {
    "todo": say("not started"),
    "doing": say("in progress"),
    "blocked": say("blocked"),
    "done": say("done"),
    "dropped": say("dropped"),
}
BUDGETS: Mapping[Budget, Sentence] = {
    "none": say("no budget needed"),
    "needed": say("budget needed"),
    "secured": say("budget secured"),
}
LEVELS: Mapping[Level, Sentence] = {
    "team": say("within the team"),
    "committee": say("committee"),
    "headquarters": say("DX headquarters"),
    "council": say("assembly"),
}
LENSES: Mapping[Lens, Sentence] = {
    "people": say("people"),
    "organisation": say("organisation"),
    "environment": say("ICT environment"),
    "relations": say("relations"),
}
CONTROLS: Mapping[Control, Sentence] = {
    "ours": say("ourselves"),
    "approval": say("with approval"),
    "outside": say("outside our reach"),
}
MEASURE_KINDS: Mapping[MeasureKind, Sentence] = {
    "outcome": say("outcome measure"),
    "output": say("output measure"),
}


def long_day(voice: Voice, day: date) -> str:
    """Return a day in full, with its weekday, as it stands in running text."""
    month, weekday = voice.say(_MONTHS[day.month - 1]), voice.say(_WEEKDAYS[day.weekday()])
    return voice.tr("{weekday} {day} {month} {year}", year=day.year, month=month, day=day.day, weekday=weekday)


def fiscal_quarter(voice: Voice, day: date) -> str:
    """Return the quarter of the fiscal year a day falls in, the year in front."""
    return voice.tr("FY{year} Q{quarter}", year=calendar.fiscal_year(day), quarter=calendar.quarter(day))


def number(value: float) -> str:
    """Return a number as people write it: no ``.0``, thousands with commas."""
    return f"{int(value):,}" if value.is_integer() and abs(value) < 1e15 else f"{round(value, 9):,}"


def is_blank(text: str) -> bool:
    """Tell whether there is nothing to read in a text."""
    return not text.strip()
