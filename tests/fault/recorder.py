"""What a life does to the disk, operation by operation; and what a disk may make of it when the power goes.

Two disks are imagined. The weak one keeps any of the operations that nobody waited for, in any order. The ordered
one keeps names in the order they were made, but bytes as it likes. Both may tear the last write, or keep its
length and not its bytes.
"""

import io
import os
import random
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from tests.fault.tree import Tree, taken

Kind = Literal["name", "unname", "folder", "unfolder", "bytes", "length", "sync", "sync names", "told"]
MOST, DRAWN = 12, 256
"""Up to so many open operations every choice among them is made; of more, so many choices are drawn by lot."""


@dataclass(frozen=True)
class Operation:
    """One thing that was done to the disk, or confirmed to a person."""

    kind: Kind
    path: str = ""
    """Below the folder that is recorded."""
    file: int = 0
    """Which file: it keeps its number under another name."""
    at: int = 0
    data: bytes = b""
    before: str = ""
    """What a file was called until now."""
    told: Mapping[str, int] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Return it in few words for a report."""
        return " ".join(filter(None, [self.kind, self.before and f"{self.before} to", self.path]))

    @property
    def is_open(self) -> bool:
        """Whether a disk may forget it until somebody waits for it."""
        return self.kind not in ("sync", "sync names", "told")

    @property
    def is_bytes(self) -> bool:
        """Whether it is about what is in a file, and not what it is called."""
        return self.kind in ("bytes", "length")


@dataclass
class _Handle:
    path: str
    file: int
    at: int
    append: bool
    folder: bool


class Recorder:
    """Stands in for the functions of `os` in this process, which is thrown away, and notes what they do."""

    def __init__(self, root: Path, told: Callable[[], Mapping[str, int]]) -> None:
        """Record what happens in a folder; `told` is what was confirmed until now."""
        self.operations: list[Operation] = []
        self._root = os.path.realpath(root)
        self._told, self._last = told, dict(told())
        self._handles: dict[int, _Handle] = {}
        self.first = taken(Path(self._root))
        """What stood there before."""
        self._files = _numbered(self.first)
        self._numbers = len(self._files)

    def install(self) -> None:
        """Begin."""
        for name in (
            "open",
            "close",
            "write",
            "fsync",
            "fdatasync",
            "ftruncate",
            "mkdir",
            "rmdir",
            "unlink",
            "link",
        ):
            self._wrap(name, getattr(self, f"_{name}"))
        for name in ("replace", "rename"):
            self._wrap(name, self._rename)
        os.remove = os.unlink
        for name in (
            "truncate",
            "pwrite",
            "writev",
            "pwritev",
            "sendfile",
            "copy_file_range",
            "symlink",
            "renames",
        ):
            self._wrap(name, self._unknown)
        self._open_file: Callable[..., Any] = io.open
        setattr(io, "open", self._opened)  # noqa: B010 - mypy knows it as a function that stays

    def _opened(self, file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        """Open a file as `pathlib` does; its bytes are noted as one write when it is closed."""
        name = self._inside(file)
        if not name or mode.strip("bt") == "r":
            return self._open_file(file, mode, *rest, **options)
        stream = self._open_file(file, mode, *rest, **options, opener=os.open)
        handle, close = stream.fileno(), stream.close

        def closed() -> None:
            if not stream.closed:
                close()
                self._handles.pop(handle, None)
                self._add("bytes", name, self._files[name], data=Path(file).read_bytes())

        stream.close = closed
        return stream

    def die(self) -> None:
        """Close what is open, as the end of a process does: its locks are free then."""
        for handle in list(self._handles):
            os.close(handle)

    def check(self) -> None:
        """Refuse to go on where something was done that is not in the record."""
        story = Story(self.first, self.operations)
        assert story.tree(range(len(self.operations))) == taken(Path(self._root)), "not all is recorded"

    def tell(self) -> None:
        """Note what was confirmed since, if anything was."""
        if (now := dict(self._told())) != self._last:
            self.operations.append(Operation("told", told=now))
            self._last = now

    def _wrap(self, name: str, note: Callable[..., None]) -> None:
        real = getattr(os, name)

        def call(*arguments: Any, **options: Any) -> Any:
            self.check()
            self.tell()
            answer = real(*arguments, **options)
            note(answer, *arguments, **options)
            return answer

        setattr(os, name, call)

    def _inside(self, path: Any) -> str:
        """Return what a path is called below the folder, ``.`` for itself; empty for one elsewhere."""
        full = "" if isinstance(path, int) else os.path.abspath(os.fsdecode(path))
        return os.path.relpath(full, self._root) if (full + os.sep).startswith(self._root + os.sep) else ""

    def _add(self, kind: Kind, path: str = "", file: int = 0, **more: Any) -> None:
        self.operations.append(Operation(kind, path, file, **more))

    def _open(self, handle: int, path: Any, flags: int, *_: Any, **__: Any) -> None:
        if not (name := self._inside(path)):
            return
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        if name not in self._files and not is_folder:
            self._numbers += 1
            self._files[name] = self._numbers
            self._add("name", name, self._numbers)
        elif flags & os.O_TRUNC:
            self._add("length", name, self._files[name])
        self._handles[handle] = _Handle(name, self._files.get(name, 0), 0, bool(flags & os.O_APPEND), is_folder)

    def _close(self, _: None, handle: int) -> None:
        self._handles.pop(handle, None)

    def _write(self, written: int, handle: int, data: Any) -> None:
        if known := self._handles.get(handle):
            end = os.fstat(handle).st_size
            at = end - written if known.append else known.at
            self._add("bytes", known.path, known.file, at=at, data=bytes(data[:written]))
            known.at = at + written

    def _ftruncate(self, _: None, handle: int, length: int) -> None:
        if known := self._handles.get(handle):
            self._add("length", known.path, known.file, at=length)

    def _fsync(self, _: None, handle: int) -> None:
        if known := self._handles.get(handle):
            self._add("sync names" if known.folder else "sync", known.path, known.file)

    _fdatasync = _fsync

    def _mkdir(self, _: None, path: Any, *__: Any, **___: Any) -> None:
        if name := self._inside(path):
            self._numbers += 1
            self._files[name] = self._numbers
            self._add("folder", name, self._numbers)

    def _rmdir(self, _: None, path: Any, *__: Any, **___: Any) -> None:
        if name := self._inside(path):
            self._add("unfolder", name, self._files.pop(name))

    def _unlink(self, _: None, path: Any, *__: Any, **___: Any) -> None:
        if name := self._inside(path):
            self._add("unname", name, self._files.pop(name))

    def _link(self, _: None, source: Any, target: Any, *__: Any, **___: Any) -> None:
        if name := self._inside(target):
            self._files[name] = self._files[self._inside(source)]
            self._add("name", name, self._files[name])

    def _rename(self, _: None, source: Any, target: Any, *__: Any, **___: Any) -> None:
        if name := self._inside(target):
            before = self._inside(source)
            self._files[name] = self._files.pop(before)
            self._add("name", name, self._files[name], before=before)

    def _unknown(self, *_: Any, **__: Any) -> None:
        raise AssertionError("the store does something that is not recorded")


@dataclass(frozen=True)
class Story:
    """What was there, and what was done to it."""

    first: Tree
    operations: Sequence[Operation]

    def tree(self, kept: Iterable[int], torn: int = -1, how: str = "") -> dict[str, bytes | None]:
        """Return what stands there when of all operations only some came to the disk, by their numbers.

        One of them may be torn: of its bytes only the first ``half`` came, or a ``hole`` of zeros.
        """
        names = _numbered(self.first)
        contents = {names[name]: bytearray(data) for name, data in self.first.items() if data is not None}
        folders = {name for name, data in self.first.items() if data is None}
        for number in sorted(kept):
            self._play(self.operations[number], names, contents, folders, how if number == torn else "")
        there = {name: bytes(contents.get(file, b"")) for name, file in names.items() if name not in folders}
        found: dict[str, bytes | None] = {name: None for name in folders if _stands(name, folders)}
        return found | {name: data for name, data in there.items() if _stands(name, folders)}

    @staticmethod
    def _play(
        one: Operation, names: dict[str, int], contents: dict[int, bytearray], folders: set[str], how: str
    ) -> None:
        match one.kind:
            case "name":
                if names.get(one.before) == one.file:
                    del names[one.before]
                names[one.path] = one.file
            case "unname":
                if names.get(one.path) == one.file:
                    del names[one.path]
            case "folder":
                folders.add(one.path)
            case "unfolder":
                folders.discard(one.path)
            case "length":
                del contents.setdefault(one.file, bytearray())[one.at :]
            case "bytes":
                data = {"half": one.data[: len(one.data) // 2], "hole": bytes(len(one.data))}.get(how, one.data)
                content = contents.setdefault(one.file, bytearray())
                content.extend(bytes(max(0, one.at - len(content))))
                content[one.at : one.at + len(data)] = data

    def states(self, upto: int, model: str, chance: random.Random) -> Iterator[dict[str, bytes | None]]:
        """Yield what may stand there when the power goes behind the first `upto` operations."""
        sure, named, filled = self._settled(upto, ordered=model == "ordered")
        if model == "ordered":
            for length in range(len(named) + 1):
                for some in _choices(filled, chance):
                    yield self.tree((*sure, *named[:length], *some))
        else:
            for some in _choices((*named, *filled), chance):
                yield self.tree((*sure, *some))
        if filled:
            for how in ("half", "hole"):
                yield self.tree((*sure, *named, *filled), filled[-1], how)

    def one_state(self, upto: int, model: str, chance: random.Random) -> dict[str, bytes | None]:
        """Return one of the above, at random."""
        sure, named, filled = self._settled(upto, ordered=model == "ordered")
        some = named[: chance.randint(0, len(named))] if model == "ordered" else _some(named, chance)
        if not filled or chance.random() < 0.75:
            return self.tree((*sure, *some, *_some(filled, chance)))
        return self.tree((*sure, *some, *filled), filled[-1], chance.choice(("half", "hole")))

    def most_open(self, model: str) -> int:
        """Return how many operations are open at most at the same time."""
        ordered = model == "ordered"
        points = (self._settled(upto, ordered=ordered) for upto in range(len(self.operations) + 1))
        return max(len(filled) + (0 if ordered else len(named)) for _, named, filled in points)

    def _settled(self, upto: int, *, ordered: bool) -> tuple[list[int], list[int], list[int]]:
        """Return which operations are on the disk for sure, and which may be: of names, and of bytes."""
        sure, maybe, waited = list[int](), list[int](), dict[tuple[bool, str, int], int]()
        for number, one in enumerate(self.operations[:upto]):
            if one.kind == "sync":
                waited[True, "", one.file] = number
            elif one.kind == "sync names":
                waited[False, one.path, 0] = number
        for number, one in enumerate(self.operations[:upto]):
            if one.is_open:
                key = (True, "", one.file) if one.is_bytes else (False, os.path.dirname(one.path) or ".", 0)
                (sure if waited.get(key, -1) > number else maybe).append(number)
        last = max((n for n in sure if not self.operations[n].is_bytes), default=-1) if ordered else -1
        named = [n for n in maybe if not self.operations[n].is_bytes]
        earlier = [n for n in named if n < last]
        return [*sure, *earlier], [n for n in named if n > last], [n for n in maybe if self.operations[n].is_bytes]


def _numbered(first: Tree) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(first), 1)}


def _stands(name: str, folders: set[str]) -> bool:
    """Tell whether all folders that a name stands in are there."""
    folder = os.path.dirname(name)
    return not folder or (folder in folders and _stands(folder, folders))


def _choices(numbers: Sequence[int], chance: random.Random) -> Iterator[tuple[int, ...]]:
    """Yield every choice among some operations, or as many at random where there are too many."""
    if len(numbers) <= MOST:
        for length in range(len(numbers) + 1):
            yield from combinations(numbers, length)
    else:
        yield ()
        yield tuple(numbers)
        yield from (_some(numbers, chance) for _ in range(DRAWN))


def _some(numbers: Sequence[int], chance: random.Random) -> tuple[int, ...]:
    share = chance.choice((0.2, 0.5, 0.8))
    return tuple(number for number in numbers if chance.random() < share)
