"""``import`` as people call it."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from dxworkshop.cli import import_
from dxworkshop.store import toml
from dxworkshop.store.document import load
from tests.cli.conftest import Run
from tests.pty import Terminal

ROOT = Path(__file__).parents[2]


def exported(run: Run, session: str, name: str, *more: str) -> Path:
    """Write an export beside the work, and return its file."""
    run("export", session, "--format", name.rsplit(".")[-1], "--output", name, "--force", *more)
    return Path(name)


def edit(path: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8"))


def status(session: str) -> str:
    """Return where the action of the session stands."""
    return load(Path(session)).session.actions["drawflow"].status


def test_a_ticked_plan_is_shown_and_then_taken_in(run: Run, session: str) -> None:
    """Without --yes, and with --dry-run, nothing is written; afterwards undo takes it back."""
    path = exported(run, session, "plan.md")
    edit(path, "- [ ]", "- [x]")
    before = Path(session).read_bytes()
    shown = run("import", session, "plan.md")
    assert "Draw the flow" in shown.out
    assert "not started -> done" in shown.out
    assert shown.err == "nothing is changed yet; --yes takes it in\n"
    assert run("import", session, "plan.md", "--dry-run").out == shown.out
    assert Path(session).read_bytes() == before
    taken = run("import", session, "plan.md", "--yes")
    assert (taken.out, status(session)) == (shown.out, "done")
    assert "undo takes it back" in taken.err
    assert run("import", session, "plan.md").err == "there is nothing new in plan.md\n"
    run("undo", session)
    assert status(session) == "todo"
    assert load(Path(session)).session.actions["drawflow"].reason == ""


def test_an_edited_table_is_taken_in_as_one_change(run: Run, session: str) -> None:
    """Undo takes all of it back at once."""
    run("action", "add", session, "Ask the desk", "--id", "askdesk")
    path = exported(run, session, "actions.csv")
    edit(path, '"Draw the flow"', '"Draw all flows"')
    edit(path, '"Ask the desk"', '"Ask every desk"')
    before = load(Path(session)).session
    assert run("import", session, "actions.csv", "--yes").err.startswith("2 ")
    assert {a.title for a in load(Path(session)).session.actions.values()} == {"Draw all flows", "Ask every desk"}
    run("undo", session)
    assert load(Path(session)).session == before


@pytest.mark.parametrize(
    ("word", "status"), [("進行中", "doing"), ("済み", "done"), ("対応済", "done"), ("完了", "done")]
)
def test_a_status_may_be_said_as_offices_say_it(run: Run, session: str, word: str, status: str) -> None:
    """Not only by our own word; and what nobody ever set is not told as nothing."""
    path = exported(run, session, "actions.csv")
    edit(path, '"not started"', f'"{word}"')
    told = run("import", session, "actions.csv", "--yes").out
    assert "not started -> " in told
    assert "nothing" not in told
    (action,) = load(Path(session)).session.actions.values()
    assert action.status == status


def test_a_status_that_nobody_set_is_not_told_where_it_stays(run: Run, session: str) -> None:
    """Whoever changes a title reads of the title alone."""
    path = exported(run, session, "actions.csv")
    edit(path, '"Draw the flow"', '"Draw all flows"')
    told = run("import", session, "actions.csv").out
    assert "Draw all flows" in told
    assert "Status" not in told


def test_a_row_that_was_deleted_deletes_nothing(run: Run, session: str) -> None:
    """It is said how many actions a table does not hold, and they stay."""
    run("action", "add", session, "Ask the desk", "--id", "askdesk")
    path = exported(run, session, "actions.csv")
    rows = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join(row for row in rows if b"askdesk" not in row).replace(b"Draw the", b"Draw a"))
    assert "left as they are: 1 quests" in run("import", session, "actions.csv", "--yes").err
    assert len(load(Path(session)).session.actions) == 2


def test_what_is_left_alone_is_listed_with_its_line(run: Run, session: str) -> None:
    """The answer is 1 then, whether the rest is taken or only shown."""
    path = exported(run, session, "plan.md")
    edit(path, "- [ ]", "- [x]")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n- [ ] Plant a tree\n")
    at = path.read_text(encoding="utf-8").splitlines().index("- [ ] Plant a tree") + 1
    for more in ((), ("--yes",)):
        ran = run("import", session, "plan.md", *more, code=1)
        assert f"plan.md:{at}: left alone: - [ ] Plant a tree\n  there is no sign" in ran.err
    assert status(session) == "done"


def test_a_program_reads_what_would_change(run: Run, session: str) -> None:
    """As JSON: what changes, what is left alone, and whether it was taken in."""
    path = exported(run, session, "plan.md")
    edit(path, "- [ ]", "- [x]")
    found = json.loads(run("import", session, "plan.md", "--json").out)
    (change,) = found["changes"]
    assert (found["applied"], found["left"], change["id"]) == (False, [], "drawflow")
    assert change["fields"] == [{"field": "status", "label": "Status", "old": "not started", "new": "done"}]
    assert json.loads(run("import", session, "plan.md", "--json", "--yes").out)["applied"] is True
    assert status(session) == "done"


def test_an_old_copy_does_not_take_back_what_was_changed_here(run: Run, session: str) -> None:
    """Its tick counts, its day does not."""
    run("action", "edit", session, "drawflow", "--due", "2027-03-01")
    path = exported(run, session, "plan.md")
    edit(path, "- [ ]", "- [x]")
    run("action", "edit", session, "drawflow", "--due", "2027-03-31")
    err = run("import", session, "plan.md", "--yes", code=1).err
    assert "this has changed here since the copy was made" in err
    action = load(Path(session)).session.actions["drawflow"]
    assert (action.status, str(action.due)) == ("done", "2027-03-31")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "there is no such file"),
        (b"", "this file is empty"),
        (b"\x00\x01\x02", "this is not a text file"),
        (b"# x\n", "no line of this file bears the sign"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    data: bytes | None, sentence: str, run: Run, session: str
) -> None:
    """With the name of the file, and nothing is changed."""
    if data is not None:
        Path("plan.md").write_bytes(data)
    before = Path(session).read_bytes()
    err = run("import", session, "plan.md", "--yes", code=1).err
    assert re.match(r"plan\.md:1:1: ", err)
    assert sentence in err
    assert Path(session).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="there is no such device")
def test_what_is_no_stored_file_is_refused(run: Run, session: str) -> None:
    """A device never ends; the sentence does not speak of other files."""
    err = run("import", session, "/dev/zero", code=1).err
    assert "this is a device or a pipe, not an ordinary file" in err
    assert "TOML" not in err


def test_a_copy_may_be_larger_than_a_session_but_not_endless(
    run: Run, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is larger is refused by its size."""
    path = exported(run, session, "plan.md")
    edit(path, "- [ ]", "- [x]")
    with path.open("a", encoding="utf-8") as stream:
        stream.write(("\n" + "x" * 1023) * (toml.MAX_BYTES >> 10))
    assert "not started -> done" in run("import", session, "plan.md").out
    monkeypatch.setattr(import_, "MOST_BYTES", 1 << 20)
    err = run("import", session, "plan.md", code=1).err
    assert "this file is larger than 1 MB; that is too much to read" in err


