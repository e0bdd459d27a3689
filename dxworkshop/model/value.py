"""What every value of the subject is made of: frozen, strict, and keeping what it does not understand."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: object) -> object:
    """Return typed or loaded text as it can be written and read back.

    Line ends become LF; half of a surrogate pair, which no UTF-8 file can hold, becomes U+FFFD.
    """
    if not isinstance(text, str):
        return text
    return _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def blank_is_none(value: object) -> object:
    """Read the ``""`` that a file holds where a date or number was cleared."""
    return None if value == "" else value


BLANK = BeforeValidator(blank_is_none)
"""Reads the `""` of a cleared value as None; it stands outermost, before any other check."""
Text = Annotated[str, BeforeValidator(clean)]
"""Text that people typed: data, never markup, path or format."""
Day = Annotated[date | None, BLANK]
"""A day; None is unknown when absent and cleared when given."""
Number = Annotated[float | None, BLANK]
"""A number; None is unknown when absent and cleared when given."""
Wording = Text | Mapping[str, Text]
"""Text of a template: plain, or one for each language."""


class Value(BaseModel):
    """A frozen value. Unknown keys are kept and written back; nothing is converted silently."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True, allow_inf_nan=False, defer_build=True)


ValueT = TypeVar("ValueT", bound=Value)


class Item(Value):
    """One of many: kept in a table under its id."""

    rank: Text = ""
    """Where it stands among its like: ranks sort as text."""
    removed: Text = ""
    """When and by whom it was removed; empty when it was not. Nothing is deleted."""


ItemT = TypeVar("ItemT", bound=Item)


def shown(items: Mapping[str, ItemT]) -> list[tuple[str, ItemT]]:
    """Return what was not removed, by rank and then id."""
    return sorted(((k, v) for k, v in items.items() if not v.removed), key=lambda kv: (kv[1].rank, kv[0]))


def plain(value: Value) -> dict[str, Any]:
    """Return a value as the tables, arrays and scalars of a file, in their canonical order.

    Only what was set is there. Tables keyed by id are sorted; what was cleared is ``""``.
    """
    known = {n: tabled(getattr(value, n)) for n in type(value).model_fields if n in value.model_fields_set}
    # An unknown key may be called like a method of ours: it is never asked for as an attribute.
    return {**known, **{name: tabled(inner) for name, inner in sorted((value.__pydantic_extra__ or {}).items())}}


def tabled(value: object) -> Any:
    """Return anything a value holds as a file holds it."""
    if isinstance(value, Value):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: tabled(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [tabled(item) for item in value]
    return "" if value is None else value


def frozen(data: Any) -> Any:
    """Return data of a file with its arrays as tuples, as the strict models want them, and its texts clean."""
    if isinstance(data, Mapping):
        return {k: frozen(v) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return tuple(frozen(v) for v in data)
    return clean(data)
