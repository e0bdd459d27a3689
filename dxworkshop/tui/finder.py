"""Looks through a folder beside the keys: one thread holds the index, reads what is new, and searches.

Only the last line that was typed is searched for, however fast somebody types; a folder is looked at again when
home is shown, not for every letter.
"""

import io
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from textual.app import _PrintCapture

from dxworkshop import calendar
from dxworkshop.errors import DxError, FolderError
from dxworkshop.fault import log_fault
from dxworkshop.insight.due import WITHIN
from dxworkshop.sentence import say
from dxworkshop.store import state
from dxworkshop.store.index import deadline, heads, open_index
from dxworkshop.store.index.deadline import Falling
from dxworkshop.store.index.refresh import Index, forget
from dxworkshop.store.index.search import Found, lines, search
from dxworkshop.store.index.typed import Typed
from dxworkshop.store.index.wish import wish
from dxworkshop.store.summary import Summary

MOST = 200
"""Sessions shown at once; typing more narrows the rest."""
_EVERY = 0.1
"""Seconds between two tellings of how far the first reading is."""


@dataclass(frozen=True)
class Listed:
    """What was found for a line."""

    run: int
    """Which asking it answers: the number that `Finder.look` gave."""
    line: str
    """What was searched for, as it was typed."""
    rows: tuple[Summary, ...] = ()
    """The first of the sessions that were found: the one that was open last, then from new to old."""
    hits: dict[str, str] = field(default_factory=dict)
    """By the name of a file of them, one line in which a word stands."""
    total: int = 0
    """How many were found."""
    last: str = ""
    """Name of the file that was open last, where it is one of them."""
    errors: tuple[DxError, ...] = ()
    """What cannot be read."""
    late: int = 0
    """How many days of the folder are past."""
    soon: int = 0
    """How many come within the next days, today included."""


@dataclass(frozen=True)
class Reading:
    """How far the reading of new files is."""

    done: int
    total: int


def _has_no_number(_: object) -> int:
    """Refuse to tell the number of a stream that is no file.

    Defect: Textual's stand-in for stderr says that its number is -1; the processes that read a large folder get
    it passed on, and do not start.
    """
    raise io.UnsupportedOperation("fileno")


_PrintCapture.fileno = _has_no_number  # type: ignore[method-assign,assignment]


class _EndedError(BaseException):
    """Nobody waits any more."""


class Finder(threading.Thread):
    """The thread; what it tells is told in it."""

    def __init__(self, folder: Path, tell: Callable[[Listed | Reading | list[Falling]], object]) -> None:
        super().__init__(name="finder", daemon=True)
        self._folder = folder
        self._tell = tell
        self._woken = threading.Condition()
        self._read = self._due = self._ended = False
        self._run = 0
        self._line: str | None = None
        self._index: Index | None = None
        self._errors: tuple[DxError, ...] = ()
        self._counts = (0, 0)
        self._told = 0.0

    def look(self, line: str, *, again: bool = False) -> int:
        """Search for a line; look at the folder `again` before. Return the number of this asking."""
        with self._woken:
            self._run += 1
            self._line, self._read = line, self._read or again
            self._woken.notify()
            return self._run

    def ask_what_is_due(self) -> None:
        """Tell what is due in the folder."""
        with self._woken:
            self._due = True
            self._woken.notify()

    def end(self) -> None:
        """Let it end, in the middle of reading too: what was read is read again the next time."""
        with self._woken:
            self._ended = True
            self._woken.notify()

    def run(self) -> None:
        """Work until the end."""
        with suppress(_EndedError):
            while True:
                with self._woken:
                    self._woken.wait_for(lambda: self._ended or self._due or self._line is not None)
                    if self._ended:
                        break
                    run, line, read, due = self._run, self._line, self._read, self._due
                    self._line, self._read, self._due = None, False, False
                try:
                    self._work(run, line, due, read=read)
                except Exception as error:  # home must not wait for ever
                    self._own_up(error, run, line or "")
        if self._index is not None:
            self._index.close()

    def _work(self, run: int, line: str | None, due: bool, *, read: bool) -> None:
        try:
            self._answer(run, line, due, read=read)
        except sqlite3.Error:  # the cache was taken away or damaged while it was open
            forget(self._folder)
            self._answer(run, line, due, read=True)

    def _own_up(self, error: Exception, run: int, line: str) -> None:
        """Say in place of a list that a mistake of ours kept it from being made."""
        log = str(log_fault(error) or type(error).__name__)
        told = DxError(say("the program made a mistake while it looked through the folder; see {file}", file=log))
        self._tell(Listed(run, line, errors=(told,)))

    def _answer(self, run: int, line: str | None, due: bool, *, read: bool) -> None:
        try:
            index = self._opened() if read or self._index is None else self._index
        except FolderError as error:
            self._tell(Listed(run, line or "", errors=(error,)))
            return
        if line is not None:
            self._tell(self._listed(index, run, line))
        if due:
            last = calendar.now().date() + timedelta(days=WITHIN)
            self._tell(deadline.falling(index.db, last))

    def _opened(self) -> Index:
        if self._index is not None:
            self._index.close()
            self._index = None
        self._index = open_index(self._folder, progress=self._progress)
        self._errors = tuple(heads.errors(self._index, all_=True))
        today = calendar.now().date()
        self._counts = deadline.counts(self._index.db, today, today + timedelta(days=WITHIN))
        return self._index

    def _progress(self, done: int, total: int) -> None:
        if self._ended:
            raise _EndedError
        if time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            self._tell(Reading(done, total))

    def _listed(self, index: Index, run: int, line: str) -> Listed:
        today = calendar.now().date()
        wanted = wish(line, today)
        found = search(index.db, wanted, today)
        last = self._last()
        found.sort(key=lambda one: one.name != last)
        shown = found[:MOST]
        of_file = {one.name: one for one in heads.summaries(index, today, some=[one.file for one in shown])}
        held = lines(index.db, (one.file for one in shown), wanted.words)
        hits = {one.name: _hit(one, held.get(one.file, [])) for one in shown}
        return Listed(
            run,
            line,
            tuple(of_file[one.name] for one in shown if one.name in of_file),
            {name: hit for name, hit in hits.items() if hit},
            len(found),
            last if shown and shown[0].name == last else "",
            self._errors,
            *self._counts,
        )

    def _last(self) -> str:
        """Return the name of the file that was open last, where it lies in this folder."""
        path = state.last_session()
        try:
            here = path is not None and path.parent.resolve() == self._folder.resolve()
        except OSError:
            return ""
        return path.name if here and path is not None else ""


def _hit(one: Found, held: list[Typed]) -> str:
    """Return where a session was found: an action that was looked for, else a line other than its title."""
    if one.deeds:
        return one.deeds[0].title
    told = (one.title, one.organisation)
    return next((hit.line for hit in held if hit.kind != "file" and hit.line not in told), "")
