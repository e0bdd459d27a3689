"""Pictures: what they draw at any width, in both twins, and the room they take on a screen."""

import io
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from dxworkshop.tui.widgets.coverage import CoverageMap, Held
from dxworkshop.tui.widgets.dots import Dots, Tally
from dxworkshop.tui.widgets.matrix import Matrix, Point
from dxworkshop.tui.widgets.pairs import Pair, Pairs
from dxworkshop.tui.widgets.picture import Picture, ascii_only, cut, fit, flow, pad, plain, size
from dxworkshop.tui.widgets.timeplan import Slot, TimePlan

WIDTHS = st.integers(20, 200)
WORDS = ["組織横断力", "ネットワーク力", "①窓口", "👨\u200d👩\u200d👧", "❤\ufe0f", "か\u3099", "ﾊﾟ"]
ASCII = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(WORDS), ASCII)
VALUES = st.none() | st.floats()
MINUTES = st.integers(0, 600)
STATES = st.sampled_from(["open", "one", "well"])


def pairs(*rows: Pair) -> Pairs:
    """Return pairs with the words of a legend."""
    return Pairs(rows, reality="now", ideal="wish", gap="way")


def matrix(*rows: Point, left: tuple[str, ...] = ()) -> Matrix:
    """Return a matrix with words at its axes."""
    return Matrix(rows, impact="impact", effort="effort", anchor="anchor", unplaced="left:", left=left)


def coverage(*rows: Held) -> CoverageMap:
    """Return a map with a word for each state."""
    return CoverageMap(rows, well="several", one="only one", nobody="nobody")


def plan(*rows: Slot) -> TimePlan:
    """Return a time plan with all its words."""
    words = {"planned": "planned", "used": "used", "over": "longer", "skipped": "left out"}
    return TimePlan(rows, **words, total="total", minutes="min")


def pictures(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Picture[Any]]:
    """Return any picture of any data with these texts."""
    point = st.builds(Point, texts, st.integers(-1, 7), st.integers(-1, 7), st.booleans())
    pair = st.builds(Pair, texts, VALUES, VALUES, st.sampled_from([1, 2, 4, 5, 10, 100]))
    held = st.builds(Held, texts, st.lists(texts, max_size=5).map(tuple), STATES)
    slot = st.builds(Slot, texts, MINUTES, st.none() | MINUTES, st.booleans(), st.booleans())
    return st.one_of(
        st.lists(pair, max_size=12).map(lambda rows: pairs(*rows)),
        st.lists(st.builds(Tally, texts, texts, st.integers(0, 2000)), max_size=12).map(Dots),
        st.builds(lambda rows, left: matrix(*rows, left=tuple(left)), st.lists(point), st.lists(texts)),
        st.lists(held, max_size=12).map(lambda rows: coverage(*rows)),
        st.lists(slot, max_size=12).map(lambda rows: plan(*rows)),
    )


# Text that people typed


@given(TEXTS, st.integers(0, 80), st.booleans())
def test_a_shortened_text_fits_and_says_that_there_is_more(text: str, width: int, wide: bool) -> None:
    """A text stays whole where it fits; else it ends in a sign, within the width."""
    fitted = fit(text, width, wide)
    assert size(fitted, wide) <= width
    assert fitted == plain(text) or fitted.endswith((".." if wide else "…")[:width])
    assert size(pad(text, width, wide), wide) == width


@given(st.text(max_size=60))
def test_typed_text_is_one_line_of_visible_characters(text: str) -> None:
    """No break and no control character is left, and characters can be measured one by one."""
    line = plain(text)
    assert len(line.splitlines()) <= 1
    assert line.isascii() is False or line.isprintable()
    assert cell_len(line) == sum(map(cell_len, line))


def test_breaks_and_escapes_become_spaces() -> None:
    """Lines run on; what a terminal would obey, joiners and marks of direction are gone."""
    assert plain("a\nb\tc\x1b[31md\u2028e\x85f\r") == "a b c [31md e f"
    assert plain("\u202eあ\u200b❤\ufe0f\n") == "あ❤"


def test_a_wide_character_is_never_split() -> None:
    """Where half a character would fit, none is drawn, and a mark stays on its letter."""
    assert [fit("組織横断", width, False) for width in (8, 7, 6, 5, 2, 1, 0)] == [
        *("組織横断", "組織横…", "組織…", "組織…", "…", "…", "")
    ]
    assert fit("か\u3099き\u3099く\u3099", 5, False) == "か\u3099き\u3099…"
    assert cut("  組織横断", 7, True) == "  組.."


