"""A disk without room, files that may not grow, folders that may not be written or are gone for a while.

What was called kept or saved is there; what could not be done is said in one sentence; and work goes on.
"""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.errors import DxError
from dxworkshop.store import document
from tests.fault.cramped import NOTES, no_room, note_id
from tests.fault.laptop import journals
from tests.fault.nursery import Nursery, Worker
from tests.fault.scale import scale
from tests.sample import sample_session

NO_ROOM = "there is no room left on the disk for {file}; make some and save again"
READ_ONLY = "the disk of {file} can only be read; save it in another folder"
NOT_ALLOWED = "{file} may not be written; ask for the right to write in its folder, or save it in another"
AWAY = "the folder {folder} is away; until it is back, everything is kept on this laptop"
STATE, SHARE = "state", "share"
ON_DISK = scale(28, 120)
"""Runs on a disk of a megabyte with a little room, half of them with the laptop's own folder on it."""
BY_LIMIT = scale(8, 40)
"""Runs of a program whose files may not grow beyond some bytes."""
BY_FOLDER = scale(1, 3)
"""Runs for each way a folder can fail."""


class Place:
    """A laptop's own folder and a shared one, and a session in it."""

    def __init__(self, root: Path) -> None:
        self.folders = {STATE: root / STATE, SHARE: root / SHARE}
        for folder in self.folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folders[SHARE] / "kickoff.toml"
        self.path.write_bytes(document.render(sample_session()))

    @property
    def state(self) -> Path:
        """The laptop's own folder."""
        return self.folders[STATE]

    def in_file(self) -> set[str]:
        """Return the ids of the notes in the file."""
        return set(document.load(self.path).session.notes)


Trouble = Callable[["Place"], AbstractContextManager[object]]
"""What is wrong with a place for a while."""


class Run:
    """Somebody types while something is wrong; afterwards either goes on, or the machine died meanwhile."""

    def __init__(self, nursery: Nursery, place: Place) -> None:
        self.nursery, self.place = nursery, place
        self.promised: set[str] = set()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.wrong: list[str] = []

    def type(self, trouble: Trouble, *, dies: bool, **how: Any) -> None:
        """Type; then save and close, or die while the trouble lasts and be opened again."""
        path = str(self.place.path)
        with self.nursery.start("cramped.type_on", self.place.state, path=path, **how) as worker:
            if worker.hears("ready"):
                with trouble(self.place):
                    worker.tell("begin")
                    worker.hears("typed")
                    if dies:
                        worker.kill()
                if not dies:
                    worker.tell("go on")
                worker.wait()
            self._hear(worker)
        self._look_again(path) if dies else self._all_is_there()

    def _hear(self, worker: Worker) -> None:
        for word, *rest in worker.take():
            if word in ("kept", "saved"):
                self.promised |= set(rest)
            elif word == "refused":
                self.refused[rest[0], rest[1]] += 1
            elif word == "failed":
                self.wrong.append(f"the file cannot be read: {rest[1]}" if rest[0] == "DocumentError" else rest[1])

    def _look_again(self, path: str) -> None:
        """What was promised is there at the next start."""
        with self.nursery.start("cramped.look", self.place.state, path=path) as worker:
            notes = set(worker.hears("notes")[1:])
            worker.wait()
            self._hear(worker)
        if missing := sorted(self.promised - notes):
            self.wrong.append(f"{len(missing)} of {len(self.promised)} lost, {missing[0]} first")

    def _all_is_there(self) -> None:
        """Everything typed is in the file, what was refused too, and nothing lies about."""
        try:
            missing = sorted((self.promised | {note_id(n) for n in range(NOTES)}) - self.place.in_file())
        except DxError as error:
            self.wrong.append(f"the file cannot be read: {error}")
            return
        if missing:
            self.wrong.append(f"{len(missing)} of what was typed are not in the file, {missing[0]} first")
        litter = [
            found.name for found in self.place.path.parent.iterdir() if found.name.endswith((".tmp", ".lock"))
        ]
        if litter := [*litter, *(journal.name for journal in journals(self.place.state))]:
            self.wrong.append(f"closed, and left lying about: {litter}")


