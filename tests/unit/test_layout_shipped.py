"""The layouts that come with the program: they suit every document, and read as an office would write them."""

from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from dxworkshop.i18n import LANGUAGES, Language, Voice
from dxworkshop.offer import AUDIENCES, DocumentName
from dxworkshop.render import layout
from dxworkshop.render.layout import known, rendered
from dxworkshop.report import DOCUMENTS, build
from dxworkshop.report.view import Report
from dxworkshop.store import document
from tests.layouts import here
from tests.sample import TODAY, empty_session, sample_session

ROOT = Path(__file__).parents[2]
SESSIONS = [document.load(path).session for path in sorted((ROOT / "sessions").glob("*.toml"))]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch)


def _kairan(report: Report) -> str:
    return rendered("kairan", report)


@pytest.mark.parametrize("name", known())
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_layout_suits_every_document(name: str, language: Language, what: DocumentName) -> None:
    """For every audience, of every worked session, of one in which everything occurs, and of an empty one."""
    for session in (*SESSIONS, sample_session(), empty_session()):
        for audience in AUDIENCES:
            voice = Voice(language, "plain")
            report = build(session, voice=voice, today=TODAY, document=what, audience=audience)
            told = rendered(name, report)
            assert report.title in told.replace("\\", "")
            assert "{" not in told
            assert "None" not in told
            assert "\n\n\n" not in told


def test_the_page_to_be_passed_round_has_decisions_and_dates() -> None:
    """One heading, two parts; the table has a row for every action that is ahead, the earliest first."""
    report = build(sample_session(), voice=Voice("ja", "plain"), today=TODAY)
    tokens = MarkdownIt("commonmark").enable("table").parse(_kairan(report))
    headings = [after.content for one, after in pairwise(tokens) if one.type == "heading_open"]
    assert headings == ["【回覧】窓口の待ち時間を半分にする", "決まったこと", "期限"]
    assert sum(token.type == "tr_open" for token in tokens) == 2 + 1 + 3
    assert sum(token.type == "list_item_open" for token in tokens if token.level == 1) >= 4
    cells = [after.content for one, after in pairwise(tokens) if one.type == "td_open"]
    assert cells[:3] == ["&nbsp;"] * 3, "room for three stamps"
    assert cells[3] == "令8.12.4(過ぎています)"
    assert cells[11] == "未定"


def test_what_people_typed_stays_text_in_the_page_to_be_passed_round() -> None:
    """Tables, links and HTML that somebody typed are text."""
    hostile = sample_session(lambda text: f"| <b>{text}</b> [a](b) {{{{ 7*7 }}}} # \n- c")
    report = build(hostile, voice=Voice("ja", "plain"), today=TODAY)
    tokens = MarkdownIt("commonmark").enable("table").parse(_kairan(report))
    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "text_special"}
    assert sum(token.type == "td_open" for token in tokens) == 3 + 4 * 3
    assert any("{{ 7*7 }}" in child.content for child in inside)


def test_every_layout_says_how_it_is_used() -> None:
    """The first line names the version; a comment tells how to call it."""
    for name, path in known().items():
        text = layout.read(path)
        assert text.startswith("{# dxworkshop layout 1 #}\n{#\n")
        assert f"--layout {name}" in text
        assert "docs/layouts.md" in text
