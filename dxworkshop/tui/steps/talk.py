"""Opening, ground rules, break, check-in round, closing."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Label

from dxworkshop import calendar, ident
from dxworkshop.model.changes import Add, Remove
from dxworkshop.model.session import Action, Member, Rule
from dxworkshop.model.value import shown
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.ticks import Ticks


class TalkView(StepView):
    """Takes attendance and ground rules where the step asks for them; otherwise shows where the team is."""

    kind = "talk"

    def compose(self) -> ComposeResult:
        """Draw what the step asks for."""
        tr = self.voice.tr
        if self.step.attendance:
            yield self._attendance()
        if self.step.rules:
            yield Label(tr("Proposed {ground_rules} (space: agree or not)"), classes="heading", markup=False)
            yield Ticks(self._proposals(), self._agreed())
            yield self.items(
                "rule",
                tr("Agreed {ground_rules}"),
                tr("Nothing is agreed yet. F2 adds a rule in the team's own words."),
                [FieldSpec("text", tr("Rule"), hint=tr("Everybody may pass."))],
                lambda rule: rule.text,
            )
        if not (self.step.attendance or self.step.rules):
            yield Prose(self._so_far(), classes="so-far")

    def _attendance(self) -> Items:
        tr = self.voice.tr
        there = (Choice("yes", tr("is here")), Choice("no", tr("is absent")))

        def line(member: Member) -> str:
            absent = tr("is absent") if member.present is False else ""
            seat = member.seat if member.name else ""
            return "  ".join(part for part in (member.label, seat, absent) if part)

        return self.items(
            "member",
            tr("Who is here"),
            tr("Nobody is written down yet. F2 adds the next one; a name or an office is enough."),
            [
                FieldSpec("name", tr("Name"), hint=tr("a name or a nickname; may stay empty")),
                FieldSpec("seat", tr("Office"), hint=tr("for example: residents' desk")),
                FieldSpec("present", tr("Present"), "choice", choices=lambda: there),
            ],
            line,
            {"present": True},
        )

    def _proposals(self) -> list[str]:
        """Return the proposed rules in the language of the session: they become the team's own words."""
        return [getattr(rule, self.desk.session.language) for rule in self.step.rules]

    def _agreed(self) -> set[str]:
        return {rule.text for _, rule in shown(self.desk.session.rules)}

    @on(Ticks.Toggled)
    def _toggled(self, event: Ticks.Toggled) -> None:
        event.stop()
        if event.text not in self._agreed():
            self.desk.ask(Add("rule", ident.new_id(), Rule(text=event.text)))
            return
        for id_, rule in shown(self.desk.session.rules):
            if rule.text == event.text:
                self.desk.ask(Remove("rule", id_, calendar.now().isoformat()))

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the proposals as they are agreed now, too."""
        super().refresh_view(fields=fields)
        for proposals in self.query(Ticks):
            proposals.show(self._agreed())

    def _so_far(self) -> str:
        """Return what is decided so far, a line each."""
        session, tr = self.desk.session, self.voice.tr
        members = shown(session.members)
        actions = [action for _, action in shown(session.actions) if action.status != "dropped"]
        rows = [
            (tr("{Vision}"), session.vision.destination),
            (tr("{Boss}"), session.boss.name),
            (tr("{Party}"), tr(", ").join(member.label for _, member in members)),
            (tr("{Actions}"), "".join(f"\n  - {self._promise(action)}" for action in actions)),
        ]
        unknown = tr("not decided yet")
        written = "\n".join(f"{label}: {text or unknown}" for label, text in rows)
        return tr("So far") + "\n\n" + written

    def _promise(self, action: Action) -> str:
        """Return an action with who does it and by when."""
        due = action.due.isoformat() if action.due else ""
        return "  ".join(part for part in (action.title, self.member_name(action.owner), due) if part)
