"""What runs from when to when. pygal has no such chart."""

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element

from dxworkshop.i18n import Voice
from dxworkshop.render.drawing import ink
from dxworkshop.report.view import Quarter, Span, Timeline

LOOKS = {
    "open": ink.Look(ink.BLUE, "", "circle"),
    "late": ink.Look(ink.RUST, "", "triangle"),
    "done": ink.Look(ink.GREY, "", "square", hollow=True),
}
ROOMY = 14
"""Up to so many spans have their label over them; more stand closer, each beside its label."""
_ORDINAL = "\u7b2c"
"""Stands before the number of a quarter in Japanese."""
LABELS = 236
"""Room for labels beside spans."""


def timeline(chart: Timeline, voice: Voice) -> ink.Drawing:
    """Draw the spans one below the other over the quarters, and a line where today is."""
    group = Element("g")
    if not chart.spans or not chart.quarters:
        return ink.Drawing(group, 0)
    names = {"open": voice.tr("not done yet"), "late": voice.tr("past its due date"), "done": voice.tr("done")}
    there = [state for state in LOOKS if any(span.state == state for span in chart.spans)]
    y = ink.legend(group, [(LOOKS[state], names[state]) for state in there], 0) + 40
    roomy = len(chart.spans) <= ROOMY
    left = float(ink.MARGIN) if roomy else float(ink.MARGIN + LABELS)
    scale = _Scale(chart.quarters[0].start, chart.quarters[-1].end, left)
    row = 46.0 if roomy else 18.0
    bottom = y + row * len(chart.spans) + 8
    _quarters(group, chart.quarters, scale, (y, bottom))
    if chart.quarters[0].start <= chart.today <= chart.quarters[-1].end:
        _today(group, voice.tr("Today"), scale.x(chart.today), (y, bottom))
    for number, span in enumerate(chart.spans):
        _span(group, span, scale, y + row * number, roomy=roomy)
    return ink.Drawing(group, bottom + 24)


class _Scale:
    """Where a day stands."""

    def __init__(self, first: date, last: date, left: float) -> None:
        self.first, self.left = first.toordinal(), left
        self.unit = (ink.WIDTH - ink.MARGIN - left) / max(1, last.toordinal() + 1 - self.first)

    def x(self, day: date) -> float:
        return self.left + (day.toordinal() - self.first) * self.unit


def _quarters(parent: Element, quarters: Sequence[Quarter], scale: _Scale, ends: tuple[float, float]) -> None:
    """Draw where the quarters begin, and write the names of as many as there is room for."""
    top, bottom = ends
    labels = [_parts(ink.clean(quarter.label)) for quarter in quarters]
    room = max(ink.width(part, ink.SMALL) for parts in labels for part in parts) + 10
    written = float("-inf")
    for quarter, parts in zip(quarters, labels, strict=True):
        start = scale.x(quarter.start)
        named = start >= written and start + room <= ink.WIDTH
        ink.line(parent, (start, top - (36 if named else 2)), (start, bottom))
        if named:
            for number, part in enumerate(reversed(parts)):
                at = (start + 4, top - 6 - 17 * number)
                ink.text(parent, at, ink.fit(part, room, ink.SMALL), size=ink.SMALL, fill=ink.QUIET)
            written = start + room


def _parts(label: str) -> list[str]:
    """Cut the name of a quarter in two lines, behind the year."""
    for sign in (_ORDINAL, " "):
        year, cut, quarter = label.rpartition(sign)
        if year and quarter:
            return [year.strip(), f"{cut}{quarter}".strip()]
    return [label]


def _today(parent: Element, word: str, x: float, ends: tuple[float, float]) -> None:
    top, bottom = ends
    drawn = ink.line(parent, (x, top - 2), (x, bottom + 4), colour=ink.TEXT, wide=1.5)
    drawn.set("stroke-dasharray", "4 3")
    anchor: ink.Anchor = "middle" if ink.MARGIN + 24 < x < ink.WIDTH - ink.MARGIN - 24 else "start"
    anchor = "end" if x >= ink.WIDTH - ink.MARGIN - 24 else anchor
    ink.text(parent, (x, bottom + 18), word, size=ink.SMALL, anchor=anchor)


def _span(parent: Element, span: Span, scale: _Scale, top: float, *, roomy: bool) -> None:
    look = LOOKS[span.state]
    start, end = scale.x(span.start), scale.x(span.end)
    if roomy:
        ink.text(
            parent, (ink.MARGIN + 4, top + 20), ink.fit(span.label, ink.WIDTH - 2 * ink.MARGIN - 8), clear=True
        )
        middle, thick = top + 34, 8.0
    else:
        label = ink.fit(span.label, LABELS - 10, ink.SMALL)
        ink.text(parent, (ink.MARGIN, top + 14), label, size=ink.SMALL, clear=True)
        middle, thick = top + 9, 6.0
    shown: dict[str, str | float] = {
        "fill": ink.PAPER if look.hollow else look.colour,
        "stroke": look.colour,
        "stroke_width": 1.5,
    }
    ink.node(parent, "rect", x=start, y=middle - thick / 2, width=max(1.0, end - start), height=thick, **shown)
    ink.marker(parent, look, (end, middle), 6 if roomy else 5)
