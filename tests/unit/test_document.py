"""Sessions as files: every format ever written still reads, and what cannot be read says where and why."""

import os
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from dxworkshop.errors import DocumentError, DxError, FolderError, NewerFormatError
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import Value, plain
from dxworkshop.model.workshop import KINDS
from dxworkshop.store import document, toml
from dxworkshop.store.summary import sessions_in, summary
from tests.sample import TODAY, sample_session

DATA = Path(__file__).parent.parent / "data"
FORMATS = sorted(DATA.glob("format-*.toml"))
BAD = sorted((DATA / "bad").glob("*.toml"))
LOADS = {"broken-parts", "broken-rules", "unknown-keys"}
"""Bad files that load: only `check` finds fault with them."""


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.stem)
def test_every_format_ever_written_reads(path: Path) -> None:
    """The kept file loads, breaks no rule, and the newest is written again byte for byte."""
    loaded = document.load(path)
    if path.stem == f"format-{FORMAT}":
        assert document.render(loaded.session) == path.read_bytes()
    not_understood = {error.place.key for error in document.check(path)}
    assert not_understood == {"badges", "colour", "members.pa11111111.nickname", "workshop.steps.vision.silent"}


def test_a_file_of_every_format_is_kept() -> None:
    """Whoever writes a new format keeps a file of it."""
    assert [path.stem for path in FORMATS] == [f"format-{number}" for number in range(1, FORMAT + 1)]


def _models(kind: Any) -> set[type[Value]]:
    """Return every model that a type is made of."""
    found: set[type[Value]] = set()
    if isinstance(kind, type) and issubclass(kind, Value):
        found = {kind}.union(*(_models(info.annotation) for info in kind.model_fields.values()))
    return found.union(*map(_models, get_args(kind)))


def _key(model: type[Value], name: str) -> tuple[type[Value], str]:
    """Return a key with the model that brought it in: what all kinds of step have is one key."""
    known = [base for base in model.__mro__ if issubclass(base, Value) and name in base.model_fields]
    return known[-1], name


def _held(value: Any) -> set[tuple[type[Value], str]]:
    """Return every key of every model that is set somewhere in a value."""
    if isinstance(value, Value):
        names = value.model_fields_set & set(type(value).model_fields)
        own = {_key(type(value), name) for name in names}
        return own.union(*(_held(getattr(value, name)) for name in names))
    children = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return set().union(*map(_held, children))


