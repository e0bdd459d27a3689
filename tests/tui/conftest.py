"""Rooms for tests: the app with a session open, typed into like a person does, and the files it leaves."""

import asyncio
import inspect
import time
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from dxworkshop import deck, templates
from dxworkshop.i18n import voice
from dxworkshop.model.changes import Add, Change, MoveTo
from dxworkshop.model.session import Member
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document
from dxworkshop.tui.app import WorkshopApp
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.japanese import PasteSafeParser
from dxworkshop.tui.keeper import Pace
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.review import ReviewScreen
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.items import Items
from dxworkshop.tui.widgets.picker import Picker

PATIENCE = 15.0
"""Seconds after which a condition that is waited for counts as failed; long, as machines are busy."""
TITLE = "窓口の待ち時間を半分にする"
TANAKA, SATO = "memb22tana", "memb22sato"
"""Ids of the two members of `with_party`."""


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine; the app needs a loop, and a plugin is not worth it."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file be written right behind a change: what tests wait for is the same, only sooner."""
    monkeypatch.setattr(Pace, "AFTER", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of sessions, which does not exist yet."""
    return tmp_path / "sessions"


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a new session of the two-hour workshop, in Japanese."""
    return Library(folder).new(TITLE, organisation="みどり野市").path


def prepared(path: Path, step: str, *changes: Change) -> Facilitation:
    """Make changes to a session as if they were made earlier, and leave it at a step."""
    led = Facilitation(document.load(path))
    for change in (*changes, MoveTo(step)):
        led.do(change)
    led.save()
    return Facilitation(document.load(path))


def with_party(path: Path, step: str) -> None:
    """Put two members into the session, and leave it at a step."""
    tanaka = Member(name="田中", seat="情報政策課", present=True)
    prepared(path, step, Add("member", TANAKA, tanaka), Add("member", SATO, Member(name="佐藤　花子")))


class Room:
    """The app without a terminal: what a person does, what stands on the screen, what is on the disk."""

    def __init__(self, app: WorkshopApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self._parser = PasteSafeParser()

    @property
    def desk(self) -> Desk:
        """The desk of the open session."""
        assert self.app.desk is not None
        return self.app.desk

    # What a person does

    async def press(self, *keys: str) -> None:
        """Press keys by their names."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text: what the terminal sends, through the program's own parser of keys."""
        driver = self.app._driver
        assert driver is not None
        for event in self._parser.feed(text) if text else ():
            event.set_sender(self.app)
            driver.send_message(event)
        await self.pilot.pause()

    async def fill(self, *texts: str) -> None:
        """Type into one field after the other, with Tab behind each."""
        for text in texts:
            await self.type(f"{text}\t")

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        await self.type(f"\x1b[200~{text}\x1b[201~")

    async def tab_to(self, key: str) -> None:
        """Press Tab until the cursor is in the field of that key."""
        for _ in range(60):
            if self.key == key:
                return
            await self.press("tab")
        raise AssertionError(f"no Tab leads to {key}")

    async def pick(self, *words: str) -> None:
        """Open the list of the field and pick what each of the words narrows it to."""
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, Picker))
        for word in words:
            await self.press("ctrl+u")
            await self.type(word)
            await self.press("enter")
        if isinstance(self.app.screen, Picker):
            await self.press("escape")
        await self.until(lambda: not isinstance(self.app.screen, Picker))

    async def click_text(self, text: str) -> None:
        """Click on a text where it is drawn."""
        await self.until(lambda: text in self.text())
        for y, row in enumerate(self.rows()):
            if text in row:
                await self.pilot.click(offset=(cell_len(row[: row.index(text)]), y))
                return

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the app work until a condition holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"in vain; the screen:\n{self.text()}"
            await asyncio.sleep(0.01)

    async def home(self) -> None:
        """Wait until home is shown, with the sessions that hold what is typed there."""
        await self.until(lambda: isinstance(self.app.screen, HomeScreen) and self.app.screen.settled)
        await self.pilot.pause()

    # What stands on the screen

    def rows(self) -> list[str]:
        """Return what is drawn, row by row."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        """Return what is drawn."""
        return "\n".join(row.rstrip() for row in self.rows())

    def notices(self) -> str:
        """Return the notices that are shown."""
        return "\n".join(f"{one.title} {one.message}" for one in self.app._notifications)

    @property
    def form(self) -> Form:
        """The form where the cursor is."""
        focused = self.app.focused
        assert focused is not None
        assert isinstance(focused.parent, Form), focused
        return focused.parent

    @property
    def key(self) -> str:
        """Key of the field where the cursor is; empty where it is in none."""
        form = self.app.focused.parent if self.app.focused else None
        return form.fields[form._at].spec.key if isinstance(form, Form) else ""

    def shown(self) -> dict[str, str]:
        """Return what stands in the form where the cursor is, by key; empty fields are left out."""
        return {field.spec.key: field.shown for field in self.form.fields if field.shown}

    def errors(self) -> dict[str, str]:
        """Return the sentences beside the fields of all forms, by key."""
        return {f.spec.key: f.error for form in self.app.screen.query(Form) for f in form.fields if f.error}

    def items(self, noun: str) -> list[str]:
        """Return the lines of the list of a noun."""
        return list(self.app.screen.query_one(f"#items-{noun}", Items)._lines)

    # What is on the disk

    def file(self) -> dict[str, Any]:
        """Return the file of the session as it is now."""
        return tomllib.loads(self.desk.facilitation.path.read_text(encoding="utf-8"))

    async def saved(self) -> dict[str, Any]:
        """Wait until the file holds the session as it is, and return it."""
        facilitation = self.desk.facilitation
        await self.until(lambda: facilitation.path.read_bytes() == document.render(self.desk.session))
        await self.until(lambda: self.desk.saved)
        return self.file()

    def kept(self) -> dict[str, str]:
        """Return the unfinished fields that are on the disk."""
        facilitation = self.desk.facilitation
        return dict(facilitation._drafts_kept)


def _warm() -> None:
    """Read what every app reads once, so that no test waits for it in the middle of its keys."""
    for name in deck.DECKS:
        deck.deck(name)
    voice().tr("Home")
    assert templates.DEFAULT


@asynccontextmanager
async def opened(path: Path, step: str = "", *, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Room]:
    """Open a session on a screen, at a step if one is named."""
    if step:
        prepared(path, step)
    _warm()
    app = WorkshopApp(Library(path.parent), path)
    async with app.run_test(size=size) as pilot:
        room = Room(app, pilot)
        await room.until(lambda: isinstance(app.screen, (SessionScreen, ReviewScreen)) and app.screen.is_mounted)
        await pilot.pause()
        yield room


@asynccontextmanager
async def at_home(folder: Path, *, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Room]:
    """Open the home screen over a folder."""
    app = WorkshopApp(Library(folder), None)
    async with app.run_test(size=size) as pilot:
        room = Room(app, pilot)
        await room.home()
        yield room
