"""The round: each owner says in a minute how it stands, by one key, and what comes next."""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from dxworkshop.insight.turn import wants_another_way
from dxworkshop.model.session import OPEN, Action, Status
from dxworkshop.model.words import STATUSES
from dxworkshop.tui.screens.checkin_page import Page, ReportSource, TurnForm, report_specs
from dxworkshop.tui.screens.checkin_people import called, seat_beside
from dxworkshop.tui.screens.checkin_slip import Slipped, whom_to_ask
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.timing import clock
from dxworkshop.tui.widgets.field import Pick
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp

MINUTE = 60
"""Seconds that an owner may take; a counter says how many are over, and locks nothing."""
STATES: dict[str, Status] = {"done": "done", "doing": "doing", "blocked": "blocked", "dropped": "dropped"}
KEYS = {
    "d": "done",
    "1": "done",
    "g": "doing",
    "2": "doing",
    "b": "blocked",
    "3": "blocked",
    "x": "dropped",
    "4": "dropped",
    "c": "cut",
    "5": "cut",
    "o": "owner",
    "6": "owner",
    "space": "pass",
    "0": "pass",
}
"""Letters, and digits for those whose input method is on."""


class RoundPage(Page):
    """The actions under their owners, the one that is spoken of in full, and its fields."""

    name_of = "round"
    app: "WorkshopApp"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said)
        self._lines = Lines(self._rows(), KEYS, id="round")
        self._which = Prose(classes="note")
        self._chosen = ""
        """Id of the action whose fields are shown."""
        self._wanted: dict[str, Status] = {}
        """State that was asked for and needs a word more: whom to ask, or a reason; by id of the action."""
        self._spent: dict[str, float] = {}
        """Seconds by owner."""
        self._since = time.monotonic()
        self._speaking = ""
        specs = report_specs(today, "blocked", self._whom)
        self._form = TurnForm(specs, self._source(), self.following, "report", self._needs)
        self._slipped = Slipped(self)

    def compose(self) -> ComposeResult:
        """Draw the list, the answers and the fields."""
        yield self._lines
        yield self._which
        with Horizontal(id="answers"):
            for id_, label in self._labels().items():
                button = Button(label, compact=True, id=id_)
                button.styles.line_pad, button.styles.width = 0, cell_len(label)
                button.can_focus = False  # its key does the same, and Tab leads to the fields
                yield button
        yield self._form

    def _labels(self) -> dict[str, str]:
        tr = self.voice.tr
        return {
            "done": tr("Done 1/d"),
            "doing": tr("Going on 2/g"),
            "blocked": tr("Blocked 3/b"),
            "dropped": tr("Drop 4/x"),
            "cut": tr("Smaller 5/c"),
            "owner": tr("Hand on 6/o"),
        }

    def keys(self) -> str:
        """Return what the keys do here."""
        tr = self.voice.tr
        return tr("F2: the next one   Tab: to the fields   Shift+Tab: to the list   Space: later, away today")

    def enter(self) -> None:
        """Put the cursor to the first action that nothing was said of today."""
        self._lines.highlight(next(iter(self._unspoken()), next(iter(self._ids()), "")))
        self._show_chosen()
        self._lines.focus()

    # What is in the list

    def _rows(self) -> list[Line]:
        rows = []
        for owner, pairs in self.today.turns():
            member = self.session.members.get(owner)
            names = (called(self.voice, member), seat_beside(self.voice, member)) if member else ()
            heading = "  ".join(name for name in names if name) or self.voice.tr("nobody yet")
            rows.append(Line(f"@{owner}", heading, heading=True))
            rows += [Line(id_, self._line(id_, action), indent=1) for id_, action in pairs]
        return rows

    def _line(self, id_: str, action: Action) -> str:
        report = self.today.report(id_)
        state = self.voice.say(STATUSES[action.status]) if report else "-"
        due = action.due.isoformat() if action.due and action.status in OPEN else ""
        return "  ".join(part for part in (state, action.title, due) if part)

    def _ids(self) -> list[str]:
        return [id_ for _, pairs in self.today.turns() for id_, _ in pairs]

    def _unspoken(self) -> list[str]:
        return [id_ for id_ in self._ids() if not self.today.report(id_)]

    def status_of(self, id_: str) -> Status:
        """Return the state of an action, or that which was asked for it and needs a word more."""
        return self._wanted.get(id_) or self.session.actions[id_].status

    # Which one is spoken of

    def _source(self) -> ReportSource:
        id_ = self._chosen
        return ReportSource(self.today, id_, self.status_of, lambda: self._was_said(id_))

    def _whom(self) -> list[Choice]:
        return whom_to_ask(self.today, self._chosen)

    def _needs(self, key: str) -> str:
        if key == "reason" and self._wanted.get(self._chosen) == "dropped":
            return self.voice.tr("a dropped action needs a reason; any honest one will do")
        return ""

    @on(Lines.Highlighted)
    def _moved(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the fields of the action the cursor is at; at a heading, those of its first one."""
        ids = [line.id for line in self._lines.lines]
        at = ids.index(self._lines.chosen) if self._lines.chosen in ids else 0
        found = next((id_ for id_ in ids[at:] if not id_.startswith("@")), "")
        if found != self._chosen:
            self._chosen = found
            self._form.over(self._source())
        self._show_fields()
        self._take_turns()

    def _show_fields(self) -> None:
        action = self.session.actions.get(self._chosen)
        self._form.display = action is not None
        if action is None:
            self._which.update(self.voice.tr("Nothing is open. Thank you."))
            return
        specs = report_specs(self.today, self.status_of(self._chosen), self._whom)
        if [spec.key for spec in specs] != [field.spec.key for field in self._form.fields]:
            self._form.put_specs(specs)
        self._which.update("\n".join(part for part in self._told(action) if part))
        for id_ in ("cut", "owner"):
            self.query(f"#{id_}").set(display=self._is_offered(action))

    def _is_offered(self, action: Action) -> bool:
        """Tell whether another way on is proposed: its day has moved twice, and it is still open."""
        return wants_another_way(action)

    def _told(self, action: Action) -> tuple[str, ...]:
        """Return an action as a list cannot show it, and what was said of it the last time."""
        tr, last = self.voice.tr, self.today.last_report(self._chosen)
        before = ""
        if last and last.next_step:
            before = tr("Last time: {step}", step=last.next_step) + (f" ({last.next_by})" if last.next_by else "")
        elif action.first_step:
            by = f" ({action.first_step_by})" if action.first_step_by else ""
            before = tr("{First_step}: {step}", step=action.first_step) + by
        slips = ""
        if self._is_offered(action):
            n = len(action.slipped)
            slips = tr("Its day has moved {n} times. 5: smaller, 6: another owner, 4: drop, Enter: as it is", n=n)
        return (action.title, before, slips)

    # Whose minute it is

    def _take_turns(self) -> None:
        action = self.session.actions.get(self._chosen)
        owner = action.owner if action else ""
        now = time.monotonic()
        self._spent[self._speaking] = self._spent.get(self._speaking, 0.0) + now - self._since
        self._speaking, self._since = owner, now

    def state(self) -> str:
        """Return how long the owner has spoken."""
        spent = self._spent.get(self._speaking, 0.0) + time.monotonic() - self._since
        action = self.session.actions.get(self._chosen)
        return f"{self.owner_name(action)} {clock(int(spent))} / {clock(MINUTE)}" if action else ""

    # What is said

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        self._show_chosen()
        self.answer(event.command)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._form.flush()
        self.answer(str(event.button.id))

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        if self._chosen:
            self._form.enter()

    def answer(self, command: str) -> None:
        """Say of the chosen action how it stands, or go past it."""
        if command == "pass":
            self._pass()
        elif self._chosen and command in STATES:
            self._stand(STATES[command])
        elif self._chosen and command == "cut":
            self._slipped.cut(self._chosen)
        elif self._chosen and command == "owner":
            self._slipped.hand_on(self._chosen)

    def _stand(self, status: Status) -> None:
        id_, standing = self._chosen, self.session.actions[self._chosen].status
        needs_more = status in ("blocked", "dropped")
        self._wanted.pop(id_, None)
        if needs_more and standing != status:
            self._wanted[id_] = status
            self._show_fields()
            self._form.enter()
            if isinstance(self._form.editor, Pick):
                self._form.editor.action_open()
            return
        if self.tell(self.today.say(id_, {"status": status})):
            self._show_fields()
            if status == "done":
                self.following()
            elif not self._is_offered(self.session.actions[id_]):  # else it is asked how to go on, by one key
                self._form.enter()

    def _was_said(self, id_: str) -> None:
        asked = self._wanted.pop(id_, None) == "blocked"
        self.said()
        if asked and self._form.at.spec.key == "ask":
            self.call_later(self._form.step, 1)

    def following(self) -> None:
        """Go to the next action that nothing was said of today; after the last of all, stay in the list."""
        self._form.flush()
        self._go_on(self._unspoken())

    def _pass(self) -> None:
        """Go to the first action of the next owner of whom something is still to be said."""
        action = self.session.actions.get(self._chosen)
        owner = action.owner if action else ""
        self._go_on([id_ for id_ in self._unspoken() if self.session.actions[id_].owner != owner])

    def _go_on(self, left: list[str]) -> None:
        order = self._ids()
        at = order.index(self._chosen) if self._chosen in order else 0
        self._lines.highlight(next((id_ for id_ in (*order[at + 1 :], *order[:at]) if id_ in left), self._chosen))
        self._show_chosen()
        self._lines.focus()

    def on_key(self, event: events.Key) -> None:
        """Go from the first field up into the list."""
        if event.key == "up" and self._form.has_focus_within:
            event.stop()
            self._form.flush()
            self._lines.focus()

    def back_in_list(self, ids: Iterable[str]) -> None:
        """Come back into the list, to the first of these actions where there is one."""
        self._lines.highlight(next(iter(ids), self._chosen))
        self._show_chosen()
        self._lines.focus()

    # What is drawn

    def draw(self, *, fields: bool = False) -> None:
        """Draw the list as it is now."""
        self._lines.show(self._rows())
        if fields:
            self._form.refresh_fields()
        if self._chosen not in self._ids():
            self._show_chosen()
        else:
            self._show_fields()
