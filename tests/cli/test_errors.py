"""The one place that shows errors."""

import json
import os
from pathlib import Path

import pytest

from dxworkshop import i18n
from dxworkshop.__main__ import main
from dxworkshop.cli import output
from dxworkshop.cli.ahead import Ahead, look
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("source", "column", "shown"),
    [
        ("at = 1", 6, ["   306 | at = 1", "       |      ^"]),
        ('name = "窓口" x', 13, ['   306 | name = "窓口" x', "       |               ^"]),
        ("\tat = 1", 2, ["   306 |  at = 1", "       |  ^"]),
        ("e\u0301 = x", 6, ["   306 | e\u0301 = x", "       |     ^"]),
        ("\x1b[31m = \u202ex", 9, ["   306 | \ufffd[31m = \ufffdx", "       |         ^"]),
    ],
)
def test_the_mark_stands_under_the_place(source: str, column: int, shown: list[str]) -> None:
    """Wide characters take two cells, marks on letters none; what a terminal would obey is a sign of one cell."""
    assert output.pointed(source, column, 306) == shown


def test_a_long_line_is_cut_around_the_place() -> None:
    """The mark never leaves the screen."""
    for number in (1, 123_456_789):
        line, mark = output.pointed("あ" * 400 + "!" + "い" * 400, 401, number)
        assert output.cells(line) <= 80
        gutter = line.index("|") + 2
        assert line[gutter:][(output.cells(mark) - 1 - gutter) // 2] == "!"
        assert mark.index("|") == line.index("|")


def test_a_bad_file_is_shown_with_its_line_and_a_mark(run: Run, tmp_path: Path) -> None:
    """File, line, column, key, sentence; then the line itself; then how many more there are."""
    file = tmp_path / "bad.toml"
    file.write_text('format = 1\nid = "abcd234567"\ntitle = 3 # 題\n', encoding="utf-8")
    first, source, mark, more = run("show", str(file), code=1).err.splitlines()
    assert first == f"{file}:3:1: [title] text in quotation marks is needed here"
    assert (source, mark) == ("     3 | title = 3 # 題", "       | ^")
    assert more == "... and 2 more in this file"


def test_a_misspelt_word_is_shown_with_the_one_that_was_meant(run: Run, session: str) -> None:
    """On stderr where a file is opened, on stdout where it is checked, and as data where that is asked for."""
    path = Path(session)
    header = "[actions.drawflow]\n"
    text = path.read_text(encoding="utf-8").replace(header, header + 'status = "too"\n')
    path.write_text(text, encoding="utf-8")
    line = text[: text.index('status = "too"')].count("\n") + 1
    shown = run("show", session, code=1).err.splitlines()
    assert shown[0].startswith(f"{session}:{line}:1: [actions.")
    assert shown[1:] == [f'{line:>6} | status = "too"', "       | ^", "  hint: did you mean 'todo'?"]
    assert run("check", session, code=1).out.splitlines() == shown
    [one] = json.loads(run("check", session, "--json", code=1).out)
    assert one["hint"] == "did you mean 'todo'?"


def test_a_fault_of_ours_shows_and_keeps_nothing_that_was_typed(
    run: Run, session: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence with the log's name; neither value nor message in either."""
    spoken = "090-1234-5678"

    def broken(*_: object) -> None:
        typed = spoken
        raise KeyError(typed)

    monkeypatch.setattr("dxworkshop.service.Facilitation.undo", broken)
    ran = run("undo", session, code=1)
    [log] = (tmp_path / "state").glob("*.log")
    assert str(log) in ran.err
    assert ran.err.startswith("this is a fault of the program")
    assert ran.err.count("\n") == 1
    assert "KeyError" in log.read_text(encoding="utf-8")
    for text in (ran.err, ran.out, log.read_text(encoding="utf-8")):
        assert spoken not in text


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """As shells expect it: 130, and nothing said."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dxworkshop.listing.listed", interrupted)
    monkeypatch.setattr("dxworkshop.cli.find.readable_folder", lambda ctx: Path())
    assert main(["--lang", "en", "list"]) == 130
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("argv", "ahead"),
    [
        (["--lang", "ja", "list"], Ahead("ja", "list")),
        (["--folder", "--lang", "--lang=en", "show", "--lang", "ja"], Ahead("en", "show")),
        (["new", "--lang", "ja"], Ahead("", "new")),
        (["--lang"], Ahead()),
        ([], Ahead()),
    ],
)
def test_the_look_ahead_stops_at_the_command(argv: list[str], ahead: Ahead) -> None:
    """What is typed after the command is nobody's language."""
    assert look(argv) == ahead


def test_folders_are_named_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Command line, environment, settings, then `sessions` here."""

    def used(*argv: str) -> str:
        assert main([*argv, "new", "One"]) == 0
        return str(Path(capfdbinary.readouterr().out.decode().strip()).parent)

    Path("sessions").mkdir()
    assert used() == "sessions"
    (tmp_path / "config.toml").write_text(f"folder = '{tmp_path / 'settings'}'\n", encoding="utf-8")
    assert used() == str(tmp_path / "settings")
    monkeypatch.setenv("DXWORKSHOP_FOLDER", str(tmp_path / "environment"))
    assert used() == str(tmp_path / "environment")
    assert used("--folder", str(tmp_path / "line")) == str(tmp_path / "line")
    assert os.listdir("sessions") == ["One.toml"]


def test_help_keeps_within_the_terminal(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """No line of any help is wider than the screen, in either language."""
    from dxworkshop.cli.help import _wrapped

    monkeypatch.setenv("COLUMNS", "60")
    for argv in (["--help"], ["action", "add", "--help"], ["new", "--help"], ["member", "--help"]):
        assert max(output.cells(line) for line in run(*argv).out.splitlines()) <= 60
    i18n.use("ja")
    text = "会議で決めたことを、だれが、いつまでに、どのようにするかとともに書き出します。(Markdown形式)"
    lines = _wrapped(text, 24, "").split("\n")
    assert max(map(output.cells, lines)) <= 26
    assert "".join(lines) == text
    assert not any(line.startswith(("、", "。")) for line in lines)
