"""What is added up over many files is kept with their index, and says nothing that they do not say any more."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.paths import cache_folder
from dxworkshop.store import document
from dxworkshop.store.index import memo, open_index
from dxworkshop.store.index.memo import MOST, remembered
from tests.sample import sample_session

OLD = 1_700_000_000
"""Seconds: long before any test runs."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one session in it."""
    made = tmp_path / "sessions"
    made.mkdir()
    put(made, "abcd1", "一つめ")
    return made


def put(folder: Path, id_: str, title: str) -> None:
    """Write a session, and let it be so old that nobody need read it twice."""
    made = document.create(folder, sample_session().model_copy(update={"id": id_, "title": title}), id_)
    os.utime(made.path, (OLD, OLD))


class Maker:
    """Makes something and counts how often it was asked to."""

    def __init__(self, made: Any) -> None:
        self.made = made
        self.times = 0

    def __call__(self) -> Any:
        """Make it."""
        self.times += 1
        return self.made


def ask(folder: Path, key: str, make: Callable[[], Any]) -> Any:
    """Open the index as a new process would, and ask it."""
    with open_index(folder) as index:
        return remembered(index, key, make)


def test_what_was_made_is_made_once(folder: Path) -> None:
    """The next process finds it, as plain data."""
    make = Maker({"words": ["\u805e\u304f\u529b", 1, None]})
    assert [ask(folder, "a", make) for _ in range(3)] == [make.made] * 3
    assert make.times == 1


def test_keys_do_not_mix(folder: Path) -> None:
    """Each has what was made for it."""
    assert [ask(folder, key, Maker(key)) for key in ("a", "b", "a", "b")] == ["a", "b", "a", "b"]


def test_it_is_made_anew_when_a_file_changes(folder: Path) -> None:
    """A file more, and a file less."""
    make = Maker(1)
    ask(folder, "a", make)
    put(folder, "abcd2", "\u4e8c\u3064\u3081")
    ask(folder, "a", make)
    (folder / "abcd2.toml").unlink()
    ask(folder, "a", make)
    assert make.times == 3


def test_what_stood_in_a_file_is_not_kept_when_it_is_gone(folder: Path) -> None:
    """The cache holds nothing that the files do not: as soon as anybody looks at the folder again."""
    ask(folder, "a", Maker("KEPTWORD"))
    kept = [file for file in cache_folder().iterdir() if b"KEPTWORD" in file.read_bytes()]
    assert len(kept) == 1
    put(folder, "abcd2", "\u4e8c\u3064\u3081")
    open_index(folder).close()
    assert [file for file in cache_folder().iterdir() if b"KEPTWORD" in file.read_bytes()] == []


def test_what_is_of_other_files_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands there under the key: it says of which state of the folder it is."""
    make = Maker(1)
    ask(folder, "a", make)
    monkeypatch.setattr(memo, "_seal", lambda db: "another")
    ask(folder, "a", make)
    assert make.times == 2


def test_the_index_is_still_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeping something does not make the next process read all files again."""
    ask(folder, "a", Maker(1))
    from dxworkshop.store.index import change

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("made anew")

    monkeypatch.setattr(change, "fill", refuse)
    assert ask(folder, "a", Maker(2)) == 1


def test_where_nothing_can_be_kept_it_is_made_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder for caches everything works, only slower."""
    (folder.parent / "file").write_text("")
    monkeypatch.setenv("DXWORKSHOP_CACHE", str(folder.parent / "file" / "cache"))
    make = Maker(1)
    assert [ask(folder, "a", make) for _ in range(2)] == [1, 1]
    assert make.times == 2


def test_no_more_is_kept_than_is_of_use(folder: Path) -> None:
    """Of many questions the last ones are kept."""
    makers = [Maker(n) for n in range(MOST + 1)]
    for n, make in enumerate(makers):
        ask(folder, str(n), make)
    ask(folder, str(MOST), makers[-1])
    ask(folder, "0", makers[0])
    assert (makers[-1].times, makers[0].times) == (1, 2)
