"""What the index keeps of one session file: rows, made from plain tables without building a model.

What does not have the shape a session has is passed over: opening the file says where it is.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dxworkshop.folding import folded
from dxworkshop.insight.course import hp_course
from dxworkshop.insight.due import deadlines
from dxworkshop.store.index.sign import sign
from dxworkshop.store.index.spoken import Ear
from dxworkshop.store.index.typed import Typed, typed
from dxworkshop.store.summary import Head, age

Row = tuple[Any, ...]
Tables = Mapping[str, Any]
_WRONG = (TypeError, AttributeError, KeyError, ValueError, IndexError, ArithmeticError)
"""What tables of another shape than a session has may raise."""
MOST = 1 << 62
"""A number larger than this is none that a database takes."""


@dataclass(frozen=True)
class Digest:
    """What is kept of one file."""

    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    """By table; without the id of the file."""
    error: str | None = None
    """What is wrong with the file, as JSON."""


def digest(data: Tables, head: Head, name: str, ear: Ear, decks: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the rows of a session, given its tables, its head, and the name of its file.

    `ear` hears words; `decks` are the decks of the steps in which statements are rated.
    """
    said = [Typed("file", "", " ".join(name.split())), *typed(data)]
    text = folded("\n".join(one.line for one in said))
    return {
        "session": [_session(data, head, name)],
        "action": _some(lambda: _actions(data)),
        "deadline": _some(lambda: _deadlines(data)),
        "member": _some(lambda: _members(data)),
        "gap": _some(lambda: _gaps(data)),
        "word": _some(lambda: ear.words(data)),
        "rating": _some(lambda: _ratings(data, decks)),
        "taken": _some(lambda: _taken(data)),
        "text": [(text,)],
        "said": [("\n".join("\t".join(one) for one in said),)],
        "sign": [(sign(text),)],
    }


def _session(data: Tables, head: Head, name: str) -> Row:
    dropped = sum(1 for _, a in items(data, "actions") if a.get("status") == "dropped")
    course = _some(lambda: hp_course(data) or [])
    return (
        *(head.id, head.title, head.organisation, head.created.isoformat() if head.created else ""),
        *(age(head.created), _held(data, head), head.at),
        *(_text(data, "register") or "adventure", _text(data, "language") or "ja"),
        _text(_table(data, "boss"), "name"),
        *((head.hp.percent, int(head.hp.estimate)) if head.hp else (None, 0)),
        *(head.actions, head.done, dropped),
        _json([day.isoformat() for day in head.reviews]),
        _json([id_ for id_ in _list(data, "earlier") if isinstance(id_, str)]),
        _json([day.isoformat() for day in head.open_dues]),
        name,
        _json([[day.isoformat(), percent, estimate] for day, percent, estimate in course]),
    )


def _held(data: Tables, head: Head) -> str | None:
    """Return the day of the workshop: as it was written down, else that on which the session was made."""
    return _day(_table(data, "meeting").get("held")) or (head.created.date().isoformat() if head.created else None)


def _actions(data: Tables) -> Iterator[Row]:
    members = dict(items(data, "members"))
    for id_, a in items(data, "actions"):
        owner = members.get(_text(a, "owner"), {})
        yield (
            *(id_, _text(a, "title"), _text(a, "status") or "todo", _text(a, "owner")),
            *(_text(owner, "name"), _text(owner, "seat"), _text(a, "calling") or _text(owner, "calling")),
            *(_day(a.get("due")), _text(a, "since"), len(_list(a, "slipped"))),
            *(_text(a, "decided_at"), _text(a, "budget")),
        )


def _deadlines(data: Tables) -> Iterator[Row]:
    for n, d in enumerate(deadlines(data)):
        yield n, d.day.isoformat(), d.kind, d.action, d.title, d.person, d.seat, d.calling, d.what


def _members(data: Tables) -> Iterator[Row]:
    return ((id_, _text(m, "name"), _text(m, "seat"), _text(m, "calling")) for id_, m in items(data, "members"))


def _gaps(data: Tables) -> Iterator[Row]:
    for id_, gap in items(data, "gaps"):
        size = gap.get("size")
        text = "\n".join(part for part in (_text(gap, "reality"), _text(gap, "ideal")) if part)
        number = size if isinstance(size, int) and abs(size) < MOST else None
        yield id_, _text(gap, "deck"), _text(gap, "lens") or "organisation", number, text, _text(gap, "since")


def _ratings(data: Tables, decks: Mapping[str, str]) -> Iterator[Row]:
    """Yield the marks: what was agreed on goes before the mean of the hands."""
    for step, cards in _table(data, "ratings").items():
        for card, rating in cards.items():
            ideal = _mark(rating, "ideal", "ideal_hands")
            reality = _mark(rating, "reality", "hands")
            if ideal is not None or reality is not None:
                yield step, card, decks.get(step, ""), ideal, reality


def _mark(rating: Tables, agreed: str, hands: str) -> float | None:
    mark = rating.get(agreed, "")
    if isinstance(mark, int) and 1 <= mark <= 5:
        return float(mark)
    counts = _list(rating, hands)
    total = sum(counts)
    return sum(at * count for at, count in enumerate(counts, start=1)) / total if total else None


def _taken(data: Tables) -> Iterator[Row]:
    """Yield what this session took over from all that it goes on from."""
    earlier = [id_ for id_ in _list(data, "earlier") if isinstance(id_, str)]
    for id_, action in items(data, "actions"):
        if since := _text(action, "since"):
            yield from ((session, id_) for session in dict.fromkeys((*earlier, since)))


# Plain tables --------------------------------------------------------------------------------------


def items(data: Tables, name: str) -> list[tuple[str, Tables]]:
    """Return the items of a table that were not removed, by their ids."""
    found = _table(data, name).items()
    return [(id_, item) for id_, item in found if isinstance(item, dict) and not item.get("removed")]


def _table(data: Tables, name: str) -> Tables:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _list(data: Tables, name: str) -> list[Any]:
    found = data.get(name)
    return found if isinstance(found, list) else []


def _text(item: Tables, name: str) -> str:
    found = item.get(name, "")
    return found if isinstance(found, str) else ""


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else None


def _some(made: Callable[[], Iterable[Any]]) -> list[Any]:
    try:
        return list(made())
    except _WRONG:
        return []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
