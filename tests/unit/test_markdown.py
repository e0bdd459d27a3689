"""What people typed can never become markup."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.render import FORMATS, markdown
from dxworkshop.render.visible import lines, one_line
from dxworkshop.report import build
from dxworkshop.report.view import (
    Bullets,
    Fields,
    Meter,
    Paragraph,
    Picture,
    Report,
    Section,
    Table,
    Task,
    Tasks,
)
from tests.sample import TODAY, sample_session
from tests.sample_plan import Word


def _parser() -> MarkdownIt:
    """Return CommonMark with what GFM and the previews of editors add: they link bare addresses too."""
    parser = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
    assert parser.linkify is not None
    # Without a scheme GFM links after www. alone; the parser would link anything.like.this.
    parser.linkify.set({"fuzzy_link": False})
    www = re.compile(r"[^\s.]+\.\S+")
    parser.linkify.add(
        "www.", {"validate": lambda _, text, at: len(found[0]) if (found := www.match(text, at)) else 0}
    )
    return parser


PARSER = _parser()
HARMLESS = "QWX"
INLINE = {"text", "strong_open", "strong_close", "code_inline", "hardbreak"}
"""The only inline tokens that a plan is made of."""

# fmt: off
NASTY = [
    *("# heading", "###### six", "#", "##", "C #", "C ##", "a #\\", "#no heading"),
    *("a\n===", "a\n---", "a\n-", "a\n=", "---", "***", "___"),
    *("- - -", "* * *", "=", "a\n--:", "a|b\n:-", "a|b\n-"),
    *("- item", "+ item", "* item", "-", "+", "1. one", "1) one"),
    *("123456789. x", "1.", "1)", "- [ ] task", "[x] done"),
    *("> quote", ">quote", "a\n> b", "|", "a|b", "a | b | c"),
    *("\\|", "\\\\|", "|---|", "| a |\n| --- |\n| b |"),
    *("`code`", "``", "`", "```\nfence", "~~~\nfence"),
    *("```", "~~gone~~", "~gone~", "10~15と3~4", "a`|`b"),
    *("*it*", "**bo**", "_it_", "__bo__", "a_b_c", "*", "**"),
    *("_", "(__a__b", "***x***", "**「窓口」**は", "3 * 4 * 5"),
    *("[a](b)", "[a]", "[a]: http://example.com", "[a][b]"),
    *("![a](b)", "[^1]", "[^1]: note", "]", "[", "[[w]]", "]("),
    *("<b>x</b>", "<script>alert(1)</script>", "<!-- c -->"),
    *("<!--", "-->", "<?php", "<![CDATA[", "</p>", "<", "a<b"),
    *("<http://example.com>", "<a@example.com>"),
    *("http://example.com", "www.example.com", "a@example.com"),
    *("https://a.jp/b", "HTTPS://A.JP", "ftp://a.jp", "//a.jp", "mailto:a@b.jp", "窓口https://a.jp/です"),
    *("WWW.A.JP", "(www.a.jp)", "連絡先:tanaka.t+dx@city.midorino.lg.jp まで", "a@b.jp,c@d.jp"),
    *("&amp;", "&lt;b&gt;", "&#42;x&#42;", "&#x2a;", "&", "A & B", "&copy", "&nbsp;"),
    *("\\", "a\\", "\\\\", "\\*", "C:\\temp\\新しい", "a\\\nb"),
    *("a\nb", "a\n\n\nb", "a  \nb", "\na\n", "a\r\nb\rc"),
    *("\tcode", "    code", "a\n    code", "a\n\tcode", "\u3000全角", "a\tb", "  a  ", "\xa0a\xa0"),
    *("\x1b[31mred", "\x00", "\x07", "a\x7fb", "a\x85b", "a\x9bb"),
    *("\u202eabc", "\u2066a\u2069", "a\u2028b\u2029c", "a\vb\fc"),
    *("{boss}", "{0}", "{", "}", "{{x}}", "%s", "%(x)s"),
    *("$x^2$", "$$", ":smile:", "@name", "#1", "a:-", ":-", ":--:"),
    *("①㈱髙﨑", "👩‍💻", "e\u0301", "\u200b", "\ufeff", "か゚"),
    *("𠮷野家", "~", "-5%", "2.5倍", "--option", "+81-3", "=1+1"),
]
# fmt: on


def rendered(word: Word) -> str:
    """Return the plan of the sample session with every typed text sent through `word`."""
    report = build(sample_session(word), voice=Voice("ja"), today=TODAY)
    return markdown.render(replace(report, sections=tuple(map(_without_words, report.sections))))


def _without_words(section: Section) -> Section:
    """Leave out the picture of the words that were used: it counts what was typed, and is not there without."""
    blocks = (
        block for block in section.blocks if not (isinstance(block, Picture) and block.drawn.chart == "cloud")
    )
    return replace(section, blocks=tuple(blocks))


def shape(text: str) -> list[tuple[str, str, str]]:
    """Return the tokens of a document: block tokens with their tags, inline ones with their text."""
    return [found for token in PARSER.parse(text) for found in _shape(token)]


def _shape(token: Token) -> Iterator[tuple[str, str, str]]:
    if token.type != "inline":
        yield token.type, token.tag, token.info + token.content
        return
    run = ""
    for child in token.children or []:
        assert child.type in INLINE, f"{child.type} in {token.content!r}"
        if child.type in ("text", "hardbreak"):
            run += child.content or " / "
            continue
        yield "text", "", run
        # What an action says goes into the digits behind its sign.
        yield child.type, child.tag, re.sub(r"(?<=[a-z0-9]{10})-[0-9a-f]{8}$", "", child.content)
        run = ""
    yield "text", "", run


def inline_text(text: str) -> str:
    """Return the text that a reader of a one-paragraph document sees."""
    tokens = [child for token in PARSER.parse(text) for child in token.children or []]
    return "".join("\n" if t.type == "hardbreak" else t.content for t in tokens)


HARMLESS_SHAPE = shape(rendered(lambda _: HARMLESS))


def assert_harmless(typed: str) -> None:
    """Assert that a text, typed into every field there is, changes nothing but the text itself."""
    text = rendered(lambda _: typed)
    shown = one_line(typed)
    assert shape(text) == [(kind, tag, words.replace(HARMLESS, shown)) for kind, tag, words in HARMLESS_SHAPE]
    assert_clean(text)


def assert_clean(text: str) -> None:
    """Assert what holds of every file: one line feed at the end, nothing invisible, no blanks at line ends."""
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text.encode("utf-8")
    for line in text.split("\n"):
        assert line == line.rstrip()
        assert not [c for c in line if unicodedata.category(c) == "Cc"]
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", line)


@pytest.mark.parametrize("typed", NASTY)
def test_nothing_typed_becomes_markup(typed: str) -> None:
    """A text that is markup elsewhere stands as itself in every field."""
    assert_harmless(typed)


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize("form", ["{}\nab", "ab\n{}", "ab {}", "{} ab", "{0}{0}", "ab\n{}\nab"])
def test_nothing_typed_becomes_markup_beside_other_text(typed: str, form: str) -> None:
    """A text that is markup elsewhere stands as itself beside other words and on a line of its own."""
    text = form.replace("{0}", "{}").replace("{}", typed)
    report = Report(
        "ja", text, (Paragraph(text), Fields(((text, text),))), (Section("about", text, _blocks(text)),)
    )
    plain = Report(
        "ja",
        HARMLESS,
        (Paragraph(HARMLESS), Fields(((HARMLESS, HARMLESS),))),
        (Section("about", HARMLESS, _blocks(HARMLESS)),),
    )
    expected = [(kind, tag, t.replace(HARMLESS, one_line(text))) for kind, tag, t in shape(markdown.render(plain))]
    assert shape(markdown.render(report)) == expected


def _blocks(text: str) -> tuple[Bullets | Table | Paragraph | Meter | Tasks, ...]:
    fields = Fields(((text, text),))
    return (
        Bullets((text, text)),
        Paragraph(text),
        Table((text, text), ((text, text),), ("left", "right")),
        Meter(text, 50),
        Tasks((Task("id", False, text, text, fields), Task("id", None, text, text, fields))),
    )


CARDS = {card.id for name in deck.DECKS for card in deck.deck(name)}


def _stands_as_typed(text: str) -> bool:
    """Tell text of one's own from blank text (told as undecided) and ids of cards (told as the card)."""
    return text.strip() != "" and text not in CARDS


