"""How the screens look, at the two sizes that count: pictures to compare, and no row that is out of line.

`make pictures` draws them anew; look at each that changed.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from dxworkshop import demo, i18n
from dxworkshop.model.changes import MoveTo
from dxworkshop.service import Library
from dxworkshop.tui.app import WorkshopApp
from tests.tui import picture

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (100, 30))
STEPS = ("opening", "arrivals", "rules", "vision", "boss", "party", "actions", "pledge")
Prepared = Callable[[str, str], Path]

KEYS: dict[str, tuple[str, ...]] = {
    "home": (),
    "home-search": tuple("kitamori"),
    "new": ("f2",),
    "step-help": ("f1",),
    "step-commands": ("ctrl+p",),
    "step-pick": ("tab", "tab", "enter"),
    "step-no-script": ("f4",),
    "step-new-action": ("f2", *"窓口の案内図を作り直す", "tab"),
    **{f"step-{step}": () for step in STEPS},
}
"""What is pressed before the picture is taken, by its name."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Play both stories once, and return their files."""
    library = Library(tmp_path_factory.mktemp("played"))
    return {name: demo.play(demo.load(name), library, id_=demo.load(name).id).path for name in demo.STORIES}


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, played: dict[str, Path]) -> Prepared:
    """Copy both stories into a folder with a fixed name; open one at a step."""
    monkeypatch.chdir(tmp_path)

    def prepare(step: str, language: str) -> Path:
        i18n.use("en" if language == "en" else "ja")
        folder = Path("sessions")
        folder.mkdir()
        for path in played.values():
            shutil.copy(path, folder)
        story = Library(folder).open(str(folder / played["kitamori" if language == "en" else "midorino"].name))
        story.do(MoveTo(step))
        story.save()
        return story.path

    return prepare


def _take(session: Path | None, size: tuple[int, int], keys: tuple[str, ...]) -> tuple[str, list[str]]:
    async def run() -> tuple[str, list[str]]:
        app = WorkshopApp(Library(Path("sessions")), session)
        async with app.run_test(size=size) as pilot:
            await _press(pilot, keys)
            return picture.svg(app), picture.rows(app)

    return asyncio.run(run())


async def _press(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    await pilot.pause()
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()
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
    stored = PICTURES / f"{name}-{size[0]}x{size[1]}.svg"
    if request.config.getoption("--write-pictures"):
        stored.parent.mkdir(exist_ok=True)
        stored.write_text(drawn, encoding="utf-8")
    assert stored.read_text(encoding="utf-8") == drawn, f"{stored.name} changed: make pictures, and look at it"


@pytest.mark.parametrize(
    "size", [(70, 20), (80, 24), (100, 30), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize("step", ["vision", "boss", "party", "actions", "pledge"])
def test_no_row_is_out_of_line_in_english(step: str, size: tuple[int, int], prepared: Prepared) -> None:
    """Each row is exactly as wide as the screen, at any size and with any text in it."""
    _, rows = _take(prepared(step, "en"), size, ())
    assert [cell_len(row) for row in rows] == [size[0]] * size[1]
