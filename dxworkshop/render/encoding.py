"""From the text of a format to the bytes of its file: ends of lines, a mark for Excel, and older encodings.

CP932, which old programs of offices read, lacks many characters. What it has a near twin of becomes that,
all else becomes a geta mark, which printers have long put where a character was missing; every character
that is lost is listed, for people to read before they send the file.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dxworkshop.errors import RuleError
from dxworkshop.offer import ENCODINGS
from dxworkshop.render.visible import UNSEEN
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.render import Format

IN_CP932 = ("txt", "csv", "tsv")
"""The formats that may be written in CP932; of the others everybody expects UTF-8."""
GETA = "\u3013"
"""What stands where a character was lost."""
_BOM = b"\xef\xbb\xbf"
_TWINS: Mapping[str, str] = {
    "\u301c": "\uff5e",
    "\u2212": "\uff0d",
    "\u2016": "\u2225",
    "\u00a2": "\uffe0",
    "\u00a3": "\uffe1",
    "\u00ac": "\uffe2",
    "\u00a5": "\uffe5",
    "\u00a6": "\uffe4",
    "\u203e": "\uffe3",
    "\u2014": "\u2015",
    "\u2011": "\u2010",
    "\u2013": "\u2010",
    "\u2012": "\u2010",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2022": "\u30fb",
    "\u00b7": "\u30fb",
    "\u22c5": "\u30fb",
    "\u00a9": "(C)",
    "\u00ae": "(R)",
    "\u2122": "(TM)",
    "\u20ac": "EUR",
    "\u2713": "\u25cb",
    "\u2714": "\u25cb",
    "\u2705": "\u25cb",
    "\u2717": "\u00d7",
    "\u274c": "\u00d7",
    "\u2611": "\u25a0",
    "\u2610": "\u25a1",
    "\u25b6": "\u2192",
    "\u3099": "\u309b",
    "\u309a": "\u309c",
    "\u3094": "\u30f4",
    "\u2043": "\u30fb",
}
"""By a character that CP932 lacks, the one that people would write instead; never a sign that acts."""
_COMPOSED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")


@dataclass(frozen=True)
class Lost:
    """A character that an encoding lacks."""

    character: str
    code: str
    """Its number, ``U+20BB7``."""
    count: int
    """How often it stands in the text."""
    replacement: str
    """What stands there instead; empty for one that nobody sees."""


@dataclass(frozen=True)
class Encoded:
    """The bytes of a file, and what is not in them."""

    data: bytes
    lost: tuple[Lost, ...] = ()


def encoded(text: str, format_: "Format", encoding: str = "utf-8") -> Encoded:
    """Return the bytes of a file; raises `RuleError` for an encoding that the format is not written in."""
    if encoding not in ENCODINGS:
        raise RuleError(say("there is no encoding {name}; known: {choices}", name=encoding, choices=ENCODINGS))
    if encoding == "utf-8":
        return Encoded((_BOM if format_.bom else b"") + _ended(text, format_).encode("utf-8", "replace"))
    if format_.name not in IN_CP932:
        raise RuleError(
            say("{name} is written in UTF-8 only; CP932 is for {choices}", name=format_.name, choices=IN_CP932)
        )
    text = _COMPOSED.sub(_composed, text)
    counts = Counter(text)
    lost = tuple(_lost(character, counts[character]) for character in sorted(counts) if not _is_kept(character))
    replaced = text.translate({ord(one.character): one.replacement for one in lost})
    return Encoded(_ended(replaced, format_).encode("cp932"), lost)


def _ended(text: str, format_: "Format") -> str:
    """Return a text with the ends of lines of its format; those inside a cell stay LF, as Excel writes them."""
    if format_.newline == "\n":
        return text
    if format_.name not in ("csv", "tsv"):
        return text.replace("\n", format_.newline)
    parts = text.split('"')
    parts[::2] = (part.replace("\n", format_.newline) for part in parts[::2])
    return '"'.join(parts)


def _lost(character: str, count: int) -> Lost:
    return Lost(character, f"U+{ord(character):04X}", count, _replacement(character))


def _replacement(character: str) -> str:
    """Return what stands for a character that CP932 lacks.

    A rare form of a kanji is not replaced by the usual one: it is most often part of a name.
    """
    if character in _TWINS:
        return _TWINS[character]
    if UNSEEN.fullmatch(character):
        return " " if character.isspace() else ""
    if unicodedata.name(character, "").startswith("CJK COMPATIBILITY IDEOGRAPH"):
        return GETA
    plain = unicodedata.normalize("NFKC", character)
    if not plain.isascii() and (base := unicodedata.normalize("NFKD", character)[0]).isascii():
        plain = base
    return plain if plain.isalnum() and all(map(_is_kept, plain)) else GETA


def _is_kept(character: str) -> bool:
    """Tell whether a character comes back from CP932 as itself."""
    try:
        return character.encode("cp932").decode("cp932") == character
    except UnicodeError:
        return False


def _composed(match: re.Match[str]) -> str:
    """Return a character and its marks as one character where CP932 has that: a dakuten typed by itself."""
    if not unicodedata.is_normalized("NFC", match[0][0]):
        return match[0]
    one = unicodedata.normalize("NFC", match[0])
    return one if all(map(_is_kept, one)) else match[0]
