"""Leading a session: change, save, undo after a restart, and lose nothing on the way."""

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.errors import ConflictError, DxError, SaveError
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Add, Change, Edit, MoveTo, Remove, Set
from dxworkshop.model.session import Action, Gap, Member, Rule
from dxworkshop.model.value import plain
from dxworkshop.paths import state_folder
from dxworkshop.sentence import say
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document, file, state
from dxworkshop.store.working import WorkingCopy

VOICE = Voice("en", "plain")
STAMP = "2026-12-10T13:30:00+09:00"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library whose folder does not exist yet."""
    return Library(tmp_path / "sessions")


@pytest.fixture
def led(library: Library) -> Facilitation:
    """Return a session being led, in which nothing was said yet."""
    return library.new("窓口の待ち時間", id_="abcd234567")


def files(library: Library) -> list[str]:
    """Return what is in the folder."""
    return sorted(os.listdir(library.folder)) if library.folder.exists() else []


def test_what_was_accepted_is_in_the_file_after_saving(led: Facilitation) -> None:
    """`saved` tells the truth before and after, and a save without a change leaves the file alone."""
    led.do(Set("boss", {"name": "たらい回し"}))
    assert not led.saved
    led.save()
    assert led.saved
    assert document.load(led.path).session.boss.name == "たらい回し"
    before = led.path.stat()
    led.save()
    assert led.path.stat() == before


def test_undo_is_there_after_a_restart(led: Facilitation) -> None:
    """What was done yesterday can be undone today and redone, to the same value, with everything it holds."""
    values = [plain(led.session)]
    for change in (
        Set("vision", {"destination": "一度で用が済む", "signs": ("x\ny", '"""')}),
        Add("member", "tanaka", Member(name="田中", hours_per_week=1.5, present=True)),
        Add("action", "draw", Action(title="描く", owner="tanaka", due=date(2027, 1, 8))),
        Edit("action", "draw", {"due": None}),
        Remove("action", "draw", STAMP),
    ):
        led.do(change)
        led.save()
        values.append(plain(led.session))
    for value in reversed(values[:-1]):
        again = Facilitation(document.load(led.path))
        again.undo()
        again.save()
        assert plain(document.load(led.path).session) == value
    for value in values[1:]:
        again = Facilitation(document.load(led.path))
        assert again.can_redo
        again.redo()
        again.save()
        assert plain(document.load(led.path).session) == value


def test_the_words_of_a_workshop_not_started_yet_are_kept_whatever_they_hold() -> None:
    """Half a surrogate pair or a line end of another system does not lose the title it stands in."""
    assert state.keep_begun({"title": "a\r\nb\udc80"})
    assert state.begun() == {"title": "a\nb\ufffd"}


