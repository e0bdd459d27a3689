"""The clock of a workshop on the screen: it starts by itself, it never locks, and the agenda catches up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.model.changes import Add, RunClock
from dxworkshop.model.session import Action, Note
from dxworkshop.store import document
from dxworkshop.tui.screens.agenda import AgendaScreen
from dxworkshop.tui.screens.review import ReviewScreen
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.screens.stepform import StepScreen
from tests.tui.conftest import TANAKA, Room, opened, prepared, with_party

Wait = Callable[[float], None]
"""Lets some minutes pass on the program's clock."""


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch, clock: datetime) -> Wait:
    """Return a way to let minutes pass."""
    now = [clock]
    monkeypatch.setattr(calendar, "now", lambda: now[0])

    def pass_by(minutes: float) -> None:
        now[0] += timedelta(minutes=minutes)

    return pass_by


def look(room: Room) -> str:
    """Draw the time as the next second would, and return what is on the screen."""
    screen = room.app.screen
    assert isinstance(screen, SessionScreen)
    screen.tick()
    return f"{screen._heading.state} | {screen._title_bar.state}"


async def agenda(room: Room) -> AgendaScreen:
    """Open the agenda."""
    await room.press("ctrl+g")
    await room.until(lambda: isinstance(room.app.screen, AgendaScreen) and room.app.focused)
    assert isinstance(room.app.screen, AgendaScreen)
    return room.app.screen


async def test_the_clock_starts_with_a_new_workshop_and_goes_on_with_each_step(path: Path, wait: Wait) -> None:
    """Nobody has to remember it: opening starts it, the next step begins at zero, what was used is in the file."""
    async with opened(path) as room:
        wait(6)
        assert look(room).startswith("06:00 / 05:00  +01:00 | 1 min behind  115 min left")
        await room.press("pagedown")
        wait(2)
        assert look(room).startswith("02:00 / 10:00 | 1 min behind")
        used = (await room.saved())["clock"]["steps"]
        assert used == {"opening": {"used": 360}}


async def test_an_overrun_locks_nothing(path: Path, wait: Wait) -> None:
    """A step that is over goes on as before: words are taken in."""
    async with opened(path, "vision") as room:
        wait(45)
        assert "+25:00" in look(room)
        await room.type("すぐ終わる窓口")
        await room.press("tab")
        assert (await room.saved())["vision"]["destination"] == "すぐ終わる窓口"


async def test_five_minutes_and_one_are_a_key_each(path: Path, wait: Wait) -> None:
    """F5 and Ctrl+T give the step more time while a field has the cursor; what is typed stays."""
    async with opened(path, "vision") as room:
        await room.type("あ")
        await room.press("f5", "f5", "ctrl+t")
        assert look(room).startswith("00:00 / 31:00 | 11 min behind")
        assert room.shown()["destination"] == "あ"


async def test_a_stopped_clock_stands_still_and_goes_on(path: Path, wait: Wait) -> None:
    """Ctrl+B stops it and lets it go on; the break is not counted."""
    async with opened(path, "vision") as room:
        wait(2)
        await room.press("ctrl+b")
        wait(30)
        assert look(room).startswith("clock stopped  02:00 / 20:00")
        await room.press("ctrl+b")
        wait(1)
        assert look(room).startswith("03:00 / 20:00")


