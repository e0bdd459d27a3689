"""Japanese typed, pasted and drawn in a real terminal: a test for each cure, which falls without it."""

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from dxworkshop.tui.japanese import JapaneseInput, JapaneseTextArea, PasteGuard, clean_text, one_line
from tests.pty import Terminal
from tests.tui.tiny_app import TinyApp

ROOT = Path(__file__).parents[2]
COMMIT = "住民ワークショップで話す"
FIELD_X, FIELD_Y = 3, 2
"""The first cell of text in the field of one line: under the label, inside border and padding."""


class Tiny:
    """The tiny app in a terminal, and what its fields held when it was left."""

    def __init__(self, terminal: Terminal, out: Path) -> None:
        self.terminal = terminal
        self.out = out

    def type(self, keys: bytes | str) -> None:
        """Send keys."""
        self.terminal.type(keys)

    def focus(self, field: str) -> None:
        """Go to the field of that name from the one of one line."""
        if field == "text":
            before = self.terminal.cursor
            self.type("\t")
            # Textual hands keys on before the focus has moved, so wait for it.
            self.terminal.wait_until(lambda: self.terminal.cursor != before)

    def leave(self) -> dict[str, str]:
        """Leave by ctrl+q; the program must end well and give the terminal back as it was."""
        self.type("\x11")
        assert self.terminal.wait() == 0, self.terminal.text()
        assert self.terminal.leftovers() == []
        held: dict[str, str] = json.loads(self.out.read_text(encoding="utf-8"))
        return held


Start = Callable[..., Tiny]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the tiny app with options, and wait until it is drawn."""
    with ExitStack() as stack:

        def _start(*options: str) -> Tiny:
            out = tmp_path / "held.json"
            argv = [sys.executable, "-m", "tests.tui.tiny_app", str(out), *options]
            terminal = stack.enter_context(Terminal(argv, rows=24, columns=40, cwd=ROOT))
            terminal.wait_for("tiny app")
            terminal.settle()
            return Tiny(terminal, out)

        yield _start


each_field = pytest.mark.parametrize("field", ["line", "text"])
each_driver = pytest.mark.parametrize("driver", [[], ["--inline"]], ids=["full", "inline"])


@each_field
@pytest.mark.parametrize(
    "typed", ["佐藤　花子", "👨‍👩‍👧", "a\u00a0b\u2002c\u2003d\u2009e"], ids=["full-width", "joiner", "typographic"]
)
def test_a_space_between_family_and_given_name_can_be_typed(start: Start, field: str, typed: str) -> None:
    """The full-width space, the joiner of emoji and the typographic spaces are text in both fields."""
    tiny = start()
    tiny.focus(field)
    tiny.type(typed + "終")
    tiny.terminal.wait_for("終")
    assert tiny.leave()[field] == typed + "終"


@each_field
def test_a_long_commit_of_the_input_method_arrives_whole(start: Start, field: str) -> None:
    """Twelve characters sent at once, as an input method commits them, are all there in their order."""
    tiny = start()
    tiny.focus(field)
    tiny.type(COMMIT)
    tiny.terminal.wait_for(COMMIT)
    assert tiny.leave()[field] == COMMIT


@each_field
@pytest.mark.parametrize(
    ("keys", "left"),
    [("か\x7fき", "き"), ("abc\x1b[Hx", "xabc"), ("abc\x1b[D\x1b[Dx", "axbc")],
    ids=["backspace", "home", "left"],
)
def test_keys_that_come_in_one_go_keep_their_order(start: Start, field: str, keys: str, left: str) -> None:
    """Text and keys that move or delete are done in the order they were pressed, however fast they came."""
    tiny = start()
    tiny.focus(field)
    tiny.type(keys)
    tiny.terminal.wait_for(left)
    assert tiny.leave()[field] == left


@each_driver
def test_the_kitty_keyboard_protocol_is_never_asked_for(start: Start, driver: list[str]) -> None:
    """From start to end the terminal is never told to send keys as escape sequences, nor to stop."""
    tiny = start(*driver)
    tiny.leave()
    assert b"\x1b[?1004h" in tiny.terminal.raw
    assert re.findall(rb"\x1b\[[<>=][0-9;]*u", tiny.terminal.raw) == []


def test_the_cursor_stands_behind_the_last_character(start: Start) -> None:
    """At the end of the text the terminal's cursor is in the cell behind it, where the next character goes."""
    tiny = start()
    tiny.type("佐藤")
    tiny.terminal.wait_for("佐藤")
    tiny.terminal.wait_until(lambda: tiny.terminal.cursor == (FIELD_X + 4, FIELD_Y))
    tiny.terminal.settle()
    assert tiny.terminal.cursor == (FIELD_X + 4, FIELD_Y)


