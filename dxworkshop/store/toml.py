"""TOML text to plain data and back, and the place of every key in the text.

`tomllib` does the reading. It is guarded, because some small texts cost it gigabytes or a deep
recursion, and because it cannot tell where a text that is never closed was opened.
`scan` has the guards and the places.
"""

import re
import stat
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli_w

from dxworkshop.errors import DocumentError, FolderError, Place, SaveError
from dxworkshop.sentence import Sentence, say
from dxworkshop.store.scan import (
    NOT_CLOSED,
    GuardError,
    KeyPath,
    Scan,
    is_ordinary,
    line_end,
    refuse_costly,
    walked,
)

MAX_BYTES = 12 << 20
"""Largest file that is read or written."""
_MAX_SOURCE = 1000

_TOO_LARGE = say("this file is larger than {limit} MB; it is no file of this program", limit=MAX_BYTES >> 20)


@dataclass
class Parsed:
    """The plain data of a file, and where each of its keys stands."""

    data: dict[str, Any]
    """Tables, lists, texts, numbers and dates as `tomllib` gives them."""
    file: Path
    """The file, as the user named it."""
    text: str = field(repr=False)
    """The text that was read, with LF line ends."""
    _index: dict[KeyPath, int] = field(default_factory=lambda: {(): 0}, repr=False, compare=False)
    _noted: int = field(default=0, repr=False, compare=False)

    def place(self, path: Sequence[str | int]) -> Place:
        """Return the place of a key, or of its nearest parent that is in the file."""
        known = self._there(tuple(path))
        while known and not self._walked_to(known):
            known = known[:-1]
        at = self._index[known]
        line = bisect_right(self._lines, at)
        return _place(self.file, self.text, at, path, line)

    def _there(self, path: KeyPath) -> KeyPath:
        """Return as much of a path as the data has: for what is not there the text need not be walked through."""
        inner: Any = self.data
        for length, part in enumerate(path):
            try:
                inner = inner[part]
            except (KeyError, IndexError, TypeError):
                return path[:length]
        return path

    @cached_property
    def _lines(self) -> list[int]:
        """Where every line begins: a file may be wrong in a hundred thousand places."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _walked_to(self, path: KeyPath) -> bool:
        """Walk on until a key is found, and no further: the first thing that is wrong is often far up."""
        going = True
        while going and path not in self._index:
            with suppress(GuardError):  # an ordinary text may hold more than a walk takes
                going = self._scan.step()
            for at, mark in self._scan.marks[self._noted :]:
                self._index.setdefault(mark, at)
            self._noted = len(self._scan.marks)
        return path in self._index

    @cached_property
    def _scan(self) -> Scan:
        return Scan(self.text)


def read_bytes(path: Path, *, most: int = 0) -> bytes:
    """Return the bytes of a file, or say in one sentence why they cannot be had.

    `most` is how many are taken of a file that is not one of ours.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DocumentError(Place(path), _not_a_file(path))
        with path.open("rb") as stream:
            data = stream.read((most or MAX_BYTES) + 1)
    except FileNotFoundError:
        if not path.parent.exists():
            raise FolderError(say("there is no folder {folder}; check the name", folder=path.parent)) from None
        raise DocumentError(Place(path), say("there is no such file; check the name")) from None
    except PermissionError:
        sentence = say("this file may not be read; ask its owner, or close the program that holds it")
        raise DocumentError(Place(path), sentence) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(Place(path), say("this file cannot be read: {reason}", reason=reason)) from None
    if most and len(data) > most:
        raise DocumentError(
            Place(path), say("this file is larger than {limit} MB; that is too much to read", limit=most >> 20)
        )
    if not most and len(data) > MAX_BYTES:
        raise DocumentError(Place(path), _TOO_LARGE)
    return data


def parse(data: bytes, file: Path) -> Parsed:
    """Read TOML from bytes; `file` is only named in errors."""
    text = decode(data, file)
    return Parsed(read_text(text, file), file, text)


