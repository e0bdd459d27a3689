"""What it costs to keep a change and to open a session, beside what the disk and the parser alone cost."""

import gc
import os
import random
import statistics
import string
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from dxworkshop.model.changes import Add, Change, Edit, MarkAction
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import frozen
from dxworkshop.service import Library

CHANGES = 600
ACTIONS = 10_000
"""Actions of the session in which changes are kept."""
OPENED = 1_000
"""Actions of the session that is opened."""
OPENINGS = 15
ABOVE = 5.0
"""Milliseconds that keeping one change may take beyond what the disk takes."""


def session_of(folder: Path, actions: int) -> Path:
    """Write a session with many actions, in the program's own way; return its file."""
    source = random.Random(actions)  # noqa: S311 - nothing secret
    led = Library(folder).new(f"{actions}", language="ja")
    made = {
        "".join(source.choices(string.ascii_lowercase, k=10)): Action(
            title=f"\u69d8\u5f0f\u3092\u6e1b\u3089\u3059 {n}",
            rank=f"a{n:05d}",
            first_step="\u62c5\u5f53\u8ab2\u3092\u4e09\u3064\u6b69\u304f",
            tell="\u8ab2\u9577\u306b\u8a71\u3059\n\u66f8\u9762\u3067\u3082",
            weight=3,
        )
        for n in range(actions)
    }
    led.bring_back(led.session.model_copy(update={"actions": made}))
    led.save()
    led.close()
    return led.path


def acknowledged(folder: Path) -> tuple[list[float], list[float]]:
    """Return milliseconds until one change is on this laptop's disk, and until a line of that length is."""
    led = Library(folder).open(str(session_of(folder, ACTIONS)))
    led.keep()
    source = random.Random(1)  # noqa: S311 - nothing secret
    ours, floor = [], []
    ids = list(led.session.actions)
    handle = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    gc.collect()
    gc.freeze()  # as the app does behind its first frame
    try:
        for change in _changes(source, ids):
            start = time.perf_counter()
            led.do(change)
            led.keep()
            ours.append((time.perf_counter() - start) * 1000)
            start = time.perf_counter()
            os.write(handle, b"x" * 150 + b"\n")
            os.fdatasync(handle)
            floor.append((time.perf_counter() - start) * 1000)
    finally:
        gc.unfreeze()
        os.close(handle)
    led.let_go()
    return ours, floor


def opened(folder: Path) -> tuple[list[float], list[float]]:
    """Return milliseconds until a session is open, and until its bytes are parsed and validated."""
    path = session_of(folder, OPENED)
    ours, floor = [], []
    for _ in range(OPENINGS + 1):
        start = time.perf_counter()
        led = Library(folder).open(str(path))
        ours.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        Session.model_validate(frozen(tomllib.loads(path.read_bytes().decode())))
        floor.append((time.perf_counter() - start) * 1000)
        led.let_go()
    return ours[1:], floor[1:]


def p99(values: list[float]) -> float:
    """Return the value below which 99 of 100 lie."""
    return statistics.quantiles(values, n=100)[-1]


def _changes(source: random.Random, ids: list[str]) -> Iterator[Change]:
    for n in range(CHANGES):
        kind = source.random()
        if kind < 0.4:
            yield Edit("action", source.choice(ids), {"title": f"\u65b0\u3057\u3044\u984c {n}"})
        elif kind < 0.7:
            new = "".join(source.choices(string.ascii_lowercase, k=10))
            yield Add("action", new, Action(title="\u52a0\u3048\u305f"))
        else:
            yield MarkAction(source.choice(ids), "doing")
