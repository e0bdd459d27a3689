"""How far is reality from the ideal? Statement by statement, by a show of hands or as one agreed mark."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Label

from dxworkshop.deck import credit, deck
from dxworkshop.errors import RuleError
from dxworkshop.i18n import Voice
from dxworkshop.insight.rating import Rated, furthest, mean, rated
from dxworkshop.model.ballot import parse_counts, show_counts
from dxworkshop.model.changes import Change, Rate, Together
from dxworkshop.model.room import MARKS, voters
from dxworkshop.model.session import Rating
from dxworkshop.model.workshop import Step
from dxworkshop.sentence import say
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.source import asked, whole
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import Field, FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.insist import InsistingForm
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.pairs import Pair, Pairs
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.reading import Reading, short

VALUES = 24
"""Cells for marks and counts; the rest of a line is for what they are about."""


@dataclass(frozen=True)
class Statement:
    """What the room is asked, in the words of the screen."""

    id: str
    text: str
    gloss: str
    """One line more; may be empty."""


class RateView(StepView):
    """A field for each show of hands, what is asked now above them, and the picture of all below.

    Each statement is read out once: the room shows the ideal first, so that it is not coloured by what is
    missing today, and then today. That is what the scripts of the templates say; two passes would read every
    statement twice. A typist who has the counts on paper goes the same way, field by field with Enter.
    """

    kind = "rate"
    DEFAULT_CSS: ClassVar[str] = """
    RateView .asked { dock: top; width: 1fr; background: $panel; text-style: bold; }
    RateView Reading { max-height: 45vh; }
    """

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        self.step_id = desk.facilitation.step()
        """Id of the step, under which the file keeps what was said."""
        self._statements = self._read_statements()
        self.current = self._statements[0].id if self._statements else ""
        """Id of the statement that is asked now."""
        self._side = "ideal" if self.step.ideal else "reality"
        self._row = -1
        self._asked = Prose(classes="asked")
        self._marks = InsistingForm(
            self._fields(), MarksSource(self), id="marks", values=VALUES, notice=self._now_at
        )
        self._words = WordsForm(
            [FieldSpec("words", voice.tr("Words said"), hint=voice.tr("what was said about it"))],
            WordsSource(self, self.current),
            self._back,
        )
        self._pairs = Pairs(reality=voice.tr("today"), ideal=voice.tr("ideal"), gap=voice.tr("the way between"))
        self._furthest = short(Lines(), 3)

    def compose(self) -> ComposeResult:
        """Draw the statement, the fields, the words about it and the picture."""
        tr = self.voice.tr
        yield self._asked
        if not self._statements:
            return
        yield Prose(
            tr(
                "We look at the workplace, never at people. Not used for personnel evaluation. "
                "Counts are kept, never whose."
            ),
            classes="note",
        )
        yield self._marks
        yield self._words
        if self.step.deck and not self.step.statements and (line := credit(self.step.deck)):
            yield Prose(
                tr(
                    "The twelve words and four of the explanations are from the source study; "
                    "the English is ours. {credit}",
                    credit=line,
                ),
                classes="note",
            )
        yield Label(tr("What lies furthest apart"), classes="heading", markup=False)
        yield self._furthest
        with Reading():
            yield self._pairs

    def on_mount(self) -> None:
        """Draw what was said so far."""
        self._draw()

    def _read_statements(self) -> list[Statement]:
        text, ours = self.voice.text, self.voice.tr("our default")
        if self.step.statements:
            return [Statement(own.id, text({"ja": own.ja, "en": own.en}), "") for own in self.step.statements]
        found = []
        for card in deck(self.step.deck):
            mark = f" ({ours})" if card.hint_source == "ours" else ""
            gloss = text(card.hint)
            found.append(Statement(card.id, self.card_text(card.text), gloss and gloss + mark))
        return found

    def _fields(self) -> list[FieldSpec]:
        tr = self.voice.tr
        hint = tr("4, or hands 03410")
        specs = []
        for number, one in enumerate(self._statements, 1):
            name = f" {number} {one.text}"
            if self.step.ideal:
                specs.append(FieldSpec(f"{one.id}/ideal", tr("ideal") + name, hint=hint, display=self._read_back))
                name = ""
            specs.append(FieldSpec(f"{one.id}/reality", tr("today") + name, hint=hint, display=self._read_back))
        return specs

    def _read_back(self, text: str) -> str:
        """Return counts as they are drawn while nobody types in them: with their mean, and what seems wrong."""
        return "  ".join(filter(None, (with_mean(text), self._too_many(text))))

    def _too_many(self, text: str) -> str:
        """Say that more hands were counted than people are in the room; it may be right, and is not refused."""
        people = len(voters(self.desk.session))
        try:
            hands = sum(marks_of(text)[1])
        except RuleError:
            return ""
        return self.voice.tr("{n} hands of {all} people?", n=hands, all=people) if 0 < people < hands else ""

    # Where the cursor is

    def enter_first(self) -> None:
        """Put the cursor where the first thing is still to be said."""
        if self._statements:
            source = self._marks.source
            keys = [field.spec.key for field in self._marks.fields]
            open_ = (n for n, key in enumerate(keys) if not (source.read(key) or source.draft(key)))
            self._marks.enter(next(open_, 0))

    def _now_at(self, field: Field | None) -> str | None:
        """Ask what the field is for where the cursor is; answer what seems wrong with what is typed in it."""
        if field is None:
            return None
        if self._marks.index != self._row or self._words.about != self.current:
            self._ask_for(field)
        return self._too_many(field.typed)

    def _ask_for(self, field: Field) -> None:
        self._row = self._marks.index
        self.current, _, self._side = field.spec.key.rpartition("/")
        if self._words.about != self.current:
            self._words.about = self.current
            self._words.over(WordsSource(self, self.current))
        self._ask()

    def _ask(self) -> None:
        tr = self.voice.tr
        number = next((n for n, one in enumerate(self._statements) if one.id == self.current), None)
        if number is None:
            self._asked.update(tr("This step has no statements; the template names none."))
            return
        one = self._statements[number]
        side = tr("ideal") if self._side == "ideal" else tr("today")
        gloss = f": {one.gloss}" if one.gloss else ""
        self._asked.update(f"[{side}] {number + 1}/{len(self._statements)} {one.text}{gloss}")

    def _back(self) -> None:
        self._marks.enter(max(0, self._row))

    def add(self) -> str:
        """Go to the words about the statement; nothing is refused."""
        if self._words.has_focus_within:
            self._back()
        elif self._statements:
            self._words.enter()
        return ""

    def added(self) -> str:
        """Return what `add` leads to."""
        return self.voice.tr("words")

    @on(Lines.Selected)
    def _look(self, event: Lines.Selected) -> None:
        event.stop()
        self._go_to(event.id)

    def _go_to(self, card: str, side: str = "") -> None:
        keys = [field.spec.key for field in self._marks.fields]
        row = next((n for n, key in enumerate(keys) if key.startswith(f"{card}/{side}")), None)
        if row is not None:
            self._marks.enter(row)

    def show_item(self, path: tuple[str, ...]) -> None:
        """Go to the field that undo or redo changed."""
        super().show_item(path)
        if path[:2] == ("ratings", self.step_id) and len(path) > len(("ratings", "step", "card")):
            card, key = path[2:4]
            if key == "words":
                self._go_to(card)
                self._words.enter()
            else:
                self._go_to(card, "ideal" if key.startswith("ideal") else "reality")

    # What is drawn

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the picture as it is now, too."""
        super().refresh_view(fields=fields)
        self._draw()

    def _draw(self) -> None:
        self._ask()
        session, tr = self.desk.session, self.voice.tr
        if not self._statements:
            return
        names = {one.id: one.text for one in self._statements}
        said = rated(session, self.step_id)
        self._pairs.show([Pair(names.get(one.card, one.card), one.ideal, one.reality, MARKS) for one in said])
        far = furthest(session, self.step_id)
        lines = [Line(one.card, self._far(one, names.get(one.card, one.card))) for one in far]
        self._furthest.show(lines or [Line("", tr("Nothing is apart yet."))])

    def _far(self, one: Rated, name: str) -> str:
        return self.voice.tr("{distance} apart: {name}", distance=f"{one.distance or 0:.1f}", name=name)


