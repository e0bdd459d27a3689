"""Characters that are not the same on every machine, spelled out for documents that everybody reads."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from dxworkshop.i18n import Voice
from dxworkshop.report.redaction.ledger import Taken
from dxworkshop.report.view import Appointment, Picture, Report, Row, Section, Sheet, Task

_ValueT = TypeVar("_ValueT")


def _span(first: int, last: int) -> range:
    return range(first, last + 1)


def _spelled() -> dict[int, str]:
    """Return what is written for each of them; most say so themselves (NFKC)."""
    ways: dict[int, str] = {}
    whole = (
        *(_span(0x2474, 0x24B5), _span(0x3200, 0x321E), _span(0x3220, 0x3247), _span(0x1F100, 0x1F12A)),
        *(_span(0x3250, 0x3250), _span(0x3358, 0x33FF), _span(0x3300, 0x3357), _span(0x32C0, 0x32CF)),
        *(_span(0x32FF, 0x32FF), _span(0x2100, 0x2101), _span(0x2105, 0x2106), _span(0x2116, 0x2116)),
        *(_span(0x2121, 0x2121), _span(0x213B, 0x213B), _span(0x1F240, 0x1F248)),
    )
    inside = (
        *(_span(0x2460, 0x2473), _span(0x24B6, 0x24EA), _span(0x3251, 0x325F), _span(0x3260, 0x327E)),
        *(_span(0x3280, 0x32BF), _span(0x32D0, 0x32FE), _span(0x1F130, 0x1F149)),
    )
    ways |= {code: _plain(chr(code)) for span in whole for code in span}
    ways |= {code: f"({_plain(chr(code))})" for span in inside for code in span}
    for first in (0x2160, 0x2170):
        ways |= {first + n: str(n + 1) for n in range(12)}
    for first in (0x2776, 0x2780, 0x278A):
        ways |= {first + n: f"({n + 1})" for n in range(10)}
    ways |= {0x24EB + n: f"({n + 11})" for n in range(10)} | {0x24F5 + n: f"({n + 1})" for n in range(10)}
    ways |= {0x3248 + n: f"({10 * n + 10})" for n in range(8)}
    return ways | {0x24FF: "(0)", 0x301D: "\u300c", 0x301F: "\u300d"}


def _plain(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign).strip()


_WAYS: Mapping[int, str] = _spelled()
_HALF = re.compile("[\uff61-\uff9f]+")
_ANY = re.compile(f"[{''.join(map(chr, _WAYS))}\uff61-\uff9f]")
_DOUBTFUL = re.compile("[\ue000-\uf8ff\ufe00-\ufe0f\U000e0100-\U000e01ef\U000f0000-\U0010fffd]")
"""Of private use, or a choice between shapes: what they stand for only a person can say."""
_EMOJI_STYLE = "\ufe0e\ufe0f"
CODES: Mapping[type, frozenset[str]] = {
    Task: frozenset({"id", "check", "block"}),
    Row: frozenset({"id", "measure_kind", "budget", "decided_at", "status"}),
    Appointment: frozenset({"uid"}),
    Report: frozenset({"language", "document", "audience", "session"}),
    Section: frozenset({"kind"}),
    Picture: frozenset({"name", "block"}),
    Sheet: frozenset({"keys"}),
}
"""What is no text for people, and stays as it is."""


def spelled_out(text: str) -> str:
    """Return a text without circled digits, ligatures, Roman numerals in one character, and kana of half width.

    Letters, digits and spaces of full width stay as they were typed; so do characters of private use and chosen
    shapes, for nobody but their owner knows how a name is written instead.
    """
    if text.isascii() or not _ANY.search(text):
        return text
    return _HALF.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text.translate(_WAYS))


class _Speller:
    """Spells out every text of a report, and remembers which characters it met."""

    def __init__(self) -> None:
        self.changed: dict[str, int] = {}
        self.doubtful: dict[str, int] = {}

    def over(self, value: _ValueT) -> _ValueT:
        """Return a value with every text in it spelled out."""
        found: Any = value
        if isinstance(value, str):
            found = self.text(value)
        elif isinstance(value, tuple):
            found = tuple(self.over(inner) for inner in value)
        elif is_dataclass(value) and not isinstance(value, type):
            codes = CODES.get(type(value), frozenset())
            names = [field.name for field in fields(value) if field.name not in codes]
            old = {name: getattr(value, name) for name in names}
            new = {name: self.over(inner) for name, inner in old.items()}
            found = replace(value, **{name: inner for name, inner in new.items() if inner is not old[name]})
        return found  # type: ignore[no-any-return]  # it is what came in, with other texts

    def text(self, text: str) -> str:
        """Return one text spelled out."""
        if text.isascii():
            return text
        for sign in _DOUBTFUL.findall(text):
            if sign not in _EMOJI_STYLE:
                self.doubtful[sign] = self.doubtful.get(sign, 0) + 1
        new = spelled_out(text)
        if new is not text:
            for found in (*_HALF.findall(text), *(sign for sign in text if ord(sign) in _WAYS)):
                self.changed[found] = self.changed.get(found, 0) + 1
        return new


def over(report: Report, voice: Voice) -> tuple[Report, tuple[Taken, ...]]:
    """Return a report with every text spelled out, what was changed, and what only a person can decide."""
    speller = _Speller()
    told = speller.over(report)
    changed = [
        Taken(
            voice.tr("a character"),
            voice.tr("not every machine shows it"),
            before=sign,
            after=spelled_out(sign),
            count=count,
        )
        for sign, count in sorted(speller.changed.items())
    ]
    doubtful = [
        Taken(
            voice.tr("a character (left as it is)"),
            voice.tr("it may look different elsewhere; choose another by hand, a name above all"),
            before=f"{sign} (U+{ord(sign):04X})",
            count=count,
        )
        for sign, count in sorted(speller.doubtful.items())
    ]
    return told, (*changed, *doubtful)
