"""Absence made explicit: going back to an earlier state, with nothing that came later silently gone.

Between two laptops an absent key says nothing. Whoever means that something is no longer there has to write it:
a removed item bears a stamp, a cleared field is empty.
"""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from dxworkshop.errors import RuleError
from dxworkshop.model.secret import is_anonymous
from dxworkshop.model.session import ROOM, Session, Vote
from dxworkshop.model.value import Item, Value, frozen, plain, tabled
from dxworkshop.model.workshop import KINDS, Step
from dxworkshop.sentence import say

STAYS = ("at", "clock", "conflicts")
"""What going back leaves as it is: where we are, the time, and what two laptops have not agreed on yet."""


def explicit(now: Mapping[str, Any], before: Mapping[str, Any], stamp: str) -> dict[str, Any]:
    """Return the data of a session with nothing of another one silently absent.

    What `now` says stands as it is. An item that only `before` had is removed by `stamp`; a field that only it
    had has the model's default, ``""`` where that is none. Dots may be absent: they are taken back so. What has
    neither stamp nor default, such as a reading or a key that nobody knows, is kept as it was.
    """
    return _filled(Session, now, before, stamp or "removed")


def restored(now: Session, earlier: Session, stamp: str) -> Session:
    """Return a session as it was earlier: what came since is removed by `stamp`, and can be brought back.

    Where we are, the time and open conflicts stay. A step that is anonymous by now stays so; raises `RuleError`
    for an earlier session that names people there, and for one of another workshop.
    """
    if earlier.id != now.id:
        raise RuleError(say("this is a version of another session, {title}", title=earlier.title))
    there = plain(now)
    data = explicit(plain(earlier), there, stamp)
    data = {key: value for key, value in data.items() if key not in STAYS}
    data |= {key: there[key] for key in STAYS if key in there}
    for id_ in now.workshop.steps:
        if is_anonymous(now, id_):
            _keep_the_promise(now, data, id_)
    return Session.model_validate(frozen(data))


def _keep_the_promise(now: Session, data: Mapping[str, Any], id_: str) -> None:
    """Let an anonymous step stay so in data that are older: no name, and no order but that of the random ids."""
    step = data["workshop"]["steps"][id_]
    if "anonymous" in KINDS[step["kind"]].model_fields:
        step["anonymous"] = True
    notes = {key: note for key, note in data.get("notes", {}).items() if note["step"] == id_}
    dots = data.get("votes", {}).get(id_, {}).get("dots", {}).values()
    if any(note.get("author") for note in notes.values()) or any(voter != ROOM for by in dots for voter in by):
        title = now.workshop.steps[id_].title
        raise RuleError(say("this version names people in {step}, which is anonymous by now", step=title))
    for key, note in notes.items():
        note["rank"] = key


def _filled(model: type[Value], now: Mapping[str, Any], before: Mapping[str, Any], stamp: str) -> dict[str, Any]:
    """Return the table of a value with all that `before` had in it."""
    filled = dict(now)
    for key, old in before.items():
        field = model.model_fields.get(key)
        if model is Vote and key == "dots":
            filled.setdefault("dots", {})
        elif field is None:
            filled[key] = _united(now[key], old) if key in now else old
        elif key in now:
            filled[key] = _both(field.annotation, now[key], old, stamp)
        elif field.is_required():
            filled[key] = old
        else:
            default = tabled(field.get_default(call_default_factory=True))
            filled[key] = _both(field.annotation, default, old, stamp)
    return _of_its_kind(filled, now, before) if issubclass(model, Step) else filled


def _of_its_kind(filled: dict[str, Any], now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return a step without the fields that only its former kind had: they say nothing in another one."""
    former = KINDS[before["kind"]].model_fields
    own = KINDS[filled["kind"]].model_fields
    return {key: value for key, value in filled.items() if key in now or key in own or key not in former}


def _both(kind: Any, now: Any, before: Any, stamp: str) -> Any:
    """Return a value of a field that both have."""
    inner = _entries(kind)
    if inner is not None:
        same = {key: _both(inner, now[key], before[key], stamp) for key in before if key in now}
        return {**now, **same, **{key: _gone(inner, before[key], stamp) for key in before if key not in now}}
    model = _model(kind, now)
    if model is not None and isinstance(now, Mapping) and isinstance(before, Mapping):
        return _filled(model, now, before, stamp)
    return now


def _gone(kind: Any, before: Any, stamp: str) -> Any:
    """Return what stands for an entry that is there no longer."""
    model = _model(kind, before)
    if model is not None and issubclass(model, Item):
        return {**before, "removed": before.get("removed") or stamp}
    if model is not None:
        return _filled(model, {}, before, stamp)
    return _both(kind, {}, before, stamp) if _entries(kind) is not None else before


def _entries(kind: Any) -> Any:
    """Return what a table of many holds; None for anything else."""
    found = [args[1] for one in _choices(kind) if get_origin(one) is dict and (args := get_args(one))]
    return found[0] if found else None


def _model(kind: Any, data: Any) -> type[Value] | None:
    """Return the model of a table; a step's is that of its kind."""
    models = [one for one in _choices(kind) if isinstance(one, type) and issubclass(one, Value)]
    if len(models) > 1:
        return KINDS[data["kind"]]
    return models[0] if models else None


def _choices(kind: Any) -> Iterator[Any]:
    if get_origin(kind) is Annotated:
        yield from _choices(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for one in get_args(kind):
            yield from _choices(one)
    else:
        yield kind


def _united(now: Any, before: Any) -> Any:
    """Return a value that no model knows, with all that was in it."""
    if not (isinstance(now, Mapping) and isinstance(before, Mapping)):
        return now
    both = {key: _united(now[key], before[key]) for key in before if key in now}
    return {**before, **now, **both}
