"""Days and numbers as words."""

from datetime import date

from dxworkshop import calendar
from dxworkshop.i18n import Voice
from dxworkshop.offer import Dates
from dxworkshop.sentence import say

_BEGAN = date(calendar.REIWA + 1, 5, 1)

_MONTHS = (
    *(say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun")),
    *(say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec")),
)


def long_day(voice: Voice, day: date, dates: Dates = "western") -> str:
    """Return a day in full, with its weekday, as it stands in running text."""
    month, weekday = voice.say(_MONTHS[day.month - 1]), voice.say(calendar.WEEKDAYS[day.weekday()])
    year = era_year(voice, day, dates) or day.year
    return voice.tr("{weekday} {day} {month} {year}", year=year, month=month, day=day.day, weekday=weekday)


def short_day(voice: Voice, day: date, dates: Dates = "western") -> str:
    """Return a day as it stands in a table: ``2027-03-31``, with an era its first sign, its year and dots."""
    if not in_era(voice, day, dates):
        return day.isoformat()
    year = day.year - calendar.REIWA
    return voice.tr("R{year}.{month}.{day}", year=_year(voice, year), month=day.month, day=day.day)


def era_year(voice: Voice, day: date, dates: Dates) -> str | None:
    """Return the year of an era with its name in front; None where years are counted otherwise."""
    if not in_era(voice, day, dates):
        return None
    return voice.tr("Reiwa {year}", year=_year(voice, day.year - calendar.REIWA))


def in_era(voice: Voice, day: date, dates: Dates) -> bool:
    """Tell whether a day is told by its era: in Japanese, where that is wanted, from 1 May 2019 on."""
    return dates == "era" and voice.language == "ja" and day >= _BEGAN


def _year(voice: Voice, year: int) -> str:
    """Return the year of an era; the first one bears no number."""
    return str(year) if year > 1 else voice.tr("1st")


def fiscal_quarter(voice: Voice, day: date, dates: Dates = "western") -> str:
    """Return the quarter of the fiscal year a day falls in, the year in front."""
    return voice.tr("FY{year} Q{quarter}", year=fiscal_year(voice, day, dates), quarter=calendar.quarter(day))


def fiscal_year(voice: Voice, day: date, dates: Dates = "western") -> str:
    """Return the fiscal year of a day, without a word for year behind it."""
    year = calendar.fiscal_year(day)
    named = max(date(max(year, 1), calendar.FISCAL_START, 1), _BEGAN)
    return (era_year(voice, named, dates) if day >= named else None) or str(year)


def clock_time(voice: Voice, time: str) -> str:
    """Return a time of 24 hours, ``13:30``, as it stands in running text; empty for none."""
    if not time:
        return ""
    hour, minute = (int(part) for part in time.split(":"))
    if (hour, minute) == (12, 0):
        return voice.tr("noon")
    half = hour % 12 if voice.language == "ja" else (hour % 12 or 12)
    if not minute:
        return voice.tr("{hour} am", hour=half) if hour < 12 else voice.tr("{hour} pm", hour=half)
    told = str(minute) if voice.language == "ja" else f"{minute:02d}"
    if hour < 12:
        return voice.tr("{hour}:{minute} am", hour=half, minute=told)
    return voice.tr("{hour}:{minute} pm", hour=half, minute=told)


def why_closed(voice: Voice, day: date) -> str:
    """Return why the offices are closed on a day; empty for a day of work."""
    found = calendar.closed(day)
    return voice.say(found.told) if found else ""


def number(value: float) -> str:
    """Return a number as people write it: no ``.0``, thousands with commas."""
    return f"{int(value):,}" if value.is_integer() and abs(value) < 1e15 else f"{round(value, 9):,}"


def is_blank(text: str) -> bool:
    """Tell whether there is nothing to read in a text."""
    return not text.strip()
