"""What is done beside the keys: one thread for this laptop's journal, one for the folder.

They are two because a share that does not answer must hold up neither the keys nor the journal.
"""

import threading
import time
from collections.abc import Callable

from dxworkshop.fault import log_fault

_AFTER_A_FAULT = 5.0
"""Seconds after which work that ended in a mistake of ours is tried again."""


class Keeper(threading.Thread):
    """A thread that works when it is woken, and when it is time."""

    def __init__(self, name: str, work: Callable[[], float | None]) -> None:
        """Make it; `work` returns in how many seconds it wants to be called again, None for when it is woken."""
        super().__init__(name=name, daemon=True)
        self._work = work
        self._woken = threading.Event()
        self._ended = False

    def run(self) -> None:
        """Work until the end."""
        pause: float | None = 0.0
        while not self._ended:
            if pause is None or pause > 0:
                self._woken.wait(pause)
            self._woken.clear()
            if not self._ended:
                pause = self._worked()

    def _worked(self) -> float | None:
        try:
            return self._work()
        except Exception as error:  # a mistake here must not end what saves
            log_fault(error)
            return _AFTER_A_FAULT

    def wake(self) -> None:
        """Let it work now."""
        self._woken.set()

    def end(self) -> None:
        """Let it end after what it is doing."""
        self._ended = True
        self._woken.set()


class Pace:
    """When the file is written: some seconds after the last change, and no later than some after the first."""

    AFTER = 2.0
    """Seconds after the last change."""
    AT_MOST = 10.0
    """Seconds after the first change that is not in the file."""

    def __init__(self) -> None:
        self._first: float | None = None
        self._last = 0.0
        self._at_once = False
        self._not_before = 0.0

    def changed(self) -> None:
        """Note that something changed."""
        self._last = time.monotonic()
        self._first = self._last if self._first is None else self._first

    def hurry(self) -> None:
        """Do not wait this time."""
        self._at_once = True

    def left(self) -> float:
        """Return in how many seconds the file is to be written; none or less is now."""
        if (pause := self._not_before - time.monotonic()) > 0:
            return pause
        if self._at_once:
            return 0.0
        if self._first is None:  # something changed while the file was being written
            self._first = self._last = time.monotonic()
        return min(self._last + self.AFTER, self._first + self.AT_MOST) - time.monotonic()

    def failed(self, pause: float) -> None:
        """Note that it could not be written: it is tried again after some seconds, however much is typed."""
        self._not_before = time.monotonic() + pause

    def written(self) -> None:
        """Note that the file was written."""
        self._first, self._at_once, self._not_before = None, False, 0.0