def test_the_cursor_follows_text_that_scrolls_sideways(start: Start) -> None:
    """With a text wider than the field, the cursor is right at its end and after Home."""
    tiny = start()
    terminal = tiny.terminal

    def behind_the_last() -> tuple[int, int]:
        row = terminal.screen()[FIELD_Y]
        return cell_len(row[: row.index("終") + 1]), FIELD_Y

    tiny.type("始" + "あ" * 30 + "終")
    terminal.wait_for("終")
    terminal.wait_until(lambda: terminal.cursor == behind_the_last())
    tiny.type("\x1b[H")
    terminal.wait_for("始")
    terminal.wait_until(lambda: terminal.cursor == (FIELD_X, FIELD_Y))
    tiny.type("\x1b[F")
    terminal.wait_for("終")
    terminal.wait_until(lambda: terminal.cursor == behind_the_last())


def test_the_cursor_is_in_the_field_focused_at_the_start(start: Start) -> None:
    """A field that has the focus before anything was laid out has the cursor once it is drawn."""
    tiny = start("--value", "佐藤")
    tiny.terminal.wait_until(lambda: tiny.terminal.cursor == (FIELD_X + 4, FIELD_Y))


def test_the_cursor_of_a_field_of_many_lines_is_right(start: Start) -> None:
    """In the second line of the lower field the cursor is behind what was typed there."""
    tiny = start()
    tiny.focus("text")
    tiny.type("一\r二三")
    tiny.terminal.wait_for("二三")
    row = next(y for y, row in enumerate(tiny.terminal.screen()) if "二三" in row)
    column = cell_len(tiny.terminal.screen()[row].partition("二三")[0]) + 4
    tiny.terminal.wait_until(lambda: tiny.terminal.cursor == (column, row))


@each_driver
@each_field
@pytest.mark.parametrize("bad", [b"\xff", "在庫".encode("cp932"), b"\xed\xa0\xbd"], ids=["ff", "cp932", "cesu"])
def test_a_byte_that_is_not_utf_8_ends_nothing(start: Start, driver: list[str], field: str, bad: bytes) -> None:
    """Bytes in another encoding show as U+FFFD; what came before stays and keys go on working."""
    tiny = start(*driver)
    tiny.focus(field)
    tiny.type("前")
    tiny.terminal.wait_for("前")
    tiny.type(bad)
    tiny.type("後")
    tiny.terminal.wait_for("後")
    held = tiny.leave()[field]
    assert held.startswith("前\ufffd")
    assert held.endswith("\ufffd後")


@pytest.mark.parametrize("line_end", ["\r", "\n", "\r\n", "\u2028"], ids=["cr", "lf", "crlf", "ls"])
def test_a_paste_of_several_lines_into_one_line_keeps_them_all(start: Start, line_end: str) -> None:
    """Each line break becomes one space and no line is lost."""
    tiny = start()
    tiny.terminal.paste(line_end.join(["一行目", "二行目", "三行目"]))
    tiny.terminal.wait_for("三行目")
    assert tiny.leave()["line"] == "一行目 二行目 三行目"


