"""Dots of a whole room, entered by one typist: key counts, budgets, secrecy and the reveal."""

from pathlib import Path

import pytest

from dxworkshop.insight import tally
from dxworkshop.model.changes import Add, Change, Edit, PlaceDots, Remove, Reveal, Set
from dxworkshop.model.session import Group, Member, Note, Session, Vote
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document
from dxworkshop.tui.steps.ballots import Ballots
from dxworkshop.tui.steps.note import Whole
from dxworkshop.tui.widgets.dots import Dots
from dxworkshop.tui.widgets.lines import Lines
from tests.tui.conftest import TITLE, Room, opened, prepared

NAMES = ("田中", "佐藤　花子", "鈴木", "高橋", "伊藤", "渡辺", "市民課", "中村　太郎左衛門")
PEOPLE = {f"memb{letter}aaaaa": name for letter, name in zip("abcdefgh", NAMES, strict=True)}
FIRST, SECOND = "membaaaaaa", "membbaaaaa"
TOPICS = (
    "様式を減らす",
    "待合に案内役",
    "電話を一か所で",
    "予約の様子を一つの表で",
    "[bold]写真[/bold]\nで送る",
    "昼も開ける",
)
IDS = [f"note{number:06}" for number in range(1, 7)]
ANONYMOUS = Edit("step", "vote", {"anonymous": True})
UNDO = "f8"


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a session with eight people and six notes, at the vote."""
    created = Library(folder).new(TITLE, "dx-90").path
    people = (Add("member", id_, Member(name=name)) for id_, name in PEOPLE.items())
    notes = (Add("note", id_, Note(step="ideas", text=text)) for id_, text in zip(IDS, TOPICS, strict=True))
    prepared(created, "vote", *people, *notes)
    return created


def sums(room: Room) -> list[int]:
    """Return the dots of each candidate, in their order."""
    return [one.dots for one in tally.tally(room.desk.session, "vote")]


def dots(room: Room) -> dict[str, dict[str, int]]:
    """Return what the session holds."""
    vote = room.desk.session.votes.get("vote")
    return vote.dots if vote else {}


def drawn(room: Room) -> list[tuple[str, str, int]]:
    """Return the rows of the picture, with nothing where it is not shown."""
    picture = room.app.screen.query_one(Dots)
    return [(row.label, row.text, row.dots) for row in picture.rows] if picture.display else []


class Typist:
    """Counts the keys."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.keys = 0

    async def type(self, text: str) -> None:
        """Type a text, each character of which is one key."""
        self.keys += len(text)
        await self.room.type(text)


# Entering


async def test_three_dots_of_eight_people_take_no_more_than_forty_keys(path: Path) -> None:
    """Three signs and Enter each, all in one go: every dot is in the session and in the file, under its person."""
    async with opened(path, "vote") as room:
        typist = Typist(room)
        assert "next: 田中, 3 dots left" in room.text()
        await typist.type(
            "".join(f"{ballot}\r" for ballot in ("113", "222", "123", "456", "661", "314", "111", "654"))
        )
        await room.until(lambda: sum(sums(room)) == 24)
        assert typist.keys <= 40
        assert sums(room) == [8, 4, 3, 3, 2, 4]
        assert dots(room)[IDS[0]][FIRST] == 2
        assert (await room.saved())["votes"]["vote"]["dots"][IDS[2]][FIRST] == 1
        assert "placed 24 of 24" in room.text()
        assert "all dots are placed" in room.text()
        await room.press(UNDO)
        assert sum(sums(room)) == 21


async def test_a_tally_of_twenty_four_dots_takes_no_more_than_thirty_keys(path: Path) -> None:
    """On twelve candidates: a row of counts with Enter; or a sign for each dot as it is called out."""
    more = (Add("note", f"more{n:06}", Note(step="ideas", text=f"さらに{n}")) for n in range(6))
    prepared(path, "vote", ANONYMOUS, *more)
    async with opened(path, "vote") as room:
        typist = Typist(room)
        await typist.type("305210432112\r")
        await room.until(lambda: sums(room) == [3, 0, 5, 2, 1, 0, 4, 3, 2, 1, 1, 2])
        assert typist.keys <= 30
        await room.tab_to("called")
        typist.keys = 0
        await room.press("ctrl+u")
        await typist.type("1b1b1b23c456789a1b23c456\r")
        await room.until(lambda: sums(room) == [4, 2, 2, 2, 2, 2, 1, 1, 1, 1, 4, 2])
        assert typist.keys <= 30
        assert set(dots(room)[IDS[0]]) == {"room"}
        assert room.text().count("24 dots placed") == 2


