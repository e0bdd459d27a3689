"""The words a team used, counted while their authors are known: told outside without the notes they stand in."""

from collections.abc import Iterable

from dxworkshop import lexicon
from dxworkshop.insight.words import Counted, count, said, shared
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience
from dxworkshop.report.redaction.names import Names
from dxworkshop.report.redaction.rule import SINGLE, why_held_back

_TABLES = ("notes", "gaps", "ratings", "risks", "parked", "pledges")
"""Where words are counted."""


def counted(session: Session) -> tuple[Counted, ...]:
    """Return the words of a session as the team reads it."""
    return count(said(session), lexicon.bundled())


def counted_for(session: Session, audience: Audience, names: Names, people: Iterable[str]) -> tuple[Counted, ...]:
    """Return the words that an audience may read: of two people at least, and no part of anybody's name.

    Words of single people are told as those of many; of what is for the team alone nothing is counted.
    """
    why = {name: why_held_back(Session, name, audience) for name in _TABLES}
    inner: dict[str, object] = {name: {} for name in _TABLES if why[name] not in (None, SINGLE)}
    found = shared(counted(session.model_copy(update=inner)), people)
    return tuple(one for one in found if not names.are_in(one.word))
