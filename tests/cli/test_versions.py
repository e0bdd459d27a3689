"""``versions`` and ``restore`` as people call them."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dxworkshop.store import document, file, state, versions
from tests.cli.conftest import Run

NOW = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_kept_yet(session: str) -> None:
    """Forget what making the session kept, so that a test knows what there is."""
    for version in versions.kept(Path(session)):
        version.path.unlink()


@pytest.fixture
def old(run: Run, session: str) -> str:
    """Return the file of a session that was changed since a version of it was kept."""
    assert versions.keep(Path(session), Path(session).read_bytes(), now=NOW, by_hand=False)
    run("rule", "add", session, "Listen", "--id", "rule1")
    run("action", "edit", session, "drawflow", "--title", "Redraw the flow")
    return session


def digits(data: bytes) -> str:
    """Return what the list calls some bytes."""
    return file.identity(data)[:8]


def test_versions_are_listed_newest_first(run: Run, session: str) -> None:
    """Of the folder and of this laptop, each once, and not the one that stands."""
    path = Path(session)
    here = path.read_bytes()
    versions.keep(path, b"one", now=NOW, by_hand=True)
    versions.keep(path, b"two", now=NOW + timedelta(hours=1), by_hand=False)
    base = state.folder_of(path)
    base.mkdir(parents=True, exist_ok=True)
    for data in (b"one", b"three", here):
        held = base / f"base-{file.identity(data)[:24]}.toml"
        held.write_bytes(data)
        os.utime(held, (NOW.timestamp() + 1, NOW.timestamp() + 1))
    found = json.loads(run("versions", session, "--json").out)
    assert [one["number"] for one in found] == [1, 2, 3]
    listed = {one["digits"][:8]: (one["where"], one["by_hand"]) for one in found}
    assert listed == {
        digits(b"one"): ("folder", True),
        digits(b"two"): ("folder", False),
        digits(b"three"): ("laptop", False),
    }
    times = [one["at"] for one in found]
    assert times == sorted(times, reverse=True)
    lines = run("versions", session).out.splitlines()
    assert len(lines) == 4
    assert [line.split()[3] for line in lines[1:]] == [one["digits"][:8] for one in found]
    assert [line.split()[6:] for line in lines[1:]] == [["folder"], ["this", "laptop"], ["by", "hand"]]


def test_it_is_said_what_was_changed_then(run: Run, old: str) -> None:
    """From each version to the next, and from the newest to the file as it stands."""
    found = json.loads(run("versions", old, "--json").out)
    assert [one["changed"] for one in found][:2] == ["Redraw the flow", "Listen"]
    assert run("versions", old).out.splitlines()[1].endswith("  Redraw the flow")
    Path(old).write_bytes(b"\0")
    assert json.loads(run("versions", old, "--json").out)[0]["changed"] == ""


def test_of_many_changes_the_first_are_named(run: Run, old: str) -> None:
    """Part by part; only the newest twenty are looked into."""
    path = Path(old)
    data = path.read_bytes()
    for n in range(5):
        run("rule", "add", old, f"Rule {n}")
    for version in versions.kept(path):
        version.path.unlink()
    for n in range(25):
        assert versions.keep(path, data + b"# %d\n" % n, now=NOW + timedelta(minutes=n), by_hand=True)
    told = [one["changed"] for one in json.loads(run("versions", old, "--json").out)]
    assert told == ["Rule 0, Rule 1, Rule 2 and 2 more", *[""] * (len(told) - 1)]
    assert len(told) >= 25
    path.write_bytes(data)
    versions.keep(path, b"not read", now=NOW - timedelta(days=1), by_hand=True)
    assert run("versions", old).out.splitlines()[-1].endswith("by hand")


def test_a_session_without_versions_says_so(run: Run, session: str) -> None:
    """On stderr; nothing is data."""
    ran = run("versions", session)
    assert (ran.out, ran.err) == ("", "no version of this session is kept yet\n")
    assert json.loads(run("versions", session, "--json").out) == []


def test_versions_of_a_damaged_file_are_listed_and_come_back_beside_it(run: Run, old: str) -> None:
    """Just then they are needed; what nobody understood is not written over."""
    Path(old).write_bytes(b"\0\0\0")
    assert digits(versions.kept(Path(old))[-1].path.read_bytes()) in run("versions", old).out
    ran = run("restore", old, versions.kept(Path(old))[-1].identity)
    made = Path(ran.out.strip())
    assert made.name == "Half the wait-2.toml"
    assert "the version is in a new file" in ran.err
    assert Path(old).read_bytes() == b"\0\0\0"
    assert document.load(made).session.actions["drawflow"].title == "Draw the flow"


def test_a_file_that_vanished_comes_back_under_its_name(run: Run, old: str) -> None:
    """From its last version."""
    Path(old).unlink()
    ran = run("restore", old, "1")
    assert (ran.out, ran.err) == (f"{old}\n", "")
    assert document.load(Path(old)).session.title == "Half the wait"


def _oldest(path: str) -> str:
    return versions.kept(Path(path))[-1].identity


def test_restoring_is_one_change_that_can_be_undone(run: Run, old: str) -> None:
    """What came since is in the bin, what was changed is as before; undo and redo lead there and back."""
    before = Path(old).read_bytes()
    ran = run("restore", old, _oldest(old)[:4])
    said, way = ran.err.splitlines()
    assert said.startswith("the session is again as it was on 2026-12-10 ")
    assert way == f'dxworkshop undo "{old}" takes that back'
    session = document.load(Path(old)).session
    assert session.actions["drawflow"].title == "Draw the flow"
    assert session.rules["rule1"].removed.startswith("2026-12-10T13:30:00+09:00")
    run("undo", old)
    assert Path(old).read_bytes() == before
    run("redo", old)
    assert document.load(Path(old)).session == session
    run("bin", old, "--restore", "rule1")
    assert not document.load(Path(old)).session.rules["rule1"].removed


def test_what_was_there_before_restoring_is_a_version_itself(run: Run, old: str) -> None:
    """Nothing is lost either way."""
    before = Path(old).read_bytes()
    run("restore", old, _oldest(old))
    assert before in [version.path.read_bytes() for version in versions.kept(Path(old))]


def test_restoring_twice_changes_nothing(run: Run, old: str) -> None:
    """And says so."""
    oldest = _oldest(old)
    run("restore", old, oldest)
    after = Path(old).read_bytes()
    assert run("restore", old, oldest).err == "the session already is as it was then\n"
    assert Path(old).read_bytes() == after


def test_where_undo_must_forget_the_version_leads_back(run: Run, old: str) -> None:
    """Who wrote which slip is not kept on the disk; the file as it was before is, and the way is printed."""
    run("agenda", "insert", old, "collect", "Ideas", "--minutes", "5", "--id", "ideas", "--anonymous")
    run("note", "add", old, "A slip", "--step", "ideas", "--id", "slip1")
    before = Path(old).read_bytes()
    _, way = run("restore", old, _oldest(old)).err.splitlines()
    assert way == f'dxworkshop restore "{old}" {digits(before)} takes that back'
    assert document.load(Path(old)).session.notes["slip1"].removed
    run("restore", old, digits(before))
    again = document.load(Path(old)).session
    assert (again.notes["slip1"].removed, again.rules["rule1"].removed) == ("", "")
    assert again.actions["drawflow"].title == "Redraw the flow"


@pytest.mark.parametrize(
    ("selector", "sentence"),
    [
        ("99", "there is no version 99"),
        ("0", "there is no version 0"),
        ("abc", "there is no version abc"),
        ("", "there is no version"),
        ("ffffffff", "there is no version ffffffff"),
    ],
)
def test_a_version_there_is_not_is_refused(selector: str, sentence: str, run: Run, old: str) -> None:
    """With where to look."""
    err = run("restore", old, selector, code=1).err
    assert err.startswith(sentence)
    assert "dxworkshop versions lists them" in err


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"format = 99\n", "this file has format 99"),
        (b"\0\0\0", "toml:1:1: "),
        (b'title = "x"\n', "this key is missing"),
    ],
)
def test_a_version_that_cannot_be_read_is_refused(data: bytes, sentence: str, run: Run, old: str) -> None:
    """Newer, broken or none of ours: one sentence, and the session stands."""
    before = Path(old).read_bytes()
    assert versions.keep(Path(old), data, now=NOW + timedelta(days=1), by_hand=True)
    assert sentence in run("restore", old, "1", code=1).err
    assert Path(old).read_bytes() == before


def test_a_version_that_was_damaged_since_is_refused(run: Run, old: str) -> None:
    """Its name says what it should hold."""
    version = versions.kept(Path(old))[-1]
    version.path.write_bytes(version.path.read_bytes().replace(b"Draw", b"Drew"))
    err = run("restore", old, version.identity, code=1).err
    assert err == "this version was damaged on the disk; choose another one\n"


def test_a_version_of_another_session_is_refused(run: Run, old: str) -> None:
    """Somebody may have copied a file over this one once."""
    other = Path(run("new", "Other").out.strip())
    assert versions.keep(Path(old), other.read_bytes(), now=NOW + timedelta(days=1), by_hand=True)
    assert "a version of another session, Other" in run("restore", old, "1", code=1).err


def test_two_versions_that_begin_alike_are_told_apart(run: Run, old: str) -> None:
    """More digits are needed."""
    folder = versions.kept(Path(old))[0].path.parent
    for last in "12":
        (folder / f"2020010{last}T000000Z-abcdabcdabcdab0{last}.toml").write_bytes(b"x")
    assert "abcdabcdabcdab02, abcdabcdabcdab01" in run("restore", old, "ABCD", code=1).err


def test_the_name_of_the_settings_is_shown(run: Run, tmp_path: Path) -> None:
    """The one that others read who open the same file."""
    (tmp_path / "config.toml").write_text('name = "Tanaka"\n', encoding="utf-8")
    assert json.loads(run("config", "show", "--json").out)["name"] == "Tanaka"
