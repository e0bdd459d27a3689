"""Placing the top candidates by impact and effort: two anchors first, two digits each, and the grid."""

from pathlib import Path

import pytest

from dxworkshop.model.changes import Add, Edit, PlaceDots, Reveal
from dxworkshop.model.session import Group, Member, Note
from dxworkshop.service import Library
from dxworkshop.tui.steps.note import Whole
from dxworkshop.tui.widgets.matrix import Matrix
from tests.tui.conftest import TITLE, Room, opened, prepared

TOPICS = (
    "様式を減らす",
    "待合に案内役",
    "電話を一か所で",
    "予約の様子",
    "[bold]写真[/bold]\nで送る",
    "昼も開ける",
)
IDS = [f"note{number:06}" for number in range(1, 7)]
GROUP = "grppaaaaaa"


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a session with a group and five lone notes, and a vote that was revealed."""
    created = Library(folder).new(TITLE, "dx-90").path
    people = [Add("member", f"memb{letter}aaaaa", Member(name=letter)) for letter in "abcd"]
    notes = [Add("note", id_, Note(step="ideas", text=text)) for id_, text in zip(IDS, TOPICS, strict=True)]
    group = Add("group", GROUP, Group(step="ideas", name="紙"))
    ballots = (
        PlaceDots("vote", "membaaaaaa", {IDS[5]: 3}),
        PlaceDots("vote", "membbaaaaa", {IDS[3]: 2, GROUP: 1}),
        PlaceDots("vote", "membcaaaaa", {IDS[5]: 1, IDS[2]: 1, IDS[1]: 1}),
    )
    joined = Edit("note", IDS[0], {"group": GROUP})
    prepared(created, "matrix", *people, *notes, group, joined, *ballots, Reveal("vote"))
    return created


def labels(room: Room) -> list[str]:
    """Return what the rows are called, top down."""
    return [field.spec.label for field in room.form.fields[1:]]


def points(room: Room) -> set[tuple[str, int, int, bool]]:
    """Return what the grid shows."""
    return {(p.label, p.impact, p.effort, p.anchor) for p in room.app.screen.query_one(Matrix).rows}


def placed(room: Room, id_: str) -> tuple[int | None, int | None, bool]:
    """Return where something lies in the session."""
    item = room.desk.session.groups.get(id_) or room.desk.session.notes[id_]
    return item.impact, item.effort, item.anchor


async def test_anchors_first_then_two_digits_each(path: Path) -> None:
    """Two signs and Enter, then two digits and Enter a row, anchors first: all in one go, and in the file."""
    async with opened(path, "matrix") as room:
        assert "Choose two you all agree on" in room.text()
        assert labels(room) == [
            " 6  昼も開ける",
            " 4  予約の様子",
            " 1  紙",
            " 2  待合に案内役",
            " 3  電話を一か所で",
        ]
        await room.type("61\r55\r12\r42\r３４\r2 1\r")
        await room.until(lambda: len(points(room)) == 5)
        assert labels(room)[:2] == ["[6] 昼も開ける", "[1] 紙"]
        assert points(room) == {
            ("6", 5, 5, True),
            ("1", 1, 2, True),
            ("4", 4, 2, False),
            ("2", 3, 4, False),
            ("3", 2, 1, False),
        }
        file = await room.saved()
        assert (file["groups"][GROUP]["impact"], file["groups"][GROUP]["anchor"]) == (1, True)
        assert (file["notes"][IDS[5]]["impact"], file["notes"][IDS[5]]["effort"]) == (5, 5)
        assert room.errors() == {}


async def test_each_row_is_undone_by_itself_and_the_screen_follows(path: Path) -> None:
    """F8 takes the last row back, then the one before, then the anchors, in the rows and in the grid."""
    async with opened(path, "matrix") as room:
        await room.type("61\r55\r12\r")
        await room.until(lambda: len(points(room)) == 2)
        await room.press("f8")
        assert points(room) == {("6", 5, 5, True)}
        assert placed(room, GROUP) == (None, None, True)
        await room.press("f8")
        assert points(room) == set()
        await room.press("f8")
        assert placed(room, GROUP) == (None, None, False)
        assert labels(room)[0] == " 6  昼も開ける"
        assert "not placed yet:" in room.text()
        await room.press("f9", "f9")
        assert points(room) == {("6", 5, 5, True)}


async def test_wrong_digits_and_signs_are_said_beside_their_field(path: Path) -> None:
    """One digit, a six, words, one anchor, the same twice, a sign of nothing: kept, explained, not taken in."""
    async with opened(path, "matrix") as room:
        for wrong in ("6", "66", "6x", "641"):
            await room.press("ctrl+u")
            await room.type(f"{wrong}\r")
            assert "anchors" in room.errors(), wrong
            await room.tab_to("anchors")
        await room.press("ctrl+u")
        await room.type("14\r")
        for wrong in ("4", "46", "0 3", "三二", "423"):
            first = room.key
            await room.press("ctrl+u")
            await room.type(f"{wrong}\r")
            assert "two digits from 1 to 5" in room.errors()[first], wrong
            await room.press("up")
            assert room.key == first
        assert points(room) == set()
        assert room.notices() == ""
        await room.press("ctrl+u", "enter")
        assert room.errors() == {}


async def test_digits_can_be_cleared_and_anchors_chosen_anew(path: Path) -> None:
    """An empty row is no place; other anchors take the brackets from the ones before."""
    async with opened(path, "matrix") as room:
        await room.type("61\r55\r12\r")
        await room.press("up", "ctrl+u", "enter")
        assert placed(room, GROUP) == (None, None, True)
        await room.tab_to("anchors")
        await room.press("ctrl+u")
        await room.type("46\r")
        assert labels(room)[:2] == ["[6] 昼も開ける", "[4] 予約の様子"]
        assert placed(room, GROUP) == (None, None, False)
        assert placed(room, IDS[3]) == (None, None, True)


async def test_only_the_top_is_placed_and_what_was_placed_already(path: Path) -> None:
    """With two of them wanted, the two with the most dots; a third that has a place stays."""
    prepared(path, "matrix", Edit("step", "matrix", {"most": 2}), Edit("note", IDS[1], {"impact": 3, "effort": 3}))
    async with opened(path, "matrix") as room:
        assert labels(room) == [" 6  昼も開ける", " 4  予約の様子", " 2  待合に案内役"]
        assert points(room) == {("2", 3, 3, False)}


async def test_a_vote_that_is_hidden_does_not_show_in_the_order(path: Path) -> None:
    """Before the reveal the rows stand as the notes do."""
    prepared(path, "matrix", Reveal("vote", False))
    async with opened(path, "matrix") as room:
        assert [label.split()[0] for label in labels(room)] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_whole_step_is_seen_or_scrolled_to(path: Path, size: tuple[int, int]) -> None:
    """The grid stands beside or below the rows; a long text is whole below them while the cursor is in its row."""
    long = "申請書を写真で送れるようにして、窓口に来る前に不備を直せるようにする"
    prepared(path, "matrix", Edit("note", IDS[5], {"text": long}))
    async with opened(path, "matrix", size=size) as room:
        await room.type("61\r")
        assert room.key == IDS[5]
        await room.pilot.pause()
        whole = room.app.screen.query_one(Whole)
        assert "".join(whole.rows(whole.content_size)).startswith("申請書を写真で送れるように")
        assert all(row in room.text() for row in whole.rows(whole.content_size))
        assert "↑ impact" in room.text()
        for _ in range(20):
            await room.press("down")
        await room.pilot.pause()
        assert "not placed yet:" in room.text()
        assert "effort →" in room.text()


async def test_nothing_to_place_is_said(folder: Path) -> None:
    """Without notes the step says so, and no key does harm."""
    created = Library(folder).new(TITLE, "dx-90").path
    async with opened(created, "matrix") as room:
        assert "There are no notes to place yet." in room.text()
        await room.type("12\r")
        assert "anchors" in room.errors()
