"""SVG that is well formed, the same each time, safe in a page, and legible without colours or sight."""

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from dxworkshop.render.drawing import ink
from dxworkshop.render.picture import files, svg
from dxworkshop.report.view import (
    Chart,
    Cloud,
    Columns,
    Course,
    Dumbbells,
    Pair,
    Picture,
    Plane,
    Point,
    Quarter,
    Radar,
    Reading,
    Report,
    Ring,
    Section,
    Series,
    Span,
    Table,
    Timeline,
    Word,
)
from tests.drawn import SVG, parsed, pictures, rich_session, shown, teller, words

DAY = date(2026, 12, 10)
QUARTERS = (
    Quarter("FY2026 Q3", date(2026, 10, 1), date(2026, 12, 31)),
    Quarter("FY2026 Q4", date(2027, 1, 1), date(2027, 3, 31)),
)
HOSTILE = (
    "<script>alert(1)</script>",
    "]]>",
    "&amp; & <b>",
    '" onload="x',
    "\x00\x07\x1b[31m\x85",
    "\ud800 half",
    "\ufffe\uffff",
    "\u202eturned",
    "{{ x }} %s {0}",
    "\u3042" * 500,
    "W" * 500,
    "a\u0301" * 200,
    "\U0001f469\u200d\U0001f4bb" * 60,
    "",
    "   ",
    "one\ntwo\r\nthree",
)
MAKERS: dict[str, Callable[[str], Chart]] = {
    "radar": lambda text: Radar((text,) * 5, (Ring(text, (1.0, 2.0, None, 4.0, 5.0)),), 5.0),
    "dumbbells": lambda text: Dumbbells((Pair(text, text, 1.0, 4.5),), text, text, 5.0),
    "course": lambda text: Course(text, (Reading(DAY, 100.0), Reading(DAY + timedelta(9), 40.0)), 100.0),
    "plane": lambda text: Plane((Point(text, text, 1.0, 5.0), Point("B", text, 1.0, 5.0)), text, text),
    "columns": lambda text: Columns((text, text), (Series(text, (1.0, 2.0)), Series(text, (0.0, 3.0))), text),
    "timeline": lambda text: Timeline(
        (Span(text, DAY, DAY + timedelta(30), "open"),),
        (Quarter(text, QUARTERS[0].start, QUARTERS[0].end), QUARTERS[1]),
        DAY,
    ),
    "cloud": lambda text: Cloud((Word(text, 3), Word("other", 2))),
}
EMPTY: dict[str, Chart] = {
    "radar without axes": Radar((), (), 5.0),
    "radar without rings": Radar(("a", "b", "c"), (), 5.0),
    "radar without values": Radar(("a", "b", "c"), (Ring("r", (None, None, None)),), 5.0),
    "radar with one value": Radar(("a", "b", "c"), (Ring("r", (None, 3.0, None)),), 5.0),
    "radar with one axis": Radar(("a",), (Ring("r", (3.0,)),), 5.0),
    "dumbbells": Dumbbells((), "low", "high", 5.0),
    "dumbbells of one point": Dumbbells((Pair("same", "g", 3.0, 3.0),), "low", "high", 5.0),
    "dumbbells without a scale": Dumbbells((Pair("none", "g", 0.0, 0.0),), "low", "high", 0.0),
    "course": Course("c", (), 100.0),
    "course of one day": Course("c", (Reading(DAY, 40.0),), 100.0),
    "course of nothing left": Course("c", (Reading(DAY, 0.0), Reading(DAY + timedelta(1), 0.0)), 100.0),
    "plane": Plane((), "across", "up"),
    "plane of one": Plane((Point("A", "idea", 3.0, 3.0),), "across", "up"),
    "columns": Columns((), (), "u"),
    "columns of nothing": Columns(("a",), (Series("s", (0.0,)), Series("t", (0.0,))), "u"),
    "columns of one": Columns(("a",), (Series("s", (1.0,)),), "u"),
    "timeline": Timeline((), (), DAY),
    "timeline of one day": Timeline((Span("s", DAY, DAY, "done"),), QUARTERS[:1], DAY),
    "timeline of another time": Timeline((Span("s", DAY, DAY, "late"),), QUARTERS, date(2030, 1, 1)),
    "cloud": Cloud(()),
    "cloud of one": Cloud((Word("word", 1),)),
}
ALL_CHARTS: dict[str, Chart] = {**EMPTY, **{kind: make("label") for kind, make in MAKERS.items()}}


