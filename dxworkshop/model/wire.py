"""Changes as the plain tables of a file, and back.

A table names its change by ``do``; the other keys are the attributes of the change, the item and the new
values under ``fields``. Values are read as strictly as those of a session's file.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, assert_never

from pydantic import ConfigDict, create_model

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import validated
from dxworkshop.model.changes import Add, Change, Edit, MarkAction, MoveTo, Noun, Part, Remove, Set, SetPledge
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.session import Boss, Closing, Session, Status, Vision
from dxworkshop.model.value import Text, Value, frozen, plain
from dxworkshop.sentence import say

PARTS: dict[Part, type[Value]] = {"session": Session, "vision": Vision, "boss": Boss, "closing": Closing}
"""The model of every part."""


def change_from(table: Mapping[str, Any]) -> Change:
    """Return the change that a table names, its values as the models hold them.

    Whether the change fits a session is not asked here: that is `apply`'s. Raises `RuleError` for an unknown
    kind of change, a missing or unknown key, and the first value that does not fit its field.
    """
    do = table.get("do")
    line = _LINES.get(do) if isinstance(do, str) else None
    if line is None:
        raise RuleError(say("{value} is not one of: {choices}", value=do or "do", choices=list(_LINES)))
    return validated(line, {key: value for key, value in table.items() if key != "do"}).change()


def table_from(change: Change) -> dict[str, Any]:
    """Return a change as a table that TOML can hold; `change_from` gives an equal change back.

    What is cleared by None becomes ``""``, as in a session's file.
    """
    match change:
        case Add(noun, id_, item):
            return {"do": "add", "noun": noun, "id": id_, "fields": plain(item)}
        case Edit(noun, id_, fields):
            return {"do": "edit", "noun": noun, "id": id_, "fields": _plain(NOUNS[noun].model, fields)}
        case Remove(noun, id_, stamp):
            return {"do": "remove", "noun": noun, "id": id_, "stamp": stamp}
        case Set(part, fields):
            return {"do": "set", "part": part, "fields": _plain(PARTS[part], fields)}
        case MarkAction(id_, status, reason, ask):
            why = {key: text for key, text in (("reason", reason), ("ask", ask)) if text}
            return {"do": "mark-action", "id": id_, "status": status, **why}
        case SetPledge(member, words):
            return {"do": "set-pledge", "member": member, "words": words}
        case MoveTo(step):
            return {"do": "move-to", "step": step}
        case _:
            assert_never(change)


class _Line(Value):
    """The keys of one kind of change, without ``do``."""

    model_config = ConfigDict(extra="forbid")

    def change(self) -> Change:
        raise NotImplementedError


class _Add(_Line):
    noun: Noun
    id: Text
    fields: dict[str, Any]

    def change(self) -> Add:
        return Add(self.noun, self.id, validated(NOUNS[self.noun].model, frozen(self.fields)))


class _Edit(_Line):
    noun: Noun
    id: Text
    fields: dict[str, Any]

    def change(self) -> Edit:
        return Edit(self.noun, self.id, _held(NOUNS[self.noun].model, self.fields))


class _Remove(_Line):
    noun: Noun
    id: Text
    stamp: Text

    def change(self) -> Remove:
        return Remove(self.noun, self.id, self.stamp)


class _Set(_Line):
    part: Part
    fields: dict[str, Any]

    def change(self) -> Set:
        return Set(self.part, _held(PARTS[self.part], self.fields))


class _MarkAction(_Line):
    id: Text
    status: Status
    reason: Text = ""
    ask: Text = ""

    def change(self) -> MarkAction:
        return MarkAction(self.id, self.status, self.reason, self.ask)


class _SetPledge(_Line):
    member: Text
    words: Text

    def change(self) -> SetPledge:
        return SetPledge(self.member, self.words)


class _MoveTo(_Line):
    step: Text

    def change(self) -> MoveTo:
        return MoveTo(self.step)


_LINES: dict[str, type[_Line]] = {
    "add": _Add,
    "edit": _Edit,
    "remove": _Remove,
    "set": _Set,
    "mark-action": _MarkAction,
    "set-pledge": _SetPledge,
    "move-to": _MoveTo,
}


def _held(model: type[Value], fields: Mapping[str, Any]) -> dict[str, object]:
    """Return some fields of a model, each as the model would hold it."""
    given = validated(_some_of(model), frozen(fields))
    if unknown := given.__pydantic_extra__:
        raise RuleError(say("there is no field {key} here", key=sorted(unknown)[0]))
    return {name: getattr(given, name) for name in fields}


def _plain(model: type[Value], fields: Mapping[str, object]) -> dict[str, Any]:
    """Return some fields of a model as a file holds them, in its canonical order."""
    return plain(model.model_construct(None, **fields))


@cache
def _some_of(model: type[Value]) -> type[Value]:
    """Return a model like another one, of which no field is required."""
    optional: dict[str, Any] = {
        name: (info.rebuild_annotation(), None) for name, info in model.model_fields.items() if info.is_required()
    }
    return create_model(f"SomeOf{model.__name__}", __base__=model, **optional)
