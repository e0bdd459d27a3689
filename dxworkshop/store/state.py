"""What belongs to this laptop and not to a session: undo across starts, unfinished fields, the last session.

What this module writes can be deleted at any time; where it cannot be written, work goes on without it. Only
the folder `RESCUED` beside it is not to be deleted: it holds whole sessions that found no place of their own.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dxworkshop.errors import DxError, FolderError
from dxworkshop.model.history import Entry, History
from dxworkshop.model.patch import MISSING, Patch
from dxworkshop.model.session import Session
from dxworkshop.model.value import clean
from dxworkshop.paths import state_folder
from dxworkshop.store import file, toml

RESCUED = "rescued"
"""Folder of the sessions that could not be saved beside their own; people's work, not memory."""
KEPT = 100
"""How many changes can be undone after the program was closed."""
MOST_CHARACTERS = 60_000
"""How much of them is kept: a whole version that was restored is not, it stands among the versions anyway."""


@dataclass(frozen=True)
class State:
    """What is remembered of one session file."""

    past: tuple[Entry, ...] = ()
    future: tuple[Entry, ...] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Text of fields that no rule has accepted yet, by field."""


def load(path: Path, identity: str) -> State:
    """Return what is remembered of a session file. Its undo fits only the bytes it was kept for; drafts stay."""
    try:
        data = _read(_file(path))
        drafts = {name: text for name, text in dict(data.get("drafts", {})).items() if isinstance(text, str)}
        if data.get("identity") != identity:
            return State(drafts=drafts)
        return State(_entries(data.get("past", ())), _entries(data.get("future", ())), drafts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DxError):
        return State()


def save(path: Path, identity: str, history: History, drafts: Mapping[str, str]) -> bool:
    """Remember the undo of a session file and its unfinished fields; return whether that could be written."""
    data = {
        "identity": identity,
        "drafts": {name: clean(text) for name, text in drafts.items()},
        "past": _newest(history.past),
        "future": _newest(history.future),
    }
    return _write(lambda: _file(path), data)


def last_session() -> Path | None:
    """Return the session that was open last, if it is still there."""
    try:
        path = Path(_read(state_folder() / "last.toml")["path"])
        return path if path.is_file() else None
    except (OSError, ValueError, KeyError, TypeError, DxError):
        return None


def remember_last(path: Path) -> bool:
    """Remember the session that is open now."""
    return _write(lambda: state_folder() / "last.toml", {"path": str(path.absolute())})


def begun() -> dict[str, str]:
    """Return what was typed for a new workshop that was never started, by field."""
    try:
        return {key: text for key, text in _read(state_folder() / "new.toml").items() if isinstance(text, str)}
    except (OSError, ValueError, DxError):
        return {}


def keep_begun(fields: Mapping[str, str]) -> bool:
    """Keep what is typed for a new workshop until it is started."""
    return _write(lambda: state_folder() / "new.toml", {name: clean(text) for name, text in fields.items()})


def habits() -> dict[str, bool]:
    """Return what the person who leads chose for the screens, by name: whether the script is shown."""
    try:
        return {key: on for key, on in _read(state_folder() / "habits.toml").items() if isinstance(on, bool)}
    except (OSError, ValueError, DxError):
        return {}


def keep_habit(name: str, on: bool) -> bool:
    """Remember one choice for the screens."""
    return _write(lambda: state_folder() / "habits.toml", {**habits(), name: on})


def history_of(session: Session, state: State) -> History:
    """Return a session with what can be undone and redone."""
    return History(session, state.past, state.future)


def folder_of(path: Path) -> Path:
    """Return the folder for what this laptop keeps of a session file; it need not be there."""
    name = hashlib.sha256(os.path.realpath(path).encode("utf-8", "replace")).hexdigest()[:16]
    return state_folder() / name


def journals_of(path: Path) -> Path | None:
    """Return the folder of a session file's journals as `folder_of` does; None where this laptop has no place."""
    try:
        return folder_of(path)
    except FolderError:
        return None


def _file(path: Path) -> Path:
    return folder_of(path).with_suffix(".toml")


def _read(path: Path) -> dict[str, Any]:
    return toml.parse(toml.read_bytes(path), path).data


def _write(place: Callable[[], Path], data: Mapping[str, Any]) -> bool:
    """Write a file whose place may not be known on this laptop; return whether that could be done."""
    try:
        target = place()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        rendered = toml.render(data)
        if target.exists():
            file.replace(target, rendered, expected=file.identity(target.read_bytes()))
        else:
            file.create(target.parent, target.stem, target.suffix, rendered)
    except (OSError, DxError):
        return False
    return True


def _newest(entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """Return the last changes as tables, as many as are read again in no time."""
    tables: list[dict[str, Any]] = []
    size = 0
    for entry in reversed(entries[-KEPT:]):
        table = _table(entry)
        size += len(repr(table))
        if size > MOST_CHARACTERS:
            break
        tables.insert(0, table)
    return tables


def _table(entry: Entry) -> dict[str, Any]:
    patches = []
    for patch in entry.patches:
        sides = {name: side for name, side in (("old", patch.old), ("new", patch.new)) if side is not MISSING}
        patches.append({"path": list(patch.path), **sides})
    return {"burst": entry.burst, "patches": patches}


def _entries(tables: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            tuple(Patch(_keys(p["path"]), p.get("old", MISSING), p.get("new", MISSING)) for p in table["patches"]),
            str(table["burst"]),
        )
        for table in tables
    )


def _keys(path: Any) -> tuple[str, ...]:
    if not isinstance(path, list) or not path or not all(isinstance(key, str) for key in path):
        raise TypeError(path)
    return tuple(path)
