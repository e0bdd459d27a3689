"""Ideal and reality: gaps typed in a row, sized in the list, picked from cards, and what stands apart."""

import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from dxworkshop.model.changes import Add
from dxworkshop.model.session import Gap
from dxworkshop.model.value import shown
from dxworkshop.service import Library
from dxworkshop.tui.widgets.lines import Lines
from tests.tui.conftest import TITLE, Room, opened, prepared

STEP = "gaps"
HOARDING, NETWORKS, CAREER = "gapp22aaaa", "gapp22bbbb", "gapp22cccc"
GAPS = (
    Add("gap", HOARDING, Gap(lens="organisation", reality="情報の抱え込み", size=4, control="ours")),
    Add(
        "gap",
        NETWORKS,
        Gap(lens="environment", reality="三層分離で遅い", ideal="端末から開ける", control="outside"),
    ),
    Add("gap", CAREER, Gap(lens="people", reality="キャリアパスがない", size=2, control="approval")),
)


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a session of the three-hour workshop, which has the step."""
    return Library(folder).new(TITLE, "dx-180", organisation="みどり野市").path


def apart(room: Room) -> list[str]:
    """Return what stands apart."""
    return [line.text for line in room.app.screen.query_one("#apart", Lines).lines]


async def test_twenty_gaps_typed_without_waiting(path: Path) -> None:
    """The words, Enter, the ideal, Enter, the size, F2: all are in the file, under the lens of the one before."""
    async with opened(path, STEP) as room:
        await room.type("一人で抱えている\r分け合う\r3")
        await room.tab_to("lens")
        await room.pick("organisation")
        began = time.monotonic()
        for number in range(19):
            await room.press("f2")
            await room.type(f"壁その{number}\rこうありたい{number}\r{number % 5 + 1}")
        await room.until(lambda: len(room.items("gap")) == 20)
        assert time.monotonic() - began < 60
        await room.press("tab")
        gaps = (await room.saved())["gaps"].values()
        assert len(gaps) == 20
        assert {gap["lens"] for gap in gaps} == {"organisation"}
        by_words = {gap["reality"]: gap for gap in gaps}
        assert (by_words["壁その7"]["ideal"], by_words["壁その7"]["size"]) == ("こうありたい7", 3)


async def test_the_list_stands_lens_by_lens(path: Path) -> None:
    """People, organisation, ICT environment, relations; the size and who decides before the words."""
    prepared(path, STEP, *GAPS)
    async with opened(path) as room:
        rows = [" ".join(row.split()) for row in room.items("gap")]
        assert rows == [
            "1 people 2 approval キャリアパスがない",
            "2 organisation 4 us 情報の抱え込み",
            "3 ICT environment - outside 三層分離で遅い",
        ]


async def test_size_and_control_take_one_key_each_in_the_list(path: Path) -> None:
    """Digits and the space bar, of any width: what an input method sends counts as well."""
    prepared(path, STEP, *GAPS)
    async with opened(path) as room:
        await room.press("shift+tab", "down", "down")
        await room.type("５\u3000")
        await room.until(lambda: room.desk.session.gaps[NETWORKS].control == "")
        assert room.desk.session.gaps[NETWORKS].size == 5
        await room.press("space")
        assert (await room.saved())["gaps"][NETWORKS]["control"] == "ours"
        await room.press("0")
        assert room.desk.session.gaps[NETWORKS].size is None
        await room.press("f8", "f8")
        assert room.desk.session.gaps[NETWORKS].size == 5
        assert room.desk.session.gaps[NETWORKS].control == ""
        await room.press("tab")
        assert room.shown()["size"] == "5"


async def test_the_widest_and_what_others_decide_stand_apart_and_lead_back(path: Path) -> None:
    """Live, as sizes are typed; Enter on a row shows that gap."""
    prepared(path, STEP, *GAPS)
    async with opened(path) as room:
        rows = apart(room)
        assert rows.index("4  organisation  情報の抱え込み") < rows.index("2  people  キャリアパスがない")
        assert rows[-2:] == ["outside  三層分離で遅い", "approval  キャリアパスがない"]
        await room.tab_to("size")
        await room.press("ctrl+u")
        await room.fill("5")
        assert apart(room)[1] == "5  people  キャリアパスがない"
        room.app.screen.query_one("#apart", Lines).focus()
        await room.press("end", "up", "enter")
        assert room.shown()["reality"] == "三層分離で遅い"


async def test_cards_of_the_lens_come_first_and_ours_are_marked(path: Path) -> None:
    """Ticked cards become gaps in the session's language, together: one F8 takes them back."""
    prepared(path, STEP, Add("gap", NETWORKS, Gap(lens="environment", reality="遅い")))
    async with opened(path) as room:
        await room.tab_to("lens")
        await room.press("tab")
        await room.press("enter")
        await room.until(lambda: "interviews" in room.text())
        first = next(row for row in room.rows() if "[ ]" in row)
        assert "three-layer" in first
        await room.type("backed by")
        await room.until(lambda: "our default" in room.text())
        await room.press("escape")
        await room.until(lambda: "interviews" not in room.text())
        await room.pick("career path", "few years")
        gaps = (await room.saved())["gaps"]
        assert {gap.get("deck") for gap in gaps.values()} == {None, "no-career-path", "short-postings"}
        await room.press("f8")
        assert [id_ for id_, _ in shown(room.desk.session.gaps)] == [NETWORKS]


async def test_nasty_words_are_data_and_a_refused_size_stays_typed(path: Path) -> None:
    """Markup, braces and a very long line are kept as they are; a size of nine is refused beside its field."""
    nasty = "[b]{boss}[/b] 👨‍👩‍👧 " + "長い" * 60
    async with opened(path, STEP, size=(80, 24)) as room:
        await room.fill(nasty, "", "9")
        assert "5" in room.errors()["size"]
        assert [gap.size for gap in room.desk.session.gaps.values()] == [None]
        await room.tab_to("size")
        await room.press("ctrl+u")
        await room.fill("5")
        (gap,) = (await room.saved())["gaps"].values()
        assert (gap["reality"], gap["size"]) == (nasty, 5)
        assert {cell_len(row) for row in room.rows()} == {80}
