"""The lock of a save: short, and never in anybody's way when its owner is gone."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dxworkshop.errors import SaveError
from dxworkshop.store import lock


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file to be saved, and let nobody wait for long."""
    monkeypatch.setattr(lock, "WAIT", 0.3)
    made = tmp_path / "x.toml"
    made.touch()
    return made


def place(path: Path) -> Path:
    """Return where the lock of a file stands."""
    return path.with_name(f".{path.name}.lock")


def left(path: Path, **owner: object) -> Path:
    """Leave a lock behind, as another program would."""
    place(path).write_text(json.dumps({"nonce": "theirs", **owner}), encoding="utf-8")
    return place(path)


def older(file: Path, seconds: float) -> None:
    """Let a file have been made some time ago."""
    then = time.time() - seconds
    os.utime(file, (then, then))


def dead() -> int:
    """Return the number of a process that ran and ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_two_saves_do_not_meet(path: Path) -> None:
    """The second waits, says who saves, and gets it when the first is done; nothing is left beside the file."""
    with lock.saving(path):
        assert place(path).exists()
        with pytest.raises(SaveError, match=socket.gethostname()), lock.saving(path):
            pytest.fail("both had it")
    with lock.saving(path) as held:
        held.check()
    assert os.listdir(path.parent) == [path.name]


def test_the_lock_of_a_process_that_died_is_free_at_once(path: Path) -> None:
    """Killed in the middle of a save on this laptop."""
    left(path, host=socket.gethostname(), pid=dead(), start="1")
    with lock.saving(path) as held:
        held.check()


def test_the_lock_of_a_number_that_was_given_again_is_free_at_once(path: Path) -> None:
    """Our own number, but another start: the process that had it is gone."""
    left(path, host=socket.gethostname(), pid=os.getpid(), start="1")
    with lock.saving(path):
        pass


@pytest.mark.parametrize(("age", "free"), [(lock.STALE - 10, False), (lock.STALE + 1, True)])
def test_the_lock_of_another_laptop_is_free_when_it_is_old(path: Path, age: float, free: bool) -> None:
    """Its process cannot be asked for; half a minute is more than any save takes."""
    older(left(path, host="elsewhere", pid=1, start="1"), age)
    if free:
        with lock.saving(path):
            return
    with pytest.raises(SaveError), lock.saving(path):
        pytest.fail("taken from somebody who may be saving")


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\x00\x00"])
def test_a_lock_without_a_name_is_free_soon(path: Path, text: bytes) -> None:
    """What a power cut leaves between making the file and writing into it."""
    place(path).write_bytes(text)
    with pytest.raises(SaveError), lock.saving(path):
        pytest.fail("it may just be written")
    older(place(path), lock.EMPTY_STALE + 1)
    with lock.saving(path):
        pass


def test_a_laptop_that_slept_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time is over it must not write over what came since."""
    with lock.saving(path) as held:
        held.check()
        monkeypatch.setattr(lock, "BUDGET", -1.0)
        with pytest.raises(SaveError, match="took too long"):
            held.check()


def test_a_lock_that_was_taken_away_is_noticed_and_left_alone(path: Path) -> None:
    """Somebody took it for forgotten: the save gives up, and does not remove the other's lock."""
    with lock.saving(path) as held:
        left(path, host="elsewhere", pid=1, start="1")
        with pytest.raises(SaveError):
            held.check()
    assert json.loads(place(path).read_text("utf-8"))["nonce"] == "theirs"


def test_our_own_lock_that_could_not_be_removed_holds_up_nobody(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refused once to take it away; the next save knows it again."""
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise OSError(5, "Input/output error")

    with lock.saving(path):
        monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "unlink", unlink)
    assert place(path).exists()
    with lock.saving(path) as held:
        held.check()
    assert not place(path).exists()
