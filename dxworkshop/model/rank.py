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


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
