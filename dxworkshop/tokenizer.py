"""Words by a dictionary of Japanese: janome, an extra that need not be there.

It knows where ordinary words begin and end, and their base form. It does not know the words of the subject: they
are cut out first, so that they count the same either way. As a user dictionary they would not: its entries are
cheaper than all others, so that two short ones win over the long one that holds them.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Literal, get_args

from dxworkshop.errors import NotFoundError
from dxworkshop.insight.finding import Reader, pieces_of, words_of
from dxworkshop.lexicon import Lexicon
from dxworkshop.sentence import say

Name = Literal["lexicon", "janome"]
NAMES: tuple[Name, ...] = get_args(Name)
"""Ways to find the words of a text; the first needs nothing."""
_TELLING = re.compile(r"\u540d\u8a5e|\u5f62\u5bb9\u8a5e|\u52d5\u8a5e")
"""Nouns, adjectives and verbs, as its dictionary calls them."""
_EMPTY = re.compile(r"\u4ee3\u540d\u8a5e|\u6570|\u63a5\u5c3e|\u975e\u81ea\u7acb")
"""Pronouns, numbers, suffixes and words that only lean on others."""
_LONGEST = 1000
"""Characters that are looked at in one go: what is not divided into words costs more than its length."""


def reader(name: Name, lexicon: Lexicon) -> Reader:
    """Return what finds the words of a text; raises `NotFoundError` where the extra is not installed."""
    return words_of(lexicon) if name == "lexicon" else _janome(lexicon)


def _janome(lexicon: Lexicon) -> Reader:
    try:
        tokenizer: Any = import_module("janome.tokenizer").Tokenizer()
    except ImportError:
        raise NotFoundError(
            say(
                "janome is not installed here; install it with {command}, or count without --tokenizer",
                command='pip install "dxworkshop[janome]"',
            )
        ) from None
    pieces = pieces_of(lexicon)

    def read(text: str) -> Iterator[str]:
        for rest, words in pieces(text):
            yield from words
            for start in range(0, 0 if words else len(rest), _LONGEST):
                for token in tokenizer.tokenize(rest[start : start + _LONGEST]):
                    yield from _telling(token)

    return read


def _telling(token: Any) -> list[str]:
    """Return the base form of a word that tells something."""
    kind, part = (*token.part_of_speech.split(","), "")[:2]
    telling = _TELLING.fullmatch(kind) and not _EMPTY.fullmatch(part) and any(map(str.isalpha, token.surface))
    # What is not in its dictionary has no base form: it is called "*".
    base = token.surface if token.base_form == "*" else token.base_form
    return [base] if telling else []
