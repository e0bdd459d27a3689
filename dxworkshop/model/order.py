"""The order in which all faces show and number things."""

from dxworkshop.model.session import OPEN, Action, Parked, Session
from dxworkshop.model.value import shown


def in_plan_order(session: Session) -> list[tuple[str, Action]]:
    """Return the actions as every face numbers them from 1: open ones, then done, then dropped.

    Within each group they stand as the team ordered them.
    """
    return sorted(shown(session.actions), key=lambda pair: _place(pair[1]))


def _place(action: Action) -> int:
    if action.status in OPEN:
        return 0
    return 1 if action.status == "done" else 2


def in_parking_order(session: Session) -> list[tuple[str, Parked]]:
    """Return topics and questions: those that wait first, the most wanted first, then what was dealt with."""
    return sorted(shown(session.parked), key=lambda pair: (pair[1].answered, -pair[1].ups))
