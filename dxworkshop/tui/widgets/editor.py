"""The controls of a form: each lies over the field where the cursor is, and knows how to leave it."""

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from dxworkshop.tui.japanese import JapaneseInput, JapaneseTextArea
from dxworkshop.tui.widgets.field import Field, Pick
from dxworkshop.tui.widgets.lines import cut, drawable, more_sign


class Sheet(Widget):
    """What a control lies on: fields, in one of which the cursor is."""

    @property
    def at(self) -> Field:
        """The field the cursor is in."""
        raise NotImplementedError

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next field or the one before; beyond the ends, if wanted, to what stands beside the sheet.

        Return whether there was somewhere to go.
        """
        raise NotImplementedError


class LineEditor(JapaneseInput):
    """The control of a one-line field: Tab and Enter leave it, and so do the arrows up and down."""

    def on_key(self, event: events.Key) -> None:
        """Leave by Tab, Enter and arrows; an arrow beyond the ends is left to what scrolls the sheet."""
        _leave(self, event, leave=("tab", "enter"))
        sheet = self.parent
        if event.key in ("up", "down") and isinstance(sheet, Sheet):
            event.prevent_default()
            if sheet.step(-1 if event.key == "up" else 1, beyond=False):
                event.stop()

    def render_line(self, y: int) -> Strip:
        """Draw the text; while nobody types here, what is to be seen of it."""
        sheet = self.parent
        if self.has_focus or y or not self.value or not (isinstance(sheet, Sheet) and sheet.at.spec.display):
            return super().render_line(y)
        width = self.size.width
        return Strip([Segment(cut(drawable(sheet.at.shown), width, more_sign(self)), self.rich_style)], width)


class TextEditor(JapaneseTextArea):
    """The control of a field of several lines; Tab leaves it, and Enter where one sentence is wanted."""

    def on_key(self, event: events.Key) -> None:
        """Leave by Tab."""
        sheet = self.parent
        single = isinstance(sheet, Sheet) and sheet.at.spec.single
        _leave(self, event, leave=("tab", "enter") if single else ("tab",))


class PickEditor(Pick):
    """The control of a field that is picked from a list; Tab leaves it."""

    def on_key(self, event: events.Key) -> None:
        """Leave by Tab."""
        _leave(self, event, leave=("tab",))


Editor = LineEditor | TextEditor | PickEditor
"""Every control there is."""


def _leave(editor: Editor, event: events.Key, leave: tuple[str, ...]) -> None:
    """Leave a field at once, so that the next key goes to where this one led."""
    sheet = editor.parent
    if isinstance(sheet, Sheet) and (event.key in leave or event.key == "shift+tab"):
        event.stop()
        event.prevent_default()
        sheet.step(-1 if event.key == "shift+tab" else 1, beyond=event.key != "enter")
