"""Bars side by side, lying down."""

from math import ceil
from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink
from dxworkshop.render.drawing.plot import laid_out, library, settings
from dxworkshop.report.view import Columns
from dxworkshop.report.wording import number

ROW = 46
LOOKS = (ink.Look(ink.BLUE, "", "square"), ink.Look(ink.BLUE, "", "square", hollow=True))
"""Full and hollow: two parts of one bar are told apart without colours."""


def columns(chart: Columns) -> ink.Drawing:
    """Draw for each label one bar, with its label above it and each part's number in it."""
    group = Element("g")
    named = [*zip(LOOKS, chart.series, strict=False)]
    top = ink.legend(group, [(look, series.name) for look, series in named], 0, lines=False)
    if not chart.labels:
        return ink.Drawing(group, top)
    height = ROW * len(chart.labels) + 36
    plot = laid_out(_chart(chart, height))
    moved = ink.node(group, "g", transform=f"translate(0 {top - 6:g})")
    moved.append(plot.group)
    # pygal lays bars from below: what comes first for us stands above.
    for n, label in enumerate(chart.labels):
        for m, (look, series) in enumerate(named):
            bars = plot.bars.get(m, [])[::-1]
            if n < len(bars):
                last = not any(other.values[n] for _, other in named[m + 1 :])
                _part(moved, look, bars[n], series.values[n], last=last)
                if m == 0:
                    at = (bars[n][0], bars[n][1] - 5)
                    ink.text(moved, at, ink.fit(label, ink.WIDTH - 2 * ink.MARGIN), clear=True)
    return ink.Drawing(group, top + height)


def _part(
    parent: Element, look: ink.Look, bar: tuple[float, float, float, float], value: float, *, last: bool
) -> None:
    """Draw a part with its number in it; behind it where it is too narrow and nothing follows."""
    left, top, width, height = bar
    if not value:
        return
    fill = ink.PAPER if look.hollow else look.colour
    inset = 1 if look.hollow else 0
    inner = {"width": max(1.0, width - 2 * inset), "height": height - 2 * inset}
    drawn = ink.node(parent, "rect", x=left + inset, y=top + inset, **inner)
    drawn.attrib |= {"fill": fill, "stroke": look.colour, "stroke-width": str(2 * inset)}
    words = number(float(value))
    if ink.width(words, ink.SMALL) + 6 <= width:
        at, colour = (left + width / 2, top + height / 2 + 5), look.colour if look.hollow else ink.PAPER
        ink.text(parent, at, words, size=ink.SMALL, anchor="middle", fill=colour, bold=True)
    elif last:
        at = (left + width + 5, top + height / 2 + 5)
        ink.text(parent, at, words, size=ink.SMALL, fill=look.colour, bold=True, clear=True)


def _chart(chart: Columns, height: float) -> object:
    pygal = library()

    class Bars(pygal.HorizontalStackedBar):  # type: ignore[misc, name-defined]
        """Bars that leave room above them for their label."""

        _series_margin = 0.28

    most = max([1.0, *(sum(values) for values in zip(*(s.values for s in chart.series), strict=True))])
    step = max(1, ceil(most / 5))
    drawn = Bars(
        **settings(height, margin_left=ink.MARGIN, margin_right=ink.MARGIN + 6, margin_top=8, margin_bottom=8),
        range=(0, most),
        y_labels=list(range(0, int(most) + 1, step)),
        value_formatter=lambda value: f"{value:,.0f}",
        x_labels=[""] * len(chart.labels),
    )
    for series in chart.series[: len(LOOKS)]:
        drawn.add("", list(reversed(series.values)))
    return drawn
