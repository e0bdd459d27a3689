"""Kill -9 of a program that changes, keeps and saves at full speed: nothing that was promised is lost."""

import random
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from dxworkshop.errors import DxError
from dxworkshop.model.record import Clock
from dxworkshop.store import document
from tests.fault.laptop import file_of, journals, state_of
from tests.fault.nursery import Nursery, Worker
from tests.fault.scale import scale
from tests.sample import sample_session

KILLS = scale(100, 1000)
ROUND = 25
"""Kills after which the window is closed like any other, and a new session begins."""
SECOND = 1.0
"""Seconds that a recovery may take."""
AIMS = {"kept": 12, "saving": 2, "saved": 1, "opening": 1, "keeping": 1}
"""After which word the kill comes, said how often at most: in the middle of work, in a save and behind it, while
the session is opened, and while what was recovered is made durable."""
GUESS = 0.01
"""Seconds that anything takes before one knows better."""


@dataclass
class Ledger:
    """What one laptop was promised, and what it did."""

    states: list[list[str]]
    """Session and unfinished fields after each change since the last opening."""
    in_file: list[str]
    """What the file may hold: the session as it was saved last, and whatever came later."""
    promised: int = 0
    """Number of the state whose session was kept or saved last."""
    kept: int = 0
    """Number of the state whose unfinished fields were kept last; no file of the folder holds those."""
    seconds: list[float] = field(default_factory=list)
    """How long each recovery took."""
    took: dict[str, float] = field(default_factory=dict)
    """How many seconds a save and an opening took the last time."""
    count: dict[str, int] = field(default_factory=dict)
    """How often each word was heard."""
    wrong: list[str] = field(default_factory=list)
    """What must not be."""

    def enter(self, said: list[Any]) -> None:
        """Write down one thing that a worker said."""
        word, *rest = said
        self.count[word] = self.count.get(word, 0) + 1
        match word:
            case "open":
                self._opened(*rest)
            case "did" | "closed":
                self.states.append(rest[0])
                self.in_file.append(rest[0][0])
            case "kept":
                self.promised = self.kept = len(self.states) - 1
            case "saved":
                self.took["saving"] = rest[0]
                self.promised = len(self.states) - 1
                self.in_file = self.in_file[-1:]
            case "failed":
                self.wrong.append(f"it broke down: {rest[1]}")

    def _opened(self, state: list[str], recovered: int, seconds: float, news: bool) -> None:
        self.took["opening"] = seconds
        # Of what was written and not promised yet, a session may be there without its fields.
        sessions = [session for session, _ in self.states[self.promised :]]
        fields = [drafts for _, drafts in self.states[self.kept :]]
        for name, found, promised in zip(("session", "fields"), state, (sessions, fields), strict=True):
            if found not in promised:
                self.wrong.append(
                    f"{len(promised) - 1} changes after the last promise about the {name} it was lost"
                )
        if recovered:
            self.seconds.append(seconds)
        elif news:
            self.wrong.append("it recovered changes and did not say so")
        self.states, self.promised, self.kept = [state], 0, 0
        self.in_file.append(state[0])

    def look_at(self, path: Path) -> None:
        """The file must be whole, and hold what was saved last or something later."""
        try:
            found = file_of(path)
        except DxError as error:
            self.wrong.append(f"the file cannot be read: {error}")
            return
        if found not in self.in_file:
            self.wrong.append("the file holds what was never said, or less than was saved")


