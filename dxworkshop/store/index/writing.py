"""Putting what was read of session files into an index, and taking out what is gone."""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from dxworkshop.store.index import schema
from dxworkshop.store.index.look import Look, Stamp
from dxworkshop.store.index.reading import Read, stored_name

RACY = 2_000_000_000
"""Nanoseconds: a file that was read so soon after it was written may have been written again at the same time."""
_INSERTIONS = {table: schema.insertion(table) for table in schema.PARTS}
_LARGEST = (1 << 63) - 1
_BATCH = 200
"""Files whose rows are put in together."""


class Known:
    """What an index says of a file."""

    __slots__ = ("error", "hash", "id", "read_ns", "stamp")

    def __init__(self, id_: int, stamp: Stamp, read_ns: int, hash_: bytes | None, error: str | None) -> None:
        self.id = id_
        self.stamp = stamp
        self.read_ns = read_ns
        self.hash = hash_
        self.error = error

    @property
    def settled(self) -> bool:
        """Return whether the file cannot have been changed since it was read without its stamp telling it."""
        return self.hash is not None and self.stamp[1] + RACY <= self.read_ns


def known(db: sqlite3.Connection) -> dict[str, Known]:
    """Return what an index says of all its files, by their names in the folder."""
    rows = db.execute("SELECT id, name, odd, size, mtime_ns, ctime_ns, read_ns, hash, error FROM file")
    return {
        os.fsdecode(odd) if odd is not None else name: Known(id_, (size, mtime, ctime), read_ns, hash_, error)
        for id_, name, odd, size, mtime, ctime, read_ns, hash_, error in rows
    }


class Writer:
    """Writes into an index, within one transaction of somebody else's."""

    def __init__(self, db: sqlite3.Connection, there: Mapping[str, Known]) -> None:
        self._db = db
        self._there = dict(there)
        self._next = 1 + max((one.id for one in there.values()), default=0)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in schema.PARTS}
        self._waiting = 0

    def forget(self, names: Iterable[str]) -> None:
        """Take files out that are there no more."""
        for name in names:
            self._take_out(self._there.pop(name).id)

    def put(self, read: Read, stamp: Stamp) -> None:
        """Put in what was read of a file; where it is as it was, only when that was seen."""
        there = self._there.get(read.name)
        if there is not None and read.digest is None:
            self._db.execute(
                "UPDATE file SET size = ?, mtime_ns = ?, ctime_ns = ?, read_ns = ? WHERE id = ?",
                (*_stored_stamp(stamp), read.read_ns, there.id),
            )
            self._there[read.name] = Known(there.id, stamp, read.read_ns, there.hash, there.error)
            return
        if there is not None:
            self._take_out(there.id)
        id_ = there.id if there else self._next
        self._next += there is None
        name, odd = _stored(read.name)
        self._db.execute(
            "INSERT INTO file(id, name, odd, size, mtime_ns, ctime_ns, read_ns, hash, error)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (id_, name, odd, *_stored_stamp(stamp), read.read_ns, read.hash, read.error),
        )
        self._there[read.name] = Known(id_, stamp, read.read_ns, read.hash, read.error)
        for table, rows in read.digest.rows.items() if read.digest else ():
            self._rows[table].extend((id_, *row) for row in rows)
        self._waiting += 1
        if self._waiting >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits to be written."""
        for table, rows in self._rows.items():
            if rows:
                self._db.executemany(_INSERTIONS[table], rows)
                rows.clear()
        self._waiting = 0

    def finish(self, look: Look, about: Mapping[str, object]) -> None:
        """Write what waits, and of which look at the folder this is the index."""
        self.flush()
        again = [name for name, one in self._there.items() if not one.settled]
        facts = {**about, "seal": look.seal, "again": json.dumps(again)}
        # What was added up over the files as they were (`memo`) may hold words that are in no file any more.
        self._db.execute("DELETE FROM meta WHERE key LIKE 'memo %'")
        self._db.executemany("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", facts.items())

    def _take_out(self, id_: int) -> None:
        self.flush()
        for table in schema.PARTS:
            self._db.execute(f"DELETE FROM {table} WHERE file = ?", (id_,))  # noqa: S608 - a table of ours
        self._db.execute("DELETE FROM file WHERE id = ?", (id_,))


def _stored_stamp(stamp: Stamp) -> Stamp:
    """Return a stamp as a database takes it: a time of the year 2300 is as any other so far ahead."""
    size, mtime, ctime = stamp
    return size, min(mtime, _LARGEST), min(ctime, _LARGEST)


def _stored(name: str) -> tuple[str, bytes | None]:
    """Return a name as a database takes it, and as the system knows it where that is another."""
    text = stored_name(name)
    return text, None if text == name else os.fsencode(name)
