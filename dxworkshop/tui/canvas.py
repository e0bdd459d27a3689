"""What the room sees, as lines to read from far away: as airy as there is room, and nothing cut without a sign."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Literal, assert_never

from dxworkshop.report.scene import Bars, Block, Entry, Grid, Lines, Scale, Stage, Words
from dxworkshop.report.view import Table
from dxworkshop.tui.widgets.dots import STACKED as STACKED_DOTS
from dxworkshop.tui.widgets.dots import Dots, Tally
from dxworkshop.tui.widgets.matrix import Matrix, Point
from dxworkshop.tui.widgets.pairs import STACKED as STACKED_PAIRS
from dxworkshop.tui.widgets.pairs import Pair, Pairs
from dxworkshop.tui.widgets.picture import cut, fit, pad, plain, size, widest
from dxworkshop.tui.widgets.prose import wrap

Kind = Literal["words", "heading", "entry", "more", "picture"]
COLUMN = 30
"""Cells below which a column is too narrow to be read."""
BETWEEN = 3
"""Cells between two columns."""
BESIDE = 66
"""From so many cells there is room for words beside the grid."""
GRID = 14
"""Lines below which there is no grid: what is placed where is told in words."""
STACKED = 56
"""Below so many cells a table is told as a list."""
ROWS = 5
"""Lines of a large figure."""
_FIGURES = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "+": ("   ", " # ", "###", " # ", "   "),
}


@dataclass(frozen=True)
class Line:
    """One line."""

    text: str
    kind: Kind = "entry"
    starts: int = 0
    """How many entries begin on it."""
    parts: tuple[tuple[str, Kind], ...] = ()
    """The pieces of a line on which several stand beside each other."""


@dataclass(frozen=True)
class Sheet:
    """Where lines are drawn, and how."""

    width: int
    wide: bool
    """Whether only ASCII is drawn besides what people typed."""
    airy: bool = True
    """Whether there is a line between entries."""
    columns: int = 1
    whole: bool = True
    """Whether texts are wrapped; else each has one line."""

    def wrapped(self, text: str, indent: int = 0, first: str = "") -> list[str]:
        """Return a text as lines, indented; as one, cut with a sign, where none is wrapped."""
        room = max(4, self.width - indent)
        if self.whole:
            rows = [row for part in text.split("\n") for row in wrapped(plain(part), room, self.wide)]
        else:
            rows = [fit(" ".join(text.split("\n")), room, self.wide)]
        return [(first if n == 0 else "").ljust(indent) + row for n, row in enumerate(rows)]


def figures(text: str, wide: bool, scale: int = 1, *, narrow: bool = False) -> list[str]:
    """Return figures drawn large: five lines high, times `scale`; with `narrow` half as wide."""
    dot = ("#" if wide else "\u2588") * (scale if narrow else 2 * scale)
    gap = " " * len(dot)
    rows = (gap.join(_row(character, y, dot) for character in text if character in _FIGURES) for y in range(ROWS))
    return [row for row in rows for _ in range(scale)]


def _row(character: str, y: int, dot: str) -> str:
    return "".join(dot if pixel == "#" else " " * len(dot) for pixel in _FIGURES[character][y])


def wrapped(text: str, width: int, wide: bool) -> list[str]:
    """Return a text as lines of at most `width` cells, where some characters take two of them too."""
    for narrower in range(width, width // 2, -1):
        rows = wrap(text, narrower)
        if not wide or all(size(row, wide) <= width for row in rows):
            return rows
    return [cut(row, width, wide) for row in wrap(text, width // 2)]


def drawn(stage: Stage, width: int, height: int, wide: bool, more: Callable[[int], str]) -> list[Line]:
    """Return a stage as lines that fit; `more` says how many entries are left out."""
    if width < 1 or height < 1:
        return []
    lines: list[Line] = []
    for sheet in _sheets(width, wide):
        beside = sheet.columns > 1 or not sheet.whole
        lines = (beside and _shared(stage.blocks, sheet, height, more)) or _all(stage.blocks, sheet, height)
        if len(lines) <= height:
            return lines
    left = sum(line.starts for line in lines[height - 1 :])
    sign = more(left) if left else ".." if wide else "\u2026"
    return [*_without_end(lines[: height - 1]), Line(cut(sign, width, wide), "more")]


def _sheets(width: int, wide: bool) -> Iterator[Sheet]:
    """Yield the ways to draw, the best to read first."""
    yield Sheet(width, wide)
    yield Sheet(width, wide, airy=False)
    most = max(1, min(4, (width + BETWEEN) // (COLUMN + BETWEEN)))
    for columns in range(2, most + 1):
        yield Sheet(width, wide, columns=columns, airy=False)
    yield Sheet(width, wide, columns=most, airy=False, whole=False)


def _without_end(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines that do not end with a heading of nothing, or an empty one."""
    while lines and (lines[-1].kind == "heading" or not lines[-1].text):
        lines = lines[:-1]
    return lines