def test_ambiguous_characters_are_measured_as_the_terminal_draws_them() -> None:
    """A circled number takes two cells where the terminal draws it so; what stands behind stays in line."""
    assert (size("①あ", wide=False), size("①あ", wide=True)) == (3, 4)
    first, second = Dots([Tally("1", "①", 1), Tally("2", "ああ", 1)]).lines(60, True)
    assert (first, second) == ("1  ①    1 o", "2  ああ  1 o")


def test_short_texts_flow_onto_as_few_lines_as_they_take() -> None:
    """What does not fit beside the one before goes to the next line; nothing is lost."""
    assert flow(["aaa", "", "bbb", "cc"], 9, False) == ["aaa   bbb", "cc"]


# All pictures


@given(pictures(TEXTS), WIDTHS, st.booleans())
def test_no_line_is_wider_than_its_room(picture: Picture[Any], width: int, wide: bool) -> None:
    """Every line of every picture fits, whatever people typed, and is one line."""
    for line in picture.lines(width, wide):
        assert cell_len(line) <= size(line, wide) <= width
        assert len(line.splitlines()) <= 1
        assert line == line.rstrip()


@given(pictures(TEXTS), st.integers(-1, 19), st.booleans())
def test_no_room_breaks_nothing(picture: Picture[Any], width: int, wide: bool) -> None:
    """A picture squeezed to nothing neither fails nor overflows."""
    assert all(size(line, wide) <= max(0, width) for line in picture.lines(width, wide))


@given(pictures(ASCII), WIDTHS)
def test_the_twin_is_ascii(picture: Picture[Any], width: int) -> None:
    """Besides the texts given, the twin draws nothing but ASCII."""
    assert all(line.isascii() for line in picture.lines(width, True))


@given(pictures(TEXTS), WIDTHS)
def test_the_twin_says_the_same(picture: Picture[Any], width: int) -> None:
    """Both twins have something to say about the same data."""
    assert bool(picture.lines(width, True)) == bool(picture.lines(width, False))


@given(st.lists(ASCII, min_size=1, max_size=8), WIDTHS, st.booleans())
def test_a_label_is_whole_or_shortened_with_a_sign(labels: list[str], width: int, wide: bool) -> None:
    """No label loses its end without a sign, in any picture that has a line for each."""
    sign = ".." if wide else "…"
    every: list[Picture[Any]] = [
        pairs(*(Pair(label, 5, 1) for label in labels)),
        Dots([Tally("1", label, 3) for label in labels]),
        coverage(*(Held(label, (label,), "one") for label in labels)),
        plan(*(Slot(label, 10) for label in labels)),
    ]
    for picture in every:
        lines = picture.lines(width, wide)
        for label in labels:
            cuts = [label[:end] + sign for end in range(len(label))]
            assert any(label in line or any(cut in line for cut in cuts) for line in lines), (label, lines)


def test_nothing_is_drawn_of_nothing() -> None:
    """Without rows there are no lines; only the grid of the matrix is there before the first point."""
    empty: list[Picture[Any]] = [pairs(), Dots(), coverage(), plan()]
    assert [picture.lines(60, False) for picture in empty] == [[], [], [], []]
    assert len(matrix().lines(60, False)) == 13


# One by one


def test_reality_ideal_and_the_way_between_are_told_apart_without_colour() -> None:
    """The bar ends at reality, the mark stands at the ideal, the way between is shaded, numbers say both."""
    rows = [Pair("聞く力", 5, 2), Pair("力", 3, 4.25), Pair("目標", 4, None), Pair("壁", None, 1)]
    assert pairs(*rows).lines(40, False) == [
        "        1    2    3    4    5",
        "聞く力  ▆▆▆▆▆▆░░░░░░░░░░░░░░◆  2.0 > 5.0",
        "力      ▆▆▆▆▆▆▆▆▆▆◆▆▆▆▆▆▆   ·  4.2 > 3.0",
        "目標    ·    ·    ·    ◆    ·    - > 4.0",
        "壁      ▆    ·    ·    ·    ·  1.0 >   -",
        "        ▆ now   ░ way   ◆ wish",
    ]
    assert pairs(*rows).lines(40, True)[1] == "聞く力  ######--------------O  2.0 > 5.0"


