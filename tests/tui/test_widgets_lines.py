"""The list of rows, in a small app, with keys as a terminal sends them."""

import pytest
from rich.cells import cell_len

from dxworkshop.tui.widgets.lines import Line, cut, drawable
from tests.tui.small_app import CTRL_END, CTRL_HOME, DOWN, END, HOME, PAGE_DOWN, UP, Hand, SmallApp, a_list, notes

# The list


async def test_cursor_keys_go_through_the_rows_and_stop_at_the_ends() -> None:
    """A burst of keys is done in order; each row that was gone to is told, and the ends hold."""
    async with a_list(20) as hand:
        assert hand.lines.chosen == "note0000"
        await hand.type(DOWN * 3 + UP)
        assert [id_ for _, id_ in hand.told()] == ["note0001", "note0002", "note0003", "note0002"]
        await hand.type(END + DOWN)
        assert hand.lines.chosen == "note0019"
        assert hand.marked().startswith("19 ")
        await hand.type(CTRL_HOME + UP)
        assert hand.lines.chosen == "note0000"
        await hand.type(CTRL_END + HOME)
        assert hand.told() == [("Highlighted", "note0019"), ("Highlighted", "note0000")] * 2
        assert hand.marked().startswith("0 ")


async def test_the_page_keys_are_left_to_the_owner() -> None:
    """Page Down reaches what the list stands in, and moves nothing here."""
    async with a_list(50) as hand:
        await hand.type(PAGE_DOWN)
        assert hand.owner.paged == 1
        assert hand.lines.chosen == "note0000"


async def test_the_chosen_row_stays_in_sight() -> None:
    """Down through all rows and up again: the row with the mark is always drawn."""
    async with a_list(30) as hand:
        for number in [*range(1, 30), *range(28, -1, -1)]:
            down = number > int(hand.lines.chosen[4:])
            await hand.type(DOWN if down else UP)
            assert hand.marked().startswith(f"{number} ")


async def test_a_key_of_the_owner_names_the_row_it_was_pressed_on() -> None:
    """A burst of commands and moves: each command comes with the row of its moment; digits of full width too."""
    async with a_list() as hand:
        await hand.type(f"1{DOWN}g{DOWN} １\x1b[3~\r")
        assert hand.told() == [
            ("Commanded", "first", "note0000"),
            ("Highlighted", "note0001"),
            ("Commanded", "group", "note0001"),
            ("Highlighted", "note0002"),
            ("Commanded", "mark", "note0002"),
            ("Commanded", "first", "note0002"),
            ("Commanded", "remove", "note0002"),
            ("Selected", "note0002"),
        ]


async def test_text_that_is_no_command_goes_nowhere() -> None:
    """Letters, kana and a paste change nothing and tell nothing."""
    async with a_list() as hand:
        await hand.type("xyzあいう9")
        await hand.paste("記入台\n様式")
        assert hand.told() == []
        assert (hand.lines.chosen, hand.entry.text) == ("note0000", "")


async def test_the_key_behind_enter_finds_the_owner_ready() -> None:
    """Enter, text, Escape and Down in one go: the owner has moved the cursor each time before the next comes."""
    async with a_list() as hand:
        hand.owner.edit_selected = True
        await hand.type(f"\r様式\x1b{DOWN}")
        assert hand.entry.text == "様式"
        assert hand.told() == [("Selected", "note0000"), ("Left",), ("Highlighted", "note0001")]


async def test_a_click_chooses_and_a_click_on_the_chosen_row_selects() -> None:
    """The row under the pointer counts, in a list that was moved too; below the last row is nothing."""
    async with a_list(30) as hand:
        await hand.type(END)
        hand.told()
        await hand.pilot.click(offset=(5, 2))
        assert hand.told() == [("Highlighted", "note0022")]
        await hand.pilot.click(offset=(5, 2))
        assert hand.told() == [("Selected", "note0022")]
        hand.lines.show(notes(3))
        await hand.pilot.pause()
        await hand.pilot.click(offset=(5, 7))
        assert hand.told() == []


async def test_an_empty_list_bears_every_key() -> None:
    """Nothing is chosen, commands come without a row, and the first row that comes is chosen."""
    async with a_list(0) as hand:
        assert hand.lines.chosen == ""
        await hand.type(f"{DOWN}{UP}{END}{HOME}\r1")
        assert hand.told() == [("Commanded", "first")]
        hand.lines.show(notes(2))
        assert hand.lines.chosen == "note0000"


async def test_other_rows_keep_the_chosen_one_where_it_stands() -> None:
    """Rows that come above or go below move neither the choice nor its place on the screen; nothing is told."""
    async with a_list(30) as hand:
        await hand.type(DOWN * 15 + UP * 4)
        hand.told()
        assert hand.lines.chosen == "note0011"
        place = [row.startswith(">") for row in hand.rows()]
        hand.lines.show([Line("new1", "新しい"), Line("new2", "新しい"), *notes(25)])
        await hand.pilot.pause()
        assert hand.lines.chosen == "note0011"
        assert [row.startswith(">") for row in hand.rows()] == place
        assert hand.told() == []


