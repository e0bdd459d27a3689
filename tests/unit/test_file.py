"""Bytes on disk: the old file or the new one, never anything else, and never somebody else's."""

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.errors import ConflictError, RuleError, SaveError
from dxworkshop.store import file

OLD = 'title = "窓口"\n'.encode() * 50
NEW = 'title = "受付"\n'.encode() * 80
ERRNOS = [errno.EIO, errno.ENOSPC, errno.EPERM, errno.EROFS, errno.EINTR]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file that stands in a folder of its own."""
    path = tmp_path / "kickoff.toml"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(os.listdir(folder))


def fails_once(monkeypatch: pytest.MonkeyPatch, name: str, number: int, error: BaseException) -> list[int]:
    """Let one call of a function of `os` fail, the `number`-th, and return a list of the calls."""
    calls: list[int] = []
    real: Callable[..., Any] = getattr(os, name)

    def call(*args: Any, **options: Any) -> Any:
        calls.append(len(calls))
        if len(calls) == number:
            raise error
        return real(*args, **options)

    monkeypatch.setattr(os, name, call)
    return calls


def fails(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    """Let every call of a function of `os` fail with one error of the system."""

    def call(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, call)


def test_identity_is_the_sha256_of_the_bytes() -> None:
    """The same bytes have the same identity on every computer."""
    assert file.identity(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_replace_puts_the_new_bytes_in_place(old: Path) -> None:
    """With the expected identity, or none expected, the file has the new bytes and nothing lies beside it."""
    file.replace(old, NEW, expected=file.identity(OLD))
    assert old.read_bytes() == NEW
    file.replace(old, OLD, expected=None)
    assert old.read_bytes() == OLD
    file.replace(old.with_name("new.toml"), NEW, expected=None)
    assert old.with_name("new.toml").read_bytes() == NEW
    assert names(old.parent) == ["kickoff.toml", "new.toml"]


def test_unchanged_bytes_are_not_written(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving what already stands there touches nothing, even if the file was expected to be older."""
    fails(monkeypatch, "open", errno.EIO)
    before = old.stat()
    file.replace(old, OLD, expected=file.identity(NEW))
    assert old.stat() == before


def test_a_changed_file_is_not_written_over(old: Path) -> None:
    """A file that is not the one that was read is refused with its name and what to do."""
    with pytest.raises(ConflictError, match=r"kickoff\.toml was changed .* open it again or save"):
        file.replace(old, NEW, expected=file.identity(b"older"))
    assert old.read_bytes() == OLD
    assert names(old.parent) == ["kickoff.toml"]


def test_a_vanished_file_is_not_made_again(old: Path) -> None:
    """A file that was removed or renamed stays away until somebody says under which name to save."""
    old.unlink()
    with pytest.raises(ConflictError, match=r"kickoff\.toml was removed .* another name"):
        file.replace(old, NEW, expected=file.identity(OLD))
    assert names(old.parent) == []


