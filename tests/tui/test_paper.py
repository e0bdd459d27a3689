"""Time, place and head of the documents: filled in from the screens as from the command line."""

import threading
from datetime import datetime
from pathlib import Path

import pytest

from dxworkshop.model.changes import Set
from dxworkshop.model.session import Session
from dxworkshop.report.view import Report
from dxworkshop.service import Facilitation, outgoing
from dxworkshop.store import document
from dxworkshop.tui.screens.export import ExportScreen
from dxworkshop.tui.screens.paper import PaperScreen
from dxworkshop.tui.screens.session import SessionScreen
from tests.tui.conftest import Room, opened, prepared

ENTER = "\r"


async def at_paper(room: Room) -> PaperScreen:
    """Go there by the way of the documents."""
    await room.press("f6")
    await room.until(lambda: isinstance(room.app.screen, ExportScreen) and "# " in room.text())
    await room.press("f9")
    await room.until(lambda: isinstance(room.app.screen, PaperScreen) and room.key == "held")
    screen = room.app.screen
    assert isinstance(screen, PaperScreen)
    return screen


async def filled(room: Room) -> None:
    """Fill in every field, as people write days, times and lists."""
    await room.fill("R8.11.20", "午後1時30分", "1500", "本庁舎　第2会議室", f"次第{ENTER}{ENTER}見取図 ")
    await room.type("情政第12号\t")
    await room.pick("for decision")
    await room.press("tab")
    await room.fill("2026/11/24", "5年", "情報・総務", f"課長{ENTER}係長")
    await room.pick("office only")


async def test_every_field_is_taken_in_as_the_command_line_takes_it(path: Path) -> None:
    """What is typed is on the disk when the screen is left, and the document that was seen is made anew."""
    async with opened(path, "opening", size=(120, 44)) as room:
        await at_paper(room)
        await filled(room)
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, ExportScreen) and "情政第12号" in room.text())
        saved = await room.saved()
    meeting, paper = saved["meeting"], saved["paper"]
    assert meeting.pop("held").isoformat() == "2026-11-20"
    assert meeting == {
        "start": "13:30",
        "end": "15:00",
        "place": "本庁舎　第2会議室",
        "handouts": ["次第", "見取図"],
    }
    assert paper.pop("drafted").isoformat() == "2026-11-24"
    assert paper == {
        "number": "情政第12号",
        "route": "decided",
        "keep": "5年",
        "category": "情報・総務",
        "stamps": ["課長", "係長"],
        "licence": "office",
    }


