"""A check-in by options: several calls of one day are one check-in, and each is one change."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.model.session import Checkin, Rating, Session
from dxworkshop.store import document
from tests.cli.conftest import Run
from tests.conftest import NOW

DAY = "2026-12-08"


@pytest.fixture
def file(run: Run, session: str) -> str:
    """Return the file of a session held on 2026-11-24, with an action due on 2026-12-04 and a gap."""
    run("meeting", "set", session, "--held", "2026-11-24")
    run("action", "edit", session, "drawflow", "--due", "2026-12-04")
    run("gap", "add", session, "--reality", "Nobody knows", "--size", "4", "--id", "gap1")
    return session


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be Christmas Eve: no check-in is held before its day."""
    eve = datetime(2026, 12, 24, 13, 30, tzinfo=NOW.tzinfo)
    monkeypatch.setattr(calendar, "now", lambda: eve)


def read(file: str) -> Session:
    """Return the session as its file holds it."""
    return document.load(Path(file)).session


def only(file: str) -> Checkin:
    """Return the only check-in."""
    (checkin,) = read(file).checkins.values()
    return checkin


def test_one_call_reports_an_action_and_what_is_said_of_the_session(run: Run, file: str) -> None:
    """It prints the id of the check-in, and moves what an action says too."""
    said = ("--read", "waiting=39", "--lesson", "full mornings", "--next", "2026-12-22", "--gap", "gap1=3")
    told = ("--status", "doing", "--rating", "B", "--next-step", "show it", "--next-by", "12-15")
    more = ("--if-then", "if Monday, then I go", "--note", "a draft", "--due", "12-18")
    id_ = run(
        "checkin", file, "--on", DAY, "--host", "Tanaka", *said, "--action", "flow", *told, *more
    ).out.strip()
    checkin = read(file).checkins[id_]
    assert (checkin.on, checkin.host, checkin.lessons) == (date(2026, 12, 8), "tanaka", ("full mornings",))
    assert (checkin.readings, checkin.gaps, checkin.scale) == ({"waiting": 39.0}, {"gap1": 3}, "hamamatsu")
    report = checkin.actions["drawflow"]
    assert (report.status, report.rating, report.note) == ("doing", "B", "a draft")
    assert (report.next_step, report.next_by) == ("show it", date(2026, 12, 15))
    assert report.was_due == date(2026, 12, 4)
    after = read(file)
    assert after.reviews == (date(2026, 12, 22),)
    action = after.actions["drawflow"]
    assert (action.status, action.due, action.slipped) == ("doing", date(2026, 12, 18), (date(2026, 12, 4),))


@pytest.mark.usefixtures("later")
def test_calls_of_one_day_are_one_checkin_and_one_call_is_one_change(run: Run, file: str) -> None:
    """Lessons come together; undo takes back the last call, not a part of it."""
    first = run("checkin", file, "--on", DAY, "--lesson", "one").out
    assert run("checkin", file, "--on", DAY, "--lesson", "two", "--read", "waiting=40").out == first
    assert run("checkin", file, "--on", "2026-12-22", "--lesson", "three").out != first
    assert first == "day20261208\n"  # two laptops that begin it apart hold one
    run("undo", file)
    run("undo", file)
    assert run("checkin", file, "--on", DAY, "--lesson", "one").out == first
    assert (only(file).lessons, only(file).readings) == (("one",), {})


@pytest.mark.usefixtures("later")
def test_a_slip_is_counted_once_however_often_it_is_spoken_of(run: Run, file: str) -> None:
    """Twice on one day, and at the next check-in: each day it was due on stands there once."""
    for _ in range(2):
        run("checkin", file, "--on", DAY, "--action", "drawflow", "--status", "doing")
    run("checkin", file, "--on", DAY, "--action", "drawflow", "--due", "2026-12-18")
    assert read(file).actions["drawflow"].slipped == (date(2026, 12, 4),)
    late = run("checkin", file, "--on", "2026-12-22", "--action", "drawflow", "--status", "doing")
    assert read(file).actions["drawflow"].slipped == (date(2026, 12, 4), date(2026, 12, 18))
    assert "has passed or moved 2 times (2026-12-04, 2026-12-18). It could be cut smaller" in late.err


def test_done_takes_back_the_slip_that_the_same_day_saw(run: Run, file: str) -> None:
    """It was said by mistake."""
    run("checkin", file, "--on", DAY, "--action", "drawflow", "--status", "doing")
    run("checkin", file, "--on", DAY, "--action", "drawflow", "--status", "done")
    assert read(file).actions["drawflow"].slipped == ()


