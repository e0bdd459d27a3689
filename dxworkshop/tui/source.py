"""Sources of forms: the parts and items of a session, read as text and written by changes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dxworkshop import calendar, ident
from dxworkshop.errors import DxError, FieldError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import new_item, table
from dxworkshop.model.changes import Add, Change, Edit, Noun, Part, Set
from dxworkshop.model.value import Value, plain
from dxworkshop.tui.desk import Desk

Parse = Callable[[str], object]
"""From typed text to a value; raises `RuleError`."""


def _day(text: str) -> object:
    return calendar.parse_day(text, calendar.now().date())


def _near_day(text: str) -> object:
    return calendar.parse_near_day(text, calendar.now().date())


def whole(text: str) -> object:
    """Return a whole number that was typed; others are left to the rules to refuse."""
    number = calendar.parse_number(text)
    return None if number is None else int(number) if number == int(number) else number


def _lines(text: str) -> object:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _flag(text: str) -> object:
    return {"yes": True, "no": False}.get(text)


PARSERS: dict[str, Parse] = {
    "first_step_by": _day,
    "due": _day,
    "by": _day,
    "held": _near_day,
    "drafted": _day,
    "start": calendar.parse_time,
    "end": calendar.parse_time,
    "handouts": _lines,
    "stamps": _lines,
    "baseline": calendar.parse_number,
    "target": calendar.parse_number,
    "measure.baseline": calendar.parse_number,
    "measure.target": calendar.parse_number,
    "hours_per_week": calendar.parse_number,
    "weight": lambda text: whole(text) if text.strip() else 1,
    "size": whole,
    "impact": whole,
    "effort": whole,
    "ups": lambda text: whole(text) if text.strip() else 0,
    "signs": _lines,
    "strengths": _lines,
    "culture": _lines,
    "answers": _lines,
    "partners": _lines,
    "present": _flag,
    "answered": _flag,
}
"""How the text of a field is read, by key; what is not here is text."""


def as_text(value: object) -> str:
    """Return a value as it is typed: 42.0 as 42, several values one a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)


class PartSource:
    """One part of the session: the vision, the boss."""

    def __init__(self, desk: Desk, voice: Voice, part: Part) -> None:
        self._desk = desk
        self._voice = voice
        self._part = part

    unborn = False

    def read(self, key: str) -> str:
        """Return a value of the part."""
        return as_text(getattr(getattr(self._desk.session, self._part), key))

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._desk.draft(f"{self._part}/{key}")

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._desk.keep_draft(f"{self._part}/{key}", text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Set one field."""
        return asked(self._desk, self._voice, key, lambda: Set(self._part, {key: parsed(key, typed[key])}), burst)


class ItemSource:
    """One item of a noun, or the next one, which comes to be with the first field that makes it whole."""

    def __init__(
        self, desk: Desk, voice: Voice, noun: Noun, id_: str = "", presets: Mapping[str, object] | None = None
    ) -> None:
        self._desk = desk
        self._voice = voice
        self.noun = noun
        self.id = id_
        """Id of the item; empty while there is none."""
        self._presets = dict(presets or {})

    @property
    def unborn(self) -> bool:
        """Whether the item is still to come."""
        return not self.id

    def read(self, key: str) -> str:
        """Return a value of the item; of the next one, what it begins with."""
        if self.unborn:
            return as_text(self._presets.get(key))
        item: Any = table(self._desk.session, self.noun).get(self.id)
        for part in key.split("."):
            item = getattr(item, part, None)
        return as_text(item)

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._desk.draft(self._name(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._desk.keep_draft(self._name(key), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Edit one field, or add the item when it can stand by itself."""
        if self.id:
            return asked(self._desk, self._voice, key, lambda: self._edit(key, typed), burst)
        if wrong := self._unreadable(typed):
            return wrong
        new = ident.new_id()
        drafts = [self._name(name) for name in typed]
        # The list is drawn in the middle of the change, with the new item as the one that is shown.
        self.id = new
        errors = asked(self._desk, self._voice, key, lambda: self._add(new, typed), burst)
        if errors:
            self.id = ""
        else:
            for draft in drafts:
                self._desk.keep_draft(draft, "")
        return errors

    def _unreadable(self, typed: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with each field that cannot be read."""
        wrong = {}
        for key, text in typed.items():
            try:
                parsed(key, text)
            except RuleError as error:
                wrong[key] = self._voice.say(error.sentence)
        return wrong

    def _edit(self, key: str, typed: Mapping[str, str]) -> Change:
        group, dot, _ = key.partition(".")
        if not dot:
            return Edit(self.noun, self.id, {key: parsed(key, typed[key])})
        # The rest of the table stays as it is in the file; what was typed beside it and refused goes along.
        before: Value | None = getattr(table(self._desk.session, self.noun)[self.id], group)
        beside = {k: v for k, v in typed.items() if k.startswith(f"{group}.") and (k == key or self.draft(k))}
        after = {
            **(plain(before) if before else {}),
            **{k.partition(".")[2]: parsed(k, v) for k, v in beside.items()},
        }
        return Edit(
            self.noun, self.id, {group: after if any(v not in (None, "") for v in after.values()) else None}
        )

    def _add(self, new: str, typed: Mapping[str, str]) -> Change:
        fields = {key: value for key, value in _grouped(typed).items() if value not in (None, "", ())}
        unseen = {key: value for key, value in self._presets.items() if key not in typed}
        return Add(self.noun, new, new_item(self.noun, {**unseen, **fields}))

    def _name(self, key: str) -> str:
        return f"{self.noun}/{self.id or 'new'}/{key}"


def parsed(key: str, text: str) -> object:
    """Return the value of typed text; raises `RuleError`."""
    parse = PARSERS.get(key)
    return parse(text) if parse else text


def _grouped(typed: Mapping[str, str]) -> dict[str, object]:
    """Return all typed fields as values; `measure.name` and its like go into one table."""
    values: dict[str, object] = {}
    groups: dict[str, dict[str, object]] = {}
    for key, text in typed.items():
        group, dot, name = key.partition(".")
        if dot:
            groups.setdefault(group, {})[name] = parsed(key, text)
        else:
            values[key] = parsed(key, text)
    filled = {g: fields for g, fields in groups.items() if any(v not in (None, "") for v in fields.values())}
    return {**values, **dict.fromkeys(groups), **filled}


def asked(desk: Desk, voice: Voice, key: str, change: Callable[[], Change], burst: str) -> Mapping[str, str]:
    """Ask the desk for a change; return why not, by the key of the field that is wrong, or nothing."""
    try:
        refused = desk.ask(change(), burst)
    except DxError as error:
        refused = error
    if refused is None:
        return {}
    return {key: voice.say(refused.what if isinstance(refused, FieldError) else refused.sentence)}
