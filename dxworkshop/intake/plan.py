"""A plan in Markdown, read as people hand it back: ticked, with other bullets, quotes and line ends.

Nothing but lines is looked at. A line with the sign of an action, ``(No. 1 `aa11111111-7c21b0e4`)``, is an action;
what follows with a known label is a field of it. What people typed cannot pass for either in a plan as it was
exported: there a backtick or a bullet of theirs is escaped, and the sign is the last thing in its line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dxworkshop.intake.copy import Cell, Copy, Entry, Left, folded, short
from dxworkshop.sentence import say

_QUOTES = "`'\"\u2018\u2019\u201c\u201d\u00b4"
_DASH = "[-\u2010-\u2015\u2212\uff0d]"
_SIGN = re.compile(
    rf"[(\uff08]\s{{0,3}}(?:No[.\uff0e]?|\u2116|#)\s{{0,3}}[0-9]{{1,6}}\s{{0,3}}[{_QUOTES}]{{0,3}}"
    rf"(?P<id>[a-z0-9]{{4,32}})(?:{_DASH}(?P<check>[0-9a-f]{{8}}))?[{_QUOTES}]{{0,3}}\s{{0,3}}[)\uff09]"
)
_TICKED = "xX\uff58\uff38\u30ec\u2713\uff9a\u2714\u6e08\u25a0"
_EMPTY = " \u3000\u25a1_"
_SIGNS = {**dict.fromkeys("\u2611\u2612\u2705\u2713\u2714\u25a0", True), **dict.fromkeys("\u2610\u25a1", False)}
"""Boxes that are one character, as Word and forms have them."""
_BULLET = "[-*+\u2022\u2023\u25e6\u25aa\u25cf\u25cb\u30fb\uff65\u2013\uf0b7\u00b7]"
_BLANK = "[ \\t\u3000]"
_MARKS = "".join(_SIGNS)
_LINE = re.compile(
    rf"(?P<indent>{_BLANK}*)"
    rf"(?P<bullet>(?:{_BULLET}|[0-9]{{1,4}}[.)])(?:{_BLANK}+|(?=\\?\[|[\u2610-\u2612])))?"
    rf"(?P<box>\\?\[(?P<mark>.?)\\?\](?={_BLANK}|\*|$)|[{_MARKS}](?={_BLANK}|\*))?{_BLANK}*(?P<rest>.*)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENDS = re.compile(r"(?:\r\n|\r|\n)")
_APART = re.compile(r"\s*(?:#|\||={3,}|-{3,}$)")
"""Headings, tables and rules: the end of an action."""
_LONG = 4000
"""Longest line, in characters, that is looked through for a sign."""
_WRAPPED = 4
"""Lines over which a title may have been wrapped."""


@dataclass
class _Task:
    """An action while its lines are read."""

    entry: Entry
    indent: int
    bulleted: bool
    cells: dict[str, Cell] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)
    """Further lines of fields."""
    last: str = ""
    """Key of the field that goes on."""
    twice: set[str] = field(default_factory=set)


@dataclass
class _Reading:
    """What was read so far."""

    labels: Mapping[str, str]
    tasks: list[_Task] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    open: _Task | None = None
    """The action whose fields are being read."""
    blank: bool = True
    broken: bool = False
    """Whether the line before ended in a hard break."""


def read_plan(text: str, labels: Mapping[str, str]) -> Copy:
    """Return what a plan says; `labels` are the keys of fields by what they are called, folded."""
    reading = _Reading(labels)
    for number, line in _wrapped(_ENDS.split(text)):
        _line(reading, number, line)
        reading.broken = _goes_on(line)
        reading.blank = not line.strip()
    entries = []
    for task in reading.tasks:
        for key in sorted(task.twice):
            cell = task.cells.pop(key)
            reading.left.append(
                Left(cell.line, short(cell.text), say("{label} stands here twice", label=cell.label))
            )
        for key, lines in task.more.items():
            if key in task.cells:
                first = task.cells[key]
                task.cells[key] = replace(first, text="\n".join([first.text, *lines]))
        entries.append(replace(task.entry, cells={**task.entry.cells, **task.cells}))
    return Copy("plan", tuple(entries), tuple(reading.left), labels=tuple(reading.seen))


def _wrapped(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield numbered lines; a box whose title was wrapped stands in one line again."""
    at = 0
    while at < len(lines):
        line, start = lines[at], at
        found = _LINE.match(line) if len(line) <= _LONG else None
        if found and (found["box"] or found["rest"].startswith("**")) and not _SIGN.search(line):
            for more in range(at + 1, min(at + _WRAPPED, len(lines))):
                next_ = _LINE.match(lines[more][:_LONG])
                if not lines[more].strip() or next_ is None or next_["bullet"] or next_["box"]:
                    break
                if _SIGN.search(lines[more][:_LONG]):
                    line, at = " ".join(part.strip() for part in lines[start : more + 1]), more
                    break
        yield start + 1, line
        at += 1


