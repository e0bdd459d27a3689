"""The workers' nursery, one for all harnesses."""

from collections.abc import Iterator

import pytest

from tests.fault.nursery import Nursery
from tests.fault.scale import full

collect_ignore = [] if full() else ["test_power_cut.py"]
"""The power is cut in the full column only."""


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Return where workers come from."""
    with Nursery() as found:
        yield found
