"""What may be the name of somebody nobody wrote down: a preview asks about it, nothing is changed."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from dxworkshop.i18n import Voice
from dxworkshop.report.character import CODES
from dxworkshop.report.redaction.folding import HIDDEN, fold
from dxworkshop.report.redaction.ledger import Taken
from dxworkshop.report.redaction.names import Names
from dxworkshop.report.redaction.pattern import somebody
from dxworkshop.report.view import Report


def perhaps_names(report: Report, voice: Voice, names: Names | None = None) -> tuple[Taken, ...]:
    """Return what may still be a name in a report whose known names are gone.

    What is addressed like a person, a part of a name that stands in another word, and a mail address.
    """
    counted: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for text in _texts(report):
        counted.update(_seen(match.group()) for match in somebody().finditer(fold(text)))
        parts.update(_seen(part) for part in (names.perhaps(text) if names else ()))
    why = voice.tr("it is nobody's in the {party}; if it is a name, have it hidden too")
    part = voice.tr("it may be a part of a name; if somebody is meant, have it hidden too")
    told = [(name, why, count) for name, count in sorted(counted.items())]
    told += [(name, part, count) for name, count in sorted(parts.items()) if name not in counted]
    return tuple(_asked(voice, name, why, count) for name, why, count in told)


def _seen(found: str) -> str:
    """Return what was found as a reader sees it: typed with hidden signs or without, it is one and the same."""
    return unicodedata.normalize("NFC", found.replace(HIDDEN, ""))


def _asked(voice: Voice, name: str, why: str, count: int) -> Taken:
    """Return a question about a name; it stands before and after, for it is left as it is."""
    return Taken(voice.tr("perhaps a name (left as it is)"), why, before=name, after=name, count=count)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
    elif is_dataclass(value):
        codes = CODES.get(type(value), frozenset())
        for field in fields(value):
            yield from () if field.name in codes else _texts(getattr(value, field.name))
