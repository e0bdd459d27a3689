"""Kept versions: whole, thinned by age, and silent about who wrote which slip."""

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import SaveError
from dxworkshop.model.secret import said_in_secret
from dxworkshop.sentence import say
from dxworkshop.store import aside, document, file, versions
from dxworkshop.store.versions import CAP, LAST, Version, forget, keep, kept, local, thinned, trail
from tests.sample import sample_session

NOW = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a session file in a folder that nothing was kept in yet."""
    place = tmp_path / "共有" / "窓口.toml"
    place.parent.mkdir()
    place.write_bytes(b"now\n")
    return place


def held(path: Path) -> list[bytes]:
    """Return the bytes of the kept versions, newest first."""
    return [version.path.read_bytes() for version in kept(path)]


def at(minutes: float, *, by_hand: bool = False, size: int = 100, name: str = "") -> Version:
    """Return a version that was replaced some minutes ago."""
    when = NOW - timedelta(minutes=minutes)
    return Version(Path(name or f"{minutes:015.3f}"), when, "0" * 16, by_hand, size)


# Keeping -------------------------------------------------------------------------------------------


def test_a_version_is_kept_under_its_time_and_its_digits(path: Path) -> None:
    """Beside the file, out of git's sight, whole."""
    assert keep(path, b"one", now=NOW, by_hand=False)
    assert keep(path, b"two", now=NOW + timedelta(seconds=1), by_hand=True)
    two, one = kept(path)
    folder = path.parent / ".dxworkshop" / "versions" / path.name
    assert one.path == folder / f"20261210T043000Z-{file.identity(b'one')[:16]}.toml"
    assert two.path == folder / f"20261210T043001Z-{file.identity(b'two')[:16]}-hand.toml"
    assert (two.at, two.by_hand, two.size, two.here) == (NOW + timedelta(seconds=1), True, 3, False)
    assert one.is_whole(b"one")
    assert not one.is_whole(b"two")
    assert (path.parent / ".dxworkshop" / ".gitignore").read_bytes() == b"*\n"
    assert {entry.name for entry in folder.iterdir()} == {one.path.name, two.path.name}


def test_the_same_bytes_are_kept_once_at_their_latest_time(path: Path) -> None:
    """What was edited by hand once stays so."""
    for seconds, (data, by_hand) in enumerate([(b"a", True), (b"b", False), (b"a", False), (b"b", False)]):
        assert keep(path, data, now=NOW + timedelta(seconds=seconds), by_hand=by_hand)
    assert held(path) == [b"b", b"a"]
    assert [(one.at - NOW).seconds for one in kept(path)] == [3, 2]
    assert [one.by_hand for one in kept(path)] == [False, True]
    assert keep(path, b"b", now=NOW + timedelta(seconds=9), by_hand=True)
    assert [one.by_hand for one in kept(path)] == [True, True]


def test_a_damaged_version_is_not_taken_for_the_same(path: Path) -> None:
    """Its name says what it should hold; what it holds is looked at."""
    assert keep(path, b"good", now=NOW, by_hand=False)
    kept(path)[0].path.write_bytes(b"\0\0\0\0")
    assert keep(path, b"good", now=NOW + timedelta(seconds=1), by_hand=False)
    assert held(path) == [b"good", b"\0\0\0\0"]


def test_other_files_in_the_folder_are_left_alone(path: Path) -> None:
    """Neither listed nor removed, whatever they are called; only our own cut-off files go, after an hour."""
    assert keep(path, b"a", now=NOW, by_hand=False)
    folder = kept(path)[0].path.parent
    others = ["notes.txt", "20269999T999999Z-0123456789abcdef.toml", "20261210T043000Z-xyz.toml", ".fresh.tmp"]
    for name in (*others, ".old.toml.abc.tmp"):
        (folder / name).write_bytes(b"x")
    (folder / "20261210T043000Z-0123456789abcdef.toml").mkdir()
    os.utime(folder / ".old.toml.abc.tmp", (1, 1))
    assert keep(path, b"b", now=NOW, by_hand=False)
    assert len(kept(path)) == 2
    assert {name for name in others if (folder / name).exists()} == set(others)
    assert not (folder / ".old.toml.abc.tmp").exists()


def test_a_linked_file_keeps_its_versions_beside_the_real_one(path: Path, tmp_path: Path) -> None:
    """Both ways to it show the same."""
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    assert keep(link, b"a", now=NOW, by_hand=False)
    assert held(path) == held(link) == [b"a"]
    assert not (tmp_path / ".dxworkshop").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in the folder")
