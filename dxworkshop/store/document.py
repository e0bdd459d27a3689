"""A session as a file: the canonical TOML, read and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dxworkshop.errors import DocumentError, NewerFormatError
from dxworkshop.model.explain import explain
from dxworkshop.model.problem import problems
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import ValueT, frozen, plain
from dxworkshop.sentence import say
from dxworkshop.store import file, toml

SUFFIX = ".toml"


@dataclass(frozen=True)
class Document:
    """A session and the very bytes it was read from or written as."""

    path: Path
    session: Session
    identity: str
    """sha256 of the bytes: a file has no other version number."""


def load(path: Path) -> Document:
    """Read a session; raises `DocumentError` with line and column for anything that is none."""
    data = toml.read_bytes(path)
    parsed = toml.parse(data, path)
    refuse_newer_format(parsed)
    return Document(path, validated(Session, parsed, parsed.data), file.identity(data))


def render(session: Session) -> bytes:
    """Return the bytes of a session: the workshop last, everything sorted, what is unknown kept."""
    data = plain(session)
    data["workshop"] = data.pop("workshop")
    return toml.render(data)


def save(document: Document, session: Session) -> Document:
    """Write a session over the file it came from; raises `ConflictError` if that changed meanwhile."""
    data = render(session)
    file.replace(document.path, data, expected=document.identity)
    return Document(document.path, session, file.identity(data))


def create(folder: Path, session: Session) -> Document:
    """Write a new session into a folder, under a name made of its title; never over an existing file."""
    data = render(session)
    path = file.create(folder, file.file_stem(session.title), SUFFIX, data)
    return Document(path, session, file.identity(data))


def check(path: Path) -> list[DocumentError]:
    """Return everything that is wrong in a session file, with its place."""
    parsed = toml.parse(toml.read_bytes(path), path)
    refuse_newer_format(parsed)
    session = validated(Session, parsed, parsed.data)
    return [DocumentError(parsed.place(keys), sentence) for keys, sentence in problems(session)]


def refuse_newer_format(parsed: toml.Parsed) -> None:
    """Raise `NewerFormatError` for a file whose format number is higher than ours."""
    found = parsed.data.get("format")
    if isinstance(found, int) and not isinstance(found, bool) and found > FORMAT:
        raise NewerFormatError(
            parsed.place(["format"]),
            say(
                "this file has format {found}, this program reads up to {ours}; update the program",
                found=found,
                ours=FORMAT,
            ),
        )


def validated(model: type[ValueT], parsed: toml.Parsed, data: Mapping[str, Any]) -> ValueT:
    """Return parsed data as a value; raises `DocumentError` at the first key that does not fit."""
    try:
        return model.model_validate(frozen(data))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        keys = _keys(parsed.data, errors[0]["loc"])
        raise DocumentError(parsed.place(keys), explain(errors[0]), len(errors) - 1) from None


def _keys(data: Any, location: tuple[int | str, ...]) -> list[str | int]:
    """Return a Pydantic location without the tags it puts between the keys; a missing last key is kept."""
    keys: list[str | int] = []
    for index, part in enumerate(location):
        inside = isinstance(data, Mapping) and part in data
        inside = inside or (isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data))
        if inside:
            keys.append(part)
            data = data[part]
        elif index == len(location) - 1 and isinstance(data, Mapping):
            keys.append(part)
    return keys
