"""What all pictures are drawn with: one font, few colours, shapes and dashes, and text that fits.

Looks stand in attributes, not in style sheets: so a picture looks the same in a page, as a file, and in a word
processor, and never changes the page it stands in.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from dxworkshop.render.visible import one_line

WIDTH = 560
"""Of every picture. Fits a screen 390 pixels wide with letters of about ten pixels, and a sheet of paper."""
MARGIN = 20
SIZE = 16
"""Of text, in the same unit."""
SMALL = 14
FONT = "'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,'Liberation Sans',Arial,sans-serif"
TEXT = "#1f2328"
QUIET = "#57606a"
"""Text that only helps to read: 4.5 to 1 on white and more, as all of it."""
HAIR = "#d0d7de"
"""Lines that only guide the eye."""
PAPER = "#ffffff"
BLUE, RUST, GREY = "#1f5fa8", "#b3480f", "#6b6b6b"
"""What stands for data: at least 3 to 1 on white."""

Shape = Literal["circle", "diamond", "square", "triangle"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Look:
    """What one series looks like. No two are told apart by their colour alone."""

    colour: str
    dash: str
    shape: Shape
    hollow: bool = False


LOOKS = (Look(BLUE, "", "circle"), Look(RUST, "8 4", "diamond"), Look(GREY, "2 4", "square", hollow=True))
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW = "ijlftrI.,:;!|()[]' "
_CLOSING = "\u3001\u3002\uff0c\uff0e\u300d\u300f\uff09)\u30fb:;,.!?\uff1a\uff01\uff1f\u30fc\u3063\u30c3"
"""What never begins a line."""


@dataclass(frozen=True)
class Drawing:
    """A part of a picture, `WIDTH` wide."""

    group: Element
    height: float


def clean(text: str) -> str:
    """Return typed text as one line that may stand in XML."""
    return _NOT_IN_XML.sub("\ufffd", one_line(text))


def node(parent: Element, tag: str, **attributes: str | float) -> Element:
    """Add an element; ``stroke_width`` is written ``stroke-width``, and numbers as short as they can be."""
    return SubElement(parent, tag, {key.replace("_", "-"): _short(value) for key, value in attributes.items()})


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"


def text(
    parent: Element,
    at: tuple[float, float],
    words: str,
    *,
    size: float = SIZE,
    anchor: Anchor = "start",
    fill: str = TEXT,
    bold: bool = False,
    clear: bool = False,
) -> Element:
    """Write a line whose baseline is at a point; `clear` keeps it free of the lines that run behind it."""
    more: dict[str, str | float] = {"font_weight": "bold"} if bold else {}
    if clear:
        more |= {"paint_order": "stroke", "stroke": PAPER, "stroke_width": 5, "stroke_linejoin": "round"}
    placed = node(parent, "text", x=at[0], y=at[1], font_size=size, text_anchor=anchor, fill=fill, **more)
    placed.text = clean(words)
    return placed


def line(
    parent: Element, start: tuple[float, float], end: tuple[float, float], *, colour: str = HAIR, wide: float = 1
) -> Element:
    """Draw a line from one point to another."""
    return node(parent, "path", d=path([start, end]), stroke=colour, stroke_width=wide, fill="none")


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Return the way through some points."""
    steps = " L".join(f"{_short(x)} {_short(y)}" for x, y in points)
    return f"M{steps}{' Z' if closed else ''}"


def marker(parent: Element, look: Look, at: tuple[float, float], size: float = 6) -> Element:
    """Draw the mark of a series at a point."""
    (x, y), fill = at, PAPER if look.hollow else look.colour
    drawn = {
        "fill": fill,
        "stroke": look.colour if look.hollow else PAPER,
        "stroke_width": 2 if look.hollow else 1,
    }
    if look.shape == "circle":
        return node(parent, "circle", cx=x, cy=y, r=size, **drawn)
    if look.shape == "square":
        side = size * 0.9
        return node(parent, "rect", x=x - side, y=y - side, width=2 * side, height=2 * side, **drawn)
    far = size * 1.3
    corners = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    if look.shape == "triangle":
        corners = [(x, y - far), (x + far, y + size), (x - far, y + size)]
    return node(parent, "path", d=path(corners, closed=True), **drawn)


def width(words: str, size: float = SIZE) -> float:
    """Return about how wide a text is: signs of East Asia fill a square, others a good half of it."""
    return size * sum(_width(sign) for sign in words)


def _width(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    return 0.35 if sign in _NARROW else 0.72 if sign.isupper() or sign in "mw%@" else 0.56


def fit(words: str, room: float, size: float = SIZE) -> str:
    """Return a text as one line that fits, cut with an ellipsis where it does not; the twin has all of it."""
    words = clean(words)
    if width(words, size) <= room:
        return words
    kept = ""
    for sign in words:
        if width(kept + sign + "\u2026", size) > room:
            break
        kept += sign
    return kept.rstrip() + "\u2026"


def folded(words: str, room: float, size: float = SIZE, most: int = 2) -> list[str]:
    """Return a text as lines that fit; what the last line cannot hold is cut with an ellipsis."""
    rest, found = list(_pieces(clean(words))), [""]
    while rest:
        if width(found[-1] + rest[0], size) <= room or not found[-1]:
            found[-1] += rest.pop(0)
        elif len(found) == most:
            found[-1] = fit(found[-1] + "".join(rest), room, size)
            break
        else:
            found.append("")
    return [fit(line_.strip(), room, size) for line_ in found]


def balanced(words: str, room: float, size: float = SIZE, most: int = 2) -> list[str]:
    """Return a text folded so that its last line is not much shorter than the others."""
    found = folded(words, room, size, most)
    for share in (0.55, 0.65, 0.75, 0.85) if len(found) > 1 else ():
        tried = folded(words, room * share, size, most)
        if len(tried) == len(found) and "".join(tried).replace(" ", "") == clean(words).replace(" ", ""):
            return tried
    return found


def _pieces(words: str) -> Iterator[str]:
    """Cut a text where a line may end: behind a blank, and beside signs of East Asia."""
    piece = ""
    for n, sign in enumerate(words):
        piece += sign
        after = words[n + 1 : n + 2]
        wide = any(s and unicodedata.east_asian_width(s) in "WF" for s in (sign, after))
        if sign == " " or (wide and after != " " and after not in _CLOSING):
            yield piece
            piece = ""
    if piece:
        yield piece


def legend(parent: Element, entries: Sequence[tuple[Look, str]], top: float, *, lines: bool = True) -> float:
    """Write what the looks mean, in as many rows as it takes, and return where they end."""
    x, y = float(MARGIN), top + SIZE
    for look, name in entries:
        sign = 30 if lines else 16
        label = fit(name, WIDTH - 2 * MARGIN - sign - 8)
        room = sign + 8 + width(label) + 22
        if x > MARGIN and x + room - 22 > WIDTH - MARGIN:
            x, y = float(MARGIN), y + SIZE * 1.6
        if lines:
            drawn = line(parent, (x, y - 5), (x + sign, y - 5), colour=look.colour, wide=2.5)
            if look.dash:
                drawn.set("stroke-dasharray", look.dash)
        marker(parent, look, (x + sign / 2, y - 5))
        text(parent, (x + sign + 8, y), label)
        x += room
    return y + 12
