"""Typed text made safe to show: lines are lines, and nothing in it can act on a screen unseen."""

import re

_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, without blanks at their ends.

    A tab becomes a blank. A control character, or one that turns the writing direction, is shown by its
    number, ``(U+001B)``; half of a surrogate pair becomes U+FFFD. All else stays.
    """
    found = (line.strip() for line in _LINE_END.split(text))
    return [_shown(line) for line in found if line]


def one_line(text: str) -> str:
    """Return the lines of a text side by side, for places where there is room for one."""
    return " / ".join(lines(text))


def _shown(line: str) -> str:
    line = _SURROGATE.sub("\ufffd", line.replace("\t", " "))
    return _HIDDEN.sub(lambda match: f"(U+{ord(match[0]):04X})", line)
