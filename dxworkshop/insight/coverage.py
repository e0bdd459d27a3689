"""Who is with us, and what nobody here stands for: words of culture, strengths, seats. Nobody is scored."""

from dataclasses import dataclass
from typing import Literal

from dxworkshop.deck import deck
from dxworkshop.model.session import Member, Session
from dxworkshop.model.value import shown

Holding = Literal["open", "one", "well"]
"""Nobody, one person only, or more."""
Field = Literal["culture", "strengths"]
"""What members say of themselves, each with a deck of its own name."""


@dataclass(frozen=True)
class Held:
    """One card, and who says that they stand for it."""

    deck: Field
    card: str
    """Id of the card."""
    holders: tuple[str, ...]
    """Ids of members."""

    @property
    def state(self) -> Holding:
        """Tell whether nobody, one person or more hold it."""
        if not self.holders:
            return "open"
        return "one" if len(self.holders) == 1 else "well"


def coverage(session: Session, name: Field) -> tuple[Held, ...]:
    """Return every card of a deck with the members who named it, in the order of the deck.

    Words of the team's own are no cards: they fill no hole and open none.
    """
    members = shown(session.members)
    return tuple(
        Held(name, card.id, tuple(id_ for id_, member in members if card.id in _said(member, name)))
        for card in deck(name)
    )


def holes(session: Session, name: Field) -> tuple[Held, ...]:
    """Return what nobody holds, and then what one person holds alone."""
    held = coverage(session, name)
    return (*(h for h in held if h.state == "open"), *(h for h in held if h.state == "one"))


def _said(member: Member, name: Field) -> tuple[str, ...]:
    said: tuple[str, ...] = getattr(member, name)
    return said
