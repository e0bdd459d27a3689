"""One short life of a session under a store that may be killed or failed at any moment, and its judge.

What was acknowledged is noted in memory shared with the process that watches: no system call, and nothing that can
be damaged together with the disk.
"""

import mmap
import os
import shutil
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from dxworkshop import calendar
from dxworkshop.errors import DxError, FolderError
from dxworkshop.model.changes import Add, Change, Edit, Remove, Set
from dxworkshop.model.history import History
from dxworkshop.model.session import Rule, Session
from dxworkshop.model.value import frozen
from dxworkshop.sentence import say
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document, lock, toml
from tests.fault.syscalls import here

NAME = "kickoff.toml"
BEGINNING = b"""\
format = 1
id = "k7q3m2x2ab"
title = "\xe7\xaa\x93\xe5\x8f\xa3"
created = 2026-11-24T13:30:00+09:00
at = "opening"

[workshop]
id = "small"
title = "small"
minutes = 5

[workshop.steps.opening]
kind = "talk"
title = "Opening"
minutes = 5
rank = "a1"
"""
"""The smallest session there is: what is not in it costs nothing at each of some thousand lives."""
LONG = "在庫の数が合わない\n" * 30
"""Long enough for a write that was torn to show."""


@dataclass(frozen=True)
class Draft:
    """Words that stand in a field and were not accepted yet."""

    text: str


@dataclass(frozen=True)
class Ask:
    """Something the store is asked for, which it confirms by coming back."""

    name: str


OPEN, KEEP, SAVE, CLOSE = Ask("open"), Ask("keep"), Ask("save"), Ask("close")
Deed = Change | Draft | Ask
BEFORE: tuple[Deed, ...] = (OPEN, Add("rule", "kept234567", Rule(text="最後まで聞く")), KEEP)
"""What happened in a window that ended without closing: there is something to recover."""
_SAID: tuple[Deed, ...] = (
    OPEN,
    Set("boss", {"name": "たらい回し"}),
    Add("rule", "long234567", Rule(text=LONG)),
    KEEP,
    Set("boss", {"name": "二重入力"}),
    Draft("書きかけ"),
    KEEP,
)
_THEN: tuple[Deed, ...] = (
    Edit("rule", "kept234567", {"text": "否定から入らない"}),
    KEEP,
    Remove("rule", "long234567", "2026-12-10T13:30:00+09:00"),
    KEEP,
)
FIRST = "first window"
STORIES: Mapping[str, tuple[Deed, ...]] = {
    "two saves": (*_SAID, SAVE, *_THEN, CLOSE),
    "one save": (*_SAID, *_THEN, SAVE, CLOSE),
    FIRST: (*BEFORE, *_SAID[1:], SAVE, CLOSE),
}
"""The lives that are broken. One saves twice, over what it saved itself; in one there was no window before."""
STORY = STORIES["two saves"]
DRAFT = "vision/destination"
"""The field of the draft."""


class Told:
    """What the store has confirmed, in memory that outlives the process that was told."""

    _FORM = struct.Struct("8i")
    _NAMES = ("phase", "begun", "kept", "saved", "drafted", "refused", "ended", "pause")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)
        self.reset()

    def reset(self) -> None:
        """Forget everything; the change of the window before was kept."""
        self._memory[:] = bytes(mmap.PAGESIZE)
        self.put(begun=1, kept=1)

    def get(self, name: str) -> int:
        """Return one number by its name."""
        return int(self._FORM.unpack_from(self._memory)[self._NAMES.index(name)])

    def all(self) -> dict[str, int]:
        """Return what was begun and confirmed."""
        return {name: self.get(name) for name in ("begun", "kept", "saved", "drafted")}

    def put(self, **numbers: int) -> None:
        """Set numbers by name.

        `phase` is the place in the story plus 1, 0 outside of it; `begun`, `kept` and `saved` count changes;
        `drafted` is 2 when the draft was kept, 1 when it was only typed; `refused` counts what was refused;
        `pause` is the phase before which the life stops, for somebody who watches it from there.
        """
        for name, number in numbers.items():
            struct.pack_into("i", self._memory, 4 * self._NAMES.index(name), number)

    def say(self, text: str) -> None:
        """Leave one sentence."""
        raw = text.encode("utf-8", "replace")[:1000]
        struct.pack_into("i", self._memory, 64, len(raw))
        self._memory[68 : 68 + len(raw)] = raw

    @property
    def said(self) -> str:
        """The sentence that was left."""
        (length,) = struct.unpack_from("i", self._memory, 64)
        return self._memory[68 : 68 + length].decode("utf-8", "replace")


