"""What is installed is whole: the wheel has everything the program reads, and runs from an empty place."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = (
    "dxworkshop/_templates/dx-120.toml",
    "dxworkshop/_templates/quick-60.toml",
    "dxworkshop/_templates/layouts/kairan.md.j2",
    "dxworkshop/locale/ja/LC_MESSAGES/dxworkshop.mo",
    "dxworkshop/decks/vocabulary.toml",
    "dxworkshop/worked/midorino.toml",
    "dxworkshop/decks/lexicon.toml",
    "dxworkshop/render/html_style.css",
    "dxworkshop/tui/app.tcss",
    "dxworkshop/tui/screens/session.tcss",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it where nothing of the repository is."""
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    place = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(place)
    return place


@pytest.mark.parametrize("name", NEEDED)
def test_the_wheel_holds_what_the_program_reads(name: str, installed: Path) -> None:
    """Templates, compiled messages, decks, stories and styles are shipped inside the package."""
    assert (installed / name).stat().st_size > 0


def test_the_wheel_holds_nothing_but_the_program(installed: Path) -> None:
    """No tests, no sessions and no sources of messages lie about in site-packages."""
    assert {path.name.split("-")[0] for path in installed.iterdir()} == {"dxworkshop"}


def test_the_program_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    """Far from the repository it knows its templates, speaks Japanese and plays the worked workshop."""
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", "dxworkshop", "--lang", "ja", "--folder", str(tmp_path / "s")]
    listed = subprocess.run([*command, "template", "list"], cwd=tmp_path, env=env, check=True, capture_output=True)
    assert "dx-120" in listed.stdout.decode()
    played = subprocess.run([*command, "demo", "midorino"], cwd=tmp_path, env=env, check=True, capture_output=True)
    assert "ラスボス" in played.stdout.decode()
    where = [sys.executable, "-P", "-c", "import dxworkshop; print(dxworkshop.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=env, check=True, capture_output=True).stdout.decode()
    assert found.startswith(str(installed))
