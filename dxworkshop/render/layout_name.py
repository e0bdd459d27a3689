"""The names a layout may use: a report as plain data, and nothing that leads back into the program."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from dxworkshop.report.view import (
    Appointment,
    Bullets,
    Fields,
    Head,
    Meter,
    Paragraph,
    Picture,
    Report,
    Row,
    Section,
    Sheet,
    Table,
    Task,
    Tasks,
)

VERSION = 1
"""Number of the set of names: it grows when a name goes or changes its meaning, not when one is added."""
_KEPT_BACK: Mapping[type, tuple[str, ...]] = {Picture: ("drawn",)}
"""What is no text: the numbers of a picture stand in its twin."""
_ADDED: Mapping[type, tuple[str, ...]] = {Row: ("words",)}
"""What a layout is given besides."""
THINGS: Mapping[str, type] = {
    "report": Report,
    "report.head": Head,
    "report.sheet": Sheet,
    "section": Section,
    "action": Row,
    "appointment": Appointment,
    "paragraph": Paragraph,
    "fields": Fields,
    "bullets": Bullets,
    "table": Table,
    "meter": Meter,
    "tasks": Tasks,
    "task": Task,
    "picture": Picture,
}
"""Everything that has names, as docs/layouts.md calls it."""


def names_of(thing: type) -> tuple[str, ...]:
    """Return the names that a thing has in a layout."""
    own = tuple(field.name for field in fields(thing) if field.name not in _KEPT_BACK.get(thing, ()))
    return own + _ADDED.get(thing, ())


def names(report: Report) -> dict[str, Any]:
    """Return what a layout is given: tables, lists, texts, numbers; days and times as ISO text."""
    told = plain(report)
    keys, rows = report.sheet.keys, report.sheet.rows
    same = len(rows) == len(report.actions)
    for at, action in enumerate(told["actions"]):
        action["words"] = dict(zip(keys, rows[at], strict=True)) if same else {}
    return {"report": told}


def plain(value: Any) -> Any:
    """Return a part of a report as data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in names_of(type(value)) if hasattr(value, name)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
