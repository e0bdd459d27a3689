"""The desk: the one place where the screens change a session.

Views ask; the desk does, or answers with the sentence why not. Saving runs beside the keys, in a thread.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dxworkshop.errors import ConflictError, DxError, SaveError
from dxworkshop.fault import log_fault
from dxworkshop.model.changes import Change
from dxworkshop.model.session import Session
from dxworkshop.sentence import say
from dxworkshop.service import Facilitation


class Desk:
    """A session on the screen."""

    def __init__(self, facilitation: Facilitation) -> None:
        self.facilitation = facilitation
        self.trouble: DxError | None = None
        """Why the last save failed; None when it did not."""
        self.on_change: Callable[[], None] = lambda: None
        """Called after every change that was accepted, to draw and to save."""
        self.on_draft: Callable[[], None] = lambda: None
        """Called after every text that was not accepted, to save."""
        self.rescued: Path | None = None
        """The new file that holds what could not go into its own; None while there was no need of one."""
        self._saving = threading.Lock()

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self.facilitation.session

    @property
    def saved(self) -> bool:
        """Whether the file holds everything."""
        return self.trouble is None and self.facilitation.saved

    def ask(self, change: Change, burst: str = "") -> DxError | None:
        """Do a change; return None, or why it was refused."""
        return self._try(lambda: self.facilitation.do(change, burst))

    def undo(self) -> DxError | None:
        """Take the last change back."""
        return self._try(self.facilitation.undo)

    def redo(self) -> DxError | None:
        """Do the last undone change again."""
        return self._try(self.facilitation.redo)

    def go(self, step: str) -> DxError | None:
        """Go to a step; its clock starts."""
        return self._try(lambda: self.facilitation.go(step))

    def pause(self) -> DxError | None:
        """Stop the clock, or let it go on."""
        return self._try(self.facilitation.pause)

    def begin(self) -> None:
        """Start the clock where a workshop begins or goes on."""
        self._try(self.facilitation.begin)

    def keep_draft(self, field: str, text: str) -> None:
        """Keep text that no rule accepts yet; it is on this laptop's disk with the next save."""
        if self.facilitation.drafts.get(field, "") != text:
            self.facilitation.drafts[field] = text
            if not text:
                del self.facilitation.drafts[field]
            self.on_draft()

    def draft(self, field: str) -> str:
        """Return the unfinished text of a field; empty when there is none."""
        return self.facilitation.drafts.get(field, "")

    def save(self) -> None:
        """Write everything that is not written; never raises, `trouble` tells what went wrong.

        A file that somebody else changed is left to them: the words go into a new file beside it, at once, and
        stay there from now on.
        """
        with self._saving:
            try:
                self.facilitation.save()
                if self.rescued is None:
                    self.trouble = None
            except ConflictError as error:
                self.trouble = error
                self._rescue()
            except Exception as error:  # whatever it is, the person who types has to see it
                self.trouble = error if isinstance(error, DxError) else _own_fault(error)
                with suppress(DxError, OSError):
                    self.facilitation.remember()

    def close(self) -> None:
        """Stop the clock and save for the last time. What cannot go into its own file goes into a new one."""
        with suppress(DxError):  # nothing is drawn any more, and this may be another thread
            self.facilitation.end()
        self.save()
        with self._saving:
            if not self.facilitation.saved:
                self._rescue()

    @property
    def lost(self) -> bool:
        """Whether there is something typed that no file holds."""
        return not self.facilitation.saved

    def _rescue(self) -> None:
        with suppress(DxError, OSError):
            self.rescued = self.facilitation.save_copy()

    def _try(self, doing: Callable[[], None]) -> DxError | None:
        try:
            doing()
        except DxError as error:
            return error
        self.on_change()
        return None


def _own_fault(error: Exception) -> DxError:
    log_fault(error)
    return SaveError(say("the program made a mistake while saving; what you type is not in the file"))