async def test_a_clock_that_is_stopped_in_the_agenda_stays_stopped(path: Path, wait: Wait) -> None:
    """Going on to the next step does not start it again behind the back of whoever stopped it."""
    async with opened(path, "vision") as room:
        await agenda(room)
        await room.press("ctrl+b", "escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        await room.press("pagedown")
        await room.until(lambda: room.desk.session.at == "boss")
        assert room.desk.session.clock.since is None


async def test_leaving_stops_the_clock_and_coming_back_soon_starts_it_again(path: Path, wait: Wait) -> None:
    """The lunch break between two openings is nobody's time."""
    async with opened(path, "vision") as room:
        wait(4)
        await room.press("ctrl+o")
        await room.until(lambda: room.app.desk is None)
    wait(50)
    assert document.load(path).session.clock.steps["vision"].used == 240
    async with opened(path) as room:
        wait(1)
        assert look(room).startswith("05:00 / 20:00")


async def test_looking_at_an_old_plan_starts_no_clock(path: Path, wait: Wait) -> None:
    """A session of another day is read, not led; the file stays as it is."""
    prepared(path, "pledge", Add("action", "agreed", Action(title="並べる")), RunClock("start", calendar.now()))
    wait(20)
    prepared(path, "pledge", RunClock("stop", calendar.now()))
    before = path.read_bytes()
    wait(60 * 24 * 20)
    async with opened(path) as room:
        await room.until(lambda: isinstance(room.app.screen, ReviewScreen))
        await room.press("escape")
        assert "clock stopped" in look(room)
        await room.press("pageup")
        assert "clock stopped" in look(room)
        await room.press("pagedown")
    assert path.read_bytes() == before


async def test_what_was_prepared_the_day_before_begins_anew(path: Path, wait: Wait) -> None:
    """Who only looked at the first step the evening before begins at zero."""
    async with opened(path) as room:
        wait(9)
        await room.press("ctrl+o")
        await room.until(lambda: room.app.desk is None)
    wait(60 * 20)
    async with opened(path) as room:
        wait(1)
        assert look(room).startswith("01:00 / 05:00")


async def test_a_laptop_that_died_in_the_night_does_not_count_the_night(path: Path, wait: Wait) -> None:
    """A clock that was never stopped was forgotten: its last stretch counts nothing."""
    prepared(path, "vision", RunClock("start", calendar.now()))
    wait(60 * 12)
    async with opened(path) as room:
        wait(1)
        assert look(room).startswith("01:00 / 20:00")


async def test_the_agenda_proposes_to_catch_up_and_leaves_what_matters_alone(path: Path, wait: Wait) -> None:
    """Behind, it names later steps to shorten; F5 accepts, F8 takes it back; actions and pledge keep theirs."""
    async with opened(path, "vision") as room:
        wait(30)
        await room.press("pagedown")
        assert "Ctrl+G" in room.notices()
        await agenda(room)
        assert "Ctrl+L catches up" in room.text()
        before = {k: s.minutes for k, s in room.desk.session.workshop.in_order()}
        await room.press("ctrl+l")
        after = {k: s.minutes for k, s in room.desk.session.workshop.in_order()}
        assert sum(before.values()) - sum(after.values()) == 10
        assert (after["actions"], after["pledge"]) == (before["actions"], before["pledge"])
        await room.until(lambda: "Ctrl+L catches up" not in room.text())
        await room.press("f8")
        assert {k: s.minutes for k, s in room.desk.session.workshop.in_order()} == before


async def test_steps_are_skipped_moved_repeated_put_in_and_taken_out(path: Path) -> None:
    """By keys in the agenda; what was typed in them stays in the file."""
    async with opened(path, "vision") as room:
        await room.type("一度で済む窓口")
        workshop = room.desk.session.workshop
        await agenda(room)
        await room.press("space")
        assert room.desk.session.workshop.steps["vision"].skipped
        await room.press("space", "ctrl+down")
        ids = [id_ for id_, _ in room.desk.session.workshop.in_order()]
        assert ids.index("vision") == ids.index("boss") + 1
        await room.press("ctrl+r")
        assert "vision-2" in room.desk.session.workshop.steps
        await room.press("+", "+", "-")
        assert room.desk.session.workshop.steps["vision"].minutes == 21
        await room.press("f2")
        await room.until(lambda: not isinstance(room.app.screen, AgendaScreen))
        await room.type("Dots")
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, AgendaScreen))
        assert "collects notes" in room.text()  # there is nothing to vote on yet
        await room.press("f2")
        await room.until(lambda: not isinstance(room.app.screen, AgendaScreen))
        await room.type("Notes")
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, AgendaScreen))
        assert room.desk.session.workshop.steps["collect"].minutes == 10
        await room.press("f3")
        assert room.desk.session.workshop.steps["collect"].removed
        await room.press(*["f8"] * 7)
        assert room.desk.session.workshop == workshop
        assert (await room.saved())["vision"]["destination"] == "一度で済む窓口"


async def test_enter_in_the_agenda_goes_to_a_step_and_a_skipped_one_is_passed_over(path: Path) -> None:
    """The list leads anywhere; PgDn leaves out what is skipped."""
    async with opened(path, "vision") as room:
        await agenda(room)
        await room.press("down", "space", "up", "enter")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        await room.press("pagedown")
        await room.until(lambda: room.desk.session.at == "break")


