"""Words by how often they were used. pygal has no such chart."""

from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink
from dxworkshop.report.view import Cloud, Word
from dxworkshop.report.wording import number

MOST = 40
"""How many words are drawn at most."""
SIZES = (16.0, 40.0)
GAP = 18.0
Placed = tuple[Word, str, float]
"""A word, what of it fits, and its size."""


def cloud(chart: Cloud) -> ink.Drawing:
    """Draw the words in rows, most first, larger the more notes they stand in, each with its number."""
    group, y = Element("g"), 0.0
    words = chart.words[:MOST]
    most = max((word.count for word in words), default=1)
    least = min((word.count for word in words), default=1)
    for row in _rows([_placed(word, least, most) for word in words]):
        high = max(size for _, _, size in row)
        y += high * 1.15 + 8
        x = (ink.WIDTH - sum(_wide(one) for one in row) - GAP * (len(row) - 1)) / 2
        for word, label, size in row:
            ink.text(group, (x, y), label, size=size, fill=ink.BLUE, bold=size > sum(SIZES) / 2)
            beside = (x + ink.width(label, size) + 3, y)
            ink.text(group, beside, number(float(word.count)), size=ink.SMALL, fill=ink.QUIET)
            x += _wide((word, label, size)) + GAP
    return ink.Drawing(group, y + 16)


def _placed(word: Word, least: int, most: int) -> Placed:
    share = (word.count - least) / (most - least) if most > least else 0.5
    size = round(SIZES[0] + share * (SIZES[1] - SIZES[0]))
    return word, ink.fit(word.text, ink.WIDTH - 2 * ink.MARGIN - 60, size), float(size)


def _wide(one: Placed) -> float:
    word, label, size = one
    return ink.width(label, size) + 3 + ink.width(number(float(word.count)), ink.SMALL)


def _rows(placed: list[Placed]) -> list[list[Placed]]:
    rows: list[list[Placed]] = []
    room = 0.0
    for one in placed:
        if not rows or _wide(one) + GAP > room:
            rows.append([])
            room = ink.WIDTH - 2 * ink.MARGIN
        rows[-1].append(one)
        room -= _wide(one) + GAP
    return rows
