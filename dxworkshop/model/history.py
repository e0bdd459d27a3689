"""Undo and redo: what each change did to the file's own tables, forwards and backwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, MoveTo
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.sentence import say

LIMIT = 500
"""How many changes can be undone."""


@dataclass(frozen=True)
class Patch:
    """One key that changed: its path from the top, and what stood there before and after.

    A key that was not there is the empty mapping's absence: `MISSING`.
    """

    path: tuple[str, ...]
    old: Any
    new: Any


class _Missing:
    """The absence of a key."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()
"""Stands where a key was not there."""


@dataclass(frozen=True)
class Entry:
    """One change that can be undone."""

    patches: tuple[Patch, ...]
    burst: str = ""
    """Changes of one burst (the typing in one field) are undone together."""


@dataclass(frozen=True)
class History:
    """A session with the way back and the way forward again."""

    session: Session
    past: tuple[Entry, ...] = field(default=())
    future: tuple[Entry, ...] = field(default=())

    def do(self, change: Change, burst: str = "") -> "History":
        """Apply a change. What was undone before can then no longer be redone."""
        after = apply(self.session, change)
        if after == self.session:
            return self
        if isinstance(change, MoveTo):
            return replace(self, session=after)
        entry = Entry(tuple(difference(plain(self.session), plain(after))), burst)
        past = self.past
        if burst and past and past[-1].burst == burst and _same_keys(past[-1], entry):
            entry, past = _joined(past[-1], entry), past[:-1]
        return History(after, (*past, entry)[-LIMIT:])

    def undo(self) -> "History":
        """Take the last change back; raises `RuleError` when there is none."""
        if not self.past:
            raise RuleError(say("there is nothing to undo"))
        entry = self.past[-1]
        patches = tuple(Patch(p.path, p.new, p.old) for p in reversed(entry.patches))
        return History(_patched(self.session, patches), self.past[:-1], (*self.future, entry))

    def redo(self) -> "History":
        """Do the last undone change again; raises `RuleError` when there is none."""
        if not self.future:
            raise RuleError(say("there is nothing to redo"))
        entry = replace(self.future[-1], burst="")
        return History(_patched(self.session, entry.patches), (*self.past, entry), self.future[:-1])


def difference(old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...] = ()) -> list[Patch]:
    """Return the keys in which two tables differ, tables of both sides opened."""
    patches = []
    for key in sorted({*old, *new}):
        before, after = old.get(key, MISSING), new.get(key, MISSING)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            patches += difference(before, after, (*path, key))
        elif type(before) is not type(after) or before != after:
            patches.append(Patch((*path, key), before, after))
    return patches


def _patched(session: Session, patches: tuple[Patch, ...]) -> Session:
    data = plain(session)
    for patch in patches:
        table = data
        for key in patch.path[:-1]:
            table = table.setdefault(key, {})
        if patch.new is MISSING:
            table.pop(patch.path[-1], None)
        else:
            table[patch.path[-1]] = patch.new
    return Session.model_validate(frozen(data))


def _same_keys(one: Entry, other: Entry) -> bool:
    return [p.path for p in one.patches] == [p.path for p in other.patches]


def _joined(one: Entry, other: Entry) -> Entry:
    patches = tuple(Patch(a.path, a.old, b.new) for a, b in zip(one.patches, other.patches, strict=True))
    return Entry(patches, one.burst)
