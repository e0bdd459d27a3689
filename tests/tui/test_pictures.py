"""How the screens look, at the two sizes that count: pictures to compare, and no row that is out of line.

`make pictures` draws them anew; look at each that changed.
"""

import asyncio
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from dxworkshop import demo, i18n
from dxworkshop.model.agenda import inserted
from dxworkshop.model.changes import MoveTo
from dxworkshop.service import Library
from dxworkshop.tui.app import WorkshopApp
from dxworkshop.tui.screens.home import HomeScreen
from dxworkshop.tui.screens.review import ReviewScreen
from tests.tui import picture
from tests.tui.conftest import PATIENCE

AMBIGUOUS = "\u25b6\u25c6\u25cf\u25cb\u2586\u2591\u2026\u2502\u2500\u253c\u2514\u2191\u2192\u00b7"
"""Signs of ours that some terminals draw two cells wide."""
PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (100, 30))
STEPS = ("opening", "arrivals", "rules", "vision", "boss", "party", "actions", "pledge")
ROOM_SIZES = (*SIZES, (200, 50))
ROOM = (
    *("opening", "vision", "boss", "review", "party", "culture", "gaps", "ideas", "vote", "matrix"),
    *("actions", "premortem", "pledge"),
)
"""Steps of the workshop of twelve people: one of each kind, with much in them."""
ROOM_KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    **{f"room-{step}": (step, ()) for step in ROOM},
    "room-ideas-list": ("ideas", ("down", "down", "down")),
    "room-agenda": ("ideas", ("ctrl+g",)),
    "room-settings": ("ideas", ("ctrl+g", "f4")),
    "room-settings-vote": ("vote", ("ctrl+g", "f4")),
    "room-parking": ("ideas", ("f12", "down")),
}
"""The step, and what is pressed before the picture is taken."""
Prepared = Callable[[str, str], Path]

KEYS: dict[str, tuple[str, ...]] = {
    "home": (),
    "home-search": tuple("kitamori"),
    "home-due": ("f7",),
    "new": ("f2",),
    "step-help": ("f1",),
    "step-commands": ("ctrl+p",),
    "step-pick": ("tab", "tab", "enter"),
    "step-no-script": ("f4",),
    "step-export": ("f6",),
    "step-export-taken": ("f6", "down", "right", "right", "f4"),
    "step-paper": ("f6", "f9"),
    "step-new-action": ("f2", *"窓口の案内図を作り直す", "tab"),
    "step-plan": ("ctrl+e",),
    "step-plan-role": ("ctrl+e", "2"),
    "step-checkin": ("ctrl+f",),
    "step-checkin-round": ("ctrl+f", "pagedown"),
    "glance": ("f5",),
    **{f"step-{step}": () for step in STEPS},
}
"""What is pressed before the picture is taken, by its name."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Play the stories once, and return their files."""
    library = Library(tmp_path_factory.mktemp("played"))
    return {name: demo.play(demo.load(name), library, id_=demo.load(name).id).path for name in demo.STORIES}


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, played: dict[str, Path]) -> Prepared:
    """Copy the stories into a folder with a fixed name; open one at a step."""
    monkeypatch.chdir(tmp_path)

    def prepare(step: str, language: str) -> Path:
        i18n.use("en" if language == "en" else "ja")
        folder = Path("sessions")
        folder.mkdir()
        for path in played.values():
            shutil.copy(path, folder)
        name = {"en": "kitamori", "ja": "midorino"}.get(language, "aozora")
        story = Library(folder).open(str(folder / played[name].name))
        if step == "review":
            story.do(inserted(story.session, "review", "\u524d\u306e\u8a08\u753b", 10, "opening", "review"))
        story.do(MoveTo(step))
        story.save()
        return story.path

    return prepare


