"""The power goes behind every operation; all that a disk may make of what it was not made to keep is opened."""

import pytest

from tests.fault.fresh import reported
from tests.fault.recorder import MOST
from tests.fault.scale import full

MODELS = ("weak", "ordered")
SOME = "150"
"""States of each model that are drawn by lot every day."""


@pytest.mark.parametrize("model", MODELS)
def test_every_state_a_power_cut_may_leave_holds_all_that_was_confirmed(model: str) -> None:
    """The file is whole, and what was called saved is in it or recovered."""
    report = reported("crash", model, "none", "all" if full() else SOME)
    assert report.figures["points"] > 50
    assert report.figures["open"] <= MOST, "of so many open operations not every choice is made"
    assert report.runs > 250 if full() else report.runs == int(SOME)
    assert report.bad == []


@pytest.mark.parametrize("broken", ["no_fsync", "no_folder_fsync", "journal_dropped_early"])
def test_the_harness_sees_a_store_that_does_not_wait(broken: str) -> None:
    """It has lost something it called saved in some of the states."""
    report = reported("crash", "weak", broken, SOME)
    assert any("were called saved" in sentence for sentence in report.bad)


def test_the_harness_sees_a_store_that_writes_in_place() -> None:
    """Half a file stands there in some of the states."""
    report = reported("crash", "weak", "write_in_place", SOME)
    assert any("neither the old nor the new" in sentence for sentence in report.bad)
