"""Making an index say what the files of a folder say: of all of them, or of those that changed."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from dxworkshop.lexicon import FILE as LEXICON
from dxworkshop.store.index import Progress, schema
from dxworkshop.store.index.look import Look, Stamp
from dxworkshop.store.index.many import read_all
from dxworkshop.store.index.writing import Known, Writer, known

_MANY = 2000
"""More changes than this are not made in an index, which would be locked so long: it is made anew beside it."""


class AnewError(Exception):
    """An index has to be made anew: what it says of all files may be another now."""


def change(
    db: sqlite3.Connection, folder: Path, seen: Look, progress: Progress | None, facts: Mapping[str, object]
) -> bool:
    """Make an index say what the files say now, within a transaction; return whether anything had to be written.

    Raises `AnewError` where it is better made anew.
    """
    there = known(db)
    gone = [name for name in there if name not in seen.files]
    wanted = [name for name, stamp in seen.files.items() if _is_to_be_read(there.get(name), stamp)]
    if LEXICON in gone or len(wanted) + len(gone) > _MANY:
        raise AnewError
    writer = Writer(db, there)
    writer.forget(gone)
    changed = bool(gone)
    for read in read_all(
        folder, [(name, there[name].hash if name in there else None) for name in wanted], progress
    ):
        before = there.get(read.name)
        if read.name == LEXICON and (before is None or before.hash != read.hash):
            raise AnewError
        if before is not None and read.hash is None and before.hash is None and read.error == before.error:
            continue  # it cannot be read, and could not before
        writer.put(read, seen.files[read.name])
        changed = True
    if changed or db.execute("SELECT value FROM meta WHERE key = 'seal'").fetchone() != (seen.seal,):
        writer.finish(seen, facts)
        return True
    return False


def _is_to_be_read(there: Known | None, stamp: Stamp) -> bool:
    return there is None or there.stamp != stamp or not there.settled


def fill(
    db: sqlite3.Connection, folder: Path, seen: Look, progress: Progress | None, facts: Mapping[str, object]
) -> None:
    """Make an index of all files in an empty database."""
    schema.for_filling(db)
    schema.create(db)
    db.execute("BEGIN")
    writer = Writer(db, {})
    for read in read_all(folder, [(name, None) for name in seen.files], progress):
        writer.put(read, seen.files[read.name])
    writer.finish(seen, facts)
    db.execute("COMMIT")
    schema.arrange(db)
