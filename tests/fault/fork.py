"""One session and two ways on from it: what two laptops, or two branches, make of the same file."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from tests.unit.test_round_trip import NASTY, NEEDED, SAMPLE, TYPED, _varied, _with_unknown

Data = dict[str, Any]
Path = tuple[str, ...]
MANY = tuple(spec.path for spec in NOUNS.values())
"""Tables of items: these come and go."""
CLEARED = ("due", "by", "first_step_by", "size", "impact", "effort", "hours_per_week", "measure", "present")
"""Fields that may be emptied."""
CHOICES = {
    "status": ("todo", "doing", "done"),
    "lens": ("people", "relations"),
    "register": ("adventure", "plain"),
}
STAMPS = ("2026-11-24T15:02:00+09:00 田中", "2026-11-25")
LEFT_ALONE = ("format", "id", "kind", "statements")


@dataclass(frozen=True)
class Fork:
    """A session, and what two sides made of it: plain data of files that load."""

    base: Data
    mine: Data
    theirs: Data


def fork(words: list[str], seed: int) -> Fork:
    """Return a session of any texts and two ways on from it, the same for the same seed."""
    source = random.Random(seed)  # noqa: S311 - a session, not a secret
    base = _valid(_with_unknown(_varied(SAMPLE, words, source), words, source))
    often = source.choice((0.02, 0.1, 0.4))
    return Fork(base, *(_valid(_gone_on(base, words, source, often)) for _ in range(2)))


FORKS = st.builds(fork, st.lists(NASTY, min_size=2, max_size=6), st.integers(0, 2**32))
"""Sessions of any text with unknown keys, and two ways on from each."""


def _valid(data: Data) -> Data:
    return plain(Session.model_validate(frozen(data)))


def _gone_on(data: Any, words: list[str], source: random.Random, often: float, path: Path = ()) -> Any:
    """Return data with some of it edited, added, taken out, cleared or simply not there."""
    key = path[-1] if path else ""
    if key in LEFT_ALONE or (len(path) > 2 and path[0] == "conflicts"):
        return data
    if not isinstance(data, Mapping):
        return _edited(data, words, source, key) if source.random() < often else data
    on = {}
    for name, value in data.items():
        optional = name not in NEEDED and (*path, name) not in MANY and path != ("workshop", "steps")
        if not (optional and source.random() < often / 8):
            on[name] = _gone_on(value, words, source, often, (*path, name))
        if name in CLEARED and name in on and path[:1] != ("checkins",) and source.random() < often / 4:
            on[name] = ""
    if path in MANY and on and source.random() < often:
        on[f"new{source.randrange(3)}"] = dict(on[source.choice(sorted(on))])
    if len(path) > 1 and path[:-1] in (*MANY, ("conflicts",)) and source.random() < often / 2:
        on["removed"] = source.choice(STAMPS)
    return on


def _edited(value: Any, words: list[str], source: random.Random, key: str) -> Any:
    if key in CHOICES:
        return source.choice(CHOICES[key])
    if key == "removed":
        return source.choice((*STAMPS, ""))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return source.randint(2, 5)
    if isinstance(value, float):
        return source.choice((0.5, 3.0, 41.0))
    if isinstance(value, datetime):
        return value + timedelta(minutes=source.randrange(1, 40))
    if isinstance(value, date):
        return date(2027, source.randint(1, 12), 1)
    if value == []:
        return value
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return [entry for entry in value if source.random() < 0.7] + [source.choice(words)] * source.randrange(2)
    if isinstance(value, list) and all(isinstance(entry, date) for entry in value):
        return [entry for entry in value if source.random() < 0.7] + [date(2028, source.randint(1, 12), 1)]
    if isinstance(value, list) and all(type(entry) is int for entry in value):
        return [source.randrange(9) for _ in value]
    return source.choice(words) + source.choice("ab") if key in TYPED and isinstance(value, str) else value


def leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value that is no table, with the keys down to it."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, data
