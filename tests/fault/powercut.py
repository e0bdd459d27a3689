"""The power is cut on a real file system, on a loop device, while somebody works; then it is mounted again.

Run as root as ``python -m tests.fault.powercut FILESYSTEM SABOTAGE CUTS``: ext4 or xfs, what is broken in the
store on purpose or ``none``, and how often.
"""

import ctypes
import fcntl
import os
import random
import select
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dxworkshop.errors import DxError
from dxworkshop.model.changes import Add, Edit
from dxworkshop.model.session import Rule
from dxworkshop.service import Library
from dxworkshop.store import document
from tests.fault import sabotage
from tests.fault.fresh import Report, forked, room, still, tell
from tests.fault.story import LONG_AGO, Place, age

_SHUTDOWN, _WITHOUT_THE_LOG = 0x8004587D, 2
"""The call that stops a file system at once, and how: what is in memory only is lost."""
_NEW_MOUNTS = 0x20000
SIZES = {"ext4": 64 << 20, "xfs": 320 << 20}
OPTIONS = {"ext4": "loop,noauto_da_alloc", "xfs": "loop"}
"""ext4 would hide some missing waits from us."""
LONGEST = 0.15
"""Seconds somebody works at most before the power goes."""
IDS = [f"rule{letter}" for letter in "abcdefghijklmnopqrst"]
SEED = 20261210


def refused(kind: str) -> str:
    """Return why the power cannot be cut here; empty where it can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "only root on Linux can make and break a file system"
    if not shutil.which(f"mkfs.{kind}") or not shutil.which("mount"):
        return f"there is no mkfs.{kind} here"
    try:
        _mounts_of_our_own()
        with room() as root, Disk(kind, root).mounted():
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no {kind} on a loop device here: {error}"


def _mounts_of_our_own() -> None:
    """Let what this process mounts be seen by nobody else, and be gone with it, however it ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_MOUNTS) != 0:
        raise OSError(ctypes.get_errno(), "no mounts of our own")
    _run("mount", "--make-rprivate", "/")


class Disk:
    """A file system in a file."""

    def __init__(self, kind: str, root: Path) -> None:
        self._kind, self._image = kind, root / "disk"
        self.place = root / "mounted"
        """Where it is mounted."""

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Make it anew and mount it; at the end nothing of it is left."""
        self.place.mkdir(exist_ok=True)
        with self._image.open("wb") as image:
            image.truncate(SIZES[self._kind])
        quiet = ["-q", "-F"] if self._kind == "ext4" else ["-q", "-f"]
        _run(f"mkfs.{self._kind}", *quiet, str(self._image))
        self._mount()
        try:
            yield
        finally:
            self._unmount()
            self._image.unlink()

    def cut(self) -> int:
        """Cut the power; return the time just before, in nanoseconds."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            before = time.monotonic_ns()
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _WITHOUT_THE_LOG))
        finally:
            os.close(handle)
        return before

    def start_again(self) -> None:
        """Let the power come back."""
        self._unmount()
        self._mount()

    def _mount(self) -> None:
        _run("mount", "-t", self._kind, "-o", OPTIONS[self._kind], str(self._image), str(self.place))

    def _unmount(self) -> None:
        for _ in range(50):
            with suppress(subprocess.CalledProcessError):
                return _run("umount", str(self.place))
            time.sleep(0.1)
        return _run("umount", "-l", str(self.place))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@dataclass
class Promised:
    """What was said and promised: the newest text of each rule, by its id."""

    said: dict[str, list[str]] = field(default_factory=dict)
    """All texts, in order."""
    kept: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)
    words: int = 0
    """How many promises there were."""

    def hear(self, lines: list[str], cut: int) -> None:
        """Note what was said, and what was promised before the power went."""
        now: dict[str, str] = {}
        for line in lines:
            word, *rest = line.split()
            if word == "say":
                id_, text = rest
                self.said.setdefault(id_, []).append(text)
                now[id_] = text
            elif int(rest[0]) < cut:
                self.words += 1
                self.kept |= now
                if word == "saved":
                    self.saved |= now | self.kept

    def broken(self, promise: dict[str, str], found: dict[str, str]) -> int:
        """Return how many of the promised texts are gone: neither they are there nor later ones."""
        order = self.said
        return sum(
            found.get(id_) not in order[id_] or order[id_].index(found[id_]) < order[id_].index(text)
            for id_, text in promise.items()
        )


