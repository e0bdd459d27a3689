"""What the projector shows: a session that somebody leads elsewhere, large, and only what the room may see."""

import asyncio
import gc
import signal
import sys
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from dxworkshop import calendar, i18n
from dxworkshop.fault import log_fault
from dxworkshop.i18n import Voice
from dxworkshop.report.stage import stage, ticked
from dxworkshop.tui.follow import Follower, Seen, Watch
from dxworkshop.tui.hangup import survive_hangup
from dxworkshop.tui.harmless import Harmless
from dxworkshop.tui.japanese import JapaneseApp
from dxworkshop.tui.probe import ambiguous_width
from dxworkshop.tui.room import DARK, LIGHT, Banner, Board, Foot, Timer

HINTS = 12.0
"""Seconds for which the keys are named."""
ROOMY = (60, 18)
"""Columns and rows from which the time is shown large."""
BROAD = (150, 40)
"""Columns and rows from which it is shown twice as large."""
HANGUP = 1
"""Number of the signal that a closed window sends."""


class PresentApp(JapaneseApp[None]):
    """One session before the room. It never writes: not the session, and nothing beside it."""

    CSS_PATH: ClassVar = ["present.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "quit", priority=True, show=False),
        Binding("f1,question_mark", "hints", show=False),
        Binding("f4", "ground", show=False),
        Binding("f7", "register", show=False),
        Binding("f10", "language", show=False),
    ]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "dxworkshop"

    class Followed(Message):
        """The file changed."""

        def __init__(self, seen: Seen) -> None:
            super().__init__()
            self.seen = seen
            """What was read of it."""

    def __init__(self, follower: Follower, *, wide_lines: bool = False) -> None:
        """Make the app; `wide_lines` where the terminal draws line characters two cells wide."""
        super().__init__()
        self._filters.append(Harmless())
        self.fault: Path | None = None
        """The log of an unexpected error, where one ended the app."""
        self.failed = False
        """Whether an unexpected error ended the app."""
        self._seen = follower.seen
        self._voice = _own(follower.seen)
        self._stage = stage(self._seen.session, self._voice, calendar.now())
        self._watch = Watch(follower, lambda seen: self.post_message(self.Followed(seen)))
        self._hinting = True
        self._wide_lines = wide_lines
        self.animation_level = "none"

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        driver = super()._build_driver(headless, inline, mouse, size)
        gone = partial(self.call_later, self._ended_from_outside, HANGUP)
        survive_hangup(driver, gone, partial(self.call_later, self._handle_exception))
        return driver

    def compose(self) -> ComposeResult:
        """Draw the step and its time, what the room works on, and short lines below."""
        with Horizontal(id="head"):
            yield Banner()
            yield Timer()
        yield Board()
        yield Foot()

    def on_mount(self) -> None:
        """Show what is known, and follow the file from now on."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._ended_from_outside, number)
        for theme in (LIGHT, DARK):
            self.register_theme(theme)
        self.theme = LIGHT.name
        self.set_class(self._wide_lines, "-wide-lines")
        self._fit(self.size)
        self._watch.start()
        self.set_interval(1, self._tick)
        self.set_timer(HINTS, self._no_hints)
        self.call_after_refresh(_collect_from_now)

    def on_unmount(self) -> None:
        """Follow no more."""
        self._watch.end()

    def on_resize(self, event: Resize) -> None:
        """Choose the layout for the size of the window."""
        self._fit(event.size)

    def _fit(self, window: Size) -> None:
        width, height = window
        self.screen.set_class(width < ROOMY[0] or height < ROOMY[1], "-compact")
        self.screen.set_class(width >= BROAD[0] and height >= BROAD[1], "-broad")
        if self.query(Foot):
            self._show()
            for part in self.query("Banner, Timer, Board, Foot"):
                part.refresh(layout=True)

    @on(Followed)
    def _followed(self, event: Followed) -> None:
        before, self._seen = self._seen, event.seen
        if _own(before) != _own(self._seen):
            self._voice = _own(self._seen)
        self._stage = stage(self._seen.session, self._voice, calendar.now())
        self._show()

    def _tick(self) -> None:
        self._stage = ticked(self._stage, self._seen.session, self._voice, calendar.now())
        self.query_one(Timer).show(self._stage.clock)

    def _show(self) -> None:
        shown, voice = self._stage, self._voice
        self.query_one(Banner).show(f"{shown.place}  {shown.workshop}".strip(), shown.title)
        self.query_one(Timer).show(shown.clock)
        self.query_one(Board).show(shown, voice)
        trouble = self._seen.trouble
        told = (voice.say(trouble),) if trouble else ()
        parts = (*told, *shown.asides, *self._hints())
        self.query_one(Foot).show(parts, trouble=trouble is not None)

    def _hints(self) -> tuple[str, ...]:
        tr = self._voice.tr
        larger = tr("Ctrl and + make the letters of the terminal larger.")
        if not self._hinting:
            return (larger,) if self.screen.has_class("-broad") else ()
        return (
            larger,
            tr("F4 light or dark"),
            tr("F7 words"),
            tr("F10 language"),
            tr("q leaves"),
        )

    def _no_hints(self) -> None:
        self._hinting = False
        self._show()

    def action_hints(self) -> None:
        """Name the keys for a while."""
        self._hinting = True
        self._show()
        self.set_timer(HINTS, self._no_hints)

    def action_ground(self) -> None:
        """Change between a light and a dark ground."""
        self.theme = DARK.name if self.theme == LIGHT.name else LIGHT.name

    def action_register(self) -> None:
        """Speak in the other words, here alone."""
        self._speak(Voice(self._voice.language, "plain" if self._voice.register == "adventure" else "adventure"))

    def action_language(self) -> None:
        """Speak the other language, here alone."""
        self._speak(Voice("en" if self._voice.language == "ja" else "ja", self._voice.register))

    def _speak(self, voice: Voice) -> None:
        self._voice = voice
        self._stage = stage(self._seen.session, voice, calendar.now())
        self._show()

    def action_help_quit(self) -> None:
        """Name the keys to those who press ctrl+c."""
        self.action_hints()

    async def action_quit(self) -> None:
        """Leave; there is nothing to keep."""
        self.exit()

    def _ended_from_outside(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _fatal_error(self) -> None:
        """Leave without showing what people typed: Textual would print local variables."""
        self.failed = True
        self.fault = log_fault(sys.exc_info()[1] or self._exception)
        self._close_messages_no_wait()


def _own(seen: Seen) -> Voice:
    return Voice(seen.session.language, seen.session.register)


def _collect_from_now() -> None:
    """Collect garbage again, but without walking through what is here to stay."""
    gc.freeze()
    gc.enable()


def run(path: Path) -> int:
    """Show a session until somebody leaves; return the exit code. Raises `DxError` where it cannot be read."""
    app = PresentApp(Follower(path), wide_lines=ambiguous_width() > 1)
    # Without the mouse the terminal's own keys for larger letters work everywhere, the wheel too.
    app.run(mouse=False)
    if app.failed:
        tr = i18n.voice().tr
        print(tr("The program made a mistake and had to stop."), file=sys.stderr)  # noqa: T201  # the screen is closed
        if app.fault is not None:
            details = tr("Details for its makers, without your texts: {file}", file=str(app.fault))
            print(details, file=sys.stderr)  # noqa: T201  # the screen is closed
    return app.return_code or 0
