"""What comes next in an action: the step that the last check-in agreed on, or else its first one.

Plain tables, as a file holds them. Text and day belong together: the day of one step never stands with another.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple


class Step(NamedTuple):
    """What comes next, and by when."""

    kind: Literal["next_step", "first_step"]
    text: str = ""
    """Empty where nobody said what."""
    day: date | None = None
    """None where nobody said by when."""


def next_step(action: Mapping[str, Any], report: Mapping[str, Any] | None) -> Step | None:
    """Return what comes next in an open action, given the last report of it; None where nothing was said.

    A report that gives a day and no words sets another day for the first step. Else that one is asked for until
    work begins; of what came from an earlier plan, until a check-in speaks of it: it was agreed on there.
    """
    said = report or {}
    text, by, first = _text(said, "next_step"), _day(said, "next_by"), _text(action, "first_step")
    if text or by:
        return Step("next_step", text or first, by)
    comes_along = bool(_text(action, "since")) and report is None
    day = _day(action, "first_step_by")
    if (action.get("status", "todo") == "todo" or comes_along) and (first or day):
        return Step("first_step", first, day)
    return None


def _text(table: Mapping[str, Any], name: str) -> str:
    found = table.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def _day(table: Mapping[str, Any], name: str) -> date | None:
    found = table.get(name)
    return found if isinstance(found, date) and not isinstance(found, datetime) else None
