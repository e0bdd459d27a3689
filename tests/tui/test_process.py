"""The real program in a real terminal: what stands on the disk, what the terminal is left as, what it answers."""

import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.service import Library
from dxworkshop.store import document, state
from tests.pty import TIMEOUT, Terminal
from tests.tui.conftest import prepared

JAPANESE = {"LANG": "ja_JP.UTF-8"}
FAULT = """
import sys
from dxworkshop.tui.screens.session import SessionScreen
def action_help(self):
    resident = "被害者 山田太郎 090-0000-0000"
    raise RuntimeError(resident)
SessionScreen.action_help = action_help
from dxworkshop.__main__ import main
sys.exit(main())
"""
"""The program with a fault behind F1, with a resident's name in a local variable and in the words of the error."""
PAGE_DOWN, PAGE_UP, F1, F2, F8, CTRL_Q = "\x1b[6~", "\x1b[5~", "\x1bOP", "\x1bOQ", "\x1b[19~", "\x11"


class Run:
    """The program over one session, and the file of that session."""

    def __init__(self, terminal: Terminal, path: Path) -> None:
        self.terminal = terminal
        self.path = path

    def type(self, keys: str | bytes) -> None:
        """Send keys in one go."""
        self.terminal.type(keys)

    def file(self, path: Path | None = None) -> dict[str, Any]:
        """Return what stands in the file."""
        return tomllib.loads((path or self.path).read_text(encoding="utf-8"))

    def drafts(self) -> dict[str, str]:
        """Return the unfinished fields on the disk."""
        return dict(state.load(self.path, document.load(self.path).identity).drafts)

    def ends(self, code: int) -> None:
        """The program must end with that code and leave the terminal as it found it, without a traceback."""
        assert self.terminal.wait() == code, self.terminal.text()
        assert self.terminal.leftovers() == []
        assert "Traceback" not in self.terminal.text()


Start = Callable[..., Run]


@pytest.fixture
def start(path: Path) -> Iterator[Start]:
    """Start the program on the session at a step, and wait until it is drawn."""
    with ExitStack() as stack:

        def _start(step: str = "boss", *, python: tuple[str, ...] = ("-m", "dxworkshop"), rows: int = 30) -> Run:
            if path.exists():
                prepared(path, step)
            argv = [sys.executable, *python, "run", str(path)]
            terminal = stack.enter_context(Terminal(argv, rows=rows, columns=100, env=JAPANESE, cwd=path.parent))
            terminal.wait_for("保存済み")
            return Run(terminal, path)

        yield _start


# Every way out


def test_leaving_right_behind_the_keys_keeps_them(start: Start) -> None:
    """Ctrl+Q in the same breath as the words: they are in the file, and the answer is 0."""
    run = start()
    run.type("たらい回し\t四か月しかない" + CTRL_Q)
    run.ends(0)
    assert run.file()["boss"] == {"name": "たらい回し", "why_now": "四か月しかない"}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_right_behind_the_keys_keeps_them(start: Start, number: int, code: int) -> None:
    """The words are not even drawn yet; they are in the file, and the code names the signal."""
    run = start()
    run.type("たらい回し　2号")
    run.terminal.signal(number)
    run.ends(code)
    assert run.file()["boss"] == {"name": "たらい回し　2号"}


def test_a_closed_window_keeps_what_stood_in_it(start: Start) -> None:
    """The terminal is gone while a field is being typed in: what stood there is in the file."""
    run = start()
    run.type("番号札の山")
    run.terminal.wait_for("番号札の山")
    run.terminal.hangup()
    assert run.terminal.wait() == 129
    assert run.file()["boss"] == {"name": "番号札の山"}


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, CTRL_Q], ids=["term", "hup", "quit"])
def test_what_a_rule_refuses_is_kept_on_every_way_out(start: Start, end: signal.Signals | str) -> None:
    """A measure without figures is no measure, but it was typed: it stands there again at the next start."""
    run = start()
    run.type("\t\t平均待ち時間\t分\t四十二")
    run.terminal.wait_for("四十二")
    run.type(end) if isinstance(end, str) else run.terminal.signal(end)
    run.terminal.wait()
    assert run.terminal.leftovers() == []
    assert "boss" not in run.file()
    assert set(run.drafts().values()) == {"平均待ち時間", "分", "四十二"}
    again = start()
    again.terminal.wait_for("平均待ち時間")


