"""A session that somebody else leads, followed from the side: its file, and this laptop's journal of it.

Nothing here ever writes.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dxworkshop.errors import DxError, NewerFormatError
from dxworkshop.model.session import Session
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import file, recovery, state, toml

EVERY = 0.2
"""Seconds between two looks at the file."""
FRESH = 2.5
"""Seconds for which a file that just changed is read again and again: clocks of disks are as coarse as that."""
AGAIN = 1.0
"""Seconds after which a file that could not be read is tried again, though it looks the same."""
WAITING = say("The file cannot be read just now; this is how it was before. Waiting for it.")
"""What the room is told. Why it cannot be read may name what stands in it: that is not for the room."""

Look = tuple[tuple[str, int, int, int], ...]
"""Of the file and of each journal: its name, when it was written, its size, and which file it is."""


@dataclass(frozen=True)
class Seen:
    """What a look at the file brought."""

    session: Session
    """The last one that could be read."""
    trouble: Sentence | None = None
    """Why it is not the newest; None where it is."""


class Follower:
    """The last session that could be read from a file, and whether that is what stands there now."""

    def __init__(self, path: Path) -> None:
        """Read the file; raises `DxError` where there is nothing to follow yet."""
        self._path = path
        self._journals = state.journals_of(path)
        self._look = self._looked()
        found = recovery.peek(path)
        self.seen = Seen(found.session)
        """What is known."""
        self._identity = found.identity
        self._read_at = self._look
        self._changed = self._tried = time.monotonic()

    def changed(self) -> bool:
        """Look at the file, read it where it may have changed, and tell whether there is something new to see."""
        now = time.monotonic()
        look = self._looked()
        if look != self._look:
            self._look, self._changed = look, now
        elif not (now - self._changed < FRESH or (self.seen.trouble and now - self._tried >= AGAIN)):
            return False
        self._tried = now
        before = self.seen
        self.seen = self._read()
        return self.seen is not before

    def _read(self) -> Seen:
        try:
            same = file.identity(toml.read_bytes(self._path)) == self._identity
            if same and self._look[1:] == self._read_at[1:]:
                return Seen(self.seen.session) if self.seen.trouble else self.seen
            look, found = self._look, recovery.peek(self._path)
        except NewerFormatError as error:
            return self._waiting(error.sentence)
        except DxError:
            return self._waiting(WAITING)
        self._identity, self._read_at = found.identity, look
        return self.seen if found.session == self.seen.session and not self.seen.trouble else Seen(found.session)

    def _looked(self) -> Look:
        paths = [self._path]
        if self._journals is not None:
            with suppress(OSError):
                paths += sorted(path for path in self._journals.iterdir() if path.name.startswith("j-"))
        return tuple(look for path in paths if (look := _look(path)))

    def _waiting(self, trouble: Sentence) -> Seen:
        return self.seen if self.seen.trouble == trouble else Seen(self.seen.session, trouble)


class Watch(threading.Thread):
    """Follows a file beside the screen. A share that does not answer holds up neither screen nor end."""

    def __init__(self, follower: Follower, tell: Callable[[Seen], object]) -> None:
        """Make the thread; `tell` is called in it with everything new."""
        super().__init__(name="watch", daemon=True)
        self._follower = follower
        self._tell = tell
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until the end."""
        while not self._ended.wait(EVERY):
            if self._follower.changed():
                self._tell(self._follower.seen)

    def end(self) -> None:
        """Look no more."""
        self._ended.set()


def _look(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return path.name, found.st_mtime_ns, found.st_size, found.st_ino
