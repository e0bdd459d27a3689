"""Home: finding, opening and starting sessions, by keys and by mouse."""

import tomllib
from pathlib import Path

import pytest
from textual.widgets import OptionList

from dxworkshop.service import Library
from dxworkshop.store import state
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.new import NewScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.conftest import NOW
from tests.tui.conftest import Room, at_home

OLD, MIDDLE, NEW = "ごみの分別を分かりやすく", "ＤＸ研修をやり直す", "窓口の待ち時間を半分にする"


@pytest.fixture
def three(folder: Path) -> Path:
    """Make three sessions, the newest last, and return their folder."""
    for days, title in ((-30, OLD), (-20, MIDDLE), (-10, NEW)):
        created = NOW.replace(month=NOW.month - 1, day=31 + days if days > -31 else 1)
        Library(folder).new(title, organisation="みどり野市", created=created)
    return folder


def titles(room: Room) -> list[str]:
    """Return the first line of every session in the list."""
    options = room.app.screen.query_one("#sessions", OptionList)
    return [str(option.prompt).split("\n")[0] for option in options.options]


async def session(room: Room) -> str:
    """Wait for a session to be open and return its title."""
    await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.app.screen.is_mounted)
    return room.desk.session.title


async def test_the_newest_session_is_first(three: Path) -> None:
    """Without one that was open last, the sessions stand from new to old."""
    async with at_home(three) as room:
        assert titles(room) == [NEW, MIDDLE, OLD]


async def test_where_we_were_is_first_and_enter_goes_on(three: Path) -> None:
    """The session that was open last stands first, says so, and Enter opens it."""
    (old,) = three.glob(f"{OLD}*")
    state.remember_last(old)
    async with at_home(three) as room:
        assert titles(room) == [f"Go on: {OLD}", NEW, MIDDLE]
        await room.press("enter")
        assert await session(room) == OLD


@pytest.mark.parametrize(
    ("typed", "found"),
    [("待ち時間", [NEW]), ("dx", [MIDDLE]), ("ＤＸ　やり直す", [MIDDLE]), ("みどり野", [NEW, MIDDLE, OLD])],
    ids=["kanji", "half width for full width", "two words", "office"],
)
async def test_search_finds_as_one_types(three: Path, typed: str, found: list[str]) -> None:
    """Any word of a session finds it, in any width; Enter opens the first."""
    async with at_home(three) as room:
        await room.type(typed)
        await room.home()
        assert titles(room) == found
        await room.press("enter")
        assert await session(room) == found[0]


async def test_a_search_in_vain_says_so_and_opens_nothing(three: Path) -> None:
    """One sentence instead of a list, and Enter stays at home."""
    async with at_home(three) as room:
        await room.type("税")
        await room.home()
        assert "Nothing holds these words." in room.text()
        await room.press("enter")
        assert isinstance(room.app.screen, HomeScreen)


async def test_a_click_opens_a_session(three: Path) -> None:
    """The row that is clicked is the one that opens."""
    async with at_home(three) as room:
        await room.click_text(OLD)
        assert await session(room) == OLD


async def test_home_and_back_into_another_session(three: Path) -> None:
    """From one session home and into another: each keeps its own words, and home knows which was last."""
    async with at_home(three) as room:
        await room.press("enter")
        await session(room)
        for title in (NEW, OLD):
            assert await session(room) == title
            await room.press(*["pagedown"] * 3)
            await room.type(f"{title}の先へ")
            await room.press("ctrl+o")
            await room.home()
            assert titles(room)[0] == f"Go on: {title}"
            await room.type(OLD)
            await room.press("enter")
        assert await session(room) == OLD
    for title in (NEW, OLD):
        (path,) = three.glob(f"{title}*")
        assert tomllib.loads(path.read_text(encoding="utf-8"))["vision"]["destination"] == f"{title}の先へ"


async def test_a_broken_file_is_named_and_stops_nothing(three: Path) -> None:
    """The file that cannot be read is named with the reason, others are counted, and the sessions are listed."""
    (three / "壊れた.toml").write_text("title = ", encoding="utf-8")
    async with at_home(three) as room:
        assert titles(room) == [NEW, MIDDLE, OLD]
        assert "1 file cannot be read. 壊れた.toml: " in room.text()
    (three / "別の文字.toml").write_bytes("title = '在庫'".encode("cp932"))
    async with at_home(three) as room:
        assert titles(room) == [NEW, MIDDLE, OLD]
        assert "2 files cannot be read." in room.text()


