"""A short sign of a text, by which most texts that cannot hold a word are passed over without being read.

For every two characters that stand side by side in a text one bit of its sign is set. A text whose sign lacks a
bit of a word does not hold that word; one that has them all may, and has to be looked into.
"""

from itertools import pairwise

_BYTES = 1024
"""Length of a sign: a text of 2,000 characters sets an eighth of its bits."""
_MASK = _BYTES * 8 - 1
_SPREAD = 509
"""Odd, so that the pairs of one character with others lie apart."""


def sign(folded: str) -> bytes:
    """Return the sign of a folded text."""
    bits = bytearray(_BYTES)
    for pair in _pairs(folded):
        bits[pair >> 3] |= 1 << (pair & 7)
    return bytes(bits)


def marks(word: str) -> list[tuple[int, int]]:
    """Return what the sign of a text with a word in it has set: bytes, and masks in them; none for one letter."""
    return [(pair >> 3, 1 << (pair & 7)) for pair in sorted(_pairs(word))]


def _pairs(text: str) -> set[int]:
    units = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")
    return {(one * _SPREAD + other) & _MASK for one, other in pairwise(units)}
