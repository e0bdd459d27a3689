"""What only a process of its own can show: languages, exit codes, encodings, and what is loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dxworkshop import demo
from dxworkshop.service import Library
from tests.cli.conftest import Start

HEAVY = ("textual", "pydantic", "rich")
LOADED = (
    "import sys; from dxworkshop.__main__ import main; code = main(sys.argv[1:]); "
    f"print('LOADED', code, *[m for m in {HEAVY} if m in sys.modules], file=sys.stderr)"
)
ALL = (
    "import sys, json; from dxworkshop.__main__ import main\n"
    "for argv in json.loads(sys.argv[1]): print('\\nANSWERED', argv[4], main(argv), file=sys.stderr)"
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and terminals of POSIX")


def every_command(file: str) -> list[list[str]]:
    """Return a command line for every command, in an order in which all of them can be done."""
    return [
        ["--help"],
        ["list"],
        ["show", file],
        ["search", "窓口"],
        ["step", file],
        ["step", file, "boss"],
        ["export", file],
        ["check", file],
        ["new", "題\U0001f600"],
        ["edit", file, "--org", "𠮷野\u2713"],
        ["undo", file],
        ["redo", file],
        ["vision", "set", file, "--destination", "\u2014"],
        ["boss", "set", file, "--name", "\U0001f409"],
        ["boss", "add", file, "--name", "x", "--unit", "件", "--baseline", "1", "--target", "2"],
        ["rule", "add", file, "--text", "é"],
        ["member", "add", file, "--name", "髙𠮷", "--id", "takayoshi"],
        ["seat", "add", file, "--name", "mayor"],
        ["gap", "add", file, "--deck", "hierarchy"],
        ["action", "add", file, "--title", "\u2022", "--id", "bullet"],
        ["action", "start", file, "bullet"],
        ["action", "carry", file, "bullet"],
        ["agenda", "insert", file, "collect", "\u2713", "--id", "ideas"],
        ["agenda", "insert", file, "vote", "--after", "ideas", "--id", "dots"],
        ["agenda", "insert", file, "rate", "--id", "culture"],
        ["agenda", "repeat", file],
        ["agenda", "skip", file, "dots"],
        ["agenda", "edit", file, "ideas", "--say", "\u2014"],
        ["agenda", "move", file, "ideas", "--first"],
        ["agenda", "show", file],
        ["agenda", "replan", file],
        ["clock", "start", file],
        ["clock", "add", file, "5"],
        ["clock", "show", file],
        ["clock", "stop", file],
        ["group", "add", file, "\u2022", "--step", "ideas", "--id", "group1"],
        ["note", "add", file, "髙𠮷\U0001f409", "--group", "group1", "--id", "note1"],
        ["note", "list", file],
        ["note", "park", file, "note1"],
        ["parked", "up", file, "髙𠮷"],
        ["vote", "tally", file, "1", "--step", "dots"],
        ["vote", "reveal", file, "--step", "dots"],
        ["vote", "show", file, "--step", "dots"],
        ["rate", "set", file, "vision", "--ideal", "5", "--words", "\u2014", "--step", "culture"],
        ["rate", "show", file, "--step", "culture"],
        ["risk", "add", file, "\u2014"],
        ["member", "coverage", file],
        ["action", "remove", file, "bullet"],
        ["pledge", "set", file, "髙𠮷", "\u2713"],
        ["pledge", "reviews", file, "+14"],
        ["pledge", "rate", file, "0", "0", "0", "1", "2"],
        ["pledge", "remove", file, "髙𠮷"],
        ["member", "remove", file, "takayoshi"],
        ["show", file],
        ["show", "\U0001f409\udcff"],
        ["frobnicate", "\U0001f409"],
        ["demo", "midorino"],
        ["template", "list"],
        ["template", "show", "dx-120"],
        ["template", "copy", "quick-60"],
        ["config", "path"],
        ["config", "show"],
    ]


@pytest.fixture
def worked(folder: Path) -> Path:
    """Return the file of a worked workshop."""
    return demo.play(demo.load("midorino"), Library(folder)).path


@pytest.mark.parametrize(
    ("argv", "allowed"),
    [
        (["list"], set()),
        (["list", "--json"], set()),
        (["--help"], set()),
        (["--version"], set()),
        (["config", "path"], set()),
        (["config", "show"], set()),
        (["template", "list"], set()),
        (["action", "add", "--help"], set()),
        (["agenda", "insert", "--help"], set()),
        (["vote", "show", "--help"], set()),
        (["clock", "--help"], set()),
        (["frobnicate"], set()),
        (["show", "FILE"], {"pydantic"}),
        (["search", "窓口"], {"pydantic"}),
        (["export", "FILE"], {"pydantic"}),
        (["check", "FILE"], {"pydantic"}),
        (["step", "FILE"], {"pydantic"}),
        (["undo", "FILE"], {"pydantic"}),
        (["conflicts", "FILE"], {"pydantic"}),
        (["diff", "FILE"], {"pydantic"}),
        (["versions", "FILE"], {"pydantic"}),
        (["bin"], set()),
        (["git-setup", "nowhere"], set()),
        (["merge", "FILE"], set()),
        (["redo", "FILE"], {"pydantic"}),
        (["edit", "FILE", "--org", "x"], {"pydantic"}),
        (["vision", "set", "FILE", "--sign", "x"], {"pydantic"}),
        (["boss", "set", "FILE", "--name", "x"], {"pydantic"}),
        (["rule", "add", "FILE", "--text", "x"], {"pydantic"}),
        (["member", "add", "FILE", "--name", "x"], {"pydantic"}),
        (["seat", "add", "FILE", "--name", "x"], {"pydantic"}),
        (["gap", "add", "FILE", "--deck", "hierarchy"], {"pydantic"}),
        (["action", "add", "FILE", "--title", "x"], {"pydantic"}),
        (["pledge", "rate", "FILE", "0", "0", "0", "0", "1"], {"pydantic"}),
        (["note", "list", "FILE"], {"pydantic"}),
        (["member", "coverage", "FILE"], {"pydantic"}),
        (["parked", "add", "FILE", "x?"], {"pydantic"}),
        (["risk", "add", "FILE", "x"], {"pydantic"}),
        (["agenda", "insert", "FILE", "collect"], {"pydantic"}),
        (["agenda", "show", "FILE"], {"pydantic"}),
        (["agenda", "replan", "FILE"], {"pydantic"}),
        (["clock", "show", "FILE"], {"pydantic"}),
        (["clock", "start", "FILE"], {"pydantic"}),
        (["step", "FILE", "boss"], {"pydantic"}),
        (["new", "One"], {"pydantic"}),
        (["demo", "kitamori"], {"pydantic"}),
        (["template", "show", "dx-120"], {"pydantic"}),
        (["template", "copy", "dx-120"], {"pydantic"}),
        (["template", "check", "FILE"], {"pydantic"}),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_a_command_loads_no_more_than_it_needs(
    argv: list[str], allowed: set[str], start: Start, worked: Path, folder: Path
) -> None:
    """A fresh interpreter: no command loads Textual, and a list loads no model."""
    words = [str(worked) if word == "FILE" else word for word in argv]
    ran = start("--folder", str(folder), *words, python=("-c", LOADED))
    [last] = [line for line in ran.stderr.decode().splitlines() if line.startswith("LOADED")]
    assert set(last.split()[2:]) <= allowed


@pytest.mark.parametrize(
    ("env", "argv", "word"),
    [
        ({"LANG": "ja_JP.UTF-8"}, [], "ラスボス"),
        ({"LANG": "en_US.UTF-8"}, [], "Final boss"),
        ({"LANG": "ja_JP.UTF-8"}, ["--lang", "en"], "Final boss"),
        ({"LANG": "en_US.UTF-8"}, ["--lang=ja"], "ラスボス"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, [], "ラスボス"),
    ],
)
def test_the_language_is_chosen_before_anything_is_said(
    env: dict[str, str], argv: list[str], word: str, start: Start, worked: Path
) -> None:
    """Command line, then environment; help texts too."""
    ran = start(*argv, "show", str(worked), **env, PYTHONUTF8="1")
    assert ran.returncode == 0
    assert word in ran.stdout.decode()
    assert word.lower() in start(*argv, "boss", "--help", **env, PYTHONUTF8="1").stdout.decode()


def test_the_settings_choose_the_language_before_the_environment(
    start: Start, worked: Path, tmp_path: Path
) -> None:
    """A setting is stronger than LANG, and weaker than --lang."""
    (tmp_path / "config.toml").write_text('language = "ja"\n', encoding="utf-8")
    assert "ラスボス" in start("show", str(worked), PYTHONUTF8="1").stdout.decode()
    assert "Final boss" in start("--lang", "en", "show", str(worked), PYTHONUTF8="1").stdout.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("encoding", ["cp932", "ascii:strict"])
def test_no_encoding_of_a_terminal_ends_a_command(
    encoding: str, language: str, start: Start, worked: Path, folder: Path
) -> None:
    """What cannot be shown is replaced, in every command, in both languages."""
    head = ["--lang", language, "--folder", str(folder)]
    commands = json.dumps([[*head, *argv] for argv in every_command(str(worked))])
    ran = start(commands, python=("-c", ALL), PYTHONIOENCODING=encoding)
    assert ran.returncode == 0, ran.stderr
    answered = [line for line in ran.stderr.decode("cp932").splitlines() if line.startswith("ANSWERED")]
    assert [line for line in answered if not line.endswith(" 0")] == ["ANSWERED show 1", "ANSWERED frobnicate 2"]
    assert len(answered) == len(every_command(""))


def test_data_for_programs_is_utf8_whatever_the_terminal_is(start: Start, worked: Path, folder: Path) -> None:
    """JSON and plans lose no character on a Windows pipe."""
    ran = start("--folder", str(folder), "list", "--json", PYTHONIOENCODING="cp932")
    assert json.loads(ran.stdout.decode("utf-8"))[0]["organisation"] == "みどり野市"
    one = start("export", str(worked), PYTHONIOENCODING="ascii:strict").stdout
    assert one == start("export", str(worked), PYTHONUTF8="1").stdout


def test_errors_go_to_stderr_and_the_exit_code_tells(start: Start, worked: Path) -> None:
    """0 fine, 1 refused, 2 wrong usage."""
    assert start("show", str(worked)).returncode == 0
    refused = start("--lang", "en", "show", "nothing")
    assert (refused.returncode, refused.stdout) == (1, b"")
    usage = start("--lang", "en", "show")
    assert (usage.returncode, usage.stdout) == (2, b"")
    bare = start("--lang", "en")
    assert (bare.returncode, bare.stdout) == (2, b"")
    assert b"dxworkshop list" in bare.stderr
    assert start("--lang", "en", "run", str(worked)).returncode == 2


def test_a_home_that_is_not_set_is_found_or_named_missing(start: Start) -> None:
    """No traceback without HOME."""
    ran = start("--lang", "en", "list", HOME=None, USERPROFILE=None, DXWORKSHOP_STATE=None, DXWORKSHOP_CONFIG=None)
    assert ran.returncode in (0, 1)
    assert b"Traceback" not in ran.stderr
    assert b"fault" not in ran.stderr


@POSIX
@pytest.mark.parametrize("argv", [["export"], ["show"], ["show", "--json"], ["--help"]], ids=" ".join)
def test_output_that_cannot_be_written_is_said(argv: list[str], worked: Path) -> None:
    """A full disk behind stdout is no success."""
    words = argv if argv[0] == "--help" else [argv[0], str(worked), *argv[1:]]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "dxworkshop", "--lang", "en", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=dict(os.environ),
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.decode() == "the output could not be written: No space left on device\n"


@POSIX
@pytest.mark.parametrize("argv", [["export"], ["show"], ["show", "--json"], ["--help"]], ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(argv: list[str], worked: Path) -> None:
    """As in `dxworkshop show X | head -1`."""
    words = argv if argv[0] == "--help" else [argv[0], str(worked), *argv[1:]]
    with subprocess.Popen(
        [sys.executable, "-m", "dxworkshop", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@POSIX
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_demo_lays_the_plan_out_on_a_terminal(encoding: str, tmp_path: Path) -> None:
    """The same files as without a terminal, progress in one line, exit 0."""
    target = tmp_path / "demo"
    argv = ["--lang", "ja", "demo", "midorino", "--output", str(target)]
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dxworkshop", *argv],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", "PYTHONIOENCODING": encoding},
    ) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
    os.close(master)
    assert process.returncode == 0
    text = shown.decode(encoding, "replace")
    assert "\r[####################] 72/72" in text
    assert str(next(target.glob("*.md")).parent) in text
    assert "| ---" not in text
    assert sorted(path.suffix for path in target.iterdir() if path.name[0] != ".") == [".md", ".toml"]
