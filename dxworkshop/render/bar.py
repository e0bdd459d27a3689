"""A share of a whole drawn with signs that every font and every encoding has."""

_CELLS = 10


def bar(percent: int) -> str:
    """Draw a bar that is full at 100 only and empty at 0 only."""
    cells = round(percent / 100 * _CELLS)
    if 0 < percent < 100:
        cells = min(_CELLS - 1, max(1, cells))
    return f"[{'#' * cells}{'-' * (_CELLS - cells)}]"
