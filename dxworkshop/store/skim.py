"""Some tables of a file, without reading the others: a list of sessions need not parse what it does not show."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from dxworkshop.errors import DocumentError
from dxworkshop.store import toml

_BRACKET = re.compile(r"^[ \t]*\[", re.MULTILINE)
_HEADER = re.compile(r"\[\[?([A-Za-z0-9_-]+)[.\]]")


def skim(data: bytes, file: Path, skipped: Collection[str]) -> dict[str, Any]:
    """Return the data of a file without the tables in `skipped`.

    The text is cut where a line begins with a bracket. Where such a line is part of a multi-line text, the
    piece before it holds the opening quotes without the closing ones: an odd number of them. Whenever a
    piece looks like that, a line is no plain header, or what is kept does not parse, the whole file is read.
    """
    text = toml.decode(data, file)
    kept = _without(text, skipped)
    if kept is not None:
        try:
            found = toml.read_text(kept, file)
        except DocumentError:
            pass
        else:
            if not found.keys() & set(skipped):
                return found
    return {key: value for key, value in toml.read_text(text, file).items() if key not in skipped}


def _without(text: str, skipped: Collection[str]) -> str | None:
    """Return the text without some tables; None where it cannot be cut with certainty."""
    starts = [match.start() for match in _BRACKET.finditer(text)]
    kept = []
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        piece = text[start:end]
        header = _HEADER.match(piece)
        plain = header is not None or start == 0
        if not plain or any(piece.count(quotes) % 2 for quotes in ('"""', "'''")):
            return None
        if header is None or header[1] not in skipped:
            kept.append(piece)
    return "".join(kept)
