"""The power goes after every operation of a life: all states a disk may be in then, and somebody who opens them.

Run as ``python -m tests.fault.crash MODEL SABOTAGE STATES``: weak or ordered, what is broken in the store on
purpose or ``none``, and how many states to look at, ``all`` or a number drawn by lot.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tests.fault import sabotage, tree
from tests.fault.fresh import Report, forked, room, still, tell
from tests.fault.recorder import Operation, Recorder, Story
from tests.fault.story import BEFORE, STORY, Life, Place, Told, problems

SEED = 20261210
State = tuple[int, dict[str, bytes | None], Mapping[str, int]]
"""Behind how many operations the power went, what stands there, and what had been confirmed."""


def recorded(place: Place, broken: str) -> Story:
    """Live two lives, of which the first ends without closing, and return what they did to the disk."""
    told = Told()
    told.put(begun=0, kept=0)
    place.begin()
    recorder = Recorder(place.root, told.all)
    recorder.install()
    sabotage.apply(broken)
    assert Life(place, told).live(BEFORE), told.said
    recorder.die()
    assert Life(place, told).live(STORY), told.said
    recorder.check()
    recorder.tell()
    return Story(recorder.first, recorder.operations)


def states(story: Story, model: str, count: str) -> Iterator[State]:
    """Yield all states, or some by lot, each once."""
    chance, seen = random.Random(SEED), set[int]()  # noqa: S311 - nothing secret
    told = list(_told(story.operations))
    for upto, there in _all(story, model, chance) if count == "all" else _some(story, model, chance, int(count)):
        key = hash((frozenset(there.items()), told[upto]))
        if key not in seen:
            seen.add(key)
            yield upto, there, dict(told[upto])
            if count != "all" and len(seen) == int(count):
                return


def _all(story: Story, model: str, chance: random.Random) -> Iterator[tuple[int, dict[str, bytes | None]]]:
    for upto in range(len(story.operations) + 1):
        for there in story.states(upto, model, chance):
            yield upto, there


def _some(
    story: Story, model: str, chance: random.Random, count: int
) -> Iterator[tuple[int, dict[str, bytes | None]]]:
    for _ in range(20 * count):
        upto = chance.randint(0, len(story.operations))
        yield upto, story.one_state(upto, model, chance)


def _told(operations: Sequence[Operation]) -> Iterator[tuple[tuple[str, int], ...]]:
    """Yield what had been confirmed before each operation, and behind the last."""
    now: tuple[tuple[str, int], ...] = ()
    yield now
    for one in operations:
        if one.kind == "told":
            now = tuple(sorted(one.told.items()))
        yield now


def looked_at(model: str, broken: str, count: str) -> Report:
    """Open every state and return what was wrong."""
    report = Report()
    with room() as root:
        place, told = Place(root), Told()
        place.enter()
        story: Story = forked(lambda: recorded(place, broken))
        still()
        points = set()
        for upto, there, confirmed in states(story, model, count):
            tree.put(place.root, there)
            told.reset()
            told.put(**{"begun": 0, "kept": 0} | dict(confirmed))
            report.runs += 1
            points.add(upto)
            before = story.operations[upto - 1] if upto else "nothing"
            report.bad += [f"{model}, behind {upto} ({before}): {sentence}" for sentence in problems(place, told)]
        kinds = Counter(one.kind for one in story.operations)
        report.figures = {"operations": len(story.operations), "points": len(points), "kinds": dict(kinds)}
        report.figures["open"] = story.most_open(model)
    return report


if __name__ == "__main__":
    tell(looked_at(*sys.argv[1:4]))
