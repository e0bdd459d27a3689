"""Pictures drawn with characters: legible without colour, with an ASCII twin for terminals that need one."""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar
from unicodedata import category, east_asian_width

from rich.cells import cell_len
from textual.app import RenderResult
from textual.geometry import Size
from textual.widget import Widget

from dxworkshop.tui.widgets.prose import wrap

Row = TypeVar("Row")
"""What a picture has one of for each thing it draws."""
_ASCII = re.compile(r"[ -~]*")
_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_VARIATION = "\ufe0f"


def plain(text: str) -> str:
    """Return text as one line of visible characters; breaks and control characters become a space.

    Joiners and marks of direction are left out: terminals disagree about the cells they take.
    """
    if _ASCII.fullmatch(text):
        return text.strip()
    kinds = ((character, category(character)) for character in text)
    seen = (" " if kind in _BREAKS else character for character, kind in kinds if kind != "Cf")
    return "".join(character for character in seen if character != _VARIATION).strip()


def size(text: str, wide: bool) -> int:
    """Return how many cells a text takes; with `wide`, one of ambiguous width takes two."""
    return sum(_cells(character, wide) for character in text) if wide else cell_len(text)


def cut(line: str, width: int, wide: bool) -> str:
    """Return a line of at most `width` cells, with a sign at its end where there is more; its indent stays."""
    if size(line, wide) <= width:
        return line
    sign = (".." if wide else "\u2026")[: max(0, width)]
    room, kept = width - len(sign), 0
    for character in line:
        # What takes no cell belongs to the character before it.
        room -= _cells(character, wide)
        if room < 0:
            break
        kept += 1
    return line[:kept].rstrip() + sign


def fit(text: str, width: int, wide: bool) -> str:
    """Return what people typed as one line of at most `width` cells, with a sign where there is more."""
    return cut(plain(text), width, wide)


def pad(text: str, width: int, wide: bool) -> str:
    """Return what people typed as exactly `width` cells, filled with spaces or shortened with a sign."""
    fitted = fit(text, width, wide)
    return fitted + " " * (width - size(fitted, wide))


def widest(texts: Iterable[str], wide: bool) -> int:
    """Return the cells of the widest of the texts; none of none."""
    return max((size(plain(text), wide) for text in texts), default=0)


def flow(parts: Iterable[str], width: int, wide: bool, gap: int = 3) -> list[str]:
    """Return short texts, such as those of a legend, beside each other on as few lines as they take."""
    lines: list[str] = []
    for part in filter(None, map(plain, parts)):
        longer = f"{lines[-1]}{' ' * gap}{part}" if lines else ""
        if lines and size(longer, wide) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(part, width, wide))
    return lines


def finished(lines: Iterable[str], width: int, wide: bool) -> list[str]:
    """Return lines without spaces at their ends, none wider than `width`."""
    return [cut(line.rstrip(), width, wide) for line in lines] if width > 0 else []


def ascii_only() -> bool:
    """Return whether the terminal's encoding lacks what pictures are drawn with."""
    # Not sys.stdout: while an app runs, that catches what is printed, and has no encoding.
    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    return not encoding.lower().startswith("utf")


def _cells(character: str, wide: bool) -> int:
    cells = cell_len(character)
    return 2 if wide and cells == 1 and east_asian_width(character) == "A" else cells


class Picture(Widget, Generic[Row]):
    """Draws a line or more for each row of data, and is as high as its lines."""

    DEFAULT_CSS: ClassVar[str] = """
    Picture {
        width: 1fr;
        height: auto;
    }
    """

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make the picture of `rows`; `empty` is said where there is nothing to draw."""
        super().__init__(id=id, classes=classes)
        self._empty = empty
        self.rows: tuple[Row, ...] = tuple(rows)
        """What is drawn."""

    def show(self, data: Sequence[Row]) -> None:
        """Draw other data; nothing happens where it is the same."""
        if self.rows != (rows := tuple(data)):
            self.rows = rows
            self.refresh(layout=True)

    def lines(self, width: int, wide: bool) -> list[str]:
        """Return the picture: lines of at most `width` cells, in ASCII besides the given texts with `wide`."""
        raise NotImplementedError

    @property
    def wide(self) -> bool:
        """Whether only ASCII is drawn: other marks would take two cells, or cannot be encoded."""
        return self.app.has_class("-wide-lines") or ascii_only()

    def render(self) -> RenderResult:
        """Draw the lines."""
        from rich.text import Text

        return Text("\n".join(self._drawn(self.content_size.width)), no_wrap=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the picture takes."""
        return len(self._drawn(width))

    def _drawn(self, width: int) -> list[str]:
        lines = self.lines(width, self.wide)
        if lines or not self._empty:
            return lines
        return finished(wrap(self._empty, width), width, self.wide)
