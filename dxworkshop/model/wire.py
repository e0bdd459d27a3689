"""Changes as the plain tables of a file, and back.

A table names its change by ``do``; the other keys are the attributes of the change, the item and the new
values under ``fields``. Values are read as strictly as those of a session's file.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any, Literal, assert_never

from pydantic import ConfigDict, create_model

from dxworkshop.errors import FieldError, RuleError
from dxworkshop.model.apply import validated
from dxworkshop.model.changes import (
    Add,
    BringBack,
    Change,
    Edit,
    Extend,
    Keep,
    MarkAction,
    MoveTo,
    Noun,
    Part,
    PlaceDots,
    Rate,
    Remove,
    Resolve,
    Reveal,
    RunClock,
    Set,
    SetPledge,
    Together,
)
from dxworkshop.model.nouns import model_of, models_of
from dxworkshop.model.paper import Meeting, Paper
from dxworkshop.model.session import Boss, Closing, Rating, Session, Status, Vision
from dxworkshop.model.value import Text, Value, frozen, plain, tabled
from dxworkshop.sentence import say

PARTS: dict[Part, type[Value]] = {
    "session": Session,
    "vision": Vision,
    "boss": Boss,
    "closing": Closing,
    "meeting": Meeting,
    "paper": Paper,
}
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
    return validated(line, frozen({key: value for key, value in table.items() if key != "do"})).change()


def table_from(change: Change) -> dict[str, Any]:
    """Return a change as a table that TOML can hold; `change_from` gives an equal change back.

    What is cleared by None becomes ``""``, as in a session's file.
    """
    match change:
        case Add(noun, id_, item):
            return {"do": "add", "noun": noun, "id": id_, "fields": plain(item)}
        case Edit(noun, id_, fields):
            return {"do": "edit", "noun": noun, "id": id_, "fields": _plain(model_of(noun, fields), fields)}
        case Remove(noun, id_, stamp):
            return {"do": "remove", "noun": noun, "id": id_, "stamp": stamp}
        case BringBack(noun, id_):
            return {"do": "bring-back", "noun": noun, "id": id_}
        case Set(part, fields):
            return {"do": "set", "part": part, "fields": _plain(PARTS[part], fields)}
        case MarkAction(id_, status, reason, ask):
            why = {key: text for key, text in (("reason", reason), ("ask", ask)) if text}
            return {"do": "mark-action", "id": id_, "status": status, **why}
        case SetPledge(member, words):
            return {"do": "set-pledge", "member": member, "words": words}
        case Rate(step, card, fields):
            return {"do": "rate", "step": step, "card": card, "fields": _plain(Rating, fields)}
        case PlaceDots(step, voter, dots):
            return {"do": "place-dots", "step": step, "voter": voter, "dots": dict(dots)}
        case Reveal(step, revealed):
            return {"do": "reveal", "step": step, "revealed": revealed}
        case Resolve(id_, keep, value, stamp):
            other = {"value": tabled(value)} if keep == "other" else {}
            return {"do": "resolve", "id": id_, "keep": keep, **other, "stamp": stamp}
        case Extend(step, minutes):
            return {"do": "extend", "step": step, "minutes": minutes}
        case RunClock(how, now):
            return {"do": "run-clock", "how": how, "now": now}
        case MoveTo(step, now):
            return {"do": "move-to", "step": step, **({"now": now} if now else {})}
        case Together(changes):
            return {"do": "together", "changes": [table_from(one) for one in changes]}
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
        return Add(self.noun, self.id, validated(model_of(self.noun, self.fields), frozen(self.fields)))


class _Edit(_Line):
    noun: Noun
    id: Text
    fields: dict[str, Any]

    def change(self) -> Edit:
        if "kind" in self.fields:
            return Edit(self.noun, self.id, _held(model_of(self.noun, self.fields), self.fields))
        # Which kind of step it is stands in the session: what fits one of them is good enough here.
        *others, last = models_of(self.noun, self.fields)
        for model in others:
            with suppress(FieldError):
                return Edit(self.noun, self.id, _held(model, self.fields))
        return Edit(self.noun, self.id, _held(last, self.fields))


class _Remove(_Line):
    noun: Noun
    id: Text
    stamp: Text

    def change(self) -> Remove:
        return Remove(self.noun, self.id, self.stamp)


class _BringBack(_Line):
    noun: Noun
    id: Text

    def change(self) -> BringBack:
        return BringBack(self.noun, self.id)


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


class _Rate(_Line):
    step: Text
    card: Text
    fields: dict[str, Any]

    def change(self) -> Rate:
        return Rate(self.step, self.card, _held(Rating, self.fields))


class _PlaceDots(_Line):
    step: Text
    voter: Text
    dots: dict[str, int]

    def change(self) -> PlaceDots:
        return PlaceDots(self.step, self.voter, self.dots)


class _Reveal(_Line):
    step: Text
    revealed: bool = True

    def change(self) -> Reveal:
        return Reveal(self.step, self.revealed)


class _Resolve(_Line):
    id: Text
    keep: Keep
    value: Any = None
    stamp: Text = ""

    def change(self) -> Resolve:
        return Resolve(self.id, self.keep, None if self.value == "" else self.value, self.stamp)


class _Extend(_Line):
    step: Text
    minutes: int

    def change(self) -> Extend:
        return Extend(self.step, self.minutes)


class _RunClock(_Line):
    how: Literal["start", "stop", "reset"]
    now: datetime

    def change(self) -> RunClock:
        return RunClock(self.how, self.now)


class _MoveTo(_Line):
    step: Text
    now: datetime | None = None

    def change(self) -> MoveTo:
        return MoveTo(self.step, self.now)


class _Together(_Line):
    changes: tuple[dict[str, Any], ...]

    def change(self) -> Together:
        return Together(tuple(change_from(one) for one in self.changes))


_LINES: dict[str, type[_Line]] = {
    "add": _Add,
    "edit": _Edit,
    "remove": _Remove,
    "bring-back": _BringBack,
    "set": _Set,
    "mark-action": _MarkAction,
    "set-pledge": _SetPledge,
    "rate": _Rate,
    "place-dots": _PlaceDots,
    "reveal": _Reveal,
    "resolve": _Resolve,
    "extend": _Extend,
    "run-clock": _RunClock,
    "move-to": _MoveTo,
    "together": _Together,
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
