"""Two points for each thing, joined by a line. pygal has no such chart."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink
from dxworkshop.report.view import Dumbbells, Pair
from dxworkshop.report.wording import number

LOW = ink.Look(ink.GREY, "", "circle", hollow=True)
HIGH = ink.Look(ink.BLUE, "", "diamond")
LEFT, RIGHT = ink.MARGIN + 16.0, ink.WIDTH - ink.MARGIN - 28.0
LINE = ink.SIZE * 1.2
LINES = 15
"""So many lines of labels fit on a sheet of paper, with all else."""


def dumbbells(chart: Dumbbells) -> ink.Drawing:
    """Draw the pairs of each group under its name; a label stands over its line, as wide as the picture."""
    group = Element("g")
    labels = _labels(chart.pairs)
    y = ink.legend(group, [(LOW, chart.low), (HIGH, chart.high)], 0, lines=False) + 4
    guides = ink.node(group, "g")
    top = y
    for name, pairs in groupby(chart.pairs, key=lambda pair: pair.group):
        if name:
            y += 24
            ink.text(group, (ink.MARGIN, y), ink.fit(name, ink.WIDTH - 2 * ink.MARGIN), bold=True, clear=True)
            y += 6
        for pair in pairs:
            for line in labels[pair.label]:
                y += LINE
                ink.text(group, (ink.MARGIN, y), line, clear=True)
            y += 16
            _pair(group, pair, y, chart.most)
            y += 10
    _scale(guides, top, y + 6, chart.most)
    return ink.Drawing(group, y + 32)


def _labels(pairs: Sequence[Pair]) -> dict[str, list[str]]:
    """Return the lines of each label: two at most, one where the picture would else outgrow a sheet of paper."""
    room = ink.WIDTH - 2 * ink.MARGIN
    labels = {pair.label: ink.balanced(pair.label, room) for pair in pairs}
    if sum(len(labels[pair.label]) for pair in pairs) <= LINES:
        return labels
    return {label: [ink.fit(label, room)] for label in labels}


def _x(value: float, most: float) -> float:
    return LEFT + min(1.0, max(0.0, value / (most or 1))) * (RIGHT - LEFT)


def _pair(parent: Element, pair: Pair, y: float, most: float) -> None:
    low, high = _x(pair.low, most), _x(pair.high, most)
    ink.line(parent, (low, y), (high, y), colour=ink.BLUE, wide=4)
    # Where both are the same, the one stands around the other.
    ink.marker(parent, LOW, (low, y), 6 if low != high else 11)
    ink.marker(parent, HIGH, (high, y), 6)
    # 0 is where the scale begins, not something that was said.
    ends = [(low, pair.low), (high, pair.high)] if pair.low and low != high else [(high, pair.high)]
    for x, value in ends:
        right = x == max(low, high)
        at = (x + 15 if right else x - 13, y + 5)
        words = number(float(value))
        ink.text(parent, at, words, size=ink.SMALL, anchor="start" if right else "end", bold=True, clear=True)


def _scale(parent: Element, top: float, bottom: float, most: float) -> None:
    for n in range(6):
        x = _x(most * n / 5, most)
        ink.line(parent, (x, top + 8), (x, bottom))
        ink.text(
            parent, (x, bottom + 16), number(float(most) * n / 5), size=ink.SMALL, anchor="middle", fill=ink.QUIET
        )
