"""Days and times: today's, typed ones, and the fiscal year they fall in."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, timedelta

from dxworkshop.errors import RuleError
from dxworkshop.sentence import say

_BETWEEN = r"\s?[-/.\u5e74\u6708\u30fb\u30fc\u2010-\u2015\u2212 ]\s?"
"""Between year, month and day: what people type, with the signs of a Japanese keyboard."""
_DAY = re.compile(rf"(?:(\d{{4}}){_BETWEEN})?(\d{{1,2}}){_BETWEEN}(\d{{1,2}})\s?\u65e5?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEKDAY = re.compile(r"\s?\((?:[\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5]|[A-Za-z]{3,9})\)$")
_ERA = re.compile(r"^(?:\u4ee4\u548c|\u4ee4|[Rr])\s?(\d{1,2}|\u5143)(?=\D)")
REIWA = 2018
"""Year before the first of the era Reiwa."""
_DAYS_AHEAD = re.compile(r"\+\s*(\d{1,3})")
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
