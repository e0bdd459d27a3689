"""Kill -9 of the real program while somebody types in it: what the screen called saved is there."""

import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from dxworkshop.errors import DxError
from dxworkshop.model.changes import MoveTo
from dxworkshop.service import Library
from dxworkshop.store import document
from tests.fault.laptop import journals
from tests.fault.nursery import Nursery
from tests.fault.scale import scale
from tests.pty import Terminal
from tests.tui.typist import CTRL_Q, ENTER

KILLS = scale(12, 300)
SESSION = 7
"""Lives that one session has; the last of them ends by Ctrl+Q."""
STEP = "ideas"
"""A step in which notes are written."""
STILL = 1.5
"""Seconds for which a text that is not entered has stood still before it must be on the disk: one, and a half more
because the machine is busy."""
SECOND = 1.0
"""Seconds that a recovery may take."""
SAVED, NOT_SAVED = ("saved on this laptop", "saved;"), "NOT SAVED"
"""What the top row says."""
_WORD = re.compile(r"[nh]\d{4}q")
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys
from tests.fault import broken
broken.apply({!r})
from dxworkshop.__main__ import main
sys.exit(main())
"""
"""The program with a broken store."""


class Eyes:
    """Somebody who looks at the screen: what it shows, and calls saved, is promised."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.promised: set[str] = set()
        """Words on the wall of a screen that said it was saved."""
        self.standing: dict[str, float] = {}
        """Since when a word stands in the line that is typed into."""
        self.said: Counter[str] = Counter()
        """How often the top row said what."""

    def look(self) -> bool:
        """Look at the screen as it is, if it is drawn to its end."""
        raw = self._terminal.raw
        if raw.rfind(_END) < raw.rfind(_BEGIN):
            return False
        rows = self._terminal.screen()
        line = self._terminal.cursor[1]
        wall = set(_WORD.findall("\n".join(rows[:line] + rows[line + 1 :])))
        saved = any(word in rows[0] for word in SAVED) and NOT_SAVED not in rows[0]
        self.said["saved" if saved else "saving"] += 1
        if saved:
            self.promised |= wall
        now = time.monotonic()
        self.standing = {word: self.standing.get(word, now) for word in _WORD.findall(rows[line])}
        return False

    def stood(self) -> set[str]:
        """Return the words that stood still in the line for long enough."""
        return {word for word, since in self.standing.items() if time.monotonic() - since >= STILL}

    def watch(self, seconds: float) -> None:
        """Look at every screen for some time."""
        until = time.monotonic() + seconds
        self._terminal.wait_until(lambda: self.look() or time.monotonic() >= until)