@dataclass(frozen=True)
class Place:
    """Where a story takes place: the shared folder, and this laptop's own."""

    root: Path

    @property
    def share(self) -> Path:
        """The folder of the session."""
        return self.root / "share"

    @property
    def state(self) -> Path:
        """What belongs to this laptop."""
        return self.root / "state"

    @property
    def file(self) -> Path:
        """The session."""
        return self.share / NAME

    def enter(self) -> None:
        """Let the program, in this process, take the folder for this laptop's own."""
        os.environ["DXWORKSHOP_STATE"] = str(self.state)
        calendar.now = _later
        lock.WAIT, lock.PAUSE = 1.0, 0.001  # seconds: nobody else saves here
        os.environ["LOGNAME"] = "suzuki"  # else the names of all users are read, now one way, now another

    def empty(self) -> None:
        """Take everything away."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)

    def begin(self) -> None:
        """Put the session there that every story begins with."""
        self.empty()
        self.share.mkdir()
        self.file.write_bytes(beginning())
        self.state.mkdir()
        (self.state / "ballast").write_bytes(b" ")  # a megabyte less to be put back some thousand times


_minutes = count()


def _later() -> datetime:
    """Return a time a minute behind the one before: what is done does not depend on the second it is done in."""
    return datetime(2026, 12, 10, 13, 30, tzinfo=UTC) + timedelta(minutes=next(_minutes))


@cache
def beginning() -> bytes:
    """Return the session before the story, in the form the program writes."""
    parsed = toml.parse(BEGINNING, Path(NAME))
    return document.render(Session.model_validate(frozen(parsed.data)))


@cache
def after() -> tuple[Session, ...]:
    """Return the session as it is after no change, one, two, and so on."""
    parsed = toml.parse(beginning(), Path(NAME))
    history = History(Session.model_validate(frozen(parsed.data)))
    sessions = [history.session]
    for change in changes((*BEFORE, *STORY)):
        history = history.do(change)
        sessions.append(history.session)
    return tuple(sessions)


def changes(deeds: Iterable[Deed]) -> Iterator[Change]:
    """Return the changes among some deeds."""
    for deed in deeds:
        if not isinstance(deed, (Draft, Ask)):
            yield deed


@cache
def number_of(data: bytes) -> int | None:
    """Return after how many changes a file holds just this; None for what is no moment of the story."""
    try:
        parsed = toml.parse(data, Path(NAME))
        session = Session.model_validate(frozen(parsed.data))
    except (DxError, ValueError):
        return None
    return after().index(session) if session in after() else None


TRIES = 3
"""How often a person asks again for what was refused."""


class Life:
    """A person at a laptop: does the deeds one after another, and asks again for what is refused."""

    def __init__(self, place: Place, told: Told) -> None:
        self._place, self._told = place, told
        self.led: Facilitation | None = None

    def live(self, deeds: Iterable[Deed]) -> bool:
        """Do all deeds; return whether all could be done, at the latest when asked for the third time."""
        for number, deed in enumerate(deeds, 1):
            if number == self._told.get("pause"):
                here()
            self._told.put(phase=number)
            if not self._done(deed):
                return False
        self._told.put(phase=0, ended=1)
        return True

    def _done(self, deed: Deed) -> bool:
        for _ in range(TRIES):
            try:
                self._do(deed)
            except DxError as error:
                self._told.put(refused=self._told.get("refused") + 1)
                self._told.say(str(error))
            else:
                return True
        return False

    def _do(self, deed: Deed) -> None:
        if deed is OPEN:
            self._open()
            return
        led = self.led
        assert led is not None
        if isinstance(deed, Draft):
            led.drafts[DRAFT] = deed.text
            self._told.put(drafted=1)
        elif not isinstance(deed, Ask):
            self._told.put(begun=self._told.get("begun") + 1)
            led.do(deed)
        else:
            getattr(led, deed.name)()
            self._confirmed(deed)

    def _open(self) -> None:
        """Open the session; who is told that something could not be read, or not be written, opens it again."""
        self.led = led = Library(self._place.share).open(str(self._place.file))
        if led.broken or led.read_only:
            led.close()
            raise FolderError(led.read_only or say("something that was kept cannot be read"))

    def _confirmed(self, deed: Ask) -> None:
        begun = self._told.get("begun")
        self._told.put(kept=begun, saved=self._told.get("saved") if deed is KEEP else begun)
        if self._told.get("drafted"):
            self._told.put(drafted=2)


LONG_AGO = 7200.0
"""Seconds after which what lies about is nobody's any more."""


