"""Times that were really used become the proposed minutes of the next workshop in the same folder."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.insight.schedule import MINUTE
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return the library of a folder that does not exist yet."""
    return Library(tmp_path / "sessions")


def lead(led: Facilitation, minutes: dict[str, float], monkeypatch: pytest.MonkeyPatch, start: datetime) -> None:
    """Lead a workshop from its first step to its last, each step taking some minutes; the rest as planned."""
    now = [start]
    monkeypatch.setattr(calendar, "now", lambda: now[0])
    led.begin()
    for id_, step in led.session.workshop.in_order():
        if id_ != led.step():
            led.go(id_)
        now[0] += timedelta(minutes=minutes.get(id_, step.minutes))
    led.end()
    led.save()


def proposed(led: Facilitation) -> dict[str, int]:
    """Return the minutes of each step."""
    return {id_: step.minutes for id_, step in led.session.workshop.in_order()}


def test_the_next_workshop_of_a_template_has_the_minutes_the_last_one_took(
    library: Library, monkeypatch: pytest.MonkeyPatch, clock: datetime
) -> None:
    """Step by step, rounded up to whole minutes, the sum with them; another template keeps its own."""
    first = library.new("一回目", "quick-60")
    planned = proposed(first)
    lead(first, {"vision": 16.2, "opening": 4}, monkeypatch, clock)
    second = library.new("二回目", "quick-60")
    assert proposed(second) == {**planned, "vision": 17, "opening": 4}
    assert second.session.workshop.minutes == sum(proposed(second).values())
    assert document.check(second.path) == []
    assert library.new("他", "dx-120").session.workshop.minutes == 120
    assert proposed(library.new("ひな形", "quick-60", times="template")) == planned


def test_what_nobody_led_and_what_was_strange_proposes_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch, clock: datetime
) -> None:
    """A clock forgotten over lunch or a step passed in seconds says nothing; nor does a session only looked at."""
    first = library.new("一回目", "quick-60")
    planned = proposed(first)
    lead(first, {"vision": 100, "boss": 0.2}, monkeypatch, clock)
    assert proposed(library.new("二回目", "quick-60")) == planned
    looked_at = library.new("見ただけ", "quick-60", created=clock + timedelta(days=1))
    looked_at.begin()
    looked_at.end()
    looked_at.save()
    assert library.last_run("quick-60") == document.load(first.path).session


def test_the_newest_run_counts_and_a_broken_file_is_passed_over(
    library: Library, monkeypatch: pytest.MonkeyPatch, clock: datetime
) -> None:
    """Of two runs the later one is followed; a file that cannot be read keeps nobody from beginning."""
    for day, minutes in ((0, 11), (7, 13)):
        led = library.new(f"{day}", "quick-60", created=clock + timedelta(days=day), times="template")
        lead(led, {"vision": minutes}, monkeypatch, clock + timedelta(days=day))
    (library.folder / "broken.toml").write_text("[clock.steps", encoding="utf-8")
    assert proposed(library.new("次", "quick-60"))["vision"] == 13


def test_a_clock_says_how_long_each_step_took(
    library: Library, monkeypatch: pytest.MonkeyPatch, clock: datetime
) -> None:
    """The file holds the seconds of every step, and nothing runs after the end."""
    led = library.new("一回目", "quick-60")
    lead(led, {"opening": 2.5}, monkeypatch, clock)
    kept = document.load(led.path).session.clock
    assert kept.since is None
    assert kept.steps["opening"].used == 2.5 * MINUTE
    assert set(kept.steps) == set(proposed(led))