@pytest.mark.parametrize(
    ("mode", "folder", "inner"),
    [(0o644, 0o755, 0o755), (0o600, 0o755, 0o700), (0o660, 0o2775, 0o2770), (0o664, 0o777, 0o777)],
)
def test_who_may_not_read_the_file_may_not_read_its_versions(
    path: Path, mode: int, folder: int, inner: int
) -> None:
    """And whoever may write beside it may keep versions there, whatever the mask of the first one was."""
    path.chmod(mode)
    path.parent.chmod(folder)
    before = os.umask(0o077)
    try:
        assert keep(path, b"a", now=NOW, by_hand=False)
    finally:
        os.umask(before)
    version = kept(path)[0].path
    assert stat.S_IMODE(version.stat().st_mode) == mode
    assert stat.S_IMODE(version.parent.stat().st_mode) == inner
    assert stat.S_IMODE(version.parent.parent.stat().st_mode) == folder


def _full(*_: object, **__: object) -> None:
    raise SaveError(say("full"))


def _refused(*_: object, **__: object) -> None:
    raise PermissionError


@pytest.mark.parametrize(
    ("name", "broken"), [("dxworkshop.store.file.replace", _full), ("pathlib.Path.mkdir", _refused)]
)
def test_what_cannot_be_kept_stands_in_no_save_s_way(
    name: str, broken: Callable[..., None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and nothing else happens."""
    monkeypatch.setattr(name, broken)
    assert not keep(path, b"a", now=NOW, by_hand=False)
    assert kept(path) == []


def test_a_file_where_the_folder_should_be_is_no_reason_to_fail(path: Path) -> None:
    """Somebody else's `.dxworkshop` stays as it is."""
    (path.parent / ".dxworkshop").write_bytes(b"mine")
    assert not keep(path, b"a", now=NOW, by_hand=False)
    assert kept(path) == []
    assert (path.parent / ".dxworkshop").read_bytes() == b"mine"


def test_nothing_is_lost_when_a_version_is_cut_off_in_the_middle(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The half file never bears the name of a version."""

    def cut(handle: int) -> None:
        raise KeyboardInterrupt

    assert keep(path, b"a", now=NOW, by_hand=False)
    monkeypatch.setattr(file, "sync", cut)
    with pytest.raises(KeyboardInterrupt):
        keep(path, b"b" * 100, now=NOW, by_hand=False)
    assert held(path) == [b"a"]


def test_local_versions_are_the_bases_of_this_laptop(tmp_path: Path) -> None:
    """Newest first, by when they were seen; nothing else in the folder is one."""
    for age, text in enumerate([b"new", b"old", b"older"]):
        base = tmp_path / f"base-{file.identity(text)[:24]}.toml"
        base.write_bytes(text)
        os.utime(base, (1_000_000_000 - age, 1_000_000_000 - age))
    (tmp_path / "base-short.toml").write_bytes(b"x")
    (tmp_path / "j-00-aa.jsonl").write_bytes(b"x")
    found = local(tmp_path)
    assert [one.path.read_bytes() for one in found] == [b"new", b"old", b"older"]
    assert all(one.here and one.is_whole(one.path.read_bytes()) for one in found)
    assert local(tmp_path / "nowhere") == []


# Thinning ------------------------------------------------------------------------------------------


def ages(dropped: list[Version]) -> list[float]:
    """Return how many minutes old the dropped versions are, oldest first."""
    return [(NOW - version.at).total_seconds() / 60 for version in dropped]


def test_the_last_twenty_are_all_kept() -> None:
    """Twenty saves within ten seconds, a year ago even: all stay; the one before them is too many."""
    recent = [at(n / 120) for n in range(LAST)]
    assert thinned(recent, NOW) == []
    assert thinned(recent, NOW + timedelta(days=365)) == []
    assert ages(thinned([*recent, at(0.5)], NOW)) == [0.5]


LATEST = [at(n / 1000) for n in range(LAST)]
"""Twenty that stay in any case, so that the rules behind them show."""


@pytest.mark.parametrize(
    ("minutes", "dropped"),
    [
        # 04:30 now; windows of ten minutes begin at 04:20, 04:10 and so on.
        ([11, 12, 19, 20], [20, 19, 12]),
        ([11, 21, 31], []),
        # 24 hours: of two in one window both go but the latest, behind them only the latest of the day stays.
        ([1439, 1440], [1440]),
        ([1440, 1441, 1451], [1451, 1441]),
        # 04:30 yesterday is 1440; that day began at 1710; the day before is one of its own.
        ([1500, 1600, 1700, 1711, 1720], [1720, 1700, 1600]),
        # 90 days are 129600 minutes.
        ([129599, 129601], [129601]),
        ([129601, 200000], [200000, 129601]),
    ],
)
def test_versions_get_fewer_as_they_get_older(minutes: list[float], dropped: list[float]) -> None:
    """Cases reckoned by hand."""
    assert ages(thinned([*LATEST, *map(at, minutes)], NOW)) == dropped


def test_a_clock_that_is_ahead_is_no_reason_to_drop_anything() -> None:
    """Another laptop may live in tomorrow."""
    assert thinned([at(-10 * n) for n in reversed(range(1, 40))], NOW) == []


def test_what_was_edited_by_hand_stays_for_ever() -> None:
    """However old it is, and however much there is of it."""
    by_hand = [at(n * 1000, by_hand=True, size=CAP) for n in range(1, 400)]
    old = at(200_000)
    assert thinned([*LATEST, *by_hand, old], NOW) == [old, *reversed(LATEST[1:])]


def test_over_the_cap_the_oldest_go_first_and_the_newest_stays() -> None:
    """50 MB each: four are 200 MB, five are too many."""
    four = [at(n, size=CAP // 4) for n in range(4)]
    assert thinned(four, NOW) == []
    assert ages(thinned([*four, at(60, size=1)], NOW)) == [60]
    assert ages(thinned([*four, at(60, by_hand=True, size=1)], NOW)) == [3]
    assert thinned([at(0, size=2 * CAP)], NOW) == []


def test_of_one_second_the_later_one_is_the_newer_one(path: Path) -> None:
    """A list gives the newest first; the time in a name has no parts of a second."""
    for n in range(LAST + 5):
        assert keep(path, b"%d" % n, now=NOW, by_hand=False)
    assert held(path) == [b"%d" % n for n in reversed(range(5, LAST + 5))]


MINUTES = st.lists(
    st.tuples(st.floats(-60, 200_000) | st.floats(0, 3000) | st.floats(0, 30), st.booleans()), max_size=60
)


@given(MINUTES)
def test_what_is_promised_is_kept(minutes: list[tuple[float, bool]]) -> None:
    """By hand: all. Of the rest the last twenty, one for each window of ten minutes and for each day."""
    found = [at(age, by_hand=by_hand, name=str(n)) for n, (age, by_hand) in enumerate(minutes)]
    found.sort(key=lambda version: version.at, reverse=True)
    dropped = thinned(found, NOW)
    assert not any(version.by_hand for version in dropped)
    left = [version for version in found if version not in dropped]
    assert left[:LAST] == found[:LAST]
    for version in found:
        age = NOW - version.at
        mine = [one for one in left if not one.by_hand]
        if age <= timedelta(hours=24):
            window = version.at.timestamp() // 600
            assert any(
                one.by_hand or one.at.timestamp() // 600 == window for one in (version, *mine) if one in left
            )
        if age <= timedelta(days=90):
            assert version.by_hand or any(one.at.date() == version.at.date() for one in mine)
    older = [one for one in left[LAST:] if not one.by_hand]
    close = {one.at.timestamp() // 600 for one in older if NOW - one.at <= timedelta(hours=24)}
    days = {one.at.date() for one in older if NOW - one.at <= timedelta(days=90)}
    assert len(older) <= len(close) + len(days)
    assert all(NOW - one.at <= timedelta(days=90) for one in older)
    assert thinned(left, NOW) == []


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=150))
def test_thinning_at_every_save_keeps_the_same_promise(pauses: list[int]) -> None:
    """Whoever thins again and again must not end with less than who thins once at the end."""
    time = NOW
    left: list[Version] = []
    all_: list[Version] = []
    for n, pause in enumerate(pauses):
        time += timedelta(seconds=pause)
        version = Version(Path(str(n)), time, "", False, 1)
        all_.insert(0, version)
        left.insert(0, version)
        gone = thinned(left, time)
        left = [one for one in left if one not in gone]
    gone = thinned(all_, time)
    assert {one.path for one in all_ if one not in gone} <= {one.path for one in left}
    windows = {one.at.timestamp() // 600 for one in all_ if time - one.at <= timedelta(hours=24)}
    assert {one.at.timestamp() // 600 for one in left} >= windows


# What must not be told -----------------------------------------------------------------------------


def session_with(*slips: str, dots: int = 0, anonymous: bool = True, title: str = "t") -> bytes:
    """Return a session file with slips and dots in steps that are anonymous, or not."""
    session = sample_session()
    data: dict[str, Any] = session.model_dump()
    steps = {
        "ideas": {"kind": "collect", "title": "x", "minutes": 5, "anonymous": anonymous},
        "vote": {"kind": "vote", "title": "x", "minutes": 5, "anonymous": anonymous},
    }
    data = {
        **{key: data[key] for key in ("format", "id", "created")},
        "title": title,
        "notes": {f"slip{slip}": {"step": "ideas", "text": slip} for slip in slips},
        "votes": {"vote": {"dots": {"slip1": {"room": dots}}}} if dots else {},
        "workshop": {"id": "tiny", "title": "t", "minutes": 10, "steps": steps},
    }
    return document.render(type(session).model_validate(data))


def titles(path: Path) -> list[str]:
    """Return the titles of the kept versions, newest first."""
    return [document.load(version.path).session.title for version in kept(path)]


def _kept_one_by_one(path: Path, *saves: bytes, by_hand: bool = False) -> None:
    for seconds, data in enumerate(saves):
        assert keep(path, data, now=NOW + timedelta(seconds=seconds), by_hand=by_hand)


def test_versions_do_not_tell_which_slip_came_when(path: Path) -> None:
    """Of all states of the slips only the newest is kept; those before the first slip tell nothing."""
    _kept_one_by_one(
        path,
        session_with(title="none"),
        session_with("1", title="one"),
        session_with("1", "2", title="two"),
        session_with("1", "2", title="two again"),
    )
    assert titles(path) == ["two again", "two", "none"]


def test_versions_do_not_tell_whose_dots_came_when(path: Path) -> None:
    """Each sum less the one before it is somebody's ballot."""
    _kept_one_by_one(path, session_with("1", dots=2, title="a"), session_with("1", dots=5, title="b"))
    assert titles(path) == ["b"]


def test_the_file_itself_is_looked_at_too(path: Path) -> None:
    """A version beside the file that replaced it would tell the last slip."""
    two, three = session_with("1", "2", title="two"), session_with("1", "2", "3", title="three")
    assert keep(path, two, now=NOW, by_hand=False, after=three)
    assert titles(path) == []
    assert keep(path, three, now=NOW, by_hand=False, after=session_with("1", "2", "3", title="x"))
    assert titles(path) == ["three"]
    assert keep(path, session_with(), now=NOW, by_hand=False, after=two)
    assert titles(path) == ["t"]


def test_where_names_are_kept_versions_are_kept_too(path: Path) -> None:
    """Only anonymous steps have something to hide."""
    _kept_one_by_one(path, *(session_with(*"123"[:n], anonymous=False, title=str(n)) for n in range(4)))
    assert titles(path) == ["3", "2", "1", "0"]


def test_what_people_edited_by_hand_stays(path: Path) -> None:
    """Somebody else made it, and on purpose."""
    _kept_one_by_one(path, session_with("1", title="by hand"), by_hand=True)
    _kept_one_by_one(path, session_with("1", "2", title="ours"))
    assert titles(path) == ["ours", "by hand"] or titles(path) == ["by hand", "ours"]


@pytest.mark.parametrize(
    "strange", [b"", b"anonymous = true\n[workshop", b"\xff anonymous = true", session_with(title="emptied")]
)
def test_a_broken_or_empty_file_drops_nothing(path: Path, strange: bytes) -> None:
    """Just then the versions are needed."""
    _kept_one_by_one(path, session_with("1", "2", title="good"))
    assert keep(path, strange, now=NOW + timedelta(seconds=9), by_hand=True)
    assert session_with("1", "2", title="good") in held(path)


def test_after_undoing_all_slips_the_old_ones_still_tell_nothing(path: Path) -> None:
    """They stay while there is nothing beside them, and go with the first new slip."""
    _kept_one_by_one(path, session_with("1", title="one"), session_with(title="none"))
    assert titles(path) == ["none", "one"]
    assert keep(path, session_with("2", title="two"), now=NOW + timedelta(seconds=9), by_hand=False)
    assert titles(path) == ["two", "none"]


def test_a_vote_that_was_not_held_yet_tells_nothing(path: Path) -> None:
    """Who goes back to before the vote must be able to come forward again: the sums of one state are no trail."""
    voted, before = session_with("1", dots=5, title="voted"), session_with("1", title="before")
    assert keep(path, voted, now=NOW, by_hand=False, after=before)
    assert keep(path, before, now=NOW + timedelta(seconds=1), by_hand=False, after=voted)
    assert titles(path) == ["before", "voted"]


def test_a_trail_is_found_among_local_versions_too(tmp_path: Path) -> None:
    """The bases of this laptop are looked at by the same rule."""
    for data in (one := session_with("1"), two := session_with("1", "2"), none := session_with()):
        (tmp_path / f"base-{file.identity(data)[:24]}.toml").write_bytes(data)
    assert [version.path.read_bytes() for version in trail(local(tmp_path), two)] == [one]
    assert trail(local(tmp_path), none) == []


def test_the_digest_is_of_slips_and_dots_alone() -> None:
    """Grouping, placing and removing go on without it; a word or a dot changes it."""

    def digest(**changed: Any) -> dict[str, str]:
        note = {"step": "ideas", "text": "a", **changed}
        steps = {"ideas": {"anonymous": True}, "open": {"anonymous": False}}
        return said_in_secret({"notes": {"n1": note}, "workshop": {"steps": steps}})

    assert set(digest()) == {"ideas"}
    assert digest() == digest(group="g1", impact=3, effort=1, rank="x", removed="now")
    assert digest() != digest(text="b")
    assert digest(step="open") == digest(step="nowhere") == digest(step=5) == {}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"workshop": 5, "notes": [], "votes": "x"},
        {"workshop": {"steps": {"a": 1, "b": {"anonymous": "true"}}}, "notes": {"n": 3}},
        {
            "workshop": {"steps": {"a": {"anonymous": True}}},
            "votes": {"a": {"dots": {"n": 3}}},
            "notes": {"n": []},
        },
    ],
)
def test_data_of_no_session_have_a_digest_too(data: dict[str, Any]) -> None:
    """An old version may be anything."""
    assert isinstance(said_in_secret(data), dict)


