"""Every kind of step, typed into in Japanese; each test looks at the session and at the file."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.model.changes import Add
from dxworkshop.model.session import Action, Measure
from dxworkshop.tui.widgets import pause
from tests.tui.conftest import SATO, TANAKA, opened, prepared, with_party


def only(items: dict[str, Any]) -> dict[str, Any]:
    """Return the only item of a table."""
    (item,) = items.values()
    return dict(item)


def named(items: dict[str, Any], key: str = "name") -> dict[str, dict[str, Any]]:
    """Return the items of a table by what they are called."""
    return {item[key]: item for item in items.values() if not item.get("removed")}


async def test_attendance_is_taken_one_after_the_other(path: Path) -> None:
    """Name, Tab, office, F2: the next one; the one before stays in the list and stands in the file."""
    async with opened(path, "arrivals") as room:
        await room.fill("佐藤　花子", "市民課")
        await room.press("f2")
        assert room.shown() == {"present": "is here"}
        assert room.items("member") == [" 1 佐藤　花子  市民課"]
        await room.fill("田中", "情報政策課")
        assert room.key == "present"
        await room.pick("absent")
        members = named((await room.saved())["members"])
        assert members["佐藤　花子"]["seat"] == "市民課"
        assert members["佐藤　花子"]["present"] is True
        assert members["田中"]["present"] is False
        held = {id_: member.name for id_, member in room.desk.session.members.items()}
        assert held == {id_: member["name"] for id_, member in room.file()["members"].items()}
        assert "is absent" in room.items("member")[1]


async def test_a_proposed_rule_is_agreed_with_space_and_taken_back(path: Path) -> None:
    """Space ticks the proposal under the cursor into the file, in the session's language; again, it removes it."""
    async with opened(path, "rules") as room:
        await room.press("space", "down", "space")
        first, second = (rule["text"] for rule in (await room.saved())["rules"].values())
        assert {first, second} == {"否定から入らない", "肩書を外して話す"}
        await room.press("space")
        rules = named((await room.saved())["rules"], "text")
        assert list(rules) == ["否定から入らない"]
        assert room.items("rule") == [" 1 否定から入らない"]


async def test_a_rule_in_the_teams_own_words(path: Path) -> None:
    """F2 in the step of the ground rules starts a rule, which is typed in Japanese."""
    async with opened(path, "rules") as room:
        await room.press("f2")
        await room.fill("結論を急がない。")
        assert only((await room.saved())["rules"])["text"] == "結論を急がない。"
        assert room.items("rule") == [" 1 結論を急がない。"]


async def test_the_destination_is_one_sentence_and_signs_stand_one_a_line(path: Path) -> None:
    """Enter leaves the sentence and makes a line among the signs, which are a list in the file."""
    async with opened(path, "vision") as room:
        await room.type("どの窓口でも、一度で用が済む市役所")
        await room.press("enter")
        await room.type("行列がない")
        await room.press("enter", "enter")
        await room.type("「また来てください」と言わない")
        await room.press("tab")
        vision = (await room.saved())["vision"]
        assert vision["destination"] == "どの窓口でも、一度で用が済む市役所"
        assert vision["signs"] == ["行列がない", "「また来てください」と言わない"]
        assert room.desk.session.vision.signs == ("行列がない", "「また来てください」と言わない")


async def test_the_boss_its_measures_and_obstacles(path: Path) -> None:
    """Through the whole step by Tab: name, why now, a measure in full-width digits, an obstacle with its lens."""
    async with opened(path, "boss") as room:
        await room.fill("たらい回し", "転入で三つの課を回る")
        await room.fill("平均待ち時間", "分", "４２", "２０．５", "３/31")
        await room.pick("output")
        await room.tab_to("reality")
        await room.fill("三層分離によって作業効率が落ちている")
        await room.pick("ICT")
        boss = (await room.saved())["boss"]
        assert (boss["name"], boss["why_now"]) == ("たらい回し", "転入で三つの課を回る")
        measure = only(boss["measures"])
        assert (measure["name"], measure["unit"], measure["kind"]) == ("平均待ち時間", "分", "output")
        assert (measure["baseline"], measure["target"]) == (42.0, 20.5)
        assert measure["by"] == date(2027, 3, 31)
        gap = only(room.file()["gaps"])
        assert (gap["reality"], gap["lens"]) == ("三層分離によって作業効率が落ちている", "environment")
        assert room.items("measure") == [" 1 平均待ち時間  42 > 20.5 分 by 2027-03-31"]


