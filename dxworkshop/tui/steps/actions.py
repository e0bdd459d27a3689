"""Who does what by when?"""

from textual.app import ComposeResult

from dxworkshop.i18n import Voice
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import Action
from dxworkshop.model.value import shown
from dxworkshop.model.words import BUDGETS, LEVELS, STATUSES
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.steps.advice import Advice
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import Field, FieldSpec
from dxworkshop.tui.widgets.picker import Choice


class ActionsView(StepView):
    """Actions by role: owner, first step, dates, if-then, measure."""

    kind = "actions"

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        self._advice = Advice(desk, voice)
        self.below = (self._advice,)

    def compose(self) -> ComposeResult:
        """Draw the list and the form."""
        tr = self.voice.tr
        yield self.items(
            "action",
            tr("{Actions} (at most {most} promised; the rest is a reserve)", most=self.step.most),
            tr("Nothing is planned yet. F2 adds the next one."),
            [*self._who(), *self._when(), *self._how_we_see_it(), *self._where_it_stands()],
            self._line,
            order=in_plan_order,
            notice=self._advise,
        )

    def on_mount(self) -> None:
        """Say what lint says of the one that is shown."""
        self._advise()

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw what lint says by now, too."""
        super().refresh_view(fields=fields)
        self._advise()

    def _advise(self, field: Field | None = None) -> None:
        """Say what lint says of the action that is shown; never what is wrong with a field."""
        pane = self.pane()
        if pane is not None:
            key = pane.form.at.spec.key if pane.form.has_focus_within else ""
            self._advice.tell(pane.chosen, field.spec.key if field else key)

    def _line(self, action: Action) -> str:
        tr = self.voice.tr
        owner = self.member_name(action.owner) or tr("nobody yet")
        due = action.due.isoformat() if action.due else tr("no date yet")
        states = {choice.value: choice.label for choice in self._states()}
        status = "" if action.status == "todo" else f"  {states[action.status]}"
        return f"{owner}  {due}{status}  {action.title}"

    def _who(self) -> list[FieldSpec]:
        tr = self.voice.tr
        return [
            FieldSpec("title", tr("{Action}"), hint=tr("what will be different when it is done?")),
            FieldSpec("owner", tr("Owner"), "choice", tr("one person who says yes"), choices=self.member_choices),
            FieldSpec(
                "calling", tr("{Calling}"), "choice", choices=lambda: self.card_choices("callings"), free=True
            ),
            FieldSpec("partners", tr("With"), "many", choices=self.member_choices),
        ]

    def _when(self) -> list[FieldSpec]:
        tr = self.voice.tr
        return [
            FieldSpec("first_step", tr("{First_step}"), hint=tr("something small, within a week")),
            FieldSpec("first_step_by", tr("by"), hint=tr("2026-12-01, 12/1 or +7")),
            FieldSpec("due", tr("Due"), hint=tr("2027-03-31, 3/31 or +90")),
            FieldSpec("if_then", tr("If-then"), hint=tr("If (day, place), then I ...")),
            FieldSpec("tell", tr("Tell"), hint=tr("whom, and what")),
        ]

    def _how_we_see_it(self) -> list[FieldSpec]:
        tr = self.voice.tr
        return [
            FieldSpec("answers", tr("Answers"), "many", tr("which obstacle or measure"), choices=self._answers),
            FieldSpec("measure.name", tr("Measure"), hint=tr("how would we see that it worked?")),
            FieldSpec("measure.unit", tr("Unit"), hint=tr("for example: cases a month")),
            FieldSpec("measure.baseline", tr("Baseline"), hint=tr("a number")),
            FieldSpec("measure.target", tr("Target"), hint=tr("a number")),
        ]

    def _where_it_stands(self) -> list[FieldSpec]:
        tr = self.voice.tr
        return [
            FieldSpec("budget", tr("Budget"), "choice", choices=lambda: self.worded(BUDGETS)),
            FieldSpec("decided_at", tr("Decided by"), "choice", choices=lambda: self.worded(LEVELS)),
            FieldSpec("weight", tr("Weight"), hint=tr("1 (light) to 5")),
            FieldSpec("status", tr("Status"), "choice", choices=self._states, needed=True),
            FieldSpec("reason", tr("Reason"), hint=tr("why it is blocked or dropped")),
            FieldSpec("ask", tr("Ask"), hint=tr("who could unblock it?")),
        ]

    def _states(self) -> tuple[Choice, ...]:
        return self.worded(STATUSES)

    def _answers(self) -> tuple[Choice, ...]:
        session, tr = self.desk.session, self.voice.tr
        gaps = [Choice(id_, gap.reality or gap.ideal, tr("obstacle")) for id_, gap in shown(session.gaps)]
        measures = [Choice(id_, m.name, tr("measure")) for id_, m in shown(session.boss.measures)]
        # An action may have been made of one of these in another step: it says so in words, not by an id.
        groups = [Choice(id_, group.name, tr("group")) for id_, group in shown(session.groups) if group.name]
        risks = [Choice(id_, risk.cause, tr("Cause")) for id_, risk in shown(session.risks)]
        notes = [Choice(id_, note.text, tr("note")) for id_, note in shown(session.notes)]
        return (*gaps, *measures, *groups, *risks, *notes)
