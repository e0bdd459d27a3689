"""Home: searching a folder by words and filters, what is due in it, and a folder that takes a while to read."""

import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList

from dxworkshop.model.changes import Add, Set
from dxworkshop.model.session import Action, Gap, Member
from dxworkshop.service import Library
from dxworkshop.store.index import open_index
from dxworkshop.tui import finder
from dxworkshop.tui.screens.due import DueScreen
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.review import ReviewScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.conftest import NOW
from tests.tui.conftest import Room, at_home

FORMS, WAIT = "様式を減らす", "待ち時間を半分にする"


@pytest.fixture
def two(folder: Path) -> Path:
    """Make two sessions: one of Tanaka's with an action past its date, one of Sato's with a first step to come."""
    forms = Library(folder).new(FORMS)
    forms.do(Add("member", "tanaka", Member(name="田中", calling="smith")))
    forms.do(Set("boss", {"name": "紙の山"}))
    forms.do(Add("action", "action2222", Action(title="様式を数える", owner="tanaka", due=date(2026, 12, 4))))
    forms.save()
    wait = Library(folder).new(WAIT)
    wait.do(Add("member", "sato", Member(name="佐藤", seat="市民課")))
    stand = Action(title="待合に立つ", owner="sato", first_step="朝に立つ", first_step_by=date(2026, 12, 14))
    wait.do(Add("action", "action3333", stand))
    wait.do(Add("gap", "gap2222222", Gap(reality="番号札の機械を替える")))
    wait.save()
    return folder


def listed(room: Room) -> list[str]:
    """Return the titles that stand in the list."""
    options = room.app.screen.query_one("#sessions", OptionList)
    return [str(option.prompt).split("\n")[0] for option in options.options]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("status:late", [FORMS]),
        ("状態：期日超過", [FORMS]),
        ("person:佐藤", [WAIT]),
        ("担当:田中 様式", [FORMS]),
        ("担当:田中 番号札", []),
        ("役割:市民課", [WAIT]),
        ("目標:紙", [FORMS]),
        ("status:open", [WAIT, FORMS]),
        ("status:", [WAIT, FORMS]),
        ("状態:期", [FORMS]),
        ("http://例", []),
    ],
)
async def test_filters_are_typed_into_the_box(two: Path, typed: str, found: list[str]) -> None:
    """In either language and any width; one that is not finished leaves all in, and an unknown one is a word."""
    async with at_home(two) as room:
        await room.type(typed)
        await room.home()
        assert sorted(listed(room)) == sorted(found or ["Nothing holds these words."])


async def test_the_line_that_was_found_stands_below_its_session(two: Path) -> None:
    """What is typed stays in the box; taken out again, all sessions are back."""
    async with at_home(two) as room:
        await room.type("番号札")
        await room.home()
        assert "> 番号札の機械を替える" in room.text()
        assert room.app.screen.query_one("#search", Input).value == "番号札"
        await room.press("ctrl+u")
        await room.home()
        assert len(listed(room)) == 2


async def test_the_folder_says_what_is_due_and_enter_opens_the_plan(two: Path) -> None:
    """One line above the list; F7 shows all of it, from the past to what comes."""
    async with at_home(two) as room:
        assert "Past their dates: 1; within 14 days: 1 (F7)" in room.text()
        await room.press("f7")
        await room.until(lambda: isinstance(room.app.screen, DueScreen))
        await room.pilot.pause()
        lines = [" ".join(line.split()) for line in room.text().splitlines()]
        at = [next(n for n, line in enumerate(lines) if text in line) for text in ("Past their dates", "Later")]
        assert "2026-12-04 Fri due 様式を数える" in lines[at[0] + 1]
        assert "田中 様式を減らす" in lines[at[0] + 2]
        assert "2026-12-14 Mon first step 朝に立つ" in lines[at[1] + 1]
        await room.press("down", "enter")
        await room.until(lambda: isinstance(room.app.screen, ReviewScreen))
        assert room.desk.session.title == WAIT


async def test_a_plan_of_another_day_opens_with_the_plan_on_top(folder: Path) -> None:
    """From the list as from the command line; Escape leads to its steps."""
    led = Library(folder).new(FORMS, created=NOW - timedelta(days=30))
    led.do(Add("action", "action2222", Action(title="様式を数える")))
    led.save()
    async with at_home(folder) as room:
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, ReviewScreen))
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.app.screen.is_mounted)
        await room.pilot.pause()


async def test_a_click_shows_what_is_due_and_escape_leads_back(two: Path) -> None:
    """With the mouse as with the key; nothing due is nothing said."""
    async with at_home(two, size=(80, 24)) as room:
        await room.click_text("Past their dates")
        await room.until(lambda: isinstance(room.app.screen, DueScreen))
        await room.press("escape")
        await room.home()
    for path in two.glob("*.toml"):
        path.unlink()
    async with at_home(two) as room:
        assert "Past" not in room.text()
        await room.press("f7")
        await room.until(lambda: "Nothing is due." in room.text())


async def test_a_large_folder_is_read_beside_the_keys(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far it is stands in the list, typing goes on, and Enter opens what is found once it is."""
    going, on = threading.Event(), threading.Event()

    def slow(folder: Path, *, progress: Any) -> Any:
        progress(1, 2)
        going.set()
        assert on.wait(15)
        return open_index(folder)

    monkeypatch.setattr(finder, "open_index", slow)
    monkeypatch.setattr(finder, "_EVERY", 0.0)
    home = at_home(two)
    task = home.__aenter__
    monkeypatch.setattr(Room, "home", lambda room: room.until(lambda: isinstance(room.app.screen, HomeScreen)))
    room = await task()
    try:
        await room.until(lambda: "Reading the sessions: 1 of 2" in room.text())
        assert going.is_set()
        await room.type("様式")
        await room.press("enter")
        assert "様式" in room.text()
        on.set()
        await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.app.screen.is_mounted)
        await room.pilot.pause()
        assert room.desk.session.title == FORMS
    finally:
        on.set()
        await home.__aexit__(None, None, None)


async def test_a_cache_that_is_taken_away_is_made_again(two: Path, tmp_path: Path) -> None:
    """Home goes on to find what is in the files, whatever happens to the index of them."""
    async with at_home(two) as room:
        for file in (tmp_path / "cache").glob("*.sqlite"):
            file.write_bytes(b"no database" * 1000)
        await room.type("status:late")
        await room.home()
        assert listed(room) == [FORMS]


async def test_a_mistake_of_ours_does_not_leave_home_waiting(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, without what people typed, and templates and keys still work."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(finder, "search", broken)
    async with at_home(two) as room:
        assert "the program made a mistake" in " ".join(room.text().split())
        await room.press("f1")
        await room.until(lambda: not isinstance(room.app.screen, HomeScreen))
