"""The screens. Nothing here imports Textual until a screen is really opened."""

import gc
import os
import sys
from pathlib import Path

from dxworkshop.errors import UsageError
from dxworkshop.sentence import say

SMALLEST = (70, 20)
"""Columns and rows below which the screens cannot be used."""
SMALLEST_WALL = (40, 12)
"""Columns and rows below which nothing can be shown to a room."""


def run_home(folder: Path) -> int:
    """Open the home screen over a folder of sessions; return the exit code."""
    return _run(folder, None)


def run_session(path: Path) -> int:
    """Open a session where the team was; return the exit code."""
    return _run(path.parent, path)


def run_present(path: Path) -> int:
    """Show a session to the room as its file changes; return the exit code. Writes nothing."""
    _refuse_without_terminal(SMALLEST_WALL)
    gc.disable()
    from dxworkshop.tui.present import run

    return run(path)


def _run(folder: Path, session: Path | None) -> int:
    _refuse_without_terminal()
    # Nothing that is imported becomes garbage; the app collects again from its first frame on.
    gc.disable()
    from dxworkshop.tui.app import run

    return run(folder, session)


def _refuse_without_terminal(smallest: tuple[int, int] = SMALLEST) -> None:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams) or os.environ.get("TERM") == "dumb":
        raise UsageError(
            say(
                "the screens need a terminal, and this is none; "
                "use 'dxworkshop list', 'dxworkshop show' or 'dxworkshop --help' instead"
            )
        )
    columns, rows = os.get_terminal_size(sys.stderr.fileno())
    if columns < smallest[0] or rows < smallest[1]:
        raise UsageError(
            say(
                "this terminal is {columns}x{rows}; make it at least {width}x{height}, best 100x30",
                columns=columns,
                rows=rows,
                width=smallest[0],
                height=smallest[1],
            )
        )
