"""Who has a file open: seen while they give signs of life, by the clock of the folder, and never in the way."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import calendar
from dxworkshop.store import presence
from dxworkshop.store.lock import this_program
from dxworkshop.store.presence import ALIVE, EVERY, announce, others


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a session file in the shared folder."""
    place = tmp_path / "共有" / "窓口.toml"
    place.parent.mkdir()
    place.write_bytes(b"x\n")
    return place


def signs(path: Path) -> list[Path]:
    """Return the files by which windows give their signs of life."""
    folder = path.parent / ".dxworkshop" / "presence" / path.name
    return sorted(folder.iterdir()) if folder.is_dir() else []


def grow_old(path: Path, seconds: float) -> None:
    """Let the last sign of life of a window be some seconds ago, by the clock of the folder."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_two_laptops_see_each_other(path: Path) -> None:
    """By the name of the person and of the laptop, and since when; nobody sees themselves."""
    ours = announce(path, "田中")
    theirs = announce(path, "鈴木", host="鈴木さんのPC", pid=7)
    [other] = ours.others()
    assert (other.who, other.host, other.since, other.here) == ("鈴木", "鈴木さんのPC", calendar.now(), False)
    [other] = theirs.others()
    assert (other.who, other.host, other.here) == ("田中", this_program().host, True)
    assert {one.who for one in others(path)} == {"田中", "鈴木"}
    assert [sign.name for sign in signs(path) if "鈴木" in sign.name] == ["鈴木さんのPC-7.json"]
    assert len(signs(path)) == 2


def test_who_leaves_is_seen_no_more(path: Path) -> None:
    """And leaves nothing behind, twice even."""
    ours, theirs = announce(path, "a"), announce(path, "b", host="b", pid=2)
    theirs.leave()
    theirs.leave()
    assert ours.others() == []
    ours.leave()
    assert signs(path) == []


def test_who_gives_no_sign_of_life_is_seen_no_more(path: Path) -> None:
    """After 45 seconds; two signs may be missed, and a late one brings the window back."""
    ours, theirs = announce(path, "a"), announce(path, "b", host="b", pid=2)
    [sign] = [sign for sign in signs(path) if sign.name == "b-2.json"]
    grow_old(sign, ALIVE - 1)
    assert len(ours.others()) == 1
    grow_old(sign, 2)
    assert ours.others() == []
    assert sign.exists()
    assert theirs.beat()
    assert len(ours.others()) == 1
    assert 2 * EVERY < ALIVE


def test_the_clock_of_the_folder_counts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop whose clock is wrong sees and is seen: only times that the folder gave are compared."""
    ours, theirs = announce(path, "a"), announce(path, "b", host="b", pid=2)
    tomorrow = calendar.now() + timedelta(days=1)
    monkeypatch.setattr(calendar, "now", lambda: tomorrow)
    late = announce(path, "c", host="c", pid=3)
    assert {one.who for one in late.others()} == {"a", "b"}
    assert {one.who for one in ours.others()} == {"b", "c"}
    assert {one.since for one in theirs.others() if one.who == "c"} == {tomorrow}


def test_a_sign_of_life_does_not_change_since_when(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen says when somebody came, not when they were last seen."""
    ours, theirs = announce(path, "a"), announce(path, "b", host="b", pid=2)
    came = calendar.now()
    later = came + timedelta(hours=1)
    monkeypatch.setattr(calendar, "now", lambda: later)
    assert theirs.beat()
    assert [one.since for one in ours.others()] == [came]


def test_who_came_first_stands_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their laptops are called."""
    came = calendar.now()
    ours = announce(path, "me")
    for n, host in enumerate("cab"):
        time = came + timedelta(minutes=n)
        monkeypatch.setattr(calendar, "now", lambda time=time: time)
        announce(path, host, host=host, pid=2)
    assert [one.who for one in ours.others()] == ["c", "a", "b"]


def test_a_window_that_was_killed_here_is_seen_no_more(path: Path) -> None:
    """Of this laptop it is known whether a process still runs: no need to wait; its sign is swept."""
    code = (
        "import sys, pathlib; from dxworkshop.store import presence;"
        "presence.announce(pathlib.Path(sys.argv[1]), 'gone'); print('here', flush=True); sys.stdin.read()"
    )
    argv = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"here\n" or os.name == "nt"
        ours = announce(path, "me")
        [other] = ours.others()
        assert (other.who, other.here) == ("gone", True)
        window.kill()
    if os.name != "nt":
        assert ours.others() == []
        assert len(signs(path)) == 1


def test_what_is_older_than_a_day_is_swept(path: Path) -> None:
    """A laptop that was switched off leaves its sign; that of yesterday goes, also one that cannot be read."""
    announce(path, "b", host="b", pid=2)
    [theirs] = signs(path)
    torn = theirs.with_name("c-3.json")
    foreign = theirs.with_name("notes.txt")
    for made in (torn, foreign):
        made.write_text("{", encoding="utf-8")
    for made in (theirs, torn, foreign):
        grow_old(made, 86_500)
    assert announce(path, "a").others() == []
    assert {sign.name for sign in signs(path)} == {
        f"{presence.stem_of(this_program().host)}-{os.getpid()}.json"
    } | {"notes.txt"}


GOOD = {"host": "b", "pid": 2, "start": "", "who": "b", "since": "2026-12-10T13:30:00+09:00"}


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe{}",
        b"[" * 4000,
        b'{"pid": 1' + b"0" * 4000 + b"}",
        *(
            json.dumps({**GOOD, **wrong}).encode()
            for wrong in (
                {"pid": "2"},
                {"pid": -1},
                {"pid": 0},
                {"pid": 10**30},
                {"pid": None},
                {"since": 5},
                {"since": "yesterday"},
                {"since": "0001-01-01T00:00:00+14:00"},
                {"who": "x" * 5000},
            )
        ),
        *(json.dumps({k: v for k, v in GOOD.items() if k != key}).encode() for key in GOOD),
    ],
)
def test_what_is_no_sign_is_not_believed(said: bytes, path: Path) -> None:
    """Neither shown nor removed, and nothing breaks."""
    ours = announce(path, "a")
    strange = signs(path)[0].with_name("b-2.json")
    strange.write_bytes(said)
    assert ours.others() == []
    assert others(path)[0].who == "a"
    assert strange.exists()


