"""The index of a folder says what its files say, whatever happens to the files and to the index itself."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop import listing
from dxworkshop.paths import cache_folder
from dxworkshop.store import document
from dxworkshop.store.index import look, many, open_index, place, refresh, schema
from dxworkshop.store.index.refresh import Index
from tests.sample import sample_session

LATER = 1_000_000_000_000
"""Nanoseconds by which files are made older, so that they are settled."""
BROKEN = {
    "text": b"this is no TOML",
    "empty": b"",
    "bytes": b"\xff\xfe\x00",
    "other": b'name = "no session"\n',
    "newer": b'format = 99\nid = "abcd"\n',
    "gaps": b'gaps = 5\nid = "gaps123456"\ntitle = "t"\n',
}
"""Files that are no sessions, or only as far as a list looks."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three settled sessions."""
    return filled(tmp_path / "sessions")


def filled(folder: Path, number: int = 3) -> Path:
    """Fill a folder with sessions, all settled."""
    folder.mkdir()
    base = document.render(sample_session()).decode()
    id_, title = sample_session().id, sample_session().title
    for n in range(number):
        text = base.replace(id_, f"made{n:06d}").replace(title, f"{title} {n}")
        (folder / f"s{n}.toml").write_text(text, encoding="utf-8", newline="")
    settle(folder)
    return folder


def settle(folder: Path) -> None:
    """Make all files of a folder older than the clock of any file system."""
    for path in folder.iterdir():
        if path.is_file():
            at = path.stat().st_mtime_ns - LATER
            os.utime(path, ns=(at, at))


def dump(index: Index) -> dict[str, Any]:
    """Return all that an index says of files, by their names: whatever numbers it gave them."""
    names = dict(index.db.execute("SELECT id, name FROM file"))
    said: dict[str, Any] = {"file": sorted(index.db.execute("SELECT name, hash, error FROM file"))}
    for table in schema.PARTS:
        columns = ", ".join(schema.COLUMNS[table])
        rows = index.db.execute(f"SELECT file, {columns} FROM {table}")  # noqa: S608 - tables of ours
        said[table] = sorted((names[file], *map(repr, row)) for file, *row in rows)
    return said


def said(folder: Path) -> dict[str, Any]:
    """Open the index of a folder and return all that it says."""
    with open_index(folder) as index:
        return dump(index)


def fresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return all that a new index of a folder says."""
    with monkeypatch.context() as other:
        other.setattr(place, "place_of", lambda folder: None)
        return said(folder)


def database() -> Path:
    """Return the one index there is."""
    (found,) = cache_folder().glob("*.sqlite")
    return found


def listed(folder: Path, *, text: bool) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Return what lists say of a folder."""
    found, errors = listing.summaries(folder, text=text)
    return [tuple(one) for one in found], sorted(map(str, errors))


@contextmanager
def counted(folder: Path) -> Iterator[list[str]]:
    """Note which files of a folder are opened."""
    opened: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open" and str(arguments[0]).startswith(str(folder)):
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)
    yield opened
    watching.clear()


def test_nothing_is_read_when_nothing_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass through the folder, one question for each file, and no file is opened."""
    before = said(folder)
    asked: list[str] = []
    scandir = os.scandir

    class Entry:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.entry, self.name, self.is_file = entry, entry.name, entry.is_file

        def stat(self) -> os.stat_result:
            asked.append(self.name)
            return self.entry.stat()

    @contextmanager
    def watched(path: Path) -> Iterator[Iterator[Entry]]:
        asked.append("folder")
        with scandir(path) as entries:
            yield map(Entry, entries)

    real = os.stat

    def stat(path: Any, **more: Any) -> os.stat_result:
        if str(path).startswith(f"{folder}{os.sep}"):
            asked.append(str(path))
        return real(path, **more)

    monkeypatch.setattr(os, "scandir", watched)
    monkeypatch.setattr(os, "stat", stat)
    with counted(folder) as opened:
        assert said(folder) == before
    assert sorted(asked) == ["folder", "s0.toml", "s1.toml", "s2.toml"]
    assert opened == []


def test_only_what_changed_is_read(folder: Path) -> None:
    """A new file and a changed one, and no other."""
    said(folder)
    shutil.copy(folder / "s0.toml", folder / "new.toml")
    (folder / "s1.toml").write_bytes((folder / "s1.toml").read_bytes() + b"# more\n")
    with counted(folder) as opened:
        said(folder)
    assert sorted(Path(name).name for name in opened) == ["new.toml", "s1.toml"]


def test_a_file_changed_twice_in_one_tick_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was read just after it was written: what is written then at the same time and length is read, too."""
    path = folder / "s0.toml"
    real = look.look

    def without_change_time(folder: Path) -> look.Look:
        seen = real(folder)
        return look.Look({name: (size, mtime, 0) for name, (size, mtime, _) in seen.files.items()}, seen.copies)

    monkeypatch.setattr(refresh, "look", without_change_time)
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    status = path.stat()
    said(folder)
    path.write_bytes(path.read_bytes().replace(b"made000000", b"made00000x"))
    os.utime(path, ns=(now, now))
    assert path.stat().st_size == status.st_size
    with open_index(folder) as index:
        assert index.db.execute("SELECT id FROM session WHERE id = 'made00000x'").fetchall() == [("made00000x",)]


