"""What a list shows of the sessions of a folder, from its index."""

import json
import os
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

from dxworkshop.errors import DxError
from dxworkshop.store.index.refresh import Index
from dxworkshop.store.index.schema import ODD
from dxworkshop.store.index.told import told
from dxworkshop.store.summary import HpWords, Row, Summary

_HEADS = """
SELECT s.age, f.name, f.odd, s.id, s.title, s.organisation, s.created, s.at, s.hp, s.estimate, s.actions, s.done,
       s.open_dues, s.reviews, {text}
FROM session s JOIN file f ON f.id = s.file {more}
"""
_BARE = _HEADS.format(text="''", more="")
_SOME = _HEADS.format(text="''", more="WHERE s.file IN (SELECT value FROM json_each(?))")
_WITH_TEXT = _HEADS.format(text="d.lines", more="JOIN said d ON d.file = s.file WHERE f.error IS NULL")
_ROWS = """
SELECT name, id, substr(created, 1, 10), title, hp, estimate, done || '/' || actions, open_dues, reviews
FROM session ORDER BY age DESC, name DESC
"""
"""One index holds all of this, in this order."""
_WRONG = """
SELECT name, odd, error FROM file
WHERE error IS NOT NULL AND ({all} OR NOT EXISTS (SELECT 1 FROM session WHERE session.file = file.id))
ORDER BY name
"""


def summaries(
    index: Index, today: date, *, text: bool = False, some: Sequence[int] | None = None
) -> list[Summary]:
    """Return the heads of the sessions, the newest first; with `text` only of files that are sound all through.

    Of `some` only, by their numbers in the index, where those are given: then without text.
    """
    now = today.isoformat()
    if some is None:
        rows = index.db.execute(_WITH_TEXT if text else _BARE).fetchall()
    else:
        rows = index.db.execute(_SOME, (json.dumps([*some]),)).fetchall()
    rows.sort(key=itemgetter(0, 1), reverse=True)  # faster than SQLite, which sorts whole rows
    folder = index.folder
    return [
        Summary(
            *(folder, name if odd is None else os.fsdecode(odd), id_, title, organisation, made, at),
            *(hp, estimate, actions, done, _late(dues, now), _next(days, now), _typed(said) if text else ""),
        )
        for _, name, odd, id_, title, organisation, made, at, hp, estimate, actions, done, dues, days, said in rows
    ]


def rows(index: Index, today: date, hp: HpWords) -> list[Row]:
    """Return what a table shows of the sessions, the newest first, as `row_of` does."""
    now = today.isoformat()
    found = index.db.execute(_ROWS)
    odd = dict(index.db.execute("SELECT name, odd FROM file WHERE odd IS NOT NULL"))
    return [
        (
            *(id_, made, title, hp(percent, estimate), done, "0" if dues[2:12] >= now else str(_late(dues, now))),
            "-" if days[-12:-2] < now else _next_text(days, now) or "-",
            os.fsdecode(odd[name]) if name[-1] == ODD else name,
        )
        for name, id_, made, title, percent, estimate, done, dues, days in found
    ]


def errors(index: Index, *, all_: bool = False) -> list[DxError]:
    """Return what is wrong with the files that no list can show; with `all_` also with those it can."""
    found = index.db.execute(_WRONG.format(all=int(all_)))
    return [told(error, index.folder / name_of(name, odd)) for name, odd, error in found]


def name_of(name: str, odd: bytes | None) -> str:
    """Return the name of a file: of one that is no text, as the system has it."""
    return name if odd is None else os.fsdecode(odd)


def _late(dues: str, now: str) -> int:
    """Return how many of the days in a list, written as JSON in their order, have passed."""
    return 0 if dues[2:12] >= now or dues == "[]" else bisect_left(dues[2:-2].split('","'), now)


def _next_text(reviews: str, now: str) -> str:
    """Return the first of the days in such a list that has not passed; empty for none."""
    if reviews[-12:-2] < now or reviews == "[]":
        return ""
    days = reviews[2:-2].split('","')
    return days[bisect_left(days, now)]


def _next(reviews: str, now: str) -> date | None:
    found = _next_text(reviews, now)
    return _day(found) if found else None


_day = lru_cache(maxsize=4096)(date.fromisoformat)


def _typed(said: str) -> str:
    """Return the typed lines alone; the first one is the name of the file."""
    return "\n".join(line.rpartition("\t")[2] for line in said.split("\n")[1:])
