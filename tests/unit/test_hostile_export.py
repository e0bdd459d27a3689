"""Two thousand hostile texts come out of every format as text."""

import csv
import io
import json
import random
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import icalendar
import pytest
from markdown_it import MarkdownIt

from dxworkshop.i18n import Voice
from dxworkshop.render import FORMATS, markdown
from dxworkshop.render.table import armed, cell
from dxworkshop.render.visible import block, lines, one_line
from dxworkshop.report import build
from dxworkshop.report.view import (
    Appointment,
    Bullets,
    Cloud,
    Fields,
    Head,
    Meter,
    Paragraph,
    Picture,
    Report,
    Section,
    Sheet,
    Table,
    Task,
    Tasks,
    Word,
)
from tests.formula import is_formula
from tests.sample import TODAY, sample_session
from tests.telling import texts

TEXTS, SESSIONS = 2_000, 40
EACH = TEXTS // SESSIONS
# fmt: off
PIECES = (
    *("# ", "**b**", "_i_", "`c`", "[a](http://b.jp)", "![x](y)"),
    *("- [x] ", "> ", "| a | b |", "|---|", "~~~", "---"),
    *("```\n", "1. ", "\\", "&lt;", "&#42;", "[^1]", "$x$", "www.a.jp", "a@b.jp", "//", "<http://x>"),
    *("<b>", "</p>", "<script>alert(1)</script>", "<!--", "-->"),
    *("<![CDATA[", "]]>", "<img src=x onerror=y>", "\"'>"),
    *("</style>", "</svg>", "<svg onload=1>", "javascript:x", "&quot;", "&", "<", ">"),
    *("=1+1", "+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "＝1", "\t=1"),
    *("\r=1", "\ufeff=1", "'=1", '"', '""', ",", ";"),
    *("BEGIN:VEVENT", "\r\nEND:VEVENT\r\n", "\nBEGIN:VALARM"),
    *("\r\n DTSTART:1", "\\n", "\\N", "\\,", "\\;", ":", "^n"),
    *("{{ x }}", "{% for x in y %}", "{{ self.__init__ }}", "{# #}"),
    *("{boss}", "{0}", "{", "}", "%s", "%(x)s", "${x}"),
    *("\x1b[31m", "\x1b]8;;http://x\x07", "\x1b]52;c;eA==\x07", "\x9b1m"),
    *("\x07", "\x08", "\x7f", "\x00", "\x1c"),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\ufeff", "\ud800", "\udfff", "\ufffe", "\uffff"),
    *("\n", "\r", "\r\n", "\t", "\v", "\f", "\x85", "\u2028", "\u2029", " ", "\u3000", "\xa0", "\n\n"),
    *("x" * 120, "字" * 90, "、" * 50, "か゚", "👩‍💻", "🇯🇵", "𠮷", "①㈱髙﨑", "〜", "e\u0301", "漢\U000e0100"),
    *("[a]\nb = 1", '"""', "'''", "a.b = {", "#", "窓口の待ち時間", "転入", "2027-03-31", "1,200", "%"),
)
# fmt: on


def hostile(source: random.Random) -> str:
    """Return one text of pieces that mean something somewhere."""
    return "".join(source.choice(PIECES) for _ in range(source.randint(1, 6)))


SOURCE = random.Random(5)  # noqa: S311 - nothing secret: the same texts every time are wanted
ALL = [hostile(SOURCE) for _ in range(TEXTS)]
HANDFULS = [ALL[n : n + EACH] for n in range(0, TEXTS, EACH)]
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"h1", "h2", "h3", "p", "li", "td", "th", "dt", "dd", "summary", "caption", "title", "text", "style"}


def session_report(words: list[str]) -> Report:
    """Return the plan of a session into which the words were typed, one after the other."""
    left = iter(words * 3)
    return build(sample_session(lambda _: next(left)), voice=Voice("ja"), today=TODAY)


def bare_report(words: list[str]) -> Report:
    """Return a report that holds each of the words in every place there is for text."""
    pairs = tuple((one, one) for one in words)
    table = Table(("a", "b"), pairs, ("left", "right"))
    tasks = tuple(Task(f"t{n}", False, one, one, Fields(((one, one),)), "7c21b0e4") for n, one in enumerate(words))
    cloud = Picture("p", words[1], words[2], Cloud(tuple(Word(one, n + 1) for n, one in enumerate(words))), table)
    more = tuple(Section("s", one, (Paragraph(one), Bullets((one,)), Meter(one, 50))) for one in words)
    return Report(
        "ja",
        words[0],
        (Fields(pairs),),
        (*more, Section("s", "h", (table, Tasks(tasks), cloud))),
        name=words[3],
        organisation=words[4],
        head=Head(pairs[:5], tuple(words[:5])),
        footer=tuple(words[:9]),
        sheet=Sheet(("a", "b"), ("A", "B"), pairs),
        appointments=tuple(Appointment(f"{one}@s", date(2027, 1, 1), one, one) for one in words),
    )


def squeezed(text: str) -> str:
    """Return a text without blanks, the ends of lines included."""
    return re.sub(r"\s", "", text)


