"""Typed text as HTML: all of it is text, and none of it is markup."""

import html
import re

from dxworkshop.render.visible import lines, one_line

_MARKUP = re.compile("[&<>\"']")


def lined(text: str) -> str:
    """Return a text with its lines kept."""
    if _is_plain(text):
        return text
    return "<br>".join(html.escape(line) for line in lines(text))


def attribute(text: str) -> str:
    """Return a text in one line, for an attribute or a heading."""
    return text if _is_plain(text) else html.escape(one_line(text))


def quoted(text: str) -> str:
    """Return a text in one line as a string of CSS: every character by its number, so that none can end it."""
    return '"' + "".join(f"\\{ord(character):x} " for character in one_line(text)) + '"'


def _is_plain(text: str) -> bool:
    """Say whether a text needs nothing at all: nearly all do not, and a plan may have a million of them."""
    return text.isprintable() and not _MARKUP.search(text) and text.strip() == text
