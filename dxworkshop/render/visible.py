"""Typed text made safe to show: lines are lines, and nothing in it can act on a screen unseen."""

import re

_UNUSUAL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What most texts have none of: then a text is one line, and stands as it is."""
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]*"
)
"""What may stand in front of a text and is not seen there: blanks, and marks that no font draws."""


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, without blanks at their ends.

    A tab becomes a blank. A control character, or one that turns the writing direction, is shown by its
    number, ``(U+001B)``; half of a surrogate pair becomes U+FFFD. All else stays.
    """
    if _UNUSUAL.search(text) is None:
        line = text.strip()
        return [line] if line else []
    found = (line.strip() for line in _LINE_END.split(text))
    return [_shown(line) for line in found if line]


def one_line(text: str) -> str:
    """Return the lines of a text side by side, for places where there is room for one."""
    return text.strip() if _UNUSUAL.search(text) is None else " / ".join(lines(text))


def block(text: str) -> str:
    """Return a text with LF at the ends of its lines, for places that keep them: empty lines stay."""
    if _UNUSUAL.search(text) is None:
        return text.strip()
    return "\n".join(_shown(line.rstrip()) for line in _LINE_END.split(text)).strip()


def _shown(line: str) -> str:
    line = _SURROGATE.sub("\ufffd", line.replace("\t", " "))
    return _HIDDEN.sub(lambda match: f"(U+{ord(match[0]):04X})", line)
