"""Rating statements: shows of hands typed as fast as they are counted, agreed marks, words, and the picture."""

from pathlib import Path

import pytest

from dxworkshop.model.changes import Add, Edit, Rate
from dxworkshop.model.session import Member, Rating
from dxworkshop.service import Library
from dxworkshop.tui.steps.rate import marks_of
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.pairs import Pairs
from dxworkshop.tui.widgets.reading import Reading
from tests.tui.conftest import TITLE, Room, opened, prepared

STEP = "culture"


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a session of the three-hour workshop, which rates the twelve words."""
    return Library(folder).new(TITLE, "dx-180", organisation="みどり野市").path


def rating(room: Room, card: str) -> Rating:
    """Return what was said of a statement."""
    return room.desk.session.ratings[STEP][card]


async def test_a_show_of_hands_takes_six_keys_and_leads_to_the_next_row(path: Path) -> None:
    """Five digits and Enter are all: the counts are in the session and the file, the cursor is in the next row."""
    async with opened(path, STEP) as room:
        assert room.key == "vision/ideal"
        keys = ("0", "0", "1", "4", "3", "enter")
        await room.press(*keys)
        assert room.key == "vision/reality"
        await room.press("0", "3", "4", "1", "0", "enter")
        assert room.key == "tolerance/ideal"
        file = await room.saved()
        assert file["ratings"][STEP]["vision"] == {"ideal_hands": [0, 0, 1, 4, 3], "hands": [0, 3, 4, 1, 0]}
        assert rating(room, "vision").hands == (0, 3, 4, 1, 0)


async def test_an_agreed_mark_and_hands_of_more_than_nine(path: Path) -> None:
    """One digit is a mark; counts above nine have spaces; both stand together behind an equals sign."""
    async with opened(path, STEP) as room:
        await room.fill("５", "0 3 12 1 0", "03410＝3")
        assert rating(room, "vision") == Rating(ideal=5, hands=(0, 3, 12, 1, 0))
        assert rating(room, "tolerance") == Rating(ideal=3, ideal_hands=(0, 3, 4, 1, 0))
        shown = room.shown()
        assert (shown["vision/ideal"], shown["vision/reality"]) == ("5", "0 3 12 1 0  (2.9)")
        assert shown["tolerance/ideal"] == "03410=3  (2.8)"
        assert (await room.saved())["ratings"][STEP]["vision"]["hands"] == [0, 3, 12, 1, 0]


async def test_wrong_input_is_said_beside_the_field_and_kept(path: Path) -> None:
    """Too few counts, a mark of 7, and words: each stays where it was typed, and out of the file."""
    async with opened(path, STEP) as room:
        await room.type("034\t")
        assert room.key == "vision/ideal"  # what is wrong is not passed over unseen; pressed again, it is
        await room.fill("", "7\t", "たくさん\t", "012345\t")
        errors = room.errors()
        assert "3 of 5 counts" in errors["vision/ideal"]
        assert "1 to 5" in errors["vision/reality"]
        assert "たくさん" in errors["tolerance/ideal"]
        assert "tolerance/reality" in errors
        assert room.desk.session.ratings == {}
        await room.until(lambda: room.kept().get("rate/culture/vision/ideal") == "034")
    async with opened(path) as room:
        assert room.shown()["vision/ideal"] == "034"
        assert "not in the plan yet" in room.errors()["vision/ideal"]


async def test_more_hands_than_people_is_asked_and_not_refused(path: Path) -> None:
    """At the key that makes them too many, and wherever they stand; they are taken in nevertheless."""
    people = (Add("member", f"memb{n:06}", Member(name=f"人{n}", present=n != 9)) for n in range(10))
    prepared(path, STEP, *people)
    async with opened(path, STEP) as room:
        await room.type("00144")
        assert room.errors() == {}
        await room.press("backspace")
        await room.type("5")
        assert room.errors() == {"vision/ideal": "10 hands of 9 people?"}
        await room.press("enter")
        assert rating(room, "vision").ideal_hands == (0, 0, 1, 4, 5)
        assert room.errors() == {}
        assert room.shown()["vision/ideal"] == "00145  (4.4)  10 hands of 9 people?"
        assert room.kept() == {}


async def test_undo_takes_one_show_of_hands_back_and_goes_to_its_row(path: Path) -> None:
    """F8 empties the row of the last one and puts the cursor there; F9 brings it again."""
    async with opened(path, STEP) as room:
        await room.type("00143\r03410\r")
        await room.until(lambda: room.key == "tolerance/ideal")
        await room.press("f8")
        assert room.key == "vision/reality"
        assert "vision/reality" not in room.shown()
        assert "hands" not in (await room.saved())["ratings"][STEP]["vision"]
        await room.press("f9")
        assert room.shown()["vision/reality"] == "03410  (2.8)"
        assert (await room.saved())["ratings"][STEP]["vision"]["hands"] == [0, 3, 4, 1, 0]


async def test_a_burst_of_all_twenty_four_rows(path: Path) -> None:
    """Typed without waiting for the screen, every row gets its own counts."""
    async with opened(path, STEP) as room:
        await room.type("".join(f"{n % 10}1020\r" for n in range(24)))
        await room.until(lambda: len(room.desk.session.ratings.get(STEP, {})) == 12)
        cards = list(room.desk.session.ratings[STEP].values())
        assert sorted(one.hands[0] for one in cards) == sorted(n % 10 for n in range(1, 24, 2))
        assert room.errors() == {}


async def test_the_statement_that_is_asked_stands_above_with_whose_words_the_gloss_is(path: Path) -> None:
    """The gloss of the slides as it is, ours marked as ours, the credit below; nobody is rated."""
    async with opened(path, STEP, size=(100, 60)) as room:
        assert "[ideal] 1/12 Vision: Shows where to go" in room.text()
        assert "our default" not in room.text()
        assert "Not used for personnel" in room.text()
        assert "Sakurai 2022" in room.text()
        for _ in range(9):
            await room.press("enter")
        assert "[today] 5/12 Blending differences: " in room.text()
        assert "default)" in room.text()


async def test_the_picture_and_the_furthest_follow_the_keys(path: Path) -> None:
    """What lies furthest apart is named first, and Enter on it goes to its row."""
    async with opened(path, STEP, size=(100, 60)) as room:
        await room.fill("5", "4", "5", "1")
        pairs = room.app.screen.query_one(Pairs)
        assert [(pair.ideal, pair.reality) for pair in pairs.rows[:2]] == [(5, 4), (5, 1)]
        furthest = next(iter(room.app.screen.query("RateView Lines").results(Lines)))
        assert [line.text for line in furthest.lines] == ["4.0 apart: Tolerance", "1.0 apart: Vision"]
        furthest.focus()
        await room.press("home", "enter")
        assert room.key == "tolerance/ideal"


async def test_words_are_reached_by_f2_and_enter_leads_back(path: Path) -> None:
    """F2 from a row, the words, Enter: the same row again; they stand with that statement."""
    async with opened(path, STEP) as room:
        await room.type("00143\r")
        await room.press("f2")
        assert room.key == "words"
        await room.type("課長が「やってみな」と言ってくれる\r")
        await room.until(lambda: room.key == "vision/reality")
        assert rating(room, "vision").words == "課長が「やってみな」と言ってくれる"
        assert (await room.saved())["ratings"][STEP]["vision"]["words"].startswith("課長")
        await room.press("f8")
        await room.until(lambda: not rating(room, "vision").words)
        assert room.key == "words"


async def test_where_only_reality_is_asked_there_is_one_row_each(path: Path) -> None:
    """And one opens at the first row that is still empty."""
    hands = Rate(STEP, "vision", {"hands": (0, 3, 4, 1, 0)})
    prepared(path, STEP, Edit("step", STEP, {"ideal": False}), hands)
    async with opened(path) as room:
        assert room.key == "tolerance/reality"
        assert len(room.form.fields) == 12


async def test_statements_of_its_own_of_any_width_are_asked_in_full(path: Path) -> None:
    """A long statement stands above in full; its label ends with a sign; nothing in it is markup."""
    long = "[red]課をまたいで{boss}話し合い、新しいことを始められるかどうかを、いつでもだれとでも確かめられる"
    own = {"id": "own", "ja": long, "en": long}
    prepared(path, STEP, Edit("step", STEP, {"statements": (own,), "deck": ""}))
    async with opened(path, size=(80, 24)) as room:
        joined = "".join(row[22:].strip() for row in room.rows())
        assert "[red]課をまたいで" in joined
        assert "確かめられる" in joined
        assert "ideal 1 [red]" in room.form.fields[0].spec.label
        await room.type("３\r")
        assert rating(room, "own").ideal == 3


async def test_a_step_without_statements_says_so(path: Path) -> None:
    """A template may name a deck that is gone: the step can be passed nevertheless."""
    prepared(path, STEP, Edit("step", STEP, {"deck": ""}))
    async with opened(path) as room:
        assert "has no statements" in room.text()
        await room.press("f2", "3", "enter", "pagedown")
        await room.until(lambda: room.desk.session.at == "gaps")


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_whole_picture_is_reached_by_keys(path: Path, size: tuple[int, int]) -> None:
    """Tab leads to it, and the arrows through what is too high for the screen."""
    async with opened(path, STEP, size=size) as room:
        seen = ""
        for _ in range(40):
            await room.press("tab")
            if isinstance(room.app.focused, Reading):
                break
        for _ in range(8):
            seen += room.text()
            await room.press("down")
        for words in ("Vision", "Listening", "the way between"):
            assert words in seen


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("4", (4, ())),
        ("", (None, ())),
        ("03410", (None, (0, 3, 4, 1, 0))),
        ("0 3 12 1 0=2", (2, (0, 3, 12, 1, 0))),
        ("=2", (2, ())),
        ("03410=", (None, (0, 3, 4, 1, 0))),
    ],
)
def test_what_a_field_takes(typed: str, understood: tuple[object, tuple[int, ...]]) -> None:
    """One mark, five counts, or both."""
    assert marks_of(typed) == understood
