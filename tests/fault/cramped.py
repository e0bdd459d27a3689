"""Somebody who types on while the disk has no room, a folder may not be written, or is gone for a while."""

import ctypes
import os
import resource
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dxworkshop.errors import DxError
from dxworkshop.model.changes import Add
from dxworkshop.model.session import Note
from dxworkshop.service import Facilitation
from dxworkshop.store import document
from tests.fault import broken as breaking
from tests.fault.laptop import open_session
from tests.fault.nursery import Channel

NOTES = 27
"""How many notes are typed; the last of them are kept and not saved."""
_SAVES = 8
_WORDS = "新しい文章\n" * 100


def type_on(channel: Channel, path: str, *, limit: int = 0, may_not: bool = False, broken: str = "") -> None:
    """Type notes and keep each, save now and then; at the end keep, save and close.

    Says ``ready`` and waits to hear that the trouble began; then says ``kept``, ``saved`` with the notes that
    are promised by it, or ``refused`` with what, and the English sentence without its values; then ``typed``, and
    waits to hear that it is over; then ``done``. With a `limit`, no file may grow beyond so many bytes meanwhile;
    with `may_not`, root obeys the modes of files like anybody else.
    """
    breaking.apply(broken)
    if may_not:
        _obey_modes()
    led = open_session(Path(path))
    first = [f"b{n:09d}" for n in range(10)]
    for id_ in first:
        _type(led, id_)
    led.keep()
    led.save()
    channel.tell("saved", *first)
    channel.tell("ready")
    channel.ask()
    with _limited(limit):
        for n in range(NOTES):
            _type(led, note_id(n))
            typed = [note_id(m) for m in range(n + 1)]
            _try(channel, "kept", led.keep, typed)
            if n % _SAVES == _SAVES - 1:
                _try(channel, "saved", led.save, typed)
                if Path(path).exists():
                    document.load(Path(path))
        channel.tell("typed")
        channel.ask()
    led.keep()
    led.save()
    led.close()
    channel.tell("done")


def look(channel: Channel, path: str) -> None:
    """Open the session, say which notes are there, and die."""
    document.load(Path(path))
    led = open_session(Path(path))
    channel.tell("notes", *led.session.notes)
    os._exit(0)


@contextmanager
def no_room(folder: Path, leave: int) -> Iterator[None]:
    """Take up all the room of a disk but some bytes, for a while; what the program held back is used up, too."""
    (folder / "ballast").unlink(missing_ok=True)
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            size = file.tell()
    os.truncate(filler, max(0, size - leave))
    try:
        yield
    finally:
        filler.unlink()


def note_id(n: int) -> str:
    """Return the id of a note by its number."""
    return f"n{n:09d}"


def _obey_modes() -> None:
    """Take from root, in this process, the right to write where modes forbid it."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
    if libc.capget(header, sets):
        raise OSError(ctypes.get_errno(), "capget")
    effective, *rest = struct.unpack("6I", sets.raw)
    dac_override, dac_read_search = 1 << 1, 1 << 2
    sets.raw = struct.pack("6I", effective & ~(dac_override | dac_read_search), *rest)
    if libc.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


@contextmanager
def _limited(limit: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit or soft, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _type(led: Facilitation, id_: str) -> None:
    led.do(Add("note", id_, Note(step="ideas", text=f"{id_} {_WORDS}")))


def _try(channel: Channel, word: str, doing: Callable[[], object], typed: list[str]) -> None:
    try:
        doing()
    except DxError as error:
        channel.tell("refused", word, error.sentence.text, str(error))
    else:
        channel.tell(word, *typed)
