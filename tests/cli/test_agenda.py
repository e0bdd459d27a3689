"""The plan of the day and the clock, from the command line."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import tui
from tests.cli.conftest import Run

AT_ONE = "2026-11-24T13:00:00+09:00"


def steps(run: Run, file: str) -> list[dict[str, Any]]:
    """Return the steps as `agenda show` has them."""
    found: list[dict[str, Any]] = json.loads(run("agenda", "show", file, "--json").out)["steps"]
    return found


def ids(run: Run, file: str) -> list[str]:
    """Return the ids of the steps in their order."""
    return [step["id"] for step in steps(run, file)]


def test_steps_are_put_in_repeated_moved_and_taken_out(run: Run, session: str) -> None:
    """Each new one comes right after the step the team is at, and its id is printed."""
    first, second, *rest = ids(run, session)
    assert run("agenda", "insert", session, "talk", "Coffee", "--minutes", "\uff15").out == "talk\n"
    assert run("agenda", "insert", session, "collect", "--after", "talk").out == "collect\n"
    assert run("agenda", "insert", session, "vote", "--after", "collect").out == "vote\n"
    assert run("agenda", "repeat", session, "Coffee").out == "talk-2\n"
    assert run("agenda", "repeat", session, "--id", "again").out == "again\n"
    assert ids(run, session) == [first, "again", "talk-2", "talk", "collect", "vote", second, *rest]
    made = {step["id"]: step for step in steps(run, session)}
    assert (made["talk-2"]["title"], made["talk-2"]["planned"]) == ("Coffee (2)", 300)
    assert made["vote"]["title"] == "Dots"
    assert run("agenda", "move", session, "talk-2", "--first").err == "changed: Coffee (2)\n"
    run("agenda", "move", session, "again", "--after", "vote")
    assert run("agenda", "remove", session, first).err == "taken out: Opening\n"
    assert ids(run, session) == ["talk-2", "talk", "collect", "vote", "again", second, *rest]
    data = tomllib.loads(Path(session).read_text(encoding="utf-8"))
    assert data["at"] == "talk"
    assert data["workshop"]["steps"]["vote"]["on"] == "collect"
    run("undo", session)
    assert ids(run, session)[1] == first
    run("check", session)


def test_a_step_is_skipped_and_given_another_length(run: Run, session: str) -> None:
    """The lists say so in words, not by a colour or a sign alone."""
    run("agenda", "skip", session, "party")
    assert run("agenda", "minutes", session, "party", "7").err == "changed: The party\n"
    [party] = [step for step in steps(run, session) if step["id"] == "party"]
    assert (party["skipped"], party["planned"]) == (True, 420)
    assert "The party (skipped)" in run("agenda", "show", session).out
    assert "The party (skipped)" in run("step", session).out
    assert [s["skipped"] for s in json.loads(run("step", session, "--json").out) if s["id"] == "party"] == [True]
    run("agenda", "unskip", session, "party")
    assert "(skipped)" not in run("agenda", "show", session).out


def test_a_step_is_edited(run: Run, session: str) -> None:
    """Title, script, and what its kind asks for."""
    run("agenda", "insert", session, "collect", "--id", "ideas", "--anonymous", "--prompt", "What helps?")
    run("agenda", "insert", session, "vote", "--after", "ideas", "--dots", "5")
    run(
        "agenda", "edit", session, "vote", "--title", "Points", "--say", "Place them", "--dots", "4", "--anonymous"
    )
    made = tomllib.loads(Path(session).read_text(encoding="utf-8"))["workshop"]["steps"]
    assert (made["ideas"]["anonymous"], made["ideas"]["prompt"]) == (True, "What helps?")
    vote = made["vote"]
    assert (vote["title"], vote["say"], vote["dots"], vote["anonymous"]) == ("Points", "Place them", 4, True)


def test_the_clock_counts_and_the_plan_says_how_late_it_is(run: Run, session: str) -> None:
    """Real times are not needed: a script says what time it is."""
    run("clock", "start", session, "--now", AT_ONE)
    assert run("clock", "add", session, "5").err == "Opening: 5 min more than planned\n"
    run("clock", "add", session, "--", "-3")
    late = "2026-11-24T13:21:30+09:00"
    shown = run("clock", "show", session, "--now", late).out
    planned = steps(run, session)[0]["planned"]
    assert shown.splitlines()[0] == f"opening: Opening: 21:30 / {planned // 60}:00 (the clock runs)"
    behind = json.loads(run("clock", "show", session, "--now", late, "--json").out)
    assert (behind["running"], behind["step"]) == (True, {"id": "opening", "used": 1290, "planned": planned})
    assert behind["behind"] == 1290 - planned + 120
    assert f"{behind['behind'] // 60} min behind" in shown
    run("step", session, "vision", "--now", late)
    run("clock", "stop", session, "--now", "2026-11-24T13:22:00+09:00")
    used = {step["id"]: step["used"] for step in steps(run, session)}
    assert (used["opening"], used["vision"]) == (1290, 30)
    assert ">  vision" in run("agenda", "show", session).out
    assert "21:30" in run("agenda", "show", session).out
    run("clock", "reset", session)
    assert {step["used"] for step in steps(run, session)} == {0}


def test_a_script_starts_no_clock(run: Run, session: str) -> None:
    """Going to a step moves a clock that runs, and leaves one alone that stands."""
    run("step", session, "vision")
    assert "clock" not in tomllib.loads(Path(session).read_text(encoding="utf-8"))


def test_a_plan_that_cannot_hold_is_shortened_where_that_is_accepted(run: Run, session: str) -> None:
    """First it is only printed; nothing is ever taken from actions and pledges."""
    assert run("agenda", "replan", session).err == "there is nothing to shorten\n"
    run("clock", "start", session, "--now", AT_ONE)
    late = ("--now", "2026-11-24T13:30:00+09:00")
    before = Path(session).read_bytes()
    proposed = json.loads(run("agenda", "replan", session, "--json", *late).out)
    assert proposed
    assert not {"actions", "pledge"} & {one["id"] for one in proposed}
    ran = run("agenda", "replan", session, *late)
    assert f"{proposed[0]['minutes']} -> {proposed[0]['proposed']}" in ran.out
    assert ran.err == "nothing is changed yet; --accept does it\n"
    assert Path(session).read_bytes() == before
    accepted = run("agenda", "replan", session, "--accept", *late)
    assert accepted.err == "the plan of the day is changed; dxworkshop undo takes it back\n"
    planned = {step["id"]: step["planned"] for step in steps(run, session)}
    assert planned[proposed[0]["id"]] == proposed[0]["proposed"] * 60
    run("undo", session)
    planned = {step["id"]: step["planned"] for step in steps(run, session)}
    assert planned[proposed[0]["id"]] == proposed[0]["minutes"] * 60


def test_a_new_session_takes_the_minutes_of_the_last_time(run: Run) -> None:
    """It says so on stderr; the template's own can be had."""
    file = run("new", "First", "--template", "quick-60").out.strip()
    run("clock", "start", file, "--now", AT_ONE)
    for number, step in enumerate(ids(run, file)[1:], start=1):
        run("step", file, step, "--now", f"2026-11-24T13:{number * 7:02d}:00+09:00")
    run("clock", "stop", file, "--now", "2026-11-24T13:55:00+09:00")
    ran = run("new", "Second", "--template", "quick-60")
    assert ran.err == "the minutes are those of the last time: First; --times template has the template's own\n"
    assert steps(run, ran.out.strip())[0]["planned"] == 420
    own = run("new", "Third", "--template", "quick-60", "--times", "template")
    assert own.err == ""
    assert [step["planned"] for step in steps(run, own.out.strip())] == [s["planned"] for s in steps(run, file)]
    assert run("new", "x", "--times", "mine", code=2).err == "mine is not one of: last, template\n"


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["agenda", "insert", "dance"], 2, "dance is not one of: talk, review"),
        (["agenda", "insert"], 2, "KIND is missing"),
        (["agenda", "insert", "talk", "--minutes", "0"], 1, "minutes: 0 is too small"),
        (["agenda", "insert", "talk", "--minutes", ""], 2, "MINUTES needs a value"),
        (["agenda", "insert", "talk", "--after", "nowhere"], 1, "there is no nowhere here"),
        (["agenda", "insert", "talk", "--after", "boss", "--first"], 2, "say where: --after STEP or --first"),
        (["agenda", "insert", "talk", "--dots", "3"], 1, "there is no field dots here"),
        (["agenda", "insert", "talk", "--id", "A!"], 1, "only small letters, digits and hyphens"),
        (["agenda", "insert", "vote", "--first"], 1, "no step before this one collects notes"),
        (["agenda", "insert", "rate", "--deck", "tarot"], 2, "tarot is not one of: culture, lenses"),
        (["agenda", "move", "boss"], 2, "say where: --after STEP or --first"),
        (["agenda", "move", "boss", "--after", "boss"], 1, "a step cannot stand after itself"),
        (["agenda", "skip", "nowhere"], 1, "there is no nowhere here"),
        (["agenda", "minutes", "boss", "481"], 1, "minutes: 481 is too large; the most is 480"),
        (["agenda", "minutes", "boss", "1.5"], 1, "1.5 is no whole number"),
        (["agenda", "edit", "boss"], 2, "say what to change"),
        (["agenda", "edit", "boss", "--title", " "], 1, "a title is needed"),
        (["agenda", "edit", "boss", "--dots", "3"], 1, "there is no field dots here"),
        (["agenda", "repeat", "nowhere"], 1, "there is no nowhere here"),
        (["agenda", "show", "--now", "noon"], 2, "noon is no time; write 2026-11-24T13:30:00+09:00"),
        (["clock", "add", "soon"], 1, "soon is no number"),
        (["clock", "add", ""], 2, "MINUTES needs a value"),
        (["clock", "start", "--now", "noon"], 2, "noon is no time"),
        (["clock", "add", "5", "--step", "nowhere"], 1, "there is no nowhere here"),
    ],
)
def test_what_is_refused(argv: list[str], code: int, sentence: str, run: Run, session: str) -> None:
    """One sentence, and the file as it was."""
    before = Path(session).read_bytes()
    ran = run(*argv[:2], session, *argv[2:], code=code)
    assert ran.err.startswith(sentence)
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert Path(session).read_bytes() == before


def test_present_opens_the_file_of_the_session(run: Run, session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By any of its names; what the screens answer is the exit code."""
    opened: list[Path] = []

    def presented(path: Path) -> int:
        opened.append(path)
        return 1

    monkeypatch.setattr(tui, "run_present", presented, raising=False)
    run("present", "Half", code=1)
    assert opened == [Path(session)]
    assert run("present", "nothing", code=1).err.startswith("there is no session nothing in ")
