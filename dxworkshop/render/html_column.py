"""How wide each column of a table is, and on which paper the table fits.

A browser that may break Japanese anywhere would break a date to one character a line; so a column of short
cells is kept on one line, and the others share what is left so that the highest row is as low as can be.
"""

from dataclasses import dataclass

from dxworkshop.report.view import Table

_SLIM = 0.6
"""How wide a Latin letter is, measured by a Japanese one."""
_PLENTY = 14.0
"""From here on twice the text gets less than twice the room: one long cell must not starve the others."""
_HEAD = 5.0
"""The longest head kept on one line, and the least room that a longer one gets."""
_ENDLESS = 1000.0
"""So many lines in a cell are as good as any number."""


@dataclass(frozen=True)
class _Sheet:
    """Paper that a table may be set on; widths in letters, as large as they are there."""

    across: bool
    room: float
    padding: float
    """Left and right of every cell."""
    kept: float
    """The longest cell kept on one line."""
    least: float
    """The least room for running text."""
    head: float


_SHEETS = (
    _Sheet(False, 60, 1.2, 10, 7, _HEAD),
    _Sheet(True, 104, 0.8, 6, 4.5, _HEAD),
    _Sheet(True, 104, 0.8, 0, 0, 0),
)
"""A4 upright; laid across; and laid across whatever it looks like, for more columns than anybody can read."""


@dataclass(frozen=True)
class Column:
    """How a column is set; widths in letters."""

    least: float
    """On a screen that is too narrow for all of them."""
    width: float
    classes: str
    """The attribute of each of its cells, with the blank before it."""
    whole: bool
    """Whether its head stands on one line."""


def set_columns(block: Table) -> tuple[list[Column], bool]:
    """Return how each column is set, and whether the table needs paper laid across."""
    cells = list(zip(*block.rows, strict=True)) or [()] * len(block.head)
    longest = [max(map(_width, column), default=0.0) for column in cells]
    heads = [_width(text) for text in block.head]
    for sheet in _SHEETS:
        room = sheet.room - sheet.padding * len(heads)
        least = [_least(sheet, head, most) for head, most in zip(heads, longest, strict=True)]
        if sum(least) <= room:
            break
    wanted = [
        max(floor, _wanted(most), min(head, _PLENTY))
        for floor, most, head in zip(least, longest, heads, strict=True)
    ]
    lines = 1.0
    while lines < _ENDLESS and sum(_shared(least, wanted, lines)) > room:
        lines *= 1.1
    widths = _shared(least, wanted, lines)
    return [
        Column(
            # What is laid across is scrolled on every screen, so it need not be squeezed there.
            least=width if sheet.across else floor,
            width=width,
            classes=_classes(side == "right", 0 < most <= sheet.kept),
            whole=head <= sheet.head,
        )
        for head, most, floor, width, side in zip(heads, longest, least, widths, block.align, strict=True)
    ], sheet.across


def _shared(least: list[float], wanted: list[float], lines: float) -> list[float]:
    """Return the widths with which no cell is higher than so many lines."""
    return [max(floor, width / lines) for floor, width in zip(least, wanted, strict=True)]


def _classes(right: bool, kept: bool) -> str:
    """Return the attribute of a cell: figures stand at the right, what is short on one line."""
    words = " ".join(word for word, holds in (("r", right), ("k", kept)) if holds)
    return f' class="{words}"' if words else ""


def _least(sheet: _Sheet, head: float, most: float) -> float:
    """Return the least room in which a column reads well."""
    return max(most if most <= sheet.kept else sheet.least, min(head, sheet.head), min(2, sheet.head))


def _wanted(most: float) -> float:
    """Return how much room a column would take if there were enough."""
    return most if most <= _PLENTY else _PLENTY * (most / _PLENTY) ** 0.75


def _width(text: str) -> float:
    """Return about how wide a text is."""
    return len(text) - (1 - _SLIM) * len(text.encode("ascii", "ignore"))
