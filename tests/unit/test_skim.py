"""A list reads only what it shows, and reads it right."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.errors import DocumentError
from dxworkshop.store.skim import skim

FILE = Path("session.toml")
HEAD = b'format = 1\nid = "x"\n\n[boss]\nname = "y"\n'
WORKSHOP = b'\n[workshop]\nid = "dx"\n\n[[workshop.steps]]\nkind = "vote"\n'
SESSION = HEAD + WORKSHOP
LINE = b'note = """\n[workshop]\nid = 1\n[workshop.x]\n"""\n'
HIDDEN = b'\n[gaps.a]\nreality = """\n[actions.b]\nstatus = "done"\n"""\n'
HEADS: list[tuple[str, bytes, bool]] = [
    ("workshop last", SESSION, True),
    ("only tables of it", HEAD + b"\n[workshop.vote]\na = 1\n", True),
    ("CRLF", SESSION.replace(b"\n", b"\r\n"), True),
    ("two skipped tables", HEAD + b"\n[gaps.a]\nreality = 'r'\n" + WORKSHOP, True),
    ("a line of a text", HEAD + LINE + WORKSHOP, False),
    ("a line of a raw text", HEAD + LINE.replace(b'"""', b"'''") + WORKSHOP, False),
    ("a table inside a text that is skipped", HEAD + HIDDEN + WORKSHOP, False),
    ("a table inside a raw text that is skipped", HEAD + HIDDEN.replace(b'"""', b"'''") + WORKSHOP, False),
    ("a list that begins a line", HEAD + b"a = [\n[1],\n]\n" + WORKSHOP, True),
    ("a list of a table that is skipped", HEAD + b"[gaps.a]\na = [\n[1],\n]\n" + WORKSHOP, False),
    ("a quoted header", HEAD + b'["members".m]\nname = "z"\n' + WORKSHOP, False),
    ("no workshop", HEAD, True),
    ("workshop first", b"[workshop]\nid = 1\n[workshop.x]\na = 1\n", True),
    ("workshop in two places", b"workshop.a = 1\n[workshop.x]\na = 1\n", False),
    ("another table behind", SESSION + b"[members.m]\nname = 'z'\n", True),
    ("another list behind", SESSION + b" [[members]] # x\nname = 'z'\n", False),
    ("a longer name", b"a = 1\n[workshops]\nid = 1\n", True),
]


@pytest.mark.parametrize(("what", "data", "skipped"), HEADS, ids=[head[0] for head in HEADS])
def test_what_is_kept_says_what_the_whole_file_says(
    what: str, data: bytes, skipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A skimmed file is the file without the tables skipped, which are not even read where that is safe."""
    read: list[str] = []
    loads = tomllib.loads

    def noting(text: str) -> dict[str, Any]:
        read.append(text)
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", noting)
    out = ("workshop", "gaps")
    assert skim(data, FILE, out) == {key: value for key, value in loads(data.decode()).items() if key not in out}
    assert all("[workshop]" not in text and "[workshop." not in text for text in read) == skipped


def test_a_broken_head_names_its_place() -> None:
    """An error above the workshop is the error of the whole file."""
    with pytest.raises(DocumentError, match="no value") as caught:
        skim(b"a = 1\nb = ?\n" + WORKSHOP, FILE, ("workshop",))
    assert (caught.value.place.line, caught.value.place.column) == (2, 5)
