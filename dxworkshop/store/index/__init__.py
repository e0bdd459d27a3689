"""What the sessions of a folder hold, kept in a database of this laptop so that a large folder opens at once.

It says nothing that the files do not say, and can be deleted at any time. `refresh` opens it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dxworkshop.store.index.refresh import Index

Progress = Callable[[int, int], None]
"""Told how many files of how many have been read."""


def open_index(folder: Path, *, progress: Progress | None = None) -> "Index":
    """Return the index of a folder as its files are now; raises `FolderError` where the folder cannot be read."""
    from dxworkshop.store.index import refresh

    return refresh.open_index(folder, progress=progress)
