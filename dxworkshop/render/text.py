"""Plain text to paste into a mail or a word processor: no markup, no line wider than 78 cells.

It uses only characters that every encoding of Japan has, and sets nothing under each other whose width
depends on the font: such tables, and those too wide, are told row by row.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import assert_never

from dxworkshop.render.bar import bar
from dxworkshop.render.visible import lines, one_line
from dxworkshop.render.wrapping import WIDTH, cells, is_joined, wrap
from dxworkshop.report.view import (
    Block,
    Bullets,
    Fields,
    Head,
    Meter,
    Paragraph,
    Picture,
    Report,
    Table,
    Task,
    Tasks,
)

_GAP = "  "
_MARKS = {"ja": "\u30fb"}
"""What stands before an item, by language."""
_MARK = "- "
_INDENT = "  "
_BOX = "    "
"""As wide as a box to tick."""
_STAMP = "(        )"


def render(report: Report) -> str:
    """Return a report as plain text, ending with one line feed."""
    mark = _MARKS.get(report.language, _MARK)
    parts = [_heading(report.title, "=")]
    if report.head is not None:
        parts.append(_head(report.head))
    parts += [_block(block, mark) for block in report.facts]
    for section in report.sections:
        parts += [_heading(section.heading, "-"), *(_block(block, mark) for block in section.blocks)]
    if report.footer:
        parts.append("\n".join(("-" * WIDTH, *(_text(line) for line in report.footer))))
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block, mark: str) -> str:
    match block:
        case Paragraph(text):
            return _text(text)
        case Fields(rows):
            return _fields(rows)
        case Bullets(items):
            return "\n".join(_text(item, mark, _INDENT) for item in items)
        case Table():
            return _table(block, mark)
        case Meter(text, percent):
            return wrap(f"{one_line(text)} {bar(percent)}".strip())
        case Tasks(items):
            return "\n\n".join(_task(task, mark) for task in items)
        case Picture(told=True):
            return ""
        case Picture(_, title, summary, _, twin):
            parts = (_heading(title, "."), _text(summary), _table(twin, mark))
            return "\n\n".join(filter(None, parts))
        case _:
            assert_never(block)


def _heading(text: str, line: str) -> str:
    """Return a heading with a line of one sign under it."""
    text = wrap(one_line(text))
    return f"{text}\n{line * max(map(cells, text.splitlines()))}" if text else ""


def _head(head: Head) -> str:
    return _fields((*head.rows, *((post, _STAMP) for post in head.stamps)))


def _text(text: str, first: str = "", rest: str = "") -> str:
    """Return the lines of a text one under the other, each of them wrapped."""
    found = [wrap(line, rest if n else first, rest) for n, line in enumerate(lines(text))]
    return "\n".join(found) or first.rstrip()


def _fields(rows: Iterable[tuple[str, str]], indent: str = "") -> str:
    return "\n".join(_field(label, value, indent, indent + _INDENT) for label, value in rows)


def _field(label: str, value: str, first: str, rest: str) -> str:
    """Return a label and its value, the lines of which stand under each other."""
    return _text(f"{one_line(label)}: {value}", first, rest)


def _task(task: Task, mark: str) -> str:
    box, rest = (mark, _INDENT) if task.done is None else (f"[{'x' if task.done else ' '}] ", _BOX)
    sign = f"{task.id}-{task.check}" if task.check else task.id
    head = wrap(f"{one_line(task.title)} ({f'{one_line(task.number)} {one_line(sign)}'.strip()})", box, rest)
    return f"{head}\n{_fields(task.fields.rows, rest)}" if task.fields.rows else head


def _table(table: Table, mark: str) -> str:
    """Return a table in columns where it fits, else row by row."""
    head = [one_line(cell) for cell in table.head]
    rows = [[one_line(cell) for cell in row] for row in table.rows]
    if columns := list(_columns(table, [head, *rows])):
        return "\n".join(columns)
    return "\n\n".join(_record(head, row, mark) for row in rows)


def _record(head: Iterable[str], row: Iterable[str], mark: str) -> str:
    """Return one row, each cell on a line of its own with the head of its column."""
    told = [(label, cell) for label, cell in zip(head, row, strict=True) if cell]
    return "\n".join(
        wrap(f"{label}: {cell}" if label else cell, _INDENT if n else mark, _INDENT * 2)
        for n, (label, cell) in enumerate(told)
    )


def _columns(table: Table, rows: list[list[str]]) -> Iterator[str]:
    """Yield the lines of a table; none where it is too wide, or where its width depends on the font."""
    columns = list(zip(*rows, strict=True))
    room = WIDTH - len(_GAP) * (len(columns) - 1)
    if sum(max(map(len, column)) for column in columns) > room or not _is_steady(rows):
        return
    widths = [max(map(cells, column)) for column in columns]
    if sum(widths) > room:
        return
    for n, row in enumerate(rows):
        padded = [
            " " * (width - cells(cell)) + cell if align == "right" else cell + " " * (width - cells(cell))
            for cell, width, align in zip(row, widths, table.align, strict=True)
        ]
        yield _GAP.join(padded).rstrip()
        if n == 0:
            yield _GAP.join("-" * width for width in widths)


def _is_steady(rows: list[list[str]]) -> bool:
    """Tell whether every character is as wide in one font as in another."""
    characters = {character for row in rows for character in set("".join(row))}
    return not any(
        unicodedata.east_asian_width(character) == "A" or is_joined(character) for character in characters
    )