def test_the_culture_check_fits_on_a_small_screen() -> None:
    """Twelve statements take fourteen lines at sixty cells: a line each, the scale and the legend."""
    rows = [Pair(f"statement number {at}", 4.6, 2.3) for at in range(12)]
    assert len(pairs(*rows).lines(60, False)) == 14


def test_a_narrow_scale_stands_under_its_label() -> None:
    """Where there is no room beside it, the scale has a line of its own."""
    assert pairs(Pair("a long statement", 5, 2)).lines(24, True) == [
        "1  2  3  4  5",
        "a long statement",
        "####--------O  2.0 > 5.0",
        "# now   - way   O wish",
    ]


def test_dots_are_counted_where_they_fit() -> None:
    """Each dot is drawn, and the number says how many; nobody's choice has a number too."""
    rows = [Tally("3", "待ち時間の見える化", 4), Tally("10", "朝礼", 1), Tally("a", "FAQ", 0)]
    assert Dots(rows).lines(60, False) == [
        "3   待ち時間の見える化  4 ● ● ● ●",
        "10  朝礼                1 ●",
        "a   FAQ                 0",
    ]


def test_many_dots_become_bars_to_scale() -> None:
    """The longest bar fills the room, the others are in proportion, and one dot is never invisible."""
    rows = [Tally("1", "text", 400), Tally("2", "text", 200), Tally("3", "text", 1), Tally("4", "text", 0)]
    lines = Dots(rows).lines(60, True)
    most = lines[0].count("#")
    assert cell_len(lines[0]) == 60
    assert [line.count("#") for line in lines] == [most, round(most / 2), 1, 0]


def test_a_long_text_leaves_room_for_the_dots() -> None:
    """A text that does not fit ends in a sign; every dot is still there."""
    (line,) = Dots([Tally("1", "窓口の待ち時間を番号札とスマートフォンで見える化する取組", 9)]).lines(60, False)
    assert "… " in line
    assert line.endswith("9 ●●●●●●●●●")


def test_points_stand_at_impact_and_effort() -> None:
    """Impact goes up, effort to the right; what shares a cell stands side by side, anchors in brackets."""
    points = [Point("1", 5, 1), Point("4", 5, 1), Point("a", 5, 1, anchor=True), Point("9", 1, 5)]
    assert matrix(*points, left=("5", "6")).lines(60, False) == [
        "   ↑ impact   [ ] anchor",
        " 5 │ [a] 1 4",
        "   │         ─┼─        ─┼─        ─┼─        ─┼─",
        " 4 │",
        "   │         ─┼─        ─┼─        ─┼─        ─┼─",
        " 3 │",
        "   │         ─┼─        ─┼─        ─┼─        ─┼─",
        " 2 │",
        "   │         ─┼─        ─┼─        ─┼─        ─┼─",
        " 1 │                                                9",
        "   └──────────────────────────────────────────────────────",
        "        1          2          3          4          5",
        "                                                  effort →",
        "left:  5  6",
    ]


@given(st.integers(1, 40), WIDTHS)
def test_a_full_cell_says_how_many_more_there_are(many: int, width: int) -> None:
    """Labels drawn and the number of those that are not make all of them."""
    points = [Point("x", 3, 3) for _ in range(many)]
    row = next(line for line in matrix(*points).lines(width, True) if line.startswith(" 3 "))
    inside = row[4:].replace("+", " +").split()
    assert inside.count("x") + sum(int(word) for word in inside if word.startswith("+")) == many


def test_who_can_do_it_reads_without_colour() -> None:
    """A mark of two circles says nobody, one or several; names that do not fit are counted."""
    names = ("田中 一郎", "佐藤 花子", "小笠原 慶次郎", "勅使河原 健")
    rows = [Held("契約", (), "open"), Held("庁内の調整", names, "well"), Held("広報", ("鈴木",), "one")]
    assert coverage(*rows).lines(45, False) == [
        "○○ 契約        (nobody)",
        "●● 庁内の調整  田中 一郎, 佐藤 花子 +2",
        "●○ 広報        鈴木",
        "●● several: 1   ●○ only one: 1   ○○ nobody: 1",
    ]
    assert [line[:2] for line in coverage(*rows).lines(45, True)[:3]] == ["..", "##", "#."]


def test_a_broad_map_has_two_columns() -> None:
    """From a hundred cells, rows go down the left column first, and nothing is lost."""
    lines = coverage(*(Held(f"need {at}", (), "open") for at in range(5))).lines(100, False)
    assert len(lines) == 4
    assert ("need 0" in lines[0], "need 3" in lines[0], "need 2" in lines[2]) == (True, True, True)
    assert len(coverage(*(Held(f"need {at}", (), "open") for at in range(5))).lines(99, False)) == 6


