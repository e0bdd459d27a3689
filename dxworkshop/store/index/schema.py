"""The tables of the index, and what a connection to one is told.

Days are ISO text, so that they sort. Rows of one file lie together, for they are written and taken out together:
no table but those of long texts has a row id of its own.
"""

import sqlite3

VERSION = 7
"""Number of the tables and of what is put into them; an index of another number is made anew."""
ODD = "/"
"""How the name of a file ends here that is no text; what the system calls it stands beside it as bytes."""
_PARTS = {
    "session": "id TEXT, title TEXT, organisation TEXT, created TEXT, age REAL, day TEXT, at TEXT, register TEXT,"
    " language TEXT, boss TEXT, hp INTEGER, estimate INTEGER, actions INTEGER, done INTEGER, dropped INTEGER,"
    " reviews TEXT, earlier TEXT, open_dues TEXT, name TEXT, course TEXT",
    "action": "id TEXT, title TEXT, status TEXT, owner TEXT, person TEXT, seat TEXT, calling TEXT, due TEXT,"
    " since TEXT, slips INTEGER, decided_at TEXT, budget TEXT",
    "deadline": "n INTEGER, day TEXT, kind TEXT, action TEXT, title TEXT, person TEXT, seat TEXT, calling TEXT,"
    " what TEXT",
    "member": "id TEXT, name TEXT, seat TEXT, calling TEXT",
    "gap": "id TEXT, deck TEXT, lens TEXT, size INTEGER, text TEXT, since TEXT",
    "word": "kind TEXT, word TEXT, notes INTEGER",
    "rating": "step TEXT, card TEXT, deck TEXT, ideal REAL, reality REAL",
    "taken": "session TEXT, action TEXT",
    "text": "folded TEXT",
    "said": "lines TEXT",
    "sign": "bits BLOB",
}
"""Columns of the tables that say what a file holds; each begins with the file it is of."""
_KEYS = {
    "action": "id",
    "deadline": "n",
    "member": "id",
    "gap": "id",
    "word": "kind, word",
    "rating": "step, card",
    "taken": "session, action",
}
"""What tells the rows of one file apart; where nothing is named, there is one row a file."""
PARTS = tuple(_PARTS)
"""The tables that say what a file holds, in the order in which they are written."""
COLUMNS = {name: tuple(part.split()[0] for part in columns.split(",")) for name, columns in _PARTS.items()}
"""Their columns, without the file."""
_ALWAYS = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE file(id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,
                  read_ns INTEGER, hash BLOB, error TEXT, odd BLOB);
"""
_SORTED = """
CREATE INDEX file_wrong ON file(name) WHERE error IS NOT NULL;
CREATE INDEX file_odd ON file(name) WHERE odd IS NOT NULL;
CREATE INDEX session_listed ON session(age DESC, name DESC, id, created, title, hp, estimate, done, actions,
                                       open_dues, reviews);
CREATE INDEX session_by_id ON session(id);
CREATE INDEX deadline_by_day ON deadline(day, kind);
CREATE INDEX taken_by_session ON taken(session, action);
"""
_CHANGING = (
    # A reader sees the index as it was or as it is; whoever would write second waits for a moment, no more.
    "PRAGMA busy_timeout=1000",
    # What was taken out of a file must not lie about in a page that is free.
    "PRAGMA secure_delete=ON",
    # The usual journal, not a write-ahead log: that needs shared memory and a writable folder even to read, and a
    # folder of caches may lie on a network drive.
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=NORMAL",
    # What a list reads of ten thousand sessions fits in. No mapped memory: it counts as the program's own.
    "PRAGMA cache_size=-16384",
)
_FILLING = (
    # A new index is filled beside its place and put there when it is whole: nothing has to be taken back.
    "PRAGMA page_size=8192",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-32768",
)


def create(db: sqlite3.Connection) -> None:
    """Make the tables of an empty index; `arrange` follows when they are filled."""
    db.executescript(_ALWAYS)
    for name, columns in _PARTS.items():
        if keys := _KEYS.get(name):
            db.execute(f"CREATE TABLE {name}(file INTEGER, {columns}, PRIMARY KEY(file, {keys})) WITHOUT ROWID")
        else:
            db.execute(f"CREATE TABLE {name}(file INTEGER PRIMARY KEY, {columns})")


def arrange(db: sqlite3.Connection) -> None:
    """Make what finds rows by something else than their file: once, when they are there."""
    db.executescript(_SORTED)


def for_changing(db: sqlite3.Connection) -> None:
    """Tell a connection to an index that stands in its place how to behave."""
    for setting in _CHANGING:
        db.execute(setting)


def for_filling(db: sqlite3.Connection) -> None:
    """Tell a connection to an empty index how to behave."""
    for setting in _FILLING:
        db.execute(setting)


def insertion(table: str) -> str:
    """Return the statement that puts rows of a table in, each beginning with its file."""
    marks = ", ".join("?" * (len(COLUMNS[table]) + 1))
    # Two items of one key, which a file edited by hand may hold, are one row.
    return f"INSERT OR REPLACE INTO {table}(file, {', '.join(COLUMNS[table])}) VALUES ({marks})"  # noqa: S608
