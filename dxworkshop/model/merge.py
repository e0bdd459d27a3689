"""Two ways on from one session become one: a three-way merge of the plain data of files, by id and field.

Absence never deletes. What both sides changed stands as theirs; what I wrote there is kept under ``conflicts``
in the document itself, where everybody sees it and nobody is held up.
"""

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from dxworkshop.model.patch import MISSING, same
from dxworkshop.model.place import Keys, path_of
from dxworkshop.model.secret import secret_steps
from dxworkshop.model.session import ROOM

CONFLICTS, REMOVED = "conflicts", "removed"
_ID_LENGTH = 10
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """What two sides came to."""

    data: dict[str, Any]
    """Plain data of a session."""
    clashes: int
    """How many entries under ``conflicts`` are new."""


def merged(base: Table, mine: Table, theirs: Table, *, by: str, at: str) -> Merged:
    """Return what two sides made of a session they have in common; `base` is empty where none is known.

    All three are the plain data of sessions of one id. `by` and `at` tell whose the values are that give way, and
    when; of a note or dots that nobody is to know the hand of, neither is written down.
    """
    ancestor, ours, other = ({k: side[k] for k in side if k not in _APART} for side in (base, mine, theirs))
    merge = _Merge()
    data = merge.table(ancestor, ours, other, ())
    merge.one_step_is_left(data, theirs)
    for key, apart in _APART.items():
        value = apart(base.get(key, MISSING), mine.get(key, MISSING), theirs.get(key, MISSING))
        if value is not MISSING:
            data[key] = value
    known = _table(base.get(CONFLICTS))
    kept, new = dict(_table(data.get(CONFLICTS))), 0
    for keys, value in merge.aside.items():
        if _is_secret(data, keys) and _tells_a_name(keys):
            continue
        secret = _is_secret(data, keys)
        hand = {"by": "" if secret or keys in merge.not_mine else by, "at": "" if secret else at}
        id_ = clash_id(keys, value)
        there = kept.get(id_)
        if there is None:
            kept[id_] = {"path": path_of(keys), "mine": value, **hand}
        elif there.get(REMOVED) and _table(known.get(id_)).get(REMOVED) == there[REMOVED]:
            # Both sides knew that this was settled once: it is a clash again.
            kept[id_] = {**there, **hand, REMOVED: ""}
        else:
            continue
        new += 1
    return Merged({**data, CONFLICTS: kept} if kept or CONFLICTS in data else data, new)


def clash_id(keys: Keys, value: Any) -> str:
    """Return the id of what stood aside: the same wherever and however often the same merge is made."""
    digest = hashlib.sha256(f"{path_of(keys)}\n{_written(value)}".encode("utf-8", "replace")).digest()
    return b32encode(digest).decode("ascii").lower()[:_ID_LENGTH]


