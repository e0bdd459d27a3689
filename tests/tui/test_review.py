"""Reviewing a plan with one key each, taking a plan over, and asking beforehand why it would fail."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.model.changes import Add, Set
from dxworkshop.model.session import Action, Member, Risk
from dxworkshop.service import Library
from dxworkshop.tui.steps.review import ReviewView
from dxworkshop.tui.widgets.entry import Entry, EntryLine
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.picker import Picker
from tests.tui.conftest import SATO, TANAKA, TITLE, Room, opened, prepared

FORMS, SIGNS, DESK = "actn22form", "actn22sign", "actn22desk"
MEMBERS = (
    Add("member", TANAKA, Member(name="田中", seat="情報政策課")),
    Add("member", SATO, Member(name="佐藤　花子")),
)
ACTIONS = (
    Add("action", SIGNS, Action(title="案内板を作り直す", status="doing")),
    Add("action", FORMS, Action(title="様式を減らす", owner=TANAKA, since="k7q3m9x2ab")),
    Add("action", DESK, Action(title="窓口をまとめる", owner=SATO, due=date(2027, 3, 31), since="k7q3m9x2ab")),
)


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a session that reviews an earlier plan."""
    return Library(folder).new(TITLE, "review-45", organisation="みどり野市").path


def rows(room: Room) -> list[str]:
    """Return the rows of the list."""
    return [line.text for line in _list(room).lines]


def _list(room: Room) -> Lines:
    return room.app.screen.query_one(ReviewView).query_one(Lines)


