"""What was accepted is kept: after a crash, beside another laptop, and where the file cannot be merged."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import ident
from dxworkshop.errors import ConflictError, SaveError
from dxworkshop.model.changes import Add, Edit, MoveTo, PlaceDots, Remove, Resolve, RunClock, Set
from dxworkshop.model.session import Action, Member, Note
from dxworkshop.model.value import plain
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document, file, journal, state, versions
from dxworkshop.store.working import WorkingCopy
from dxworkshop.tui.desk import Desk

MEMBER = "membtanaka"
ADD = Add("member", MEMBER, Member(name="田中"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a new session."""
    return Library(tmp_path / "sessions").new("窓口", "dx-180").path


Laptop = Callable[[str], Facilitation]


@pytest.fixture
def laptop(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """Return a way to open the file on one of several laptops, each with a memory of its own."""

    def opened(name: str) -> Facilitation:
        monkeypatch.setenv("DXWORKSHOP_STATE", str(tmp_path / name))
        monkeypatch.setattr("dxworkshop.service.library.person", lambda: name)
        return Library(path.parent).open(str(path))

    return opened


def again(path: Path) -> Facilitation:
    """Open a file as the next start of the program does."""
    return Library(path.parent).open(str(path))


def crashed(led: Facilitation) -> None:
    """Let a window be gone without a word, as after a power cut."""
    led.let_go()


def journals(path: Path) -> list[Path]:
    """Return the journals of a file on this laptop."""
    return list(state.folder_of(path).glob("j-*"))


# After a crash -------------------------------------------------------------------------------------


def test_what_was_kept_is_there_after_a_crash(path: Path) -> None:
    """Changes, the way back, half-typed texts; and how many changes it was is said."""
    led = again(path)
    led.do(ADD)
    led.do(Set("boss", {"name": "た"}), "name")
    led.do(Set("boss", {"name": "たらい回し"}), "name")
    led.drafts["boss/measure"] = "四十二"
    led.keep()
    led.drafts["boss/measure"] = "四十二分"
    led.keep()
    crashed(led)
    assert document.load(path).session.boss.name == ""
    back = again(path)
    assert (back.session.boss.name, back.recovered) == ("たらい回し", 3)
    assert back.drafts == {"boss/measure": "四十二分"}
    back.undo()
    assert back.session.boss.name == ""
    assert MEMBER in back.session.members
    back.redo()
    back.close()
    assert document.load(path).session.boss.name == "たらい回し"
    assert journals(path) == []
    assert again(path).recovered == 0


def test_undo_and_redo_are_done_again_too(path: Path) -> None:
    """As they were: what was undone is undone after the crash, and can be redone."""
    led = again(path)
    for name in ("一", "二", "三"):
        led.do(Set("boss", {"name": name}))
    led.undo()
    led.undo()
    led.redo()
    led.keep()
    before = plain(led.session)
    crashed(led)
    back = again(path)
    assert plain(back.session) == before
    back.redo()
    assert back.session.boss.name == "三"


def test_a_crash_behind_the_save_makes_no_conflict(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new bytes stood already, and the journal did not hear of it: they are known as our own."""
    led = again(path)
    led.do(Set("boss", {"name": "一"}))
    led.keep()
    led.save()
    led.do(Set("boss", {"name": "二"}))
    led.keep()

    def gone(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(WorkingCopy, "_publish", gone)
    with pytest.raises(KeyboardInterrupt):
        led.save()
    monkeypatch.undo()
    crashed(led)
    assert document.load(path).session.boss.name == "二"
    back = again(path)
    back.do(Set("boss", {"name": "三"}))
    back.close()
    found = document.load(path).session
    assert (found.boss.name, found.conflicts) == ("三", {})


def test_a_second_crash_while_recovering_loses_nothing(path: Path) -> None:
    """Opened, not yet kept, and gone again: as often as it likes."""
    led = again(path)
    led.do(Set("boss", {"name": "たらい回し"}))
    led.drafts["x"] = "途中"
    led.keep()
    crashed(led)
    for _ in range(3):
        back = again(path)
        crashed(back)
    back.keep()
    crashed(back)
    last = again(path)
    assert (last.session.boss.name, last.drafts) == ("たらい回し", {"x": "途中"})


def test_what_cannot_be_read_is_put_aside_and_said(path: Path) -> None:
    """A damaged line: the others count, and the journal stays where a person finds it."""
    led = again(path)
    led.do(ADD)
    led.do(Set("boss", {"name": "x"}))
    led.do(Set("vision", {"destination": "一度で"}))
    led.keep()
    crashed(led)
    (made,) = journals(path)
    made.write_bytes(made.read_bytes().replace(b'"n":2', b'"n":9'))
    back = again(path)
    assert back.session.vision.destination == "一度で"
    assert back.session.boss.name == ""
    (aside,) = back.broken
    back.close()
    assert aside.exists()
    assert again(path).broken == ()


def test_the_clock_stops_where_the_crash_was(path: Path, clock: datetime) -> None:
    """The last sign of life of the window tells when; what was between then and now is nobody's work."""
    led = again(path)
    led.do(RunClock("start", clock - timedelta(minutes=60)))
    led.keep()
    crashed(led)
    alive = (clock - timedelta(minutes=50)).timestamp()
    os.utime(journals(path)[0], (alive, alive))
    back = again(path)
    assert back.session.clock.since is None
    assert back.session.clock.steps[back.step()].used == 600


def test_looking_at_a_session_writes_nothing(path: Path) -> None:
    """A command that only shows leaves the journal of a crash for whoever goes on."""
    led = again(path)
    led.do(ADD)
    led.keep()
    crashed(led)
    before = [file.read_bytes() for file in journals(path)], path.read_bytes()
    crashed(again(path))
    assert ([file.read_bytes() for file in journals(path)], path.read_bytes()) == before


def test_a_window_that_is_open_keeps_its_own(path: Path) -> None:
    """Another start on the same laptop does not take the changes of a running window for those of a crash."""
    led = again(path)
    led.do(ADD)
    led.keep()
    assert again(path).recovered == 0
    led.close()
    assert MEMBER in document.load(path).session.members


# Two laptops ---------------------------------------------------------------------------------------


def test_what_two_laptops_wrote_is_in_one_file(laptop: Laptop, path: Path) -> None:
    """Each sees the other's; where both changed one field, theirs stands and ours is kept beside it."""
    one, two = laptop("suzuki"), laptop("sato")
    one.do(ADD)
    one.do(Set("boss", {"name": "たらい回し"}))
    one.save()
    two.do(Set("vision", {"destination": "一度で"}))
    two.do(Set("boss", {"name": "紙の山"}))
    two.save()
    assert two.session.members[MEMBER].name == "田中"
    assert two.session.boss.name == "たらい回し"
    (clash,) = two.session.conflicts.values()
    assert (clash.path, clash.mine, clash.by) == ("boss/name", "紙の山", "sato")
    assert one.look()
    assert one.session == two.session == document.load(path).session
    assert not one.look()


def test_undo_leaves_what_others_wrote(laptop: Laptop) -> None:
    """Our own changes are taken back; the field that they changed meanwhile is theirs."""
    one, two = laptop("a"), laptop("b")
    one.do(Set("boss", {"name": "一", "why_now": "春"}))
    one.save()
    two.look()
    two.do(Set("boss", {"name": "二"}))
    two.save()
    one.look()
    one.undo()
    assert (one.session.boss.name, one.session.boss.why_now) == ("二", "")
    assert not one.can_undo


def test_what_was_undone_does_not_come_back_from_another_laptop(laptop: Laptop) -> None:
    """Their copy still had it: what is gone says so while they have the file open."""
    one, two = laptop("a"), laptop("b")
    one.do(ADD)
    one.save()
    two.look()
    two.beat()
    one.undo()
    one.save()
    assert one.session.members[MEMBER].removed
    two.look()
    two.do(Set("boss", {"name": "二"}))
    two.save()
    one.look()
    assert not one.session.present_members()
    one.redo()
    one.save()
    two.look()
    assert two.session.present_members()[MEMBER].name == "田中"


def test_alone_undo_leaves_no_trace(path: Path) -> None:
    """The file is byte for byte what it was."""
    before = path.read_bytes()
    led = again(path)
    led.do(ADD)
    led.save()
    led.undo()
    led.close()
    assert path.read_bytes() == before


def test_what_was_typed_while_the_file_was_written_is_not_lost(laptop: Laptop) -> None:
    """Between the save in its thread and the moment its news are taken in, another field and the same one."""
    two, one = laptop("b"), laptop("a")
    two.do(Set("boss", {"name": "二", "why_now": "夏"}))
    two.save()
    one.do(ADD)
    one.write()
    one.do(Set("boss", {"name": "一"}))
    one.do(Set("vision", {"destination": "先"}))
    one.take_in()
    assert one.session.vision.destination == "先"
    assert (one.session.boss.name, one.session.boss.why_now) == ("二", "夏")
    assert [clash.mine for clash in one.session.conflicts.values()] == ["一"]
    one.keep()
    before = plain(one.session)
    crashed(one)
    assert plain(laptop("a").session) == before


def test_an_older_copy_put_back_deletes_nothing(laptop: Laptop, path: Path) -> None:
    """Somebody restores a file of yesterday over ours: what it lacks is still there."""
    before = path.read_bytes()
    one = laptop("a")
    one.do(ADD)
    one.save()
    path.write_bytes(before)
    one.look()
    assert MEMBER in one.session.members
    one.close()
    assert MEMBER in document.load(path).session.members


def test_where_two_windows_lead_is_no_conflict(laptop: Laptop, clock: datetime) -> None:
    """Going to a step and the clock never clash: the last to write is where the team is."""
    one, two = laptop("a"), laptop("b")
    one.do(MoveTo("vision", clock))
    one.do(RunClock("start", clock))
    one.save()
    two.do(MoveTo("boss", clock))
    two.do(RunClock("start", clock + timedelta(minutes=1)))
    two.save()
    assert (two.session.at, two.session.conflicts) == ("boss", {})


def test_a_removal_and_an_edit_leave_it_visible(laptop: Laptop) -> None:
    """Nobody's words vanish because somebody else took the item away at the same time."""
    one, two = laptop("a"), laptop("b")
    one.do(ADD)
    one.save()
    two.look()
    one.do(Remove("member", MEMBER, "いま"))
    one.save()
    two.do(Edit("member", MEMBER, {"seat": "財政課"}))
    two.save()
    assert two.session.present_members()[MEMBER].seat == "財政課"


def test_what_others_wrote_survives_a_save_that_was_not_confirmed(
    laptop: Laptop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The merged bytes stood, the disk did not confirm them: the next save takes away nothing of theirs."""
    two, one = laptop("b"), laptop("a")
    two.do(Add("member", "membsato22", Member(name="佐藤")))
    two.do(Set("boss", {"name": "二"}))
    two.save()
    one.do(ADD)
    one.do(Set("boss", {"name": "一"}))
    really = file.sync_folder

    def refuse(folder: Path) -> None:
        if folder == path.parent:
            raise OSError(5, "Input/output error")
        really(folder)

    monkeypatch.setattr(file, "sync_folder", refuse)
    with pytest.raises(SaveError):
        one.save()
    monkeypatch.setattr(file, "sync_folder", really)
    one.do(Set("vision", {"destination": "先"}))
    one.save()
    found = document.load(path).session
    assert set(found.present_members()) == {MEMBER, "membsato22"}
    assert (found.boss.name, found.vision.destination) == ("二", "先")
    assert [clash.mine for clash in found.conflicts.values()] == ["一"]


def test_news_that_came_twice_before_they_were_taken_in_are_nobodys_removal(laptop: Laptop, path: Path) -> None:
    """The screen was busy for two looks at the file; what is typed then removes nothing."""
    two, one = laptop("b"), laptop("a")
    two.do(ADD)
    two.save()
    one.glance()
    one.glance()
    one.do(Set("boss", {"name": "一"}))
    one.take_in()
    one.save()
    found = document.load(path).session
    assert set(found.present_members()) == {MEMBER}
    assert found.boss.name == "一"


def test_a_journal_begun_behind_a_merge_does_not_write_over_theirs(laptop: Laptop, path: Path) -> None:
    """The file was written before the journal: what is in it is not done again."""
    two, one = laptop("b"), laptop("a")
    two.do(Set("boss", {"name": "二"}))
    two.save()
    one.do(Set("boss", {"name": "一"}))
    one.save()
    one.keep()
    crashed(one)
    back = laptop("a")
    assert (back.recovered, back.session.boss.name) == (0, "二")


def test_an_item_that_others_wrote_in_is_not_undone(laptop: Laptop) -> None:
    """Half of it would be left, or nothing of theirs."""
    two, one = laptop("b"), laptop("a")
    one.do(Add("action", "actntest22", Action(title="歩く")))
    one.save()
    two.look()
    two.do(Edit("action", "actntest22", {"first_step": "三課に聞く"}))
    two.save()
    one.look()
    assert not one.can_undo
    assert one.session.actions["actntest22"].first_step == "三課に聞く"


def test_a_comment_that_somebody_changed_does_not_come_back(path: Path) -> None:
    """Theirs is the comment there is: we write none."""
    text = path.read_text("utf-8")
    path.write_text(f"# 田中さんに聞く\n{text}", encoding="utf-8")
    led = again(path)
    led.do(ADD)
    path.write_text(f"# 鈴木さんに聞く\n{text}", encoding="utf-8")
    led.save()
    assert [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")] == ["# 鈴木さんに聞く"]


def test_what_was_kept_while_the_file_was_written_stays_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change between, in the journal and not in the file: no journal is dropped over it."""
    led = again(path)
    led.do(ADD)
    led.keep()
    crashed(led)
    really = versions.keep
    for change in (Set("boss", {"name": "x"}), Edit("step", "ideas", {"anonymous": True})):
        led = again(path)
        led.do(change)

        def between(*given: Any, led: Facilitation = led, **more: Any) -> bool:
            led.do(Add("action", ident.new_id(), Action(title="その間")))
            led.keep()
            return really(*given, **more)

        monkeypatch.setattr(versions, "keep", between)
        led.write()
        monkeypatch.setattr(versions, "keep", really)
        crashed(led)
    assert len(again(path).session.actions) == 2


def test_going_on_elsewhere_takes_everything_along(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo and half-typed texts, and what was kept while the other file was made."""
    led = again(path)
    led.do(ADD)
    led.drafts["x"] = "途中"
    led.keep()
    led.save()
    really = document.create

    def between(*given: Any) -> document.Document:
        made = really(*given)
        led.do(Set("boss", {"name": "その間"}))
        led.keep()
        return made

    monkeypatch.setattr(document, "create", between)
    made = led.save_as(path.parent / "別.toml")
    crashed(led)
    back = again(made)
    assert (back.session.boss.name, back.drafts) == ("その間", {"x": "途中"})
    back.undo()
    back.undo()
    assert not back.session.members


def test_a_journal_of_another_session_waits_for_it(path: Path, tmp_path: Path) -> None:
    """A file of the same name took its place: nobody's words go into somebody else's session."""
    led = again(path)
    led.do(ADD)
    led.keep()
    crashed(led)
    away = path.rename(tmp_path / "away.toml")
    other = Library(path.parent).new("窓口", "dx-180")
    assert other.path == path
    other.close()
    led = again(path)
    assert (led.recovered, led.session.members) == (0, {})
    led.close()
    away.replace(path)
    assert MEMBER in again(path).session.members


def test_a_newer_file_is_not_written_after_a_crash_either(path: Path) -> None:
    """What a crash left waits for the program that understands the file."""
    led = again(path)
    led.do(ADD)
    led.keep()
    crashed(led)
    path.write_bytes(path.read_bytes().replace(b"format = 1", b"format = 2", 1))
    before = path.read_bytes()
    led = again(path)
    led.close()
    assert path.read_bytes() == before
    path.write_bytes(before.replace(b"format = 2", b"format = 1", 1))
    assert MEMBER in again(path).session.members


# What cannot be merged -----------------------------------------------------------------------------

BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "unreadable": lambda data: data.replace(b'"', b"", 1),
    "zeros": lambda data: b"\0" * len(data),
    "empty": lambda data: b"",
    "newer": lambda data: data.replace(b"format = 1", b"format = 2", 1),
    "another": lambda data: data.replace(b'id = "', b'id = "z', 1),
    "conflict": lambda data: data + b"<<<<<<< HEAD\n",
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_file_that_cannot_be_merged_is_not_touched(path: Path, name: str) -> None:
    """Ours goes beside it, and its name says from which laptop and when; work goes on there."""
    led = again(path)
    led.do(ADD)
    theirs = BREAKS[name](path.read_bytes())
    path.write_bytes(theirs)
    with pytest.raises(ConflictError) as caught:
        led.save()
    copy = led.save_copy(caught.value)
    assert path.read_bytes() == theirs
    assert copy.parent == path.parent
    assert copy.name.startswith(f"{path.stem}.conflict-")
    assert copy.name.endswith("-20261210T043000Z.toml")
    assert MEMBER in document.load(copy).session.members
    led.do(Set("boss", {"name": "続き"}))
    led.keep()
    led.close()
    assert document.load(copy).session.boss.name == "続き"
    assert path.read_bytes() == theirs


def test_a_file_that_was_removed_is_not_made_again(path: Path) -> None:
    """Whoever removed it may have meant it; ours is beside where it was."""
    led = again(path)
    led.do(ADD)
    path.unlink()
    with pytest.raises(ConflictError, match="removed or renamed") as caught:
        led.save()
    assert not path.exists()
    assert led.save_copy(caught.value).exists()


def test_a_folder_that_is_away_is_waited_for(path: Path, tmp_path: Path) -> None:
    """The journal goes on; when the folder is back, the next save writes everything."""
    led = again(path)
    led.do(ADD)
    led.keep()
    away = path.parent.rename(tmp_path / "away")
    with pytest.raises(SaveError, match="is away") as caught:
        led.save()
    assert not isinstance(caught.value, ConflictError)
    led.do(Set("boss", {"name": "続き"}))
    led.keep()
    away.rename(path.parent)
    led.close()
    assert document.load(path).session.boss.name == "続き"


def test_a_file_of_a_newer_program_is_looked_at_and_never_written(path: Path) -> None:
    """What we understand of it is shown; a change is refused with the mend."""
    path.write_bytes(path.read_bytes().replace(b"format = 1", b"format = 2", 1) + b"\n[future]\nx = 1\n")
    before = path.read_bytes()
    led = again(path)
    assert led.session.title == "窓口"
    assert led.read_only is not None
    with pytest.raises(Exception, match="newer program"):
        led.do(ADD)
    led.close()
    assert path.read_bytes() == before


# By hand -------------------------------------------------------------------------------------------


def test_comments_and_unknown_keys_stay(path: Path) -> None:
    """Somebody wrote beside our words; what they wrote is still above the same key after a save."""
    text = path.read_text("utf-8").replace("[workshop]", '# 進行は鈴木さん\n[workshop]\nfuture = "x"', 1)
    path.write_text(f"# 窓口改革チーム\n{text}# 終わり\n", encoding="utf-8")
    led = again(path)
    led.do(ADD)
    led.close()
    after = path.read_text("utf-8")
    assert after.startswith("# 窓口改革チーム\n")
    assert "# 進行は鈴木さん\n[workshop]\n" in after
    assert 'future = "x"' in after
    assert after.endswith("# 終わり\n")
    assert "田中" in after
    (kept,) = versions.kept(path)
    assert kept.by_hand


def test_the_versions_are_those_that_were_replaced(path: Path) -> None:
    """Ours are not marked as written by hand, and each is whole."""
    led = again(path)
    seen = [path.read_bytes()]
    for name in ("一", "二", "三"):
        led.do(Set("boss", {"name": name}))
        led.save()
        seen.append(path.read_bytes())
    found = {version.path.read_bytes() for version in versions.kept(path)}
    assert found == set(seen[:-1])
    assert not any(version.by_hand for version in versions.kept(path))


# Anonymous -----------------------------------------------------------------------------------------


def told(path: Path, tmp_path: Path) -> str:
    """Return everything that any disk holds of a session beside its file."""
    places = [*path.parent.rglob(".dxworkshop/**/*"), *(tmp_path / "state").rglob("*")]
    return "".join(file.read_text("utf-8", "replace") for file in places if file.is_file())


def test_a_step_that_becomes_anonymous_is_forgotten_by_journal_and_versions(path: Path, tmp_path: Path) -> None:
    """Who wrote is told by no older state of the file, in the folder or on this laptop."""
    led = again(path)
    led.do(ADD)
    led.do(Add("note", "slip1", Note(step="ideas", text="付箋", author=MEMBER)))
    led.do(Add("note", "slip2", Note(step="ideas", text="二枚目")))
    led.do(PlaceDots("vote", MEMBER, {"slip2": 1}))
    led.keep()
    led.save()
    led.do(PlaceDots("vote", MEMBER, {}))
    led.do(Edit("note", "slip1", {"author": ""}))
    led.keep()
    led.save()
    assert f'author = "{MEMBER}"' in told(path, tmp_path)
    led.do(Edit("step", "ideas", {"anonymous": True}))
    led.keep()
    led.save()
    left = told(path, tmp_path)
    assert f'author = "{MEMBER}"' not in left
    assert f'"author"],"value":"{MEMBER}"' not in left
    assert f'"author":"{MEMBER}"' not in left
    led.do(Set("boss", {"name": "続き"}))
    led.keep()
    crashed(led)
    assert again(path).session.boss.name == "続き"


def test_a_deleted_memory_costs_only_what_was_in_it(path: Path, tmp_path: Path) -> None:
    """Somebody cleans this laptop's own folder while nothing runs: the file is all there is, and it is whole."""
    led = again(path)
    led.do(ADD)
    led.keep()
    led.close()
    shutil.rmtree(tmp_path / "state")
    assert MEMBER in again(path).session.members
    assert journal.standing(state.folder_of(path)) == []


def test_what_others_decided_takes_the_place_of_what_waited_here(laptop: Laptop) -> None:
    """Both wrote in one field; there it was decided: the text that waits here was one of the two."""
    two, one = laptop("b"), laptop("a")
    here = Desk(one)
    two.do(Set("boss", {"name": "二"}))
    two.save()
    one.do(Set("boss", {"name": "一"}))
    one.write()
    here.take_in()
    here.keep_draft("boss/name", "一")
    here.save()
    two.look()
    (id_,) = two.session.conflicts
    two.do(Resolve(id_, "both", stamp="いま"))
    two.save()
    one.glance()
    here.take_in()
    assert here.draft("boss/name") == ""
    assert set(one.session.boss.name.split(" / ")) == {"一", "二"}
    assert here.ask(Set("boss", {"name": "三"})) is None
