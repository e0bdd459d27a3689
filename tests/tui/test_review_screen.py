"""The plan on the screen: seen at once, narrowed while typing, changed where it stands; several plans as one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Add, Set
from dxworkshop.model.session import Action, Checkin, Measure, Member
from dxworkshop.model.value import frozen
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document
from dxworkshop.tui.screens.board import BoardScreen
from dxworkshop.tui.screens.deed import DeedScreen, WhyScreen
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.plans import PlansScreen
from dxworkshop.tui.screens.review import ReviewScreen
from dxworkshop.tui.screens.session import SessionScreen
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.picker import Picker
from dxworkshop.tui.widgets.sieve import SieveLine
from tests.tui.conftest import SATO, TANAKA, Room, at_home, opened, prepared

FORMS, SIGNS, DESK, TALK, SHOP = "actn22form", "actn22sign", "actn22desk", "actn22talk", "actn22shop"


def action(id_: str, **fields: Any) -> Add:
    """Return the change that adds an action."""
    return Add("action", id_, Action.model_validate(frozen(fields)))


PARTY = (
    Add("member", TANAKA, Member(name="田中", seat="情報政策課", calling="smith")),
    Add("member", SATO, Member(name="佐藤　花子", seat="市民課", calling="guide")),
    Add("member", "memb22taka", Member(name="高橋", seat="財政課", calling="supplier")),
)
PLAN = (
    action(SIGNS, title="案内板を作り直す", status="done", owner=SATO),
    action(FORMS, title="様式を減らす", owner=TANAKA, due=date(2026, 12, 18), first_step="様式を数える"),
    action(DESK, title="窓口をまとめる", owner=SATO, due=date(2027, 3, 31), status="doing"),
    action(
        TALK,
        title="話しに行く",
        owner=TANAKA,
        status="blocked",
        ask="企画課の山田",
        budget="needed",
        reason="忙しい",
    ),
    action(SHOP, title="土曜も開ける", status="dropped", reason="人が足りない"),
)
MEASURED = (
    Set("meeting", {"held": date(2026, 11, 24)}),
    Add("measure", "msre22wait", Measure(name="待ち時間", unit="分", baseline=40.0, target=20.0)),
    Add("checkin", "chck22once", Checkin(on=date(2026, 12, 8), readings={"msre22wait": 31.0})),
)


@pytest.fixture
def plan(path: Path) -> Path:
    """Return the file of a session with a plan, one action of every state."""
    prepared(path, "opening", *PARTY, *MEASURED, *PLAN)
    return path


async def at_review(room: Room) -> ReviewScreen:
    """Go there by its key."""
    if not isinstance(room.app.screen, ReviewScreen):
        await room.press("ctrl+e")
    await room.until(lambda: isinstance(room.app.screen, ReviewScreen) and room.app.screen.chosen)
    screen = room.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def rows(screen: BoardScreen) -> list[str]:
    """Return the ids of the rows, headings too."""
    return [line.id.rpartition("/")[2] for line in screen.query_one(Lines).lines]


def chosen(screen: BoardScreen) -> str:
    """Return the id of the action that the cursor is on."""
    return screen.chosen.id if screen.chosen else ""


async def choose(room: Room, screen: BoardScreen, id_: str) -> None:
    """Go to an action with the arrows."""
    await room.press(*["up"] * 9)
    for _ in range(20):
        if chosen(screen) == id_:
            return
        await room.press("down")
    raise AssertionError(f"no arrow leads to {id_}")


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_everything_that_counts_is_seen_at_once_in_the_smallest_terminal(plan: Path, language: str) -> None:
    """HP and its course, counts, what is done, next, blocked with whom to ask; no row is wider than the screen."""
    async with opened(plan, size=(80, 24)) as room:
        if language == "ja":
            await room.press("f10")
            await room.until(lambda: "F1 ヘルプ" in room.text())
        await at_review(room)
        text = room.text()
        for words in ("55 %", "2026-12-08", "案内板を作り直す", "様式を減らす", "窓口をまとめる", "企画課の山田"):
            assert words in text
        assert {cell_len(row) for row in room.rows()} == {80}
        order = [
            text.index(words) for words in ("案内板", "様式を減らす", "窓口をまとめる", "話しに行く", "土曜も")
        ]
        assert order == sorted(order)


async def test_the_cursor_begins_at_what_is_next_and_shows_it_in_full(plan: Path) -> None:
    """With its owner's office, the day, and its step."""
    async with opened(plan) as room:
        screen = await at_review(room)
        assert chosen(screen) == FORMS
        assert "田中 (情報政策課)" in room.text()
        assert "様式を数える" in room.text()
        await choose(room, screen, TALK)
        assert "高橋 (財政課)" in room.text()  # who deals with budgets


