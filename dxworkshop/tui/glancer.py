"""Looks at a whole folder beside the keys: a thread that reads what is new, adds it up, and ends when asked to."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dxworkshop import calendar
from dxworkshop.errors import DxError, FolderError
from dxworkshop.fault import log_fault
from dxworkshop.insight.portfolio import Portfolio
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import index
from dxworkshop.store.index import heads
from dxworkshop.store.index.memo import remembered
from dxworkshop.store.index.refresh import forget
from dxworkshop.store.index.tally import portfolio

MOST = 200
"""Workshops that are shown one by one."""
_EVERY = 0.1
"""Seconds between two tellings of how far the reading is."""


@dataclass(frozen=True)
class Seen:
    """What was found."""

    found: Portfolio = field(default_factory=Portfolio)
    errors: tuple[DxError, ...] = ()
    """What could not be read."""


@dataclass(frozen=True)
class Reading:
    """How far the reading of new files is."""

    done: int
    total: int


class _EndedError(BaseException):
    """Nobody waits any more."""


class Glancer(threading.Thread):
    """The thread; what it tells is told in it, once at the end and now and then before."""

    def __init__(self, folder: Path, tell: Callable[[Seen | Reading], None]) -> None:
        super().__init__(name="glancer", daemon=True)
        self._folder = folder
        self._tell = tell
        self._ended = False
        self._told = 0.0

    def end(self) -> None:
        """Let it end, in the middle of reading too: what was read is read again the next time."""
        self._ended = True

    def run(self) -> None:
        """Look once."""
        with suppress(_EndedError):
            try:
                seen = self._seen()
            except FolderError as error:
                seen = Seen(errors=(error,))
            except Exception as error:  # the screen must not wait for ever
                seen = Seen(errors=(DxError(_mistake(error)),))
            if not self._ended:
                self._tell(seen)

    def _seen(self) -> Seen:
        try:
            return self._looked()
        except sqlite3.Error:  # the cache was taken away or damaged while it was open
            forget(self._folder)
            return self._looked()

    def _looked(self) -> Seen:
        today = calendar.now().date()
        with index.open_index(self._folder, progress=self._progress) as opened:
            found = portfolio(opened.db, today, rows=MOST, memo=partial(remembered, opened))
            return Seen(found, tuple(heads.errors(opened)))

    def _progress(self, done: int, total: int) -> None:
        if self._ended:
            raise _EndedError
        if time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            self._tell(Reading(done, total))


def _mistake(error: Exception) -> Sentence:
    log = str(log_fault(error) or type(error).__name__)
    return say("the program made a mistake while it looked through the folder; see {file}", file=log)