def _verdict(name: str, runs: list[Run]) -> Counter[tuple[str, str]]:
    """Fail on the first thing that went wrong; otherwise return what was refused in which words."""
    wrong = [(number, words) for number, run in enumerate(runs) for words in run.wrong]
    assert not wrong, f"{len(wrong)} in {len(runs)} runs; in run {wrong[0][0]}: {wrong[0][1]}"
    refused: Counter[tuple[str, str]] = Counter()
    for run in runs:
        refused += run.refused
    print({name: len(runs), "promised": sum(len(r.promised) for r in runs), "refused": dict(refused)})  # noqa: T201
    return refused


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    """Lay a disk of a megabyte over a folder; skip where that is not allowed."""
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can make a small disk; the limits of files are tried without it")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "none", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"this machine makes no small disk: {made.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607 - the one of this machine


def _on_a_small_disk(nursery: Nursery, root: Path, where: str, trouble: Trouble, **how: Any) -> Run:
    (root / where).mkdir(parents=True)
    with _small_disk(root / where):
        run = Run(nursery, Place(root))
        run.type(trouble, **how)
    return run


def _on_full_disks(nursery: Nursery, root: Path, runs: int, **how: Any) -> list[Run]:
    done = []
    for number in range(runs):
        where = (STATE, SHARE)[number % 2]
        leave = number // 4 * 200_000 // (runs // 4)

        def full(place: Place, where: str = where, leave: int = leave) -> AbstractContextManager[object]:
            return no_room(place.folders[where], leave)

        done.append(_on_a_small_disk(nursery, root / str(number), where, full, dies=number % 4 > 1, **how))
    return done


def _with_limits(nursery: Nursery, root: Path, runs: int, **how: Any) -> list[Run]:
    done = []
    for number in range(runs):
        run = Run(nursery, Place(root / str(number)))
        limit = 200 + number * 60_000 // runs
        run.type(lambda place: nullcontext(), dies=number % 2 > 0, limit=limit, **how)
        done.append(run)
    return done


def test_a_full_disk_loses_nothing_and_says_so(nursery: Nursery, tmp_path: Path) -> None:
    """With 0 to 200,000 bytes left, on the disk of the laptop's own folder or on the shared one."""
    refused = _verdict("full disks", _on_full_disks(nursery, tmp_path, ON_DISK))
    assert {sentence for _, sentence in refused} == {NO_ROOM}
    assert {word for word, _ in refused} == {"kept", "saved"}


def test_a_limit_on_files_loses_nothing_and_says_so(nursery: Nursery, tmp_path: Path) -> None:
    """As after `ulimit -f`, from 200 bytes up: a file that may not grow is as bad as a disk without room."""
    refused = _verdict("limits", _with_limits(nursery, tmp_path, BY_LIMIT))
    assert {sentence for _, sentence in refused} == {NO_ROOM}
    assert {word for word, _ in refused} == {"kept", "saved"}


@contextmanager
def _only_read(place: Place) -> Iterator[None]:
    """Make the disk of the shared folder one that can only be read."""
    remount = ["mount", "-o", "remount"]
    share = str(place.folders[SHARE])
    subprocess.run([*remount, "-o", "ro", share], check=True)
    try:
        yield
    finally:
        subprocess.run([*remount, "-o", "rw", share], check=True)


@contextmanager
def _gone(place: Place, where: str = SHARE) -> Iterator[None]:
    """Take a folder away, and bring it back."""
    folder = place.folders[where]
    aside = folder.with_name("aside")
    folder.rename(aside)
    try:
        yield
    finally:
        aside.rename(folder)


@contextmanager
def _protected(place: Place) -> Iterator[None]:
    """Forbid to write in the shared folder."""
    share = place.folders[SHARE]
    inside = [share, *(found for found in share.rglob("*") if found.is_dir())]
    for folder in inside:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in inside:
            folder.chmod(0o755)


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies"])
def test_a_shared_disk_that_can_only_be_read_for_a_while(nursery: Nursery, tmp_path: Path, dies: bool) -> None:
    """As after an error of the disk: everything is kept on the laptop, and saved when it can be written again."""
    runs = [_on_a_small_disk(nursery, tmp_path / str(n), SHARE, _only_read, dies=dies) for n in range(BY_FOLDER)]
    refused = _verdict("read-only disks", runs)
    assert set(refused) == {("saved", READ_ONLY)}


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies"])
def test_a_shared_folder_that_is_gone_for_a_while(nursery: Nursery, tmp_path: Path, dies: bool) -> None:
    """As when a cable is pulled: everything is kept on the laptop, and saved when the folder is there again."""
    runs = []
    for number in range(BY_FOLDER):
        runs.append(Run(nursery, Place(tmp_path / str(number))))
        runs[-1].type(_gone, dies=dies)
    refused = _verdict("folders gone", runs)
    assert set(refused) == {("saved", AWAY)}


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies"])
def test_a_shared_folder_that_may_not_be_written_for_a_while(nursery: Nursery, tmp_path: Path, dies: bool) -> None:
    """As when somebody changes the rights: everything is kept, and saved when that is allowed again."""
    runs = []
    for number in range(BY_FOLDER):
        runs.append(Run(nursery, Place(tmp_path / str(number))))
        runs[-1].type(_protected, dies=dies, may_not=True)
    refused = _verdict("protected folders", runs)
    assert set(refused) == {("saved", NOT_ALLOWED)}


@contextmanager
def _deleted(place: Place) -> Iterator[None]:
    """Remove the laptop's own folder with all that is in it."""
    shutil.rmtree(place.state)
    yield


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies"])
def test_the_laptops_own_folder_is_deleted_meanwhile(nursery: Nursery, tmp_path: Path, dies: bool) -> None:
    """As by a tidy person: what is promised after that is kept all the same, or refused."""
    runs = []
    for number in range(BY_FOLDER):
        runs.append(Run(nursery, Place(tmp_path / str(number))))
        runs[-1].type(_deleted, dies=dies)
    _verdict("own folders deleted", runs)


@pytest.mark.parametrize(
    ("broken", "runs", "seen"),
    [
        ("nothing_is_kept", 4, "lost"),
        ("half_written", 16, "the file cannot be read"),
        ("trouble_is_not_told", 4, "lost"),
    ],
)
def test_these_runs_see_a_store_that_breaks_its_promise(
    nursery: Nursery, tmp_path: Path, broken: str, runs: int, seen: str
) -> None:
    """A store that was sabotaged on purpose does not get through."""
    wrong = [words for run in _on_full_disks(nursery, tmp_path, runs, broken=broken) for words in run.wrong]
    assert any(seen in words for words in wrong), wrong
