"""What people typed into a session, line by line, each with what it belongs to: what a search goes through."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

NOUNS = {
    "members": "member",
    "seats": "seat",
    "gaps": "gap",
    "notes": "note",
    "groups": "group",
    "actions": "action",
    "risks": "risk",
    "rules": "rule",
    "parked": "parked",
    "pledges": "pledge",
    "checkins": "checkin",
    "exceptions": "exception",
    "conflicts": "conflict",
    "measures": "measure",
}
"""By the name of a table of items, what one of them is called."""
_SKIPPED = ("workshop", "clock", "votes", "earlier")
"""Tables in which nobody typed anything of their own."""
_WORDLESS = frozenset(
    (
        *("id", "at", "language", "register", "rank", "removed", "step", "author", "group", "owner", "partners"),
        *("answers", "status", "verdict", "since", "deck", "lens", "control", "budget", "decided_at", "kind"),
        *(
            "post",
            "covers",
            "note",
            "action",
            "rule",
            "scale",
            "decision",
            "host",
            "path",
            "by",
            "route",
            "licence",
        ),
        *("rating", "start", "end", "mine"),
    )
)
"""Keys whose values are ids, words of the file format or times."""
_TEXTS = {("checkin", "note"), ("conflict", "mine")}
"""Keys of that name which hold typed text after all, by what they stand in."""


class Typed(NamedTuple):
    """One line that somebody typed."""

    kind: str
    """What it belongs to: an item, as `NOUNS` calls it, else the part of the session, ``head`` for its head."""
    id: str
    """Id of that item; empty for a part."""
    line: str
    """Without a tab or a line end in it."""


def typed(data: Mapping[str, Any]) -> list[Typed]:
    """Return the lines of text in a session, given the plain tables of its file; nothing that was removed."""
    found: list[Typed] = []
    for name, value in data.items():
        if name in _SKIPPED or name in _WORDLESS:
            continue
        if isinstance(value, Mapping) and name in NOUNS:
            found += _items(NOUNS[name], value)
        elif name == "boss" and isinstance(value, Mapping):
            found += _lines("boss", "", {key: of for key, of in value.items() if key != "measures"})
            found += _items("measure", value.get("measures"))
        else:
            found += _lines(_one_word(name) if isinstance(value, Mapping) else "head", "", value)
    return found


def _items(kind: str, table: object) -> Iterator[Typed]:
    for id_, item in table.items() if isinstance(table, Mapping) else ():
        yield from _lines(kind, _one_word(id_), item)


def _one_word(key: str) -> str:
    """Return a key without what a file edited by hand may have in it, and no line may."""
    return "".join(key.split())


def _lines(kind: str, id_: str, value: object) -> Iterator[Typed]:
    """Yield the lines in anything that a file holds."""
    if isinstance(value, str):
        for line in value.split("\n"):
            if line := " ".join(line.split()):
                yield Typed(kind, id_, line)
    elif isinstance(value, Mapping):
        for key, inner in () if value.get("removed") else value.items():
            if key not in _WORDLESS or (kind, key) in _TEXTS:
                yield from _lines(kind, id_, inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _lines(kind, id_, inner)
