"""One line to type into, again and again: a text, Enter, the next text.

Whoever types follows the room, not the screen. So the line is free again at once after Enter, and a text that
is refused is never lost: it comes back into the line, or waits below it where the next one is already typed.
Where an owner wants one text and then closes the line, a paste of several lines is one text.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

from dxworkshop.i18n import tr
from dxworkshop.tui.japanese import JapaneseInput, clean_text, one_line
from dxworkshop.tui.widgets.lines import cut, drawable, more_sign
from dxworkshop.tui.widgets.prose import wrap

NARROWEST = 8
"""Least width of the line, in cells."""
WAITING = 2
"""Refused texts that are shown below the line; the rest is counted."""


class EntryLine(JapaneseInput):
    """The control of an entry: Enter enters, Escape leaves."""

    def on_key(self, event: events.Key) -> None:
        """Enter and leave at once, so that the next key finds the line free."""
        entry = self.parent
        if not isinstance(entry, Entry):
            return
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                entry.enter()
            else:
                entry.post_message(entry.Left(entry))
        elif event.is_printable:
            entry.make_room(event.time)

    def on_paste(self, event: events.Paste) -> None:
        """Enter all lines of a paste but the last; where one text is wanted, they are one."""
        event.stop()
        event.prevent_default()
        if isinstance(self.parent, Entry):
            self.parent.make_room(event.time)
        self._insert(event.text)

    def action_paste(self) -> None:
        """Insert the app's own clipboard like any other."""
        self._insert(self.app.clipboard)

    def watch_value(self) -> None:
        """Tell the entry in the same moment: a message of its own would come after the text was entered."""
        if isinstance(self.parent, Entry):
            self.parent.changed()

    def _insert(self, pasted: str) -> None:
        cleaned = clean_text(pasted)
        if not cleaned:
            return
        start, end = sorted(self.selection)
        before, behind = self.value[:start], self.value[end:]
        if isinstance(self.parent, Entry) and self.parent.single:
            cleaned = " ".join(line.strip() for line in cleaned.split("\n") if line.strip())
        *whole, last = (before + cleaned).split("\n")
        if isinstance(self.parent, Entry):
            self.parent.enter_all(whole)
        last = last.replace("\t", " ")
        self.value = last + behind
        self.cursor_position = len(last)


