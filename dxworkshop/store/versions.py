"""Kept versions: the bytes that a save replaced, in the shared folder, and those this laptop saw, in its own.

To keep one is best effort: a version that cannot be kept stands in no save's way.
"""

import os
import re
import stat
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from dxworkshop.errors import DxError
from dxworkshop.model.secret import said_in_secret
from dxworkshop.store import aside, file
from dxworkshop.store.skim import skim

LAST = 20
"""How many of the last versions are all kept."""
CLOSE = timedelta(hours=24)
"""How long one of every `APART` is kept."""
APART = timedelta(minutes=10)
FAR = timedelta(days=90)
"""How long one of every day is kept."""
CAP = 200 << 20
"""Most bytes that the versions of one file may take; what people edited by hand stays all the same."""
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{16})(-hand)?\.toml")
_BASE = re.compile(r"base-([0-9a-f]{24})\.toml")
_TIME = "%Y%m%dT%H%M%SZ"
_DIGITS = 16
_ANONYMOUS = re.compile(rb"anonymous[\"']?\s*=\s*true")
_CUT_OFF = 3600.0
"""Seconds after which a temporary file is nobody's."""
_NOT_SECRET = (
    *("vision", "boss", "rules", "members", "seats", "ratings", "gaps", "groups", "actions", "risks", "pledges"),
    *("parked", "closing", "checkins", "exceptions", "conflicts", "clock", "meeting", "paper"),
)
"""Tables in which nothing is said in secret."""


@dataclass(frozen=True)
class Version:
    """The bytes a session file had once."""

    path: Path
    at: datetime
    """When they were replaced; for one of this laptop, when it saw them."""
    identity: str
    """The first digits of their sha256."""
    by_hand: bool
    """Whether no program of ours wrote them: they may hold comments, and are kept for ever."""
    size: int
    """Bytes."""
    here: bool = False
    """Whether it is this laptop's, and not the shared folder's."""

    def is_whole(self, data: bytes) -> bool:
        """Tell whether bytes that were read are those that were kept."""
        return file.identity(data).startswith(self.identity)


def keep(path: Path, data: bytes, *, now: datetime, by_hand: bool, after: bytes | None = None) -> bool:
    """Keep the bytes of a session file that are about to be replaced; return whether that could be done.

    The same bytes are kept once, at their latest time. Versions that would tell, beside each other or beside the
    bytes that come `after`, which slip of an anonymous step came when are not kept, see `trail`.
    """
    try:
        folder = aside.made(path, "versions")
        newest = data if after is None else after
        said = _secret(newest)
        last = next((one for one in kept(path) if not one.by_hand), None)
        # Where the last one tells nothing, those before it were looked at when it came.
        looked = last is not None and _secret_of(last) == said
        if by_hand or after is None or not _tells(_secret(data), said):
            _put(folder, path, data, now, by_hand)
        versions = kept(path)
        gone = [] if looked else trail(versions, newest)
        _drop(gone)
        _drop(thinned([version for version in versions if version not in gone], now))
        _sweep(folder)
    except (OSError, ValueError, DxError):
        return False
    return True


def kept(path: Path) -> list[Version]:
    """Return the versions of a session file in its folder, newest first."""
    found = []
    for entry, status in _files(aside.place(path, "versions")):
        if match := _NAME.fullmatch(entry):
            with suppress(ValueError):  # digits that are no time
                at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                place = aside.place(path, "versions") / entry
                version = Version(place, at, match[2], bool(match[3]), status.st_size)
                found.append((at, status.st_mtime_ns, entry, version))
    return [version for *_, version in sorted(found, key=lambda one: one[:3], reverse=True)]


def local(folder: Path) -> list[Version]:
    """Return the versions of a session file that this laptop saw, newest first, from its folder of journals."""
    found = []
    for entry, status in _files(folder):
        if match := _BASE.fullmatch(entry):
            at = datetime.fromtimestamp(status.st_mtime, UTC)
            version = Version(folder / entry, at, match[1], False, status.st_size, here=True)
            found.append((status.st_mtime_ns, entry, version))
    return [version for *_, version in sorted(found, key=lambda one: one[:2], reverse=True)]


