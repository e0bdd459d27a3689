"""What is read quickly is what `tomllib` reads, and what is not plain is left to it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dxworkshop.store import document
from dxworkshop.store.quick import quick, tables
from dxworkshop.store.skim import skim
from tests.sample import empty_session, sample_session

FILE = Path("session.toml")
TEXT = document.render(sample_session()).decode()
SESSIONS = [TEXT, document.render(empty_session()).decode()]
SESSIONS += [path.read_text(encoding="utf-8") for path in sorted(Path("sessions").resolve().glob("*.toml"))]
HEAD = TEXT.partition("\n[workshop]\n")[0] + "\n"
PIECES = (
    *("\n", '"', "'", '"""', "'''", "[", "]", "[[", "=", "\\", "\\u0041", "#", "\t", "\0", "\r"),
    *(" = 1\n", "\n[gaps]\n"),
)
EDITS = st.tuples(st.integers(0, len(HEAD)), st.integers(0, 12), st.sampled_from(PIECES), st.text(max_size=3))
PLAIN = [
    "a = 1\n[b]\nc = 'x'\n",
    "a = 1\na = 2\n",
    "[a]\n[a]\n",
    "[a.b]\nc = 1\n[a]\nb = 2\n",
    "a = 1\n[a]\n",
    "[a]\nb = 1\n[a.b]\n",
    "a.b = 1\n",
    "a = {b = 1}\n",
    "a = 2026-13-01\n",
    "a = 01\n",
    "a = [\n    1,\n    2,\n]\n",
    "a = [\n    1,\n    x,\n]\n",
    'a = [\n    "b,\n    "c",\n]\n',
    'a = "b" # c\n',
    'a = "\x01"\n',
    'a = """\nb\n"""\n',
    'a = """\nb\\\n  c"""\n',
    'a = """\n[gaps.x]\nb = 1\n"""\n[gaps.y]\n',
    'a = ""\n',
    'a = """"""\n',
    'a = """\n"b" ""c"""""\n',
    "a = inf\n",
    "a = 1979-05-27 07:32:00+09:00\n",
    "a = 1979-05-27 x\n",
    '"a" = 1\n',
    "[ a ]\n",
    "[workshop]\nid = 1\n[actions]\nb = 1\n",
    "a = 1\n\n[workshop]\nx = ?\n\n[actions]\nb = 1\n",
    "a = 1\n\n[workshop]\nx = 1\n\n[actions]\nb = 1\n",
    'a = """\n\n[workshop]\n"""\nb = 1\n',
]


def _theirs(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@pytest.mark.parametrize("text", SESSIONS, ids=range(len(SESSIONS)))
def test_what_this_program_writes_is_read_quickly(text: str) -> None:
    """All of a session but its workshop, and nothing of it goes to `tomllib`."""
    theirs = tomllib.loads(text)
    del theirs["workshop"]
    assert repr(tables(text, ("workshop",))) == repr(theirs)


@pytest.mark.parametrize("text", PLAIN)
def test_it_reads_right_or_not_at_all(text: str) -> None:
    """Whatever `tomllib` refuses is not read, and with tables left out it is as skimmed."""
    ours, theirs = tables(text), _theirs(text)
    assert ours is None or repr(ours) == repr(theirs)
    if theirs is not None:
        skipped = ("workshop", "gaps")
        assert repr(quick(text.encode(), FILE, skipped)) == repr(skim(text.encode(), FILE, skipped))


@given(edit=EDITS)
@example(edit=(0, 0, "\n", ""))
def test_a_file_that_was_edited_is_read_right_or_not_at_all(edit: tuple[int, int, str, str]) -> None:
    """Anywhere something is taken out and something else put in."""
    at, length, new, more = edit
    text = re.sub("[\ud800-\udfff]", "", HEAD[:at] + new + more + HEAD[at + length :])
    ours = tables(text)
    assert ours is None or repr(ours) == repr(_theirs(text))
