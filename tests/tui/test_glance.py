"""The folder at a glance in the screens: read, marked, compared, opened."""

import threading
from pathlib import Path

import pytest

from dxworkshop.service import Library
from dxworkshop.store import document, index
from dxworkshop.store.index import Progress
from dxworkshop.tui.screens.compare import CompareScreen
from dxworkshop.tui.screens.glance import GlanceScreen
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.plans import PlansScreen
from dxworkshop.tui.screens.review import ReviewScreen
from dxworkshop.tui.widgets.lines import Lines
from tests.sample import sample_session
from tests.tui.conftest import Room, at_home

SIZES = pytest.mark.parametrize("size", [(80, 24), (100, 30)])
TITLES = ("窓口の待ち時間", "ごみの分別", "研修をやり直す")


@pytest.fixture
def three(folder: Path) -> Path:
    """Write three samples, held on three days, the first one last; return their folder."""
    folder.mkdir()
    for n, title in enumerate(TITLES):
        sample = sample_session()
        held = sample.meeting.model_copy(update={"held": sample.created.date().replace(day=24 - n)})
        document.create(
            folder, sample.model_copy(update={"id": f"abcd{n}", "title": title, "meeting": held}), title
        )
    return folder


async def glanced(room: Room) -> GlanceScreen:
    """Open the glance from home, and wait until the folder was read."""
    await room.press("f5")
    await room.until(lambda: isinstance(room.app.screen, GlanceScreen) and room.app.screen.seen)
    assert isinstance(room.app.screen, GlanceScreen)
    await room.pilot.pause()
    return room.app.screen


def rows(room: Room) -> list[str]:
    """Return the rows of the list of workshops."""
    return [line.text for line in room.app.screen.query_one("#workshops", Lines).lines]


@SIZES
async def test_the_folder_is_told_and_its_workshops_stand_below(three: Path, size: tuple[int, int]) -> None:
    """What was done first, with thanks; the workshops by day, each with its mark, HP and title."""
    async with at_home(three, size=size) as room:
        await glanced(room)
        assert "3 journeys (2026-11-22 - 2026-11-24)" in room.text()
        assert "Thank you." in room.text()
        assert [row[:14] for row in rows(room)] == ["[ ] 2026-11-24", "[ ] 2026-11-23", "[ ] 2026-11-22"]
        assert all(title in room.text() for title in TITLES)


@SIZES
async def test_page_down_reads_on_and_the_list_stays(three: Path, size: tuple[int, int]) -> None:
    """The cursor is in the list all the time; what is told moves above it."""
    async with at_home(three, size=size) as room:
        await glanced(room)
        assert "Callings" not in room.text()
        for _ in range(8):
            await room.press("pagedown")
        assert "Nowhere anybody as:" in room.text()
        await room.press(*["pageup"] * 8)
        assert "Thank you." in room.text()
        assert TITLES[0] in room.text()


async def test_marked_ones_are_put_side_by_side(three: Path) -> None:
    """In the order in which they were marked; Escape comes back, and the marks are still there."""
    async with at_home(three) as room:
        await glanced(room)
        await room.press("end", "space", "home", "space")
        assert [row[:3] for row in rows(room)] == ["[x]", "[ ]", "[x]"]
        assert "2 marked" in room.text()
        await room.press("c")
        await room.until(lambda: isinstance(room.app.screen, CompareScreen))
        await room.until(lambda: "A  2026-11-22" in room.text())
        assert "B  2026-11-24" in room.text()
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, GlanceScreen))
        assert [row[:3] for row in rows(room)] == ["[x]", "[ ]", "[x]"]


async def test_marks_are_taken_back_and_one_is_not_enough(three: Path) -> None:
    """A sentence says what to do; nothing opens."""
    async with at_home(three) as room:
        await glanced(room)
        await room.press("space", "down", "space", "space", "c")
        await room.until(lambda: "Mark two or more" in room.notices())
        assert [row[:3] for row in rows(room)] == ["[x]", "[ ]", "[ ]"]
        assert isinstance(room.app.screen, GlanceScreen)


