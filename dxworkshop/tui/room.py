"""The parts of the screen before the room: the step, its time, what it is about, and short lines below."""

from typing import ClassVar

from textual.app import RenderResult
from textual.geometry import Size
from textual.theme import Theme
from textual.widget import Widget

from dxworkshop import i18n
from dxworkshop.i18n import Voice
from dxworkshop.report.scene import Clock, Stage
from dxworkshop.tui.canvas import Line, drawn, figures, wrapped
from dxworkshop.tui.widgets.picture import ascii_only, cut, flow, plain, size

TITLE = 3
"""Most lines of the title."""
WIDE_FIGURES = 78
"""Columns from which its figures have their full width."""
LIGHT = Theme(
    "room-light",
    primary="#003a8c",
    warning="#ffd400",
    error="#b00020",
    background="#ffffff",
    foreground="#000000",
    panel="#e4e8ee",
    dark=False,
)
"""Black on white: what a projector shows best in a room that is not dark."""
DARK = Theme(
    "room-dark",
    primary="#9fd0ff",
    warning="#ffd400",
    error="#ff9a8d",
    background="#000000",
    foreground="#ffffff",
    panel="#22262c",
    dark=True,
)
"""White on black, for a screen in a dark room."""


class Banner(Widget):
    """What the step is called, and where in the workshop it is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"banner--title"}

    def __init__(self) -> None:
        super().__init__()
        self._place, self._title = "", ""

    def show(self, place: str, title: str) -> None:
        """Show another step."""
        if (place, title) != (self._place, self._title):
            self._place, self._title = place, title
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Draw the place and the title."""
        from rich.text import Text

        place, title = self._rows(self.content_size.width)
        text = Text("".join(f"{row}\n\n" for row in place), no_wrap=True)
        for n, row in enumerate(title):
            text.append("\n" if n else "").append(row, self.get_component_rich_style("banner--title"))
        return text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        place, title = self._rows(width)
        return 2 * len(place) + len(title)

    def _rows(self, width: int) -> tuple[list[str], list[str]]:
        wide, width = _wide(self), max(4, width)
        if self.screen.has_class("-compact"):
            return [], [cut(plain(self._title), width, wide)]
        title = at_most(TITLE, wrapped(plain(self._title), width - 2, wide), width - 2, wide)
        return [cut(plain(self._place), width, wide)], [f" {row} " for row in title]


class Timer(Widget):
    """The time, in figures that are read from the back of the room."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = Clock("", "ready", "")

    def show(self, clock: Clock) -> None:
        """Show another time."""
        if clock == self._clock:
            return
        before, self._clock = self._clock, clock
        for state in ("ready", "running", "over", "stopped"):
            self.set_class(state == clock.state, f"-{state}")
        changed = (len(before.big), before.words) != (len(clock.big), clock.words)
        self.refresh(layout=changed)

    def render(self) -> RenderResult:
        """Draw the figures, and below them what they mean."""
        from rich.text import Text

        return Text("\n".join(self.rows()), no_wrap=True)

    def rows(self) -> list[str]:
        """Return the lines."""
        wide, columns = _wide(self), self.app.size.width
        words = plain(self._clock.words)
        if self.screen.has_class("-compact"):
            return [f"  {cut(words, columns // 3, wide)} {self._clock.big}"]
        scale = 2 if self.screen.has_class("-broad") else 1
        rows = figures(self._clock.big, wide, scale, narrow=columns < WIDE_FIGURES)
        width = max(size(row, wide) for row in [*rows, words])
        return ["  " + " " * (width - size(row, wide)) + row for row in [*rows, words]]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return how many cells it takes."""
        return max(size(row, _wide(self)) for row in self.rows())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return len(self.rows())


class Board(Widget):
    """What the room works on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"board--{kind}" for kind in ("words", "heading", "entry", "more", "picture")
    }

    def __init__(self) -> None:
        super().__init__()
        self._stage: Stage | None = None
        self._voice = i18n.voice()

    def show(self, stage: Stage, voice: Voice) -> None:
        """Show another stage."""
        same = self._stage is not None and (stage.blocks, voice) == (self._stage.blocks, self._voice)
        self._stage, self._voice = stage, voice
        if not same:
            self.refresh()

    def render(self) -> RenderResult:
        """Draw the lines, a little above the middle where they leave room."""
        from rich.text import Text

        width, height = self.content_size
        lines = self.lines(width, height)
        text = Text("\n" * ((height - len(lines)) // 3), no_wrap=True)
        for n, line in enumerate(lines):
            text.append("\n" if n else "")
            for part, kind in line.parts or ((line.text, line.kind),):
                text.append(part, self.get_component_rich_style(f"board--{kind}"))
        return text

    def lines(self, width: int, height: int) -> list[Line]:
        """Return the lines."""
        if self._stage is None:
            return []
        return drawn(self._stage, width, height, _wide(self), self._more)

    def _more(self, number: int) -> str:
        return self._voice.trn("and {n} more", "and {n} more", number)


class Foot(Widget):
    """Short lines: what is kept of names, what waits, why this is not the newest; for a while, the keys."""

    def __init__(self) -> None:
        super().__init__(id="foot")
        self._parts: tuple[str, ...] = ()

    def show(self, parts: tuple[str, ...], *, trouble: bool) -> None:
        """Show other lines."""
        self.set_class(trouble, "-trouble")
        if parts != self._parts:
            self._parts = parts
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Draw them beside each other, on as few lines as they take."""
        from rich.text import Text

        return Text("\n".join(self._rows(self.content_size.width)), no_wrap=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return max(1, len(self._rows(width)))

    def _rows(self, width: int) -> list[str]:
        wide, width = _wide(self), max(4, width)
        parts = [row for part in self._parts for row in wrapped(plain(part), width, wide)]
        return at_most(max(1, self.app.size.height // 6), flow(parts, width, wide), width, wide)


def at_most(most: int, rows: list[str], width: int, wide: bool) -> list[str]:
    """Return at most so many lines; the last one has a sign where there were more."""
    return rows if len(rows) <= most else [*rows[: most - 1], cut("  ".join(rows[most - 1 :]), width, wide)]


def _wide(widget: Widget) -> bool:
    return widget.app.has_class("-wide-lines") or ascii_only()
