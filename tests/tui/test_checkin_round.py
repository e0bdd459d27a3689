"""The round of a check-in: one key each, what comes next, and gentle ways on for what has moved twice."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Add, Edit
from dxworkshop.model.session import Member
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.screens.checkin import CheckinScreen
from dxworkshop.tui.screens.checkin_people import card_text
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.picker import Picker
from tests.tui.campfire import (
    COUNT,
    DESK,
    FORMS,
    SIGNS,
    TODAY,
    TODAYS,
    before,
    checking_in,
    chosen,
    page,
    plan,
    rows,
    todays,
    turn_to,
)
from tests.tui.conftest import SATO, TANAKA, Room

LATE = TODAY - timedelta(days=2)
SLIPPED: dict[str, Any] = {"due": LATE, "slipped": (TODAY - timedelta(days=20),)}
"""An action that slipped once, and is past its day again."""


async def at_round(room: Room) -> None:
    """Go to the round."""
    await turn_to(room, "round")


async def at_choice(room: Room) -> None:
    """Say of the action that slipped that it goes on: the cursor stays in the list, where it is asked how."""
    await at_round(room)
    assert "5: smaller" not in room.text()
    await room.press("g")
    assert room.desk.session.actions[FORMS].slipped == (TODAY - timedelta(days=20), LATE)
    assert room.app.focused is page(room).query_one(Lines)
    assert "moved 2 times. 5: smaller" in room.text()


async def test_owners_speak_in_the_order_of_the_party(path: Path) -> None:
    """Each under a name with the office, what nobody has last; what was done before is not asked again."""
    unowned = Edit("action", COUNT, {"owner": ""})
    async with checking_in(path, *plan(), unowned) as room:
        await at_round(room)
        due = TODAY + timedelta(days=30)
        assert rows(room) == [
            "田中  情報政策課",
            f"-  様式を減らす  {due}",
            "佐藤　花子  市民課",
            "-  窓口をまとめる",
            "nobody yet",
            "-  待合の人を数える",
        ]
        assert SIGNS not in [line.id for line in page(room).query_one(Lines).lines]


async def test_a_seat_of_the_deck_is_shown_by_its_text(path: Path) -> None:
    """In the list and where it is chosen who takes it over, with a name before it and alone."""
    seats = (Edit("member", TANAKA, {"seat": "line"}), Edit("member", SATO, {"name": "", "seat": "young"}))
    async with checking_in(path, *plan(**SLIPPED), *seats) as room:
        await turn_to(room, "round")
        line, young = (card_text(Voice("en"), "seats", id_) for id_ in ("line", "young"))
        assert line != "line"
        assert [row for row in rows(room) if row.endswith((line, young))] == [f"田中  {line}", young]
        await room.press("o")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        assert young in room.text()


async def test_digits_mean_the_same_with_an_input_method_on(path: Path) -> None:
    """１ is done, ２ goes on, and the digits of the proposals too."""
    async with checking_in(path, *plan(**SLIPPED)) as room:
        await at_round(room)
        await room.type("２")
        await room.until(lambda: room.desk.session.actions[FORMS].status == "doing")
        await room.type("６")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("escape", "down")
        await room.type("１")
        await room.until(lambda: room.desk.session.actions[COUNT].status == "done")


async def test_what_moved_twice_can_be_cut_smaller(path: Path) -> None:
    """C asks for one or two titles: they stand in its place, in the same hands; the whole is dropped."""
    async with checking_in(path, *plan(**SLIPPED)) as room:
        await at_choice(room)
        await room.press("c")
        await room.until(lambda: isinstance(room.app.screen, AskScreen))
        await room.type("転入の様式だけ並べる\r窓口で一度試す")
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, CheckinScreen))
        file = await room.saved()
        smaller = {a["title"]: a for a in file["actions"].values() if a["title"].startswith(("転入", "窓口で"))}
        assert {a["owner"] for a in smaller.values()} == {TANAKA}
        whole = file["actions"][FORMS]
        assert whole["status"] == "dropped"
        assert "転入の様式だけ並べる" in whole["reason"]
        assert todays(file)["actions"][FORMS]["status"] == "dropped"
        assert file["actions"][chosen(room)]["title"] == "転入の様式だけ並べる"
        await room.press("f8")
        assert room.desk.session.actions[FORMS].status == "doing"
        assert room.kept() == {}


async def test_smaller_titles_half_typed_are_kept(path: Path) -> None:
    """Escape leaves the box, the action as it is, and the words where C finds them."""
    async with checking_in(path, *plan(**SLIPPED)) as room:
        await at_choice(room)
        await room.press("c", "f2")
        await room.until(lambda: "at least one smaller" in room.text())
        await room.type("転入の")
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, CheckinScreen))
        assert room.desk.session.actions[FORMS].status == "doing"
        await room.press("c")
        await room.until(lambda: "転入の" in room.text())


async def test_what_moved_twice_can_go_to_another_owner(path: Path) -> None:
    """O asks who; the new owner is no partner of their own, and the calling of the one before goes."""
    with_both = plan(**SLIPPED, partners=(SATO,), calling="smith")
    async with checking_in(path, *with_both) as room:
        await at_choice(room)
        await room.press("o")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        assert "田中" not in room.text().split("type to narrow")[1].split("Esc: leave")[0]
        await room.type("佐藤\r")
        await room.until(lambda: room.desk.session.actions[FORMS].owner == SATO)
        action = (await room.saved())["actions"][FORMS]
        assert (action["partners"], action["calling"]) == ([], "")
        assert rows(room).index(f"in progress  様式を減らす  {LATE}") > rows(room).index("佐藤　花子  市民課")


async def test_what_moved_twice_can_be_dropped(path: Path) -> None:
    """X asks for any honest reason; without one, nothing is dropped."""
    async with checking_in(path, *plan(**SLIPPED)) as room:
        await at_choice(room)
        await room.press("x", "enter")
        assert room.desk.session.actions[FORMS].status == "doing"
        assert "any honest one" in room.errors()["reason"]
        await room.type("年度末で人が足りない")
        await room.press("enter")
        action = (await room.saved())["actions"][FORMS]
        assert (action["status"], action["reason"]) == ("dropped", "年度末で人が足りない")


async def test_none_of_the_three_is_forced(path: Path) -> None:
    """Enter goes on as it is: the next step is asked, and the day can be moved."""
    async with checking_in(path, *plan(**SLIPPED)) as room:
        await at_choice(room)
        await room.press("enter")
        assert room.key == "next_step"
        await room.fill("様式を並べる", "+7")
        await room.tab_to("due")
        await room.press("ctrl+u")
        await room.type("12/25\t")
        action = (await room.saved())["actions"][FORMS]
        assert action["due"] == TODAY.replace(day=25)
        assert action["status"] == "doing"


async def test_a_slip_is_told_as_a_fact(path: Path) -> None:
    """No word of shame stands beside a day that has passed, and nobody's days are counted up."""
    async with checking_in(path, *plan(**SLIPPED)) as room:
        await at_choice(room)
        words = set(re.findall("[a-z]+", room.text().casefold()))
        assert not words & {"late", "overdue", "delayed", "failed", "missed"}


