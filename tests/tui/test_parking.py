"""The parking lot and the question box: one key from anywhere, and nothing in it is lost."""

from pathlib import Path

from dxworkshop.model.changes import Add, Remove
from dxworkshop.model.session import Parked
from dxworkshop.tui.screens.agenda import AgendaScreen
from dxworkshop.tui.screens.parking import ParkingScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.tui.conftest import Room, opened, prepared


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


QUESTION = Add("parked", "qa11111111", Parked(text="夜間の窓口は?", kind="question"))
DRAFT = "parked/qa11111111/answer"
"""Where an answer to it waits."""


async def answer(room: Room) -> ParkingScreen:
    """Open the parking lot, and the answer to the first question in it."""
    screen = await park(room)
    await room.press("down", "enter")
    await room.until(lambda: screen._answering)
    return screen


async def test_what_is_typed_is_on_the_disk_half_a_second_after_the_last_key(path: Path) -> None:
    """A power cut takes nothing that stood there: a topic and an answer, without any key that leaves them."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        await park(room)
        await room.type("停電の前の")
        await room.until(lambda: room.kept().get("parked/entry") == "停電の前の")
        await room.press("down", "enter")
        await room.type("来月")
        await room.until(lambda: room.kept().get(DRAFT) == "来月")
        assert room.kept()["parked/entry"] == "停電の前の"


async def test_an_emptied_answer_is_taken_back(path: Path) -> None:
    """Enter on the emptied line: the question is open again; F8 brings the answer back."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        screen = await answer(room)
        await room.type("来月\r")
        await room.until(lambda: room.desk.session.parked["qa11111111"].answered)
        await room.press("down", "enter")
        await room.until(lambda: screen._entry.text == "来月")
        await room.press("ctrl+u", "enter")
        await room.until(lambda: not screen._answering)
        item = room.desk.session.parked["qa11111111"]
        assert (item.answer, item.answered) == ("", False)
        await room.press("f8")
        item = room.desk.session.parked["qa11111111"]
        assert (item.answer, item.answered) == ("来月", True)


async def test_enter_where_there_is_no_answer_changes_nothing(path: Path) -> None:
    """An empty line is no answer, and an answer that was only looked at is no draft."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        screen = await answer(room)
        before = room.desk.session
        await room.press("enter")
        await room.until(lambda: not screen._answering)
        assert room.desk.session is before
        await room.press("down", "enter")
        await room.type("来月\r")
        await room.press("down", "enter")
        await room.until(lambda: screen._entry.text == "来月")
        await room.press("escape")
        assert room.desk.facilitation.drafts == {}


async def test_a_paste_of_several_lines_is_one_answer(path: Path) -> None:
    """The first line does not become the answer, and the rest no topic."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        screen = await answer(room)
        await room.paste("一行目\n二行目")
        await room.press("enter")
        await room.until(lambda: not screen._answering)
        assert room.desk.session.parked["qa11111111"].answer == "一行目 二行目"
        assert len(room.desk.session.parked) == 1
        await room.paste("話題一\n話題二\n")
        await room.until(lambda: len(room.desk.session.parked) == 3)


async def test_what_is_typed_while_an_answer_is_taken_in_is_the_next_topic(path: Path) -> None:
    """Keys do not wait for the screen, and none of them is lost."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        screen = await answer(room)
        screen._entry.put("来月")
        screen._entry.enter()
        screen._entry._fill("次の話題")  # keys that come before the message of the entry
        await room.until(lambda: not screen._answering)
        assert room.desk.session.parked["qa11111111"].answer == "来月"
        assert screen._entry.text == "次の話題"


async def test_half_an_answer_to_a_question_that_is_gone_can_still_be_reached(path: Path) -> None:
    """It comes into the line for the next one; nothing waits where nobody finds it."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        screen = await answer(room)
        await room.type("途中の答え")
        await room.press("escape")
        await room.until(lambda: screen._list.has_focus)
        await room.press("f3")
        await room.until(lambda: screen._entry.text == "途中の答え")
        await room.until(lambda: room.kept() == {"parked/entry": "途中の答え"})


async def test_half_an_answer_stays_in_the_line_where_undo_takes_its_question_away(path: Path) -> None:
    """The cursor is in it; no other topic is touched."""
    async with opened(path, "vision") as room:
        await park(room)
        await room.type("一つ目?\r")
        await room.press("down", "enter")
        screen = room.app.screen
        assert isinstance(screen, ParkingScreen)
        await room.type("途中の答え")
        await room.press("f8")
        await room.until(lambda: not screen._answering)
        assert screen._entry.text == "途中の答え"
        assert set(room.desk.facilitation.drafts) == {"parked/entry"}


async def test_half_an_answer_to_a_question_that_somebody_else_removed_is_shown(path: Path) -> None:
    """The file came back from another laptop without it."""
    prepared(path, "vision", QUESTION)
    async with opened(path) as room:
        await answer(room)
        await room.type("途中の答え")
        await room.until(lambda: DRAFT in room.kept())
        room.desk.ask(Remove("parked", "qa11111111", "x"))
        await room.saved()
    async with opened(path) as room:
        screen = await park(room)
        assert screen._entry.text == "途中の答え"


async def test_the_parking_lot_opens_from_the_agenda_too(path: Path) -> None:
    """And leads back to it."""
    async with opened(path, "vision") as room:
        await room.press("ctrl+g")
        await room.until(lambda: isinstance(room.app.screen, AgendaScreen) and room.app.focused)
        await park(room)
        await room.type("予算の話\r")
        await room.until(lambda: room.desk.session.parked)
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, AgendaScreen) and room.app.focused)
        await room.press("space")
        assert room.desk.session.workshop.steps["vision"].skipped
