"""A folder of very many sessions: the first index, then what is asked of it, each as a whole process.

`python -m benchmarks.folder` measures 10,000 sessions, as `make bench` does; `python -m benchmarks.folder 100000`
that many, and how time and memory grow from a tenth of them.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import crowd

HERE = Path(__file__).parent
SESSIONS = 10_000
RUNS = 15
FIRST = 3
"""How often all files are read for the first time."""
COMMANDS = (
    ("list",),
    ("due",),
    ("search", "\u6c7a\u88c1", "\u7a93\u53e3"),
    ("search", "\u8b70\u4f1a\u4e8b\u52d9\u8ab2: \u6c7a\u88c1"),
    ("stats",),
)
"""What is asked: words that stand in very many sessions, and words that stand in a few."""
MOST_MEMORY = 400.0
"""MiB, with 100,000 sessions."""
GROWTH = 1.5
"""How much more each session may take in a folder ten times as large."""
Measured = tuple[str, list[float], list[float], float]
"""What was measured, ours and the floor in milliseconds, and the bound of their ratio."""
PARSED = """
import multiprocessing, pathlib, sys, tomllib

def parsed(name):
    tomllib.loads(pathlib.Path(name).read_text(encoding="utf-8"))

if __name__ == "__main__":
    names = [str(path) for path in pathlib.Path(sys.argv[1]).iterdir()]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for _ in pool.imap_unordered(parsed, names, chunksize=16):
            pass
"""
"""The floor of the first index: two processes that do nothing but parse."""
INDEXED = """
import pathlib, sys
from dxworkshop.store.index import open_index

if __name__ == "__main__":
    open_index(pathlib.Path(sys.argv[1])).close()
"""


def measures(scratch: Path, env: dict[str, str], number: int = SESSIONS) -> Iterator[Measured]:
    """Yield what was measured, ours, the floor (both in milliseconds), and the bound of their ratio."""
    folder = scratch / f"folder-{number}"
    crowd.fill(folder, crowd.bases(), number)
    env = {**env, "DXWORKSHOP_CACHE": str(scratch / "cache"), "PYTHONPATH": str(HERE.parent)}
    yield f"first index of {number:,} sessions (ms)", *_first(folder, scratch, env), 1.0
    floor = [sys.executable, str(HERE / "bare_folder.py"), "--folder", str(folder)]
    for command in COMMANDS:
        if not there(command[0], env):
            print(f"{command[0]}: there is no such command yet")
            continue
        ours = [sys.executable, "-m", "dxworkshop", "--folder", str(folder), *command]
        assert subprocess.run(ours, env=env, stdout=subprocess.PIPE, check=False).stdout, command
        times: tuple[list[float], list[float]] = ([], [])
        for run in range(RUNS + 2):
            for taken, argv in zip(times, (ours, floor), strict=True):
                spent, _ = process(argv, env)
                if run >= 2:
                    taken.append(spent * 1000)
        yield f"{' '.join(command)} over {number:,} (ms)", *times, 2.0
    shutil.rmtree(folder)


def _first(folder: Path, scratch: Path, env: dict[str, str]) -> tuple[list[float], list[float]]:
    """Index a folder that no index is of, in turn with only parsing it."""
    times: tuple[list[float], list[float]] = ([], [])
    for name, text in (("indexed.py", INDEXED), ("parsed.py", PARSED)):
        (scratch / name).write_text(text, encoding="utf-8")
    for _ in range(FIRST):
        shutil.rmtree(scratch / "cache", ignore_errors=True)
        for taken, name in zip(times, ("indexed.py", "parsed.py"), strict=True):
            spent, _ = process([sys.executable, str(scratch / name), str(folder)], env)
            taken.append(spent * 1000)
    return times


def there(command: str, env: dict[str, str]) -> bool:
    """Tell whether there is a command."""
    argv = [sys.executable, "-m", "dxworkshop", command, "--help"]
    return subprocess.run(argv, env=env, capture_output=True, check=False).returncode == 0


def process(argv: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Run a process to its end; return its seconds and its peak of memory in MiB, or that of its largest child."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        running = subprocess.Popen(argv, env=env, stdout=nowhere, stderr=nowhere)
        _, _, used = os.wait4(running.pid, 0)
    running.returncode = 0
    return time.perf_counter() - start, used.ru_maxrss / 1024


def growth(number: int) -> bool:
    """Print how time and memory grow from a tenth of so many sessions; return whether the promises are kept."""
    kept = True
    with tempfile.TemporaryDirectory() as scratch:
        env = environment(Path(scratch))
        few, many = (_cost(Path(scratch), env, size) for size in (number // 10, number))
        for what, (seconds, memory) in many.items():
            before = few[what][0]
            ratio = seconds / before / 10
            fits = ratio <= GROWTH and memory <= MOST_MEMORY
            kept = kept and fits
            print(
                f"{what:42} {before:8.2f} s {seconds:8.2f} s  each session {ratio:4.2f}x {memory:6.0f} MiB"
                f"  {'kept' if fits else 'NOT KEPT'}",
                flush=True,
            )
    return kept


def _cost(scratch: Path, env: dict[str, str], number: int) -> dict[str, tuple[float, float]]:
    """Return seconds and MiB of the first index of so many sessions, and of every command."""
    folder = scratch / f"folder-{number}"
    total = crowd.fill(folder, crowd.bases(), number)
    print(f"{number:,} sessions, {total / 1e9:.2f} GB", flush=True)
    (scratch / "indexed.py").write_text(INDEXED, encoding="utf-8")
    found = {"first index": process([sys.executable, str(scratch / "indexed.py"), str(folder)], env)}
    for command in COMMANDS:
        if there(command[0], env):
            argv = [sys.executable, "-m", "dxworkshop", "--folder", str(folder), *command]
            runs = [process(argv, env) for _ in range(3)]
            found[" ".join(command)] = min(seconds for seconds, _ in runs), max(memory for _, memory in runs)
    shutil.rmtree(folder)
    return found


def environment(scratch: Path) -> dict[str, str]:
    """Return an environment in which the program keeps nothing outside a folder."""
    own = {f"DXWORKSHOP_{name}": str(scratch / name.lower()) for name in ("STATE", "CONFIG", "CACHE")}
    env = {**os.environ, **own, "LANG": "ja_JP.UTF-8", "PYTHONPATH": str(HERE.parent)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed has its modules compiled
    return env


def main() -> int:
    """Measure a folder of as many sessions as are asked for."""
    if len(sys.argv) > 1:
        return 0 if growth(int(sys.argv[1])) else 1
    kept = True
    with tempfile.TemporaryDirectory() as scratch:
        for what, ours, floor, bound in measures(Path(scratch), environment(Path(scratch))):
            ratio = statistics.median(ours) / statistics.median(floor)
            kept = kept and ratio <= bound
            print(
                f"{what:42} {statistics.median(ours):8.0f} {statistics.median(floor):8.0f} {ratio:5.2f}x",
                flush=True,
            )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
