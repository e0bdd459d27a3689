"""How a name is looked for in folded text: as a pattern that knows widths, gaps, variants and word boundaries."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dxworkshop import deck
from dxworkshop.report.redaction.folding import HIDDEN, fold

HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u309a\u30a1-\u30ff"
_CASED = "a-z\u00df-\u024f\u0370-\u052f\u1e00-\u1fff"
"""Letters of scripts that put spaces between words, folded."""
_KATAKANA, _HIRAGANA, _KANAS = 0x30A1, 0x3041, 86
_GAP, _INSIDE, _APART = r"[ \x00]*", rf"{HIDDEN}*", r"[\W_]{0,3}"
_BLANK, _TEARS = " ", "'\u2019\u0060\u00b4"
_LONG_KANA = 3
"""From this length on a name in kana is looked for in both kinds of kana."""
_DEEPEST = 20
"""After so many signs two names are told apart at once: no pattern is too deep for the program that reads it."""
_IN_A_MAIL = r"a-z0-9._%+\-\x00"
MAIL = re.compile(
    rf"(?<![{_IN_A_MAIL}])(?P<local>[{_IN_A_MAIL}]+)@[a-z0-9\x00-]{{1,63}}(?:\.[a-z0-9\x00-]{{1,63}}){{0,8}}"
)
"""A mail address in folded text."""
_Node = dict[str, "_Node"]


@dataclass(frozen=True)
class Tokens:
    """The pattern of one name, sign by sign, and what must not stand beside it."""

    signs: list[str]
    before: str = ""
    after: str = ""


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


def key(folded: str) -> str:
    """Return what everything has in common that one name may be written as."""
    return "".join(_same(c) for c in folded if letters(c) or _is_mark(c))


def plain(folded: str) -> str:
    """Return the same of a text that is looked for letter by letter, signs too."""
    return "".join(_same(c) for c in folded if c not in (_BLANK, HIDDEN))


def _same(sign: str) -> str:
    if _KATAKANA <= ord(sign) < _KATAKANA + _KANAS:
        return chr(ord(sign) - _KATAKANA + _HIRAGANA)
    return _variants().get(sign, f"[{sign}]")[1]


def bare(parts: list[str]) -> Tokens:
    """Return the pattern of a name by its folded parts, without what has to stand before and after it."""
    both_kana = len(letters("".join(parts))) >= _LONG_KANA
    return Tokens(
        [t for n, part in enumerate(parts) for t in _part(part, _APART if n else "", both_kana=both_kana)]
    )


def _part(part: str, gap: str, *, both_kana: bool) -> Iterator[str]:
    yield gap + _sign(part[0], both_kana=both_kana)
    for before, sign in pairwise(part):
        cased = is_cased(before) and is_cased(sign)
        yield (_INSIDE if cased else _GAP) + _sign(sign, both_kana=both_kana)


def whole(parts: list[str]) -> Tokens:
    """Return the pattern of a name with what must not stand beside it."""
    text = "".join(parts)
    return Tokens(bare(parts).signs, _before(text[0]), _after(text[-1]))


def literal(parts: list[str]) -> Tokens:
    """Return the pattern of words as they were typed; only a word or a number is not found in a longer one."""
    found: list[str] = []
    for part in parts:
        for before, sign in pairwise(f" {part}"):
            gap = _INSIDE if is_cased(before) and is_cased(sign) else _GAP
            found.append(
                (gap if found else "") + (re.escape(sign) if sign in _TEARS else _sign(sign, both_kana=True))
            )
    return Tokens(found, _before(parts[0][0]), _after(parts[-1][-1]))


def beginning(name: Tokens) -> str:
    """Return every character with which a name may begin, in the pattern of a set."""
    first = name.signs[0]
    return first[1:-1] if first.startswith("[") else first


def trie(names: Iterable[Tokens]) -> str:
    """Return one pattern for many names, the longest first: it costs a text no more where there are more names."""
    beside: dict[str, _Node] = {}
    for name in names:
        node = beside.setdefault(name.before, {})
        near, far = name.signs[:_DEEPEST], name.signs[_DEEPEST:]
        for token in (*near, *(["".join(far)] if far else [])):
            node = node.setdefault(token, {})
        node[name.after] = {}
    return "|".join(before + _branches(node) for before, node in beside.items())


def _branches(node: _Node) -> str:
    """Return the pattern of what may come next; an end, which has nothing behind it, comes last."""
    found = ""
    while len(node) == 1:
        ((token, node),) = node.items()
        found += token
    if not node:
        return found
    ordered = sorted(node.items(), key=_longest_first)
    return found + f"(?:{'|'.join(token + (_branches(inner) if inner else '') for token, inner in ordered)})"


def _longest_first(branch: tuple[str, _Node]) -> tuple[bool, int, int]:
    token, inner = branch
    return not inner, -_depth(inner), -len(token)


def _depth(node: _Node) -> int:
    return 1 + max(map(_depth, node.values()), default=0)


def alone(group: str, sign: str) -> str:
    """Return the pattern of names of one character, which are parts of many words, where they stand alone."""
    like = HAN if is_han(sign) else f"{KANA}{HAN}"
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


def is_kana(sign: str) -> bool:
    """Tell whether a folded character is a kana."""
    return re.match(f"[{KANA}]", sign) is not None


def signs(folded: str) -> list[str]:
    """Return the signs of a folded name, each kana with its mark."""
    found: list[str] = []
    for sign in folded:
        if found and _is_mark(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


@cache
def somebody() -> re.Pattern[str]:
    """Return the pattern of what may be the name of somebody nobody wrote down: kanji with an address behind."""
    data = deck.honorifics()
    address = sorted((fold(word) for word in data["address"]), key=len, reverse=True)
    other = _any([fold(word) for word in data["not_these"]])
    nobody = _any([fold(word) for word in data["not_people"]])
    return re.compile(rf"(?<![{HAN}])(?!{nobody})[{HAN}]{{1,4}}(?!{other})(?:{_any(address)})")
