"""What the party covers, and two ways out of a hole: look for somebody, or do something. Nobody is scored."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Label

from dxworkshop import ident
from dxworkshop.deck import Card, card, credit, deck
from dxworkshop.insight import coverage
from dxworkshop.model.changes import Add
from dxworkshop.model.promote import action_for, seat_for
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.coverage import CoverageMap, Held
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.reading import Reading, short

_KEYS = {"ctrl+a": "action"}


class Coverage(Vertical):
    """Maps of the twelve words and the ten strengths, the usual seats, and the holes with what one could do."""

    DEFAULT_CSS: ClassVar[str] = """
    Coverage { height: auto; }
    Coverage #ways { height: auto; }
    """

    def __init__(self, view: StepView) -> None:
        super().__init__(id="coverage")
        self._view = view
        self._fields: tuple[coverage.Field, ...] = (
            ("culture", "strengths") if view.step.strengths else ("culture",)
        )
        self._maps = {field: self._map() for field in self._fields}
        self._told = {field: Prose(classes="note") for field in self._fields}
        self._seats = Prose()
        self._holes = short(Lines(keys=_KEYS, id="holes"), 8)
        self._try = Prose(classes="note")

    def _map(self) -> CoverageMap:
        tr = self._view.voice.tr
        return CoverageMap(
            well=tr("two or more"),
            one=tr("one person only"),
            nobody=tr("nobody so far"),
            joiner=tr(", "),
            empty=tr("Nobody is written down yet. F2 adds the next one; a name or an office is enough."),
        )

    def compose(self) -> ComposeResult:
        """Draw the maps, the seats and the holes."""
        tr = self._view.voice.tr
        headings = {
            "culture": tr("Organisational culture in this {party}"),
            "strengths": tr("{Skills} in this {party}"),
        }
        whose = {
            "culture": tr(
                "The twelve words and four of the explanations are from the source study; "
                "the English is ours. {credit}",
                credit=credit("culture"),
            ),
            "strengths": tr("These ten are defaults of this tool, not a list of the source study."),
        }
        ways = {
            "seat": tr("Look for somebody: {open_seat} (Enter)"),
            "action": tr("Make it one of our {actions} (Ctrl+A)"),
        }
        for field in self._fields:
            yield Label(headings[field], classes="heading", markup=False)
            with Reading():
                yield self._maps[field]
            yield self._told[field]
            yield Prose(whose[field], classes="note")
        yield Prose(
            tr("This is what people say of themselves. It rates nobody and is not used for personnel evaluation."),
            classes="note",
        )
        yield Label(tr("Usual seats"), classes="heading", markup=False)
        with Reading():
            yield self._seats
        yield Label(tr("What nobody or one person alone stands for"), classes="heading", markup=False)
        yield self._try
        yield self._holes
        with Vertical(id="ways"):
            for way, words in ways.items():
                button = Button(words, compact=True, id=way)
                button.styles.margin = 0  # both stay in sight with the list
                yield button

    def on_mount(self) -> None:
        """Draw it as it is."""
        self.draw()

    # What is drawn

    def draw(self) -> None:
        """Draw the coverage as it is now."""
        session = self._session
        members = shown(session.members)
        for field in self._fields:
            held = coverage.coverage(session, field) if members else ()
            self._maps[field].show([Held(self._word(h), self._names(h), h.state) for h in held])
            named = sum(1 for _, member in members if getattr(member, field))
            rest = self._view.voice.tr(
                "{n} of {total} have named theirs; the rest of the picture is open.", n=named, total=len(members)
            )
            self._told[field].update(rest)
            self._told[field].display = named < len(members)
        self._seats.update(self._seat_words())
        self._holes.show(self._rows())
        self._suggest()

    @property
    def _session(self) -> Session:
        return self._view.desk.session

    def _word(self, held: coverage.Held) -> str:
        return self._view.card_name(held.deck, held.card)

    def _names(self, held: coverage.Held) -> tuple[str, ...]:
        return tuple(self._view.member_name(id_) for id_ in held.holders)

    def _seat_words(self) -> str:
        """Return which seats are taken and which are open, as the team calls them, and which others there are."""
        view, tr = self._view, self._view.voice.tr
        name = view.step.seats or "seats"
        known = {
            str(word): view.card_text(one.text) for one in deck(name) for word in (one.id, *one.text.values())
        }
        taken = [known.get(m.seat, m.seat) for _, m in shown(self._session.members) if m.seat]
        called = [known.get(seat.name, seat.name) for _, seat in shown(self._session.seats)]
        others = [view.card_text(one.text) for one in deck(name)]
        rest = [text for text in others if text not in (*taken, *called)]
        none = tr("none so far")
        words = [tr(", ").join(dict.fromkeys(names)) or none for names in (taken, called, rest)]
        return "\n".join(
            (
                tr("Here: {seats}", seats=words[0]),
                tr("{Open_seats}: {seats}", seats=words[1]),
                tr("Others to think of: {seats}", seats=words[2]),
            )
        )

    def _rows(self) -> list[Line]:
        tr = self._view.voice.tr
        if not shown(self._session.members):
            return [Line("", tr("Nobody is in the {party} yet."))]
        states = {"open": tr("nobody so far"), "one": tr("one person only")}
        rows = []
        for field in self._fields:
            for hole in coverage.holes(self._session, field):
                found = card(field, hole.card)
                planned = tr(", ").join(self._planned(hole.card))
                more = f"[{planned}]" if planned else self._view.voice.text(found.suggest) if found else ""
                rows.append(Line(hole.card, f"{states[hole.state]}: {self._word(hole)}  {more}"))
        return rows or [Line("", tr("These are in good hands."))]

    def _planned(self, hole: str) -> list[str]:
        """Return what is planned for a hole, in a word each."""
        tr, session = self._view.voice.tr, self._session
        seat = any(seat.covers == hole for _, seat in shown(session.seats))
        action = any(a.covers == hole and a.status != "dropped" for _, a in shown(session.actions))
        return [tr("{Open_seat}")] * seat + [tr("{Action}")] * action

    @on(Lines.Highlighted)
    def _moved(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._suggest()

    def _suggest(self) -> None:
        tr, found = self._view.voice.tr, self._card(self._holes.chosen)
        text = self._view.voice.text(found.suggest) if found else ""
        suggestion = text + " (" + tr("our default") + ")"
        self._try.update(tr("One thing you could try: {suggestion}", suggestion=suggestion) if text else "")
        self.query_one("#ways").display = found is not None

    def _card(self, hole: str) -> Card | None:
        return next((found for field in self._fields if (found := card(field, hole))), None)

    # What is done about it

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        self._open_seat(event.id)

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        self._make_action(event.id)

    @on(Button.Pressed, "#ways Button")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        do: Any = {"seat": self._open_seat, "action": self._make_action}[str(event.button.id)]
        do(self._holes.chosen)

    def _open_seat(self, hole: str) -> None:
        """Look for somebody who would bring what is missing."""
        found = self._card(hole)
        if found is None:
            return
        if any(seat.covers == hole for _, seat in shown(self._session.seats)):
            self._say(self._view.voice.tr("This is planned already."))
            return
        # What goes into the file is in the words of the session, whatever the screen speaks.
        tr = self._view.desk.facilitation.voice.tr
        word = found.text[self._session.language]
        alone = any(h.card == hole and h.state == "one" for f in self._fields for h in self._held(f))
        why = tr("one person only: {word}", word=word) if alone else tr("nobody holds this yet: {word}", word=word)
        self._ask(seat_for(tr("Somebody with: {word}", word=word), hole, why, ident.new_id()))

    def _make_action(self, hole: str) -> None:
        """Take up the suggestion."""
        found = self._card(hole)
        if found is None:
            return
        if any(a.covers == hole and a.status != "dropped" for _, a in shown(self._session.actions)):
            self._say(self._view.voice.tr("This is planned already."))
            return
        title = found.suggest[self._session.language]
        if self._ask(action_for(title, hole, ident.new_id())):
            tr = self._view.voice.tr
            self._say(
                tr(
                    "added to the {actions}: {title}. Change the words as you like, then name an owner.",
                    title=title,
                )
            )

    def _held(self, field: coverage.Field) -> tuple[coverage.Held, ...]:
        return coverage.coverage(self._session, field)

    def _ask(self, change: Add) -> bool:
        refused = self._view.desk.ask(change)
        if refused is not None:
            self._say(self._view.voice.say(refused.sentence))
        return refused is None

    def _say(self, words: str) -> None:
        self.notify(words, markup=False)
