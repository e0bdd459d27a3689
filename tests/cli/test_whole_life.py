"""The whole life of a plan, from the workshop in November to the boss beaten in the next October, in one test.

The clock moves; everything goes through the command line. At each date it asserts what a person would look at.
"""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import calendar
from dxworkshop.model.session import Session
from dxworkshop.store import document
from tests.cli.conftest import Ran, Run

FLOW, FORMS, BOARD, TRAIN = "actnflow22", "actnform22", "actnboard2", "actntrain2"
WAIT, VISITS = "measwait22", "measvisit2"
TANAKA, SATO, SUZUKI, MORI = "membtanaka", "membsato22", "membsuzuki", "membmori22"


class Life:
    """One plan, a clock that moves, and the commands that a team would type."""

    def __init__(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run, self._folder = run, folder
        self._now = datetime(2026, 11, 24, 13, 30, tzinfo=timezone(timedelta(hours=9)))
        monkeypatch.setattr(calendar, "now", lambda: self._now)
        self.file = ""
        """The session that the plan is in by now."""

    def on(self, day: str) -> None:
        """Let it be ten o'clock on a day."""
        self._now = self._now.replace(hour=10, minute=0, **_parts(day))

    def run(self, *argv: str, code: int = 0) -> Ran:
        """Run a command, the session behind its name and verb where a ``.`` stands."""
        return self._run(*(self.file if word == "." else word for word in argv), code=code)

    def checkin(self, *argv: str) -> Ran:
        """Say something in the check-in of the day."""
        return self.run("checkin", ".", *argv)

    def report(self, action: str, status: str, *argv: str) -> Ran:
        """Say in the check-in of the day how an action stands."""
        return self.checkin("--action", action, "--status", status, *argv)

    def hp(self) -> int:
        """Return the HP of the boss, as it is shown."""
        found: int = json.loads(self.run("show", ".", "--json").out)["hp"]
        return found

    def due(self, *argv: str, code: int = 0) -> list[tuple[str, str, str]]:
        """Return what is past its date or due in two weeks in the whole folder: day, kind, action."""
        rows = json.loads(self.run("due", str(self._folder), "--json", *argv, code=code).out)
        return [(row["day"], row["kind"], row["action"] or "") for row in rows]

    def late(self) -> list[tuple[str, str, str]]:
        """Return what is past its date."""
        late = [row for row in self.due("--within", "0") if row[0] < self.today]
        self.due("--within", "0", "--fail-if-late", code=1 if late else 0)
        return late

    def lint(self, code: int) -> dict[str, set[str]]:
        """Return the actions in which lint finds more than a hint, by rule; `code` is what it must answer."""
        ran = self.run("lint", ".", "--json", code=code)
        found: dict[str, set[str]] = {}
        for one in json.loads(ran.out)["sessions"][0]["findings"]:
            if one["severity"] != "hint":
                found.setdefault(one["rule"], set()).add(one["action"])
        return found

    def plan(self, *argv: str) -> str:
        """Return a document."""
        return self.run("export", ".", "--format", "md", "--output", "-", *argv).out

    @property
    def today(self) -> str:
        """The day on the clock."""
        return self._now.date().isoformat()

    @property
    def session(self) -> Session:
        """The session as its file holds it."""
        return document.load(Path(self.file)).session


def _parts(day: str) -> dict[str, Any]:
    found = date.fromisoformat(day)
    return {"year": found.year, "month": found.month, "day": found.day}


def test_from_november_to_the_next_october(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workshop, six check-ins, two re-scores, one carry-over, a transfer in April, and the boss is beaten."""
    life = Life(run, folder, monkeypatch)
    the_workshop(life)
    two_checkins(life)
    one_that_is_late_with_day_30(life)
    slipped_twice(life)
    stuck_and_day_90(life)
    first = life.file
    the_plan_goes_on(life)
    a_transfer_in_april(life)
    the_boss_is_beaten(life)
    the_folder_tells_the_whole_of_it(life, first)


def the_workshop(life: Life) -> None:
    """24 November: a boss with two measures, three people, four actions, and days on which to look again."""
    life.file = life.run("new", "Half the wait", "--register", "plain", "--org", "Midorino City").out.strip()
    for id_, name, seat, calling in (
        (TANAKA, "Tanaka", "Information policy", "smith"),
        (SATO, "Sato", "Residents", "guide"),
        (SUZUKI, "Suzuki", "Finance", "supplier"),
    ):
        person = ("--name", name, "--seat", seat, "--calling", calling, "--hours-per-week", "2")
        life.run("member", "add", ".", *person, "--id", id_)
    life.run("boss", "set", ".", "--name", "Being sent around", "--why-now", "The hall is rebuilt in spring")
    measure = ("--baseline", "42", "--target", "20", "--by", "2027-10-31")
    life.run("boss", "add", ".", "--name", "Waiting time", "--unit", "min", *measure, "--id", WAIT)
    life.run(
        "gap",
        "add",
        ".",
        "--reality",
        "Nobody sees the queue",
        "--size",
        "5",
        "--control",
        "ours",
        "--id",
        "gapqueue22",
    )
    life.run("agenda", "insert", ".", "rate", "Culture", "--deck", "culture", "--id", "culture")
    life.run("rate", "set", ".", "team", "--step", "culture", "--ideal", "4", "--reality", "2")
    for id_, title, owner, due, more in (
        (FLOW, "Draw the flow of moving in", TANAKA, "2026-12-18", ("--answer", "gapqueue22")),
        (FORMS, "One form instead of four", SATO, "2026-12-18", ("--budget", "none")),
        (BOARD, "A board that shows the queue", TANAKA, "2027-06-30", ("--budget", "needed", "--answer", WAIT)),
    ):
        step = ("--first-step", "Ask the desk for ten minutes", "--first-step-by", "2026-12-01")
        so = ("--if-then", "If it is Monday at nine, then I begin", "--due", due)
        life.run("action", "add", ".", title, "--owner", owner, *step, *so, *more, "--id", id_)
    assert {"no-reviews", "answers-nothing"} <= set(life.lint(1))
    life.run("pledge", "reviews", ".", "2026-12-08", "2026-12-22")
    assert "no-reviews" not in life.lint(1)
    assert life.hp() == 100
    assert life.due() == [
        *(("2026-12-01", "first_step", id_) for id_ in (BOARD, FLOW, FORMS)),
        ("2026-12-08", "review", ""),
    ]
    plan = life.plan()
    assert "FY2026 Q3" in plan
    assert "FY2027 Q1" in plan


def two_checkins(life: Life) -> None:
    """8 and 22 December: one is done, two days have passed and are facts, the HP follows the reading."""
    life.on("2026-12-05")
    assert [row[2] for row in life.late()] == [BOARD, FLOW, FORMS]  # the first steps
    life.on("2026-12-08")
    life.checkin("--host", "Sato", "--read", "Waiting=39", "--lesson", "Mornings are full")
    life.report(FLOW, "doing", "--rating", "B", "--next-step", "Walk it once", "--next-by", "2026-12-15")
    life.report(FORMS, "doing", "--rating", "A")
    life.report(BOARD, "doing")
    assert life.hp() == 86
    assert life.late() == []
    assert life.due() == [
        ("2026-12-15", "next_step", FLOW),
        ("2026-12-18", "due", FLOW),
        ("2026-12-18", "due", FORMS),
        ("2026-12-22", "review", ""),
    ]
    life.on("2026-12-21")
    assert life.lint(1)["due-passed"] == {FLOW, FORMS}
    assert {(day, id_) for day, kind, id_ in life.late() if kind == "due"} == {
        ("2026-12-18", FLOW),
        ("2026-12-18", FORMS),
    }
    life.on("2026-12-22")
    told = life.report(FORMS, "done", "--note", "Printed and in use")
    assert told.err == ""  # no milestone, no blame
    life.report(
        FLOW, "doing", "--rating", "C", "--due", "2027-01-15", "--next-step", "Draw it", "--next-by", "1/8"
    )
    life.checkin("--next", "2027-01-05")
    assert life.session.actions[FLOW].slipped == (date(2026, 12, 18),)
    assert life.session.actions[FORMS].slipped == ()
    assert life.hp() == 86  # done alone moves nothing


def one_that_is_late_with_day_30(life: Life) -> None:
    """5 January passes; the check-in is on the 8th, looks at the gaps again, and reaches three quarters."""
    life.on("2027-01-07")
    assert life.late() == [("2027-01-05", "review", "")]
    life.on("2027-01-08")
    told = life.checkin("--read", "Waiting=35", "--gap", "queue=4", "--mark", "culture/team=3", "--decision", "on")
    assert "75 % or less" in told.err
    assert "Front-line expert" in told.err  # who did what is done by now, by role
    assert "Sato" not in told.err
    life.report(FLOW, "doing", "--next-step", "Show it to the desks", "--next-by", "2027-01-13")
    life.checkin("--next", "2027-01-22")
    assert life.hp() == 68
    assert life.late() == []
    assert "first 5, now 4" in life.checkin("--show").out


def slipped_twice(life: Life) -> None:
    """22 January: the flow was not drawn by the 15th either; it is cut smaller."""
    life.on("2027-01-22")
    told = life.report(FLOW, "doing", "--rating", "C")
    assert "moved 2 times (2026-12-18, 2027-01-15)" in told.err
    assert "could be cut smaller, go to somebody else, or be dropped" in told.err
    assert life.lint(1)["slipped-twice"] == {FLOW}
    life.checkin("--cut", FLOW, "--into", "Draw the morning", "--into", "Draw the afternoon")
    (morning, afternoon) = (
        id_
        for id_, one in life.session.actions.items()
        if one.title.startswith("Draw the ") and one.status == "todo"
    )
    for id_, due in ((morning, "2027-02-05"), (afternoon, "2027-03-05")):
        step = ("--first-step", "Ten minutes at the desk", "--first-step-by", "2027-01-29")
        life.run("action", "edit", ".", id_, "--due", due, *step, "--if-then", "If it is nine, then I go")
    life.checkin("--next", "2027-02-05")
    assert "slipped-twice" not in life.lint(1)
    assert life.session.actions[FLOW].status == "dropped"
    assert life.session.actions[morning].owner == TANAKA
    assert life.hp() == 68
    assert [row for row in life.due() if row[2] == FLOW] == []


def stuck_and_day_90(life: Life) -> None:
    """5 and 24 February: one is stuck and says whom to ask; day 90 looks again; half of the way is done."""
    morning, afternoon = _drawn(life)
    life.on("2027-02-05")
    life.report(morning, "done")
    life.report(BOARD, "blocked", "--reason", "No budget yet", "--ask", "Suzuki in Finance")
    life.checkin("--read", "Waiting=36", "--next", "2027-02-24")
    assert life.hp() == 73  # it rose, and says so
    life.on("2027-02-24")
    told = life.checkin(
        "--read", "Waiting=30", "--gap", "queue=2", "--mark", "culture/team=4", "--lesson", "Ask early"
    )
    assert "50 % or less" in told.err
    life.report(afternoon, "doing", "--next-step", "Sit in the hall", "--next-by", "2027-03-01")
    assert life.hp() == 45
    shown = life.checkin("--show").out
    assert "first 5, now 2" in shown
    assert "first 2, now 4" in shown
    assert len(life.session.checkins) == 6
    minutes = life.plan("--document", "handover")
    assert "Ask Suzuki in Finance" in minutes


def the_plan_goes_on(life: Life) -> None:
    """9 March: a second session takes over what is open, and its review says what becomes of it."""
    _, afternoon = _drawn(life)
    life.on("2027-03-09")
    first = life.session
    life.file = life.run("new", "--from", ".").out.strip()
    after = life.session
    assert (after.title, after.earlier, after.organisation) == (
        "Half the wait (no. 2)",
        (first.id,),
        "Midorino City",
    )
    assert set(after.actions) == {BOARD, afternoon}
    assert after.actions[afternoon].slipped == (date(2027, 3, 5),)
    assert after.actions[afternoon].first_step == "Sit in the hall"
    assert after.actions[BOARD].ask == "Suzuki in Finance"
    assert [(gap.size, gap.since) for gap in after.gaps.values()] == [(2, first.id)]
    assert life.hp() == 45  # not 100: what was read comes along
    assert life.late() == [("2027-03-01", "first_step", afternoon), ("2027-03-05", "due", afternoon)]
    life.run("action", "carry", ".", BOARD)
    life.run("action", "carry", ".", afternoon)
    life.run("action", "edit", ".", afternoon, "--due", "2027-04-16")
    life.run("action", "add", ".", "Train the desks", "--owner", TANAKA, "--due", "2027-09-30", "--id", TRAIN)
    life.run("pledge", "reviews", ".", "2027-04-06")
    assert [row for row in life.due("--within", "60") if row[1] == "review"] == [("2027-04-06", "review", "")]
    assert {row[2] for row in life.due("--within", "60")} - {""} == {afternoon}  # not twice, from both files
    plan = life.plan()
    assert "carried on (its day moved once)" in plan
    assert "FY2027 Q1" in plan
    japanese = life.plan("--lang", "ja", "--dates", "era")
    assert "令和9年度第1四半期" in japanese


def a_transfer_in_april(life: Life) -> None:
    """1 April: Tanaka is posted elsewhere; the handover is written before, and everything has an owner."""
    _, afternoon = _drawn(life)
    life.on("2027-03-29")
    handover = life.plan("--document", "handover", "--only", "Tanaka")
    for needed in (
        *("A board that shows the queue", "Draw the afternoon", "Train the desks", "Sit in the hall"),
        *("Ask Suzuki in Finance", "No budget yet", "1 earlier plan", "Handed over by"),
    ):
        assert needed in handover, needed
    life.on("2027-04-01")
    assert "give them to somebody else first" in life.run("member", "remove", ".", "Tanaka", code=1).err
    life.run(
        "member", "add", ".", "--name", "Mori", "--seat", "Information policy", "--calling", "smith", "--id", MORI
    )
    for id_ in (BOARD, afternoon, TRAIN):
        life.checkin("--action", id_, "--owner", "Mori")
    life.run("member", "remove", ".", "Tanaka")
    assert {one.owner for one in life.session.actions.values()} == {MORI}
    assert life.late() == []
    assert [row["person"] for row in json.loads(life.run("due", ".", "--json", "--within", "20").out)] == [
        "",
        "Mori",
    ]
    load = life.run("load", ".").out
    assert "Mori" in load
    assert "Tanaka" not in load


def the_boss_is_beaten(life: Life) -> None:
    """April to October: a quarter is left, then nothing; the roles are thanked, and nothing is due any more."""
    _, afternoon = _drawn(life)
    life.on("2027-04-06")
    life.report(afternoon, "done")
    life.report(BOARD, "doing", "--note", "The budget of the new year is there")
    assert "25 % or less" in life.checkin("--read", "Waiting=25", "--next", "2027-07-06").err
    life.on("2027-07-06")
    life.report(BOARD, "done")
    life.report(TRAIN, "doing", "--next-step", "A morning for each desk", "--next-by", "2027-09-10")
    assert life.hp() == 23
    life.checkin("--next", "2027-10-05")
    life.on("2027-10-05")
    life.report(TRAIN, "done")
    told = life.checkin(
        "--read", "Waiting=19", "--decision", "finish", "--lesson", "Half the forms, half the wait"
    )
    assert "0 %. Every measure has reached its target." in told.err
    assert "ICT and data" in told.err
    assert "Mori" not in told.err
    assert life.hp() == 0
    assert life.due("--within", "365") == []
    assert life.late() == []
    plan = life.plan()
    assert "0 %" in plan
    assert "FY2027 Q2" in plan
    assert "Tanaka" not in plan


def the_folder_tells_the_whole_of_it(life: Life, first: str) -> None:
    """What the files hold together: nothing is counted twice, and the first file was not touched by the second."""
    listed = {row["title"]: row for row in json.loads(life.run("list", "--json").out)}
    assert listed["Half the wait (no. 2)"]["hp"] == 0
    assert document.load(Path(first)).session.actions[BOARD].status == "blocked"
    told = json.loads(life.run("stats", "--json").out)
    counted = told["actions"]
    assert (counted["agreed"], counted["done"], counted["late"], counted["carried"]) == (5, 5, 0, 2)
    assert [(one["hp"], one["first"]) for one in told["newest"]] == [(0, 45), (45, 100)]
    days = [one["on"] for one in json.loads(life.run("checkin", ".", "--json").out)]
    assert days == ["2027-04-01", "2027-04-06", "2027-07-06", "2027-10-05"]


def _drawn(life: Life) -> tuple[str, str]:
    """Return the ids of the two actions into which drawing the flow was cut; of the second where one is gone."""
    ids = {one.title: id_ for id_, one in life.session.actions.items()}
    return ids.get("Draw the morning", ""), ids.get("Draw the afternoon", "")
