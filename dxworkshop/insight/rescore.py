"""What was rated again after the workshop, beside what was said the first time: gaps and statements, never people.

A gap may be smaller than before and a statement higher; either may also have gone the other way, and is shown so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dxworkshop.insight.rating import judged
from dxworkshop.model.room import statements
from dxworkshop.model.session import Rating, Session
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import RateStep

Kind = Literal["gap", "statement"]


@dataclass(frozen=True)
class Rescored:
    """One gap or statement, then and now."""

    kind: Kind
    id: str
    """Id of the gap, or of the statement."""
    step: str
    """Id of the step in which the statement was rated; empty for a gap."""
    first: float | None
    """How wide the gap was, 1 to 5; or the reality of the statement, 1 to 5. None where nothing was said."""
    latest: float
    """The same at the last check-in that said it; 0 is a gap that is closed."""
    day: date
    """Of that check-in."""
    ideal: float | None = None
    """What the team would like of the statement, as said last; None for a gap, or where nothing was said."""
    words: str = ""
    """What was said about the statement, last."""

    @property
    def nearer(self) -> float | None:
        """Return how much nearer it is to what we would like, below 0 for further; None without a first time."""
        if self.first is None:
            return None
        return self.first - self.latest if self.kind == "gap" else self.latest - self.first


def rescored(session: Session) -> tuple[Rescored, ...]:
    """Return the gaps that were rated again, then the statements step by step, each in the order of the session.

    Of two check-ins on one day the later in order counts. A gap that was removed since, and a statement that a
    step does not ask any more, is left out; a step that was removed has its statements.
    """
    checkins = sorted((one for _, one in shown(session.checkins)), key=lambda one: one.on)
    sizes = {id_: (size, one.on) for one in checkins for id_, size in one.gaps.items()}
    gaps = (Rescored("gap", id_, "", gap.size, *sizes[id_]) for id_, gap in shown(session.gaps) if id_ in sizes)
    again: dict[tuple[str, str], list[tuple[Rating, date]]] = {}
    for one in checkins:
        for step, said in one.ratings.items():
            for card, rating in said.items():
                again.setdefault((step, card), []).append((rating, one.on))
    steps = session.workshop.steps
    order = [*(id_ for id_, _ in session.workshop.in_order()), *sorted(steps)]
    asked = [
        (step, card)
        for step in dict.fromkeys(order)
        if isinstance(found := steps[step], RateStep)
        for card in statements(found)
        if (step, card) in again
    ]
    told = (_statement(session, step, card, again[step, card]) for step, card in asked)
    return (*gaps, *(one for one in told if one))


def _statement(session: Session, step: str, card: str, again: list[tuple[Rating, date]]) -> Rescored | None:
    """Return a statement that was rated again; None where its reality was not."""
    before = judged(card, session.ratings.get(step, {}).get(card, Rating()))
    marks = [(judged(card, rating), day) for rating, day in again]
    real = [(mark.reality, day) for mark, day in marks if mark.reality is not None]
    if not real:
        return None
    ideals = [mark.ideal for mark, _ in marks if mark.ideal is not None]
    words = [rating.words for rating, _ in again if rating.words.strip()]
    return Rescored(
        "statement",
        card,
        step,
        before.reality,
        *real[-1],
        ideals[-1] if ideals else before.ideal,
        words[-1] if words else "",
    )
