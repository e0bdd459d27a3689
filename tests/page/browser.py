"""One headless Chromium, led over a pipe: no port is opened, and nothing but the standard library is needed."""

import base64
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parents[2]
AXE = "axe-core/axe.min.js"
"""The checker of accessibility, from npm."""
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-extensions"),
    # Its own calls home find nobody either.
    *("--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
    *("--remote-debugging-pipe", "about:blank"),
)
_READ, _WRITE = 3, 4
"""Where Chromium reads what it is to do, and writes what has happened."""


def needed(program: str) -> str:
    """Return where a program is. Without it a test is skipped on a desk, and fails where CI is to prove it."""
    return shutil.which(program) or _missing(program)


def axe() -> str:
    """Return the source of axe-core: ``npm install --prefix .venv --no-save axe-core`` puts it there."""
    for folder in (ROOT / ".venv", ROOT):
        path = folder / "node_modules" / AXE
        if path.exists():
            return path.read_text(encoding="utf-8")
    return _missing("axe-core")


def _missing(name: str) -> NoReturn:
    if "CI" in os.environ:
        pytest.fail(f"{name} is not installed", pytrace=False)
    pytest.skip(f"{name} is not installed")


class Browser:
    """A running Chromium with one page in it."""

    def __init__(self, place: Path) -> None:
        """Start it with a new profile in `place`."""
        self.events: list[dict[str, Any]] = []
        """What happened since the page was opened."""
        self._count, self._rest = 0, b""
        there, self._out = os.pipe()
        self._in, here = os.pipe()
        self._process = _start(place, there, here)
        target = self._ask("Target.createTarget", {"url": "about:blank"}, session="")["targetId"]
        attached = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True}, session="")
        self._session: str = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self._ask(f"{domain}.enable")

    def close(self) -> None:
        """End it, and wait until it is gone."""
        self._ask("Browser.close", session="")
        for end in (self._out, self._in):
            os.close(end)
        try:
            self._process.wait(timeout=20)
        finally:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def prefer(self, scheme: str) -> None:
        """Be one who likes pages ``light`` or ``dark``."""
        wanted = {"name": "prefers-color-scheme", "value": scheme}
        self._ask("Emulation.setEmulatedMedia", {"features": [wanted]})

    def open(self, path: Path, *, width: int = 1280) -> None:
        """Open a file as one who likes it light, in a window of a width."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", size)
        self.prefer("light")
        self.events.clear()
        self._ask("Page.navigate", {"url": path.as_uri()})
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._take()

    def run(self, script: str) -> Any:
        """Return the value of a script in the page; the policy of the page does not bind it."""
        wanted = {"expression": script, "returnByValue": True, "awaitPromise": True}
        answer = self._ask("Runtime.evaluate", wanted)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def requests(self) -> list[str]:
        """Return every address that the page asked for, refused ones too."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """Return what the browser says of the page in its console."""
        return [event["params"]["entry"]["text"] for event in self.events if event["method"] == "Log.entryAdded"]

    def printed(self) -> bytes:
        """Return the page as a PDF, on the paper that its style asks for."""
        answer = self._ask("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
        return base64.b64decode(answer["data"])

    def picture(self) -> bytes:
        """Return a picture of the whole page."""
        return base64.b64decode(self._ask("Page.captureScreenshot", {"captureBeyondViewport": True})["data"])

    def _ask(self, method: str, params: Mapping[str, Any] | None = None, session: str | None = None) -> Any:
        self._count += 1
        said: dict[str, Any] = {"id": self._count, "method": method, "params": dict(params or {})}
        if session is None:
            said["sessionId"] = self._session
        self._send(json.dumps(said).encode() + b"\0")
        while True:
            answer = self._take()
            if answer.get("id") == said["id"]:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._out, data) :]

    def _take(self) -> dict[str, Any]:
        """Return the next message; what is not an answer is kept as an event."""
        while b"\0" not in self._rest:
            more = os.read(self._in, 1 << 20)
            assert more, "Chromium has ended"
            self._rest += more
        line, self._rest = self._rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        if "id" not in message:
            self.events.append(message)
        return message


def _start(place: Path, read: int, write: int) -> subprocess.Popen[bytes]:
    """Start Chromium with our ends of two pipes where it looks for them."""
    # The shell gives the pipes the numbers that Chromium wants; in Python that would need a fork of our own.
    joined = f'exec "$@" {_READ}<&{read} {_WRITE}>&{write}'
    own = f"--user-data-dir={place / 'profile'}"
    command = ["bash", "-c", joined, "chromium", needed("chromium"), own, *FLAGS]
    process = subprocess.Popen(
        command,
        pass_fds=(read, write),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(place), "LANG": "ja_JP.UTF-8"},
    )
    os.close(read)
    os.close(write)
    return process
