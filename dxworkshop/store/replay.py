"""The lines of a journal as changes: written, and done again after a crash."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dxworkshop.model.history import Entry, behind, said
from dxworkshop.model.patch import MISSING, Patch, found, put, reversed_
from dxworkshop.model.value import clean
from dxworkshop.store.journal import Line

Deed = Literal["do", "pass", "undo", "redo", "forget"]
"""A change, one that is not undone (where we are, the time), undo, redo, or forgetting what was before."""
_SPLICED = 2000
"""Characters from which on only what changed in a text is written."""


def change_line(number: int, deed: Deed, patches: Iterable[Patch], burst: str = "") -> dict[str, Any]:
    """Return the line of one accepted change; `number` counts the changes of a window from 1."""
    return {"n": number, "did": deed, "burst": burst, "patches": [_table(patch) for patch in patches]}


def draft_lines(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield a line for each unfinished text that changed: only what is new in it."""
    for name in sorted({*before, *after}):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield {"draft": name, **_splice(old, str(clean(new)))}


def base_line(identity: str, number: int, *, held: bool) -> dict[str, Any]:
    """Return the line that names bytes that hold all changes up to a number; `held` once they are in the file."""
    return {"base": identity, "upto": number, "held": held}


@dataclass(frozen=True)
class Base:
    """Bytes of the session file that the changes of a journal were made to, or that hold some of them."""

    identity: str
    upto: int
    """Number of the last change that is in them."""
    held: bool
    """Whether they stood in the file for sure."""


def bases(head: Line, lines: Iterable[Line]) -> list[Base]:
    """Return the bytes that a journal names, in the order they were written."""
    named = [Base(str(head.get("base", "")), int(head.get("upto", 0)), held=True)]
    for line in lines:
        if "base" in line:
            named.append(Base(str(line["base"]), int(line["upto"]), held=bool(line["held"])))
    return named


@dataclass
class Replay:
    """Tables of a session to which the lines of a journal are done again."""

    data: dict[str, Any]
    past: tuple[Entry, ...] = ()
    future: tuple[Entry, ...] = ()
    drafts: dict[str, str] = field(default_factory=dict)
    changes: int = 0
    """How many changes were done again."""

    def run(self, lines: Iterable[Line], upto: int = 0) -> None:
        """Do again all changes behind a number, and all texts that were not finished."""
        for line in lines:
            if "draft" in line:
                name = str(line["draft"])
                if text := _spliced(self.drafts.pop(name, ""), line):
                    self.drafts[name] = text
            elif "did" in line and line["n"] > upto:
                self._do(line)

    def _do(self, line: Line) -> None:
        patches = [self._patch(table) for table in line["patches"]]
        for patch in patches:
            put(self.data, patch.path, patch.new)
        match line["did"]:
            case "do":
                if kept := said(patches):
                    self.past, self.future = behind(self.past, kept, line["burst"]), ()
            case "undo":
                entry = self.past[-1] if self.past else Entry(tuple(reversed_(patches)))
                self.past, self.future = self.past[:-1], (*self.future, entry)
            case "redo":
                entry = replace(self.future[-1], burst="") if self.future else Entry(tuple(patches))
                self.past, self.future = (*self.past, entry), self.future[:-1]
            case "forget":
                self.past, self.future = self.past[-1:], ()
        self.changes += line["did"] != "pass"

    def _patch(self, table: Mapping[str, Any]) -> Patch:
        path = tuple(table["path"])
        old = found(self.data, path)
        if "text" in table:
            return Patch(path, old, _spliced(old if isinstance(old, str) else "", table))
        return Patch(path, old, table.get("value", MISSING))


def _table(patch: Patch) -> dict[str, Any]:
    path = list(patch.path)
    if patch.new is MISSING:
        return {"path": path}
    if isinstance(patch.old, str) and isinstance(patch.new, str) and len(patch.new) > _SPLICED:
        return {"path": path, **_splice(patch.old, patch.new)}
    return {"path": path, "value": patch.new}


def _splice(old: str, new: str) -> dict[str, Any]:
    """Return what makes one text of another: at which character, how many go, and what comes."""
    most = min(len(old), len(new))
    at = _shared(old, new, most)
    end = _shared(old[::-1], new[::-1], most - at)
    return {"at": at, "cut": len(old) - at - end, "text": new[at : len(new) - end]}


def _shared(one: Sequence[str], other: Sequence[str], most: int) -> int:
    return next((n for n in range(most) if one[n] != other[n]), most)


def _spliced(old: str, line: Mapping[str, Any]) -> str:
    return old[: line["at"]] + str(line["text"]) + old[line["at"] + line["cut"] :]