async def test_a_tally_with_spaces_and_in_full_width(path: Path) -> None:
    """Counts from ten up are written with spaces; an input method may be on."""
    prepared(path, "vote", ANONYMOUS)
    async with opened(path, "vote") as room:
        await room.type("１２　０　３　０　５　１\r")
        await room.until(lambda: sums(room) == [12, 0, 3, 0, 5, 1])
        assert dots(room)[IDS[0]] == {"room": 12}


async def test_empty_and_enter_skips_a_person_and_the_next_visit_begins_there(path: Path) -> None:
    """A row may stay empty; whoever comes back to the step is in the first row that has no dots."""
    async with opened(path, "vote") as room:
        await room.type("\r222\r")
        await room.until(lambda: dots(room) == {IDS[1]: {SECOND: 3}})
        assert "next: 鈴木, 3 dots left" in room.text()
        await room.type("１")
        await room.until(lambda: "next: 鈴木, 2 dots left" in room.text())
        await room.press("ctrl+u", "pagedown", "pageup")
        assert room.key == FIRST
        await room.type("1")
        await room.press("down")
        assert room.key == SECOND
        await room.press("up")
        assert room.key == FIRST


# What is refused


async def test_too_many_dots_are_said_beside_the_field_while_one_types(path: Path) -> None:
    """At the key that is one too many, without leaving the field; and gone with the key that mends it."""
    async with opened(path, "vote") as room:
        await room.type("1134")
        assert "4 dots are too many" in room.errors()[FIRST]
        assert "4 dots are too many" in room.text()
        await room.press("backspace")
        assert room.errors() == {}
        await room.press("enter")
        await room.type("9")
        assert "9 stands for nothing here" in room.errors()[SECOND]
        await room.press("enter")
        assert room.key == SECOND  # the next dots that are called out must not go to somebody else
        await room.press("enter")
        assert room.key == "membcaaaaa"
        assert dots(room) == {IDS[0]: {FIRST: 2}, IDS[2]: {FIRST: 1}}
        assert room.notices() == ""
        await room.until(lambda: list(room.kept().values()) == ["9"])


async def test_people_and_a_tally_exclude_each_other(path: Path) -> None:
    """Said beside the field; once one of them is empty again, the other is taken in."""
    async with opened(path, "vote") as room:
        await room.type("113\r")
        await room.tab_to("counts")
        await room.type("305210\r")
        assert "entered in another way" in room.errors()["counts"]
        assert sums(room) == [2, 0, 1, 0, 0, 0]
        await room.tab_to(FIRST)
        await room.press("ctrl+u", "enter")
        await room.until(lambda: sums(room) == [3, 0, 5, 2, 1, 0])


async def test_a_tally_of_too_many_and_of_a_wrong_length_is_refused(path: Path) -> None:
    """The room has its dots and no more; a row of counts has one for each."""
    prepared(path, "vote", ANONYMOUS)
    async with opened(path, "vote") as room:
        await room.type("9999\r")
        assert "6 counts are needed, and these are 4" in room.errors()["counts"]
        await room.tab_to("counts")
        await room.type("99\r")
        assert "54 dots are too many; there are 24" in room.errors()["counts"]
        assert dots(room) == {}


# Secrecy


async def test_nothing_of_a_row_that_is_left_is_to_be_seen(path: Path) -> None:
    """Whoever looks over a shoulder sees that dots were placed; entering the row shows them for correction."""
    async with opened(path, "vote") as room:
        await room.type("353\r246\r")
        await room.until(lambda: sum(sums(room)) == 6)
        assert not any(signs in room.text() for signs in ("353", "335", "246"))
        assert room.text().count("3 dots placed") == 2
        await room.press("enter", "enter", "enter", "enter", "enter")
        await room.type("246\r")
        assert isinstance(room.app.focused, Lines)
        assert not any(signs in room.text() for signs in ("353", "335", "246"))
        assert room.text().count("3 dots placed") == 3
        await room.tab_to(FIRST)
        assert "335" in room.text()
        assert "246" not in room.text()
        await room.press("backspace")
        await room.type("2\r")
        await room.until(lambda: sums(room) == [0, 3, 2, 2, 0, 2])


