"""Obstacles that are picked from cards: the same in every step that asks what stands in the way."""

from dxworkshop import ident
from dxworkshop.deck import Card, deck
from dxworkshop.model.apply import new_item
from dxworkshop.model.changes import Add, Together
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown
from dxworkshop.model.words import LENSES
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.picker import Choice, Picker


def pick_obstacles(view: StepView, name: str, lens: str = "") -> None:
    """Offer the cards of a deck that are not picked yet, those of one lens first; what is ticked becomes gaps."""
    cards = offered(view.desk.session, name, lens)

    def picked(ids: tuple[str, ...] | None) -> None:
        if ids:
            view.desk.ask(Together(tuple(_gap(view.desk.session, card) for card in cards if card.id in ids)))

    title = view.voice.tr("Words from the interviews of the source study, and our own where marked so")
    view.app.push_screen(Picker(title, [_choice(view, card) for card in cards], (), several=True), picked)


def offered(session: Session, name: str, lens: str = "") -> list[Card]:
    """Return the cards of a deck that no gap was made of, those of one lens first."""
    taken = {gap.deck for _, gap in shown(session.gaps)}
    left = [card for card in deck(name) if card.id not in taken]
    return sorted(left, key=lambda card: card.lens != lens)


def _choice(view: StepView, card: Card) -> Choice:
    """Say of each card of ours that it is ours: never show it as the study's."""
    voice = view.voice
    mark = " / " + voice.tr("our default") if card.source == "ours" else ""
    about = next((sentence for lens, sentence in LENSES.items() if lens == card.lens), None)
    return Choice(card.id, view.card_text(card.text), (voice.say(about) if about else "") + mark)


def _gap(session: Session, card: Card) -> Add:
    # In the language of the session: they become the team's own words.
    fields = {"lens": card.lens, "reality": card.text[session.language], "deck": card.id}
    return Add("gap", ident.new_id(), new_item("gap", fields))
