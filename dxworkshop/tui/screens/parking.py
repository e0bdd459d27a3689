"""The parking lot and the question box: what comes up at the wrong moment, and what the audience asks."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from dxworkshop import calendar, ident
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Add, Change, Edit, Remove
from dxworkshop.model.order import in_parking_order
from dxworkshop.model.promote import parked
from dxworkshop.model.session import Parked
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.japanese import one_line
from dxworkshop.tui.widgets.entry import Entry
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.pause import Pause
from dxworkshop.tui.widgets.prose import Prose

DRAFT = "parked/entry"
"""Where words that were typed and not entered are kept."""
_KEYS = {
    "+": "up",
    "=": "up",
    ";": "up",
    "-": "down",
    "space": "answered",
    "tab": "kind",
    "f3": "remove",
    "f2": "write",
}
"""What a key does to the one that is chosen; ``;`` is the plus key of a Japanese keyboard without Shift."""


class ParkingScreen(ModalScreen[None]):
    """A line to type into, and all that is parked below it: up-votes, answers, what is done with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f12", "leave", show=False, priority=True),
        Binding("down", "below", show=False, priority=True),
        Binding("f8", "undo", show=False, priority=True),
        Binding("f9", "redo", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__()
        self._desk = desk
        self._voice = voice
        self._answering = ""
        self._pause = Pause(self.flush)
        self._entry = Entry(voice.tr("Park"), voice.tr("a topic for later, or a question with a ? behind it"))
        self._list = Lines(keys=_KEYS, id="parked")
        self._whole = Prose("", classes="note")

    def compose(self) -> ComposeResult:
        """Draw the line, the list and the keys."""
        tr = self._voice.tr
        with Vertical(classes="dialog -broad"):
            yield Label(tr("{Parking_lot} and questions"), classes="title", markup=False)
            yield self._entry
            yield self._list
            yield self._whole
            keys = tr(
                "Enter: write the answer   +/-: wanted by   Space: dealt with   Tab: topic or question   "
                "F3: remove   F2: the next one   Esc: leave"
            )
            yield Prose(keys, classes="keys")

    def on_mount(self) -> None:
        """Put the cursor into the line, with what was typed there before."""
        self._entry.put(self._desk.draft(DRAFT))
        self._draw()
        self._entry.focus()

    def changed_by_others(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Draw what others wrote, and say what became of the answer that is being typed here."""
        if ("parked", self._answering, "answer") in touched:
            sentence = self._voice.tr("somebody else wrote here: {text}", text=self._before())
            self.notify(sentence, severity="warning", markup=False)
        self._draw()

    def flush(self) -> None:
        """Keep what is typed and not entered; an answer half written waits with its question."""
        self._pause.over()
        text = self._entry.typed_but_not_entered
        self._desk.keep_draft(self._draft(), "" if text == one_line(self._before()) else text)

    @on(Entry.Typed)
    def _typed(self, event: Entry.Typed) -> None:
        event.stop()
        self._pause.typed(self, event.unentered)

    @on(Entry.Entered)
    def _entered(self, event: Entry.Entered) -> None:
        event.stop()
        if self._answering:
            change: Change = Edit("parked", self._answering, {"answer": event.text, "answered": True})
        else:
            change = Add("parked", ident.new_id(), parked(event.text))
        if refused := self._desk.ask(change):
            self._entry.refuse(event.text, self._voice.say(refused.sentence))
            return
        self._done()

    @on(Entry.Passed)
    def _passed(self, event: Entry.Passed) -> None:
        """Take the answer back where its line was emptied; there is nothing to enter where there was none."""
        event.stop()
        if not self._answering:
            return
        if self._before():
            self._tell(self._desk.ask(Edit("parked", self._answering, {"answer": "", "answered": False})))
        self._done()

    def _done(self) -> None:
        """Let the line take the next one, with what was typed since Enter."""
        ahead = self._entry.typed_but_not_entered
        self._desk.keep_draft(self._draft(), "")
        if self._answering:
            self._answering = ""
            if ahead:
                self._desk.keep_draft(DRAFT, "\n".join(filter(None, (self._desk.draft(DRAFT), ahead))))
            self._show_next()
        self._draw()

    @on(Entry.Left)
    def _left(self, event: Entry.Left) -> None:
        event.stop()
        self.action_leave()

    @on(Lines.Highlighted)
    def _highlighted(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._draw()

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        self.flush()
        self._answering = event.id
        self._entry.label = self._voice.tr("Answer")
        self._entry.single = True
        self._entry.put(one_line(self._desk.draft(self._draft()) or self._before()))
        self._entry.focus()

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        if event.command == "write":
            self._write_next()
            self._entry.focus()
            return
        item = self._desk.session.parked.get(event.id)
        if item is not None and (change := self._change(event.command, event.id, item)):
            self._tell(self._desk.ask(change))
        self._draw()

    def _change(self, command: str, id_: str, item: Parked) -> Change | None:
        match command:
            case "up" | "down":
                return Edit("parked", id_, {"ups": max(0, item.ups + (1 if command == "up" else -1))})
            case "answered":
                return Edit("parked", id_, {"answered": not item.answered})
            case "kind":
                return Edit("parked", id_, {"kind": "topic" if item.kind == "question" else "question"})
            case "remove":
                return Remove("parked", id_, calendar.now().isoformat())
        return None

    def action_below(self) -> None:
        """Go from the line into the list, or on in the list."""
        if self._list.has_focus:
            self._list.action_move(1)
        elif self._list.lines:
            self._list.focus()

    def action_undo(self) -> None:
        """Take the last change back."""
        self.flush()
        self._tell(self._desk.undo())
        self._draw()

    def action_redo(self) -> None:
        """Do the last undone change again."""
        self._tell(self._desk.redo())
        self._draw()

    def action_leave(self) -> None:
        """Go back to the step; from an answer, to the line for the next one."""
        self.flush()
        if self._answering:
            self._write_next()
            self._list.focus()
        else:
            self.dismiss(None)

    def _write_next(self) -> None:
        """Let the line take the next topic or question; an answer half written is kept."""
        if self._answering:
            self.flush()
            self._answering = ""
            self._show_next()

    def _show_next(self) -> None:
        self._entry.label = self._voice.tr("Park")
        self._entry.single = False
        self._entry.put(self._desk.draft(DRAFT))

    def _draft(self) -> str:
        return _answer_to(self._answering) if self._answering else DRAFT

    def _before(self) -> str:
        """Return the answer that stood in the line when the typing began."""
        item = self._desk.session.parked.get(self._answering)
        return item.answer if item is not None else ""

    def _take_up(self) -> None:
        """Put answers half written to what is not there any more into the line for the next one.

        As with notes: words that were typed stay where somebody sees them and can enter them, or leave them out. A
        draft that waited behind a question which may never come back would be counted, and found by nobody.
        """
        gone = bool(self._lost((self._draft(),)))
        if not gone and not self._lost(self._desk.facilitation.drafts):
            return
        self.flush()
        lost = self._lost(self._desk.facilitation.drafts)
        texts = [text for key in (DRAFT, *lost) if (text := self._desk.draft(key))]
        for key in lost:
            self._desk.keep_draft(key, "")
        self._desk.keep_draft(DRAFT, "\n".join(texts))
        self._answering = "" if gone else self._answering
        if not self._answering:
            self._show_next()

    def _lost(self, drafts: Iterable[str]) -> list[str]:
        """Return those drafts that are answers to what is not there any more."""
        there = {_answer_to(id_) for id_, _ in in_parking_order(self._desk.session)}
        return sorted(key for key in drafts if _is_answer(key) and key not in there)

    def _tell(self, refused: DxError | None) -> None:
        if refused:
            self.notify(self._voice.say(refused.sentence), severity="warning", markup=False)

    def _draw(self) -> None:
        self._take_up()
        items = in_parking_order(self._desk.session)
        self._list.show([Line(id_, self._line(item)) for id_, item in items])
        self._list.display = bool(items)
        chosen = dict(items).get(self._list.chosen)
        answer = "\n" + self._voice.tr("Answer") + f": {chosen.answer}" if chosen and chosen.answer else ""
        self._whole.update(f"{chosen.text}{answer}" if chosen else self._voice.tr("Nothing is parked yet."))

    def _line(self, item: Parked) -> str:
        tr = self._voice.tr
        mark = "[x]" if item.answered else "[ ]"
        kind = tr("question") if item.kind == "question" else tr("topic")
        return f"{mark} +{item.ups:<2} {kind}  {item.text}"


def _answer_to(id_: str) -> str:
    """Return the name of the draft of an answer."""
    return f"parked/{id_}/answer"


def _is_answer(draft: str) -> bool:
    return draft.startswith("parked/") and draft.endswith("/answer")
