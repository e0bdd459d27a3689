"""How much a layout may make, and how it is told that it went too far.

Only the process of `layout_worker` loads this module.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from operator import add
from typing import Any

from jinja2.runtime import Undefined

MOST_TEXT = 5_000_000
"""Longest text that may be made at once, in characters."""
MOST_ITEMS = 200_000
"""Longest list that may be made."""
MOST_MADE = 200_000_000
"""Characters of four bytes that may be made in all, in every text and list on the way to the result: 800 MB.

What was given back is not taken off again: the sum bounds the memory on systems that know no limit of their own.
"""
_BYTES = 4
"""What a character takes at most."""
_HEAD = 20
"""What a text, a list or a number takes besides what is in it, in characters."""
_ITEM = 2
"""What a place in a list takes."""
NEW_ITEM = 20
"""What the thing in it takes, where it is made anew: a sign of a text, a number of a range."""
_CALL = 64
"""What a range, a joiner or a namespace takes."""
_BESIDE = 72
"""Bytes for each thing in a list that a layout writes out: nobody else has counted it."""
MOST_BITS = 4096
"""Largest whole number, in bits."""
MOST_RANGE = 10_000
"""Longest `range`."""


class RefusedError(Exception):
    """Something a layout may not do, or that is not there."""

    def __init__(self, code: str, word: str = "", line: int = 0, **values: object) -> None:
        super().__init__(code)
        self.code = code
        """Key of the sentence that people see."""
        self.word = word
        """What stands in the layout at the place, to find the column by."""
        self.line = line
        """Line of the layout; 0 where the running code tells."""
        self.values = values
        """What fills the sentence."""


def near(word: str, known: Iterable[object]) -> str:
    """Return the known word that was probably meant; empty where none is like it."""
    from difflib import get_close_matches

    choices = [name for name in known if isinstance(name, str)]
    return next(iter(get_close_matches(word, choices, n=1, cutoff=0.6)), "")


class Meter:
    """What one layout has made so far."""

    def __init__(self) -> None:
        self.made = 0
        """Characters, and what else took as much memory as these."""

    def text(self, characters: int) -> None:
        """Count a text that is about to be made; raises `RefusedError` for too much, at once or in all."""
        if characters > MOST_TEXT:
            raise RefusedError("large", most=MOST_TEXT)
        self.count(characters + _HEAD)

    def items(self, number: int) -> None:
        """Count a list that is about to be made."""
        if number > MOST_ITEMS:
            raise RefusedError("list", most=MOST_ITEMS)
        self.count(_ITEM * number + _HEAD)

    def like(self, value: object, size: int) -> None:
        """Count a text or a list of a size: whichever the value is."""
        (self.text if isinstance(value, str) else self.items)(size)

    def list(self, items: Iterable[Any]) -> list[Any]:
        """Return items as a list, counted one by one."""
        found = []
        for item in items:
            found.append(item)
            if len(found) > MOST_ITEMS:
                raise RefusedError("list", most=MOST_ITEMS)
        self.items(len(found))
        return found

    def number(self, value: float) -> None:
        """Count a number that was made."""
        self.count(_HEAD + (value.bit_length() // 32 if isinstance(value, int) else 0))

    def built(self, value: Any) -> None:
        """Count a list or a table that a layout wrote out."""
        self.count((sys.getsizeof(value) + _BESIDE * len(value)) // _BYTES)

    def added(self, left: Any, right: Any) -> Any:
        """Return ``left + right`` of two texts, lists or numbers."""
        if isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
            together = len(left) + len(right)
            self.like(left, together)
            made = add(left, right)
            if len(made) > together:  # what was added to a page was escaped
                self.like(made, len(made))
            return made
        if isinstance(left, int) and isinstance(right, int):
            refuse_large("+", left, right)
        total = left + right
        self.number(total)
        return total

    def times(self, one: Any, other: Any) -> Any:
        """Return a text or a list so many times; None where that is not what was asked for."""
        things, times = (other, one) if isinstance(one, int) else (one, other)
        if not isinstance(things, (str, list, tuple)) or not isinstance(times, int):
            return None
        self.like(things, len(things) * max(times, 0))
        return things * times

    def part(self, things: Any, wanted: slice) -> Any:
        """Return a part of a text or a list; None of anything else."""
        if not isinstance(things, (str, list, tuple, range)):
            return None
        self.like(things, len(range(*wanted.indices(len(things)))))
        return things[wanted]

    def called(self, given: int, named: int) -> None:
        """Count what a call makes: its result, and a place for everything it is given."""
        self.count(_CALL + _ITEM * given + NEW_ITEM * named)

    def count(self, number: int) -> None:
        """Count so many characters; raises `RefusedError` for too many in all."""
        self.made += max(number, 0)
        if self.made > MOST_MADE:
            raise RefusedError("made", most=MOST_MADE)


def refuse_large(operator: str, left: float, right: float) -> None:
    """Raise `RefusedError` for a whole number that becomes too large."""
    bits = [value.bit_length() if isinstance(value, int) else 64 for value in (left, right)]
    power = bits[0] * int(min(abs(right), MOST_BITS)) if operator == "**" else 0
    size = {"*": sum(bits), "**": power, "+": max(bits)}.get(operator, 0)
    if size >= MOST_BITS:
        raise RefusedError("number", operator)


def limited_range(*bounds: int) -> range:
    """Return a range of decent length."""
    found = range(*bounds)
    # len() knows no number above the largest index.
    if found and abs(found[-1] - found[0]) // abs(found.step) >= MOST_RANGE:
        raise RefusedError("range", "range", most=MOST_RANGE)
    return found


def written(value: Any) -> str:
    """Return a text or a number as text; a list or a function is none."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return str(value)
    raise RefusedError("list-as-text" if isinstance(value, (list, tuple, Mapping, Iterator)) else "no-text")
