"""The bin: nothing is deleted, neither an item nor a session, and all of it comes back."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import DocumentError, DxError, NotFoundError, RuleError, SaveError
from dxworkshop.insight.removed import removed
from dxworkshop.model.apply import apply, table
from dxworkshop.model.changes import Add, BringBack, Edit, Noun, Remove
from dxworkshop.model.history import History
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.problem import problems
from dxworkshop.model.session import Action, Member, Note, Rule
from dxworkshop.model.value import plain
from dxworkshop.store import presence, versions
from dxworkshop.store.bin import contents, put, take
from tests.sample import empty_session, sample_session

STAMP = "2026-12-10T13:30:00+09:00"
NOW = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)

# Items ---------------------------------------------------------------------------------------------


def test_what_was_removed_comes_back_as_it_was() -> None:
    """Its words, its place and its id; the stamp is empty, so that every laptop knows."""
    before = sample_session()
    gone = apply(before, Remove("rule", "r111111111", STAMP))
    back = apply(gone, BringBack("rule", "r111111111"))
    assert back.rules["r111111111"] == before.rules["r111111111"]
    assert plain(back)["rules"]["r111111111"]["removed"] == ""
    assert [id_ for id_, rule in back.rules.items() if not rule.removed] == ["r111111111", "r222222222"]


def test_bringing_back_is_undone_and_done_again() -> None:
    """As every change is."""
    history = History(sample_session()).do(BringBack("gap", "g333333333"))
    assert not history.session.gaps["g333333333"].removed
    assert history.undo().session == sample_session()
    assert history.undo().redo().session == history.session


@pytest.mark.parametrize("id_", ["g111111111", "nowhere"])
def test_what_is_not_in_the_bin_cannot_come_back(id_: str) -> None:
    """Neither what was not removed nor what never was."""
    with pytest.raises(NotFoundError, match="in the bin"):
        apply(sample_session(), BringBack("gap", id_))


def test_what_no_longer_fits_is_refused_by_the_rules_of_its_kind() -> None:
    """The same name twice in one seat; an action whose owner has left meanwhile."""
    session = apply(empty_session(), Add("member", "tanaka", Member(name="田中", seat="IT")))
    session = apply(session, Remove("member", "tanaka", STAMP))
    twin = apply(session, Add("member", "twin22", Member(name="田中", seat="IT")))
    with pytest.raises(RuleError, match="already here"):
        apply(twin, BringBack("member", "tanaka"))
    session = apply(apply(session, BringBack("member", "tanaka")), Add("action", "draw", Action(title="t")))
    session = apply(session, Edit("action", "draw", {"owner": "tanaka"}))
    session = apply(apply(session, Remove("action", "draw", STAMP)), Remove("member", "tanaka", STAMP))
    with pytest.raises(RuleError, match="not a member"):
        apply(session, BringBack("action", "draw"))
    session = apply(apply(session, BringBack("member", "tanaka")), BringBack("action", "draw"))
    assert session.actions["draw"].owner == "tanaka"


def test_an_anonymous_slip_comes_back_without_a_place_or_a_name() -> None:
    """Its rank is its random id, as that of all the others."""
    session = apply(sample_session(), Remove("note", "n555555555", STAMP)) if not _voted() else sample_session()
    session = apply(session, Add("note", "slip1", Note(step="worries", text="x")))
    session = apply(apply(session, Remove("note", "slip1", STAMP)), BringBack("note", "slip1"))
    assert (session.notes["slip1"].rank, session.notes["slip1"].author) == ("slip1", "")


def _voted() -> bool:
    return any("n555555555" in vote.dots for vote in sample_session().votes.values())


PLACES = [(noun, id_) for noun in NOUNS for id_ in table(sample_session(), noun)]


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.booleans()), max_size=40))
def test_any_removing_and_bringing_back_keeps_the_rules(deeds: list[tuple[tuple[Noun, str], bool]]) -> None:
    """In any order; and what is in the bin is just what bears a stamp."""
    session = sample_session()
    for (noun, id_), back in deeds:
        try:
            session = apply(session, BringBack(noun, id_) if back else Remove(noun, id_, STAMP))
        except DxError:
            continue
        assert bool(table(session, noun)[id_].removed) is not back
    assert list(problems(session)) == []
    stamped = {(noun, id_) for noun in NOUNS for id_, item in table(session, noun).items() if item.removed}
    assert {(one.noun, one.id) for one in removed(session)} == stamped


@pytest.mark.parametrize(
    ("stamp", "at", "by"),
    [
        (STAMP, datetime.fromisoformat(STAMP), ""),
        (f"{STAMP} 田中 太郎", datetime.fromisoformat(STAMP), "田中 太郎"),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC), ""),
        ("removed", None, ""),
        ("yesterday, Tanaka", None, "yesterday, Tanaka"),
    ],
)
def test_a_stamp_says_when_and_by_whom(stamp: str, at: datetime | None, by: str) -> None:
    """As far as it does; it may have been written by hand."""
    session = apply(apply(empty_session(), Add("rule", "one1", Rule(text="x"))), Remove("rule", "one1", stamp))
    [one] = removed(session)
    assert (one.noun, one.id, one.at, one.by) == ("rule", "one1", at, by)


def test_what_was_removed_last_stands_first() -> None:
    """What does not say when comes last."""
    session = empty_session()
    stamps = ["2026-11-24", "who knows", f"{STAMP} x", "2026-12-10T04:29:59Z", "2026-11-25T09:00:00"]
    for n, stamp in enumerate(stamps):
        session = apply(session, Add("rule", f"rule{n}", Rule(text="x")))
        session = apply(session, Remove("rule", f"rule{n}", stamp))
    assert [one.id for one in removed(session)] == ["rule2", "rule3", "rule4", "rule0", "rule1"]


# Sessions ------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a session file in a shared folder."""
    place = tmp_path / "共有" / "窓口.toml"
    place.parent.mkdir()
    place.write_bytes(b"one\n")
    return place