async def test_marked_ones_are_shown_as_one_plan(three: Path) -> None:
    """The view of several plans is handed the marked sessions."""
    async with at_home(three) as room:
        await glanced(room)
        await room.press("space", "down", "space", "m")
        await room.until(lambda: isinstance(room.app.screen, PlansScreen))
        screen = room.app.screen
        assert isinstance(screen, PlansScreen)
        assert [one.title for one in screen.sessions()] == [TITLES[0], TITLES[1]]


async def test_keys_of_an_input_method_do_the_same(three: Path) -> None:
    """Whoever forgot to turn it off types wide letters."""
    async with at_home(three) as room:
        await glanced(room)
        await room.type("　")
        await room.press("down")
        await room.type("　ｃ")
        await room.until(lambda: isinstance(room.app.screen, CompareScreen))


async def test_enter_opens_the_review_of_a_workshop(three: Path) -> None:
    """In place of the glance and of home; Escape leads to its steps."""
    async with at_home(three) as room:
        await glanced(room)
        await room.press("down", "enter")
        await room.until(lambda: isinstance(room.app.screen, ReviewScreen))
        assert room.desk.session.title == TITLES[1]


async def test_the_mouse_does_what_the_keys_do(three: Path) -> None:
    """A click chooses, the bar marks and compares."""
    async with at_home(three) as room:
        await glanced(room)
        await room.click_text("Mark")
        await room.click_text(TITLES[2])
        await room.click_text("Mark")
        await room.click_text("Compare")
        await room.until(lambda: isinstance(room.app.screen, CompareScreen))
        await room.click_text("Back")
        await room.until(lambda: isinstance(room.app.screen, GlanceScreen))
        await room.click_text("Back")
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))


@pytest.mark.parametrize("key", ["escape", "f5"])
async def test_the_same_key_goes_home(three: Path, key: str) -> None:
    """So does Escape."""
    async with at_home(three) as room:
        await glanced(room)
        await room.press(key)
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))


async def test_an_empty_folder_says_so(folder: Path) -> None:
    """One sentence; no key breaks anything."""
    async with at_home(folder) as room:
        await glanced(room)
        assert "No journey was held in this time." in room.text()
        await room.press("space", "enter", "c", "m", "pagedown", "escape")
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))


async def test_a_new_session_is_told_on_coming_back(three: Path) -> None:
    """The folder is looked at again whenever the glance is shown."""
    async with at_home(three) as room:
        await glanced(room)
        await room.press("space", "down", "space", "c")
        await room.until(lambda: isinstance(room.app.screen, CompareScreen))
        Library(three).new("もう一つ")
        await room.press("escape")
        await room.until(lambda: "4 journeys" in room.text())


async def test_nothing_freezes_while_a_folder_is_read(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys work meanwhile, it says how far it is, and who leaves need not wait."""
    going_on = threading.Event()
    look = index.open_index
    read: list[Path] = []

    def slowly(folder: Path, *, progress: Progress) -> object:
        progress(1, 3)
        assert going_on.wait(30)
        progress(2, 3)
        read.append(folder)
        return look(folder, progress=progress)

    async with at_home(three) as room:
        monkeypatch.setattr(index, "open_index", slowly)
        await room.press("f5")
        await room.until(lambda: "1 of 3 read" in room.text())
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))
        (reading,) = (one for one in threading.enumerate() if one.name == "glancer")
        going_on.set()
        await room.until(lambda: not reading.is_alive())
    assert read == []


async def test_a_file_that_cannot_be_read_is_told(three: Path) -> None:
    """The others count."""
    (three / "broken.toml").write_text("format = 1\nid =\n", encoding="utf-8")
    async with at_home(three) as room:
        await glanced(room)
        assert "1 file cannot be read." in room.text()
        assert "3 journeys" in room.text()


async def test_what_people_typed_is_no_markup(folder: Path) -> None:
    """A title with brackets stands as it was typed."""
    folder.mkdir()
    for n in range(2):
        sample = sample_session().model_copy(update={"id": f"abcd{n}", "title": "[red]赤[/red]"})
        document.create(folder, sample, f"x{n}")
    async with at_home(folder) as room:
        await glanced(room)
        assert "[red]赤[/red]" in room.text()
        await room.press("space", "down", "space", "c")
        await room.until(lambda: isinstance(room.app.screen, CompareScreen))
        await room.until(lambda: "[red]赤[/red]" in room.text())
