"""A session file that is worked on: what this laptop's journal holds, and what the folder has.

A change is safe twice: first as a line in the journal on this laptop, then in the file that everybody reads. What
others wrote into the file meanwhile is merged, on the last bytes that both sides knew.
"""

import errno
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from dxworkshop import calendar
from dxworkshop.errors import ConflictError, DxError, FolderError, NewerFormatError, SaveError
from dxworkshop.model.explicit import explicit
from dxworkshop.model.patch import difference
from dxworkshop.model.session import Session
from dxworkshop.model.value import plain
from dxworkshop.paths import state_folder
from dxworkshop.sentence import say
from dxworkshop.store import document, file, journal, lock, state, versions
from dxworkshop.store.document import Document
from dxworkshop.store.journal import Journal, Line
from dxworkshop.store.recovery import Recovered, as_session, base_file, merge_into, recover
from dxworkshop.store.replay import base_line, bases, draft_lines

_TRIES = 5
"""How often a save begins again because somebody else was faster."""
KEPT_BASES = 50
"""How many states of the file this laptop keeps to itself."""
_THINNED = 25
"""After how many saves those that are too many go."""
_BALLAST = 1 << 20
"""Bytes that are held back on this laptop's disk, to be given up when it is full."""


@dataclass(frozen=True)
class Saved:
    """What a save or a look brought."""

    document: Document
    """The file as it stands now."""
    touched: tuple[tuple[str, ...], ...] = ()
    """Keys down to each value in it that others had changed."""