async def test_a_file_that_breaks_behind_its_head_is_refused_with_a_sentence(three: Path) -> None:
    """The list shows it, opening it says what is wrong, and home stays."""
    (path,) = three.glob(f"{NEW}*")
    path.write_text(path.read_text(encoding="utf-8").replace('kind = "talk"', 'kind = "dance"'), encoding="utf-8")
    async with at_home(three) as room:
        await room.press("enter")
        await room.until(lambda: "this kind of step is not known" in room.notices())
        assert path.name in room.notices()
        assert isinstance(room.app.screen, HomeScreen)


async def test_a_new_session_is_made_from_a_japanese_title(folder: Path) -> None:
    """F2, a title, F2: the file bears the title, and the session is open at its first step."""
    async with at_home(folder) as room:
        assert "There is no session yet" in room.text()
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, NewScreen) and room.app.focused)
        await room.fill("書かない窓口　第２回", "みどり野市")
        assert room.key == "template"
        await room.pick("quick")
        await room.press("tab")
        assert room.key == "times"
        await room.press("tab")
        await room.pick("Japanese")
        await room.press("tab")
        await room.pick("plain")
        await room.press("f2")
        assert await session(room) == "書かない窓口　第２回"
        file = room.file()
        assert room.desk.facilitation.path.name == "書かない窓口 第２回.toml"
        assert (file["organisation"], file["language"], file["register"]) == ("みどり野市", "ja", "plain")
        assert (file["workshop"]["id"], file["at"]) == ("quick-60", "opening")


async def test_a_template_starts_a_new_session_of_its_kind(folder: Path) -> None:
    """A click on a template opens the dialog with it; the button makes the session."""
    async with at_home(folder) as room:
        await room.click_text("dx-90")
        await room.until(lambda: isinstance(room.app.screen, NewScreen) and room.app.focused)
        await room.type("六十分")
        await room.click_text("Start (F2)")
        assert await session(room) == "六十分"
        assert room.file()["workshop"]["id"] == "dx-90"


async def test_a_title_that_cannot_name_a_file_is_explained(folder: Path) -> None:
    """Each bad title gets its sentence, the dialog stays with what was typed, and no file is made."""
    bad = {
        "": "a title is needed",
        "con": "a name Windows keeps for itself",
        "/": "cannot be named after",
        "..\\": "cannot be named after",
        "長" * 300: "300 characters",
    }
    async with at_home(folder) as room:
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, NewScreen) and room.app.focused)
        for title, sentence in bad.items():
            await room.press("ctrl+u")
            await room.type(title)
            await room.press("f2")
            assert sentence in room.text().replace("\n", ""), title
            assert room.shown().get("title", "") == title
        assert not folder.exists() or list(folder.iterdir()) == []
        await room.press("escape")
        assert isinstance(room.app.screen, HomeScreen)


async def test_a_title_that_is_taken_does_not_touch_the_file(three: Path) -> None:
    """The second session of a title gets a file of its own."""
    (path,) = three.glob(f"{NEW}*")
    before = path.read_bytes()
    async with at_home(three) as room:
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, NewScreen) and room.app.focused)
        await room.type(NEW)
        await room.press("f2")
        await session(room)
        assert room.desk.facilitation.path == path.with_stem(f"{NEW}-2")
    assert path.read_bytes() == before


async def test_going_home_from_a_file_in_conflict_tells_where_the_words_are(three: Path) -> None:
    """Not only at the end: on the way home, too, the new file beside the changed one is named."""
    async with at_home(three) as room:
        await room.press("enter")
        await session(room)
        path = room.desk.facilitation.path
        theirs = path.read_bytes().replace(b'"', b"", 1)
        path.write_bytes(theirs)
        await room.press(*["pagedown"] * 3)
        await room.type("一度で用が済む")
        await room.press("ctrl+o")
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))
        await room.until(lambda: f"{NEW}.conflict-" in room.notices())
        (beside,) = path.parent.glob(f"{NEW}.conflict-*.toml")
        assert path.read_bytes() == theirs
        assert tomllib.loads(beside.read_text(encoding="utf-8"))["vision"]["destination"] == "一度で用が済む"
