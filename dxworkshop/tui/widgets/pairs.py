"""Ideal and reality side by side: how far one is from the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxworkshop.tui.widgets.picture import Picture, finished, flow, pad, widest

STACKED = 40
"""Below so many cells, a scale stands under its label."""
_DRAWN = ("\u2586", "\u2591", "\u25c6", "\u00b7")
_TWIN = ("#", "-", "O", ".")


@dataclass(frozen=True)
class Pair:
    """One statement and what was said about it."""

    label: str
    ideal: float | None
    """From 1 to `of`; nothing where nobody said."""
    reality: float | None
    of: int = 5


class Pairs(Picture[Pair]):
    """A scale for each statement: filled up to reality, a mark at the ideal, the way between them shaded."""

    def __init__(
        self,
        rows: Sequence[Pair] = (),
        *,
        reality: str,
        ideal: str,
        gap: str = "",
        empty: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make the picture; `reality`, `ideal` and `gap` are the words of its legend."""
        super().__init__(rows, empty=empty, id=id, classes=classes)
        self._words = (reality, gap, ideal)

    def lines(self, width: int, wide: bool) -> list[str]:
        """Return the scale, a line for each statement, and the legend."""
        if not self.rows:
            return []
        numbers = _numbers(self.rows)
        told = len(numbers[0]) + 2
        if width < STACKED:
            label, track = 0, max(1, width - told)
        else:
            label = widest((row.label for row in self.rows), wide)
            least = 13 if width < 70 else 21
            label = min(label, width - told - least - 2)
            track = width - told - label - 2
        track = _whole(track, self.rows)
        indent = " " * (label + 2 if label else 0)
        scale = _scale(self.rows, track)
        lines = [indent + scale] if scale else []
        for row, number in zip(self.rows, numbers, strict=True):
            name = f"{pad(row.label, label, wide)}  " if label else ""
            if not label:
                lines.append(pad(row.label, width, wide))
            lines.append(f"{name}{_track(row, track, wide)}  {number}")
        legend = flow(self._legend(wide), width - len(indent), wide)
        lines.extend(indent + line for line in legend)
        return finished(lines, width, wide)

    def _legend(self, wide: bool) -> list[str]:
        marks = _TWIN if wide else _DRAWN
        return [f"{mark} {word}" for mark, word in zip(marks, self._words, strict=False) if word]


def _numbers(rows: Sequence[Pair]) -> list[str]:
    shown = [tuple("-" if value is None else f"{value:.1f}" for value in (row.reality, row.ideal)) for row in rows]
    left, right = (max(len(pair[side]) for pair in shown) for side in (0, 1))
    return [f"{reality:>{left}} > {ideal:>{right}}" for reality, ideal in shown]


def _whole(room: int, rows: Sequence[Pair]) -> int:
    """Return cells for a scale, such that every whole number stands on one where that can be."""
    steps = max(1, max(row.of for row in rows) - 1)
    return min(max(2, 60 // steps), (room - 1) // steps) * steps + 1 if room > steps else room


def _at(value: float, of: int, track: int) -> int:
    """Return the cell of a value; what is beyond the scale stands at its end."""
    within = min(max(1.0, value), max(1.0, float(of)))
    return round((within - 1) / max(1, of - 1) * (track - 1))


def _scale(rows: Sequence[Pair], track: int) -> str:
    """Return the numbers above the scales, or nothing where they differ or have no room."""
    of = rows[0].of
    if any(row.of != of for row in rows) or not 1 < of <= 9 or track < 2 * of - 1:
        return ""
    cells = [" "] * track
    for value in range(1, of + 1):
        cells[_at(value, of, track)] = str(value)
    return "".join(cells)


def _track(row: Pair, track: int, wide: bool) -> str:
    full, gap, mark, tick = _TWIN if wide else _DRAWN
    cells = [" "] * track
    if track >= 2 * row.of - 1:
        for value in range(1, row.of + 1):
            cells[_at(value, row.of, track)] = tick
    filled = 0 if row.reality is None else _at(row.reality, row.of, track) + 1
    cells[:filled] = full * filled
    if row.ideal is not None:
        ideal = _at(row.ideal, row.of, track)
        if row.reality is not None:
            cells[filled:ideal] = gap * (ideal - filled)
        cells[ideal] = mark
    return "".join(cells)
