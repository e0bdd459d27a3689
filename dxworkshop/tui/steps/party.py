"""Who is with us, what can each do, and who is missing?"""

from textual.app import ComposeResult

from dxworkshop.model.session import Member
from dxworkshop.tui.source import as_text
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose


class PartyView(StepView):
    """Members with seat, calling, post, strengths and hours; then the open seats."""

    kind = "party"

    def compose(self) -> ComposeResult:
        """Draw members and open seats."""
        tr = self.voice.tr
        yield Prose(
            tr("{Callings} and {skills} are what people say of themselves; not used for personnel evaluation."),
            classes="note",
        )
        yield self.items(
            "member",
            tr("{Party}"),
            tr("Nobody is written down yet. F2 adds the next one; a name or an office is enough."),
            self._member_fields(),
            self._member_line,
        )
        yield self.items(
            "seat",
            tr("{Open_seats}"),
            tr("No seat is open. F2 adds one: whom do we miss?"),
            [
                FieldSpec("name", tr("Seat"), "choice", choices=self._seats, free=True),
                FieldSpec("why", tr("What for"), hint=tr("what could they do that we cannot?")),
            ],
            lambda seat: f"{self.card_name('seats', seat.name)}  {seat.why}",
        )

    def _member_fields(self) -> list[FieldSpec]:
        tr = self.voice.tr
        posts = (
            Choice("specialist", tr("specialist"), tr("deepens one thing")),
            Choice("bridge", tr("bridge"), tr("connects offices")),
            Choice("manager", tr("manager"), tr("connects widely")),
            Choice("leader", tr("leader"), tr("takes the heat")),
            Choice("ally", tr("{ally}"), tr("from outside")),
        )
        fields = [
            FieldSpec("name", tr("Name"), hint=tr("a name or a nickname; may stay empty")),
            FieldSpec("seat", tr("Office"), hint=tr("for example: residents' desk")),
            FieldSpec("calling", tr("{Calling}"), "choice", choices=self._callings, free=True),
            FieldSpec("post", tr("Post"), "choice", choices=lambda: posts),
        ]
        if self.step.strengths:
            fields.append(FieldSpec("strengths", tr("{Skill}"), "many", choices=self._strengths, free=True))
        return [*fields, FieldSpec("hours_per_week", tr("Hours/week"), hint=tr("what you can spare, a number"))]

    def _callings(self) -> tuple[Choice, ...]:
        return self.card_choices(self.step.callings or "callings")

    def _strengths(self) -> tuple[Choice, ...]:
        return self.card_choices(self.step.strengths)

    def _seats(self) -> tuple[Choice, ...]:
        return self.card_choices(self.step.seats or "seats")

    def _member_line(self, member: Member) -> str:
        calling = self.card_name(self.step.callings or "callings", member.calling)
        hours = self.voice.tr("{n} h/week", n=as_text(member.hours_per_week)) if member.hours_per_week else ""
        return "  ".join(p for p in (member.label, member.seat if member.name else "", calling, hours) if p)
