"""`list` over a folder with an index says what it says without one; and how far a first reading is."""

import io
import shutil
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop import listing
from dxworkshop.__main__ import main
from dxworkshop.cli import output
from dxworkshop.cli.progress import progress
from dxworkshop.paths import cache_folder
from tests.unit.test_index import filled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of sessions, too many to be listed without an index, a broken file and a copy."""
    found = filled(tmp_path / "many", listing.FEW + 2)
    (found / "bad.toml").write_text("x", encoding="utf-8")
    shutil.copy(found / "s0.toml", found / "s0.conflict-1.toml")
    return found


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["table", "json"])
def test_a_list_is_the_same_with_an_index_and_without(
    more: tuple[str, ...], folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows, their order, what could not be read, and what waits to be merged."""
    argv = ["--lang", "ja", "--folder", str(folder), "list", *more]
    assert main(argv) == 1
    first = capfd.readouterr()
    assert len(list(cache_folder().glob("*.sqlite"))) == 1
    assert main(argv) == 1
    assert capfd.readouterr() == first
    monkeypatch.setattr(listing, "kept_index", lambda *_, **__: None)
    assert main(argv) == 1
    assert capfd.readouterr() == first
    assert ("bad.toml" in first.err, "s0.conflict-1.toml" in first.err) == (True, True)


def test_a_few_sessions_are_listed_without_making_an_index(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It would take longer than to read their heads."""
    folder = filled(tmp_path / "few", 2)
    assert main(["--folder", str(folder), "list"]) == 0
    assert capfd.readouterr().out.count("s0.toml") == 1
    assert not cache_folder().exists()


SIGNS = st.text(
    st.sampled_from("aZ ~\u3042\u6f22\u30ab\uff21\uff76\u3099\u0301\u200b\x1b\n\t\x7f\u202e\U0001f600\u00e9"),
    max_size=8,
)


@given(rows=st.lists(st.tuples(SIGNS, SIGNS, SIGNS), min_size=1, max_size=5), indent=st.sampled_from(["", "  "]))
def test_a_table_is_as_wide_as_a_terminal_shows_it(rows: list[tuple[str, str, str]], indent: str) -> None:
    """Whatever is typed: every column begins in one cell, and no line holds what a terminal obeys."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", printed)
        output.table(rows, indent)
    lines = ["".join(map(output._shown, cell)) for row in rows for cell in row]
    widths = [max(map(_wide, lines[column::3])) for column in (0, 1)]
    wanted = [
        indent
        + "  ".join(
            [*(cell + " " * (width - _wide(cell)) for cell, width in zip(row, widths, strict=False)), row[2]]
        ).rstrip()
        for row in zip(lines[0::3], lines[1::3], lines[2::3], strict=True)
    ]
    assert printed.getvalue().split("\n") == [*wanted, ""]


def _wide(text: str) -> int:
    zero = ("Mn", "Me", "Cf")
    return sum(
        0 if unicodedata.category(one) in zero else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


class Terminal(io.StringIO):
    """Somebody sits at it."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_how_far_a_first_reading_is_stands_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, after half a second, and wiped away at the end."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    show = progress()
    assert show is not None
    show(1, 4)
    assert terminal.getvalue() == ""
    now[0] = 1.0
    show(2, 4)
    assert terminal.getvalue() == "\r[############------------] the sessions are being read: 2 of 4\x1b[K"
    show(4, 4)
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_where_nobody_sits_at_a_terminal_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log is no place for it."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress() is None
