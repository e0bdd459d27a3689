"""The bin of a folder: removed sessions lie there under their name and time, until somebody wants them."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from dxworkshop.errors import RuleError
from dxworkshop.sentence import say
from dxworkshop.store import aside, file, lock, presence, toml

_TIME = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<stem>.+)-(?P<time>\d{8}T\d{6}Z)(-\d+)?(?P<suffix>\.[^.]+)?", re.DOTALL)


@dataclass(frozen=True)
class Binned:
    """A session file in the bin."""

    path: Path
    stem: str
    suffix: str
    at: datetime
    """When it was removed."""

    @property
    def name(self) -> str:
        """What the file was called."""
        return f"{self.stem}{self.suffix}"


def put(path: Path, now: datetime) -> Path:
    """Move a session file into the bin of its folder, and return where it lies; its versions stay where they are.

    Raises:
        RuleError: somebody has it open, or it is a link.
        DocumentError: there is no such file.
        SaveError: it cannot be moved; it stands where it stood.

    """
    toml.read_bytes(path)
    if path.is_symlink():
        target = os.path.realpath(path)
        raise RuleError(say("{file} is a link; remove the file it leads to, {target}", file=path, target=target))
    if there := presence.others(path):
        names = [f"{other.who} ({other.host})" for other in there]
        raise RuleError(say("others have this session open: {names}; remove it when they have left", names=names))
    with file.explained(path), lock.saving(path):
        folder = aside.made(path, "bin")
        return _moved(path, folder, f"{path.stem}-{now.astimezone(UTC).strftime(_TIME)}", path.suffix)


def contents(folder: Path) -> list[Binned]:
    """Return the sessions in the bin of a folder, the one removed last first."""
    place = aside.place(folder / "any", "bin")
    found = []
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if one := _binned(entry):
                found.append(one)
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def take(binned: Binned, folder: Path) -> Path:
    """Move a session out of the bin, back under its old name or the next one that is free; return where it stands.

    Raises `SaveError` where it cannot be moved; it lies in the bin then.
    """
    return _moved(binned.path, folder, binned.stem, binned.suffix)


def _binned(entry: "os.DirEntry[str]") -> Binned | None:
    match = _NAME.fullmatch(entry.name)
    try:
        if match and entry.is_file(follow_symlinks=False) and entry.stat().st_size:
            at = datetime.strptime(match["time"], _TIME).replace(tzinfo=UTC)
            return Binned(Path(entry.path), match["stem"], match["suffix"] or "", at)
    except (OSError, ValueError):  # gone by now, or digits that are no time
        pass
    return None


def _moved(source: Path, folder: Path, stem: str, suffix: str) -> Path:
    """Move a file to the first name that is free.

    The name is held by an empty file until the whole one takes its place: whatever stands there then is moved,
    also what was saved at the last moment, and no other file is ever replaced.
    """
    with file.explained(folder / f"{stem}{suffix}"):
        for target in _names(folder, stem, suffix):
            try:
                os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            except FileExistsError:
                continue
            try:
                file.patiently(partial(os.replace, source, target))
            except BaseException:
                with suppress(OSError):
                    if not target.stat().st_size:
                        target.unlink()
                raise
            file.sync_folder(folder)
            file.sync_folder(source.parent)
            return target
    raise AssertionError("numbers do not end")


def _names(folder: Path, stem: str, suffix: str) -> Iterator[Path]:
    for number in count(1):
        yield folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