def test_a_file_that_settled_is_read_no_more(folder: Path) -> None:
    """Once it was read well after its time, the next look opens nothing."""
    path = folder / "s0.toml"
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    said(folder)
    settle(folder)
    said(folder)
    with counted(folder) as opened:
        said(folder)
    assert opened == []


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_as_without_an_index_and_again_when_it_is_mended(kind: str, folder: Path) -> None:
    """What lists say is the same whether it comes from the files or from the index, at every moment."""
    path, whole = folder / "s1.toml", (folder / "s1.toml").read_bytes()
    for data in (whole, BROKEN[kind], whole[: len(whole) // 3], whole):
        path.write_bytes(data)
        settle(folder)
        for text in (False, True):
            shutil.rmtree(cache_folder(), ignore_errors=True)
            plain = listed(folder, text=text)
            said(folder)
            assert database().exists()
            assert listed(folder, text=text) == plain


def test_files_that_go_and_come_are_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed, renamed, exchanged, made a folder, or hidden."""
    said(folder)
    (folder / "s0.toml").unlink()
    (folder / "s1.toml").rename(folder / "renamed.toml")
    assert [name for name, *_ in said(folder)["file"]] == ["renamed.toml", "s2.toml"]
    (folder / "s0.toml").mkdir()
    (folder / "s2.toml").rename(folder / ".hidden.toml")
    assert [name for name, *_ in said(folder)["file"]] == ["renamed.toml"]
    assert said(folder) == fresh(folder, monkeypatch)


def test_a_name_that_is_no_text_is_indexed(folder: Path) -> None:
    """As systems allow it: the file is found under the name it has."""
    odd = os.fsdecode(b"caf\xe9.toml")
    try:
        shutil.copy(folder / "s0.toml", folder / odd)
    except OSError:
        pytest.skip("this file system takes no such name")
    said(folder)
    found, errors = listing.summaries(folder)
    assert odd in [one.name for one in found]
    assert errors == []
    assert document.load(next(one.path for one in found if one.name == odd))


def test_a_lexicon_of_the_team_changes_what_is_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words count in all sessions, also in those that did not change; it is no session and no error."""
    before = said(folder)["word"]
    (folder / "lexicon.toml").write_text('stop = ["\u7a93\u53e3"]\n[words]\n"\u5206" = []\n', encoding="utf-8")
    after = said(folder)
    assert after["word"] != before
    assert after == fresh(folder, monkeypatch)
    assert listing.summaries(folder)[1] == []
    (folder / "lexicon.toml").unlink()
    assert said(folder)["word"] == before


def test_copies_that_wait_to_be_merged_are_no_sessions(folder: Path) -> None:
    """They are named beside them."""
    shutil.copy(folder / "s0.toml", folder / "s0.conflict-20261210.toml")
    with open_index(folder) as index:
        assert index.copies == ("s0.conflict-20261210.toml",)
        assert index.db.execute("SELECT count(*) FROM session").fetchone() == (3,)


def test_many_files_are_read_in_other_processes_and_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And how far it is, is told."""
    folder = filled(tmp_path / "many", 40)
    (folder / "bad.toml").write_bytes(BROKEN["text"])
    alone = fresh(folder, monkeypatch)
    monkeypatch.setattr(many, "PAYS", 10)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    told: list[tuple[int, int]] = []
    with open_index(folder, progress=lambda done, total: told.append((done, total))) as index:
        assert dump(index) == alone
    assert told == [(n, 41) for n in range(1, 42)]


def test_where_no_other_process_can_be_started_all_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop may forbid it."""
    folder = filled(tmp_path / "many", 12)
    alone = fresh(folder, monkeypatch)
    monkeypatch.setattr(many, "PAYS", 10)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def refused(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", refused)
    assert said(folder) == alone


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "again", "break", "remove", "rename", "touch", "lexicon", "look"]),
        st.integers(0, 4),
        st.integers(0, 7),
    ),
    max_size=12,
)


@given(edits=EDITS)
def test_after_any_edits_the_index_is_as_a_new_one(
    edits: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files are written, broken, removed and renamed in any order, with looks between them."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        scratch = tmp_path_factory.mktemp("edits")
        monkeypatch.setenv("DXWORKSHOP_CACHE", str(scratch / "cache"))
        folder = filled(scratch / "sessions")
        said(folder)
        for what, which, how in edits:
            _edit(folder, what, folder / f"s{which}.toml", how)
        kept = said(folder)
        assert kept == fresh(folder, monkeypatch)
        assert said(folder) == kept
        now = [listed(folder, text=text) for text in (False, True)]
        monkeypatch.setattr(listing, "kept_index", lambda *_, **__: None)
        assert now == [listed(folder, text=text) for text in (False, True)]
    shutil.rmtree(scratch)


def _edit(folder: Path, what: str, path: Path, how: int) -> None:
    base = document.render(sample_session()).decode()
    if what == "write":
        path.write_text(base.replace(sample_session().id, f"edit{how:06d}"), encoding="utf-8", newline="")
    elif what == "break":
        path.write_bytes([*BROKEN.values()][how % len(BROKEN)])
    elif what == "lexicon":
        (folder / "lexicon.toml").write_text(f'[words]\n"\u7a93\u53e3{how}" = ["\u5206"]\n', encoding="utf-8")
    elif what == "look":
        said(folder)
    elif not path.exists():
        return
    elif what == "again":
        path.write_bytes(path.read_bytes())
    elif what == "remove":
        path.unlink()
    elif what == "rename":
        path.rename(folder / f"s{how % 5}.toml")
    elif what == "touch":
        at = path.stat().st_mtime_ns - LATER * how
        os.utime(path, ns=(at, at))
