"""Ranks: short texts that sort in the order of the things they stand on.

A letter tells how many digits follow (a one, b two ...), so that ``az`` < ``b10``. Between two
neighbours there is always room, by more digits.
"""

import re

_RANK = re.compile(r"[a-z][0-9a-z]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def after(last: str) -> str:
    """Return the rank that follows; after nothing comes the first."""
    if not last:
        return "a1"
    head, digits = last[0], last[1 : 2 + ord(last[0]) - ord("a")]
    if not _RANK.fullmatch(last) or len(digits) < 1 + ord(head) - ord("a"):
        return last + "1"  # a rank of somebody's own
    number = int(digits, 36) + 1
    size = len(_base36(number))
    return chr(max(ord(head), ord("a") + size - 1)) + _base36(number).rjust(ord(head) - ord("a") + 1, "0")


def between(last: str, following: str) -> str:
    """Return a rank that sorts between two others; ``""`` stands for the beginning and for the end."""
    if not following:
        return after(last)
    try:
        return _middle(last, following) if last < following else after(last)
    except ValueError:  # a rank of somebody's own, in signs that are no digits
        return last + "1"


def _middle(low: str, high: str) -> str:
    """Return the middle of two fractions, as digits behind the point; an empty `high` is one."""
    same = 0
    while same < len(high) and (low[same : same + 1] or "0") == high[same]:
        same += 1
    if same:
        return high[:same] + _middle(low[same:], high[same:])
    first = _DIGITS.index(low[0]) if low else 0
    second = _DIGITS.index(high[0]) if high else len(_DIGITS)
    if second - first > 1:
        return _DIGITS[(first + second) // 2]
    # "1" is no smaller a fraction than "10": between the two nothing could ever stand.
    return high[0] if high[1:].strip("0") else _DIGITS[first] + _middle(low[1:], "")


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
