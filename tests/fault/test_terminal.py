"""Whatever a keyboard or a clipboard sends, and however the terminal goes away: the app lives, or saves and ends.

`tests/tui/test_process.py` has the plain ways out and `tests/tui/test_japanese.py` each cure alone; here is all
of it through the real program. What was typed is read back as the next start would read it.
"""

import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dxworkshop.model.changes import MoveTo
from dxworkshop.model.session import Boss
from dxworkshop.service import Library
from dxworkshop.tui.japanese import UNFINISHED, PasteSafeParser
from tests.pty import Terminal
from tests.tui.conftest import TITLE

JAPANESE = {"LANG": "ja_JP.UTF-8"}
CTRL_Q, ESC, F1, F12 = b"\x11", b"\x1b", b"\x1bOP", b"\x1b[24~"
MARK = b"31415"
"""A number that no escape sequence of ours has."""
OBEYED = re.compile(rb"(?:\x1b|\x9b)[^\x1b\x40-\x5a\x60-\x7e]{0,8}31415")
"""An escape sequence made of what was typed."""
UNSEEN = ("\u202e", "\u009b", "\u0085", "\u200b\u202e")
"""What a terminal may obey and is never drawn."""


class Run:
    """The program over one session in the step of the boss, the cursor in its name."""

    def __init__(self, path: Path, terminal: Terminal) -> None:
        self.path = path
        self.terminal = terminal

    def boss(self) -> Boss:
        """Return what the next start would find."""
        return Library(self.path.parent).open(str(self.path)).session.boss

    def ends(self, code: int) -> None:
        """The program must end with that code, leave the terminal as it was, and have obeyed nothing typed."""
        assert self.terminal.wait() == code, self.terminal.text()
        assert self.terminal.leftovers() == []
        self.obeyed_nothing()

    def obeyed_nothing(self) -> None:
        """Nothing that was drawn is a command made of what was typed or pasted."""
        raw = bytes(self.terminal.raw)
        assert OBEYED.search(raw) is None
        assert b"Traceback" not in raw
        for sign in UNSEEN:
            assert sign.encode() not in raw


