"""The place of every key, and what it costs to keep the reader from harm."""

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.store import scan, toml

FILE = Path("kickoff.toml")

TEXT = '''\
title = "窓口"   # comment = 1
"quoted.key" = 1
'raw key' = 2
"tab\\tkey" = 3
dotted . part = 4
signs = [
    "a]", # not ]
    "b",
]
long = """
[boss]
name = \\""" "x"
"""
raw = \'\'\'
x = 1\'\'\'
    indented = { ja = "x", en.gb = "y", list = [1, { deep = 2026-11-24 10:00:00 }] }

[boss.measures.m1]
name = "x"

[[steps]]
kind = "vote"
[steps.options]
dots = 3
[[steps.items]]
n = 1
[[steps]]
kind = "ideas"
[[steps.items]]
n = 2
[[steps.items]]
n = 3
'''

PLACES: list[tuple[list[str | int], int, int]] = [
    (["title"], 1, 1),
    (["quoted.key"], 2, 1),
    (["raw key"], 3, 1),
    (["tab\tkey"], 4, 1),
    (["dotted"], 5, 1),
    (["dotted", "part"], 5, 1),
    (["signs", 0], 7, 5),
    (["signs", 1], 8, 5),
    (["long"], 10, 1),
    (["raw"], 14, 1),
    (["indented"], 16, 5),
    (["indented", "ja"], 16, 18),
    (["indented", "en", "gb"], 16, 28),
    (["indented", "list", 1, "deep"], 16, 54),
    (["boss"], 18, 1),
    (["boss", "measures", "m1", "name"], 19, 1),
    (["steps", 0], 21, 1),
    (["steps", 0, "options", "dots"], 24, 1),
    (["steps", 0, "items", 0, "n"], 26, 1),
    (["steps", 1, "kind"], 28, 1),
    (["steps", 1, "items", 0, "n"], 30, 1),
    (["steps", 1, "items", 1, "n"], 32, 1),
    (["boss", "gone", "x"], 18, 1),
    (["steps", 1, "gone"], 27, 1),
    (["gone"], 1, 1),
    ([], 1, 1),
]


@pytest.mark.parametrize(("path", "line", "column"), PLACES, ids=lambda value: str(value))
def test_every_key_has_its_place(path: list[str | int], line: int, column: int) -> None:
    """A key, a list item and a key of an inline table are found; what is absent has its nearest parent's place."""
    place = toml.parse(TEXT.encode(), FILE).place(path)
    assert (place.line, place.column) == (line, column)
    assert place.key == ".".join(map(str, path))
    assert place.source == TEXT.split("\n")[line - 1]


def test_quotes_at_the_end_of_a_text_belong_to_it() -> None:
    """Up to two quotes may stand before the three that close a long text."""
    text = 'a = """x"""""\nb = \'\'\'y\'\'\'\'\n"\\t" = """"""\nc = 1\n'
    parsed = toml.parse(text.encode(), FILE)
    assert parsed.data == {"a": 'x""', "b": "y'", "\t": "", "c": 1}
    assert parsed.place(["c"]).line == 4


def test_the_guard_costs_little() -> None:
    """An ordinary file of 60 kB is recognised in a fraction of the time it takes to read it."""
    note = {"text": "窓口の待ち時間\n紙の帳票", "on": date(2026, 1, 1), "tags": ["a", "b"], "n": 3, "x": 1.5}
    text = toml.render({"notes": {f"n{number:04}": note for number in range(500)}}).decode()

    def cost(action: Any) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            action(text)
            times.append(time.perf_counter() - start)
        return min(times)

    assert scan.is_ordinary(text)
    assert cost(scan.is_ordinary) < cost(tomllib.loads) / 3
