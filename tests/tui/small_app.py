"""A small app with a list of rows and a line to type into, and a hand that sends keys as a terminal does."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from dxworkshop.tui.japanese import JapaneseApp, PasteSafeParser
from dxworkshop.tui.widgets.entry import Entry
from dxworkshop.tui.widgets.lines import Line, Lines

UP, DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F"
CTRL_HOME, CTRL_END, PAGE_DOWN = "\x1b[1;5H", "\x1b[1;5F", "\x1b[6~"
KEYS = {"1": "first", "g": "group", "space": "mark", "delete": "remove"}


def notes(count: int, *, text: str = "記入台の様式が多い") -> list[Line]:
    """Return so many rows."""
    return [Line(f"note{number:04}", f"{number} {text}") for number in range(count)]


class CountedLines(Lines):
    """A list that counts the rows it draws."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        """Count a row and draw it."""
        self.drawn += 1
        return super().render_line(y)


class Owner(Vertical):
    """What the widgets stand in: it writes down what it is told, and refuses what it is asked to refuse."""

    def __init__(self, rows: Sequence[Line]) -> None:
        super().__init__()
        self.lines = CountedLines(rows, KEYS)
        self.entry = Entry("田中", "what do you see?")
        self.told: list[tuple[str, ...]] = []
        self.typed: list[str] = []
        self.drafts: list[str] = []
        self.refused: dict[str, str] = {}
        self.edit_selected = False
        self.paged = 0

    def compose(self) -> ComposeResult:
        """List above, line below."""
        with Vertical(), Vertical():
            yield self.lines
            yield self.entry

    def key_pagedown(self) -> None:
        """Take the key of the steps, as the session screen does."""
        self.paged += 1

    @on(Lines.Highlighted)
    @on(Lines.Selected)
    @on(Lines.Commanded)
    @on(Entry.Passed)
    @on(Entry.Left)
    def _told(self, event: Message) -> None:
        words = (getattr(event, name, "") for name in ("command", "id"))
        self.told.append((type(event).__name__, *(word for word in words if word)))
        if isinstance(event, Lines.Selected) and self.edit_selected:
            self.entry.focus()
        if isinstance(event, Entry.Left):
            self.lines.focus()

    @on(Entry.Entered)
    def _entered(self, event: Entry.Entered) -> None:
        self.told.append(("Entered", event.text))
        if event.text in self.refused:
            event.entry.refuse(event.text, self.refused[event.text])

    @on(Entry.Typed)
    def _typed(self, event: Entry.Typed) -> None:
        self.typed.append(event.text)
        self.drafts.append(event.unentered)


class SmallApp(JapaneseApp[None]):
    """The owner alone on the screen."""

    CSS = "Lines { height: 10; } Entry { width: 1fr; height: auto; } .entry--refused { color: red; }"

    def __init__(self, rows: Sequence[Line]) -> None:
        super().__init__()
        self.owner = Owner(rows)
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """Give the owner."""
        yield self.owner


class Hand:
    """A person at the small app."""

    def __init__(self, app: SmallApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.owner = app.owner
        self.lines = app.owner.lines
        self.entry = app.owner.entry
        self.pilot = pilot
        self._parser = PasteSafeParser()

    async def type(self, text: str) -> None:
        """Type what the terminal sends, all in one go."""
        driver = self.app._driver
        assert driver is not None
        for event in self._parser.feed(text):
            event.set_sender(self.app)
            driver.send_message(event)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        await self.type(f"\x1b[200~{text}\x1b[201~")

    def rows(self) -> list[str]:
        """Return what is drawn, row by row."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        """Return what is drawn."""
        return "\n".join(row.rstrip() for row in self.rows())

    def marked(self) -> str:
        """Return the row with the mark."""
        (row,) = (row for row in self.rows()[:10] if row.startswith(">"))
        return row[1:].strip()

    def told(self) -> list[tuple[str, ...]]:
        """Return what the owner was told since the last time."""
        told, self.owner.told = self.owner.told, []
        return told

    def entered(self) -> list[str]:
        """Return the texts that were entered since the last time."""
        return [one[1] for one in self.told() if one[0] == "Entered"]


@asynccontextmanager
async def a_list(count: int = 20, *, rows: Sequence[Line] | None = None) -> AsyncIterator[Hand]:
    """Start the small app with the cursor in the list, 40 cells wide and 10 rows high."""
    app = SmallApp(notes(count) if rows is None else rows)
    async with app.run_test(size=(40, 20)) as pilot:
        app.owner.lines.focus()
        await pilot.pause()
        yield Hand(app, pilot)


@asynccontextmanager
async def an_entry(**refused: str) -> AsyncIterator[Hand]:
    """Start the small app with the cursor in the line; texts of that name are refused."""
    async with a_list() as hand:
        hand.owner.refused = refused
        hand.entry.focus()
        await hand.pilot.pause()
        yield hand