class WordsForm(Form):
    """One line for what was said about the statement; Enter goes back to the marks."""

    def __init__(self, specs: Sequence[FieldSpec], source: "WordsSource", back: Callable[[], None]) -> None:
        super().__init__(specs, source, id="words")
        self._back = back
        self.about = source.card
        """Id of the statement."""

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Leave by Enter to where one was, by Tab to what comes next."""
        if beyond:
            return super().step(by)
        self.flush()
        self._back()
        return True


class MarksSource:
    """What was said of each statement: one agreed mark, or the hands at 1 to 5, or both as ``03410=3``."""

    unborn = False

    def __init__(self, view: RateView) -> None:
        self._view = view

    def read(self, key: str) -> str:
        """Return what was said, as it is typed."""
        card, _, side = key.rpartition("/")
        rating = self._view.desk.session.ratings.get(self._view.step_id, {}).get(card, Rating())
        mark, hands = (rating.ideal, rating.ideal_hands) if side == "ideal" else (rating.reality, rating.hands)
        agreed = "" if mark is None else str(mark)
        return f"{show_counts(hands)}={agreed}" if hands and agreed else show_counts(hands) or agreed

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(f"rate/{self._view.step_id}/{key}")

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(f"rate/{self._view.step_id}/{key}", text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Say it of the statement."""
        return asked(self._view.desk, self._view.voice, key, lambda: self._change(key, typed[key]), burst)

    def _change(self, key: str, text: str) -> Change:
        card, _, side = key.rpartition("/")
        mark, hands = marks_of(text)
        names = ("ideal", "ideal_hands") if side == "ideal" else ("reality", "hands")
        return _rate(self._view, card, dict(zip(names, (mark, hands), strict=True)))


