"""Markdown: CommonMark with the tables of GFM, and no raw HTML.

What people typed cannot become markup: whatever could mean something is escaped, and nothing else is, so
that the file can still be read as it is. Lines of a value are kept with a hard break; in headings, tables
and labels, where there is room for one line, they stand side by side.
"""

import re
from collections.abc import Iterable
from typing import assert_never

from dxworkshop.render.visible import lines, one_line
from dxworkshop.report.view import Block, Bullets, Fields, Meter, Paragraph, Report, Table, Task, Tasks

_ANYWHERE = re.compile(
    r"[\\`*_\[<~|$]|&(?=#?[0-9A-Za-z]+;)"
    r"|/(?=/)|(?i:(?<=www)\.)|(?<=[-;:&=+$,.\"0-9A-Za-z_])@(?=\S)"
)
"""Code, emphasis, links and images, footnotes, HTML, strikethrough, tables, formulas, entities; and what makes
GFM or a preview link an address that stands bare: ``//``, ``www.`` and the ``@`` of mail."""
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=:](?=[-=:\s]*$)")
"""Headings, quotes, bullets, and lines that underline a heading, rule off or head a table."""
_NUMBER_START = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_CLOSING_HASH = re.compile(r"#$")
_BAR = 10
"""Length of the bar of a meter, in characters."""


def render(report: Report) -> str:
    """Return a report as Markdown, ending with one line feed."""
    parts = [f"# {_heading(report.title)}", *(_block(block) for block in report.facts)]
    for section in report.sections:
        parts += [f"## {_heading(section.heading)}", *(_block(block) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return one line of plain text so that none of it is markup, for the middle of a line."""
    return _ANYWHERE.sub(lambda match: "\\" + match[0], text)


def escape_start(text: str) -> str:
    """Return one line of plain text so that none of it is markup, for the start of a line."""
    if number := _NUMBER_START.match(text):
        return f"{number[1]}\\{number[2]}{escape(text[number.end() :])}"
    return ("\\" if _LINE_START.match(text) else "") + escape(text)


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return _text(text)
        case Fields():
            return _fields(block)
        case Bullets(items):
            return "\n".join(_item(item) for item in items)
        case Table():
            return _table(block)
        case Meter(text, percent):
            return f"{escape_start(one_line(text))} {_code(_bar(percent))}"
        case Tasks(items):
            return "\n".join(_task(task) for task in items)
        case _:
            assert_never(block)


def _text(text: str, indent: str = "") -> str:
    """Return lines kept apart by hard breaks, all but the first one indented."""
    return f"\\\n{indent}".join(escape_start(line) for line in lines(text))


def _item(text: str) -> str:
    return f"- {_text(text, '  ')}".rstrip()


def _fields(fields: Fields, indent: str = "") -> str:
    return "\n".join(f"{indent}- {_field(label, value, indent + '  ')}" for label, value in fields.rows)


def _field(label: str, value: str, indent: str) -> str:
    """Return a label and its value, whose first line stands in the middle of a line."""
    first, *rest = lines(value) or [""]
    told = [f"{escape_start(one_line(label))}: {escape(first)}".rstrip(), *(escape_start(line) for line in rest)]
    return f"\\\n{indent}".join(told)


def _task(task: Task) -> str:
    box = "" if task.done is None else f"[{'x' if task.done else ' '}] "
    head = f"- {box}**{escape(one_line(task.title))}** ({escape(one_line(task.number))} {_code(task.id)})"
    return f"{head}\n{_fields(task.fields, '  ')}" if task.fields.rows else head


def _table(table: Table) -> str:
    rule = ["---:" if align == "right" else "---" for align in table.align]
    rows = [[escape(one_line(cell)) for cell in row] for row in (table.head, *table.rows)]
    return "\n".join(_row(row) for row in (rows[0], rule, *rows[1:]))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _heading(text: str) -> str:
    """Return the text of a heading; hashes at its end would otherwise be taken for its closing."""
    return _CLOSING_HASH.sub(r"\\#", escape(one_line(text)))


def _code(text: str) -> str:
    """Return text in backticks, more of them than it holds itself."""
    text = one_line(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, room = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{room}{text}{room}{fence}" if text else ""


def _bar(percent: int) -> str:
    """Draw a bar that is full at 100 only and empty at 0 only."""
    cells = round(percent / 100 * _BAR)
    if 0 < percent < 100:
        cells = min(_BAR - 1, max(1, cells))
    return f"[{'#' * cells}{'-' * (_BAR - cells)}]"