async def test_whoever_could_help_is_proposed_first(path: Path) -> None:
    """Money leads to who deals with budgets; nothing is blocked without somebody to ask."""
    money = Add("member", "memb22taka", Member(name="高橋", seat="財政課", calling="supplier"))
    async with checking_in(path, *plan(budget="needed"), money) as room:
        await at_round(room)
        await room.press("b")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        listed = room.text().split("type to narrow")[1]
        assert listed.index("高橋  about the budget") < listed.index("佐藤")
        await room.press("escape")
        assert room.desk.session.actions[FORMS].status == "todo"
        assert rows(room)[1].startswith("-")
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("enter")
        await room.until(lambda: room.desk.session.actions[FORMS].ask == "高橋")
        await room.until(lambda: room.key == "reason")
        await room.type("見積もりがまだ\t")
        action = (await room.saved())["actions"][FORMS]
        assert (action["status"], action["reason"]) == ("blocked", "見積もりがまだ")
        assert todays(room.file())["actions"][FORMS]["status"] == "blocked"


async def test_somebody_who_is_away_is_passed_over(path: Path) -> None:
    """Space goes to the next owner and says nothing; the end tells that they were not spoken of."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        await room.press("space")
        assert chosen(room) == DESK
        await room.press("d")
        assert chosen(room) == FORMS
        await turn_to(room, "summary")
        assert "Not spoken of yet: 様式を減らす, 待合の人を数える" in room.text()
        assert set(room.desk.session.checkins[TODAYS].actions) == {DESK, SIGNS}


async def test_what_was_agreed_the_last_time_stands_above(path: Path) -> None:
    """The next step of the check-in before, with its day; before the first one, the first step."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        assert "First step: 様式を並べる" in room.text()
    async with checking_in(path, before(TODAY - timedelta(days=7))) as room:
        await at_round(room)
        assert f"Last time: 写真に撮る ({TODAY})" in room.text()


