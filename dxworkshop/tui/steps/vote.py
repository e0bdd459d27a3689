"""Which of them first? Dots, entered by the typist for each person or as sums, hidden until they are revealed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight import tally
from dxworkshop.model import ballot
from dxworkshop.model.changes import PlaceDots, Reveal
from dxworkshop.model.room import candidates, dots_stay_in_the_budget, voters
from dxworkshop.model.session import ROOM, Vote
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.source import asked
from dxworkshop.tui.steps.note import NoteView, Slips, Whole
from dxworkshop.tui.widgets.dots import Dots, Tally
from dxworkshop.tui.widgets.field import Field, FieldSpec, Notice
from dxworkshop.tui.widgets.form import Form, Source
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.prose import Prose

COUNTS, CALLED = "counts", "called"
"""Fields of a tally: how many dots each has, in a row; or the sign of every dot, as it is called out."""


class VoteView(NoteView):
    """A row for each person, a tally, and what is voted on; the sums when they are revealed."""

    kind = "vote"
    DEFAULT_CSS: ClassVar[str] = """
    VoteView .ballots, VoteView .candidates {
        height: auto;
        width: 1fr;
    }
    VoteView.-beside .ballots {
        width: 30;
        margin-right: 1;
    }
    VoteView .candidates Lines {
        height: auto;
        max-height: 16;
        scrollbar-gutter: stable;
    }
    VoteView.-low .candidates Lines {
        max-height: 7;
    }
    VoteView .whole, VoteView.-low .whole {
        height: 4;
    }
    VoteView Dots {
        display: none;
        margin-bottom: 1;
    }
    VoteView.-revealed Dots {
        display: block;
    }
    """

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        self._rules, self._state = Prose(classes="note"), Prose(classes="status")
        self._dots, self._list, self._whole = Dots(), Slips(), Whole()
        people = [] if self.step.anonymous else voters(desk.session)
        source = BallotSource(self)
        self._people = Ballots([self._row(id_) for id_ in people], source, self._notice) if people else None
        self._tally = Ballots(self._sums(), source, self._notice)

    def compose(self) -> ComposeResult:
        """Draw the rules, the rows and what is voted on."""
        tr = self.voice.tr
        yield self._rules
        yield self._state
        yield self._dots
        with Vertical(classes="body"):
            with Vertical(classes="ballots"):
                if self._people is not None:
                    yield self._people
                elif not self.step.anonymous:
                    yield Label(tr("Nobody is in the {party} yet."), classes="empty", markup=False)
                yield Prose(tr("or as sums:") if self._people else tr("The sums:"), classes="note")
                yield self._tally
            with Vertical(classes="candidates"):
                yield self._list
                yield self._whole

    def on_mount(self) -> None:
        """Draw what is known by now."""
        self.refresh_view()

    def _row(self, member: str) -> FieldSpec:
        hint = self.voice.trn("{n} dot left", "{n} dots left", self.step.dots)
        return FieldSpec(member, self.member_name(member), hint=hint, display=partial(self._masked, member))

    def _sums(self) -> list[FieldSpec]:
        tr = self.voice.tr
        hidden = partial(self._masked, COUNTS), partial(self._masked, CALLED)
        return [
            FieldSpec(COUNTS, tr("Counts"), hint=tr("e.g. 305210"), display=hidden[0]),
            FieldSpec(CALLED, tr("Called out"), hint=tr("e.g. 113"), display=hidden[1]),
        ]

    # What is typed

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of what is voted on, in the order of their signs."""
        return candidates(self.desk.session, self.step.on)

    @property
    def revealed(self) -> bool:
        """Whether the room may see the sums."""
        return self.desk.session.votes.get(self.step_id, Vote()).revealed

    def parsed(self, key: str, text: str) -> dict[str, int]:
        """Return the dots that were typed, by what they lie on; raises `RuleError`."""
        if key != COUNTS:
            return ballot.parse_dots(text, self.ids)
        counts = ballot.parse_counts(text, len(self.ids))
        return {id_: count for id_, count in zip(self.ids, counts, strict=False) if count}

    def _wrong(self, key: str, text: str) -> str:
        """Return why dots cannot be placed, or nothing."""
        try:
            dots = self.parsed(key, text)
            dots_stay_in_the_budget(self.desk.session, self.step_id, voter(key), dots)
        except DxError as error:
            return self.voice.say(error.sentence)
        return ""

    def _masked(self, key: str, text: str) -> str:
        """Return what stands in a row that is left: whoever looks over a shoulder learns nothing from it.

        A reveal shows the sums. Who voted for what stays covered: this screen may be the one on the wall.
        """
        if (self.revealed and key in (COUNTS, CALLED)) or not text.strip():
            return text
        if self._wrong(key, text):
            return self.voice.tr("not counted yet")
        return self.voice.trn("{n} dot placed", "{n} dots placed", sum(self.parsed(key, text).values()))

    def _notice(self, field: Field | None) -> str | None:
        self._show_state(field)
        # A row of counts is wrong up to its last key.
        return None if field is None or field.spec.key == COUNTS else self._wrong(field.spec.key, field.typed)

    # What the keys of the session do here

    def reveal(self) -> str:
        """Show the sums, or hide them again."""
        refused = self.desk.ask(Reveal(self.step_id, not self.revealed))
        self.scroll_home(animate=False)
        return self.voice.say(refused.sentence) if refused else ""

    def leave(self) -> None:
        """Put the cursor where no dots are typed; the rows stay in sight."""
        self._list.focus(scroll_visible=False)

    def enter_first(self) -> None:
        """Put the cursor into the row of the first person who has not voted; into none where all have."""
        if self._people is None:
            self._tally.enter()
            return
        waiting = tally.waiting(self.desk.session, self.step_id)
        if not waiting:
            # A row with the cursor in it lies open.
            self._list.focus(scroll_visible=False)
            return
        keys = [field.spec.key for field in self._people.fields]
        self._people.enter(next((n for n, key in enumerate(keys) if key in waiting), 0))

    @on(Lines.Highlighted)
    def _highlighted(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._whole.update(self.hidden(self._list))

    # What is drawn

    @on(Slips.Fitted)
    def _fitted(self, event: Slips.Fitted) -> None:
        event.stop()
        self._show_candidates()

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw sums, rules and candidates as they are now."""
        if self.has_class("-revealed") != self.revealed:
            self.set_class(self.revealed, "-revealed")
            for form in self.query(Form):
                form.draw_fields()
        super().refresh_view(fields=fields)
        if not fields:
            self._mirror()
        self._show_sums()
        self._show_rules()
        self._show_state(self._field())
        self._show_candidates()

    def _mirror(self) -> None:
        """Show the tally in its other field too."""
        for field in self._tally.fields:
            text = self._tally.source.read(field.spec.key)
            if (
                field is not self._tally.at
                and text != field.typed
                and not self._tally.source.draft(field.spec.key)
            ):
                field.put(text)
                self._tally.redraw()

    def count_again(self) -> None:
        """Take a tally in that was refused while people had dots, if it can be taken in by now."""
        for field in self._tally.fields:
            source, key = self._tally.source, field.spec.key
            if source.draft(key) and not self._wrong(key, field.typed):
                source.write(key, {key: field.typed}, "")
                source.keep_draft(key, "")
                field.error = ""
                self._tally.draw_fields()

    def _show_sums(self) -> None:
        if not self.revealed:
            self._dots.show(())
            return
        found = tally.tally(self.desk.session, self.step_id)
        signs = ballot.signs(len(found))
        sums = [Tally(sign, self.words(one.id), one.dots) for sign, one in zip(signs, found, strict=True)]
        self._dots.show(sorted(sums, key=lambda one: -one.dots))

    def _show_rules(self) -> None:
        tr = self.voice.tr
        rules = (
            tr("Anonymous: only the sums are stored.")
            if self.step.anonymous
            else tr("Named: the record keeps who placed which dots."),
            self.voice.trn("{n} dot each.", "{n} dots each.", self.step.dots),
            tr("Revealed; Ctrl+R hides the sums.")
            if self.revealed
            else tr("Hidden until Ctrl+R reveals the sums."),
        )
        self._rules.update("  ".join(rules))

    def _field(self) -> Field | None:
        """Return the field where the cursor is."""
        forms = (form for form in (self._people, self._tally) if form is not None and form.has_focus_within)
        return next((form.at for form in forms), None)

    def _show_state(self, field: Field | None) -> None:
        """Say whose dots are next, and how many dots are placed and left."""
        tr, trn, session = self.voice.tr, self.voice.trn, self.desk.session
        spent, budget = tally.spent(session, self.step_id), tally.budget(session, self.step_id)
        waiting = tally.waiting(session, self.step_id)
        key = field.spec.key if field else next(iter(waiting), "")
        parts = [tr("placed {n} of {all}", n=spent, all=budget) if budget else tr("placed {n}", n=spent)]
        if key in (COUNTS, CALLED):
            left = max(0, budget - self._typed(field, key))
            parts = [*([trn("{n} dot left", "{n} dots left", left)] if budget else []), *parts]
            parts.append(tr("a count for each, in order") if key == COUNTS else tr("a sign for each dot"))
        elif key:
            left, name = max(0, self.step.dots - self._typed(field, key)), self.member_name(key)
            parts.insert(0, trn("next: {name}, {n} dot left", "next: {name}, {n} dots left", left, name=name))
        if budget and spent >= budget and not self.revealed:
            parts.append(tr("all dots are placed"))
        self._state.update("   ".join(parts))

    def _typed(self, field: Field | None, key: str) -> int:
        """Return how many dots are typed in a field."""
        try:
            return sum(self.parsed(key, field.typed).values()) if field else 0
        except DxError:
            return 0

    def _show_candidates(self) -> None:
        found = tally.standing(self.desk.session, self.step.on)
        signs = ballot.signs(len(found))
        sheet, lines = self._list.sheet, []
        for sign, one in zip(signs, found, strict=True):
            tail = f" ({len(one.notes)})" if one.id in self.desk.session.groups else ""
            lines.append(sheet.line(one.id, f"{sign}  {self.words(one.id)}", tail))
        self.show_slips(self._list, lines)
        self._whole.update(self.hidden(self._list))


class Ballots(Form):
    """Rows of which nothing is to be seen once the cursor left them: Enter in the last one leaves it, too."""

    def __init__(self, specs: Sequence[FieldSpec], source: Source, notice: Notice) -> None:
        super().__init__(specs, source, notice=notice)

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next row or the one before; both ways of counting are one row."""
        if by < 0 or beyond or not (self.at is self.fields[-1] or self.at.spec.key == COUNTS):
            return super().step(by, beyond=beyond)
        self.flush()
        view = next((node for node in self.ancestors if isinstance(node, VoteView)), None)
        if view is not None:
            view.leave()
        return True


def voter(key: str) -> str:
    """Return who places the dots of a field."""
    return ROOM if key in (COUNTS, CALLED) else key


class BallotSource:
    """The dots of each member by their id, and those of a tally."""

    def __init__(self, view: VoteView) -> None:
        self._view = view

    unborn = False

    def read(self, key: str) -> str:
        """Return the dots of a voter as one types them."""
        view = self._view
        dots = tally.lying(view.desk.session, view.step_id, voter(key))
        if key != COUNTS:
            return ballot.show_dots(dots, view.ids)
        return ballot.show_counts([dots.get(id_, 0) for id_ in view.ids]) if dots else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(self._name(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(self._name(key), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Place all the dots of a voter."""
        view = self._view
        wrong = asked(
            view.desk,
            view.voice,
            key,
            lambda: PlaceDots(view.step_id, voter(key), view.parsed(key, typed[key])),
            burst,
        )
        if not wrong and voter(key) == ROOM:
            # What counts is what was said last, in whichever of the two ways.
            self.keep_draft(CALLED if key == COUNTS else COUNTS, "")
            view.refresh_view()
        elif not wrong:
            view.call_later(view.count_again)
        return wrong

    def _name(self, key: str) -> str:
        return f"vote/{self._view.step_id}/{key}"
