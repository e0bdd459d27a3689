"""A program in a pseudo terminal, timed: first text, key to repaint, memory, idle CPU. POSIX only."""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_ESCAPE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78]")
_ANSWERS = {b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62;22c", b"\x1b[?2026$p": b"\x1b[?2026;2$y"}


class Terminal:
    """A running program and what it has written."""

    def __init__(self, argv: list[str], env: dict[str, str], columns: int = 100, rows: int = 30) -> None:
        self.started = time.perf_counter()
        self._seen = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(argv[0], argv, env)
        os.set_blocking(self._fd, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self._fd)

    def read(self, seconds: float) -> bool:
        """Read what comes within some seconds; return whether anything came."""
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError as error:
            if error.errno == errno.EIO:
                raise EOFError("the program ended") from None
            raise
        for question, answer in _ANSWERS.items():
            if question in data:
                os.write(self._fd, answer)
        self._seen += data
        return True

    def until(self, text: str, seconds: float = 30.0) -> float:
        """Wait for a text and return the milliseconds since the start."""
        end = time.perf_counter() + seconds
        wanted = text.encode()
        while wanted not in _ESCAPE.sub(b"", self._seen):
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} was not drawn")
            self.read(0.5)
        return (time.perf_counter() - self.started) * 1000

    def settle(self, quiet: float = 0.4) -> float:
        """Wait until nothing was written for a while; return the milliseconds from the start to the last byte."""
        last = time.perf_counter()
        while self.read(quiet):
            last = time.perf_counter()
        return (last - self.started) * 1000

    def press(self, key: bytes) -> float:
        """Press a key and return the milliseconds until the screen is drawn anew."""
        start = time.perf_counter()
        os.write(self._fd, key)
        while not self.read(5.0):
            pass
        return (time.perf_counter() - start) * 1000

    def peak_memory(self) -> float:
        """Return the most memory the program had so far, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # every process has it

    def processor_seconds(self) -> float:
        """Return the processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