class Laptop:
    """One laptop and one folder, on which program after program is killed."""

    def __init__(self, nursery: Nursery, root: Path, *, broken: str = "") -> None:
        self.nursery, self.root, self.broken = nursery, root, broken
        self.path = root / "share" / "kickoff.toml"
        self.state = root / "state"
        self.source = random.Random(7)  # noqa: S311 - when to kill, not a secret
        self.hit: dict[str, int] = {}
        self.took: dict[str, float] = {}
        self.begin()

    def begin(self) -> None:
        """Begin a new session."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.path.parent.mkdir(parents=True)
        session = sample_session().model_copy(update={"clock": Clock()})  # a running one is stopped at the opening
        self.path.write_bytes(document.render(session))
        first = state_of(session, {})
        self.ledger = Ledger([first], first[:1])

    def one_life(self, seed: int) -> None:
        """Let a program work, kill it at a random moment, and look at the file."""
        aim = self.source.choice([*AIMS])
        times = self.source.randint(1, AIMS[aim])
        with self.nursery.start(
            "script.lead", self.state, path=str(self.path), seed=seed, broken=self.broken
        ) as at:
            at.hears(aim, times)
            self._pass(at, self.source.uniform(0, 1.2 * self.took.get(aim, GUESS)))
            at.kill()
            self._hear(at)
        self.took |= self.ledger.took
        self.ledger.look_at(self.path)

    def _pass(self, worker: Worker, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and worker.listen(left):
            continue

    def _hear(self, worker: Worker) -> None:
        said = worker.take()
        for line in said:
            self.ledger.enter(line)
        last = said[-1][0] if said else "nothing"
        self.hit[last] = self.hit.get(last, 0) + 1

    def close(self, seed: int) -> None:
        """Let a program open the session, change a little and close it: one file is left, and no journal."""
        path = str(self.path)
        with self.nursery.start(
            "script.lead", self.state, path=path, seed=seed, broken=self.broken, end=True
        ) as at:
            status = at.wait()
            self._hear(at)
        self.ledger.look_at(self.path)
        if status == 0 and file_of(self.path) != self.ledger.states[-1][0]:
            self.ledger.wrong.append("closed, and the file holds something else")
        if status == 0 and journals(self.state):
            self.ledger.wrong.append("closed, and a journal is left")


def _kill_again_and_again(laptop: Laptop, kills: int) -> tuple[list[str], dict[str, int], list[float]]:
    """Return what was wrong, what was said how often, and the seconds of all recoveries."""
    wrong: list[str] = []
    count: dict[str, int] = {}
    seconds: list[float] = []
    for number in range(kills):
        laptop.one_life(number)
        if number % ROUND == ROUND - 1 or number == kills - 1 or laptop.ledger.wrong:
            laptop.close(number)
            wrong += laptop.ledger.wrong
            seconds += laptop.ledger.seconds
            for word, times in laptop.ledger.count.items():
                count[word] = count.get(word, 0) + times
            laptop.begin()
    return wrong, count, seconds


def test_killed_at_any_moment_nothing_promised_is_lost(
    nursery: Nursery, tmp_path: Path, record_property: Any
) -> None:
    """The file is whole, what was kept is there and nothing that was never said; the way back is short."""
    laptop = Laptop(nursery, tmp_path / "laptop")
    wrong, count, seconds = _kill_again_and_again(laptop, KILLS)
    assert not wrong, f"{len(wrong)} in {KILLS} kills: {wrong[0]}"
    slow = sum(one >= SECOND for one in seconds)
    figures = {
        "kills": KILLS,
        "in a save": laptop.hit.get("saving", 0),
        "in an opening": laptop.hit.get("opening", 0),
        "changes": count["did"],
        "kept": count["kept"],
        "saved": count["saved"],
        "saves refused": count.get("refused", 0),
        "recoveries": len(seconds),
        "recovery, median ms": round(median(seconds) * 1000),
        "slowest ms": round(max(seconds) * 1000),
    }
    print(figures)  # noqa: T201 - shown by pytest -s
    for name, value in figures.items():
        record_property(name, value)
    assert laptop.hit.get("saving", 0) >= KILLS // 20
    assert laptop.hit.get("opening", 0) >= KILLS // 20
    assert len(seconds) >= KILLS // 5
    assert slow <= KILLS // 100, f"{slow} recoveries took over a second"


def test_two_thousand_changes_are_recovered_within_a_second(nursery: Nursery, tmp_path: Path) -> None:
    """An hour of work that never reached the folder: opening brings all of it back, in the best of three."""
    laptop = Laptop(nursery, tmp_path / "laptop")
    with nursery.start("script.hurry", laptop.state, path=str(laptop.path), changes=2000) as worker:
        before = worker.hear("did")[1]
        worker.wait()
    times = []
    for attempt in range(3):
        state = tmp_path / f"state-{attempt}"
        shutil.copytree(laptop.state, state)
        with nursery.start("script.look", state, path=str(laptop.path)) as worker:
            _, found, recovered, seconds, _ = worker.hear("open")
        assert found == before
        assert recovered == 2000
        times.append(seconds)
        if seconds < SECOND:
            break
    print({"recovery of 2,000 changes, ms": round(min(times) * 1000)})  # noqa: T201 - shown by pytest -s
    assert min(times) < SECOND


@pytest.mark.parametrize(
    ("broken", "seen"),
    [
        ("nothing_is_kept", "it was lost"),
        ("journal_dropped_early", "it was lost"),
        ("half_written", "the file cannot be read"),
    ],
)
def test_the_loop_sees_a_store_that_breaks_its_promise(
    nursery: Nursery, tmp_path: Path, broken: str, seen: str
) -> None:
    """A store that was sabotaged on purpose does not get through the kills."""
    laptop = Laptop(nursery, tmp_path / "laptop", broken=broken)
    for _ in range(8):
        wrong, _, _ = _kill_again_and_again(laptop, ROUND)
        if any(seen in words for words in wrong):
            return
    raise AssertionError(f"not seen in {8 * ROUND} kills")


def test_a_kill_ends_a_worker_at_once(nursery: Nursery, tmp_path: Path) -> None:
    """The harness itself: what was said before the kill is heard, and the end is that of signal 9."""
    laptop = Laptop(nursery, tmp_path / "laptop")
    with nursery.start("script.lead", laptop.state, path=str(laptop.path), seed=1) as worker:
        worker.hear("kept")
        worker.kill()
        assert worker.wait() == -signal.SIGKILL
        assert worker.take()[0] == ["opening"]
