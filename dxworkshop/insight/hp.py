"""HP of the boss: how much of the way is still ahead, by readings alone.

``(target - now) / (target - baseline)``, clamped to 0-1, falls whichever way the measure has to move, and
may rise again. Only a reading moves it: finishing an action does not. Where there is no measure, what is
left of the weight of the actions is shown instead, and called an estimate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Hp:
    """What is left of the boss."""

    percent: int
    """0 (beaten) to 100."""
    estimate: bool = False
    """True where it was counted from actions, because nothing is measured."""


def share(baseline: float, target: float, now: float) -> float:
    """Return what is left of one measure, 0 to 1; baseline and target must differ."""
    return min(1.0, max(0.0, (target - now) / (target - baseline)))


def latest(readings: Iterable[tuple[date, Mapping[str, float]]], measure: str) -> float | None:
    """Return the last value read of a measure, None where none was; of two on one day, the later in order."""
    value = None
    for _, of_day in sorted(readings, key=lambda pair: pair[0]):
        value = of_day.get(measure, value)
    return value


def boss_hp(session: Mapping[str, Any]) -> Hp | None:
    """Return the HP of a session given as the plain tables of its file; None where there is nothing to count.

    Several measures count alike. Plain tables, so that a list of files need not build whole sessions.
    """
    checkins = [c for c in session.get("checkins", {}).values() if not c.get("removed")]
    readings = [(c["on"], c.get("readings", {})) for c in checkins]
    shares = []
    for id_, measure in session.get("boss", {}).get("measures", {}).items():
        if not measure.get("removed") and measure["baseline"] != measure["target"]:
            now = latest(readings, id_)
            baseline = measure["baseline"]
            shares.append(share(baseline, measure["target"], baseline if now is None else now))
    if shares:
        return Hp(_percent(sum(shares) / len(shares)))
    weights = {True: 0, False: 0}
    for action in session.get("actions", {}).values():
        if not action.get("removed") and action.get("status") != "dropped":
            weights[action.get("status") == "done"] += action.get("weight", 1)
    total = sum(weights.values())
    return Hp(_percent(weights[False] / total), estimate=True) if total else None


def _percent(left: float) -> int:
    """Round to whole percent, but never to 0 or 100 what is not there yet."""
    percent = round(left * 100)
    return min(99, max(1, percent)) if 0 < left < 1 else percent