def test_one_is_cut_into_smaller_ones(run: Run, file: str) -> None:
    """Their ids are said, and the old one is dropped with a reason."""
    ran = run("checkin", file, "--on", DAY, "--cut", "drawflow", "--into", "One floor", "--into", "Two floors")
    actions = {action.title: action for action in read(file).actions.values()}
    assert (actions["Draw the flow"].status, actions["Draw the flow"].reason) == (
        "dropped",
        "cut smaller: One floor, Two floors",
    )
    assert [actions[name].owner for name in ("One floor", "Two floors")] == ["tanaka", "tanaka"]
    assert ran.err.count("new: ") == 2
    assert only(file).actions["drawflow"].status == "dropped"


def test_somebody_else_takes_it_who_then_helps_no_more(run: Run, file: str) -> None:
    """A partner becomes the owner."""
    run("member", "add", file, "Sato", "--id", "sato")
    run("action", "edit", file, "drawflow", "--partner", "sato", "--calling", "guide")
    run("checkin", file, "--on", DAY, "--action", "drawflow", "--owner", "Sato")
    action = read(file).actions["drawflow"]
    assert (action.owner, action.partners, action.calling) == ("sato", (), "")


def test_what_was_done_since_is_told_by_the_one_that_begins(run: Run, file: str, tmp_path: Path) -> None:
    """As on the screen, on the scale of the settings; and the next day takes the place of the one planned."""
    (tmp_path / "config.toml").write_text('scale = "nagayo"\n', encoding="utf-8")
    run("action", "done", file, "drawflow")
    run("checkin", file, "--on", DAY, "--lesson", "one", "--next", "2026-12-22")
    run("checkin", file, "--on", DAY, "--next", "2027-01-05")
    assert (only(file).actions["drawflow"].status, only(file).scale) == ("done", "nagayo")
    assert read(file).reviews == (date(2027, 1, 5),)


def test_ids_that_nobody_knows_are_shown_as_they_are(run: Run, file: str) -> None:
    """A file that was changed by hand may speak of what was never there."""
    run("checkin", file, "--on", DAY, "--read", "waiting=39", "--gap", "gap1=3", "--action", "drawflow")
    text = Path(file).read_text(encoding="utf-8")
    head, said = text[: text.index("[checkins")], text[text.index("[checkins") :]
    for id_ in ("waiting", "gap1", "drawflow"):
        said = said.replace(id_, f"lost{id_}")
    Path(file).write_text(head + said, encoding="utf-8")
    shown = run("checkin", file, "--show").out
    assert [f"lost{id_}: " in shown for id_ in ("waiting", "gap1", "drawflow")] == [True] * 3


def test_a_removed_one_takes_the_slip_that_it_alone_saw(run: Run, file: str) -> None:
    """And a day that is corrected the slip that it cannot have seen."""
    run("checkin", file, "--on", DAY, "--action", "drawflow", "--status", "doing")
    assert read(file).actions["drawflow"].slipped == (date(2026, 12, 4),)
    run("checkin", file, "--id", "day20261208", "--on", "2026-12-03", "--lesson", "earlier")
    assert read(file).actions["drawflow"].slipped == ()
    run("undo", file)
    run("checkin", file, "--on", DAY, "--remove")
    assert read(file).actions["drawflow"].slipped == ()


@pytest.mark.usefixtures("later")
def test_marks_are_given_again_beside_the_first_ones(run: Run, file: str) -> None:
    """The rating of the workshop stays as it was."""
    run("agenda", "insert", file, "rate", "Culture", "--deck", "culture", "--id", "culture")
    run("rate", "set", file, "team", "--step", "culture", "--reality", "2", "--ideal", "4")
    run("checkin", file, "--on", "2026-12-24", "--mark", "culture/team=3", "--decision", "on")
    assert only(file).ratings == {"culture": {"team": Rating(reality=3)}}
    assert only(file).decision == "on"
    assert read(file).ratings["culture"]["team"].reality == 2
    assert "first 2, now 3" in run("checkin", file, "--show").out


def test_an_empty_value_takes_back(run: Run, file: str) -> None:
    """A reading, a size, lessons."""
    run("checkin", file, "--on", DAY, "--read", "waiting=39", "--gap", "gap1=3", "--lesson", "one")
    run("checkin", file, "--on", DAY, "--read", "waiting=", "--gap", "gap1=", "--lesson", "")
    assert (only(file).readings, only(file).gaps, only(file).lessons) == ({}, {}, ())


