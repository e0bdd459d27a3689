"""What harnesses say about a session in few words: its digest, its texts, and the laptop it is open on."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dxworkshop.model.session import Session
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document

JOURNALS = "j-*.jsonl"
"""What the journals in a laptop's own folder are called."""


def open_session(path: Path) -> Facilitation:
    """Open a session by the one door there is."""
    return Library(path.parent).open(str(path))


def digest(session: Session) -> str:
    """Return what tells one session from another: what it means, not how it is laid out."""
    data = json.dumps(session.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def state_of(session: Session, drafts: Mapping[str, str]) -> list[str]:
    """Return the digest of a session and that of its unfinished fields."""
    fields = json.dumps({name: text for name, text in drafts.items() if text}, sort_keys=True)
    return [digest(session), hashlib.sha256(fields.encode()).hexdigest()[:16]]


def file_of(path: Path) -> str:
    """Return the digest of the session in a file; raises `DxError` for anything that is none."""
    return digest(document.load(path).session)


def texts(data: Any) -> Iterator[str]:
    """Yield every text in plain data, removed items and clashes too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from texts(value)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Make a folder for a while, in memory where the system has that: for harnesses that do not ask the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def spare_the_ballast(state: Path) -> None:
    """Let a laptop hold back no room: a megabyte for each of some thousand laptops is much."""
    state.mkdir(parents=True, exist_ok=True)
    (state / "ballast").touch()


def journals(state: Path) -> list[Path]:
    """Return the journals that lie in a laptop's own folder."""
    return sorted(state.rglob(JOURNALS))
