"""One browser for all pages."""

from collections.abc import Iterator

import pytest

from tests.page.browser import Browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start Chromium once."""
    started = Browser(tmp_path_factory.mktemp("browser"))
    yield started
    started.close()
