"""What the index of a folder adds up to: the counts of a folder at a glance, by SQL.

All but what is late does not depend on today, and is kept in the index until one of its files changes.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dxworkshop.insight.portfolio import BANDS, By, Period, Portfolio, Repeated, Role, Row, periods
from dxworkshop.lexicon import FILE as LEXICON
from dxworkshop.store.index.heads import name_of

Memo = Callable[[str, Callable[[], Any]], Any]
"""Returns what is kept under a key, else makes and keeps it: plain data, as JSON has it."""
SHOWN = 10
"""Workshops that a table lists one by one where nobody asks for more."""
MOST = 10
"""Obstacles of one kind that are told."""
_LAST = "9999-12-31"
_HELD = (
    "SELECT file, trim(calling) calling FROM member WHERE trim(calling) <> ''"
    " UNION SELECT a.file, trim(a.calling) FROM action a JOIN member m ON m.file = a.file AND m.id = a.owner"
    " WHERE trim(a.calling) <> ''"
)
"""In which files which calling is filled: by one who holds it, or by an owner who does something in it."""
# Every question takes the workshops that were held in the span alone; and an action counts in the newest workshop
# that has it: what a later one took over is left out.


def _unkept(_: str, make: Callable[[], Any]) -> Any:
    """Make it anew each time."""
    return make()


def portfolio(
    db: sqlite3.Connection,
    today: date,
    *,
    since: date | None = None,
    until: date | None = None,
    by: By | None = None,
    rows: int = SHOWN,
    memo: Memo = _unkept,
) -> Portfolio:
    """Return a folder at a glance: the workshops held from `since` to `until`, with the newest `rows` of them."""
    span: dict[str, Any] = {
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else _LAST,
        "most": MOST,
    }
    key = "portfolio {since} {until}".format_map(span)
    kept = memo(key, lambda: _counted(db, span))
    months = [Period(name, n, words) for name, n, words in kept["months"]]
    unreadable = db.execute(
        "SELECT count(*) FROM file f WHERE error IS NOT NULL AND f.name <> ?"
        " AND NOT EXISTS (SELECT 1 FROM session s WHERE s.file = f.id)",
        (LEXICON,),
    ).fetchone()[0]
    return replace(
        Portfolio(**kept["counts"]),
        unreadable=unreadable,
        late=sum(n for day, n in kept["dues"] if day < today.isoformat()),
        bands=tuple(kept["bands"]),
        repeated=tuple(Repeated(*one) for one in kept["repeated"]),
        roles=tuple(Role(*one) for one in kept["roles"]),
        periods=periods(months, by),
        organisations=tuple(Period(*one) for one in kept["organisations"]),
        naming_people=frozenset(kept["naming_people"]),
        rows=tuple(_rows(db, {**span, "rows": rows, "today": today.isoformat()})),
    )


def _rows(db: sqlite3.Connection, span: Mapping[str, Any]) -> Iterable[Row]:
    """Return the newest workshops, each with how many of its open actions are past their day."""
    found = db.execute(
        "SELECT f.name, f.odd, s.id, s.title, s.organisation, s.day, s.hp, s.course, s.estimate,"
        " s.actions, s.done,"
        " (SELECT count(*) FROM action a WHERE a.file = s.file AND a.due < :today AND a.due <> ''"
        " AND a.status IN ('todo', 'doing', 'blocked')"
        " AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.session = s.id AND t.action = a.id))"
        " FROM session s JOIN file f ON f.id = s.file WHERE s.day BETWEEN :since AND :until"
        " ORDER BY s.day DESC, f.name LIMIT :rows",
        span,
    )
    for name, odd, id_, title, organisation, day, hp, course, estimate, actions, done, late in found:
        first = json.loads(course)[0][1] if course and course != "[]" else hp
        file = name_of(name, odd)
        yield Row(file, id_, title, organisation, day, hp, first, bool(estimate), actions, done, late)


def _dues(db: sqlite3.Connection, span: Mapping[str, Any]) -> list[list[Any]]:
    """Return how many open actions are due on each day."""
    found = db.execute(
        "SELECT a.due, count(*) FROM action a JOIN session s ON s.file = a.file"
        " WHERE a.due <> '' AND a.status IN ('todo', 'doing', 'blocked') AND s.day BETWEEN :since AND :until"
        " AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.session = s.id AND t.action = a.id) GROUP BY a.due",
        span,
    )
    return [[day, n] for day, n in found]


# What does not depend on today ------------------------------------------------------------------------


def _counted(db: sqlite3.Connection, span: Mapping[str, Any]) -> dict[str, Any]:
    """Return all of it as plain data: numbers of the folder, and lists of what fills the values of a portfolio."""
    sessions, first, last = db.execute(
        "SELECT count(*), min(day), max(day) FROM session s WHERE s.day BETWEEN :since AND :until", span
    ).fetchone()
    naming = db.execute(
        "SELECT count(DISTINCT g.file) FROM gap g JOIN session s ON s.file = g.file"
        " WHERE s.day BETWEEN :since AND :until",
        span,
    ).fetchone()[0]
    seats = db.execute(
        "SELECT count(DISTINCT nullif(trim(m.seat), '')) FROM member m JOIN session s ON s.file = m.file"
        " WHERE s.day BETWEEN :since AND :until",
        span,
    ).fetchone()[0]
    parties = db.execute(
        f"SELECT count(DISTINCT h.file) FROM ({_HELD}) h JOIN session s ON s.file = h.file"  # noqa: S608
        " WHERE s.day BETWEEN :since AND :until",
        span,
    ).fetchone()[0]
    bands, estimated = _bands(db, span)
    roles, actions = _actions(db, span)
    names = _names(db, span)
    months, organisations, said = _culture(db, span, names)
    counts = {
        "sessions": sessions,
        "first_day": first or "",
        "last_day": last or "",
        "seats": seats,
        "naming": naming,
        "parties": parties,
        "estimated": estimated,
        "said": said,
        **actions,
    }
    return {
        "counts": counts,
        "bands": bands,
        "repeated": _repeated(db, span, names),
        "roles": roles,
        "dues": _dues(db, span),
        "months": months,
        "organisations": organisations,
        "naming_people": _naming_people(db, span),
    }


def _bands(db: sqlite3.Connection, span: Mapping[str, Any]) -> tuple[list[int], int]:
    """Count what is left of the bosses; a workshop that another goes on from is not asked any more."""
    found = db.execute(
        "SELECT id, hp, estimate, earlier FROM session s WHERE s.day BETWEEN :since AND :until", span
    ).fetchall()
    gone_on = {id_ for *_, earlier in found if earlier and earlier != "[]" for id_ in json.loads(earlier)}
    bands, estimated = [0] * len(BANDS), 0
    for id_, hp, estimate, _ in found:
        if hp is not None and id_ not in gone_on:
            bands[next(n for n, end in enumerate(BANDS) if hp <= end)] += 1
            estimated += bool(estimate)
    return bands, estimated


def _actions(db: sqlite3.Connection, span: Mapping[str, Any]) -> tuple[list[list[Any]], dict[str, Any]]:
    """Return the callings as they fill a `Role`, and the counts of all actions."""
    held = dict(
        db.execute(
            f"SELECT h.calling, count(*) FROM ({_HELD}) h JOIN session s ON s.file = h.file"  # noqa: S608
            " WHERE s.day BETWEEN :since AND :until GROUP BY 1",
            span,
        )
    )
    busy = {
        calling
        for (calling,) in db.execute(
            "SELECT DISTINCT trim(m.calling) FROM member m JOIN session s ON s.file = m.file"
            " WHERE trim(m.calling) <> '' AND s.day BETWEEN :since AND :until"
            " AND EXISTS (SELECT 1 FROM action a WHERE a.file = m.file AND a.owner = m.id)",
            span,
        )
    }
    found = db.execute(
        "SELECT trim(a.calling), a.status, count(*), sum(a.since <> ''), sum(a.slips = 1), sum(a.slips > 1)"
        " FROM action a JOIN session s ON s.file = a.file WHERE s.day BETWEEN :since AND :until"
        " AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.session = s.id AND t.action = a.id) GROUP BY 1, 2",
        span,
    ).fetchall()
    done: dict[str, int] = {}
    dropped: dict[str, int] = {}
    opened: dict[str, int] = {}
    total = {"statuses": {}, "carried": 0, "slipped": 0, "slipped_twice": 0, "done_at_once": 0}  # type: dict[str, Any]
    for calling, status, n, carried, once, often in found:
        into = done if status == "done" else dropped if status == "dropped" else opened
        into[calling] = into.get(calling, 0) + n
        total["statuses"][status] = total["statuses"].get(status, 0) + n
        total["carried"] += carried or 0
        if into is opened:
            total["slipped"] += once or 0
            total["slipped_twice"] += often or 0
        elif into is done:
            total["done_at_once"] += n - (once or 0) - (often or 0)
    roles = [
        [calling, held.get(calling, 0), *(of.get(calling, 0) for of in (opened, done, dropped)), calling in busy]
        for calling in sorted({*held, *opened, *done, *dropped}, key=_in_deck_order())
    ]
    return roles, total


def _in_deck_order() -> Callable[[str], tuple[int, str]]:
    from dxworkshop.deck import deck

    order = {card.id: n for n, card in enumerate(deck("callings"))}
    return lambda calling: (order.get(calling, len(order) + (not calling)), calling)


def _names(db: sqlite3.Connection, span: Mapping[str, Any]) -> set[str]:
    """Return how members are called: a word that is somebody's name is not counted as a word."""
    found = db.execute(
        "SELECT DISTINCT m.name FROM member m JOIN session s ON s.file = m.file"
        " WHERE s.day BETWEEN :since AND :until",
        span,
    )
    return {part for (name,) in found if name for part in (name, *name.split())}


