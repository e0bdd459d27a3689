"""The journal of a window: what is in it is on the disk, and what a crash left is found again."""

import json
import os
import time
import zlib
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import SaveError
from dxworkshop.model.patch import MISSING, Patch
from dxworkshop.store import file, journal
from dxworkshop.store.journal import Journal, left_behind, standing
from dxworkshop.store.replay import Replay, change_line, draft_lines

VALUES = [
    *("", "行先\n二行目", "\x00\x1b\u2028", 'a"\\', 1, 1.0, True, False, [1, 2], ["a", "b"], {"a": {"b": 1}}, {}),
    *(date(2026, 11, 24), datetime.fromisoformat("2026-11-24T15:02:00+09:00"), clock_time(9, 30)),
    *(
        {"$date": "2026-11-24"},
        {"$table": {"$date": 1}},
        {"$moment": "x", "y": 1},
        [{"$time": [date(2026, 1, 1)]}],
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of journals, which does not exist yet."""
    return tmp_path / "own" / "journals"


def lines(folder: Path) -> list[object]:
    """Return what stands in the one journal of a folder."""
    (found,) = standing(folder)
    return [dict(line) for line in found.lines]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_value_of_a_file_comes_back(folder: Path, value: object) -> None:
    """Days and times too, and tables that look like their marks; 1, 1.0 and true stay apart."""
    Journal(folder, {"base": "x"}).append([{"value": value}])
    (line,) = lines(folder)
    assert repr(line) == repr({"value": value})


def test_a_line_that_ends_in_the_middle_was_never_there(folder: Path) -> None:
    """It was not called saved; nothing is reported, and the lines before it count."""
    made = Journal(folder, {"base": "x"})
    made.append([{"n": 1}, {"n": 2}])
    whole = made.path.read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    for cut in range(1, last):
        made.path.write_bytes(whole[:-cut])
        (found,) = standing(folder)
        assert ([line["n"] for line in found.lines], found.damaged) == ([1], ())


def test_a_damaged_line_is_reported_and_those_behind_it_count(folder: Path) -> None:
    """One byte is enough; its number is said."""
    made = Journal(folder, {"base": "x"})
    made.append([{"n": 1}, {"n": 2}, {"n": 3}])
    rows = made.path.read_bytes().splitlines(keepends=True)
    rows[2] = rows[2].replace(b'"n":2', b'"n":7')
    made.path.write_bytes(b"".join(rows))
    (found,) = standing(folder)
    assert ([line["n"] for line in found.lines], found.damaged) == ([1, 3], (3,))


def test_a_journal_in_use_is_nobody_elses(folder: Path) -> None:
    """Held by a window, it is not taken for one that a crash left; let go of, it is."""
    made = Journal(folder, {"base": "x"})
    assert left_behind(folder) == []
    assert len(standing(folder)) == 1
    made.let_go()
    (found,) = left_behind(folder)
    assert left_behind(folder) == [], "held by whoever recovers it"
    found.let_go()
    assert len(left_behind(folder)) == 1


def test_a_journal_that_cannot_be_read_is_not_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in it may be somebody's words: that it is there is known."""
    Journal(folder, {"base": "x"}).let_go()

    def refuse(path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (found,) = left_behind(folder)
    assert found.unread


def test_what_took_the_place_of_another_stands_alone(folder: Path) -> None:
    """A crash between making the new one and removing the old: the old one is not done again."""
    old = Journal(folder, {"base": "x"}, [{"n": 1}])
    new = Journal(folder, {"base": "x", "supersedes": [old.path.name]}, [{"n": 1}])
    old.let_go()
    new.let_go()
    assert [one.path for one in standing(folder)] == [new.path]
    (found,) = left_behind(folder)
    assert found.path == new.path
    assert not old.path.exists()


def test_after_a_refusal_everything_goes_into_a_new_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refused once may forget without a word the next time: that file is not used again."""
    made = Journal(folder, {"base": "x"}, [{"n": 1}])
    first = made.path
    refused = []

    def refuse(handle: object) -> None:
        refused.append(handle)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file, "sync_data", refuse)
    with pytest.raises(SaveError):
        made.append([{"n": 2}])
    assert len(refused) >= 2, "it was tried in a new file too"
    monkeypatch.undo()
    made.append([{"n": 2}, {"n": 3}])
    assert made.path != first
    assert not first.exists()
    assert [line["n"] for line in standing(folder)[0].lines] == [1, 2, 3]


def test_a_file_that_was_deleted_under_it_is_made_anew(folder: Path) -> None:
    """An open file can be written after its name is gone: that would be kept nowhere."""
    made = Journal(folder, {"base": "x"}, [{"n": 1}])
    made.path.unlink()
    made.append([{"n": 2}])
    assert [line["n"] for line in standing(folder)[0].lines] == [1, 2]


def test_each_line_bears_its_checksum(folder: Path) -> None:
    """The form of the file, as it is promised: another program could read it."""
    made = Journal(folder, {"base": "x"})
    made.append([{"n": 1}])
    for row in made.path.read_bytes().splitlines():
        crc, text = row.split(b" ", 1)
        assert int(crc, 16) == zlib.crc32(text)
        json.loads(text)


def test_the_last_sign_of_life_is_known(folder: Path) -> None:
    """When it was written to tells when a crash was."""
    made = Journal(folder, {"base": "x"})
    os.utime(made.path, (1_800_000_000, 1_800_000_000))
    (found,) = standing(folder)
    assert found.written is not None
    assert found.written.timestamp() == 1_800_000_000


@given(st.lists(st.text(max_size=300), max_size=12))
def test_unfinished_texts_come_back_from_what_changed_in_them(texts: list[str]) -> None:
    """However a text went on: typed at the end, in the middle, cut, emptied."""
    before: dict[str, str] = {}
    replay = Replay({})
    for text in texts:
        after = {"a": text} if text else {}
        replay.run(draft_lines(before, after))
        before = after
        assert replay.drafts == {
            key: value.replace("\r\n", "\n").replace("\r", "\n") for key, value in after.items()
        }
        before = dict(replay.drafts)


def test_a_key_more_in_a_long_text_is_a_short_line() -> None:
    """Five thousand characters, and one behind them."""
    (line,) = draft_lines({"a": "字" * 5000}, {"a": "字" * 5001})
    assert line == {"draft": "a", "at": 5000, "cut": 0, "text": "字"}
    made = change_line(1, "do", [Patch(("x",), "字" * 5000, "字" * 2500 + "新" + "字" * 2500)])
    assert len(json.dumps(made)) < 200
    replay = Replay({"x": "字" * 5000})
    replay.run([made])
    assert replay.data["x"] == "字" * 2500 + "新" + "字" * 2500


def test_changes_up_to_a_number_are_not_done_twice() -> None:
    """What the bytes hold already is left out; what is gone stays gone."""
    made = [
        change_line(1, "do", [Patch(("a",), 1, 2)]),
        change_line(2, "do", [Patch(("b",), 1, MISSING), Patch(("c", "d"), MISSING, {"e": 1})]),
    ]
    replay = Replay({"a": 5, "b": 1})
    replay.run(made, upto=1)
    assert replay.data == {"a": 5, "c": {"d": {"e": 1}}}
    assert len(replay.past) == 1


def test_journals_are_found_in_the_order_they_were_made(folder: Path) -> None:
    """The oldest first, for the newest word counts."""
    for n in range(3):
        Journal(folder, {"base": str(n)}).let_go()
        time.sleep(0.002)
    assert [found.head["base"] for found in standing(folder)] == ["0", "1", "2"]


@pytest.mark.parametrize("renames", [True, False])
def test_where_no_open_file_can_be_renamed_it_is_closed_for_that(
    folder: Path, monkeypatch: pytest.MonkeyPatch, renames: bool
) -> None:
    """As Windows wants it; held, written on and dropped as elsewhere."""
    monkeypatch.setattr(journal, "_RENAMES_OPEN", renames)
    made = Journal(folder, {"base": "x"}, [{"n": 1}])
    made.append([{"n": 2}])
    assert left_behind(folder) == []
    assert [line["n"] for line in standing(folder)[0].lines] == [1, 2]
    made.drop()
    assert list(folder.iterdir()) == []


def test_a_damaged_one_that_cannot_be_put_aside_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be read may still be somebody's words: it is never thrown away."""
    made = Journal(folder, {"base": "x"}, [{"n": 1}])
    made.let_go()
    made.path.write_bytes(made.path.read_bytes().replace(b'"n":1', b'"n":7'))
    (found,) = left_behind(folder)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    found.drop()
    assert made.path.exists()
