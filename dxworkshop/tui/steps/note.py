"""What the views that work on notes have in common: their step, the words of a note or group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Edit
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import CollectStep, Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.steps.wall import Sheet
from dxworkshop.tui.widgets.lines import Line, Lines, drawable, more_sign
from dxworkshop.tui.widgets.prose import wrap

LOW = 18
"""Rows below which a view leaves out what it can."""
BESIDE = 54
"""Cells from which two things stand side by side."""


class Slips(Lines):
    """A list of notes; it tells when it has another width, as its lines are cut to it."""

    @dataclass
    class Fitted(Message):
        """The list has its size."""

        lines: "Slips"

    @property
    def sheet(self) -> Sheet:
        """How its lines are to be drawn."""
        return Sheet(self.scrollable_content_region.width, more_sign(self))

    def on_resize(self) -> None:
        """Tell whoever made the lines."""
        self.post_message(self.Fitted(self))


class Whole(Widget):
    """The whole of a text of which a list shows the beginning, in as many rows as there are."""

    def __init__(self) -> None:
        super().__init__(classes="whole")
        self._text = ""

    def update(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Text:
        """Draw the lines, with a sign where there are more."""
        return Text("\n".join(self.rows(self.content_size)), no_wrap=True)

    def rows(self, room: Size) -> list[str]:
        """Return what is drawn of the text."""
        lines = [row for line in self._text.split("\n") for row in wrap(drawable(line), room.width)]
        if len(lines) <= room.height:
            return lines
        kept, more = lines[: max(0, room.height)], more_sign(self)
        if kept:
            kept[-1] = set_cell_size(kept[-1], min(room.width - len(more), len(kept[-1]) * 2)).rstrip() + more
        return kept


class NoteView(StepView):
    """A view of a step that works on notes and groups."""

    DEFAULT_CSS: ClassVar[str] = """
    NoteView .prompt {
        width: 1fr;
        text-style: bold;
        color: $accent;
        margin-bottom: 1;
    }
    NoteView.-low .prompt {
        margin-bottom: 0;
    }
    NoteView .status {
        width: 1fr;
        text-style: bold;
    }
    NoteView .said {
        width: 1fr;
        color: $text-error;
    }
    NoteView .keys {
        width: 1fr;
    }
    NoteView .whole {
        display: none;
        width: 1fr;
        height: 3;
        background: $surface;
    }
    NoteView.-long .whole {
        display: block;
    }
    NoteView.-low .whole {
        height: 2;
    }
    NoteView .body {
        height: auto;
        layout: vertical;
    }
    NoteView.-beside .body {
        layout: horizontal;
    }
    """

    def reveal(self) -> str:
        """Show the notes to the room, to be read out, or only their number again."""
        step, tr = self.desk.session.workshop.steps.get(self.step_id), self.voice.tr
        if not isinstance(step, CollectStep):
            return super().reveal()
        refused = self.desk.ask(Edit("step", self.step_id, {"shown": not step.shown}))
        if refused is None:
            on_wall, off = (
                tr("The notes are on the wall now."),
                tr("The wall shows only how many notes there are."),
            )
            self.notify(off if step.shown else on_wall, markup=False)
        return self.voice.say(refused.sentence) if refused else ""

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        steps = desk.session.workshop.steps
        self.step_id: str = next((id_ for id_, other in steps.items() if other is step), desk.facilitation.step())
        """Id of the step."""

    def on_resize(self, event: events.Resize) -> None:
        """Make the most of the room there is."""
        self.set_class(event.size.height < LOW, "-low")
        self.set_class(event.size.width >= BESIDE, "-beside")

    def words(self, id_: str) -> str:
        """Return what a note says or a group is called; of a nameless group, what its first note says."""
        session = self.desk.session
        if id_ in session.notes:
            return session.notes[id_].text
        if id_ not in session.groups:
            return id_
        if name := session.groups[id_].name.strip():
            return name
        first = next((note.text for _, note in shown(session.notes) if note.group == id_), "")
        return f"{self.nameless} {first}".rstrip()

    def show_slips(self, slips: Slips, lines: Sequence[Line]) -> None:
        """Show notes or groups; where one is longer than its line, make room for the whole of the chosen one."""
        slips.show(lines)
        more = slips.sheet.more
        self.set_class(any(more in line.text and not self._seen(line) for line in lines), "-long")

    def hidden(self, lines: Lines) -> str:
        """Return the whole text of the chosen line, if the list shows less."""
        chosen = next((line for line in lines.lines if line.id == lines.chosen), None)
        return "" if chosen is None or self._seen(chosen) else self.words(chosen.id)

    def _seen(self, line: Line) -> bool:
        return drawable(self.words(line.id)).strip() in line.text

    @property
    def nameless(self) -> str:
        """What stands for the name of a group that has none."""
        return self.voice.tr("(no name yet)")
