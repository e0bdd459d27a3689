"""Merging, comparing and settling from the command line, and git taught to do so."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from dxworkshop.cli import clash, git
from dxworkshop.model.changes import Keep
from dxworkshop.store import document
from tests.cli.conftest import Run, Start

MARKS = b"<<<<<<< HEAD\n"


@pytest.fixture
def sides(run: Run, session: str, tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return base, ours and theirs of one session: two days for one action, and one new member each."""
    base, ours, theirs = (tmp_path / f"{name}.toml" for name in ("base", "ours", "theirs"))
    for path, day, name in ((ours, "2027-01-08", "Sato"), (theirs, "2027-02-05", "Abel")):
        shutil.copy(session, path)
        run("action", "edit", str(path), "drawflow", "--due", day)
        run("member", "add", str(path), "--name", name, "--id", name.lower())
    shutil.copy(session, base)
    return base, ours, theirs


def test_three_files_are_merged_into_ours(run: Run, sides: tuple[Path, Path, Path]) -> None:
    """Both members are there, their day stands, mine is kept; git gets a zero, the team a line."""
    base, ours, theirs = sides
    before = base.read_bytes(), theirs.read_bytes()
    ran = run("merge", *map(str, sides))
    assert (ran.out, ran.err) == ("", "1 conflict is kept in the file; dxworkshop conflicts shows it\n")
    merged = document.load(ours).session
    assert {"sato", "abel"} < set(merged.members)
    assert str(merged.actions["drawflow"].due) == "2027-02-05"
    assert [clash.path for clash in merged.conflicts.values()] == ["actions/drawflow/due"]
    assert (base.read_bytes(), theirs.read_bytes()) == before
    assert document.render(merged) == ours.read_bytes()


@pytest.mark.parametrize("empty", ["empty", "missing"])
def test_a_file_that_both_branches_made_has_no_ancestor(
    empty: str, run: Run, sides: tuple[Path, Path, Path]
) -> None:
    """Git gives an empty file then."""
    base, ours, _ = sides
    base.unlink()
    if empty == "empty":
        base.write_bytes(b"")
    run("merge", *map(str, sides))
    assert {"sato", "abel"} < set(document.load(ours).session.members)


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (MARKS, "git left a conflict here"),
        (b"\0" * 64, "only zero bytes"),
        (b"format = 99\n", "update the program"),
        (b"title = \n", "ours"),
        ("id", "this is another session; nothing was merged"),
    ],
    ids=["conflict", "zeros", "newer", "not TOML", "another session"],
)
def test_what_cannot_be_merged_leaves_ours_alone(
    which: int, data: bytes | str, sentence: str, run: Run, sides: tuple[Path, Path, Path]
) -> None:
    """Exit 1 with a sentence that names the file, so that git keeps the conflict for somebody to look at."""
    if isinstance(data, str):
        text = sides[which].read_text(encoding="utf-8").replace('id = "abcd234567"', 'id = "other23456"')
        sides[which].write_text(text, encoding="utf-8")
    else:
        sides[which].write_bytes(data)
    before = [path.read_bytes() for path in sides]
    ran = run("merge", *map(str, sides), code=1)
    # Of a session that is another one, the side that is not ours is named.
    assert str(sides[2 if which == 1 and isinstance(data, str) else which]) in ran.err
    assert sentence in ran.err or sentence == "ours"
    assert [path.read_bytes() for path in sides] == before


def test_comments_of_both_sides_stay(run: Run, sides: tuple[Path, Path, Path]) -> None:
    """What somebody wrote above a line by hand survives a merge, once."""
    _, ours, theirs = sides
    for path, line in ((ours, "# said in the hall\n"), (theirs, "# ask the mayor\n")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("[members.tanaka]", f"{line}# both\n[members.tanaka]"), encoding="utf-8")
    run("merge", *map(str, sides))
    text = ours.read_text(encoding="utf-8")
    assert [text.count(line) for line in ("# said in the hall", "# ask the mayor", "# both")] == [1, 1, 1]


@pytest.mark.parametrize("files", [["a.toml"], ["a.toml", "b.toml", "c.toml", "d.toml"]])
def test_merge_takes_two_or_three_files(files: list[str], run: Run) -> None:
    """Anything else is said to be wrong."""
    assert "name three files, BASE OURS THEIRS" in run("merge", *files, code=2).err