@pytest.mark.usefixtures("later")
def test_a_milestone_is_celebrated_by_role_and_once(run: Run, file: str) -> None:
    """At 75 %, at 50, and when it is beaten; reading the same again says nothing."""
    run("member", "edit", file, "Tanaka", "--calling", "guide")
    run("action", "done", file, "drawflow")
    told = run("checkin", file, "--on", DAY, "--read", "waiting=36").err
    assert "75 % or less" in told
    assert "Guide" in told
    assert "Tanaka" not in told
    assert run("checkin", file, "--on", DAY, "--read", "waiting=36").err == ""
    assert (
        "0 %. Every measure has reached" in run("checkin", file, "--on", "2026-12-22", "--read", "waiting=20").err
    )


@pytest.mark.usefixtures("later")
def test_what_was_said_can_be_read_and_is_json(run: Run, file: str) -> None:
    """`--show` prints every check-in, `--json` with an answer the one, alone all of them."""
    one = json.loads(run("checkin", file, "--on", DAY, "--read", "waiting=39", "--json").out)
    assert (one["on"], one["readings"]) == (DAY, {"waiting": 39.0})
    run("checkin", file, "--on", "2026-12-22", "--action", "drawflow", "--status", "done", "--rating", "A")
    assert [entry["on"] for entry in json.loads(run("checkin", file, "--json").out)] == [DAY, "2026-12-22"]
    shown = run("checkin", file, "--show").out
    assert "  Waiting time: 39 min\n" in shown
    assert "  Draw the flow: done, A ahead of the target\n" in shown


def test_a_checkin_is_taken_out_and_comes_back(run: Run, file: str) -> None:
    """As everything does."""
    id_ = run("checkin", file, "--on", DAY, "--read", "waiting=39").out.strip()
    assert run("checkin", file, "--on", DAY, "--remove").err == f"taken out: {DAY}\n"
    assert run("checkin", file, "--show").out == ""
    run("bin", file, "--restore", id_)
    assert only(file).readings == {"waiting": 39.0}


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["--status", "done"], 2, "--status needs --action"),
        (["--reason", "x"], 2, "--reason needs --action"),
        (["--into", "x"], 2, "--cut needs --into"),
        (["--cut", "drawflow"], 2, "--cut needs --into"),
        (["--action", "drawflow", "--cut", "drawflow", "--into", "x"], 2, "--cut and --action do not go together"),
        (["--read", "waiting"], 2, "waiting does not have the form MEASURE=VALUE"),
        (["--read", "waiting=x"], 1, "x is no number"),
        (["--read", "nothing=1"], 1, "there is no nothing here"),
        (["--gap", "gap1=9"], 1, "9 is no whole number from 0 to 5"),
        (["--action", "drawflow", "--status", "blocked"], 1, "a blocked action needs whom to ask"),
        (["--action", "drawflow", "--status", "dropped"], 1, "a dropped action needs a reason"),
        (["--action", "drawflow", "--rating", "E"], 1, "E is not one of: A, B, C, D"),
        (["--lesson", "x", "--decision", "maybe"], 2, "maybe is not one of: on"),
        (["--lesson", "x", "--on", "2026-02-31"], 1, "2026-02-31 is no day"),
        (
            ["--lesson", "x", "--on", "2026-12-11"],
            1,
            "a campfire is not held before its day; write --on",
        ),
        (["--on", "2026-12-11"], 1, "a campfire is not held before its day; write --on"),
        (["--next", "2026-12-10"], 1, "the next campfire comes after this one, on 2026-12-10"),
    ],
)
def test_what_is_refused_leaves_the_file_alone(
    argv: list[str], code: int, sentence: str, run: Run, file: str
) -> None:
    """One sentence each, and not even a check-in is begun."""
    before = Path(file).read_bytes()
    ran = run("checkin", file, *argv, code=code)
    assert ran.err.startswith(sentence)
    assert ran.err.count("\n") == 1
    assert Path(file).read_bytes() == before


@pytest.mark.usefixtures("later")
def test_another_scale_is_chosen_by_the_settings_or_for_the_day(run: Run, file: str, tmp_path: Path) -> None:
    """The settings first, an option before them; a check-in keeps the one it has."""
    (tmp_path / "config.toml").write_text('scale = "akiruno"\n', encoding="utf-8")
    run("checkin", file, "--on", DAY, "--action", "drawflow", "--rating", "S")
    assert only(file).scale == "akiruno"
    run("checkin", file, "--on", "2026-12-22", "--scale", "nagayo", "--action", "drawflow", "--rating", "-")
    assert {one.scale for one in read(file).checkins.values()} == {"akiruno", "nagayo"}
