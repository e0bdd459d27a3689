"""Markdown: CommonMark with the tables of GFM, and no raw HTML.

What people typed cannot become markup: whatever could mean something is escaped, and nothing else is, so
that the file can still be read as it is. Lines of a value are kept with a hard break; in headings, tables
and labels, where there is room for one line, they stand side by side.
"""

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from dxworkshop.render.bar import bar
from dxworkshop.render.visible import lines, one_line
from dxworkshop.report.view import (
    Align,
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

_ANYWHERE = re.compile(
    r"[\\`*_\[<~|$]|&(?=#?[0-9A-Za-z]+;)"
    r"|/(?=/)|(?i:(?<=www)\.)|(?<=[-;:&=+$,.\"0-9A-Za-z_])@(?=\S)"
)
"""Code, emphasis, links and images, footnotes, HTML, strikethrough, tables, formulas, entities; and what makes
GFM or a preview link an address that stands bare: ``//``, ``www.`` and the ``@`` of mail."""
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=:](?=[-=:\s]*$)")
"""Headings, quotes, bullets, and lines that underline a heading, rule off or head a table."""
_MARK = re.compile(r"[\\`*_\[<~|$&/@]|(?i:www\.)")
"""What a text holds that has to be escaped anywhere; most texts hold none of it."""
_MARK_START = re.compile("[#>+:=0-9-]")
_NUMBER_START = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_LEFT: Align = "left"
_CLOSING_HASH = re.compile(r"#$")


def render(report: Report) -> str:
    """Return a report as Markdown, ending with one line feed."""
    parts = [f"# {_heading(report.title)}"]
    if report.head is not None:
        parts += _head(report.head)
    parts += [_block(block) for block in report.facts]
    for section in report.sections:
        parts += [f"## {_heading(section.heading)}", *(_block(block) for block in section.blocks)]
    if report.footer:
        parts += ["---", _text("\n".join(report.footer))]
    return "\n\n".join(filter(None, parts)) + "\n"


def escape(text: str) -> str:
    """Return one line of plain text so that none of it is markup, for the middle of a line."""
    if _MARK.search(text) is None:
        return text
    return _ANYWHERE.sub(lambda match: "\\" + match[0], text)


def escape_start(text: str) -> str:
    """Return one line of plain text so that none of it is markup, for the start of a line."""
    if _MARK_START.match(text) is None:
        return escape(text)
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
            return f"{escape_start(one_line(text))} {_code(bar(percent))}"
        case Tasks(items):
            return "\n".join(_task(task) for task in items)
        case Picture(told=True):
            return ""
        case Picture(_, title, summary, _, twin):
            return "\n\n".join(filter(None, (f"### {_heading(title)}", _text(summary), _table(twin))))
        case _:
            assert_never(block)


def _head(head: Head) -> Iterator[str]:
    """Yield what an office writes over a document as a table, and empty boxes to stamp in as another."""
    for names, values in (
        ([label for label, _ in head.rows], [value for _, value in head.rows]),
        (head.stamps, [""] * len(head.stamps)),
    ):
        if names:
            yield _table(Table(tuple(names), (tuple(values),), tuple(_LEFT for _ in names)))


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
    sign = _code(f"{task.id}-{task.check}" if task.check else task.id)
    head = f"- {box}**{escape(one_line(task.title))}** ({escape(one_line(task.number))} {sign})"
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
