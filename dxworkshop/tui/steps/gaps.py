"""Ideal and reality: what lies between them, how wide it is, and who can change it."""

import unicodedata
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Button, OptionList

from dxworkshop.i18n import Voice
from dxworkshop.insight.gap import outside, widest
from dxworkshop.model.changes import Edit
from dxworkshop.model.room import MARKS
from dxworkshop.model.session import Gap, Session
from dxworkshop.model.value import shown
from dxworkshop.model.words import CONTROLS, LENSES
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.steps.cards import pick_obstacles
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.reading import short

_LENSES = list(LENSES)
_CONTROLS = ("", *CONTROLS)


def by_lens(session: Session) -> list[tuple[str, Gap]]:
    """Return the gaps lens by lens, each as the team ordered them."""
    return sorted(shown(session.gaps), key=lambda pair: _LENSES.index(pair[1].lens))


class GapsView(StepView):
    """The list by lens, the form of one gap, and apart from it the widest and what others decide.

    Twenty gaps are written one after the other: the words, Enter, Enter, the size, F2; the lens stays. Size and
    who can change it may also come later, in the list, with one key each: digits and the space bar, which mean
    the same whether an input method is on or off.
    """

    kind = "gaps"
    DEFAULT_CSS: ClassVar[str] = """
    GapsView #apart { margin-top: 1; }
    """

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        self._presets: dict[str, object] = {"lens": _LENSES[0]}
        self._apart = short(Lines(id="apart"), 12)

    def _how(self) -> str:
        tr = self.voice.tr
        keys = tr("In the list (Shift+Tab leads there): 1-5 how wide, 0 not known, space who can change it.")
        return tr("Nobody is named here: no author is kept.") + " " + keys

    def compose(self) -> ComposeResult:
        """Draw the list, the form, the cards and what stands apart."""
        tr = self.voice.tr
        yield Prose(self._how(), classes="note")
        yield self.items(
            "gap",
            tr("Between ideal and reality"),
            tr("Nothing is written down yet. F2 adds what somebody says, in their own words."),
            self._fields(),
            self._line,
            self._presets,
            by_lens,
        )
        if self.step.obstacles:
            yield Button(tr("Pick an obstacle from the cards"), compact=True, id="cards")
        yield self._apart

    def on_mount(self) -> None:
        """Draw what stands apart."""
        self._draw()

    def _fields(self) -> list[FieldSpec]:
        tr = self.voice.tr
        lenses, controls = self.worded(LENSES), self.worded(CONTROLS)
        return [
            FieldSpec("reality", tr("Reality"), hint=tr("what it is like today, as it was said")),
            FieldSpec("ideal", tr("Ideal"), hint=tr("what we would like instead")),
            FieldSpec("size", tr("How wide"), hint=tr("1 (narrow) to 5 (wide)")),
            FieldSpec("control", tr("Who decides"), "choice", tr("who can change it?"), choices=lambda: controls),
            FieldSpec("lens", tr("About"), "choice", choices=lambda: lenses, needed=True),
        ]

    def _line(self, gap: Gap) -> str:
        lens = self._column([self.voice.say(sentence) for sentence in LENSES.values()], _LENSES.index(gap.lens))
        words = self._control_words()
        control = self._column(list(words.values()), list(words).index(gap.control))
        return f"{lens} {gap.size or '-'} {control} {gap.reality or gap.ideal}"

    def _control_words(self) -> dict[str, str]:
        """Return who can change a gap, as short as a column wants it."""
        tr = self.voice.tr
        return {"": "-", "ours": tr("us"), "approval": tr("approval"), "outside": tr("outside")}

    @staticmethod
    def _column(words: list[str], at: int) -> str:
        """Return one of the words that stand in a column, as wide as the widest of them."""
        return words[at] + " " * (max(map(cell_len, words)) - cell_len(words[at]))

    # What is done

    @property
    def _items(self) -> Items:
        return self.query_one("#items-gap", Items)

    def _shown_gap(self) -> Gap | None:
        return self.desk.session.gaps.get(self._items.chosen)

    def add(self) -> str:
        """Start the next one, under the lens of the one that is shown."""
        self._items.flush()
        if gap := self._shown_gap():
            self._presets["lens"] = gap.lens
        return super().add()

    def on_key(self, event: events.Key) -> None:
        """Size the gap that is chosen in the list, or say who can change it."""
        focused, items = self.app.focused, self._items
        gap = self._shown_gap()
        if not isinstance(focused, OptionList) or not items.has_focus_within or gap is None:
            return
        key = unicodedata.normalize("NFKC", event.character or "")
        fields: dict[str, Any] = {}
        if key.isdecimal() and len(key) == 1 and int(key) <= MARKS:
            fields = {"size": int(key) or None}
        elif key == " ":
            at = _CONTROLS.index(gap.control) + 1
            fields = {"control": _CONTROLS[at % len(_CONTROLS)]}
        if fields:
            event.stop()
            event.prevent_default()
            self.desk.ask(Edit("gap", items.chosen, fields))
            self.refresh_view(fields=True)

    @on(Button.Pressed, "#cards")
    def _cards(self, event: Button.Pressed) -> None:
        event.stop()
        self._items.flush()
        form = self._items.form
        lens = next(field.typed for field in form.fields if field.spec.key == "lens")
        pick_obstacles(self, self.step.obstacles, lens)

    @on(Lines.Selected)
    def _look(self, event: Lines.Selected) -> None:
        event.stop()
        _, _, id_ = event.id.partition("/")
        if id_:
            self._items.show(id_)
            self._items.form.enter()

    # What is drawn

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw what stands apart as it is now, too."""
        super().refresh_view(fields=fields)
        self._draw()

    def _draw(self) -> None:
        session, tr, say = self.desk.session, self.voice.tr, self.voice.say
        wide = [
            Line(f"wide/{id_}", f"{gap.size}  {say(LENSES[gap.lens])}  {gap.reality or gap.ideal}", indent=1)
            for id_, gap in widest(session)
        ]
        theirs = [
            Line(f"theirs/{id_}", f"{self._control_words()[gap.control]}  {gap.reality or gap.ideal}", indent=1)
            for id_, gap in outside(session)
        ]
        none = tr("none so far")
        self._apart.show(
            [
                Line("wide", tr("The widest"), heading=True),
                *(wide or [Line("wide/", none, indent=1)]),
                Line("theirs", tr("Not in our hands alone"), heading=True),
                *(theirs or [Line("theirs/", none, indent=1)]),
            ]
        )