def test_what_names_people_is_forgotten(path: Path) -> None:
    """By hand or not, every version of which it is told; and it is said when one could not go."""
    _kept_one_by_one(path, b"tanaka", b"nobody")
    _kept_one_by_one(path, b"tanaka by hand", by_hand=True)
    assert forget(path, lambda data: b"tanaka" in data)
    assert held(path) == [b"nobody"]


def test_it_is_said_when_something_could_not_be_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody promises what does not hold."""
    _kept_one_by_one(path, b"tanaka")
    monkeypatch.setattr("pathlib.Path.unlink", _refused)
    assert not forget(path, lambda data: True)


@pytest.fixture
def without_digest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nothing be seen of what was said in secret."""
    monkeypatch.setattr(versions, "said_in_secret", lambda data: {})
    versions._secret_in.cache_clear()
    yield
    versions._secret_in.cache_clear()


@pytest.mark.usefixtures("without_digest")
def test_the_guard_of_the_slips_falls(path: Path) -> None:
    """Without the digest all states of the slips would stand there."""
    _kept_one_by_one(path, session_with("1", title="one"), session_with("1", "2", title="two"))
    assert titles(path) == ["two", "one"]


@pytest.mark.parametrize(
    ("name", "value"), [("LAST", 19), ("APART", timedelta(minutes=20)), ("FAR", timedelta(days=80))]
)
def test_the_guards_of_the_thinning_fall(name: str, value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that keeps less is seen."""
    monkeypatch.setattr(versions, name, value)
    with pytest.raises(AssertionError):
        _look_again()


def _look_again() -> None:
    test_the_last_twenty_are_all_kept()
    test_versions_get_fewer_as_they_get_older([11, 21, 31], [])
    test_versions_get_fewer_as_they_get_older([129599, 129601], [129601])


def test_the_place_of_each_part_is_beside_the_file(path: Path) -> None:
    """The bin is one for the whole folder."""
    assert aside.place(path, "bin") == path.parent / ".dxworkshop" / "bin"
    assert aside.place(path, "presence") == path.parent / ".dxworkshop" / "presence" / path.name
