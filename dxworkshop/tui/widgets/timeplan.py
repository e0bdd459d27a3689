"""The time of a session: what was planned, what it took."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxworkshop.tui.widgets.picture import Picture, finished, fit, flow, pad, plain, size, widest

STACKED = 48
"""Below so many cells, a bar stands under its title."""
_DRAWN = ("\u2586", "\u2591", "!", "\u25b6")
_TWIN = ("#", "-", "!", ">")


@dataclass(frozen=True)
class Slot:
    """A step in the plan of a session."""

    title: str
    planned: int
    """Minutes."""
    used: int | None = None
    """Minutes so far; nothing where the step has not begun."""
    here: bool = False
    """Whether the session is at it now."""
    skipped: bool = False

    @property
    def over(self) -> int:
        """Minutes it took more than planned."""
        return max(0, (self.used or 0) - self.planned)

    @property
    def end(self) -> int:
        """Minutes after its begin until the next one begins."""
        if self.skipped or (self.used is not None and not self.here):
            return self.used or 0
        return max(self.planned, self.used or 0)


class TimePlan(Picture[Slot]):
    """A bar for each step, to scale, that begins where the one before ends: minutes used, and those left."""

    def __init__(
        self,
        rows: Sequence[Slot] = (),
        *,
        planned: str,
        used: str,
        over: str,
        skipped: str,
        total: str,
        minutes: str,
        empty: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make the picture; `total` and `minutes` are the words of sum and unit, the others of the legend."""
        super().__init__(rows, empty=empty, id=id, classes=classes)
        self._words = (used, planned, over)
        self._skipped, self._total, self._minutes = skipped, total, minutes

    def lines(self, width: int, wide: bool) -> list[str]:
        """Return the minutes of the session, a line for each step, the sum and the legend."""
        if not self.rows:
            return []
        numbers = _numbers(self.rows)
        told = max(len(numbers[0]), widest([self._minutes], wide))
        stacked = width < STACKED
        title = width - told - 3
        room = width - 2
        if not stacked:
            natural = widest([self._total, *(row.title for row in self.rows)], wide)
            title = min(natural, (width - told - 6) // 2)
            room = width - told - title - 6
        axis = _Axis(max(1, _span(self.rows)), max(1, room - 1))
        head = f"  {pad('', title, wide)} {pad(self._minutes, told, wide)}"
        lines = [f"  {axis.numbers()}"] if stacked else [f"{head}  {axis.numbers()}"]
        start = 0
        for row, number in zip(self.rows, numbers, strict=False):
            name = f"{self._mark(row, wide)} {pad(row.title, title, wide)} {number:>{told}}"
            bar = self._bar(row, start, axis, wide)
            lines += [name, f"  {bar}"] if stacked else [f"{name}  {bar}"]
            start += row.end
        lines.append(f"  {pad(self._total, title, wide)} {numbers[-1]:>{told}}")
        lines.extend(f"  {line}" for line in flow(self._legend(wide), width - 2, wide))
        return finished(lines, width, wide)

    def _mark(self, row: Slot, wide: bool) -> str:
        """Return what stands before a title: where the session is, or what is left out."""
        if row.here:
            return (_TWIN if wide else _DRAWN)[3]
        return "x" if row.skipped else " "

    def _bar(self, row: Slot, start: int, axis: "_Axis", wide: bool) -> str:
        full, rest, over, _ = _TWIN if wide else _DRAWN
        if row.skipped and not row.used:
            word = fit(f"({plain(self._skipped)})", axis.cells + 1, wide)
            return " " * min(axis.at(start), axis.cells + 1 - size(word, wide)) + word
        used = row.used or 0
        planned = used if row.skipped else row.planned
        begin, now = axis.at(start), axis.at(start + min(used, planned))
        end = axis.at(start + max(used, planned))
        bar = full * (now - begin)
        if used > planned:
            bar += over * max(1, end - now)
        elif not bar or end > now:
            bar += rest * max(1, end - now)
        return " " * begin + bar

    def _legend(self, wide: bool) -> list[str]:
        marks = _TWIN if wide else _DRAWN
        parts = [f"{mark} {plain(word)}" for mark, word in zip(marks, self._words, strict=False)]
        return parts if any(row.over for row in self.rows) else parts[:2]


@dataclass(frozen=True)
class _Axis:
    """Minutes on cells."""

    minutes: int
    cells: int

    def at(self, minute: int) -> int:
        """Return the cell where a minute begins."""
        return round(minute / self.minutes * self.cells)

    def numbers(self) -> str:
        """Return round minutes, each where it begins, as close as can be read."""
        step = next((step for step in _ROUND if self.at(step) > len(str(self.minutes)) + 1), self.minutes)
        text = ""
        for minute in range(0, self.minutes + 1, step):
            if self.at(minute) + len(str(minute)) <= self.cells + 1:
                text = text.ljust(self.at(minute)) + str(minute)
        return text


_ROUND = (5, 10, 15, 30, 60, 120, 240, 480)


def _span(rows: Sequence[Slot]) -> int:
    """Return the minutes from the begin of the first step to the last minute that is drawn."""
    start = last = 0
    for row in rows:
        last = max(last, start + max(row.end, 0 if row.skipped else row.planned))
        start += row.end
    return last


def _numbers(rows: Sequence[Slot]) -> list[str]:
    """Return used and planned minutes and what is over of each row, and behind them of all together."""
    used = [row.used for row in rows if row.used is not None]
    pairs = [_said(row.used, "-" if row.skipped else str(row.planned)) for row in rows]
    pairs.append(_said(sum(used) if used else None, str(sum(row.planned for row in rows if not row.skipped))))
    overs = [*(f" +{row.over}" if row.over and not row.skipped else "" for row in rows), ""]
    left, right = max(map(len, pairs)), max(map(len, overs))
    return [f"{pair:>{left}}{over:<{right}}" for pair, over in zip(pairs, overs, strict=True)]


def _said(used: int | None, planned: str) -> str:
    return planned if used is None else f"{used}/{planned}"
