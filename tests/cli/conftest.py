"""Keeps the machine out: a home of its own, a fixed language, and `main` called as people call it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dxworkshop import i18n
from dxworkshop.__main__ import main


def _declare_in_english() -> None:
    """Import all commands: their help is bound then, and in one process it can have only one language."""
    before = i18n.voice()
    i18n.use("en")
    from dxworkshop.cli.app import build

    build("")
    i18n.use(before.language, before.register)


_declare_in_english()


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
"""Runs the command line in this process; ``code`` is what it must answer, 0 where nothing is said."""
Start = Callable[..., "subprocess.CompletedProcess[bytes]"]
"""Runs the command line in a process of its own, with some of the environment changed."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a clean home, and return a folder for sessions that does not exist yet."""
    monkeypatch.delenv("TERM", raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    yield tmp_path / "sessions"
    i18n.use("en")


@pytest.fixture
def run(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return a function that runs the command line in this process, in English."""

    def run(*argv: str, code: int = 0) -> Ran:
        folder.mkdir(exist_ok=True)
        capfdbinary.readouterr()
        answered = main(["--lang", "en", "--folder", str(folder), *argv])
        printed = capfdbinary.readouterr()
        ran = Ran(answered, printed.out.decode(), printed.err.decode())
        assert ran.code == code, ran
        return ran

    return run


@pytest.fixture
def start(folder: Path) -> Start:
    """Return a function that runs the command line in a process of its own."""

    def start(
        *argv: str, python: tuple[str, ...] = ("-m", "dxworkshop"), **env: str | None
    ) -> "subprocess.CompletedProcess[bytes]":
        changed = {k: v for k, v in {**os.environ, **env}.items() if v is not None}
        return subprocess.run(
            [sys.executable, *python, *argv],
            env=changed,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )

    return start


@pytest.fixture
def session(run: Run) -> str:
    """Return the file of a new session with one member, one measure and one action in it."""
    file = run("new", "Half the wait", "--id", "abcd234567").out.strip()
    run("member", "add", file, "--name", "Tanaka", "--seat", "Residents", "--id", "tanaka")
    run("boss", "set", file, "--name", "Being sent around")
    values = ("--unit", "min", "--baseline", "42", "--target", "20")
    run("boss", "add", file, "--name", "Waiting time", *values, "--id", "waiting")
    run("action", "add", file, "--title", "Draw the flow", "--owner", "Tanaka", "--id", "drawflow")
    return file
