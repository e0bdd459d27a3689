"""A copy of a plan as it lies on the table: what each line or row says, before anybody asks what is new in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dxworkshop.sentence import Sentence

Kind = Literal["plan", "table"]
"""Markdown with boxes, or rows and columns."""
_SHOWN = 80
_INSTEAD = 12
"""Signs that may stand in place of one that was lost, as its code does."""
_STEPS = (1, 2, 4, 5)
"""One after the other they reach every place up to `_INSTEAD`."""
_MOST_COMPARED = 1 << 30
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u00b4\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        "\u00a0": " ",
        "\u3000": " ",
    }
)
"""What editors put in place of what was typed."""


@dataclass(frozen=True)
class Cell:
    """What stands in one field of one action."""

    text: str
    line: int
    """Line of the file, from 1."""
    label: str = ""
    """What the field is called there."""


@dataclass(frozen=True)
class Entry:
    """What a copy says of one action."""

    line: int
    text: str
    """Its first line, as it stands in the file."""
    id: str
    check: str = ""
    """What the action said when the copy was made; empty where the copy does not tell."""
    done: bool | None = None
    """Whether its box is ticked; None where there is no box."""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    """By key of the field."""


@dataclass(frozen=True)
class Left:
    """A line that was left alone."""

    line: int
    """From 1."""
    text: str
    """The line, in short."""
    why: Sentence


@dataclass(frozen=True)
class Copy:
    """All that was found in a file."""

    kind: Kind
    entries: tuple[Entry, ...]
    left: tuple[Left, ...] = ()
    told: tuple[Sentence, ...] = ()
    labels: tuple[str, ...] = ()
    """What fields or columns are called in it, as often as they are: by this one sees whose words it is in."""
    lossy: bool = False
    """Whether its letters are of an old set, so that some may have been lost."""


def short(text: str) -> str:
    """Return a text in one line that is not too long to be shown."""
    line = " ".join(text[: _SHOWN * 4].split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "\u2026"


def folded(text: str) -> str:
    """Return a text without what editors change in it by themselves: quotes, dashes, blanks and line breaks."""
    return " ".join(text.translate(_ALIKE).replace(" / ", "\n").split())


def same(kind: Kind, one: str, other: str) -> bool:
    """Tell whether a text of a copy says what another one says; a table keeps letters as they were typed."""
    if one == other:
        return True
    if kind == "table":
        lines = _lines(other)
        return _lines(one) in (lines, [" / ".join(line for line in lines if line)])
    return folded(one) == folded(other)


def survived(text: str, written: str) -> bool:
    """Tell whether a text is what the old Japanese letters of Windows left of another one."""
    return any(_is_left_of(text, one) for one in {written, unicodedata.normalize("NFC", written)})


def _is_left_of(text: str, written: str) -> bool:
    """Tell whether a text is another one with something short, or nothing, in place of each lost letter.

    All places that may be reached in the text are the bits of one number: time grows with the product of both
    lengths at worst, however many letters were lost.
    """
    kept = [_is_old(sign) for sign in written]
    lost = kept.count(False)
    if not 0 <= len(text) - (len(written) - lost) <= lost * _INSTEAD:
        return False
    start = next((n for n, one in enumerate(kept) if not one), len(written))
    if text[:start] != written[:start] or (len(text) - start) * (len(written) - start) > _MOST_COMPARED:
        return False
    text, ends = text[start:], (1 << (len(text) - start + 1)) - 1
    where, reached = _places(text), 1
    for sign, stays in zip(written[start:], kept[start:], strict=True):
        if stays:
            reached = (reached & where.get(sign, 0)) << 1
        else:
            for step in _STEPS:
                reached |= reached << step
            reached &= ends
        if not reached:
            return False
    return bool(reached >> len(text) & 1)


def _places(text: str) -> Mapping[str, int]:
    """Return where each sign of a text stands, as the bits of a number."""
    where = {sign: bytearray(len(text) // 8 + 1) for sign in set(text)}
    for n, sign in enumerate(text):
        where[sign][n >> 3] |= 1 << (n & 7)
    return {sign: int.from_bytes(bits, "little") for sign, bits in where.items()}


def hidden(text: str, written: str, instead: Iterable[str]) -> bool:
    """Tell whether a text of a copy is what is written, but for words that were hidden in it by hand.

    `instead` is what stands in the place of such words.
    """
    signs = [re.escape(folded(sign)) for sign in instead if sign.strip()]
    first, *pieces = re.split("|".join(signs), folded(text)) if signs else [folded(text)]
    there = folded(written)
    if not pieces or not there.startswith(first):
        return False
    at, last = len(first), pieces.pop()
    for piece in pieces:
        at = there.find(piece, at + 1)
        if at < 0:
            return False
        at += len(piece)
    taken = len(there) - at - len(last)
    return there.endswith(last) and taken > 0


def is_lost(text: str) -> bool:
    """Tell whether some letters of a text are not among the old Japanese letters of Windows."""
    return not all(map(_is_old, text))


def _is_old(sign: str) -> bool:
    try:
        return sign.encode("cp932").decode("cp932") == sign
    except UnicodeError:
        return False


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split("\r\n|\r|\n", text.strip())]
