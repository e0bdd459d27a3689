"""The laws of the merge: whatever two sides made of one session, nothing that anybody wrote is lost."""

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, settings

from dxworkshop.model import merge as merge_module
from dxworkshop.model.merge import Merged, merged
from dxworkshop.model.patch import MISSING, found
from dxworkshop.model.place import keys_of
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.store import document, toml
from tests.fault.fork import FORKS, Data, Fork, Path, fork, leaves
from tests.fault.scale import scale

Merge = Callable[[Data, Data, Data], Merged]
APART = ("format", "id", "at", "clock", "conflicts")
"""Tables with rules of their own."""


def ours(base: Data, mine: Data, theirs: Data) -> Merged:
    """Merge as the program does."""
    return merged(base, mine, theirs, by="鈴木さんのPC", at="2026-11-24T15:10:00+09:00")


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are written alike."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other) if not isinstance(one, datetime) else str(one) == str(other)


def one_side_alone_is_taken_as_it_is(merge: Merge, at: Fork) -> None:
    """What only one side changed is what comes out; what it lacks stays as it was, dots apart."""
    for result, side in (
        (merge(at.base, at.mine, at.base), at.mine),
        (merge(at.base, at.base, at.theirs), at.theirs),
    ):
        assert result.clashes == 0
        for path, value in leaves(side):
            assert same(found(result.data, path), value), path
        for path, value in leaves(result.data):
            assert found(side, path) is not MISSING or same(found(at.base, path), value), path
    for side in (at.base, at.mine, at.theirs):
        assert same(merge(at.base, side, side).data, side)


def what_i_wrote_is_there(merge: Merge, at: Fork) -> None:
    """In its place, or among the conflicts; what they wrote is always in its place."""
    result = merge(at.base, at.mine, at.theirs).data
    aside = [
        (keys_of(clash["path"]), clash["mine"])
        for clash in result.get("conflicts", {}).values()
        if not clash.get("removed")
    ]
    for path, value in leaves(at.mine):
        if path[0] in APART or same(found(at.base, path), value) or _promised(result, path):
            continue
        assert _stands(at, result, path, value) or _is_aside(aside, path, value), path
    for path, value in leaves(at.theirs):
        if path[0] in APART or same(found(at.base, path), value):
            continue
        assert _stands(at, result, path, value) or (path[-1] == "removed" and _is_aside(aside, path, value)), path


def _stands(at: Fork, result: Data, path: Path, value: Any) -> bool:
    there, before = found(result, path), found(at.base, path)
    if path[-1] == "removed":  # by which stamp says nothing, and no stamp where none was is nothing said
        return bool(there) is bool(value) or (value == "" and before is MISSING)
    if isinstance(value, list) and isinstance(there, list) and _is_set(value) and _is_set(there):
        old = before if isinstance(before, list) else []
        added = [entry for entry in value if entry not in old]
        taken = [entry for entry in old if entry not in value]
        return all(entry in there for entry in added) and not any(entry in there for entry in taken)
    return same(there, value)


def _is_set(entries: list[Any]) -> bool:
    return all(isinstance(entry, (str, date)) for entry in entries)


def _is_aside(aside: list[tuple[Path, Any]], path: Path, value: Any) -> bool:
    return any(
        path[: len(keys)] == keys
        and same(found({"": held}, ("", *path[len(keys) :])) if len(path) > len(keys) else held, value)
        for keys, held in aside
    )


def _promised(result: Data, path: Path) -> bool:
    """Tell whether something is not kept because nobody is to know whose slip it is."""
    if path[0] == "votes":
        return path[-1] != "room" and result["workshop"]["steps"].get(path[1], {}).get("anonymous") is True
    if path[0] != "notes" or path[-1] not in ("author", "rank"):
        return False
    step = result["workshop"]["steps"].get(result["notes"][path[1]]["step"], {})
    return step.get("anonymous") is True


def absence_deletes_nothing(merge: Merge, at: Fork) -> None:
    """Every key of either side is there, unless a value took the place of a table, or dots were taken back."""
    result = merge(at.base, at.mine, at.theirs).data
    for side in (at.mine, at.theirs):
        for path, _ in leaves(side):
            if found(result, path) is not MISSING:
                continue
            above = [found(result, path[:depth]) for depth in range(1, len(path))]
            replaced = any(not isinstance(value, Mapping) and value is not MISSING for value in above)
            taken_back = path[0] == "votes" and path[2] == "dots" and found(at.base, path) is not MISSING
            other_kind = path[:2] == ("workshop", "steps")
            assert replaced or taken_back or other_kind, path


def nobody_else_s_words_appear(merge: Merge, at: Fork) -> None:
    """Every value comes from one of the three, but that something is visible again."""
    result = merge(at.base, at.mine, at.theirs).data
    for path, value in leaves(result):
        if path[0] in ("conflicts", "clock") or path[-1] == "removed":
            continue
        sides = [found(side, path) for side in (at.base, at.mine, at.theirs)]
        if isinstance(value, list):
            known = [entry for side in sides if isinstance(side, list) for entry in side]
            assert all(any(same(entry, one) for one in known) for entry in value), path
        else:
            assert any(same(value, side) for side in sides), path


def a_second_time_changes_nothing(merge: Merge, at: Fork) -> None:
    """The same merge again, by whomever, leaves what the first one made."""
    once = merge(at.base, at.mine, at.theirs)
    again = merge(at.base, at.mine, once.data)
    assert again.clashes == 0
    assert same(again.data, once.data)


