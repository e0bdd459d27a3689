"""A plan two weeks after its workshop, and the way to its check-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dxworkshop.model.changes import Add, Change, Set
from dxworkshop.model.session import Action, Checkin, CheckinReport, Gap, Measure, Member
from dxworkshop.service import Library
from dxworkshop.tui.app import WorkshopApp
from dxworkshop.tui.commands import COMMANDS
from dxworkshop.tui.screens.checkin import CheckinScreen
from dxworkshop.tui.screens.checkin_page import Page
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.widgets.lines import Lines
from tests.conftest import NOW
from tests.tui.conftest import SATO, TANAKA, Room, prepared

TODAY = NOW.date()
"""The day of the check-in: a Thursday."""
TODAYS = f"day{TODAY:%Y%m%d}"
"""Id of the check-in of that day."""
FORMS, SIGNS, DESK, COUNT = "actn22form", "actn22sign", "actn22desk", "actn22coun"
WAIT = "meas22wait"
WIDE, UNKNOWN = "gapp22wide", "gapp22unkn"


def plan(held: date = TODAY - timedelta(days=14), **forms: Any) -> list[Change]:
    """Return a plan: two owners, one action that nobody has, one done, one measure; `forms` changes an action."""
    fields = {"owner": TANAKA, "due": TODAY + timedelta(days=30), "first_step": "様式を並べる", **forms}
    return [
        Set("meeting", {"held": held}),
        Set("boss", {"name": "窓口の待ち時間"}),
        Add("measure", WAIT, Measure(name="待ち時間", unit="分", baseline=40.0, target=20.0)),
        Add("member", TANAKA, Member(name="田中", seat="情報政策課", calling="smith", rank="a1")),
        Add("member", SATO, Member(name="佐藤　花子", seat="市民課", calling="guide", post="leader", rank="a2")),
        Add("gap", WIDE, Gap(reality="様式がばらばら", size=4, rank="a1")),
        Add("gap", UNKNOWN, Gap(reality="人数がわからない", size=3, rank="a2")),
        Add("action", FORMS, Action(title="様式を減らす", rank="a1", **fields)),
        Add("action", COUNT, Action(title="待合の人を数える", owner=TANAKA, rank="a2")),
        Add("action", DESK, Action(title="窓口をまとめる", owner=SATO, rank="a3")),
        Add("action", SIGNS, Action(title="案内板を作り直す", owner=SATO, status="done", rank="a4")),
    ]


def before(on: date, **fields: Any) -> Add:
    """Return an earlier check-in."""
    reports = {FORMS: CheckinReport(status="doing", next_step="写真に撮る", next_by=on + timedelta(days=7))}
    return Add("checkin", f"chck{on:%Y%m%d}", Checkin(on=on, actions=reports, **fields))


@asynccontextmanager
async def checking_in(path: Path, *changes: Change, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Room]:
    """Open a session, with changes made earlier, and its check-in."""
    if changes:
        prepared(path, "actions", *changes)
    app = WorkshopApp(Library(path.parent), path)
    async with app.run_test(size=size) as pilot:
        room = Room(app, pilot)
        await room.until(lambda: app.desk is not None and len(app.screen_stack) > 1 and app.screen.is_mounted)
        await pilot.pause()
        await go_in(room)
        yield room


async def go_in(room: Room) -> CheckinScreen:
    """Open the check-in over the session, from whatever stands over it."""
    if not isinstance(room.app.screen, SessionScreen):
        await room.press("escape")
    await room.until(lambda: isinstance(room.app.screen, SessionScreen))
    await room.press(next(command.key for command in COMMANDS if command.id == "checkin"))
    await room.until(lambda: isinstance(room.app.screen, CheckinScreen) and page(room).is_mounted)
    await room.pilot.pause()
    screen = room.app.screen
    assert isinstance(screen, CheckinScreen)
    return screen


def page(room: Room) -> Page:
    """Return the page that is shown."""
    return room.app.screen.query_one(Page)


async def turn_to(room: Room, name: str) -> None:
    """Turn the pages until one is reached."""
    for _ in range(8):
        if page(room).name_of == name:
            return
        await room.press("pagedown")
        await room.pilot.pause()
    raise AssertionError(f"no page {name}; the screen:\n{room.text()}")


def rows(room: Room) -> list[str]:
    """Return the rows of the list of the page."""
    return [line.text for line in page(room).query_one(Lines).lines]


def chosen(room: Room) -> str:
    """Return the id of the row where the cursor is."""
    return page(room).query_one(Lines).chosen


def todays(file: dict[str, Any]) -> dict[str, Any]:
    """Return the check-in of today in a file."""
    return dict(file["checkins"][TODAYS])