async def test_obstacles_are_picked_from_the_cards(path: Path) -> None:
    """The button opens the deck; two ticked cards are obstacles that name their card, and not offered again."""
    async with opened(path, "boss") as room:
        await room.tab_to("lens")
        await room.press("tab")
        await room.pick("career path", "few years")
        gaps = (await room.saved())["gaps"]
        assert {gap["deck"] for gap in gaps.values()} == {"no-career-path", "short-postings"}
        assert {gap["lens"] for gap in gaps.values()} == {"people"}
        assert len(room.items("gap")) == 2
        await room.press("enter")
        await room.until(lambda: "interviews" in room.text())
        await room.type("career path")
        await room.until(lambda: "There is no career path" not in room.text())


async def test_the_party_with_pickers_and_an_open_seat(path: Path) -> None:
    """Calling, post and several strengths are picked, own words too; hours are a number; a seat stays open."""
    async with opened(path, "party") as room:
        await room.fill("田中", "情報政策課")
        await room.pick("Mapmaker")
        await room.press("tab")
        await room.pick("bridge")
        await room.press("tab")
        await room.pick("Framing", "議事録が速い")
        await room.press("tab")
        await room.fill("２.５")
        await room.tab_to("name")
        await room.tab_to("why")
        await room.type("窓口の改修に予算が要る")
        await room.press("shift+tab")
        await room.pick("財政課のだれか")
        file = await room.saved()
        member = only(file["members"])
        assert (member["calling"], member["post"], member["hours_per_week"]) == ("mapper", "bridge", 2.5)
        assert member["strengths"] == ["plan", "議事録が速い"]
        assert only(file["seats"])["name"] == "財政課のだれか"
        assert only(file["seats"])["why"] == "窓口の改修に予算が要る"
        assert room.items("member") == [" 1 田中  情報政策課  Mapmaker  2.5 h/week"]


async def test_an_action_with_everything(path: Path) -> None:
    """Owner, partners, dates as people type them, if-then and a measure of its own stand in the file."""
    with_party(path, "actions")
    async with opened(path) as room:
        await room.fill("転入の窓口を一つにまとめて試す")
        await room.pick("田中")
        await room.tab_to("partners")
        await room.pick("佐藤")
        await room.press("tab")
        await room.fill("手順を写真に撮る", "１２／２０", "3/31", "もし朝礼が終わったら、数える", "課長に伝える")
        await room.tab_to("measure.name")
        await room.fill("一度で済んだ割合", "％", "３５", "７０")
        await room.tab_to("weight")
        await room.fill("３")
        await room.pick("in progress")
        file = await room.saved()
        action = only(file["actions"])
        assert (action["owner"], action["partners"]) == (TANAKA, [SATO])
        assert (action["first_step_by"], action["due"]) == (date(2026, 12, 20), date(2027, 3, 31))
        assert (action["if_then"], action["tell"]) == ("もし朝礼が終わったら、数える", "課長に伝える")
        measure = {"name": "一度で済んだ割合", "unit": "％", "baseline": 35.0, "target": 70.0}
        assert action["measure"] == measure
        assert (action["weight"], action["status"]) == (3, "doing")
        assert "田中  2027-03-31  in progress" in room.items("action")[0]


