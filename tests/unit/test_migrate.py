"""Files of other formats: whoever wrote one can still read it."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import DxError
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import frozen
from dxworkshop.store import document, toml
from dxworkshop.store.migrate import MIGRATIONS, Migration, format_of, migrated, readable_newer

DATA = Path(__file__).parent.parent / "data"
KEPT = sorted(DATA.glob("format-*.toml"))


def data_of(path: Path) -> dict[str, Any]:
    """Return the plain data of a file."""
    return toml.parse(path.read_bytes(), path).data


def renamed(data: dict[str, Any]) -> dict[str, Any]:
    """Carry format 1 of the made-up program over to 2: a key has another name."""
    data["heading"] = data.pop("title")
    return data


def into_a_table(data: dict[str, Any]) -> dict[str, Any]:
    """Carry format 2 of the made-up program over to 3: two keys stand in a table."""
    return {"head": {"heading": data.pop("heading"), "by": "x"}, **data}


def in_every_note(data: dict[str, Any]) -> dict[str, Any]:
    """Carry format 3 of the made-up program over to 4: every note gets a rank."""
    for number, note in enumerate(data.get("notes", {}).values()):
        note["rank"] = f"a{number}"
    return data


MADE_UP: dict[int, Migration] = {1: renamed, 2: into_a_table, 3: in_every_note}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_every_format_ever_released_opens(path: Path) -> None:
    """The kept file is a session after it was carried over, and opening it changes no byte of it."""
    before = path.read_bytes()
    data = migrated(data_of(path))
    assert data["format"] == FORMAT
    assert Session.model_validate(frozen(data)).title
    assert document.load(path).session.format == FORMAT
    assert path.read_bytes() == before


def test_every_older_format_has_its_migration() -> None:
    """Whoever raises the number adds what leads there, and keeps a file of the one before."""
    assert sorted(MIGRATIONS) == list(range(1, FORMAT))
    assert [path.stem for path in KEPT] == [f"format-{number}" for number in range(1, FORMAT + 1)]


@pytest.mark.parametrize("start", [1, 2, 3, 4])
def test_migrations_are_done_one_after_the_other(start: int) -> None:
    """From each format on, each once, in order; the number goes with them."""
    given_: dict[str, Any] = {"format": 1, "title": "窓口", "notes": {"n1": {"text": "a"}, "n2": {"text": "b"}}}
    for number in range(1, start):
        given_ = {**MADE_UP[number](copy.deepcopy(given_)), "format": number + 1}
    assert migrated(given_, MADE_UP, 4) == {
        "format": 4,
        "head": {"heading": "窓口", "by": "x"},
        "notes": {"n1": {"text": "a", "rank": "a0"}, "n2": {"text": "b", "rank": "a1"}},
    }


def test_the_data_given_is_not_changed() -> None:
    """A migration may change what it is given, deep inside too; the data that was read stays as it was."""
    given_ = {"format": 1, "title": "t", "notes": {"n1": {"text": "a"}}}
    before = copy.deepcopy(given_)
    migrated(given_, MADE_UP, 4)
    assert given_ == before


def test_a_migration_cannot_forget_the_number() -> None:
    """Whatever it says of the format, the next one follows."""
    assert migrated({"format": 1}, {1: lambda data: {"x": 1}}, 2) == {"x": 1, "format": 2}
    assert migrated({"format": 1}, {1: lambda data: {"format": 9}}, 2) == {"format": 2}


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_missing_migration_is_said_clearly(missing: int) -> None:
    """The sentence names the format from which no way leads on."""
    rest = {number: step for number, step in MADE_UP.items() if number != missing}
    with pytest.raises(DxError) as caught:
        migrated({"format": 1, "title": "t"}, rest, 4)
    assert str(caught.value) == f"this program cannot read format {missing} any more; an older one can"


@pytest.mark.parametrize("number", [0, -1, 4, 5, True, "1", 1.0, None, [1]])
def test_what_is_no_older_format_is_left_to_the_model(number: object) -> None:
    """Our own format, a newer one and what is no number come back as they are, and no migration sees them."""
    data = {"format": number, "title": "t"}
    assert migrated(data, MADE_UP, 4) == data
    assert migrated({}, MADE_UP, 4) == {}


PLAIN = st.recursive(
    st.text() | st.integers() | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5).map(lambda key: f"x-{key}"), PLAIN, max_size=4))
def test_keys_and_tables_nobody_knows_survive(unknown: dict[str, Any]) -> None:
    """At the top and in an item, whatever they hold, through every migration."""
    note = {"text": "a", **unknown}
    moved = migrated({"format": 1, "title": "t", "notes": {"n1": note}, **unknown}, MADE_UP, 4)
    assert {key: moved[key] for key in unknown} == unknown
    assert moved["notes"]["n1"] == {**note, "rank": "a0"}


UNKNOWN = {"x": 1, "deep": {"list": [1, {"a": "窓"}], "empty": {}}, "day": "2026-11-24"}


def _tables(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every table in data, from the top."""
    return [data, *(table for value in data.values() if isinstance(value, dict) for table in _tables(value))]


def test_an_unknown_key_in_any_table_of_a_session_is_written_again(tmp_path: Path) -> None:
    """In every table that holds values of its own: with all that is in it, it is there after load and save."""
    path = tmp_path / "x.toml"
    data = data_of(KEPT[-1])
    count = 0
    for table in _tables(data):
        # In a table of items, of numbers or of one text in two languages a new key is not unknown.
        if any(isinstance(value, str) for value in table.values()) and not table.keys() <= {"ja", "en"}:
            table["zz-unknown"] = copy.deepcopy(UNKNOWN)
            count += 1
    assert count > 50
    path.write_bytes(toml.render(data))
    loaded = document.load(path)
    assert toml.parse(document.render(loaded.session), path).data == data
    assert readable_newer({**data, "format": FORMAT + 1}) == data


def test_a_newer_format_that_our_model_takes_can_be_shown() -> None:
    """Its number is ours for reading only, what is new in it stays, and the data given keeps its number."""
    data = {**data_of(KEPT[-1]), "format": 99, "badges": {"b1": {"name": "x"}}}
    shown = readable_newer(data)
    assert shown == {**data, "format": FORMAT}
    assert data["format"] == 99


@pytest.mark.parametrize(
    "change",
    [{"format": FORMAT}, {"format": "99"}, {"title": 5}, {"members": []}, {"workshop": {}}, {"language": "fr"}],
    ids=repr,
)
def test_a_newer_format_that_says_something_else_is_not_guessed_at(change: dict[str, Any]) -> None:
    """One value that our model does not take is enough; our own format is no newer one."""
    assert readable_newer({**data_of(KEPT[-1]), "format": 99, **change}) is None


def test_a_newer_workshop_without_a_step_is_not_shown() -> None:
    """There would be nowhere to be."""
    data = {**data_of(KEPT[-1]), "format": 99}
    steps = {id_: {**step, "removed": "x"} for id_, step in data["workshop"]["steps"].items()}
    assert readable_newer({**data, "workshop": {**data["workshop"], "steps": steps}}) is None


def test_only_a_whole_number_is_a_format() -> None:
    """`true` is not 1."""
    assert [format_of({"format": value}) for value in (1, 0, True, 1.0, "1", None)] == [1, 0, *[None] * 4]
    assert format_of({}) is None
