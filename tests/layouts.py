"""Running layouts: in a process of their own as always, or here, where a test has many of them."""

import io
import json
from functools import cache
from pathlib import Path

import pytest

from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.render import layout, layout_worker
from dxworkshop.render.layout import USUAL, Limits, laid_out
from dxworkshop.report import build
from dxworkshop.report.view import Report
from tests.sample import TODAY, sample_session

MARKDOWN = Path("mine.md.j2")
PAGE = Path("mine.html.j2")


@cache
def report() -> Report:
    """Return a plan in which everything occurs."""
    return build(sample_session(), voice=Voice("en", "plain"), today=TODAY)


def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let layouts run in this process, without the limits that only a process of their own can have."""

    def run(work: bytes, limits: Limits) -> bytes:
        out = io.BytesIO()
        layout_worker.answer(json.loads(work), out)
        return out.getvalue()

    monkeypatch.setattr(layout, "_run", run)


def made(text: str, path: Path = MARKDOWN, limits: Limits = USUAL) -> str:
    """Return what a layout makes of the plan."""
    return laid_out(text, path, report(), limits)


def refused(text: str, path: Path = MARKDOWN, limits: Limits = USUAL) -> str:
    """Return why a layout is refused, with its place."""
    with pytest.raises(DocumentError) as error:
        made(text, path, limits)
    assert error.value.place.source == text.split("\n")[error.value.place.line - 1]
    return str(error.value)
