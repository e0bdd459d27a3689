"""Reading many session files at once: in several processes where that pays, in this one else."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dxworkshop.store.index import Progress
from dxworkshop.store.index.reading import Read, ear_of, read
from dxworkshop.store.index.spoken import Ear

if TYPE_CHECKING:
    from concurrent.futures import Future

Wanted = tuple[str, bytes | None]
"""A file to be read, and the hash of its bytes as far as it is known."""
PAYS = 120
"""Files from which on it pays to start other processes: two of them start in about a quarter of a second."""
_MOST = 4
"""Processes, whatever the laptop has: others want to work, too."""
_TOGETHER = 16
"""Files that go to a process at once."""
_AHEAD = 3
"""Such parts that wait for each process, so that what was read does not pile up."""


def read_all(folder: Path, wanted: Sequence[Wanted], progress: Progress | None = None) -> Iterator[Read]:
    """Yield what came of reading files of a folder, in the order given."""
    workers = min(_MOST, os.cpu_count() or 1)
    reads = _apart(folder, wanted, workers) if len(wanted) >= PAYS and workers > 1 else _here(folder, wanted)
    for done, one in enumerate(reads, start=1):
        if progress is not None:
            progress(done, len(wanted))
        yield one


def _here(folder: Path, wanted: Sequence[Wanted]) -> Iterator[Read]:
    ear = cache(lambda: ear_of(folder))
    return (read(folder, name, known, ear) for name, known in wanted)


def _apart(folder: Path, wanted: Sequence[Wanted], workers: int) -> Iterator[Read]:
    """Yield what other processes read; what they do not come to is read here."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    waiting: deque[Future[list[Read]]] = deque()
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (folder,))
    try:
        for at in range(0, len(wanted), _TOGETHER):
            waiting.append(pool.submit(_part, wanted[at : at + _TOGETHER]))
            if len(waiting) >= workers * _AHEAD:
                part = waiting.popleft().result()
                done += len(part)
                yield from part
        while waiting:
            part = waiting.popleft().result()
            done += len(part)
            yield from part
    except (BrokenProcessPool, OSError, EOFError):
        yield from _here(folder, wanted[done:])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_begun: list[tuple[Path, Callable[[], Ear]]] = []
"""In one of the other processes: the folder it reads."""


def _begin(folder: Path) -> None:
    """Make a process ready: who stops the program stops the one that asked for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _begun.append((folder, cache(lambda: ear_of(folder))))


def _part(wanted: Sequence[Wanted]) -> list[Read]:
    folder, ear = _begun[-1]
    return [read(folder, name, known, ear) for name, known in wanted]
