"""A place in a session: the keys from the top down to it, also as one text."""

from collections.abc import Mapping, Sequence
from typing import Any

from dxworkshop.model.value import Value

Keys = tuple[str, ...]
"""Keys from the top of a session down to a value."""
_SIGNS = (("~", "~0"), ("/", "~1"), ("\r", "~2"))
"""What cannot stand in a key as it is: the sign between two, and what no text of a file keeps."""


def path_of(keys: Sequence[str]) -> str:
    """Return keys as one text: ``actions/a8dk2mxq7p/due``."""
    parts = []
    for key in keys:
        for sign, written in _SIGNS:
            key = key.replace(sign, written)
        parts.append(key)
    return "/".join(parts)


def keys_of(path: str) -> Keys:
    """Return the keys that a text stands for."""
    parts = []
    for part in path.split("/"):
        for sign, written in reversed(_SIGNS):
            part = part.replace(written, sign)
        parts.append(part)
    return tuple(parts)


def inside(value: Any, key: str) -> Any:
    """Return what a value or table holds under a key; raises `KeyError` where there is nothing of that name."""
    if isinstance(value, Value):
        if key in type(value).model_fields:
            return getattr(value, key)
        return (value.__pydantic_extra__ or {})[key]
    if isinstance(value, Mapping):
        return value[key]
    raise KeyError(key)


def at(value: Any, keys: Sequence[str]) -> Any:
    """Return what stands at a place; raises `KeyError` where there is no such place."""
    for key in keys:
        value = inside(value, key)
    return value
