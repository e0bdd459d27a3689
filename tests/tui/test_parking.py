"""The parking lot and the question box: one key from anywhere, and nothing in it is lost."""

from pathlib import Path

from dxworkshop.tui.screens.parking import ParkingScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.tui.conftest import Room, opened


async def park(room: Room) -> ParkingScreen:
    """Open the parking lot."""
    await room.press("f12")
    await room.until(lambda: isinstance(room.app.screen, ParkingScreen) and room.app.focused)
    assert isinstance(room.app.screen, ParkingScreen)
    return room.app.screen


async def test_one_key_parks_a_topic_and_a_question_from_the_middle_of_a_field(path: Path) -> None:
    """What ends with a question mark is a question; the field one came from keeps its words."""
    async with opened(path, "vision") as room:
        await room.type("一度で済む")
        await park(room)
        await room.type("予算の話\r夜間の窓口はどうなりますか？\r")
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        assert room.shown()["destination"] == "一度で済む"
        parked = sorted((p["text"], p.get("kind", "topic")) for p in (await room.saved())["parked"].values())
        assert parked == [("予算の話", "topic"), ("夜間の窓口はどうなりますか？", "question")]


async def test_up_votes_bring_a_question_to_the_top_and_an_answer_stays_with_it(path: Path) -> None:
    """+ counts who else wants to know; Enter writes the answer, which settles it."""
    async with opened(path, "vision") as room:
        await park(room)
        await room.type("一つ目?\r二つ目?\r")
        await room.press("down", "down", "+", "+", "+", "-")
        await room.until(lambda: [p.ups for p in room.desk.session.parked.values() if p.text == "二つ目?"] == [2])
        lines = [row for row in room.rows() if "つ目?" in row]
        assert "二つ目?" in lines[0]
        await room.press("enter")
        await room.type("来月の委員会で答えます\r")
        answered = next(p for p in room.desk.session.parked.values() if p.text == "二つ目?")
        assert (answered.answer, answered.answered) == ("来月の委員会で答えます", True)
        assert "[x]" in room.text()


async def test_words_that_were_not_entered_wait_for_the_next_time(path: Path) -> None:
    """Leaving in the middle of a sentence keeps it, across a restart too, and an answer stays an answer."""
    async with opened(path, "vision") as room:
        await park(room)
        await room.type("一つ目?\r途中の")
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        await room.until(lambda: "parked/entry" in room.kept())
    async with opened(path) as room:
        screen = await park(room)
        assert screen._entry.text == "途中の"
        await room.press("down", "enter")
        await room.type("答えの途中")
        screen.flush()
        assert screen._entry.text == "答えの途中"
        await room.press("escape", "escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        assert [p.text for p in room.desk.session.parked.values()] == ["一つ目?"]


async def test_a_removed_topic_comes_back_with_undo(path: Path) -> None:
    """F3 hides it, F8 brings it back, both inside the parking lot."""
    async with opened(path, "vision") as room:
        await park(room)
        await room.type("荷物\r")
        await room.press("down", "f3")
        assert "荷物" not in room.text().replace("荷物置き場", "")
        await room.press("f8")
        await room.until(lambda: "荷物" in room.text())


async def test_text_in_the_parking_lot_is_data(path: Path) -> None:
    """Markup, escape sequences and line breaks of a paste are shown, not obeyed."""
    async with opened(path, "vision") as room:
        await park(room)
        await room.paste("[bold]太い[/]\n二行目\n")
        await room.until(lambda: "[bold]太い[/]" in room.text() and "二行目" in room.text())
