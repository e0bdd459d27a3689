"""Keeps the machine out: a clean home, a fixed language, a fixed clock and the same new ids every time."""

import os
import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from dxworkshop import calendar, i18n, ident

set_hypothesis_home_dir(Path(__file__).parent.parent / ".hypothesis")
settings.register_profile(
    "dxworkshop",
    deadline=None,
    derandomize="CI" in os.environ,
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dxworkshop")

NOW = datetime(2026, 12, 10, 13, 30, tzinfo=timezone(timedelta(hours=9)))
"""What the clock of every test says: two weeks after the worked workshop."""
FOREIGN = (
    *("DXWORKSHOP_FOLDER", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "PYTHONIOENCODING"),
    *("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"),
)
"""What a machine may have set and no test may see."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of the screens be drawn anew."""
    parser.addoption("--write-pictures", action="store_true", help="draw the pictures of the screens anew")


@pytest.fixture(autouse=True)
def clean_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give every test a home, settings and a memory of its own, none of which exists yet, and English."""
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("DXWORKSHOP_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("DXWORKSHOP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DXWORKSHOP_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock of the program, and return the time it says."""
    monkeypatch.setattr(calendar, "now", lambda: NOW)
    return NOW


@pytest.fixture(autouse=True)
def ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new ids come in the same order in every run."""
    source = random.Random(0)  # noqa: S311 - nothing secret: the same ids every time are wanted
    monkeypatch.setattr(ident, "new_id", lambda: "".join(source.choices(ident._ALPHABET, k=ident.LENGTH)))