def work(place: Place, seed: int, say: Callable[[str], None]) -> None:
    """Change, keep and save without end."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    led = Library(place.share).open(str(place.file))
    say(f"open {time.monotonic_ns()}")
    for number in range(1_000_000):
        id_, text = chance.choice(IDS), f"{seed}-{number}-" + "x" * chance.choice((0, 10, 5000))
        say(f"say {id_} {text}")
        known = id_ in led.session.rules
        led.do(Edit("rule", id_, {"text": text}) if known else Add("rule", id_, Rule(text=text)))
        led.keep()
        say(f"kept {time.monotonic_ns()}")
        if chance.random() < 0.2:
            led.save()
            say(f"saved {time.monotonic_ns()}")


def looked_at(place: Place) -> dict[str, Any]:
    """Open what is there; return the rules in the file and those recovered, or what was wrong."""
    try:
        file = document.load(place.file).session
    except (DxError, OSError) as error:
        return {"wrong": f"the file cannot be read: {error}"}
    age(place.root, LONG_AGO)
    try:
        led = Library(place.share).open(str(place.file))
        rules = {id_: rule.text for id_, rule in led.session.rules.items()}
        led.save()
        led.close()
    except (DxError, OSError) as error:
        return {"wrong": f"cannot be opened and saved again: {error}"}
    return {"file": {id_: rule.text for id_, rule in file.rules.items()}, "recovered": rules}


def _worked_until_cut(disk: Disk, place: Place, seed: int, broken: str, delay: float) -> tuple[list[str], int]:
    """Let somebody work for a while, cut the power, and return what was said until then, and when that was."""
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        try:
            os.close(ours)
            sabotage.apply(broken)
            work(place, seed, lambda line: void(os.write(theirs, line.encode() + b"\n")))
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode() if not isinstance(error, DxError) else b"")
        finally:
            os._exit(0)
    os.close(theirs)
    heard, end = b"", 0.0
    while not end or time.monotonic() < end:
        if select.select([ours], [], [], 0.002)[0]:
            data = os.read(ours, 1 << 16)
            if not data:
                break
            heard += data
            end = end or time.monotonic() + delay
    cut = disk.cut()
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with os.fdopen(ours, "rb") as rest:
        heard += rest.read()
    return heard.decode().split("\n")[:-1], cut


def void(_: object) -> None:
    """Take a value and return none."""


def cut_often(kind: str, broken: str, cuts: int) -> Report:
    """Cut the power again and again, and return what was wrong."""
    report = Report(figures={"promises": 0, "lost": 0, "unreadable": 0}, refused=refused(kind))
    if report.refused:
        return report
    chance, figures = random.Random(SEED), report.figures  # noqa: S311 - nothing secret
    with room() as root:
        disk, place = Disk(kind, root), Place(root / "mounted" / "r")
        place.enter()
        forked(lambda: None)
        still()
        while report.runs < cuts:
            with disk.mounted():
                place.begin()
                os.sync()
                promised, whole = Promised(), True
                while whole and report.runs < cuts:
                    report.runs += 1
                    lines, cut = _worked_until_cut(disk, place, report.runs, broken, chance.uniform(0, LONGEST))
                    disk.start_again()
                    before = promised.words
                    promised.hear(lines, cut)
                    figures["promises"] += promised.words - before
                    whole = _judged(report, promised, forked(lambda: looked_at(place)))
    return report


def _judged(report: Report, promised: Promised, found: dict[str, Any]) -> bool:
    """Note what is wrong with what was found; return whether nothing is."""
    figures, before = report.figures, len(report.bad)
    if wrong := found.get("wrong"):
        report.bad.append(f"cut {report.runs}: {wrong}")
        figures["unreadable"] += 1
        return False
    for promise, where in ((promised.kept, "recovered"), (promised.saved, "file")):
        if lost := promised.broken(promise, found[where]):
            report.bad.append(f"cut {report.runs}: {lost} of {len(promise)} texts are lost from what is {where}")
            figures["lost"] += lost
    return len(report.bad) == before


if __name__ == "__main__":
    tell(cut_often(sys.argv[1], sys.argv[2], int(sys.argv[3])))
