"""What a spreadsheet makes of a text by itself when a table is opened and saved: ``1-2`` is a day to it."""

import re
import unicodedata
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal

from dxworkshop.calendar import REIWA
from dxworkshop.render.table import defused

_ERROR = re.compile(
    r"#(?:NAME\?|VALUE!|REF!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!)|Err:[0-9]{3}|#{2,}"
)
"""What stands in a cell that could not be calculated, or that is too narrow for a number."""
_FULL = 32767
"""Signs that one cell of Excel holds."""
_SHORT = 40
"""No number and no day is longer."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[+-]?[0-9]{1,3})?")
_TIME = re.compile(r"([0-9]{1,4}):([0-9]{1,2})(?::([0-9]{1,2}))? ?(AM|PM)?")
_PART = "(?:[A-Z]{3,9}\\.?|[0-9]{1,4})"
_DAY = re.compile(rf"R?(?:{_PART})(?:[-/. ,\u5e74\u6708]{{1,2}}{_PART}){{1,2}}[\u65e5\u6708]?(?: 0?0:00(?::00)?)?")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_SHOWN = 9
"""Digits from which on a number is shown rounded."""


def rewritten(old: str, new: str) -> bool:
    """Tell whether a new text is what a spreadsheet is known to make of an old one."""
    if old == new or not old.strip():
        return False
    if _ERROR.fullmatch(new) or old == f"'{new}" or (len(new) >= _FULL - 1 and old.startswith(new)):
        return True
    if len(new) > _SHORT:
        return False
    now, number = _typed(new), _number(_typed(new))
    if defused(old) != old and number is not None:
        return True
    if len(old) > _SHORT:
        return False
    before = _typed(old)
    if now == before:
        return before in ("TRUE", "FALSE") or bool(_NUMBER.fullmatch(now))
    return _is_number_of(before, now) or _is_day_of(before, now) or _is_time_of(before, now)


def _typed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def _number(text: str) -> Decimal | None:
    """Return the number that a spreadsheet sees: with its money, its commas, in brackets below nothing."""
    bare = re.sub(r"[,\u00a5\\$]", "", text)
    bare = re.sub(r"\((.*)\)", r"-\1", bare)
    if not _NUMBER.fullmatch(bare.removesuffix("%")):
        return None
    value = Decimal(bare.removesuffix("%"))
    return value / 100 if bare.endswith("%") else value


def _is_number_of(before: str, now: str) -> bool:
    """Tell whether both are one number: without its noughts, or rounded to the digits that are shown."""
    old, new = _number(before), _number(now)
    if old is None or new is None or old == new:
        return old is not None and old == new
    mantissa = now.partition("E")[0]
    digits = "".join(filter(str.isdigit, mantissa)).lstrip("0")
    digits = digits if "E" in now else digits.rstrip("0")
    if not digits or ("E" not in now and len(digits) < _SHOWN):
        return False
    return new in [Context(len(digits), how).plus(old) for how in (ROUND_HALF_EVEN, ROUND_DOWN)]


def _is_day_of(before: str, now: str) -> bool:
    """Tell whether both are one day; a year, or the first of the month, may have been added."""
    old, new = _figures(before), _figures(now)
    return bool(old and new) and not old - new


def _figures(text: str) -> Counter[int]:
    """Return year, month and day, as far as they are told, in no order, years by their last two digits."""
    if re.fullmatch("[3-6][0-9]{4}", text):
        there = date(1899, 12, 30) + timedelta(days=int(text))
        return Counter((there.year % 100, there.month, there.day))
    if not _DAY.fullmatch(text):
        return Counter()
    found = []
    for part in re.findall("[A-Z]{3,}|[0-9]+", re.sub(r" 0?0:00(:00)?$", "", text)):
        if part.isdigit():
            found.append(int(part) % 100)
        elif part[:3] in _MONTHS:
            found.append(_MONTHS.index(part[:3]) + 1)
        else:
            return Counter()
    if text.startswith("R") and found:
        found[0] = (found[0] + REIWA) % 100
    return Counter(found)


def _is_time_of(before: str, now: str) -> bool:
    old, new = _TIME.fullmatch(before), _TIME.fullmatch(now)
    return old is not None and new is not None and _clock(old) == _clock(new)


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour = int(found[1])
    hour = hour % 12 + (12 if found[4] == "PM" else 0) if found[4] else hour
    return hour, int(found[2]), int(found[3] or 0)