async def test_pledges_reviews_and_hands(path: Path) -> None:
    """One line for each member, dates one a line, five counts; a pledge stands under the id of its member."""
    with_party(path, "pledge")
    async with opened(path) as room:
        await room.fill("今週中に三つの課を回ります", "月曜の朝、待合に立ちます")
        await room.type("2027-01-15")
        await room.press("enter")
        await room.type("１２月２４日")
        await room.press("tab")
        await room.fill("0 0 １ 4 3")
        file = await room.saved()
        assert file["pledges"][TANAKA]["words"] == "今週中に三つの課を回ります"
        assert file["pledges"][SATO]["words"] == "月曜の朝、待合に立ちます"
        assert file["reviews"] == [date(2026, 12, 24), date(2027, 1, 15)]
        assert file["closing"]["hands"] == [0, 0, 1, 4, 3]


async def test_a_paste_of_several_lines_into_one_line_is_kept_whole(path: Path) -> None:
    """Every line of the paste is in the file, joined by spaces; in a field of several lines they stay lines."""
    async with opened(path, "boss") as room:
        await room.paste("たらい回し\r\n三つの課\r\n\x1b[31m赤")
        await room.press("tab")
        await room.paste("一行目\r\n二行目")
        await room.press("tab")
        boss = (await room.saved())["boss"]
        assert boss["name"] == "たらい回し 三つの課 赤"
        assert boss["why_now"] == "一行目\n二行目"


# Undo and redo


async def test_undo_and_redo_move_the_screen_and_the_file(path: Path) -> None:
    """F8 takes all typing of one visit back at once, in the field and in the file; F9 brings it again."""
    async with opened(path, "boss") as room:
        await room.type("たらい")
        await room.until(lambda: room.desk.session.boss.name == "たらい")
        await room.type("回し")
        await room.until(lambda: room.desk.session.boss.name == "たらい回し")
        await room.press("f8")
        assert room.shown() == {}
        assert "boss" not in await room.saved()
        await room.press("f9")
        assert room.shown() == {"name": "たらい回し"}
        assert (await room.saved())["boss"] == {"name": "たらい回し"}


async def test_undo_takes_what_is_being_typed_back_and_redo_loses_nothing(path: Path) -> None:
    """F8 and F9 right behind the keys: what was typed counts as one change, and a redo in vain drops nothing."""
    async with opened(path, "boss") as room:
        await room.fill("たらい回し")
        await room.type("今")
        await room.press("f8")
        assert room.shown() == {"name": "たらい回し"}
        await room.type("春まで四か月")
        await room.press("f9")
        assert "nothing to redo" in room.notices()
        assert room.shown()["why_now"] == "春まで四か月"
        assert (await room.saved())["boss"]["why_now"] == "春まで四か月"


async def test_the_next_visit_of_a_step_is_undone_by_itself(path: Path) -> None:
    """Typing before and after looking at another step are two changes, though it is the same field."""
    async with opened(path, "boss") as room:
        await room.type("たらい")
        for _ in range(3):
            await room.press("pagedown", "pageup")
        await room.type("回し")
        await room.press("f8")
        assert room.shown() == {"name": "たらい"}


async def test_a_new_member_is_undone_at_once_however_slowly_typed(path: Path) -> None:
    """A name typed in two pieces with a pause between is one change: one F8, and nobody is there."""
    async with opened(path, "arrivals") as room:
        await room.type("佐藤")
        await room.until(lambda: room.items("member") == [" 1 佐藤"])
        await room.type("　花子")
        await room.until(lambda: room.items("member") == [" 1 佐藤　花子"])
        await room.press("f8")
        assert room.items("member") == []
        assert not (await room.saved()).get("members")


# Removing


