"""What takes long to add up over many files, kept in their index until one of them changes.

It is another way of saying what the files say: where it is missing or cannot be kept, it is made again.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dxworkshop.store.index import place
from dxworkshop.store.index.refresh import Index

MOST = 20
"""So many things are kept of one folder; before one more, all others are let go."""
_OF = "memo "
"""What their keys begin with among the facts of an index."""


def remembered(index: Index, key: str, make: Callable[[], Any]) -> Any:
    """Return what is kept under a key, else make and keep it: plain data, as JSON has it."""
    seal = _seal(index.db)
    with suppress(ValueError, TypeError, KeyError):
        found = index.db.execute("SELECT value FROM meta WHERE key = ?", (_OF + key,)).fetchone()
        if found is not None and (kept := json.loads(found[0]))["seal"] == seal:
            return kept["made"]
    made = json.loads(json.dumps(make()))
    if index.kept and seal:
        with suppress(sqlite3.Error, OSError):
            _keep(index, _OF + key, seal, made)
    return made


def _keep(index: Index, key: str, seal: str, made: Any) -> None:
    """Write it into the index in its place, if that is of the same files still."""
    there = place.place_of(index.folder)
    if there is None:
        return
    db = place.connected(there.file)
    at = place.seal_time()
    try:
        db.execute("BEGIN IMMEDIATE")
        if _seal(db) != seal:
            db.execute("ROLLBACK")
            return
        old = db.execute("SELECT count(*) FROM meta WHERE key >= ? AND key < ?", (_OF, _OF + "\uffff")).fetchone()
        if old[0] >= MOST:
            db.execute("DELETE FROM meta WHERE key >= ? AND key < ?", (_OF, _OF + "\uffff"))
        facts = {key: json.dumps({"seal": seal, "made": made}, ensure_ascii=False), "time": at}
        db.executemany("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", facts.items())
        db.execute("COMMIT")
    finally:
        db.close()
    place.seal(there.file, at)


def _seal(db: sqlite3.Connection) -> str:
    """Return what is the same only while all files are; empty where that is not known."""
    found = db.execute("SELECT value FROM meta WHERE key = 'seal'").fetchone()
    return found[0].hex() if found and isinstance(found[0], bytes) else ""
