"""How far it is when a large folder is read for the first time: one line on a terminal, wiped away at the end."""

import sys
import time
from collections.abc import Callable

from dxworkshop.i18n import tr

_PATIENCE = 0.5
"""Seconds of work about which nothing is said."""
_BETWEEN = 0.1
"""Seconds between two looks of the line."""
_CELLS = 24


def progress() -> Callable[[int, int], None] | None:
    """Return what shows how many files of how many have been read; None where nobody sits at a terminal."""
    if not sys.stderr.isatty():
        return None
    begun = shown = time.monotonic()
    wiped = True

    def show(done: int, total: int) -> None:
        nonlocal shown, wiped
        now = time.monotonic()
        if done >= total:
            if not wiped:
                _write("\r\x1b[K")
                wiped = True
        elif now - begun > _PATIENCE and now - shown > _BETWEEN:
            shown, wiped = now, False
            bar = "#" * (_CELLS * done // total)
            told = tr("the sessions are being read: {done} of {total}", done=done, total=total)
            _write(f"\r[{bar:-<{_CELLS}}] {told}\x1b[K")

    return show


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