def test_a_copy_is_taken_back(run: Run, session: str) -> None:
    """What a sync program left beside a session comes back into it; the copy stays; undo takes it out."""
    file = Path(session)
    copy = file.with_name(f"{file.stem}.conflict-HOST-20261124T101503Z.toml")
    shutil.copy(session, copy)
    run("member", "add", str(copy), "--name", "Sato", "--id", "sato")
    run("action", "edit", session, "drawflow", "--title", "Draw it", "--due", "2027-01-08")
    ran = run("merge", session, str(copy))
    assert ran.err == f"{copy.name} is taken in; the copy can be deleted\n"
    assert copy.exists()
    merged = document.load(file).session
    assert "sato" in merged.members
    assert str(merged.actions["drawflow"].due) == "2027-01-08"
    # The version it came from tells that the title is older in the copy, and no other opinion.
    assert (merged.actions["drawflow"].title, merged.conflicts) == ("Draw it", {})
    run("undo", session)
    assert "sato" not in document.load(file).session.present_members()


def test_a_copy_of_another_session_is_refused(run: Run, session: str) -> None:
    """And so is the session itself."""
    other = run("new", "Another").out.strip()
    assert "this is another session" in run("merge", session, other, code=1).err
    assert "is the session itself" in run("merge", session, session, code=1).err


# Conflicts ------------------------------------------------------------------------------------------


@pytest.fixture
def clashing(run: Run, sides: tuple[Path, Path, Path]) -> str:
    """Return a file with one open conflict."""
    run("merge", *map(str, sides))
    return str(sides[1])


def test_the_choices_are_those_of_the_model() -> None:
    """All but something else, which is written with an option of its own."""
    assert set(get_args(Keep)) == {*clash.KEPT, "other"}


def test_conflicts_are_listed_for_people_and_programs(run: Run, clashing: str) -> None:
    """What stands there, what was set aside, by whom; 1 while there is one."""
    ran = run("conflicts", clashing, code=1)
    first, stands, aside = ran.out.splitlines()
    assert first.endswith("  quest Draw the flow: Due")
    assert stands == "  stands there: Fri 5 Feb 2027"
    assert aside.startswith("  set aside: Fri 8 Jan 2027 (")
    (data,) = json.loads(run("conflicts", clashing, "--json", code=1).out)
    assert (data["path"], data["mine"], data["theirs"]) == (
        "actions/drawflow/due",
        "Fri 8 Jan 2027",
        "Fri 5 Feb 2027",
    )
    assert first.startswith(data["id"])


@pytest.mark.parametrize(
    ("choice", "due"),
    [
        (["--keep", "mine"], "2027-01-08"),
        (["--keep", "theirs"], "2027-02-05"),
        (["--write", "2027-03-12"], "2027-03-12"),
        (["--write", ""], "None"),
    ],
)
def test_a_conflict_is_settled(choice: list[str], due: str, run: Run, clashing: str) -> None:
    """By its id, the start of it, or without one where there is one alone; undo opens it again."""
    (data,) = json.loads(run("conflicts", clashing, "--json", code=1).out)
    assert run("conflicts", clashing, data["id"][:4], *choice).err == "settled: quest Draw the flow: Due\n"
    assert str(document.load(Path(clashing)).session.actions["drawflow"].due) == due
    assert run("conflicts", clashing).err == "there is no open conflict\n"
    run("undo", clashing)
    run("conflicts", clashing, *choice)
    assert str(document.load(Path(clashing)).session.actions["drawflow"].due) == due


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--keep", "both"], 1, "only one of the two can stand here"),
        (["--keep", "ours"], 2, "ours is not one of: mine, theirs, both"),
        (["--keep", "mine", "--write", "x"], 2, "--keep and --write say two things"),
        (["--write", "soon"], 1, "soon is no day"),
        (["zzzz", "--keep", "mine"], 1, "there is no open conflict zzzz here"),
    ],
)
def test_what_settles_nothing_is_refused(
    arguments: list[str], code: int, sentence: str, run: Run, clashing: str
) -> None:
    """With one sentence; the conflict stays open."""
    assert sentence in run("conflicts", clashing, *arguments, code=code).err
    run("conflicts", clashing, code=1)


# What changed ---------------------------------------------------------------------------------------


def test_two_files_are_compared_in_words(run: Run, sides: tuple[Path, Path, Path]) -> None:
    """Part by part; 1 where something is different, 0 where nothing is."""
    base, ours, theirs = map(str, sides)
    assert run("diff", base, ours, code=1).out.splitlines() == [
        "Party",
        "  added: Sato",
        "Quests",
        "  changed: Draw the flow",
        "    Due: nothing -> Fri 8 Jan 2027",
    ]
    assert run("diff", ours, ours).err == "nothing that a team decides is different\n"
    changed = run("diff", ours, theirs, code=1).out
    assert "  taken out: Sato\n" in changed
    assert "    Due: Fri 8 Jan 2027 -> Fri 5 Feb 2027\n" in changed


