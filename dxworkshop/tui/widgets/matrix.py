"""What is worth how much, and what it costs: a grid of impact and effort."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxworkshop.tui.widgets.picture import Picture, cut, finished, flow, plain, size

STEPS = 5
"""Impact and effort go from 1 to so many."""
ROOMY = 19
"""From so many cells the grid has a margin, with the numbers of the impact."""
_DRAWN = {
    "up": "\u2191",
    "right": "\u2192",
    "side": "\u2502",
    "corner": "\u2514",
    "floor": "\u2500",
    "cross": "\u253c",
}
_TWIN = {"up": "^", "right": ">", "side": "|", "corner": "+", "floor": "-", "cross": "+"}


@dataclass(frozen=True)
class Point:
    """What is placed, by the one or two characters it is called by."""

    label: str
    impact: int
    """1 to 5; upwards."""
    effort: int
    """1 to 5; to the right."""
    anchor: bool = False
    """Whether the others are placed in comparison with it."""


class Matrix(Picture[Point]):
    """A grid of five by five; what shares a cell is written into it side by side, anchors in brackets."""

    def __init__(
        self,
        rows: Sequence[Point] = (),
        *,
        impact: str,
        effort: str,
        anchor: str = "",
        unplaced: str = "",
        left: Sequence[str] = (),
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make the picture of points; `left` are the labels that have no place yet.

        `impact` and `effort` are the words of the axes, `anchor` that of the brackets, `unplaced` that before
        what is left.
        """
        super().__init__(rows, id=id, classes=classes)
        self._impact, self._effort, self._anchor, self._unplaced = impact, effort, anchor, unplaced
        self.left: tuple[str, ...] = tuple(left)
        """Labels without a place."""

    def show(self, data: Sequence[Point], left: Sequence[str] = ()) -> None:
        """Draw other points and what is left; nothing happens where both are the same."""
        if self.left != tuple(left):
            self.left = tuple(left)
            self.refresh(layout=True)
        super().show(data)

    def lines(self, width: int, wide: bool) -> list[str]:
        """Return the grid, 13 lines, and below it what is left."""
        marks = _TWIN if wide else _DRAWN
        margin = "   " if width >= ROOMY else ""
        # The last cell needs no line to part it from a next one.
        cell = max(3, min(24, (width - len(margin) - 1) // STEPS))
        parted = cell > 4
        lines = [margin + line for line in flow(self._head(marks["up"]), width - len(margin), wide)]
        for impact in range(STEPS, 0, -1):
            cells = [self._cell(impact, effort, cell - parted, wide) for effort in range(1, STEPS + 1)]
            number = f" {impact} " if margin else ""
            lines.append(number + marks["side"] + (" " if parted else "").join(cells))
            if impact > 1:
                lines.append(margin + marks["side"] + _crossings(cell, marks, parted))
        lines.append(margin + marks["corner"] + marks["floor"] * (STEPS * cell - parted))
        numbers = "".join(str(effort).center(cell - parted) + " " * parted for effort in range(1, STEPS + 1))
        lines.append(f"{margin} {numbers}")
        right = len(margin) + 1 + STEPS * cell - parted
        effort = cut(f"{plain(self._effort)} {marks['right']}", right, wide)
        lines.append(" " * (right - size(effort, wide)) + effort)
        if self.left:
            lines.extend(flow([self._unplaced, *self.left], width, wide, gap=2))
        return finished(lines, width, wide)

    def _head(self, up: str) -> list[str]:
        """Return what stands above the grid: the word of the axis that goes up, and what brackets mean."""
        anchored = self._anchor and any(row.anchor for row in self.rows)
        return [f"{up} {plain(self._impact)}", f"[ ] {plain(self._anchor)}" if anchored else ""]

    def _cell(self, impact: int, effort: int, room: int, wide: bool) -> str:
        """Return the labels of a cell, anchors first; a number says how many more there are."""
        here = [row for row in self.rows if (_step(row.impact), _step(row.effort)) == (impact, effort)]
        here.sort(key=lambda row: not row.anchor)
        labels = [f"[{plain(row.label)}]" if row.anchor else plain(row.label) for row in here]
        shown = " ".join(labels)
        kept = len(labels)
        while kept and size(shown, wide) > room:
            kept -= 1
            shown = " ".join([*labels[:kept], f"+{len(labels) - kept}"])
        shown = cut(shown, room, wide)
        free = room - size(shown, wide)
        return " " * (free // 2) + shown + " " * (free - free // 2)


def _step(value: int) -> int:
    return min(max(1, value), STEPS)


def _crossings(cell: int, marks: dict[str, str], parted: bool) -> str:
    """Return the line between two rows of cells."""
    if not parted:
        return ""
    floor = marks["floor"]
    between = floor + " " * (cell - 3) + floor
    return marks["cross"].join([" " + between[1:], *[between] * (STEPS - 2), between[:-1]])