def test_the_plan_runs_on_from_what_was_used() -> None:
    """A bar begins where the step before ended; over-run, the step now and what is left out have signs."""
    rows = [
        *(Slot("やった", 10, 15), Slot("早い", 20, 10), Slot("いま", 20, 10, here=True)),
        *(Slot("なし", 9, skipped=True), Slot("これから", 10)),
    ]
    assert plan(*rows).lines(48, True) == [
        "           min       0    10  20   30  40   50",
        "  やった   15/10 +5  #####!!",
        "  早い     10/20            ####-----",
        "> いま     10/20                #####----",
        "x なし         -                     (left out)",
        "  これから    10                         -----",
        "  total    35/60",
        "  # used   - planned   ! longer",
    ]


def test_time_used_counts_even_where_a_step_was_left_out_later() -> None:
    """The sum of what was used has all minutes, the sum of the plan only what is still in it."""
    total = plan(Slot("a", 10, 5), Slot("b", 20, 3, skipped=True)).lines(60, False)[-2]
    assert total.split() == ["total", "8/10"]


# On a screen


class Shown(App[None]):
    """An app that shows one picture in something that scrolls."""

    def __init__(self, picture: Picture[Any]) -> None:
        super().__init__()
        self.picture = picture

    def compose(self) -> ComposeResult:
        """Give the picture."""
        with VerticalScroll():
            yield self.picture

    def drawn(self) -> list[str]:
        """Return the rows of the screen that are not blank."""
        strips = self.screen._compositor.render_strips()
        return [row for strip in strips if (row := "".join(s.text for s in strip).rstrip())]


ROWS = [Tally("1", "[bold]待ち時間[/] \\[x]", 3), Tally("2", "朝礼", 1)]


async def test_a_picture_is_as_high_as_its_lines() -> None:
    """The widget takes the height of what it draws, shows text as it is typed, and follows its data."""
    app = Shown(Dots(ROWS, empty="nothing yet"))
    async with app.run_test(size=(60, 20)) as pilot:
        assert app.picture.size.height == 2
        assert app.drawn() == app.picture.lines(60, False)
        app.picture.show([*ROWS, Tally("3", "FAQ", 2)])
        await pilot.pause()
        assert app.picture.size.height == 3
        app.picture.show([])
        await pilot.pause()
        assert app.drawn() == ["nothing yet"]
        assert not app.picture.can_focus


async def test_the_same_data_draws_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Showing what is shown already costs nothing; what is left beside the points counts as data."""
    app = Shown(matrix(Point("1", 2, 2), left=("5",)))
    async with app.run_test(size=(60, 20)) as pilot:
        asked: list[bool] = []
        refresh = app.picture.refresh

        def counted(
            *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
        ) -> Widget:
            asked.append(layout)
            return refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

        monkeypatch.setattr(app.picture, "refresh", counted)
        assert isinstance(app.picture, Matrix)
        app.picture.show([Point("1", 2, 2)], ["5"])
        assert asked == []
        app.picture.show([Point("1", 2, 2)], [])
        await pilot.pause()
        assert asked[0]
        assert app.picture.size.height == 13


async def test_a_terminal_with_wide_lines_gets_the_twin() -> None:
    """Where the app knows that the terminal draws lines two cells wide, pictures are ASCII."""
    app = Shown(Dots(ROWS))
    async with app.run_test(size=(60, 20)) as pilot:
        assert not app.picture.wide
        app.add_class("-wide-lines")
        app.picture.refresh(layout=True)
        await pilot.pause()
        assert app.drawn() == app.picture.lines(60, True)


async def test_an_encoding_without_the_marks_gets_the_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a console of code page 932 a bar cannot be drawn; the twin can."""
    app = Shown(Dots(ROWS))
    async with app.run_test(size=(60, 20)):
        monkeypatch.setattr(sys, "__stdout__", io.TextIOWrapper(io.BytesIO(), encoding="cp932"))
        assert app.picture.wide


@pytest.mark.parametrize(("stream", "answer"), [(None, False), (io.StringIO(), False)])
def test_an_unknown_encoding_counts_as_utf(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None, answer: bool
) -> None:
    """Without a stream, or with one that names no encoding, nothing is assumed to be missing."""
    monkeypatch.setattr(sys, "__stdout__", stream)
    assert ascii_only() is answer
