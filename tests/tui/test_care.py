"""Care with what others wrote and with where one is: exact figures, unknown keys, the cursor, hostile text."""

import re
import signal
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import set_cell_size

from dxworkshop.errors import SaveError
from dxworkshop.model.changes import Add, Set
from dxworkshop.model.session import Action, ActionMeasure, Measure, Member
from dxworkshop.sentence import say
from dxworkshop.service import Library
from dxworkshop.store import document
from dxworkshop.store.working import WorkingCopy
from dxworkshop.tui.app import WorkshopApp
from dxworkshop.tui.harmless import harmless
from dxworkshop.tui.screens.session import SessionScreen
from tests.pty import Terminal
from tests.tui.conftest import SATO, TANAKA, Room, opened, prepared, with_party

ACTION = Add(
    "action",
    "acti22test",
    Action(title="測る", measure=ActionMeasure(name="率", unit="%", baseline=123456.789, target=1.5)),
)
HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e"


async def test_one_field_of_a_measure_leaves_the_others_exact(path: Path) -> None:
    """A new unit does not round the figures beside it, nor drop what a newer version wrote there."""
    prepared(path, "actions", ACTION)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "率"', 'name = "率"\nfuture = "kept"'), encoding="utf-8")
    async with opened(path) as room:
        await room.tab_to("measure.unit")
        await room.type("点")
        await room.press("tab")
        measure = (await room.saved())["actions"]["acti22test"]["measure"]
    assert measure == {"name": "率", "unit": "%点", "baseline": 123456.789, "target": 1.5, "future": "kept"}


async def test_a_figure_is_shown_as_exactly_as_it_is_kept(path: Path) -> None:
    """Nobody types over a rounded figure."""
    prepared(path, "boss", Add("measure", "meas22test", Measure(name="率", unit="%", baseline=12345.67, target=8)))
    async with opened(path) as room:
        assert "12345.67 > 8 %" in room.text()
        await room.tab_to("baseline")
        assert room.shown()["baseline"] == "12345.67"


async def test_a_weight_that_cannot_be_is_not_turned_into_another(path: Path) -> None:
    """0 is refused beside the field, in words that name no key."""
    prepared(path, "actions", ACTION)
    async with opened(path) as room:
        await room.tab_to("weight")
        await room.press("ctrl+u")
        await room.type("0\t")
        assert room.errors() == {"weight": "0 is too small; the least is 1"}


async def test_other_words_leave_the_cursor_where_it_was(path: Path) -> None:
    """F7 in the middle of the second member: the same member, the same field, the script still hidden."""
    with_party(path, "party")
    async with opened(path) as room:
        await room.press("f4")
        await room.click_text("佐藤　花子")
        await room.tab_to("seat")
        before = room.app.screen
        await room.press("f7")
        await room.until(lambda: room.app.screen is not before and isinstance(room.app.screen, SessionScreen))
        await room.until(lambda: room.key == "seat")
        await room.type("市民課\t")
        members = (await room.saved())["members"]
        assert (members[SATO].get("seat"), members[TANAKA]["seat"]) == ("市民課", "情報政策課")
        assert not room.app.screen.query_one("#script").display


async def test_undo_shows_what_it_changed(path: Path) -> None:
    """After F8 and F9 the form shows the member that went and came back, and a notice names them."""
    with_party(path, "party")
    async with opened(path) as room:
        await room.press("f2")
        await room.fill("高橋")
        await room.press("f8", "f9")
        assert room.items("member")[-1].endswith("高橋")
        await room.click_text("Name")
        assert room.shown()["name"] == "高橋"
        assert "高橋" in room.notices()


async def test_enter_in_the_last_field_stays_there(path: Path) -> None:
    """Nobody who presses Enter once too often types into the first field of the step."""
    with_party(path, "party")
    async with opened(path) as room:
        await room.tab_to("why")
        await room.press("enter", "enter")
        assert room.key == "why"


async def test_a_begun_item_is_not_left_behind_by_f2(path: Path) -> None:
    """A measure without its figures keeps the form, and a notice says so."""
    async with opened(path, "boss") as room:
        await room.tab_to("unit")
        await room.type("分")
        await room.press("f2")
        assert room.shown()["unit"] == "分"
        assert "not in yet" in room.notices()


async def test_a_day_is_shown_with_the_year_it_was_understood_in(path: Path) -> None:
    """3/31 becomes 2027-03-31 on the screen when the field is left."""
    prepared(path, "actions", ACTION)
    async with opened(path) as room:
        await room.tab_to("due")
        await room.type("3/31\t")
        assert room.shown()["due"] == "2027-03-31"


