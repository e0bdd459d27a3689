"""One look at a folder of sessions: which files are there, and whether any of them is another than before."""

import hashlib
import marshal
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dxworkshop.errors import FolderError
from dxworkshop.store.summary import copied_from, unreadable_folder

Stamp = tuple[int, int, int]
"""Size, and the times of the last change of a file and of what stands about it, in nanoseconds."""
UNKNOWN: Stamp = (-1, -1, -1)
"""The stamp of a file that cannot be asked for it: reading it says why."""


@dataclass(frozen=True)
class Look:
    """What a folder of sessions holds."""

    files: dict[str, Stamp] = field(default_factory=dict)
    """Stamp of every file that may be a session, by its name."""
    copies: tuple[str, ...] = ()
    """Names of the copies that wait to be merged."""
    there: bool = True
    """Whether there is such a folder at all."""

    @cached_property
    def seal(self) -> bytes:
        """Return what is the same only while all files are."""
        # This format knows no references: one value has one form. A folder tells its files in an order that stays;
        # where one does not, all stamps are compared, and no more is lost.
        return hashlib.sha256(marshal.dumps([*self.files.items()], 0)).digest()


def look(folder: Path) -> Look:
    """Look at a folder: one pass, and one question to the system for each file.

    Raises `FolderError` where the folder may not be read: it must not look empty then.
    """
    files: dict[str, Stamp] = {}
    copies: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[-5:] == ".toml" and name[0] != ".":
                    try:
                        if not entry.is_file():
                            continue
                        found = entry.stat()
                        stamp = found.st_size, found.st_mtime_ns, found.st_ctime_ns
                    except OSError:
                        stamp = UNKNOWN
                    if copied_from(name) is None:
                        files[name] = stamp
                    else:
                        copies.append(name)
    except FileNotFoundError:
        return Look(there=False)
    except (OSError, ValueError) as error:
        raise FolderError(unreadable_folder(folder, error)) from None
    return Look(files, tuple(sorted(copies)))
