"""A table of actions, as a spreadsheet saves it: with commas, semicolons or tabs, its columns in any order."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from dxworkshop.errors import DocumentError, Place
from dxworkshop.intake.copy import Cell, Copy, Entry, Left, folded, short
from dxworkshop.render.table import armed
from dxworkshop.sentence import Sentence, say

_DELIMITERS = ",;\t"
_SIGN = re.compile("([a-z0-9]{4,32})(?:[-\u2010-\u2015\u2212]([0-9a-f]{8}))?")
_KNOWN = 2
"""Columns that must be known, the sign among them, before a text is taken for our table."""


def head_of(text: str, columns: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the delimiter and the cells of the head of a table; None where its first line is no such head."""
    start = text[:20000].lstrip("\r\n").splitlines()[:2]
    if start and re.fullmatch("sep=.", start[0], re.IGNORECASE):
        start = start[1:]
    best: tuple[int, str, tuple[str, ...]] = (0, "", ())
    for delimiter in _DELIMITERS:
        head = (
            tuple(next(csv.reader(start[:1], delimiter=delimiter), [])) if start and len(start[0]) < 20000 else ()
        )
        keys = [columns.get(folded(cell)) for cell in head]
        if "id" in keys and (known := len({key for key in keys if key})) > best[0]:
            best = (known, delimiter, head)
    return best[1:] if best[0] >= _KNOWN else None


def read_table(text: str, columns: Mapping[str, str], name: str) -> Copy:
    """Return what a table says; `columns` are the keys by what the columns are called, folded.

    Raises `DocumentError` for a table whose columns or quotes cannot be told.
    """
    found = head_of(text, columns)
    if found is None:
        raise _refused(name, 1, say("the first line names no columns of a table of {actions} with their ids"))
    delimiter, head = found
    keys = [columns.get(folded(cell), "") for cell in head]
    for key in {key for key in keys if key}:
        if keys.count(key) > 1:
            raise _refused(name, 1, say("the column {name} stands here twice", name=head[keys.index(key)]))
    strange = [cell for cell, key in zip(head, keys, strict=True) if not key and cell.strip()]
    told = [say("columns that are not known are not read: {names}", names=[short(cell) for cell in strange])]
    entries: list[Entry] = []
    left: list[Left] = []
    for line, cells in _rows(text, delimiter, name):
        one = _entry(line, cells, keys, head, delimiter)
        if isinstance(one, Entry):
            entries.append(one)
        elif one is not None:
            left.append(one)
    return Copy("table", tuple(entries), tuple(left), tuple(told if strange else ()), head)


def _rows(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows under the head, with the lines they begin in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start, head = 1, False
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if head and any(cell.strip() for cell in cells):
                yield line, cells
            head = head or bool(
                any(cells) and not re.fullmatch("sep=.?", delimiter.join(cells)[:5], re.IGNORECASE)
            )
    except csv.Error:
        why = say("from here on the rows cannot be told apart: a quotation mark is missing or one too many")
        raise _refused(name, start, why) from None


def _entry(
    line: int, cells: list[str], keys: list[str], head: tuple[str, ...], delimiter: str
) -> Entry | Left | None:
    """Return a row as an entry, or why it is left alone."""
    text = short(delimiter.join(cells))
    if any(cell.strip() for cell in cells[len(keys) :]):
        return Left(line, text, say("this row has more cells than the table has columns"))
    said = {key: cell for key, cell in zip(keys, cells, strict=False) if key}
    sign = unicodedata.normalize("NFKC", said.pop("id", "")).strip()
    found = _SIGN.fullmatch(sign)
    if found is None:
        if sign:
            return Left(line, text, say("{id} is no id of one of the {actions}", id=short(sign)))
        if said.get("title", "").strip():
            why = say(
                "this row has no id; new {actions} are added with {command}", command="dxworkshop action add"
            )
            return Left(line, text, why)
        return Left(line, text, say("this row has neither an id nor a title"))
    named = dict(zip(keys, head, strict=False))
    values = {key: Cell(armed(cell), line, named[key].strip()) for key, cell in said.items()}
    return Entry(line, text, found[1], found[2] or "", None, values)


def _refused(name: str, line: int, why: Sentence) -> DocumentError:
    return DocumentError(Place(Path(name), line), why)