def verdicts(file: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Return status, verdict and reason of each action in the file."""
    return {
        id_: (action.get("status", "todo"), action.get("verdict", ""), action.get("reason", ""))
        for id_, action in file["actions"].items()
    }


async def test_a_plan_is_reviewed_with_one_key_each(path: Path) -> None:
    """Those of an earlier plan come first; d, c, and x with a reason; the cursor goes to what is left."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        assert _list(room).chosen == FORMS
        await room.press("d", "c", "x")
        await room.type("年度末で人が足りない\r")
        await room.until(lambda: room.desk.session.actions[SIGNS].status == "dropped")
        assert verdicts(await room.saved()) == {
            FORMS: ("done", "done", ""),
            DESK: ("todo", "carry", ""),
            SIGNS: ("dropped", "drop", "年度末で人が足りない"),
        }
        assert rows(room)[0] == "Done. Thank you! (1)"
        assert "All have been looked at" in room.text()


async def test_digits_mean_the_same_with_an_input_method_on(path: Path) -> None:
    """１ is done, ２ carries on."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        await room.type("１２")
        await room.until(lambda: room.desk.session.actions[DESK].verdict == "carry")
        assert room.desk.session.actions[FORMS].status == "done"


async def test_one_undo_takes_status_and_verdict_back(path: Path) -> None:
    """F8 after d: not done, no verdict, and the cursor is on it again; F9 does it again."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        await room.press("d", "f8")
        assert verdicts(await room.saved())[FORMS] == ("todo", "", "")
        assert _list(room).chosen == FORMS
        assert rows(room)[0] == "Open, from an earlier plan (2)"
        await room.press("f9")
        assert verdicts(await room.saved())[FORMS] == ("done", "done", "")


async def test_dropping_needs_a_reason_and_a_begun_one_is_kept(path: Path) -> None:
    """Enter on nothing says so; Escape leaves the words where they are, over a restart too."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        await room.press("x", "enter")
        await room.until(lambda: "any honest one" in room.text())
        assert isinstance(room.app.focused, EntryLine)
        await room.type("人が")
        await room.press("escape")
        await room.until(lambda: room.app.focused is _list(room))
        assert room.desk.session.actions[FORMS].status == "todo"
        await room.until(lambda: room.kept() == {f"review/{FORMS}/reason": "人が"})
    async with opened(path) as room:
        assert "人が" in room.text()
        await room.press("x")
        await room.type("足りない\r")
        await room.until(lambda: room.desk.session.actions[FORMS].reason == "人が足りない")
        await room.saved()
        await room.until(lambda: room.kept() == {})


async def test_a_reason_is_kept_even_before_the_screen_has_heard_of_it(path: Path) -> None:
    """What leaves the program in the middle of a key takes the words along."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        await room.press("x")
        view = room.app.screen.query_one(ReviewView)
        view.query_one(EntryLine).value = "人が"
        view.flush()
        assert room.desk.draft(f"review/{FORMS}/reason") == "人が"


@pytest.mark.parametrize("lines", [2, 3])
async def test_a_reason_that_is_pasted_in_lines_is_one_reason(path: Path, lines: int) -> None:
    """All of it is in the plan, and nothing waits anywhere."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    pasted = [f"理由{n}" for n in range(lines)]
    async with opened(path) as room:
        await room.press("x")
        await room.paste("\r\n".join(pasted))
        assert room.desk.session.actions[FORMS].status == "todo"
        await room.press("enter")
        await room.until(lambda: room.desk.session.actions[FORMS].reason == " ".join(pasted))
        await room.saved()
        assert room.kept() == {}


async def test_a_second_reason_typed_ahead_is_not_lost(path: Path) -> None:
    """It waits with the action it was typed for, where X finds it."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        await room.press("x")
        await room.type("一つ目")
        entry = room.app.screen.query_one(Entry)
        entry.enter()
        entry.query_one(EntryLine).value = "二つ目"
        entry.enter()
        await room.until(lambda: room.desk.session.actions[FORMS].reason == "一つ目")
        assert room.desk.draft(f"review/{FORMS}/reason") == "二つ目"


async def test_enter_and_the_mouse_lead_to_the_same_answers(path: Path) -> None:
    """Enter opens the three answers; the buttons answer for the row that is chosen."""
    prepared(path, "review", *MEMBERS, *ACTIONS)
    async with opened(path) as room:
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("down", "enter")
        await room.until(lambda: room.desk.session.actions[FORMS].verdict == "carry")
        await room.click_text("案内板を作り直す")
        await room.click_text("Done 1/d")
        await room.until(lambda: room.desk.session.actions[SIGNS].status == "done")
        assert verdicts(await room.saved())[SIGNS] == ("done", "done", "")


async def test_the_plan_of_an_earlier_session_is_taken_over(path: Path, folder: Path) -> None:
    """F2 offers the sessions of the folder; members and open actions come under their ids, and never twice."""
    earlier = Library(folder).new("去年の[red]冒険", "quick-60")
    done = Add("action", "actn22done", Action(title="もう終わった", status="done"))
    prepared(
        earlier.path, "opening", *MEMBERS, Add("action", FORMS, Action(title="様式を減らす", owner=TANAKA)), done
    )
    async with opened(path, "review") as room:
        assert "F2 takes over" in room.text()
        await room.press("f2")
        await room.until(lambda: "去年の[red]冒険" in room.text())
        await room.press("enter")
        await room.until(lambda: room.desk.session.actions)
        file = await room.saved()
        assert set(file["members"]) == {TANAKA, SATO}
        assert list(file["actions"]) == [FORMS]
        assert file["actions"][FORMS]["since"] == earlier.session.id
        assert _list(room).chosen == FORMS
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("enter")
        await room.until(lambda: "here already" in room.notices())
        await room.press("f8")
        assert not room.desk.session.present_members()
        assert room.desk.session.actions == {}


async def test_without_another_session_there_is_nothing_to_take_over(path: Path) -> None:
    """And F2 says so."""
    async with opened(path, "review") as room:
        await room.press("f2")
        assert "no other session" in room.notices()


async def test_everything_is_in_reach_at_80_columns(path: Path) -> None:
    """Forty actions: the list scrolls, the line for the reason is on the screen, no row is out of line."""
    many = [Add("action", f"actn22many{n:02}", Action(title=f"取組{n} " + "長" * 80)) for n in range(40)]
    prepared(path, "review", *many)
    async with opened(path, size=(80, 24)) as room:
        await room.press("end")
        assert "".join(room.rows()[10:14]).count("長") == 80
        await room.press("x")
        await room.type("もう要らない")
        assert "もう要らない" in room.text()
        await room.press("enter")
        await room.until(lambda: room.desk.session.actions["actn22many39"].status == "dropped")


async def test_slips_are_shown_as_facts_and_at_two_another_way_is_proposed(path: Path) -> None:
    """How often the day moved stands in the line; of one that slipped once nothing is proposed."""
    once, twice = (date(2026, 12, 4),), (date(2026, 12, 4), date(2026, 12, 18))
    slipped = (
        Add("action", FORMS, Action(title="様式を減らす", since="k7q3m9x2ab", slipped=twice)),
        Add("action", DESK, Action(title="窓口をまとめる", since="k7q3m9x2ab", slipped=once)),
    )
    prepared(path, "review", *slipped)
    async with opened(path) as room:
        assert "its day moved 2 times" in rows(room)[1]
        assert "its day moved once" in rows(room)[2]
        assert "It could be cut smaller" in room.text()
        await room.press("c")
        assert _list(room).chosen == DESK
        assert "It could be cut smaller" not in room.text()
        await room.press("f7", "f10")
        await room.until(lambda: "期限が1回動きました" in room.text())


async def test_the_chain_of_sessions_is_named(path: Path, folder: Path) -> None:
    """By the titles of those that are in the folder; what is not there has no name."""
    earlier = Library(folder).new("去年の[red]冒険", "quick-60")
    prepared(path, "review", Set("session", {"earlier": ("gone222222", earlier.session.id)}))
    async with opened(path) as room:
        assert "Goes on from: 去年の[red]冒険" in room.text()


async def test_a_session_that_goes_on_from_this_one_is_refused_with_a_sentence(path: Path, folder: Path) -> None:
    """F2 on it says so, and nothing changes."""
    later = Library(folder).new("つぎ", "quick-60")
    own = Library(folder).open(str(path)).session.id
    prepared(later.path, "opening", Set("session", {"earlier": (own,)}))
    async with opened(path, "review") as room:
        await room.press("f2")
        await room.until(lambda: isinstance(room.app.screen, Picker))
        await room.press("enter")
        await room.until(lambda: "goes on from this session itself" in room.notices())
        assert room.desk.session.earlier == ()


# The pre-mortem


@pytest.fixture
def ahead(folder: Path) -> Path:
    """Return the file of a session with a pre-mortem, members and actions."""
    path = Library(folder).new(TITLE, "dx-180", organisation="みどり野市").path
    prepared(path, "premortem", *MEMBERS, *ACTIONS)
    return path


async def test_a_cause_and_its_counter_for_an_action(ahead: Path) -> None:
    """Cause, Enter, counter, F2: the next; what is promised stands above."""
    async with opened(ahead) as room:
        assert "様式を減らす" in room.text()
        await room.type("年度末で時間がとれない\r2月までに一歩目を終える\r")
        await room.pick("様式")
        await room.press("f2")
        await room.type("担当の異動\r引継ぎの紙を作る")
        await room.press("tab")
        risks = {risk["cause"]: risk for risk in (await room.saved())["risks"].values()}
        assert risks["年度末で時間がとれない"]["action"] == FORMS
        assert risks["担当の異動"]["counter"] == "引継ぎの紙を作る"


async def test_a_counter_becomes_an_action_with_one_key_and_only_once(ahead: Path) -> None:
    """Ctrl+A in the list; the action answers the risk, the list says so, F8 takes it back."""
    prepared(ahead, "premortem", Add("risk", "risk22aaaa", Risk(cause="担当の異動", counter="引継ぎの紙を作る")))
    async with opened(ahead) as room:
        await room.press("shift+tab", "ctrl+a")
        made = [a for a in (await room.saved())["actions"].values() if a["title"] == "引継ぎの紙を作る"]
        assert [action["answers"] for action in made] == [["risk22aaaa"]]
        assert room.items("risk") == [" 1 [Quest] 担当の異動 > 引継ぎの紙を作る"]
        await room.press("ctrl+a")
        assert "an action already" in room.notices()
        assert "4 引継ぎの紙を作る" in room.text()
        await room.press("f8")
        assert len([a for a in room.desk.session.actions.values() if a.answers]) == 0
        assert room.items("risk") == [" 1 担当の異動 > 引継ぎの紙を作る"]


async def test_a_cause_without_a_counter_is_no_action_yet(ahead: Path) -> None:
    """The button asks for the counter first."""
    prepared(ahead, "premortem", Add("risk", "risk22aaaa", Risk(cause="担当の異動")))
    async with opened(ahead, size=(100, 40)) as room:
        await room.click_text("Make the counter")
        assert "counter first" in room.notices()
        assert len(room.desk.session.actions) == len(ACTIONS)
