"""The shared challenge: what stands in the way, and how do we know it is beaten?"""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from dxworkshop import ident
from dxworkshop.deck import Card, deck
from dxworkshop.model.apply import new_item
from dxworkshop.model.changes import Add
from dxworkshop.model.session import Measure
from dxworkshop.model.value import shown
from dxworkshop.model.words import LENSES
from dxworkshop.tui.source import as_text
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Choice, Picker


class BossView(StepView):
    """Name, why now, measures, and the obstacles as they were said."""

    kind = "boss"

    def compose(self) -> ComposeResult:
        """Draw the form, the measures and the obstacles."""
        tr = self.voice.tr
        yield self.part(
            "boss",
            [
                FieldSpec("name", tr("{Boss}"), hint=tr("a thing, never a person or an office")),
                FieldSpec("why_now", tr("Why now"), "text", tr("what happens if we leave it?"), rows=2),
            ],
        )
        yield self._measures()
        yield self._gaps()
        if self.step.obstacles:
            yield Button(tr("Pick an obstacle from the cards"), compact=True, id="cards")

    def _measures(self) -> Items:
        tr = self.voice.tr
        kinds = (
            Choice("outcome", tr("outcome: what changes for people")),
            Choice("output", tr("output: what we do")),
        )

        def line(measure: Measure) -> str:
            by = tr(" by {day}", day=measure.by.isoformat()) if measure.by else ""
            return f"{measure.name}  {as_text(measure.baseline)} > {as_text(measure.target)} {measure.unit}{by}"

        return self.items(
            "measure",
            tr("Measures"),
            tr("Nothing is measured yet. A measure needs a name, a unit, a baseline and a target."),
            [
                FieldSpec("name", tr("Measure"), hint=tr("for example: waiting time at the desk")),
                FieldSpec("unit", tr("Unit"), hint=tr("for example: minutes")),
                FieldSpec("baseline", tr("Baseline"), hint=tr("a number")),
                FieldSpec("target", tr("Target"), hint=tr("a number")),
                FieldSpec("by", tr("By"), hint=tr("2027-03-31, 3/31 or +90")),
                FieldSpec("kind", tr("Kind"), "choice", choices=lambda: kinds, needed=True),
            ],
            line,
            {"kind": "outcome"},
        )

    def _gaps(self) -> Items:
        tr = self.voice.tr
        lenses = self._lenses()
        names = {choice.value: choice.label for choice in lenses}
        return self.items(
            "gap",
            tr("What stands in the way"),
            tr("Nothing is written down yet. F2 adds what somebody says, in their own words."),
            [
                FieldSpec("reality", tr("Obstacle"), hint=tr("as it was said")),
                FieldSpec("lens", tr("About"), "choice", choices=lambda: lenses, needed=True),
            ],
            lambda gap: f"{gap.reality or gap.ideal}  ({names[gap.lens]})",
            {"lens": "organisation"},
        )

    def _lenses(self) -> tuple[Choice, ...]:
        return self.worded(LENSES)

    @on(Button.Pressed, "#cards")
    def _cards(self, event: Button.Pressed) -> None:
        event.stop()
        names = {choice.value: choice.label for choice in self._lenses()}
        taken = {gap.deck for _, gap in shown(self.desk.session.gaps)}
        choices = [c for c in self.card_choices(self.step.obstacles) if c.value not in taken]
        with_lens = [Choice(c.value, c.label, names[self._card(c.value).lens]) for c in choices]
        title = self.voice.tr("Words from the interviews of the source study, and our own where marked so")
        self.app.push_screen(Picker(title, self._marked(with_lens), (), several=True), self._picked)

    def _marked(self, choices: list[Choice]) -> list[Choice]:
        """Say of each card of ours that it is ours: never show it as the study's."""
        ours = self.voice.tr("our default")
        marks = {c.value: f" / {ours}" if self._card(c.value).source == "ours" else "" for c in choices}
        return [Choice(c.value, c.label, c.hint + marks[c.value]) for c in choices]

    def _card(self, id_: str) -> Card:
        return next(card for card in deck(self.step.obstacles) if card.id == id_)

    def _picked(self, ids: tuple[str, ...] | None) -> None:
        for id_ in ids or ():
            found = self._card(id_)
            # In the language of the session: they become the team's own words.
            words = found.text[self.desk.session.language]
            gap = new_item("gap", {"lens": found.lens, "reality": words, "deck": id_})
            self.desk.ask(Add("gap", ident.new_id(), gap))
