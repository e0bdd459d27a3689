"""Where an index lies on this laptop, and whether what lies there is to be trusted.

A database that was damaged may answer, and answer wrong. So an index has a seal: the time at which its file was
changed last is set to one that stands inside. Whatever else wrote into the file, or cut it, moved that time.
"""

import hashlib
import os
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dxworkshop.errors import FolderError
from dxworkshop.paths import cache_folder
from dxworkshop.store.index import schema

_TRIES = 25
_PAUSE = 0.02
"""Seconds between two looks at a seal that does not fit: somebody may be about to set it."""
_LEFT = 3600.0
"""Seconds after which what was filled and never put in its place is nobody's."""
_SPAN = 1_000_000_000_000
"""Nanoseconds: how far in the past the time of a seal may lie."""
_TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_WITHOUT = (
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_AUTH, *_BUSY),
)


@dataclass(frozen=True)
class Place:
    """Where the index of one folder lies."""

    folder: Path
    """The folder of sessions, as the system knows it."""
    file: Path
    """The database."""


def place_of(folder: Path) -> Place | None:
    """Return where the index of a folder lies; None where this laptop has no place for it."""
    try:
        real = Path(os.path.realpath(folder))
        name = hashlib.sha256(os.path.normcase(real).encode("utf-8", "surrogatepass")).hexdigest()[:20]
        return Place(real, cache_folder() / f"{name}.sqlite")
    except (FolderError, OSError, ValueError):
        return None


def without(error: sqlite3.Error) -> bool:
    """Tell whether an error is no fault of the index: it cannot be had or written just now."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _WITHOUT


def connected(file: Path) -> sqlite3.Connection:
    """Return a connection to an index that is there; raises `sqlite3.Error` where there is none."""
    db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        schema.for_changing(db)
    except sqlite3.Error:
        db.close()
        raise
    return db


def trusted(db: sqlite3.Connection, file: Path, about: str) -> bool:
    """Tell whether an index is whole, untouched, and made by this program for this folder.

    Raises `sqlite3.Error` where it is no database.
    """
    for _ in range(_TRIES):
        facts = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('about', 'time')"))
        found = file.stat()
        pages = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
        if facts.get("about") != about:
            return False
        if (facts.get("time"), pages) == (found.st_mtime_ns, found.st_size):
            return True
        time.sleep(_PAUSE)
    return False


def seal_time() -> int:
    """Return a time for the seal of an index: one that no clock says now."""
    return (time.time_ns() - _TICK - int.from_bytes(os.urandom(8)) % _SPAN) // _TICK * _TICK


def seal(file: Path, at: int) -> None:
    """Set the time of an index to that of its seal; nobody may have it open for writing."""
    os.utime(file, ns=(at, at))


def scratch(file: Path) -> Path:
    """Return the file, made and empty, in which a new index is filled; raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(file)
    made = file.with_name(f"{file.stem}.{os.urandom(8).hex()}.new")
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return made


def put(made: Path, file: Path, at: int) -> None:
    """Put an index that was filled in its place; raises `OSError`."""
    with made.open("rb+") as stream:
        os.fsync(stream.fileno())
    seal(made, at)
    # What was left of a change to the old one belongs to no other.
    for ending in ("-journal", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(file.name + ending).unlink()
    os.replace(made, file)


def _sweep(file: Path) -> None:
    """Take away what was never put in its place, and the indexes of folders that are gone."""
    with suppress(OSError):
        for other in list(file.parent.glob("*.new")):
            with suppress(OSError):
                if time.time() - other.stat().st_mtime > _LEFT:
                    other.unlink()
        for other in list(file.parent.glob("*.sqlite")):
            if other != file and (folder := _folder_of(other)) and not os.path.isdir(folder):
                with suppress(OSError):
                    other.unlink()


def _folder_of(file: Path) -> str:
    try:
        db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            found = db.execute("SELECT value FROM meta WHERE key = 'folder'").fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return ""
    return os.fsdecode(found[0]) if found and isinstance(found[0], bytes) else ""
