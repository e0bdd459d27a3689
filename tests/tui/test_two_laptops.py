"""Two laptops, one folder: what the other one writes is seen here at once, and nothing typed here gives way."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import set_cell_size

from dxworkshop.model.changes import Add, Change, Edit, Remove, Set
from dxworkshop.model.clash import clashes
from dxworkshop.model.session import Action, Member, Note, Parked
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import aside, document, lock, presence
from dxworkshop.tui import desk as desk_module
from dxworkshop.tui.keeper import Pace
from dxworkshop.tui.screens.agenda import AgendaScreen
from dxworkshop.tui.screens.parking import ParkingScreen
from dxworkshop.tui.screens.stepform import StepScreen
from dxworkshop.tui.widgets.entry import Entry
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.pause import Pause
from dxworkshop.tui.widgets.prose import Prose
from tests.conftest import NOW
from tests.tui.conftest import SATO, TANAKA, TITLE, Room, opened, prepared, with_party

ACTION = "acti22test"
REAL_LOOK = desk_module.LOOK
"""Seconds between two looks at the file, before the tests make them less."""
AT_MOST = 3.0
"""Seconds after which a change of another laptop is to be on the screen here."""


class Other:
    """The laptop of somebody else: it has a memory of its own, and the same folder."""

    def __init__(self, path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path = path
        self._state = state
        self._monkeypatch = monkeypatch

    @contextmanager
    def _there(self) -> Iterator[None]:
        with self._monkeypatch.context() as there:
            there.setenv("DXWORKSHOP_STATE", str(self._state))
            yield

    def save(self, *changes: Change) -> None:
        """Open the file, change it and save."""
        with self._there():
            led = Facilitation(document.load(self._path), who="鈴木")
            for change in changes:
                led.do(change)
            led.save()


@pytest.fixture
def other(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Other:
    """Return the laptop of somebody else."""
    return Other(path, tmp_path / "their-state", monkeypatch)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the file more often, except where the time itself is measured."""
    monkeypatch.setattr(desk_module, "LOOK", 0.1)


