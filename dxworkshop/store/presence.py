"""Who has a session file open: one small file for each window, beside the session, touched again and again.

It is a courtesy, no lock: where it cannot be written or read nobody is seen, and work goes on.
"""

import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dxworkshop import calendar
from dxworkshop.errors import RuleError
from dxworkshop.store import aside, file
from dxworkshop.store.lock import Owner, this_program

EVERY = 15.0
"""Seconds between two signs of life."""
ALIVE = 45.0
"""Seconds after the last sign of life in which a window still counts as open, by the clock of the folder."""
_DAY = 86_400.0
_MOST_BYTES = 4096
_MOST_SIGNS = 60
"""Longest name of a person or a laptop that is believed."""
_NO_PROCESS = 1 << 31
_OURS = re.compile(r".+-\d+\.json|\..+\.tmp")


@dataclass(frozen=True)
class Other:
    """Somebody else's window in which a file is open."""

    who: str
    """Their name, as they gave it: text that people typed."""
    host: str
    """The name of their laptop."""
    since: datetime
    """When they opened it, by their own clock."""
    here: bool = False
    """Whether it is a window on this laptop."""


class Presence:
    """The sign that one window has a file open."""

    def __init__(self, path: Path, who: str, owner: Owner) -> None:
        self._path = path
        self._owner = owner
        self._since = calendar.now()
        self._who = who

    @property
    def _file(self) -> Path:
        return aside.place(self._path, "presence") / f"{stem_of(self._owner.host)}-{self._owner.pid}.json"

    def beat(self) -> bool:
        """Give a sign of life, at least `EVERY` so many seconds; return whether it could be written."""
        said = {**vars(self._owner), "who": self._who, "since": self._since.isoformat()}
        try:
            folder = aside.made(self._path, "presence")
            temporary = folder / f".{secrets.token_hex(6)}.tmp"
            try:
                temporary.write_text(json.dumps(said), encoding="utf-8")
                os.replace(temporary, self._file)
            finally:
                temporary.unlink(missing_ok=True)
        except (OSError, ValueError):
            return False
        return True

    def others(self) -> list[Other]:
        """Return who else has the file open, those who opened it first before the others. Gives a sign of life."""
        if not self.beat():
            return []
        with suppress(OSError, ValueError):
            return _others(self._file.parent, self._file.stat().st_mtime, self._file.name)
        return []

    def leave(self) -> None:
        """Say that the file is no longer open here."""
        with suppress(OSError, ValueError):
            self._file.unlink(missing_ok=True)


def announce(path: Path, who: str, *, host: str = "", pid: int = 0) -> Presence:
    """Say that a file is open here; what comes back gives the further signs of life, and takes leave.

    Host and process are those of this program where they are not given. Raises nothing.
    """
    ours = this_program()
    owner = Owner(host, pid, "") if host and (host, pid) != (ours.host, ours.pid) else ours
    present = Presence(path, who, owner)
    present.beat()
    return present


def others(path: Path) -> list[Other]:
    """Return who has a file open, for those who have not opened it themselves; nobody where that is not known."""
    try:
        folder = aside.place(path, "presence")
        if not os.path.isdir(folder):
            return []
        probe = folder / f".{secrets.token_hex(6)}.tmp"
        try:
            probe.touch(exist_ok=False)
            return _others(folder, probe.stat().st_mtime, probe.name)
        finally:
            probe.unlink(missing_ok=True)
    except (OSError, ValueError):
        return []


def _others(folder: Path, now: float, own: str) -> list[Other]:
    found = []
    for path, age in _ages(folder, now, own):
        told = _told(path)
        if told is None:
            if age > _DAY:
                _sweep(path)
            continue
        other, owner = told
        if owner.is_gone or age > _DAY:
            _sweep(path)
        elif age <= ALIVE:
            found.append(other)
    return sorted(found, key=lambda other: (other.since.timestamp(), other.host, other.who))


def _ages(folder: Path, now: float, own: str) -> Iterator[tuple[Path, float]]:
    """Yield the signs of others, and how many seconds ago each was given."""
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if entry.name != own and stat.S_ISREG(status.st_mode) and _OURS.fullmatch(entry.name):
                    yield folder / entry.name, now - status.st_mtime


def _told(path: Path) -> tuple[Other, Owner] | None:
    """Return what a sign says; None for anything that is none."""
    if path.suffix != ".json":
        return None
    try:
        with path.open("rb") as stream:
            said: Any = json.loads(stream.read(_MOST_BYTES))
        pid = said["pid"]
        if not 0 < pid < _NO_PROCESS:
            return None
        owner = Owner(str(said["host"]), pid, str(said["start"]))
        since = datetime.fromisoformat(said["since"]).astimezone()
        who = str(said["who"])[:_MOST_SIGNS]
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return Other(who, owner.host[:_MOST_SIGNS], since, here=owner.host == this_program().host), owner


def _sweep(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def stem_of(host: str) -> str:
    """Return the name of a laptop as part of a file's name."""
    try:
        return file.file_stem(host)
    except RuleError:  # nothing is left of it, or Windows keeps it for itself
        return "laptop"
