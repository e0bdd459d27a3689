"""The bin: removed items and removed sessions come back, and copies of a conflict are named and not listed."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from dxworkshop.__main__ import main
from dxworkshop.model.changes import Remove
from dxworkshop.service import Library
from dxworkshop.store import bin as store
from dxworkshop.store import presence
from dxworkshop.tui.screens.bin import RemoveScreen
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.widgets.picker import Picker
from tests.conftest import NOW
from tests.tui.conftest import TANAKA, Room, at_home, opened, prepared, with_party

OLD, NEW = "ごみの分別を分かりやすく", "窓口の待ち時間を半分にする"


@pytest.fixture
def two(folder: Path) -> Path:
    """Make two sessions, the newer last, and return their folder."""
    Library(folder).new(OLD, created=NOW.replace(day=1))
    Library(folder).new(NEW, created=NOW.replace(day=2))
    return folder


def titles(room: Room) -> list[str]:
    """Return the first line of every session in the list."""
    options = room.app.screen.query_one("#sessions", OptionList)
    return [str(option.prompt).split("\n")[0] for option in options.options]


async def from_the_palette(room: Room) -> None:
    """Find the bin in the palette."""
    await room.press("ctrl+p")
    await room.until(lambda: isinstance(room.app.screen, Picker) and room.app.focused)
    await room.type("Bin")
    await room.press("enter")


async def picker(room: Room, words: str) -> None:
    """Wait for the list of what was removed."""
    await room.until(lambda: isinstance(room.app.screen, Picker) and room.app.focused and words in room.text())


async def test_a_removed_item_comes_back_and_undo_takes_it_away_again(path: Path) -> None:
    """Its kind, name and day stand in the list; Enter brings it back into file and form; F8 removes it again."""
    with_party(path, "party")
    prepared(path, "party", Remove("member", TANAKA, NOW.isoformat()))
    async with opened(path) as room:
        assert room.items("member") == [" 1 佐藤　花子"]
        await from_the_palette(room)
        await picker(room, "田中")
        assert "2026-12-10" in room.text()
        await room.press("enter")
        await room.until(lambda: len(room.items("member")) == 2)
        assert "F8 takes that back" in room.notices()
        assert not (await room.saved())["members"][TANAKA].get("removed")
        await room.press("f8")
        await room.until(lambda: len(room.items("member")) == 1)
        assert (await room.saved())["members"][TANAKA]["removed"]


async def test_an_empty_bin_says_so(path: Path) -> None:
    """One sentence, and no list."""
    async with opened(path, "party") as room:
        await from_the_palette(room)
        await room.until(lambda: "Nothing was removed from this session." in room.notices())


async def test_f3_at_home_asks_once_and_the_session_comes_back_from_the_palette(two: Path) -> None:
    """The chosen one is named before it goes; the other stays; the bin gives it back byte for byte."""
    (path,) = two.glob(f"{NEW}*")
    before = path.read_bytes()
    async with at_home(two) as room:
        await room.press("f3")
        await room.until(lambda: isinstance(room.app.screen, RemoveScreen) and room.app.focused)
        assert NEW in room.text()
        await room.press("enter")
        await room.until(lambda: titles(room) == [OLD])
        assert "bring it back" in room.notices()
        assert not path.exists()
        await from_the_palette(room)
        await picker(room, NEW)
        await room.press("enter")
        await room.until(lambda: titles(room) == [NEW, OLD])
    assert path.read_bytes() == before
    assert store.contents(two) == []


async def test_escape_leaves_the_session_where_it_is(two: Path) -> None:
    """Who pressed F3 by mistake loses nothing."""
    async with at_home(two) as room:
        await room.press("f3")
        await room.until(lambda: isinstance(room.app.screen, RemoveScreen))
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))
        assert titles(room) == [NEW, OLD]
    assert store.contents(two) == []


async def test_a_session_that_others_have_open_stays(two: Path) -> None:
    """The sentence names them."""
    (path,) = two.glob(f"{NEW}*")
    presence.announce(path, "鈴木", host="pc-suzuki", pid=4000)
    async with at_home(two) as room:
        await room.press("f3")
        await room.until(lambda: isinstance(room.app.screen, RemoveScreen) and room.app.focused)
        await room.press("enter")
        await room.until(lambda: "鈴木 (pc-suzuki)" in room.notices())
        assert titles(room) == [NEW, OLD]
    assert path.exists()


async def test_f3_on_an_empty_list_asks_nothing(folder: Path) -> None:
    """Where there is no session there is nothing to remove, and the empty bin says so."""
    async with at_home(folder) as room:
        await room.press("f3")
        assert isinstance(room.app.screen, HomeScreen)
        await from_the_palette(room)
        await room.until(lambda: "The bin of this folder is empty." in room.notices())


@pytest.mark.parametrize(
    "name",
    [
        "{stem}.conflict-pc-suzuki-20261210T043000Z.toml",
        "{stem}.sync-conflict-20261210-043000-ABCDEFG.toml",
        "{stem} (Suzuki's conflicted copy 2026-12-10).toml",
        "{stem} (鈴木 の競合コピー 2026-12-10).toml",
    ],
    ids=["ours", "Syncthing", "Dropbox", "Dropbox in Japanese"],
)
async def test_copies_of_a_conflict_are_named_and_are_no_sessions(two: Path, name: str) -> None:
    """The list holds each session once; a line below names the copy and the command that merges it."""
    (path,) = two.glob(f"{NEW}*")
    copy = path.with_name(name.format(stem=path.stem))
    copy.write_bytes(path.read_bytes())
    async with at_home(two, size=(200, 30)) as room:
        assert titles(room) == [NEW, OLD]
        assert "1 copy waits to be merged: " in room.text()
        assert f"dxworkshop merge {path.name} " in room.text()


async def test_a_title_in_brackets_is_no_copy(folder: Path) -> None:
    """Only the words that programs write for a copy make one."""
    Library(folder).new("conflict-free (draft copy)")
    async with at_home(folder) as room:
        assert titles(room) == ["conflict-free (draft copy)"]


# The same, on the command line ---------------------------------------------------------------------


def test_list_names_the_copies_and_the_command(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They stand in no row; a line on stderr says how to merge them."""
    for path in sorted(two.glob("*.toml")):
        path.with_name(f"{path.stem}.conflict-pc-20261210T043000Z.toml").write_bytes(path.read_bytes())
    assert main(["--folder", str(two), "list"]) == 0
    said = capsys.readouterr()
    assert ".conflict-" not in said.out
    assert "2 copies wait to be merged, the first by " in said.err
    assert f"dxworkshop merge {OLD}.toml {OLD}.conflict-pc-20261210T043000Z.toml" in said.err
