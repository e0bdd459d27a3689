"""The store, broken on purpose: a harness that does not see it is no harness.

Each function breaks the process it is called in, for good: call it in a process that is thrown away.
"""

import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dxworkshop.store import state


def no_fsync() -> None:
    """Never wait for the disk."""
    for name in ("fsync", "fdatasync"):
        setattr(os, name, lambda _: None)


def no_folder_fsync() -> None:
    """Bring files down to the disk, but not their names."""
    real = os.fsync

    def fsync(handle: int) -> None:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            real(handle)

    setattr(os, "fsync", fsync)  # noqa: B010 - mypy knows it as a function that stays


def write_in_place() -> None:
    """Write sessions as most programs do: over the old bytes, piece by piece."""
    real = os.replace

    def replace(source: Any, target: Any, **options: Any) -> None:
        if not os.fspath(target).endswith(".toml"):
            real(source, target, **options)
            return
        handle = os.open(source, os.O_RDONLY)
        data = os.read(handle, 1 << 24)
        os.close(handle)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        for start in range(0, len(data), 512):
            os.write(handle, data[start : start + 512])
        os.close(handle)
        os.unlink(source)

    setattr(os, "replace", replace)  # noqa: B010 - as above


def journal_dropped_early() -> None:
    """Take journals away before what they hold is safe elsewhere: at opening, and before a save."""
    from dxworkshop.service import Facilitation
    from dxworkshop.store import journal

    found, save = journal.left_behind, Facilitation.save

    def left_behind(folder: Path) -> list[journal.Found]:
        journals = found(folder)
        for one in journals:
            one.path.unlink()
        return journals

    def save_and_drop(led: Facilitation) -> None:
        for path in state.folder_of(led.path).glob(f"*{journal.SUFFIX}"):
            path.unlink()
        save(led)

    journal.left_behind = left_behind
    setattr(Facilitation, "save", save_and_drop)  # noqa: B010 - as above


def failure_kept_quiet() -> None:
    """Pass over a disk that says it could not keep what was written."""
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)

        def wait(handle: int, real: Callable[[int], None] = real) -> None:
            with suppress(OSError):
                real(handle)

        setattr(os, name, wait)


SABOTAGE: Mapping[str, Callable[[], None]] = {
    "no_fsync": no_fsync,
    "no_folder_fsync": no_folder_fsync,
    "write_in_place": write_in_place,
    "journal_dropped_early": journal_dropped_early,
    "failure_kept_quiet": failure_kept_quiet,
}
"""What can be broken, by name."""


def apply(name: str) -> None:
    """Break the store of this process by the name of a function above; ``none`` and nothing leave it alone."""
    if name not in ("", "none"):
        SABOTAGE[name]()