@pytest.mark.parametrize(("typed", "mark"), [("c", "C"), ("Ｃ", "C"), ("3", "C"), ("１", "A")])
async def test_a_mark_is_one_key_in_any_width(path: Path, typed: str, mark: str) -> None:
    """A letter or its number; what it means stands there when the cursor has left."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        await room.press("g")
        await room.tab_to("rating")
        await room.type(f"{typed}\t")
        assert todays(await room.saved())["actions"][FORMS]["rating"] == mark
        assert {"A": "A ahead of the target", "C": "C behind the target"}[mark] in room.text()


async def test_a_mark_that_the_scale_has_not_stays_in_its_field(path: Path) -> None:
    """It is told which marks there are, and the text is kept."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        await room.press("g")
        await room.tab_to("rating")
        await room.type("q\t")
        assert "A, B, C, D" in room.errors()["rating"]
        await room.until(lambda: room.kept() == {f"checkin/{TODAYS}/actions.{FORMS}.rating": "q"})


async def test_another_scale_is_kept_with_the_check_in(path: Path) -> None:
    """F7 chooses one; once something is rated on it, it stays."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        await room.press("f7")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.type("miyako\r")
        await room.until(lambda: isinstance(room.app.screen, CheckinScreen))
        await room.until(lambda: room.desk.session.checkins)
        await room.pilot.pause()
        await room.press("g")
        await room.tab_to("rating")
        await room.type("2\t")
        checkin = todays(await room.saved())
        assert (checkin["scale"], checkin["actions"][FORMS]["rating"]) == ("miyakojima", "2")
        assert "2 talked over" in room.text()
        await room.press("f7")
        assert "rated on this scale already" in room.notices()


async def test_the_scale_of_the_settings_is_the_one_that_is_offered(path: Path, tmp_path: Path) -> None:
    """An office that set its own scale is asked on it from the first time on."""
    (tmp_path / "config.toml").write_text('scale = "achieved"\n', encoding="utf-8")
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        await room.press("g")
        await room.tab_to("rating")
        await room.type("p\t")
        assert todays(await room.saved())["scale"] == "achieved"


async def test_the_arrows_lead_from_the_fields_back_to_the_list(path: Path) -> None:
    """Up from the first field; F2 from any goes to the next action that is still to be spoken of."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        await room.press("g")
        await room.type("写真")
        await room.press("up")
        assert room.app.focused is page(room).query_one(Lines)
        await room.press("enter", "tab", "f2")
        assert (chosen(room), room.desk.session.checkins[TODAYS].actions[FORMS].next_step) == (COUNT, "写真")


async def test_a_minute_is_counted_and_locks_nothing(path: Path) -> None:
    """The counter names who speaks; it stands there from the first second."""
    async with checking_in(path, *plan()) as room:
        await at_round(room)
        assert "田中 00:0" in room.text()
        assert "/ 01:00" in room.text()
        await room.press("space")
        await room.until(lambda: "佐藤　花子 00:0" in room.text())
