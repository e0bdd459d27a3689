"""Undo and redo: what each change did to the file's own tables, forwards and backwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Extend, MoveTo, RunClock
from dxworkshop.model.session import Session
from dxworkshop.model.value import Value, frozen, plain, tabled
from dxworkshop.sentence import say

LIMIT = 2000
"""How many changes can be undone."""
PASSING = (MoveTo, RunClock, Extend)
"""Changes that are not undone: where we are, and the time."""


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
        if isinstance(change, PASSING):
            return replace(self, session=after)
        patches, past = _said(changed(self.session, after)), self.past
        if not patches:  # only where we are, or the time, inside a `Together`
            return replace(self, session=after)
        if burst and past and past[-1].burst == burst and _within(patches, past[-1].patches):
            first = _data(plain(self.session), _reversed(past[-1]))
            patches, past = _said(difference(first, plain(after))), past[:-1]
        # A burst that ends where it began leaves nothing to undo.
        return History(after, (*past, Entry(tuple(patches), burst))[-LIMIT:] if patches else past)

    def undo(self) -> "History":
        """Take the last change back; raises `RuleError` when there is none."""
        if not self.past:
            raise RuleError(say("there is nothing to undo"))
        entry = self.past[-1]
        return History(_patched(self.session, _reversed(entry)), self.past[:-1], (*self.future, entry))

    def redo(self) -> "History":
        """Do the last undone change again; raises `RuleError` when there is none."""
        if not self.future:
            raise RuleError(say("there is nothing to redo"))
        entry = replace(self.future[-1], burst="")
        return History(_patched(self.session, entry.patches), (*self.past, entry), self.future[:-1])


def changed(
    old: Value | Mapping[str, Any], new: Value | Mapping[str, Any], path: tuple[str, ...] = ()
) -> list[Patch]:
    """Return the keys in which two values differ, as `difference` of their tables would.

    What two values share is not looked into: a change of one note must not cost the reading of all.
    """
    patches = []
    before, after = _parts(old), _parts(new)
    for key in sorted({*before, *after}):
        one, other = before.get(key, MISSING), after.get(key, MISSING)
        if one is other:
            continue
        if isinstance(one, (Value, Mapping)) and isinstance(other, (Value, Mapping)):
            patches += changed(one, other, (*path, key))
        else:
            patches += difference({key: tabled(one)}, {key: tabled(other)}, path)
    return patches


def _parts(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    known = {n: getattr(value, n) for n in type(value).model_fields if n in value.model_fields_set}
    return {**known, **(value.__pydantic_extra__ or {})}


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


def _said(patches: Iterable[Patch]) -> list[Patch]:
    """Return what can be undone: not where we are, and not the time."""
    return [patch for patch in patches if patch.path[0] not in ("at", "clock")]


def _patched(session: Session, patches: Iterable[Patch]) -> Session:
    after = Session.model_validate(frozen(_data(plain(session), patches)))
    if not session.at or after.at in after.workshop.steps:
        return after
    # The step we are at is there no longer: we go to the one before it.
    steps = [id_ for id_, _ in session.workshop.in_order()]
    before = steps[: steps.index(session.at)] if session.at in steps else []
    at = next((id_ for id_ in reversed(before) if id_ in after.workshop.steps), "")
    return after.model_copy(update={"at": at or after.workshop.in_order()[0][0]})


def _reversed(entry: Entry) -> list[Patch]:
    return [Patch(p.path, p.new, p.old) for p in reversed(entry.patches)]


def _data(data: Mapping[str, Any], patches: Iterable[Patch]) -> dict[str, Any]:
    """Return tables with some keys changed; the tables given stay as they are."""
    changed: dict[str, Any] = _copied(data)
    for patch in patches:
        table = changed
        for key in patch.path[:-1]:
            table = table.setdefault(key, {})
        if patch.new is MISSING:
            table.pop(patch.path[-1], None)
        else:
            table[patch.path[-1]] = _copied(patch.new)
    return changed


def _copied(data: Any) -> Any:
    return {key: _copied(value) for key, value in data.items()} if isinstance(data, Mapping) else data


def _within(patches: Iterable[Patch], others: Iterable[Patch]) -> bool:
    """Tell whether all of some keys, or tables they stand in, are among those of others."""
    return all(any(p.path[: len(o.path)] == o.path for o in others) for p in patches)