class Entry(Widget):
    """A labelled line for what is said one after the other."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"entry--label", "entry--refused"}

    @dataclass
    class Entered(Message):
        """A text was entered; the line is free for the next."""

        text: str
        entry: "Entry"

        @property
        def control(self) -> "Entry":
            """The entry."""
            return self.entry

    @dataclass
    class Passed(Message):
        """Enter was pressed on an empty line."""

        entry: "Entry"

        @property
        def control(self) -> "Entry":
            """The entry."""
            return self.entry

    @dataclass
    class Left(Message):
        """Escape was pressed; what is in the line stays there."""

        entry: "Entry"

        @property
        def control(self) -> "Entry":
            """The entry."""
            return self.entry

    @dataclass
    class Typed(Message):
        """What is typed changed, by whatever: a key, Enter, `put`, `refuse`."""

        text: str
        """What is in the line."""
        unentered: str
        """That, and the refused texts before it: what is to be kept as a draft."""
        entry: "Entry"

        @property
        def control(self) -> "Entry":
            """The entry."""
            return self.entry

    def __init__(
        self,
        label: str = "",
        hint: str = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        single: bool = False,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.single = single
        """Whether its owner takes one text and goes elsewhere: the lines of a paste are then one text."""
        self._label = label
        self._line = EntryLine(placeholder=hint, compact=True, select_on_focus=False)
        self._line.cursor_blink = False
        self._line.styles.position = "absolute"
        self._why = ""
        """Why the text in the line was refused."""
        self._back_at = 0.0
        """When a refused text came back into the line."""
        self._waiting: list[tuple[str, str]] = []
        """Refused texts that found the line in use, and why."""

    def compose(self) -> ComposeResult:
        """Make the line."""
        yield self._line

    @property
    def label(self) -> str:
        """What stands before the line."""
        return self._label

    @label.setter
    def label(self, label: str) -> None:
        if label != self._label:
            self._label = label
            self._redraw()

    @property
    def hint(self) -> str:
        """What stands in the line while it is empty."""
        return self._line.placeholder

    @hint.setter
    def hint(self, hint: str) -> None:
        self._line.placeholder = hint

    @property
    def text(self) -> str:
        """What is typed in the line and not entered yet."""
        return self._line.value

    @property
    def typed_but_not_entered(self) -> str:
        """All that was typed and is nowhere else, one text a line: refused texts, then what is in the line."""
        texts = [text for text, _ in self._waiting] + [self.text]
        return "\n".join(text for text in texts if text.strip())

    def put(self, text: str) -> None:
        """Put a text or a draft in place of all that is typed; of several lines the last goes into the line."""
        texts = [one_line(line) for line in clean_text(text).split("\n") if line.strip()] or [""]
        self._waiting = [(line, "") for line in texts[:-1]]
        self._why, self._back_at = "", 0.0
        self._fill(texts[-1])
        self._redraw()

    def refuse(self, text: str, why: str) -> None:
        """Give a text back that was entered and cannot be taken in, and show why."""
        if self.text.strip():
            self._waiting.append((one_line(text), why))
            self._told()
        else:
            self._fill(one_line(text))
            # A message is stamped by the clock that stamps the keys.
            self._why, self._back_at = why, Message().time
        self._redraw()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Put the cursor into the line at once, so that the next key finds it there."""
        if self._line.is_attached:
            self.screen.set_focus(self._line, scroll_visible=scroll_visible)
        else:
            self._line.focus(scroll_visible)
        return self

    # What the line asks for

    def enter(self) -> None:
        """Enter what is in the line; on an empty line take up a refused text, or pass."""
        if self.text.strip():
            self.enter_all([self.text])
            self._fill("")
            return
        self._fill("")
        if self._waiting:
            text, why = self._waiting.pop(0)
            self._fill(text)
            self._why = why
            self._redraw()
        else:
            self.post_message(self.Passed(self))

    def enter_all(self, texts: list[str]) -> None:
        """Enter texts one after the other; those without a word are left out."""
        for text in texts:
            if text.strip():
                self.post_message(self.Entered(one_line(text), self))

    def make_room(self, typed_at: float) -> None:
        """Free the line of a refused text for a key that was pressed before the text came back."""
        if self._back_at > typed_at:
            self._waiting.append((self.text, self._why))
            self._fill("")
            self._redraw()

    def changed(self) -> None:
        """Forget why the text was refused, and tell the owner."""
        self._back_at = 0.0
        if self._why:
            self._why = ""
            self._redraw()
        self._told()

    def _told(self) -> None:
        # Whoever called, the message is the entry's own: it goes all the way up.
        message = self.Typed(self.text, self.typed_but_not_entered, self)
        self.post_message(message.set_sender(self))

    def _fill(self, text: str) -> None:
        if self._line.is_attached:
            self._line.value = text
            self._line.cursor_position = len(text)
        else:
            # Without an app around it, Textual's control can be given a text only behind the back of its watchers.
            self._line.set_reactive(Input.value, text)
            self._line.set_reactive(Input.selection, Selection.cursor(len(text)))

    @on(Input.Changed)
    @on(Input.Blurred)
    def _own(self, event: Input.Changed | Input.Blurred) -> None:
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Go to the line."""
        event.stop()
        self.focus()

    # What is drawn

    def on_resize(self) -> None:
        """Keep the line behind the label."""
        self._place()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of the line and of what was refused."""
        return 1 + len(self._below(width))

    def render(self) -> Text:
        """Draw the label, and what was refused."""
        width = self.content_size.width
        margin = self._margin(width)
        label = cut(drawable(self._label), max(0, margin - 1), more_sign(self)) + " "
        refused = self.get_component_rich_style("entry--refused")
        rows = [Text(set_cell_size(label, margin), self.get_component_rich_style("entry--label"))]
        rows += [Text(" " * margin + row, refused) for row in self._below(width)]
        return Text("\n", no_wrap=True, overflow="crop").join(rows)

    def _margin(self, width: int) -> int:
        return min(cell_len(drawable(self._label)) + 1, width // 2) if self._label else 0

    def _below(self, width: int) -> list[str]:
        room = max(2, width - self._margin(width))
        rows = wrap(drawable(self._why), room) if self._why else []
        if self._waiting:
            rows += wrap(tr("not taken in; Enter on the empty line brings it back:"), room)
        for text, why in self._waiting[:WAITING]:
            rows.append(cut(drawable(f"{text}  {why}"), room, more_sign(self)).rstrip())
        if len(self._waiting) > WAITING:
            rows[-1] = f"{cut(rows[-1], room - 6, more_sign(self)).rstrip()} (+{len(self._waiting) - WAITING})"
        return rows

    def _redraw(self) -> None:
        self.refresh(layout=True)
        self._place()

    def _place(self) -> None:
        margin = self._margin(self.content_size.width)
        self._line.styles.offset = (margin, 0)
        # Before the first layout there is no width yet, and Textual cannot wrap a hint into less than a cell.
        self._line.styles.width = max(NARROWEST, self.content_size.width - margin)
        self._line.styles.height = 1
