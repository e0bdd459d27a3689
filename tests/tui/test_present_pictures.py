"""How the room sees each kind of step, as text to compare.

`make pictures` draws them anew; look at each that changed.
"""

import asyncio
from pathlib import Path

import pytest
from rich.cells import cell_len

from dxworkshop import demo, i18n
from dxworkshop.model.agenda import inserted
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Edit, MoveTo, Reveal
from dxworkshop.model.session import Session
from dxworkshop.model.workshop import KINDS
from dxworkshop.service import Library
from dxworkshop.store import document
from dxworkshop.tui.follow import Follower
from dxworkshop.tui.present import PresentApp
from tests.tui import picture

PICTURES = Path(__file__).parent / "pictures"
SIZE = (80, 24)
STEPS = {
    "talk": "opening",
    "rate": "culture",
    "collect": "ideas",
    **{kind: kind for kind in KINDS if kind not in ("talk", "rate", "collect")},
}
"""The step of the workshop of twelve people that is looked at, by its kind."""
AT_OTHER_TIMES = ("collect-writing", "collect-read", "vote-hidden")
"""What the same step looks like before: while people write, while notes are read out, before dots are shown."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play the workshop of twelve people once, and return its file."""
    story = demo.load("aozora")
    return demo.play(story, Library(tmp_path_factory.mktemp("played")), id_=story.id).path


@pytest.mark.parametrize("name", [*KINDS, *AT_OTHER_TIMES])
def test_each_kind_looks_to_the_room_as_it_was_seen(
    name: str, played: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """With a whole workshop in it, on the smallest usual terminal."""
    i18n.use("ja")
    kind, _, moment = name.partition("-")
    session = document.load(played).session
    if kind == "review":
        session = apply(session, inserted(session, "review", "前の計画", 10, "opening", "review"))
    session = apply(_earlier(session, STEPS[kind], moment), MoveTo(STEPS[kind]))
    assert session.workshop.steps[STEPS[kind]].kind == kind
    path = tmp_path / "session.toml"
    path.write_bytes(document.render(session))
    rows = asyncio.run(_drawn(path))
    assert [cell_len(row) for row in rows] == [SIZE[0]] * SIZE[1]
    stored, drawn = PICTURES / f"present-{name}.txt", "".join(f"{row.rstrip()}\n" for row in rows)
    if request.config.getoption("--write-pictures"):
        stored.write_text(drawn, encoding="utf-8")
    assert stored.read_text(encoding="utf-8") == drawn, f"{stored.name} changed: make pictures, and look at it"


def _earlier(session: Session, step: str, moment: str) -> Session:
    """Return the session as it was before its dots were shown, or its notes grouped."""
    if moment == "hidden":
        return apply(session, Reveal(step, False))
    if moment:
        session = apply(session, Edit("step", step, {"shown": moment == "read"}))
        notes = {id_: note.model_copy(update={"group": ""}) for id_, note in session.notes.items()}
        session = session.model_copy(update={"notes": notes, "groups": {}, "votes": {}})
    return session


async def _drawn(path: Path) -> list[str]:
    app = PresentApp(Follower(path))
    async with app.run_test(size=SIZE) as pilot:
        app._no_hints()
        await pilot.pause()
        return picture.rows(app)
