"""Prose to read: wrapped so that no line begins with a mark that belongs to the one before."""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import RenderResult
from textual.geometry import Size
from textual.widget import Widget

NOT_FIRST = frozenset(
    "\u3001\u3002\uff0c\uff0e\u30fb\uff1a\uff1b\uff1f\uff01\u309b\u309c\u30fc\u2019\u201d\uff09\u3015\uff3d\uff5d"
    "\u3009\u300b\u300d\u300f\u3011\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u30a1\u30a3\u30a5"
    "\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6\u3005,.:;!?)]}%\uff05"
)
"""Characters that may not begin a line: closing marks, small kana, the long mark."""
NOT_LAST = frozenset("\u2018\u201c\uff08\u3014\uff3b\uff5b\u3008\u300a\u300c\u300e\u3010([{")
"""Characters that may not end a line: opening marks."""
_PIECE = re.compile(r"[!-~]+|\s+|.", re.S)


def wrap(text: str, width: int) -> list[str]:
    """Return text as lines of at most `width` cells; words in Latin letters stay whole where they fit."""
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, max(2, width))]


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(paragraph, width):
        if cell_len(line) + cell_len(piece.rstrip()) <= width:
            line += piece
            continue
        keep, carry = _split(line, piece)
        yield keep.rstrip()
        line = carry + (piece.lstrip() if not carry else piece)
    yield line.rstrip()


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    for piece in _PIECE.findall(paragraph):
        while cell_len(piece) > width:
            yield piece[:width]
            piece = piece[width:]
        yield piece


def _split(line: str, piece: str) -> tuple[str, str]:
    """Return what stays on a full line and what goes down with the next piece."""
    cut = len(line)
    first = piece[:1]
    while cut > 1 and (first in NOT_FIRST or line[cut - 1] in NOT_LAST):
        cut -= 1
        first = line[cut]
        if cut < len(line) // 2:
            return line, ""
    return line[:cut], line[cut:]


class Prose(Widget):
    """Text that fills its width and is as high as it needs."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._text = text

    def update(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Draw the lines."""
        from rich.text import Text

        return Text("\n".join(wrap(self._text, self.content_size.width)), no_wrap=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes."""
        return len(wrap(self._text, width))
