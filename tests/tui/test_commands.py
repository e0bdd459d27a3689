"""Every command of the session screen: by its key, from the palette, and by mouse."""

import pkgutil
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path

import pytest
from rich.cells import cell_len

from dxworkshop.tui import steps
from dxworkshop.tui.commands import Command, commands_of, key_name
from dxworkshop.tui.screens.agenda import AgendaScreen
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.screens.checkin import CheckinScreen
from dxworkshop.tui.screens.conflict import ConflictScreen
from dxworkshop.tui.screens.export import ExportScreen
from dxworkshop.tui.screens.help import HelpScreen
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.lint import LintScreen
from dxworkshop.tui.screens.paper import PaperScreen
from dxworkshop.tui.screens.parking import ParkingScreen
from dxworkshop.tui.screens.review import ReviewScreen
from dxworkshop.tui.widgets.picker import Picker
from tests.tui.conftest import SATO, Room, opened, with_party

OVER = (
    *(AgendaScreen, AskScreen, CheckinScreen, ConflictScreen, ExportScreen, HelpScreen, LintScreen, PaperScreen),
    *(ParkingScreen, Picker, ReviewScreen),
)
"""Screens that are left by Esc."""


async def by_key(room: Room, command: Command) -> bool:
    """Press the key of a command; some have none."""
    if not command.key:
        return False
    await room.press(command.key)
    return True


async def by_palette(room: Room, command: Command) -> bool:
    """Find a command by its name in the palette; it is not in there itself."""
    if command.id == "command_palette":
        return False
    await room.press("ctrl+p")
    await room.until(lambda: isinstance(room.app.screen, Picker) and room.app.focused)
    await room.type(room.app.voice.say(command.label))
    await room.press("enter")
    await room.until(lambda: not isinstance(room.app.screen, Picker))
    return True


async def by_mouse(room: Room, command: Command) -> bool:
    """Click on a command where the bar shows it."""
    if not command.footer:
        return False
    row = room.rows()[-1]
    words = f"{key_name(command.key)} {room.app.voice.say(command.label)}"
    assert words in row
    await room.pilot.click(offset=(cell_len(row[: row.index(words)]) + 1, len(room.rows()) - 1))
    return True


def effects(room: Room, path: Path) -> dict[str, Callable[[], object]]:
    """Return for each command how one sees that it was done, in an order in which they can be done in a row."""
    script = room.app.screen.query_one("#script")
    before: list[str] = []

    def members() -> list[str]:
        return room.items("member")

    def extra() -> int:
        times = room.desk.session.clock.steps.get("party")
        return times.extra if times else 0

    return {
        "help": lambda: isinstance(room.app.screen, HelpScreen),
        "command_palette": lambda: isinstance(room.app.screen, Picker),
        "script_down": lambda: script.scroll_y > 0,
        "script_up": lambda: script.scroll_y == 0,
        "script": lambda: not script.display,
        "longer": lambda: extra() == 5,
        "bit_longer": lambda: extra() == 6,
        "pause": lambda: room.desk.session.clock.since is None,
        "agenda": lambda: isinstance(room.app.screen, AgendaScreen),
        "parking": lambda: isinstance(room.app.screen, ParkingScreen),
        "conflicts": lambda: isinstance(room.app.screen, ConflictScreen),
        "save_as": lambda: isinstance(room.app.screen, AskScreen),
        "remove": lambda: members() == [" 1 佐藤　花子"],
        "undo": lambda: len(members()) == 2,
        "bin": lambda: "Nothing was removed" in room.notices(),
        "redo": lambda: members() == [" 1 佐藤　花子"],
        "add": lambda: room.key == "name" and room.shown() == {},
        "review": lambda: isinstance(room.app.screen, ReviewScreen),
        "checkin": lambda: isinstance(room.app.screen, CheckinScreen),
        "lint": lambda: isinstance(room.app.screen, LintScreen),
        "export": lambda: isinstance(room.app.screen, ExportScreen),
        "paper": lambda: isinstance(room.app.screen, PaperScreen),
        "next_step": lambda: room.desk.session.at == "actions",
        "previous_step": lambda: room.desk.session.at == "party",
        "register": lambda: room.desk.session.register == "plain" and "Missing roles" in room.text(),
        "language": lambda: "F1 ヘルプ" in room.text(),
        "home": lambda: isinstance(room.app.screen, HomeScreen) and not before,
    }


@pytest.mark.parametrize("do", [by_key, by_palette, by_mouse])
async def test_every_command_works(path: Path, do: Callable[[Room, Command], Awaitable[bool]]) -> None:
    """Each command of the list does what it says, by its key, from the palette and from the bar."""
    with_party(path, "party")
    commands = {command.id: command for command in commands_of("session", "party")}
    async with opened(path, size=(160, 24)) as room:
        wanted = effects(room, path)
        assert {*wanted, "quit"} == set(commands)
        for id_, seen in wanted.items():
            if await do(room, commands[id_]):
                await room.until(seen)
            if isinstance(room.app.screen, OVER):
                await room.press("escape")
    async with opened(path) as room:
        await room.type("　一郎")
        await do(room, commands["quit"])
        await room.until(lambda: room.app._exit)
        assert room.file()["members"][SATO]["name"] == "佐藤　花子　一郎"


def test_no_command_takes_a_key_that_a_step_uses() -> None:
    """A command goes before the step it stands over: a key of both would be one of the commands alone."""
    used: dict[str, str] = {}
    for found in pkgutil.iter_modules(steps.__path__, "dxworkshop.tui.steps."):
        for name, value in vars(import_module(found.name)).items():
            if name.endswith("KEYS") and isinstance(value, dict):
                used |= dict.fromkeys(value, found.name)
    assert {"ctrl+a", "ctrl+n", "d"} <= set(used)
    assert {c.key: used[c.key] for c in commands_of("session") if c.key in used} == {}
