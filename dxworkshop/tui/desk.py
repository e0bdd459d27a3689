"""The desk: the one place where the screens change a session.

Views ask; the desk does, or answers with the sentence why not. What was accepted goes to this laptop's journal at
once and to the file soon, each in a thread of its own.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from dxworkshop.errors import BusyError, ConflictError, DxError, SaveError
from dxworkshop.fault import log_fault
from dxworkshop.model.changes import Change
from dxworkshop.model.session import Session
from dxworkshop.sentence import say
from dxworkshop.service import Facilitation
from dxworkshop.store.presence import Other
from dxworkshop.tui.contested import Contested
from dxworkshop.tui.keeper import Keeper, Pace

LOOK = 2.0
"""Seconds between two looks at the file for what others wrote."""
BEAT = 15.0
"""Seconds between two signs that this window is open."""
TRY_AGAIN = 5.0
"""Seconds after which what could not be written is tried again."""
State = Literal["saving", "here", "saved", "not in the folder", "nowhere"]
"""Where what was accepted is: on its way, on this laptop, in the folder too, not in the folder, or nowhere yet."""

ALARMING: tuple[State, ...] = ("not in the folder", "nowhere")
"""States in which somebody has to do something."""


class Desk:
    """A session on the screen."""

    def __init__(self, facilitation: Facilitation) -> None:
        self.facilitation = facilitation
        self.trouble: DxError | None = None
        """Why the file could not be written the last time; None when it could."""
        self.journal_trouble: DxError | None = None
        """Why this laptop's journal could not be written the last time; None when it could."""
        self.on_change: Callable[[], None] = lambda: None
        """Called after every change that was accepted, to draw."""
        self.on_kept: Callable[[], object] = lambda: None
        """Called in a thread when something was written, could not be, or came from others."""
        self.rescued: Path | None = None
        """The new file that holds what could not go into its own; None while there was no need of one."""
        self.on_refused: Callable[[], None] = lambda: None
        """Called where a change was refused because nothing can be changed here."""
        self.contested = Contested()
        """Where others wrote while we did."""
        self.typing = False
        """Whether something is being typed that was not taken in yet."""
        self._pace = Pace()
        self._beat_at = 0.0
        self._journal = Keeper("journal", self._keep_journal)
        self._folder = Keeper("folder", self._tend_folder)

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self.facilitation.session

    @property
    def others(self) -> tuple[Other, ...]:
        """Who else has the file open."""
        return self.facilitation.others

    @property
    def saved(self) -> bool:
        """Whether the file holds everything."""
        return self.trouble is None and self.facilitation.saved

    @property
    def state(self) -> State:
        """Where everything that was accepted is."""
        if self._drafts_lost:
            return "nowhere"
        if self.typing and self.trouble is None:
            return "saving"
        if self.facilitation.saved and self.trouble is None:
            return "saved" if self.facilitation.kept or self.journal_trouble is not None else "saving"
        here = self.facilitation.kept and self.journal_trouble is None
        if self.trouble is not None:
            return "not in the folder" if here else "nowhere"
        return "here" if here else "saving"

    @property
    def lost(self) -> bool:
        """Whether there is something typed that no disk holds."""
        here = self.facilitation.kept and self.journal_trouble is None
        return self._drafts_lost or not (self.facilitation.saved or here)

    @property
    def _drafts_lost(self) -> bool:
        return self.journal_trouble is not None and not self.facilitation.drafts_kept

    # Changes ---------------------------------------------------------------------------------------

    def ask(self, change: Change, burst: str = "") -> DxError | None:
        """Do a change; return None, or why it was refused."""
        return self.contested.refused(self.session, change) or self._try(
            lambda: self.facilitation.do(change, burst)
        )

    def undo(self) -> DxError | None:
        """Take the last change back."""
        return self._try(self.facilitation.undo)

    def redo(self) -> DxError | None:
        """Do the last undone change again."""
        return self._try(self.facilitation.redo)

    def go(self, step: str) -> DxError | None:
        """Go to a step; its clock starts, and the file is written."""
        self._pace.hurry()
        return self._try(lambda: self.facilitation.go(step))

    def pause(self) -> DxError | None:
        """Stop the clock, or let it go on."""
        return self._try(self.facilitation.pause)

    def begin(self) -> None:
        """Start the clock where a workshop begins or goes on."""
        self._try(self.facilitation.begin)

    def keep_draft(self, field: str, text: str) -> None:
        """Keep text that no rule accepts yet."""
        if self.facilitation.drafts.get(field, "") != text:
            self.facilitation.drafts[field] = text
            if not text:
                del self.facilitation.drafts[field]
            self._changed()

    def draft(self, field: str) -> str:
        """Return the unfinished text of a field; empty when there is none."""
        return self.facilitation.drafts.get(field, "")

    def take_in(self) -> tuple[tuple[str, ...], ...]:
        """Take what others wrote into the session; return the keys down to each value they changed."""
        before = self.session
        touched = self.facilitation.take_in()
        self.contested.took_in(before, self.session, touched)
        for draft, text in self.contested.decided(self.session):
            if self.draft(draft) == text:  # it was one of the two that somebody chose from
                self.keep_draft(draft, "")
        return touched

    def save_as(self, path: Path) -> DxError | None:
        """Go on in a new file of this name; return None, or why that cannot be."""
        try:
            self.facilitation.save_as(path)
        except DxError as error:
            return error
        self.trouble, self.rescued = None, None
        self._changed()
        self.begin()
        return None

    def _try(self, doing: Callable[[], None]) -> DxError | None:
        try:
            doing()
        except DxError as error:
            if self.facilitation.read_only is not None:
                self.on_refused()
            return error
        self._changed()
        self.on_change()
        return None

    def _changed(self) -> None:
        self._pace.changed()
        self._journal.wake()
        self._folder.wake()

    # Keeping ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to keep and to save beside the keys."""
        self._journal.start()
        self._folder.start()

    def save(self) -> None:
        """Write everything that is not written, now; never raises, `trouble` tells what went wrong."""
        self._keep()
        self._write()

    def close(self) -> None:
        """Stop the clock and save for the last time. What cannot go into its own file goes into a new one."""
        with suppress(DxError):  # nothing is drawn any more, and this may be another thread
            self.facilitation.end()
        if self.facilitation.read_only is not None:  # what was recovered waits until it can be written
            self.facilitation.remember()
            return
        self.save()
        self.take_in()
        if self.rescued is None and self.facilitation.saved:
            self._look_once_more()
        elif self.rescued is None and not (isinstance(self.trouble, BusyError) and not self.lost):
            self._rescue(None)

    def _look_once_more(self) -> None:
        """See that the file is still what we saved: somebody may have put something else there since."""
        try:
            self.facilitation.look()
        except ConflictError as error:
            self.trouble = error
            self._rescue(error)
        except DxError:
            return

    def leave(self) -> None:
        """End the threads and let go of the file, after it was closed for good."""
        for keeper in (self._journal, self._folder):
            keeper.end()
        if self.trouble is not None and self.rescued is None:
            self.facilitation.let_go()
            return
        with suppress(DxError):
            self.facilitation.close()

    def _keep_journal(self) -> float | None:
        """Bring to this laptop's disk what is not there."""
        if self.facilitation.kept and self.journal_trouble is None:
            return None
        self._keep()
        self.on_kept()
        return TRY_AGAIN if self.journal_trouble is not None else None

    def _keep(self) -> None:
        try:
            self.facilitation.keep()
            self.journal_trouble = None
        except Exception as error:  # whatever it is, the person who types has to see it
            self.journal_trouble = error if isinstance(error, DxError) else _own_fault(error)
            self._pace.hurry()
            self._folder.wake()

    def _tend_folder(self) -> float | None:
        """Write the file when it is time, look what others wrote, and say that this window is open."""
        news = False
        if not self.facilitation.saved:
            left = self._pace.left()
            if left > 0:
                return left
            self._write()
            news = True
        else:
            news = self._glance()
        if time.monotonic() >= self._beat_at:
            self._beat_at = time.monotonic() + BEAT
            news = self.facilitation.beat() or news
        if news:
            self.on_kept()
        return TRY_AGAIN if self.trouble is not None else LOOK

    def _write(self) -> None:
        """Write the file. One that cannot be merged is left to others: ours goes into a new one beside it."""
        try:
            self.facilitation.write()
            self._pace.written()
            if self.rescued is None:
                self.trouble = None
        except ConflictError as error:
            self.trouble = error
            self._rescue(error)
        except Exception as error:  # whatever it is, the person who types has to see it
            self.trouble = error if isinstance(error, DxError) else _own_fault(error)
            self._pace.failed(TRY_AGAIN)
            with suppress(DxError, OSError):
                self.facilitation.remember()

    def _glance(self) -> bool:
        """Look what others wrote; return whether there is something new to show."""
        before = self.trouble
        try:
            found = self.facilitation.glance()
        except DxError as error:
            self.trouble = error
            return before is None
        if self.rescued is None:
            self.trouble = None
        return found or self.trouble is not before

    def _rescue(self, trouble: SaveError | None) -> None:
        with suppress(DxError, OSError):
            self.rescued = self.facilitation.save_copy(trouble)
            self._pace.written()


def _own_fault(error: Exception) -> DxError:
    log_fault(error)
    return SaveError(say("the program made a mistake while saving; what you type is not in the file"))