class WordsSource:
    """What was said about one statement, in words."""

    unborn = False

    def __init__(self, view: RateView, card: str) -> None:
        self._view = view
        self.card = card
        """Id of the statement."""

    def read(self, key: str) -> str:
        """Return the words."""
        rating = self._view.desk.session.ratings.get(self._view.step_id, {}).get(self.card)
        return rating.words if rating else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(f"rate/{self._view.step_id}/{self.card}/{key}")

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(f"rate/{self._view.step_id}/{self.card}/{key}", text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Say it of the statement."""
        view = self._view
        return asked(view.desk, view.voice, key, lambda: _rate(view, self.card, {key: typed[key]}), burst)


def _rate(view: RateView, card: str, fields: Mapping[str, object]) -> Change:
    """Return the change to what is not so yet; the file gets no empty tables for what nobody said."""
    rating = view.desk.session.ratings.get(view.step_id, {}).get(card, Rating())
    new = {key: value for key, value in fields.items() if getattr(rating, key) != value}
    return Rate(view.step_id, card, new) if new else Together(())


def with_mean(text: str) -> str:
    """Return counts as they are drawn while nobody types in them: with their mean."""
    try:
        found = mean(marks_of(text)[1])
    except RuleError:
        return text
    return text if found is None else f"{text}  ({found:.1f})"


def marks_of(text: str) -> tuple[object, tuple[int, ...]]:
    """Return the agreed mark and the hands of ``4``, ``03410``, ``0 3 12 1 0`` or ``03410=3``; raises `RuleError`.

    Counts are typed while hands are counted: what is not five yet is told as such.
    """
    counted, _, agreed = unicodedata.normalize("NFKC", text).strip().partition("=")
    counted = counted.strip()
    if not agreed.strip() and len(counted) <= 1 and "1" <= counted <= str(MARKS):
        return whole(counted), ()
    digits = "".join(counted.split())
    if digits.isdecimal() and digits == counted and len(digits) < MARKS:
        raise RuleError(
            say(
                "{n} of 5 counts so far: how many raised a hand at 1, 2, 3, 4 and 5; or one mark from 1 to 5",
                n=len(digits),
            )
        )
    return whole(agreed), parse_counts(counted, MARKS)
