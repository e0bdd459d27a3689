"""Texts as they are compared: what a person types is found in any width and any case."""

import unicodedata


def folded(text: str) -> str:
    """Return a text as it is compared: any width, any case. Its lines stay lines."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
