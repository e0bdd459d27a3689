"""The app: opens and closes sessions, saves beside the keys, and always leaves the terminal as it found it."""

import asyncio
import gc
import signal
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from textual import on
from textual.binding import BindingType
from textual.driver import Driver
from textual.notifications import Notification, Notify
from textual.screen import Screen

from dxworkshop import i18n
from dxworkshop.errors import ConflictError, DxError
from dxworkshop.fault import log_fault
from dxworkshop.i18n import Language, Voice
from dxworkshop.sentence import Sentence
from dxworkshop.service import Library
from dxworkshop.store import state
from dxworkshop.tui.commands import commands_of
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.doors import Doors
from dxworkshop.tui.hangup import survive_closing, survive_hangup
from dxworkshop.tui.harmless import Harmless, harmless
from dxworkshop.tui.narrow import Narrow
from dxworkshop.tui.news import News, Piece, read_only
from dxworkshop.tui.probe import ambiguous_width
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.widgets.pause import Typing
from dxworkshop.tui.widgets.picker import Choice, Picker

HANGUP = 1
"""Number of the signal that a closed window sends."""
LAST_KEYS = 0.1
"""Seconds in which keys that were pressed before the end still arrive."""


@runtime_checkable
class Typed(Protocol):
    """A screen in which somebody types."""

    def flush(self) -> None:
        """Take in everything that was typed."""


@runtime_checkable
class Shared(Protocol):
    """A screen that shows what others may change meanwhile."""

    is_mounted: bool

    def changed_by_others(self, touched: tuple[tuple[str, ...], ...]) -> None:
        """Draw what others wrote."""


