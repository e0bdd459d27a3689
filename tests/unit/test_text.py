"""Plain text is for a mail: no line too wide, and none that breaks where a Japanese line must not."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dxworkshop.i18n import Voice
from dxworkshop.render import FORMATS, text
from dxworkshop.render.visible import one_line
from dxworkshop.render.wrapping import WIDTH, cells, wrap
from dxworkshop.report import build
from dxworkshop.report.view import (
    Align,
    Bullets,
    Cloud,
    Fields,
    Head,
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
from tests.telling import texts

LONG = (
    "窓口の待ち時間を「半分」にするため、(まず)三つの課の受付手順を並べて写真に撮り、"
    "ネットワークのサーバーを見直す。"
) * 3
NO_START = "、。,.」』)）]】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ！？・"
LEFT: Align = "left"
NO_END = "「『(（[【〔〈《"


def shown(*blocks: object, language: str = "en") -> str:
    """Return what stands under the title of a document of one section."""
    report = Report(language, "t", (), (Section("s", "h", blocks),))  # type: ignore[arg-type]
    return text.render(report).split("h\n-\n\n", 1)[1].removesuffix("\n")


def squeezed(words: str) -> str:
    """Return a text without any blanks or ends of lines."""
    return re.sub(r"\s", "", words)


def table(*rows: tuple[str, ...]) -> Table:
    """Return a table whose last column is one of numbers."""
    return Table(rows[0], rows[1:], (*(LEFT for _ in rows[0][1:]), "right"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_whole_sample_fits_into_a_mail(language: str) -> None:
    """No line of a real plan is wider than 78 cells, ends in blanks, or holds a character that acts."""
    report = build(sample_session(), voice=Voice(language, "plain"), today=TODAY)  # type: ignore[arg-type]
    plain = text.render(report)
    assert plain.endswith("\n")
    assert not plain.endswith("\n\n")
    for line in plain.split("\n"):
        assert cells(line) <= WIDTH
        assert line == line.rstrip()
        assert not [c for c in line if unicodedata.category(c) == "Cc"]


def test_it_says_all_that_markdown_says() -> None:
    """The same words stand in both; nothing is left out of the plain text."""
    report = build(sample_session(), voice=Voice("ja"), today=TODAY)
    plain, marked = squeezed(text.render(report)), squeezed(FORMATS["md"].render(report))
    said = [squeezed(one_line(one)) for one in texts(report)]
    both = [one for one in said if one in marked]
    assert len(both) > 200
    # Where a table is told row by row, the head of a column that is empty everywhere is told of no row.
    assert {one for one in both if one not in plain} <= {"相談先"}


def test_a_task_is_a_box_and_its_sign() -> None:
    """A box can be ticked by hand; what nobody is going to do has no box."""
    fields = Fields((("Owner", "A\nB"),))
    tasks = (
        Task("aa11", False, "one", "No. 1", fields, "7c21b0e4"),
        Task("bb11", True, "two", "No. 2", Fields(())),
        Task("cc11", None, "three", "No. 3", fields),
    )
    assert shown(Tasks(tasks)).splitlines() == [
        "[ ] one (No. 1 aa11-7c21b0e4)",
        "    Owner: A",
        "      B",
        "",
        "[x] two (No. 2 bb11)",
        "",
        "- three (No. 3 cc11)",
        "  Owner: A",
        "    B",
    ]


def test_what_is_short_stands_as_it_is() -> None:
    """Paragraphs, fields, lists and meters keep their lines."""
    blocks = (Paragraph("a\nb"), Fields((("x", "1"), ("y", ""))), Bullets(("p\nq", "r")), Meter("HP", 43))
    assert shown(*blocks) == "a\nb\n\nx: 1\ny:\n\n- p\n  q\n- r\n\nHP [####------]"
    assert shown(Bullets(("p",)), language="ja") == "・p"


def test_headings_are_underlined_as_wide_as_they_are() -> None:
    """A full-width character takes two cells; lines of one sign tell the title from sections."""
    report = Report("ja", "窓口a", (), (Section("s", "取組", ()),))
    assert text.render(report) == "窓口a\n=====\n\n取組\n----\n"


def test_a_table_that_fits_stands_in_columns() -> None:
    """Wide characters take two cells; numbers stand to the right."""
    assert shown(table(("取組", "n"), ("様式を減らす", "3"), ("a", "12"))).splitlines() == [
        "取組           n",
        "------------  --",
        "様式を減らす   3",
        "a             12",
    ]


@pytest.mark.parametrize("cell", ["x" * 90, "①", "→", "※", "か゚", "👩‍💻"])
def test_a_table_that_may_not_fit_is_told_row_by_row(cell: str) -> None:
    """Neither is too wide a table cut, nor is one set in columns whose width depends on the font."""
    plain = shown(table(("name", "n"), (cell, "3"), ("b", "")))
    assert "---" not in plain
    assert squeezed(plain) == squeezed(f"- name: {cell} n: 3 - name: b")
    assert plain.endswith("\n\n- name: b")


def test_a_picture_is_told_by_its_twin() -> None:
    """Who reads plain text sees no picture, and misses nothing."""
    twin = table(("word", "n"), ("新しい", "3"))
    plain = shown(Picture("cloud", "Words", "What was said.", Cloud(()), twin))
    assert plain == "Words\n.....\n\nWhat was said.\n\nword    n\n------  -\n新しい  3"


def test_the_head_stands_above_and_the_footer_below() -> None:
    """What an office writes over a document comes first, with room to stamp; its licence comes last."""
    report = Report(
        "ja",
        "t",
        (Paragraph("p"),),
        (),
        head=Head((("文書番号", "情政第12号"),), ("課長", "係長")),
        footer=("庁内限り",),
    )
    head = "文書番号: 情政第12号\n課長: (        )\n係長: (        )"
    assert text.render(report) == f"t\n=\n\n{head}\n\np\n\n{'-' * 78}\n庁内限り\n"


@pytest.mark.parametrize("shift", range(40))
def test_no_line_begins_or_ends_with_the_wrong_sign(shift: int) -> None:
    """Wherever the edge falls: no stop at the start of a line, no opening bracket at its end."""
    lines = wrap("あ" * shift + LONG).splitlines()
    for line in lines:
        assert line[0] not in NO_START
        assert line[-1] not in NO_END
    assert all(WIDTH - 12 <= cells(line) <= WIDTH for line in lines[:-1])


@pytest.mark.parametrize("shift", range(40))
def test_words_of_latin_letters_stay_whole(shift: int) -> None:
    """A name or an address is cut only where it is longer than a line."""
    words = "RPAとAI-OCRをdigital-agency.example/handbookで調べる、" * 4
    lines = wrap("あ" * shift + words).splitlines()
    for word in ("RPA", "AI-OCR", "digital-agency.example/handbook"):
        assert sum(line.count(word) for line in lines) == 4
    longest = wrap("x" * 200).splitlines()
    assert [len(line) for line in longest] == [78, 78, 44]


@given(st.text(min_size=1).map(lambda words: one_line(words * 40)), st.integers(0, 10))
@example("か゚" * 100, 0)
@example("👩‍💻" * 60, 3)
@example("、" * 200, 2)
@example("（" * 200, 2)
@example("a b " * 100, 4)
def test_wrapping_loses_nothing_and_keeps_the_width(words: str, indent: int) -> None:
    """Whatever is typed: all of it stands there but blanks, and no line is too wide."""
    wrapped = wrap(words, "- ", " " * indent)
    assert squeezed(wrapped) == squeezed(f"- {words}")
    assert all(cells(line) <= WIDTH for line in wrapped.split("\n"))


def test_wrapping_a_very_long_text_is_no_square() -> None:
    """A hundred thousand characters make as many lines as they need."""
    assert len(wrap("字" * 100_000).splitlines()) == -(-100_000 // 39)


def test_the_guard_falls_without_the_rules_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is worse than none."""
    monkeypatch.setattr("dxworkshop.render.wrapping._TOGETHER", re.compile("(?!)"))
    with pytest.raises(AssertionError):
        test_no_line_begins_or_ends_with_the_wrong_sign(20)
