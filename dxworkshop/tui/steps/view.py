"""What all views of a step have: forms and lists over the desk, and nothing of their own to remember."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

from textual.containers import VerticalScroll
from textual.widget import Widget

from dxworkshop import calendar
from dxworkshop.deck import DECKS, deck
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import NOUN_WORDS, table
from dxworkshop.model.changes import Noun, Part, Remove
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.session import Member, Session
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import Step
from dxworkshop.sentence import Sentence
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.source import ItemSource, PartSource
from dxworkshop.tui.widgets.field import FieldSpec, Notice
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Choice


class StepView(VerticalScroll, can_focus=False):
    """The work of one step. A subclass composes its forms; this keeps them true to the session."""

    kind: ClassVar[str]
    """The kind of step it is for."""
    below: tuple[Widget, ...] = ()
    """What stands below it and does not scroll with it."""

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(classes="step")
        self.desk = desk
        self.voice = voice
        self.step: Any = step

    def part(self, part: Part, specs: Sequence[FieldSpec]) -> Form:
        """Return a form over a part of the session."""
        return Form(specs, PartSource(self.desk, self.voice, part))

    def items(
        self,
        noun: Noun,
        title: str,
        empty: str,
        specs: Sequence[FieldSpec],
        line: Callable[[Any], str],
        presets: Mapping[str, object] | None = None,
        order: Callable[[Session], Sequence[tuple[str, Any]]] | None = None,
        notice: Notice = lambda field: None,
    ) -> Items:
        """Return a list with its form over the items of a noun, by rank unless there is another order.

        The next one begins with the presets. `notice` is told where the cursor is, and that another one is shown.
        """

        def rows() -> list[tuple[str, str]]:
            session = self.desk.session
            there = order(session) if order else shown(table(session, noun))
            return [(id_, f"{n:>2} {line(item)}") for n, (id_, item) in enumerate(there, 1)]

        def source(id_: str) -> ItemSource:
            return ItemSource(self.desk, self.voice, noun, id_, presets)

        def remove(id_: str) -> str:
            refused = self.desk.ask(Remove(noun, id_, calendar.now().isoformat()))
            return self.voice.say(refused.sentence) if refused else ""

        return Items(
            title,
            empty,
            specs,
            rows,
            source,
            lambda s: getattr(s, "id", ""),
            remove,
            id=f"items-{noun}",
            what=self.voice.say(NOUN_WORDS[noun]),
            notice=notice,
        )

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the lists as they are now; with `fields` the forms too."""
        for items in self.query(Items):
            items.refresh_items(fields=fields)
        if fields:
            for form in self.query(Form):
                form.refresh_fields()

    def others_wrote(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Hear which values others wrote, when they are drawn; a line that is typed into may have to say so."""

    def flush(self) -> None:
        """Take in everything that was typed, in each form whatever becomes of the others."""
        with ExitStack() as each:
            for form in self.query(Form):
                each.callback(form.flush)

    def places(self) -> "list[tuple[Form, Items | None]]":
        """Return the forms in their order, each with its list where it has one."""
        lists = {items.form: items for items in self.query(Items)}
        return [(form, lists.get(form)) for form in self.query(Form)]

    def show_item(self, path: tuple[str, ...]) -> None:
        """Show the item that a path of the file leads to, if one of the lists here has it."""
        for noun, spec in NOUNS.items():
            length = len(spec.path)
            if path[:length] == spec.path and len(path) > length:
                for items in self.query(f"#items-{noun}").results(Items):
                    items.show(path[length])

    def pane(self) -> Items | None:
        """Return the list the cursor is in, or the first one."""
        panes = list(self.query(Items))
        return next((pane for pane in panes if pane.has_focus_within), panes[0] if panes else None)

    def add(self) -> str:
        """Start the next item of the list the cursor is in; return why not, or nothing."""
        pane = self.pane()
        if pane is None:
            return self.voice.tr("There is nothing to add in this step.")
        if not pane.add():
            return self.voice.tr("The {what} here is not in yet: finish it, or empty its fields.", what=pane.what)
        return ""

    def added(self) -> str:
        """Return the word for what `add` adds where the cursor is; empty where there is none."""
        pane = self.pane()
        return pane.what if pane else ""

    def remove_item(self) -> str | None:
        """Remove the item that is shown; return why not, nothing, or None where nothing was to be removed."""
        pane = self.pane()
        return pane.remove_chosen() if pane else None

    def reveal(self) -> str:
        """Show the room what was hidden, or hide it again; return why not, or nothing."""
        return self.voice.tr("There is nothing to reveal in this step.")

    def enter_first(self) -> None:
        """Put the cursor where one types first."""
        first = next(iter(self.query("Ticks, Form")), None)
        if isinstance(first, Form):
            first.enter()
        elif first is not None:
            self.screen.set_focus(first)

    def worded(self, words: Mapping[Any, Sentence]) -> tuple[Choice, ...]:
        """Return values with their words as choices."""
        return tuple(Choice(value, self.voice.say(sentence)) for value, sentence in words.items())

    def card_choices(self, name: str) -> tuple[Choice, ...]:
        """Return the cards of a deck as choices, in the register in use."""
        cards = deck(name) if name in DECKS else ()
        return tuple(Choice(card.id, self.card_text(card.text), self.voice.text(card.hint)) for card in cards)

    def card_text(self, text: Mapping[str, Any]) -> str:
        """Return the text of a card: by language and, for callings, by register."""
        word = text[self.voice.language]
        return word if isinstance(word, str) else str(word[self.voice.register])

    def card_name(self, name: str, id_: str) -> str:
        """Return what a card is called; words of the team's own stand for themselves."""
        return next(
            (self.card_text(card.text) for card in (deck(name) if name in DECKS else ()) if card.id == id_), id_
        )

    def member_choices(self) -> tuple[Choice, ...]:
        """Return the members as choices."""
        return tuple(
            Choice(id_, member.label, member.seat if member.name else "")
            for id_, member in shown(self.desk.session.members)
        )

    def member_name(self, id_: str) -> str:
        """Return what a member is called."""
        member: Member | None = self.desk.session.members.get(id_)
        return member.label if member else id_
