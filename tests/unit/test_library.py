"""The library: sessions are made, found, listed and searched, and none takes the place of another."""

import errno
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.errors import AmbiguousError, DocumentError, DxError, FolderError, NotFoundError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.service import Library
from dxworkshop.store import document
from dxworkshop.store.index import open_index
from dxworkshop.store.summary import sessions_in
from tests.conftest import NOW

VOICE = Voice("en", "plain")
STAMP = "2026-12-10T13:30:00+09:00"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library whose folder does not exist yet."""
    return Library(tmp_path / "sessions")


def files(library: Library) -> list[str]:
    """Return what is in the folder."""
    return sorted(os.listdir(library.folder)) if library.folder.exists() else []


def test_a_new_session_begins_at_the_first_step(library: Library) -> None:
    """It carries its workshop, and its file holds it already; the clock and the ids are the test's own."""
    led = library.new(" 窓口の待ち時間 ", "quick-60", language="en", register="plain", organisation="みどり野市")
    assert (led.session.title, led.session.organisation, led.voice) == ("窓口の待ち時間", "みどり野市", VOICE)
    assert (led.session.created, led.session.at, led.step()) == (NOW, "opening", "opening")
    assert len(led.session.id) == 10
    assert led.saved
    assert not led.can_undo
    assert document.load(led.path).session == led.session
    assert files(library) == ["窓口の待ち時間.toml"]


def test_a_new_session_never_takes_the_place_of_another(library: Library) -> None:
    """The same title twice makes two files and two ids, and the first stays as it was."""
    first = library.new("Same")
    before = first.path.read_bytes()
    second = library.new("same")
    assert files(library) == ["Same.toml", "same-2.toml"]
    assert first.path.read_bytes() == before
    assert first.session.id != second.session.id


NO_TITLES = [
    ("..\\", "a file cannot be named after '..\\\\'; use letters or digits"),
    ("/", "a file cannot be named after '/'; use letters or digits"),
    ("\u200b", "a file cannot be named after '\\u200b'; use letters or digits"),
    ("con", "con is a name Windows keeps for itself; choose another title"),
    ("NUL.txt", "NUL.txt is a name Windows keeps for itself; choose another title"),
    ("", "a title is needed"),
    (" \u3000\t", "a title is needed"),
    ("two\rlines", "a title is one line; take the line breaks out"),
    ("two\u2028lines", "a title is one line; take the line breaks out"),
    ("a\x1b[2J", "a title is one line; take the line breaks out"),
    ("x" * 300, "the title has 300 characters; the most is 120"),
]


@pytest.mark.parametrize(("title", "sentence"), NO_TITLES)
def test_a_title_that_cannot_be_makes_no_file(title: str, sentence: str, library: Library) -> None:
    """One sentence, and not even the folder is made."""
    with pytest.raises(RuleError) as caught:
        library.new(title)
    assert VOICE.say(caught.value.sentence) == sentence
    assert not library.folder.exists()


def test_a_title_is_cleaned_before_it_names_a_file(library: Library) -> None:
    """Half a sign, which no file can hold, and a line end behind the words, as pasted."""
    led = library.new("窓口\ud83d\r\n")
    assert (led.session.title, files(library)) == ("窓口\ufffd", ["窓口\ufffd.toml"])


@pytest.mark.parametrize("wrong", [{"id_": "../x"}, {"id_": "A"}, {"language": "fr"}, {"register": "rude"}])
def test_a_session_that_could_not_be_read_again_is_not_made(wrong: dict[str, Any], library: Library) -> None:
    """What no file may hold is refused before there is one."""
    with pytest.raises(RuleError):
        library.new("A title", **wrong)
    assert not library.folder.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A folder below a file, which not even an administrator can make."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(DxError, match="cannot be made"):
        Library(tmp_path / "file" / "sessions").new("A title")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.fixture
