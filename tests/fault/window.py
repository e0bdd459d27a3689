"""A window that is open on a session in the tests' own process, and ended as a crash ends one."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from dxworkshop.errors import DxError
from dxworkshop.model.value import plain
from dxworkshop.service import Facilitation
from tests.fault.laptop import open_session, spare_the_ballast, texts

FIELD = "vision/destination"
"""Name of the field whose text is not finished."""


class Window:
    """A laptop's own folder, the window that is open there, and what it was promised."""

    def __init__(self, root: Path, path: Path) -> None:
        self.state, self.path = root, path
        spare_the_ballast(root)
        self.led: Facilitation | None = None
        self.new: set[str] = set()
        """Texts that were typed and not promised yet."""
        self.taken_back: set[str] = set()
        """Texts that were taken back before they were promised."""
        self.going: set[str] = set()
        """Texts that were replaced or taken back on purpose, which is not promised yet either."""
        self.asleep: set[str] = set()
        """Texts that are in the journal of a window that ended, until the next one opens."""
        self.draft = self.draft_kept = ""
        """The text that is not finished, as typed and as promised."""

    @contextmanager
    def _here(self) -> Iterator[None]:
        before = os.environ["DXWORKSHOP_STATE"]
        os.environ["DXWORKSHOP_STATE"] = str(self.state)
        try:
            yield
        finally:
            os.environ["DXWORKSHOP_STATE"] = before

    def ask(self, doing: Callable[[Facilitation], object]) -> bool:
        """Do something on this laptop; return whether it was done, and not refused."""
        if self.led is None:
            return False
        with self._here(), suppress(DxError):
            doing(self.led)
            return True
        return False

    def open(self) -> None:
        """Open the session, if there is one to be read."""
        if self.led is None and self.path.exists():
            with self._here():
                self.led = open_session(self.path)
            self.asleep = set()
            self.draft = self.led.drafts.get(FIELD, "")

    def crash(self) -> None:
        """End the window without a word: whatever it held open is closed, as by the end of a process."""
        self.asleep = self.shown() - self.new | self.going
        own = os.path.realpath(self.state)
        for handle in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                if os.path.realpath(os.readlink(f"/proc/self/fd/{handle}")).startswith(own):
                    os.close(int(handle))
        self.led = None

    def close(self) -> bool:
        """Close the window; return whether its session is in the file now."""
        if self.ask(Facilitation.close):
            self.led = None
            return True
        return False

    def shown(self) -> set[str]:
        """Return every text that somebody wrote in the session that is open here."""
        return written(plain(self.led.session)) if self.led is not None else set()


def written(data: Any) -> set[str]:
    """Return the texts in plain data that the people of this story wrote."""
    return {text for text in texts(data) if text.startswith("text ")}
