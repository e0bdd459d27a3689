"""Tables of a page: on screens narrow ones fit, and wide ones can be scrolled by themselves."""

from dxworkshop.render.html_column import Column, set_columns
from dxworkshop.render.html_text import attribute, lined
from dxworkshop.report.view import Table

_NARROW = 4
"""So many columns fit a phone."""
_SLIM = 34.0
"""A table of fewer letters side by side is not stretched: a figure stands near what it counts."""


def table(block: Table, name: str) -> str:
    """Return a table as HTML.

    One with many columns can be scrolled sideways by itself, also from the keyboard, and says its `name` to
    those who come upon it; one too wide for upright paper goes on paper laid across.
    """
    columns, across = set_columns(block)
    head = "".join(_head(text, column) for text, column in zip(block.head, columns, strict=True))
    naming = next((n for n, side in enumerate(block.align) if side == "left"), 0)
    body = _body(block, columns, naming)
    slim = ' class="slim"' if sum(column.width for column in columns) < _SLIM else ""
    told = f"<table{slim}><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    if len(columns) <= _NARROW:
        return f'<div class="grid">{told}</div>'
    classes = "grid scroll across" if across else "grid scroll"
    return f'<div class="{classes}" role="region" tabindex="0" aria-label="{attribute(name)}">{told}</div>'


def _body(block: Table, columns: list[Column], naming: int) -> str:
    """Return the rows; the first cell that is no number names its row."""
    starts = [f"<td{column.classes}>" for column in columns]
    ends = ["</td>"] * len(columns)
    named = starts[naming].replace("<td", '<th scope="row"') if starts else ""
    rows = []
    for row in block.rows:
        cells = [start + lined(cell) + end for start, cell, end in zip(starts, row, ends, strict=True)]
        if row and row[naming]:
            cells[naming] = f"{named}{lined(row[naming])}</th>"
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    return "".join(rows)


def _head(text: str, column: Column) -> str:
    whole = ";white-space:nowrap" if column.whole else ""
    style = f' style="min-width:{column.least:.4g}em;width:{column.width:.4g}em{whole}"'
    shown = lined(text)
    return f'<th scope="col"{column.classes}{style}>{shown}</th>' if shown else f"<td{column.classes}{style}></td>"