async def test_an_owner_is_not_removed_and_the_sentence_says_why(path: Path) -> None:
    """F3 on a member who owns an action is refused with its title; the other one goes, and F8 brings them back."""
    with_party(path, "actions")
    prepared(path, "party", Add("action", "actn22aaaa", Action(title="様式を減らす", owner=TANAKA)))
    async with opened(path) as room:
        await room.press("f3")
        assert "様式を減らす" in room.notices()
        assert len(room.items("member")) == 2
        await room.press("shift+tab")
        assert room.app.focused is not None
        await room.press("down", "f3")
        assert room.items("member") == [" 1 田中  情報政策課"]
        assert (await room.saved())["members"][SATO]["removed"].startswith("2026-12-10")
        await room.press("f8")
        assert len(room.items("member")) == 2
        assert "removed" not in (await room.saved())["members"][SATO]


async def test_removing_drops_nothing_that_was_just_typed(path: Path) -> None:
    """What was typed right before F3 is in the item when undo brings it back."""
    with_party(path, "party")
    async with opened(path) as room:
        await room.type("　一郎")
        await room.press("f3")
        assert room.items("member") == [" 1 佐藤　花子"]
        await room.press("f8")
        assert (await room.saved())["members"][TANAKA]["name"] == "田中　一郎"


# What a rule refuses


async def test_a_refused_date_is_kept_until_the_other_one_is_mended(path: Path) -> None:
    """A due date before the first step stays typed, is explained, is no plan yet, and goes in with the mend."""
    prepared(path, "actions", Add("action", "actn22aaaa", Action(title="様式を減らす")))
    async with opened(path) as room:
        await room.tab_to("first_step_by")
        await room.fill("3/31", "3/1")
        assert "before its first step" in room.errors()["due"]
        assert room.shown()["first_step_by"] == "2027-03-31" or room.shown()["first_step_by"] == "3/31"
        assert "due" not in (await room.saved())["actions"]["actn22aaaa"]
        await room.until(lambda: room.kept() == {"action/actn22aaaa/due": "3/1"})
    async with opened(path) as room:
        assert "not in the plan yet" in room.errors()["due"]
        assert room.shown()["due"] == "3/1"
        await room.tab_to("first_step_by")
        await room.press("ctrl+u")
        await room.fill("2/1")
        assert room.errors() == {}
        action = (await room.saved())["actions"]["actn22aaaa"]
        assert (action["first_step_by"], action["due"]) == (date(2027, 2, 1), date(2027, 3, 1))
        await room.until(lambda: room.kept() == {})


async def test_a_new_measure_waits_until_it_can_stand(path: Path) -> None:
    """Words where a number belongs keep the measure out of the file, over a restart too; the mend takes all in."""
    other = Measure(name="書かない窓口", unit="件", baseline=0.0, target=1200.0)
    prepared(path, "boss", Add("measure", "meas22aaaa", other))
    async with opened(path) as room:
        await room.tab_to("unit")
        await room.press("f2")
        await room.fill("平均待ち時間", "分", "四十二", "２０")
        assert "四十二" in " ".join(room.errors().values())
        await room.until(lambda: len(room.kept()) == 4)
        assert list(room.file()["boss"]["measures"]) == ["meas22aaaa"]
    async with opened(path) as room:
        assert "平均待ち時間" in room.text()
        await room.tab_to("baseline")
        await room.press("ctrl+u")
        await room.fill("42")
        assert named((await room.saved())["boss"]["measures"])["平均待ち時間"]["baseline"] == 42.0
        assert room.errors() == {}
        await room.until(lambda: room.kept() == {})


async def test_a_title_of_130_characters_is_kept_but_not_taken(path: Path) -> None:
    """The sentence stands beside the field, the text stays in it, and the file keeps the title it had."""
    prepared(path, "actions", Add("action", "actn22aaaa", Action(title="様式を減らす")))
    async with opened(path) as room:
        await room.fill("長" * 124)
        assert "130" in room.errors()["title"]
        assert room.shown()["title"] == "様式を減らす" + "長" * 124
        assert room.file()["actions"]["actn22aaaa"]["title"] == "様式を減らす"
        await room.until(lambda: list(room.kept()) == ["action/actn22aaaa/title"])


# Saving


