"""What may be the name of somebody nobody wrote down: a preview asks about it, nothing is changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from dxworkshop.i18n import Voice
from dxworkshop.report.redaction.folding import fold
from dxworkshop.report.redaction.ledger import Taken
from dxworkshop.report.redaction.pattern import somebody
from dxworkshop.report.view import Report


def perhaps_names(report: Report, voice: Voice) -> tuple[Taken, ...]:
    """Return what is addressed like a person in a report whose known names are gone."""
    counted: Counter[str] = Counter()
    for text in _texts(report):
        counted.update(match.group() for match in somebody().finditer(fold(text)))
    return tuple(
        Taken(
            voice.tr("perhaps a name (left as it is)"),
            voice.tr("it is nobody's in the {party}; if it is a name, have it hidden too"),
            before=name,
            count=count,
        )
        for name, count in sorted(counted.items())
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
