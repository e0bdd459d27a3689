"""From bytes to text, in the letters that offices save files in."""

from pathlib import Path

from dxworkshop.errors import DocumentError, Place
from dxworkshop.sentence import Sentence, say

_BOM = "\ufeff"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OTHERS = (
    (b"PK\x03\x04", say("this is a workbook or a document of an office program; save it as CSV or as plain text")),
    (
        b"\xd0\xcf\x11\xe0",
        say("this is a workbook or a document of an office program; save it as CSV or as plain text"),
    ),
    (b"%PDF", say("this is a PDF; name the Markdown file or the table that came with it")),
)
OLD = "cp932"
"""The Japanese letters of Windows, in which Excel saves a CSV."""


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding; raises `DocumentError` for what is no text."""
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise _refused(name, what)
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else (_sixteen(data), "utf-8", OLD):
        if encoding is None:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if not text.strip(_BOM).strip():
            raise _refused(name, say("this file is empty"))
        return text.removeprefix(_BOM), encoding
    raise _refused(name, say("this is not a text file; name a plan in Markdown or a table in CSV"))


def _sixteen(data: bytes) -> str | None:
    """Return which UTF-16 a file without a mark is in; None where it is not."""
    head = data[:2000]
    if len(data) % 2 or b"\0" not in head:
        return None
    return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _refused(name: str, why: Sentence) -> DocumentError:
    return DocumentError(Place(Path(name)), why)
