"""The screen from which documents leave: chosen by keys or mouse, seen at once, then written or copied."""

from functools import partial
from pathlib import Path

import pytest

from dxworkshop.model.changes import Add, Set
from dxworkshop.model.session import Action
from dxworkshop.tui import folder as opening
from dxworkshop.tui.screens import export
from dxworkshop.tui.screens.export import ExportScreen
from dxworkshop.tui.widgets.switches import Switches
from tests.tui.conftest import SATO, TANAKA, TITLE, Room, opened, prepared, with_party


@pytest.fixture
def planned(path: Path) -> Path:
    """Return a session with a party and one action, told in English."""
    with_party(path, "actions")
    action = Action(title="記入台を1か所にまとめる", owner=TANAKA, partners=(SATO,))
    prepared(path, "actions", Add("action", "acti22acti", action), Set("session", {"language": "en"}))
    return path


def shows(room: Room, words: str) -> bool:
    """Tell whether some words stand on the screen."""
    return words in room.text()


async def at_export(room: Room) -> ExportScreen:
    """Go to the screen, and wait until it shows the plan."""
    await room.press("f6")
    await room.until(lambda: isinstance(room.app.screen, ExportScreen) and "# " in room.text())
    screen = room.app.screen
    assert isinstance(screen, ExportScreen)
    return screen


async def test_the_plan_is_seen_and_enter_writes_it_beside_the_session(planned: Path) -> None:
    """Twice the same writes one file; a changed one gets a name of its own, and the first stays."""
    async with opened(planned, size=(120, 44)) as room:
        await at_export(room)
        assert "記入台を1か所にまとめる" in room.text()
        await room.press("enter")
        target = planned.with_suffix(".md")
        await room.until(target.exists)
        await room.press("f6")
        await room.until(lambda: room.notices().count("Written:") == 2)
        assert [path.name for path in planned.parent.glob("*.md")] == [target.name]
        first = target.read_bytes()
        await room.press("down", "down", "down", "right", "f2")
        await room.until(lambda: len(list(planned.parent.glob("*.md"))) == 2)
        assert target.read_bytes() == first


async def test_arrows_choose_and_the_preview_follows(planned: Path) -> None:
    """Document, readers and format each by two keys; the name of the file says what it will be."""
    async with opened(planned, size=(120, 44)) as room:
        screen = await at_export(room)
        assert "田中" in room.text()
        await room.press("right")
        await room.until(lambda: f"File: {TITLE}.minutes.md" in room.text())
        await room.press("down", "right")
        await room.until(lambda: f"File: {TITLE}.minutes.office.md" in room.text())
        assert "田中" not in room.text()
        await room.press("down", "right")
        await room.until(lambda: "HTML opens in a browser" in room.text())
        assert "<html" not in room.text()
        await room.press("f2")
        written = planned.with_name(f"{planned.stem}.minutes.office.html")
        await room.until(written.exists)
        assert "田中" not in written.read_text(encoding="utf-8")
        assert dict(screen.query_one(Switches).chosen)["format"] == "html"


async def test_a_click_chooses_the_value_it_hits(planned: Path) -> None:
    """Whoever uses the mouse sees all values and takes one."""
    async with opened(planned, size=(120, 44)) as room:
        screen = await at_export(room)
        lines = [str(line) for line in room.text().splitlines()]
        y = next(n for n, line in enumerate(lines) if "handover" in line)
        await room.pilot.click(offset=(lines[y].index("handover") + 1, y))
        await room.until(lambda: f"File: {TITLE}.handover.md" in room.text())
        assert screen.query_one(Switches).chosen["document"] == "handover"


async def test_what_is_taken_out_is_listed(planned: Path) -> None:
    """For the team nothing; for the office the names, each with what stands in its place."""
    async with opened(planned, size=(120, 44)) as room:
        await at_export(room)
        await room.press("f4")
        await room.until(lambda: "Nothing is taken out for these readers." in room.text())
        await room.press("down", "right")
        await room.until(lambda: "田中" in room.text() and "Nothing is taken out" not in room.text())
        await room.press("f4")
        await room.until(lambda: "記入台" in room.text())
        assert "田中" not in room.text()


async def test_copying_gives_the_text_to_the_terminal(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on the clipboard is the document; one that is too long for it is not cut but refused."""
    async with opened(planned, size=(120, 44)) as room:
        await at_export(room)
        await room.press("f5")
        await room.until(lambda: "Copied" in room.notices())
        assert room.app.clipboard.startswith(f"# {TITLE}")
        monkeypatch.setattr(export, "CLIPBOARD", 100)
        await room.press("f5")
        await room.until(lambda: "too long for the clipboard" in room.notices())
        assert room.app.clipboard.startswith(f"# {TITLE}")


async def test_the_folder_is_opened_or_named(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can show it, its path does."""
    asked: list[Path] = []

    def show(folder: Path) -> bool:
        asked.append(folder)
        return True

    async with opened(planned, size=(120, 44)) as room:
        await at_export(room)
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        await room.press("f3")
        await room.until(lambda: str(planned.parent)[:20] in room.notices())
        monkeypatch.setattr(export, "show_folder", show)
        await room.press("f3")
        await room.until(lambda: asked == [planned.parent.absolute()])


def test_a_folder_is_shown_by_the_program_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The path is an argument of its own, never part of a line for a shell."""
    started: list[list[str]] = []
    monkeypatch.setattr("dxworkshop.tui.folder.subprocess.Popen", lambda argv, **_: started.append(argv))
    monkeypatch.setattr("dxworkshop.tui.folder.sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", ":9")
    odd = tmp_path / "a b; rm -rf"
    assert opening.show_folder(odd)
    assert started == [["xdg-open", str(odd)]]


async def test_escape_goes_back_and_nothing_is_written(planned: Path) -> None:
    """Looking costs nothing."""
    async with opened(planned, size=(120, 44)) as room:
        await at_export(room)
        await room.press("escape")
        await room.until(lambda: not isinstance(room.app.screen, ExportScreen))
    assert [path.name for path in planned.parent.iterdir() if path.suffix not in (".toml", "")] == []


async def test_a_half_done_session_has_all_documents(path: Path) -> None:
    """From the first minute on, whatever is chosen is drawn."""
    async with opened(path, "opening", size=(120, 44)) as room:
        await at_export(room)
        for name in ("minutes", "brief", "handover"):
            await room.press("right")
            await room.until(partial(shows, room, f".{name}.md"))
