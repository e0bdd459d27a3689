"""The sessions and plans that are committed are what the program writes."""

from pathlib import Path

import pytest

from dxworkshop import demo
from tools import sessions

COMMITTED = Path(__file__).parents[2] / "sessions"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Play every story into an empty folder."""
    return sessions.write(tmp_path_factory.mktemp("sessions"))


def test_the_program_still_writes_the_committed_files_byte_for_byte(written: list[Path]) -> None:
    """Whoever compares a plan of last year with one of today sees what the team changed, nothing else."""
    for path in written:
        assert (COMMITTED / path.name).read_bytes() == path.read_bytes(), f"make sessions, and look at {path.name}"


def test_every_story_has_its_session_and_its_plan(written: list[Path]) -> None:
    """Nothing that is told is missing in the folder."""
    assert len(written) == 2 * len(demo.STORIES)
    assert {path.suffix for path in written} == {".toml", ".md"}
