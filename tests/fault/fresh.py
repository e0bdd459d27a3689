"""A harness in a process of its own: one thread, nothing patched, everything loaded once and then forked."""

import gc
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
QUICK = Path("/dev/shm")  # noqa: S108 - memory, where a disk would only cost time; a folder of our own is made in it


@dataclass
class Report:
    """What a harness saw."""

    runs: int = 0
    """How often the store was broken and looked at."""
    bad: list[str] = field(default_factory=list)
    """What was wrong, one sentence each."""
    figures: dict[str, Any] = field(default_factory=dict)
    """What else was counted."""
    refused: str = ""
    """Why it cannot run here."""

    def __str__(self) -> str:
        """Return the figures, and what was wrong first."""
        return "\n".join([f"{self.runs} runs, {len(self.bad)} bad, {self.figures}", *self.bad[:20]])


def reported(module: str, *arguments: str) -> Report:
    """Run a harness of this package in a process of its own and return what it saw.

    Skips the test, with a word, where this computer does not let it run.
    """
    import pytest  # not in the processes that are forked: they are to be small

    if not sys.platform.startswith("linux"):
        pytest.skip("the harnesses that break the machine know Linux only")
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.fault.{module}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    report = Report(**json.loads(ran.stdout.splitlines()[-1]))
    if report.refused:
        pytest.skip(report.refused)
    print(module, *arguments, report)  # noqa: T201 - the figures, for `pytest -s` and for a test that fails
    return report


def tell(report: Report) -> None:
    """Say what was seen to the process that asked."""
    sys.stdout.write(json.dumps(asdict(report)) + "\n")


@contextmanager
def room() -> Iterator[Path]:
    """Lend a folder in memory where there is one, else on the disk."""
    quick = QUICK.is_dir() and os.access(QUICK, os.W_OK)
    with tempfile.TemporaryDirectory(
        dir=QUICK if quick else None, prefix="dx", ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


def still() -> None:
    """Make this process ready to be forked some thousand times."""
    gc.collect()
    gc.freeze()
    gc.disable()


def forked(work: Callable[[], Any]) -> Any:
    """Do some work in a fork of this process, and return what it returned."""
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        code = 1
        try:
            os.close(ours)
            with os.fdopen(theirs, "wb") as out:
                pickle.dump(work(), out)
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        data = answer.read()
    status = os.waitpid(process, 0)[1]
    assert status == 0, f"a fork ended with {status}"
    return pickle.loads(data)  # noqa: S301 - our own fork
