"""Who is with us, what can each do, who is missing, and what does nobody stand for yet?"""

from textual.app import ComposeResult
from textual.widgets import OptionList

from dxworkshop.deck import prompt
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Member
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.source import as_text
from dxworkshop.tui.steps.holes import Coverage
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose


class PartyView(StepView):
    """Members with seat, calling, post, strengths and hours; the open seats; what all that covers."""

    kind = "party"

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        self._question = Prose(id="question", classes="note")
        self._coverage = Coverage(self)

    def compose(self) -> ComposeResult:
        """Draw members, open seats and coverage."""
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
        yield self._question
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
        yield self._coverage

    def on_mount(self) -> None:
        """Follow the list: another member, another question."""
        self.watch(self._list(), "highlighted", self._ask)

    def _list(self) -> OptionList:
        return self.query_one("#items-member", Items).query_one(OptionList)

    def _ask(self) -> None:
        """Show the question for the post of the member who is shown."""
        members = shown(self.desk.session.members)
        at = self._list().highlighted
        member = members[at][1] if at is not None and at < len(members) else None
        card = prompt(member.post) if member and member.post else None
        self._question.display = card is not None
        if card is not None:
            tr = self.voice.tr
            words = {"question": self.card_text(card.text), "ours": tr("our default")}
            self._question.update(tr("Ask: {question} ({ours})", **words))

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the question and the coverage as they are now, too."""
        super().refresh_view(fields=fields)
        self._ask()
        self._coverage.draw()

    def show_seat(self, id_: str) -> None:
        """Show an open seat."""
        self.query_one("#items-seat", Items).show(id_)

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
        return [
            *fields,
            FieldSpec("hours_per_week", tr("Hours/week"), hint=tr("what you can spare, a number")),
            FieldSpec(
                "culture", tr("Culture"), "many", tr("what they stand for"), choices=self._culture, free=True
            ),
        ]

    def _culture(self) -> tuple[Choice, ...]:
        return self.card_choices("culture")

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
