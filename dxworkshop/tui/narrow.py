"""For terminals that draw signs of ambiguous width two cells wide: what widgets of others draw, in plain signs.

Our own pictures have a twin of their own; lists that shorten a line and scroll bars do not.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_PLAIN = str.maketrans({"\u2026": ".", **dict.fromkeys(map(chr, range(0x2581, 0x2590)), " ")})
"""The ellipsis, and the blocks at the ends of scroll bars, which are told by their ground too."""


class Narrow(LineFilter):
    """Draws every line with signs that are as wide on any terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line in plain signs."""
        return [Segment(text.translate(_PLAIN), style, control) for text, style, control in segments]
