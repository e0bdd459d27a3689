"""A new workshop that goes on from an earlier one, from the dialog."""

from datetime import date
from pathlib import Path

from dxworkshop.model.changes import Add, Set
from dxworkshop.model.session import Action, Member
from dxworkshop.service import Library
from dxworkshop.tui.screens.new import NewScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.tui.conftest import Room, at_home

TITLE = "窓口の待ち時間を半分にする"


def earlier(folder: Path) -> None:
    """Make a session with something open in it."""
    led = Library(folder).new(TITLE, "quick-60", organisation="みどり野市", register="plain", id_="first22222")
    led.do(Set("session", {"confidentiality": "庁内限り"}))
    led.do(Add("member", "memb22tana", Member(name="田中")))
    led.do(Add("action", "actn22form", Action(title="様式を減らす", owner="memb22tana", due=date(2026, 12, 4))))
    led.save()


async def _dialog(room: Room) -> None:
    await room.press("f2")
    await room.until(lambda: isinstance(room.app.screen, NewScreen) and room.app.focused)


async def test_a_new_workshop_goes_on_from_one_of_the_folder(folder: Path) -> None:
    """What is picked gives title, office, language, words and a workshop that begins with the review."""
    earlier(folder)
    async with at_home(folder) as room:
        await _dialog(room)
        await room.press("tab", "tab", "tab")
        assert room.key == "earlier"
        await room.pick("待ち時間")
        await room.until(lambda: f"{TITLE}(第2回)" in room.text())
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.app.screen.is_mounted)
        file = room.file()
        assert (file["title"], file["organisation"], file["register"]) == (
            f"{TITLE}(第2回)",
            "みどり野市",
            "plain",
        )
        assert (file["workshop"]["id"], file["earlier"]) == ("review-45", ["first22222"])
        assert file["confidentiality"] == "庁内限り"
        assert file["actions"]["actn22form"]["slipped"] == [date(2026, 12, 4)]


async def test_a_title_that_was_typed_stays(folder: Path) -> None:
    """And everything else may be changed afterwards."""
    earlier(folder)
    async with at_home(folder) as room:
        await _dialog(room)
        await room.type("次の一歩")
        await room.press("tab", "tab", "tab")
        await room.pick("待ち時間")
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.app.screen.is_mounted)
        assert (room.file()["title"], list(room.file()["actions"])) == ("次の一歩", ["actn22form"])


async def test_the_first_workshop_is_not_asked_from_which_it_goes_on(folder: Path) -> None:
    """There is none."""
    async with at_home(folder) as room:
        await _dialog(room)
        await room.press("tab", "tab", "tab")
        assert room.key == "times"
