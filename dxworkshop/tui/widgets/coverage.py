"""What the team needs and who can do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dxworkshop.tui.widgets.picture import Picture, cut, finished, fit, flow, pad, plain, size, widest

State = Literal["open", "one", "well"]
"""Whether nobody, one person only, or more than one can do something."""
STACKED = 40
"""Below so many cells, the names stand under what they can do."""
TWO_COLUMNS = 100
"""From so many cells, the rows stand in two columns."""
_DRAWN: dict[State, str] = {"well": "\u25cf\u25cf", "one": "\u25cf\u25cb", "open": "\u25cb\u25cb"}
_TWIN: dict[State, str] = {"well": "##", "one": "#.", "open": ".."}


@dataclass(frozen=True)
class Held:
    """What is needed, and the names of those who can do it."""

    label: str
    holders: tuple[str, ...]
    state: State


class CoverageMap(Picture[Held]):
    """A mark, what is needed and who can do it; two columns where there is room."""

    def __init__(
        self,
        rows: Sequence[Held] = (),
        *,
        well: str,
        one: str,
        nobody: str,
        joiner: str = ", ",
        empty: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make the picture; `well`, `one`, `nobody` are the words of the states, `joiner` stands between names."""
        super().__init__(rows, empty=empty, id=id, classes=classes)
        self._words: dict[State, str] = {"well": well, "one": one, "open": nobody}
        self._joiner = joiner

    def lines(self, width: int, wide: bool) -> list[str]:
        """Return a line for each row, in the order given and down the columns, and the legend with counts."""
        if not self.rows:
            return []
        columns = 2 if width >= TWO_COLUMNS else 1
        room = (width - 4 * (columns - 1)) // columns
        drawn = self._column(room, wide)
        height = -(-len(drawn) // columns)
        lines = drawn[:height]
        for at, line in enumerate(drawn[height:]):
            lines[at] += " " * (room - size(lines[at], wide) + 4) + line
        legend = flow(self._legend(wide), width, wide)
        return finished([*lines, *legend], width, wide)

    def _column(self, width: int, wide: bool) -> list[str]:
        marks = _TWIN if wide else _DRAWN
        if width < STACKED:
            pairs = (
                (f"{marks[row.state]} {plain(row.label)}", self._who(row, width - 3, wide)) for row in self.rows
            )
            return [cut(line, width, wide) for name, who in pairs for line in (name, f"   {who}")]
        label = min(widest((row.label for row in self.rows), wide), (width - 5) * 3 // 5)
        room = max(1, width - 5 - label)
        drawn = (
            f"{marks[row.state]} {pad(row.label, label, wide)}  {self._who(row, room, wide)}" for row in self.rows
        )
        return [cut(line, width, wide) for line in drawn]

    def _who(self, row: Held, room: int, wide: bool) -> str:
        """Return the names, or how many more there are behind the last that fits."""
        names = [plain(name) for name in row.holders]
        if not names:
            return fit(f"({plain(self._words[row.state])})", room, wide)
        shown = self._joiner.join(names)
        kept = len(names)
        while kept > 1 and size(shown, wide) > room:
            kept -= 1
            shown = f"{self._joiner.join(names[:kept])} +{len(names) - kept}"
        if size(shown, wide) <= room:
            return shown
        more = f" +{len(names) - 1}" if len(names) > 1 else ""
        return fit(names[0], room - len(more), wide) + more

    def _legend(self, wide: bool) -> list[str]:
        marks = _TWIN if wide else _DRAWN
        states = [row.state for row in self.rows]
        return [f"{marks[state]} {word}: {states.count(state)}" for state, word in self._words.items()]
