"""The line to type into, again and again: Enter each, refusals that lose nothing, pastes, drafts."""

import pytest
from rich.cells import cell_len

from tests.tui.small_app import UP, Hand, SmallApp, an_entry


async def test_texts_are_entered_one_after_the_other_in_one_go() -> None:
    """Text and Enter, again and again, in one burst: every text whole, what follows lands in the fresh line."""
    async with an_entry() as hand:
        await hand.type("様式が多い\r佐藤　花子\r待ち時間\r四つ")
        assert hand.entered() == ["様式が多い", "佐藤　花子", "待ち時間"]
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == ("四つ", "四つ")
        assert hand.owner.typed[-3:] == ["", "四", "四つ"]
        await hand.type("目\x7f\x1b[Hx\r")
        assert hand.entered() == ["x四つ"]


async def test_enter_on_an_empty_line_passes_and_escape_leaves() -> None:
    """Spaces alone are no text; what was typed before Escape stays in the line."""
    async with an_entry() as hand:
        await hand.type("\r　 \r")
        assert hand.told() == [("Passed",), ("Passed",)]
        assert hand.entry.text == ""
        await hand.type("途中")
        await hand.pilot.press("escape")
        assert hand.told() == [("Left",)]
        assert hand.entry.typed_but_not_entered == "途中"


async def test_label_and_hint_can_be_changed_under_the_cursor() -> None:
    """The label names whose turn it is; what is typed stays, and the line begins behind the label."""
    async with an_entry() as hand:
        assert hand.rows()[10].rstrip() == "田中 what do you see?"
        await hand.type("様式")
        hand.entry.label = "佐藤　花子"
        await hand.pilot.pause()
        assert hand.rows()[10].rstrip() == "佐藤　花子 様式"
        assert hand.app.cursor_position == (15, 10)
        hand.entry.label = "とても長い名前の人がここに座っています"
        hand.entry.hint = "next"
        await hand.type("\x15")
        assert hand.rows()[10].rstrip() == "とても長い名前の人… next"
        assert all(cell_len(row) == 40 for row in hand.rows())


async def test_a_refused_text_comes_back_with_the_sentence_until_it_is_changed() -> None:
    """It stands in the line again, is what a way out would keep, and the sentence goes with the next key."""
    async with an_entry(長い="too long for a card") as hand:
        await hand.type("長い\r")
        assert hand.entry.text == "長い"
        assert hand.owner.drafts[-1] == "長い"
        assert "too long for a card" in hand.text()
        await hand.type("な")
        assert hand.entry.text == "長いな"
        assert "too long" not in hand.text()
        await hand.type("\r")
        assert hand.entered() == ["長い", "長いな"]


async def test_text_typed_ahead_of_a_refusal_stays_by_itself() -> None:
    """What was typed before the refusal could be seen is not joined to the refused text, and neither is lost."""
    async with an_entry(長い="too long") as hand:
        await hand.type("長い\r次の\r三つ")
        assert hand.entered() == ["長い", "次の"]
        assert hand.entry.text == "三つ"
        assert hand.entry.typed_but_not_entered == hand.owner.drafts[-1] == "長い\n三つ"
        assert "長い  too long" in hand.text()
        await hand.type("\r")
        assert hand.entered() == ["三つ"]
        await hand.type("\r")
        assert (hand.entry.text, hand.told()) == ("長い", [])
        assert hand.rows()[11].strip() == "too long"
        assert hand.owner.drafts[-1] == "長い"


async def test_a_late_refusal_keeps_what_is_being_typed() -> None:
    """An owner that refuses later finds the line in use: the refused texts wait, oldest first, all of them."""
    async with an_entry() as hand:
        await hand.type("a1\ra2\ra3\ra4\r今")
        for text in hand.entered():
            hand.entry.refuse(text, "the step is closed")
        await hand.pilot.pause()
        assert hand.entry.text == "今"
        assert hand.entry.typed_but_not_entered == "a1\na2\na3\na4\n今"
        assert "a2  the step is closed (+2)" in hand.text()
        assert all(cell_len(row) == 40 for row in hand.rows())
        await hand.type("\r\r\r\r\r\r")
        assert hand.entered() == ["今", "a1", "a2"]
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == ("a3", "a4\na3")


