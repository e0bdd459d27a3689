"""What falls due in a whole folder, from its index.

An action that a later session took over counts there alone, and the reviews of a session that another goes on
from are asked for no more.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dxworkshop.errors import DxError
from dxworkshop.insight.due import Deadline, deadlines
from dxworkshop.store import toml
from dxworkshop.store.index.heads import name_of
from dxworkshop.store.skim import skim
from dxworkshop.store.summary import NOT_SEARCHED, head_of

_UNTIL = "SELECT file, day, kind, action, title, what, person, seat, calling FROM deadline WHERE day <= ?"
_SESSIONS = "SELECT s.file, f.name, f.odd, s.id, s.title FROM session s JOIN file f ON f.id = s.file"
_TAKEN = """
SELECT session, action FROM taken
UNION SELECT e.value, '' FROM session s, json_each(s.earlier) e WHERE s.earlier <> '[]'
"""
"""What does not count in a session any more; no action stands for the reviews."""


class Falling(NamedTuple):
    """One deadline of one session."""

    file: str
    """Name of the file, in its folder; of one that was named, its path."""
    session: str
    """Id of the session."""
    title: str
    """Title of the session."""
    of: Deadline


def falling(db: sqlite3.Connection, last: date) -> list[Falling]:
    """Return what falls due in a folder up to a day, what is past included, by day."""
    sessions = {file: (name_of(name, odd), id_, title) for file, name, odd, id_, title in db.execute(_SESSIONS)}
    taken, day_of = set(db.execute(_TAKEN)), _Days()
    found = []
    # Put together here: SQLite takes three times as long to join and to sort rows of long texts.
    for file, day, kind, *rest in db.execute(_UNTIL, (last.isoformat(),)):
        name, id_, title = sessions[file]
        if (id_, rest[0]) not in taken:
            found.append(Falling(name, id_, title, Deadline(day_of[day], kind, *rest)))
    return sorted(found, key=_order)


def counts(db: sqlite3.Connection, today: date, last: date) -> tuple[int, int]:
    """Return how many days are past, and how many come from a day on up to another."""
    found = falling(db, last)
    late = bisect_left([one.of.day for one in found], today)
    return late, len(found) - late


def _order(one: Falling) -> tuple[date, str, str, str]:
    return one.of.day, one.title, one.file, one.of.kind


def of_files(paths: Iterable[Path], last: date) -> tuple[list[Falling], list[DxError]]:
    """Return what falls due in some sessions up to a day, by day, and what could not be read.

    What one of them took over from another counts once, as in a folder.
    """
    read: list[tuple[Path, Mapping[str, Any]]] = []
    errors: list[DxError] = []
    for path in paths:
        try:
            raw = toml.read_bytes(path)
            data = skim(raw, path, NOT_SEARCHED)
            head_of(data, path, raw)
        except DxError as error:
            errors.append(error)
        else:
            read.append((path, data))
    taken = {pair for _, data in read for pair in _taken(data)}
    found = [
        Falling(str(path), data["id"], data["title"], one)
        for path, data in read
        for one in deadlines(data)
        if one.day <= last and (data["id"], one.action) not in taken
    ]
    return sorted(found, key=_order), errors


def _taken(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield what a session took over: of each session it goes on from, the reviews, and the actions it carries."""
    earlier = data.get("earlier")
    before = [id_ for id_ in earlier if isinstance(id_, str)] if isinstance(earlier, list) else []
    for session in before:
        yield session, ""
    actions = data.get("actions", {})
    for id_, action in actions.items():
        since = action.get("since")
        if isinstance(since, str) and since and not action.get("removed"):
            yield from ((session, id_) for session in (*before, since))


class _Days(dict[str, date]):
    """Days by their ISO text: many things fall on one day."""

    def __missing__(self, text: str) -> date:
        self[text] = day = date.fromisoformat(text)
        return day
