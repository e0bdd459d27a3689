"""Whether what stands in a place of a text may be a name, by what stands around it."""

import re
from collections.abc import Iterator
from functools import cache

from dxworkshop import deck
from dxworkshop.report.redaction.folding import HIDDEN, fold
from dxworkshop.report.redaction.pattern import HAN, KANA, MAIL, is_han

_MARKS = "\u3099\u309a"
_HIRAGANA, _KATAKANA = f"\u3041-\u3096{_MARKS}", f"\u30a1-\u30fa\u30fc{_MARKS}"
_OPENED = re.compile(r"[:(\[<\u3008\u300a\u300c\u300e\u3010][ \x00]?\Z")
_ENDS_IN_HAN = re.compile(rf"[{HAN}]{HIDDEN}*\Z")
_WORD = re.compile(r"[a-z\u00df-\u024f0-9._+-]+")
_NEAR = 4
"""So many kanji beside a part of a name are told with it."""


def is_of_family(folded: str, start: int, end: int, done: int) -> bool:
    """Tell whether a family name may stand here: as a word of its own, whatever kanji go on from it are another.

    What ends at `done` was a name itself, so that a word begins behind it.
    """
    before, sign = folded[max(0, start - _NEAR) : start], folded[start]
    if start != done and not _begins(before, sign):
        return False
    if _behind().match(folded, end):
        return True
    after = folded[end : end + 1]
    return is_han(sign) and not is_han(after) and after not in _MARKS and bool(_OPENED.search(before))


def _begins(before: str, sign: str) -> bool:
    if is_han(sign):
        return not _ENDS_IN_HAN.search(before)
    like = f"{_KATAKANA}" if re.match(f"[{_KATAKANA}]", sign) else f"{HAN}{KANA}"
    return not re.search(rf"[{like}]{HIDDEN}*\Z", before)


@cache
def _behind() -> re.Pattern[str]:
    """Return the pattern of what may stand behind a name that has no address: a particle, a sign, the end."""
    particles = sorted((fold(word) for word in deck.honorifics()["particles"]), key=len, reverse=True)
    return re.compile(
        rf"{HIDDEN}*(?![{_MARKS}])(?:\Z|[\W_]|(?:{'|'.join(map(re.escape, particles))})(?![{_MARKS}]))"
    )


def runs_with(parts: re.Pattern[str] | None, folded: str) -> Iterator[str]:
    """Yield every run of kanji that a part of a name stands in; a part of one kanji only where it stands alone."""
    at, found = 0, parts and parts.search(folded)
    while parts and found:
        start, end = found.span()
        while start > max(at, found.start() - _NEAR) and is_han(folded[start - 1]):
            start -= 1
        while end < min(len(folded), found.end() + _NEAR) and is_han(folded[end]):
            end += 1
        if len(found.group()) > 1 or end - start == 1:
            yield folded[start:end]
        else:
            end = found.end()
        at, found = end, parts.search(folded, end)


def words_with(names: re.Pattern[str] | None, folded: str) -> Iterator[str]:
    """Yield every mail address, and every word in Latin letters that a name stands in."""
    mails = [match.span() for match in MAIL.finditer(folded)] if "@" in folded else []
    yield from (folded[start:end] for start, end in mails)
    for word in _WORD.finditer(folded) if names else ():
        if names and names.search(word.group()) and not any(start <= word.start() < end for start, end in mails):
            yield word.group()