def _all(blocks: Iterable[Block], sheet: Sheet, height: int) -> list[Line]:
    found: list[Line] = []
    for block in blocks:
        lines = _block(block, sheet, height)
        # Where entries stand apart, what belongs together must stand closer still.
        between = [Line("")] * (1 + (sheet.airy and isinstance(block, Lines)))
        found += [*between, *lines] if found and lines else lines
    return found


def _block(block: Block, sheet: Sheet, height: int) -> list[Line]:
    match block:
        case Words():
            return [Line(row, "words") for row in sheet.wrapped(block.text)]
        case Lines():
            return _lines(block, sheet)
        case Scale():
            return _scale(block, sheet)
        case Bars():
            return _bars(block, sheet)
        case Grid():
            return _grid(block, sheet, height)
        case Table():
            return _table(block, sheet)
        case _:
            assert_never(block)


def _lines(block: Lines, sheet: Sheet) -> list[Line]:
    heading = [Line(row, "heading") for row in sheet.wrapped(block.heading)] if block.heading else []
    # A single entry that says how many there are needs no mark before it.
    marked = len(block.entries) > 1 or bool(block.heading)
    if sheet.columns > 1 and len(block.entries) > 1:
        return [*heading, *_columns(block.entries, sheet, marked)]
    found = []
    for n, entry in enumerate(block.entries):
        if n and sheet.airy:
            found.append(Line(""))
        found += _entry(entry, sheet, marked)
    return [*heading, *found]


@lru_cache(maxsize=4096)
def _entry(entry: Entry, sheet: Sheet, marked: bool) -> tuple[Line, ...]:
    """Return the lines of an entry; each is asked for often while a way to fit all is sought."""
    dot = "-" if sheet.wide else "\u30fb"
    sign = entry.sign or (dot if marked else "")
    indent = max(size(sign, sheet.wide) + 1, 3) if sign else 0
    first = pad(sign, indent, sheet.wide) if sign else ""
    rows = sheet.wrapped(entry.text, indent)
    rows[0] = first + rows[0][indent:]
    lines = [Line(row, "entry", int(n == 0)) for n, row in enumerate(rows)]
    if entry.more:
        arrow = ("> " if sheet.wide else "\u2192 ").rjust(indent + 2)
        lines += [Line(row, "more") for row in sheet.wrapped(entry.more, len(arrow), arrow)]
    return tuple(lines)


def _columns(entries: Sequence[Entry], sheet: Sheet, marked: bool) -> list[Line]:
    """Return entries in columns, from top to bottom and then to the right."""
    width = (sheet.width - BETWEEN * (sheet.columns - 1)) // sheet.columns
    column = Sheet(width, sheet.wide, airy=False, whole=sheet.whole)
    return _beside([_entry(entry, column, marked) for entry in entries], sheet, width)


def _beside(told: Sequence[Sequence[Line]], sheet: Sheet, width: int) -> list[Line]:
    """Return pieces of several lines below each other and then in the next column, none torn apart."""
    rows = _height(told, sheet.columns)
    stacks: list[list[Line]] = [[]]
    for lines in told:
        if len(stacks[-1]) + len(lines) > rows and stacks[-1]:
            stacks.append([])
        stacks[-1] += lines
    found = []
    for beside in zip_longest(*stacks, fillvalue=Line("")):
        gap = " " * BETWEEN
        parts = tuple((pad_right(line.text, width, sheet.wide) + gap, line.kind) for line in beside)
        text = "".join(part for part, _ in parts).rstrip()
        found.append(Line(text, "entry", sum(line.starts for line in beside), parts))
    return found


