"""`dxworkshop compare`: sessions side by side, as text, as Markdown and as data."""

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from dxworkshop.store import document
from tests.cli.conftest import Run
from tests.sample import sample_session

TYPED = "⟪"


@pytest.fixture
def two(folder: Path) -> tuple[str, str]:
    """Write two sessions in which every typed text is marked; return their ids."""
    folder.mkdir(exist_ok=True)
    for id_ in ("firstsession", "othersession"):
        session = sample_session(lambda text: f"{TYPED}{text}|*x*").model_copy(update={"id": id_})
        document.create(folder, session, id_)
    return "firstsession", "othersession"


def test_two_sessions_stand_side_by_side(run: Run, two: tuple[str, str]) -> None:
    """A letter for each, and a row for each thing there is to compare."""
    lines = run("compare", *two).out.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["A", "2026-11-24"], ["B", "2026-11-24"]]
    done = next(line for line in lines if line.strip().startswith("Quests: done"))
    assert done.split()[-2:] == ["1/4", "1/4"]
    vision = next(line for line in lines if line.strip().startswith("Vision"))
    assert vision.count("5.0 / 2.0 > 3.0") == 2


def test_one_session_is_not_enough(run: Run, two: tuple[str, str]) -> None:
    """The same one twice is one."""
    for argv in ((two[0],), (two[0], two[0])):
        assert "name two or more sessions" in run("compare", *argv, code=2).err


def test_markdown_holds_the_same_as_tables(run: Run, two: tuple[str, str]) -> None:
    """What people typed is no markup in it: each table has as many cells as columns."""
    text = run("compare", *two, "--format", "md").out
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert next(token.tag for token in tokens if token.type == "heading_open") == "h1"
    assert sum(token.type == "table_open" for token in tokens) > 5
    row: list[str] = []
    widths: set[int] = set()
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type in ("td_open", "th_open"):
            row.append(token.type)
        elif token.type == "tr_close":
            widths.add(len(row))
        elif token.type == "inline":
            assert not [child for child in token.children or () if child.type == "em_open"]
    assert widths <= {3, 4}


def test_late_is_as_of_the_day_that_was_asked_for(run: Run, two: tuple[str, str]) -> None:
    """A later day has more behind it."""
    late = [
        [one["late"] for one in json.loads(run("compare", *two, "--json", "--on", day).out)["columns"]]
        for day in ("2026-12-01", "2027-12-01")
    ]
    assert late[0] == [0, 0]
    assert min(late[1]) > 0


@pytest.mark.parametrize("audience", ["office", "public"])
@pytest.mark.parametrize("form", [(), ("--json",), ("--format", "md")])
def test_nothing_typed_leaves_the_team(
    run: Run, two: tuple[str, str], audience: str, form: tuple[str, ...]
) -> None:
    """No title, no obstacle, no name; of the office alone the organisation."""
    text = run("compare", *two, "--audience", audience, *form).out.replace(f"{TYPED}みどり野市", "")
    assert TYPED not in text
    assert [name for name in ("田中", "佐藤", "山本", "高橋", *two) if name in text] == []
    assert ("みどり野市" in text) is False


def test_data_has_no_people(run: Run, two: tuple[str, str]) -> None:
    """Nobody is counted by name, not even for the team itself."""
    out = run("compare", *two, "--json").out
    assert [name for name in ("田中", "佐藤", "山本") if name in out] == []
    assert set(json.loads(out)) == {"audience", "before_after", "columns", "statements", "obstacles"}
