"""How the dots of a vote fell."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxworkshop.tui.widgets.picture import Picture, finished, pad, plain, widest

STACKED = 40
"""Below so many cells, the dots stand under their text."""
ROOMY = 78
"""From so many cells, there is room between the dots before there is room for long texts."""
_DRAWN = ("\u25cf", "\u2586")
_TWIN = ("o", "#")


@dataclass(frozen=True)
class Tally:
    """What was voted on, and its dots."""

    label: str
    """What it is called by while voting, such as ``3``."""
    text: str
    dots: int


class Dots(Picture[Tally]):
    """The number of dots and the dots; a bar to scale in place of the dots where not all of them fit."""

    def lines(self, width: int, wide: bool) -> list[str]:
        """Return a line for each row, in the order given."""
        if not self.rows:
            return []
        label = min(widest((row.label for row in self.rows), wide), max(1, width // 4))
        count = max(len(str(row.dots)) for row in self.rows)
        if width < STACKED:
            room = width - label - count - 3
        else:
            free = width - label - count - 5
            natural = widest((row.text for row in self.rows), wide)
            wanted = _most(self.rows) * (2 if width >= ROOMY else 1)
            text = min(natural, max(free - wanted, free * 3 // 5))
            room = free - text
        lines = []
        for row, dots in zip(self.rows, _dots(self.rows, room, wide), strict=True):
            name = pad(row.label, label, wide)
            if width < STACKED:
                lines.append(f"{name}  {plain(row.text)}")
                lines.append(f"{' ' * label}  {row.dots:>{count}} {dots}")
            else:
                lines.append(f"{name}  {pad(row.text, text, wide)}  {row.dots:>{count}} {dots}")
        return finished(lines, width, wide)


def _most(rows: Sequence[Tally]) -> int:
    return max(1, *(row.dots for row in rows))


def _dots(rows: Sequence[Tally], room: int, wide: bool) -> list[str]:
    """Return what is drawn of each row: its dots, or a bar where the most dots have no room."""
    dot, bar = _TWIN if wide else _DRAWN
    most = _most(rows)
    if most <= room:
        # With room for it, dots are easier to count apart.
        spaced = f"{dot} " if 2 * most <= room else dot
        return [spaced * row.dots for row in rows]
    return [bar * max(row.dots > 0, round(row.dots / most * room)) for row in rows]
