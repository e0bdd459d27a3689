"""``dxworkshop due``: what is past, what comes, of whom, and for whom it is written. Today is 2026-12-10."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.conftest import Run, Start


@pytest.fixture
def plan(run: Run, session: str) -> str:
    """Return a session with a first step of tomorrow, a late action of Tanaka's, and one without an owner."""
    first = ("--first-step", "Ask the desk", "--first-step-by", "2026-12-11")
    run("action", "edit", session, "drawflow", "--due", "2027-02-01", *first)
    run("member", "edit", session, "tanaka", "--calling", "smith")
    run("action", "add", session, "--title", "Count", "--owner", "Tanaka", "--due", "2026-12-08", "--id", "count")
    run("action", "add", session, "--title", "Call", "--due", "2026-12-19", "--id", "call")
    return session


def told(run: Run, *argv: str) -> list[tuple[str, str, str, str]]:
    """Return day, kind, id of the action and person of what is due."""
    found = json.loads(run("due", *argv, "--json").out)
    return [(one["day"], one["kind"], one["action"], one["person"]) for one in found]


def test_what_is_late_comes_first_then_what_comes(run: Run, plan: str) -> None:
    """In groups, each line with day, weekday, how far away, kind, who and what; closed offices are remarked on."""
    lines = [" ".join(line.split()) for line in run("due").out.splitlines()]
    assert lines == [
        "Past its date: 1",
        "2026-12-08 Tue 2 days ago due Tanaka Count [Half the wait]",
        "",
        "This week",
        "2026-12-11 Fri in 1 day first step Tanaka Ask the desk (Draw the flow) [Half the wait]",
        "",
        "Until 2026-12-24",
        "2026-12-19 Sat in 9 days due nobody yet Call [Half the wait] (offices closed: a Saturday)",
    ]


def test_another_day_and_another_span(run: Run, plan: str) -> None:
    """A day without a year is the nearest one; nothing due is said on stderr alone."""
    assert told(run, "--on", "12/11", "--within", "0") == [
        ("2026-12-08", "due", "count", "Tanaka"),
        ("2026-12-11", "first_step", "drawflow", "Tanaka"),
    ]
    assert len(told(run, "--within", "99")) == 4
    ran = run("due", "--on", "2026-11-01")
    assert (ran.out, ran.err) == ("", "nothing is due until 2026-11-15\n")
    assert "is no day" in run("due", "--on", "someday", code=2).err


def test_only_of_a_person_or_a_role(run: Run, plan: str) -> None:
    """By part of a name, by seat, by the id of a calling or one of its names in any language."""
    mine = {"count", "drawflow"}
    for option in (("--person", "ＴＡＮＡ"), ("--role", "smith"), ("--role", "residents"), ("--role", "道具")):
        assert {action for _, _, action, _ in told(run, *option)} == mine, option
    assert told(run, "--person", "sato") == []
    assert told(run, "--role", "shield") == []


def test_a_scheduled_task_learns_of_what_is_late(run: Run, plan: str, folder: Path) -> None:
    """Exit 1 for what is late, and for a file nobody can tell of; without the option always 0."""
    run("due")
    run("due", "--fail-if-late", code=1)
    run("due", "--fail-if-late", "--person", "sato")
    run("action", "edit", plan, "count", "--status", "done")
    run("due", "--fail-if-late")
    (folder / "broken.toml").write_text("id = \n", encoding="utf-8")
    assert str(folder / "broken.toml") in run("due").err
    run("due", "--fail-if-late", code=1)


def test_what_was_taken_over_is_due_once(run: Run, plan: str) -> None:
    """In the newest session alone, and the reviews of the one before are asked for no more."""
    text = Path(plan).read_text(encoding="utf-8")
    Path(plan).write_text(text.replace('at = "', 'reviews = [2026-12-09]\nat = "', 1), encoding="utf-8")
    assert [kind for _, kind, _, _ in told(run)].count("review") == 1
    new = run("new", "Half the wait again", "--from", plan, "--id", "bbcd234567").out.strip()
    sessions = [(one["action"], one["session"]) for one in json.loads(run("due", "--json").out)]
    assert sorted(sessions) == [("call", "bbcd234567"), ("count", "bbcd234567"), ("drawflow", "bbcd234567")]
    named = [(one["action"], one["session"]) for one in json.loads(run("due", plan, new, "--json").out)]
    assert sorted(named) == sorted(sessions)
    assert {one["session"] for one in json.loads(run("due", plan, "--json").out)} == {"abcd234567"}


def test_a_session_or_a_folder_can_be_named(run: Run, plan: str, folder: Path, tmp_path: Path) -> None:
    """By file, id, part of the title or folder; two folders are refused, as is what is not there."""
    for what in (plan, "abcd", "half the", str(folder)):
        assert len(told(run, what)) == 3, what
    (tmp_path / "other").mkdir()
    assert told(run, str(tmp_path / "other")) == []
    assert "one folder" in run("due", str(folder), str(tmp_path / "other"), code=2).err
    assert "there is no session" in run("due", "nobody", code=1).err


def test_the_calendar_bears_the_ids_of_the_session_s_own(run: Run, plan: str, tmp_path: Path) -> None:
    """So that one import updates the other; only what is due is in it, to a file or to stdout."""
    whole = Calendar.from_ical(run("export", plan, "--format", "ics").out)
    some = Calendar.from_ical(run("due", "--ics").out)
    uids = {str(one["uid"]) for one in some.walk("VEVENT")}
    assert uids == {
        "count-due@abcd234567.dxworkshop",
        "drawflow-first-step@abcd234567.dxworkshop",
        "call-due@abcd234567.dxworkshop",
    }
    assert uids < {str(one["uid"]) for one in whole.walk("VEVENT")}
    run("due", "--ics", "--person", "tanaka", "--output", str(tmp_path / "due.ics"))
    assert (tmp_path / "due.ics").read_bytes().count(b"BEGIN:VEVENT") == 2
    assert "is there already" in run("due", "--ics", "-o", str(tmp_path / "due.ics"), code=1).err
    assert "BEGIN:VCALENDAR" in run("due", "--ics", "--on", "2026-01-01").out
    run("due", "--ics", "--json", code=2)
    run("due", "--output", "x.ics", code=2)


def test_no_model_is_built_for_a_folder(start: Start, plan: str, folder: Path) -> None:
    """It must be quick enough for every log-in."""
    code = "import sys, dxworkshop.__main__ as m; m.main(sys.argv[1:]); print('pydantic' in sys.modules)"
    ran = start("--folder", str(folder), "due", python=("-c", code))
    assert ran.stdout.decode().splitlines()[-1] == "False"