def test_undo_holds_nothing_that_the_file_does_not(led: Facilitation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that could not be saved is not undone, nor redone, after a restart that never saw it."""
    led.do(Set("boss", {"name": "たらい回し"}))
    led.save()
    with monkeypatch.context() as broken:
        broken.setattr(WorkingCopy, "save", _refuse)
        led.do(Set("boss", {"name": "待ち時間"}))
        led.drafts["boss/why_now"] = "書きかけ"
        with pytest.raises(DxError):
            led.save()
        led.remember()
    again = Facilitation(document.load(led.path))
    assert again.drafts == {"boss/why_now": "書きかけ"}
    again.undo()
    assert again.session.boss.name == ""
    assert not again.can_undo


def _refuse(*_: object, **__: object) -> None:
    raise SaveError(say("the disk is full"))


def test_undo_is_forgotten_when_the_file_changed_outside(led: Facilitation) -> None:
    """Our way back does not fit another's file; unfinished fields are kept."""
    led.do(Set("boss", {"name": "紙"}))
    led.drafts["action/new/title"] = "とちゅう"
    led.save()
    led.path.write_text(led.path.read_text("utf-8").replace('"紙"', '"はんこ"'), encoding="utf-8")
    again = Facilitation(document.load(led.path))
    assert (again.can_undo, again.can_redo) == (False, False)
    assert again.drafts == {"action/new/title": "とちゅう"}


@pytest.mark.parametrize(
    "text", ["とちゅう", "a\r\nb\rc", "half \ud83d", "\x00\x1b", '"""\\', "<<<<<<< HEAD\n", "x" * 10**6]
)
def test_unfinished_fields_are_kept(text: str, led: Facilitation) -> None:
    """Whatever was typed there, with the undo beside it, and none of it in the session's own file."""
    led.do(Set("boss", {"name": "紙"}))
    led.save()
    before = led.path.read_bytes()
    led.drafts["boss/measure"] = text
    led.save()
    again = Facilitation(document.load(led.path))
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ud83d", "\ufffd")
    assert again.drafts == {"boss/measure": expected}
    assert again.can_undo
    assert led.path.read_bytes() == before


def test_a_finished_field_is_no_longer_kept(led: Facilitation) -> None:
    """A draft that was taken away stays away."""
    led.drafts["x"] = "y"
    led.save()
    del led.drafts["x"]
    led.save()
    assert Facilitation(document.load(led.path)).drafts == {}


STATES = [
    *(
        "",
        "x",
        "past = 5",
        "drafts = [1]",
        'drafts = "x"',
        "\0",
        "[" * 5000,
        "past = [1]",
        'identity = "{identity}"\npast = 5',
    ),
    'identity = "{identity}"\n[[past]]\nburst = ""\npatches = [5]',
    'identity = "{identity}"\n[[past]]\nburst = ""\npatches = [{path = [], old = 1}]',
    'identity = "{identity}"\n[[past]]\nburst = ""\npatches = [{path = "title", old = 1}]',
    'identity = "{identity}"\n[[past]]\nburst = ""\npatches = [{path = [1], old = 1}]',
    'identity = "{identity}"\n[[past]]\npatches = []',
    'identity = "{identity}"\npast = [[]]',
]


@pytest.mark.parametrize("text", STATES, ids=range(len(STATES)))
def test_a_memory_that_cannot_be_read_is_ignored(text: str, led: Facilitation) -> None:
    """It holds nothing that the session needs; work goes on, and it is written anew."""
    led.do(Set("boss", {"name": "紙"}))
    led.save()
    (memory,) = state_folder().glob("*.toml")
    identity = tomllib.loads(memory.read_text("utf-8"))["identity"]
    memory.write_text(text.replace("{identity}", identity), encoding="utf-8")
    again = Facilitation(document.load(led.path))
    assert again.session.boss.name == "紙"
    assert not again.can_undo
    again.do(Set("boss", {"name": "はんこ"}))
    again.save()
    assert Facilitation(document.load(led.path)).can_undo


def test_a_part_of_a_memory_that_is_no_text_is_left_out(led: Facilitation) -> None:
    """A draft is text or nothing."""
    led.drafts["a"] = "b"
    led.save()
    (memory,) = state_folder().glob("*.toml")
    memory.write_text(memory.read_text("utf-8").replace('a = "b"', 'a = "b"\nc = 5'), encoding="utf-8")
    assert Facilitation(document.load(led.path)).drafts == {"a": "b"}


def test_a_memory_that_cannot_be_written_does_not_stop_the_work(
    led: Facilitation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder below a file: the session is saved, only undo ends with the program."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DXWORKSHOP_STATE", str(tmp_path / "file" / "state"))
    led.do(Set("boss", {"name": "紙"}))
    led.drafts["a"] = "b"
    led.save()
    again = Facilitation(document.load(led.path))
    assert (again.session.boss.name, again.can_undo, again.drafts) == ("紙", False, {})
    assert not state.remember_last(led.path)
    assert state.last_session() is None


def test_no_home_does_not_stop_the_work(led: Facilitation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody knows a home folder there is no memory, and that is all."""
    monkeypatch.delenv("DXWORKSHOP_STATE")
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("USERPROFILE")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    led.do(Set("boss", {"name": "紙"}))
    led.save()
    assert Facilitation(document.load(led.path)).session.boss.name == "紙"


def test_the_session_that_was_open_last_is_remembered(led: Facilitation) -> None:
    """Until it is gone."""
    assert state.last_session() is None
    assert state.remember_last(led.path)
    assert state.last_session() == led.path.absolute()
    led.path.unlink()
    assert state.last_session() is None
    (state_folder() / "last.toml").write_text("path = 5", encoding="utf-8")
    assert state.last_session() is None


def test_the_memory_keeps_the_last_hundred_changes(led: Facilitation) -> None:
    """More would make every save slow."""
    for number in range(state.KEPT + 5):
        led.do(Set("boss", {"name": str(number)}))
    led.save()
    again = Facilitation(document.load(led.path))
    for _ in range(state.KEPT):
        again.undo()
    assert not again.can_undo
    assert again.session.boss.name == "4"


def test_a_copy_is_saved_when_the_file_changed(led: Facilitation, library: Library) -> None:
    """Theirs stands, ours goes into a new file beside it, with the undo, and work goes on there."""
    led.do(Set("boss", {"name": "ours"}))
    theirs = led.path.read_bytes().replace(b'"', b"", 1)
    path = led.path
    path.write_bytes(theirs)
    with pytest.raises(ConflictError):
        led.save()
    assert not led.saved
    copy = led.save_copy()
    assert files(library) == ["窓口の待ち時間-2.toml", "窓口の待ち時間.toml"]
    assert path.read_bytes() == theirs
    assert (led.path, led.saved) == (copy, True)
    assert document.load(copy).session.boss.name == "ours"
    assert Facilitation(document.load(copy)).can_undo
    led.do(Set("boss", {"name": "ours again"}))
    led.save()
    assert document.load(copy).session.boss.name == "ours again"


@pytest.mark.parametrize("title", ["con", "...", "a/b", "x" * 120])
def test_a_copy_is_saved_whatever_the_title_became(title: str, led: Facilitation, library: Library) -> None:
    """The copy bears the name of the file, for a title may be one that no file can have."""
    led.do(Set("session", {"title": title}))
    led.path.write_bytes(b"# theirs\n")
    copy = led.save_copy()
    assert copy.name == "窓口の待ち時間-2.toml"
    assert document.load(copy).session.title == title


def test_a_copy_goes_to_this_laptop_when_the_folder_is_gone(
    led: Facilitation, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that was pulled out, a share that is away."""
    led.do(Set("boss", {"name": "ours"}))
    led.path.unlink()
    library.folder.rmdir()
    library.folder.write_text("no folder any more", encoding="utf-8")
    copy = led.save_copy()
    assert copy.parent == state_folder() / state.RESCUED
    assert document.load(copy).session.boss.name == "ours"


def test_a_copy_is_saved_beside_its_own_without_a_home(
    led: Facilitation, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory of the laptop is asked for only where it is needed; without it the first refusal is told."""
    monkeypatch.delenv("DXWORKSHOP_STATE")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    led.path.write_bytes(b"# theirs\n")
    copy = led.save_copy()
    assert copy.name == "窓口の待ち時間-2.toml"
    copy.unlink()
    (library.folder / "窓口の待ち時間.toml").unlink()
    library.folder.rmdir()
    library.folder.write_text("no folder any more", encoding="utf-8")
    with pytest.raises(SaveError, match="there is no folder"):
        led.save_copy()


def test_a_save_that_was_not_confirmed_is_no_conflict(led: Facilitation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new bytes stood already when the disk refused to confirm them: they are ours, not someone else's."""
    sync_folder = file.sync_folder

    def refuse(_: Path) -> None:
        raise OSError(5, "Input/output error")

    for name in ("紙", "はんこ"):
        monkeypatch.setattr(file, "sync_folder", refuse)
        led.do(Set("boss", {"name": name}))
        with pytest.raises(SaveError) as caught:
            led.save()
        assert not isinstance(caught.value, ConflictError)
        assert not led.saved
        monkeypatch.setattr(file, "sync_folder", sync_folder)
    led.save()
    assert led.saved
    assert document.load(led.path).session.boss.name == "はんこ"
    led.do(Set("boss", {"name": "待ち"}))
    led.path.write_bytes(b"# theirs\n")
    with pytest.raises(ConflictError):
        led.save()


def test_a_save_that_stood_unconfirmed_is_confirmed_by_the_next(
    led: Facilitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is called saved before the disk said so, though the bytes are the same."""

    def refuse(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file, "sync_folder", refuse)
    led.do(Set("boss", {"name": "紙"}))
    for _ in range(2):
        with pytest.raises(SaveError):
            led.save()
        assert not led.saved
    assert document.load(led.path).session.boss.name == "紙"


TOUCHED = [
    (Add("member", "sato", Member(name="佐藤")), (("members",),), "member 佐藤"),
    (Add("gap", "gap1", Gap(reality="紙の帳票\nＦＡＸ")), (("gaps",),), "obstacle 紙の帳票"),
    (Add("rule", "rule1", Rule(text="x" * 50)), (("rules",),), "ground rule " + "x" * 39 + "…"),
    (Set("vision", {"destination": "一度で"}), (("vision",),), "Vision"),
    (Set("boss", {"name": "紙"}), (("boss",),), "Shared challenge"),
    (Set("closing", {"hands": (0, 0, 1, 2, 3)}), (("closing",),), "the show of hands"),
    (Set("session", {"title": "別の題"}), (("title",),), "title"),
    (Set("session", {"reviews": (date(2027, 1, 8),)}), (("reviews",),), "the review dates"),
    (Set("session", {"language": "en"}), (("language",),), "the head of the session"),
]


@pytest.mark.parametrize(("change", "paths", "words"), TOUCHED, ids=[t[2] for t in TOUCHED])
def test_what_was_undone_is_told_by_its_name(
    change: Change, paths: tuple[tuple[str, ...], ...], words: str, led: Facilitation
) -> None:
    """After a change, its undo and its redo, although the thing may be gone by then."""
    assert (led.last_change, led.what_changed()) == ((), None)
    led.do(change)
    for step in (None, led.undo, led.redo):
        if step is not None:
            step()
        assert led.last_change == paths
        told = led.what_changed()
        assert told is not None
        assert VOICE.say(told) == words


def test_a_removal_is_told_by_what_was_removed(led: Facilitation) -> None:
    """Not by the actions that named it; and a move to a step is nothing that was said."""
    led.do(Add("gap", "gap1", Gap(reality="紙")))
    led.do(Add("action", "draw", Action(title="描く", answers=("gap1",))))
    led.do(Remove("gap", "gap1", STAMP))
    led.undo()
    assert str(led.what_changed()) == "obstacle 紙"
    assert ("gaps", "gap1", "removed") in led.last_change
    led.do(MoveTo("boss"))
    assert (led.last_change, led.what_changed()) == ((), None)
    led.undo()
    led.do(Edit("gap", "gap1", {"reality": "紙"}))
    assert (led.last_change, led.what_changed()) == ((), None)


def test_a_burst_that_ends_where_it_began_touched_nothing(led: Facilitation) -> None:
    """Typed and taken back, there is nothing to undo; the change before it is not told again."""
    led.do(Set("boss", {"name": "紙"}))
    led.do(Set("vision", {"destination": "一度で"}))
    led.do(Set("boss", {"name": "紙の"}), "boss")
    led.do(Set("boss", {"name": "紙の山"}), "boss")
    assert [*led.last_change] == [("boss", "name")]
    led.do(Set("boss", {"name": "紙"}), "boss")
    assert [*led.last_change] == []
    led.undo()
    assert [*led.last_change] == [("vision",)]


def test_a_session_is_a_value(led: Facilitation) -> None:
    """It cannot be changed in place, so what was saved and what is shown cannot drift apart."""
    session: Any = led.session
    with pytest.raises(ValueError, match="frozen"):
        session.title = "x"
