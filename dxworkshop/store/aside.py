"""The folder `.dxworkshop` beside the sessions: kept versions, who has which file open, and the bin.

Git does not see it, and nothing in it is needed to open a session.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Literal

NAME = ".dxworkshop"
Part = Literal["versions", "presence", "bin"]
"""What stands in it, each in a folder of its own."""


def place(path: Path, part: Part) -> Path:
    """Return the folder for one part of what belongs to a session file; the bin is one for all of a folder."""
    real = Path(os.path.realpath(path))
    beside = real.parent / NAME / part
    return beside if part == "bin" else beside / real.name


def made(path: Path, part: Part) -> Path:
    """Return the folder for one part of what belongs to a session file, made where it is not there yet.

    Whoever may write beside the file may write there too; who may not read the file may not look in.

    Raises:
        OSError: it cannot be made.

    """
    wanted = place(path, part)
    top = wanted.parent if part == "bin" else wanted.parent.parent
    _make(top, like=top.parent)
    _ignored_by_git(top)
    if part != "bin":
        _make(wanted.parent, like=top.parent)
    _make(wanted, like=top.parent, closed_as=path if part == "versions" else None)
    return wanted


def _make(folder: Path, like: Path, closed_as: Path | None = None) -> None:
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    with suppress(OSError):  # a disk that knows no modes
        mode = stat.S_IMODE(like.stat().st_mode)
        if closed_as is not None:
            mode &= ~_closed(stat.S_IMODE(closed_as.stat().st_mode))
        folder.chmod(mode)


def _closed(mode: int) -> int:
    """Return the bits of a folder that are to go, for whom a file of this mode may not be read."""
    others = ((stat.S_IRGRP, stat.S_IRWXG), (stat.S_IROTH, stat.S_IRWXO))
    return sum(of_them for may_read, of_them in others if not mode & may_read)


def _ignored_by_git(top: Path) -> None:
    with suppress(OSError), (top / ".gitignore").open("x", encoding="utf-8", newline="\n") as file:
        file.write("*\n")