def test_yes_and_dry_run_contradict_each_other(run: Run, session: str) -> None:
    """The command says so and does nothing."""
    assert "--yes and --dry-run" in run("import", session, "plan.md", "--yes", "--dry-run", code=2).err


def test_escape_sequences_in_a_copy_do_nothing(run: Run, session: str) -> None:
    """What somebody wrote into a file is no instruction to the terminal."""
    path = exported(run, session, "plan.md")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n- [ ] \x1b[31mred\n")
    ran = run("import", session, "plan.md", code=1)
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.skipif(os.name == "nt", reason="a pty is needed")
@pytest.mark.parametrize(("answer", "done"), [("", False), ("\uff59", True)])
def test_on_a_terminal_it_asks(answer: str, done: bool, run: Run, session: str) -> None:
    """Nothing but a yes is a yes."""
    path = exported(run, session, "plan.md")
    edit(path, "- [ ]", "- [x]")
    argv = [sys.executable, "-m", "dxworkshop", "--lang", "en", "import", session, str(path)]
    env = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    with Terminal(argv, env=env, cwd=Path.cwd()) as terminal:
        terminal.wait_for("Take this in? [y/N]")
        assert status(session) == "todo"
        terminal.type(f"{answer}\n".encode())
        assert terminal.wait() == 0
        assert ("undo takes it back" in terminal.text()) is done
    assert status(session) == ("done" if done else "todo")
