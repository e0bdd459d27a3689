"""Which of them first? Dots, entered by the typist for each person or as sums, hidden until they are revealed."""

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
from dxworkshop.model.changes import Reveal
from dxworkshop.model.room import dots_stay_in_the_budget, voters
from dxworkshop.model.session import Session, Vote
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.steps.ballots import CALLED, COUNTS, Ballots, BallotSource, voter
from dxworkshop.tui.steps.note import NoteView, Slips, Whole
from dxworkshop.tui.widgets.dots import Dots, Tally
from dxworkshop.tui.widgets.field import Field, FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.prose import Prose


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
        self._counted: Session | None = None
        """The session for which it was worked out what is voted on."""
        self._found: list[tally.Candidate] = []
        self._ids: tuple[str, ...] = ()
        self._judged: dict[tuple[str, str], str] = {}
        self._left: list[str] = []
        """Whose dots lay when they were not in the room."""
        rows = self._rows()
        self._people = self._ballots(rows) if rows else None
        self._tally = self._ballots(self._sums())
        self._nobody = Label(voice.tr("Nobody is in the {party} yet."), classes="empty", markup=False)
        self._ways = Prose(classes="note")

    def compose(self) -> ComposeResult:
        """Draw the rules, the rows and what is voted on."""
        yield self._rules
        yield self._state
        yield self._dots
        with Vertical(classes="body"):
            with Vertical(classes="ballots"):
                if self._people is not None:
                    yield self._people
                yield self._nobody
                yield self._ways
                yield self._tally
            with Vertical(classes="candidates"):
                yield self._list
                yield self._whole

    def on_mount(self) -> None:
        """Draw what is known by now."""
        self.refresh_view()

    def _ballots(self, specs: list[FieldSpec]) -> Ballots:
        return Ballots(specs, BallotSource(self), self._notice, self.leave)

    def _rows(self) -> list[FieldSpec]:
        """Return a row for each in the room, and for those whose dots lie though they are not there (any more).

        Only there can their dots be taken back. Such a row stays while the view does: the cursor may be in it.
        """
        if self.step.anonymous:
            return []
        session, there = self.desk.session, voters(self.desk.session)
        gone = tally.gone(session, self.step_id)
        known = (id_ for id_ in self._left if id_ in session.members and id_ not in there)
        self._left = [*dict.fromkeys((*known, *gone))]
        return [self._row(id_) for id_ in (*there, *self._left)]

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
    def found(self) -> list[tally.Candidate]:
        """What is voted on, with its dots; worked out once for each state of the session."""
        session = self.desk.session
        if self._counted is not session:
            self._counted, self._judged = session, {}
            vote = session.votes.get(self.step_id, Vote())
            self._found = tally.standing(session, self.step.on, vote)
            self._ids = tuple(one.id for one in self._found)
        return self._found

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of what is voted on, in the order of their signs."""
        return self._ids if self.found else ()

    def lying(self, key: str) -> dict[str, int]:
        """Return the dots that lie of whoever places those of a field."""
        return tally.lying(self.desk.session, self.step_id, voter(key), self.found)

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
        """Return why dots cannot be placed, or nothing; those that lie are placed, whatever was changed since."""
        ids = self.ids  # of this state of the session, as all that was judged by it
        if ids and (key, text) in self._judged:
            return self._judged[key, text]
        why = ""
        try:
            dots = self.parsed(key, text)
            if dots != self.lying(key):
                dots_stay_in_the_budget(self.desk.session, self.step_id, voter(key), dots)
        except DxError as error:
            why = self.voice.say(error.sentence)
        self._judged[key, text] = why
        return why

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
        """Show the sums, or hide them again; say so where dots are missing."""
        missing = tally.budget(self.desk.session, self.step_id) - tally.spent(self.desk.session, self.step_id)
        refused = self.desk.ask(Reveal(self.step_id, not self.revealed))
        self.scroll_home(animate=False)
        if refused is not None:
            return self.voice.say(refused.sentence)
        if not self.revealed or missing <= 0:
            return ""
        return self.voice.trn(
            "Revealed, though {n} dot is not placed yet. Ctrl+R hides the sums.",
            "Revealed, though {n} dots are not placed yet. Ctrl+R hides the sums.",
            missing,
        )

    def leave(self) -> None:
        """Put the cursor where no dots are typed; the rows stay in sight."""
        self._list.focus(scroll_visible=False)

    def enter_first(self) -> None:
        """Put the cursor into the first row in which nothing stands yet; where something stands in all, into none.

        A row with the cursor in it lies open: only somebody who goes there on purpose uncovers what was placed.
        """
        waiting = tally.waiting(self.desk.session, self.step_id)
        if self._people is not None:
            for number, field in enumerate(self._people.fields):
                if field.spec.key in waiting and not field.typed:
                    self._people.enter(number)
                    return
        elif not any(field.typed for field in self._tally.fields):
            self._tally.enter()
            return
        self.leave()

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
        self._follow_members()
        super().refresh_view(fields=fields)
        if not fields:
            self._mirror()
        self._show_sums()
        self._show_rules()
        self._show_state(self._field())
        self._show_candidates()

    def _follow_members(self) -> None:
        """Have a row for each member who is there now: one may have been taken back, or brought again."""
        rows = self._rows()
        if self._people is not None and rows:
            self._people.follow(rows)
        elif self._people is not None:
            if self._people.has_focus_within:
                self.leave()
            self._people.remove()
            self._people = None
        elif rows:
            self._people = self._ballots(rows)
            self.query_one(".ballots").mount(self._people, before=self._nobody)
        self._nobody.display = self._people is None and not self.step.anonymous
        tr = self.voice.tr
        self._ways.update(tr("or as sums:") if self._people else tr("The sums:"))

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
        found = self.found
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
        elif key in self._left:
            name = self.member_name(key)
            parts.insert(0, tr("{name} is not in the room; an empty row takes the dots back", name=name))
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
        found = self.found
        signs = ballot.signs(len(found))
        sheet, lines = self._list.sheet, []
        for sign, one in zip(signs, found, strict=True):
            tail = f" ({len(one.notes)})" if one.id in self.desk.session.groups else ""
            lines.append(sheet.line(one.id, f"{sign}  {self.words(one.id)}", tail))
        self.show_slips(self._list, lines)
        self._whole.update(self.hidden(self._list))
