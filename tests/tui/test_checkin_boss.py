"""What a check-in reads and rates again: honest HP, milestones with thanks by role, then and now, the end."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.model.changes import Add, Edit, Rate, Remove, Set
from dxworkshop.model.room import rating_step, statements
from dxworkshop.model.session import Action, Measure
from dxworkshop.model.workshop import RateStep
from dxworkshop.service import Library
from dxworkshop.store import document
from dxworkshop.tui.widgets.lines import Lines
from tests.conftest import NOW
from tests.tui.campfire import (
    COUNT,
    DESK,
    FORMS,
    SIGNS,
    TODAY,
    TODAYS,
    UNKNOWN,
    WAIT,
    WIDE,
    before,
    checking_in,
    chosen,
    page,
    plan,
    rows,
    todays,
    turn_to,
)
from tests.tui.conftest import TANAKA, TITLE

LAST = TODAY - timedelta(days=7)


async def test_hp_is_worked_out_at_once(path: Path) -> None:
    """A value, Enter: the bar, the course, and from where to where it went."""
    async with checking_in(path, *plan(), before(LAST, readings={WAIT: 36.0})) as room:
        assert "[########--] 80 %" in room.text()
        assert "last 36, from 40 to 20" in room.text()
        await room.type("３２\r")
        await room.until(lambda: "[######----] 60 %" in room.text())
        assert "From 80 to 60 % since the last time." in room.text()
        assert "11/26 100 > 12/3 80 > 12/10 60" in room.text()
        assert todays(await room.saved())["readings"] == {WAIT: 32.0}


async def test_what_was_never_read_has_no_last_value(path: Path) -> None:
    """Only from where to where it is to go."""
    async with checking_in(path, *plan()) as room:
        assert "from 40 to 20" in room.text()
        assert "last 40" not in room.text()


async def test_each_of_several_values_is_looked_at_when_it_is_left(path: Path) -> None:
    """Enter goes to the next measure, and what is left counts both alike."""
    paper = Measure(name="紙の割合", unit="%", baseline=80.0, target=40.0)
    async with checking_in(path, *plan(), Add("measure", "meas22papr", paper)) as room:
        await room.type("30\r")
        await room.until(lambda: " 75 %" in room.text())
        await room.type("60\r")
        await room.until(lambda: " 50 %" in room.text())


async def test_hp_that_rose_is_shown_as_it_is(path: Path) -> None:
    """It rose, and that is said plainly; nothing is celebrated, nothing taken away."""
    async with checking_in(path, *plan(), before(LAST, readings={WAIT: 32.0})) as room:
        await room.type("38\r")
        await room.until(lambda: "From 60 to 90 %: it has risen" in room.text())
        assert "Thank you:" not in room.text()


async def test_a_value_can_be_taken_back(path: Path) -> None:
    """An emptied field is no value of 0: the one before holds again."""
    async with checking_in(path, *plan()) as room:
        await room.type("32\r")
        await room.press("backspace", "backspace", "enter")
        assert "100 %" in room.text()
        assert todays(await room.saved()).get("readings", {}) == {}
        await room.press("f8")
        assert room.shown() == {WAIT: "32"}
        assert " 60 %" in room.text()


async def test_a_milestone_is_celebrated_by_role(path: Path) -> None:
    """Half of the way: thanks to the callings of those who took part, no name, nobody first by amount."""
    async with checking_in(path, *plan()) as room:
        await room.type("30")
        assert "Half of the way" not in room.text()
        await room.press("enter")
        await room.until(lambda: "Half of the way is done." in room.text())
        told = next(row for row in room.text().splitlines() if "Thank you:" in row)
        assert "Guide" in told
        assert "佐藤" not in told
        await turn_to(room, "summary")
        assert "Half of the way is done." in room.text()


async def test_a_number_half_typed_celebrates_nothing(path: Path) -> None:
    """2 of 25 would be less than the target: only a value that was left is looked at."""
    async with checking_in(path, *plan()) as room:
        await room.type("2")
        await room.until(lambda: room.desk.session.checkins)
        await room.pilot.pause()
        assert "0 %. Every" not in room.text()
        assert "100 %" in room.text()
        await room.type("5\r")
        await room.until(lambda: "25 %" in room.text())
        assert "Every measure" not in room.text()


async def test_done_things_of_a_plan_without_a_measure_are_thanked_at_once(path: Path) -> None:
    """The estimate says so; d on the second of three is a milestone, told in the round by role."""
    gone = Remove("measure", WAIT, "2026-11-26")
    async with checking_in(path, *plan(), gone, before(LAST)) as room:
        assert "(estimate)" in room.text()
        assert "Nothing is measured" in room.text()
        await turn_to(room, "round")
        await room.press("d")
        await room.until(lambda: "Half of the" in room.notices())
        assert "田中" not in room.notices()
        assert "佐藤" not in room.notices()


async def test_a_check_in_keeps_what_was_done_since_the_last_one(path: Path) -> None:
    """What was done in between, at whatever face, is told in the check-in: the next one thanks for what is new."""
    async with checking_in(path, *plan()) as room:
        await room.type("30\r")
        assert todays(await room.saved())["actions"] == {SIGNS: {"status": "done"}}
        await turn_to(room, "summary")
        assert "Done. Thank you!: 案内板を作り直す" in room.text()


async def test_what_was_thanked_for_once_is_not_new_the_next_time(path: Path) -> None:
    """What an earlier check-in told as done, or the review of an older plan, is not thanked for as new."""
    told = before(LAST)
    reports = {**told.item.actions, SIGNS: told.item.actions[FORMS].model_copy(update={"status": "done"})}  # type: ignore[attr-defined]
    old = Add("action", "actn22oldd", Action(title="古い取組", status="done", verdict="done"))
    async with checking_in(path, *plan(), told, Edit("checkin", told.id, {"actions": reports}), old) as room:
        assert "案内板" not in room.text()
        assert "古い取組" not in room.text()
        assert "Nothing yet" in room.text()


# Thirty and ninety days


@pytest.mark.parametrize(
    ("days", "earlier", "again"),
    [
        *((29, (), False), (30, (), True), (44, (), True)),
        *((44, (30,), False), (90, (30,), True), (95, (30, 91), False)),
    ],
)
async def test_gaps_are_rated_again_once_after_thirty_and_ninety_days(
    path: Path, days: int, earlier: tuple[int, ...], again: bool
) -> None:
    """The first check-in from that day on that has not been met by a rating asks for it, and only that one."""
    held = TODAY - timedelta(days=days)
    met = [before(held + timedelta(days=n), gaps={WIDE: 3}) for n in earlier]
    async with checking_in(path, *plan(held), *met) as room:
        names = set()
        for _ in range(7):
            names.add(page(room).name_of)
            await room.press("pagedown")
            await room.pilot.pause()
        assert ("gaps" in names) is again


async def test_gaps_take_one_digit_each_and_stand_beside_the_first_time(path: Path) -> None:
    """4 > 2, 3 > 0; the next one each time; Backspace takes it back; the end tells in which direction."""
    async with checking_in(path, *plan(TODAY - timedelta(days=30))) as room:
        await turn_to(room, "gaps")
        assert rows(room) == ["4 > -  様式がばらばら", "3 > -  人数がわからない"]
        await room.type("２")
        assert chosen(room) == UNKNOWN
        await room.press("0")
        assert rows(room) == ["4 > 2  様式がばらばら", "3 > 0  人数がわからない"]
        assert "2 nearer, 0 as before, 0 further away" in room.text()
        await room.press("backspace")
        assert todays(await room.saved())["gaps"] == {WIDE: 2}
        assert room.desk.session.gaps[WIDE].size == 4
        await room.press("f8")
        assert rows(room)[1] == "3 > 0  人数がわからない"


@pytest.fixture
def rated(folder: Path) -> Path:
    """Return the file of a workshop in which statements were rated, a month ago."""
    return Library(folder).new(TITLE, "dx-180", organisation="みどり野市").path


async def test_statements_are_marked_again_beside_the_first_time(rated: Path) -> None:
    """The mean of the hands or the mark of then, the mark of now, the ideal; one digit each."""
    step, card = _first_card(rated)
    first = [Rate(step, card, {"ideal": 5, "hands": (1, 1, 0, 0, 0)})]
    async with checking_in(rated, *plan(TODAY - timedelta(days=30)), *first) as room:
        await turn_to(room, "marks")
        assert rows(room)[1].startswith("1.5 > - (5)  ")
        assert "never at people" in room.text()
        await room.press("3")
        assert rows(room)[1].startswith("1.5 > 3 (5)  ")
        assert "1 nearer" in room.text()
        assert todays(await room.saved())["ratings"] == {step: {card: {"reality": 3}}}
        assert room.desk.session.ratings[step][card].reality is None
        await room.press("up", "backspace")
        assert todays(await room.saved()).get("ratings", {}) == {}


def _first_card(path: Path) -> tuple[str, str]:
    session = document.load(path).session
    step = next(id_ for id_, one in session.workshop.in_order() if isinstance(one, RateStep))
    return step, statements(rating_step(session, step))[0]


async def test_rating_again_can_be_asked_for_on_any_day(path: Path) -> None:
    """F5 leads there; where nothing was rated the first time it says so."""
    async with checking_in(path, *plan()) as room:
        await room.press("f5")
        await room.until(lambda: page(room).name_of == "gaps")
        assert room.app.focused is page(room).query_one(Lines)
    for gap in (WIDE, UNKNOWN):
        async with checking_in(path, Remove("gap", gap, "2026-11-26")):
            pass
    async with checking_in(path) as room:
        await room.press("f5")
        assert "nothing that was rated" in room.notices()


# The end


async def test_the_next_day_is_in_two_weeks(path: Path) -> None:
    """Enter on the empty field takes it; another one typed takes its place, and later reviews stay."""
    later = date(2027, 2, 26)
    async with checking_in(path, *plan()) as room:
        await turn_to(room, "close")
        assert "In two weeks it is 2026-12-24." in room.text()
        await room.press("tab", "enter")
        assert (await room.saved())["reviews"] == [date(2026, 12, 24)]
        await room.press("shift+tab", "ctrl+u")
        await room.type("12/22\t")
        assert (await room.saved())["reviews"] == [date(2026, 12, 22)]
    async with checking_in(path, Set("session", {"reviews": (LAST, date(2026, 12, 22), later)})) as room:
        await turn_to(room, "close")
        await room.press("tab", "ctrl+u")
        await room.type("12/25\t")
        assert (await room.saved())["reviews"] == [LAST, date(2026, 12, 25), later]


async def test_a_day_on_which_the_offices_are_closed_is_moved_with_a_word_why(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two weeks from 17 December are the last day of the year: the fourth of January is proposed."""
    monkeypatch.setattr(calendar, "now", lambda: NOW + timedelta(days=7))
    async with checking_in(path, *plan()) as room:
        await turn_to(room, "close")
        assert "2026-12-31" in room.text()
        assert "so 2027-01-04 is proposed" in " ".join(room.text().split())
        await room.press("tab", "enter")
        assert (await room.saved())["reviews"] == [date(2027, 1, 4)]


