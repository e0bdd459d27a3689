"""A session as a file: the canonical TOML, read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dxworkshop.errors import DocumentError, DxError, NewerFormatError
from dxworkshop.model.explain import explain
from dxworkshop.model.problem import problems
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import ValueT, frozen, plain
from dxworkshop.sentence import say
from dxworkshop.store import file, migrate, toml
from dxworkshop.store.comments import Comments, gathered, written

SUFFIX = ".toml"


@dataclass(frozen=True)
class Document:
    """A session and the very bytes it was read from or written as."""

    path: Path
    session: Session
    identity: str
    """sha256 of the bytes: a file has no other version number."""
    data: bytes = field(default=b"", repr=False, compare=False)
    """The bytes."""
    comments: Comments = field(default=Comments(), compare=False)
    """What somebody wrote between its lines."""
    newer: bool = False
    """Whether a newer program wrote it: it can be shown, and is never written."""


def load(path: Path, *, newer: bool = False) -> Document:
    """Read a session; raises `DocumentError` with line and column for anything that is none.

    With `newer` a file of a newer format is read as well, as far as it is understood.
    """
    return read(toml.read_bytes(path), path, newer=newer)


def read(data: bytes, path: Path, *, newer: bool = False) -> Document:
    """Return the session that bytes hold; raises `DocumentError` as `load` does, and names `path` in it."""
    parsed = toml.parse(data, path)
    understood = migrate.readable_newer(parsed.data) if newer else None
    if understood is None:
        refuse_newer_format(parsed)
    try:
        tables = understood or migrate.migrated(parsed.data)
    except DxError as error:
        raise DocumentError(parsed.place(["format"]), error.sentence) from None
    session = _session(parsed, tables)
    comments = gathered(parsed.text)
    foreign = understood is not None
    return Document(path, session, file.identity(data), data=data, comments=comments, newer=foreign)


def tables(data: bytes) -> dict[str, Any]:
    """Return the tables of a file, of any format, unchecked; none where it cannot be read."""
    try:
        return toml.parse(data, Path()).data
    except DxError:
        return {}


def render(session: Session, comments: Comments | None = None) -> bytes:
    """Return the bytes of a session: the workshop last, everything sorted, what is unknown and comments kept."""
    data = plain(session)
    data["workshop"] = data.pop("workshop")
    return written(toml.render(data), comments or Comments())


def is_ours(document: Document) -> bool:
    """Tell whether a file stands as this program would write it; else somebody edited it by hand."""
    return render(document.session, document.comments) == document.data


def create(folder: Path, session: Session, stem: str = "") -> Document:
    """Write a new session into a folder, under a name made of its title if none is given; never over a file."""
    data = render(session)
    path = file.create(folder, stem or file.file_stem(session.title), SUFFIX, data)
    return Document(path, session, file.identity(data), data=data)


def check(path: Path) -> list[DocumentError]:
    """Return everything that is wrong in a session file, from top to bottom."""
    return checked(toml.parse(toml.read_bytes(path), path))


def checked(parsed: toml.Parsed) -> list[DocumentError]:
    """Return everything that is wrong in a session file that was parsed, from top to bottom."""
    refuse_newer_format(parsed)
    session = _session(parsed, parsed.data)
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
        above = {keys[:length] for keys in wrong for length in range(len(keys))}
        inner = [keys for keys in wrong if keys not in above]
        raise DocumentError(parsed.place(inner[0]), explain(wrong[inner[0]]), len(inner) - 1) from None


def _session(parsed: toml.Parsed, tables: Mapping[str, Any]) -> Session:
    session = validated(Session, parsed, tables)
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