async def test_half_a_second_without_a_key_saves(path: Path) -> None:
    """Nobody leaves the field: it is in the file all the same, and the title bar says so."""
    async with opened(path, "boss") as room:
        await room.type("たらい回し")
        await room.until(lambda: room.file().get("boss") == {"name": "たらい回し"})
        await room.until(lambda: room.rows()[0].rstrip().endswith(" saved on this laptop and in the folder"))
        assert room.key == "name"


async def test_typing_without_a_pause_is_kept_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key every tenth of a second, never a pause that is long enough; the bar does not call it saved."""
    monkeypatch.setattr(pause, "PAUSE", 5.0)
    monkeypatch.setattr(pause, "LONGEST", 0.4)
    async with opened(path, "boss") as room:
        await room.saved()
        await room.type("た")
        await room.until(lambda: room.rows()[0].rstrip().endswith("saving"))
        for _ in range(8):
            await asyncio.sleep(0.1)
            await room.type("ら")
        await room.until(lambda: room.desk.session.boss.name.startswith("たら"))
        assert room.key == "name"


async def test_the_keys_between_steps_take_in_what_was_typed(path: Path) -> None:
    """PgDn and PgUp move, the file knows where we are, and what was typed right before is in it."""
    async with opened(path, "vision") as room:
        await room.type("一度で用が済む\x1b[6~たらい回し\x1b[5~")
        await room.until(lambda: room.desk.session.at == "vision" and room.key == "destination")
        file = await room.saved()
        assert file["vision"]["destination"] == "一度で用が済む"
        assert file["boss"]["name"] == "たらい回し"
        assert file["at"] == "vision"
        assert room.shown() == {"destination": "一度で用が済む"}


async def test_switching_words_and_language_keeps_what_was_typed(path: Path) -> None:
    """F7 and F10 draw everything anew; accepted or not, what was typed right before is still there."""
    async with opened(path, "boss") as room:
        await room.type("たらい回し")
        await room.press("f7")
        await room.until(lambda: "Shared challenge" in room.text())
        assert room.shown()["name"] == "たらい回し"
        await room.tab_to("why_now")
        await room.press("tab")
        await room.type("平均待ち時間")
        await room.press("f10")
        await room.until(lambda: "共有目標" in room.text())
        assert "平均待ち時間" in room.text()
        file = await room.saved()
        assert (file["register"], file["boss"]["name"]) == ("plain", "たらい回し")
        await room.press("f10")
        await room.until(lambda: "Shared challenge" in room.text())


async def test_a_file_that_somebody_else_changed_is_merged(path: Path) -> None:
    """Theirs and ours are in one file, and what they wrote is on the screen."""
    async with opened(path, "boss") as room:
        theirs = path.read_text(encoding="utf-8").replace("みどり野市", "あおば市").encode()
        path.write_bytes(theirs)
        await room.fill("たらい回し")
        file = await room.saved()
        assert (file["boss"]["name"], file["organisation"]) == ("たらい回し", "あおば市")
        await room.until(lambda: "あおば市" in room.rows()[0])


async def test_a_file_that_cannot_be_merged_is_not_written_over(path: Path) -> None:
    """What was typed goes into a new file beside it at once, and the title bar says so."""
    async with opened(path, "boss") as room:
        theirs = path.read_text(encoding="utf-8").replace('"', "", 1).encode()
        path.write_bytes(theirs)
        await room.fill("たらい回し")
        await room.until(lambda: f"saved in {path.stem}.conflict-" in room.rows()[0])
        assert room.file()["boss"]["name"] == "たらい回し"
        await room.type("四か月しかない")
        await room.press("ctrl+q")
        assert path.read_bytes() == theirs
        beside = room.desk.facilitation.path
        assert beside.parent == path.parent
        assert beside.name.startswith(f"{path.stem}.conflict-")
        boss = room.file()["boss"]
        assert (boss["name"], boss["why_now"]) == ("たらい回し", "四か月しかない")
