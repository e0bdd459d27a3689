"""What a spreadsheet makes of a table by itself is no edit of anybody."""

import csv
import io

import pytest

from dxworkshop.report.sheet import COLUMNS
from tests.returning import BARE, after, edited, export, new, returned, whys

REWRITTEN = [
    *(("1-2", "2026/1/2"), ("1-2", "2-Jan"), ("1-2", "1月2日"), ("3/31", "3月31日"), ("1-2", "46024")),
    *(("2026-1-2", "2026/1/2"), ("3-2027", "Mar-27"), ("R9.3.31", "2027/3/31"), ("2027年3月", "2027/3/1")),
    *(
        ("007", "7"),
        ("0120", "120"),
        ("1,000", "1000"),
        ("(5)", "-5"),
        ("5%", "0.05"),
        ("１２", "12"),
        ("+5", "5"),
    ),
    *(("1E5", "1.00E+05"), ("1e5", "100000"), ("123456789012", "1.23457E+11"), ("¥1,000", "1000")),
    *(("12345678901234567", "12345678901234500"), ("9:5", "9:05:00"), ("1:30 pm", "13:30"), ("true", "TRUE")),
    *(("'=1+1", "=1+1"), ("'x", "x"), ("=1+1", "2"), ("-5人", "#NAME?"), ("@all", "Err:508"), ("x", "####")),
    ("あ" * 40000, "あ" * 32767),
]
KEPT = [
    *(("1-2", "2026/1/3"), ("1-2", "2026/2/2"), ("1-2", "第1週"), ("R9.3.31", "2028/3/31"), ("Mar 1", "May 1")),
    *(("007", "8"), ("007", "007号"), ("1E5", "1.00E+06"), ("123456789012", "1.23458E+11"), ("5", "5人")),
    *(("9:00", "9:30"), ("x", "#1"), ("=1+1", "sum"), ("'x", "y"), ("", "2026/1/2"), ("123.456", "123")),
    *(("あ" * 40000, "あ" * 300), ("12" * 30, "7"), ("x", "X")),
]


def with_(old: str, typed: str) -> str:
    """Return the table of a session whose bare action has one first step, with another one in its place."""
    cells = list(csv.reader(io.StringIO(export("actions.csv", edited(BARE, first_step=old)))))
    (row,) = [row for row in cells if row[-1].startswith(BARE)]
    row[list(COLUMNS).index("first_step")] = typed
    out = io.StringIO(newline="")
    csv.writer(out).writerows(cells)
    return out.getvalue()


@pytest.mark.parametrize(("old", "made"), REWRITTEN)
def test_what_a_spreadsheet_rewrites_by_itself_is_left_alone(old: str, made: str) -> None:
    """And listed with a sentence that says so; the rest of the row is read."""
    found = returned(with_(old, made), "actions.csv", edited(BARE, first_step=old))
    assert found.change is None
    (why,) = whys(found)
    assert why.startswith("a spreadsheet makes this of ")
    assert why.endswith("by itself; what stands here stays")


@pytest.mark.parametrize(("old", "typed"), KEPT)
def test_what_somebody_typed_is_read(old: str, typed: str) -> None:
    """Another day, another number, words."""
    session = edited(BARE, first_step=old)
    assert new(session, after(with_(old, typed), "actions.csv", session)) == {BARE: {"first_step": typed}}


def test_a_plan_is_no_spreadsheet() -> None:
    """Nothing rewrites a text in Markdown, so that whatever differs was typed."""
    session = edited(BARE, first_step="1-2")
    text = export("plan.md", session)
    assert text.count("First step: 1-2") == 1
    now = after(text.replace("First step: 1-2", "First step: 2026/1/2"), session=session)
    assert new(session, now) == {BARE: {"first_step": "2026/1/2"}}
