"""Pages in a real browser: they ask for nothing, everybody can use them, and paper cuts nothing of them."""

import json
import re
import socket
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import DocumentName
from dxworkshop.render import html
from dxworkshop.report import build
from dxworkshop.report.view import Report
from dxworkshop.store import document
from tests.page.browser import ROOT, Browser, axe
from tests.page.made import drawn, everything, paper
from tests.page.printed import Word, printed
from tests.sample import TODAY, sample_session

pytestmark = pytest.mark.xdist_group("browser")
"""One process has the browser."""
WORKED = ROOT / "sessions" / "道路と公園の通報を、直るまで見えるようにする.toml"
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What darkness can change."""
POINT = 72 / 25.4
"""A millimetre, in points."""


def _worked() -> Session:
    return document.load(WORKED).session


def _told(session: Callable[[], Session], name: DocumentName, voice: Voice) -> Callable[[], Report]:
    today = date(2026, 11, 25) if session is _worked else TODAY
    return lambda: build(session(), voice=voice, today=today, document=name)


REPORTS: dict[str, Callable[[], Report]] = {
    **{f"{name}-ja": _told(_worked, name, Voice("ja", "plain")) for name in get_args(DocumentName)},
    "plan-en": _told(sample_session, "plan", Voice("en", "plain")),
    "paper": paper,
    "everything": everything,
    "pictures": drawn,
    "long-words": lambda: everything("https://a.example.lg.jp" + "/somewhere" * 12),
}
"""Every document of a worked workshop, the plan of a session that has everything, and difficult pages."""
EVERY = pytest.mark.parametrize("name", REPORTS)


def _page(name: str, place: Path) -> Path:
    path = place / f"{name}.html"
    path.write_text(html.render(REPORTS[name]()), encoding="utf-8")
    return path


@EVERY
def test_everybody_can_use_it_on_a_bright_and_on_a_dark_screen(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    """axe-core finds nothing wrong at level AA; and the page asks for no file but itself, nor tries to."""
    path = _page(name, tmp_path)
    browser.open(path)
    browser.run(axe())
    backs = set()
    for scheme, wanted in (("light", RULES), ("dark", COLOURS)):
        browser.prefer(scheme)
        options = json.dumps({"runOnly": wanted, "resultTypes": ["violations"]})
        told = json.loads(browser.run(f"axe.run(document, {options}).then(found => JSON.stringify(found))"))
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in told["violations"]] == []
        assert "color-contrast" in {one["id"] for one in told["passes"]}
        backs.add(browser.run("getComputedStyle(document.body).backgroundColor"))
    assert len(backs) == 2
    assert browser.requests() == [path.as_uri()]
    assert browser.complaints() == []


def test_what_is_smuggled_in_is_not_asked_for(browser: Browser, tmp_path: Path) -> None:
    """The policy of a page stops a picture from elsewhere, and our watch sees the attempt; else it is sent."""
    path = _page("everything", tmp_path)
    whole = path.read_text(encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as ear:
        ear.settimeout(10)
        address = f"http://127.0.0.1:{ear.getsockname()[1]}/a.png"
        smuggled = whole.replace("<main>", f'<main><img alt="" src="{address}">')
        path.write_text(smuggled, encoding="utf-8")
        browser.open(path)
        assert browser.requests() == [path.as_uri(), address]
        assert len(browser.complaints()) == 1
        path.write_text(re.sub("<meta http-equiv[^>]*>", "", smuggled).replace("a.png", "b.png"), encoding="utf-8")
        asking = threading.Thread(target=browser.open, args=(path,))
        asking.start()
        with ear.accept()[0] as heard:
            assert heard.recv(99).startswith(b"GET /b.png ")
        asking.join()


@EVERY
def test_it_fits_a_phone_and_a_page_that_is_magnified(name: str, browser: Browser, tmp_path: Path) -> None:
    """At 320 pixels, which is 1280 at 400 %, nothing has to be scrolled sideways but tables by themselves."""
    browser.open(_page(name, tmp_path), width=320)
    assert browser.run("document.scrollingElement.scrollHeight") > 500
    wide, room = browser.run("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
    assert wide <= room <= 320


@EVERY
def test_paper_cuts_no_table(name: str, browser: Browser, tmp_path: Path) -> None:
    """On A4 every cell is there, inside the margins; no row is split, and no heading parts from its text."""
    found = printed(browser, _page(name, tmp_path), tmp_path)
    assert min(word.inside for word in found.words) > 5 * POINT
    rows, headings = found.sheets("r"), found.sheets("h")
    assert set(rows) == set(range(1, found.rows + 1))
    assert sum(map(len, rows.values())) == found.marks
    assert [row for row, sheets in rows.items() if len(set(sheets)) != 1] == []
    assert set(headings) == set(range(1, found.headings + 1))
    assert [number for number, sheets in headings.items() if len(sheets) != 2 or len(set(sheets)) != 1] == []


def test_a_head_is_repeated_on_every_sheet(browser: Browser, tmp_path: Path) -> None:
    """A table longer than a sheet says on each of them what its columns are; wide ones are laid across."""
    found = printed(browser, _page("paper", tmp_path), tmp_path)
    sheets = sorted({word.sheet for word in found.words})
    heads = [word.sheet for word in found.words if word.text == "関係課"]
    assert len(heads) == len(set(heads)) >= 5
    assert [f"{n} / {len(sheets)}" for n in sheets] == [_at_foot(found.words, n) for n in sheets]


def _at_foot(words: list[Word], sheet: int) -> str:
    """Return the last three words of a sheet."""
    return " ".join([word.text for word in words if word.sheet == sheet][-3:])
