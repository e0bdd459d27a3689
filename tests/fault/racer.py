"""One of several laptops that write into one file at the same time, on a share that is slow."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dxworkshop.errors import DxError
from dxworkshop.model.changes import Add, Edit, Set
from dxworkshop.model.session import Note
from dxworkshop.model.value import plain
from dxworkshop.service import Facilitation
from dxworkshop.store import lock, versions, working
from tests.fault import broken as breaking
from tests.fault.laptop import digest, open_session
from tests.fault.nursery import Channel

_SAVES = 0.15
_SLOW = 0.01
"""Seconds that a replacement takes at most, between looking at the file and having replaced it."""


def edit(
    channel: Channel,
    path: str,
    tag: str,
    edits: int,
    *,
    locked: bool = True,
    short: bool = False,
    broken: str = "",
) -> None:
    """Make changes, keep each, and save now and then, while the others do; then save or close when told.

    Says ``kept`` with where and what, and, for the sentence that all write, what stood there before; ``refused``
    with a sentence; ``done``; and after every ``save`` that it is told ``state`` with the digest of its session.
    With `short` a lock lives for a second and a half, else as long as it does for people.
    """
    _scale_down(locked=locked, short=short)
    breaking.apply(broken)
    source = random.Random(tag)  # noqa: S311 - a race, not a secret
    led = open_session(Path(path))
    for n in range(edits):
        told = _change(led, source, tag, n)
        led.keep()
        channel.tell("kept", *told)
        if source.random() < _SAVES:
            _save(channel, led)
        time.sleep(source.uniform(0, 0.004))
    channel.tell("done")
    while wanted := channel.ask():
        if wanted == ["close"]:
            led.close()
            return
        while not _save(channel, led):
            continue
        channel.tell("state", digest(led.session))


def _change(led: Facilitation, source: random.Random, tag: str, n: int) -> tuple[str, str, str]:
    """Write a new note, one's own field, or the one that all write; return where, what, and what was there."""
    chance = source.random()
    value = f"{tag} {n}"
    if chance < 0.6:
        id_ = f"{tag}{n:05d}"
        led.do(Add("note", id_, Note(step="ideas", text=value)))
        return f"notes/{id_}/text", value, ""
    if chance < 0.8:
        led.do(Edit("member", f"member{tag}", {"calling": value}))
        return f"members/member{tag}/calling", value, ""
    before = led.session.vision.destination
    led.do(Set("vision", {"destination": value}))
    return "vision/destination", value, before


def _save(channel: Channel, led: Facilitation) -> bool:
    """Save and look; whether that was done, and not refused."""
    try:
        led.save()
        led.look()
    except DxError as error:
        channel.tell("refused", str(error))
        return False
    return True


def value_at(session: Any, where: str) -> Any:
    """Return what stands at a place in a session."""
    data: Any = plain(session)
    for key in where.split("/"):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _scale_down(*, locked: bool, short: bool) -> None:
    """Let the share be slow, versions be kept for ever, and locks be short or none."""
    replace = os.replace

    def slow(source: Any, target: Any) -> None:
        time.sleep(random.uniform(0, _SLOW))  # noqa: S311 - how long, not a secret
        replace(source, target)

    setattr(os, "replace", slow)  # noqa: B010 - mypy knows it as a function that stays
    lock.WAIT = 60.0
    if short:
        lock.STALE, lock.BUDGET = 1.5, 1.0
    versions.LAST = working.KEPT_BASES = 1_000_000
    if not locked:
        setattr(lock, "saving", _no_lock)  # noqa: B010 - as above


class _NoLock:
    def check(self) -> None:
        """Refuse nothing."""


@contextmanager
def _no_lock(path: Path) -> Iterator[_NoLock]:
    yield _NoLock()
