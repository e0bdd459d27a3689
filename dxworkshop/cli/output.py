"""What is printed: data on stdout, everything else on stderr.

What people typed is never an instruction to the terminal: control characters are shown as a mark.
"""

import re
import sys
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from dxworkshop.errors import DocumentError, DxError, SaveError
from dxworkshop.i18n import tr, voice
from dxworkshop.sentence import say

_UNSHOWABLE = "\ufffd"
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON leaves as it is although a terminal may obey it; the controls below U+0020 it escapes itself."""
_SHOWN_CELLS = 76
"""How much of a source line is shown around the place where something is wrong."""


class ReaderGoneError(Exception):
    """Nobody reads stdout any more. Not an `OSError`: Typer would end the program on one by itself."""


_USUAL = re.compile(r"[ -~\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uff01-\uff60]*")
"""Text that is shown as it is: printable ASCII, each sign one cell wide; and the usual signs of Japanese, each two
cells wide and three bytes long."""


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _USUAL.fullmatch(text):
        return (len(text.encode()) + len(text)) // 2
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return as much of a text as fits into some cells."""
    while cells(text) > width:
        text = text[:-1]
    return text


def one_line(text: object) -> str:
    """Return text as one line that no terminal takes for a command."""
    line = str(text)
    return line if _USUAL.fullmatch(line) else "".join(map(_shown, line))


def _shown(character: str) -> str:
    if character in "\n\t":
        return " "
    # Controls, halves of surrogate pairs, and the signs that turn the direction of writing.
    unsafe = (
        unicodedata.category(character) in ("Cc", "Cs")
        or character in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
    )
    return _UNSHOWABLE if unsafe else character


def out(line: str = "") -> None:
    """Print one line of data."""
    _write(f"{one_line(line)}\n")


def note(line: str) -> None:
    """Say one line that is no data."""
    print(one_line(line), file=sys.stderr)  # noqa: T201 - the one door to stderr


def document(text: str) -> None:
    """Print a whole text as data: UTF-8 with LF wherever it does not go to a terminal."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or sys.stdout.isatty():
        _write(text)
        return
    sys.stdout.flush()
    try:
        buffer.write(text.encode("utf-8", "replace"))
        buffer.flush()
    except OSError as error:
        raise _unwritable(error) from None


def data(made: bytes) -> None:
    """Print the bytes of a file as data; to a terminal only their text, without a mark of order and with LF."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or sys.stdout.isatty():
        _write(made.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n"))
        return
    sys.stdout.flush()
    try:
        buffer.write(made)
        buffer.flush()
    except OSError as error:
        raise _unwritable(error) from None


def as_json(data: object) -> None:
    """Print data as JSON, days and times in ISO form, and nothing in it that acts on a terminal."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=2, default=_plain)
    document(_UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")


def _plain(value: object) -> str:
    return str(getattr(value, "isoformat", value.__str__)())


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> BaseException:
    if isinstance(error, BrokenPipeError):
        return ReaderGoneError()
    return SaveError(say("the output could not be written: {reason}", reason=error.strerror or str(error)))


def table(rows: Sequence[Sequence[str]], indent: str = "") -> None:
    """Print rows in columns; wide characters take two cells, and the last column has no end."""
    *padded, last = zip(*rows, strict=True)
    columns = [_padded(_lines(column)) for column in padded]
    lines = map("  ".join, zip(*columns, _lines(last), strict=True))
    _write("".join(f"{indent}{line.rstrip()}\n" for line in lines))


def _lines(column: Sequence[str]) -> Sequence[str]:
    """Return texts as lines that no terminal takes for a command."""
    # One look at all of them: a folder may have a hundred thousand.
    together = "".join(column)
    usual = (together.isascii() and together.isprintable()) or _USUAL.fullmatch(together)
    return column if usual else [one_line(text) for text in column]


def _padded(column: Sequence[str]) -> list[str]:
    """Return lines, each with as many spaces behind it as make all of them equally wide."""
    head, *rest = column
    if "".join(rest).isascii():
        most = max(cells(head), *map(len, rest)) if rest else cells(head)
        return [head + " " * (most - cells(head)), *(line.ljust(most) for line in rest)]
    usual = _USUAL.fullmatch("".join(column))
    widths = [(len(line.encode()) + len(line)) // 2 for line in column] if usual else list(map(cells, column))
    most = max(widths)
    return [line + " " * (most - width) for line, width in zip(column, widths, strict=True)]


def finding(error: DxError) -> str:
    """Return what is wrong as one line: `FILE:LINE:COLUMN: [key] sentence` where there is a place."""
    sentence = voice().say(error.sentence)
    if not isinstance(error, DocumentError):
        return one_line(sentence)
    place = error.place
    key = f"[{place.key}] " if place.key else ""
    return one_line(f"{place.file}:{place.line}:{place.column}: {key}{sentence}")


def shown(error: DocumentError) -> list[str]:
    """Return the line of the file with a mark under the place, then a hint, as far as there are such."""
    place = error.place
    lines = pointed(place.source, place.column, place.line) if place.source else []
    if more := hint_of(error):
        lines.append(one_line("  " + tr("hint: {sentence}", sentence=more)))
    return lines


def hint_of(error: DocumentError) -> str:
    """Return one more sentence that helps, in the program's language; empty where there is nothing to add."""
    from dxworkshop.store.hint import hint

    found = hint(error)
    return voice().say(found) if found is not None else ""


def explain(error: DxError, stream: TextIO) -> None:
    """Show an error: its sentence, the line of the file with a mark under the place, and what may help."""
    lines = [finding(error)]
    if isinstance(error, DocumentError):
        lines += shown(error)
        if error.others:
            lines.append(tr("... and {n} more in this file", n=error.others))
    stream.write("".join(f"{line}\n" for line in lines))


def pointed(source: str, column: int, line: int) -> list[str]:
    """Return a source line with its number and, below it, a caret at a column counted in characters from 1."""
    text, at = one_line(source), column - 1
    number = f"{line:>6}"
    room = _SHOWN_CELLS - len(number)
    start = 0
    while cells(text[start:at]) > room // 2:
        start += 1
    end = len(text)
    while end > at + 1 and cells(text[start:end]) > room:
        end -= 1
    caret = " " * cells(text[start:at])
    return [f"{number} | {text[start:end]}".rstrip(), f"{' ' * len(number)} | {caret}^"]
