"""A terminal for tests: runs a program in a pty, answers what terminals answer, and knows what is drawn."""

import copy
import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte
from wcwidth import wcwidth

TIMEOUT = 20.0
"""Seconds after which a condition that is waited for counts as failed; long, as machines are busy."""

_LEADER = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Makes the pty the controlling terminal, then becomes the program. No `preexec_fn`: a test worker has threads."""

_QUESTION = re.compile(rb"\x1b\[\?(?P<mode>\d+)\$p|\x1b\[(?P<kitty>\?u)|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)")
"""What pyte does not answer itself: DECRQM, kitty keyboard flags, OSC 10 and 11."""

_COLOURS = re.compile(rb"\x1b\[[0-9;:]*m")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:]*)?\Z")
"""Colours are most of what is written, and no test looks at them: without them pyte is twice as fast."""

_ALTERNATE = 1049
_WRAP = 7
_CURSOR = 25
_MODES = {
    _ALTERNATE: "alternate screen",
    1000: "mouse",
    1003: "mouse moves",
    1006: "mouse (SGR)",
    1015: "mouse (urxvt)",
    1016: "mouse (pixels)",
    1004: "focus reports",
    2004: "bracketed paste",
    2026: "synchronised output",
    2048: "size reports",
}
"""Private modes that a program must have switched off when it ends."""


class _Screen(pyte.Screen):
    """pyte's screen with an alternate screen, answers, and wide characters that can be overwritten by half."""

    def __init__(self, columns: int, lines: int, answer: Callable[[bytes], None]) -> None:
        self._answer = answer
        self._below: tuple[Any, Any] | None = None
        super().__init__(columns, lines)

    def write_process_input(self, data: str) -> None:
        """Send the answer to a question pyte knows (cursor position, device attributes)."""
        self._answer(data.encode())

    def draw(self, data: str) -> None:
        """Draw characters; pyte would stop at the first joiner or variation selector, xterm leaves them out."""
        super().draw("".join(c for c in data if wcwidth(c) > 0 or unicodedata.combining(c)))

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Set modes; 1049 lays an empty screen over the present one."""
        super().set_mode(*modes, **kwargs)
        if kwargs.get("private") and _ALTERNATE in modes and self._below is None:
            self._below = copy.deepcopy(self.buffer), copy.copy(self.cursor)
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Reset modes; 1049 brings back the screen below."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and _ALTERNATE in modes and self._below is not None:
            (self.buffer, self.cursor), self._below = self._below, None
            self.cursor.hidden = _CURSOR << 5 not in self.mode

    def rows(self) -> list[str]:
        """Return what is drawn; half of a wide character that was overwritten shows as a space."""
        rows = []
        for y in range(self.lines):
            cells = [self.buffer[y][x].data for x in range(self.columns)]
            row, x = "", 0
            while x < len(cells):
                wide = wcwidth(cells[x][:1]) == 2
                whole = not wide or cells[x + 1 : x + 2] == [""]
                row += (cells[x] or " ") if whole else " "
                x += 2 if wide and whole else 1
            rows.append(row)
        return rows


class Terminal:
    """A program in a pty. A context manager that in the end kills its own child if it still lives, nobody else."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        rows: int = 24,
        columns: int = 80,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        answers: bool = True,
    ) -> None:
        """Start `argv` on a screen of `rows` by `columns`; `env` is added to a plain terminal's environment.

        With `answers=False` the terminal is mute, and a test may type the answers it likes.
        """
        self._answers = answers
        self._asked_until = 0
        self._undrawn = b""
        self._open = True
        self._screen = _Screen(columns, rows, self._answer)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        self.raw = bytearray()
        """Every byte the program has written."""
        self.resize(rows, columns)
        self._before = termios.tcgetattr(self._slave)
        plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        inherited = {k: v for k, v in os.environ.items() if k not in {"TMUX", "NO_COLOR", "COLUMNS", "LINES"}}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LEADER, *argv],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={**inherited, **plain, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._close()

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor, from 0, shown or hidden."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    @property
    def stopped(self) -> bool:
        """Whether the program stands still; a signal to go on that comes before that is lost."""
        return os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None

    def screen(self) -> list[str]:
        """Return the rows as drawn, a wide character being one character of its row."""
        return self._screen.rows()

    def text(self) -> str:
        """Return the drawn rows as one text, without the spaces at their ends."""
        return "\n".join(row.rstrip() for row in self.screen())

    def type(self, keys: bytes | str) -> None:
        """Send keys or raw bytes, as many as the program takes, reading what it draws meanwhile."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                self._read(0.05)

    def paste(self, text: bytes | str) -> None:
        """Paste as a terminal does whose program asked for bracketed paste."""
        data = text.encode() if isinstance(text, str) else text
        self.type(b"\x1b[200~" + data + b"\x1b[201~")

    def wait_until(self, condition: Callable[[], bool], timeout: float = TIMEOUT) -> None:
        """Read until a condition holds; `TimeoutError` with the screen if it does not, or the program ended."""
        deadline = time.monotonic() + timeout
        while not condition():
            ended = not self.alive
            if not self._read(0 if ended else 0.1) and (ended or time.monotonic() > deadline):
                code = f"ended with {self._process.returncode}" if ended else "still running"
                raise TimeoutError(f"in vain; {code}; cursor {self.cursor}; screen:\n{self.text()}")

    def wait_for(self, text: str, timeout: float = TIMEOUT) -> None:
        """Read until a text is drawn within one row."""
        self.wait_until(lambda: any(text in row for row in self.screen()), timeout)

    def settle(self, quiet: float = 0.3, timeout: float = TIMEOUT) -> None:
        """Read until the program has drawn nothing for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        while self._read(quiet):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never quiet; screen:\n{self.text()}")

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the window, as a user dragging its corner does."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def hangup(self) -> None:
        """Close the window: the program gets SIGHUP and its terminal is gone."""
        self._close()

    def wait(self, timeout: float = TIMEOUT) -> int:
        """Read until the program ends and return its exit code, or minus the signal that ended it."""
        deadline = time.monotonic() + timeout
        while self._process.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running; screen:\n{self.text()}")
            self._read(0.05)
        while self._read(0):
            continue
        return self._process.returncode

    def leftovers(self) -> list[str]:
        """Return what the program left switched in the terminal, in words; empty when all is as it was."""
        left = [name for mode, name in _MODES.items() if mode << 5 in self._screen.mode]
        left += ["hidden cursor"] if _CURSOR << 5 not in self._screen.mode else []
        left += ["no line wrap"] if _WRAP << 5 not in self._screen.mode else []
        now = termios.tcgetattr(self._slave)
        names = {"ECHO": (3, termios.ECHO), "ICANON": (3, termios.ICANON), "ISIG": (3, termios.ISIG)}
        names |= {"ICRNL": (0, termios.ICRNL), "IXON": (0, termios.IXON)}
        left += [name for name, (field, bit) in names.items() if (now[field] ^ self._before[field]) & bit]
        return left

    def _answer(self, data: bytes) -> None:
        if self._answers:
            self.type(data)

    def _read(self, timeout: float) -> bool:
        """Take one piece of output; whether there was one."""
        if not self._open:
            time.sleep(timeout)
            return False
        if not select.select([self._master], [], [], timeout)[0]:
            return False
        # Our own hold on the other end keeps this from failing when the program ends.
        data = os.read(self._master, 1 << 16)
        self.raw += data
        self._draw(data)
        self._reply()
        return True

    def _draw(self, data: bytes) -> None:
        data = self._undrawn + data
        unfinished = _UNFINISHED.search(data)
        whole, self._undrawn = (data, b"") if unfinished is None else (data[: unfinished.start()], unfinished[0])
        self._stream.feed(_COLOURS.sub(b"", whole))

    def _reply(self) -> None:
        """Answer the questions pyte does not know; one that is still incomplete is found at the next piece."""
        for found in _QUESTION.finditer(self.raw, self._asked_until):
            self._asked_until = found.end()
            if mode := found["mode"]:
                self._answer(b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0))
            elif found["kitty"]:
                self._answer(b"\x1b[?0u")
            else:
                self._answer(b"\x1b]%s;rgb:1e1e/1e1e/1e1e\x1b\\" % found["colour"])
        self._asked_until = max(self._asked_until, len(self.raw) - 16)

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._master)
            os.close(self._slave)