def _shared(blocks: Sequence[Block], sheet: Sheet, height: int, more: Callable[[int], str]) -> list[Line]:
    """Return several lists side by side, each with as much of it as leaves room for all; none where there are not.

    In place of a few lists whole and the rest not at all: a room wants to see every group of its notes.
    """
    lists = [block for block in blocks if isinstance(block, Lines)]
    if len(lists) <= 1 or not all(block.heading for block in lists):
        return []
    top = _all([block for block in blocks if not isinstance(block, Lines)], sheet, height)
    top += [Line("")] * bool(top)
    width = (sheet.width - BETWEEN * (sheet.columns - 1)) // sheet.columns
    column = Sheet(width, sheet.wide, airy=False, whole=sheet.whole)
    # No list is torn apart: more entries than there are lines never fit.
    most = min(height, max(len(block.entries) for block in lists))
    found: list[Line] = []
    for shown in range(most, most - 1 if sheet.whole else -1, -1):
        for apart in (True, False):
            parts = [_part(block, shown, column, more, apart=apart) for block in lists]
            found = [*top, *_beside(parts, sheet, width)]
            while found and not found[-1].text:
                found.pop()
            if len(found) <= height:
                return found
    return found


def _part(block: Lines, shown: int, column: Sheet, more: Callable[[int], str], *, apart: bool) -> list[Line]:
    """Return the beginning of a list; where nothing of it is shown, its heading and how much there is."""
    rest = len(block.entries) - shown
    if not shown:
        count = f" ({rest})" if rest else ""
        return [Line(fit(block.heading, column.width - len(count), column.wide) + count, "heading", rest)]
    # One that is left out would take no more room than the line that says so.
    kept = shown + 1 if rest == 1 else shown
    lines = _lines(Lines(block.entries[:kept], block.heading), column)
    left = len(block.entries) - kept
    said = [Line("   " + cut(more(left), column.width - 3, column.wide), "more", left)] if left > 0 else []
    return [*lines, *said, *([Line("")] if apart else [])]


def pad_right(text: str, width: int, wide: bool) -> str:
    """Return a drawn line with spaces up to a width; its indent stays."""
    return text + " " * (width - size(text, wide))