async def test_tab_and_digits_put_them_together_otherwise(plan: Path) -> None:
    """By role, person and quarter; the cursor stays with its action."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("2")
        assert (screen.board.by, chosen(screen)) == ("role", FORMS)
        await room.press("tab")
        assert (screen.board.by, chosen(screen)) == ("person", FORMS)
        await room.press("tab")
        assert screen.board.groups[0].name == "FY2026 Q3"
        assert screen.board.groups[-1].key == ""
        await room.type("１")
        assert screen.board.groups[0].key == "done"
        await room.click_text("person")
        assert screen.board.groups[0].name == "田中 (情報政策課)"


async def test_typing_narrows_at_once_and_every_sign_arrives(plan: Path) -> None:
    """Japanese as an input method commits it, a full-width space between two words, letters that are keys too."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.type("佐藤　窓口")
        assert room.app.screen.query_one(SieveLine).value == "佐藤　窓口"
        assert chosen(screen) == DESK
        assert rows(screen) == ["#next", DESK]
        await room.press("escape")
        assert len(screen.board.groups) == 4
        await room.type("/done")
        assert rows(screen) == ["#done", SIGNS]
        assert room.desk.session.actions[FORMS].status == "todo"
        await room.press("escape")
        await room.type("何もない")
        assert "Nothing holds these words." in room.text()
        await room.press("escape", "escape")
        await room.until(lambda: isinstance(room.app.screen, SessionScreen))


async def test_what_is_typed_into_the_line_is_data(plan: Path) -> None:
    """No markup, no pattern; a paste of two lines is one."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.paste("[red]\n.*")
        assert screen.query_one(SieveLine).value == "[red] .*"
        assert screen.board.found == 0


async def test_one_key_says_that_it_is_done_with_thanks_and_undo_takes_it_back(plan: Path) -> None:
    """The cursor goes on to the next that is open; the file says so too."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("d")
        assert room.desk.session.actions[FORMS].status == "done"
        assert "Thank you!" in room.notices()
        assert chosen(screen) == DESK
        assert (await room.saved())["actions"][FORMS]["status"] == "done"
        await room.press("f8")
        assert room.desk.session.actions[FORMS].status == "todo"
        assert chosen(screen) == FORMS
        await room.press("f9")
        assert room.desk.session.actions[FORMS].status == "done"
        await choose(room, screen, TALK)
        await room.press("g")
        assert room.desk.session.actions[TALK].status == "doing"
        assert chosen(screen) == TALK


async def test_dropping_asks_for_a_reason_and_keeps_what_was_typed(plan: Path) -> None:
    """Without one it is refused in a sentence; what was left half typed is there again."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("x")
        await room.until(lambda: isinstance(room.app.screen, WhyScreen))
        await room.press("f2")
        assert "needs a reason" in room.text()
        await room.type("人が足")
        await room.press("escape")
        await room.until(lambda: room.app.screen is screen)
        assert room.desk.session.actions[FORMS].status == "todo"
        await room.press("x")
        await room.until(lambda: isinstance(room.app.screen, WhyScreen))
        await room.type("りない")
        await room.press("f2")
        await room.until(lambda: room.app.screen is screen)
        dropped = room.desk.session.actions[FORMS]
        assert (dropped.status, dropped.reason) == ("dropped", "人が足りない")
        assert room.desk.facilitation.drafts == {}
        assert chosen(screen) == DESK


async def test_what_is_blocked_asks_whom_to_ask_and_proposes_who(plan: Path) -> None:
    """Those who deal with the matter stand first in the list; words of one's own do as well."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("b")
        await room.until(lambda: isinstance(room.app.screen, WhyScreen))
        await room.type("予算が決まらない\t")
        await room.pick("高橋")
        await room.press("f2")
        await room.until(lambda: room.app.screen is screen)
        stuck = room.desk.session.actions[FORMS]
        assert (stuck.status, stuck.reason, stuck.ask) == ("blocked", "予算が決まらない", "高橋")
        assert FORMS in {one.id for group in screen.board.groups if group.key == "blocked" for one in group.deeds}


async def test_with_an_input_method_on_space_offers_the_same(plan: Path) -> None:
    """Letters are no keys then; the wide space is."""
    async with opened(plan) as room:
        await at_review(room)
        await room.type("　")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("enter")
        await room.until(lambda: room.desk.session.actions[FORMS].status == "done")


async def test_enter_edits_in_place(plan: Path) -> None:
    """Owner, day and all; what is refused stays with its sentence, and nothing typed is lost."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, DeedScreen) and room.key == "status")
        await room.pick("in progress")
        await room.tab_to("due")
        await room.press("ctrl+u")
        await room.type("いつか\t")
        assert set(room.errors()) == {"due"}
        await room.press("shift+tab", "ctrl+u")
        await room.type("2027-01-29\t")
        assert room.errors() == {}
        await room.press("escape")
        await room.until(lambda: room.app.screen is screen)
        edited = room.desk.session.actions[FORMS]
        assert (edited.status, edited.due) == ("doing", date(2027, 1, 29))
        assert "2027-01-29" in room.text()
        assert chosen(screen) == FORMS


async def test_the_next_step_of_what_is_not_begun_is_its_first_one(plan: Path) -> None:
    """Of what goes on, it is kept by a check-in of today."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, DeedScreen))
        await room.tab_to("next_step")
        assert room.shown()["next_step"] == "様式を数える"
        await room.type("、全部\t")
        await room.type("12/14\t")
        await room.press("escape")
        first = room.desk.session.actions[FORMS]
        assert (first.first_step, first.first_step_by) == ("様式を数える、全部", date(2026, 12, 14))
        await room.until(lambda: room.app.screen is screen)
        await choose(room, screen, DESK)
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, DeedScreen))
        await room.tab_to("next_step")
        await room.type("机を一つ動かす\t12/20\t")
        await room.press("escape")
        checkins = [one for one in room.desk.session.checkins.values() if DESK in one.actions]
        assert [(one.on, one.actions[DESK].next_step) for one in checkins] == [
            (date(2026, 12, 10), "机を一つ動かす")
        ]
        assert checkins[0].actions[DESK].next_by == date(2026, 12, 20)
        await room.until(lambda: "机を一つ動かす" in room.text())
        await choose(room, screen, TALK)
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, DeedScreen))
        await room.tab_to("next_step")
        await room.type("電話する\t")
        await room.press("escape")
        same = [one for one in room.desk.session.checkins.values() if one.on == date(2026, 12, 10)]
        assert [one.actions[TALK].next_step for one in same] == ["電話する"]


