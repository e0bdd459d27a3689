"""Marks that git leaves in a file: found wherever they stand, and never mistaken for what somebody typed."""

from pathlib import Path

import pytest

from dxworkshop.errors import DocumentError
from dxworkshop.store import toml

MARKS = ("<<<<<<< HEAD", "||||||| merged common ancestors", ">>>>>>> other")
"""What git writes at the left edge; between them stands a line of seven equal signs."""
TEXTS = (
    "a = 1\n{}\nb = 1\n",
    'a = """\nx\n{}\ny\n"""\n',
    "a = '''\nx\n{}\ny\n'''\n",
    "a = [\n1,\n{}\n2]\n",
    "# c\n{}\n",
)
"""Between keys, inside a text of either kind, inside a list, after a comment."""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_found_wherever_it_stands(mark: str, text: str, end: str) -> None:
    """Also where the file would be valid TOML with the mark as part of a text; the line is named."""
    data = text.format(mark)
    with pytest.raises(DocumentError, match="git left a conflict here") as caught:
        toml.parse(data.replace("\n", end).encode(), Path("x.toml"))
    assert caught.value.place.source == mark
    assert data.splitlines()[caught.value.place.line - 1] == mark


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_whole_conflict_is_found_at_its_first_mark(text: str, end: str) -> None:
    """As git leaves it, with both sides and their ancestor."""
    conflict = f"{MARKS[0]}\np = 1\n{MARKS[1]}\np = 0\n=======\np = 2\n{MARKS[2]}"
    data = text.format(conflict)
    with pytest.raises(DocumentError, match="git left a conflict here") as caught:
        toml.parse(data.replace("\n", end).encode(), Path("x.toml"))
    assert caught.value.place.source == MARKS[0]


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[3], TEXTS[4]])
def test_the_middle_of_a_conflict_is_no_toml(text: str) -> None:
    """Where somebody took out the other marks and forgot this one."""
    with pytest.raises(DocumentError, match="git left a conflict here"):
        toml.parse(text.format("=======").encode(), Path("x.toml"))


@pytest.mark.parametrize("typed", [*MARKS, "=======", "\n".join((*MARKS, "======="))])
def test_what_somebody_typed_is_kept(typed: str) -> None:
    """Text that looks like a mark, or a heading with a line of equal signs, is written so that it reads back."""
    for text in (typed, f"a\n{typed}\nb"):
        written = toml.render({"text": text})
        assert toml.parse(written, Path("x.toml")).data == {"text": text}