class WorkingCopy:
    """One session file, open in one window."""

    def __init__(self, loaded: Document, recovered: Recovered | None = None, who: str = "") -> None:
        self.document = loaded
        """The file as it was last read or written: what both sides know."""
        self.who = who
        """Who works on it, as others will read it."""
        self._recovered = recovered
        self._journal: Journal | None = None
        self._writing = threading.RLock()
        self._drafts = dict(recovered.drafts) if recovered else {}
        self._written: set[str] = set()
        self._attempts: dict[str, Session] = {}
        self._upto = 0
        self._since: list[Line] = []

    @property
    def path(self) -> Path:
        """The file."""
        return self.document.path

    @property
    def folder(self) -> Path:
        """Where this laptop keeps the journal; raises `SaveError` where it has no place for it."""
        try:
            return state.folder_of(self.path)
        except FolderError as error:
            raise SaveError(error.sentence) from None

    @property
    def has_left_overs(self) -> bool:
        """Whether only the journals of a crash hold what it left: they are taken over before anything is saved."""
        return self._journal is None and self._recovered is not None

    @property
    def first_number(self) -> int:
        """Number of the first change that is made now."""
        lines = self._recovered.lines if self._recovered else ()
        return max((int(line["n"]) for line in lines), default=0) + 1

    # On this laptop --------------------------------------------------------------------------------

    def keep(self, lines: Iterable[Line], drafts: Mapping[str, str]) -> None:
        """Bring changes and unfinished texts to this laptop's disk; raises `SaveError`; can be called again."""
        new = list(lines)
        with self._writing:
            try:
                self._keep(new, drafts)
            except SaveError as error:
                if not _gave_room(error):
                    raise
                self._keep(new, drafts)

    def _keep(self, new: list[Line], drafts: Mapping[str, str]) -> None:
        if self._journal is None:
            self._begin()
        if self._journal is not None:
            self._journal.append([*new, *draft_lines(self._drafts, drafts)])
        self._since += [line for line in new if int(line["n"]) > self._upto]
        self._drafts = dict(drafts)

    def kept_since(self, number: int) -> list[Line]:
        """Return the changes behind a number that the journal holds and the file does not."""
        return [line for line in self._since if int(line["n"]) > number]

    def renew(self) -> None:
        """Forget what the journal and this laptop's copies tell of the past; what the file does not hold stays."""
        with self._writing:
            old, self._journal = self._journal, None
            if old is not None:
                try:
                    self._begin()
                except SaveError:
                    self._journal = old
                    return
                old.drop()
        with suppress(OSError, DxError):
            for version in versions.local(self.folder):
                if version.path != base_file(self.folder, self.document.identity):
                    version.path.unlink()

    def beat(self) -> None:
        """Leave a sign that this window is running; the last one tells when a crash was."""
        with suppress(OSError), self._writing:
            if self._journal is not None:
                os.utime(self._journal.path)

    def close(self, *, safe: bool) -> None:
        """Work on it no more; the journal goes where everything is `safe` without it."""
        with self._writing:
            if self._journal is not None:
                self._journal.drop() if safe else self._journal.let_go()
                self._journal = None
            self._settle(safe=safe)
            self._recovered = None
        self._thin()

    def end_journal(self) -> None:
        """Do without a journal until the next change is kept, where everything is safe elsewhere."""
        with self._writing:
            if self._journal is not None and not self._since:
                self._journal.drop()
                self._journal = None

    def _begin(self) -> None:
        """Make the journal, and bring into it what a crash left; then the old ones can go."""
        self._hold(self.document)
        recovered = self._recovered
        head = {
            "base": self.document.identity,
            "upto": self._upto,
            "id": self.document.session.id,
            "file": str(self.path),
            "who": self.who,
            "drafts": dict(self._drafts),
            "supersedes": [one.path.name for one in recovered.journals] if recovered else [],
        }
        self._journal = Journal(self.folder, head, [*(recovered.lines if recovered else ()), *self._since])
        self._settle(safe=True)
        self._recovered = None
        _keep_ballast()

    def _settle(self, *, safe: bool) -> None:
        """Let go of the journals of a crash."""
        for one in self._recovered.journals if self._recovered else ():
            one.drop() if safe else one.let_go()

    def _hold(self, held: Document) -> None:
        """Keep the bytes of the file on this laptop: what is changed from now on is changed in these."""
        with file.explained(self.folder):
            journal.made_folder(self.folder)
        path = base_file(self.folder, held.identity)
        if file.standing(path) != held.identity:
            file.replace(path, held.data, expected=None)

    def _thin(self) -> None:
        with suppress(OSError, DxError):
            kept = {base_file(self.folder, self.document.identity)}
            for found in journal.standing(self.folder):
                held = [base for base in bases(found.head, found.lines) if base.held]
                kept.add(base_file(self.folder, held[-1].identity))
            here = versions.local(self.folder)
            for version in {*here[KEPT_BASES:], *versions.trail(here, self.document.data)}:
                if version.path not in kept:
                    version.path.unlink()
            for folder in (self.folder, self.folder.parent):
                file.sweep(folder)

    # In the folder ---------------------------------------------------------------------------------

    def save(self, session: Session, upto: int, *, shared: bool = False) -> Saved:
        """Write a session that holds all changes up to a number into the file, with what others wrote there.

        With `shared` others have the file open: what is gone then says so, as it would in a merge.

        Raises:
            ConflictError: the file is none that can be merged, or it is gone; it stands untouched.
            SaveError: it could not be written; the old file stands, and the journal holds everything.

        """
        for _ in range(_TRIES):
            try:
                return self._save(session, upto, shared=shared)
            except _OvertakenError:
                continue
        raise SaveError(say("{file} is changed by others all the time; it is tried again", file=self.path))

    def _save(self, session: Session, upto: int, *, shared: bool) -> Saved:
        self._refuse_if_away()
        target = Path(os.path.realpath(self.path))
        if not self._written:
            file.sweep(target.parent, f".{target.name}.")
        with file.explained(self.path), lock.saving(target) as held:
            theirs = self._theirs()
            before = self.document if theirs is None else theirs
            together, touched = self._together(session, theirs, shared=shared)
            data = document.render(together, before.comments)
            after = Document(self.path, together, file.identity(data), data=data, comments=before.comments)
            if data != before.data:
                # A crash or a refusal behind the replace must know its own bytes again.
                self._attempts[after.identity] = session
                self._note(after, upto, held=False)
                by_hand = before.identity not in self._written and not document.is_ours(before)
                versions.keep(self.path, before.data, now=calendar.now(), by_hand=by_hand, after=data)
                try:
                    file.replace(self.path, data, expected=before.identity, ready=held.check)
                except ConflictError:
                    raise _OvertakenError from None
            self._publish(after, upto)
            return Saved(after, touched)

    def _refuse_if_away(self) -> None:
        folder = self.path.parent
        if not os.path.isdir(folder):
            raise SaveError(
                say(
                    "the folder {folder} is away; until it is back, everything is kept on this laptop",
                    folder=folder,
                )
            )

    def _theirs(self) -> Document | None:
        """Return what others wrote into the file; None where it is as we know it."""
        data = file.read(Path(os.path.realpath(self.path)))
        if data is None:
            raise ConflictError(
                say(
                    "{file} was removed or renamed since it was opened; save it under another name", file=self.path
                )
            )
        identity = file.identity(data)
        if identity == self.document.identity:
            return None
        try:
            found = document.read(data, self.path)
        except NewerFormatError as error:
            raise ConflictError(error.sentence) from None
        except DxError:
            raise ConflictError(
                say("{file} cannot be read any more; it is left as it is", file=self.path)
            ) from None
        if found.session.id != self.document.session.id:
            raise ConflictError(say("{file} holds another session by now; it is left as it is", file=self.path))
        if identity in self._attempts:
            file.confirm(self.path)
        return found

    def _together(
        self, session: Session, theirs: Document | None, *, shared: bool
    ) -> tuple[Session, tuple[tuple[str, ...], ...]]:
        """Return a session with what others changed, and which keys that were.

        What stands there may be our own, from a save that was not confirmed, with what others had written: then
        we go on from what we wanted to write.
        """
        ours = self._attempts.get(theirs.identity) if theirs is not None else None
        known, mine = plain(ours or self.document.session), plain(session)
        if theirs is None:
            if not shared or session == self.document.session:
                return session, ()
            return as_session(explicit(mine, known, self._stamp())), ()
        data = merge_into(known, mine, plain(theirs.session), self.who).data
        touched = tuple(patch.path for patch in difference(explicit(mine, known, self._stamp()), data))
        try:
            return as_session(data), touched
        except ValidationError:
            misfit = say("{file} was changed in a way that does not fit ours; it is left as it is", file=self.path)
            raise ConflictError(misfit) from None

    def _stamp(self) -> str:
        return f"{calendar.now().isoformat()} {self.who}".strip()

    def _note(self, seen: Document, upto: int, *, held: bool) -> None:
        """Note bytes of the file in the journal; without that a crash makes one conflict more, and no loss."""
        with suppress(SaveError), self._writing:
            if self._journal is not None:
                self._hold(seen)
                self._journal.append([base_line(seen.identity, upto, held=held)])

    def _publish(self, after: Document, upto: int) -> None:
        """Go on from what stands in the file now."""
        changed = after.identity != self.document.identity
        self._written.add(after.identity)
        self._go_on_from(after, upto, changed=changed)
        self._attempts = {}
        if len(self._written) % _THINNED == 0:
            self._thin()

    def _go_on_from(self, seen: Document, upto: int, *, changed: bool = True) -> None:
        """Take bytes of the file, which hold changes up to a number, for what both sides know."""
        with self._writing:
            self.document, self._upto = seen, upto
            self._since = self.kept_since(upto)
            if changed:
                self._note(seen, upto, held=True)

    def look(self, upto: int) -> Saved | None:
        """Read the file, where nothing of ours waits to be saved; return what others changed, None for nothing.

        Raises `ConflictError` as `save` does.
        """
        self._refuse_if_away()
        with file.explained(self.path):
            theirs = self._theirs()
        if theirs is None:
            return None
        before = plain(self.document.session)
        if self._together(self.document.session, theirs, shared=False)[0] != theirs.session:
            return self.save(self.document.session, upto)  # something of ours is gone there: it was not removed
        touched = tuple(patch.path for patch in difference(before, plain(theirs.session)))
        self._go_on_from(theirs, upto)
        return Saved(theirs, touched)


class _OvertakenError(Exception):
    """Somebody else wrote the file between our reading and our writing."""


def opened(path: Path, who: str = "") -> tuple[Document, Recovered | None]:
    """Return a session file, and what a crash left behind for it on this laptop, which is then held."""
    loaded = document.load(path, newer=True)
    if loaded.newer:
        return loaded, None
    place = state.journals_of(path)
    found = journal.left_behind(place) if place is not None else []
    return loaded, recover(loaded, found, who) if found else None


def _gave_room(error: SaveError) -> bool:
    """Give the ballast up where the disk is full; return whether there is more room now."""
    full = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    if not isinstance(error.__cause__, OSError) or error.__cause__.errno not in full:
        return False
    try:
        _ballast().unlink()
    except (OSError, DxError):
        return False
    return True


def _ballast() -> Path:
    return state_folder() / "ballast"


def _keep_ballast() -> None:
    """Hold some room back on this laptop's disk, once."""
    with suppress(OSError, DxError):
        if not os.path.exists(_ballast()):
            _ballast().write_bytes(os.urandom(_BALLAST))
