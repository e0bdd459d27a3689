"""A session as a file: the canonical TOML, read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    attempts: frozenset[str] = frozenset()
    """sha256 of bytes of ours that a failed save may have left standing, whole but unconfirmed."""


def load(path: Path) -> Document:
    """Read a session; raises `DocumentError` with line and column for anything that is none."""
    data = toml.read_bytes(path)
    parsed = toml.parse(data, path)
    refuse_newer_format(parsed)
    return Document(path, _session(parsed), file.identity(data))


def render(session: Session) -> bytes:
    """Return the bytes of a session: the workshop last, everything sorted, what is unknown kept."""
    data = plain(session)
    data["workshop"] = data.pop("workshop")
    return toml.render(data)


def save(document: Document, session: Session) -> Document:
    """Write a session over the file it came from; raises `ConflictError` if that changed meanwhile."""
    data = render(session)
    expected = document.identity
    if document.attempts and (standing := file.standing(document.path)) in document.attempts:
        file.confirm(document.path)
        expected = standing or ""
    file.replace(document.path, data, expected=expected)
    return Document(document.path, session, file.identity(data))


def attempted(document: Document, session: Session) -> Document:
    """Return the document to go on from after a save of this session failed: its bytes are no one else's."""
    return replace(document, attempts=document.attempts | {file.identity(render(session))})


def create(folder: Path, session: Session, stem: str = "") -> Document:
    """Write a new session into a folder, under a name made of its title if none is given; never over a file."""
    data = render(session)
    path = file.create(folder, stem or file.file_stem(session.title), SUFFIX, data)
    return Document(path, session, file.identity(data))


def check(path: Path) -> list[DocumentError]:
    """Return everything that is wrong in a session file, from top to bottom."""
    parsed = toml.parse(toml.read_bytes(path), path)
    refuse_newer_format(parsed)
    session = _session(parsed)
    found = [DocumentError(parsed.place(keys), sentence) for keys, sentence in problems(session)]
    return sorted(found, key=lambda error: (error.place.line, error.place.column))


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
        wrong: dict[tuple[str | int, ...], Mapping[str, Any]] = {}
        for found in error.errors(include_url=False):
            wrong.setdefault(_keys(parsed.data, found), found)
        # Where a value may be one of several kinds, the kind that got furthest was meant.
        inner = [keys for keys in wrong if not any(keys == k[: len(keys)] != k for k in wrong)]
        raise DocumentError(parsed.place(inner[0]), explain(wrong[inner[0]]), len(inner) - 1) from None


def _session(parsed: toml.Parsed) -> Session:
    session = validated(Session, parsed, parsed.data)
    if not session.workshop.in_order():
        sentence = say("all steps of this workshop are removed; empty the key removed of one of them")
        raise DocumentError(parsed.place(["workshop", "steps"]), sentence)
    return session


def _keys(data: Any, error: Mapping[str, Any]) -> tuple[str | int, ...]:
    """Return the place of a Pydantic error without the tags it puts between the keys."""
    keys: list[str | int] = []
    location = error["loc"]
    for index, part in enumerate(location):
        inside = isinstance(data, Mapping) and part in data
        inside = inside or (isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data))
        if inside:
            keys.append(part)
            data = data[part]
        elif index == len(location) - 1 and error["type"] == "missing":
            keys.append(part)
    return tuple(keys)
