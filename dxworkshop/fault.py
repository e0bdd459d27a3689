"""Faults of the program itself: written down without anything that people typed."""

import traceback
from pathlib import Path

from dxworkshop.errors import DxError
from dxworkshop.paths import state_folder


def log_fault(error: BaseException | None) -> Path | None:
    """Append where an unexpected error arose to a log on this laptop; return the log, None if it cannot be.

    Only files, lines and the kind of error are written: its words may hold what people typed.
    """
    if error is None:
        return None
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    text = "\n".join([type(error).__name__, *lines, ""])
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "faults.log"
        with path.open("a", encoding="utf-8") as log:
            log.write(text)
    except (OSError, DxError):
        return None
    return path
