"""It failed: why? And what can be done against it now?"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button

from dxworkshop import ident
from dxworkshop.errors import DxError
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.promote import action_from
from dxworkshop.model.session import OPEN, Action, Risk
from dxworkshop.model.workshop import ActionsStep
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose


class PremortemView(StepView):
    """What was promised, as a reminder; then a cause and a counter each, which one key makes an action."""

    kind = "premortem"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "make_action", show=False)]

    def compose(self) -> ComposeResult:
        """Draw the promised actions, the list and the form."""
        tr = self.voice.tr
        yield Prose(tr("Nobody is named here: no author is kept."), classes="note")
        yield Prose(self._reminder(), id="promised", classes="note")
        yield self.items(
            "risk",
            tr("It failed: why? And what do we do against it?"),
            tr("No cause is written down yet. F2 adds the next one."),
            [
                FieldSpec(
                    "cause", tr("Cause"), hint=tr("how it works or is arranged, never a person or an office")
                ),
                FieldSpec("counter", tr("Counter"), hint=tr("what we can do against it now")),
                FieldSpec("action", tr("{Action}"), "choice", tr("which one it threatens"), choices=self._actions),
            ],
            self._line,
        )
        yield Button(tr("Make the counter one of our {actions} (Ctrl+A in the list)"), compact=True, id="promote")

    def promised(self) -> list[tuple[str, Action]]:
        """Return what the team committed to: as many of the first actions as the step of actions allows."""
        session = self.desk.session
        steps = (step for _, step in session.workshop.ahead() if isinstance(step, ActionsStep))
        most = next((step.most for step in steps), ActionsStep.model_fields["most"].default)
        return [pair for pair in in_plan_order(session) if pair[1].status in OPEN][:most]

    def _reminder(self) -> str:
        tr = self.voice.tr
        rows = [f"{n} {action.title}" for n, (_, action) in enumerate(self.promised(), 1)]
        return "\n".join([tr("What we promise:"), *(rows or [tr("Nothing is planned yet.")])])

    def _actions(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(id_, action.title, self.member_name(action.owner) if action.owner else "")
            for id_, action in in_plan_order(self.desk.session)
        )

    def _line(self, risk: Risk) -> str:
        id_ = next((key for key, value in self.desk.session.risks.items() if value is risk), "")
        mark = "[" + self.voice.tr("{Action}") + "] " if self._made(id_) else ""
        return f"{mark}{risk.cause}" + (f" > {risk.counter}" if risk.counter else "")

    def _made(self, risk: str) -> Action | None:
        """Return the action that was made of a counter."""
        actions = self.desk.session.actions.values()
        return next((a for a in actions if risk in a.answers and not a.removed), None)

    def action_make_action(self) -> None:
        """Make the counter that is shown an action, which keeps the link."""
        items = self.query_one("#items-risk", Items)
        items.flush()
        tr, session, risk = self.voice.tr, self.desk.session, items.chosen
        if not risk or not session.risks[risk].counter.strip():
            self.notify(tr("Write down the counter first."), severity="warning", markup=False)
        elif made := self._made(risk):
            sentence = tr("this is an action already: {title}", title=made.title)
            self.notify(sentence, severity="warning", markup=False)
        else:
            refused: DxError | None
            try:
                change = action_from(session, risk, ident.new_id())
                refused = self.desk.ask(change)
            except DxError as error:
                refused = error
            if refused is None:
                title = session.risks[risk].counter
                self.notify(tr("added to the {actions}: {title}", title=title), markup=False)
            else:
                self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)

    @on(Button.Pressed, "#promote")
    def _promote(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_make_action()

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the reminder as it is now, too."""
        super().refresh_view(fields=fields)
        self.query_one("#promised", Prose).update(self._reminder())
