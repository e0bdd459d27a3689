"""Words to hide that a session does not hold: mistyped, they would hide nothing, and nobody would see it."""

from collections.abc import Iterable, Iterator, Mapping

from dxworkshop.model.session import Session
from dxworkshop.model.value import plain
from dxworkshop.report.redaction.folding import squeezed
from dxworkshop.report.redaction.names import Names, Person


def nowhere(session: Session, words: Iterable[str]) -> tuple[str, ...]:
    """Return those of some words that stand nowhere in what was typed, in any width or case."""
    texts = list(_texts(plain(session)))
    folded = [squeezed(text) for text in texts]
    return tuple(word for word in words if not _stands(word, texts, folded))


def _stands(word: str, texts: Iterable[str], folded: Iterable[str]) -> bool:
    """Tell whether a word is there as it was typed, or in a way in which the documents look for it too."""
    if any(squeezed(word) in text for text in folded):
        return True
    names = Names([Person(word, "")], "")
    return any(names.are_in(text) for text in texts)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
