"""The screen from which documents leave: chosen by keys or mouse, seen at once, then written or copied."""

import threading
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from dxworkshop.model.changes import Add, Edit, Set
from dxworkshop.model.session import Action, Session
from dxworkshop.report.view import Report
from dxworkshop.service import outgoing
from dxworkshop.tui import folder as opening
from dxworkshop.tui.screens import export
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.screens.export import ExportScreen
from dxworkshop.tui.screens.paper import PaperScreen
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


SIZE = (120, 44)
"""High enough to see what stands under the facts."""


def below(room: Room) -> str:
    """Return what stands below the choices: the name of the file, and the document."""
    return room.text().split("File:")[-1]


async def at_export(room: Room) -> ExportScreen:
    """Go to the screen, and wait until it shows the plan."""
    await room.press("f6")
    await room.until(lambda: isinstance(room.app.screen, ExportScreen) and "# " in room.text())
    screen = room.app.screen
    assert isinstance(screen, ExportScreen)
    return screen


async def test_the_plan_is_seen_and_enter_writes_it_beside_the_session(planned: Path) -> None:
    """Twice the same writes one file; a changed one gets a name of its own, and the first stays."""
    async with opened(planned, size=SIZE) as room:
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
    async with opened(planned, size=SIZE) as room:
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
    async with opened(planned, size=SIZE) as room:
        screen = await at_export(room)
        lines = [str(line) for line in room.text().splitlines()]
        y = next(n for n, line in enumerate(lines) if "handover" in line)
        await room.pilot.click(offset=(lines[y].index("handover") + 1, y))
        await room.until(lambda: f"File: {TITLE}.handover.md" in room.text())
        assert screen.query_one(Switches).chosen["document"] == "handover"


async def test_what_is_taken_out_is_listed(planned: Path) -> None:
    """For the team nothing; for the office the names, each with what stands in its place."""
    async with opened(planned, size=SIZE) as room:
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
    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        await room.press("ctrl+y")
        await room.until(lambda: "Copied" in room.notices())
        assert room.app.clipboard.startswith(f"# {TITLE}")
        monkeypatch.setattr(export, "CLIPBOARD", 100)
        await room.press("ctrl+y")
        await room.until(lambda: "too long for the clipboard" in room.notices())
        assert room.app.clipboard.startswith(f"# {TITLE}")


async def test_the_folder_is_opened_or_named(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can show it, its path does."""
    asked: list[Path] = []

    def show(folder: Path) -> bool:
        asked.append(folder)
        return True

    async with opened(planned, size=SIZE) as room:
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
    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        await room.press("escape")
        await room.until(lambda: not isinstance(room.app.screen, ExportScreen))
    assert [path.name for path in planned.parent.iterdir() if path.suffix not in (".toml", "")] == []


async def test_a_half_done_session_has_all_documents(path: Path) -> None:
    """From the first minute on, whatever is chosen is drawn."""
    async with opened(path, "opening", size=SIZE) as room:
        await at_export(room)
        for name in ("minutes", "brief", "handover"):
            await room.press("right")
            await room.until(partial(shows, room, f".{name}.md"))


async def test_what_is_asked_for_while_a_document_is_made_waits_for_it(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever chooses other readers and copies at once gets the document of these readers, not the last one."""
    gate, usual = threading.Event(), outgoing.report

    def slow(session: Session, wish: outgoing.Wish, now: datetime) -> Report:
        if wish.audience == "office":
            gate.wait(10)
        return usual(session, wish, now)

    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        monkeypatch.setattr(outgoing, "report", slow)
        await room.press("down", "right", "ctrl+y")
        assert room.app.clipboard == ""
        gate.set()
        await room.until(lambda: "Copied" in room.notices())
        assert "記入台" in room.app.clipboard
        assert "田中" not in room.app.clipboard


async def test_one_office_alone_and_words_to_hide(planned: Path) -> None:
    """A brief can be for one office; words that are hidden are gone, and their file bears no name."""
    prepared(planned, "actions", Set("session", {"title": "田中さんと山本市長の窓口"}))
    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        await room.press("f7")
        await room.until(lambda: "hides nothing" in room.notices())
        await room.press("right", "right")
        await room.until(lambda: "情報政策課" in room.text())
        await room.press("down", "right")
        await room.until(lambda: ".brief.office.md" in below(room) and "山本市長" in below(room))
        assert "花子" not in room.text()
        await room.press("f7")
        await room.until(lambda: isinstance(room.app.screen, AskScreen) and room.app.focused)
        await room.type("山本市長")
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, ExportScreen) and "山本" not in below(room))
        await room.press("down", "down", "right")
        await room.until(lambda: "[情報政策課]" in room.text() and "情報政策課.md" in room.text())
        await room.press("f2")
        await room.until(lambda: "Written:" in room.notices())
    (written,) = planned.parent.glob("*.md")
    assert not {"田中", "山本"} & {written.name[n : n + 2] for n in range(len(written.name))}
    assert "山本" not in written.read_text(encoding="utf-8")