def _naming_people(db: sqlite3.Connection, span: Mapping[str, Any]) -> list[str]:
    """Return the organisations whose names hold the name of one of their members."""
    found = db.execute(
        "SELECT DISTINCT s.organisation FROM member m JOIN session s ON s.file = m.file"
        " WHERE length(m.name) > 1 AND instr(s.organisation, m.name) AND s.day BETWEEN :since AND :until",
        span,
    )
    return [name for (name,) in found]


# What was said ----------------------------------------------------------------------------------------


def _repeated(db: sqlite3.Connection, span: Mapping[str, Any], names: set[str]) -> list[list[Any]]:
    """Return what more than one workshop named, as it fills a `Repeated`: most first, `MOST` of each way."""
    carried = db.execute(
        "SELECT g.id, count(DISTINCT s.id) n, max(s.day || g.text) FROM gap g JOIN session s ON s.file = g.file"
        " WHERE s.day BETWEEN :since AND :until"
        " GROUP BY g.id HAVING n > 1 AND max(g.since) <> '' ORDER BY n DESC, g.id LIMIT :most",
        span,
    )
    cards = db.execute(
        "SELECT g.deck, count(DISTINCT s.id) n FROM gap g JOIN session s ON s.file = g.file"
        " WHERE g.deck <> '' AND s.day BETWEEN :since AND :until"
        " GROUP BY g.deck HAVING n > 1 ORDER BY n DESC, g.deck LIMIT :most",
        span,
    )
    words = db.execute(
        "SELECT w.word, count(DISTINCT s.id) n FROM word w JOIN session s ON s.file = w.file"
        " WHERE w.kind = 'gap' AND s.day BETWEEN :since AND :until"
        " GROUP BY w.word HAVING n > 1 ORDER BY n DESC, w.word",
        span,
    )
    day = len(_LAST)
    return [
        *(["carried", id_, n, text[day:].split("\n")[0]] for id_, n, text in carried),
        *(["card", id_, n, ""] for id_, n in cards),
        *[["word", word, n, ""] for word, n in words if word not in names][:MOST],
    ]


