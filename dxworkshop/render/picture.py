"""The pictures of a report as SVG: inside a page, or each as a file of its own.

The same picture gives the same bytes. Nothing in it runs, points elsewhere or fetches anything, and what people
typed stands in it as text. Its ids begin with its name, so that many can stand in one page.
"""

import re
from collections.abc import Mapping
from typing import assert_never
from xml.etree.ElementTree import Element, tostring

from dxworkshop.i18n import Language, Voice
from dxworkshop.render.drawing import ink
from dxworkshop.report.view import (
    Chart,
    Cloud,
    Columns,
    Course,
    Dumbbells,
    Picture,
    Plane,
    Radar,
    Report,
    Timeline,
)

_NAMESPACE = "http://www.w3.org/2000/svg"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NO_ID = re.compile("[^A-Za-z0-9-]")
_WORDS = 6
"""How many lines a title, or a summary, has at most in a file of its own."""


def svg(picture: Picture, language: str) -> str:
    """Return a picture for a page that shows its title, its summary and its twin beside it."""
    return _written(picture, language, alone=False)


def files(report: Report) -> Mapping[str, str]:
    """Return every picture of a report as a file, by its name: title and summary stand in the picture."""
    found = [block for section in report.sections for block in section.blocks if isinstance(block, Picture)]
    return {
        f"{_id(picture)}.svg": _DECLARATION + _written(picture, report.language, alone=True) + "\n"
        for picture in found
    }


def _id(picture: Picture) -> str:
    return _NO_ID.sub("-", picture.name)


def _written(picture: Picture, language: str, *, alone: bool) -> str:
    name = _id(picture)
    root = Element("svg", {"xmlns": _NAMESPACE, "role": "img"})
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.set("lang", language)
    root.set("font-family", ink.FONT)
    ink.node(root, "title", id=f"{name}-title").text = ink.clean(picture.title)
    ink.node(root, "desc", id=f"{name}-desc").text = ink.clean(picture.summary)
    paper = ink.node(root, "rect", width="100%", height="100%", rx=0 if alone else 6, fill=ink.PAPER)
    y = float(ink.MARGIN)
    if alone:
        y = _lines(root, picture.title, y, size=ink.SIZE + 4, bold=True) + 8
    drawing = _drawn(picture.drawn, language)
    drawing.group.set("transform", f"translate(0 {y:g})")
    root.append(drawing.group)
    y += drawing.height
    if alone:
        y = _lines(root, picture.summary, y + 4, size=ink.SMALL)
    height = round(y + ink.MARGIN / 2)
    paper.set("height", str(height))
    paper.set("width", str(ink.WIDTH))
    root.set("viewBox", f"0 0 {ink.WIDTH} {height}")
    return tostring(root, encoding="unicode")


def _lines(parent: Element, words: str, top: float, *, size: float, bold: bool = False) -> float:
    for line in ink.folded(words, ink.WIDTH - 2 * ink.MARGIN, size, _WORDS):
        top += size * 1.4
        ink.text(parent, (ink.MARGIN, top - size * 0.3), line, size=size, bold=bold)
    return top


def _drawn(chart: Chart, language: str) -> ink.Drawing:
    """Draw a chart; each kind is loaded when it is drawn."""
    if isinstance(chart, Radar):
        from dxworkshop.render.drawing.radar import radar

        return radar(chart)
    if isinstance(chart, Dumbbells):
        from dxworkshop.render.drawing.dumbbells import dumbbells

        return dumbbells(chart)
    if isinstance(chart, Course):
        from dxworkshop.render.drawing.course import course

        return course(chart)
    if isinstance(chart, Plane):
        from dxworkshop.render.drawing.plane import plane

        return plane(chart)
    if isinstance(chart, Columns):
        from dxworkshop.render.drawing.columns import columns

        return columns(chart)
    if isinstance(chart, Timeline):
        from dxworkshop.render.drawing.timeline import timeline

        chosen: Language = "ja" if language == "ja" else "en"
        return timeline(chart, Voice(chosen, "plain"))
    if isinstance(chart, Cloud):
        from dxworkshop.render.drawing.cloud import cloud

        return cloud(chart)
    assert_never(chart)
