"""What a change did to the file's own tables: keys, and what stood there before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress, islice
from operator import is_, is_not
from typing import Any

from dxworkshop.model.value import Value, tabled


class _Missing:
    """The absence of a key."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()
"""Stands where a key was not there."""


@dataclass(frozen=True)
class Patch:
    """One key that changed: its path from the top, and what stood there before and after.

    A key that was not there is the empty mapping's absence: `MISSING`.
    """

    path: tuple[str, ...]
    old: Any
    new: Any


def changed(
    old: Value | Mapping[str, Any], new: Value | Mapping[str, Any], path: tuple[str, ...] = ()
) -> list[Patch]:
    """Return the keys in which two values differ, as `difference` of their tables would.

    What two values share is not looked into: a change of one note must not cost the reading of all.
    """
    patches = []
    before, after = _parts(old), _parts(new)
    for key in sorted(_not_shared(before, after)):
        one, other = before.get(key, MISSING), after.get(key, MISSING)
        if isinstance(one, (Value, Mapping)) and isinstance(other, (Value, Mapping)):
            patches += changed(one, other, (*path, key))
        else:
            patches += difference({key: tabled(one)}, {key: tabled(other)}, path)
    return patches


def _not_shared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the keys under which two tables do not hold the very same thing; of tables of any length, quickly."""
    if len(before) <= len(after) and all(map(is_, before, after)):
        # As one change leaves it: the same keys in the same order, and what is new behind them.
        return [*compress(before, map(is_not, before.values(), after.values())), *islice(after, len(before), None)]
    keys = [key for key, other in after.items() if before.get(key, MISSING) is not other]
    return keys + [key for key in before if key not in after]


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
        elif not same(before, after):
            patches.append(Patch((*path, key), before, after))
    return patches


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in a file: ``1``, ``1.0`` and ``true`` are not, nor two time zones."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is not type(other):
        return False
    if isinstance(one, datetime):
        return bool(one == other and one.utcoffset() == other.utcoffset())
    return bool(one == other)


def reversed_(patches: Iterable[Patch]) -> list[Patch]:
    """Return the patches that take some patches back."""
    return [Patch(p.path, p.new, p.old) for p in reversed(tuple(patches))]


def patched(data: Mapping[str, Any], patches: Iterable[Patch]) -> dict[str, Any]:
    """Return tables with some keys changed; the tables given stay as they are."""
    after: dict[str, Any] = copied(data)
    for patch in patches:
        put(after, patch.path, patch.new)
    return after


def put(data: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Change one key of tables, in place; `MISSING` takes it away. Tables on the way to it are made."""
    table = data
    for key in path[:-1]:
        inner = table.get(key)
        if not isinstance(inner, dict):
            inner = table[key] = {}
        table = inner
    if value is MISSING:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = copied(value)


def found(data: Mapping[str, Any], path: Sequence[str]) -> Any:
    """Return what stands under a path of keys, `MISSING` where there is nothing."""
    at: Any = data
    for key in path:
        if not isinstance(at, Mapping) or key not in at:
            return MISSING
        at = at[key]
    return at


def copied(data: Any) -> Any:
    """Return data whose tables can be changed without changing those of the data given."""
    return {key: copied(value) for key, value in data.items()} if isinstance(data, Mapping) else data


def within(patches: Iterable[Patch], others: Iterable[Patch]) -> bool:
    """Tell whether all of some keys, or tables they stand in, are among those of others."""
    return all(any(p.path[: len(o.path)] == o.path for o in others) for p in patches)


def composed(earlier: Iterable[Patch], later: Iterable[Patch]) -> list[Patch]:
    """Return the patches that do what two lists of patches do one after the other; `later` is within `earlier`."""
    sides = {patch.path: (patch.old, {"": copied(patch.new)}) for patch in earlier}
    for patch in later:
        above = next(path for path in sides if patch.path[: len(path)] == path)
        put(sides[above][1], ("", *patch.path[len(above) :]), patch.new)
    patches = []
    for path, (old, held) in sorted(sides.items()):
        before, after = _held(path[-1], old), _held(path[-1], held.get("", MISSING))
        patches += difference(before, after, path[:-1])
    return patches


def _held(key: str, value: Any) -> dict[str, Any]:
    return {} if value is MISSING else {key: value}
