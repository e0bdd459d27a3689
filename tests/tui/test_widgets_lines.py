"""The list of rows and the line to type into, in a small app, with keys as a terminal sends them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from dxworkshop.tui.japanese import JapaneseApp, PasteSafeParser
from dxworkshop.tui.widgets.entry import Entry
from dxworkshop.tui.widgets.lines import Line, Lines, cut, drawable

UP, DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F"
CTRL_HOME, CTRL_END, PAGE_DOWN = "\x1b[1;5H", "\x1b[1;5F", "\x1b[6~"
KEYS = {"1": "first", "g": "group", "space": "mark", "delete": "remove"}


def notes(count: int, *, text: str = "記入台の様式が多い") -> list[Line]:
    """Return so many rows."""
    return [Line(f"note{number:04}", f"{number} {text}") for number in range(count)]


class CountedLines(Lines):
    """A list that counts the rows it draws."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        """Count a row and draw it."""
        self.drawn += 1
        return super().render_line(y)


class Owner(Vertical):
    """What the widgets stand in: it writes down what it is told, and refuses what it is asked to refuse."""

    def __init__(self, rows: Sequence[Line]) -> None:
        super().__init__()
        self.lines = CountedLines(rows, KEYS)
        self.entry = Entry("田中", "what do you see?")
        self.told: list[tuple[str, ...]] = []
        self.typed: list[str] = []
        self.drafts: list[str] = []
        self.refused: dict[str, str] = {}
        self.edit_selected = False
        self.paged = 0

    def compose(self) -> ComposeResult:
        """List above, line below."""
        with Vertical(), Vertical():
            yield self.lines
            yield self.entry

    def key_pagedown(self) -> None:
        """Take the key of the steps, as the session screen does."""
        self.paged += 1

    @on(Lines.Highlighted)
    @on(Lines.Selected)
    @on(Lines.Commanded)
    @on(Entry.Passed)
    @on(Entry.Left)
    def _told(self, event: Message) -> None:
        words = (getattr(event, name, "") for name in ("command", "id"))
        self.told.append((type(event).__name__, *(word for word in words if word)))
        if isinstance(event, Lines.Selected) and self.edit_selected:
            self.entry.focus()
        if isinstance(event, Entry.Left):
            self.lines.focus()

    @on(Entry.Entered)
    def _entered(self, event: Entry.Entered) -> None:
        self.told.append(("Entered", event.text))
        if event.text in self.refused:
            event.entry.refuse(event.text, self.refused[event.text])

    @on(Entry.Typed)
    def _typed(self, event: Entry.Typed) -> None:
        self.typed.append(event.text)
        self.drafts.append(event.unentered)


class SmallApp(JapaneseApp[None]):
    """The owner alone on the screen."""

    CSS = "Lines { height: 10; } Entry { width: 1fr; height: auto; } .entry--refused { color: red; }"

    def __init__(self, rows: Sequence[Line]) -> None:
        super().__init__()
        self.owner = Owner(rows)
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """Give the owner."""
        yield self.owner


class Hand:
    """A person at the small app."""

    def __init__(self, app: SmallApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.owner = app.owner
        self.lines = app.owner.lines
        self.entry = app.owner.entry
        self.pilot = pilot
        self._parser = PasteSafeParser()

    async def type(self, text: str) -> None:
        """Type what the terminal sends, all in one go."""
        driver = self.app._driver
        assert driver is not None
        for event in self._parser.feed(text):
            event.set_sender(self.app)
            driver.send_message(event)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        await self.type(f"\x1b[200~{text}\x1b[201~")

    def rows(self) -> list[str]:
        """Return what is drawn, row by row."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        """Return what is drawn."""
        return "\n".join(row.rstrip() for row in self.rows())

    def marked(self) -> str:
        """Return the row with the mark."""
        (row,) = (row for row in self.rows()[:10] if row.startswith(">"))
        return row[1:].strip()

    def told(self) -> list[tuple[str, ...]]:
        """Return what the owner was told since the last time."""
        told, self.owner.told = self.owner.told, []
        return told

    def entered(self) -> list[str]:
        """Return the texts that were entered since the last time."""
        return [one[1] for one in self.told() if one[0] == "Entered"]


@asynccontextmanager
async def a_list(count: int = 20, *, rows: Sequence[Line] | None = None) -> AsyncIterator[Hand]:
    """Start the small app with the cursor in the list, 40 cells wide and 10 rows high."""
    app = SmallApp(notes(count) if rows is None else rows)
    async with app.run_test(size=(40, 20)) as pilot:
        app.owner.lines.focus()
        await pilot.pause()
        yield Hand(app, pilot)


@asynccontextmanager
async def an_entry(**refused: str) -> AsyncIterator[Hand]:
    """Start the small app with the cursor in the line; texts of that name are refused."""
    async with a_list() as hand:
        hand.owner.refused = refused
        hand.entry.focus()
        await hand.pilot.pause()
        yield hand


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


# The line to type into


async def test_texts_are_entered_one_after_the_other_in_one_go() -> None:
    """Text and Enter, again and again, in one burst: every text whole, what follows lands in the fresh line."""
    async with an_entry() as hand:
        await hand.type("様式が多い\r佐藤　花子\r待ち時間\r四つ")
        assert hand.entered() == ["様式が多い", "佐藤　花子", "待ち時間"]
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == ("四つ", "四つ")
        assert hand.owner.typed[-3:] == ["", "四", "四つ"]
        await hand.type("目\x7f\x1b[Hx\r")
        assert hand.entered() == ["x四つ"]


async def test_enter_on_an_empty_line_passes_and_escape_leaves() -> None:
    """Spaces alone are no text; what was typed before Escape stays in the line."""
    async with an_entry() as hand:
        await hand.type("\r　 \r")
        assert hand.told() == [("Passed",), ("Passed",)]
        assert hand.entry.text == ""
        await hand.type("途中")
        await hand.pilot.press("escape")
        assert hand.told() == [("Left",)]
        assert hand.entry.typed_but_not_entered == "途中"


async def test_label_and_hint_can_be_changed_under_the_cursor() -> None:
    """The label names whose turn it is; what is typed stays, and the line begins behind the label."""
    async with an_entry() as hand:
        assert hand.rows()[10].rstrip() == "田中 what do you see?"
        await hand.type("様式")
        hand.entry.label = "佐藤　花子"
        await hand.pilot.pause()
        assert hand.rows()[10].rstrip() == "佐藤　花子 様式"
        assert hand.app.cursor_position == (15, 10)
        hand.entry.label = "とても長い名前の人がここに座っています"
        hand.entry.hint = "next"
        await hand.type("\x15")
        assert hand.rows()[10].rstrip() == "とても長い名前の人… next"
        assert all(cell_len(row) == 40 for row in hand.rows())


async def test_a_refused_text_comes_back_with_the_sentence_until_it_is_changed() -> None:
    """It stands in the line again, is what a way out would keep, and the sentence goes with the next key."""
    async with an_entry(長い="too long for a card") as hand:
        await hand.type("長い\r")
        assert hand.entry.text == "長い"
        assert hand.owner.drafts[-1] == "長い"
        assert "too long for a card" in hand.text()
        await hand.type("な")
        assert hand.entry.text == "長いな"
        assert "too long" not in hand.text()
        await hand.type("\r")
        assert hand.entered() == ["長い", "長いな"]


async def test_text_typed_ahead_of_a_refusal_stays_by_itself() -> None:
    """What was typed before the refusal could be seen is not joined to the refused text, and neither is lost."""
    async with an_entry(長い="too long") as hand:
        await hand.type("長い\r次の\r三つ")
        assert hand.entered() == ["長い", "次の"]
        assert hand.entry.text == "三つ"
        assert hand.entry.typed_but_not_entered == hand.owner.drafts[-1] == "長い\n三つ"
        assert "長い  too long" in hand.text()
        await hand.type("\r")
        assert hand.entered() == ["三つ"]
        await hand.type("\r")
        assert (hand.entry.text, hand.told()) == ("長い", [])
        assert hand.rows()[11].strip() == "too long"
        assert hand.owner.drafts[-1] == "長い"


async def test_a_late_refusal_keeps_what_is_being_typed() -> None:
    """An owner that refuses later finds the line in use: the refused texts wait, oldest first, all of them."""
    async with an_entry() as hand:
        await hand.type("a1\ra2\ra3\ra4\r今")
        for text in hand.entered():
            hand.entry.refuse(text, "the step is closed")
        await hand.pilot.pause()
        assert hand.entry.text == "今"
        assert hand.entry.typed_but_not_entered == "a1\na2\na3\na4\n今"
        assert "a2  the step is closed (+2)" in hand.text()
        assert all(cell_len(row) == 40 for row in hand.rows())
        await hand.type("\r\r\r\r\r\r")
        assert hand.entered() == ["今", "a1", "a2"]
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == ("a3", "a4\na3")


async def test_a_draft_is_put_back_as_it_was_kept() -> None:
    """A draft of several texts goes where it came from: the last into the line, the others below it."""
    async with an_entry() as hand:
        hand.entry.put("長い\n三つ")
        await hand.pilot.pause()
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == ("三つ", "長い\n三つ")
        assert "長い" in hand.text()
        hand.entry.put("一つ")
        await hand.type("目")
        assert hand.entry.typed_but_not_entered == "一つ目"
        hand.entry.put("")
        assert hand.entry.typed_but_not_entered == ""


async def test_a_draft_can_be_put_back_before_there_is_an_app() -> None:
    """A view that is made with its draft shows it once it is drawn, with the cursor behind it."""
    app = SmallApp([])
    app.owner.entry.put("長い\n三つ")
    assert app.owner.entry.typed_but_not_entered == "長い\n三つ"
    async with app.run_test(size=(40, 20)) as pilot:
        app.owner.entry.focus()
        await Hand(app, pilot).type("目")
        assert app.owner.entry.typed_but_not_entered == "長い\n三つ目"


@pytest.mark.parametrize(
    ("pasted", "entered", "left"),
    [
        ("一行", [], "前一行"),
        ("一\n二\n三", ["前一", "二"], "三"),
        ("一\r\n\r\n　\r\n二\r\n", ["前一", "二"], ""),
        ("様式\t番号", [], "前様式 番号"),
        ("\x1b[31m", [], "前"),
        ("一\x1b[31m\n二", ["前一"], "二"),
    ],
    ids=["one", "three", "break-at-the-end", "tab", "nothing", "colour"],
)
async def test_each_line_of_a_paste_is_entered_by_itself(pasted: str, entered: list[str], left: str) -> None:
    """In order, without the empty ones; the last stays in the line unless the paste ended with a break."""
    async with an_entry() as hand:
        await hand.type("前")
        await hand.paste(pasted)
        assert hand.entered() == entered
        assert hand.entry.text == left
        await hand.type("終")
        assert hand.entry.text == left + "終"


async def test_a_paste_in_the_middle_of_a_text_keeps_what_is_behind_it() -> None:
    """What stands behind the cursor stays behind the last line; the app's own clipboard is pasted alike."""
    async with an_entry() as hand:
        await hand.type(f"前後{UP}\x1b[D")
        hand.app.copy_to_clipboard("一\n二")
        await hand.type("\x16三")
        assert hand.entered() == ["前一"]
        assert hand.entry.text == "二三後"


async def test_refused_lines_of_a_paste_are_all_kept() -> None:
    """Two of three lines are refused: both are still there, and the line in use is not touched."""
    async with an_entry(一="no", 二="no") as hand:
        await hand.paste("一\n二\n三")
        assert hand.entry.text == "三"
        assert hand.entry.typed_but_not_entered == "一\n二\n三"
