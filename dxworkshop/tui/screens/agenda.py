"""The agenda: the time plan with all steps, to skip, repeat, insert and move, and to catch up with the time."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.schedule import MINUTE, Cut, proposal, replanned, schedule
from dxworkshop.model.agenda import KIND_WORDS, inserted, new_step_id, placed_after, repeated, taken_out
from dxworkshop.model.changes import Change, Edit, RunClock
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import MINUTES
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.timing import whole_time
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.picker import Choice, Picker
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.timeplan import Slot, TimePlan

INSERTED = 10
"""Minutes of a step that is put in, until somebody changes them."""
_KEYS = {
    "space": "skip",
    "+": "longer",
    "=": "longer",
    ";": "longer",
    "-": "shorter",
    "ctrl+up": "earlier",
    "ctrl+down": "later",
    "shift+up": "earlier",
    "shift+down": "later",
    "ctrl+r": "repeat",
    "f2": "insert",
    "f3": "remove",
    "f4": "settings",
    "ctrl+l": "catch_up",
    "f8": "undo",
    "f9": "redo",
    "ctrl+b": "pause",
    "ctrl+x": "reset",
    "f12": "park",
}
"""What a key does to the step that is chosen; ``;`` is the plus key of a Japanese keyboard without Shift."""


class AgendaScreen(ModalScreen[str | None]):
    """The steps with their time; answers with the step to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+g", "leave", show=False, priority=True)]

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__()
        self._desk = desk
        self._voice = voice
        self._list = Lines(keys=_KEYS, id="agenda")
        self._above = Label("", classes="empty", markup=False)
        self._below = Prose("", classes="note")
        self._proposal = Prose("", classes="refused")
        self._said = Label("", classes="refused", markup=False)
        self._do: dict[str, Callable[[str], DxError | None]] = {
            "skip": self._skip,
            "longer": lambda id_: self._minutes(id_, 1),
            "shorter": lambda id_: self._minutes(id_, -1),
            "earlier": lambda id_: self._move(id_, -1),
            "later": lambda id_: self._move(id_, 1),
            "repeat": self._repeat,
            "remove": lambda id_: self._ask(lambda: taken_out(desk.session, id_, calendar.now().isoformat())),
            "catch_up": lambda _: desk.ask(replanned(self._cuts())) if self._cuts() else None,
            "undo": lambda _: desk.undo(),
            "redo": lambda _: desk.redo(),
            "pause": lambda _: desk.pause(),
            "reset": lambda _: desk.ask(RunClock("reset", calendar.now())),
        }
        self._open: dict[str, Callable[[str], None]] = {
            "insert": self._insert,
            "settings": self._settings,
            "park": self._park,
        }

    def compose(self) -> ComposeResult:
        """Draw the plan, the proposal and the keys."""
        tr = self._voice.tr
        with Vertical(classes="dialog -broad"):
            yield Label(tr("Agenda and time plan"), classes="title", markup=False)
            yield self._above
            yield self._list
            yield self._below
            yield self._proposal
            yield self._said
            keys = tr(
                "Enter: go there   Space: skip   +/-: minutes   Ctrl+Up/Down: move   F2: insert   "
                "F4: settings   Ctrl+R: repeat   F3: take out   Ctrl+B: clock   "
                "Ctrl+X: all times to zero   F8: undo   F12: park   Esc: leave"
            )
            yield Prose(keys, classes="keys")

    def on_mount(self) -> None:
        """Stand at the step where the team is."""
        self._draw()
        self._list.highlight(self._desk.facilitation.step())
        self._list.focus()
        self.set_interval(1.0, self._draw)
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw the plan as wide as it may be now."""
        self.call_after_refresh(self._draw)

    @on(Lines.Selected)
    def _go(self, event: Lines.Selected) -> None:
        event.stop()
        self.dismiss(event.id)

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        if event.command in self._open:
            self._open[event.command](event.id)
            return
        refused = self._do[event.command](event.id)
        self._said.update(self._voice.say(refused.sentence) if refused else "")
        self._draw()

    def changed_by_others(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Draw what others made of the plan."""
        self._draw()

    def action_leave(self) -> None:
        """Go back to where the team is."""
        self.dismiss(None)

    def _cuts(self) -> tuple[Cut, ...]:
        return proposal(self._desk.session, calendar.now())

    def _skip(self, id_: str) -> DxError | None:
        step = self._desk.session.workshop.steps[id_]
        return self._desk.ask(Edit("step", id_, {"skipped": not step.skipped}))

    def _minutes(self, id_: str, by: int) -> DxError | None:
        step = self._desk.session.workshop.steps[id_]
        minutes = max(MINUTES[0], min(MINUTES[1], step.minutes + by))
        return self._desk.ask(Edit("step", id_, {"minutes": minutes}), burst=f"minutes/{id_}")

    def _move(self, id_: str, by: int) -> DxError | None:
        ids = [key for key, _ in self._desk.session.workshop.in_order()]
        at = ids.index(id_)
        if not 0 <= at + by < len(ids):
            return None
        ids.remove(id_)
        before = ids[at + by - 1] if at + by > 0 else ""
        return self._ask(lambda: placed_after(self._desk.session, id_, before))

    def _repeat(self, id_: str) -> DxError | None:
        session = self._desk.session
        return self._ask(lambda: repeated(session, id_, new_step_id(session, id_)))

    def _ask(self, change: Callable[[], Change]) -> DxError | None:
        """Ask for a change that may be refused already where it is made."""
        try:
            return self._desk.ask(change())
        except DxError as error:
            return error

    def _insert(self, after: str) -> None:
        choices = [Choice(kind, self._voice.say(words)) for kind, words in KIND_WORDS.items()]
        picker = Picker(self._voice.tr("Which kind of step?"), choices, needed=True)

        def picked(kinds: tuple[str, ...] | None) -> None:
            session = self._desk.session
            if kinds:
                title = self._desk.facilitation.voice.say(KIND_WORDS[kinds[0]])
                new = new_step_id(session, kinds[0])
                refused = self._ask(lambda: inserted(session, kinds[0], title, INSERTED, after, new))
                self._said.update(self._voice.say(refused.sentence) if refused else "")
                self._draw()
                self._list.highlight(new)

        self.app.push_screen(picker, picked)

    def _settings(self, id_: str) -> None:
        from dxworkshop.tui.screens.stepform import StepScreen

        self._said.update("")
        self.app.push_screen(StepScreen(self._desk, self._voice, id_), lambda _: self._draw())

    def _park(self, _: str) -> None:
        from dxworkshop.tui.screens.parking import ParkingScreen

        self.app.push_screen(ParkingScreen(self._desk, self._voice))

    def _draw(self) -> None:
        session, tr = self._desk.session, self._voice.tr
        time = schedule(session, calendar.now())
        steps = dict(shown(session.workshop.steps))
        slots = [
            Slot(
                self._voice.text(steps[slot.id].title),
                slot.planned // MINUTE,
                slot.used // MINUTE if slot.used or slot.here else None,
                slot.here,
                slot.skipped,
            )
            for slot in time.slots
        ]
        plan = TimePlan(
            slots,
            planned=tr("planned"),
            used=tr("used"),
            over=tr("over"),
            skipped=tr("skipped"),
            total=tr("total"),
            minutes=tr("min"),
        )
        wide = self.app.has_class("-wide-lines")
        width = max(48, self._list.size.width - 2)
        head, *rows = plan.lines(width, wide)
        self._above.update("  " + head)
        ids = [slot.id for slot in time.slots]
        self._list.show([Line(id_, row) for id_, row in zip(ids, rows, strict=False)])
        rest = [row.strip() for row in rows[len(ids) :]]
        self._below.update("\n".join([*rest, whole_time(self._voice, time)]).strip())
        self._proposal.update(self._proposed())

    def _proposed(self) -> str:
        cuts, tr = self._cuts(), self._voice.tr
        steps = self._desk.session.workshop.steps
        parts = [
            tr(
                "{title} {before} > {after} min",
                title=self._voice.text(steps[cut.step].title),
                before=cut.planned,
                after=cut.proposed,
            )
            if cut.proposed
            else tr("{title} left out", title=self._voice.text(steps[cut.step].title))
            for cut in cuts
        ]
        return tr("Ctrl+L catches up: {cuts}", cuts=parts) if parts else ""
