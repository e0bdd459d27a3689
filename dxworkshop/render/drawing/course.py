"""Values over time."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink
from dxworkshop.render.drawing.plot import laid_out, library, settings, short
from dxworkshop.report.view import Course, Reading
from dxworkshop.report.wording import number

HEIGHT = 310
APART = 52
"""How far apart the days below the picture are at least."""
MANY = 20
"""More points than these are drawn smaller."""
ALL = 9
"""Up to so many values are all written beside their points; of more, the first, the last and the extremes."""


def course(chart: Course) -> ink.Drawing:
    """Draw values over time, each with a point: what lies between two was not measured."""
    group, look = Element("g"), ink.LOOKS[0]
    if not chart.readings:
        return ink.Drawing(group, 0)
    ink.text(group, (ink.MARGIN, ink.SIZE), f"{ink.fit(chart.name, 400)} (%)")
    plot = laid_out(_chart(chart))
    moved = ink.node(group, "g", transform="translate(0 14)")
    moved.append(plot.group)
    for way in plot.lines.get(0, []):
        x, y = plot.origin
        drawn = ink.node(moved, "path", d=short(way), stroke=look.colour, stroke_width=2.5, fill="none")
        drawn.set("transform", f"translate({x:g} {y:g})")
    dots = plot.dots.get(0, [])
    for at in dots:
        ink.marker(moved, look, at, 5 if len(dots) <= MANY else 3)
    for n in _told(chart.readings):
        if n < len(dots):
            _value(moved, dots, n, number(float(chart.readings[n].value)))
    for label, x in _years(chart.readings, dots):
        ink.text(moved, (x, HEIGHT - 2), label, size=ink.SMALL, anchor="middle", fill=ink.QUIET)
    return ink.Drawing(group, HEIGHT + 18)


def _value(parent: Element, dots: Sequence[tuple[float, float]], n: int, words: str) -> None:
    """Write a value where no line runs: below a low, beside a point on the way down, above all others."""
    x, y = dots[n]
    before, after = dots[n - 1][1] if n else y, dots[n + 1][1] if n + 1 < len(dots) else y
    anchor: ink.Anchor = "middle"
    if before < y > after and y < HEIGHT - 80:
        x, y = x, y + 24
    elif before < y and x < ink.WIDTH - 70:
        anchor, x, y = "start", x + 3, y - 9
    else:
        y -= 12
    ink.text(parent, (x, y), words, anchor=anchor, bold=True, clear=True)


def _chart(chart: Course) -> object:
    pygal = library()

    days = [reading.on.toordinal() for reading in chart.readings]
    span = (days[0], days[-1]) if days[0] < days[-1] else (days[0] - 1, days[0] + 1)
    drawn = pygal.XY(
        **settings(HEIGHT, margin_left=20, margin_right=34, margin_top=40, margin_bottom=22),
        xrange=span,
        range=(0, chart.most),
        y_labels=[{"label": f"{chart.most * n / 4:g}", "value": chart.most * n / 4} for n in range(5)],
        x_labels=[{"label": label, "value": day} for label, day in _days(chart.readings)],
        truncate_label=-1,
    )
    drawn.add("", [(day, min(chart.most, max(0.0, r.value))) for day, r in zip(days, chart.readings, strict=True)])
    return drawn


def _days(readings: Sequence[Reading]) -> list[tuple[str, int]]:
    """Return the days that are written below: as many as fit, the first and the last before all others."""
    return [
        (f"{readings[n].on.month}/{readings[n].on.day}", readings[n].on.toordinal()) for n in _chosen(readings)
    ]


def _chosen(readings: Sequence[Reading]) -> list[int]:
    first, last = readings[0].on.toordinal(), readings[-1].on.toordinal()
    unit = 460 / max(1, last - first)
    kept = [0]
    for n in range(1, len(readings)):
        here = readings[n].on.toordinal()
        behind = (here - readings[kept[-1]].on.toordinal()) * unit
        ahead = (last - here) * unit
        if n == len(readings) - 1 or (behind >= APART and ahead >= APART):
            kept.append(n)
    return kept


def _years(readings: Sequence[Reading], dots: Sequence[tuple[float, float]]) -> list[tuple[str, float]]:
    """Return the year below the first day that is written of each, where there is more than one year."""
    found: dict[int, float] = {}
    for n in _chosen(readings):
        if n < len(dots):
            found.setdefault(readings[n].on.year, dots[n][0])
    return [(str(year), x) for year, x in found.items() if len(found) > 1]


def _told(readings: Sequence[Reading]) -> list[int]:
    if len(readings) <= ALL:
        return list(range(len(readings)))
    values = [reading.value for reading in readings]
    kept = [0, len(readings) - 1]
    for n in (values.index(max(values)), values.index(min(values))):
        if all(abs(n - other) * ink.WIDTH > len(readings) * APART for other in kept):
            kept.append(n)
    return sorted(kept)
