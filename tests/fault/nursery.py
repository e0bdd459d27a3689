"""A clean process that has read all modules and forks workers: to start one costs milliseconds, not a second.

The tests' own process has threads and must not fork. Workers are told what to do by the name of a function of
`tests.fault` and its arguments; what they say comes back as lines, down to the last one before they are killed.
"""

import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60.0
"""Seconds after which a worker that says nothing counts as stuck; long, as machines are busy."""
PARTS = ("broken", "cramped", "laptop", "racer", "reader", "script")
"""Modules of `tests.fault` that hold tasks, or what every worker needs."""
_ROOT = Path(__file__).parents[2]


class Channel:
    """The worker's end of the line to the test."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._heard = b""

    def tell(self, *words: object) -> None:
        """Say one thing; it arrives even if the worker is killed right behind."""
        self._line.sendall(json.dumps(words).encode() + b"\n")

    def ask(self) -> list[Any]:
        """Wait for one thing that the test says; empty when it hung up."""
        while b"\n" not in self._heard:
            data = self._line.recv(1 << 16)
            if not data:
                return []
            self._heard += data
        line, self._heard = self._heard.split(b"\n", 1)
        heard: list[Any] = json.loads(line)
        return heard


Task = Callable[..., None]
"""What a worker does: its channel and the arguments by name."""


class Worker:
    """A process at work, and everything it has said. A context manager that kills it in the end."""

    def __init__(self, nursery: "Nursery", pid: int, line: socket.socket) -> None:
        self.pid = pid
        self.said: list[list[Any]] = []
        """What was heard of it and not taken yet."""
        self._nursery = nursery
        self._line = line
        self._rest = b""
        self._status: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._line.close()

    def tell(self, *words: object) -> None:
        """Say one thing to it; where it ended by itself, nobody hears that."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._line.sendall(json.dumps(words).encode() + b"\n")

    def listen(self, timeout: float) -> bool:
        """Hear what it says within some seconds; whether it is still there."""
        if not select.select([self._line], [], [], timeout)[0]:
            return True
        try:
            data = self._line.recv(1 << 20)
        except ConnectionResetError:
            return False
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.said += map(json.loads, lines)
        return bool(data)

    def take(self) -> list[list[Any]]:
        """Return what was heard, and forget it."""
        said, self.said = self.said, []
        return said

    def hears(self, word: str, times: int = 1) -> list[Any]:
        """Wait until it said a word so many times, and return what it said with it; empty when it ends before."""
        deadline = time.monotonic() + PATIENCE
        seen = 0
        while True:
            for line in self.said[seen:]:
                times -= line[0] == word
                if not times:
                    return line
            seen = len(self.said)
            alive = self.listen(0.1)
            if len(self.said) == seen and not alive:
                return []
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {word!r} in vain; it said {self.said[-20:]}")

    def hear(self, word: str) -> list[Any]:
        """Wait until it says something that begins with a word, and return that; it must not end before."""
        line = self.hears(word)
        assert line, f"it ended before it said {word!r}; it said {self.said[-20:]}"
        return line

    def signal(self, number: int) -> None:
        """Send it a signal."""
        if self._status is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it without a word, wait until nothing of it is left, and hear its last words."""
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Hear it out until it ends; return its exit code, or minus the signal that ended it."""
        if self._status is None:
            deadline = time.monotonic() + PATIENCE
            while self.listen(0.1):
                if time.monotonic() > deadline:
                    self.signal(signal.SIGKILL)
                    raise AssertionError(f"still at work; it said {self.said[-20:]}")
            self._status = self._nursery.reap(self.pid)
        return self._status


class Nursery:
    """Where workers come from. A context manager."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        argv = [sys.executable, "-m", "tests.fault.nursery", str(theirs.fileno())]
        env = {**os.environ, "PYTHONPATH": str(_ROOT)}
        self._process = subprocess.Popen(argv, pass_fds=[theirs.fileno()], cwd=_ROOT, env=env)
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        self._process.wait()

    def start(self, task: str, state: Path, **arguments: object) -> Worker:
        """Start a worker on a task such as ``script.lead``, with its own folder of state."""
        mine, theirs = socket.socketpair()
        order = {"task": task, "state": str(state), "arguments": arguments}
        socket.send_fds(self._line, [json.dumps(order).encode() + b"\n"], [theirs.fileno()])
        theirs.close()
        return Worker(self, int(self._line.recv(64)), mine)

    def reap(self, pid: int) -> int:
        """Wait for the end of a worker; locks it held are free then."""
        self._line.sendall(json.dumps({"reap": pid}).encode() + b"\n")
        return int(self._line.recv(64))


def _serve(line: socket.socket) -> None:
    for part in PARTS:
        importlib.import_module(f"tests.fault.{part}")
    while True:
        data, handles, _, _ = socket.recv_fds(line, 1 << 16, 1)
        if not data:
            return
        order = json.loads(data)
        if "reap" in order:
            line.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(order["reap"], 0)[1]))
            continue
        pid = os.fork()
        if not pid:
            line.close()
            _work(order, socket.socket(fileno=handles[0]))
        os.close(handles[0])
        line.sendall(b"%d\n" % pid)


def _work(order: dict[str, Any], line: socket.socket) -> None:
    """Do a task and end, whatever happens; nothing that Python does at its end may help the store."""
    channel = Channel(line)
    code = 1
    try:
        os.environ["DXWORKSHOP_STATE"] = order["state"]
        part, _, name = order["task"].partition(".")
        task: Task = getattr(importlib.import_module(f"tests.fault.{part}"), name)
        task(channel, **order["arguments"])
        code = 0
    except BaseException as error:
        import traceback

        channel.tell("failed", type(error).__name__, "".join(traceback.format_exception(error)))
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
