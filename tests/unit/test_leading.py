"""When the clock starts by itself: where a workshop is led, never where a plan is read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dxworkshop import calendar
from dxworkshop.model.changes import Add
from dxworkshop.model.session import Action
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document

Wait = Callable[[float], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch, clock: datetime) -> Wait:
    """Return a way to let hours pass."""
    now = [clock]
    monkeypatch.setattr(calendar, "now", lambda: now[0])

    def pass_by(hours: float) -> None:
        now[0] += timedelta(hours=hours)

    return pass_by


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a new session of two meetings."""
    return Library(tmp_path).new("二回", "dx-2x120").path


def opened(path: Path) -> Facilitation:
    """Open a session as the screens do."""
    led = Facilitation(document.load(path))
    led.begin()
    return led


def closed(led: Facilitation) -> None:
    """Close a session as the screens do."""
    led.end()
    led.save()


def runs(led: Facilitation) -> bool:
    """Tell whether the clock runs."""
    return led.session.clock.since is not None


def steps(led: Facilitation) -> list[str]:
    """Return the ids of the steps."""
    return [id_ for id_, _ in led.session.workshop.in_order()]


def test_one_made_the_day_before_starts_when_it_is_opened(path: Path, wait: Wait) -> None:
    """Also where it was made by a command, and never opened."""
    wait(20)
    assert runs(opened(path))


def test_one_that_was_only_looked_through_starts_at_zero(path: Path, wait: Wait) -> None:
    """Seconds on each step the day before are no workshop."""
    led = opened(path)
    for step in steps(led)[1:]:
        wait(3 / 3600)
        led.go(step)
    closed(led)
    wait(20)
    led = opened(path)
    assert runs(led)
    assert led.session.clock.steps == {}


def test_the_second_meeting_goes_on_and_keeps_the_times_of_the_first(path: Path, wait: Wait) -> None:
    """Two weeks later the clock starts with the opening; what the first meeting took stays."""
    led = opened(path)
    for step in steps(led)[1:8]:
        wait(0.3)
        led.go(step)
    closed(led)
    before = dict(led.session.clock.steps)
    wait(24 * 14)
    led = opened(path)
    assert runs(led)
    assert {id_: led.session.clock.steps[id_] for id_ in before} == before


def test_a_plan_of_another_day_is_read(path: Path, wait: Wait) -> None:
    """Neither opening nor paging starts its clock; whoever wants it presses its key, and then it goes on."""
    led = opened(path)
    wait(1)
    led.do(Add("action", "agreed", Action(title="並べる")))
    closed(led)
    wait(24 * 30)
    led = opened(path)
    led.go("party")
    assert not runs(led)
    led.pause()
    led.go("boss")
    assert runs(led)


def test_a_clock_that_somebody_stopped_stays_stopped(path: Path, wait: Wait) -> None:
    """The next step does not start it again behind their back."""
    led = opened(path)
    led.pause()
    led.go("vision")
    assert not runs(led)


def test_a_second_look_leaves_a_running_clock_alone(path: Path, wait: Wait) -> None:
    """Whoever opens the session in another window and closes it again does not stop the workshop."""
    led = opened(path)
    led.save()
    wait(0.1)
    before = path.read_bytes()
    closed(opened(path))
    assert path.read_bytes() == before
    led.go("vision")
    closed(led)
    assert not runs(led)