def test_the_title_of_a_workshop_that_was_never_started_is_kept(path: Path) -> None:
    """SIGTERM over the form for a new workshop: at the next F2 its title stands there again."""
    argv = [sys.executable, "-m", "dxworkshop", "--folder", str(path.parent)]
    with Terminal(argv, rows=30, columns=100, env=JAPANESE, cwd=path.parent) as terminal:
        terminal.wait_for("セッション")
        terminal.type(F2)
        terminal.wait_for("ファイル名になります")
        terminal.type("空き家の相談")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
    with Terminal(argv, rows=30, columns=100, env=JAPANESE, cwd=path.parent) as terminal:
        terminal.wait_for("セッション")
        terminal.type(F2)
        terminal.wait_for("空き家の相談")
        terminal.type(F2)
        terminal.wait_for("開会")
    assert (path.parent / "空き家の相談.toml").is_file()


def test_a_power_cut_leaves_what_was_typed_half_a_second_after_the_last_key(start: Start) -> None:
    """Killed without a word: the next start has what was accepted, and what was refused among the drafts."""
    run = start()
    run.type("たらい回し\t\t平均待ち時間")
    run.terminal.wait_for("平均待ち時間")
    time.sleep(1.5)
    run.terminal.signal(signal.SIGKILL)
    assert run.terminal.wait() == -signal.SIGKILL
    led = Library(run.path.parent).open(str(run.path))
    assert led.session.boss.name == "たらい回し"
    assert "平均待ち時間" in led.drafts.values()