def contrast(colour: str) -> float:
    """Return the contrast of a colour to white, as WCAG has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("chart", ALL_CHARTS.values(), ids=ALL_CHARTS.keys())
def test_a_picture_is_an_image_with_a_name_and_a_description(chart: Chart) -> None:
    """Whoever cannot see it is told what it is; its ids begin with its name, and it grows with its page."""
    root = parsed(shown(chart, name="some-name", title="What it is", summary="What it shows"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "some-name-title some-name-desc"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.get("id"), title.text) == ("some-name-title", "What it is")
    assert (desc.get("id"), desc.text) == ("some-name-desc", "What it shows")
    assert re.fullmatch(r"0 0 560 \d+", root.get("viewBox", ""))
    assert root.get("width") is None
    assert [e.get("id") for e in root.iter() if e.get("id")] == ["some-name-title", "some-name-desc"]


@pytest.mark.parametrize("chart", ALL_CHARTS.values(), ids=ALL_CHARTS.keys())
def test_nothing_in_a_picture_runs_or_points_elsewhere(chart: Chart) -> None:
    """No script, no style sheet, no reference: a page with it stays whole and sends nothing."""
    text = shown(chart)
    assert {element.tag.removeprefix(SVG) for element in parsed(text).iter()} <= {
        "svg", "title", "desc", "g", "path", "rect", "circle", "text",
    }  # fmt: skip
    assert text.count("http") == 1
    assert not re.search(r"url\(|href|<style|<!--|<\?|\bon\w+=|nan|inf\b|e[+-]\d\d", text)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_was_typed_stays_text(make: Callable[[str], Chart], text: str) -> None:
    """Markup, control signs and halves of signs come out as text, in well-formed XML of the same shape."""
    usual, hostile = parsed(shown(make("label"))), parsed(shown(make(text), title=text, summary=text))
    assert {e.tag for e in hostile.iter()} <= {e.tag for e in usual.iter()}
    assert {key for e in hostile.iter() for key in e.attrib} <= {key for e in usual.iter() for key in e.attrib}
    assert not any(re.search("[\x00-\x1f\x7f\ud800-\udfff\u202e]", word) for word in words(shown(make(text))))


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
@pytest.mark.parametrize("text", ["\u7a93" * 200, "W" * 300, "many words " * 30], ids=["kanji", "latin", "blanks"])
def test_a_long_label_stays_in_the_picture(make: Callable[[str], Chart], text: str) -> None:
    """A text that does not fit is cut with an ellipsis, by the width that its signs really have."""
    for element in parsed(shown(make(text))).iter(f"{SVG}text"):
        x, size, written = float(element.get("x", 0)), float(element.get("font-size", 0)), element.text or ""
        wide = ink.width(written, size)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor", "start")]
        assert left >= -1
        assert left + wide <= ink.WIDTH + 1


@pytest.mark.parametrize("chart", ALL_CHARTS.values(), ids=ALL_CHARTS.keys())
def test_the_same_picture_gives_the_same_bytes(chart: Chart) -> None:
    """Nothing of the day, of chance or of pygal's own names is in it."""
    assert shown(chart) == shown(chart)
    assert "pygal" not in shown(chart)


def test_every_colour_that_says_something_is_seen_on_white() -> None:
    """Marks stand out by 3 to 1, text by 4.5 to 1; the card is white in dark pages too."""
    assert min(contrast(colour) for colour in (ink.BLUE, ink.RUST, ink.GREY)) >= 3
    assert min(contrast(colour) for colour in (ink.TEXT, ink.QUIET, ink.BLUE)) >= 4.5
    known = {ink.BLUE, ink.RUST, ink.GREY, ink.TEXT, ink.QUIET, ink.HAIR, ink.PAPER, "none", None}
    for chart in ALL_CHARTS.values():
        root = parsed(shown(chart))
        assert {e.get("fill") for e in root.iter()} | {e.get("stroke") for e in root.iter()} <= known
        card = root.find(f"{SVG}rect")
        assert card is not None
        assert card.get("fill") == ink.PAPER
        assert (card.get("width"), card.get("height")) == tuple((root.get("viewBox") or "").split()[2:])


def test_rings_are_told_apart_without_colour() -> None:
    """Each has a dash and a shape of its own, in the picture and in its legend."""
    assert len({look.dash for look in ink.LOOKS}) == len({look.shape for look in ink.LOOKS}) == len(ink.LOOKS)
    rings = tuple(Ring(name, (1.0, 2.0, 3.0)) for name in ("one", "two", "three"))
    root = parsed(shown(Radar(("a", "b", "c"), rings, 5.0)))
    dashes = [e.get("stroke-dasharray") for e in root.iter(f"{SVG}path") if e.get("stroke-width") == "2.5"]
    assert {look.dash or None for look in ink.LOOKS} == set(dashes)
    assert len(dashes) == 6