def test_the_guard_above_believes_a_good_one(path: Path) -> None:
    """The table that was spoilt there is one that counts."""
    ours = announce(path, "a")
    signs(path)[0].with_name("b-2.json").write_text(json.dumps({**GOOD, "who": "長" * 200}), encoding="utf-8")
    assert [one.who for one in ours.others()] == ["長" * 60]


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
def test_a_pipe_or_a_link_is_not_opened(path: Path) -> None:
    """Reading from a pipe would wait for ever."""
    ours = announce(path, "a")
    folder = signs(path)[0].parent
    os.mkfifo(folder / "pipe-1.json")
    (folder / "link-1.json").symlink_to(folder / "pipe-1.json")
    (folder / "folder-1.json").mkdir()
    assert ours.others() == []


@pytest.mark.parametrize("host", ["CON", "..", "a/b\\c", "\u202e逆", "", "x" * 300, "鈴木さんのPC"])
def test_any_name_of_a_laptop_makes_a_file(host: str, path: Path) -> None:
    """What a file system does not take is left out; what is shown is the name itself."""
    ours, theirs = announce(path, "a"), announce(path, "b", host=host, pid=2)
    assert {sign.parent for sign in signs(path)} == {path.parent / ".dxworkshop" / "presence" / path.name}
    if host:
        assert [one.host for one in ours.others()] == [host[:60]]
    theirs.leave()
    assert len(signs(path)) == (1 if host else 0)


def _refused(*_: Any, **__: Any) -> None:
    raise PermissionError


@pytest.mark.parametrize(
    "name", ["pathlib.Path.mkdir", "pathlib.Path.write_text", "os.replace", "os.scandir", "pathlib.Path.touch"]
)
def test_a_folder_that_may_not_be_written_knows_nobody(
    name: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No error, no waiting."""
    if name == "pathlib.Path.touch":
        announce(path, "b", host="b", pid=2)
    monkeypatch.setattr(name, _refused)
    ours = announce(path, "a")
    assert name == "pathlib.Path.touch" or ours.others() == []
    assert others(path) == []
    ours.leave()


@pytest.mark.parametrize("place", ["nowhere/x.toml", "a\0b.toml", "x" * 300 + ".toml"])
def test_a_file_that_cannot_be_is_open_nowhere(place: str, tmp_path: Path) -> None:
    """Nothing is made for it, and nothing is raised."""
    ours = announce(tmp_path / place, "a")
    assert ours.others() == others(tmp_path / place) == []
    ours.leave()
    assert not (tmp_path / "nowhere").exists()


def test_to_look_makes_nothing(path: Path) -> None:
    """Who only asks leaves no folder behind."""
    assert others(path) == []
    assert not (path.parent / ".dxworkshop").exists()


BROKEN: list[tuple[str, Any, Callable[[Path], None]]] = [
    ("ALIVE", 10**9, test_who_gives_no_sign_of_life_is_seen_no_more),
    ("_DAY", 10**9, test_what_is_older_than_a_day_is_swept),
]


@pytest.mark.parametrize(("name", "value", "guard"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_the_guards_fall(
    name: str, value: Any, guard: Callable[[Path], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that believes the dead is seen."""
    monkeypatch.setattr(presence, name, value)
    with pytest.raises(AssertionError):
        guard(path)


def test_the_guard_of_the_clock_falls(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were ages reckoned by the clock of this laptop, a wrong one would see nobody."""
    real = presence._others
    monkeypatch.setattr(
        presence, "_others", lambda folder, now, own: real(folder, calendar.now().timestamp(), own)
    )
    with pytest.raises(AssertionError):
        test_the_clock_of_the_folder_counts(path, monkeypatch)
