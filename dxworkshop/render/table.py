"""CSV and TSV: the actions, a row each, as cells that stay text in every spreadsheet.

A spreadsheet takes a cell that begins with ``=`` and its like for a formula, which may start programs and
send data. Such a cell gets an apostrophe in front; so does one that began with apostrophes already, so that
`armed` gives back what `defused` was given.
"""

import csv
import io
import re
from collections.abc import Callable

from dxworkshop.render.visible import UNSEEN, block, one_line
from dxworkshop.report.view import Report

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
"""What a formula begins with, in full width too; U+2212 is a full-width minus in CP932."""
_LIKE_FORMULA = re.compile(f"'*{UNSEEN.pattern}[{_SIGNS}\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def render_csv(report: Report) -> str:
    """Return the actions as CSV; line breaks inside a cell are kept."""
    return _written(report, cell, delimiter=",", quoting=csv.QUOTE_ALL)


def render_tsv(report: Report) -> str:
    """Return the actions separated by tabs, a line each, to paste into a spreadsheet."""
    return _written(report, one_line, delimiter="\t", quoting=csv.QUOTE_MINIMAL)


def cell(text: str) -> str:
    """Return what stands in a cell of the CSV for a text, before it is defused."""
    return block(text)


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay numbers."""
    return f"'{cell}" if _LIKE_FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def armed(cell: str) -> str:
    """Return what a cell said before it was defused."""
    return cell[1:] if cell[:1] == "'" and _LIKE_FORMULA.match(cell) else cell


def _written(report: Report, shown: Callable[[str], str], delimiter: str, quoting: int) -> str:
    """Return the rows; each cell is quoted in CSV, since some programs split at other signs than commas."""
    if not report.sheet.head:
        return ""
    found = io.StringIO(newline="")
    writer = csv.writer(found, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows([defused(shown(text)) for text in row] for row in (report.sheet.head, *report.sheet.rows))
    return found.getvalue()