async def test_what_others_write_is_drawn_and_the_cursor_stays(plan: Path) -> None:
    """Another laptop finishes what stood before it."""
    async with opened(plan) as room:
        screen = await at_review(room)
        await choose(room, screen, DESK)
        await room.saved()
        other = Facilitation(document.load(plan))
        other.do(action("actn22else", title="よその取組", due=date(2026, 12, 11)))
        other.save()
        await room.until(lambda: "actn22else" in rows(screen))
        assert chosen(screen) == DESK


async def test_sixty_actions_are_folded_so_that_every_part_is_in_sight(path: Path) -> None:
    """Enter unfolds one part; the arrows reach everything."""
    many = [
        action(
            f"actn22d{n:03d}".replace("0", "a").replace("1", "b").replace("8", "c").replace("9", "d"),
            title=f"取組{n}",
            status="done" if n % 3 == 0 else "todo",
            **({"due": date(2027, 1, 8)} if n % 3 else {}),
        )
        for n in range(60)
    ]
    stuck = action(TALK, title="話しに行く", status="blocked", ask="山田")
    prepared(path, "opening", *PARTY, *many, stuck)
    async with opened(path, size=(80, 24)) as room:
        screen = await at_review(room)
        assert "話しに行く" in room.text()
        assert len(rows(screen)) <= 12
        await choose(room, screen, "")
        await room.press("enter")
        assert sum(id_.startswith("actn") for id_ in rows(screen)) > 20
        assert screen.board.found == 61


async def test_a_session_that_can_only_be_read_is_shown(plan: Path) -> None:
    """Nothing can be changed there; why is said."""
    text = plan.read_text(encoding="utf-8").replace("format = 1", "format = 2", 1)
    plan.write_text(text, encoding="utf-8")
    async with opened(plan) as room:
        screen = await at_review(room)
        await room.press("d")
        assert room.desk.session.actions[FORMS].status == "todo"
        assert len(screen.board.groups) == 4
        assert "newer program" in room.notices()


async def test_signs_that_are_wide_elsewhere_have_a_twin(plan: Path) -> None:
    """Where the terminal draws them two cells wide, bars over time are plain signs."""
    async with opened(plan) as room:
        screen = await at_review(room)
        assert "█" in room.text()
        room.app.add_class("-wide-lines")
        screen.draw()
        await room.pilot.pause()
        drawn = "\n".join(room.rows()[:5])
        assert "█" not in drawn
        assert "100 % #" in drawn


async def test_several_plans_are_one_view_and_enter_opens_one(plan: Path, folder: Path) -> None:
    """Each row says which plan it is of; what Enter opens stands over home as always."""
    second = Library(folder).new("道路の通報", organisation="あおぞら市").path
    prepared(second, "opening", action("actn22road", title="穴をふさぐ", due=date(2026, 12, 12)))
    async with at_home(folder) as room:
        sessions = [document.load(one).session for one in (plan, second)]
        screen = PlansScreen(sessions, Voice("en", "plain"))
        await room.app.push_screen(screen)
        await room.until(lambda: screen.chosen)
        assert "あおぞら市" in room.text().split("穴をふさぐ")[0].splitlines()[-1]
        assert chosen(screen) == "actn22road"
        assert {cell_len(row) for row in room.rows()} == {100}
        await room.press("enter")
        await room.until(lambda: room.app.desk is not None and isinstance(room.app.screen, SessionScreen))
        assert room.desk.session.title == "道路の通報"
        assert len(room.app.screen_stack) == len(("bottom", "session"))


async def test_the_list_of_sessions_and_the_other_language_are_one_key_away(plan: Path) -> None:
    """F10 draws the plan in the other language; Ctrl+O goes home from it, without the steps between."""
    async with opened(plan) as room:
        await at_review(room)
        await room.press("f10")
        await room.until(lambda: isinstance(room.app.screen, ReviewScreen) and "終わった" in room.text())
        await room.press("ctrl+o")
        await room.until(lambda: isinstance(room.app.screen, HomeScreen) and room.app.desk is None)
