"""The check-in, from the first page to the last, with keys alone: what is said is in session and file."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.model.changes import Add, Edit, Remove
from dxworkshop.model.session import Action
from dxworkshop.service import Facilitation
from dxworkshop.store import document
from dxworkshop.tui.screens.checkin import PAGES, CheckinScreen
from dxworkshop.tui.screens.export import ExportScreen
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.widgets.lines import Lines
from tests.conftest import NOW
from tests.tui.campfire import (
    COUNT,
    DESK,
    FORMS,
    TODAY,
    TODAYS,
    WAIT,
    before,
    checking_in,
    chosen,
    go_in,
    page,
    plan,
    rows,
    todays,
    turn_to,
)
from tests.tui.conftest import SATO, Room, prepared

EARLIER = TODAY - timedelta(days=7)


async def test_fifteen_minutes_from_the_first_page_to_the_last(path: Path) -> None:
    """A value, each owner, who asks whom, lessons and the next day: all of it is in the file, in one check-in."""
    async with checking_in(path, *plan()) as room:
        assert "案内板を作り直す (Toolsmith)" not in room.text()
        assert "案内板を作り直す (Guide)" in room.text()
        await room.type("30\r")
        await turn_to(room, "round")
        await room.press("g")
        await room.fill("写真を撮る", "12/17", "もし朝礼が終わったら", "b", "順調", "")
        await room.press("f2", "d")
        await room.press("b")
        await room.until(lambda: "type to narrow" in room.text())
        await room.type("財政課\r")
        await room.until(lambda: room.desk.session.actions[DESK].status == "blocked")
        await turn_to(room, "ask")
        await room.press("enter", "tab")
        await room.fill("佐藤が予算を相談", "12/14")
        await turn_to(room, "close")
        await room.type("朝は静か\r並べると早い\t")
        await room.press("enter")
        await room.pick("佐藤")
        file = await room.saved()
        await turn_to(room, "summary")
        told = room.text()
    checkin = todays(file)
    assert (checkin["on"], checkin["host"]) == (TODAY, SATO)
    assert (checkin["readings"], checkin["lessons"]) == ({WAIT: 30.0}, ["朝は静か", "並べると早い"])
    assert checkin["actions"][FORMS] == {
        "status": "doing",
        "next_step": "写真を撮る",
        "next_by": date(2026, 12, 17),
        "if_then": "もし朝礼が終わったら",
        "rating": "B",
        "note": "順調",
        "was_due": date(2027, 1, 9),
    }
    assert checkin["scale"] == "hamamatsu"
    assert checkin["actions"][COUNT]["status"] == "done"
    assert checkin["actions"][DESK]["next_step"] == "佐藤が予算を相談"
    assert (file["actions"][DESK]["status"], file["actions"][DESK]["ask"]) == ("blocked", "財政課")
    assert file["reviews"] == [date(2026, 12, 24)]
    for words in ("様式を減らす", "待合の人を数える", "窓口をまとめる", "朝は静か", "2026-12-24", "F6"):
        assert words in told


async def test_nothing_is_written_before_something_is_said(path: Path) -> None:
    """Who only looks, and turns the pages, leaves no check-in behind."""
    async with checking_in(path, *plan()) as room:
        for _ in PAGES:
            await room.press("pagedown")
        await room.press("pageup", "escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        assert room.desk.session.checkins == {}


async def test_what_is_refused_is_kept_as_it_was_typed(path: Path) -> None:
    """Escape leaves in the middle of a word; coming back, over a restart too, finds it where it was."""
    async with checking_in(path, *plan()) as room:
        await room.type("三十")
        await turn_to(room, "round")
        await room.press("g", "tab")
        await room.type("らいしゅう")
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))
        kept = {
            f"checkin/{TODAYS}/readings.{WAIT}": "三十",
            f"checkin/{TODAYS}/actions.{FORMS}.next_by": "らいしゅう",
        }
        await room.until(lambda: room.kept() == kept)
    async with checking_in(path) as room:
        assert page(room).name_of == "round"
        await room.press("up", "up", "up")
        assert "らいしゅう" in room.text()
        await room.press("pageup")
        await room.until(lambda: "三十" in room.text())
        assert "is no number" not in room.text()
        assert room.errors() == {WAIT: "kept as it was typed, but not in the plan yet"}


async def test_what_another_day_left_unfinished_waits_in_this_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A week later the words stand in the same field of the next check-in, not in one that is over."""
    async with checking_in(path, *plan()) as room:
        await room.type("三十")
        await room.press("escape")
        await room.until(lambda: room.kept())
    monkeypatch.setattr(calendar, "now", lambda: NOW + timedelta(days=7))
    async with checking_in(path) as room:
        assert "三十" in room.text()
        await room.press("ctrl+u")
        await room.type("30\r")
        await room.saved()
        await room.until(lambda: room.kept() == {})
        assert room.desk.session.checkins["day20261217"].readings == {WAIT: 30.0}


async def test_the_same_day_goes_on_with_the_same_check_in(path: Path) -> None:
    """Left in the round and opened again, it goes on in the round, with the next one that nothing was said of."""
    async with checking_in(path, *plan()) as room:
        await turn_to(room, "round")
        await room.press("d", "escape")
        await room.saved()
    async with checking_in(path) as room:
        assert (page(room).name_of, chosen(room)) == ("round", COUNT)
        await room.press("d", "d")
        assert list((await room.saved())["checkins"]) == [TODAYS]
        await room.press("escape")
        await go_in(room)
        assert page(room).name_of == "close"