typed_text = st.text().filter(_stands_as_typed)
marked_text = st.text(alphabet="#>-+=*_~`[]()!<>&;:|\\1. \n\tab{}$^@/", min_size=1).filter(_stands_as_typed)


@settings(max_examples=200, deadline=None)
@given(typed_text)
@example("\x1ca\u3000")
def test_no_text_at_all_becomes_markup(typed: str) -> None:
    """Whatever is typed leaves the structure of the plan as it is, and can be read in it."""
    assert_harmless(typed)


@settings(max_examples=200, deadline=None)
@given(marked_text)
def test_no_text_of_marks_becomes_markup(typed: str) -> None:
    """Random runs of the very characters that Markdown is made of do no harm either."""
    assert_harmless(typed)


@settings(max_examples=200, deadline=None)
@given(st.one_of(typed_text, marked_text))
def test_the_lines_of_a_paragraph_are_kept(typed: str) -> None:
    """A paragraph shows the lines that were typed, as lines."""
    report = Report("ja", "", (Paragraph(typed),), ())
    body = markdown.render(report).split("\n", 2)[2]
    assert inline_text(body) == "\n".join(lines(typed))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb\rc\nd\u2028e\u2029f\vg\fh\x85i", ["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
        ("  a\t b \n\n \u3000\n\u3000c", ["a  b", "c"]),
        ("\x1b[1m", ["(U+001B)[1m"]),
        ("a\x00\x9fb", ["a(U+0000)(U+009F)b"]),
        ("\u202ecod.exe\u2069", ["(U+202E)cod.exe(U+2069)"]),
        ("\ud800", ["\ufffd"]),
        ("①㈱髙﨑 👩‍💻 か゚", ["①㈱髙﨑 👩‍💻 か゚"]),
        (" \t\n\x1c", []),
    ],
)
def test_what_cannot_be_seen_is_shown(typed: str, shown: list[str]) -> None:
    """Control and direction characters are shown by number, line ends make lines, the rest stays as typed."""
    assert lines(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "窓口の待ち時間を42分から20分へ(2027-03-31まで)。",
        "RPA・AI-OCR・BPR、A & B、2.5倍、-5%、+81-3、=、C#、50% / 年、「また来てください」!?",
        "file:a/b、5/12、東京/大阪、@田中、田中@市民課、wwwの話、tanaka @ city",
    ],
)
def test_plain_text_stays_readable(typed: str) -> None:
    """Text without marks stands in the file letter for letter."""
    assert markdown.escape_start(typed) == typed


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://a.jp/b?c=d&e=f", "https:\\//a.jp/b?c=d&e=f"),
        ("www.a.jp/www.b", "www\\.a.jp/www\\.b"),
        ("a.b@c.jp", "a.b\\@c.jp"),
    ],
)
def test_an_address_stays_text_by_one_backslash(typed: str, written: str) -> None:
    """No program that shows the plan makes a link of what somebody typed; the reader sees what was typed."""
    assert [token for token in PARSER.parseInline(typed)[0].children or [] if token.type == "link_open"]
    assert markdown.escape_start(typed) == written
    assert inline_text(written) == typed