@pytest.mark.parametrize("expected", [file.identity(OLD), None])
@pytest.mark.parametrize("theirs", [b"theirs", None])
def test_a_change_during_the_save_is_noticed(
    old: Path, expected: str | None, theirs: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is looked at again just before the new bytes take its place."""
    sync = os.fsync

    def meanwhile(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        sync(handle)
        old.unlink()
        if theirs is not None:
            old.write_bytes(theirs)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(ConflictError):
        file.replace(old, NEW, expected=expected)
    assert [path.read_bytes() for path in old.parent.iterdir()] == ([] if theirs is None else [theirs])


def test_a_file_that_appears_during_the_save_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there was no file and somebody makes one meanwhile, theirs stays."""
    path = tmp_path / "x.toml"
    sync = os.fsync

    def meanwhile(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        sync(handle)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(ConflictError):
        file.replace(path, NEW, expected=None)
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["x.toml"]


def test_bytes_that_do_not_read_back_are_reported(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who writes over our file right after us is noticed."""
    move = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (move(a, b), Path(b).write_bytes(b"theirs")))
    with pytest.raises(ConflictError, match="changed by someone else"):
        file.replace(old, NEW, expected=file.identity(OLD))
    monkeypatch.setattr(os, "replace", move)
    link = os.link
    monkeypatch.setattr(os, "link", lambda a, b: (link(a, b), Path(b).write_bytes(b"bad")))
    with pytest.raises(SaveError, match="does not read back"):
        file.create(old.parent, "new", ".toml", NEW)
    assert names(old.parent) == ["kickoff.toml"]


@pytest.mark.parametrize("number", ERRNOS, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    ("name", "call", "placed"),
    [("open", 1, False), ("write", 1, False), ("fsync", 1, False), ("close", 1, False), ("replace", 1, False),
     ("fsync", 2, True)],
)  # fmt: skip
def test_a_failed_replace_leaves_the_old_file_or_the_new(
    old: Path, name: str, call: int, placed: bool, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever call fails, it is reported, no temporary file stays and no file is half of two."""
    calls = fails_once(monkeypatch, name, call, OSError(number, os.strerror(number)))
    with pytest.raises(SaveError) as caught:
        file.replace(old, NEW, expected=file.identity(OLD))
    assert not isinstance(caught.value, ConflictError)
    assert len(calls) >= call
    assert old.read_bytes() == (NEW if placed else OLD)
    assert names(old.parent) == ["kickoff.toml"]


@pytest.mark.parametrize("number", ERRNOS, ids=errno.errorcode.get)
@pytest.mark.parametrize(("name", "call"), [("open", 1), ("write", 1), ("fsync", 1), ("close", 1), ("fsync", 2)])
def test_a_failed_create_leaves_nothing(
    old: Path, name: str, call: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever call fails, it is reported and the folder is as it was."""
    fails_once(monkeypatch, name, call, OSError(number, os.strerror(number)))
    with pytest.raises(SaveError):
        file.create(old.parent, "kickoff", ".toml", NEW)
    assert names(old.parent) == ["kickoff.toml"]
    assert old.read_bytes() == OLD


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.EINTR, errno.ENOMEM])
def test_a_failed_link_leaves_nothing(old: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that does not mean "no hard links here" is reported."""
    fails(monkeypatch, "link", number)
    with pytest.raises(SaveError):
        file.create(old.parent, "new", ".toml", NEW)
    assert names(old.parent) == ["kickoff.toml"]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL])
def test_a_disk_without_hard_links_works_too(old: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is reserved by an empty file; a name that is taken meanwhile is not taken from its owner."""
    fails(monkeypatch, "link", number)
    monkeypatch.setattr(os, "listdir", lambda _: [])
    assert file.create(old.parent, "kickoff", ".toml", NEW).name == "kickoff-2.toml"
    assert old.read_bytes() == OLD
    fails(monkeypatch, "replace", errno.EIO)
    with pytest.raises(SaveError):
        file.create(old.parent, "kickoff", ".toml", NEW)
    monkeypatch.undo()
    assert names(old.parent) == ["kickoff-2.toml", "kickoff.toml"]


@pytest.mark.parametrize("name", ["write", "fsync", "replace"])
def test_an_interrupted_save_leaves_no_temporary_file(
    old: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C during a save goes on its way, after tidying up."""
    fails_once(monkeypatch, name, 1, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        file.replace(old, NEW, expected=None)
    assert (names(old.parent), old.read_bytes()) == (["kickoff.toml"], OLD)


def test_bytes_go_to_the_disk_in_this_order(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All bytes, even if the system takes them in small pieces, the file, the name, the folder."""
    done: list[str] = []
    write, sync, move = os.write, os.fsync, os.replace

    def piece(handle: int, data: bytes) -> int:
        done.append("write")
        return write(handle, bytes(data[:1000]))

    def synced(handle: int) -> None:
        done.append("fsync")
        sync(handle)

    def moved(a: Path, b: Path) -> None:
        done.append("replace")
        move(a, b)

    monkeypatch.setattr(os, "write", piece)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", moved)
    file.replace(old, NEW, expected=None)
    assert done == ["write"] * (len(NEW) // 1000 + 1) + ["fsync", "replace", "fsync"]
    assert old.read_bytes() == NEW


def test_a_folder_that_cannot_be_synced_is_no_error(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network disks know no sync of a folder."""
    fails_once(monkeypatch, "fsync", 2, OSError(errno.EINVAL, "Invalid argument"))
    file.replace(old, NEW, expected=None)
    monkeypatch.undo()
    fails_once(monkeypatch, "open", 2, PermissionError(errno.EACCES, "Permission denied"))
    file.replace(old, OLD, expected=None)
    assert old.read_bytes() == OLD


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room left on the disk"),
        (errno.EDQUOT, "no room left on the disk"),
        (errno.EROFS, "can only be read"),
        (errno.EACCES, "ask for the right to write"),
        (errno.ENOENT, "there is no folder"),
        (errno.ENAMETOOLONG, "is too long"),
        (errno.EISDIR, "is a folder"),
        (errno.EIO, "could not be saved: "),
    ],
)
def test_every_refusal_of_the_system_is_a_sentence(
    old: Path, number: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says what is wrong and names the file or folder."""
    fails(monkeypatch, "open", number)
    with pytest.raises(SaveError, match=words) as caught:
        file.replace(old, NEW, expected=None)
    assert str(old.parent) in str(caught.value) or old.name in str(caught.value)
    assert old.read_bytes() == OLD


def test_real_refusals_are_sentences_too(old: Path) -> None:
    """A missing folder, a folder of that name, a name too long or with a zero byte."""
    for path, words in [
        (old.parent / "gone" / "x.toml", "there is no folder"),
        (old.parent, "is a folder"),
        (old.parent / ("x" * 300), "too long"),
        (old.parent / "a\0b", "could not be saved"),
        (old / "x.toml", "there is no folder"),
    ]:
        with pytest.raises(SaveError, match=words):
            file.replace(path, NEW, expected=None)
    for folder in (old.parent / "gone", old):
        with pytest.raises(SaveError, match="there is no folder"):
            file.create(folder, "x", ".toml", NEW)
    assert (names(old.parent), old.read_bytes()) == (["kickoff.toml"], OLD)


def test_a_protected_file_is_not_replaced(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever took the right to write from a file meant it, though the folder would allow a new one."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SaveError, match="protected against writing"):
        file.replace(old, NEW, expected=None)
    assert old.read_bytes() == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes, and links need a right")
def test_a_link_and_the_mode_are_kept(old: Path) -> None:
    """The file behind a link is replaced, the link stays a link, and who may read stays so."""
    old.chmod(0o640)
    link = old.with_name("link.toml")
    link.symlink_to(old.name)
    file.replace(link, NEW, expected=file.identity(OLD))
    assert link.is_symlink()
    assert old.read_bytes() == NEW
    assert old.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_busy_file_is_tried_again_on_windows(old: Path, winerror: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virus scanner that looks at the file for a moment costs a moment, one that stays costs 3.5 seconds."""
    pauses: list[float] = []
    busy = OSError(errno.EIO, "busy")
    busy.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
    monkeypatch.setattr(file, "_WINDOWS", True)
    monkeypatch.setattr(time, "sleep", pauses.append)
    fails_once(monkeypatch, "replace", 1, busy)
    file.replace(old, NEW, expected=None)
    assert (old.read_bytes(), len(pauses)) == (NEW, 1)
    pauses.clear()
    fails(monkeypatch, "replace", errno.EACCES)
    with pytest.raises(SaveError, match="may not be written"):
        file.replace(old, OLD, expected=None)
    assert sum(pauses) == pytest.approx(3.5)
    assert (names(old.parent), old.read_bytes()) == (["kickoff.toml"], NEW)


def test_a_busy_file_is_not_tried_again_elsewhere(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where waiting does not help nobody waits."""
    monkeypatch.setattr(file, "_WINDOWS", False)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    fails(monkeypatch, "replace", errno.EACCES)
    with pytest.raises(SaveError):
        file.replace(old, NEW, expected=None)


def test_create_never_takes_the_name_of_another_file(tmp_path: Path) -> None:
    """A number is added, also where the names differ only in case or Unicode form, or a link leads nowhere."""
    made = [file.create(tmp_path, stem, ".toml", stem.encode()).name for stem in ("Kick", "kick", "KICK", "が")]
    assert made == ["Kick.toml", "kick-2.toml", "KICK-3.toml", "が.toml"]
    assert file.create(tmp_path, "か\u3099", ".toml", NEW).name == "か\u3099-2.toml"
    (tmp_path / "away.toml").symlink_to("nowhere")
    assert file.create(tmp_path, "away", ".toml", NEW).name == "away-2.toml"
    assert (tmp_path / "Kick.toml").read_bytes() == b"Kick"
    assert not [name for name in names(tmp_path) if name.endswith(".tmp")]


def test_create_yields_to_a_file_made_at_the_same_moment(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is taken in one step, so that the look into the folder is not trusted."""
    monkeypatch.setattr(os, "listdir", lambda _: [])
    assert file.create(old.parent, "kickoff", ".toml", NEW).name == "kickoff-2.toml"
    assert old.read_bytes() == OLD


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("窓口の待ち時間を半分にする", "窓口の待ち時間を半分にする"),
        ("窓口　改善  2026", "窓口 改善 2026"),
        ("カ\u3099イド", "ガイド"),
        ('a<b>c:d"e/f\\g|h?i*j', "a-b-c-d-e-f-g-h-i-j"),
        ("a///b--c\n\t\x7fd", "a-b-c-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("-.hidden. ", "hidden"),
        ("\u202egnp\u2066.\u200btoml\ufeff\ud800", "gnp.toml"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("𠮷野家 v1.2", "𠮷野家 v1.2"),
        ("contest com10", "contest com10"),
        ("x" * 200, "x" * 80),
        ("あ" * 100, "あ" * 60),
        ("a" + "𠮷" * 100, "a" + "𠮷" * 44),
        ("x" * 79 + "葛\U000e0100", "x" * 79),
        ("x" * 79 + " y", "x" * 79),
    ],
)
def test_a_title_becomes_a_name_for_a_file(title: str, stem: str) -> None:
    """Japanese stays, what some system refuses goes, and long titles are cut between characters."""
    assert file.file_stem(title) == stem
    assert file.file_stem(stem) == stem


@pytest.mark.parametrize("title", ["", "/", "..\\", "   ", "　", "...", "\u200b", "-", "?*", "\x00", "\u3164"])
def test_a_title_of_which_nothing_is_left_is_refused(title: str) -> None:
    """One sentence says that letters or digits are needed."""
    with pytest.raises(RuleError, match="use letters or digits"):
        file.file_stem(title)


@pytest.mark.parametrize(
    "title", ["con", "CON", "prn", "Aux", "nul", "com1", "COM9", "lpt1", "LPT9", "com¹", "lpt³", "conin$",
              "CONOUT$", "con.xyz", "nul.tar.gz", "con .x", " con. ", "c\u200bon"],
)  # fmt: skip
def test_a_name_of_windows_is_refused(title: str) -> None:
    """A shared folder is also read on Windows, where such a file could not be opened."""
    with pytest.raises(RuleError, match="is a name Windows keeps for itself; choose another title"):
        file.file_stem(title)
