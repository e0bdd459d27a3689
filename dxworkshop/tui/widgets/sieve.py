"""A list that is narrowed by typing: what is no key of the list goes into the line above it, at once."""

from collections.abc import Callable, Mapping

from textual import events

from dxworkshop.tui.japanese import JapaneseInput, one_line
from dxworkshop.tui.widgets.lines import Lines


class SieveLine(JapaneseInput):
    """The line above the list; its owner is told of every change in the same moment, before the next key."""

    def __init__(self, changed: Callable[[str], None], placeholder: str, *, id: str) -> None:  # noqa: A002
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._changed = changed

    def watch_value(self, value: str) -> None:
        """Tell the owner."""
        if self.is_mounted:
            self._changed(value)

    def catch(self, text: str) -> None:
        """Take text that was typed into the list, and have the cursor from here on."""
        if self.value or text.strip():
            self.insert_text_at_cursor(text)
            self.screen.set_focus(self)


class SieveLines(Lines):
    """The list; text that means nothing to it goes to the line."""

    def __init__(self, keys: Mapping[str, str], typed: Callable[[str], None], *, id: str) -> None:  # noqa: A002
        super().__init__((), keys, id=id)
        self._typed = typed

    async def on_key(self, event: events.Key) -> None:
        """Hand on what is no key here; Textual asks the list itself next, where this one does not stop it."""
        if event.is_printable and not self._command(event):
            event.stop()
            event.prevent_default()
            self._typed(event.character or "")

    def on_paste(self, event: events.Paste) -> None:
        """Hand on what is pasted, as one line."""
        event.stop()
        event.prevent_default()
        self._typed(one_line(event.text))