async def test_a_draft_is_put_back_as_it_was_kept() -> None:
    """A draft of several texts goes where it came from: the last into the line, the others below it."""
    async with an_entry() as hand:
        hand.entry.put("長い\n三つ")
        await hand.pilot.pause()
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == ("三つ", "長い\n三つ")
        assert "長い" in hand.text()
        hand.entry.put("一つ")
        await hand.type("目")
        assert hand.entry.typed_but_not_entered == "一つ目"
        hand.entry.put("")
        assert hand.entry.typed_but_not_entered == ""


async def test_a_draft_can_be_put_back_before_there_is_an_app() -> None:
    """A view that is made with its draft shows it once it is drawn, with the cursor behind it."""
    app = SmallApp([])
    app.owner.entry.put("長い\n三つ")
    assert app.owner.entry.typed_but_not_entered == "長い\n三つ"
    async with app.run_test(size=(40, 20)) as pilot:
        app.owner.entry.focus()
        await Hand(app, pilot).type("目")
        assert app.owner.entry.typed_but_not_entered == "長い\n三つ目"


@pytest.mark.parametrize(
    ("pasted", "entered", "left"),
    [
        ("一行", [], "前一行"),
        ("一\n二\n三", ["前一", "二"], "三"),
        ("一\r\n\r\n　\r\n二\r\n", ["前一", "二"], ""),
        ("様式\t番号", [], "前様式 番号"),
        ("\x1b[31m", [], "前"),
        ("一\x1b[31m\n二", ["前一"], "二"),
    ],
    ids=["one", "three", "break-at-the-end", "tab", "nothing", "colour"],
)
async def test_each_line_of_a_paste_is_entered_by_itself(pasted: str, entered: list[str], left: str) -> None:
    """In order, without the empty ones; the last stays in the line unless the paste ended with a break."""
    async with an_entry() as hand:
        await hand.type("前")
        await hand.paste(pasted)
        assert hand.entered() == entered
        assert hand.entry.text == left
        await hand.type("終")
        assert hand.entry.text == left + "終"


async def test_a_paste_in_the_middle_of_a_text_keeps_what_is_behind_it() -> None:
    """What stands behind the cursor stays behind the last line; the app's own clipboard is pasted alike."""
    async with an_entry() as hand:
        await hand.type(f"前後{UP}\x1b[D")
        hand.app.copy_to_clipboard("一\n二")
        await hand.type("\x16三")
        assert hand.entered() == ["前一"]
        assert hand.entry.text == "二三後"


async def test_refused_lines_of_a_paste_are_all_kept() -> None:
    """Two of three lines are refused: both are still there, and the line in use is not touched."""
    async with an_entry(一="no", 二="no") as hand:
        await hand.paste("一\n二\n三")
        assert hand.entry.text == "三"
        assert hand.entry.typed_but_not_entered == "一\n二\n三"


@pytest.mark.parametrize(
    ("pasted", "left"),
    [
        ("一行", "前一行後"),
        ("一\n二", "前一 二後"),
        ("一\r\n\r\n　\r\n二\r\n三\r\n", "前一 二 三後"),
        ("様式\t番号\n", "前様式 番号後"),
    ],
    ids=["one", "two", "three", "tab"],
)
async def test_where_one_text_is_wanted_the_lines_of_a_paste_are_one(pasted: str, left: str) -> None:
    """An owner that closes the line after a text gets all of it, with a space for each break."""
    async with an_entry() as hand:
        hand.entry.single = True
        await hand.type("前後\x1b[D")
        await hand.paste(pasted)
        assert hand.entered() == []
        assert (hand.entry.text, hand.entry.typed_but_not_entered) == (left, left)
        await hand.type("\r")
        assert hand.entered() == [left]
