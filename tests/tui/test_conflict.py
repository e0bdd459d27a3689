"""What two people wrote in one place: the badge, the chooser, and what stands afterwards."""

from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from dxworkshop.model.changes import Add, Change, Edit, Set
from dxworkshop.model.clash import clashes
from dxworkshop.model.session import Action, Note
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document
from dxworkshop.tui.screens.conflict import ConflictScreen
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.widgets.picker import Picker
from tests.tui.conftest import TITLE, Room, opened, prepared

ACTION = "acti22test"
MINE, THEIRS = "一度で用が済む窓口", "待たない窓口"


def clash(path: Path, mine: Change, theirs: Change, *, who: str = "鈴木") -> None:
    """Let two laptops change the same place of a session, each without having seen the other's."""
    one = Facilitation(document.load(path), who=who)
    other = Facilitation(document.load(path), who="佐藤")
    other.do(theirs)
    other.save()
    one.do(mine)
    one.save()


@pytest.fixture
def two(path: Path) -> Path:
    """Return a session with two places to decide: the destination, and a day."""
    prepared(path, "vision", Add("action", ACTION, Action(title="窓口の案内図を作り直す")))
    clash(path, Set("vision", {"destination": MINE}), Set("vision", {"destination": THEIRS}))
    clash(
        path,
        Edit("action", ACTION, {"due": date(2027, 1, 31)}),
        Edit("action", ACTION, {"due": date(2027, 3, 31)}),
    )
    return path


async def chooser(room: Room) -> None:
    """Open the chooser by its key."""
    await room.press("ctrl+d")
    await room.until(lambda: isinstance(room.app.screen, ConflictScreen) and room.app.focused)
    await room.pilot.pause()


async def left(room: Room, number: int) -> None:
    """Wait until so many places are left to decide."""
    await room.until(lambda: len(clashes(room.desk.session)) == number)


async def test_the_badge_says_in_how_many_places_and_nothing_opens_by_itself(two: Path) -> None:
    """Where the session opens, the step is what one sees; the title bar counts."""
    async with opened(two) as room:
        assert isinstance(room.app.screen, SessionScreen)
        assert "2 to decide" in room.rows()[0]


async def test_badge_and_save_state_stand_side_by_side_at_80_columns(two: Path) -> None:
    """Behind the plan, two to decide, and not in the folder: both words that count are there whole."""
    async with opened(two, size=(80, 24)) as room:
        await room.until(lambda: "2 to decide  saved on this laptop and in the folder" in room.rows()[0])
        room.app.screen._title_bar.show(  # type: ignore[attr-defined]
            "窓口",
            "13 min behind  95 min left  2 to decide  saved on this laptop, NOT IN THE FOLDER",
            "2 to decide  x",
        )
        await room.until(lambda: room.rows()[0].endswith("2 to decide  x "))
        assert cell_len(room.rows()[0]) == 80


async def test_both_are_shown_by_name_with_who_and_when(two: Path) -> None:
    """Item and field are named; what stands there, what gave way, whose it is and of when."""
    async with opened(two) as room:
        await chooser(room)
        await room.until(lambda: "1  what stands there: Wed 31 Mar 2027" in room.text())
        assert "窓口の案内図を作り直す" in room.text()
        assert "3  both" not in room.text()
        await room.press("down")
        await room.until(lambda: "1  what stands there: 待たない窓口" in room.text())
        assert "2  what 鈴木 wrote (2026-12-10" in room.text()
        assert MINE in room.text()


@pytest.mark.parametrize(
    ("key", "stands"), [("1", THEIRS), ("2", MINE), ("３", f"{THEIRS}\n{MINE}")], ids=["theirs", "mine", "both"]
)
async def test_one_key_decides_and_undo_takes_it_back(two: Path, key: str, stands: str) -> None:
    """Theirs, mine or both stands in the file; the clash is settled there; F8 opens it again."""
    async with opened(two) as room:
        await chooser(room)
        await room.press("down")
        await room.type(key)
        await left(room, 1)
        file = await room.saved()
        assert file["vision"]["destination"] == stands
        assert [bool(one.get("removed")) for one in file["conflicts"].values()].count(True) == 1
        await room.press("f8")
        await left(room, 2)
        assert (await room.saved())["vision"]["destination"] == THEIRS


async def test_enter_offers_the_same_by_name(two: Path) -> None:
    """Who knows no digit picks from a list; afterwards the step shows what was picked."""
    async with opened(two) as room:
        await chooser(room)
        await room.press("down", "enter")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("down", "enter")
        await left(room, 1)
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        assert MINE in room.text()


async def test_another_value_can_be_typed_and_a_bad_one_is_refused_with_its_words_kept(two: Path) -> None:
    """4 asks for it: a day that is none stays in the field with the reason; a right one stands."""
    async with opened(two) as room:
        await chooser(room)
        await room.press("4")
        await room.until(lambda: room.app.focused and room.key == "answer")
        assert room.shown() == {"answer": "2027-01-31"}
        await room.press("ctrl+u")
        await room.type("あした")
        await room.press("f2")
        await room.until(lambda: "あした is no day" in room.text())
        assert room.shown() == {"answer": "あした"}
        assert "あした" in room.desk.facilitation.drafts.values()
        await room.press("ctrl+u")
        await room.type("2027-02-28")
        await room.press("f2")
        await left(room, 1)
        file = await room.saved()
        assert str(file["actions"][ACTION]["due"]) == "2027-02-28"
        assert room.desk.facilitation.drafts == {}


async def test_when_all_is_decided_the_badge_goes(two: Path) -> None:
    """Two keys, and nothing is left; the screen says so and the title bar is as always."""
    async with opened(two) as room:
        await chooser(room)
        await room.press("2", "1")
        await left(room, 0)
        await room.until(lambda: "Nothing is left to decide." in room.text())
        await room.press("escape")
        await room.until(lambda: "to decide" not in room.rows()[0])


async def test_a_clash_of_an_anonymous_step_names_nobody(folder: Path) -> None:
    """Two edit one slip of an anonymous step: neither name nor time stands beside what gave way."""
    path = Library(folder).new(TITLE, "dx-90").path
    prepared(
        path,
        "ideas",
        Edit("step", "ideas", {"anonymous": True}),
        Add("note", "note22test", Note(step="ideas", text="a")),
    )
    clash(
        path,
        Edit("note", "note22test", {"text": "待合を広く"}),
        Edit("note", "note22test", {"text": "椅子を増やす"}),
    )
    async with opened(path) as room:
        await chooser(room)
        assert "2  what was set aside: 待合を広く" in room.text()
        assert "鈴木" not in room.text()
