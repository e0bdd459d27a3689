"""What a spreadsheet takes for a formula, told apart from what it takes for text."""

import re

from dxworkshop.render.visible import UNSEEN

_SIGNS = frozenset("=+-@＝＋－＠−")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet may take a cell for a formula: by its first sign that is seen, in any width.

    A cell with a tab or a return in front is taken for one too, as some spreadsheets drop these.
    """
    hidden = UNSEEN.match(cell)
    start = hidden.end() if hidden else 0
    acts = cell[start : start + 1] in _SIGNS or bool({"\t", "\r"} & {*cell[:start]})
    return acts and not _NUMBER.fullmatch(cell)
