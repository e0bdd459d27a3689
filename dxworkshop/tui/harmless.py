"""Text that no terminal takes for a command: the last gate before anything is drawn.

A session comes from anybody's hand. Whatever stands in it, an escape sequence in a name or a mark that turns the
direction of writing, reaches the screen as nothing or as a dot.
"""

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_COMMAND = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return a text without what a terminal would obey, as wide as it was."""
    return _COMMAND.sub(lambda found: "\u00b7" * cell_len(found[0]), text)


class Harmless(LineFilter):
    """Makes every line that is drawn harmless."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, harmless."""
        if not any(_COMMAND.search(segment.text) for segment in segments):
            return segments
        return [Segment(harmless(text), style, control) for text, style, control in segments]