@pytest.mark.parametrize("id_", ["`", "``", "a`b", "a|b", "a\nb", " ", "", "`a`", "<b>", "\x1b", "*"])
def test_an_id_of_a_hand_edited_file_stays_in_its_backticks(id_: str) -> None:
    """An id is whatever somebody wrote into the file; it becomes no markup."""
    report = Report("ja", "t", (Tasks((Task(id_, False, "title", "No. 1", Fields(())),)),), ())
    found = shape(markdown.render(report))
    assert [words for kind, _, words in found if kind == "code_inline"] == ([one_line(id_)] if id_.strip() else [])
    assert [kind for kind, _, _ in found].count("strong_open") == 1


def test_a_task_is_a_box_a_title_and_an_id() -> None:
    """A line of a task can be ticked by hand and found again."""
    fields = Fields((("Owner", "A\nB"),))
    tasks = (
        Task("aa11", False, "one", "No. 1", fields),
        Task("bb11", True, "two", "No. 2", Fields(())),
        Task("cc11", None, "three", "No. 3", Fields(())),
    )
    text = markdown.render(Report("en", "t", (Tasks(tasks),), ()))
    assert text.splitlines()[2:] == [
        "- [ ] **one** (No. 1 `aa11`)",
        "  - Owner: A\\",
        "    B",
        "- [x] **two** (No. 2 `bb11`)",
        "- **three** (No. 3 `cc11`)",
    ]


