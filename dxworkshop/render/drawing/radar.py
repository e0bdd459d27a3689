"""Values around a circle."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from dxworkshop.render.drawing import ink
from dxworkshop.render.drawing.plot import Place, laid_out, library, settings
from dxworkshop.report.view import Radar, Ring

HEIGHT = 384
ROOM = 118
"""For a word beside the circle."""
ASIDE = ROOM + 16
SCALE = 16
"""What pygal keeps free for the marks beside the circle, which then would not stand in the middle."""


def radar(chart: Radar) -> ink.Drawing:
    """Draw rings around a circle, with the sun. A ring is broken where nothing was said: no line bridges that."""
    chart = _with_the_sun(chart)
    group = Element("g")
    top = ink.legend(group, [(look, ring.name) for look, ring in zip(ink.LOOKS, chart.rings, strict=False)], 0)
    if not chart.axes or not chart.rings:
        return ink.Drawing(group, top)
    plot = laid_out(_chart(chart))
    moved = ink.node(group, "g", transform=f"translate(0 {top:g})")
    moved.append(plot.group)
    for number, (words, at) in enumerate(plot.labels):
        _word(moved, chart.axes[number] if number < len(chart.axes) else words, at)
    for number, (look, ring) in reversed([*enumerate(zip(ink.LOOKS, chart.rings, strict=False))]):
        places = iter(plot.dots.get(number, []))
        ring_places = [None if value is None else next(places, None) for value in ring.values]
        _ring(moved, look, ring_places)
    for words, (x, y) in plot.scale:
        ink.text(moved, (x, y + 4), words, size=ink.SMALL, anchor="end", fill=ink.QUIET, clear=True)
    return ink.Drawing(group, top + HEIGHT - 8)


def _with_the_sun(chart: Radar) -> Radar:
    """Return a chart with its axes the other way around: pygal goes against the sun."""
    rings = tuple(Ring(ring.name, (*ring.values[:1], *ring.values[:0:-1])) for ring in chart.rings)
    return Radar((*chart.axes[:1], *chart.axes[:0:-1]), rings, chart.most)


def _chart(chart: Radar) -> object:
    pygal = library()

    class Rings(pygal.Radar):  # type: ignore[misc, name-defined]
        """A radar that takes what is unknown for unknown; pygal's own takes it for 0."""

        _adapters = ()

    rings = Rings(
        **settings(HEIGHT, margin_left=ASIDE - SCALE, margin_right=ASIDE, margin_top=38, margin_bottom=38),
        stroke=False,
        range=(0, chart.most),
        # pygal writes nothing between rings that are too many: five are what people rate by.
        y_labels=[{"label": f"{mark:g}", "value": mark} for mark in _marks(chart.most)],
    )
    # Two axes of one name would be one to pygal; their words are written later.
    rings.x_labels = [str(number) for number in range(len(chart.axes))]
    for ring in chart.rings[: len(ink.LOOKS)]:
        rings.add("", list(ring.values))
    return rings


def _marks(most: float) -> list[float]:
    return [most * n / 5 for n in range(1, 6)]


def _word(parent: Element, words: str, at: Place) -> None:
    """Write a word outside the circle, on the side on which it stands."""
    across, up = at[0] - ink.WIDTH / 2, at[1] - HEIGHT / 2
    anchor: ink.Anchor = "middle" if abs(across) < 20 else "start" if across > 0 else "end"
    lines = ink.folded(words, ROOM + (60 if anchor == "middle" else 0), most=3)
    x = at[0] + (0 if anchor == "middle" else 8 if across > 0 else -8)
    high = ink.SIZE * 1.15 * len(lines)
    if anchor == "middle":
        y = at[1] - high + 6 if up < 0 else at[1] + 16
    else:
        y = at[1] - high / 2 + ink.SIZE * 0.9 + (up / HEIGHT) * 20
    for number, line in enumerate(lines):
        ink.text(parent, (x, y + number * ink.SIZE * 1.15), line, anchor=anchor)


def _ring(parent: Element, look: ink.Look, places: Sequence[Place | None]) -> None:
    known = [place for place in places if place]
    for way, closed in _runs(places):
        drawn = ink.node(
            parent, "path", d=ink.path(way, closed=closed), stroke=look.colour, stroke_width=2.5, fill="none"
        )
        drawn.set("stroke-linejoin", "round")
        if look.dash:
            drawn.set("stroke-dasharray", look.dash)
    for place in known:
        ink.marker(parent, look, place, 5)


def _runs(places: Sequence[Place | None]) -> list[tuple[list[Place], bool]]:
    """Return the ways through neighbours that are known, each with whether it goes all around."""
    if all(places):
        return [([place for place in places if place], True)] if len(places) > 1 else []
    start = places.index(None)
    runs: list[list[Place]] = [[]]
    for place in (*places[start:], *places[:start]):
        if place:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [(run, False) for run in runs if len(run) > 1]