async def test_a_step_that_is_taken_out_leads_to_its_neighbour(path: Path) -> None:
    """The room is never left at a step that is gone; undo brings it back."""
    async with opened(path, "vision") as room:
        await agenda(room)
        await room.press("f3", "escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.app.screen._at == "boss")
        await room.until(lambda: "Final boss" in room.text())
        await room.press("f8")
        await room.until(lambda: not room.desk.session.workshop.steps["vision"].removed)


async def test_the_script_stays_hidden_until_it_is_wanted(path: Path) -> None:
    """F4 is remembered on this laptop."""
    async with opened(path, "vision") as room:
        await room.press("f4")
    async with opened(path) as room:
        assert not room.app.screen.query_one("#script").display
        await room.press("f4")
    async with opened(path) as room:
        assert room.app.screen.query_one("#script").display


async def settings(room: Room) -> StepScreen:
    """Open the settings of the step that is chosen in the agenda."""
    await room.press("f4")
    await room.until(lambda: isinstance(room.app.screen, StepScreen) and room.app.focused)
    assert isinstance(room.app.screen, StepScreen)
    return room.app.screen


async def back(room: Room) -> None:
    """Go back to the agenda."""
    await room.press("escape")
    await room.until(lambda: isinstance(room.app.screen, AgendaScreen) and room.app.focused)


async def insert(room: Room, kind: str) -> None:
    """Put a step in by hand."""
    await room.press("f2")
    await room.until(lambda: not isinstance(room.app.screen, AgendaScreen))
    await room.type(kind)
    await room.press("enter")
    await room.until(lambda: isinstance(room.app.screen, AgendaScreen) and room.app.focused)


async def test_what_was_put_in_by_hand_gets_its_question_its_dots_and_its_names(path: Path) -> None:
    """F4 in the agenda: title, minutes and the question of notes; dots; whether names are kept."""
    async with opened(path, "vision") as room:
        await agenda(room)
        await insert(room, "Notes")
        await settings(room)
        await room.press("ctrl+u")
        await room.fill("こまりごと")
        await room.press("ctrl+u")
        await room.fill("12", "何に困っていますか")
        await room.pick("stored nowhere")
        await back(room)
        await insert(room, "Dots")
        await settings(room)
        await room.tab_to("dots")
        await room.press("ctrl+u")
        await room.type("5\t")
        await room.pick("stored nowhere")
        await back(room)
        steps = (await room.saved())["workshop"]["steps"]
    notes, vote = steps["collect"], steps["vote"]
    assert (notes["title"], notes["minutes"], notes["prompt"]) == ("こまりごと", 12, "何に困っていますか")
    assert (notes["anonymous"], vote["anonymous"], vote["dots"], vote["on"]) == (True, True, 5, "collect")


async def test_a_setting_that_cannot_be_says_so_beside_it_and_is_kept_as_it_was_typed(path: Path) -> None:
    """No title, a number of dots without end, half a minute: nothing is lost, nothing wrong is in the plan."""
    async with opened(path, "vision") as room:
        await agenda(room)
        await insert(room, "Notes")
        await insert(room, "Dots")
        before = room.desk.session
        await settings(room)
        await room.press("ctrl+u")
        await room.type("\t")
        await room.press("ctrl+u")
        await room.type("2.5\t")
        await room.press("ctrl+u")
        await room.type("50\t")
        assert set(room.errors()) == {"title", "minutes", "dots"}
        assert "the most is 20" in room.errors()["dots"]
        assert room.desk.session is before
        await back(room)
        await room.until(lambda: room.kept().get("step/vote/dots") == "50")
        await settings(room)
        assert room.shown()["dots"] == "50"


async def test_a_step_with_names_in_it_does_not_become_anonymous(path: Path) -> None:
    """The rule is said beside the field, and the pick is not kept."""
    note = Note(step="collect", text="紙が多い", author=TANAKA)
    with_party(path, "vision")
    async with opened(path) as room:
        await agenda(room)
        await insert(room, "Notes")
        assert room.desk.ask(Add("note", "na11111111", note)) is None
        await settings(room)
        await room.tab_to("anonymous")
        await room.pick("stored nowhere")
        assert "no longer be anonymous" in room.errors()["anonymous"]
        await back(room)
        assert "anonymous" not in (await room.saved())["workshop"]["steps"]["collect"]
        assert room.desk.facilitation.drafts == {}


async def test_settings_typed_in_one_go_are_taken_back_in_one_go(path: Path) -> None:
    """The words of a template stay in both languages until somebody types others."""
    async with opened(path, "vision") as room:
        before = room.desk.session.workshop
        await agenda(room)
        await settings(room)
        await back(room)
        assert room.desk.session.workshop is before
        await settings(room)
        await room.type("、前半")
        await back(room)
        assert isinstance(room.desk.session.workshop.steps["vision"].title, str)
        await room.press("f8")
        assert room.desk.session.workshop == before