Start = Callable[[], Run]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program on a session at the boss, and wait until it is drawn."""
    with ExitStack() as stack:

        def _start() -> Run:
            led = Library(tmp_path / "sessions").new(TITLE, organisation="みどり野市")
            led.do(MoveTo("boss"))
            led.save()
            argv = [sys.executable, "-m", "dxworkshop", "run", str(led.path)]
            terminal = stack.enter_context(Terminal(argv, rows=30, columns=100, env=JAPANESE, cwd=led.path.parent))
            terminal.wait_for("保存済み")
            return Run(led.path, terminal)

        yield _start


# Every byte


def test_every_byte_that_can_be_text_stays_in_both_kinds_of_field(start: Start) -> None:
    """What is printable as it is, every byte from 0x80 up as the mark of what is no UTF-8; keys go on working."""
    run = start()
    printable = bytes(range(0x20, 0x7F))
    above = b"".join(bytes([byte]) + b"." for byte in range(0x80, 0x100))
    run.terminal.type(printable + above + "終".encode())
    run.terminal.wait_for("終")
    run.terminal.type(b"\t" + printable + b"\r" + above + "了".encode())
    run.terminal.wait_for("了")
    run.terminal.type(CTRL_Q)
    run.ends(0)
    shown = above.decode("utf-8", "replace")
    assert shown.count("\ufffd") == 128
    assert run.boss().name == printable.decode() + shown + "終"
    assert run.boss().why_now == f"{printable.decode()}\n{shown}了"


def test_every_control_byte_leaves_the_app_alive(start: Start) -> None:
    """Each of 0x00 to 0x1F and 0x7F, behind a word, with Escape for whatever it opened; ctrl+q leaves."""
    run = start()
    home, quits = 0x0F, 0x11
    for byte in [*(byte for byte in range(0x20) if byte not in (home, quits)), 0x7F, home]:
        run.terminal.type("語".encode() + bytes([byte]))
        run.terminal.settle(0.05)
        assert run.terminal.alive, f"ended by {byte:#04x}"
        run.terminal.type(ESC)
        run.terminal.settle(0.15)
        assert run.terminal.alive, f"ended by Escape behind {byte:#04x}"
    run.terminal.type(CTRL_Q)
    run.ends(0)
    run.boss()


SEQUENCES = (
    *(b"\x1b[%sm", b"\x1b]%s;x\x07", b"\x1b]0;%s\x1b\\", b"\x1bP%s\x1b\\", b"\x1b_%s\x1b\\", b"\x1b[?%sh"),
    *(b"\x1b[%s~", b"\x1b[%s", b"\x1b[<%s;5;5M", b"\x1b[M%s", b"\xc2\x9b%sm", b"\x9b%sm", b"\x1b\x1b[%sm"),
    *(b"\x1b[1;%sR", b"\x1b[8;%s;80t", b"\x1b[200~\x1b[%sm\x1b[201~", b"\x1b[201~%s"),
    b"\x1b[200~\x1b[200~%s\x1b[201~",
)
"""What a terminal obeys, with our number in it."""


def test_escape_sequences_from_the_keyboard_are_never_passed_on(start: Start) -> None:
    """Colours, titles, device strings, mouse and answers nobody asked for, whole, broken off and in 8 bits."""
    run = start()
    for sequence in SEQUENCES:
        run.terminal.type(sequence % MARK + "語".encode())
        run.terminal.settle(0.05)
        assert run.terminal.alive, sequence
    run.terminal.type(ESC + CTRL_Q)
    run.ends(0)
    assert "語" in run.boss().name


def test_a_byte_that_is_no_text_keeps_the_field_and_what_comes_after(start: Start) -> None:
    """One wrong byte, a word in cp932, half of a pair of surrogates: marks, and nothing else is gone."""
    run = start()
    wrong = [b"\xff", "在庫".encode("cp932"), b"\xed\xa0\xbd", b"\xf0\x9f", b"\xc0\xaf"]
    typed = b"".join(f"前{number}".encode() + bad + "後".encode() for number, bad in enumerate(wrong))
    run.terminal.type(typed)
    run.terminal.wait_for("前4")
    run.terminal.signal(signal.SIGTERM)
    run.ends(143)
    assert run.boss().name == typed.decode("utf-8", "replace")


def test_characters_python_knows_nothing_of_can_be_typed(start: Start) -> None:
    """An office's own character for a name, one beyond the first plane, and one of a later Unicode."""
    run = start()
    typed = "渡\ue000\uf8ff\U000f0000邊\u074c"
    run.terminal.type(typed + "\t" + typed + "畢")
    run.terminal.wait_for("畢")
    run.terminal.type(CTRL_Q)
    run.ends(0)
    assert (run.boss().name, run.boss().why_now) == (typed, typed + "畢")


# Every kind of paste