def _culture(
    db: sqlite3.Connection, span: Mapping[str, Any], names: set[str]
) -> tuple[list[list[Any]], list[list[Any]], dict[str, int]]:
    """Return the words of culture by month and by organisation, and in how many workshops each was said."""
    months: dict[str, list[Any]] = {}
    offices: dict[str, list[Any]] = {}
    said: dict[str, int] = {}
    for organisation, month, n in db.execute(
        "SELECT s.organisation, substr(s.day, 1, 7), count(*) FROM session s WHERE s.day BETWEEN :since AND :until"
        " GROUP BY 1, 2",
        span,
    ):
        for table, key in ((months, month), (offices, organisation)):
            table.setdefault(key, [key, 0, {}])[1] += n
    for organisation, month, word, n in db.execute(
        "SELECT s.organisation, substr(s.day, 1, 7), w.word, count(DISTINCT s.id) FROM word w"
        " JOIN session s ON s.file = w.file WHERE w.kind = 'culture' AND s.day BETWEEN :since AND :until"
        " GROUP BY 1, 2, 3",
        span,
    ):
        if word in names:
            continue
        said[word] = said.get(word, 0) + n
        for table, key in ((months, month), (offices, organisation)):
            table[key][2][word] = table[key][2].get(word, 0) + n
    return [months[key] for key in sorted(months)], [offices[key] for key in sorted(offices)], said
