"""What lint says beside the action that is written, why, and how a team sets a rule aside; nothing is stopped."""

from pathlib import Path

import pytest

from dxworkshop import deck
from dxworkshop.insight.lint.book import rulebook
from dxworkshop.model.changes import Add
from dxworkshop.model.session import Action
from dxworkshop.model.value import shown
from dxworkshop.tui.screens.lint import LintScreen
from dxworkshop.tui.steps.advice import Advice
from dxworkshop.tui.widgets.lines import Lines
from tests.tui.conftest import Room, opened, prepared, with_party

STEP = "actions"
BARE = Add("action", "acti22bare", Action(title="受付の流れを一枚に描く"))


def advice(room: Room) -> str:
    """Return what the line below the actions says; empty where it is not there."""
    return room.app.screen.query_one(Advice)._text


def rows(room: Room) -> list[str]:
    """Return the lines of the list of findings."""
    return [line.text for line in room.app.screen.query_one("#findings", Lines).lines]


async def shows_all(room: Room) -> None:
    """Open what lint says of the whole plan, from the palette."""
    await room.press("ctrl+p")
    await room.type("What is missing")
    await room.press("enter")
    await room.until(lambda: isinstance(room.app.screen, LintScreen))


async def test_the_line_follows_the_action_as_it_is_written(path: Path) -> None:
    """Nothing before there is an action; then the most urgent, and one less with every field that is filled."""
    with_party(path, STEP)
    async with opened(path) as room:
        assert advice(room) == ""
        await room.type("受付の流れを一枚に描く\t")
        await room.until(lambda: advice(room).startswith("[error +"))
        assert "Nobody owns it yet." in advice(room)
        more = int(advice(room).partition("+")[2].partition("]")[0])
        await room.pick("田中")
        await room.until(lambda: "It has no due date yet." in advice(room))
        assert f"[error +{more - 1}]" in advice(room)


async def test_the_line_is_about_the_field_where_the_cursor_is(path: Path) -> None:
    """Where there is nothing to say of that field, the most urgent stands there."""
    prepared(path, STEP, BARE)
    async with opened(path) as room:
        await room.tab_to("if_then")
        await room.until(lambda: "It has no if-then yet." in advice(room))
        await room.tab_to("measure.target")
        await room.until(lambda: "Nothing shows yet that it worked." in advice(room))
        await room.tab_to("weight")
        await room.until(lambda: "Nobody owns it yet." in advice(room))


async def test_nothing_is_stopped_and_no_key_is_taken(path: Path) -> None:
    """A due date on a Saturday is taken in as it is; the cursor goes from field to field as ever."""
    prepared(path, STEP, BARE)
    async with opened(path) as room:
        await room.tab_to("due")
        await room.type("2027-02-27")
        await room.until(lambda: "2027-02-27, when the offices are closed (a Saturday)" in advice(room))
        await room.press("tab")
        assert room.key == "if_then"
        assert room.errors() == {}
        assert str((await room.saved())["actions"]["acti22bare"]["due"]) == "2027-02-27"


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_fields_stay_in_sight(path: Path, size: tuple[int, int]) -> None:
    """The line stands below the form, and each field that is entered is drawn."""
    prepared(path, STEP, BARE)
    async with opened(path, size=size) as room:
        line = room.app.screen.query_one(Advice)
        assert line.region.height == (2 if size[0] < 96 else 3)
        below = line.region.y
        for _ in range(15):
            await room.press("tab")
            await room.until(lambda: room.form.editor.region.y < below)
            assert room.app.screen.query_one("#work").region.contains_region(room.form.editor.region)
            assert line.region.y == below


async def test_another_action_is_another_line(path: Path) -> None:
    """Choosing in the list says what that one lacks; a reserve lacks nothing, nor does the next one."""
    prepared(path, STEP, BARE, *(Add("action", f"acti22re{n}", Action(title=f"控え{n}")) for n in range(5)))
    async with opened(path) as room:
        assert "Nobody owns it yet." in advice(room)
        await room.press("shift+tab", *["down"] * 5)
        await room.until(lambda: advice(room) == "")
        await room.press("up", "up", "up")
        await room.until(lambda: "Nobody owns it yet." in advice(room))
        await room.press("f2")
        await room.until(lambda: advice(room) == "")