def files(folder: Path) -> list[str]:
    """Return the names of the files in a folder that people see."""
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file() and entry.name[0] != ".")


def test_a_session_goes_into_the_bin_and_comes_back(path: Path) -> None:
    """The very file, with its time and its rights; nothing else goes along."""
    versions.keep(path, b"zero\n", now=NOW, by_hand=False)
    path.chmod(0o640)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    other = path.with_name("other.toml")
    other.write_bytes(b"x")
    lying = put(path, NOW)
    assert lying == path.parent / ".dxworkshop" / "bin" / "窓口-20261210T043000Z.toml"
    assert files(path.parent) == ["other.toml"]
    [binned] = contents(path.parent)
    assert (binned.path, binned.name, binned.at) == (lying, path.name, NOW)
    assert take(binned, path.parent) == path
    assert path.read_bytes() == b"one\n"
    status = path.stat()
    assert (status.st_mtime, os.name == "nt" or status.st_mode & 0o777) == (
        1_000_000_000,
        os.name == "nt" or 0o640,
    )
    assert len(versions.kept(path)) == 1
    assert contents(path.parent) == []
    assert not list(path.parent.glob(".*.lock"))


def test_no_file_is_ever_replaced(path: Path) -> None:
    """Neither in the bin, where two of one name were removed in one second, nor where one comes back."""
    first = put(path, NOW)
    path.write_bytes(b"two\n")
    second = put(path, NOW)
    assert (first.read_bytes(), second.read_bytes()) == (b"one\n", b"two\n")
    assert second.name == "窓口-20261210T043000Z-2.toml"
    path.write_bytes(b"three\n")
    later, earlier = contents(path.parent)
    assert (later.name, earlier.name) == (path.name, path.name)
    assert take(earlier, path.parent).name == "窓口-2.toml"
    assert take(later, path.parent).name == "窓口-3.toml"
    assert sorted(file.read_bytes() for file in path.parent.glob("*.toml")) == [b"one\n", b"three\n", b"two\n"]


def test_what_is_open_elsewhere_is_not_removed(path: Path) -> None:
    """By whom is said; once they have left it goes."""
    theirs = presence.announce(path, "鈴木", host="PC-7", pid=9)
    with pytest.raises(RuleError, match=r"鈴木 \(PC-7\)"):
        put(path, NOW)
    assert path.exists()
    theirs.leave()
    put(path, NOW)


