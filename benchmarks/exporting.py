"""What it costs to write a plan of many actions in every format, beside JSON by the standard library."""

import gc
import json
import random
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from dxworkshop import demo
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import Item
from dxworkshop.render import FORMATS
from dxworkshop.report import build
from dxworkshop.report.view import Report
from dxworkshop.service import Library

FEW, MANY = 1_000, 10_000
GROWTH = 12.0
"""How many times longer ten times as many actions may take."""
AGAINST_JSON = 3.0
"""How many times longer than by `json.dumps` a report may take in a text format, start-up on both sides."""
RUNS = 3
STARTS = 7
Copied = TypeVar("Copied", bound=Item)
Made = TypeVar("Made")
Measured = tuple[str, list[float], list[float]]
"""A format, what it took, and what the floor took."""
_STATUSES = ("todo", "doing", "todo", "blocked", "todo", "done", "doing", "dropped")


def session_of(actions: int) -> Session:
    """Return the worked workshop with many actions, and with members, gaps and notes to match."""
    with tempfile.TemporaryDirectory() as folder:
        base = demo.play(demo.load("aozora"), Library(Path(folder))).session
    source = random.Random(actions)  # noqa: S311 - nothing secret
    members, notes = _more(source, base.members, actions // 100), _more(source, base.notes, actions // 5)
    gaps = _more(source, base.gaps, actions // 40)
    gaps = {id_: gap.model_copy(update={"note": ""}) for id_, gap in gaps.items()}
    found = {
        _id(source): _action(source, n, one, list(members), list(gaps))
        for n, one in enumerate(source.choices(list(base.actions.values()), k=actions))
    }
    parts = {"members": members, "gaps": gaps, "notes": notes, "actions": found}
    return base.model_copy(update=parts)


def _more(source: random.Random, items: Mapping[str, Copied], number: int) -> dict[str, Copied]:
    """Return items with copies of them up to a number."""
    copies = source.choices(list(items.values()), k=max(0, number - len(items)))
    return {**items, **{_id(source): one.model_copy(update={"rank": f"z{n}"}) for n, one in enumerate(copies)}}


def _action(source: random.Random, n: int, one: Action, members: list[str], gaps: list[str]) -> Action:
    day = datetime(2026, 12, 1, tzinfo=UTC).date() + timedelta(days=source.randrange(480))
    status = _STATUSES[n % len(_STATUSES)]
    return one.model_copy(
        update={
            "title": f"{one.title} {n}",
            "rank": f"a{n:06d}",
            "owner": source.choice(members),
            "partners": tuple(source.sample(members, k=2)),
            "answers": tuple(source.sample(gaps, k=2)),
            "first_step_by": day - timedelta(days=14),
            "due": day,
            "status": status,
            "reason": one.title if status in ("blocked", "dropped") else "",
        }
    )


def _id(source: random.Random) -> str:
    return "".join(source.choices(string.ascii_lowercase, k=10))


def report_of(session: Session) -> Report:
    """Return the plan of a session for the team."""
    made = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)
    return build(session, voice=Voice("ja", "plain"), today=made.date(), made=made)


def growth(few: Session, many: Session) -> Iterator[Measured]:
    """Yield by format the milliseconds that whole exports of many actions take, and of a tenth of them."""
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in FORMATS}
    for run in range(RUNS + 1):
        for which, session in ((1, few), (0, many)):
            built, report = _taken(lambda of=session: report_of(of))  # type: ignore[misc]
            for name, format_ in FORMATS.items():
                spent, _ = _taken(lambda to=format_, of=report: to.render(of))  # type: ignore[misc]
                if run > 0:
                    taken[name][which].append(built + spent)
    for name, (ours, floor) in taken.items():
        yield name, ours, floor


def against_json(session: Session, env: dict[str, str]) -> Iterator[Measured]:
    """Yield by format the milliseconds of start-up and writing, and of start-up and `json.dumps` of the same."""
    report = report_of(session)
    plain = asdict(report)
    start = _start(env)
    for name, format_ in FORMATS.items():
        ours, floor = [], []
        for run in range(RUNS + 1):
            theirs, _ = _taken(lambda: json.dumps(plain, default=str))
            mine, _ = _taken(lambda to=format_: to.render(report))  # type: ignore[misc]
            if run > 0:
                ours.append(start + mine)
                floor.append(start + theirs)
        yield name, ours, floor


def _start(env: dict[str, str]) -> float:
    """Return the milliseconds until a process of its own could begin to write."""
    argv = [sys.executable, "-c", "import dxworkshop.cli.app, dxworkshop.cli.export, dxworkshop.render"]
    taken = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run(argv, env=env, check=True)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _taken(work: Callable[[], Made]) -> tuple[float, Made]:
    """Return the milliseconds of this process that some work takes, and what it makes."""
    gc.collect()
    start = time.process_time()
    made = work()
    return (time.process_time() - start) * 1000, made
