"""Every kind of bad input gets one clear sentence and the right exit code, and touches no file."""

from pathlib import Path

import pytest

from dxworkshop.__main__ import main
from tests.cli.conftest import Run

NEWER = 'format = 99\nid = "abcd234567"\ntitle = "t"\n'
FILES = {
    "empty": (b"", "this file is empty; go back to an older copy"),
    "zeros": (b"\0" * 64, "this file holds only zero bytes"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0", "this is not a text file; name a TOML file"),
    "bom": (b"\xef\xbb\xbfformat = 1\n", "starts with a BOM; save it as UTF-8 without BOM"),
    "cp932": ('title = "窓口の待ち時間"\n'.encode("cp932"), "seems to be Shift_JIS; save it as UTF-8"),
    "truncated": (b'format = 1\nid = "abcd234567"\ntitle = "Ha', "[title] "),
    "newer": (NEWER.encode(), "this file has format 99, this program reads up to 1; update the program"),
    "other": (b'name = "x"\n', "this key is missing; add it"),
}


@pytest.mark.parametrize("command", [["show"], ["undo"], ["edit", "--title", "x"], ["export"], ["step"]])
@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_session(kind: str, command: list[str], run: Run, tmp_path: Path) -> None:
    """The sentence begins with the file, and the file stays as it is."""
    content, sentence = FILES[kind]
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    ran = run(command[0], str(file), *command[1:], code=1)
    assert sentence in ran.err
    assert ran.err.startswith(f"{file}:")
    assert ran.out == ""
    assert file.read_bytes() == content
    assert sentence in run("check", str(file), code=1).out
    assert sorted(tmp_path.rglob("*.tmp")) == []


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """A wrong name, and a wrong folder."""
    assert "there is no such file; check the name" in run("show", str(tmp_path / "x.toml"), code=1).err
    assert "there is no folder" in run("show", str(tmp_path / "x" / "y.toml"), code=1).err
    assert "this is a folder; name a file in it" in run("check", str(tmp_path), code=1).out


def test_a_file_that_may_not_be_read(run: Run, session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read all, so the refusal is injected."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "this file may not be read; ask its owner" in run("show", session, code=1).err


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("x" * 300, "the title has 300 characters; the most is 120\n"),
        ("..\\", "a file cannot be named after"),
        ("/", "a file cannot be named after"),
        ("con", "con is a name Windows keeps for itself; choose another title\n"),
        ("", "a title is needed\n"),
        (" 　", "a title is needed\n"),
    ],
)
def test_a_title_that_cannot_be(title: str, sentence: str, run: Run, folder: Path) -> None:
    """Nothing is made."""
    ran = run("new", "--", title, code=1)
    assert ran.err.startswith(sentence)
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A folder under a file cannot be made, not even by root."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    below = str(tmp_path / "file" / "below")
    for argv in (["new", "One"], ["demo"], ["list"], ["template", "copy", "dx-120"]):
        assert main(["--lang", "en", "--folder", below, *argv]) == 1
        printed = capfd.readouterr()
        assert printed.err.splitlines()[-1:] != []
        assert "fault" not in printed.err
    assert main(["--lang", "en", "--folder", str(tmp_path / "file"), "list"]) == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["lst"], "there is no command lst; did you mean list?"),
        (["frobnicate"], "there is no command frobnicate; see dxworkshop --help"),
        (["member", "ad"], "there is no command ad; did you mean add?"),
        (["list", "--jsn"], "there is no option --jsn here; did you mean --json?; see dxworkshop list --help"),
        (["list", "--folder", "x"], "--folder stands before the command, right after dxworkshop"),
        (["list", "x"], "this is too much: x; see dxworkshop list --help"),
        (["show"], "SESSION is missing; see dxworkshop show --help"),
        (["show", ""], "name a session: its file, the start of its id, or part of its title"),
        (["demo", "--output"], "--output needs a value"),
        (["--lang", "xx", "list"], "xx is not one of: ja, en"),
        (["new", "One", "--language", "xx"], "xx is not one of: ja, en"),
        (["new", "One", "--created", "yesterday"], "yesterday is no time; write 2026-11-24T13:30:00+09:00"),
        (["export", "x.toml", "--format", "pdf"], "pdf is not one of: md"),
        ([], "the screens need a terminal, and this is none"),
    ],
)
def test_wrong_usage(argv: list[str], sentence: str, run: Run) -> None:
    """One line on stderr, exit 2."""
    ran = run(*argv, code=2)
    assert ran.err.startswith(sentence)
    assert (ran.out, ran.err.count("\n")) == ("", 1)