def _written(value: Any) -> str:
    """Return a value as text in which no two values are alike."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key!r}:{_written(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_written, value)) + "]"
    return f"{type(value).__name__}:{value.isoformat() if isinstance(value, date) else value!r}"


@dataclass
class _Merge:
    """One merge, and what gave way in it."""

    silent: bool = False
    """Whether what gives way is not kept: a clock, and what is known of clashes themselves."""
    aside: dict[Keys, Any] = field(default_factory=dict)
    """What gave way, by the keys to where it would stand."""
    not_mine: set[Keys] = field(default_factory=set)
    """Which of it is theirs."""

    def table(self, base: Table, mine: Table, theirs: Table, path: Keys) -> dict[str, Any]:
        """Return two tables as one."""
        result: dict[str, Any] = {}
        for key in (*theirs, *(key for key in mine if key not in theirs)):
            at = (*path, key)
            if key == REMOVED and path and all(isinstance(side.get(key, ""), str) for side in (mine, theirs)):
                value: Any = self._removal(base, mine, theirs, at)
            else:
                value = self._value(base.get(key, MISSING), mine.get(key, MISSING), theirs.get(key, MISSING), at)
            if value is not MISSING:
                result[key] = value
        return result

    def _value(self, base: Any, mine: Any, theirs: Any, path: Keys) -> Any:
        if mine is MISSING or theirs is MISSING:
            return _absent(base, theirs if mine is MISSING else mine, path)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping) and not _differ_in_kind(mine, theirs, path):
            table = self.table(_table(base), mine, theirs, path)
            return MISSING if not table and (mine or theirs) and _is_dots(path) else table
        if same(mine, theirs) or unchanged(mine, base):
            return theirs
        if unchanged(theirs, base):
            return mine
        if isinstance(mine, (list, tuple)) and isinstance(theirs, (list, tuple)) and _are_sets(mine, theirs):
            return _united(base, mine, theirs)
        self._set_aside(path, mine)
        return theirs

    def _removal(self, base: Table, mine: Table, theirs: Table, path: Keys) -> Any:
        """Return by which stamp an item is removed: what one side removed and the other edited stays visible.

        It then says so by an empty stamp, for the absence of one would not bring it back.
        """
        old, ours, other = (side.get(REMOVED, "") for side in (base, mine, theirs))
        if bool(ours) == bool(other):
            kept = ours if other == old or (ours != old and str(ours) < str(other)) else other
            return kept if ours else theirs.get(REMOVED, ours)
        gone, left, stamp = (mine, theirs, ours) if ours else (theirs, mine, other)
        if old:
            if REMOVED not in left or (self.silent and old != stamp):
                return stamp
            if old == stamp:
                return ""
        elif self.silent or not _edited(base or gone, left):
            return stamp
        self._set_aside(path, stamp, mine=gone is mine)
        return ""

    def _set_aside(self, path: Keys, value: Any, *, mine: bool = True) -> None:
        if not self.silent:
            self.aside[path] = value
            if not mine:
                self.not_mine.add(path)

    def one_step_is_left(self, data: dict[str, Any], theirs: Table) -> None:
        """Let the steps stay that they left, where both sides together removed all: no file may have none."""
        steps = _table(_table(data.get("workshop")).get("steps"))
        if all(step.get(REMOVED) for step in steps.values()):
            for id_, step in _table(_table(theirs.get("workshop")).get("steps")).items():
                if not step.get(REMOVED):
                    self._set_aside(("workshop", "steps", id_, REMOVED), steps[id_][REMOVED])
                    steps[id_] = {**steps[id_], REMOVED: ""}


def _table(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {}


def unchanged(value: Any, base: Any) -> bool:
    """Tell whether a side says nothing that was not said before; what it lacks is nothing said."""
    if isinstance(value, Mapping) and isinstance(base, Mapping):
        return all(unchanged(inner, base.get(key, MISSING)) for key, inner in value.items())
    return same(value, base)


def _edited(base: Table, side: Table) -> bool:
    """Tell whether a side changed anything of an item but whether it is removed."""
    return any(key != REMOVED and not unchanged(value, base.get(key, MISSING)) for key, value in side.items())


def _is_dots(path: Keys) -> bool:
    """Tell whether dots lie here: numbers in tables, which are taken back by taking the key away."""
    return len(path) > 3 and path[0] == "votes" and path[2] == "dots"


def _absent(base: Any, there: Any, path: Keys) -> Any:
    """Return what stands where one side has no key: what the other has, but dots that were taken back."""
    if base is MISSING or not _is_dots(path):
        return there
    if isinstance(there, Mapping) and isinstance(base, Mapping):
        rest = {key: value for key, value in there.items() if not same(value, base.get(key, MISSING))}
        return rest or MISSING
    return MISSING if same(there, base) else there


def _differ_in_kind(mine: Table, theirs: Table, path: Keys) -> bool:
    """Tell whether two steps are of two kinds: the fields of one would be no step of the other."""
    return path[:-1] == ("workshop", "steps") and mine.get("kind") != theirs.get("kind")


def _are_sets(mine: Any, theirs: Any) -> bool:
    """Tell whether two lists can be merged entry by entry: texts or days, none of them twice."""
    lists = (mine, theirs)
    plain = all(isinstance(entry, (str, date)) for entries in lists for entry in entries)
    return plain and all(len(set(entries)) == len(entries) for entries in lists)


def _united(base: Any, mine: Any, theirs: Any) -> list[Any]:
    """Return their entries without those that I took away, and behind them those that I added."""
    before = [entry for entry in base if isinstance(entry, (str, date))] if isinstance(base, (list, tuple)) else []
    kept = [entry for entry in theirs if entry in mine or entry not in before]
    return [*kept, *(entry for entry in mine if entry not in theirs and entry not in before)]


def _is_secret(data: Table, keys: Keys) -> bool:
    """Tell whether something belongs to a step in which nobody is to be known."""
    if keys[0] == "notes" and len(keys) > 1:
        return _table(_table(data.get("notes")).get(keys[1])).get("step") in secret_steps(data)
    return keys[0] == "votes" and len(keys) > 1 and keys[1] in secret_steps(data)


def _tells_a_name(keys: Keys) -> bool:
    """Tell whether a value in an anonymous step says who wrote or voted, or when a slip was handed in."""
    return keys[-1] in ("author", "rank") or (_is_dots(keys) and keys[-1] != ROOM)


# What is merged in its own way --------------------------------------------------------------------


def _mine_first(base: Any, mine: Any, theirs: Any) -> Any:
    """Return where we are: my own place, unless I have not moved."""
    if mine is MISSING or theirs is MISSING:
        return theirs if mine is MISSING else mine
    return theirs if same(mine, base) else mine


def _newest_format(base: Any, mine: Any, theirs: Any) -> Any:
    """Return the higher number of a format."""
    numbers = [number for number in (mine, theirs) if isinstance(number, int)]
    return max(numbers) if numbers else theirs


def _theirs(base: Any, mine: Any, theirs: Any) -> Any:
    return mine if theirs is MISSING else theirs


def _quietly(base: Any, mine: Any, theirs: Any) -> Any:
    """Return what is known of clashes, by id; theirs where both say something else."""
    if mine is MISSING or theirs is MISSING:
        return theirs if mine is MISSING else mine
    return _Merge(silent=True).table(_table(base), _table(mine), _table(theirs), (CONFLICTS,))


_ENDS = ("since", "stopped")


def _clock(base: Any, mine: Any, theirs: Any) -> Any:
    """Return the clock: as it was set last, each step with the longer time."""
    if not (isinstance(mine, Mapping) and isinstance(theirs, Mapping)):
        return mine if theirs is MISSING else theirs
    result = _Merge(silent=True).table(_table(base), mine, theirs, ("clock",))
    sides = [{key: side[key] for key in _ENDS if key in side} for side in (mine, theirs)]
    if not same(*sides) and not any(unchanged(side, base) for side in sides):
        later = sides[0] if _moment(sides[0]) > _moment(sides[1]) else sides[1]
        result |= {key: later.get(key, "") for key in _ENDS if key in result}
    for id_, times in _table(result.get("steps")).items():
        was, *now = (
            _table(_table(side.get("steps")).get(id_)).get("used") for side in (_table(base), mine, theirs)
        )
        if all(isinstance(used, int) for used in now) and was not in now:
            times["used"] = max(now)
    return result


def _moment(ends: Table) -> float:
    """Return when a clock was last started or stopped, in seconds; a time without an offset is taken as UTC."""
    found = [end for end in ends.values() if isinstance(end, datetime)]
    aware = (end if end.utcoffset() is not None else end.replace(tzinfo=UTC) for end in found)
    return max((end.timestamp() for end in aware), default=float("-inf"))


_APART = {"format": _newest_format, "id": _theirs, "at": _mine_first, "clock": _clock, CONFLICTS: _quietly}
"""Keys of a session that are merged in their own way; nothing of them gives way aloud."""
