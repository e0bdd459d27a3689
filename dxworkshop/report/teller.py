"""One session told in one voice: ids become names, what is missing is said to be undecided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.model.agenda import KIND_WORDS
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import Action, Gap, Session
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import Step
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
        """Return the gap, measure, note, group or risk that an action answers."""
        gaps, measures = dict(shown(self.session.gaps)), dict(shown(self.session.boss.measures))
        risks = dict(shown(self.session.risks))
        text = ""
        if id_ in gaps:
            text = self.gap(gaps[id_])
        elif id_ in measures:
            text = measures[id_].name
        elif id_ in risks:
            text = risks[id_].cause
        return self.idea(id_) if is_blank(text) else text.strip()

    def gap(self, gap: Gap) -> str:
        """Return a gap in one phrase: what it is like, or else what we would like."""
        return (gap.ideal if is_blank(gap.reality) else gap.reality).strip()

    def idea(self, id_: str) -> str:
        """Return a group by its name, one without a name by its notes; or a note."""
        notes, groups = shown(self.session.notes), dict(shown(self.session.groups))
        text = dict(notes)[id_].text if id_ in dict(notes) else ""
        if id_ in groups:
            lying = [note.text.strip() for _, note in notes if note.group == id_ and not is_blank(note.text)]
            text = self.listed(lying) if is_blank(groups[id_].name) else groups[id_].name
        return id_ if is_blank(text) else text.strip()

    def covered(self, id_: str) -> str:
        """Return the word of culture or the strength that something makes up for."""
        return next(
            (self.card(name, id_) for name in ("culture", "strengths") if deck.card(name, id_)), id_.strip()
        )

    def action(self, id_: str) -> str:
        """Return an action with its number in the plan; empty for none."""
        for n, (key, action) in enumerate(self.actions(), start=1):
            if key == id_:
                return self.voice.tr("No. {n}: {title}", n=n, title=self.said(action.title.strip()))
        return id_

    def mark(self, mark: int | None) -> str:
        """Return a mark; empty where none was given."""
        return "" if mark is None else str(mark)

    def steps(self, kind: str, used: Iterable[str] = ()) -> list[tuple[str, Step | None]]:
        """Return the steps of a kind in their order, then those that were removed.

        Last come ids under which something was said although there is no such step: nothing typed is lost.
        """
        steps = self.session.workshop.steps
        ids = [id_ for id_, _ in self.session.workshop.in_order()]
        ids += sorted((id_ for id_ in steps if id_ not in ids), key=lambda id_: (steps[id_].rank, id_))
        found: list[tuple[str, Step | None]] = [(id_, steps[id_]) for id_ in ids if steps[id_].kind == kind]
        known = {id_ for id_, _ in found}
        return [*found, *((id_, None) for id_ in dict.fromkeys(used) if id_ not in known)]

    def heading(self, kind: str, step: Step | None) -> str:
        """Return the title of a step, or what its kind is called."""
        title = self.voice.text(step.title) if step else ""
        return self.voice.say(KIND_WORDS[kind]) if is_blank(title) else title

    def actions(self) -> list[tuple[str, Action]]:
        """Return the actions in the order of the plan."""
        return in_plan_order(self.session)

    def numbers_of(self, member: str) -> list[str]:
        """Return the numbers, in the plan, of the actions of a member that were not dropped."""
        numbered = enumerate(self.actions(), start=1)
        return [str(n) for n, (_, a) in numbered if a.owner == member and a.status != "dropped"]
