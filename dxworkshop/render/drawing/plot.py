"""Charts laid out by pygal, drawn in our ink.

pygal knows where axes, guides, points and bars belong. Its style sheet, script, tooltips, comments and ids stay
behind: what is kept is geometry.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink

_NUMBER = re.compile(r"-?\d+\.\d+")
_SERIES = re.compile(r"\bserie-(\d+)\b")
_MOVED = re.compile(r"translate\((-?\d+), (-?\d+)\)")
Place = tuple[float, float]


@dataclass
class Plot:
    """What pygal laid out: guides and labels drawn, points and bars by series to be drawn on them."""

    group: Element
    origin: Place = (0.0, 0.0)
    lines: dict[int, list[str]] = field(default_factory=dict)
    dots: dict[int, list[Place]] = field(default_factory=dict)
    bars: dict[int, list[tuple[float, float, float, float]]] = field(default_factory=dict)
    """Left, top, width and height."""
    labels: list[tuple[str, Place]] = field(default_factory=list)
    """Labels of the axis around a circle."""
    scale: list[tuple[str, Place]] = field(default_factory=list)
    """Labels of the marks from its middle outwards."""


def settings(height: float, **more: Any) -> Mapping[str, Any]:
    """Return what every chart of pygal is made with: nothing but the plot, and nothing from elsewhere."""
    usual = {"width": ink.WIDTH, "height": height, "margin": ink.MARGIN, "js": (), "show_legend": False}
    return {**usual, "title": None, "dots_size": 5, "print_values": False, "spacing": 6, **more}


def library() -> Any:
    """Return pygal, without the finder of plug-ins that it leaves behind for every import of the program.

    That finder is of an old kind: with it Python 3.11 warns at each import, and nothing here is a plug-in.
    """
    import pygal  # type: ignore[import-untyped]  # it has no types

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    return pygal


def laid_out(chart: Any) -> Plot:
    """Let pygal lay out a chart, and keep its geometry."""
    plot = Plot(Element("g"))
    tree = chart.render_tree()
    for part in tree.iter():
        if "plot" in _classes(part) and "tooltip-overlay" not in _classes(part):
            if moved := _MOVED.fullmatch(part.get("transform", "")):
                plot.origin = (float(moved[1]), float(moved[2]))
            _keep(plot, part, "", -1)
    return plot


def _classes(part: Any) -> list[str]:
    # A comment or an instruction has a function for a tag, and no class.
    return str(part.get("class", "")).split() if isinstance(part.tag, str) else []


def _keep(plot: Plot, part: Any, axis: str, series: int) -> None:
    for child in part:
        classes = _classes(child)
        within = " ".join(classes) if "axis" in classes and child.tag == "g" else axis
        found = _SERIES.search(child.get("class", "")) if isinstance(child.tag, str) else None
        number = int(found[1]) if found else series
        if child.tag == "g":
            _keep(plot, child, within, number)
        elif number >= 0:
            _keep_data(plot, child, classes, number)
        elif within and child.tag == "path":
            _guide(plot, child.get("d", ""))
        elif within and child.tag == "text":
            _label(plot, child, within)


def _keep_data(plot: Plot, part: Any, classes: list[str], series: int) -> None:
    x, y = plot.origin
    if part.tag == "circle" and "dot" in classes:
        plot.dots.setdefault(series, []).append((x + float(part.get("cx", 0)), y + float(part.get("cy", 0))))
    elif part.tag == "rect" and "rect" in classes:
        left, top, width, height = (float(part.get(key, 0)) for key in ("x", "y", "width", "height"))
        plot.bars.setdefault(series, []).append((x + left, y + top, width, height))
    elif part.tag == "path" and "line" in classes:
        plot.lines.setdefault(series, []).append(part.get("d", ""))


def _guide(plot: Plot, way: str) -> None:
    move = f"translate({plot.origin[0]:g} {plot.origin[1]:g})"
    ink.node(plot.group, "path", d=short(way), stroke=ink.HAIR, fill="none", transform=move)


def _label(plot: Plot, part: Any, axis: str) -> None:
    words = part.text or ""
    at = (plot.origin[0] + float(part.get("x")), plot.origin[1] + float(part.get("y")))
    if axis.startswith("axis x web"):
        plot.labels.append((words, at))
        return
    if axis.startswith("axis y web"):
        plot.scale.append((words, at))
        return
    anchor: ink.Anchor = "middle" if axis.startswith("axis x") else "end"
    ink.text(plot.group, at, words, size=ink.SMALL, anchor=anchor, fill=ink.QUIET)


def short(way: str) -> str:
    """Return a path with its numbers as short as they can be."""
    return _NUMBER.sub(lambda number: f"{round(float(number[0]), 1):g}", way)
