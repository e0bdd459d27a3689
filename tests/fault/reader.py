"""Somebody who opens a session after a crash, and only reads."""

import os
import time
from pathlib import Path

from dxworkshop.store import document
from tests.fault.laptop import open_session
from tests.fault.nursery import Channel


def read(channel: Channel, path: str) -> None:
    """Open a session, say which notes and texts it has, how many changes came back, and how fast; die."""
    document.load(Path(path))
    before = time.perf_counter()
    led = open_session(Path(path))
    seconds = time.perf_counter() - before
    notes = [note.text for note in led.session.notes.values()]
    channel.tell("found", notes, list(led.drafts.values()), led.recovered, seconds)
    os._exit(0)
