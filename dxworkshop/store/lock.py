"""The lock of a save: short, beside the file, and never trusted alone.

A share has no lock that can be relied on. This one keeps two saves apart almost always; where it fails, the bytes
are read again before they are replaced, and what two laptops wrote is merged.
"""

import json
import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dxworkshop.errors import BusyError, SaveError
from dxworkshop.sentence import say

WAIT = 5.0
"""Seconds to wait for another save to end."""
BUDGET = 10.0
"""Seconds after which a save gives up its own lock: a laptop that slept must not write over what came since."""
STALE = 30.0
"""Seconds after which the lock of another laptop is taken for forgotten."""
EMPTY_STALE = 2.0
"""Seconds after which a lock without a name is: a power cut leaves such ones."""
PAUSE = 0.02
"""Seconds between two tries."""
_LEFT: set[str] = set()
"""Our own locks that could not be taken away when their save was over."""


@dataclass(frozen=True)
class Owner:
    """A running program, on this laptop or another."""

    host: str
    pid: int
    start: str
    """When the process started, as the system counts; empty where it does not say."""

    @property
    def is_gone(self) -> bool:
        """Whether it is known to run no longer; of other laptops nothing is known."""
        if self.host != socket.gethostname() or sys.platform == "win32":
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return self.start != _start(self.pid)


def this_program() -> Owner:
    """Return the program that runs here."""
    return Owner(socket.gethostname(), os.getpid(), _start(os.getpid()))


class Lock:
    """A lock that is held."""

    def __init__(self, path: Path, nonce: str) -> None:
        self._path = path
        self._nonce = nonce
        self._taken = time.time()  # a clock that goes on while the laptop sleeps

    def check(self) -> None:
        """Refuse to go on with a lock that is too old, or somebody else's by now; raises `SaveError`."""
        if abs(time.time() - self._taken) > BUDGET or _held(self._path).get("nonce") != self._nonce:
            raise SaveError(say("saving took too long and was given up; it is tried again"))

    def free(self) -> None:
        """Let go of it, if it is still ours."""
        seen = _read(self._path)
        if seen is not None and _nonce(seen) != self._nonce:
            return
        try:
            self._path.unlink(missing_ok=seen is not None)
        except FileNotFoundError:
            return
        except OSError:
            _LEFT.add(self._nonce)


@contextmanager
def saving(path: Path) -> Iterator[Lock]:
    """Keep other saves of a file away while ours runs.

    Raises:
        SaveError: somebody else has been saving all the time.
        OSError: nothing can be written in the folder.

    """
    place = path.with_name(f".{path.name}.lock")
    nonce = secrets.token_hex(8)
    until = time.monotonic() + WAIT
    while not _taken(place, nonce):
        _sweep(place)
        if time.monotonic() > until:
            who = str(_held(place).get("host", "")) or place.name
            raise BusyError(say("{who} has been saving this file for a while; it is tried again", who=who))
        time.sleep(PAUSE)
    lock = Lock(place, nonce)
    try:
        yield lock
    finally:
        lock.free()


def _taken(place: Path, nonce: str) -> bool:
    """Make the lock; return whether nobody else had it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(place, flags, 0o666)
    except FileExistsError:
        return False
    except PermissionError:
        if sys.platform == "win32" and place.exists():  # somebody is removing it just now
            return False
        raise
    try:
        try:
            os.write(handle, json.dumps({"nonce": nonce, **asdict(this_program())}).encode())
        finally:
            os.close(handle)
    except BaseException:
        with suppress(OSError):
            place.unlink()
        raise
    return True


def _sweep(place: Path) -> None:
    """Remove a lock that nobody holds any more."""
    seen = _read(place)
    if seen is None or not _is_stale(place, seen):
        return
    # Whoever takes it away first must not take the next one's lock: it is moved, and looked at, before it goes.
    aside = place.with_name(f"{place.name}.{secrets.token_hex(6)}.tmp")
    with suppress(OSError):
        os.rename(place, aside)
        if _read(aside) != seen:
            with suppress(OSError):
                os.link(aside, place)
        aside.unlink()


def _is_stale(place: Path, seen: bytes) -> bool:
    owner = _owner(seen)
    if _nonce(seen) in _LEFT:
        return True
    if owner is not None and owner.is_gone:
        return True
    return _age(place) > (STALE if owner is not None else EMPTY_STALE)


def _age(place: Path) -> float:
    """Return the age of a lock in seconds, by the clock of the folder it is in: ours may be wrong."""
    probe = place.with_name(f"{place.name}.{secrets.token_hex(6)}.tmp")
    try:
        try:
            probe.touch(exist_ok=False)
            return probe.stat().st_mtime - place.stat().st_mtime
        finally:
            probe.unlink(missing_ok=True)
    except OSError:
        return 0.0


def _read(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except OSError:
        return None


def _held(place: Path) -> dict[str, Any]:
    return _said(_read(place) or b"")


def _nonce(seen: bytes) -> str:
    return str(_said(seen).get("nonce", ""))


def _said(seen: bytes) -> dict[str, Any]:
    try:
        found = json.loads(seen)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _owner(seen: bytes) -> Owner | None:
    try:
        found = json.loads(seen)
        return Owner(str(found["host"]), int(found["pid"]), str(found["start"]))
    except (ValueError, KeyError, TypeError):
        return None


def _start(pid: int) -> str:
    """Return when a process started, in the words of the system; empty where it has none."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[19]
