"""Text in the one form in which names are compared, whatever width, case, accent or hidden sign was typed."""

import unicodedata

HIDDEN = "\x00"
"""Stands for every sign that nobody sees: a name may have some inside."""
_VOICED = "\u3099\u309a"
"""Marks that make another kana; other marks are dropped."""
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by their category, which nevertheless show nothing."""


def _fold(sign: str) -> str:
    """Fold one character by itself, so that a place in the folded text has one place in the text."""
    folded = ""
    for part in unicodedata.normalize("NFKD", sign):
        if part.isspace():
            folded += " "
        elif part in _UNSEEN or unicodedata.category(part) in ("Cf", "Cc"):
            folded += HIDDEN
        elif _is_kept(part):
            folded += "".join(c for c in unicodedata.normalize("NFKD", part.casefold()) if _is_kept(c))
    return folded


def _is_kept(sign: str) -> bool:
    return sign in _VOICED or unicodedata.category(sign) != "Mn"


class _Folded(dict[int, str]):
    """Folds a character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return a text folded: NFKD, without case, accents and variation selectors; kana stay decomposed."""
    return text.translate(_FOLDED)


def squeezed(text: str) -> str:
    """Return a text folded, without spaces and without what nobody sees."""
    return "".join(sign for sign in fold(text) if sign not in (" ", HIDDEN))


def places(text: str) -> list[int]:
    """Return, for each place in the folded text and its end, the place in the text."""
    found = [n for n, sign in enumerate(text) for _ in _FOLDED[ord(sign)]]
    return [*found, len(text)]


def shows_nothing(sign: str) -> bool:
    """Tell whether a character belongs to the one before it: a mark or a variation selector."""
    return not _FOLDED[ord(sign)]
