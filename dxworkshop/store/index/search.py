"""Which sessions of a folder hold what somebody looks for, and where in them, from the index of the folder."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from dxworkshop.folding import folded
from dxworkshop.insight.due import CLOSED
from dxworkshop.store.index.heads import name_of
from dxworkshop.store.index.sign import marks
from dxworkshop.store.index.typed import Typed
from dxworkshop.store.index.wish import Wish, plays

_TAKEN = (
    "EXISTS (SELECT 1 FROM taken t JOIN session e ON e.id = t.session WHERE e.file = a.file AND t.action = a.id)"
)
"""Whether a later session took an action over: it counts there alone."""
_OPEN = f"a.status NOT IN ({', '.join(repr(status) for status in CLOSED)})"
_IN = "(SELECT value FROM json_each(?))"
_FROM_ACTIONS = "SELECT a.file, a.id, a.title, a.status, a.due, a.person, a.seat FROM action a"


class Deed(NamedTuple):
    """An action that was looked for."""

    id: str
    title: str
    status: str
    due: str
    """ISO text; empty for none."""
    who: str
    """Name or seat of the owner; empty for none."""


class Found(NamedTuple):
    """A session that holds what was looked for."""

    file: int
    """Its number in the index."""
    name: str
    """Name of its file."""
    id: str
    title: str
    organisation: str
    day: date | None
    """When it was held."""
    deeds: tuple[Deed, ...]
    """Its actions that were looked for; none where no filter is for actions or people."""


def search(db: sqlite3.Connection, wish: Wish, today: date) -> list[Found]:
    """Return the sessions in which all that was asked for is found, the newest first.

    Asked for a status, a person and a role, one action has to be all of that; without a status, one member may.
    """
    deeds = _deeds(db, wish, today) if wish.status or wish.person or wish.role else {}
    files: set[int] | None = None
    if wish.status:
        files = set(deeds)
    elif wish.person or wish.role:
        files = set(deeds) | {file for file, _ in _people(db, wish)}
    if wish.boss:
        files = _both(files, _of_boss(db, wish.boss))
    if wish.words:
        files = _holding(db, wish.words, files)
    days = [day.isoformat() if day else "" for day in (wish.since, wish.until)]
    query = (
        "SELECT s.age, f.name, f.odd, s.file, s.id, s.title, s.organisation, s.day"
        " FROM session s JOIN file f ON f.id = s.file"
        " WHERE (?1 = '' OR s.day >= ?1) AND (?2 = '' OR (s.day <> '' AND s.day <= ?2))"
    )
    rows = [row for row in db.execute(query, days) if files is None or row[3] in files]
    rows.sort(key=itemgetter(0, 1), reverse=True)
    return [
        Found(file, name_of(name, odd), id_, title, organisation, _day(day), tuple(deeds.get(file, ())))
        for _, name, odd, file, id_, title, organisation, day in rows
    ]


def lines(db: sqlite3.Connection, files: Iterable[int], words: tuple[str, ...]) -> dict[int, list[Typed]]:
    """Return the typed lines in which some of the words stand, by session; those with most of them first."""
    found: dict[int, list[Typed]] = {}
    if not words:
        return found
    rows = db.execute(
        f"SELECT x.file, x.folded, y.lines FROM text x JOIN said y ON y.file = x.file WHERE x.file IN {_IN}",  # noqa: S608
        (json.dumps([*files]),),
    )
    for file, text, said in rows:
        hits: dict[int, int] = {}
        for word in words:
            for n in _where(word, text):
                hits[n] = hits.get(n, 0) + 1
        if hits:
            whole = said.split("\n")
            best = sorted(hits, key=lambda n: (-hits[n], n))
            found[file] = [Typed(*whole[n].split("\t", 2)) for n in best]
    return found


def _where(word: str, text: str) -> Iterator[int]:
    """Yield the numbers of the lines of a text in which a word stands, from 0."""
    n, last, at = 0, 0, text.find(word)
    while at >= 0:
        n += text.count("\n", last, at)
        yield n
        last = text.find("\n", at)
        at = text.find(word, last) if last >= 0 else -1


def _holding(db: sqlite3.Connection, words: tuple[str, ...], files: set[int] | None) -> set[int]:
    """Return the sessions, of some or of all, in whose text all the words stand."""
    may = files
    if wanted := [mark for word in words for mark in marks(word)]:
        may = _both(files, _signed(db, wanted))
    if may is not None and not may:
        return set()
    # The longest first: it is found in the fewest texts.
    every = sorted(words, key=len, reverse=True)
    held = " AND ".join(["instr(folded, ?) > 0"] * len(every))
    if may is None:
        return {file for (file,) in db.execute(f"SELECT file FROM text WHERE {held}", every)}  # noqa: S608
    query = f"SELECT file FROM text WHERE file IN {_IN} AND {held}"  # noqa: S608
    return {file for (file,) in db.execute(query, (json.dumps(sorted(may)), *every))}


def _signed(db: sqlite3.Connection, wanted: list[tuple[int, int]]) -> set[int]:
    """Return the sessions by whose sign some words may stand in their text."""
    (at, mask), *more = wanted
    return {
        file
        for file, bits in db.execute("SELECT file, bits FROM sign")
        if bits[at] & mask and all(bits[i] & m for i, m in more)
    }


def _deeds(db: sqlite3.Connection, wish: Wish, today: date) -> Mapping[int, list[Deed]]:
    """Return the actions that are what was asked for, by session."""
    wheres, values = [f"NOT {_TAKEN}"], []
    if wish.status in ("late", "open"):
        wheres.append(_OPEN)
    elif wish.status:
        wheres.append("a.status = ?")
        values.append(wish.status)
    if wish.status == "late":
        wheres.append("a.due <> '' AND a.due < ?")
        values.append(today.isoformat())
    query = f"{_FROM_ACTIONS} WHERE {' AND '.join(wheres)}"
    if wish.person:
        query += f" AND CASE a.person WHEN '' THEN a.seat ELSE a.person END IN {_IN}"
        values.append(json.dumps(_names(db, wish.person)))
    if wish.role:
        pairs = db.execute("SELECT DISTINCT calling, seat FROM action")
        ours = [f"{calling}\n{seat}" for calling, seat in pairs if plays(wish.role, calling or "", seat or "")]
        query += f" AND a.calling || char(10) || a.seat IN {_IN}"
        values.append(json.dumps(ours))
    found: dict[int, list[Deed]] = {}
    for file, id_, title, status, due, person, seat in db.execute(f"{query} ORDER BY a.file, a.due, a.id", values):
        found.setdefault(file, []).append(Deed(id_, title, status, due or "", person or seat or ""))
    return found


def _people(db: sqlite3.Connection, wish: Wish) -> list[tuple[int, str]]:
    """Return the members who are whom was asked for: their session and id."""
    query, values = "SELECT file, id FROM member WHERE 1", []
    if wish.person:
        query += f" AND CASE name WHEN '' THEN seat ELSE name END IN {_IN}"
        values.append(json.dumps(_names(db, wish.person)))
    if wish.role:
        pairs = db.execute("SELECT DISTINCT calling, seat FROM member")
        ours = [f"{calling}\n{seat}" for calling, seat in pairs if plays(wish.role, calling or "", seat or "")]
        query += f" AND calling || char(10) || seat IN {_IN}"
        values.append(json.dumps(ours))
    return db.execute(query, values).fetchall()


def _names(db: sqlite3.Connection, person: str) -> list[str]:
    """Return what people are called who may be meant; whoever gave no name is called by the seat."""
    names = db.execute("SELECT DISTINCT CASE name WHEN '' THEN seat ELSE name END FROM member")
    return [name for (name,) in names if name and person in folded(name)]


def _of_boss(db: sqlite3.Connection, boss: str) -> set[int]:
    return {file for file, name in db.execute("SELECT file, boss FROM session") if name and boss in folded(name)}


def _both(one: set[int] | None, other: set[int]) -> set[int]:
    return other if one is None else one & other


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
