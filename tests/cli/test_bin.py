"""``bin`` and ``remove`` as people call them."""

import json
import os
import shlex
from pathlib import Path

import pytest

from dxworkshop.cli.bin import command
from dxworkshop.store import presence
from tests.cli.conftest import Run


def test_a_removed_item_is_listed_and_comes_back(run: Run, session: str) -> None:
    """With when and by whom; by its id, the start of it, part of its name, or noun and id."""
    run("rule", "add", session, "Listen", "--id", "rule1")
    assert run("bin", session).err == "nothing was removed from this session\n"
    for selector in ("rule1", "rule", "LIST", "rule/rule1"):
        run("rule", "remove", session, "rule1", "--stamp", "2026-11-24T15:02:00+09:00 Tanaka")
        ran = run("bin", session)
        assert ran.out.splitlines()[0].split()[:3] == ["id", "kind", "name"]
        assert ran.out.splitlines()[1].split()[:2] == ["rule1", "ground"]
        assert "Listen" in ran.out
        [one] = json.loads(run("bin", session, "--json").out)
        assert (one["id"], one["noun"], one["name"], one["by"]) == ("rule1", "rule", "Listen", "Tanaka")
        assert run("bin", session, "--restore", selector).err == "brought back: Listen\n"
        assert json.loads(run("bin", session, "--json").out) == []
    assert "Listen" in run("show", session).out


def test_bringing_an_item_back_can_be_undone(run: Run, session: str) -> None:
    """It is a change like any other."""
    run("action", "remove", session, "drawflow")
    run("bin", session, "--restore", "drawflow")
    assert "Draw the flow" in run("undo", session).err
    assert [one["id"] for one in json.loads(run("bin", session, "--json").out)] == ["drawflow"]


def test_two_that_answer_are_named(run: Run, session: str) -> None:
    """So that the next command can name one of them."""
    for noun in ("rule", "risk"):
        run(noun, "add", session, "Same", "--id", "same1")
        run(noun, "remove", session, "same1")
    err = run("bin", session, "--restore", "same", code=1).err
    assert "Same (rule/same1)" in err
    assert "Same (risk/same1)" in err
    run("bin", session, "--restore", "risk/same1")
    assert [one["noun"] for one in json.loads(run("bin", session, "--json").out)] == ["rule"]
    assert "there is no xyz in the bin" in run("bin", session, "--restore", "xyz", code=1).err
    assert "name one of them" in run("bin", session, "--restore", "", code=2).err


def test_a_session_is_removed_and_comes_back(run: Run, session: str, folder: Path) -> None:
    """The command that brings it back is printed, and works as it stands."""
    before = Path(session).read_bytes()
    first, second = run("remove", session).err.splitlines()
    assert first == f"moved to the bin: {Path(session).name}"
    assert run("list").out == ""
    [one] = json.loads(run("bin", "--json").out)
    assert (one["name"], one["title"]) == (Path(session).name, "Half the wait")
    assert "Half the wait" in run("bin").out
    assert second == f'dxworkshop bin --restore "{Path(one["file"]).name}" brings it back'
    ran = run("bin", "--restore", Path(one["file"]).name)
    assert (ran.out, Path(session).read_bytes()) == (f"{session}\n", before)
    assert run("bin").err == f"the bin of {folder} is empty\n"


@pytest.mark.parametrize("selector", ["Half the wait.toml", "Half the wait", "half"])
def test_a_session_comes_back_by_its_name_or_title(selector: str, run: Run, session: str) -> None:
    """Under a free name where its own was taken meanwhile."""
    run("remove", session)
    again = run("new", "Half the wait").out.strip()
    assert again == session
    assert run("bin", "--restore", selector).out == f"{Path(session).with_name('Half the wait-2.toml')}\n"


def test_a_session_of_another_folder_says_where_its_bin_is(run: Run, session: str, tmp_path: Path) -> None:
    """A bin is found only where its folder is named."""
    moved = tmp_path / "other" / "x.toml"
    moved.parent.mkdir()
    Path(session).rename(moved)
    assert f"dxworkshop --folder {moved.parent} bin --restore x-" in run("remove", str(moved)).err


def test_two_sessions_of_one_name_in_the_bin_are_told_apart(run: Run, session: str) -> None:
    """By their names in the bin."""
    run("remove", session)
    run("new", "Half the wait")
    run("remove", session)
    err = run("bin", "--restore", "Half the wait", code=1).err
    assert err.count("Half the wait-2026") == 2


@pytest.mark.skipif(os.name == "nt", reason="a name may not hold these signs there")
@pytest.mark.parametrize("name", ["a b", "a$HOME", "it's `x`!", 'q"q', "窓口の（案）", "a;b"])
def test_the_printed_command_is_what_a_shell_reads(name: str) -> None:
    """Whatever a file is called."""
    assert shlex.split(command("bin", "--restore", name)) == ["dxworkshop", "bin", "--restore", name]


def test_what_somebody_has_open_is_not_removed(run: Run, session: str) -> None:
    """One sentence, and the file stands."""
    there = presence.announce(Path(session), "Suzuki", host="pc", pid=7)
    err = run("remove", session, code=1).err
    assert err == "others have this session open: Suzuki (pc); remove it when they have left\n"
    assert Path(session).exists()
    there.leave()
    run("remove", session)


def test_a_damaged_session_can_be_removed_and_brought_back(run: Run, session: str) -> None:
    """What cannot be read has no title."""
    Path(session).write_bytes(b"\0\0\0")
    run("remove", session)
    [one] = json.loads(run("bin", "--json").out)
    assert one["title"] == ""
    run("bin", "--restore", one["name"])
    assert Path(session).read_bytes() == b"\0\0\0"
