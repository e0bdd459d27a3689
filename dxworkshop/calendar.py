"""Days and times: today's, typed ones, and the fiscal year they fall in."""

import re
import unicodedata
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from dxworkshop.errors import RuleError
from dxworkshop.sentence import Sentence, say

_BETWEEN = r"\s?[-/.\u5e74\u6708\u30fb\u30fc\u2010-\u2015\u2212 ]\s?"
"""Between year, month and day: what people type, with the signs of a Japanese keyboard."""
_DAY = re.compile(rf"(?:(\d{{4}}){_BETWEEN})?(\d{{1,2}}){_BETWEEN}(\d{{1,2}})\s?\u65e5?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEKDAY = re.compile(r"\s?\((?:[\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5]|[A-Za-z]{3,9})\)$")
_ERA = re.compile(r"^(?:\u4ee4\u548c|\u4ee4|[Rr])\s?(\d{1,2}|\u5143)(?=\D)")
REIWA = 2018
"""Year before the first of the era Reiwa."""
_NOON = re.compile(r"\u6b63\u5348|noon")
_TIME = re.compile(
    r"(?:(?P<am>\u5348\u524d)|(?P<pm>\u5348\u5f8c))?\s?(?P<hour>\d{1,2})"
    r"[:\u6642]\s?(?:(?P<half>\u534a)|(?P<minute>\d{1,2})\s?\u5206?)?"
)
_TWELVE = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s?(?:(?P<am>am)|(?P<pm>pm))")
_FOUR = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})")
_DAYS_AHEAD = re.compile(r"\+\s*(\d{1,3})")
WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
"""Short names of the days of a week, Monday first."""
FISCAL_START = 4
"""Month in which a Japanese fiscal year starts."""


def now() -> datetime:
    """Return the time on this laptop, to the second, with its offset from UTC."""
    return datetime.now().astimezone().replace(microsecond=0)


def parse_day(text: str, today: date) -> date | None:
    """Return the day that was typed; None for nothing typed.

    Understood: ``2027-03-31``, ``2027/3/31``, ``20270331``, ``R9.3.31`` and the like, ``3/31`` (the next one
    that comes), ``+14`` (in 14 days); a weekday behind, and full-width digits too. Raises `RuleError` for
    anything else and for days there are not.
    """
    typed = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    typed = _ERA.sub(lambda era: str(REIWA + (int(era[1]) if era[1].isdigit() else 1)), typed)
    if not typed:
        return None
    if ahead := _DAYS_AHEAD.fullmatch(typed):
        return today + timedelta(days=int(ahead[1]))
    if match := _DAY.fullmatch(typed) or _COMPACT.fullmatch(typed):
        year, month, day = (int(part) if part else None for part in match.groups())
        for tried in (today.year, today.year + 1) if year is None else (year,):
            with suppress(ValueError):
                found = date(tried, month or 0, day or 0)
                if year is not None or found >= today:
                    return found
    raise RuleError(say("{text} is no day; write 2027-03-31, 3/31 or +14", text=text.strip()))


def parse_near_day(text: str, today: date) -> date | None:
    """Return the day that was typed as `parse_day` does; one without a year is the nearest, which may be past."""
    before: date | None = None
    with suppress(RuleError):
        before = parse_day(text, today - timedelta(days=365))
    try:
        ahead = parse_day(text, today)
    except RuleError:  # on the first of March, a 29th of February has no next year
        if before is not None and before < today:
            return before
        raise
    if ahead is None or ahead <= today or _DAYS_AHEAD.fullmatch(unicodedata.normalize("NFKC", text).strip()):
        return ahead
    return before if before is not None and before < today and today - before < ahead - today else ahead


def parse_time(text: str) -> str:
    """Return the time that was typed as ``13:30``; empty for nothing typed.

    Understood: ``13:30``, ``1330``, ``1:30 pm``, and the ways of Japanese: hours and minutes with their signs,
    half past, the words for morning, afternoon and noon; full-width digits too. Raises `RuleError` for the rest.
    """
    typed = unicodedata.normalize("NFKC", text).strip().lower()
    if not typed:
        return ""
    if _NOON.fullmatch(typed):
        return "12:00"
    if found := _TIME.fullmatch(typed) or _TWELVE.fullmatch(typed) or _FOUR.fullmatch(typed):
        given = found.groupdict()
        hour = int(given["hour"])
        minute = 30 if given.get("half") else int(given["minute"] or 0)
        if given.get("am") or given.get("pm"):
            hour = hour % 12 + (12 if given.get("pm") else 0) if hour <= 12 else 24
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    raise RuleError(say("{text} is no time; write 13:30", text=text.strip()))


def parse_number(text: str) -> float | None:
    """Return the number that was typed, full-width digits and thousands commas too; None for nothing typed."""
    typed = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not typed:
        return None
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", typed):
        raise RuleError(say("{text} is no number", text=text.strip()))
    return float(typed)


def fiscal_year(day: date) -> int:
    """Return the year in which the fiscal year of a day began."""
    return day.year if day.month >= FISCAL_START else day.year - 1


def quarter(day: date) -> int:
    """Return the quarter of the fiscal year, 1 (April to June) to 4 (January to March)."""
    return (day.month - FISCAL_START) % 12 // 3 + 1


@dataclass(frozen=True)
class Closed:
    """Why the offices are closed on a day."""

    why: Literal["saturday", "sunday", "holiday", "new year"]
    name: str = ""
    """Of a public holiday, in Japanese."""

    @property
    def told(self) -> Sentence:
        """Why, in words."""
        return {
            "saturday": say("a Saturday"),
            "sunday": say("a Sunday"),
            "new year": say("in the New Year holidays"),
            "holiday": say("a public holiday ({name})", name=self.name),
        }[self.why]


def closed(day: date) -> Closed | None:
    """Return why the offices are closed on a day; None for a day of work.

    Saturdays, Sundays, public holidays, and 29 December to 3 January, as the ordinances of municipalities have it.
    """
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return Closed("new year")
    import jpholiday

    if name := jpholiday.is_holiday_name(day):
        return Closed("holiday", str(name))
    weekend: dict[int, Literal["saturday", "sunday"]] = {5: "saturday", 6: "sunday"}
    return Closed(weekend[day.weekday()]) if day.weekday() in weekend else None


def working_day(day: date) -> date:
    """Return a day, or the next one on which the offices are open."""
    while day < date.max and closed(day):
        day += timedelta(days=1)
    return day


def quarter_span(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter that a day falls in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = first.month + 2
    return first, date(first.year, last, monthrange(first.year, last)[1])
