"""A page is one file that holds everything, points nowhere, and shows what people typed as text."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.i18n import Voice
from dxworkshop.offer import DocumentName
from dxworkshop.render import html
from dxworkshop.render.html_column import set_columns
from dxworkshop.render.html_text import quoted
from dxworkshop.render.visible import lines, one_line
from dxworkshop.report import DOCUMENTS, build
from dxworkshop.report.view import Align, Paragraph, Picture, Report, Section, Table
from tests.page.made import drawn, everything, long_table, paper
from tests.sample import TODAY, sample_session
from tests.telling import texts

VOID = {"meta", "link", "br"}
ALONE = {"rect", "circle", "path", "line", "text"}
"""Signs of a picture that hold nothing."""
HARMLESS = "QWX"
NASTY = [
    *("<b>x</b>", "<script>alert(1)</script>", "</style><script>alert(1)</script>", "<!-- c", "--> -->", "]]>"),
    *('"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "</title></head>", "<svg onload=alert(1)>"),
    *("&lt;", "&amp;amp;", "&#60;script&#62;", "&", "a<b>c", "{{x}}", "{0}", "%s", "${x}", "</td></tr></table>"),
    *("javascript:alert(1)", "http://example.com", "a\nb", "a\r\nb\u2028c", "\x1b[31mred", "a\x00b", "\u202eabc"),
    *("\ud800", "\\", '\\"', "*/ }", "\u3000全角", "👩\u200d💻", "x" * 300),
]


class _Read(HTMLParser):
    """A page as its tags with their attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.styles = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag; a line that ends is a word."""
        assert len(dict(attrs)) == len(attrs)
        if tag == "br":
            self.words += " / "
            return
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only the signs of a picture hold nothing."""
        assert tag in ALONE
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Every tag is closed in its turn."""
        assert self.open.pop() == tag
        self.words += "\n"

    def handle_data(self, data: str) -> None:
        """Keep words and style apart."""
        if "style" in self.open:
            self.styles += data
        else:
            self.words += data

    def handle_comment(self, data: str) -> None:
        """Refuse comments."""
        raise AssertionError(data)

    def values(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [value or "" for _, attributes in self.tags for key, value in attributes.items() if key == name]


def _told(name: DocumentName) -> Report:
    return build(sample_session(), voice=Voice("ja", "plain"), today=TODAY, document=name)


REPORTS: dict[str, Report] = {
    **{str(name): _told(name) for name in DOCUMENTS},
    "made": everything(),
    "paper": paper(),
    "drawn": drawn(),
}
EVERY = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


@EVERY
def test_a_page_is_whole(report: Report) -> None:
    """It begins as HTML, says its language and its letters, closes what it opens, and is the same every time."""
    page = html.render(report)
    read = _Read(page)
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n')
    assert page.endswith("</html>\n")
    assert page == html.render(report)
    assert [tag for tag, _ in read.tags].count("h1") == 1
    assert "\r" not in page


@EVERY
def test_a_page_needs_nothing_but_itself(report: Report) -> None:
    """No script, no address, no picture from elsewhere; every link leads to a place in the page."""
    page = html.render(report)
    read = _Read(page)
    assert not {"script", "img", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in read.tags}
    assert [name for _, attributes in read.tags for name in attributes if name.startswith("on")] == []
    assert read.values("src") == []
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert {link for link in read.values("href") if link != "data:,"} <= {f"#{id_}" for id_ in ids}
    assert {word for label in read.values("aria-labelledby") for word in label.split()} <= set(ids)
    assert "://" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"url\(|@import|expression", read.styles)


@EVERY
def test_a_policy_forbids_to_load_anything(report: Report) -> None:
    """It stands before everything that could load."""
    tags = _Read(html.render(report)).tags
    policy = {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    }
    assert tags[3] == ("meta", policy)
    assert [tag for tag, _ in tags[:3]] == ["html", "head", "meta"]


@EVERY
def test_everything_that_is_told_stands_on_the_page(report: Report) -> None:
    """Every text of a report that is not data for programs: nothing is left out."""
    words = _Read(html.render(report)).words
    shown = replace(
        report, actions=(), sheet=type(report.sheet)((), (), ()), appointments=(), session="", language=""
    )
    blocks = [block for section in shown.sections for block in section.blocks]
    drawn_only = {text for block in blocks if isinstance(block, Picture) for text in texts(block.drawn)}
    hints = {"paragraph", "fields", "bullets", "table", "meter", "tasks", "picture", "left", "right"}
    kinds = {section.kind for section in shown.sections} | {"plan", "minutes", "brief", "handover", "internal"}
    checks = {task.check for block in blocks for task in getattr(block, "items", ()) if hasattr(task, "check")}
    names = {block.name for block in blocks if isinstance(block, Picture)}
    told = set(texts(shown)) - hints - kinds - checks - names - drawn_only
    assert len(told) > 3
    assert [text for text in told if one_line(text) not in words] == []


PLAIN = _Read(html.render(everything(HARMLESS)))


def assert_harmless(typed: str) -> None:
    """Assert that a text, in every place there is for one, changes nothing but the text itself."""
    read = _Read(html.render(everything(typed)))
    shown = one_line(typed)
    assert read.words == PLAIN.words.replace(HARMLESS, shown)
    assert len(read.tags) == len(PLAIN.tags)
    for (tag, found), (expected, wanted) in zip(read.tags, PLAIN.tags, strict=True):
        assert tag == expected
        assert _still(found) == {
            key: (text or "").replace(HARMLESS, shown) for key, text in _still(wanted).items()
        }
    assert re.sub('content: "[^"]*"', "", read.styles) == re.sub('content: "[^"]*"', "", PLAIN.styles)


def _still(attributes: dict[str, str | None]) -> dict[str, str | None]:
    """Return attributes without those that depend on how long a text is."""
    return {
        key: value
        for key, value in attributes.items()
        if key != "style" and value not in ("k", "r k", "r", "slim")
    }


@pytest.mark.parametrize("typed", NASTY, ids=map(ascii, NASTY))
def test_nothing_that_is_typed_is_markup(typed: str) -> None:
    """Tags, quotes, entities, ends of styles and comments, control characters: all of it is text."""
    assert_harmless(typed)


@given(st.text(min_size=1).filter(lambda text: lines(text) and HARMLESS not in text))
def test_no_text_at_all_is_markup(typed: str) -> None:
    """Whatever people type."""
    assert_harmless(typed)


@given(st.text(alphabet=st.sampled_from("<>&\"'/!-=ab\n\x00[]{}\\ ;#"), min_size=1).filter(lines))
def test_no_text_of_signs_is_markup(typed: str) -> None:
    """Texts made of what HTML is made of."""
    assert_harmless(typed)


@pytest.mark.parametrize("typed", NASTY, ids=map(ascii, NASTY))
def test_what_is_typed_is_text_in_pictures_too(typed: str) -> None:
    """A page with pictures has the same tags but those of lines of text, and no other attributes."""
    found, plain = _Read(html.render(drawn(typed))), _Read(html.render(drawn(HARMLESS)))
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in plain.tags}
    assert {key for _, some in found.tags for key in some} <= {key for _, some in plain.tags for key in some} | {
        "class"
    }
    assert one_line(typed) in found.words


@given(st.text())
def test_a_string_of_the_style_cannot_end_itself(typed: str) -> None:
    """The title at the foot of each sheet is written in numbers."""
    assert re.fullmatch(r'"(\\[0-9a-f]+ )*"', quoted(typed))


def test_a_box_says_in_words_whether_it_is_ticked() -> None:
    """What nobody is going to do has no box."""
    read = _Read(html.render(everything()))
    boxes = [a["aria-label"] for _, a in read.tags if str(a.get("class")).startswith("box")]
    assert boxes == [Voice("ja").tr("not done yet"), Voice("ja").tr("done")]


def test_wide_tables_are_laid_across_and_others_stay_upright() -> None:
    """Twenty columns need a sheet laid across; the seven of the plan do not; nor does a short one of many rows."""
    assert set_columns(long_table(2))[1]
    seven = Table(long_table(1).head[:7], tuple(row[:7] for row in long_table(2).rows), long_table(1).align[:7])
    assert not set_columns(seven)[1]
    assert html.render(paper()).count('class="grid scroll across"') == 1


def test_a_date_is_never_broken_and_a_figure_stands_at_the_right() -> None:
    """Whatever else the table holds, its short cells stand on one line."""
    table = Table(
        ("期限", "数", "取組"), (("令和9年3月31日", "12", "長い文です。" * 50),), ("left", "right", "left")
    )
    page = html.render(replace(everything(), sections=(Section("actions", "一覧", (table,)),)))
    assert '<th scope="row" class="k">令和9年3月31日</th><td class="r k">12</td><td>長い' in page


@pytest.mark.parametrize("columns", [0, 1, 40, 200])
def test_a_table_of_any_number_of_columns_can_be_set(columns: int) -> None:
    """None, one, and far too many."""
    row = tuple(f"{n}番目の欄です" for n in range(columns))
    align: tuple[Align, ...] = tuple("left" for _ in row)
    found, _ = set_columns(Table(row, (row,), align))
    assert len(found) == columns
    assert sum(column.width for column in found) <= 104


def test_only_long_documents_list_what_they_hold() -> None:
    """Six sections do, one does not."""
    short = replace(everything(), sections=(Section("about", "一つ", (Paragraph("x"),)),))
    assert "<nav" not in html.render(short)
    assert html.render(replace(short, sections=short.sections * 6)).count('<li><a href="#part-') == 6
