"""`apply(session, change) -> session`: pure, and the only way to a new session."""

import re
from collections.abc import Mapping
from typing import Any, assert_never

from pydantic import ValidationError

from dxworkshop.errors import FieldError, NotFoundError, RuleError
from dxworkshop.model import rank
from dxworkshop.model.changes import Add, Change, Edit, MarkAction, MoveTo, Noun, Part, Remove, Set, SetPledge
from dxworkshop.model.explain import explain
from dxworkshop.model.nouns import (
    NOUNS,
    a_measure_can_be_reached,
    a_title_is_one_short_line,
    all_hands_are_counted_or_none,
)
from dxworkshop.model.session import Pledge, Session
from dxworkshop.model.value import Item, Value, ValueT, frozen
from dxworkshop.sentence import say

_ID = re.compile(r"[a-z0-9]{4,32}")
_NAMES = ("title", "name", "text")
_HEAD = {"title", "organisation", "language", "register", "confidentiality", "reviews"}


def apply(session: Session, change: Change) -> Session:
    """Return the session after a change; raises `RuleError` or `NotFoundError` and changes nothing."""
    match change:
        case Add(noun, id_, item):
            return _add(session, noun, id_, item)
        case Edit(noun, id_, fields):
            return _edit(session, noun, id_, fields)
        case Remove(noun, id_, stamp):
            return _remove(session, noun, id_, stamp)
        case Set(part, fields):
            return _set(session, part, fields)
        case MarkAction(id_, status, reason, ask):
            return apply(session, Edit("action", id_, {"status": status, "reason": reason, "ask": ask}))
        case SetPledge(member, words):
            find(session, "member", member)
            pledge = revised(session.pledges.get(member, Pledge()), {"words": words})
            return session.model_copy(update={"pledges": {**session.pledges, member: pledge}})
        case MoveTo(step):
            if step not in dict(session.workshop.in_order()):
                raise NotFoundError(say("this workshop has no step {id}", id=step))
            return session.model_copy(update={"at": step})
        case _:
            assert_never(change)


def find(session: Session, noun: Noun, id_: str) -> Item:
    """Return one item that was not removed; raises `NotFoundError`."""
    item = table(session, noun).get(id_)
    if item is None or item.removed:
        raise NotFoundError(say("there is no {noun} {id} here", noun=NOUN_WORDS[noun], id=id_))
    return item


def table(session: Session, noun: Noun) -> Mapping[str, Item]:
    """Return all items of a noun by id, the removed ones too."""
    at: Any = session
    for key in NOUNS[noun].path:
        at = getattr(at, key)
    items: Mapping[str, Item] = at
    return items


def revised(value: ValueT, fields: Mapping[str, object]) -> ValueT:
    """Return a value with some fields new, checked like a value from a file."""
    unknown = set(fields) - set(type(value).model_fields)
    if unknown:
        raise RuleError(say("there is no field {key} here", key=sorted(unknown)[0]))
    data = {**{k: getattr(value, k) for k in value.model_fields_set}, **(value.__pydantic_extra__ or {})}
    return validated(type(value), {**data, **frozen(fields)})


def new_item(noun: Noun, fields: Mapping[str, Any]) -> Item:
    """Return an item made of typed fields; raises `RuleError` in the words of the subject for what is missing."""
    if noun == "measure":
        figures = (fields.get("baseline"), fields.get("target"))
        a_measure_can_be_reached(fields.get("name") or "", fields.get("unit") or "", *figures)
    model = NOUNS[noun].model
    needed = {name: "" for name, info in model.model_fields.items() if info.is_required() and name in _NAMES}
    return validated(model, {**needed, **fields})


def validated(model: type[ValueT], data: Mapping[str, Any]) -> ValueT:
    """Return data as a value of a model; raises `RuleError` naming the first field that does not fit."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise FieldError(key, explain(first)) from None


NOUN_WORDS = {
    "member": say("member"),
    "seat": say("{open_seat}"),
    "gap": say("obstacle"),
    "measure": say("measure"),
    "action": say("{action}"),
    "rule": say("ground rule"),
}
"""What a noun is called."""


def _add(session: Session, noun: Noun, id_: str, item: Item) -> Session:
    if not _ID.fullmatch(id_):
        raise RuleError(say("{id} is no id: 4 to 32 small letters and digits are needed", id=id_))
    items = table(session, noun)
    if id_ in items:
        raise RuleError(say("the id {id} is taken", id=id_))
    if not item.rank:
        item = revised(item, {"rank": rank.after(max((i.rank for i in items.values()), default=""))})
    return _put(session, noun, id_, revised(item, {}))


def _edit(session: Session, noun: Noun, id_: str, fields: Mapping[str, object]) -> Session:
    if "removed" in fields:  # a removal has rules of its own
        raise RuleError(say("there is no field {key} here", key="removed"))
    return _put(session, noun, id_, revised(find(session, noun, id_), fields))


def _put(session: Session, noun: Noun, id_: str, item: Item) -> Session:
    after = _with(session, NOUNS[noun].path, id_, item)
    NOUNS[noun].check(after, id_, item)
    return after


def _remove(session: Session, noun: Noun, id_: str, stamp: str) -> Session:
    item = find(session, noun, id_)
    NOUNS[noun].leave(session, id_)
    after = _with(session, NOUNS[noun].path, id_, revised(item, {"removed": stamp or "removed"}))
    return _forget(after, _NAMED_BY[noun], id_) if noun in _NAMED_BY else after


_NAMED_BY: Mapping[Noun, str] = {"member": "partners", "gap": "answers", "measure": "answers"}
"""The field of an action that names items of a noun."""


def _forget(session: Session, name: str, id_: str) -> Session:
    """Take a removed item out of the actions that name it."""
    actions = {
        key: revised(action, {name: tuple(i for i in getattr(action, name) if i != id_)})
        if id_ in getattr(action, name)
        else action
        for key, action in session.actions.items()
    }
    return session if actions == session.actions else session.model_copy(update={"actions": actions})


def _with(value: ValueT, path: tuple[str, ...], id_: str, item: Item) -> ValueT:
    key, *rest = path
    inner = getattr(value, key)
    new = _with(inner, tuple(rest), id_, item) if rest else {**inner, id_: item}
    return value.model_copy(update={key: new})


def _set(session: Session, part: Part, fields: Mapping[str, object]) -> Session:
    if part == "session":
        if not set(fields) <= _HEAD:
            raise RuleError(say("there is no field {key} here", key=sorted(set(fields) - _HEAD)[0]))
        if "title" in fields:
            a_title_is_one_short_line(str(fields["title"]))
        after = revised(session, fields)
        if "reviews" in fields:
            after = after.model_copy(update={"reviews": tuple(sorted(set(after.reviews)))})
        return after
    if many := {spec.path[1] for spec in NOUNS.values() if spec.path[0] == part and len(spec.path) > 1} & set(
        fields
    ):
        # items come and go one by one, by their own rules
        raise RuleError(say("there is no field {key} here", key=sorted(many)[0]))
    value: Value = getattr(session, part)
    after = session.model_copy(update={part: revised(value, fields)})
    if part == "closing":
        all_hands_are_counted_or_none(after.closing)
    return after


def first_step_of(session: Session) -> str:
    """Return the id of the step the team is at, the first one where it is nowhere yet."""
    steps = session.workshop.in_order()
    ids = [k for k, _ in steps]
    return session.at if session.at in ids else next(iter([*ids, *session.workshop.steps]))
