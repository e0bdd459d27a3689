"""Sections of a glance or a comparison as Markdown: what people typed is never markup."""

from collections.abc import Iterable, Sequence

from dxworkshop.glance import Section
from dxworkshop.render.markdown import escape, escape_start
from dxworkshop.render.visible import one_line


def markdown(title: str, sections: Iterable[Section]) -> str:
    """Return sections under a title as Markdown, ending with one line feed."""
    parts = [f"# {_cell(title)}"]
    for section in sections:
        if section.heading:
            parts.append(f"## {_cell(section.heading)}")
        if section.rows:
            head = section.head or tuple("" for _ in section.rows[0])
            rule = ["---" for _ in head]
            parts.append("\n".join(map(_row, (_cells(head), rule, *map(_cells, section.rows)))))
        parts += [escape_start(one_line(line)) for line in section.lines]
    return "\n\n".join(parts) + "\n"


def _cells(row: Sequence[str]) -> list[str]:
    return [_cell(cell) for cell in row]


def _cell(text: str) -> str:
    return escape(one_line(text))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
