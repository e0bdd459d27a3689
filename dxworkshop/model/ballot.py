"""What one typist types for a whole room: dots by the signs of what they lie on, and counts in a row.

A dot is one key: every candidate has one sign, 1 to 9 and then a to z. Where there are more candidates than
signs, they have numbers, with a space between them. A row of counts needs no spaces while each is below ten.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from dxworkshop.errors import RuleError
from dxworkshop.sentence import say

SIGNS = "123456789" + string.ascii_lowercase
"""One for each candidate, where they suffice."""
MOST_IN_A_ROW = 999
"""The highest count."""
_BETWEEN = re.compile(r"[\s,;/\u3001\u30fb\uff0c]+")


def signs(number: int) -> list[str]:
    """Return the sign of each of some candidates."""
    return list(SIGNS[:number]) if number <= len(SIGNS) else [str(n) for n in range(1, number + 1)]


def parse_dots(text: str, candidates: Sequence[str]) -> dict[str, int]:
    """Return the number of dots by candidate: ``113`` puts two on the first and one on the third.

    Signs may be full width and in capitals. Raises `RuleError` for a sign that no candidate has.
    """
    by_sign = dict(zip(signs(len(candidates)), candidates, strict=True))
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts = _parts(plain) if len(candidates) > len(SIGNS) else list(_BETWEEN.sub("", plain))
    for part in parts:
        if part not in by_sign:
            last = next(reversed(by_sign), "")
            raise RuleError(say("{sign} stands for nothing here; there are 1 to {last}", sign=part, last=last))
    return dict(Counter(by_sign[part] for part in parts))


def show_dots(dots: Mapping[str, int], candidates: Sequence[str]) -> str:
    """Return dots as one would type them; those on what is no candidate any more are left out."""
    by_id = dict(zip(candidates, signs(len(candidates)), strict=True))
    between = " " if len(candidates) > len(SIGNS) else ""
    return between.join(by_id[id_] for id_ in candidates for _ in range(dots.get(id_, 0)))


def parse_counts(text: str, number: int) -> tuple[int, ...]:
    """Return some counts: ``03410``, or ``0 3 12 1 0``; an empty text is none. Raises `RuleError`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    parts = _parts(plain)
    if len(parts) == 1 and number > 1:
        parts = list(parts[0])
    if not all(part.isascii() and part.isdecimal() and len(part) <= len(str(MOST_IN_A_ROW)) for part in parts):
        raise RuleError(
            say("{text} is no row of counts; write {n} of them, with spaces between", text=text, n=number)
        )
    if parts and len(parts) != number:
        raise RuleError(say("{n} counts are needed, and these are {given}", n=number, given=len(parts)))
    return tuple(int(part) for part in parts)


def show_counts(counts: Sequence[int]) -> str:
    """Return counts as one would type them."""
    return ("" if all(count < len("0123456789") for count in counts) else " ").join(str(c) for c in counts)


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]