PASTES: dict[str, tuple[bytes, str, str]] = {
    "CRLF": (b"x\r\ny", "x y", "x\ny"),
    "CR": (b"x\ry", "x y", "x\ny"),
    "LF": (b"x\ny", "x y", "x\ny"),
    "NUL": (b"a\x00b", "ab", "ab"),
    "BEL": (b"a\x07b", "ab", "ab"),
    "VT": (b"a\x0bb", "a b", "a\nb"),
    "FF": (b"a\x0cb", "a b", "a\nb"),
    "DEL": (b"a\x7fb", "ab", "ab"),
    "TAB": (b"a\tb", "a b", "a\tb"),
    "colours": (b"a\x1b[31415mred\x1b[0mb", "aredb", "aredb"),
    "title": (b"a\x1b]0;31415\x07b", "ab", "ab"),
    "C1": ("a\u009b31415mb".encode(), "ab", "ab"),
    "NEL": ("a\u0085b".encode(), "a b", "a\nb"),
    "line separator": ("a\u2028b".encode(), "a b", "a\nb"),
    "BOM": ("a\ufeffb".encode(), "a\ufeffb", "a\ufeffb"),
    "zero-width space": ("a\u200bb".encode(), "a\u200bb", "a\u200bb"),
    "right to left": ("a\u202eb\u202cc".encode(), "a\u202eb\u202cc", "a\u202eb\u202cc"),
    "NFD": ("か\u3099".encode(), "か\u3099", "か\u3099"),
    "joined emoji": ("👨‍👩‍👧".encode(), "👨‍👩‍👧", "👨‍👩‍👧"),
    "noncharacter": ("a\ufffeb".encode(), "a\ufffeb", "a\ufffeb"),
    "quotes": (b"a\"\"\"b'''", "a\"\"\"b'''", "a\"\"\"b'''"),
    "backslashes": (b"a\\b\\u0041\\\\", "a\\b\\u0041\\\\", "a\\b\\u0041\\\\"),
    "one wrong byte": (b"a\xffb", "a\ufffdb", "a\ufffdb"),
    "cp932": ("在庫".encode("cp932"), "\ufffd\u074c\ufffd", "\ufffd\u074c\ufffd"),
    "half of a pair": (b"a\xed\xa0\xbdb", "a\ufffd\ufffd\ufffdb", "a\ufffd\ufffd\ufffdb"),
    "keys": (b"a\x11\x03\x1b\x0fb", "ab", "ab"),
    "a paste in it": (b"a\x1b[200~b", "ab", "ab"),
    "a table": ("課\t人\r\n窓口\t3\r\n".encode(), "課 人 窓口 3", "課\t人\n窓口\t3\n"),
    "conflict": (b"<<<<<<< HEAD\nx\n=======\ny", "<<<<<<< HEAD x ======= y", "<<<<<<< HEAD\nx\n=======\ny"),
    "comment": (b"# x\n[boss]\n", "# x [boss]", "# x\n[boss]\n"),
    "5,000 characters": ("あ".encode() * 5000, "あ" * 5000, "あ" * 5000),
}
"""What is pasted, what a field of one line makes of it, and one of many lines."""


@pytest.mark.parametrize("kind", ["one line", "many lines"])
def test_every_kind_of_paste_is_kept_whole(start: Start, kind: str) -> None:
    """No line, no sign of a text is lost; what only a terminal would obey goes; each has its mark before it."""
    assert len(PASTES) >= 23
    run = start()
    if kind == "many lines":
        run.terminal.type(b"\t")
    for number, (data, _, _) in enumerate(PASTES.values()):
        run.terminal.type(f"《{number:02}》".encode())
        run.terminal.paste(data)
    run.terminal.type("《畢》畢".encode())
    run.terminal.wait_for("畢")
    run.terminal.type(CTRL_Q)
    run.ends(0)
    boss = run.boss()
    text = boss.name if kind == "one line" else boss.why_now
    found = re.split("《..?》", text)[1:-1]
    wanted = [one if kind == "one line" else many for _, one, many in PASTES.values()]
    assert dict(zip(PASTES, found, strict=True)) == dict(zip(PASTES, wanted, strict=True))


def test_a_paste_without_an_end_does_not_take_the_keyboard_with_it(start: Start) -> None:
    """After a moment its words stand in the field, and the key to leave leaves."""
    run = start()
    run.terminal.type("\x1b[200~一行目\r\n二行目")
    run.terminal.wait_for("一行目 二行目")
    run.terminal.type("終")
    run.terminal.wait_for("二行目終")
    run.terminal.type(CTRL_Q)
    run.ends(0)
    assert run.boss().name == "一行目 二行目終"