def the_result_is_a_file(merge: Merge, at: Fork) -> None:
    """It loads, is written, and reads back as it is; nothing given was changed on the way."""
    before = [repr(side) for side in (at.base, at.mine, at.theirs)]
    result = merge(at.base, at.mine, at.theirs).data
    assert before == [repr(side) for side in (at.base, at.mine, at.theirs)]
    session = Session.model_validate(frozen(result))
    assert any(not step.removed for step in session.workshop.steps.values())
    written = document.render(session)
    assert plain(Session.model_validate(frozen(toml.parse(written, File("x.toml")).data))) == plain(session)


def without_a_clash_it_does_not_matter_who_merges(merge: Merge, at: Fork) -> None:
    """The other way round the same comes out, the order of lists apart."""
    one, other = merge(at.base, at.mine, at.theirs), merge(at.base, at.theirs, at.mine)
    if one.clashes == 0:
        left, right = (dict(leaves(_apart(result.data))) for result in (one, other))
        assert left.keys() == right.keys()
        for path, value in left.items():
            assert same(_ordered(value), _ordered(right[path])) or _promised(one.data, path), path


def _apart(data: Data) -> Data:
    return {key: value for key, value in data.items() if key not in ("at", "clock", "conflicts")}


def _ordered(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, list) else value


LAWS = (
    one_side_alone_is_taken_as_it_is,
    what_i_wrote_is_there,
    absence_deletes_nothing,
    nobody_else_s_words_appear,
    a_second_time_changes_nothing,
    the_result_is_a_file,
    without_a_clash_it_does_not_matter_who_merges,
)


@settings(max_examples=scale(500, 10_000))
@given(FORKS)
def test_every_merge_keeps_the_laws(at: Fork) -> None:
    """Sessions of any text and two ways on from each: all laws hold."""
    keep_the_laws(ours, [at])


def keep_the_laws(merge: Merge, forks: Iterable[Fork]) -> None:
    """Hold merges against all laws."""
    for at in forks:
        for law in LAWS:
            law(merge, at)


# The harness sees it -------------------------------------------------------------------------------


def _absence_deletes(base: Data, mine: Data, theirs: Data) -> Merged:
    """Take what I have, without what I lack."""
    result = ours(base, mine, theirs).data
    return Merged(_only(result, base, mine), 0)


def _only(result: Any, base: Any, mine: Any) -> Any:
    if not (isinstance(result, Mapping) and isinstance(mine, Mapping)):
        return result
    base = base if isinstance(base, Mapping) else {}
    kept = {key: value for key, value in result.items() if key in mine or key not in base}
    return {key: _only(value, base.get(key), mine.get(key)) for key, value in kept.items()}


def _i_win(base: Data, mine: Data, theirs: Data) -> Merged:
    """Put my values over theirs, and say nothing."""
    return ours(base, theirs, mine) if same(mine, base) else Merged(ours({}, theirs, mine).data, 0)


def _silently(base: Data, mine: Data, theirs: Data) -> Merged:
    """Merge well, and keep nothing of what gave way."""
    data = ours(base, mine, theirs).data
    return Merged({key: value for key, value in data.items() if key != "conflicts"}, 0)


def _removal_wins(base: Data, mine: Data, theirs: Data) -> Merged:
    """Hide what one side removed, whatever the other wrote into it."""
    data = ours(base, mine, theirs).data
    for table in data.values():
        for id_, item in table.items() if isinstance(table, dict) else ():
            stamps = [found(side, (name, id_, "removed")) for side in (mine, theirs) for name in data]
            if isinstance(item, dict) and any(isinstance(stamp, str) and stamp for stamp in stamps):
                item["removed"] = "gone"
    return Merged(data, 0)


def _twice(base: Data, mine: Data, theirs: Data) -> Merged:
    """Forget that the same merge was made before: every clash gets a new number."""
    result = ours(base, mine, theirs)
    clashes = {
        f"{id_}{len(theirs.get('conflicts', {}))}": c for id_, c in result.data.get("conflicts", {}).items()
    }
    return Merged({**result.data, **({"conflicts": clashes} if clashes else {})}, result.clashes)


@pytest.mark.parametrize("broken", [_absence_deletes, _i_win, _silently, _removal_wins, _twice])
def test_the_laws_see_a_merge_that_loses_something(broken: Merge) -> None:
    """A merge in which absence deletes, mine silently wins, or a clash is kept nowhere breaks a law at once."""
    with pytest.raises(AssertionError):
        keep_the_laws(broken, [fork(["窓口", "a\nb", "x", "y"], number) for number in range(40)])


def test_the_laws_meet_what_they_are_about() -> None:
    """Among forty forks there are clashes, removals of what was edited, dots taken back, and clean merges."""
    results = [(at, ours(at.base, at.mine, at.theirs)) for at in (fork(["x", "y", "z"], n) for n in range(40))]
    clashes = [keys_of(c["path"]) for _, r in results for c in r.data.get("conflicts", {}).values()]
    assert sum(r.clashes for _, r in results) > 100
    assert any(keys[-1] == "removed" for keys in clashes)
    assert any(r.clashes == 0 for _, r in results)
    dots = [(path, r) for at, r in results for path, _ in leaves(at.base) if path[0] == "votes" and len(path) == 5]
    assert any(found(r.data, path) is MISSING for path, r in dots)


def test_a_guard_that_is_taken_out_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rules for dots, for lists and for what says nothing new, the laws fall."""
    forks = [fork(["窓口", "a\nb", "x", "y"], number) for number in range(120)]
    for name, broken in (
        ("_is_dots", lambda path: path[:1] == ("gaps",)),
        ("_are_sets", lambda mine, theirs: bool(random)),
        ("unchanged", lambda value, base: False),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(merge_module, name, broken)
            with pytest.raises((AssertionError, TypeError)):
                keep_the_laws(ours, forks)
