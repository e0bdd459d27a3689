"""Reading out: the notes go on the wall by one key, and are grouped one after the other."""

from pathlib import Path

import pytest

from dxworkshop import i18n
from dxworkshop.model.changes import Add, Change
from dxworkshop.model.session import Group, Note
from dxworkshop.service import Library
from tests.tui.conftest import opened, prepared

GROUP = "groupaaaa2"


def wall(folder: Path) -> Path:
    """Return a session with a group and four lone notes, at the step where they were written."""
    path = Library(folder).new("壁", "dx-90").path
    notes: list[Change] = [Add("note", f"note{n}aaaaa", Note(step="ideas", text=f"付箋{n}")) for n in range(4)]
    prepared(path, "ideas", Add("group", GROUP, Group(step="ideas", name="紙")), *notes)
    return path


async def test_one_key_shows_the_notes_to_the_room_and_undo_hides_them(folder: Path) -> None:
    """Nobody's words are on the wall before the facilitator puts them there."""
    async with opened(wall(folder), "ideas") as room:
        assert "shown" not in room.file()["workshop"]["steps"]["ideas"]
        await room.type("途中")
        await room.press("ctrl+r")
        assert (await room.saved())["workshop"]["steps"]["ideas"]["shown"] is True
        await room.press("ctrl+r")
        assert (await room.saved())["workshop"]["steps"]["ideas"]["shown"] is False
        await room.press("f8")
        await room.until(lambda: room.file()["workshop"]["steps"]["ideas"].get("shown") is True)
        assert "途中" in room.text()


async def test_a_digit_leads_to_the_next_note_that_lies_alone(folder: Path) -> None:
    """Twelve slips are twelve digits, not twelve digits and twelve arrows."""
    async with opened(wall(folder), "ideas") as room:
        await room.press("down", "end", "up", "up", "up", "1", "1", "1")
        grouped = [note.text for note in room.desk.session.notes.values() if note.group == GROUP]
        assert sorted(grouped) == ["付箋0", "付箋1", "付箋2"]


@pytest.mark.parametrize("step", ["ideas", "vote", "matrix"])
async def test_the_way_out_stands_in_the_bar_whole(folder: Path, step: str) -> None:
    """At 80 columns too, in Japanese; a key that adds nothing here is not offered."""
    i18n.use("ja")
    async with opened(wall(folder), step, size=(80, 24)) as room:
        bar = room.rows()[-1].rstrip()
        assert bar.endswith("^Q \u7d42\u4e86")
        assert ("F2 " in bar) == (step == "ideas")
