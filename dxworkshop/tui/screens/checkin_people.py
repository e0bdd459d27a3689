"""What members are called on the screens over a plan: a seat of the deck by its text, never by its id."""

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Member


def card_text(voice: Voice, name: str, id_: str) -> str:
    """Return what a card of a deck is called; words of the team's own stand for themselves."""
    card = deck.card(name, id_)
    if card is None:
        return id_
    word = card.text[voice.language]
    return word if isinstance(word, str) else str(word[voice.register])


def called(voice: Voice, member: Member) -> str:
    """Return the name of a member, or else of the seat."""
    return member.name or card_text(voice, "seats", member.seat)


def seat_beside(voice: Voice, member: Member) -> str:
    """Return the seat to be shown beside a name; empty where the seat is all there is."""
    return card_text(voice, "seats", member.seat) if member.name and member.seat else ""
