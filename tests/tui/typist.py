"""A typist at the real program: sends keys, counts them, and looks at the disk to know what was taken in."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.store.recovery import peek
from tests.pty import Terminal

ENTER, TAB, SPACE, ESCAPE = "\r", "\t", " ", "\x1b"
UP, DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F"
SHIFT_TAB, PAGE_UP, PAGE_DOWN = "\x1b[Z", "\x1b[5~", "\x1b[6~"
F2, F3, F6, F8, F9, F12 = "\x1bOQ", "\x1bOR", "\x1b[17~", "\x1b[19~", "\x1b[20~", "\x1b[24~"
CTRL_A, CTRL_N, CTRL_Q, CTRL_R, CTRL_T, CTRL_U = "\x01", "\x0e", "\x11", "\x12", "\x14", "\x15"
VOICE = Voice("ja", "adventure")
"""The words on the screen."""
_ONE = VOICE.tr("Enter: choose   Esc: leave as it is")
_SEVERAL = VOICE.tr("Enter: tick or untick   Esc: done")
_FILE = VOICE.tr("File: {file}", file="").strip()
_PARKING = VOICE.tr("{Parking_lot} and questions")
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
_KEY = re.compile(r"\x1b(?:O.|\[[0-9;]*[A-Za-z~])|.", re.DOTALL)


def keys_in(text: str) -> int:
    """Return how many keys a text is: each character is one, and so is each key that sends several."""
    return len(_KEY.findall(text))


class Typist:
    """Somebody who types for a whole room, at a program that has a session open."""

    def __init__(self, terminal: Terminal, path: Path) -> None:
        self.terminal = terminal
        self.path = path
        self.keys = 0
        """How many keys were pressed for the workshop."""
        self._minutes = 0

    def press(self, *keys: str) -> int:
        """Send keys in one go, as fast as the program takes them; return how many they were."""
        self.terminal.type("".join(keys))
        pressed = keys_in("".join(keys))
        self.keys += pressed
        return pressed

    def walk(self, *keys: str) -> None:
        """Send keys that lead on from a list or a button, and wait until they did.

        Textual does what they mean only after the keys that came in with them.
        """
        self.press(*keys)
        self.wait()

    def pick(self, word: str, words: Sequence[str]) -> None:
        """Pick one of some words from the list of a field: open it, narrow it, take it."""
        self._over(ENTER, _ONE, narrowing(word, words), ENTER)

    def tick(self, some: Sequence[str], words: Sequence[str]) -> None:
        """Tick some words in the list of a field, in that order."""
        self._over(ENTER, _SEVERAL, *(CTRL_U + narrowing(word, words) + ENTER for word in some), F2)

    def park(self, *keys: str) -> None:
        """Open the parking lot, press keys there and leave it."""
        self._over(F12, _PARKING, *keys, F12)

    def export(self) -> None:
        """Look at the plan, write it, and go back to the step."""
        self._over(F6, _FILE, ENTER, ESCAPE)

    def _over(self, opening: str, sign: str, *keys: str) -> None:
        """Open what lies over the step, press keys when it is there, and wait until it is gone."""
        raw = self.terminal.raw
        before = len(raw)
        self.press(opening)
        self.terminal.wait_until(lambda: raw.find(sign.encode(), before) >= 0 and _whole(raw))
        self.press(*keys)
        self.terminal.wait_until(lambda: _whole(raw) and sign not in self.terminal.text())

    def look(self) -> Session:
        """Return what stands on the disk once all keys so far were taken in."""
        self.wait()
        return peek(self.path).session

    def wait(self) -> None:
        """Wait until all keys so far were taken in, and what they changed is on the disk.

        One minute more for the step is a key that every step knows, that no undo takes back, and that is written
        behind everything that was left before it: into this laptop's journal, and later into the file. It does not
        count as a key of the workshop.
        """
        self._minutes += 1
        self.terminal.type(CTRL_T)
        self.terminal.wait_until(lambda: self._added() >= self._minutes)
        assert self._added() == self._minutes

    def _added(self) -> int:
        """Return how many minutes more were given, by what is on the disk."""
        return sum(step.extra for step in peek(self.path).session.clock.steps.values())


def _whole(raw: bytearray) -> bool:
    """Tell whether what was written ends with a whole frame: in the middle of one, anything may be missing."""
    return raw.rfind(_END) > raw.rfind(_BEGIN)


def narrowing(wanted: str, labels: Sequence[str]) -> str:
    """Return as much of a label, from its beginning, as no other label of a list holds; all of an own word."""
    if wanted not in labels:
        return wanted
    others = [_folded(label) for label in labels if label != wanted]
    for length in range(1, len(wanted)):
        if not any(_folded(wanted[:length]) in other for other in others):
            return wanted[:length]
    return wanted


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