@pytest.mark.parametrize(
    ("percent", "bar"),
    [
        (0, "----------"),
        (1, "#---------"),
        (4, "#---------"),
        (72, "#######---"),
        (99, "#########-"),
        (100, "##########"),
    ],
)
def test_a_bar_is_full_or_empty_only_when_it_is(percent: int, bar: str) -> None:
    """A bar shows ten cells; what is nearly beaten is not beaten."""
    text = markdown.render(Report("en", "t", (Meter("HP", percent),), ()))
    assert text == f"# t\n\nHP `[{bar}]`\n"


def test_columns_keep_their_side() -> None:
    """Numbers stand to the right."""
    table = Table(("a", "b"), (("1", "2"),), ("left", "right"))
    text = markdown.render(Report("en", "t", (table,), ()))
    assert text == "# t\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n"


def test_every_format_is_known_by_its_name() -> None:
    """The registry has one row a format, under the name people type."""
    assert all(name == row.name and row.suffix == f".{name}" for name, row in FORMATS.items())
    assert FORMATS["md"].render is markdown.render


def test_the_sample_itself_is_clean() -> None:
    """The plan of the sample session ends with one line feed and hides nothing."""
    assert_clean(rendered(str))


@pytest.mark.parametrize("typed", [text for text in NASTY if "{" not in text and "}" not in text])
def test_no_title_of_a_step_becomes_markup(typed: str) -> None:
    """A step may be put in by hand; its title is typed too. Terms in braces are the one thing it may hold."""

    def retitled(title: str) -> str:
        data = plain(sample_session())
        for step in data["workshop"]["steps"].values():
            step["title"] = title
            step |= {"prompt": title} if step["kind"] == "collect" else {}
        session = Session.model_validate(frozen(data))
        return markdown.render(build(session, voice=Voice("ja"), today=TODAY))

    expected = [(kind, tag, t.replace(HARMLESS, one_line(typed))) for kind, tag, t in shape(retitled(HARMLESS))]
    assert shape(retitled(typed)) == expected
    assert_clean(retitled(typed))


def test_every_field_that_people_fill_is_in_the_plan() -> None:
    """The guard above meets each of them: a text that stood in no plan would be guarded by nobody."""
    typed: list[str] = []

    def counted(text: str) -> str:
        typed.append(f"{HARMLESS}{len(typed)}{HARMLESS}")
        return typed[-1]

    text = rendered(counted)
    missing = [word for word in typed if word not in text]
    assert len(typed) > 60
    # Of a check-in a plan shows the figure alone; a value that is to be decided on stands in no plan; and place
    # and hand-outs are for the minutes.
    assert len(missing) == 6


def test_two_lists_never_run_into_each_other() -> None:
    """Each block that is a list is one list: side by side, Markdown would make one of two."""
    report = build(sample_session(), voice=Voice("ja"), today=TODAY)
    blocks = [*report.facts, *(block for section in report.sections for block in section.blocks)]
    lists = sum(isinstance(block, (Fields, Bullets, Tasks)) for block in blocks)
    tops = [t for t in PARSER.parse(markdown.render(report)) if t.type == "bullet_list_open" and t.level == 0]
    assert len(tops) == lists


@pytest.mark.parametrize("name", ["escape", "escape_start"])
def test_the_guard_falls_without_escaping(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is worse than none: without either way of escaping, the guard falls."""
    monkeypatch.setattr(markdown, name, str)
    with pytest.raises(AssertionError):
        assert_harmless("# *a*")
