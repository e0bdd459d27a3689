"""Speed and memory as ratios against a floor, the two in turn in the same run: `make bench`.

Each promise has a bound; the program ends with 1 when one is not kept.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import exporting, folder, keeping
from benchmarks.terminal import Terminal
from dxworkshop import demo
from dxworkshop.model.changes import Add, MoveTo
from dxworkshop.model.session import Note
from dxworkshop.service import Library

HERE = Path(__file__).parent
SESSIONS = 20
LIST_RUNS = 25
SCREEN_RUNS = 9
PRESSES = 180
FEW_NOTES = 20
MANY_NOTES = 500
IDLE_SECONDS = 10.0
SETTLED = 8.0
"""Seconds after which a session is at rest: its file is written two seconds after its clock began."""


def main() -> int:
    """Measure everything, print a line each, and say whether all bounds are kept."""
    with tempfile.TemporaryDirectory() as scratch:
        env = _environment(Path(scratch))
        sessions = Path(scratch) / "sessions"
        session = _sessions(sessions)
        kept = [*_keeping(Path(scratch)), *_list(sessions, env), *_screens(session, env)]
        kept += [*_notes(Path(scratch) / "notes", env), *_exports(Path(scratch), env)]
        kept += [_line(*measured) for measured in folder.measures(Path(scratch), env)]
    return 0 if all(kept) else 1


def _environment(scratch: Path) -> dict[str, str]:
    state = {f"DXWORKSHOP_{name}": str(scratch / name.lower()) for name in ("STATE", "CONFIG", "CACHE")}
    env = {**os.environ, **state, "LANG": "ja_JP.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def _sessions(sessions: Path) -> Path:
    """Fill a folder with copies of the worked session under new ids; return one that stands at its actions."""
    story = demo.load("midorino")
    for _ in range(SESSIONS):
        led = demo.play(story, Library(sessions))
    led.do(MoveTo("actions"))
    led.save()
    return led.path


def _keeping(scratch: Path) -> Iterator[bool]:
    with _own_state(scratch / "own"):
        yield _line("open 1,000 actions (ms)", *keeping.opened(scratch / "opened"), 1.5)
        ours, floor = map(keeping.p99, keeping.acknowledged(scratch / "kept"))
    kept = ours <= floor + keeping.ABOVE
    verdict = f"bound {keeping.ABOVE:.0f} ms above  {'kept' if kept else 'NOT KEPT'}"
    print(
        f"{'one change kept, 10,000 actions, p99 (ms)':42} {ours:8.1f} {floor:8.1f} {'':>7} {verdict}", flush=True
    )
    yield kept


@contextmanager
def _own_state(folder: Path) -> Iterator[None]:
    """Let this process keep what belongs to a laptop in a folder of its own."""
    before = os.environ.get("DXWORKSHOP_STATE")
    os.environ["DXWORKSHOP_STATE"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("DXWORKSHOP_STATE")
        if before is not None:
            os.environ["DXWORKSHOP_STATE"] = before


def _list(sessions: Path, env: dict[str, str]) -> Iterator[bool]:
    ours = [sys.executable, "-m", "dxworkshop", "--folder", str(sessions), "list"]
    floor = [sys.executable, str(HERE / "bare.py"), "--folder", str(sessions)]
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for run in range(LIST_RUNS + 2):
        for name, argv in (("floor", floor), ("ours", ours)):
            start = time.perf_counter()
            subprocess.run(argv, env=env, check=True, stdout=subprocess.DEVNULL)
            if run >= 2:
                times[name].append((time.perf_counter() - start) * 1000)
    yield _line(f"list over {SESSIONS} sessions (ms)", times["ours"], times["floor"], 1.5)


def _screens(session: Path, env: dict[str, str]) -> Iterator[bool]:
    ours = [sys.executable, "-m", "dxworkshop", "run", str(session)]
    floor = [sys.executable, str(HERE / "typical.py")]
    first: dict[str, list[float]] = {"ours": [], "floor": []}
    ready: dict[str, list[float]] = {"ours": [], "floor": []}
    memory: dict[str, list[float]] = {"ours": [], "floor": []}
    keys: dict[str, list[float]] = {"ours": [], "floor": []}
    for run in range(SCREEN_RUNS + 1):
        for name, argv, text, key in (
            ("floor", floor, "READY 0", b"j"),
            ("ours", ours, "\u4e3b\u62c5\u5f53", b"a"),
        ):
            with _running(argv, env) as terminal:
                shown = terminal.until(text)
                settled = terminal.settle()
                pressed = [_press(terminal, key) for _ in range(PRESSES // SCREEN_RUNS)]
                if run > 0:
                    first[name].append(shown)
                    ready[name].append(settled)
                    keys[name] += pressed
                    memory[name].append(terminal.peak_memory())
    yield _line("first text (ms)", first["ours"], first["floor"], 1.5)
    yield _line("first usable frame, drawn and at rest (ms)", ready["ours"], ready["floor"], 1.5)
    yield _line("key to repaint, 95th percentile (ms)", _p95(keys["ours"]), _p95(keys["floor"]), 1.5)
    yield _line("peak memory (MiB)", memory["ours"], memory["floor"], 1.5)


def _notes(sessions: Path, env: dict[str, str]) -> Iterator[bool]:
    """Type where many notes are on the screen and where few are: a key, and a note with Enter."""
    keys: dict[str, list[float]] = {"ours": [], "floor": []}
    enters: dict[str, list[float]] = {"ours": [], "floor": []}
    paths = {"floor": _with_notes(sessions, FEW_NOTES), "ours": _with_notes(sessions, MANY_NOTES)}
    for run in range(SCREEN_RUNS + 1):
        for name, path in paths.items():
            with _running([sys.executable, "-m", "dxworkshop", "run", str(path)], env) as terminal:
                terminal.until("\u4ed8\u7b8b 5")
                terminal.settle()
                for _ in range(PRESSES // SCREEN_RUNS // 4):
                    pressed = [_press(terminal, key) for key in (b"a", b"b", b"c", b"\r")]
                    if run > 0:
                        keys[name] += pressed[:-1]
                        enters[name].append(pressed[-1])
    yield _line(
        f"key, {MANY_NOTES} notes against {FEW_NOTES}, p95 (ms)", _p95(keys["ours"]), _p95(keys["floor"]), 1.5
    )
    yield _idle([sys.executable, "-m", "dxworkshop", "run", str(paths["ours"])], env)
    yield _line("Enter on a note, likewise, p95 (ms)", _p95(enters["ours"]), _p95(enters["floor"]), 1.5)


def _exports(scratch: Path, env: dict[str, str]) -> Iterator[bool]:
    """Write a plan of many actions in every format: against a tenth of them, and against JSON."""
    with _own_state(scratch / "export"):
        few, many = exporting.session_of(exporting.FEW), exporting.session_of(exporting.MANY)
    for name, ours, floor in exporting.growth(few, many):
        yield _line(f"{name} of 10,000 actions against 1,000 (ms)", ours, floor, exporting.GROWTH)
    for name, ours, floor in exporting.against_json(many, env):
        yield _line(f"{name} against json.dumps, each started (ms)", ours, floor, exporting.AGAINST_JSON)


def _with_notes(sessions: Path, number: int) -> Path:
    """Make a session that stands where notes are collected, with some notes in it."""
    led = Library(sessions).new(f"{number}", "dx-180", language="ja")
    for n in range(number):
        led.do(Add("note", f"note{n:06d}", Note(step="ideas", text=f"\u4ed8\u7b8b {n}")))
    led.do(MoveTo("ideas"))
    led.save()
    return led.path


def _press(terminal: Terminal, key: bytes) -> float:
    time.sleep(0.03)
    taken = terminal.press(key)
    while terminal.read(0.02):
        pass
    return taken


def _idle(argv: list[str], env: dict[str, str]) -> bool:
    """Measure a workshop that is being led: the clock runs, and is drawn every second."""
    with _running(argv, env) as terminal:
        terminal.until("\u4ed8\u7b8b 5")
        settled = time.perf_counter() + SETTLED
        while time.perf_counter() < settled:  # that the clock began is still to be written to the file
            terminal.read(0.3)
        before, start = terminal.processor_seconds(), time.perf_counter()
        while time.perf_counter() - start < IDLE_SECONDS:
            terminal.read(0.5)
        percent = 100 * (terminal.processor_seconds() - before) / (time.perf_counter() - start)
    kept = percent < 0.5
    verdict = f"bound 0.5   {'kept' if kept else 'NOT KEPT'}"
    print(f"{'idle CPU, the clock running (%)':42} {percent:8.2f} {'':>8} {'':>7} {verdict}", flush=True)
    return kept


@contextmanager
def _running(argv: list[str], env: dict[str, str]) -> Iterator[Terminal]:
    with Terminal(argv, env) as terminal:
        yield terminal


def _p95(values: list[float]) -> list[float]:
    return [statistics.quantiles(values, n=20)[-1]]


def _line(what: str, ours: list[float], floor: list[float], bound: float) -> bool:
    mine, theirs = statistics.median(ours), statistics.median(floor)
    ratio = mine / theirs
    kept = ratio <= bound
    verdict = f"bound {bound}x  {'kept' if kept else 'NOT KEPT'}"
    print(f"{what:42} {mine:8.1f} {theirs:8.1f} {ratio:6.2f}x {verdict}", flush=True)
    return kept


if __name__ == "__main__":
    sys.exit(main())