def thinned(versions: Iterable[Version], now: datetime) -> list[Version]:
    """Return which versions, given newest first, are to be dropped; oldest first.

    Every one of the last 20 stays, then one of every ten minutes for 24 hours and one of every day for 90 days:
    the latest of its time. What people edited by hand stays for ever. Where all that is over 200 MB, the oldest
    go first; the newest stays.
    """
    ordered = list(versions)
    ordered.reverse()  # of one second, what came first in the list is the newer one
    ordered.sort(key=lambda version: version.at)
    ours = [version for version in ordered if not version.by_hand]
    times: dict[Hashable, Version] = {}
    for version in ours:
        age = now - version.at
        if age <= CLOSE:
            times["close", version.at.timestamp() // APART.total_seconds()] = version
        if age <= FAR:
            times["far", version.at.astimezone(UTC).date()] = version
    stays = {version.path for version in (*ordered[-LAST:], *times.values())}
    left = [version for version in ours if version.path in stays]
    total = sum(version.size for version in ordered if version.by_hand) + sum(version.size for version in left)
    for version in left[:-1]:
        if total <= CAP:
            break
        total -= version.size
        stays.discard(version.path)
    return [version for version in ours if version.path not in stays]


def trail(versions: Iterable[Version], newest: bytes) -> list[Version]:
    """Return the versions to drop because they tell how the slips of anonymous steps came to be the newest ones.

    One after another they would show whose slip came when. A version without slips in a step tells nothing, nor
    does one with the very slips of the newest; where the newest has none there is nothing to compare. What people
    edited by hand stays: somebody else made that file, and wrote in it on purpose.
    """
    said = _secret(newest)
    return [one for one in versions if said and not one.by_hand and _tells(_secret_of(one), said)]


def forget(path: Path, names_told: Callable[[bytes], bool]) -> bool:
    """Drop every version that holds what a step that is anonymous from now on must not tell; return whether done.

    Those edited by hand go too: what was promised counts for every file that is ours to remove.
    """
    done = True
    for version in kept(path):
        try:
            if names_told(version.path.read_bytes()):
                version.path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
        except OSError:
            done = False
    return done


def _put(folder: Path, path: Path, data: bytes, now: datetime, by_hand: bool) -> None:
    """Write a version, or give the one of the same bytes the new time."""
    digits = file.identity(data)[:_DIGITS]
    same = [one for one in kept(path) if one.identity == digits and one.path.read_bytes() == data]
    hand = "-hand" if by_hand or any(one.by_hand for one in same) else ""
    target = folder / f"{now.astimezone(UTC).strftime(_TIME)}-{digits}{hand}.toml"
    if same:
        os.replace(same[0].path, target)
        _drop(one for one in same[1:] if one.path != target)
        return
    file.replace(target, data, expected=None)
    with suppress(OSError):
        target.chmod(stat.S_IMODE(path.stat().st_mode))


def _drop(versions: Iterable[Version]) -> None:
    for version in versions:
        with suppress(OSError):  # somebody looks at it; the next save drops it
            version.path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what was cut off in the middle an hour ago or longer, by the clock of the folder."""
    files = _files(folder)
    newest = max((status.st_mtime for _, status in files), default=0.0)
    for name, status in files:
        if name.startswith(".") and name.endswith(".tmp") and newest - status.st_mtime > _CUT_OFF:
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)


def _files(folder: Path) -> list[tuple[str, os.stat_result]]:
    """Return the plain files of a folder; none where it cannot be read."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    found.append((entry.name, status))
    return found


def _tells(said: Mapping[str, str], newest: Mapping[str, str]) -> bool:
    """Tell whether two states of one step, both with something in it, differ."""
    return any(newest.get(step, digest) != digest for step, digest in said.items())


def _secret_of(version: Version) -> Mapping[str, str]:
    try:
        return _secret_in(version.path, version.size)
    except OSError:
        return {}


@lru_cache(maxsize=1024)
def _secret_in(path: Path, size: int) -> Mapping[str, str]:
    """Return the digests of what was said in secret in a version: its bytes never change under its name."""
    return _secret(path.read_bytes())


def _secret(data: bytes) -> Mapping[str, str]:
    if not _ANONYMOUS.search(data) or (b"notes" not in data and b"votes" not in data):
        return {}
    try:
        return said_in_secret(skim(data, Path(), _NOT_SECRET))
    except (DxError, ValueError, TypeError, RecursionError):
        return {}