def problems(place: Place, told: Told) -> list[str]:
    """Return what is wrong with what a life left behind: nothing, if the store keeps its promise.

    The file is some moment of the story, not before what was saved. Opened again, it is one not before what was
    kept; then it can be saved, and nothing lies about. Between the two, two hours pass.
    """
    found = [] if (first := _file_problem(place, told)) is None else [first]
    age(place.root, LONG_AGO)
    try:
        led = Library(place.share).open(str(place.file))
        found += _recovery_problems(led, told)
        now = led.session
        led.save()
        led.close()
        _sweep_lock(place)
        written = number_of(place.file.read_bytes())
        if written is None or after()[written] != now:
            found.append("what was recovered is not what was saved then")
    except (DxError, OSError) as error:
        found.append(f"cannot be opened and saved again: {error}")
    return found + litter(place)


def _sweep_lock(place: Place) -> None:
    """Write once more where the lock of a dead process lies about: who saves next takes it away."""
    if not place.file.with_name(f".{NAME}.lock").exists():
        return
    data = place.file.read_bytes()
    led = Library(place.share).open(str(place.file))
    led.do(Set("session", {"organisation": "財政課"}))
    led.save()
    led.undo()
    led.close()
    assert place.file.read_bytes() == data, "undo did not undo"


def _file_problem(place: Place, told: Told) -> str | None:
    try:
        number = number_of(place.file.read_bytes())
    except OSError as error:
        return f"the file is not there: {error}"
    if number is None:
        return "the file is neither the old nor the new one"
    if number < told.get("saved"):
        return f"the file is that after {number} changes, {told.get('saved')} were called saved in the folder"
    return None if number <= told.get("begun") else "the file is ahead of its time"


def _recovery_problems(led: Facilitation, told: Told) -> Iterator[str]:
    number = after().index(led.session) if led.session in after() else None
    kept, begun = told.get("kept"), told.get("begun")
    if number is None:
        yield "what was recovered is no moment of the story"
    elif number < kept:
        yield f"recovered are {number} changes, {kept} were called saved on this laptop"
    elif number > begun:
        yield f"recovered are {number} changes, {begun} were made"
    if told.get("drafted") == 2 and led.drafts.get(DRAFT) is None:
        yield "the draft was called saved on this laptop, and is gone"


def litter(place: Place) -> list[str]:
    """Return what still lies about where a window was closed."""
    shared = [path for path in place.share.rglob("*") if path.name.endswith((".tmp", ".lock", ".new"))]
    own = [path for path in place.state.rglob("*") if path.suffix in (".tmp", ".new", ".jsonl")]
    visible = [path for path in place.share.iterdir() if path.name not in (NAME, ".dxworkshop")]
    return [f"litter: {path.relative_to(place.root)}" for path in sorted({*shared, *own, *visible})]


def age(root: Path, seconds: float) -> None:
    """Let time pass for everything that lies in a folder."""
    for path in root.rglob("*"):
        with suppress(OSError):
            when = path.stat().st_mtime - seconds
            os.utime(path, (when, when))