def render(data: Mapping[str, Any]) -> bytes:
    """Write plain data as TOML, tables after plain values, otherwise in the order given.

    The bytes are read back and compared, types included.

    Raises:
        SaveError: the data would not come back as it is.

    """
    try:
        text = tomli_w.dumps(data, multiline_strings=True)
        # A line of somebody's text that looks like a git conflict would lock the file: escape its first sign.
        text = _MARKER.sub(lambda mark: f"\\u{ord(mark[0][0]):04x}{mark[0][1:]}", text)
        written = text.encode("utf-8")
        back = parse(written, Path()).data if written else {}
    except DocumentError as error:
        raise SaveError(say("this could not be read again: {reason}", reason=error.sentence)) from None
    except (TypeError, ValueError, RecursionError, AttributeError) as error:
        raise SaveError(say("this cannot be written to a file: {reason}", reason=str(error))) from None
    if (path := difference(data, back)) is not None:
        key = ".".join(map(str, path))
        raise SaveError(say("the value of {key} would change when it is read again; enter it anew", key=key))
    return written


def difference(wanted: Any, got: Any, path: KeyPath = ()) -> KeyPath | None:
    """Return where two values of plain data first differ, None where they do not.

    ``1``, ``1.0`` and ``true`` differ, a tuple and a list do not.
    """
    if isinstance(wanted, Mapping) and isinstance(got, dict):
        if wanted.keys() != got.keys():
            return path
        pairs = [(key, wanted[key], got[key]) for key in wanted]
    elif isinstance(wanted, (list, tuple)) and isinstance(got, list):
        if len(wanted) != len(got):
            return path
        pairs = [(at, *both) for at, both in enumerate(zip(wanted, got, strict=True))]
    else:
        return None if _same(wanted, got) else path
    return next((found for key, a, b in pairs if (found := difference(a, b, (*path, key))) is not None), None)


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, str) and isinstance(got, str):
        return wanted == got
    if isinstance(wanted, (date, time)) and isinstance(got, (date, time)):
        return str(wanted) == str(got)  # equal instants of two time zones are two values
    return repr(wanted) == repr(got)  # tells 1 from 1.0 from true, and finds nan equal to itself


# Bytes to text -------------------------------------------------------------------------------------

_UNICODE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CONFLICT = say("git left a conflict here; keep one of the two versions and remove the marks")
_MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)


def decode(data: bytes, file: Path) -> str:
    """Decode a file, or say what it is instead of UTF-8 text."""
    if len(data) > MAX_BYTES:
        raise DocumentError(Place(file), _TOO_LARGE)
    if not data.strip():
        raise DocumentError(Place(file), say("this file is empty; go back to an older copy"))
    if not data.strip(b"\0"):
        sentence = say("this file holds only zero bytes, as after a power cut; go back to an older copy")
        raise DocumentError(Place(file), sentence)
    for mark, encoding in _UNICODE_MARKS:
        if data.startswith(mark):
            sentence = say("this file is {encoding}; save it as UTF-8 without BOM", encoding=encoding)
            raise DocumentError(Place(file), sentence)
    if data.startswith(b"\xef\xbb\xbf"):
        raise DocumentError(Place(file), say("this file starts with a BOM; save it as UTF-8 without BOM"))
    if (at := data.find(0)) >= 0:
        raise DocumentError(_byte_place(file, data, at), say("this is not a text file; name a TOML file"))
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DocumentError(_byte_place(file, data, error.start), _not_utf8(data, error.start)) from None
    if any(mark in text for mark in ("<<<<<<< ", ">>>>>>> ", "||||||| ")) and (found := _MARKER.search(text)):
        raise DocumentError(_place(file, text, found.start()), _CONFLICT)
    return text


def _not_utf8(data: bytes, at: int) -> Sentence:
    if data[:at].isascii() and _decodes(data, "cp932") and not _decodes(data, "euc_jp"):
        return say("this file seems to be Shift_JIS; save it as UTF-8")
    return say("a byte here is not UTF-8; save the file as UTF-8, or go back to an older copy")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _not_a_file(path: Path) -> Sentence:
    if path.is_dir():
        return say("this is a folder; name a file in it")
    return say("this is a device or a pipe, not an ordinary file; name a file that is stored")


def _byte_place(file: Path, data: bytes, at: int) -> Place:
    start = data.rfind(b"\n", 0, at) + 1
    return Place(file, data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "replace")) + 1)


def _place(file: Path, text: str, at: int, path: Sequence[str | int] = (), line: int = 0) -> Place:
    start = text.rfind("\n", 0, at) + 1
    source = text[start : line_end(text, at)]
    shown = source if len(source) <= _MAX_SOURCE else ""
    line = line or text.count("\n", 0, at) + 1
    return Place(file, line, at - start + 1, ".".join(map(str, path)), shown)


