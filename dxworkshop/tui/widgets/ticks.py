"""A list to tick: what is ticked shows without colour."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Ticks(OptionList):
    """Texts that are ticked and unticked by space, Enter or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", show=False)]

    class Toggled(Message):
        """A text is to be ticked, or to be unticked."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, texts: Sequence[str], ticked: Collection[str]) -> None:
        super().__init__(markup=False, compact=True)
        self._texts = list(texts)
        self.show(ticked)

    def show(self, ticked: Collection[str]) -> None:
        """Draw the ticks as they are now."""
        at = self.highlighted or 0
        self.clear_options()
        self.add_options([Option(f"[{'x' if text in ticked else ' '}] {text}") for text in self._texts])
        self.highlighted = at if self._texts else None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Toggled(self._texts[event.option_index]))
