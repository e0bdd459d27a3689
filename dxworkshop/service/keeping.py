"""How what was accepted is kept: in this laptop's journal at once, in the file soon, with what others wrote."""

import os
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from dxworkshop import calendar
from dxworkshop.errors import ConflictError, DxError, SaveError
from dxworkshop.model.history import History, rewritten
from dxworkshop.model.patch import Patch, changed
from dxworkshop.model.secret import is_anonymous, tells_names, without_order
from dxworkshop.model.session import Session
from dxworkshop.model.value import plain
from dxworkshop.paths import state_folder
from dxworkshop.store import document, file, presence, state, versions
from dxworkshop.store.document import Document
from dxworkshop.store.journal import Line
from dxworkshop.store.presence import Other, Presence
from dxworkshop.store.recovery import Recovered, as_session, merge_into
from dxworkshop.store.replay import Deed, change_line
from dxworkshop.store.working import Saved, WorkingCopy


@dataclass(frozen=True)
class _Arrived:
    """What others changed in the file, not yet taken into the session on the screen."""

    saved: Saved
    ours: Session
    """The session as it was when the file was written or read."""
    upto: int
    """Number of the last change of ours that is in it."""


class Keeping:
    """A session with its past, the journal and the file. Saving may run in a thread of its own."""

    def __init__(self, loaded: Document, recovered: Recovered | None = None, who: str = "") -> None:
        self._copy = WorkingCopy(loaded, recovered, who)
        self._lock = threading.RLock()
        self._keeping = threading.RLock()
        self._saving = threading.RLock()
        remembered = state.load(loaded.path, loaded.identity)
        self._history = state.history_of(loaded.session, remembered)
        self._saved = self._history
        self._kept: tuple[History, dict[str, str]] = (self._history, dict(remembered.drafts))
        self.drafts: dict[str, str] = dict(remembered.drafts)
        """Text of fields that no rule has accepted yet, by the name a face gives the field."""
        self.recovered = 0
        """How many changes were recovered that a crash had kept from the file."""
        self.broken: tuple[Path, ...] = ()
        """Where what could not be recovered was put aside."""
        self.others: tuple[Other, ...] = ()
        """Who else has the file open."""
        if recovered is not None:
            self.recovered, self.broken = recovered.changes, recovered.broken
            known = {} if recovered.journals and not recovered.broken else self.drafts  # a journal knows them all
            self.drafts = {**known, **recovered.drafts}
            if recovered.session is not loaded.session:
                self._history = History(recovered.session, recovered.past, recovered.future)
        self._number = self._copy.first_number - 1
        self._lines: list[Line] = []
        self._later: list[tuple[int, Sequence[Patch]]] = []
        self._drafts_kept: dict[str, str] = {}
        self._arrived: _Arrived | None = None
        self._presence: Presence | None = None
        self._to_forget: set[str] = set()

    @property
    def path(self) -> Path:
        """The file."""
        return self._copy.path

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self._history.session

    @property
    def saved(self) -> bool:
        """Whether the file holds all that was accepted."""
        held = self._copy.document.session
        return self._arrived is None and (held is self.session or held == self.session)

    @property
    def kept(self) -> bool:
        """Whether this laptop's journal holds all that was accepted and all unfinished texts."""
        return not self._lines and self._drafts_kept == self.drafts

    @property
    def drafts_kept(self) -> bool:
        """Whether all unfinished texts are on this laptop's disk, in the journal or among what it remembers."""
        return self.drafts in (self._drafts_kept, self._kept[1])

    @property
    def arrived(self) -> bool:
        """Whether something that others wrote waits for `take_in`."""
        return self._arrived is not None

    @property
    def unkept(self) -> int:
        """How many comments in the file cannot be kept when it is written."""
        return self._copy.document.comments.unkept

    @property
    def newer(self) -> bool:
        """Whether a newer program wrote the file."""
        return self._copy.document.newer

    def _step_to(self, history: History, deed: Deed, patches: Sequence[Patch], burst: str = "") -> None:
        """Go to another state of the session, and note how for the journal."""
        with self._lock:
            self._history = history
            self._number += 1
            self._lines.append(change_line(self._number, deed, patches, burst))
            self._later.append((self._number, patches))

    # On this laptop --------------------------------------------------------------------------------

    def keep(self) -> None:
        """Return when all changes and unfinished texts are on this laptop's disk.

        Raises `SaveError` where they cannot be written; they are still here then, and the next call tries again.
        """
        with self._keeping:  # not the lock of saving: a share that does not answer must not hold up this
            with self._lock:
                lines, drafts = list(self._lines), dict(self.drafts)
            self._copy.keep(lines, drafts)
            with self._lock:
                del self._lines[: len(lines)]
                self._drafts_kept = drafts

    def remember(self) -> bool:
        """Keep undo and unfinished fields on this laptop; of changes that the file does not hold, nothing."""
        history = self._history if self.saved else self._saved
        kept = (without_order(history), dict(self.drafts))
        if kept != self._kept and state.save(self.path, self._copy.document.identity, *kept):
            self._kept = kept
        return kept == self._kept

    # In the folder ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the session to its file, with what others wrote there; then what they wrote is in the session too.

        Raises `ConflictError` if what stands there cannot be merged, `SaveError` if it cannot be written; what
        was accepted is still here then, and `saved` stays false.
        """
        self.write()
        self.take_in()

    def write(self) -> None:
        """Write the session to its file as `save` does; what others wrote waits for `take_in`."""
        with self._saving:
            borrowed = self._copy.has_left_overs
            if borrowed:
                with suppress(SaveError):  # a laptop that can write nothing can still save
                    self.keep()
            with self._lock:
                here, history, number = self._history.session, self._taken(), self._number
            before = self._copy.document.session
            if self._arrived is not None or history.session != before or borrowed:
                others = self._presence.others() if self._presence else presence.others(self.path)
                saved = self._copy.save(history.session, number, shared=bool(others))
                self._arrive(saved, here, history, number)
            else:
                self._saved = history
            self._forget_names_of(before)
            if self.remember() and borrowed:
                with self._keeping:
                    if self.kept:
                        self._copy.end_journal()

    def look(self) -> bool:
        """Read the file; return whether others changed something in it, which is then in the session.

        Raises `ConflictError` and `SaveError` as `save` does.
        """
        found = self.glance()
        self.take_in()
        return found

    def glance(self) -> bool:
        """Read the file as `look` does; what others wrote waits for `take_in`."""
        with self._saving:
            with self._lock:
                saved, history, number = self.saved, self._history, self._number
            if not saved:
                self.write()
                return self._arrived is not None
            before = self._copy.document.session
            found = self._copy.look(number)
            if found is not None:
                self._arrive(found, history.session, history, number)
                self._forget_names_of(before)
            return found is not None

    def take_in(self) -> tuple[tuple[str, ...], ...]:
        """Take what others wrote into the session; return the keys down to each value they changed."""
        with self._lock:
            arrived = self._arrived
            if arrived is None:
                return ()
            after = self._taken()
            # Without a word from us the journal would do our changes again over theirs.
            later = self._patches_since(arrived.upto)
            again = rewritten(arrived.saved.document.session, later) if later else after.session
            self._later = [(number, patches) for number, patches in self._later if number > arrived.upto]
            self._history, self._arrived = after, None
            if told := changed(again, after.session):
                self._step_to(after, "pass", told)
            return arrived.saved.touched

    def _arrive(self, saved: Saved, here: Session, history: History, upto: int) -> None:
        """Note what a save or a look brought; `here` is what the screen showed, `history` what was to be saved."""
        self._saved = history.rebased(saved.document.session, saved.touched)
        with self._lock:
            if saved.document.session == history.session and self._arrived is None:
                self._later = [(number, patches) for number, patches in self._later if number > upto]
                return
            before = self._arrived.saved.touched if self._arrived is not None else ()
            everything = Saved(saved.document, (*before, *saved.touched))
            self._arrived = _Arrived(everything, here, upto)

    def _taken(self) -> History:
        """Return the history with what others wrote, and with what was changed here since."""
        arrived = self._arrived
        if arrived is None:
            return self._history
        session = arrived.saved.document.session
        if self._patches_since(arrived.upto):
            together = merge_into(plain(arrived.ours), plain(self.session), plain(session), self._copy.who)
            session = as_session(together.data)
        return self._history.rebased(session, arrived.saved.touched)

    def _patches_since(self, number: int) -> list[Patch]:
        return [patch for n, patches in self._later if n > number for patch in patches]

    def _forget_names_of(self, before: Session) -> None:
        """Drop older states of the file that name somebody in a step that is anonymous now, and the journal."""
        now = self._copy.document.session
        steps = [id_ for id_ in now.workshop.steps if is_anonymous(now, id_) and not is_anonymous(before, id_)]
        self._to_forget |= set(steps)
        if self._to_forget and versions.forget(self.path, self._names_somebody):
            self._copy.renew()
            self._to_forget = set()

    def _names_somebody(self, data: bytes) -> bool:
        tables = document.tables(data)
        return any(tells_names(tables, step) for step in self._to_forget)

    # Where it cannot be written --------------------------------------------------------------------

    def save_copy(self, trouble: SaveError | None = None) -> Path:
        """Write the session into a new file beside its own, where that could not be written, and go on there.

        The new file says in its name when it stands beside one that could not be merged. Where the folder cannot
        be written either, the file goes among the rescued sessions of this laptop. Raises the `SaveError` of the
        first folder when nothing can be written at all.
        """
        stem = self.path.stem
        if isinstance(trouble, ConflictError):
            host, now = presence.stem_of(socket.gethostname()), calendar.now().astimezone(UTC)
            stem = f"{stem}.conflict-{host}-{now:%Y%m%dT%H%M%SZ}"
        with self._saving:
            try:
                self._copy_into(self.path.parent, stem, safe=isinstance(trouble, ConflictError))
            except SaveError as error:
                try:
                    self._copy_into(state_folder() / state.RESCUED, stem, safe=isinstance(trouble, ConflictError))
                except DxError:
                    raise error from None
            self.remember()
        return self.path

    def save_as(self, path: Path) -> Path:
        """Write the session into a new file of this name, and go on there; return where: never over another file.

        Raises `RuleError` for a name that no file can have, `SaveError` where it cannot be written.
        """
        stem = file.file_stem(path.stem if path.suffix == document.SUFFIX else path.name)
        with self._saving:
            with file.explained(path.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
            self._copy_into(path.parent, stem, safe=True)
            self.remember()
            if self._presence is not None:
                self._presence.leave()
            self._presence, self.others = None, ()
        return self.path

    def _copy_into(self, folder: Path, stem: str, *, safe: bool) -> None:
        with self._lock:
            history, upto = self._taken(), self._number
        if folder.name == state.RESCUED:
            with suppress(OSError):  # the file that cannot be made says why
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = document.create(folder, history.session, stem)
        with self._keeping, self._lock:
            self._history = self._taken()
            before, self._copy = self._copy, WorkingCopy(made, None, self._copy.who)
            self._saved, self._arrived = history, None
            self._later = [(number, patches) for number, patches in self._later if number > upto]
            waiting = [line for line in self._lines if int(line["n"]) > upto]
            self._lines = [*before.kept_since(upto), *waiting]
            self._drafts_kept, self._kept = {}, (History(made.session), {})
        with suppress(SaveError):
            self.keep()
        # A file that could only not be written just now gets its changes when it is opened here again.
        before.close(safe=safe and self.kept)

    # Others ----------------------------------------------------------------------------------------

    def beat(self) -> bool:
        """Say that this window has the file open, and see who else has; return whether that changed."""
        self._copy.beat()
        if self._presence is None:
            self._presence = presence.announce(self.path, self._copy.who)
        before, self.others = self.others, tuple(self._presence.others())
        return before != self.others

    def let_go(self) -> None:
        """Let go of the file as it is; what it does not hold stays in the journal, for the next start."""
        self._copy.close(safe=False)
        if self._presence is not None:
            self._presence.leave()

    def close(self) -> None:
        """Save for the last time and leave one file behind; what could not be saved stays in the journal.

        Raises `SaveError` as `save` does.
        """
        with self._saving:
            try:
                with suppress(SaveError):
                    self.keep()
                self.save()
            finally:
                remembered = self.remember()
                self._copy.close(safe=self.saved and remembered)
                if self._presence is not None:
                    self._presence.leave()


def may_be_written(path: Path) -> bool:
    """Tell whether a session file and its folder may be written."""
    folder = Path(os.path.realpath(path)).parent
    return os.access(path, os.W_OK) and os.access(folder, os.W_OK)
