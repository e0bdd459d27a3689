"""Comments of people who edit a file by hand: found before it is read, put back when it is written.

A comment that has a line of its own belongs to the key or the table below it and moves with it. What stands
behind a value or inside a list has no such place: it is counted, and the file as it was keeps it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dxworkshop.errors import DocumentError
from dxworkshop.store import toml
from dxworkshop.store.scan import KeyPath, Scan, line_end, walked

Lines = tuple[str, ...]
"""Comments as they stand in a file, without indentation; an empty one is an empty line."""

_GAP = re.compile(r"\n[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class Comments:
    """What somebody wrote between the lines of a file. True where there is something to put back."""

    above: Mapping[KeyPath, Lines] = field(default_factory=dict)
    """Comments by the key or the table whose line they stand above, in the order of the file."""
    end: Lines = ()
    """Comments below the last line."""
    unkept: int = 0
    """How many comments cannot be put back: those behind a value or inside a list."""

    def __bool__(self) -> bool:
        """Return whether a comment has a line of its own."""
        return bool(self.above or self.end)


def gathered(text: str) -> Comments:
    """Return the comments of a text that can be read; its line ends are LF."""
    if "#" not in text:
        return Comments()
    scan = walked(text)
    above: dict[KeyPath, Lines] = {}
    end: list[str] = []
    statements = iter([*scan.statements, (len(text), None)])
    at, path = next(statements)
    for comment in scan.comments:
        while at < comment:
            at, path = next(statements)
        lines = _lines(text, comment)
        if path is None:
            end += lines
        else:
            above[path] = (*above.get(path, ()), *lines)
    while end and not end[-1]:
        del end[-1]
    return Comments(above, tuple(end), scan.behind)


def written(data: bytes, comments: Comments) -> bytes:
    """Return a canonical file with the comments above the same keys again.

    A comment whose key is gone stands above the table that held it, or on top of the file: none is left out.
    Where the file would not read back as the same data, `data` is returned as it was given, without a comment;
    a caller who gave something to put back tells it by that.
    """
    if not comments:
        return data
    text = data.decode("utf-8")
    places = _places(walked(text))
    blocks: dict[int, list[str]] = defaultdict(list)
    for path, lines in comments.above.items():
        while path not in places:
            path = path[:-1]
        blocks[places[path]] += lines
    pieces, done = [], 0
    for at in sorted(blocks):
        pieces += [text[done:at], _joined(blocks[at])]
        done = at
    pieces += [text[done:], _joined(["", *comments.end]) if comments.end else ""]
    result = "".join(pieces)
    return result.encode() if _says_the_same(result, text) else data


def united(ours: Comments, theirs: Comments) -> Comments:
    """Return the comments of two versions of a file: theirs, and below them the lines that only we have."""
    known = {line for lines in (*theirs.above.values(), theirs.end) for line in lines}
    above = dict(theirs.above)
    for path, lines in ours.above.items():
        if new := tuple(line for line in lines if line and line not in known):
            above[path] = (*above.get(path, ()), *new)
    end = (*theirs.end, *(line for line in ours.end if line and line not in known))
    return Comments(above, end, max(ours.unkept, theirs.unkept))


def _lines(text: str, at: int) -> Lines:
    """Return the comment that begins at a position, and the empty line below it if there is one."""
    stop = line_end(text, at)
    comment = text[at:stop].rstrip(" \t")
    return (comment, "") if _GAP.match(text, stop) else (comment,)


def _places(scan: Scan) -> dict[KeyPath, int]:
    """Return where the line of every key and table begins, and that of the first of all under the empty path."""
    starts = {at for at, _ in scan.statements}
    return {path: at for at, path in reversed([(0, ()), *scan.marks]) if at in starts or not path}


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _says_the_same(result: str, text: str) -> bool:
    try:
        data = toml.read_text(result, Path())
    except DocumentError:
        return False
    return toml.difference(toml.read_text(text, Path()), data) is None