async def test_a_check_in_begun_at_another_face_is_gone_on_with(path: Path) -> None:
    """Whatever its id, there is one check-in of a day; one that was taken out is not brought back by a key."""
    other = before(TODAY)
    async with checking_in(path, *plan(), other) as room:
        await turn_to(room, "round")
        await room.press("down", "down", "d")
        assert list((await room.saved())["checkins"]) == [other.id]
    prepared(path, "actions", Remove("checkin", other.id, "2026-12-10"))
    async with checking_in(path) as room:
        await room.type("30\r")
        there = (await room.saved())["checkins"]
        assert set(there) == {other.id, TODAYS}
        assert there[other.id]["removed"]


async def test_undo_and_redo_work_on_every_page(path: Path) -> None:
    """F8 takes back what was said last, also what was said on the page before; F9 says it again."""
    async with checking_in(path, *plan()) as room:
        await room.type("30\r")
        await turn_to(room, "round")
        await room.press("g")
        await room.type("写真を撮る")
        await room.press("f8")
        assert room.desk.session.checkins[TODAYS].actions[FORMS].next_step == ""
        assert "写真" not in room.text()
        await room.press("f8")
        assert room.desk.session.actions[FORMS].status == "todo"
        await room.press("f8")
        assert room.desk.session.checkins == {}
        assert rows(room)[1].startswith("-")
        await room.press("f9", "f9")
        assert room.desk.session.checkins[TODAYS].actions[FORMS].status == "doing"
        assert rows(room)[1].startswith("in progress")


async def test_two_laptops_write_in_the_check_in_of_one_day(path: Path) -> None:
    """What the other one says shows at once; begun apart on the same day, it is one check-in in the file."""
    async with checking_in(path, *plan()) as room:
        await room.saved()
        other = Facilitation(document.load(path))
        await turn_to(room, "round")
        await room.press("g")
        await room.type("写真を撮る")
        other.do(Add("checkin", TODAYS, before(TODAY, lessons=("朝は静か",)).item))
        other.do(Edit("action", COUNT, {"title": "待合で数える"}))
        other.save()
        await room.until(lambda: any("待合で数える" in row for row in rows(room)))
        assert room.key == "next_step"
        await room.press("tab")
        file = await room.saved()
        checkin = todays(file)
        assert (list(file["checkins"]), checkin["lessons"]) == ([TODAYS], ["朝は静か"])
        said = {checkin["actions"][FORMS]["next_step"], *(c["mine"] for c in file.get("conflicts", {}).values())}
        assert "写真を撮る" in said


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_key_stays_in_sight(path: Path, language: str, size: tuple[int, int]) -> None:
    """On every page, in both languages, at 80 by 24 too: the page's keys, the pages and the way out."""
    many = [Add("action", f"actn22many{n:02}", Action(title=f"取組{n}")) for n in range(40)]
    held = TODAY - timedelta(days=31)
    prepared(path, "actions", *plan(held, slipped=(EARLIER, TODAY), due=EARLIER), *many)
    async with checking_in(path, size=size) as room:
        if language == "ja":
            await room.press("escape", "f10")
            await room.until(lambda: "F1 ヘルプ" in room.text())
            await go_in(room)
        names = []
        while page(room).name_of not in names:
            names.append(page(room).name_of)
            seen = room.rows()
            assert "PgDn" in seen[-1]
            assert "Esc" in seen[-1]
            keys = page(room).keys().split("   ")
            flat = "".join("".join(seen[-4:-1]).split())
            assert all("".join(key.split()) in flat for key in keys), keys
            if names[-1] == "round":
                wanted = ("Hand on 6/o", "Remark", "Due") if language == "en" else ("交代 6/o", "備考", "期限")
                assert all(word in room.text() for word in wanted)
                await room.press("end")
                assert ">" in "".join(row[:3] for row in room.rows())
            await room.press("pagedown")
            await room.pilot.pause()
        assert names == ["boss", "round", "ask", "gaps", "close", "summary"]


async def test_the_bar_and_the_buttons_do_by_mouse_what_the_keys_do(path: Path) -> None:
    """A click turns the page, answers, and leaves."""
    async with checking_in(path, *plan()) as room:
        await room.click_text("PgDn Next")
        await room.until(lambda: page(room).name_of == "round")
        await room.click_text("Done 1/d")
        await room.until(lambda: room.desk.session.actions[FORMS].status == "done")
        await room.click_text("Esc Leave")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))


async def test_documents_are_one_key_away(path: Path) -> None:
    """F6 over the check-in shows what can be written, and Escape comes back to the page."""
    async with checking_in(path, *plan()) as room:
        await turn_to(room, "round")
        await room.press("d", "f6")
        await room.until(lambda: isinstance(room.app.screen, ExportScreen))
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, CheckinScreen))
        assert room.desk.session.actions[FORMS].status == "done"
        assert room.app.focused is page(room).query_one(Lines)


async def test_the_words_of_the_register_are_used(path: Path) -> None:
    """A team that chose plain words reads of a check-in, not of a campfire."""
    async with checking_in(path, *plan()) as room:
        assert "Campfire 2026-12-10" in room.text()
        await room.press("escape", "f7")
        await room.until(lambda: room.desk.session.register == "plain")
        await room.pilot.pause()
        await go_in(room)
        assert "Check-in 2026-12-10" in room.text()


async def test_a_plan_without_anything_says_so(path: Path) -> None:
    """No boss, no measure, no action: every page can be seen, and none breaks."""
    async with checking_in(path) as room:
        seen: list[Room | str] = []
        for _ in range(5):
            seen.append(room.text())
            await room.press("pagedown")
            await room.pilot.pause()
        assert "nothing to count" in str(seen[0])
        assert "Nothing is open" in str(seen[1])
        assert "Nothing is stuck" in str(seen[2])
        assert room.desk.session.checkins == {}
