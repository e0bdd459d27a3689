"""What a team thinks of a statement: the mark it agreed on, or the mean of the hands."""

from dataclasses import dataclass

from dxworkshop.model.room import rating_step, statements
from dxworkshop.model.session import Hands, Rating, Session


@dataclass(frozen=True)
class Rated:
    """One statement as it stands."""

    card: str
    """Id of the statement."""
    ideal: float | None
    reality: float | None
    """1 to 5; None where nothing was said."""

    @property
    def distance(self) -> float | None:
        """Return how far reality is from the ideal; None where one of them is not known."""
        return None if self.ideal is None or self.reality is None else self.ideal - self.reality


def mean(hands: Hands) -> float | None:
    """Return the mean of the hands raised at 1 to 5; None where nobody raised one."""
    total = sum(hands)
    return sum(mark * count for mark, count in enumerate(hands, start=1)) / total if total else None


def rated(session: Session, step: str) -> list[Rated]:
    """Return the statements of a step in their order. An agreed mark goes before the mean of the hands."""
    said = session.ratings.get(step, {})
    return [judged(card, said.get(card, Rating())) for card in statements(rating_step(session, step))]


def judged(card: str, rating: Rating) -> Rated:
    """Return one statement as it stands."""
    ideal = rating.ideal if rating.ideal is not None else mean(rating.ideal_hands)
    reality = rating.reality if rating.reality is not None else mean(rating.hands)
    return Rated(card, ideal, reality)


def furthest(session: Session, step: str, most: int = 3) -> list[Rated]:
    """Return the statements in which reality is furthest behind the ideal, furthest first."""
    behind = [one for one in rated(session, step) if one.distance is not None and one.distance > 0]
    return sorted(behind, key=lambda one: -(one.distance or 0))[:most]