async def at_hide(room: Room) -> None:
    """Go to the box for words to hide, from the plan for the team."""
    await room.press("down", "right")
    await room.until(lambda: ".office.md" in below(room))
    await to_hide(room)


async def to_hide(room: Room) -> None:
    """Open the box for words to hide."""
    await room.press("f7")
    await room.until(lambda: isinstance(room.app.screen, AskScreen) and room.app.focused)


async def test_escape_goes_back_from_what_is_taken_out_to_the_document(planned: Path) -> None:
    """One step back at a time: the list first, then the screen."""
    async with opened(planned, size=SIZE) as room:
        screen = await at_export(room)
        await room.press("f4")
        await room.until(lambda: "Nothing is taken out for these readers." in room.text())
        await room.press("escape")
        await room.until(lambda: "記入台" in room.text())
        assert screen.is_current
        await room.press("escape")
        await room.until(lambda: not screen.is_attached)


async def test_the_key_that_gives_minutes_outside_does_nothing_here(planned: Path) -> None:
    """Whoever copied by F5 gave the step five more minutes when they pressed it once more."""
    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        await room.press("f5")
        await room.pilot.pause()
        assert (room.app.clipboard, room.desk.session.clock.steps.get("actions")) == ("", None)


async def test_words_that_were_typed_and_left_are_offered_again(planned: Path) -> None:
    """Escape hides nothing, says so, and loses nothing."""
    async with opened(planned, size=SIZE) as room:
        screen = await at_export(room)
        await at_hide(room)
        await room.type("山本市長")
        await room.press("escape")
        await room.until(lambda: screen.is_current and "hides nothing yet" in room.notices())
        await to_hide(room)
        assert "山本市長" in room.text()
        await room.press("f2")
        await room.until(lambda: screen.is_current)
        assert screen._wish.options.hide == ("山本市長",)


async def test_a_word_that_stands_nowhere_is_told(planned: Path) -> None:
    """A typing error would hide nothing; width, case and spaces are none."""
    prepared(planned, "actions", Set("session", {"title": "ＡＢＣ社の山本 市長と渡邊、０１２"}))
    async with opened(planned, size=SIZE) as room:
        screen = await at_export(room)
        await at_hide(room)
        await room.type("abc社\r山本市長\r渡辺\r012\r山元市長")
        await room.press("f2")
        await room.until(lambda: screen.is_current and "nowhere" in room.notices())
        assert room.notices().endswith(": 山元市長")


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_no_button_is_cut_in_the_smallest_terminal(planned: Path, language: str) -> None:
    """Whoever uses the mouse at 80 columns reaches all six."""
    async with opened(planned, size=(80, 24)) as room:
        if language == "ja":
            await room.press("f10")
            await room.until(lambda: "F1 ヘルプ" in room.text())
        await at_export(room)
        (row,) = (row for row in room.rows() if "(Enter)" in row)
        assert [key for key in ("(Enter)", "(^Y)", "(F3)", "(F4)", "(F7)", "(F9)") if key not in row] == []
        await room.click_text("(F9)")
        await room.until(lambda: isinstance(room.app.screen, PaperScreen))


async def test_the_organisation_can_be_hidden_from_everybody(planned: Path) -> None:
    """The row is there for the public alone."""
    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        assert "Organisation" not in room.text().split("File:")[0]
        await room.press("down", "right", "right")
        await room.until(lambda: "[named]" in room.text() and "public.md" in room.text())
        await room.press("down", "down", "down", "right")
        await room.until(lambda: "[hidden]" in room.text() and "みどり野市" not in below(room))


async def test_an_office_that_no_file_can_be_called_after_is_written_all_the_same(planned: Path) -> None:
    """Whatever a department is called, its page is drawn and written; its name is left out of that of the file."""
    prepared(planned, "actions", Edit("member", TANAKA, {"seat": "***"}))
    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        await room.press("right", "right")
        await room.until(lambda: "Of " in room.text())
        await room.press("down", "down", "down", "right")
        await room.until(lambda: "[***]" in room.text() and f"File: {TITLE}.brief.md" in room.text())
        await room.press("f2")
        await room.until(planned.with_name(f"{planned.stem}.brief.md").exists)


async def test_a_document_that_comes_late_is_not_shown(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever went on to another one sees that, however long the first took."""
    gate, came, usual = threading.Event(), threading.Event(), outgoing.text

    def slow(made: Report, wish: outgoing.Wish) -> str:
        if wish.document == "minutes":
            gate.wait(10)
            came.set()
        return usual(made, wish)

    async with opened(planned, size=SIZE) as room:
        await at_export(room)
        monkeypatch.setattr(outgoing, "text", slow)
        await room.press("right", "right")
        await room.until(partial(shows, room, f"File: {TITLE}.brief.md"))
        gate.set()
        await room.until(came.is_set)
        for _ in range(5):
            await room.pilot.pause()
        assert f"File: {TITLE}.brief.md" in room.text()
