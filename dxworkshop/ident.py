"""New ids: short, random, and the same for all machines."""

import secrets

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 10
"""Ten characters of base32: 10,000 ids collide with a chance of 4e-8."""


def new_id() -> str:
    """Return a new random id."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