def test_the_kept_file_holds_every_key_of_its_format() -> None:
    """A key that no kept file has could be lost without anybody noticing: add it to a new one."""
    newest = document.load(DATA / f"format-{FORMAT}.toml").session
    every = {_key(model, name) for model in _models(Session) for name in model.model_fields}
    assert every == _held(newest)
    assert {type(step) for step in newest.workshop.steps.values()} == set(KINDS.values())


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_at_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FILE:LINE:COLUMN, the key, what is wrong and how many more there are; the file stays as it is."""
    monkeypatch.chdir(path.parent)
    before = path.read_bytes()
    try:
        lines = [str(error) for error in document.check(Path(path.name))]
    except DocumentError as error:
        lines = [f"{error} (+{error.others})" if error.others else str(error)]
    assert lines == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    if path.stem in LOADS:
        assert document.load(path).session.id == "abcd234567"
    else:
        with pytest.raises(DocumentError):
            document.load(path)
    assert path.read_bytes() == before


def test_every_bad_file_has_its_error_beside_it() -> None:
    """A file without its error, or an error without its file, proves nothing."""
    assert {p.stem for p in BAD} == {p.stem for p in (DATA / "bad").glob("*.txt")}
    assert len(BAD) >= 35


def test_a_newer_format_is_told_from_a_broken_file() -> None:
    """The mend is another one: update the program."""
    with pytest.raises(NewerFormatError, match="update the program"):
        document.load(DATA / "bad" / "newer-format.toml")


def test_an_error_shows_the_line_it_means() -> None:
    """The line as it stands in the file, so that nobody has to count."""
    with pytest.raises(DocumentError) as caught:
        document.load(DATA / "bad" / "bad-word.toml")
    assert caught.value.place.source == 'status = "dooing"'


@pytest.mark.parametrize("name", ["x.toml", "con.toml", "窓口.toml"])
def test_a_missing_file_is_said_to_be_missing(name: str, tmp_path: Path) -> None:
    """A wrong name and a wrong folder have different mends, and neither is made."""
    with pytest.raises(DocumentError, match="there is no such file; check the name"):
        document.load(tmp_path / name)
    with pytest.raises(FolderError, match="there is no folder"):
        document.load(tmp_path / "gone" / name)
    assert os.listdir(tmp_path) == []


def test_a_new_session_never_takes_the_name_of_another(tmp_path: Path) -> None:
    """The second gets -2, the third -3, and the first stays as it is."""
    session = sample_session()
    paths = [document.create(tmp_path, session).path for _ in range(3)]
    assert [path.stem for path in paths] == [session.title + tail for tail in ("", "-2", "-3")]
    assert len({path.read_bytes() for path in paths}) == 1


# What a list shows ---------------------------------------------------------------------------------


def test_a_summary_is_the_head_of_the_session(tmp_path: Path) -> None:
    """Removed and dropped actions do not count, late is what is open and past its day."""
    found = summary(document.create(tmp_path, sample_session()).path, TODAY)
    assert (found.title, found.organisation, found.at) == ("窓口の待ち時間を半分にする", "みどり野市", "actions")
    assert (found.actions, found.done, found.late) == (4, 1, 1)
    assert found.hp is not None
    assert (found.hp.percent, found.hp.estimate) == (87, False)
    assert str(found.next_review) == "2026-12-22"
    whole = summary(found.path, TODAY, text=True)
    assert "財政課の高橋" in whole.text
    assert "消した壁" not in whole.text


UNREADABLE = ("empty", "zeros", "binary", "bom", "cp932", "no-title", "not-a-session")


@pytest.mark.parametrize("stem", UNREADABLE)
def test_a_list_passes_over_a_file_that_is_no_session(stem: str) -> None:
    """It is an error with a place, like any other."""
    path = DATA / "bad" / f"{stem}.toml"
    with pytest.raises(DocumentError) as caught:
        summary(path, TODAY)
    assert caught.value.place.file == path


OTHER: list[Any] = [5, -1.5, "x", "", True, [], [1], {}, {"a": 1}, {"a": {"b": 1}}, [{"a": "b"}]]
"""What may stand where something else belongs."""


def _swapped(data: Any, other: Any) -> Any:
    """Yield tables in which one value at a time is another."""
    for key, value in data.items():
        yield {**data, key: other}
        if isinstance(value, dict):
            for inner in _swapped(value, other):
                yield {**data, key: inner}


@pytest.mark.parametrize("other", OTHER, ids=repr)
def test_a_list_survives_any_hand_edit(other: Any, tmp_path: Path) -> None:
    """Whatever value stands in the wrong place: a summary or one error, and loading agrees about errors."""
    data = {key: value for key, value in plain(sample_session()).items() if key != "workshop"}
    workshop = {
        "id": "t",
        "title": "t",
        "minutes": 1,
        "steps": {"a": {"kind": "talk", "title": "t", "minutes": 1}},
    }
    file = tmp_path / "x.toml"
    for swapped in _swapped(data, other):
        file.write_bytes(toml.render({**swapped, "workshop": workshop}))
        try:
            summary(file, TODAY)
        except DxError:
            with pytest.raises(DocumentError):
                document.load(file)


def test_an_action_is_late_from_the_day_after(tmp_path: Path) -> None:
    """On its day it is due, not late."""
    path = document.create(tmp_path, sample_session()).path
    assert [summary(path, date(2026, 12, day)).late for day in (3, 4, 5)] == [0, 0, 1]


def test_a_folder_lists_its_sessions_by_name(tmp_path: Path) -> None:
    """Hidden files, other files and folders are no sessions."""
    for name in ("b.toml", "a.toml", ".hidden.toml", "plan.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "templates.toml").mkdir()
    assert [path.name for path in sessions_in(tmp_path)] == ["a.toml", "b.toml"]
    assert sessions_in(tmp_path / "gone") == []
