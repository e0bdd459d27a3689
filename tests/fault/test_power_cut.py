"""The power is cut on real file systems; in the full column only, and where there is root and a loop device."""

import pytest

from tests.fault.fresh import reported

CUTS = "100"
SOME = "20"


@pytest.mark.parametrize("kind", ["ext4", "xfs"])
def test_a_power_cut_takes_nothing_that_was_confirmed(kind: str) -> None:
    """Nor does it leave half a file; confirmations behind the cut do not count."""
    report = reported("powercut", kind, "none", CUTS)
    assert report.runs == int(CUTS)
    assert report.figures["promises"] > 100
    assert report.bad == []


@pytest.mark.parametrize("kind", ["ext4", "xfs"])
def test_the_harness_sees_a_store_that_does_not_wait_for_the_disk(kind: str) -> None:
    """What it called saved is gone."""
    assert reported("powercut", kind, "no_fsync", SOME).figures["lost"] > 0


def test_the_harness_sees_a_store_that_writes_in_place() -> None:
    """It leaves a file that cannot be read."""
    assert reported("powercut", "ext4", "write_in_place", SOME).figures["unreadable"] > 0