def _height(told: Sequence[Sequence[Line]], columns: int) -> int:
    """Return the least height of columns in which all of it stands, no entry torn apart."""
    rows = max(max(map(len, told)), -(-sum(map(len, told)) // columns))
    while True:
        used, at = 1, 0
        for lines in told:
            if at + len(lines) > rows:
                used, at = used + 1, 0
            at += len(lines)
        if used <= columns:
            return rows
        rows += 1


def _scale(block: Scale, sheet: Sheet) -> list[Line]:
    """Return the scales, with their words above them where these would be cut and there is room."""
    words = {"reality": block.reality, "ideal": block.ideal, "gap": block.gap}
    pairs = [Pair(mark.label, mark.ideal, mark.reality) for mark in block.marks]
    long = widest((pair.label for pair in pairs), sheet.wide) > sheet.width * 2 // 5
    if not (sheet.whole and sheet.columns == 1 and long):
        lines = Pairs(pairs, **words).lines(sheet.width, sheet.wide)
        return _rows_of(lines, len(pairs), 2 if sheet.width < STACKED_PAIRS else 1, sheet, top=1)
    bare = [Pair("", pair.ideal, pair.reality) for pair in pairs]
    width = max(min(sheet.width, 80), STACKED_PAIRS)
    if width > sheet.width:
        return _scale(block, replace(sheet, whole=False))
    lines = Pairs(bare, **words).lines(width, sheet.wide)
    found = [Line(lines[0], "picture")]
    for pair, line in zip(pairs, lines[1:], strict=False):
        found += [Line(row, "entry", int(n == 0)) for n, row in enumerate(sheet.wrapped(pair.label))]
        found += [Line(line, "picture"), *([Line("")] if sheet.airy else [])]
    return [*found, *(Line(line, "picture") for line in lines[1 + len(bare) :])]


def _rows_of(lines: Sequence[str], count: int, each: int, sheet: Sheet, top: int = 0) -> list[Line]:
    """Return lines of a picture whose rows have `each` lines, with one between them where there is room."""
    found = []
    for n, line in enumerate(lines):
        at, of = divmod(n - top, each)
        inside = 0 <= at < count
        if sheet.airy and 0 < at <= count and of == 0:
            found.append(Line(""))
        found.append(Line(line, "picture", int(inside and of == 0)))
    return found


def _bars(block: Bars, sheet: Sheet) -> list[Line]:
    rows = [Tally(bar.sign, " ".join(bar.text.split("\n")), bar.dots) for bar in block.bars]
    lines = Dots(rows).lines(sheet.width, sheet.wide)
    return _rows_of(lines, len(rows), 2 if sheet.width < STACKED_DOTS else 1, sheet)


def _grid(block: Grid, sheet: Sheet, height: int) -> list[Line]:
    """Return the grid with its words beside or below it; the words alone where there is no room for it."""
    entries = tuple(Entry(" ".join(spot.text.split("\n")), spot.sign) for spot in block.spots)
    if height < GRID or sheet.width < COLUMN:
        told = tuple(
            Entry(
                entry.text,
                entry.sign,
                f"{block.impact} {spot.impact or '-'}  {block.effort} {spot.effort or '-'}",
            )
            for entry, spot in zip(entries, block.spots, strict=True)
        )
        return _lines(Lines(told), sheet)
    points = [Point(s.sign, s.impact, s.effort, s.anchor) for s in block.spots if s.impact and s.effort]
    left = [s.sign for s in block.spots if not (s.impact and s.effort)]
    picture = Matrix(
        points, impact=block.impact, effort=block.effort, anchor=block.anchor, unplaced=block.unplaced, left=left
    )
    width = sheet.width
    if sheet.width >= BESIDE:
        width = min(sheet.width // 2, 84)
        side = _lines(Lines(entries), Sheet(sheet.width - width - BETWEEN, sheet.wide, sheet.airy, 1, sheet.whole))
        grid = picture.lines(width, sheet.wide)
        return [
            Line(f"{pad_right(row, width, sheet.wide)}{' ' * BETWEEN}{line.text}".rstrip(), "picture", line.starts)
            for row, line in zip_longest(grid, side, fillvalue=None)
            for row, line in [(row or "", line or Line(""))]
        ]
    grid_lines = [Line(row, "picture") for row in picture.lines(width, sheet.wide)]
    return [*grid_lines, Line(""), *_lines(Lines(entries), sheet)]


def _table(block: Table, sheet: Sheet) -> list[Line]:
    """Return a table whose second column is the widest; a list where it has no room."""
    if sheet.width < STACKED:
        entries = tuple(Entry(row[1], row[0], "  ".join(row[2:])) for row in block.rows)
        return _lines(Lines(entries), sheet)
    widths = [
        min(widest((row[n] for row in (block.head, *block.rows)), sheet.wide), sheet.width // 5)
        for n in range(len(block.head))
    ]
    room = sheet.width - sum(widths[:1] + widths[2:]) - BETWEEN * (len(widths) - 1)
    widths[1] = min(room, widest((row[1] for row in (block.head, *block.rows)), sheet.wide))
    found = [Line(_cells(block.head, widths, sheet.wide), "heading")]
    for row in block.rows:
        if sheet.airy:
            found.append(Line(""))
        texts = Sheet(widths[1], sheet.wide, whole=sheet.whole).wrapped(row[1])
        for n, text in enumerate(texts):
            cells = [row[0], text, *row[2:]] if n == 0 else ["", text, *("" for _ in row[2:])]
            found.append(Line(_cells(cells, widths, sheet.wide), "entry", int(n == 0)))
    return found


def _cells(cells: Sequence[str], widths: Sequence[int], wide: bool) -> str:
    return (" " * BETWEEN).join(pad(c, w, wide) for c, w in zip(cells, widths, strict=True)).rstrip()
