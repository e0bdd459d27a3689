"""Hints: the word that was meant, and the way out of a file that cannot be read."""

from pathlib import Path
from typing import get_args

import pytest

from dxworkshop.errors import DocumentError, Place
from dxworkshop.model.session import Action, Session, Status
from dxworkshop.model.workshop import KINDS
from dxworkshop.sentence import say
from dxworkshop.store import document, hint, toml
from dxworkshop.store.hint import known_keys

DATA = Path(__file__).parent.parent / "data"
KEPT = DATA / "format-1.toml"
BAD = sorted((DATA / "bad").glob("*.toml"))
HINTS = {
    "bad-word": "did you mean 'doing'?",
    "bom": "in Notepad: File, Save as, and choose UTF-8 under Encoding",
    "conflict": "'dxworkshop git-setup' lets git put two versions together without such marks",
    "cp932": "in Notepad: File, Save as, and choose UTF-8 under Encoding",
    "empty": "'dxworkshop versions empty.toml' lists the older copies that were kept",
    "newer-format": "'dxworkshop --version' tells which one this is; who saved the file has a newer one",
    "truncated": "'dxworkshop versions truncated.toml' lists the older copies that were kept",
    "utf-16": "in Notepad: File, Save as, and choose UTF-8 under Encoding",
    "zeros": "'dxworkshop versions zeros.toml' lists the older copies that were kept",
}
"""The bad files for which there is more to say than the sentence."""


def errors_of(path: Path) -> list[DocumentError]:
    """Return what is wrong in a file, also where it cannot be read at all."""
    try:
        return document.check(path)
    except DocumentError as error:
        return [error]


def hints_of(path: Path) -> list[str]:
    """Return the hints that a file gets."""
    return [str(found) for error in errors_of(path) if (found := hint.hint(error)) is not None]


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Return a session in which one place is written in another way."""
    text = KEPT.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "x.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_its_hint_or_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the sentence says all, nothing is added."""
    monkeypatch.chdir(path.parent)
    assert hints_of(Path(path.name)) == ([HINTS[path.stem]] if path.stem in HINTS else [])


def test_every_way_out_belongs_to_a_sentence_that_is_said() -> None:
    """A sentence put into other words must not lose its hint."""
    said = {error.sentence.text for path in BAD for error in errors_of(path)}
    assert hint._WAYS.keys() <= said


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ('status = "blocked"', 'status = "bloked"', "did you mean 'blocked'?"),
        ('status = "blocked"', 'status = "Ｂｌｏｃｋｅｄ"', "did you mean 'blocked'?"),
        ('kind = "vote"', 'kind = "vot"', "did you mean 'vote'?"),
        ('register = "adventure"', 'register = "advent"', "did you mean 'adventure'?"),
        ("organisation =", "organizaton =", "did you mean 'organisation'?"),
        ("why_now =", "why_know =", "did you mean 'why_now'?"),
        ("[seats.", "[seat.", "did you mean 'seats'?"),
        ("anonymous =", "anonimous =", "did you mean 'anonymous'?"),
        ("unit = ", "unti = ", "there is a key unti; was unit meant?"),
        ("title = ", "titel = ", "there is a key titel; was title meant?"),
        ("created = ", "creatd = ", "there is a key creatd; was created meant?"),
    ],
)
def test_a_misspelt_word_or_key_is_recognised(tmp_path: Path, old: str, new: str, meant: str) -> None:
    """Wherever a session has a choice of words or keys, in any case and width."""
    path = changed(tmp_path, old, new)
    assert meant in hints_of(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('status = "blocked"', 'status = "zurückgestellt"'),
        ('status = "blocked"', 'status = ""'),
        ('status = "blocked"', "status = 3"),
        ("why_now =", "zzz ="),
        ("colour =", "titel ="),
        ("title = ", "heading = "),
    ],
)
def test_nothing_is_guessed_where_nothing_is_near(tmp_path: Path, old: str, new: str) -> None:
    """A word of another language, and a key whose like is there already, get no hint."""
    kept = hints_of(KEPT)
    assert hints_of(changed(tmp_path, old, new)) == kept


def test_a_choice_that_is_no_text_has_no_hint() -> None:
    """The only format there is, is a number."""
    sentence = say("{value} is not one of: {choices}", value="2", choices="1")
    assert hint.hint(DocumentError(Place(KEPT, key="format"), sentence)) is None


def test_a_file_that_is_gone_meanwhile_gets_no_hint(tmp_path: Path) -> None:
    """Looking again may find nothing, or something else; that is no error."""
    path = changed(tmp_path, "title = ", "titel = ")
    (error,) = [error for error in errors_of(path) if error.place.key == "title"]
    assert hint.hint(error) is not None
    for content in (b"\xff", b"titel = [", b"title = 1\n", b""):
        path.write_bytes(content)
        assert hint.hint(error) is None
    path.unlink()
    assert hint.hint(error) is None
    assert hint.hint(DocumentError(Place(Path("a\0b"), key="title"), error.sentence)) is None


def test_a_file_is_read_once_for_all_its_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand keys nobody understands must not cost a thousand readings."""
    lines = "".join(f"titel{number} = 1\n" for number in range(1000))
    found = errors_of(changed(tmp_path, "[vision]", lines + "[vision]"))
    read: list[Path] = []
    real = toml.read_bytes

    def reading(path: Path) -> bytes:
        read.append(path)
        return real(path)

    monkeypatch.setattr(toml, "read_bytes", reading)
    assert len(found) > 1000
    for error in found:
        hint.hint(error)
    assert len(read) <= 1


def test_the_keys_of_every_table_are_known() -> None:
    """From the models: of a table, of an item in a table, of all kinds of step, and of what is no table."""
    assert known_keys([]) == set(Session.model_fields)
    assert known_keys(["actions", "x"]) == set(Action.model_fields)
    assert {"name", "unit"} <= known_keys(["boss", "measures", "x"])
    assert {"name", "baseline"} <= known_keys(["actions", "x", "measure"])
    steps = known_keys(["workshop", "steps", "x"])
    assert steps == {name for kind in KINDS.values() for name in kind.model_fields}
    assert {"ideal", "words"} <= known_keys(["ratings", "x", "y"])
    assert {"ja", "en"} <= known_keys(["workshop", "steps", "x", "rules", "0"])
    for path in (["title"], ["actions", "x", "title"], ["gone"], ["votes", "x", "dots", "y"], ["reviews", "0"]):
        assert known_keys(path) == set()
    assert "blocked" in get_args(Status)
