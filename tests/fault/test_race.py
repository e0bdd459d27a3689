"""Several laptops write into one file at once: with a lock nothing is lost, without one nothing for ever."""

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add
from dxworkshop.model.session import Member, Session
from dxworkshop.model.value import plain
from dxworkshop.store import document, versions
from tests.fault.laptop import digest, journals, texts
from tests.fault.nursery import Nursery, Worker
from tests.fault.racer import value_at
from tests.fault.scale import scale
from tests.sample import empty_session

TAGS = "abcdef"
CONTESTED = "vision/destination"
"""The field that all write."""
WITH_LOCK, SUSPENDED, WITHOUT = scale(1, 6), scale(1, 5), scale(1, 6)
"""Races of each kind; 200 edits each every day, 600 in the full column."""
WRITERS, EDITS = scale(4, 6), scale(50, 100)
ROUNDS = 3
"""How often all save, one after the other, before they are compared."""


@dataclass
class Race:
    """What the writers were promised, and what became of it."""

    root: Path
    promised: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Whose, where, what, and what stood there before."""
    count: Counter[str] = field(default_factory=Counter)
    states: list[str] = field(default_factory=list)
    """Digests of the writers' sessions, and of the file, when all is over."""

    @property
    def path(self) -> Path:
        """The file."""
        return self.root / "share" / "kickoff.toml"

    def begin(self) -> None:
        """Put a session there, with a member for every writer."""
        session = empty_session()
        for tag in TAGS:
            session = apply(session, Add("member", f"member{tag}", Member(name=tag)))
        self.path.parent.mkdir(parents=True)
        self.path.write_bytes(document.render(session))

    def run(self, nursery: Nursery, writers: int, edits: int, *, suspend: bool = False, **how: Any) -> None:
        """Let them race, save in turn until all agree, and close."""
        self.begin()
        with ExitStack() as stack:
            workers = []
            for tag in TAGS[:writers]:
                task = {"path": str(self.path), "tag": tag, "edits": edits, **how}
                workers.append(stack.enter_context(nursery.start("racer.edit", self.root / tag, **task)))
            if suspend:
                self._suspend(workers)
            for worker in workers:
                worker.hear("done")
            for worker in workers * ROUNDS:
                self._hear(TAGS[workers.index(worker)], worker)
                worker.tell("save")
                self.states.append(worker.hear("state")[1])
            self.states = self.states[-writers:]
            for worker in workers:
                worker.tell("close")
                assert worker.wait() == 0, worker.said
                self._hear(TAGS[workers.index(worker)], worker)
        self.states.append(digest(self.session))

    def _suspend(self, workers: list[Worker]) -> None:
        """Shut the lid of one laptop after the other, also for longer than a lock lives."""
        source = random.Random(5)  # noqa: S311 - when, not a secret
        for _ in range(2 * len(workers)):
            worker = source.choice(workers)
            worker.signal(signal.SIGSTOP)
            for other in workers:
                other.listen(0)
            time.sleep(source.choice([0.1, 0.3, 1.8]))
            worker.signal(signal.SIGCONT)
            time.sleep(source.uniform(0, 0.1))
            self.count["suspended"] += 1
            if all(["done"] in worker.said for worker in workers):
                return

    def _hear(self, tag: str, worker: Worker) -> None:
        for word, *rest in worker.take():
            self.count[word] += 1
            if word == "kept":
                self.promised.append((tag, *rest))
            assert word != "failed", rest[1]

    @property
    def session(self) -> Session:
        """The session in the file."""
        return document.load(self.path).session

    def lost(self) -> list[str]:
        """Return the notes and own fields that are not in their place in the file."""
        session = self.session
        last = {where: what for _, where, what, _ in self.promised if where != CONTESTED}
        return [f"{where} = {what}" for where, what in last.items() if value_at(session, where) != what]

    def contested(self) -> Iterator[tuple[str, bool]]:
        """Yield the last sentence of each writer that is neither in place nor aside, and whether others saw it."""
        session = self.session
        there = {session.vision.destination, *texts(plain(session).get("conflicts", {}))}
        seen = {(tag, before) for tag, where, _, before in self.promised if where == CONTESTED}
        last = {tag: what for tag, where, what, _ in self.promised if where == CONTESTED}
        for tag, what in last.items():
            if what not in there:
                yield what, any(before == what and by != tag for by, before in seen)

    def in_versions(self) -> set[str]:
        """Return every text that stands in the file or in a kept version, in the folder or on a laptop."""
        kept = [version.path for version in versions.kept(self.path)]
        local = [base for tag in TAGS for base in (self.root / tag).rglob("base-*.toml")]
        found: set[str] = set()
        for path in (self.path, *kept, *local):
            found |= set(texts(plain(document.load(path).session)))
        return found


def _race(nursery: Nursery, root: Path, runs: int, **how: Any) -> list[Race]:
    races = []
    for number in range(runs):
        race = Race(root / str(number))
        race.run(nursery, WRITERS, EDITS, **how)
        races.append(race)
    count: Counter[str] = Counter()
    for race in races:
        count += race.count
    clashes = sum(len(race.session.conflicts) for race in races)
    print({"writers": WRITERS, "edits": count["kept"], "clashes": clashes, **count})  # noqa: T201
    return races


def _nothing_is_lost(race: Race) -> None:
    """With a lock: everything in its place or aside, or overwritten by somebody who had read it; all agree."""
    assert not race.lost()
    versions_hold = race.in_versions()
    for what, was_seen in race.contested():
        assert was_seen, f"{what} was overwritten unseen"
        assert what in versions_hold, f"{what} is in no version"
    assert len(set(race.states)) == 1
    share = race.path.parent
    assert sorted(found.name for found in share.iterdir()) == [".dxworkshop", race.path.name]
    assert not [left for tag in TAGS for left in journals(race.root / tag)]


def test_with_a_lock_nothing_is_lost(nursery: Nursery, tmp_path: Path) -> None:
    """Every note and own field is there, every sentence that lost a clash is aside, and all have the same."""
    for race in _race(nursery, tmp_path, WITH_LOCK):
        _nothing_is_lost(race)


def test_laptops_that_sleep_in_the_middle_lose_nothing(nursery: Nursery, tmp_path: Path) -> None:
    """Stopped anywhere, for longer than a lock lives: who wakes up does not write over what came meanwhile."""
    races = _race(nursery, tmp_path, SUSPENDED, suspend=True, short=True)
    for race in races:
        assert not race.lost()
        for what, was_seen in race.contested():
            assert was_seen, f"{what} was overwritten unseen"
        assert len(set(race.states)) == 1
    assert all(race.count["suspended"] for race in races)


def test_without_a_lock_every_value_is_in_a_version(nursery: Nursery, tmp_path: Path) -> None:
    """On a share whose locks do nothing: what is not in its place was kept before it was overwritten."""
    for race in _race(nursery, tmp_path, WITHOUT, locked=False):
        held = race.in_versions()
        last = {(tag, where): what for tag, where, what, _ in race.promised}
        gone = [what for what in last.values() if what not in held]
        print({"reverted": race.lost()})  # noqa: T201 - shown by pytest -s
        assert not gone
        assert not [words for words in race.lost() if words.startswith("notes/")]


@pytest.mark.parametrize("broken", ["mine_wins", "nobody_else_is_looked_at"])
def test_the_race_sees_a_store_that_breaks_its_promise(nursery: Nursery, tmp_path: Path, broken: str) -> None:
    """A store that was sabotaged on purpose does not get through."""
    race = Race(tmp_path)
    race.run(nursery, 3, 15, broken=broken)
    assert race.lost()
