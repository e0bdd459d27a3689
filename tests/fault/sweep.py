"""The process is killed, or one call is failed, at every system call of a life; then somebody looks.

Run as ``python -m tests.fault.sweep ERROR SABOTAGE STORY [NAME…]``: the name of an error or KILL, what is broken
in the store on purpose or ``none``, which life, and the calls to which this is confined.
"""

import errno
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dxworkshop.store import journal
from tests.fault import sabotage, tree
from tests.fault.fresh import Report, forked, room, still, tell
from tests.fault.story import BEFORE, FIRST, STORIES, Deed, Life, Place, Told, problems
from tests.fault.syscalls import KILL, Call, Outcome, Watch, refused

MEANT = frozenset(["write", "fsync", "fdatasync", "rename", "openat"])
"""Calls on which the promise rests: when one fails it is done again, on another file, before it counts."""
UNHEARD = (".dxworkshop/", ".lock")
"""What may fail without a word: kept versions, who has the file open, the lock.

So may what lies in this laptop's own folder itself, the memory for undo: the journal stays where that is not kept.
Other calls may where all is well.
"""


@dataclass(frozen=True)
class Scene:
    """A place, what it holds before the story, and who watches."""

    place: Place
    told: Told
    tree: tree.Tree
    watch: Watch
    deeds: Sequence[Deed]

    @classmethod
    def set_up(cls, root: Path, broken: str, story: str) -> "Scene":
        """Let a window end without closing, and make everything ready for the next."""
        place, told, deeds = Place(root), Told(), STORIES[story]
        with room() as elsewhere:  # loads what is loaded late, and knows nothing of the place itself
            assert _lived(Place(elsewhere), told, (*BEFORE, *STORIES["two saves"][1:])), told.said
            told.reset()
        place.enter()
        place.begin()
        if story != FIRST:
            assert forked(lambda: _lived(place, told, BEFORE)), told.said

        def live() -> None:
            journal._DURABLE.clear()  # what the judge did in this process is no part of a life
            sabotage.apply(broken)
            Life(place, told).live(deeds)

        still()
        return cls(place, told, tree.taken(root), Watch(live, lambda: told.get("phase")), deeds)

    def reset(self, pause: int = 1) -> None:
        """Begin again; the life stops before one of its phases, to be watched."""
        tree.put(self.place.root, self.tree)
        self.told.reset()
        done = 0 if self.deeds is STORIES[FIRST] else 1
        self.told.put(begun=done, kept=done, pause=pause)

    def run(self, calls: Sequence[Call], at: int, error: int) -> Outcome:
        """Live again with one call disturbed; what lies before its phase is not watched, for it takes time."""
        phase = calls[at].phase
        self.reset(phase)
        first = next(n for n, call in enumerate(calls) if call.phase == phase)
        return self.watch.run(at - first, error, self.is_meant)

    def is_meant(self, call: Call) -> bool:
        """Tell whether the promise rests on a call."""
        if call.name not in MEANT or (call.name == "openat" and not call.creates):
            return False
        memory = call.path == str(self.place.state) and self.asked(call) != "keep"
        memory = memory or os.path.dirname(call.path) == str(self.place.state)
        return not memory and not any(part in call.path for part in UNHEARD)

    def asked(self, call: Call) -> str:
        """Return what the store was asked for when it made a call."""
        return getattr(self.deeds[call.phase - 1], "name", "do")


def _lived(place: Place, told: Told, deeds: Sequence[Deed]) -> bool:
    place.enter()
    place.begin()
    return Life(place, told).live(deeds)


def killed(scene: Scene, calls: Sequence[Call], at: int) -> Iterator[str]:
    """Yield what is wrong after the process was killed in the place of one call."""
    outcome = scene.run(calls, at, KILL)
    if not os.WIFSIGNALED(outcome.status) or os.WTERMSIG(outcome.status) != signal.SIGKILL:
        yield f"the process was not killed but ended with {outcome.status}"
    yield from _strayed(outcome, calls[at])
    yield from problems(scene.place, scene.told)


def failed(scene: Scene, calls: Sequence[Call], at: int, error: int) -> Iterator[str]:
    """Yield what is wrong after one call failed once."""
    outcome = scene.run(calls, at, error)
    yield from _strayed(outcome, calls[at])
    if outcome.status != 0:
        yield f"the program itself gave way: {outcome.status}"
    elif not scene.told.get("ended"):
        yield f"work did not go on: {scene.told.said}"
    elif outcome.hit and scene.is_meant(outcome.hit) and not _mended(outcome.hit, outcome.later, error):
        yield f"it was not done again, though {scene.told.said or 'nobody said so'}"
    yield from problems(scene.place, scene.told)


def _strayed(outcome: Outcome, wanted: Call) -> Iterator[str]:
    if outcome.hit is None or (outcome.hit.name, outcome.hit.phase) != (wanted.name, wanted.phase):
        yield f"this life went another way: {outcome.hit}"


def _mended(hit: Call, later: Iterable[Call], error: int) -> bool:
    """Return whether what failed was done again before the next confirmation, for bytes on another file.

    What was only interrupted may be done again on the same: Python does so by itself.
    """
    folder, is_folder = os.path.dirname(hit.path), not Path(hit.path).suffix
    again = [call.path for call in later if call.name == hit.name and not call.failed]
    if hit.path in again and (is_folder or error == errno.EINTR):
        return True
    return not is_folder and any(path != hit.path and os.path.dirname(path) == folder for path in again)


def swept(error: str, broken: str, story: str, names: list[str]) -> Report:
    """Kill or fail every call, and return what was wrong.

    Where the folder itself stands is asked for often, step by step from the root of the computer: those steps are
    left out, for they are the same call on folders that have no part in it.
    """
    report = Report(refused=refused())
    if report.refused:
        return report
    with room() as root:
        scene = Scene.set_up(root, broken, story)
        scene.reset()
        calls = scene.watch.calls()
        above, said = {"", *map(str, root.parents)}, 0
        for at, call in enumerate(calls):
            if (names and call.name not in names) or call.path in above:
                continue
            report.runs += 1
            if error == "KILL":
                wrong = list(killed(scene, calls, at))
            else:
                wrong = list(failed(scene, calls, at, getattr(errno, error)))
            said += bool(scene.told.get("refused"))
            where = f"{call.name} {call.path.replace(str(root), '')} in {scene.asked(call)}"
            report.bad += [f"{error} at {at}, {where}: {sentence}" for sentence in wrong]
        report.figures = {
            "calls": sum(call.path not in above for call in calls),
            "said": said,
            "kinds": dict(Counter(call.name for call in calls)),
        }
    return report


if __name__ == "__main__":
    tell(swept(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
