"""The index of a folder, brought up to what its files are now whenever it is opened.

One look at the folder tells whether anything changed; only what did is read. Where the index cannot be kept, or
somebody else is writing it, one is made for this time alone: an answer never depends on what lies in the cache.
"""

import json
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from dxworkshop.deck import file_of
from dxworkshop.store.index import Progress, place, schema
from dxworkshop.store.index.look import Look, look
from dxworkshop.store.index.place import Place


class Index:
    """The index of a folder, as its files were when it was opened. What is asked of it is asked of `db`."""

    def __init__(self, folder: Path, db: sqlite3.Connection, seen: Look, *, kept: bool) -> None:
        self.folder = folder
        self.db = db
        """The tables that `schema` describes; nothing can be written."""
        self.copies = seen.copies
        """Names of the copies in the folder that wait to be merged."""
        self.kept = kept
        """Whether it is there the next time, too."""
        db.execute("PRAGMA query_only=ON")

    def close(self) -> None:
        """Let the database go."""
        self.db.close()

    def __enter__(self) -> "Index":
        """Be closed at the end of a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Let the database go."""
        self.close()


def open_index(folder: Path, *, progress: Progress | None = None) -> Index:
    """Return the index of a folder as its files are now; raises `FolderError` where the folder cannot be read.

    `progress` is told how many of the files that have to be read were read.
    """
    seen = look(folder)
    return _kept(folder, seen, progress, 0) or _passing(folder, seen, progress)


def kept_index(folder: Path, *, progress: Progress | None = None, few: int = 0) -> Index | None:
    """Return the index of a folder if it can be kept; None where it cannot.

    None also for a folder of no more than a `few` files of which there is no index yet. Raises as `open_index`.
    """
    return _kept(folder, look(folder), progress, few)


def forget(folder: Path) -> None:
    """Take the index of a folder away, which turned out to be damaged."""
    if found := place.place_of(folder):
        with suppress(OSError):
            found.file.unlink()


# An index that stays ------------------------------------------------------------------------------


def _kept(folder: Path, seen: Look, progress: Progress | None, few: int) -> Index | None:
    there = place.place_of(folder) if seen.files else None
    if there is None:
        return None
    try:
        db = _opened(there)
        try:
            if db is not None:
                db = _brought_up(db, there, folder, seen, progress)
        except sqlite3.DatabaseError as error:
            if place.without(error):
                return None
            db = None
        if db is None:
            if len(seen.files) <= few and not there.file.exists():
                return None
            db = _made(there, folder, seen, progress)
    except (sqlite3.Error, OSError):
        return None
    return Index(folder, db, seen, kept=True)


def _opened(there: Place) -> sqlite3.Connection | None:
    """Return a connection to the index in its place; None where it is missing or not to be trusted.

    Raises `sqlite3.Error` where it is there and somebody keeps it to themselves.
    """
    if not there.file.is_file():
        return None
    try:
        db = place.connected(there.file)
    except sqlite3.Error as error:
        if place.without(error):
            raise
        return None
    try:
        if place.trusted(db, there.file, _about()):
            return db
    except sqlite3.Error as error:
        if place.without(error):
            db.close()
            raise
    db.close()
    return None


def _brought_up(
    db: sqlite3.Connection, there: Place, folder: Path, seen: Look, progress: Progress | None
) -> sqlite3.Connection | None:
    """Return the index with all changes of the files in it, None where it is to be made anew.

    The connection given may be closed by then.
    """
    if _is_of(db, seen):
        return db
    from dxworkshop.store.index.change import AnewError, change

    try:
        db.execute("BEGIN IMMEDIATE")
        at = place.seal_time()
        # Whoever held it until now may have done the work.
        if _is_of(db, seen) or not change(db, folder, seen, progress, {"time": at}):
            db.execute("ROLLBACK")
            return db
        db.execute("COMMIT")
    except AnewError:
        db.close()
        return None
    except BaseException:
        db.close()
        raise
    db.close()
    place.seal(there.file, at)
    return place.connected(there.file)


def _made(there: Place, folder: Path, seen: Look, progress: Progress | None) -> sqlite3.Connection:
    """Return an index made from all files, and put in its place; raises `OSError` or `sqlite3.Error`."""
    from dxworkshop.store.index.change import fill

    made = place.scratch(there.file)
    try:
        db = sqlite3.connect(made, isolation_level=None)
        try:
            at = place.seal_time()
            fill(db, folder, seen, progress, {"about": _about(), "time": at, "folder": os.fsencode(there.folder)})
        finally:
            db.close()
        place.put(made, there.file, at)
    except BaseException:
        with suppress(OSError):
            made.unlink()
        raise
    return place.connected(there.file)


# An index for this time alone ---------------------------------------------------------------------


def _passing(folder: Path, seen: Look, progress: Progress | None) -> Index:
    """Return an index that is gone when it is closed: in memory, and on the disk where it grows large."""
    from dxworkshop.store.index.change import AnewError, fill

    with suppress(sqlite3.Error, OSError, AnewError):
        return Index(folder, _copied(folder, seen, progress), seen, kept=False)
    db = sqlite3.connect("", isolation_level=None)
    fill(db, folder, seen, progress, {})
    return Index(folder, db, seen, kept=False)


def _copied(folder: Path, seen: Look, progress: Progress | None) -> sqlite3.Connection:
    """Return a copy of the index that lies in its place, brought up; raises where there is none."""
    from dxworkshop.store.index.change import AnewError, change

    there = place.place_of(folder) if seen.files else None
    kept = _opened(there) if there else None
    if kept is None:
        raise AnewError
    db = sqlite3.connect("", isolation_level=None)
    try:
        with kept:
            kept.backup(db)
        db.execute("BEGIN")
        change(db, folder, seen, progress, {})
        db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    finally:
        kept.close()
    return db


def _is_of(db: sqlite3.Connection, seen: Look) -> bool:
    """Tell whether an index is of the files that were seen, and none of them is to be read again."""
    facts = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('seal', 'again')"))
    return facts == {"seal": seen.seal, "again": "[]"}


def _about() -> str:
    """Return what tells an index of this program from one of another: its tables, and the words it counts."""
    found = file_of("lexicon").stat()
    return json.dumps([schema.VERSION, found.st_size, found.st_mtime_ns])
