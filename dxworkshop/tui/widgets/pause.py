"""When what is being typed is kept: at the first pause, and without one as soon as there is much of it."""

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

PAUSE = 0.5
"""Seconds without a key after which what was typed is kept."""
MOST = 200
"""Characters after which it is kept although nobody pauses."""


class Pause:
    """Waits for a pause in the typing of one field or line."""

    def __init__(self, keep: Callable[[], None]) -> None:
        """Make it; `keep` takes in what was typed, and calls `over`."""
        self._keep = keep
        self._timer: Timer | None = None
        self._text = ""
        self._count = 0

    def typed(self, widget: Widget, text: str) -> None:
        """Note that a text reads like this by now, and wait; the timer is the widget's."""
        self._count += max(1, abs(len(text) - len(self._text)))
        self._text = text
        if self._count >= MOST:
            self._keep()
        elif self._timer is None:
            self._timer = widget.set_timer(PAUSE, self._keep)
        else:
            self._timer.reset()

    def over(self) -> None:
        """Wait no more: what was typed is kept, or is there no more."""
        if self._timer is not None:
            self._timer.stop()
        self._timer, self._count = None, 0
