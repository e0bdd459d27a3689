"""When what is being typed is kept: at the first pause, or without one after a while, or when there is much."""

import time
from collections.abc import Callable

from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

PAUSE = 0.5
"""Seconds without a key after which what was typed is kept."""
MOST = 200
"""Characters after which it is kept although nobody pauses."""
LONGEST = 2.0
"""Seconds after which it is kept although nobody pauses."""


class Typing(Message):
    """Something is being typed that is not kept yet, or no longer."""

    def __init__(self, *, going_on: bool) -> None:
        super().__init__()
        self.going_on = going_on
        """Whether it is."""


class Pause:
    """Waits for a pause in the typing of one field or line."""

    def __init__(self, keep: Callable[[], None]) -> None:
        """Make it; `keep` takes in what was typed, and calls `over`."""
        self._keep = keep
        self._timer: Timer | None = None
        self._text = ""
        self._count = 0
        self._since = 0.0
        self._widget: Widget | None = None

    def typed(self, widget: Widget, text: str) -> None:
        """Note that a text reads like this by now, and wait; the timer is the widget's."""
        self._count += max(1, abs(len(text) - len(self._text)))
        self._text = text
        if self._timer is None:
            self._timer, self._since, self._widget = widget.set_timer(PAUSE, self._keep), time.monotonic(), widget
            widget.post_message(Typing(going_on=True))
        if self._count >= MOST or time.monotonic() - self._since >= LONGEST:
            self._keep()
        else:
            self._timer.reset()

    def over(self) -> None:
        """Wait no more: what was typed is kept, or is there no more."""
        if self._timer is not None and self._widget is not None:
            self._timer.stop()
            self._widget.post_message(Typing(going_on=False))
        self._timer, self._count = None, 0