def test_a_group_alone_answers_with_its_help(run: Run) -> None:
    """The commands there are stand on stderr."""
    assert "remove    Take a member out" in run("member", code=2).err


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["action", "edit", "drawflow", "--due", "soon"], 1, "soon is no day; write 2027-03-31, 3/31 or +14"),
        (["action", "edit", "drawflow", "--weight", "1.5"], 1, "1.5 is no whole number"),
        (["action", "edit", "drawflow", "--weight", "9"], 1, "weight: 9 is too large; the most is 5"),
        (["action", "edit", "drawflow", "--owner", "Sato"], 1, "there is no Sato here"),
        (["action", "edit", "drawflow", "--budget", "much"], 2, "much is not one of: none, needed, secured"),
        (["action", "edit", "drawflow"], 2, "say what to change: name at least one option"),
        (["action", "add", "--owner", "Tanaka"], 1, "a title is needed"),
        (["action", "add", "--title", "x", "--id", "!"], 1, "! is no id: 4 to 32 small letters"),
        (["action", "add", "--title", "x", "--id", "drawflow"], 1, "the id drawflow is taken"),
        (["member", "remove", "Tanaka"], 1, "Tanaka owns 1 of the"),
        (["boss", "edit", "waiting", "--target", "42"], 1, "baseline and target are both 42.0"),
        (["boss", "set"], 2, "say what to change: name at least one option"),
        (["action", "drop", "drawflow", "--review"], 1, "a dropped action needs a reason"),
    ],
)
def test_what_the_rules_refuse(argv: list[str], code: int, sentence: str, run: Run, session: str) -> None:
    """The sentence of the rule, and the file as it was."""
    before = Path(session).read_bytes()
    ran = run(*argv[:2], session, *argv[2:], code=code)
    assert ran.err.startswith(sentence)
    assert ran.err.count("\n") == 1
    assert Path(session).read_bytes() == before


def test_a_session_that_is_not_there_or_not_alone(run: Run, session: str) -> None:
    """A title that fits two sessions lists both."""
    assert run("show", "nothing", code=1).err.startswith("there is no session nothing in ")
    run("new", "Half the way")
    err = run("show", "Half", code=1).err
    assert "Half the wait.toml" in err
    assert "Half the way.toml" in err
    assert run("show", "x" * 300, code=1).err.startswith("there is no session xxx")
    assert run("show", "Half the way.toml").out.startswith("Half the way\n")
    assert run("demo", "nowhere", code=1).err.startswith("there is no worked workshop nowhere; known: ")
    assert run("new", "x", "--template", "nope", code=1).err.startswith("there is no template nope; known: ")
    assert "is no id: 4 to 32 small letters" in run("new", "x", "--id", "Not An Id", code=1).err


def test_a_file_changed_by_somebody_else_is_not_written_over(
    run: Run, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came between reading and writing stands."""
    from dxworkshop.service import Facilitation

    really = Facilitation.save

    def late(led: Facilitation) -> None:
        Path(session).write_text("# somebody else\n", encoding="utf-8")
        really(led)

    monkeypatch.setattr(Facilitation, "save", late)
    assert "cannot be read any more" in run("edit", session, "--org", "x", code=1).err
    assert Path(session).read_text(encoding="utf-8") == "# somebody else\n"


def test_no_home_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where nobody knows a home folder, a folder can still be named."""
    for name in ("HOME", "USERPROFILE", "DXWORKSHOP_STATE", "DXWORKSHOP_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    for argv in (["list"], ["new", "One"], ["config", "path"]):
        assert main(["--lang", "en", *argv]) == 1
        assert capfd.readouterr().err == "no home folder is known here; name a folder with --folder, or set HOME\n"
    assert main(["--lang", "en", "--folder", "here", "new", "One"]) == 0
    assert main(["--lang", "en", "show", "here/One.toml"]) == 0
    assert main(["--lang", "en", "template", "list"]) == 0
    assert main(["--lang", "en", "edit", "here/One.toml", "--org", "x"]) == 0


def test_a_field_that_somebody_else_changed_just_now_is_theirs_and_ours_is_kept(
    run: Run, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says so; nothing is lost, and whoever decides finds both."""
    from dxworkshop.service import Facilitation

    really = Facilitation.save

    def late(led: Facilitation) -> None:
        text = Path(session).read_text(encoding="utf-8")
        Path(session).write_text(text.replace('organisation = ""', 'organisation = "theirs"'), encoding="utf-8")
        really(led)

    with monkeypatch.context() as raced:
        raced.setattr(Facilitation, "save", late)
        assert "see conflicts" in run("edit", session, "--org", "ours").err
    assert 'organisation = "theirs"' in Path(session).read_text(encoding="utf-8")
    assert "ours" in run("conflicts", session, code=1).out