def test_a_fault_of_the_program_keeps_the_words_and_shows_none(start: Start, tmp_path: Path) -> None:
    """The terminal is as before, the answer is 1; neither screen nor log hold a traceback or a typed word."""
    run = start(python=("-c", FAULT))
    run.type("たらい回し" + F1)
    run.ends(1)
    assert run.file()["boss"] == {"name": "たらい回し"}
    log = (tmp_path / "state" / "faults.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "in action_help" in log
    for shown in (log, run.terminal.text()):
        assert not any(word in shown for word in ("山田", "090", "たらい回し", "resident"))
    assert b"faults.log" in run.terminal.raw


# No terminal, or too small a one


@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
def test_without_a_terminal_it_says_so_and_writes_nothing_else(path: Path, tmp_path: Path, missing: str) -> None:
    """One stream that is no terminal is enough: one sentence, 2, and no escape sequence anywhere."""
    file = tmp_path / "stream"
    file.touch()
    sign = "<" if missing == "stdin" else {"stdout": "1>", "stderr": "2>"}[missing]
    program = f'exec "$0" -m dxworkshop run "$1" {sign} "$2"'
    argv = ["sh", "-c", program, sys.executable, str(path), str(file)]
    with Terminal(argv, columns=200, env=JAPANESE) as terminal:
        assert terminal.wait() == 2
        said = (terminal.raw + file.read_bytes()).decode()
        assert said.count("\n") == 1
        assert "dxworkshop list" in said
        assert "\x1b" not in said


def test_a_dumb_terminal_is_refused(path: Path) -> None:
    """TERM=dumb cannot draw screens: one sentence, 2, no escape sequence."""
    argv = [sys.executable, "-m", "dxworkshop", "run", str(path)]
    with Terminal(argv, columns=200, env={**JAPANESE, "TERM": "dumb"}) as terminal:
        assert terminal.wait() == 2
        assert terminal.raw.count(b"\n") == 1
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("command", [[], ["run"]], ids=["home", "run"])
def test_a_terminal_of_40_by_10_is_too_small(path: Path, command: list[str]) -> None:
    """It says how large it must be, answers 2, and touches no file."""
    before = path.read_bytes()
    argv = [sys.executable, "-m", "dxworkshop", *command, *([str(path)] if command else [])]
    with Terminal(argv, rows=10, columns=40, env=JAPANESE) as terminal:
        assert terminal.wait() == 2
        assert "40x10" in terminal.text()
        assert b"\x1b" not in terminal.raw
    assert path.read_bytes() == before


def test_a_window_made_tiny_and_large_again_ends_nothing(start: Start) -> None:
    """Dragged to 8 columns and back: it still takes in what is typed."""
    run = start("vision")
    run.type("一度で")
    run.terminal.resize(3, 8)
    run.terminal.signal(signal.SIGWINCH)
    run.terminal.settle()
    run.terminal.resize(30, 100)
    run.terminal.signal(signal.SIGWINCH)
    run.terminal.wait_for("一度で")
    run.type("用が済む")
    run.terminal.wait_for("一度で用が済む")
    run.type(CTRL_Q)
    run.ends(0)
    assert run.file()["vision"]["destination"] == "一度で用が済む"


# Keys


def test_a_byte_that_is_no_text_ends_nothing(start: Start) -> None:
    """A byte in another encoding becomes a mark, and the words around it are in the file."""
    run = start()
    run.type("前".encode() + b"\xff" + "後".encode())
    run.terminal.wait_for("後")
    run.type(CTRL_Q)
    run.ends(0)
    assert run.file()["boss"]["name"] == "前\ufffd後"


def test_a_paste_of_several_lines_is_in_the_file_whole(start: Start) -> None:
    """Into a field of one line: all lines, joined by spaces, and no command in them is obeyed."""
    run = start()
    run.terminal.paste("一行目\r\n二行目\x11\r\n三行目\t表")
    run.type("終" + CTRL_Q)
    run.ends(0)
    assert run.file()["boss"]["name"] == "一行目 二行目 三行目 表終"


def test_names_keep_their_full_width_space(start: Start) -> None:
    """Family name, full-width space, given name."""
    run = start("arrivals")
    run.type("佐藤　花子" + CTRL_Q)
    run.ends(0)
    (member,) = run.file()["members"].values()
    assert member["name"] == "佐藤　花子"


def test_keys_in_one_go_land_in_their_fields(start: Start) -> None:
    """Through a line, a text, the end of a form, lines and a list to pick from, as after a stall."""
    run = start()
    obstacle = "様式が多い\t\r組織\r"
    run.type("abc\tたら\r回し\t待ち時間\t分\t42\t20\t3/31\t\t" + obstacle)
    run.terminal.wait_for("様式が多い")
    run.type(CTRL_Q)
    run.ends(0)
    boss = run.file()["boss"]
    assert (boss["name"], boss["why_now"]) == ("abc", "たら\n回し")
    (measure,) = boss["measures"].values()
    assert (measure["name"], measure["unit"]) == ("待ち時間", "分")
    assert (measure["baseline"], measure["target"]) == (42.0, 20.0)
    assert next(iter(run.file()["gaps"].values()))["reality"] == "様式が多い"


def test_keys_in_one_go_cross_steps_and_items(start: Start) -> None:
    """Page Down, F2 and F8 within one write: each acts on what was typed before it, and nothing is lost."""
    run = start("vision")
    run.type(f"一度で済む{PAGE_DOWN}たらい回し{PAGE_UP}{PAGE_DOWN}{PAGE_DOWN}{PAGE_DOWN}田中{F2}佐藤{F2}鈴木{F8}")
    run.type(CTRL_Q)
    run.ends(0)
    file = run.file()
    assert file["vision"]["destination"] == "一度で済む"
    assert file["boss"]["name"] == "たらい回し"
    assert sorted(member["name"] for member in file["members"].values()) == ["佐藤", "田中"]
    assert file["at"] == "party"


# Files that cannot be written


def test_a_folder_that_vanishes_is_told_and_the_words_are_kept(start: Start, tmp_path: Path) -> None:
    """The title bar is loud, a copy is on this laptop; when the folder is back, the words go into the file."""
    run = start()
    away = run.path.parent.rename(tmp_path / "away")
    run.type("たらい回し")
    run.terminal.wait_for("フォルダに未保存")
    run.type("\t四か月" + CTRL_Q)
    run.ends(1)
    (copy,) = (tmp_path / "state" / "rescued").iterdir()
    assert run.file(copy)["boss"] == {"name": "たらい回し", "why_now": "四か月"}
    assert copy.name in run.terminal.raw.decode()
    away.rename(run.path.parent)
    assert "boss" not in run.file()
    led = Library(run.path.parent).open(str(run.path))
    assert led.recovered
    led.close()
    assert run.file()["boss"] == {"name": "たらい回し", "why_now": "四か月"}


def test_a_folder_that_comes_back_gets_everything(start: Start, tmp_path: Path) -> None:
    """A share that was away for a while: work went on, and nobody has to do anything."""
    run = start()
    away = run.path.parent.rename(tmp_path / "away")
    run.type("たらい回し")
    run.terminal.wait_for("フォルダに未保存")
    away.rename(run.path.parent)
    run.terminal.wait_for("PCとフォルダに保存済み")
    assert run.file()["boss"] == {"name": "たらい回し"}
    run.type(CTRL_Q)
    run.ends(0)


@pytest.mark.parametrize("end", [CTRL_Q, signal.SIGTERM], ids=["quit", "term"])
def test_what_somebody_else_wrote_and_what_we_typed_are_in_one_file(
    start: Start, end: signal.Signals | str
) -> None:
    """The file changed under us, right before the end: both are in it."""
    run = start()
    run.path.write_text(run.path.read_text("utf-8").replace("みどり野市", "あおば市"), encoding="utf-8")
    run.type("たらい回し")
    run.type(end) if isinstance(end, str) else run.terminal.signal(end)
    run.ends(0 if isinstance(end, str) else 143)
    assert run.file()["boss"] == {"name": "たらい回し"}
    assert run.file()["organisation"] == "あおば市"


@pytest.mark.parametrize("end", [CTRL_Q, signal.SIGTERM], ids=["quit", "term"])
def test_a_file_that_cannot_be_merged_stays_and_ours_is_beside_it(start: Start, end: signal.Signals | str) -> None:
    """Their bytes are untouched; ours are in a new file that is named after the screen is closed."""
    run = start()
    theirs = run.path.read_bytes().replace(b'"', b"", 1)
    run.path.write_bytes(theirs)
    run.type("たらい回し")
    run.type(end) if isinstance(end, str) else run.terminal.signal(end)
    run.ends(1 if isinstance(end, str) else 143)
    (beside,) = run.path.parent.glob(f"{run.path.stem}.conflict-*.toml")
    assert run.path.read_bytes() == theirs
    assert run.file(beside)["boss"] == {"name": "たらい回し"}
    assert beside.name in run.terminal.raw.decode()


def test_a_folder_that_becomes_read_only_sends_the_words_to_this_laptop(path: Path, tmp_path: Path) -> None:
    """Where nothing can be written any more, the words are still on this laptop, and it says where."""
    setpriv = shutil.which("setpriv")
    argv = [sys.executable, "-m", "dxworkshop", "run", str(path)]
    if os.geteuid() == 0:
        if setpriv is None:
            pytest.skip("root may write everywhere, and setpriv, which takes that from it, is not here")
        argv = [setpriv, "--bounding-set", "-dac_override,-dac_read_search", *argv]
        if subprocess.run([*argv[:3], "true"], capture_output=True, check=False).returncode:
            pytest.skip("root may write everywhere, and this machine does not let it give that up")
    prepared(path, "boss")
    try:
        with Terminal(argv, rows=30, columns=100, env=JAPANESE) as terminal:
            terminal.wait_for("保存済み")
            path.chmod(0o444)
            path.parent.chmod(0o555)
            before = path.read_bytes()
            run = Run(terminal, path)
            run.type("たらい回し")
            terminal.wait_for("フォルダに未保存", TIMEOUT)
            run.type(CTRL_Q)
            run.ends(1)
            assert path.read_bytes() == before
            (copy,) = (tmp_path / "state" / "rescued").glob(f"{path.stem}*")
            assert run.file(copy)["boss"] == {"name": "たらい回し"}
            assert copy.name in terminal.raw.decode()
    finally:
        path.parent.chmod(0o755)