class Room:
    """A laptop on which the program is killed again and again."""

    def __init__(self, nursery: Nursery, root: Path, broken: str = "") -> None:
        self._nursery, self._root, self._broken = nursery, root, broken
        self._source = random.Random(3)  # noqa: S311 - when to kill, not a secret
        self._word = 0
        self.state = root / "state"
        self.wrong: list[str] = []
        self.count: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.begin()

    def begin(self) -> None:
        """Begin a new session, with nothing promised."""
        led = Library(self._root / f"session {self._word}").new("Kill", "dx-90")
        led.do(MoveTo(STEP))
        led.save()
        led.close()
        self.path = led.path
        self.promised: set[str] = set()
        self.back = 0

    def start(self) -> Terminal:
        """Start the program on the session."""
        program = ("-c", _PROGRAM.format(self._broken)) if self._broken else ("-m", "dxworkshop")
        env = {"PYTHONPATH": str(_ROOT), "LANG": "en_US.UTF-8", "DXWORKSHOP_STATE": str(self.state)}
        argv = [sys.executable, *program, "run", str(self.path)]
        return Terminal(argv, rows=30, columns=120, env=env, cwd=self.path.parent)

    def one_life(self) -> None:
        """Type for a while, be killed, and find everything again."""
        with self.start() as terminal:
            eyes = Eyes(terminal)
            terminal.wait_until(lambda: any(word in terminal.screen()[0] for word in SAVED))
            self._type(terminal, eyes)
            stood = eyes.stood()
            terminal.signal(9)
            terminal.wait()
            eyes.look()  # what was drawn last was seen, too
        self.promised |= eyes.promised
        self.count["kills"] += 1
        self.count["screens seen"] += sum(eyes.said.values())
        self.count["while saving"] += not any(word in terminal.screen()[0] for word in SAVED)
        self._find(stood)

    def _type(self, terminal: Terminal, eyes: Eyes) -> None:
        """Enter notes in bursts; sometimes leave one standing in the line before the end."""
        until = time.monotonic() + self._source.uniform(0.02, 1.2)
        while time.monotonic() < until:
            for _ in range(self._source.choice([1, 1, 3])):
                terminal.type(self._next("n") + ENTER)
            eyes.watch(min(self._source.choice([0.01, 0.05, 0.3]), max(0.0, until - time.monotonic())))
        if self._source.random() < 0.3:
            terminal.type(self._next("h"))
            eyes.watch(STILL + self._source.uniform(0.1, 0.6))

    def _next(self, letter: str) -> str:
        self._word += 1
        return f"{letter}{self._word:04d}q"

    def _find(self, stood: set[str]) -> None:
        """Open the session beside the program, and look for what was promised."""
        with self._nursery.start("reader.read", self.state, path=str(self.path)) as worker:
            said = worker.hears("found")
            worker.wait()
        if not said:
            self.wrong.append(f"it cannot be opened: {worker.said}")
            return
        _, notes, drafts, recovered, seconds = said
        text = "\n".join([*notes, *drafts])
        self.count["promised"] = self.count["promised"] + len(self.promised)
        self.count["stood still"] += len(stood)
        self.back = recovered
        if recovered:
            self.seconds.append(seconds)
        if lost := sorted(word for word in self.promised if not any(word in note for note in notes)):
            self.wrong.append(f"the screen said saved: {lost}")
        if lost := sorted(word for word in stood if word not in text):
            self.wrong.append(f"it stood still for {STILL} seconds: {lost}")

    def end(self) -> None:
        """Go on with the session in the program itself, which recovers it and says so, and leave."""
        with self.start() as terminal:
            terminal.wait_until(lambda: any(word in terminal.screen()[0] for word in SAVED))
            if self.back:
                terminal.wait_for(f"{self.back} change")
                self.count["told what came back"] += 1
            terminal.type(CTRL_Q)
            if code := terminal.wait():
                self.wrong.append(f"it ended with {code}:\n{terminal.text()}")
        try:
            notes = document.load(self.path).session.notes
        except DxError as error:
            self.wrong.append(f"the file cannot be read: {error}")
            return
        if lost := sorted(word for word in self.promised if not any(word in note.text for note in notes.values())):
            self.wrong.append(f"the program did not bring back {lost}")
        if left := journals(self.state):
            self.wrong.append(f"it was left, and a journal is there: {left}")
        self.count["sessions"] += 1


def test_a_killed_program_has_what_its_screen_called_saved(nursery: Nursery, tmp_path: Path) -> None:
    """Kills at random moments of typing; now and then the program itself recovers and is left in peace."""
    room = Room(nursery, tmp_path)
    for number in range(KILLS):
        room.one_life()
        if number % SESSION == SESSION - 1 or number == KILLS - 1:
            room.end()
            room.begin()
    slow = sum(seconds >= SECOND for seconds in room.seconds)
    middle, longest = median(room.seconds or [0]), max(room.seconds, default=0)
    print({**room.count, "recovery, median ms": round(middle * 1000), "slowest ms": round(longest * 1000)})  # noqa: T201
    assert not room.wrong, f"{len(room.wrong)} in {KILLS} kills: {room.wrong[0]}"
    assert room.count["promised"] >= KILLS
    assert room.count["stood still"] >= KILLS // 10
    assert room.count["told what came back"]
    assert slow <= KILLS // 100, f"{slow} recoveries took over a second"


def test_the_eyes_see_a_program_that_lies(nursery: Nursery, tmp_path: Path) -> None:
    """A program that calls kept what no disk has seen does not get through."""
    room = Room(nursery, tmp_path, broken="nothing_is_kept")
    for _ in range(30):
        room.one_life()
        if any("the screen said saved" in words for words in room.wrong):
            return
    pytest.fail(f"not seen in 30 kills: {room.wrong}")