def test_a_paste_of_several_lines_into_many_lines_keeps_its_lines(start: Start) -> None:
    """In the lower field the lines stay lines and the tab stays a tab."""
    tiny = start()
    tiny.focus("text")
    tiny.terminal.paste("一行目\r\n二行目\t表\r\n")
    tiny.terminal.wait_for("二行目")
    assert tiny.leave()["text"] == "一行目\n二行目\t表\n"


@pytest.mark.parametrize(("field", "tab"), [("line", " "), ("text", "\t")])
def test_a_pasted_escape_sequence_reaches_neither_field_nor_terminal(start: Start, field: str, tab: str) -> None:
    """Colours, bells and C1 characters go, the order stays, and a pasted ctrl+q presses nothing."""
    tiny = start()
    tiny.focus(field)
    tiny.terminal.paste("前\x1b[31m赤\x1b[0m\x07\x00\x1b\x11\x1b]0;題\x07\x9b1m\tok")
    tiny.terminal.wait_for("ok")
    assert tiny.leave()[field] == f"前赤{tab}ok"
    assert b"\x1b[31m" not in tiny.terminal.raw


def test_the_two_ends_of_a_long_text_have_keys(start: Start) -> None:
    """Ctrl+home and ctrl+end lead to the first and behind the last character."""
    tiny = start()
    tiny.focus("text")
    tiny.terminal.settle()
    first = tiny.terminal.cursor
    tiny.type("一\r二\r三")
    tiny.terminal.wait_for("三")
    tiny.type("\x1b[1;5H")
    tiny.terminal.wait_until(lambda: tiny.terminal.cursor == first)
    tiny.type("始")
    tiny.terminal.wait_for("始一")
    tiny.type("\x1b[1;5F")
    tiny.terminal.wait_until(lambda: tiny.terminal.cursor == (first[0] + 2, first[1] + 2))
    tiny.type("終")
    tiny.terminal.wait_for("三終")
    assert tiny.leave()["text"] == "始一\n二\n三終"


def test_a_paste_is_found_however_the_terminal_cuts_it() -> None:
    """The marks of a paste are seen wherever a read ends between or within them."""
    sent = "x\x1b[200~a\x1b[31m\rb\x1b[201~y\x1b[200~c\x1b[201~\x1b"
    for first in range(len(sent) + 1):
        for second in range(first, len(sent) + 1):
            guard = PasteGuard()
            passed = [guard.take(part) for part in (sent[:first], sent[first:second], sent[second:])]
            assert "".join(passed) == "x\x1b[200~a\nb\x1b[201~y\x1b[200~c\x1b[201~\x1b"


@pytest.mark.parametrize(
    ("pasted", "cleaned", "line"),
    [
        ("佐藤　花子\r\n", "佐藤　花子\n", "佐藤　花子"),
        ("a\r\n\r\nb", "a\n\nb", "a  b"),
        ("a\tb\x7f\x85c\u2029d", "a\tb\nc\nd", "a b c d"),
        ("\x1b]8;;http://x\x1b\\題\x1b]8;;\x1b\\", "題", "題"),
        ("\x1b", "", ""),
        ("👨‍👩‍👧か\u3099", "👨‍👩‍👧か\u3099", "👨‍👩‍👧か\u3099"),
    ],
    ids=["line end", "empty line", "every break", "link", "escape", "joined"],
)
def test_cleaning_takes_only_what_is_no_text(pasted: str, cleaned: str, line: str) -> None:
    """Text, joiners and combining marks stay; commands to the terminal go; twice is the same as once."""
    assert clean_text(pasted) == cleaned
    assert clean_text(cleaned) == cleaned
    assert one_line(pasted) == line


def test_half_a_character_of_utf_16_is_no_text() -> None:
    """A lone surrogate, which no file could hold, is dropped."""
    assert ascii(clean_text("\ud83d字")) == ascii("字")