@pytest.mark.parametrize("size", ROOM_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ROOM_KEYS)
def test_a_room_of_twelve_looks_as_it_was_seen(
    name: str, size: tuple[int, int], prepared: Prepared, request: pytest.FixtureRequest
) -> None:
    """Every kind of step with a whole workshop in it, at three sizes."""
    step, keys = ROOM_KEYS[name]
    drawn, rows = _take(prepared(step, "ja-room"), size, keys)
    assert [cell_len(row) for row in rows] == [size[0]] * size[1]
    _compare(f"{name}-{size[0]}x{size[1]}.svg", drawn, request)


@pytest.mark.parametrize("name", ROOM_KEYS)
def test_without_colour_nothing_is_told_by_colour(
    name: str, prepared: Prepared, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In monochrome, and with signs that every terminal has, the same can be read: a text to compare."""
    monkeypatch.setenv("NO_COLOR", "1")
    step, keys = ROOM_KEYS[name]
    drawn, rows = _take(prepared(step, "ja-room"), SIZES[1], keys, wide_lines=True)
    assert {
        colour for colour in re.findall(r'fill="#(\w{6})"', drawn) if len(set(re.findall("..", colour))) > 1
    } == set()
    assert [sign for sign in "".join(rows) if sign in AMBIGUOUS] == []
    _compare(f"{name}-mono.txt", "".join(f"{row.rstrip()}\n" for row in rows), request)


def _compare(name: str, drawn: str, request: pytest.FixtureRequest) -> None:
    stored = PICTURES / name
    if request.config.getoption("--write-pictures"):
        stored.parent.mkdir(exist_ok=True)
        stored.write_text(drawn, encoding="utf-8")
    assert stored.read_text(encoding="utf-8") == drawn, f"{stored.name} changed: make pictures, and look at it"


def _take(
    session: Path | None, size: tuple[int, int], keys: tuple[str, ...], *, wide_lines: bool = False
) -> tuple[str, list[str]]:
    async def run() -> tuple[str, list[str]]:
        app = WorkshopApp(Library(Path("sessions")), session, wide_lines=wide_lines)
        async with app.run_test(size=size) as pilot:
            await _press(pilot, keys)
            return picture.svg(app), picture.rows(app)

    return asyncio.run(run())


async def _press(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    await pilot.pause()
    await _found(pilot)
    if isinstance(pilot.app.screen, ReviewScreen):  # a plan of another day stands over its steps
        await pilot.press("escape")
        await pilot.pause()
    for key in keys:
        home = isinstance(pilot.app.screen, HomeScreen)
        await pilot.press(key)
        await pilot.pause()
        await _found(pilot, left=home and key == "f7")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def _found(pilot: Pilot[None], *, left: bool = False) -> None:
    """Wait until home shows what it looks for, or until it has been left for what was found."""
    deadline = time.monotonic() + PATIENCE
    while isinstance(screen := pilot.app.screen, HomeScreen) and (left or not screen.settled):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", KEYS)
def test_the_screen_looks_as_it_was_seen(
    name: str, size: tuple[int, int], prepared: Prepared, request: pytest.FixtureRequest
) -> None:
    """Every screen is as it was when somebody last looked at it."""
    step = name.removeprefix("step-")
    session = prepared(step if step in STEPS else "actions", "ja")
    drawn, rows = _take(session if name.startswith("step-") else None, size, KEYS[name])
    assert [cell_len(row) for row in rows] == [size[0]] * size[1]
    _compare(f"{name}-{size[0]}x{size[1]}.svg", drawn, request)


@pytest.mark.parametrize(
    "size", [(70, 20), (80, 24), (100, 30), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize("step", ["vision", "boss", "party", "actions", "pledge"])
def test_no_row_is_out_of_line_in_english(step: str, size: tuple[int, int], prepared: Prepared) -> None:
    """Each row is exactly as wide as the screen, at any size and with any text in it."""
    _, rows = _take(prepared(step, "en"), size, ())
    assert [cell_len(row) for row in rows] == [size[0]] * size[1]
