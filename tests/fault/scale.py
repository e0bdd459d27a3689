"""How much a harness does: a short column for every day, a full one for `make fault`."""

import os

VARIABLE = "DXWORKSHOP_FAULT"
"""The environment variable that asks for the full column by the word ``full``."""


def full() -> bool:
    """Return whether the full column was asked for."""
    return os.environ.get(VARIABLE) == "full"


def scale(short: int, full_: int) -> int:
    """Return how many: the first number every day, the second in the full column."""
    return full_ if full() else short