def in_markdown(text: str, report: Report) -> None:
    """Assert that a reader of Markdown sees each text, and nothing but texts."""
    tokens = [child for token in MARKDOWN.parse(text) for child in [token, *(token.children or [])]]
    assert not {t.type for t in tokens} & {"html_block", "html_inline", "link_open", "image", "em_open", "s_open"}
    assert not {t.type for t in tokens} & {"fence", "code_block", "blockquote_open", "ordered_list_open"}
    inline = [t.children or [] for t in tokens if t.type == "inline"]
    read = {"".join("\n" if c.type == "hardbreak" else c.content for c in run) for run in inline}
    joined = "\x00".join(read)
    for one in typed(report):
        assert one_line(one) in read or "\n".join(lines(one)) in joined or one_line(one) in joined


class Reader(HTMLParser):
    """Gathers the text of a page, and what of it could act."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; no attribute runs a program."""
        self.tags.add(tag)
        self.within = tag
        assert not [key for key, value in attrs if key.startswith("on") or "javascript:" in (value or "")[:11]]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self.within not in ("style", "script"):
            self.words.append(data)


def in_html(text: str, report: Report) -> None:
    """Assert that a page shows each text as text."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.tags & {"img", "iframe", "object", "embed", "form", "b"}
    seen = squeezed("".join(reader.words))
    for one in typed(report):
        assert all(squeezed(line) in seen for line in lines(one))


def in_text(text: str, report: Report) -> None:
    """Assert that each text stands there, wherever its lines end."""
    seen = squeezed(text)
    for one in typed(report):
        assert squeezed(one_line(one)) in seen or all(squeezed(line) in seen for line in lines(one))


def _cells(shown: Callable[[str], str], delimiter: str) -> Callable[[str, Report], None]:
    def check(text: str, report: Report) -> None:
        read = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter))
        wanted = [list(row) for row in (report.sheet.head, *report.sheet.rows)] if report.sheet.head else []
        assert [[armed(one) for one in row] for row in read] == [[shown(one) for one in row] for row in wanted]
        assert not [one for row in read for one in row if is_formula(one)]

    return check


def in_calendar(text: str, report: Report) -> None:
    """Assert that each text is one property of one entry."""
    root = icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))
    name = str(root["x-wr-calname"])  # not in the RFC, so the reader leaves it escaped
    assert re.sub(r"\\([\\;,])", r"\1", name) == one_line(report.title)
    entries = root.walk("VEVENT")
    read = [(str(one["uid"]), str(one["summary"]), str(one.get("description", ""))) for one in entries]
    assert read == [(one_line(a.uid), one_line(a.title), block(a.text)) for a in report.appointments]


def in_json(text: str, report: Report) -> None:
    """Assert that each text is a string, letter for letter; two halves of a surrogate pair become one."""
    found: list[str] = []

    def gather(value: object) -> None:
        found.extend([value] if isinstance(value, str) else ())
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            gather(one)

    gather(json.loads(text))
    assert set(map(_paired, typed(report))) <= set(found)


def _paired(text: str) -> str:
    return re.sub(
        "[\ud800-\udbff][\udc00-\udfff]", lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
    )


def typed(report: Report) -> set[str]:
    """Return the hostile texts that stand in a report as they were typed."""
    return {one for one in texts(report) if one in KNOWN and not one.isspace() and lines(one)}


KNOWN = set(ALL)
CHECKS: dict[str, Callable[[str, Report], None]] = {
    "md": in_markdown,
    "html": in_html,
    "txt": in_text,
    "csv": _cells(cell, ","),
    "tsv": _cells(one_line, "\t"),
    "ics": in_calendar,
    "json": in_json,
}


def assert_clean(text: str) -> None:
    """Assert that nothing in a file acts on a screen: no control but LF, nothing that turns the direction."""
    bad = {c for c in set(text) if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"}
    assert not bad | (set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"))


def assert_text(name: str, report: Report) -> None:
    """Assert that all that was typed comes out of a format as text."""
    text = FORMATS[name].render(report)
    assert_clean(text)
    CHECKS[name](text, report)


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_becomes_anything_else_in_any_place(name: str) -> None:
    """Each of two thousand texts stands in every kind of place of a report, and is text there."""
    for words in HANDFULS:
        report = bare_report(words)
        assert len(typed(report)) > EACH * 0.7
        assert_text(name, report)


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_typed_into_a_session_becomes_anything_else(name: str, plans: list[Report]) -> None:
    """The same texts, typed into forty workshops, come out of their plans as text."""
    for report in plans:
        assert_text(name, report)


@pytest.fixture(scope="module")
def plans() -> list[Report]:
    """Return the plans of sessions into which all of the texts were typed."""
    return [session_report(words) for words in HANDFULS]


def test_every_format_has_a_check() -> None:
    """A new format is read back here too."""
    assert set(CHECKS) >= set(FORMATS)


def test_every_text_reaches_a_plan(plans: list[Report]) -> None:
    """Most of what was typed stands in the plans as it was; a guard over nothing guards nothing."""
    assert sum(len(typed(report)) for report in plans) > TEXTS * 0.4


def test_the_guard_falls_without_escaping(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is worse than none."""
    monkeypatch.setattr(markdown, "escape", str)
    with pytest.raises(AssertionError):
        test_no_text_becomes_anything_else_in_any_place("md")