def three(library: Library) -> Library:
    """Return a library of three sessions."""
    library.new("窓口の待ち時間", id_="abcd234567")
    library.new("窓口の案内", id_="abzz234567")
    library.new("Paperless meetings", id_="qqqq234567")
    return library


FOUND = [
    ("abcd234567", "窓口の待ち時間"),
    ("abc", "窓口の待ち時間"),
    ("qq", "Paperless meetings"),
    ("待ち", "窓口の待ち時間"),
    ("PAPER", "Paperless meetings"),
    ("Ｐａｐｅｒｌｅｓｓ", "Paperless meetings"),
    ("窓口の案内.toml", "窓口の案内"),
]


@pytest.mark.parametrize(("selector", "title"), FOUND)
def test_a_session_is_found(selector: str, title: str, three: Library) -> None:
    """By its id or the start of it, by part of its title in any width and case, by its file in the folder."""
    assert three.find(selector) == three.folder / f"{title}.toml"
    assert three.open(selector).session.title == title


def test_a_path_goes_before_a_file_of_the_folder(three: Library, tmp_path: Path) -> None:
    """What somebody points at from where they are is what they mean."""
    here = Path("窓口の案内.toml")
    here.write_text("", encoding="utf-8")
    assert three.find(str(here)) == here
    assert three.find(str(tmp_path / "gone.toml")) == tmp_path / "gone.toml"


@pytest.mark.parametrize(("selector", "names"), [("窓口", 2), ("ab", 2), ("", 3)])
def test_several_that_answer_are_listed(selector: str, names: int, three: Library) -> None:
    """Nothing is guessed: the files are named."""
    with pytest.raises(AmbiguousError) as caught:
        three.find(selector)
    found = caught.value.sentence.values["files"]
    assert isinstance(found, list)
    assert len(found) == names
    assert all(three.find(name) == three.folder / name for name in found)


@pytest.mark.parametrize("selector", ["nothing", "x" * 5000, "a\0b", "234567", "\ud800"])
def test_nothing_that_answers_is_said(selector: str, three: Library) -> None:
    """Also for words that no file system takes for a name."""
    with pytest.raises(NotFoundError, match="there is no session"):
        three.find(selector)


def test_the_newest_session_is_listed_first(library: Library) -> None:
    """By when it was made, whatever hour and offset; what cannot be read is told beside the others."""
    for title, year in (("old", 2020), ("new", 2026), ("middle", 2024)):
        library.new(title, created=datetime(year, 1, 1, tzinfo=UTC))
    (library.folder / "bad.toml").write_text("x", encoding="utf-8")
    summaries, errors = library.summaries()
    assert [found.title for found in summaries] == ["new", "middle", "old"]
    assert [error.place.file.name for error in errors if isinstance(error, DocumentError)] == ["bad.toml"]
    assert Library(library.folder / "gone").summaries() == ([], [])


@pytest.mark.parametrize(
    "created",
    [
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
    ],
    ids=str,
)
def test_a_time_at_the_end_of_all_times_breaks_no_list(created: datetime, three: Library) -> None:
    """One file must not hide the others, and its session can be made and found."""
    led = three.new("とても古い", created=created, id_="oooo234567")
    assert led.session.created == created
    found, errors = three.summaries()
    assert (len(found), errors) == (4, [])
    assert found[0 if created.year > 9000 else -1].id == "oooo234567"
    assert three.open("とても").session.created == created


def test_a_folder_that_may_not_be_read_does_not_look_empty(
    three: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said wherever sessions are looked for."""

    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(os, "scandir", refuse)
    found, errors = three.summaries()
    assert found == []
    sentence = f"the folder {three.folder} cannot be read: Permission denied"
    assert [str(error) for error in errors] == [sentence]
    for look in (lambda: sessions_in(three.folder), lambda: open_index(three.folder), lambda: three.find("窓口")):
        with pytest.raises(FolderError, match="cannot be read: Permission denied"):
            look()
