"""Lint with the calendar of this country: what the faces ask of a session, or of one of its actions."""

from datetime import date

from dxworkshop import calendar
from dxworkshop.insight import lint
from dxworkshop.model.session import Session
from dxworkshop.sentence import Sentence


def findings(session: Session, today: date) -> list[lint.Finding]:
    """Return everything the rules find, the most urgent first; what was set aside comes with its reason.

    Raises `DocumentError` where the file of rules cannot be understood.
    """
    return lint.lint(session, today, _closed)


def findings_of(session: Session, action: str, today: date) -> list[lint.Finding]:
    """Return what the rules find in one action, the most urgent first, without what was set aside."""
    return lint.lint_action(session, action, today, _closed)


def _closed(day: date) -> Sentence | None:
    found = calendar.closed(day)
    return found.told if found else None
