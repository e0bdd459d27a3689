"""One session told in one voice: ids become names, what is missing is said to be undecided."""

from dataclasses import dataclass
from datetime import date

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import shown
from dxworkshop.report.wording import is_blank, long_day


@dataclass(frozen=True)
class Teller:
    """What every passage asks. An id that leads nowhere, or to something removed, is told as the id."""

    session: Session
    voice: Voice
    today: date

    def undecided(self) -> str:
        """Return what stands where nothing was decided."""
        return self.voice.tr("not decided yet")

    def said(self, text: str) -> str:
        """Return a text, or that it is undecided."""
        return self.undecided() if is_blank(text) else text

    def day(self, day: date | None) -> str:
        """Return a day in full, or that it is undecided."""
        return long_day(self.voice, day) if day else self.undecided()

    def listed(self, words: "list[str] | tuple[str, ...]") -> str:
        """Return several words in one line."""
        return self.voice.tr(", ").join(words)

    def card(self, name: str, id_: str) -> str:
        """Return the words of a card, or words of the team's own as they were typed."""
        card = deck.card(name, id_)
        if card is None:
            return id_.strip()
        text = card.text[self.voice.language]
        return text if isinstance(text, str) else text[self.voice.register]

    def person(self, id_: str) -> str:
        """Return a member with their office."""
        member = self.session.present_members().get(id_)
        if member is None or is_blank(member.label):
            return id_
        name, seat = member.name.strip(), self.card("seats", member.seat)
        return self.voice.tr("{name} ({seat})", name=name, seat=seat) if name and seat else name or seat

    def role(self, action: Action) -> str:
        """Return the calling an action is done in: its own, else its owner's; may be empty."""
        owner = self.session.present_members().get(action.owner)
        calling = owner.calling if owner and is_blank(action.calling) else action.calling
        return self.card("callings", calling)

    def answer(self, id_: str) -> str:
        """Return the gap or measure that an action answers."""
        gaps, measures = dict(shown(self.session.gaps)), dict(shown(self.session.boss.measures))
        if id_ in gaps:
            text = gaps[id_].ideal if is_blank(gaps[id_].reality) else gaps[id_].reality
        else:
            text = measures[id_].name if id_ in measures else ""
        return id_ if is_blank(text) else text.strip()

    def actions(self) -> list[tuple[str, Action]]:
        """Return the actions in the order of the plan."""
        return in_plan_order(self.session)

    def numbers_of(self, member: str) -> list[str]:
        """Return the numbers, in the plan, of the actions of a member that were not dropped."""
        numbered = enumerate(self.actions(), start=1)
        return [str(n) for n, (_, a) in numbered if a.owner == member and a.status != "dropped"]
