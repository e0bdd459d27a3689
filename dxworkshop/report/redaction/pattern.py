"""How a name is looked for in folded text: as a pattern that knows widths, gaps, variants and word boundaries."""

import re
from functools import cache
from itertools import pairwise

from dxworkshop import deck
from dxworkshop.report.redaction.folding import HIDDEN, fold

HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u309a\u30a1-\u30ff"
_CASED = "a-z\u00df-\u024f\u0370-\u052f\u1e00-\u1fff"
"""Letters of scripts that put spaces between words, folded."""
_KATAKANA, _HIRAGANA, _KANAS = 0x30A1, 0x3041, 86
_GAP, _INSIDE, _APART = r"[ \x00]*", rf"{HIDDEN}*", r"[\W_]{0,3}"
_BLANK, _TEARS = " ", "'\u2019\u0060\u00b4"
_LONG_KANA = 3
"""From this length on a name in kana is looked for in both kinds of kana."""


def letters(folded: str) -> str:
    """Return the letters, digits and pictures of a folded name, without marks, spaces and signs between them."""
    return "".join(c for c in folded if c.isalnum() or ord(c) > 0x2FFFF or 0x1F000 <= ord(c) <= 0x1FAFF)


def is_cased(sign: str) -> bool:
    """Tell whether a folded character is of a script that puts spaces between its words."""
    return re.match(rf"[{_CASED}0-9]", sign) is not None


def words(name: str) -> list[str]:
    """Return the parts of a name: family and given name, whatever stands between them."""
    folded = "".join(_BLANK if not (letters(c) or c in _TEARS or _is_mark(c)) else c for c in _open(fold(name)))
    return [part for word in folded.split() if (part := word.strip(_TEARS))]


def _open(folded: str) -> str:
    return folded.replace(HIDDEN, "")


def _is_mark(sign: str) -> bool:
    return sign in "\u3099\u309a"


@cache
def honorific() -> str:
    """Return the pattern of what follows a name: longest first, and not the head of another word."""
    data = deck.honorifics()
    after = sorted((fold(word) for word in (*data["address"], *data["titles"])), key=len, reverse=True)
    other = [fold(word) for word in data["not_these"]]
    return rf"[ \x00]{{0,2}}(?!{_any(other)})(?:{_any(after)})"


def _any(texts: list[str]) -> str:
    return "|".join(re.escape(text) for text in texts)


@cache
def _variants() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in deck.honorifics()["variants"]:
        signs = "".join(dict.fromkeys(fold(group)))
        found.update(dict.fromkeys(signs, f"[{signs}]"))
    return found


def _sign(sign: str, *, both_kana: bool) -> str:
    if sign in _TEARS:
        return f"[{_TEARS}]?"
    if both_kana and _HIRAGANA <= ord(sign) < _HIRAGANA + _KANAS:
        return f"[{sign}{chr(ord(sign) + _KATAKANA - _HIRAGANA)}]"
    if both_kana and _KATAKANA <= ord(sign) < _KATAKANA + _KANAS:
        return f"[{sign}{chr(ord(sign) - _KATAKANA + _HIRAGANA)}]"
    return _variants().get(sign, re.escape(sign))


def beginnings(parts: list[str]) -> str:
    """Return every character with which a name may begin, in the pattern of a set."""
    found = _sign(parts[0][0], both_kana=True)
    return found[1:-1] if found.startswith("[") else found


def bare(parts: list[str]) -> str:
    """Return the pattern of a name by its folded parts, without what has to stand before and after it."""
    both_kana = len(letters("".join(parts))) >= _LONG_KANA
    return _APART.join(_part(part, both_kana=both_kana) for part in parts)


def _part(part: str, *, both_kana: bool) -> str:
    found = _sign(part[0], both_kana=both_kana)
    for before, sign in pairwise(part):
        cased = is_cased(before) and is_cased(sign)
        found += (_INSIDE if cased else _GAP) + _sign(sign, both_kana=both_kana)
    return found


def whole(parts: list[str]) -> str:
    """Return the pattern of a name with what must not stand beside it."""
    text = "".join(parts)
    return f"{_before(text[0])}{bare(parts)}{_after(text[-1])}"


def piece(part: str) -> str:
    """Return the pattern of a piece of a name; what follows it has to tell that it is one."""
    apart = f"(?<![{HAN}])" if len(letters(part)) == 1 else ""
    return apart + whole([part])


def alone(group: str, sign: str) -> str:
    """Return the pattern of names of one character, which are parts of many words, where they stand alone."""
    like = HAN if is_han(sign) else f"{_KANA}{HAN}"
    return rf"(?<![{like}])(?:{group})(?![{like}])"


def is_han(sign: str) -> bool:
    """Tell whether a folded character is a kanji."""
    return re.match(f"[{HAN}]", sign) is not None


def _before(sign: str) -> str:
    if sign.isdigit():
        return r"(?<!\d)"
    return f"(?<![{_CASED}])" if is_cased(sign) else ""


def _after(sign: str) -> str:
    if sign.isdigit():
        return r"(?!\d)"
    return f"(?![{_CASED}])" if is_cased(sign) else "(?![\u3099\u309a])"


@cache
def somebody() -> re.Pattern[str]:
    """Return the pattern of what may be the name of somebody nobody wrote down: kanji with an address behind."""
    data = deck.honorifics()
    address = sorted((fold(word) for word in data["address"]), key=len, reverse=True)
    other = _any([fold(word) for word in data["not_these"]])
    nobody = _any([fold(word) for word in data["not_people"]])
    return re.compile(rf"(?<![{HAN}])(?!{nobody})[{HAN}]{{1,4}}(?!{other})(?:{_any(address)})")