async def test_the_reasons_are_told_on_a_screen_of_their_own(path: Path) -> None:
    """From the palette, or by a click on the line; with the strength of the evidence."""
    prepared(path, STEP, BARE)
    async with opened(path, size=(100, 30)) as room:
        await room.click_text("Nobody owns it yet.")
        await room.until(lambda: isinstance(room.app.screen, LintScreen))
        assert rows(room)[0] == "error  1. Nobody owns it yet."
        assert "Evidence: weak (Studies on bystanders" in room.text()
        await room.press("escape")
        await room.until(lambda: not isinstance(room.app.screen, LintScreen))
        await shows_all(room)


async def test_a_rule_is_set_aside_with_a_reason_and_counts_again(path: Path) -> None:
    """F2 asks why; without a reason nothing is set aside; F3 takes it back."""
    prepared(path, STEP, BARE)
    async with opened(path) as room:
        await shows_all(room)
        await room.press("f2")
        await room.until(lambda: "Set this aside?" in room.text())
        await room.press("f2")
        await room.until(lambda: "any honest reason will do" in " ".join(room.text().split()))
        assert room.desk.session.exceptions == {}
        await room.type("金曜に本人に聞く")
        await room.press("f2")
        await room.until(lambda: rows(room)[0] != "error  1. Nobody owns it yet.")
        ((_, made),) = shown(room.desk.session.exceptions)
        assert (made.rule, made.action, made.reason) == ("no-owner", "acti22bare", "金曜に本人に聞く")
        assert rows(room)[-1] == "set aside  1. Nobody owns it yet."
        assert room.desk.facilitation.drafts == {}
        await room.press("end")
        await room.until(lambda: "金曜に本人に聞く" in room.text())
        await room.press("f3")
        await room.until(lambda: rows(room)[0] == "error  1. Nobody owns it yet.")
        await room.press("escape")
        await room.until(lambda: "Nobody owns it yet." in advice(room))


async def test_a_reason_half_written_is_there_the_next_time(path: Path) -> None:
    """Escape leaves it, and keeps it."""
    prepared(path, STEP, BARE)
    async with opened(path) as room:
        await shows_all(room)
        await room.press("f2")
        await room.type("まだ迷って")
        await room.press("escape")
        await room.until(lambda: isinstance(room.app.screen, LintScreen))
        assert room.desk.session.exceptions == {}
        await room.press("enter")
        await room.until(lambda: "まだ迷って" in room.text())
        await room.press("f2")
        await room.until(lambda: len(room.desk.session.exceptions) == 1)


async def test_undo_takes_an_exception_back(path: Path) -> None:
    """On the screen itself; redo does it again."""
    prepared(path, STEP, BARE)
    async with opened(path) as room:
        await shows_all(room)
        await room.press("f2")
        await room.type("理由\r")
        await room.press("f2")
        await room.until(lambda: len(shown(room.desk.session.exceptions)) == 1)
        await room.press("f8")
        await room.until(lambda: rows(room)[0] == "error  1. Nobody owns it yet.")
        await room.press("f9")
        await room.until(lambda: rows(room)[-1] == "set aside  1. Nobody owns it yet.")


async def test_a_file_of_rules_gone_wrong_stops_nobody(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says what is wrong with it, and the action is written all the same."""
    prepared(path, STEP, BARE)
    monkeypatch.setattr(deck, "file_of", lambda name: path.parent / "no" / f"{name}.toml")
    rulebook.cache_clear()
    try:
        async with opened(path) as room:
            await room.until(lambda: "the rules of lint cannot be read" in advice(room))
            await room.tab_to("tell")
            await room.type("課長\t")
            assert (await room.saved())["actions"]["acti22bare"]["tell"] == "課長"
            await shows_all(room)
            assert "the rules of lint cannot be read" in " ".join(room.text().split())
    finally:
        monkeypatch.undo()
        rulebook.cache_clear()