def test_a_long_text_is_cut_where_it_differs(run: Run, session: str, tmp_path: Path) -> None:
    """Nobody looks for one word in two paragraphs."""
    shutil.copy(session, tmp_path / "a.toml")
    run("boss", "set", session, "--why-now", "x " * 100 + "old end")
    shutil.copy(session, tmp_path / "b.toml")
    run("boss", "set", session, "--why-now", "x " * 100 + "new end")
    told = run("diff", str(tmp_path / "b.toml"), session, code=1).out.splitlines()[-1]
    assert told == f"    Why now: \u2026{'x ' * 10}old end -> \u2026{'x ' * 10}new end"
    assert run("diff", str(tmp_path / "a.toml"), session, code=1).out.count("x ") == 30


def test_differences_are_data_too(run: Run, sides: tuple[Path, Path, Path]) -> None:
    """The same as JSON."""
    base, ours, _ = map(str, sides)
    party, actions = json.loads(run("diff", base, ours, "--json", code=1).out)
    assert (party["part"], party["things"][0]["change"], party["things"][0]["id"]) == ("party", "added", "sato")
    assert actions["things"][0]["fields"] == [
        {"field": "due", "label": "Due", "old": "", "new": "Fri 8 Jan 2027"},
    ]


def test_a_session_is_compared_with_a_kept_version(run: Run, session: str) -> None:
    """By its number in the list."""
    run("boss", "set", session, "--name", "Paper")
    run("boss", "set", session, "--name", "Stamps")
    assert "Paper" in run("diff", session, "1", code=1).out


def test_one_file_is_told_whole(run: Run, session: str) -> None:
    """In the same words, and it is no difference."""
    told = run("diff", session).out
    assert "  Draw the flow\n    Owner: Tanaka\n" in told
    assert json.loads(run("diff", session, "--json").out)[0]["part"] == "session"


def test_git_can_show_a_file_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    """As it stands, for a history with one broken file in it must stay readable."""
    broken = tmp_path / "x.toml"
    broken.write_bytes(MARKS + b"a \x1b[31m\n")
    assert "git left a conflict" in run("diff", str(broken), code=1).err
    assert run("diff", str(broken), "--as-is").out == "<<<<<<< HEAD\na \ufffd[31m\n"


# Git ------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of sessions as a git repository, with nobody's own settings."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder.mkdir(exist_ok=True)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)  # noqa: S607 - the git that is there
    return folder


def _config(folder: Path, name: str) -> str:
    ran = subprocess.run(
        ["git", "config", "--local", name],  # noqa: S607 - the git that is there
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.strip()


def test_git_is_set_up_once(run: Run, repository: Path) -> None:
    """One line in the folder below what others wrote, three settings in the repository; twice is the same."""
    attributes = repository / ".gitattributes"
    attributes.write_bytes(b"*.png binary")
    assert "this line was added" in run("git-setup").err
    assert attributes.read_bytes() == b"*.png binary\n" + git.ATTRIBUTES.encode() + b"\n"
    assert _config(repository, "merge.dxworkshop.driver").endswith(" merge %O %A %B")
    assert _config(repository, "diff.dxworkshop.textconv").endswith(" diff --as-is")
    assert "the line was there already" in run("git-setup", str(repository)).err
    assert attributes.read_bytes().count(b"\n") == 2


def test_git_setup_says_what_is_missing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, no repository, no git: each in one sentence, and nothing is written."""
    assert "there is no folder" in run("git-setup", "nowhere", code=1).err
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    assert "is in no git repository" in run("git-setup", code=1).err
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "git is not installed here" in run("git-setup", code=1).err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("started", "command"),
    [
        ("/opt/my tools/50%/bin/dxworkshop", "'/opt/my tools/50%/bin/dxworkshop'"),
        ("-m", "'{python}' -m dxworkshop"),
    ],
)
def test_git_is_told_the_command_that_runs_now(
    started: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In full and quoted, for the shell that git starts may know neither our folder nor our name."""
    monkeypatch.setattr(sys, "argv", [started])
    monkeypatch.setattr(sys, "executable", "/usr/my python/bin/python3")
    monkeypatch.setattr(Path, "is_file", lambda self: True)
    wanted = command.format(python="/usr/my python/bin/python3")
    assert git.own_command() == wanted
    driver = git.settings()["merge.dxworkshop.driver"]
    assert driver == f"{wanted.replace('%', '%%')} merge %O %A %B"


def test_the_driver_is_a_process_of_its_own(start: Start, sides: tuple[Path, Path, Path]) -> None:
    """As git calls it: files without a suffix, nothing on stdout, a number for an answer."""
    names = [path.rename(path.with_suffix("")) for path in sides]
    ran = start("merge", *map(str, names))
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert {"sato", "abel"} < set(document.load(names[1]).session.members)
