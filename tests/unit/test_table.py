"""Cells stay cells: what people typed is neither a formula nor another column."""

import csv
import io
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dxworkshop.render import FORMATS, table
from dxworkshop.render.encoding import encoded
from dxworkshop.render.table import armed, cell, defused
from dxworkshop.render.visible import one_line
from dxworkshop.report.view import Report, Sheet
from tests.formula import is_formula

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.com","x")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "−1",
    " =1",
    "\u3000=1",
    "\ufeff=1",
    "\u200b=1",
    "\ufe0f=1",
    "\t=1",
    "\tx",
    "\rx",
    "-",
    "--1",
    "+81-3-1234",
    "-1-",
]
HARMLESS = ["", "1", "-1", "+1", "-1.5", "-1,200", "-5%", "a=b", "'a", "2027-03-31", "令9.3.31", "(=1)", "・=1"]


def sheet(*rows: tuple[str, ...]) -> Report:
    """Return a report of a table alone."""
    return Report("ja", "t", (), (), sheet=Sheet(("a", "b"), ("A", "B"), rows))


def read(name: str, report: Report) -> list[list[str]]:
    """Return the cells of a rendered table as a program reads them."""
    found = io.StringIO(FORMATS[name].render(report), newline="")
    return list(csv.reader(found, strict=True, delimiter="\t" if name == "tsv" else ","))


@pytest.mark.parametrize("typed", FORMULAS)
def test_a_formula_gets_an_apostrophe(typed: str) -> None:
    """What a spreadsheet may reckon with or run is text in it, however it hides its sign."""
    assert is_formula(typed)
    assert defused(typed) == f"'{typed}"
    assert not is_formula(defused(typed))
    assert armed(defused(typed)) == typed


@pytest.mark.parametrize("typed", HARMLESS)
def test_what_is_no_formula_stands_as_it_is(typed: str) -> None:
    """Numbers below zero, days and quoted words need no apostrophe."""
    assert defused(typed) == typed
    assert armed(typed) == typed


@given(st.one_of(st.text(), st.text("'=+-@＝ \ufeff\t1a,.%")))
@example("'=1")
@example("''-1")
@example("'-1")
def test_arming_is_the_way_back(typed: str) -> None:
    """Every text comes back as it was, those too that began with an apostrophe."""
    assert armed(defused(typed)) == typed
    assert not is_formula(defused(typed))


@pytest.mark.parametrize("name", ["csv", "tsv"])
@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
@example([('a"b', "a,b"), ("a\tb", "a;b"), ("a\r\n\n b", '"'), ("\x00", "\ud800"), ('"=1"', "=1\n=2")])
def test_a_table_is_read_back_as_it_was(name: str, rows: list[tuple[str, str]]) -> None:
    """Commas, quotes, tabs and line breaks inside a cell stay inside it."""
    found = read(name, sheet(*rows))
    shown = cell if name == "csv" else one_line
    assert found[0] == ["A", "B"]
    assert [[armed(one) for one in row] for row in found[1:]] == [[shown(one) for one in row] for row in rows]


def test_lines_of_a_cell_stay_in_csv_and_stand_side_by_side_in_tsv() -> None:
    """A row of TSV is one line, so that it can be pasted anywhere."""
    report = sheet(("a\r\nb\n\n c", "d"))
    assert FORMATS["csv"].render(report) == '"A","B"\n"a\nb\n\n c","d"\n'
    assert FORMATS["tsv"].render(report) == "A\tB\na / b / c\td\n"


def test_every_cell_of_csv_is_quoted() -> None:
    """A program that splits at semicolons too finds no second cell, with a formula, in a text."""
    assert FORMATS["csv"].render(sheet(("a;=1", "2"))).splitlines()[1] == '"a;=1","2"'


def test_a_document_without_a_table_is_empty() -> None:
    """There is nothing to open where there are no actions."""
    report = Report("ja", "t", (), ())
    assert FORMATS["csv"].render(report) == FORMATS["tsv"].render(report) == ""


def test_the_file_is_as_excel_writes_it() -> None:
    """UTF-8 with its mark, CRLF behind each row, LF inside a cell."""
    data = encoded(FORMATS["csv"].render(sheet(('a\n"b', "c"), ("d", "\n"))), FORMATS["csv"]).data
    assert data == b'\xef\xbb\xbf"A","B"\r\n"a\n""b","c"\r\n"d",""\r\n'
    data = encoded(FORMATS["tsv"].render(sheet(('a"b', "c"))), FORMATS["tsv"]).data
    assert data == b'\xef\xbb\xbfA\tB\r\n"a""b"\tc\r\n'


def test_no_character_at_all_turns_into_a_formula_by_way_of_cp932() -> None:
    """What the older encoding drops or replaces in front of a sign was looked through before."""
    known = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in ("Cn", "Co", "Cs")]
    dull = ("CJK UNIFIED", "HANGUL SYLLABLE", "TANGUT", "EGYPTIAN", "CUNEIFORM", "ANATOLIAN", "NUSHU", "KHITAN")
    hidden = [f"{c}=1+1" for c in known if not unicodedata.name(c, "").startswith(dull)]
    assert len(hidden) > 30_000
    report = sheet(*((one, f"{one[0]}1+1") for one in hidden))
    data = encoded(FORMATS["csv"].render(report), FORMATS["csv"], "cp932").data
    cells = [one for row in csv.reader(io.StringIO(data.decode("cp932"), newline="")) for one in row]
    assert len(cells) == 2 * len(hidden) + 2
    assert [one for one in cells if is_formula(one)] == []


def test_the_guard_falls_without_the_apostrophe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is worse than none."""
    monkeypatch.setattr(table, "defused", str)
    assert is_formula(read("csv", sheet(("=1", "")))[1][0])