class WorkshopApp(Doors):
    """The home screen and one session at a time."""

    CSS_PATH: ClassVar = ["app.tcss", "screens/home.tcss", "screens/session.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide")]  # noqa: RUF012  # Textual declares it for instances
    TITLE = "dxworkshop"

    def __init__(self, library: Library, session: Path | None, *, wide_lines: bool = False) -> None:
        """Make the app; `wide_lines` where the terminal draws line characters two cells wide."""
        super().__init__()
        self._filters.append(Harmless())
        if wide_lines:
            self._filters.append(Narrow())
        self.library = library
        self.desk: Desk | None = None
        self.fault: Path | None = None
        """The log of an unexpected error, where one ended the app."""
        self.failed = False
        """Whether an unexpected error ended the app."""
        self._ending = False
        self._warned = False
        self._told: Sentence | None = None
        self._news: News | None = None
        self._touched: Notification | None = None
        self._session = session
        self._wide_lines = wide_lines
        self.animation_level = "none"

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        driver = super()._build_driver(headless, inline, mouse, size)
        gone = partial(self.call_later, self._ended_from_outside, HANGUP)
        survive_hangup(driver, gone, partial(self.call_later, self._handle_exception))
        return driver

    @property
    def voice(self) -> Voice:
        """The program's language, in the register of the open session."""
        own = i18n.voice()
        return Voice(own.language, self.desk.session.register) if self.desk else own

    def on_unmount(self) -> None:
        """Let go of the session."""
        if self.desk is not None:
            self.desk.leave()

    async def on_mount(self) -> None:
        """Listen for the end, then open the session or home."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._ended_from_outside, number)
        self.set_class(self._wide_lines, "-wide-lines")
        if self._session is None or not await self.open_session(self._session):
            await self._go_home()
        await self.show_plan()
        self.call_after_refresh(_collect_from_now)

    async def open_session(self, path: Path) -> bool:
        """Open a session in place of the home screen; return whether it could be opened, and say why not."""
        try:
            self.desk = Desk(self.library.open(str(path)))
        except DxError as error:
            self.notify(
                self.voice.say(error.sentence), title=path.name, severity="error", timeout=15, markup=False
            )
            return False
        self.desk.on_change = self._changed
        self.desk.on_kept = partial(self.call_later, self._kept)
        self.desk.on_refused = self._refused
        self._news = News(self.desk)
        self.desk.begin()
        self.desk.start()
        state.remember_last(path)
        await self._show(SessionScreen(self.desk, self.voice))
        self._say(self._news.at_opening(self.voice))
        return True

    async def close_session(self) -> None:
        """Save and go home; what no file could take is not left behind."""
        if self.desk is None:
            return
        desk = self.desk
        await asyncio.to_thread(desk.close)
        if desk.lost:
            self.complain()
            return
        await asyncio.to_thread(desk.leave)
        self.desk = None
        await self._go_home()
        for sentence in told(desk):
            self.notify(sentence, severity="error", timeout=60, markup=False)

    def say_touched(self, sentence: str) -> None:
        """Say what undo or redo touched, in place of what it touched before: a key held down piles nothing up."""
        if self._touched is not None and self._touched in self._notifications:
            self._unnotify(self._touched, refresh=False)
        self._touched = Notification(sentence, timeout=3, markup=False)
        self.post_message(Notify(self._touched))

    def complain(self) -> None:
        """Say why what was typed is not saved, in full."""
        for sentence in told(self.desk) if self.desk is not None else ():
            self.notify(sentence, severity="error", timeout=30, markup=False)

    async def reopen(self) -> None:
        """Draw the open screens again in other words."""
        if self.desk is not None:
            before = self.screen.whereabouts() if isinstance(self.screen, SessionScreen) else None
            await self._show(SessionScreen(self.desk, self.voice, before))
        else:
            await self._go_home()

    async def _go_home(self) -> None:
        from dxworkshop.tui.screens.home import HomeScreen

        await self._show(HomeScreen(self.library, self.voice))

    async def _show(self, screen: Screen[None]) -> None:
        """Put a screen in place of the one that is open; the one at the bottom cannot be switched."""
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    async def do_command(self, command: str) -> None:
        """Do a command by its id, as its key would."""
        screen = self.screen
        action = getattr(screen, f"action_{command}", None) or getattr(self, f"action_{command}")
        result = action()
        if asyncio.iscoroutine(result):
            await result

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        screen = self.screen
        if len(self.screen_stack) != len(("bottom", "screen")):
            return
        kind = screen.view.kind if isinstance(screen, SessionScreen) else ""
        commands = commands_of("session" if kind else "home", kind)
        voice = self.voice
        choices = [
            Choice(c.id, voice.say(c.label), voice.say(c.help)) for c in commands if c.id != "command_palette"
        ]
        self.push_screen(Picker(voice.tr("Commands"), choices, needed=True), self._palette_picked)

    def _palette_picked(self, picked: tuple[str, ...] | None) -> None:
        if picked:
            self.call_later(self.do_command, picked[0])

    async def action_language(self) -> None:
        """Switch between Japanese and English."""
        other: Language = "en" if i18n.voice().language == "ja" else "ja"
        if isinstance(self.screen, SessionScreen):
            self.screen.flush()
        i18n.use(other)
        await self.reopen()

    def action_help_quit(self) -> None:
        """Say how to leave, for those who press ctrl+c."""
        self.notify(self.voice.tr("Everything is saved as you type. Ctrl+Q leaves."), markup=False)

    async def action_quit(self) -> None:
        """Save and leave; where nothing can be saved, say so first and leave when it is asked for again."""
        self.keep_everything()
        if self.desk is not None and self.desk.lost and not self._warned:
            self._warned = True
            self.desk.begin()
            self.complain()
            self.notify(
                self.voice.tr("What you typed is in no file. Ctrl+Q again leaves without it."),
                severity="error",
                timeout=30,
                markup=False,
            )
            return
        self.exit()

    def keep_everything(self) -> None:
        """Take in and write whatever was typed; called at every way out."""
        try:
            self._take_in_typing()
        finally:
            if self.desk is not None:
                self.desk.close()

    def _take_in_typing(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Typed):
                screen.flush()

    def _changed(self) -> None:
        screen = next((s for s in self.screen_stack if isinstance(s, SessionScreen)), None)
        if screen is not None and screen.is_mounted:
            screen.changed(fields=False)

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        if self.desk is not None and self.desk.typing != event.going_on:
            self.desk.typing = event.going_on
            self._show_state()

    def _kept(self) -> None:
        """Draw where everything is by now, and what others wrote."""
        if self.desk is None:
            return
        if self.desk.facilitation.arrived:
            self._take_in_typing()  # so that two who wrote in one place are told, and none is written over
        touched = self.desk.take_in()
        for screen in self.screen_stack:
            if touched and isinstance(screen, Shared) and screen.is_mounted:
                screen.changed_by_others(touched)
        self._show_state()
        if self._news is not None:
            self._say(self._news.since(self.voice))

    def _say(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            self.notify(piece.sentence, severity=piece.severity, timeout=piece.seconds, markup=False)

    def _refused(self) -> None:
        """Say why nothing can be changed here; not again while it still stands there."""
        sentence = read_only(self.desk, self.voice) if self.desk is not None else ""
        if sentence and all(one.message != sentence or one.has_expired for one in self._notifications):
            self.notify(sentence, severity="warning", markup=False)

    def _show_state(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen):
                screen.refresh_state()
        trouble = (self.desk.trouble or self.desk.journal_trouble) if self.desk is not None else None
        why = trouble.sentence if trouble is not None else None
        if why != self._told and why is not None:
            self.complain()
        self._told = why

    def _ended_from_outside(self, number: int) -> None:
        """Save on SIGTERM, and on SIGHUP, when the window was closed; then take in the last keys, and leave."""
        try:
            self.keep_everything()
        finally:
            if not self._ending:
                self._ending = True
                self.set_timer(LAST_KEYS, partial(self._leave, 128 + number))

    def _leave(self, code: int) -> None:
        try:
            self.keep_everything()
        finally:
            self.exit(return_code=code)

    def _fatal_error(self) -> None:
        """Save, and leave without showing what people typed: Textual would print local variables."""
        self.failed = True
        self.fault = log_fault(sys.exc_info()[1] or self._exception)
        try:
            self.keep_everything()
        finally:
            self._close_messages_no_wait()


def _collect_from_now() -> None:
    """Collect garbage again, but without walking through what is here to stay while somebody types."""
    gc.freeze()
    gc.enable()


def run(folder: Path, session: Path | None) -> int:
    """Run the app; return the exit code, and say on stderr what went wrong after the screen is closed."""
    app = WorkshopApp(Library(folder), session, wide_lines=ambiguous_width() > 1)
    saved = survive_closing(partial(app.call_later, app._ended_from_outside, HANGUP))
    try:
        app.run()
    finally:
        saved()
        left = app.desk
    say = i18n.voice()
    code = app.return_code or 0
    words = told(left) if left is not None else []
    code = code or (1 if words else 0)
    if app.failed:
        words.append(say.tr("The program made a mistake and had to stop."))
        if left is None or not left.lost:
            words.append(say.tr("What you typed is saved."))
    if app.fault is not None:
        words.append(say.tr("Details for its makers, without your texts: {file}", file=str(app.fault)))
    for sentence in words:
        print(sentence, file=sys.stderr)  # noqa: T201  # the screen is closed
    return code


def told(desk: Desk) -> list[str]:
    """Return what must be said of a desk that was closed: what went wrong, and where the typed words are."""
    say = i18n.voice()
    trouble = desk.trouble or desk.journal_trouble
    if trouble is None:
        return []
    where = ""
    file = {"file": str(desk.rescued)}
    if desk.rescued:
        back = not isinstance(trouble, ConflictError)
        where = (
            say.tr(
                "What you typed is in {file}, and goes into its own file when that is opened here again.", **file
            )
            if back
            else say.tr("What you typed is in {file}", **file)
        )
    elif desk.state == "not in the folder":
        where = say.tr("What you typed is on this laptop, and goes into the file when that can be written.")
    return [harmless(sentence) for sentence in (say.say(trouble.sentence), where) if sentence]
