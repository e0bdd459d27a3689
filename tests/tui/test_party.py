"""The party: culture beside strengths, the question for a post, and what nobody stands for."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dxworkshop.deck import deck, prompt
from dxworkshop.model.changes import Add, Change
from dxworkshop.model.session import Member
from dxworkshop.model.value import shown
from dxworkshop.tui.steps.holes import Coverage
from dxworkshop.tui.widgets.coverage import CoverageMap
from dxworkshop.tui.widgets.lines import Lines
from tests.tui.conftest import SATO, TANAKA, Room, opened, prepared

PARTY: Sequence[Change] = (
    Add(
        "member",
        TANAKA,
        Member(name="田中", seat="財政担当", post="leader", culture=("vision",), strengths=("tech",)),
    ),
    Add("member", SATO, Member(name="佐藤　花子", post="bridge", culture=("vision", "open"))),
)


def states(room: Room, number: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return state and holders of each row of a map."""
    picture = list(room.app.screen.query(CoverageMap))[number]
    return {row.label: (row.state, row.holders) for row in picture.rows}


def holes(room: Room) -> Lines:
    """Return the list of holes."""
    return room.app.screen.query_one("#holes", Lines)


async def test_culture_is_picked_like_strengths(path: Path) -> None:
    """Cards and own words stand in the file; the map follows at once."""
    async with opened(path, "party") as room:
        await room.fill("田中")
        await room.tab_to("culture")
        await room.pick("Listening", "風通し")
        member = next(iter((await room.saved())["members"].values()))
        assert member["culture"] == ["listening", "風通し"]
        assert states(room, 0)["Listening"] == ("one", ("田中",))
        await room.press("f8")
        assert states(room, 0)["Listening"] == ("open", ())


async def test_the_question_follows_the_member(path: Path) -> None:
    """A leader is asked who takes the heat, a bridge what to connect, marked as ours; nobody else is asked."""
    prepared(path, "party", *PARTY, Add("member", "memb22taka", Member(name="高橋")))
    async with opened(path) as room:
        leader, bridge = prompt("leader"), prompt("bridge")
        assert leader is not None
        assert bridge is not None
        assert f"Ask: {leader.text['en'][:20]}" in room.text()
        await room.press("shift+tab", "down")
        await room.until(lambda: f"Ask: {bridge.text['en'][:20]}" in room.text())
        await room.press("down")
        await room.until(lambda: "Ask:" not in room.text())


async def test_what_is_covered_says_so_in_words(path: Path) -> None:
    """Nobody, one person, two or more, in the order of the slides, with the credit; strengths are ours."""
    prepared(path, "party", *PARTY)
    async with opened(path, size=(100, 120)) as room:
        culture, strengths = states(room, 0), states(room, 1)
        assert list(culture) == [card.text["en"] for card in deck("culture")]
        assert culture["Vision"] == ("well", ("田中", "佐藤　花子"))
        assert culture["Open"] == ("one", ("佐藤　花子",))
        assert culture["Flat"] == ("open", ())
        assert len(strengths) == 10
        text = " ".join(room.text().split())
        for words in ("two or more: 1", "one person only: 1", "nobody so far: 10", "©", "These ten are defaults"):
            assert words in text
        assert "1 of 2 have named theirs" in text
        assert "It rates nobody" in text


async def test_a_hole_calls_for_somebody(path: Path) -> None:
    """Enter on a hole opens a seat that covers it, in the words of the session; a second time it is planned."""
    prepared(path, "party", *PARTY)
    async with opened(path) as room:
        holes(room).focus()
        await room.press("home", "enter")
        (seat,) = (await room.saved())["seats"].values()
        assert seat["covers"] == "tolerance"
        assert seat["name"] == "Somebody with: 寛容力" or "寛容力" in seat["name"]
        assert "寛容力" in seat["why"]
        assert "[Open seat]" in holes(room).lines[0].text
        await room.press("enter")
        assert "planned already" in room.notices()
        assert len(room.items("seat")) == 1
        await room.press("f8")
        assert room.items("seat") == []
        assert "[Open seat]" not in holes(room).lines[0].text


async def test_a_hole_becomes_an_action(path: Path) -> None:
    """Ctrl+A takes the suggestion in the language of the session, with the hole it covers; F8 takes it back."""
    prepared(path, "party", *PARTY)
    async with opened(path) as room:
        holes(room).focus()
        await room.press("home", "down", "ctrl+a")
        (action,) = (await room.saved())["actions"].values()
        found = next(card for card in deck("culture") if card.id == "understanding")
        assert (action["title"], action["covers"]) == (found.suggest["ja"], "understanding")
        assert "[Quest]" in holes(room).lines[1].text
        await room.press("ctrl+a")
        assert len(room.desk.session.actions) == 1
        await room.press("f8")
        assert shown(room.desk.session.actions) == []


async def test_the_suggestion_stands_in_full_and_as_ours(path: Path) -> None:
    """For the row that is chosen; the mouse has the same two ways."""
    prepared(path, "party", *PARTY)
    async with opened(path, size=(80, 24)) as room:
        holes(room).focus()
        await room.press("home", "down", "down")
        await room.until(lambda: "One thing you could try" in room.text())
        assert "our default" in room.text()
        await room.press("tab")
        await room.click_text("Make it one of our")
        await room.until(lambda: room.desk.session.actions)
        assert next(iter(room.desk.session.actions.values())).covers == "network"


async def test_without_members_nothing_is_said_to_be_missing(path: Path) -> None:
    """An empty table is no verdict on anybody."""
    async with opened(path, "party", size=(100, 120)) as room:
        assert [line.id for line in holes(room).lines] == [""]
        assert "nobody so far" not in room.text()
        holes(room).focus()
        await room.press("enter", "ctrl+a")
        assert (room.desk.session.seats, room.desk.session.actions) == ({}, {})


async def test_the_usual_seats_tell_who_is_here_and_who_is_called(path: Path) -> None:
    """By the words of the deck, in either language, or its ids."""
    prepared(path, "party", *PARTY)
    async with opened(path, size=(100, 120)) as room:
        await room.tab_to("why")
        await room.press("shift+tab")
        await room.pick("Mayor")
        names = {card.id: card.text["en"] for card in deck("seats")}
        seat = next(iter((await room.saved())["seats"].values()))["name"]
        words = room.app.screen.query_one(Coverage)._seat_words().splitlines()
        assert words[0] == f"Here: {names['finance']}"
        assert names[seat] in words[1]


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_everything_is_reached_by_tab(path: Path, size: tuple[int, int]) -> None:
    """The maps, the seats and the holes each come into sight when Tab goes to them."""
    prepared(path, "party", *PARTY)
    async with opened(path, size=size) as room:
        seen = ""
        for _ in range(20):
            await room.press("tab")
            seen += room.text()
            if room.app.focused is holes(room):
                break
        for words in (
            "Vision",
            "Listening",
            "two or more: 1",
            "Others to think of",
            "nobody so far: Tolerance",
            "Make it one",
        ):
            assert words in seen
