"""A screen as an SVG that any viewer draws aligned: every character stands on its own cell.

Textual's own screenshot measures text in characters and asks the internet for a font; Japanese overlaps in it.
"""

import html
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.app import App

CELL, ROW = 9, 19
FONT = "'DejaVu Sans Mono','Noto Sans Mono CJK JP','Noto Sans CJK JP',monospace"


def rows(app: App[Any]) -> list[str]:
    """Return the text of every row of the screen, as wide as the screen."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def svg(app: App[Any]) -> str:
    """Return the screen as an SVG."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    body = "\n".join(part for y, strip in enumerate(strips) for part in _row(y, strip))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * CELL}" height="{height * ROW}">\n'
        f'<g font-family="{FONT}" font-size="15" xml:space="preserve">\n{body}\n</g>\n</svg>\n'
    )


def _row(y: int, strip: Any) -> Iterator[str]:
    x = 0
    for segment in strip:
        style = segment.style or Style()
        fore, back = _colour(style.color, "#e0e0e0"), _colour(style.bgcolor, "#121212")
        if style.reverse:
            fore, back = back, fore
        width = cell_len(segment.text)
        yield f'<rect x="{x * CELL}" y="{y * ROW}" width="{width * CELL}" height="{ROW}" fill="{back}"/>'
        weight = ' font-weight="bold"' if style.bold else ""
        for at, text in _runs(segment.text):
            place = f'x="{(x + at) * CELL}" y="{y * ROW + 14}" fill="{fore}"{weight}'
            yield f"<text {place}>{html.escape(text)}</text>"
        x += width


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield what can be drawn in one go, with its cell: words of narrow characters, and each wide one alone."""
    at, run, start = 0, "", 0
    for character in text:
        width = cell_len(character)
        if width == 1 and character != " ":
            start = at if not run else start
            run += character
        elif width == 0 and run:
            run += character
        else:
            if run:
                yield start, run
                run = ""
            if width == 2:
                yield at, character
        at += width
    if run:
        yield start, run


def _colour(colour: Color | None, default: str) -> str:
    if colour is None or colour.is_default:
        return default
    return colour.get_truecolor().hex
