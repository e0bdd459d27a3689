"""A session that can only be read, and how one goes on with it; what is said of a file when it is opened."""

import os
import tomllib
from functools import partial
from pathlib import Path

import pytest

from dxworkshop.__main__ import main
from dxworkshop.errors import RuleError
from dxworkshop.model.changes import Set
from dxworkshop.model.session import FORMAT
from dxworkshop.service import Library
from dxworkshop.store import document
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.tui.conftest import Room, opened, prepared, with_party

WHY = "can only be read"


@pytest.fixture
def shut(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a session that may not be written: root may write anywhere, so the answer is given for it."""
    with_party(path, "vision")
    real = os.access

    def access(place: object, mode: int) -> bool:
        closed = str(place).startswith(str(path.parent))
        return real(str(place), mode) and not (closed and mode == os.W_OK)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.chdir(path.parent.parent)
    return path


async def test_it_opens_says_so_and_no_clock_runs(shut: Path) -> None:
    """The title bar and one notice say it; nothing of the session changes."""
    before = shut.read_bytes()
    async with opened(shut) as room:
        assert "read only" in room.rows()[0]
        assert WHY in room.notices()
        assert "Ctrl+S saves it under another name." in room.notices()
        assert room.desk.session.clock.since is None
    assert shut.read_bytes() == before


async def test_what_is_typed_is_refused_once_and_stays_in_the_field(shut: Path) -> None:
    """The reason stands beside the field and in one notice, however many keys; the words stay."""
    before = shut.read_bytes()
    async with opened(shut) as room:
        room.app.clear_notifications()
        for word in ("一度で", "用が", "済む"):
            await room.type(word)
            room.app.screen.flush()  # type: ignore[attr-defined]
        assert room.notices().count(WHY) == 1
        assert WHY in room.errors()["destination"]
        assert room.shown()["destination"] == "一度で用が済む"
        await room.press("f8")
        assert room.notices().count(WHY) == 1
    assert shut.read_bytes() == before


async def test_every_step_can_be_read(shut: Path) -> None:
    """PageDown and PageUp lead through the steps although none may be gone to."""
    async with opened(shut) as room:
        await room.press("pagedown")
        await room.until(lambda: "Final boss" in room.rows()[1])
        await room.press("pageup", "pageup")
        await room.until(lambda: "Travel pact" in room.rows()[1])
        assert room.desk.session.at == "vision"


async def asked(room: Room) -> None:
    """Wait for the question where to save."""
    await room.until(lambda: isinstance(room.app.screen, AskScreen) and room.app.focused and room.key == "answer")


async def test_save_as_goes_on_in_a_new_file_with_what_was_typed(shut: Path, tmp_path: Path) -> None:
    """Ctrl+S proposes a file; from there on all is as ever, and the words that were refused are in it."""
    before = shut.read_bytes()
    async with opened(shut) as room:
        await room.type("一度で用が済む")
        await room.press("ctrl+s")
        await asked(room)
        assert room.shown()["answer"].endswith(shut.name)
        await room.press("ctrl+u")
        await room.type(str(tmp_path / "別の場所" / "計画.toml"))
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        assert room.desk.facilitation.path == tmp_path / "別の場所" / "計画.toml"
        await room.until(lambda: room.desk.session.vision.destination == "一度で用が済む")
        assert (await room.saved())["vision"]["destination"] == "一度で用が済む"
        assert "saved on this laptop and in the folder" in room.rows()[0]
        assert room.desk.session.clock.since is not None
        assert room.errors() == {}
        assert room.desk.facilitation.drafts == {}
        await room.type("窓口")
        await room.press("tab")
        assert (await room.saved())["vision"]["destination"] == "一度で用が済む窓口"
    assert shut.read_bytes() == before


async def test_save_as_writes_over_no_file_and_refuses_no_name_without_a_word(path: Path, tmp_path: Path) -> None:
    """A name that is taken gets a number; a name no file can have, and none at all, stay in the field."""
    taken = tmp_path / "計画.toml"
    taken.write_text("何か", encoding="utf-8")
    async with opened(path, "vision") as room:
        await room.saved()
        await room.press("ctrl+s")
        await asked(room)
        for typed, sentence in (
            ("", "a name is needed"),
            (str(tmp_path / "con.toml"), "Windows keeps for itself"),
        ):
            await room.press("ctrl+u")
            await room.type(typed)
            await room.press("f2")
            await room.until(partial(said, room, sentence))
            assert room.shown().get("answer", "") == typed
        await room.press("ctrl+u")
        await room.type(str(taken))
        await room.press("f2")
        await room.until(lambda: room.desk.facilitation.path == tmp_path / "計画-2.toml")
        await room.saved()
    assert taken.read_text(encoding="utf-8") == "何か"
    assert tomllib.loads((tmp_path / "計画-2.toml").read_text(encoding="utf-8"))["at"] == "vision"


def said(room: Room, sentence: str) -> bool:
    """Tell whether a sentence is on the screen."""
    return sentence in room.text().replace("\n", "")


async def test_escape_leaves_the_question_and_everything_as_it_was(path: Path) -> None:
    """No file is made."""
    async with opened(path, "vision") as room:
        await room.press("ctrl+s")
        await asked(room)
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        assert room.desk.facilitation.path == path
    assert [one.name for one in path.parent.glob("*.toml")] == [path.name]


async def test_a_file_of_a_newer_program_can_be_looked_at_and_not_copied(path: Path) -> None:
    """It opens, says to update the program, and offers no other name: a copy would hold less than the file."""
    prepared(path, "vision", Set("vision", {"destination": "未来"}))
    text = path.read_text(encoding="utf-8").replace(f"format = {FORMAT}", f"format = {FORMAT + 1}")
    path.write_text(text, encoding="utf-8")
    async with opened(path) as room:
        assert "未来" in room.text()
        assert "Update the program" in room.notices()
        assert "Ctrl+S" not in room.notices()
        room.app.clear_notifications()
        await room.press("ctrl+s")
        await room.until(lambda: "Update the program" in room.notices())
        assert isinstance(room.app.screen, SessionScreen)
    assert path.read_text(encoding="utf-8") == text


# What is said at the opening -----------------------------------------------------------------------


def crashed(path: Path) -> None:
    """Let a window die after it kept two changes that the file does not hold."""
    led = Library(path.parent).open(str(path))
    led.do(Set("vision", {"destination": "一度で用が済む"}))
    led.do(Set("boss", {"name": "たらい回し"}))
    led.keep()
    journal = led._copy._journal
    assert journal is not None
    journal.let_go()


@pytest.fixture
def died(path: Path) -> Path:
    """Return a session whose last window died."""
    prepared(path, "vision")
    crashed(path)
    return path


async def test_what_a_crash_kept_from_the_file_is_back_and_said(died: Path) -> None:
    """Two changes: a notice counts them, and they are in the file soon."""
    async with opened(died) as room:
        assert "2 changes that were not saved the last time are back" in room.notices()
        assert (await room.saved())["boss"]["name"] == "たらい回し"


async def test_what_cannot_be_recovered_is_named_and_stays_to_be_seen(died: Path, tmp_path: Path) -> None:
    """A damaged line of the journal: the file it was put into is named, in a notice that lasts."""
    (journal,) = (tmp_path / "state").glob("*/j-*.jsonl")
    head, first, *rest = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([head, first[:9] + b"X" + first[10:], *rest]))
    async with opened(died) as room:
        assert ".damaged" in room.notices().replace("\n", "")
        lasting = [one for one in room.app._notifications if ".damaged" in one.message]
        assert lasting[0].timeout > 600


async def test_comments_that_cannot_be_kept_are_told_before_the_first_save(path: Path) -> None:
    """Behind a value no comment survives: the sentence says where the file as it was is found."""
    prepared(path, "vision")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\norganisation", "  # 仮の題\norganisation", 1), encoding="utf-8")
    assert document.load(path).comments.unkept == 1
    async with opened(path) as room:
        assert "1 comment behind a value cannot be kept" in room.notices()


def test_a_command_says_once_what_a_crash_left(died: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr, beside the data; after it was saved there is nothing to say."""
    assert main(["--folder", str(died.parent), "edit", str(died), "--org", "北森町"]) == 0
    assert "2 changes that were not saved the last time are back" in capsys.readouterr().err
    assert main(["--folder", str(died.parent), "show", str(died)]) == 0
    assert "are back" not in capsys.readouterr().err


def test_no_copy_is_made_of_what_a_newer_program_wrote(path: Path, tmp_path: Path) -> None:
    """Not by any door: what this program does not understand would be missing in it."""
    text = path.read_text(encoding="utf-8").replace(f"format = {FORMAT}", f"format = {FORMAT + 1}")
    path.write_text(text, encoding="utf-8")
    led = Library(path.parent).open(str(path))
    with pytest.raises(RuleError):
        led.save_as(tmp_path / "copy.toml")
    assert not (tmp_path / "copy.toml").exists()