async def test_a_day_that_was_typed_is_taken_and_only_remarked_on(path: Path) -> None:
    """A Saturday may be meant; today or before is refused and kept."""
    async with checking_in(path, *plan()) as room:
        await turn_to(room, "close")
        await room.press("tab")
        await room.type("12/26\t")
        assert room.desk.session.reviews == (date(2026, 12, 26),)
        assert "2026-12-26 is a Saturday. The next day of work is 2026-12-28." in room.text()
        await room.press("shift+tab", "ctrl+u")
        await room.type("12/10\t")
        assert "comes after this one" in room.errors()["next"]


async def test_how_it_goes_on_with_the_boss_is_kept(path: Path) -> None:
    """One of four, with the check-in; it can be taken back."""
    async with checking_in(path, *plan()) as room:
        await turn_to(room, "close")
        await room.tab_to("decision")
        await room.pick("finish")
        assert todays(await room.saved())["decision"] == "finish"
        await turn_to(room, "summary")
        assert "we finish it" in room.text()


async def test_nobody_is_ranked_on_any_page(path: Path) -> None:
    """No page counts what a person did: beside a name stands an office or a time to speak, never a sum."""
    done = Action(title="印刷をやめる", owner=TANAKA, status="done")
    more = [Add("action", f"actn22more{n}", done) for n in "23"]
    async with checking_in(path, *plan(), *more) as room:
        await turn_to(room, "round")
        await room.press("d", "d", "d")
        assert {room.desk.session.actions[id_].status for id_ in (FORMS, COUNT, DESK)} == {"done"}
        pages = []
        for _ in range(8):
            await room.press("pageup")
            await room.pilot.pause()
        for _ in range(6):
            pages.append(room.text())
            await room.press("pagedown")
            await room.pilot.pause()
        for text in pages:
            lines = [line for line in text.splitlines() if "田中" in line or "佐藤" in line]
            for line in lines:
                after = line.replace("00:0", "").replace("/ 01:00", "").split("2/5")[-1]
                assert not any(f"{n} done" in after or f"({n})" in after for n in range(9)), line
        assert TODAYS in room.desk.session.checkins