async def test_a_tally_is_covered_when_it_is_entered(path: Path) -> None:
    """Enter leaves it, in both ways of counting; what is typed then by mistake goes nowhere."""
    async with opened(path, "vote") as room:
        await room.tab_to("counts")
        await room.type("305213\r77")
        await room.until(lambda: sum(sums(room)) == 14)
        assert "305213" not in room.text()
        assert room.text().count("14 dots placed") == 2
        await room.tab_to("called")
        await room.press("ctrl+u")
        await room.type("6543\r77")
        await room.until(lambda: sums(room) == [0, 0, 1, 1, 1, 1])
        assert not any(typed in room.text() for typed in ("6543", "3456", "001111"))
        assert room.text().count("4 dots placed") == 2


async def test_sums_are_hidden_until_one_key_reveals_them_and_undo_hides_them(path: Path) -> None:
    """Only the check sum before; then bars, most first, with the texts; F8 takes the reveal back, Ctrl+R too."""
    async with opened(path, "vote", size=(80, 24)) as room:
        assert "Hidden until Ctrl+R reveals the sums." in room.text()
        await room.type("556\r566\r551\r")
        await room.until(lambda: sum(sums(room)) == 9)
        assert "placed 9 of 24" in room.text()
        assert drawn(room) == []
        hidden = room.text()
        await room.press("ctrl+r")
        assert [(label, count) for label, _, count in drawn(room)][:3] == [("5", 5), ("6", 3), ("1", 1)]
        assert drawn(room)[0][1] == TOPICS[4]
        assert "[bold]写真[/bold] で送る" in room.text()
        assert "Hidden until" not in room.text()
        assert "556" not in room.text()
        assert (await room.saved())["votes"]["vote"]["revealed"] is True
        await room.press(UNDO)
        assert drawn(room) == []
        assert "556" not in room.text()
        assert not room.desk.session.votes["vote"].revealed
        await room.press("ctrl+r", "ctrl+r")
        assert drawn(room) == []
        assert not any(bar in hidden for bar in ("●", "▆"))


async def test_an_anonymous_vote_keeps_sums_alone(path: Path) -> None:
    """No rows for people; the session, the way back and what is unfinished name nobody."""
    prepared(path, "vote", ANONYMOUS)
    async with opened(path, "vote", size=(80, 24)) as room:
        assert "Anonymous: only the sums are stored." in room.text()
        assert not any(name in room.text() for name in NAMES)
        await room.type("305210\r")
        await room.until(lambda: sum(sums(room)) == 11)
        await room.saved()
        await room.tab_to("called")
        await room.type("x")
        await room.until(lambda: len(room.kept()) == 1)
    again = Facilitation(document.load(path))
    told = [patch for entry in again._history.past for patch in entry.patches if patch.path[0] == "votes"]
    assert not any(id_ in repr(told) + repr(again.drafts) for id_ in PEOPLE)


@pytest.mark.parametrize("anonymous", [True, False], ids=["anonymous", "nobody"])
async def test_hidden_sums_are_uncovered_by_nothing_but_the_one_who_goes_there(
    path: Path, anonymous: bool
) -> None:
    """Opening, other words, the other language, a look at another step: the cursor is in the list, not in them."""
    gone = [Remove("member", id_, "2026-11-23T10:00:00") for id_ in PEOPLE] if not anonymous else [ANONYMOUS]
    prepared(path, "vote", *gone, PlaceDots("vote", "room", dict(zip(IDS, (3, 0, 5, 2, 1, 0), strict=True))))
    signs = ("305210", "11133333445")
    async with opened(path, "vote", size=(80, 24)) as room:
        for keys in ((), ("f7",), ("f10",), ("f10",), ("pagedown", "pageup"), ("f8", "f9"), ("ctrl+r", "ctrl+r")):
            await room.press(*keys)
            await room.pilot.pause()
            assert isinstance(room.app.focused, Lines), keys
            assert not any(sign in room.text() for sign in signs), keys
        await room.tab_to("counts")
        assert "305210" in room.text()


