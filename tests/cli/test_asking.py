"""A check-in on plain lines: one question at a time, from a terminal or a file of answers."""

import io
from datetime import date
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.model.session import Session
from dxworkshop.store import document
from tests.cli.conftest import Run, Start

DAY = "2026-12-08"


class Room:
    """One session, and a way to hold a check-in of it with a file of answers."""

    def __init__(self, run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.run, self.file, self._monkeypatch = run, file, monkeypatch

    def answers(self, *lines: str, on: str = DAY, end: str = "\n") -> str:
        """Answer the questions line by line, and return all that was printed."""
        day = calendar.now().replace(year=int(on[:4]), month=int(on[5:7]), day=int(on[8:]))
        self._monkeypatch.setattr(calendar, "now", lambda: day)
        self._monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + end))
        return self.run("checkin", self.file, "--on", on).out

    @property
    def session(self) -> Session:
        """The session as its file holds it."""
        return document.load(Path(self.file)).session


@pytest.fixture
def room(run: Run, session: str, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Return a session with one member, one measure, and an action that is due on 2026-12-04."""
    run("meeting", "set", session, "--held", "2026-11-24")
    run("action", "edit", session, "drawflow", "--due", "2026-12-04")
    return Room(run, session, monkeypatch)


FLOW = ("", "39", "2", "first draft", "show it", "12/15", "if Monday, then I go", "12-18", "B")
"""Host, reading, status, note, next step, its day, if-then, new due date, rating."""


def test_a_whole_checkin_from_a_file_of_answers(room: Room) -> None:
    """Every question in its order; the answers stand in the check-in and in the action."""
    told = room.answers(*FLOW, "mornings are full", "", "y")
    after = room.session
    (checkin,) = after.checkins.values()
    assert (checkin.on, checkin.readings, checkin.lessons) == (
        date(2026, 12, 8),
        {"waiting": 39.0},
        ("mornings are full",),
    )
    report = checkin.actions["drawflow"]
    assert (report.status, report.note, report.next_step, report.rating, checkin.scale) == (
        *("doing", "first draft", "show it", "B"),
        "hamamatsu",
    )
    assert (report.next_by, report.if_then) == (date(2026, 12, 15), "if Monday, then I go")
    action = after.actions["drawflow"]
    assert (action.status, action.due, action.slipped) == ("doing", date(2026, 12, 18), (date(2026, 12, 4),))
    assert after.reviews == (date(2026, 12, 22),)
    assert told.index("by now?") < told.index("How does it stand?") < told.index("What did we learn?")
    assert "boss HP 86 %" in told


@pytest.mark.parametrize("given", range(1, len(FLOW) + 1))
def test_the_end_of_the_input_saves_what_was_answered_and_leaves_in_peace(room: Room, given: int) -> None:
    """However many answers came: each is in the file, and nothing else."""
    room.answers(*FLOW[:given])
    checkin = next(iter(room.session.checkins.values()), None)
    assert (checkin is not None) == (given > 1)
    if checkin is not None:
        assert checkin.readings == {"waiting": 39.0}
        report = checkin.actions.get("drawflow")
        assert (report is not None) == (given > 2)
        assert (report.note if report else "") == ("first draft" if given > 3 else "")
        assert (report.rating if report else "") == ("B" if given == len(FLOW) else "")


def test_nothing_answered_writes_nothing(room: Room) -> None:
    """No check-in comes to be by looking at the questions, and the file stays as it is, byte for byte."""
    before = Path(room.file).read_bytes()
    for answers in ((), ("",), ("", "", "q"), ("", "", "", "", "", "")):
        assert "Nothing was written down." in room.answers(*answers)
    refused = room.answers("", "", "3", "", "b", "", "", "")
    assert "needs whom to ask" in refused
    assert "Nothing was written down." in refused
    assert Path(room.file).read_bytes() == before


def test_a_wrong_answer_is_said_in_a_sentence_and_asked_again(room: Room) -> None:
    """A word for a number, a state there is not, a day there is not, a mark of no scale."""
    told = room.answers("", "many", "39", "7", "2", "", "step", "31/31", "12/15", "", "", "E", "A")
    for sentence in (
        "many is no number",
        "7 is not one of: 1 done",
        "31/31 is no day",
        "E is not one of: A, B, C, D",
    ):
        assert sentence in told
    report = next(iter(room.session.checkins.values())).actions["drawflow"]
    assert (report.next_by, report.rating) == (date(2026, 12, 15), "A")


def test_answers_in_full_width_mean_the_same(room: Room) -> None:
    """Digits, letters, the slash, and the word that goes back."""
    room.answers("", "３９．５", "ｂ", "３８", "２", "", "次", "１２／１５", "", "＋３", "ｂ")
    (checkin,) = room.session.checkins.values()
    assert checkin.readings == {"waiting": 38.0}
    report = checkin.actions["drawflow"]
    assert (report.next_by, report.rating) == (date(2026, 12, 15), "B")
    assert room.session.actions["drawflow"].due == date(2026, 12, 11)


def test_b_goes_back_and_the_new_answer_stands(room: Room) -> None:
    """From the note back to the state: done instead of doing, and nothing of doing is asked any more."""
    told = room.answers("", "", "2", "b", "1", "all of it")
    action = room.session.actions["drawflow"]
    assert (action.status, action.slipped) == ("done", ())
    assert next(iter(room.session.checkins.values())).actions["drawflow"].note == "all of it"
    assert told.count("How does it stand?") == 2
    assert "The next step?" not in told


def test_what_is_stuck_needs_whom_to_ask_and_what_is_dropped_a_reason(room: Room) -> None:
    """Enter on either says so and asks again."""
    told = room.answers("", "", "3", "", "the mayor", "no key", "b", "b", "b", "4", "", "done by others")
    assert "a blocked action needs whom to ask" in told
    assert "a dropped action needs a reason" in told
    action = room.session.actions["drawflow"]
    assert (action.status, action.reason) == ("dropped", "done by others")


def test_what_slipped_twice_is_cut_smaller(room: Room) -> None:
    """The parts have the owner and days of their own, and the old one says why it is gone."""
    room.run("action", "edit", room.file, "drawflow", "--slipped", "2026-11-20")
    told = room.answers("", "", "2", "", "", "", "", "1", "One floor", "12/15", "Two floors", "", "")
    assert "It was due on 2026-11-20, 2026-12-04" in told
    actions = {action.title: action for action in room.session.actions.values()}
    assert actions["Draw the flow"].status == "dropped"
    assert actions["Draw the flow"].reason == "cut smaller: One floor, Two floors"
    assert (actions["One floor"].owner, actions["One floor"].due) == ("tanaka", date(2026, 12, 15))
    assert actions["Two floors"].due is None


def test_what_slipped_twice_may_go_to_somebody_else_or_on_as_it_is(room: Room) -> None:
    """By number or name; Enter changes nothing."""
    room.run("member", "add", room.file, "Sato", "--id", "sato")
    room.run("action", "edit", room.file, "drawflow", "--slipped", "2026-11-20", "--slipped", "2026-12-04")
    assert "Another way?" in room.answers("", "", "", "")
    assert room.session.actions["drawflow"].owner == "tanaka"
    room.answers("", "", "", "2", "nobody", "sato")
    assert room.session.actions["drawflow"].owner == "sato"


def test_gaps_are_looked_at_again_on_day_30_and_only_once(room: Room) -> None:
    """Not before; with a yes, each gap in turn; not again at the next check-in."""
    room.run("gap", "add", room.file, "--reality", "Nobody knows", "--size", "4", "--id", "gap1")
    asked = "Shall we look again"
    early = room.answers(*[""] * 6, on="2026-12-22")
    assert asked not in early
    told = room.answers("", "", "", "1", "9", "2", "1", on="2027-01-12")
    assert asked in told
    assert "9 is no whole number from 0 to 5" in told
    (checkin,) = room.session.checkins.values()
    assert (checkin.gaps, checkin.decision) == ({"gap1": 2}, "on")
    assert asked not in room.answers(*[""] * 8, on="2027-01-26")


def test_nothing_typed_acts_on_the_terminal_or_ends_the_program(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control characters of a title are shown as a mark; a byte that is no text becomes one."""
    room.run("boss", "edit", room.file, "waiting", "--name", "\x1b[31mred")
    raw = io.TextIOWrapper(io.BytesIO(b"\n\n2\n\xff note\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", raw)
    assert "\x1b" not in room.run("checkin", room.file, "--on", DAY).out
    assert next(iter(room.session.checkins.values())).actions["drawflow"].note == "\ufffd note"


@pytest.mark.parametrize(("language", "word"), [("en", "campfire"), ("ja", "たき火")])
def test_it_speaks_both_languages_in_the_words_of_the_session(
    room: Room, start: Start, language: str, word: str
) -> None:
    """The register is the session's, the language that of the program; nobody answers, and all is well."""
    for register, heard in (("adventure", True), ("plain", False)):
        room.run("edit", room.file, "--register", register)
        ran = start("--lang", language, "checkin", room.file)
        assert ran.returncode == 0
        assert (word in ran.stdout.decode()) == heard
