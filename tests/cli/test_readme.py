"""What the README and the packaging promise is so."""

import shlex
import tomllib
from pathlib import Path

import pytest

from dxworkshop.__main__ import main

ROOT = Path(__file__).parents[2]


def commands() -> list[str]:
    """Return the lines of the README's block of commands, as they stand there."""
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("### From the command line")[1]
    lines = block.split("###")[0].splitlines()
    return [line.strip() for line in lines if line.startswith("    dxworkshop ")]


def test_the_commands_of_the_readme_work_as_they_stand(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever copies them, in this order, gets a plan."""
    (Path.cwd() / "sessions").mkdir()
    lines = commands()
    assert len(lines) >= 6
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, (line, capfd.readouterr().err)
    plan = Path("plan.md").read_text(encoding="utf-8")
    for words in ("Redraw the floor plan", "Tanaka (IT section)", "Waiting time"):
        assert words in plan


def test_the_readme_begins_with_what_it_is_and_how_to_start() -> None:
    """The first screen has the three commands and the way for Windows; the keys come next, in Japanese."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first = "\n".join(text.splitlines()[:30])
    for words in ("make demo", "make run", "make test", "py -m venv"):
        assert words in first
    japanese = text.split("## In English")[0]
    keys = ("PgDn", "Tab", "F2", "F3", "F4", "F6", "F7", "F8", "F9", "F10", "Ctrl+P", "F1", "Ctrl+O", "Ctrl+Q")
    for key in keys:
        assert key in japanese


def test_a_source_package_can_be_tested() -> None:
    """All that `make test` touches is in it, and only a Typer that has what we import is let in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {"tools", "tests", "benchmarks", "docs", "Makefile"} <= set(included)
    assert all((ROOT / name).exists() for name in included)
    assert "typer>=0.28,<0.29" in project["project"]["dependencies"]
