"""Things placed by two marks."""

from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink
from dxworkshop.render.drawing.plot import Place, laid_out, library, settings
from dxworkshop.report.view import Plane, Point

HEIGHT = 420
SIGN = 10
"""Half the size of a sign."""
ROW = 4
MOST = 12
"""So many signs lie at one place; of more, the last says how many more there are."""


def plane(chart: Plane) -> ink.Drawing:
    """Draw each thing as its sign; those with the same marks lie side by side."""
    group = Element("g")
    ink.text(group, (ink.MARGIN, ink.SIZE), f"\u2191 {ink.fit(chart.up, 480)}", fill=ink.QUIET)
    there: dict[Place, list[Point]] = {}
    for point in chart.points:
        there.setdefault((point.across, point.up), []).append(point)
    plot = laid_out(_chart(list(there)))
    moved = ink.node(group, "g", transform="translate(0 16)")
    moved.append(plot.group)
    for at, points in zip(plot.dots.get(0, []), there.values(), strict=False):
        _signs(moved, at, [point.sign for point in points])
    words = f"{ink.fit(chart.across, 480)} \u2192"
    ink.text(moved, (ink.WIDTH - ink.MARGIN, HEIGHT + 8), words, anchor="end", fill=ink.QUIET)
    return ink.Drawing(group, HEIGHT + 34)


def _chart(places: list[Place]) -> object:
    pygal = library()

    marks = [{"label": str(n), "value": n} for n in range(1, 6)]
    drawn = pygal.XY(
        **settings(HEIGHT, margin_left=20, margin_right=20, margin_top=12, margin_bottom=10),
        stroke=False,
        xrange=(0.5, 5.5),
        range=(0.5, 5.5),
        x_labels=marks,
        y_labels=marks,
        show_x_guides=True,
    )
    drawn.add("", places)
    return drawn


def _signs(parent: Element, at: Place, signs: list[str]) -> None:
    shown = signs if len(signs) <= MOST else [*signs[: MOST - 1], f"+{len(signs) - MOST + 1}"]
    rows = [shown[n : n + ROW] for n in range(0, len(shown), ROW)]
    step = 2 * SIGN + 2
    for down, row in enumerate(rows):
        y = at[1] + (down - (len(rows) - 1) / 2) * step
        for across, sign in enumerate(row):
            x = at[0] + (across - (len(row) - 1) / 2) * step
            ink.node(parent, "circle", cx=x, cy=y, r=SIGN, fill=ink.BLUE)
            label = ink.fit(sign, 2 * SIGN + 8, ink.SMALL - 1)
            ink.text(parent, (x, y + 4.5), label, size=ink.SMALL - 1, anchor="middle", fill=ink.PAPER, bold=True)