async def test_what_the_other_laptop_saved_is_on_the_screen_within_three_seconds(
    path: Path, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new member of theirs stands in the list, with the real time between two looks."""
    monkeypatch.setattr(desk_module, "LOOK", REAL_LOOK)
    with_party(path, "party")
    async with opened(path) as room:
        await room.saved()
        start = time.monotonic()
        other.save(Add("member", "memb22suzu", Member(name="鈴木")))
        await room.until(lambda: any(line.endswith("鈴木") for line in room.items("member")))
        assert time.monotonic() - start < AT_MOST


async def test_what_is_being_typed_stays_with_its_cursor(path: Path, other: Other) -> None:
    """In the middle of a word in one field, another field changes: word and cursor stay."""
    prepared(path, "actions", Add("action", ACTION, Action(title="案内図")))
    async with opened(path) as room:
        await room.tab_to("first_step")
        await room.type("三課を歩く")
        await room.press("left", "left")
        other.save(Edit("action", ACTION, {"if_then": "雨なら翌日"}))
        await room.until(lambda: room.shown().get("if_then") == "雨なら翌日")
        await room.type("全部")
        await room.press("tab")
        action = (await room.saved())["actions"][ACTION]
        assert (action["first_step"], action["if_then"]) == ("三課を全部歩く", "雨なら翌日")


async def test_a_field_one_only_stands_in_shows_what_the_other_wrote(path: Path, other: Other) -> None:
    """Nothing was typed here: theirs is what stands, also where the cursor is."""
    prepared(path, "vision", Set("vision", {"destination": "待たない"}))
    async with opened(path) as room:
        assert room.key == "destination"
        other.save(Set("vision", {"destination": "待たない窓口"}))
        await room.until(lambda: room.shown().get("destination") == "待たない窓口")


async def test_two_in_one_field_make_a_clash_and_no_word_of_either_goes(path: Path, other: Other) -> None:
    """My words stay in the field as I type on, theirs stand in the file, and I choose when there is time."""
    async with opened(path, "vision") as room:
        await room.saved()
        await room.type("一度で用")
        other.save(Set("vision", {"destination": "待たない窓口"}))
        await room.until(lambda: "1 to decide" in room.rows()[0])
        assert "shows both" in room.notices()
        assert room.shown()["destination"] == "一度で用"
        assert "somebody else wrote here: 待たない窓口" in room.errors()["destination"]
        await room.type("が済む")
        await room.press("tab")
        file = await room.saved()
        assert file["vision"]["destination"] == "待たない窓口"
        assert room.desk.draft("vision/destination") == "一度で用が済む"
        await room.press("ctrl+d")
        await room.until(lambda: "2  what" in room.text())
        assert "一度で用が済む" in room.text()
        await room.press("2")
        await room.until(lambda: not clashes(room.desk.session))
        assert (await room.saved())["vision"]["destination"] == "一度で用が済む"
        assert room.desk.facilitation.drafts == {}
        await room.press("escape")
        await room.until(lambda: room.shown().get("destination") == "一度で用が済む")
        await room.press("shift+tab")
        await room.type("窓口")
        await room.press("tab")
        assert (await room.saved())["vision"]["destination"] == "一度で用が済む窓口"


async def test_what_waits_behind_a_clash_is_not_taken_in_by_another_field(path: Path, other: Other) -> None:
    """A change beside it is accepted; the words that wait still wait, and theirs still stands."""
    async with opened(path, "boss") as room:
        await room.saved()
        await room.type("たらい回し")
        other.save(Set("boss", {"name": "長い列"}))
        await room.until(lambda: "1 to decide" in room.rows()[0])
        await room.press("tab")
        await room.type("毎日のこと")
        await room.press("tab")
        boss = (await room.saved())["boss"]
        assert (boss["name"], boss["why_now"]) == ("長い列", "毎日のこと")
        assert room.desk.draft("boss/name") == "たらい回し" or room.shown().get("name") == "長い列"
        assert [clash.mine for _, clash in clashes(room.desk.session)] == ["たらい回し"]


async def test_an_item_that_is_removed_while_it_is_edited_stays_with_what_was_typed(
    path: Path, other: Other
) -> None:
    """They remove a member, I type into it: it is still there with my words, and the removal is to be decided."""
    with_party(path, "party")
    async with opened(path) as room:
        await room.saved()
        await room.tab_to("seat")
        await room.type("・係長")
        other.save(Remove("member", TANAKA, NOW.isoformat()))
        await room.until(lambda: "1 to decide" in room.rows()[0])
        assert room.desk.session.members[TANAKA].seat == "情報政策課・係長"
        assert not room.desk.session.members[TANAKA].removed


async def test_an_item_that_is_removed_while_one_looks_at_it_makes_room_for_the_next(
    path: Path, other: Other
) -> None:
    """Nothing was typed into it: the form shows the next one."""
    with_party(path, "party")
    async with opened(path) as room:
        await room.saved()
        await room.tab_to("seat")
        other.save(Remove("member", TANAKA, NOW.isoformat()))
        await room.until(lambda: room.items("member") == [" 1 佐藤　花子"])
        await room.type("市民課\t")
        assert (await room.saved())["members"][SATO]["seat"] == "市民課"


async def test_steps_that_others_changed_are_drawn(path: Path, other: Other) -> None:
    """A step of another title and a skipped one stand in the list; the team stays where it is."""
    async with opened(path, "vision") as room:
        other.save(Edit("step", "boss", {"title": "壁"}), Edit("step", "party", {"skipped": True}))
        await room.until(lambda: " 5 壁" in room.text() or "壁" in room.text())
        await room.until(lambda: any(row.startswith("x") for row in room.rows()))
        assert room.desk.facilitation.step() == "vision"


@pytest.mark.parametrize(
    ("keys", "kind", "change", "seen"),
    [
        (("ctrl+g",), AgendaScreen, Edit("step", "vision", {"title": "壁の向こう"}), "壁の向こう"),
        (("ctrl+g", "f4"), StepScreen, Edit("step", "vision", {"minutes": 77}), "77"),
        (("f12",), ParkingScreen, Add("parked", "park22test", Parked(text="駐車場の話")), "駐車場の話"),
    ],
    ids=["agenda", "settings of a step", "parking"],
)
async def test_the_screens_above_the_step_show_it_too(
    path: Path, other: Other, keys: tuple[str, ...], kind: type, change: Change, seen: str
) -> None:
    """What they wrote stands in the screen that is open above, and is not written over when it is left."""
    async with opened(path, "vision") as room:
        await room.press(*keys)
        await room.until(lambda: isinstance(room.app.screen, kind))
        await room.saved()
        other.save(change)
        await room.until(lambda: seen in room.text())
        await room.press(*["escape"] * len(keys))
        await room.saved()
        assert seen in path.read_text(encoding="utf-8")


async def test_what_is_typed_into_the_settings_of_a_step_stays(path: Path, other: Other) -> None:
    """I type a title, they change the minutes: both are kept."""
    async with opened(path, "vision") as room:
        await room.press("ctrl+g", "f4")
        await room.until(lambda: isinstance(room.app.screen, StepScreen) and room.app.focused)
        await room.press("ctrl+u")
        await room.type("めあて")
        other.save(Edit("step", "vision", {"minutes": 33}))
        await room.until(lambda: "33" in room.shown().values())
        assert room.shown()["title"] == "めあて"
        await room.press("escape", "escape")
        step = (await room.saved())["workshop"]["steps"]["vision"]
        assert (step["title"], step["minutes"]) == ("めあて", 33)


async def test_a_slip_that_others_wrote_anew_is_said_before_it_is_written_over(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I edit a slip, they too: the line keeps my words, and a sentence shows theirs."""
    path = Library(folder).new(TITLE, "dx-90").path
    prepared(path, "ideas", Add("note", "note22test", Note(step="ideas", text="椅子")))
    other = Other(path, tmp_path / "their-state", monkeypatch)
    async with opened(path) as room:
        await room.saved()
        await room.press("down", "enter")
        await room.type("を増やす")
        other.save(Edit("note", "note22test", {"text": "椅子を減らす"}))
        await room.until(lambda: "somebody else wrote here: 椅子を減らす" in room.text())
        assert "椅子を増やす" in room.text()


# Who else is there ---------------------------------------------------------------------------------


def announced(path: Path, *people: tuple[str, str]) -> None:
    """Let people have the file open, each on a laptop of their own."""
    for number, (who, host) in enumerate(people, 4000):
        presence.announce(path, who, host=host, pid=number)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([("鈴木", "pc-suzuki")], "Also open on 鈴木's laptop"),
        ([("", "pc-suzuki")], "Also open on pc-suzuki"),
        ([("鈴木", "a"), ("佐藤", "b")], "Also open on 鈴木's laptop, 佐藤's laptop"),
        (
            [("一", "a"), ("二", "b"), ("三", "c"), ("四", "d"), ("五", "e")],
            "Also open on 一's laptop, 二's laptop, 三's laptop and 2 more",
        ),
    ],
    ids=["one", "nameless", "two", "five"],
)
async def test_who_else_has_it_open_is_said_once_and_stays_to_be_seen(
    path: Path, people: list[tuple[str, str]], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notice when they come; at the foot of the steps as long as they are there; nothing when they are gone."""
    monkeypatch.setattr(desk_module, "BEAT", 0.1)
    async with opened(path, "vision", size=(80, 24)) as room:
        assert "Also open" not in room.text()
        announced(path, *people)
        await room.until(lambda: said in room.notices())
        foot = room.app.screen.query_one("#others", Prose)
        await room.until(lambda: foot.region and foot.region.bottom == 23)
        rows = [set_cell_size(row, 21) for row in room.rows()]
        drawn = "".join(rows[y] for y in foot.region.line_range)
        assert drawn.replace(" ", "") == said.replace(" ", "")
        for one in aside.place(path, "presence").glob("*-40*.json"):
            one.unlink()
        await room.until(lambda: not foot.display)
        assert room.notices().count("Also open") == 1


async def test_another_window_of_this_laptop_is_called_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same laptop, another process: no name of a person, who is oneself."""
    monkeypatch.setattr(desk_module, "BEAT", 0.1)
    async with opened(path, "vision") as room:
        window = lock.Owner(lock.this_program().host, os.getppid(), lock._start(os.getppid()))
        presence.Presence(path, "田中", window).beat()
        await room.until(lambda: "Also open in another window on this laptop" in room.notices())
        assert "田中" not in room.notices()


def test_a_change_during_a_save_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The save ends behind it and knows nothing of it: all the same the file is written when it is time."""
    monkeypatch.setattr(Pace, "AFTER", 0.02)
    pace = Pace()
    pace.changed()
    pace.written()
    assert pace.left() > 0
    time.sleep(0.03)
    assert pace.left() <= 0


# Much typed without a pause ------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [(), ("f12",)], ids=["a field", "the parking line"])
async def test_after_200_characters_without_a_pause_what_was_typed_is_kept(
    path: Path, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """250 characters in one go: they are with the desk though the pause never came."""
    monkeypatch.setattr("dxworkshop.tui.widgets.pause.PAUSE", 3600.0)
    async with opened(path, "vision") as room:
        await room.press(*keys)
        await room.pilot.pause()
        await room.type("壁" * 250)
        await room.until(lambda: "壁" * 250 in typed(room))
        await room.until(lambda: held(room) >= 200)


async def test_slips_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line for the next slip keeps as a draft what has no Enter yet."""
    monkeypatch.setattr("dxworkshop.tui.widgets.pause.PAUSE", 3600.0)
    path = Library(folder).new(TITLE, "dx-90").path
    async with opened(path, "ideas") as room:
        await room.type("壁" * 250)
        await room.until(lambda: "壁" * 250 in typed(room))
        await room.until(lambda: held(room) >= 200)


def typed(room: Room) -> list[str]:
    """Return what stands in the lines of the screen."""
    lines = [entry.text for entry in room.app.screen.query(Entry)]
    return lines + [form.at.typed for form in room.app.screen.query(Form)]


def held(room: Room) -> int:
    """Return how many of the typed signs are with the desk, in the session or among the unfinished texts."""
    drafts = "".join(room.desk.facilitation.drafts.values())
    return max(room.desk.session.vision.destination.count("壁"), drafts.count("壁"))


def test_deleting_counts_as_typing() -> None:
    """Who types over what is there makes no text longer, and yet types."""
    kept: list[int] = []

    def keep() -> None:
        kept.append(1)
        pause.over()

    pause, timers = Pause(keep), FakeTimers()
    for number in range(250):
        pause.typed(timers, "壁" if number % 2 else "")  # type: ignore[arg-type]
    assert kept == [1]


class FakeTimers:
    """A widget that makes timers that never end."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> "FakeTimers":
        """Return a timer."""
        return self

    def reset(self) -> None:
        """Begin anew."""

    def stop(self) -> None:
        """End."""

    def post_message(self, message: object) -> None:
        """Tell nobody."""
