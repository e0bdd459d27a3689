"""A folder and all below it as a value: taken, and put back."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

Tree = Mapping[str, bytes | None]
"""Bytes by path below the folder, with ``/``; None for a folder."""


def taken(root: Path) -> dict[str, bytes | None]:
    """Return what is in a folder."""
    return {
        path.relative_to(root).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }


def put(root: Path, tree: Tree) -> None:
    """Let a folder hold this and nothing else."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for name in sorted(tree):
        data = tree[name]
        if data is None:
            (root / name).mkdir(exist_ok=True)
        else:
            handle = os.open(root / name, os.O_WRONLY | os.O_CREAT, 0o666)
            try:
                os.write(handle, data)
            finally:
                os.close(handle)