@pytest.mark.parametrize(
    ("left", "neighbour"),
    [([0, 1, 2, 4, 5], "note0004"), ([0, 1], "note0001"), ([], ""), ([5, 4, 0], "note0004")],
    ids=["next", "before", "none", "moved"],
)
async def test_the_neighbour_of_a_row_that_went_is_chosen(left: list[int], neighbour: str) -> None:
    """The next row that is still there, or the one before, wherever it stands now."""
    async with a_list(6) as hand:
        hand.lines.highlight("note0003")
        all_rows = notes(6)
        hand.lines.show([all_rows[number] for number in left])
        await hand.pilot.pause()
        assert hand.lines.chosen == neighbour


async def test_the_owner_can_choose_a_row_or_none() -> None:
    """A row far away comes into sight; an unknown id changes nothing; the empty one takes the mark away."""
    async with a_list(500) as hand:
        hand.lines.highlight("note0400")
        await hand.pilot.pause()
        assert hand.marked().startswith("400 ")
        hand.lines.highlight("nobody")
        assert hand.lines.chosen == "note0400"
        hand.lines.highlight("")
        await hand.pilot.pause()
        assert (hand.lines.chosen, hand.told()) == ("", [])
        assert not any(row.startswith(">") for row in hand.rows())
        hand.lines.show(notes(400))
        assert hand.lines.chosen == ""


async def test_a_row_chosen_before_the_first_layout_is_in_sight() -> None:
    """The owner fills the list and chooses while nothing has a size yet; a smaller window keeps it in sight."""
    app = SmallApp(notes(100))
    app.owner.lines.highlight("note0050")
    async with app.run_test(size=(40, 20)) as pilot:
        hand = Hand(app, pilot)
        assert hand.marked().startswith("50 ")
        hand.lines.styles.height = 4
        await pilot.pause()
        assert hand.marked().startswith("50 ")


async def test_a_row_that_does_not_fit_says_that_there_is_more() -> None:
    """Every row is exactly as wide as the screen; a longer one ends with a sign, which has an ASCII twin."""
    rows = [
        Line("a", "窓口" * 30),
        Line("b", "x" + "窓口" * 30),
        Line("c", "a\tb\nc\x1b[31m\u200bd\u202ee" + "か\u3099" * 40),
        Line("d", "short", heading=True),
        Line("e", "👨\u200d👩\u200d👧 ❤\ufe0f 佐藤　花子", indent=2),
    ]
    async with a_list(rows=rows) as hand:
        assert all(cell_len(row) == 40 for row in hand.rows())
        first, second, third, fourth, fifth = (row.rstrip() for row in hand.rows()[:5])
        assert first == "> " + "窓口" * 9 + "…"
        assert second == "  x" + "窓口" * 9 + "…"
        assert third == "  a b c [31mde" + "か\u3099" * 12 + "…"
        assert fourth == "  short"
        assert fifth == "      👨👩👧 ❤ 佐藤　花子"
        hand.app.add_class("-wide-lines")
        hand.lines.refresh()
        await hand.pilot.pause()
        assert hand.rows()[0].rstrip() == "> " + "窓口" * 8 + "窓..."
        assert "…" not in hand.text()


@pytest.mark.parametrize("width", range(12))
def test_a_cut_line_is_exactly_as_wide_as_asked(width: int) -> None:
    """At every width, with both signs, for texts of one and two cells."""
    for text in ("", "あ", "あいうえお", "abcdefghijkl", "aあbいc", "か\u3099き\u3099く\u3099"):
        for sign in ("…", "..."):
            assert cell_len(cut(text, width, sign)) == width
    assert drawable("佐藤　花子") == "佐藤　花子"


async def test_the_chosen_row_is_seen_without_colour() -> None:
    """The mark stands always; with the cursor in the list the row is reversed, without it is not."""
    async with a_list() as hand:

        def reversed_rows() -> list[int]:
            strips = hand.app.screen._compositor.render_strips()[:10]
            firsts = [next(iter(strip)).style for strip in strips]
            return [y for y, style in enumerate(firsts) if style is not None and style.reverse]

        assert reversed_rows() == [0]
        await hand.type(DOWN)
        assert reversed_rows() == [1]
        hand.entry.focus()
        await hand.pilot.pause()
        assert reversed_rows() == []
        assert hand.marked().startswith("1 ")


async def _drawn_by_a_walk(count: int) -> list[int]:
    """Return how many rows each of a walk's keys draws, in a list of so many rows."""
    drawn = []
    async with a_list(count) as hand:
        for key in [*[DOWN] * 15, *[UP] * 12, "1", "x", DOWN]:
            hand.lines.drawn = 0
            await hand.type(key)
            drawn.append(hand.lines.drawn)
    return drawn


async def test_a_key_draws_as_much_in_500_rows_as_in_20() -> None:
    """The ratio of rows drawn is one for every key: two where nothing scrolls, never more than are in sight."""
    few, many = await _drawn_by_a_walk(20), await _drawn_by_a_walk(500)
    assert [b / a if a else float(b == 0) or 99.0 for a, b in zip(few, many, strict=True)] == [1.0] * len(few)
    assert many[0] == 2
    assert max(many) <= 10


async def test_showing_the_same_rows_again_draws_nothing() -> None:
    """A change elsewhere costs no row; one changed row costs no more than is in sight."""
    async with a_list(500) as hand:
        hand.lines.drawn = 0
        hand.lines.show(notes(500))
        await hand.pilot.pause()
        assert hand.lines.drawn == 0
        changed = notes(500)
        changed[3] = Line("note0003", "別の言葉")
        hand.lines.show(changed)
        await hand.pilot.pause()
        assert 0 < hand.lines.drawn <= 10
        assert "別の言葉" in hand.text()
