"""What is new in one line of a copy, as new values of the fields of an action; and what of it is left alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dxworkshop.errors import DxError, RuleError
from dxworkshop.intake import words
from dxworkshop.intake.copy import Cell, Entry, Kind, Left, folded, hidden, is_lost, same, short, survived
from dxworkshop.intake.spreadsheet import rewritten
from dxworkshop.intake.status import STALE, UNKNOWN, new_status
from dxworkshop.model.session import Action
from dxworkshop.model.value import plain
from dxworkshop.offer import Audience
from dxworkshop.sentence import Sentence, say

_SILENT = ("number", "quarter", words.MISSING, words.NEXT, words.LAST)
"""What nobody would edit and expect anything of it, for it follows from other fields."""
_TEXTS = {
    **{name: (name,) for name in ("title", "first_step", "reason", "ask")},
    "remark": ("reason", "ask"),
}
"""What is typed freely, with the fields of an action in which it stands."""


@dataclass(frozen=True)
class Group:
    """New values that are taken together or not at all."""

    line: int
    text: str
    fields: Mapping[str, object]


@dataclass
class Edits:
    """All that one line has to say."""

    groups: list[Group] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """What differs in fields that are not read back, by what they are called there."""


@dataclass(frozen=True)
class Reader:
    """What has to be known to read a line."""

    kind: Kind
    audience: Audience
    today: date
    people: words.People
    lossy: bool = False
    hidden: tuple[str, ...] = ()
    """What stands in the place of words that were hidden in such a copy by hand."""


def edits(reader: Reader, entry: Entry, now: Entry, action: Action) -> Edits:
    """Return what a copy says of an action that an export would not say now."""
    found = Edits()
    differing = dict(_differing(reader, entry, now))
    fresh = bool(entry.check) and entry.check == now.check
    title = differing.get("title")
    if reader.kind == "plan" and title is not None:
        found.left.append(Left(entry.line, entry.text, _called_otherwise(fresh, now)))
        if not fresh:
            return found
    taken = _status(reader, entry, now, action, differing, found, fresh=fresh)
    rest = {key: pair for key, pair in differing.items() if key not in taken and key != "title"}
    if reader.kind == "table" and title is not None:
        rest = {"title": title, **rest}
    for key, (cell, there) in rest.items():
        if key not in _READ:
            if key not in _SILENT and cell.label:
                found.unread.add(cell.label)
        elif not fresh:
            if not _says_the_same(reader, key, cell, action):
                found.left.append(Left(cell.line, _shown(cell), STALE if entry.check else UNKNOWN))
        elif why := _withheld(reader, key, cell, action, there):
            found.left.append(Left(cell.line, _shown(cell), why))
        else:
            _read(reader, key, cell, action, there, found)
    _joined(found)
    return found


def _called_otherwise(fresh: bool, now: Entry) -> Sentence:
    title = now.cells["title"].text
    if fresh:
        return say("titles are not read back from a plan; it is called {title} here", title=title)
    return say("the sign in this line belongs to {title}", title=title)


def _differing(reader: Reader, entry: Entry, now: Entry) -> Iterator[tuple[str, tuple[Cell, str]]]:
    """Yield by key what differs, with what an export says there; a first step with its day is two fields."""
    for key, cell, there in _pairs(reader, entry, now):
        if same(reader.kind, cell.text, there) or (reader.lossy and survived(cell.text, there)):
            continue
        if hidden(cell.text, there, reader.hidden):
            continue
        if key == "title" and reader.kind == "plan" and _letters(cell.text) == _letters(there):
            continue
        yield key, (cell, there)


def _pairs(reader: Reader, entry: Entry, now: Entry) -> Iterator[tuple[str, Cell, str]]:
    for key, cell in entry.cells.items():
        there = now.cells[key].text if key in now.cells else ""
        if reader.kind == "plan" and key == "first_step":
            (step, on), (old_step, old_on) = words.step_and_day(cell.text), words.step_and_day(there)
            yield key, Cell(step, cell.line, cell.label), old_step
            yield "first_step_by", Cell(on, cell.line, cell.label), old_on
        else:
            yield key, cell, there


def _letters(text: str) -> str:
    return "".join(sign for sign in folded(text).casefold() if sign.isalnum())


def _status(
    reader: Reader,
    entry: Entry,
    now: Entry,
    action: Action,
    differing: Mapping[str, tuple[Cell, str]],
    found: Edits,
    *,
    fresh: bool,
) -> set[str]:
    """Read the box, the status and what is said about it; return the keys that were dealt with."""
    said = {key: differing[key][0] for key in ("status", "reason", "ask", "remark") if key in differing}
    if not (said or (entry.done is not None and entry.done != (action.status == "done"))):
        return set()
    words_of = now.cells["status"].text if "status" in now.cells else ""
    told = entry.cells["status"].text if "status" in entry.cells else words_of if fresh else ""
    texts = {
        key: why for key, cell in said.items() if (why := _withheld(reader, key, cell, action, differing[key][1]))
    }
    for key, why in texts.items():
        found.left.append(Left(said[key].line, _shown(said[key]), why))
    wanted = {key: cell for key, cell in said.items() if key not in texts}
    verdict = new_status(entry, action, told, wanted, differs="status" in differing, fresh=fresh)
    found.left += verdict.left
    if verdict.fields:
        found.groups.append(Group(verdict.line, verdict.text, verdict.fields))
    return {"status", "reason", "ask", "remark"}


def _withheld(reader: Reader, key: str, cell: Cell, action: Action, there: str) -> Sentence | None:
    """Return why a text is not read from this copy: it does not hold all that there is, or nobody typed it."""
    if key not in _TEXTS:
        return None
    if reader.kind == "table" and rewritten(there, cell.text):
        return say("a spreadsheet makes this of {text} by itself; what stands here stays", text=short(there))
    written = (getattr(action, name) for name in _TEXTS[key])
    if reader.audience != "internal" and any(text.strip() for text in (there, *written)):
        return say("in this copy names may have been taken out of texts; texts are read from the team's own copy")
    if reader.lossy and is_lost(there):
        return say("some of its letters were lost in this file")
    return None


def _shown(cell: Cell) -> str:
    return short(f"{cell.label}: {cell.text}" if cell.label else cell.text)


# One reader for each field -----------------------------------------------------------------------------

_Read = Callable[[Reader, str, Action, str], Mapping[str, object]]


def _read(reader: Reader, key: str, cell: Cell, action: Action, there: str, found: Edits) -> None:
    try:
        fields = _READ[key](reader, cell.text, action, there)
    except DxError as error:
        found.left.append(Left(cell.line, _shown(cell), error.sentence))
        return
    if any(_value(action, name) != value for name, value in fields.items()):
        found.groups.append(Group(cell.line, _shown(cell), fields))


def _says_the_same(reader: Reader, key: str, cell: Cell, action: Action) -> bool:
    """Tell whether a copy of an older state says in other words what stands here now."""
    try:
        fields = _READ[key](reader, cell.text, action, "")
    except DxError:
        return False
    return all(_value(action, name) == value for name, value in fields.items())


def _value(action: Action, name: str) -> Any:
    value: Any = action
    for part in name.split("."):
        value = getattr(value, part)
    return value


def valued(action: Action, fields: Mapping[str, object]) -> dict[str, object]:
    """Return new values as a change takes them: figures of a measure inside the whole of it."""
    found = {name: value for name, value in fields.items() if "." not in name}
    inner = {name.split(".")[1]: value for name, value in fields.items() if "." in name}
    if inner and action.measure is not None:
        found["measure"] = {**plain(action.measure), **inner}
    return found


def _text(name: str) -> _Read:
    return lambda reader, text, action, there: {name: "" if words.is_undecided(text) else text.strip()}


def _day(name: str) -> _Read:
    return lambda reader, text, action, there: {name: words.day(text, reader.today)}


def _choice(name: str) -> _Read:
    return lambda reader, text, action, there: {name: words.choice(name, text)}


def _figure(name: str) -> _Read:
    def read(reader: Reader, text: str, action: Action, there: str) -> Mapping[str, object]:
        value = words.number(text)
        own = action.measure
        if own is None or not own.name.strip():
            if words.number(there) == value:
                return {}
            raise RuleError(say("it has no measure of its own to which this could belong"))
        return {f"measure.{name}": value}

    return read


def _owner(reader: Reader, text: str, action: Action, there: str) -> Mapping[str, object]:
    return {"owner": reader.people.one(text)}


def _partners(reader: Reader, text: str, action: Action, there: str) -> Mapping[str, object]:
    """Return the partners; those of whom a copy tells elsewhere, by their office alone, stay."""
    named = reader.people.many(text)
    shown = words.parted(there)
    kept = tuple(id_ for id_ in action.partners if id_ not in named and not reader.people.told(id_, shown))
    new = (*named, *kept)
    return {"partners": action.partners if set(new) == set(action.partners) else new}


_READ: Mapping[str, _Read] = {
    "title": _text("title"),
    "first_step": _text("first_step"),
    "first_step_by": _day("first_step_by"),
    "due": _day("due"),
    "owner": _owner,
    "partners": _partners,
    "baseline": _figure("baseline"),
    "target": _figure("target"),
    "budget": _choice("budget"),
    "decided_at": _choice("decided_at"),
}
"""What is read back, by key of the field; the status is read beside its box."""
_TOGETHER: Sequence[set[str]] = ({"owner", "partners"}, {"measure.baseline", "measure.target"})


def _joined(found: Edits) -> None:
    """Put groups together that only fit together: two figures of a measure, an owner who changes places."""
    for names in _TOGETHER:
        those = [group for group in found.groups if set(group.fields) <= names]
        if len(those) > 1:
            fields = {name: value for group in those for name, value in group.fields.items()}
            found.groups = [group for group in found.groups if group not in those]
            found.groups.append(Group(those[0].line, those[0].text, fields))