def _line(reading: _Reading, number: int, line: str) -> None:
    """Take one line in."""
    if not line.strip():
        return
    found = _LINE.match(line) if len(line) <= _LONG else None
    # The sign is the last one: a title may hold something like it.
    sign = [*_SIGN.finditer(found["rest"])][-1:] if found else []
    task = reading.open
    bullet = bool(found and found["bullet"]) if found else line.lstrip()[:1] in "-*+"
    goes_on = reading.broken and task is not None and task.last and not re.match(r"\s*[-*+]\s", line)
    inside = task is not None and _indent(line) > task.indent and not (found and found["box"])
    if task is not None and goes_on:
        _continued(task, line)
    elif task is not None and inside and _field(reading, task, number, line, bullet=bullet):
        return
    elif found is not None and sign and not _APART.match(line):
        _begin(reading, number, line, found, sign[0])
    elif found is not None and found["box"] and (found["bullet"] or found["box"] in _SIGNS):
        reading.open = None
        why = say(
            "there is no sign of one of the {actions} here; new ones are added with {command}",
            command="dxworkshop action add",
        )
        reading.left.append(Left(number, short(line), why))
    elif _APART.match(line):
        reading.open = None
    elif task is not None and not _field(reading, task, number, line, bullet=bullet):
        _other(reading, task, number, line, bullet=bullet)


def _indent(line: str) -> int:
    start = re.match(f"{_BLANK}*", line)
    return len(start[0].expandtabs(4)) if start else 0


def _begin(reading: _Reading, number: int, line: str, found: re.Match[str], sign: re.Match[str]) -> None:
    done: bool | None = None
    if box := found["box"]:
        mark = found["mark"] if found["mark"] is not None else None
        done = _SIGNS.get(box) if mark is None else True if mark and mark in _TICKED else None
        if mark is not None and (not mark or mark in _EMPTY):
            done = False
        if done is None:
            reading.left.append(
                Left(number, short(line), say("what stands in this box is neither a tick nor nothing"))
            )
    title = plain(re.sub(r"^\*\*(.*)\*\*$", r"\1", found["rest"][: sign.start()].strip()))
    entry = Entry(number, short(line), sign["id"], sign["check"] or "", done, {"title": Cell(title, number)})
    reading.open = _Task(entry, _indent(line), bool(found["bullet"]))
    reading.tasks.append(reading.open)


def _field(reading: _Reading, task: _Task, number: int, line: str, *, bullet: bool) -> bool:
    """Take a line in as a field with its label; tell whether it is one."""
    if task.bulleted and not bullet:
        return False
    text = re.sub(rf"^\s*{_BULLET}\s+", "", line[:200]).lstrip()
    taken = len(line[:200]) - len(text)
    for colon in reversed(list(re.finditer("[:\uff1a]", text[:80]))[:3]):
        label = plain(text[: colon.start()].strip().strip("*"))
        key = reading.labels.get(folded(label))
        if key is not None:
            value = re.sub(r"^\*\*", "", line[taken + colon.end() :].lstrip())
            if key in task.cells:
                task.twice.add(key)
            task.cells[key] = Cell(_value(value), number, label)
            task.last = key
            reading.seen.append(label)
            return True
    return False


def _other(reading: _Reading, task: _Task, number: int, line: str, *, bullet: bool) -> None:
    """Take a line in that is no field: it goes on with one, or somebody wrote it there, or the action is over."""
    if bullet and _indent(line) > task.indent:
        task.last = ""
        reading.left.append(Left(number, short(line), say("this is none of the fields that are read back")))
    elif task.last and not bullet and not reading.blank:
        _continued(task, line)
    else:
        reading.open = None


def _continued(task: _Task, line: str) -> None:
    task.more.setdefault(task.last, []).append(_value(line))


def _value(text: str) -> str:
    return plain((text[:-1] if _goes_on(text) and text.endswith("\\") else text).strip())


def _goes_on(line: str) -> bool:
    """Tell whether a line ends in a hard break: two blanks, or a backslash that is not itself escaped."""
    return line.endswith("  ") or (len(line) - len(line.rstrip("\\"))) % 2 == 1


def plain(text: str) -> str:
    """Return text of Markdown without the backslashes before what would be markup."""
    return _ESCAPED.sub(r"\1", text)
