"""The folder at a glance: what was done, what comes back, who is missing; its workshops to open and to compare."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Label

from dxworkshop import glance
from dxworkshop.errors import DxError
from dxworkshop.glance import Section
from dxworkshop.i18n import Voice
from dxworkshop.insight.portfolio import Row
from dxworkshop.model.session import Session
from dxworkshop.service import Library
from dxworkshop.store import document
from dxworkshop.tui.glancer import Glancer, Reading, Seen
from dxworkshop.tui.widgets.bars import BarItem, CommandBar, TitleBar
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.sections import Sections

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp

MARKED, UNMARKED = "[x]", "[ ]"
ENOUGH = 2
"""So many have to be marked to be put side by side."""


class GlanceScreen(Screen[None]):
    """Everything a folder adds up to; below, its workshops, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5", "leave", show=False, priority=True),
        Binding("pageup", "scroll_told(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_told(1)", show=False, priority=True),
    ]
    CSS_PATH: ClassVar = "glance.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-tall")]  # noqa: RUF012  # Textual declares it for instances
    app: "WorkshopApp"

    class Arrived(Message):
        """The thread has something to tell."""

        def __init__(self, what: Seen | Reading) -> None:
            super().__init__()
            self.what = what
            """What was found, or how far the reading is."""

    def __init__(self, library: Library, voice: Voice) -> None:
        super().__init__()
        self._library = library
        self._voice = voice
        self._glancer: Glancer | None = None
        self._marked: dict[str, None] = {}
        self._rows: dict[str, Row] = {}
        self._told = Sections(id="told-sections")
        self._list = Lines((), {"space": "mark", "c": "compare", "m": "plans"}, id="workshops")
        self.seen: Seen | None = None
        """What is shown; None until the folder was read."""

    def compose(self) -> ComposeResult:
        """Draw what is told, the workshops, and the keys."""
        tr = self._voice.tr
        yield TitleBar(tr("At a glance"))
        with VerticalScroll(id="told", can_focus=False):
            yield self._told
        yield Label(tr("Sessions"), classes="heading", id="workshops-heading", markup=False)
        yield self._list
        yield CommandBar(
            [
                BarItem("open", "Enter", tr("Review")),
                BarItem("mark", tr("Space"), tr("Mark")),
                BarItem("compare", "c", tr("Compare")),
                BarItem("plans", "m", tr("In one plan")),
                BarItem("down", "PgDn", tr("Read on"), minor=True),
                BarItem("leave", "Esc", tr("Back")),
            ]
        )

    def on_mount(self) -> None:
        """Put the cursor on the first workshop."""
        self._list.focus()
        self._say_reading("")

    def on_unmount(self) -> None:
        """Look no more."""
        self._end()

    def on_screen_resume(self) -> None:
        """Look at the folder, also when coming back: something may be new."""
        self._end()
        self._glancer = Glancer(self._library.folder, self._arrived)
        self._glancer.start()

    def on_screen_suspend(self) -> None:
        """Look no more: what comes would be of no use."""
        self._end()

    def _end(self) -> None:
        if self._glancer is not None:
            self._glancer.end()
            self._glancer = None

    def _arrived(self, what: Seen | Reading) -> None:
        self.post_message(self.Arrived(what))

    @on(Arrived)
    def _show(self, event: Arrived) -> None:
        what = event.what
        if isinstance(what, Reading):
            self._say_reading(self._voice.tr("{done} of {total} read", done=what.done, total=what.total))
            return
        self.seen = what
        self._say_reading("")
        # The workshops stand in the list below.
        self._told.show(glance.sections(replace(what.found, rows=()), self._voice))
        self._rows = {row.file: row for row in what.found.rows}
        self._marked = {file: None for file in self._marked if file in self._rows}
        self._draw_rows()
        for error in what.errors[:1]:
            self.notify(self._voice.say(error.sentence), severity="warning", markup=False)

    def _say_reading(self, how_far: str) -> None:
        marked = self._voice.trn("{n} marked", "{n} marked", len(self._marked)) if self._marked else ""
        state = how_far or marked or ("" if self.seen else self._voice.tr("reading"))
        title = self._voice.tr("At a glance")
        self.query_one(TitleBar).show(f"{title}  {self._library.folder}", state)

    def _draw_rows(self) -> None:
        """Draw the workshops: a mark, then columns of what there is to know, and behind them what it is called."""
        tr = self._voice.tr
        facts = [
            (
                f"{MARKED if row.file in self._marked else UNMARKED} {row.day}",
                f"HP {glance.hp(self._voice, row)}" if row.hp is not None else "",
                f"{row.done}/{row.actions}" if row.actions else "",
                tr("late {n}", n=row.late) if row.late else "",
                row.title,
                row.organisation,
            )
            for row in self._rows.values()
        ]
        # A title is longer than a column: what comes behind it stands where it ends.
        table = Section("", rows=tuple((*row[:-2], "  ".join(filter(None, row[-2:]))) for row in facts))
        self._list.show([Line(*pair) for pair in zip(self._rows, glance.lines_of(table), strict=True)])

    # What the person does

    @on(Lines.Commanded)
    def _by_key(self, event: Lines.Commanded) -> None:
        self._do(event.command)

    @on(CommandBar.Pressed)
    def _by_mouse(self, event: CommandBar.Pressed) -> None:
        self._do(event.command)

    @on(Lines.Selected)
    def _chosen(self, event: Lines.Selected) -> None:
        self._do("open")

    def _do(self, command: str) -> None:
        match command:
            case "open" if self._list.chosen:
                self.app.call_later(self._open, self._library.folder / self._list.chosen)
            case "mark" if self._list.chosen:
                self._mark(self._list.chosen)
            case "compare" | "plans":
                self.app.call_later(self._together, command)
            case "down":
                self.action_scroll_told(1)
            case "leave":
                self.action_leave()

    def _mark(self, file: str) -> None:
        if file in self._marked:
            del self._marked[file]
        else:
            self._marked[file] = None
        self._draw_rows()
        self._say_reading("")

    async def _open(self, path: Path) -> None:
        """Open the review of a workshop in place of all this."""
        app = self.app
        await app.pop_screen()
        if await app.open_session(path):
            await app.action_review()

    async def _together(self, command: str) -> None:
        """Show the marked ones side by side, or as one plan."""
        if len(self._marked) < ENOUGH:
            self.notify(self._voice.tr("Mark two or more with the space bar first."), markup=False)
            return
        paths = [self._library.folder / file for file in self._marked]
        try:
            sessions = await asyncio.to_thread(_loaded, paths)
        except DxError as error:
            self.notify(self._voice.say(error.sentence), severity="warning", markup=False)
            return
        if self.app.screen is self:
            self.app.push_screen(_screen(command)(sessions, self._voice))

    def action_scroll_told(self, by: int) -> None:
        """Read on in what is told, or go back."""
        told = self.query_one("#told", VerticalScroll)
        told.scroll_relative(y=by * max(1, told.size.height - 1), animate=False)

    def action_leave(self) -> None:
        """Go home."""
        self.dismiss(None)


def _loaded(paths: Sequence[Path]) -> list[Session]:
    return [document.load(path).session for path in paths]


def _screen(command: str) -> "Callable[[Sequence[Session], Voice], Screen[Any]]":
    if command == "plans":
        from dxworkshop.tui.screens.plans import PlansScreen

        return PlansScreen
    from dxworkshop.tui.screens.compare import CompareScreen

    return CompareScreen