def test_a_link_is_not_removed(path: Path) -> None:
    """Its file would stay, or the link would lead nowhere: the user is told which file it is."""
    link = path.with_name("link.toml")
    link.symlink_to(path)
    with pytest.raises(RuleError, match="is a link"):
        put(link, NOW)
    assert link.is_symlink()


def test_what_is_no_file_is_refused(path: Path) -> None:
    """A name that is wrong, and a folder."""
    for wrong in (path.with_name("nowhere.toml"), path.parent):
        with pytest.raises(DocumentError):
            put(wrong, NOW)


def test_foreign_files_in_the_bin_are_not_listed(path: Path) -> None:
    """Nor are empty ones: a name that was held when the power went."""
    lying = put(path, NOW)
    for name in (
        "notes.txt",
        "a-20261210T043000Z.toml.bak.x",
        "a-20269999T043000Z.toml",
        "-20261210T043000Z.toml",
    ):
        lying.with_name(name).write_bytes(b"x")
    lying.with_name("b-20261210T043000Z.toml").write_bytes(b"")
    lying.with_name("c-20261210T043000Z.toml").mkdir()
    assert [one.path for one in contents(path.parent)] == [lying]
    assert contents(path.parent / "nowhere") == []


def test_the_last_removed_stands_first_and_names_with_times_are_kept(path: Path) -> None:
    """Also a file that was called like one in the bin."""
    odd = path.with_name("a-20200101T000000Z.toml")
    odd.write_bytes(b"odd\n")
    put(path, NOW)
    put(odd, NOW + timedelta(seconds=1))
    assert [one.name for one in contents(path.parent)] == [odd.name, path.name]


def _refused(number: int) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(number, "no")

    return refuse


@pytest.mark.parametrize("name", ["os.replace", "pathlib.Path.mkdir", "dxworkshop.store.file.sync_folder"])
def test_a_failure_leaves_one_whole_file_and_is_said(
    name: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here or there, never nowhere, and no empty one under its name."""
    monkeypatch.setattr(name, _refused(errno.EIO))
    with pytest.raises(SaveError):
        put(path, NOW)
    monkeypatch.undo()
    there = [*path.parent.glob("*.toml"), *path.parent.glob(".dxworkshop/bin/*")]
    assert [file.read_bytes() for file in there] == [b"one\n"]


def test_a_share_that_moves_and_then_complains_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What already took the place of the empty file is not taken for it."""
    real = os.replace

    def moved(source: Path, target: Path) -> None:
        real(source, target)
        raise OSError(errno.EIO, "lost the connection")

    monkeypatch.setattr(os, "replace", moved)
    with pytest.raises(SaveError):
        put(path, NOW)
    assert [one.path.read_bytes() for one in contents(path.parent)] == [b"one\n"]


def test_what_is_saved_at_the_last_moment_goes_along(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands there is moved; a copy made before would be the old one."""
    real = os.replace

    def late(source: Path, target: Path) -> None:
        Path(source).write_bytes(b"late\n")
        real(source, target)

    monkeypatch.setattr(os, "replace", late)
    assert put(path, NOW).read_bytes() == b"late\n"


@pytest.mark.parametrize(
    ("name", "broken", "guard"),
    [
        ("dxworkshop.store.presence.others", lambda path: [], test_what_is_open_elsewhere_is_not_removed),
        (
            "dxworkshop.store.bin._names",
            lambda folder, stem, suffix: iter([_free(folder / f"{stem}{suffix}")]),
            test_no_file_is_ever_replaced,
        ),
    ],
)
def test_the_guards_fall(
    name: str, broken: Any, guard: Callable[[Path], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bin that asks nobody, and one that takes any name."""
    monkeypatch.setattr(name, broken)
    with pytest.raises((AssertionError, pytest.fail.Exception, FileNotFoundError)):
        guard(path)


def _free(target: Path) -> Path:
    target.unlink(missing_ok=True)
    return target
