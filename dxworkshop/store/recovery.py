"""What journals hold that a crash left behind: done again, and merged with the file as it stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.model.clash import without_hands
from dxworkshop.model.explicit import explicit
from dxworkshop.model.history import Entry
from dxworkshop.model.merge import Merged, merged
from dxworkshop.model.patch import copied, difference
from dxworkshop.model.secret import kept_secret
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.store import document, journal, state
from dxworkshop.store.document import Document
from dxworkshop.store.journal import Found, Line
from dxworkshop.store.replay import Base, Replay, bases, change_line


@dataclass(frozen=True)
class Recovered:
    """What journals held that the file does not."""

    session: Session
    """The session with all of it."""
    past: tuple[Entry, ...] = ()
    future: tuple[Entry, ...] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Text of fields that no rule had accepted yet, by field."""
    changes: int = 0
    """How many changes the file did not hold."""
    lines: tuple[Line, ...] = ()
    """The same changes as lines of a journal for the file as it is now."""
    journals: tuple[Found, ...] = ()
    """Where they were; to be dropped when they are safe elsewhere."""
    broken: tuple[Path, ...] = ()
    """Journals of which something could not be read."""
    written: datetime | None = None
    """When the last of them was written to."""


def recover(loaded: Document, found: Iterable[Found], who: str) -> Recovered:
    """Return a session file with all that journals hold for it, which may be nothing."""
    result = Recovered(loaded.session)
    for one in found:
        if one.head.get("id", loaded.session.id) != loaded.session.id:
            one.let_go()  # of a session that stood here before: it waits until that is back
            continue
        if one.unread:
            result = replace(result, broken=(*result.broken, one.path))
            continue
        try:
            result = _with(result, loaded, one, who)
        except (DxError, ValidationError, LookupError, TypeError, ValueError):
            # Nothing of it may be thrown away: it is put aside where a person finds it.
            one = replace(one, damaged=one.damaged or (1,))
        if one.damaged:
            result = replace(result, broken=(*result.broken, one.path.with_suffix(".damaged")))
        times = [time for time in (result.written, one.written) if time is not None]
        result = replace(result, journals=(*result.journals, one), written=max(times, default=None))
    return result


def peek(path: Path) -> Document:
    """Return a session file with all that this laptop knows of it, running windows too; nothing is written.

    Its identity is that of the file. Raises `DocumentError` as `document.load` does.
    """
    loaded = document.load(path)
    place = state.journals_of(path)
    found = journal.standing(place) if place is not None else []
    return replace(loaded, session=recover(loaded, found, "").session) if found else loaded


def merge_into(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], who: str) -> Merged:
    """Merge what we made of some tables with what others made of them; what we took away is said, not left out."""
    now = calendar.now().isoformat()
    stamp = f"{now} {who}".strip()
    together = merged(base, explicit(mine, base, stamp), theirs, by=who, at=now)
    return replace(together, data=kept_secret(together.data))


def base_file(folder: Path, identity: str) -> Path:
    """Return where this laptop keeps the bytes of a session file that it has seen."""
    return folder / f"base-{identity[:24]}.toml"


def _with(result: Recovered, loaded: Document, one: Found, who: str) -> Recovered:
    """Return what was recovered with one journal more."""
    if not one.head:
        raise ValueError(one.path)
    base = _ancestor(bases(one.head, one.lines), loaded.identity)
    before = _tables(base, loaded, one.path.parent)
    drafts = {**result.drafts, **{str(k): str(v) for k, v in dict(one.head.get("drafts", {})).items()}}
    remembered = state.load(loaded.path, base.identity)
    replay = Replay(copied(before), remembered.past, remembered.future, drafts)
    replay.run(one.lines, base.upto)
    result = replace(result, drafts=replay.drafts)
    if not difference(before, replay.data):
        return result
    on_disk, current = plain(loaded.session), plain(result.session)
    if base.identity == loaded.identity and not difference(on_disk, current):
        session = as_session(replay.data)
        lines = tuple(line for line in one.lines if "did" in line and line["n"] > base.upto)
        return replace(
            result,
            session=session,
            past=replay.past,
            future=replay.future,
            lines=lines,
            changes=result.changes + replay.changes,
        )
    together = merge_into(before, replay.data, current, str(one.head.get("who", "")) or who)
    session = as_session(together.data)
    patches = difference(on_disk, plain(session))
    return replace(
        result,
        session=session,
        past=(),
        future=(),
        lines=(change_line(1, "pass", patches),) if patches else (),
        changes=result.changes + (replay.changes if patches else 0),
    )


def _ancestor(named: list[Base], identity: str) -> Base:
    """Return the last bytes that both the journal and the file know."""
    same = [base for base in named if base.identity == identity]
    held = [base for base in named if base.held]
    return (same or held)[-1]


def _tables(base: Base, loaded: Document, folder: Path) -> dict[str, Any]:
    """Return what changes were made to; nothing where this laptop has lost it, which makes more conflicts."""
    if base.identity == loaded.identity:
        return plain(loaded.session)
    path = base_file(folder, base.identity)
    try:
        return plain(document.read(path.read_bytes(), path).session)
    except (OSError, DxError):
        return {}


def as_session(data: Mapping[str, Any]) -> Session:
    """Return tables that were merged as a session; no clash in it names anybody in an anonymous step."""
    return without_hands(Session.model_validate(frozen(data)))