async def test_what_is_copied_at_once_has_the_new_head(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document of before is not the one that was wished, though every choice is as it was."""
    gate, usual = threading.Event(), outgoing.report

    def slow(session: Session, wish: outgoing.Wish, now: datetime) -> Report:
        gate.wait(10)
        return usual(session, wish, now)

    async with opened(path, "opening", size=(120, 44)) as room:
        await at_paper(room)
        monkeypatch.setattr(outgoing, "report", slow)
        await room.tab_to("number")
        await room.type("情政第12号")
        await room.press("escape", "ctrl+y")
        assert room.app.clipboard == ""
        gate.set()
        await room.until(lambda: "Copied" in room.notices())
        assert "情政第12号" in room.app.clipboard


async def test_what_is_refused_stays_with_its_sentence_and_goes_in_once_it_fits(path: Path) -> None:
    """An end before the beginning is kept as it was typed, also over the end of the program."""
    async with opened(path, "opening") as room:
        await at_paper(room)
        await room.fill("いつか", "15:00", "13:30")
        assert set(room.errors()) == {"held", "end"}
        await room.until(lambda: room.kept() == {"meeting/held": "いつか", "meeting/end": "13:30"})
    async with opened(path) as room:
        screen = await at_paper(room)
        assert set(room.errors()) == {"held", "end"}
        await room.press("tab", "ctrl+u")
        await room.type("1時\t")
        assert set(room.errors()) == {"held"}
        meeting = room.desk.session.meeting
        assert (meeting.held, meeting.start, meeting.end) == (None, "01:00", "13:30")
        assert screen.is_current


async def test_undo_and_redo_work_here(path: Path) -> None:
    """What was taken back stands in the field no more, and comes again; the pick too."""
    async with opened(path, "opening") as room:
        await at_paper(room)
        await room.tab_to("number")
        await room.type("情政第12号\t")
        await room.pick("circulation")
        assert room.shown() == {"number": "情政第12号", "route": "for circulation"}
        await room.press("f8")
        assert room.shown() == {"number": "情政第12号"}
        await room.press("f8")
        assert (room.shown(), room.desk.session.paper.number) == ({}, "")
        await room.press("f9", "f9")
        assert room.shown() == {"number": "情政第12号", "route": "for circulation"}
        assert room.desk.session.paper.route == "circulated"


async def test_what_was_undone_from_here_shows_in_the_step_again(path: Path) -> None:
    """Undo goes further back than this screen; the step below shows what became of it."""
    async with opened(path, "vision") as room:
        await room.type("窓口で待たせない")
        await at_paper(room)
        await room.press("f8")
        await room.until(lambda: room.desk.session.vision.destination == "")
        await room.press("escape", "escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen) and room.key == "destination")
        assert room.shown() == {}


async def test_a_choice_can_be_taken_back_and_lists_be_emptied(path: Path) -> None:
    """Whatever was filled in can be left out again."""
    prepared(path, "opening", Set("paper", {"route": "decided", "licence": "pdl", "stamps": ("課長",)}))
    async with opened(path) as room:
        await at_paper(room)
        await room.tab_to("route")
        assert room.shown() == {
            "route": "for decision",
            "licence": "Public Data License 1.0 (PDL1.0)",
            "stamps": "課長",
        }
        await room.press("enter")
        await room.until(lambda: not isinstance(room.app.screen, PaperScreen))
        await room.press("up", "up", "enter")
        await room.until(lambda: isinstance(room.app.screen, PaperScreen))
        await room.tab_to("stamps")
        await room.press("backspace", "backspace", "tab")
        paper = room.desk.session.paper
        assert (paper.route, paper.stamps, paper.licence) == ("", (), "pdl")


async def test_what_others_write_meanwhile_is_drawn(path: Path) -> None:
    """Two laptops may fill in the same head: what the other one wrote shows at once."""
    async with opened(path, "opening") as room:
        await at_paper(room)
        await room.saved()
        other = Facilitation(document.load(path))
        other.do(Set("meeting", {"place": "本庁舎"}))
        other.save()
        await room.until(lambda: room.shown() == {"place": "本庁舎"})


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_all_of_it_fits_the_smallest_terminal(path: Path, language: str) -> None:
    """At 80 by 24 every field is there at once, with its whole label, and so are the keys."""
    async with opened(path, "opening", size=(80, 24)) as room:
        if language == "ja":
            await room.press("f10")
            await room.until(lambda: "F1 ヘルプ" in room.text())
        await at_paper(room)
        wanted = {
            "ja": ("開催日 ", "配布資料 ", "供覧・決裁 ", "押印欄 ", "利用条件 ", "F8: 取消"),
            "en": ("Day held ", "Hand-outs ", "Document number ", "Filed under ", "Licence ", "F8: undo"),
        }
        for words in wanted[language]:
            assert words in room.text()


async def test_the_keys_stay_in_sight_below_what_was_refused(path: Path) -> None:
    """At 80 by 24 sentences under fields make the form higher than its pane; the keys do not scroll away."""
    async with opened(path, "opening", size=(80, 24)) as room:
        await at_paper(room)
        await room.fill("someday", "noonish", "later")
        await room.until(lambda: len(room.errors()) == 3)
        await room.tab_to("licence")
        assert "Esc: back" in room.text()
        assert "Licence" in room.text()


def test_no_field_of_the_one_part_is_called_like_one_of_the_other() -> None:
    """The form tells its two parts apart by the names of their fields."""
    fields = Session.model_fields
    meeting, paper = fields["meeting"].default, fields["paper"].default
    assert not set(type(meeting).model_fields) & set(type(paper).model_fields)
