"""A few facts, each on a line of its own: what does not fit is cut, so that nothing below ever moves."""

from collections.abc import Sequence

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from dxworkshop.tui.widgets.lines import cut, drawable, more_sign


class Told(Widget):
    """Lines to read, as many as there are, or as its style gives it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told."""
        return self._lines

    def tell(self, lines: Sequence[str]) -> None:
        """Tell something else."""
        if tuple(lines) != self._lines:
            taller = len(lines) != len(self._lines)
            self._lines = tuple(lines)
            self.refresh(layout=taller and self.styles.auto_dimensions)

    def render(self) -> Text:
        """Draw the lines."""
        width, more = self.content_size.width, more_sign(self)
        return Text("\n".join(cut(drawable(line), width, more) for line in self._lines), no_wrap=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are."""
        return len(self._lines)