async def test_a_refused_ballot_is_not_uncovered_by_coming_back(path: Path) -> None:
    """The cursor goes to the first in whose row nothing stands; what was not counted stays covered, too."""
    async with opened(path, "vote") as room:
        await room.type("1136\r")
        await room.until(lambda: list(room.kept().values()) == ["1136"])
        await room.press("pagedown", "pageup")
        assert room.key == SECOND
        assert "1136" not in room.text()
        assert "not counted yet" in room.text()


async def test_a_reveal_shows_the_sums_and_uncovers_no_row(path: Path) -> None:
    """Who voted for what stays covered before, during and after a reveal; only the row with the cursor is open."""
    async with opened(path, "vote") as room:
        await room.type("\r\r\r\r\r\r\r246\r")
        await room.tab_to(FIRST)
        await room.type("353")
        await room.tab_to("counts")
        await room.press("tab", "tab")
        await room.until(lambda: sum(sums(room)) == 6)
        assert not any(signs in room.text() for signs in ("335", "353", "246"))
        for key in ("ctrl+r", "ctrl+r", "f8", "f9"):
            await room.press(key)
            assert not any(signs in room.text() for signs in ("335", "353", "246")), key
        await room.tab_to(FIRST)
        assert "335" in room.text()


async def test_the_mouse_enters_a_row_and_chooses_a_candidate(path: Path) -> None:
    """A click on a row puts the cursor there and shows its signs; one on a candidate covers them again."""
    async with opened(path, "vote") as room:
        await room.type("353\r246\r")
        await room.until(lambda: sum(sums(room)) == 6)
        await room.pilot.click(Ballots, offset=(2, 1))
        assert room.key == SECOND
        assert "246" in room.text()
        await room.click_text(TOPICS[1])
        assert isinstance(room.app.focused, Lines)
        assert "246" not in room.text()


# Who comes and goes


async def test_dots_of_those_who_left_or_are_absent_can_be_taken_back(path: Path) -> None:
    """They have a row behind the others, which says why; emptied, it stays until the view is opened again."""
    third = "membcaaaaa"
    placed = (PlaceDots("vote", id_, {IDS[0]: 2}) for id_ in (FIRST, SECOND, third))
    left = (Remove("member", SECOND, "2026-11-23T10:00:00"), Edit("member", FIRST, {"present": False}))
    prepared(path, "vote", *placed, *left)
    async with opened(path, "vote") as room:
        rows = [field.spec.key for field in room.app.screen.query(Ballots).first().fields]
        assert rows == [*list(PEOPLE)[2:], FIRST, SECOND]
        assert room.text().count("2 dots placed") == 3
        assert "next: 高橋" in room.text()
        for id_ in (SECOND, FIRST):
            await room.tab_to(id_)
            assert f"{PEOPLE[id_]} is not in the room" in room.text()
            await room.press("ctrl+u", "enter")
        await room.until(lambda: dots(room) == {IDS[0]: {third: 2}})
        await room.tab_to(FIRST)
        await room.type("1")
        assert "absent" in room.errors()[FIRST]
        await room.press("ctrl+u", "pagedown", "pageup")
        assert [field.spec.key for field in room.app.screen.query(Ballots).first().fields] == list(PEOPLE)[2:]


async def test_rows_follow_the_members(folder: Path) -> None:
    """F8 takes the last members back and their rows with them, F9 brings them again; no other row is uncovered."""
    created = Library(folder).new(TITLE, "dx-90").path
    notes = (Add("note", id_, Note(step="ideas", text=text)) for id_, text in zip(IDS, TOPICS, strict=True))
    people = (Add("member", id_, Member(name=PEOPLE[id_])) for id_ in (FIRST, SECOND))
    prepared(created, "vote", *notes, *people)
    async with opened(created, "vote") as room:
        await room.type("211\r")
        await room.until(lambda: room.key == SECOND)
        await room.press(UNDO, UNDO)
        assert PEOPLE[SECOND] not in room.text()
        assert "memb" not in room.text()
        assert "next: 田中" in room.text()
        assert room.app.screen.query(Ballots).first().fields[0].spec.key == FIRST
        await room.press(UNDO)
        await room.pilot.pause()
        assert "Nobody is in the" in room.text()
        assert [form.fields[0].spec.key for form in room.app.screen.query(Ballots)] == ["counts"]
        assert isinstance(room.app.focused, Lines)
        await room.press("f9", "f9", "f9")
        await room.pilot.pause()
        assert "Nobody is in the" not in room.text()
        assert PEOPLE[SECOND] in room.text()
        assert "112" not in room.text()
        assert "211" not in room.text()
        await room.tab_to(SECOND)
        await room.type("222\r")
        await room.until(lambda: sum(sums(room)) == 6)


