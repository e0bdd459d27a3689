"""``dxworkshop lint`` and ``exception``: what is printed, what it answers, and what a team sets aside."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.linted import FOLDER


@pytest.fixture
def bare(run: Run) -> str:
    """Return a session with one action of which only the title is known."""
    file = run("new", "Half the wait", "--id", "abcd234567", "--template", "dx-90").out.strip()
    run("member", "add", file, "--name", "Tanaka", "--id", "tanaka")
    run("action", "add", file, "--title", "Draw the flow", "--id", "drawflow")
    return file


def rules(run: Run, *argv: str, code: int = 1) -> list[str]:
    """Return the rules of the command's JSON."""
    data = json.loads(run("lint", *argv, "--json", code=code).out)
    return [one["rule"] for session in data["sessions"] for one in session["findings"]]


def test_findings_are_told_with_their_mend_and_the_most_urgent_first(run: Run, bare: str) -> None:
    """Severity, rule and action in one line; the counts go to stderr."""
    ran = run("lint", bare, code=1)
    lines = ran.out.splitlines()
    assert lines[:3] == [
        "error  no-owner  1. Draw the flow",
        "    Nobody owns it yet.",
        "    Find the one person who says yes to it.",
    ]
    assert ran.err.startswith("errors: 2, warnings: ")
    assert "Evidence" not in ran.out


def test_why_tells_the_strength_of_the_evidence(run: Run, bare: str) -> None:
    """With the study where there is one, and that there is none where it is ours."""
    out = run("lint", bare, "--why", code=1).out
    source = "Gollwitzer & Sheeran 2006; Sheeran, Listrom & Gollwitzer 2024"
    assert f"    Evidence: strong ({source})" in out.splitlines()
    assert "    Evidence: medium (Ariely & Wertenbroch 2002)" in out.splitlines()
    assert "    Evidence: none from studies; this is a view of this tool" in out.splitlines()


def test_json_names_everything(run: Run, bare: str) -> None:
    """One object for each session, one for each finding."""
    (session,) = json.loads(run("lint", bare, "--json", code=1).out)["sessions"]
    assert (session["id"], session["title"]) == ("abcd234567", "Half the wait")
    assert session["findings"][0] == {
        "rule": "no-owner",
        "severity": "error",
        "action": "drawflow",
        "number": 1,
        "title": "Draw the flow",
        "field": "owner",
        "sentence": "Nobody owns it yet.",
        "mend": "Find the one person who says yes to it.",
        "why": session["findings"][0]["why"],
        "evidence": "weak",
        "source": "Studies on bystanders and the diffusion of responsibility (inferred)",
        "excepted": False,
        "reason": "",
    }


@pytest.mark.parametrize(
    ("name", "code", "first", "last"),
    [
        ("no-owner.trips", 1, "error  no-owner  1. ", "errors: 1, warnings: 0, hints: 0"),
        ("no-if-then.trips", 1, "warning  no-if-then  1. ", "errors: 0, warnings: 1, hints: 0"),
        ("no-calling.trips", 0, "hint  no-calling  1. ", "errors: 0, warnings: 0, hints: 1"),
        ("no-if-then.clean", 0, "", "nothing is missing"),
    ],
)
def test_the_exit_code_tells_whether_it_is_more_than_hints(
    run: Run, tmp_path: Path, name: str, code: int, first: str, last: str
) -> None:
    """A scheduled task can go by it."""
    copy = tmp_path / "plan.toml"
    copy.write_bytes((FOLDER / f"{name}.toml").read_bytes())
    ran = run("lint", str(copy), code=code)
    assert ran.out.startswith(first)
    assert bool(ran.out) == bool(first)
    assert ran.err.splitlines()[-1] == last


def test_an_exception_is_left_out_unless_all_are_wanted(run: Run, bare: str) -> None:
    """It takes the id or the title of the action, and its reason goes with it."""
    reason = ("--reason", "We ask on Friday")
    run("exception", "add", bare, "no-owner", "--action", "Draw", *reason, "--id", "exception1")
    assert "no-owner" not in rules(run, bare)
    ran = run("lint", bare, "--all", code=1)
    assert "    set aside: We ask on Friday" in ran.out.splitlines()
    assert ran.err.splitlines()[-1] == "set aside by the team: 1 (--all prints them)"
    data = json.loads(run("lint", bare, "--all", "--json", code=1).out)["sessions"][0]["findings"]
    assert [(one["rule"], one["reason"]) for one in data if one["excepted"]] == [("no-owner", "We ask on Friday")]
    run("exception", "edit", bare, "no-owner", "--reason", "On Monday")
    assert "set aside: On Monday" in run("lint", bare, "--all", code=1).out
    run("exception", "remove", bare, "no-owner")
    assert "no-owner" in rules(run, bare)


def test_an_exception_of_the_whole_session_needs_no_action(run: Run, bare: str) -> None:
    """All its actions are left alone by that rule."""
    run("action", "add", bare, "--title", "Ask the others", "--id", "askothers2")
    assert rules(run, bare).count("no-due-date") == 2
    run("exception", "add", bare, "--rule", "no-due-date", "--reason", "The council sets the days")
    assert "no-due-date" not in rules(run, bare)


def test_an_unknown_rule_and_a_missing_reason_are_refused(run: Run, bare: str) -> None:
    """The first names the rules there are; nothing is written."""
    before = Path(bare).read_bytes()
    assert "no-owner, no-due-date" in run("exception", "add", bare, "no-ovner", "--reason", "x", code=1).err
    assert "say why" in run("exception", "add", bare, "no-owner", code=1).err
    assert "say why" in run("exception", "add", bare, "no-owner", "--reason", " ", code=1).err
    run("exception", "add", bare, "no-owner", "--action", "nowhere", "--reason", "x", code=1)
    assert Path(bare).read_bytes() == before


def test_all_rules_can_be_printed(run: Run) -> None:
    """No session is needed; what a rule finds stands as dots, and limits as their numbers."""
    out = run("lint", "--rules").out
    assert "    Its day has slipped ... times." in out.splitlines()
    assert "    Write down something small that can be done within 7 days." in out.splitlines()
    data = json.loads(run("lint", "--rules", "--json").out)
    assert {"rule", "severity", "field", "sentence", "mend", "why", "evidence", "source"} == set(data[0])
    assert len(data) == out.count("Evidence: ")


def test_several_sessions_are_told_one_after_the_other(run: Run, bare: str) -> None:
    """Under their titles; one that is named twice is told once."""
    other = run("new", "The other one", "--id", "efgh234567", "--template", "dx-90").out.strip()
    out = run("lint", bare, other, bare, code=1).out.splitlines()
    assert out.count("Half the wait") == 1
    assert out[out.index("The other one") + 1].startswith("warning  no-actions")


def test_a_session_has_to_be_named(run: Run) -> None:
    """A usage error."""
    assert run("lint", code=2).err.startswith("name one or more sessions")


def test_the_register_of_the_session_is_spoken(run: Run, bare: str) -> None:
    """In plain words the boss is a shared challenge."""
    run("edit", bare, "--register", "plain")
    assert "The shared challenge has no measure yet." in run("lint", bare, code=1).out
