"""Lines of plain text no wider than a mail: how many cells a text takes, and where a line may end.

A Japanese line breaks between any two characters, but no line begins with what closes or ends with what
opens; a word of Latin letters is cut only where it is longer than a line.
"""

import re
import unicodedata
from functools import lru_cache

WIDTH = 78
"""Cells of a line: what mail programs leave as it is, with room for two marks of a quote."""
_CLOSING = (
    r",.!?:;)\]}%\u00b0\u2019\u201d\u2010\u2014\u2015\u2025\u2026\u3001\u3002\u3005\u3009\u300b\u300d\u300f"
    r"\u3011\u3015\u3017\u301c\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u3095\u3096"
    r"\u309b-\u309e\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6\u30fb-\u30fe"
    r"\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e\uff60\uff61\uff63-\uff65"
    r"\uff67-\uff70\uff9e\uff9f"
)
"""What no line begins with: stops, closing brackets, small kana, long vowels, signs of repetition."""
_OPENING = r"(\[{\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\uff08\uff3b\uff5b\uff5f\uff62"
"""What no line ends with."""
_JOINED = (
    r"\u0300-\u036f\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f"
    r"\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""What belongs to the character before it."""
_NARROW = r"!-~\u00a1-\u02af\u0370-\u10ff\u1e00-\u1fff"
"""What words of other languages are made of."""
_TOGETHER = re.compile(
    rf"[{_OPENING}\u200d].|.[{_CLOSING}{_JOINED}]|[{_NARROW}]{{2}}|[\U0001f1e6-\U0001f1ff]{{2}}", re.DOTALL
)
"""Two characters between which no line ends."""


def cells(text: str) -> int:
    """Return how many cells a text takes; a character that takes one or two is taken to need two."""
    if text.isascii():
        return len(text)
    try:
        return len(text.encode("cp932"))  # as many bytes as cells, and fast
    except UnicodeEncodeError:
        return sum(map(_cells, text))


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if is_joined(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def is_joined(character: str) -> bool:
    """Tell whether a character takes no cell of its own."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def wrap(text: str, first: str = "", rest: str = "") -> str:
    """Return one line as lines that fit; `first` stands before the first one, `rest` before the others.

    Nothing of the text is lost but blanks where a line ends.
    """
    at, before, found = 0, first, list[str]()
    while True:
        room = WIDTH - cells(before)
        if len(text) - at <= room // 2 or (len(text) - at <= room and cells(text[at:]) <= room):
            found.append((before + text[at:]).rstrip())
            return "\n".join(found)
        end = _end(text, at, at + _reach(text[at : at + room], room))
        found.append((before + text[at:end]).rstrip())
        at, before = end, rest
        while text[at : at + 1].isspace():
            at += 1


def _reach(text: str, room: int) -> int:
    """Return how many characters fit into some cells, one at least."""
    n = max(1, room // 2)
    used = cells(text[:n])
    while n < len(text):
        step = max(1, (room - used) // 2)
        more = cells(text[n : n + step])
        if used + more > room:
            break
        n, used = n + step, used + more
    return n


def _end(text: str, start: int, most: int) -> int:
    """Return where a line ends that begins at `start` and has room up to `most`."""
    end = most
    while end > start and _TOGETHER.match(text, end - 1):
        end -= 1
    return end if end > start else most
