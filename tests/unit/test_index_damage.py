"""Whatever lies in the place of an index, or keeps it from being written: the answer is that of the files."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dxworkshop import listing
from dxworkshop.paths import cache_folder
from dxworkshop.store.index import open_index, place, refresh, schema
from dxworkshop.store.index.refresh import kept_index
from tests.unit.test_index import BROKEN, database, dump, filled, fresh, listed, said, settle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three settled sessions, with its index."""
    found = filled(tmp_path / "sessions")
    said(found)
    return found


def garbage(at: int) -> Callable[[Path], None]:
    """Return what writes into a file that has it all: at a place in tenths of it."""

    def write(file: Path) -> None:
        with file.open("r+b") as stream:
            stream.seek(file.stat().st_size * at // 10)
            stream.write(b"garbage " * 64)

    return write


def cut(file: Path) -> None:
    """Cut a file in half."""
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)


def emptied(file: Path) -> None:
    """Leave nothing in it."""
    file.write_bytes(b"")


def foreign(file: Path) -> None:
    """Put another database in its place."""
    file.unlink()
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE other(x)")
    db.close()


def changed(file: Path) -> None:
    """Let another program change what it says."""
    with sqlite3.connect(file) as db:
        db.execute("UPDATE session SET title = 'wrong'")
    db.close()


def in_the_way(file: Path) -> None:
    """Put a folder that is not empty in its place."""
    file.unlink()
    file.mkdir()
    (file / "something").write_text("", encoding="utf-8")


DAMAGE = [garbage(0), garbage(2), garbage(5), garbage(8), cut, emptied, foreign, changed, in_the_way]


@pytest.mark.parametrize("damage", DAMAGE, ids=["g0", "g2", "g5", "g8", *(one.__name__ for one in DAMAGE[4:])])
def test_a_damaged_index_gives_no_wrong_answer(
    damage: Callable[[Path], None], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made anew, or is done without; nobody is told."""
    right, lists = fresh(folder, monkeypatch), listed(folder, text=False)
    damage(database())
    assert listed(folder, text=False) == lists
    assert said(folder) == right
    assert said(folder) == right


def test_an_index_of_another_version_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables may be others."""
    right = said(folder)
    before = database().stat().st_mtime_ns
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    assert said(folder) == right
    assert database().stat().st_mtime_ns != before


def test_damage_that_hides_itself_is_found_where_somebody_looks(folder: Path) -> None:
    """The time of the file was set back after it was damaged: the list comes from the files then."""
    lists = listed(folder, text=True)
    file = database()
    at = file.stat().st_mtime_ns
    data = file.read_bytes()
    file.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    os.utime(file, ns=(at, at))
    assert listed(folder, text=True) == lists
    assert listed(folder, text=True) == lists


def test_an_index_that_somebody_keeps_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for long, and nothing is missing: also what changed meanwhile."""
    monkeypatch.setattr(schema, "_CHANGING", ("PRAGMA busy_timeout=10", *schema._CHANGING[1:]))
    shutil.copy(folder / "s0.toml", folder / "new.toml")
    right = fresh(folder, monkeypatch)
    for kind in ("IMMEDIATE", "EXCLUSIVE"):
        holder = sqlite3.connect(database(), isolation_level=None)
        holder.execute(f"BEGIN {kind}")
        with open_index(folder) as index:
            assert (dump(index), index.kept) == (right, False)
        assert kept_index(folder) is None
        assert len(listing.summaries(folder)[0]) == 4
        holder.execute("ROLLBACK")
        holder.close()
    with open_index(folder) as index:
        assert (dump(index), index.kept) == (right, True)


def test_where_no_index_can_be_written_the_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of caches may be a file, may be refused, or may not be known."""
    folder = filled(tmp_path / "sessions", 40)
    right, lists = fresh(folder, monkeypatch), len(listing.summaries(folder)[0])
    shutil.rmtree(cache_folder())
    cache_folder().write_text("", encoding="utf-8")
    assert said(folder) == right
    assert len(listing.summaries(folder)[0]) == lists == 40
    cache_folder().unlink()

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as closed:
        closed.setattr(place, "scratch", refused)
        assert said(folder) == right
        assert len(listing.summaries(folder)[0]) == 40
    assert not cache_folder().exists()


def test_an_index_is_for_this_user_alone_and_forgets_what_is_gone(folder: Path) -> None:
    """What people typed is not to be read by others, and what was removed is in no free page."""
    file = database()
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
        assert file.parent.stat().st_mode & 0o077 == 0
    assert b"made000001" in file.read_bytes()
    (folder / "s1.toml").unlink()
    said(folder)
    assert b"made000001" not in file.read_bytes()


def test_the_index_of_a_folder_that_is_gone_goes(folder: Path, tmp_path: Path) -> None:
    """When another one is made."""
    old = database()
    shutil.rmtree(folder)
    other = filled(tmp_path / "other")
    said(other)
    assert not old.exists()
    assert database() != old


def test_an_interrupt_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a half index nor a wrong one."""
    right = said(folder)
    database().unlink()

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_index(folder, progress=stop)
    assert list(cache_folder().iterdir()) == []
    assert said(folder) == right
    for name in ("s0.toml", "s1.toml", "s2.toml"):
        (folder / name).write_bytes(BROKEN["other"])
    with pytest.raises(KeyboardInterrupt):
        open_index(folder, progress=stop)
    assert said(folder) == fresh(folder, monkeypatch)


AT_ONCE = """
import os
import sys
from pathlib import Path
from dxworkshop.store.index import open_index
if __name__ == "__main__":
    for n in range(8):
        with open_index(Path(sys.argv[1])) as index:
            rows = index.db.execute("SELECT count(*), count(DISTINCT id) FROM session").fetchone()
            if rows != (12, 12):
                sys.exit(f"{rows}")
        path = Path(sys.argv[1]) / f"s{n}.toml"
        new = path.with_suffix(f".{os.getpid()}")
        new.write_bytes(path.read_bytes() + b"# x\\n")
        os.replace(new, path)
"""


def test_several_processes_at_once_all_get_the_right_answer(tmp_path: Path) -> None:
    """They make the index, and change it, at the same time."""
    folder = filled(tmp_path / "sessions", 12)
    script = tmp_path / "at_once.py"
    script.write_text(AT_ONCE, encoding="utf-8")
    argv = [sys.executable, str(script), str(folder)]
    root = str(Path(__file__).parents[2])
    running = [
        subprocess.Popen(argv, env={**os.environ, "PYTHONPATH": root}, stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert [(one.communicate()[1], one.returncode) for one in running] == [(b"", 0)] * 3
    settle(folder)
    assert len(said(folder)["session"]) == 12
    assert refresh.kept_index(folder) is not None