def test_no_line_of_a_ring_bridges_what_is_unknown() -> None:
    """A ring that is broken at two words falls into two lines, one of them over the top."""
    root = parsed(shown(Radar(tuple("abcdef"), (Ring("r", (1.0, 2.0, None, 4.0, None, 5.0)),), 5.0)))
    rings = [e.get("d", "") for e in root.iter(f"{SVG}path") if e.get("stroke-width") == "2.5"]
    ways = [way for way in rings if way.count("L") != 1 or "Z" in way]
    assert [way.count("L") for way in ways] == [2]
    assert not any("Z" in way for way in rings)
    assert sum(1 for _ in root.iter(f"{SVG}circle")) == 4 + 1


def test_what_is_unknown_moves_no_other_point() -> None:
    """Each point is as far from the middle as its own value, whatever is missing before it."""
    root = parsed(shown(Radar(tuple("abcd"), (Ring("r", (None, 1.0, None, 5.0)),), 5.0)))
    points = [e for e in root.iter(f"{SVG}circle") if e.get("r") == "5"]
    across = sorted(float(e.get("cx", 0)) - ink.WIDTH / 2 for e in points)
    assert len(across) == 2
    assert across[1] == pytest.approx(-across[0] / 5, abs=0.2)


def test_words_stand_around_the_circle_with_the_sun() -> None:
    """The first is at the top and the second to the right of it, with its own value."""
    root = parsed(shown(Radar(("top", "right", "bottom", "left"), (Ring("r", (1.0, 5.0, 1.0, 1.0)),), 5.0)))
    places = {e.text: (float(e.get("x", 0)), float(e.get("y", 0))) for e in root.iter(f"{SVG}text")}
    assert places["left"][0] < ink.WIDTH / 2 < places["right"][0]
    assert places["top"][1] < places["left"][1] < places["bottom"][1]
    furthest = max(float(e.get("cx", 0)) for e in root.iter(f"{SVG}circle"))
    assert furthest - ink.WIDTH / 2 > 100


def test_forty_spans_stand_one_below_the_other() -> None:
    """Each has its row and its label, and all of them fit on a sheet of paper."""
    spans = tuple(Span(f"action {n}", DAY, DAY + timedelta(n), "open") for n in range(40))
    text = shown(Timeline(spans, QUARTERS, DAY))
    rows = [float(e.get("y", 0)) for e in parsed(text).iter(f"{SVG}text") if (e.text or "").startswith("action")]
    assert len(set(rows)) == 40
    assert min(b - a for a, b in pairwise(rows)) >= 18
    assert float((parsed(text).get("viewBox") or "").split()[3]) < 560 * 1.55


def test_signs_at_one_place_lie_side_by_side() -> None:
    """Things with the same marks do not hide one another; those too many are counted."""
    points = tuple(Point(f"{n}", "idea", 2.0, 4.0) for n in range(30))
    circles = list(parsed(shown(Plane(points, "across", "up"))).iter(f"{SVG}circle"))
    assert len({(circle.get("cx"), circle.get("cy")) for circle in circles}) == len(circles) == 12
    assert "+19" in words(shown(Plane(points, "across", "up")))


def test_a_file_says_by_itself_what_it_is() -> None:
    """As a file, a picture has its title and summary in it: the words of culture never go without their credit."""
    drawn = tuple(pictures(teller(rich_session())).values())
    found = files(Report("en", "t", (), (Section("rate", "h", drawn),)))
    assert set(found) == {f"{picture.name}.svg" for picture in drawn}
    for picture in drawn:
        text = found[f"{picture.name}.svg"]
        assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
        ElementTree.fromstring(text.encode())  # noqa: S314  # what is parsed was written here
        written = "".join(words(text)).replace(" ", "")
        assert picture.title.replace(" ", "") in written
        assert picture.summary.replace(" ", "") in written
    assert "\u00a9Mihoko Sakurai 2022" in found["culture-radar.svg"].replace("\n", " ")


def test_the_name_of_a_file_is_never_a_path() -> None:
    """Whatever a picture is called, its file lies where it is put."""
    picture = Picture("../../etc/x y", "t", "s", Cloud((Word("w", 1),)), Table((), (), ()))
    assert list(files(Report("en", "t", (), (Section("x", "h", (picture,)),)))) == ["------etc-x-y.svg"]
    assert "../" not in svg(picture, "en")


def test_drawing_leaves_no_trace_in_the_imports_of_the_program() -> None:
    """The chart library adds a finder that makes every later import warn: it is taken out again."""
    shown(MAKERS["radar"]("label"))
    assert [finder for finder in sys.meta_path if type(finder).__module__.partition(".")[0] == "pygal"] == []
