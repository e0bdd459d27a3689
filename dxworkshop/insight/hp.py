"""HP of the boss: how much of the way is still ahead, by readings alone.

``(target - now) / (target - baseline)``, clamped to 0-1, falls whichever way the measure has to move, and
may rise again. Only a reading moves it: finishing an action does not, nor does being late, stuck or dropped.
Where there is no measure, what is left of the weight of the actions is shown instead, and called an estimate:
what was dropped counts neither way, so that it falls a little when something is dropped, and never rises for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Reading = tuple[date, Mapping[str, float]]
"""A day, and what was read on it, by id of the measure."""


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


def latest(readings: Iterable[Reading], measure: str) -> float | None:
    """Return the last value read of a measure, None where none was; of two on one day, the later in order."""
    value = None
    for _, of_day in sorted(readings, key=lambda pair: pair[0]):
        value = of_day.get(measure, value)
    return value


def measures(session: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the measures that can fall: not removed, and with a target that is not their baseline."""
    return {id_: one for id_, one in _kept(session) if one["baseline"] != one["target"]}


def unmoving(session: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of measures that have no HP, because their target is where they began: to be said."""
    return tuple(id_ for id_, one in _kept(session) if one["baseline"] == one["target"])


def known(session: Mapping[str, Any]) -> list[Reading]:
    """Return what was read in an earlier session, each on its day; on the first of all days where none is said."""
    found: list[Reading] = []
    for id_, one in _kept(session):
        # A cleared value stands as "" in a file.
        value, day = one.get("known", ""), one.get("known_on")
        if value not in ("", None):
            found.append((day or date.min, {id_: value}))
    return found


def checkins(session: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the check-ins that were not removed, by day; of one day, in their order."""
    found = [(id_, one) for id_, one in session.get("checkins", {}).items() if not one.get("removed")]
    found.sort(key=lambda pair: (pair[1]["on"], pair[1].get("rank", ""), pair[0]))
    return [one for _, one in found]


def readings(session: Mapping[str, Any]) -> list[Reading]:
    """Return all that was read, by day: of one day, what an earlier session read comes first."""
    found = [*known(session), *((one["on"], one.get("readings", {})) for one in checkins(session))]
    return sorted(found, key=lambda pair: pair[0])


def boss_hp(session: Mapping[str, Any], until: date | None = None) -> Hp | None:
    """Return the HP of a session given as the plain tables of its file; None where there is nothing to count.

    Several measures count alike; `until` leaves out what was read later. Plain tables, so that a list of files
    need not build whole sessions.
    """
    if counted := measures(session):
        found = [pair for pair in readings(session) if until is None or pair[0] <= until]
        return Hp(_percent(sum(_left(one, latest(found, id_)) for id_, one in counted.items()) / len(counted)))
    weights = {True: 0, False: 0}
    for action in session.get("actions", {}).values():
        if not action.get("removed") and action.get("status") != "dropped":
            weights[action.get("status") == "done"] += action.get("weight", 1)
    total = sum(weights.values())
    return Hp(_percent(weights[False] / total), estimate=True) if total else None


def _kept(session: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    found = session.get("boss", {}).get("measures", {})
    return [(id_, one) for id_, one in found.items() if not one.get("removed")]


def _left(measure: Mapping[str, Any], now: float | None) -> float:
    """Return what is left of a measure; all of it before the first reading."""
    return 1.0 if now is None else share(measure["baseline"], measure["target"], now)


def _percent(left: float) -> int:
    """Round to whole percent, but never to 0 or 100 what is not there yet."""
    percent = round(left * 100)
    return min(99, max(1, percent)) if 0 < left < 1 else percent