async def counted(path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how often it was worked out what is voted on, key by key of one person's dots among so many notes."""
    more = (Add("note", f"more{n:06}", Note(step="ideas", text=f"さらに{n}")) for n in range(number))
    prepared(path, "vote", *more)
    calls, standing = [0], tally.standing

    def counting(session: Session, on: str, vote: Vote | None = None) -> list[tally.Candidate]:
        calls[0] += 1
        return standing(session, on, vote)

    found = []
    async with opened(path, "vote") as room:
        monkeypatch.setattr(tally, "standing", counting)
        for key in ("1", " ", "2", "backspace", "3", "enter"):
            before = calls[0]
            await room.press(key)
            found.append(calls[0] - before)
        await room.until(lambda: dots(room))
        monkeypatch.undo()
    return found


async def test_a_key_works_out_once_at_most_what_is_voted_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for a change and not at all for a key that makes none, among twenty notes as among two hundred."""
    few: list[int] = []
    many: list[int] = []
    for number, found in ((20, few), (200, many)):
        created = Library(folder).new(f"{TITLE}{number}", "dx-90").path
        prepared(created, "vote", *(Add("member", id_, Member(name=name)) for id_, name in PEOPLE.items()))
        found += await counted(created, number, monkeypatch)
    assert few == many
    assert max(many[:-1]) <= 1
    assert sum(many) <= 2


# What is voted on


async def test_grouping_after_voting_keeps_the_dots(path: Path) -> None:
    """Dots on two notes lie on their group; the row shows them by the group's sign and corrects them there."""
    group = Add("group", "grppaaaaaa", Group(step="ideas", name="紙"))
    changes: tuple[Change, ...] = (
        PlaceDots("vote", FIRST, {IDS[0]: 2, IDS[2]: 1}),
        group,
        Edit("note", IDS[0], {"group": "grppaaaaaa"}),
        Edit("note", IDS[1], {"group": "grppaaaaaa"}),
    )
    prepared(path, "vote", *changes)
    async with opened(path, "vote") as room:
        assert "1  紙 (2)" in room.text()
        await room.press("ctrl+r")
        assert drawn(room)[0] == ("1", "紙", 2)
        await room.tab_to(FIRST)
        assert room.form.at.typed == "112"
        await room.press("end", "backspace", "enter")
        assert dots(room) == {"grppaaaaaa": {FIRST: 2}}


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_every_candidate_can_be_read_and_every_row_reached(path: Path, size: tuple[int, int]) -> None:
    """Long texts end in a sign and are shown whole below; every field is entered with its row in sight."""
    long = "申請書を写真で送れるようにして、窓口に来る前に不備を直せるようにする"
    prepared(path, "vote", Edit("note", IDS[3], {"text": long}))
    async with opened(path, "vote", size=size) as room:
        for id_, name in PEOPLE.items():
            await room.tab_to(id_)
            await room.pilot.pause()
            assert name[:4] in room.text()
        await room.tab_to("called")
        await room.press("tab", "home", "down", "down", "down")
        await room.pilot.pause()
        whole = room.app.screen.query_one(Whole)
        assert "".join(whole.rows(whole.content_size)) == long
        assert all(row in room.text() for row in whole.rows(whole.content_size))


async def test_in_japanese(path: Path) -> None:
    """F10 draws the same rows in the other language; what was placed is still masked."""
    prepared(path, "vote", Set("session", {"title": "投票"}), Reveal("vote", False))
    async with opened(path, "vote") as room:
        await room.type("464\r")
        await room.until(lambda: sum(sums(room)) == 3)
        await room.press("f10")
        await room.until(lambda: "保存" in room.text())
        assert not any(signs in room.text() for signs in ("464", "446"))
        assert "様式を減らす" in room.text()
        assert room.key == SECOND
