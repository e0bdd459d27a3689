"""The journal: one line for each change, on this laptop's disk before the screen calls the change saved.

    crc32 SPACE {"…"} LF

A line that ends in the middle was never called saved. A damaged line is reported, and those behind it still count.
The first line says which bytes of the session file the changes were made to.
"""

import json
import os
import secrets
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from dxworkshop.store import file
from dxworkshop.store.lock import Owner, this_program

FORM: int = 1
"""Number of the form of the journal."""
SUFFIX = ".jsonl"
Line = Mapping[str, Any]
"""One record."""
T = TypeVar("T")
_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_RENAMES_OPEN = sys.platform != "win32"
"""Whether a file that is open can get another name."""
_DURABLE: set[Path] = set()
"""Folders whose names this program has brought down to the disk."""
_DATES: Mapping[str, type[date] | type[datetime] | type[clock_time]] = {
    "$date": date,
    "$moment": datetime,
    "$time": clock_time,
}
"""How days and times are marked: JSON has none."""


class Journal:
    """The journal of one window, open to be written."""

    def __init__(self, folder: Path, head: Line, lines: Iterable[Line] = ()) -> None:
        """Make a new one, on the disk with its first lines; raises `SaveError`."""
        self._folder = folder
        self._head: dict[str, Any] = {"journal": FORM, "supersedes": [], **head, **_said(this_program())}
        self._lines = list(map(_encoded, lines))
        self._handle = -1
        self._refused = False
        self._make()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def append(self, lines: Iterable[Line]) -> None:
        """Write lines; when this returns they are on the disk. Raises `SaveError`, and can be called again."""
        new = [_encoded(line) for line in lines]
        if not new:
            return
        with file.explained(self._path):
            try:
                if self._refused or not self._stands():
                    raise BlockingIOError
                self._write(b"".join(new))
            except OSError:
                # What a disk refused once it may forget without a word the next time: a new file takes its place.
                self._refused = True
                self._cut()
                before, handle = self._path, self._handle
                self._head["supersedes"].append(before.name)
                self._lines += new
                try:
                    self._make()
                except BaseException:
                    del self._lines[-len(new) :]
                    del self._head["supersedes"][-1]
                    raise
                _dropped(before, handle)
                return
        self._lines += new

    def _stands(self) -> bool:
        """Tell whether the file is still there under its name: an open one can be written after it was deleted."""
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._handle))
        except OSError:
            return False

    def drop(self) -> None:
        """Remove it, the session file holds everything; it stays where one that it stands for could not go."""
        left = [self._folder / name for name in self._head["supersedes"]]
        for path in left:
            _dropped(path, -1)
        if not all(map(_is_away, left)):
            self.let_go()
            return
        _dropped(self._path, self._handle)
        self._handle = -1

    def let_go(self) -> None:
        """Close it and leave it where it is, for the next start."""
        if self._handle >= 0:
            with suppress(OSError):
                os.close(self._handle)
        self._handle = -1

    def _make(self) -> None:
        """Write all lines into a new file, and that down to the disk under its name."""
        lines = [_encoded(self._head), *self._lines]
        path = self._folder / f"j-{time.time_ns():020d}-{secrets.token_hex(4)}{SUFFIX}"
        with file.explained(path):
            made_folder(self._folder)
            beginning = path.with_suffix(".new")
            before, self._handle = self._handle, os.open(beginning, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                self._grab()
                self._write(b"".join(lines))
                if not _RENAMES_OPEN:
                    os.close(self._handle)
                os.replace(beginning, path)
                if not _RENAMES_OPEN:
                    self._handle = os.open(path, _FLAGS)
                    self._grab()
                file.sync_folder(self._folder)
            except BaseException:
                with suppress(OSError):
                    os.close(self._handle)
                self._handle = before
                for left in (beginning, path):
                    with suppress(OSError):
                        left.unlink(missing_ok=True)
                raise
        self._path, self._size, self._refused = path, sum(map(len, lines)), False

    def _grab(self) -> None:
        with suppress(OSError):  # a disk without locks: the process is asked for
            grabbed(self._handle)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        file.sync_data(self._handle)
        self._size = getattr(self, "_size", 0) + len(data)

    def _cut(self) -> None:
        """Take away what was half written."""
        with suppress(OSError):
            os.ftruncate(self._handle, self._size)


@dataclass(frozen=True)
class Found:
    """A journal as it was read."""

    path: Path
    head: Line
    """Its first line; empty where that cannot be read."""
    lines: tuple[Line, ...]
    damaged: tuple[int, ...] = ()
    """Numbers, from 1, of lines that cannot be read; a last line that ends in the middle does not count."""
    written: datetime | None = None
    """When it was last written to."""
    unread: bool = False
    """Whether it is there and could not be read at all."""
    handle: int = field(default=-1, compare=False)
    """Holds it, so that nobody else takes it for left behind; -1 where it was only looked at."""

    def drop(self) -> None:
        """Remove it: what it held is safe elsewhere. One with damaged lines is kept for a person to look at."""
        if self.unread:
            return
        if self.damaged:
            self.let_go()
            with suppress(OSError):
                os.replace(self.path, self.path.with_suffix(".damaged"))
            return
        _dropped(self.path, self.handle)

    def let_go(self) -> None:
        """Leave it for the next start."""
        if self.handle >= 0:
            with suppress(OSError):
                os.close(self.handle)


def left_behind(folder: Path) -> list[Found]:
    """Return the journals that no running window holds, oldest first, and hold them.

    One that cannot be read, or the folder of all, is among them and says so: it must not be passed over.
    """
    found = []
    try:
        paths = _twice(lambda: _journals(folder))
    except OSError:
        return [Found(folder, {}, (), unread=True)]
    for path in paths:
        try:
            one = _twice(partial(_held, path))
        except FileNotFoundError:
            continue
        except OSError:
            one = Found(path, {}, (), unread=True)
        found += [one] if one is not None else []
    replaced = {name for one in found for name in one.head.get("supersedes", ())}
    for one in found:
        if one.path.name in replaced:
            _dropped(one.path, one.handle)
    return [one for one in found if one.path.name not in replaced]


def standing(folder: Path) -> list[Found]:
    """Return all journals that can be read, those of running windows too, without holding them."""
    found = []
    with suppress(OSError):
        for path in _journals(folder):
            with suppress(OSError):
                found.append(_read(path))
    replaced = {name for one in found for name in one.head.get("supersedes", ())}
    return [one for one in found if one.path.name not in replaced]


def made_folder(folder: Path) -> None:
    """Make a folder of this laptop's own, and its name durable."""
    if folder in _DURABLE and os.path.isdir(folder):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for made in (folder, folder.parent):
        file.sync_folder(made.parent)
    _DURABLE.add(folder)


def grabbed(handle: int) -> bool:
    """Hold an open file until this program ends; return whether nobody else holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 1 << 30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError:
        if sys.platform == "win32":  # its word for held
            return False
        raise
    return True


def _held(path: Path) -> Found | None:
    """Return a journal and hold it; None where a running window does."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        if _is_free(path, handle):
            return _read(path, handle)
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_free(path: Path, handle: int) -> bool:
    try:
        return grabbed(handle)
    except OSError:  # a disk without locks: the process that wrote it is asked for
        return _writer(_read(path).head).is_gone


def _twice(action: Callable[[], T]) -> T:
    """Do something that a disk may refuse once."""
    try:
        return action()
    except FileNotFoundError:
        raise
    except OSError:
        return action()


def _writer(head: Line) -> Owner:
    pid = head.get("pid")
    return Owner(str(head.get("host", "")), pid if isinstance(pid, int) else 0, str(head.get("start", "")))


def _said(owner: Owner) -> Line:
    return {"host": owner.host, "pid": owner.pid, "start": owner.start}


def _journals(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(folder / name for name in names if name.startswith("j-") and name.endswith(SUFFIX))


def _read(path: Path, handle: int = -1) -> Found:
    data = path.read_bytes()
    written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    lines, damaged = [], []
    *whole, _torn = data.split(b"\n")
    for number, raw in enumerate(whole, 1):
        try:
            lines.append(_decoded(raw))
        except (ValueError, RecursionError):
            damaged.append(number)
    head = lines.pop(0) if lines and "journal" in lines[0] else {}
    return Found(path, head, tuple(lines), tuple(damaged), written, handle=handle)


def _is_away(path: Path) -> bool:
    """Tell whether a file is gone for sure."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _dropped(path: Path, handle: int) -> None:
    """Close and remove a journal; what cannot be removed is found, and found to be known, the next time."""
    if handle >= 0 and sys.platform == "win32":  # it removes no open file
        os.close(handle)
        handle = -1
    with suppress(OSError):
        path.unlink(missing_ok=True)
    if handle >= 0:
        with suppress(OSError):
            os.close(handle)


# Lines ---------------------------------------------------------------------------------------------


def _encoded(line: Line) -> bytes:
    text = json.dumps(_tagged(line), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return b"%08x " % zlib.crc32(text) + text + b"\n"


def _decoded(raw: bytes) -> dict[str, Any]:
    if len(raw) < 9 or int(raw[:8], 16) != zlib.crc32(raw[9:]):
        raise ValueError(raw[:8])
    line = _untagged(json.loads(raw[9:]))
    if not isinstance(line, dict):
        raise ValueError(raw[:8])  # a line that cannot be read, whatever the reason
    return line


def _tagged(value: Any) -> Any:
    """Return what JSON can hold; days and times say what they are."""
    if isinstance(value, Mapping):
        table = {key: _tagged(inner) for key, inner in value.items()}
        return {"$table": table} if len(table) == 1 and next(iter(table)).startswith("$") else table
    if isinstance(value, (list, tuple)):
        return [_tagged(inner) for inner in value]
    if isinstance(value, (date, clock_time)):
        return {next(tag for tag, kind in _DATES.items() if type(value) is kind): value.isoformat()}
    return value


def _untagged(value: Any) -> Any:
    if isinstance(value, list):
        return [_untagged(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        tag, inner = next(iter(value.items()))
        if tag in _DATES:
            return _DATES[tag].fromisoformat(inner)
        if tag == "$table":
            return {key: _untagged(one) for key, one in inner.items()}
    return {key: _untagged(inner) for key, inner in value.items()}