# Text to data --------------------------------------------------------------------------------------


def read_text(text: str, file: Path) -> dict[str, Any]:
    """Read a text; whatever `tomllib` may raise becomes an error with a place."""
    scan = Scan(text)
    ordinary = False
    try:
        refuse_costly(text)
        ordinary = is_ordinary(text)
        if not ordinary:
            scan.run()
        return tomllib.loads(text)
    except GuardError as error:
        path = () if error.in_key else scan.mark_at(error.at)[1]
        raise DocumentError(_place(file, text, error.at, path), error.sentence) from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(walked(text) if ordinary else scan, file, str(error)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        sentence = say("this file cannot be read: {reason}", reason=type(error).__name__)
        raise DocumentError(Place(file), sentence) from None


_TWICE = ("Cannot overwrite", "Duplicate inline", "Cannot declare", "Cannot redefine", "Cannot mutate")
_KEY_VALUE = say('a line is a key and a value, like name = "value", or a table, like [boss], or a # comment')
_KEY = say("a key is written in letters a to z, digits, - and _, or in quotes")
_DATE = say("there is no such date or time; write it like 2026-11-24")
_BACKSLASH = say("a backslash in a text is written twice")
_LEFT_OVER = say("something is left over at the end of this line; put the whole text in one pair of quotes")
_CLOSING = say("a comma or the closing bracket is missing here")
_HEADER = say("the name of a table ends with a bracket, like [boss]")
_REASONS: tuple[tuple[str, Sentence], ...] = (
    ("Illegal character '\\n'", NOT_CLOSED),
    ("Found invalid character '\\n'", NOT_CLOSED),
    ("Invalid value", say("this is no value; put texts in quotes, write dates like 2026-11-24")),
    ("Invalid date", _DATE),
    ("Invalid statement", _KEY_VALUE),
    ("Expected '='", _KEY_VALUE),
    ("Invalid initial character for a key", _KEY),
    ("Expected newline", _LEFT_OVER),
    ("Unclosed", _CLOSING),
    ("Expected ']", _HEADER),
    ("Unescaped", _BACKSLASH),
    ("Invalid hex", _BACKSLASH),
    ("Escaped character", _BACKSLASH),
    ("Illegal character", say("there is an invisible character here; remove it")),
    ("Found invalid character", say("there is an invisible character here; remove it")),
)
"""What `tomllib` says, by its first words, and what we say."""


def _not_toml(scan: Scan, file: Path, reason: str) -> DocumentError:
    """Make an error of what `tomllib` says: its place, the key in which it was, and how to mend it."""
    text = scan.text
    at = len(text.rstrip())
    if found := re.search(r"\(at line (\d+), column (\d+)\)$", reason):
        line, column = int(found[1]), int(found[2])
        at = sum(len(part) + 1 for part in text.split("\n", line - 1)[: line - 1]) + column - 1
    start, path = scan.mark_at(at)
    sentence = _sentence(reason, text, at)
    if reason.startswith("Invalid statement"):
        path = ()
    if reason.startswith(_TWICE):
        at, sentence = start, _said_before(scan, text, start, path)
    elif scan.swallowed is not None and scan.swallowed < at:
        at, sentence = scan.swallowed, NOT_CLOSED
        path = scan.mark_at(at)[1]
    return DocumentError(_place(file, text, at, path), sentence)


def _sentence(reason: str, text: str, at: int) -> Sentence:
    """Say what is wrong where `tomllib` stopped."""
    if text.startswith("=======", at):
        return _CONFLICT
    if reason.startswith("Invalid statement") and text[at].isalnum():
        return _KEY
    if reason.startswith("Expected newline") and re.match(r"\d{4}[-/.]", text[max(0, at - 4) : at + 1]):
        return _DATE
    return next(
        (ours for theirs, ours in _REASONS if reason.startswith(theirs)),
        say("this is not TOML: {reason}", reason=reason),
    )


def _said_before(scan: Scan, text: str, at: int, path: KeyPath) -> Sentence:
    first = next((start for start, known in scan.marks if known == path), at)
    if first < at:
        return say("this was already given on line {line}; keep one", line=text.count("\n", 0, first) + 1)
    return say("this was already given another value above; keep one")