async def test_a_click_into_the_field_one_types_in_stays_there(path: Path) -> None:
    """The mouse places the cursor; it does not throw it into the first field."""
    prepared(path, "actions", ACTION, Set("boss", {"name": "x"}))
    async with opened(path) as room:
        await room.tab_to("first_step")
        await room.type("三課を歩く")
        await room.click_text("三課を歩く")
        assert room.key == "first_step"


async def test_nothing_typed_is_left_behind_where_nothing_can_be_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a full disk Ctrl+O stays in the session, Ctrl+Q asks twice, and room on the disk saves it all."""

    def full(*_: object, **__: object) -> None:
        raise SaveError(say("the disk is full"))

    async with opened(path, "boss") as room:
        with monkeypatch.context() as broken:
            broken.setattr(WorkingCopy, "keep", full)
            broken.setattr(WorkingCopy, "save", full)
            broken.setattr(document, "create", full)
            await room.fill("たらい回し")
            await room.until(lambda: "NOT SAVED" in room.rows()[0])
            await room.press("ctrl+o")
            assert isinstance(room.app.screen, SessionScreen)
            await room.press("ctrl+q")
            assert "leaves without it" in room.notices()
            assert room.app._exit is False
        assert (await room.saved())["boss"]["name"] == "たらい回し"


@pytest.fixture
def hostile(path: Path) -> Iterator[Terminal]:
    """Open a session whose words are commands for a terminal."""
    changes = (
        Set("session", {"organisation": HOSTILE}),
        Set("boss", {"name": f"壁{HOSTILE}"}),
        Add("member", TANAKA, Member(name=f"田中{HOSTILE}", seat=HOSTILE)),
        Add("action", "acti22test", Action(title="測る", first_step=HOSTILE, owner=TANAKA)),
    )
    prepared(path, "boss", *changes)
    text = path.read_text(encoding="utf-8")
    title = '"題\\u001b]0;owned\\u0007\\u009b31m\\u202e"'
    path.write_text(text.replace('title = "窓口の待ち時間を半分にする"', f"title = {title}"), encoding="utf-8")
    assert "owned" in tomllib.loads(path.read_text(encoding="utf-8"))["title"]
    argv = [sys.executable, "-m", "dxworkshop", "--folder", str(path.parent)]
    with Terminal(argv, rows=30, columns=100, env={"LANG": "ja_JP.UTF-8"}, cwd=path.parent) as terminal:
        terminal.wait_for("題")
        yield terminal


def test_words_are_never_commands_for_the_terminal(hostile: Terminal) -> None:
    """Through the list and every step, nothing out of a session reaches the terminal as an escape sequence."""
    hostile.type("\t\r")
    hostile.wait_for("壁")
    for _ in range(6):
        hostile.type("\x1b[6~")
        hostile.settle()
    hostile.type("\x11")
    assert hostile.wait() == 0
    assert re.findall(rb"\x1b\]0;owned|\xc2\x9b|\xe2\x80\xae", hostile.raw) == []


def test_what_is_drawn_is_as_wide_as_before() -> None:
    """What a terminal would obey goes; everything else stays."""
    assert harmless(f"田中{HOSTILE}さん") == "田中]0;owned[31m31mさん"


def test_an_interrupt_from_outside_keeps_what_was_typed(path: Path) -> None:
    """SIGINT right behind the keys: the words are in the file, and the answer is 130."""
    prepared(path, "boss")
    argv = [sys.executable, "-m", "dxworkshop", "run", str(path)]
    with Terminal(argv, rows=30, columns=100, env={"LANG": "ja_JP.UTF-8"}, cwd=path.parent) as terminal:
        terminal.wait_for("保存済み")
        terminal.type("たらい回し")
        terminal.signal(signal.SIGINT)
        assert terminal.wait() == 128 + signal.SIGINT
        assert terminal.leftovers() == []
    assert tomllib.loads(path.read_text(encoding="utf-8"))["boss"] == {"name": "たらい回し"}


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (101, 30), (120, 36)])
@pytest.mark.parametrize("lead", ["", "a"])
async def test_no_character_of_a_notice_is_lost(path: Path, size: tuple[int, int], lead: str) -> None:
    """The edge of a pane goes through no wide character of it, wherever it falls."""
    words = lead + "このステップで追加するものはありませんので取消も要らずに次へ"
    app = WorkshopApp(Library(path.parent), path)
    async with app.run_test(size=size, notifications=True) as pilot:
        room = Room(app, pilot)
        await room.until(lambda: app.screen.query("#steps"))
        app.notify(words, markup=False)
        await room.until(lambda: app.screen.query("Toast") and app.screen.query_one("Toast").region)
        await pilot.pause()
        toast = app.screen.query_one("Toast").region
        drawn = "".join(set_cell_size(room.rows()[y], toast.right)[-toast.width :] for y in toast.line_range)
        assert [sign for sign in words if sign not in drawn] == []
