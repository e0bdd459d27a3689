"""What was removed from a session: nothing is deleted, and all of it can be brought back."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dxworkshop.model.apply import table
from dxworkshop.model.changes import Noun
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.session import Session
from dxworkshop.model.value import Item


@dataclass(frozen=True)
class Removed:
    """One item that was removed."""

    noun: Noun
    id: str
    item: Item
    at: datetime | None
    """When; None where its stamp does not say."""
    by: str
    """What else its stamp says, which is by whom."""


def removed(session: Session) -> list[Removed]:
    """Return what was removed from a session, the last first."""
    found = [
        Removed(noun, id_, item, *_read(item.removed))
        for noun in NOUNS
        for id_, item in table(session, noun).items()
        if item.removed
    ]
    return sorted(
        found, key=lambda one: (one.at is None, -one.at.timestamp() if one.at else 0.0, one.noun, one.id)
    )


def _read(stamp: str) -> tuple[datetime | None, str]:
    """Return the time and the name of a stamp; a time without an offset is taken as UTC."""
    first, _, rest = stamp.strip().partition(" ")
    try:
        at = datetime.fromisoformat(first)
    except ValueError:
        return None, "" if stamp == "removed" else stamp.strip()
    return at if at.tzinfo else at.replace(tzinfo=UTC), rest.strip()