def held_after(act: Callable[[TinyApp, Pilot[None]], Awaitable[None]]) -> tuple[str, str]:
    """Return what both fields hold after something was done in the app, without a terminal."""

    async def run() -> tuple[str, str]:
        app = TinyApp(Path(), "")
        async with app.run_test() as pilot:
            await act(app, pilot)
            await pilot.pause()
            return app.query_one(JapaneseInput).value, app.query_one(JapaneseTextArea).text

    return asyncio.run(run())


def test_the_clipboard_of_the_app_is_joined_to_one_line_too() -> None:
    """Lines copied from the lower field go into the upper one as one line."""

    async def act(app: TinyApp, pilot: Pilot[None]) -> None:
        app.copy_to_clipboard("一\n二")
        await pilot.press("ctrl+v")

    assert held_after(act) == ("一 二", "")


def test_a_paste_that_comes_from_no_terminal_is_cleaned_too() -> None:
    """A `Paste` posted inside the program, past the parser of keys, brings no command either."""

    async def act(app: TinyApp, pilot: Pilot[None]) -> None:
        for field in (app.query_one(JapaneseInput), app.query_one(JapaneseTextArea)):
            field.post_message(Paste("前\x1b[31m\r後\x07"))

    assert held_after(act) == ("前 後", "前\n後")


def test_the_full_width_space_is_consumed_like_any_text() -> None:
    """Both fields say that the key is text for them, so that no binding of it is shown; not so if read-only."""

    async def act(app: TinyApp, pilot: Pilot[None]) -> None:
        text = app.query_one(JapaneseTextArea)
        assert app.query_one(JapaneseInput).check_consume_key("ideographic_space", "　")
        assert text.check_consume_key("ideographic_space", "　")
        text.read_only = True
        assert not text.check_consume_key("ideographic_space", "　")

    assert held_after(act) == ("", "")


PROBE = """
from dxworkshop.tui.probe import ambiguous_width
print("width", ambiguous_width({}), flush=True)
print("line", input())
"""


def probe(timeout: str = "", answers: bool = True) -> Terminal:
    """Start a program that says how wide the terminal is and what line is typed after that."""
    return Terminal([sys.executable, "-c", PROBE.format(timeout)], cwd=ROOT, answers=answers)


def test_a_usual_terminal_says_it_is_narrow() -> None:
    """The terminal's own answer is believed, and the line it was asked in is empty again."""
    with probe() as terminal:
        terminal.wait_for("width 1")
        terminal.type("太郎\n")
        terminal.wait_for("line 太郎")
        assert terminal.wait() == 0
        assert terminal.leftovers() == []
        assert "①" not in terminal.text()


def test_a_wide_terminal_is_noticed_and_keys_behind_its_answer_stay() -> None:
    """An answer of two cells gives 2, and what was typed right behind it is still there to be read."""
    with probe("20", answers=False) as terminal:
        terminal.wait_until(lambda: b"\x1b[6n" in terminal.raw)
        terminal.type("\x1b[1;3R太郎\n")
        terminal.wait_for("width 2")
        terminal.wait_for("line 太郎")
        assert terminal.wait() == 0
        assert terminal.leftovers() == []


def test_a_silent_terminal_counts_as_narrow() -> None:
    """Without an answer the program goes on after a moment."""
    with probe(answers=False) as terminal:
        terminal.wait_until(lambda: b"\x1b[6n" in terminal.raw)
        terminal.wait_for("width 1")


def test_keys_typed_ahead_are_not_eaten_by_the_question() -> None:
    """With a line typed before the start the terminal is not asked at all."""
    with probe() as terminal:
        terminal.type("太郎\n")
        terminal.wait_for("width 1")
        terminal.wait_for("line 太郎")
        assert b"\x1b[6n" not in terminal.raw
