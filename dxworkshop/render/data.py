"""JSON: a report as data, for other programs. Days stand in ISO form, and names in the order of the report."""

import dataclasses
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from dxworkshop.report.view import Report

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = "dxworkshop-report"
VERSION = 1
"""Grows when a name goes or means something else; new names do not make it grow."""
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What JSON leaves as it is although a screen may obey it; the controls below U+0020 it escapes itself."""
_INDENT = 2


def render(report: Report) -> str:
    """Return a report as JSON, ending with one line feed."""
    try:
        text = adapter().dump_json(report, indent=_INDENT).decode()
    except ValueError:  # half of a surrogate pair: no UTF-8 says it, JSON does
        data = adapter().dump_python(report, mode="python")
        text = json.dumps(data, ensure_ascii=False, indent=_INDENT, default=lambda day: day.isoformat())
    head = f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},'
    return f"{head}{_UNSAFE.sub(_number, text[1:])}\n"


def schema() -> dict[str, Any]:
    """Return the JSON schema of what `render` writes."""
    found = adapter().json_schema(mode="serialization")
    named = {"format": {"const": FORMAT, "type": "string"}, "version": {"const": VERSION, "type": "integer"}}
    names = [*named, *(field.name for field in dataclasses.fields(Report))]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "properties": {**named, **found["properties"]},
        "required": names,
    }


@cache
def adapter() -> "TypeAdapter[Report]":
    """Return what turns a report into data and knows its schema."""
    from pydantic import TypeAdapter

    return TypeAdapter(Report)


def _number(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
