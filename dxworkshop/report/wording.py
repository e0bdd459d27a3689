"""Days and numbers as words."""

from datetime import date

from dxworkshop import calendar
from dxworkshop.i18n import Voice
from dxworkshop.sentence import say

_WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
_MONTHS = (
    *(say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun")),
    *(say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec")),
)


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
