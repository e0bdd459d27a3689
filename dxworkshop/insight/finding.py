"""Finding the words of a text: the longest of the lexicon first, then runs of letters in what is left.

No model is imported here: a folder of sessions is read with it, file by file.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from dxworkshop.lexicon import Index, Lexicon, folded, normal

Reader = Callable[[str], Iterable[str]]
"""Finds the words of a text; one of the lexicon as the lexicon writes it, any other as it stands there."""
_RUN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3006]{2,}"  # kanji, but for one
    # that goes on in kana as a verb does: "once write" is not one word
    r"(?!(?!\u3044\u305f[\u3057\u3060]|\u307f\u3093\u306a|\u3059[\u308b\u308c\u3079])"
    r"[\u3059\u304f\u3050\u3064\u3076\u3080\u308b\u3046\u3051\u3052\u3079\u3081\u308c\u3048\u304d\u304e\u3061\u3073\u307f\u308a\u3044\u3063])"
    r"|[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]{2,}"  # katakana
    r"|[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f][A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]*"
    r"(?:[-'&][A-Za-z0-9]+)*"
)
_LATIN = re.compile(r"[a-z0-9]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]")
_NEVER_FIRST = re.compile(r"[\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30fc]")
"""Small katakana and the sign of a long vowel: no word begins with one, so that none ends before one."""


def words_of(lexicon: Lexicon) -> Reader:
    """Return what finds the words of a text: the longest of the lexicon, then runs of letters in what is left."""
    pieces = pieces_of(lexicon)

    def read(text: str) -> Iterator[str]:
        for rest, words in pieces(text):
            yield from words or _RUN.findall(rest)

    return read


def pieces_of(lexicon: Lexicon) -> Callable[[str], Iterator[tuple[str, tuple[str, ...]]]]:
    """Return what cuts a text into forms of the lexicon, each with its words, and what is between, with none."""
    index = lexicon.index

    def cut(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        # As long as its folded form: what is found in the one is cut out of the other.
        plain = normal(text)
        low = folded(plain)
        begun = at = 0
        while at < len(low):
            form, words = _longest(low, at, begun, index)
            if not form:
                at += 1
                continue
            if begun < at:
                yield plain[begun:at], ()
            yield form, words
            begun = at = at + len(form)
        if begun < at:
            yield plain[begun:], ()

    return cut


def forms_of_lexicon(lexicon: Lexicon) -> Callable[[str], Iterator[str]]:
    """Return what finds the words of a lexicon in a text that is folded: as `words_of` does, and those alone."""
    index = lexicon.index
    first = re.compile(f"[{''.join(map(re.escape, index))}]") if index else re.compile("(?!)")

    def found(low: str) -> Iterator[str]:
        begun = at = 0
        while match := first.search(low, at):
            at = match.start()
            form, words = _longest(low, at, begun, index)
            if form:
                yield from words
                begun = at = at + len(form)
            else:
                at += 1

    return found


def _longest(text: str, at: int, begun: int, index: Index) -> tuple[str, tuple[str, ...]]:
    """Return the longest form that stands at a place as a whole, with its words; an empty one where none does."""
    for form, words in index.get(text[at], ()):
        if text.startswith(form, at) and _is_whole(text, at, at + len(form), begun):
            return form, words
    return "", ()


def _is_whole(text: str, start: int, end: int, begun: int) -> bool:
    """Tell whether a form is no piece of a longer word of Latin letters or katakana."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if _LATIN.match(text[start]) and _LATIN.match(before):
        return False
    if _LATIN.match(text[end - 1]) and _LATIN.match(after):
        return False
    # After a word that was found another may follow; in the middle of a run none begins.
    if _KATAKANA.match(text[start]) and _KATAKANA.match(before) and start > begun:
        return False
    return not (_KATAKANA.match(text[end - 1]) and _NEVER_FIRST.match(after))
