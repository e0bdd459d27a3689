"""One session file from its bytes to what the index keeps of it, and many of them in several processes."""

import hashlib
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxworkshop import lexicon
from dxworkshop.errors import DocumentError, DxError
from dxworkshop.store import lexicon as own
from dxworkshop.store import toml
from dxworkshop.store.index.digest import Digest, digest
from dxworkshop.store.index.schema import ODD
from dxworkshop.store.index.spoken import Ear
from dxworkshop.store.index.told import kept
from dxworkshop.store.quick import quick
from dxworkshop.store.summary import NOT_LISTED, NOT_SEARCHED, head_of


def ear_of(folder: Path) -> Ear:
    """Return what hears the words of the lexicon of a folder: the program's, with that beside the sessions."""
    ours = lexicon.bundled()
    with suppress(DxError):
        if path := own.beside(folder):
            ours = ours.joined(own.load(path))
    return Ear(ours)


def identity(data: bytes) -> bytes:
    """Return what tells the bytes of a file from any others."""
    return hashlib.sha256(data).digest()


@dataclass(frozen=True)
class Read:
    """What came of reading one file."""

    name: str
    read_ns: int
    """When, just before it was opened."""
    hash: bytes | None
    """Of its bytes; None where they cannot be had, so that it is tried again."""
    digest: Digest | None
    """None where its bytes are those that were known."""

    @property
    def error(self) -> str | None:
        """Return what is wrong with it, as far as it was read."""
        return self.digest.error if self.digest else None


def read(folder: Path, name: str, known: bytes | None, ear: Callable[[], Ear]) -> Read:
    """Read a file of a folder, unless its bytes are those of which the hash is `known`."""
    path, begun = folder / name, time.time_ns()
    try:
        data = toml.read_bytes(path)
    except DocumentError as error:
        return Read(name, begun, None, Digest(error=_unless_lexicon(name, kept(error))))
    except DxError:  # the folder is gone by now
        return Read(name, begun, None, Digest())
    found = identity(data)
    return Read(name, begun, found, None if found == known else digested(data, path, ear()))


def _unless_lexicon(name: str, error: str | None) -> str | None:
    """Return an error; none for a team's own words, which lie beside its sessions and are no session."""
    return None if name == lexicon.FILE else error


def digested(data: bytes, path: Path, ear: Ear) -> Digest:
    """Return what is kept of a file; of one that is not sound all through, what a list can show."""
    error: str | None = None
    for skipped in (NOT_SEARCHED, NOT_LISTED):
        try:
            tables = quick(data, path, skipped)
            head = head_of(tables, path, data)
        except DocumentError as wrong:
            error = error or kept(wrong)
        else:
            rows = digest(tables, head, stored_name(path.name), ear, _decks(data, tables))
            return Digest(rows, _unless_lexicon(path.name, error))
    return Digest(error=_unless_lexicon(path.name, error))


def stored_name(name: str) -> str:
    """Return the name of a file as a database takes it: one that is no text is escaped and ends oddly."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if text == name else f"{text}{ODD}"


_STEP = r"^[ \t]*\[workshop\.steps\.%s\][ \t]*$(?P<lines>[^\[]*)"


def _decks(data: bytes, tables: dict[str, Any]) -> dict[str, str]:
    """Return the decks of the steps in which something was rated, without reading the rest of the workshop."""
    steps = tables.get("ratings")
    found: dict[str, str] = {}
    for step in steps if isinstance(steps, dict) else ():
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        for lines in re.finditer(_STEP % re.escape(step), text, re.MULTILINE):
            with suppress(DxError):
                deck = toml.read_text(lines["lines"], Path()).get("deck")
                found[step] = deck if isinstance(deck, str) else ""
    return found