def test_a_slow_paste_is_one_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only silence ends it: while pieces arrive, however slowly, it is held together."""
    now = [0.0]
    monkeypatch.setattr("dxworkshop.tui.japanese.monotonic", lambda: now[0])
    parser = PasteSafeParser()
    for piece in ("\x1b[200~a", "\n", "b"):
        assert list(parser.feed(piece)) == []
        now[0] += UNFINISHED - 0.1
        assert list(parser.tick()) == []
    assert [getattr(event, "text", "") for event in parser.feed("c\x1b[201~")] == ["a\nbc"]
    assert list(parser.feed("\x1b[200~d")) == []
    now[0] += UNFINISHED + 0.1
    assert [getattr(event, "text", "") for event in parser.tick()] == ["d"]
    assert list(parser.tick()) == []
    assert [getattr(event, "key", "") for event in parser.feed("e")] == ["e"]


# Every end from outside


@pytest.mark.parametrize(
    ("over", "shown"), [(b"\x10", "移動"), (F1, "ヘルプ"), (F12, "質問")], ids=["menu", "help", "parking"]
)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_over_anything_that_is_open_keeps_the_words_below(
    start: Start, number: int, code: int, over: bytes, shown: str
) -> None:
    """Half a word in the field, something over it, a signal: the word is in the file, the terminal as it was."""
    run = start()
    run.terminal.type("たらい回し".encode())
    run.terminal.wait_for("たらい回し")
    run.terminal.type(over)
    run.terminal.settle()
    run.terminal.signal(number)
    run.ends(code)
    assert run.boss().name == "たらい回し"


def test_signals_in_a_row_end_it_once_and_save(start: Start) -> None:
    """Impatience is no reason to lose anything: the first one's code stands."""
    run = start()
    run.terminal.type("たらい回し".encode())
    run.terminal.wait_for("たらい回し")
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        run.terminal.signal(number)
        time.sleep(0.01)
    run.ends(143)
    assert run.boss().name == "たらい回し"


@pytest.mark.parametrize("end", ["sighup", "closed"])
def test_a_terminal_that_goes_away_in_the_middle_of_a_text_keeps_every_line(start: Start, end: str) -> None:
    """Lines typed and pasted into a field of many lines, the last one right before the end."""
    run = start()
    run.terminal.type(b"\t" + "一行目\r".encode())
    run.terminal.paste("二行目\n三行目")
    run.terminal.type("終")
    run.terminal.wait_for("三行目終")
    if end == "sighup":
        run.terminal.signal(signal.SIGHUP)
        run.ends(129)
    else:
        run.terminal.hangup()
        assert run.terminal.wait() == 129
    assert run.boss().why_now == "一行目\n二行目\n三行目終"


def test_a_program_that_was_stopped_and_ended_saves_when_it_wakes(start: Start) -> None:
    """SIGSTOP, as by a debugger or a closed lid, then SIGTERM, then SIGCONT."""
    run = start()
    run.terminal.type("たらい回し".encode())
    run.terminal.wait_for("たらい回し")
    run.terminal.signal(signal.SIGSTOP)
    run.terminal.signal(signal.SIGTERM)
    time.sleep(0.2)
    assert run.terminal.alive
    run.terminal.signal(signal.SIGCONT)
    run.ends(143)
    assert run.boss().name == "たらい回し"


def test_a_program_that_was_stopped_from_outside_goes_on_and_gives_the_terminal_back(start: Start) -> None:
    """Whoever stops it, it did not pause by itself: it has the terminal still, and leaves it as it found it."""
    run = start()
    run.terminal.signal(signal.SIGSTOP)
    time.sleep(0.2)
    run.terminal.signal(signal.SIGCONT)
    run.terminal.type("たらい回し".encode())
    run.terminal.wait_for("たらい回し")
    run.terminal.type(CTRL_Q)
    run.ends(0)
    assert run.boss().name == "たらい回し"


def test_a_program_that_pauses_gives_the_terminal_back_and_takes_it_again(start: Start) -> None:
    """SIGTSTP: the shell has its terminal; SIGCONT: the words are there, and more can be typed."""
    run = start()
    run.terminal.type("たらい".encode())
    run.terminal.wait_for("たらい")
    run.terminal.signal(signal.SIGTSTP)
    run.terminal.wait_until(lambda: run.terminal.leftovers() == [] and run.terminal.stopped)
    run.terminal.signal(signal.SIGCONT)
    run.terminal.wait_for("たらい")
    run.terminal.type("回し".encode())
    run.terminal.wait_for("たらい回し")
    run.terminal.type(CTRL_Q)
    run.ends(0)
    assert run.boss().name == "たらい回し"
