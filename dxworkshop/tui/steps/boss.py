"""The shared challenge: what stands in the way, and how do we know it is beaten?"""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from dxworkshop.model.session import Measure
from dxworkshop.model.words import LENSES
from dxworkshop.tui.source import as_text
from dxworkshop.tui.steps.cards import pick_obstacles
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Choice


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
        pick_obstacles(self, self.step.obstacles)
