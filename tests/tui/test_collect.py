"""Collecting notes: one typist writes down the slips of a room, and groups them; keys in, session and file out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.model.changes import Add, Change, Edit
from dxworkshop.model.session import Group, Member, Note
from dxworkshop.model.value import shown
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document
from dxworkshop.tui.steps.collect import CollectView
from dxworkshop.tui.steps.note import Whole
from dxworkshop.tui.widgets.entry import Entry, EntryLine
from dxworkshop.tui.widgets.lines import Lines
from tests.tui.conftest import TITLE, Room, opened, prepared

STEP = "ideas"
PEOPLE = {"membaaaaaa": "田中", "membbbbbbb": "佐藤　花子", "membcccccc": "鈴木"}
LONG = "申請書を写真で送れるようにして、窓口に来る前に不備を直せるようにする。" * 8
UNDO, DOWN = "f8", "\x1b[B"


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of a session with three people in it."""
    created = Library(folder).new(TITLE, "dx-90").path
    prepared(created, STEP, *(Add("member", id_, Member(name=name)) for id_, name in PEOPLE.items()))
    return created


def note(number: int, text: str = "", group: str = "", author: str = "") -> Add:
    """Return the change that adds a note with a number in its id."""
    item = Note(step=STEP, text=text or f"案その{number}", group=group, author=author)
    return Add("note", f"note{number:06}", item)


def group(letter: str, name: str) -> Add:
    """Return the change that adds a group."""
    return Add("group", f"grpp{letter}aaaaa", Group(step=STEP, name=name))


ANONYMOUS = Edit("step", STEP, {"anonymous": True})
A, B = "grppaaaaaa", "grppbaaaaa"
WALL: Sequence[Change] = (
    group("a", "様式を減らす"),
    group("b", ""),
    note(1, "欄を数える", A),
    note(2, "待合に案内役", B),
    note(3, "電話を一か所で"),
)


def texts(room: Room) -> list[str]:
    """Return the texts of all notes, in their order."""
    return [item.text for _, item in shown(room.desk.session.notes)]


def where(room: Room, number: int) -> str:
    """Return the group of a note."""
    return room.desk.session.notes[f"note{number:06}"].group


def wall(room: Room) -> Lines:
    """Return the list of notes."""
    return room.app.screen.query_one(CollectView).query_one(Lines)


def entry(room: Room) -> Entry:
    """Return the line to type into."""
    return room.app.screen.query_one(Entry)


async def choose(room: Room, id_: str) -> None:
    """Go into the list, and down to a line."""
    await room.press("down", "home")
    for _ in wall(room).lines:
        if wall(room).chosen == id_:
            return
        await room.press("down")
    raise AssertionError(f"no key leads to {id_}")


# Slip after slip


async def test_twelve_slips_are_a_text_and_enter_each_and_nothing_else(path: Path) -> None:
    """Twelve texts with Enter behind each, typed in one go: twelve notes, and each is undone by itself."""
    slips = [f"紙その{number}" for number in range(12)]
    async with opened(path, STEP) as room:
        await room.type("".join(f"{slip}\r" for slip in slips))
        await room.until(lambda: texts(room) == slips)
        assert entry(room).text == ""
        assert entry(room).has_focus_within
        assert [item.author for _, item in shown(room.desk.session.notes)] == [""] * 12
        assert len((await room.saved())["notes"]) == 12
        await room.press(UNDO)
        assert texts(room) == slips[:-1]
        await room.press(UNDO)
        assert texts(room) == slips[:-2]
        assert "紙その11" not in room.text()
        await room.press("f9", "f9")
        assert texts(room) == slips


async def test_enter_on_an_empty_line_passes_to_the_next_person(path: Path) -> None:
    """Nobody is named before the typist goes to them; after the last person the slips have no name again."""
    async with opened(path, STEP) as room:
        assert entry(room).label == "Slip"
        assert "no name; empty Enter: 田中" in room.text()
        assert "Named: an author may stand beside each note." in room.text()
        await room.press("enter")
        assert entry(room).label == "田中"
        assert "田中; empty Enter: 佐藤　花子" in room.text()
        await room.type("一枚目\r二枚目\r\r三枚目\r\r四枚目\r")
        await room.until(lambda: "鈴木; empty Enter: no name" in room.text())
        await room.type("\r五枚目\r")
        await room.until(lambda: len(texts(room)) == 5)
        authors = [PEOPLE.get(item.author, "") for _, item in shown(room.desk.session.notes)]
        assert authors == ["田中", "田中", "佐藤　花子", "鈴木", ""]
        assert "三枚目  (佐藤　花子)" in room.text()
        assert entry(room).label == "Slip"


async def test_the_turn_is_the_same_after_a_look_at_another_step(path: Path) -> None:
    """Whoever wrote the newest note goes on, with no name where it has none; text begun for somebody is theirs."""
    async with opened(path, STEP) as room:
        await room.type("\r一枚目\r\r二枚目\r")
        await room.press("pagedown", "pageup")
        assert entry(room).label == "佐藤　花子"
        await room.type("\r書きかけ")
        await room.press("pagedown", "pageup")
        assert (entry(room).label, entry(room).text) == ("鈴木", "書きかけ")
        await room.press("ctrl+u", "enter")
        await room.type("名前のない一枚\r")
        await room.press("pagedown", "pageup")
        assert entry(room).label == "Slip"
        assert room.desk.facilitation.drafts == {}


@pytest.mark.parametrize(
    ("change", "label"),
    [(ANONYMOUS, "Note"), (Edit("member", "membaaaaaa", {"present": False}), "Slip")],
    ids=["anonymous", "absent"],
)
async def test_text_begun_for_somebody_who_cannot_be_named_any_more_is_the_next_slip(
    path: Path, change: Change, label: str
) -> None:
    """The step became anonymous, or its writer left: the words stay, the name does not."""
    async with opened(path, STEP) as room:
        await room.type("\r書きかけ")
        await room.until(lambda: list(room.kept().values()) == ["書きかけ"])
    prepared(path, STEP, change)
    async with opened(path, STEP) as room:
        assert (entry(room).label, entry(room).text) == (label, "書きかけ")
        assert not any(id_ in key for key in room.desk.facilitation.drafts for id_ in PEOPLE)


async def test_somebody_who_is_absent_has_no_turn(path: Path) -> None:
    """Only those in the room are asked."""
    prepared(path, STEP, Edit("member", "membbbbbbb", {"present": False}))
    async with opened(path, STEP) as room:
        await room.type("\r\r一枚目\r")
        await room.until(lambda: texts(room) == ["一枚目"])
        assert [item.author for _, item in shown(room.desk.session.notes)] == ["membcccccc"]


async def test_what_is_typed_and_not_entered_outlives_the_program(path: Path) -> None:
    """Half a second without a key keeps it; another run of the program has it in the line again."""
    async with opened(path, STEP) as room:
        await room.type("まだ途中の")
        await room.until(lambda: list(room.kept().values()) == ["まだ途中の"])
        assert texts(room) == []
    async with opened(path, STEP) as room:
        assert entry(room).text == "まだ途中の"
        await room.type("文\r")
        await room.until(lambda: texts(room) == ["まだ途中の文"])
        await room.until(lambda: room.kept() == {})


async def test_an_anonymous_step_says_so_and_stores_nobody(path: Path) -> None:
    """Before the first note is written; nobody is named in the notes, in the way back or in what is unfinished."""
    prepared(path, STEP, ANONYMOUS)
    async with opened(path, STEP, size=(80, 24)) as room:
        assert "Anonymous: who wrote a note is stored nowhere." in room.text()
        assert not any(name in room.text() for name in PEOPLE.values())
        await room.type("一枚目\r\r二枚目\r書きかけ")
        await room.until(lambda: len(texts(room)) == 2)
        await room.until(lambda: list(room.kept().values()) == ["書きかけ"])
        notes = (await room.saved())["notes"]
        assert not any("author" in item and item["author"] for item in notes.values())
        await room.press(UNDO)
        await room.saved()
    again = Facilitation(document.load(path))
    history = [*again._history.past, *again._history.future]
    told = repr([patch for entry in history for patch in entry.patches if patch.path[0] == "notes"])
    assert "枚目" not in told
    assert not any(id_ in told + repr(again.drafts) for id_ in PEOPLE)


async def test_an_author_in_an_anonymous_step_is_not_shown(path: Path) -> None:
    """A file that was edited by hand may hold one; what the room was promised holds on the wall, too."""
    prepared(path, STEP, ANONYMOUS, note(1))
    text = path.read_text(encoding="utf-8")
    assert text.count('author = ""\n') == 1
    path.write_text(text.replace('author = ""\n', 'author = "membaaaaaa"\n'), encoding="utf-8")
    async with opened(path) as room:
        assert room.desk.session.notes["note000001"].author == "membaaaaaa"
        assert "案その1" in room.text()
        assert "田中" not in room.text()


# On the wall


async def test_arrows_and_digits_move_a_note_and_each_move_is_undone_alone(path: Path) -> None:
    """Left and right go from group to group, lone is last; a digit goes straight there, 0 makes it lone."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await choose(room, "note000003")
        await room.press("left")
        assert where(room, 3) == B
        await room.press("left")
        assert where(room, 3) == A
        await room.press("left")
        assert where(room, 3) == A
        assert wall(room).chosen == "note000003"
        await room.press("right", "right")
        assert where(room, 3) == ""
        await room.press("1")
        assert where(room, 3) == A
        await room.type("２")
        assert where(room, 3) == B
        await room.press("0")
        assert where(room, 3) == ""
        await room.press("7", "x")
        assert "There is no group 7 yet".lower() in room.text().lower()
        assert where(room, 3) == ""
        for group_before in (B, A, "", B, A):
            await room.press(UNDO)
            assert where(room, 3) == group_before


async def test_a_new_group_is_named_in_the_line_or_left_without_a_name(path: Path) -> None:
    """Ctrl+N and the name typed right behind it; then another one whose name is skipped; the cursor is back."""
    prepared(path, STEP, note(1), note(2))
    async with opened(path, STEP) as room:
        await room.type("書きかけ")
        await choose(room, "note000001")
        await room.type("\x0e様式\r")
        await room.until(lambda: "[1] 様式 (1)" in room.text())
        assert wall(room).has_focus
        assert entry(room).text == "書きかけ"
        await choose(room, "note000002")
        await room.press("ctrl+n", "enter")
        assert "[2] (no name yet) (1)" in room.text()
        assert wall(room).has_focus
        groups = [item.name for _, item in shown(room.desk.session.groups)]
        assert groups == ["様式", ""]
        await room.press(UNDO)
        assert [item.name for _, item in shown(room.desk.session.groups)] == ["様式"]
        assert where(room, 2) == ""


async def test_a_group_without_a_name_goes_with_its_last_note(path: Path) -> None:
    """Nothing is left behind that nobody named; a name that was typed stays, with no note."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await choose(room, "note000002")
        await room.press("0")
        assert room.desk.session.groups[B].removed
        await choose(room, "note000001")
        await room.press("0")
        assert "[1] 様式を減らす (0)" in room.text()
        await room.press(UNDO, UNDO)
        assert (where(room, 1), where(room, 2)) == (A, B)


async def test_enter_edits_a_note_and_renames_a_group_and_escape_leaves_them(path: Path) -> None:
    """The text is in the line with its cursor; Enter accepts it, Escape does not, and no draft is left."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await choose(room, "note000003")
        await room.type("\rにする\r")
        await room.until(lambda: room.desk.session.notes["note000003"].text == "電話を一か所でにする")
        assert wall(room).has_focus
        await room.press("enter")
        await room.type("消える")
        await room.press("escape")
        assert room.desk.session.notes["note000003"].text == "電話を一か所でにする"
        assert entry(room).text == ""
        await choose(room, A)
        await room.press("enter", "ctrl+u")
        await room.type("紙を減らす\r")
        await room.until(lambda: "[1] 紙を減らす (1)" in room.text())
        assert room.kept() == {}


async def test_an_edit_is_kept_when_its_note_goes_away(path: Path) -> None:
    """F8 takes the note that is being edited back: the words are in the line, as the next note."""
    async with opened(path, STEP) as room:
        await room.type("一枚目\r")
        await room.press("down", "enter")
        await room.type("とその続き")
        await room.press(UNDO)
        assert texts(room) == []
        assert entry(room).text == "一枚目とその続き"
        assert entry(room).label == "Slip"


@pytest.mark.parametrize("lines", [2, 3])
async def test_lines_pasted_into_an_edit_or_a_name_are_one_text(path: Path, lines: int) -> None:
    """Nothing is lost and nothing becomes another note: not in a name, not in the words of a note."""
    prepared(path, STEP, *WALL)
    pasted = [f"貼った{n}" for n in range(lines)]
    async with opened(path, STEP) as room:
        await choose(room, B)
        await room.press("enter")
        await room.paste("\r\n".join(pasted) + "\r\n")
        assert entry(room).text == " ".join(pasted)
        await room.press("enter")
        assert room.desk.session.groups[B].name == " ".join(pasted)
        await choose(room, "note000003")
        await room.press("enter", "ctrl+u")
        await room.paste("\n".join(pasted))
        await room.press("enter")
        assert room.desk.session.notes["note000003"].text == " ".join(pasted)
        assert len(texts(room)) == 3
        await room.press("f2")
        await room.paste("\n".join(pasted))
        assert entry(room).text == pasted[-1]
        assert texts(room)[3:] == pasted[:-1]


async def test_what_is_typed_ahead_of_a_name_is_the_next_note(path: Path) -> None:
    """The screen was slower than the keys: what came behind the Enter of a name or an edit is in the line."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await choose(room, "note000003")
        await room.type("\x0e様式")
        entry(room).enter()
        entry(room).query_one(EntryLine).value = "次の一枚"
        await room.until(lambda: "様式 (1)" in room.text())
        assert entry(room).text == "次の一枚"
        await room.until(lambda: list(room.kept().values()) == ["次の一枚"])


async def test_notes_become_actions_obstacles_and_topics_with_a_mark(path: Path) -> None:
    """Ctrl+A, Ctrl+L and Ctrl+K keep the link; the mark stands behind the note; a second time is refused."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await choose(room, "note000001")
        await room.press("ctrl+a", "down", "down", "ctrl+l", "down", "ctrl+k")
        session = room.desk.session
        assert [action.answers for action in session.actions.values()] == [("note000001",)]
        assert [gap.note for gap in session.gaps.values()] == ["note000002"]
        assert [parked.note for parked in session.parked.values()] == ["note000003"]
        assert "欄を数える > quest 1" in room.text()
        assert "待合に案内役 > obstacle 1" in room.text()
        assert "電話を一か所で > parked" in room.text()
        await room.press("ctrl+k")
        assert "this is parked already" in room.text()
        await room.press(UNDO)
        assert "> parked" not in room.text()


async def test_a_group_becomes_an_action_once_it_has_a_name(path: Path) -> None:
    """A group without a name is refused with what to do; only notes become obstacles."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await choose(room, B)
        await room.press("ctrl+a")
        assert "Name the group first" in room.text()
        await room.press("ctrl+l")
        assert "This is a group" in room.text()
        await choose(room, A)
        await room.press("ctrl+a")
        assert [action.title for action in room.desk.session.actions.values()] == ["様式を減らす"]
        assert "This is a group" not in room.text()


async def test_f3_removes_what_is_chosen_and_nothing_while_one_types(path: Path) -> None:
    """A note goes; a group goes and leaves its notes alone; in the line F3 says what to do first."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await room.press("f3")
        assert "Choose a note or a group" in room.notices()
        await choose(room, A)
        await room.press("f3")
        assert where(room, 1) == ""
        await choose(room, "note000003")
        await room.press("f3")
        assert len(texts(room)) == 2
        await room.press(UNDO, UNDO)
        assert where(room, 1) == A
        assert len(texts(room)) == 3


async def test_without_grouping_no_key_for_it_is_offered(path: Path) -> None:
    """Keys for groups do nothing and are not named; editing and promoting are."""
    prepared(path, STEP, Edit("step", STEP, {"group": False}), note(1))
    async with opened(path, STEP) as room:
        await room.press("down", "ctrl+n", "1", "left")
        assert not room.desk.session.groups
        assert "Ctrl+N" not in room.text()
        assert "Ctrl+L" in room.text()


async def test_f2_and_up_and_escape_go_back_to_the_line(path: Path) -> None:
    """From the list one comes back by each of them, and from an edit F2 begins the next note, keeping the edit."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        for key in ("f2", "escape", "up"):
            await room.press("down", "home")
            assert wall(room).has_focus
            await room.press(key)
            assert entry(room).has_focus_within
        await choose(room, "note000003")
        await room.press("enter")
        await room.type("に")
        await room.press("f2")
        assert entry(room).text == ""
        await choose(room, "note000003")
        await room.press("enter")
        assert entry(room).text == "電話を一か所でに"


async def test_the_mouse_chooses_and_edits_a_note(path: Path) -> None:
    """One click chooses it, the next one edits it; a click on the line goes on with the next note."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP) as room:
        await room.click_text("待合に案内役")
        assert wall(room).chosen == "note000002"
        await room.click_text("待合に案内役")
        assert entry(room).text == "待合に案内役"
        await room.type("を置く\r")
        await room.until(lambda: room.desk.session.notes["note000002"].text == "待合に案内役を置く")
        await room.click_text("text + Enter")
        assert entry(room).has_focus_within


# What stands on the screen


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_long_note_is_shown_whole_below_the_list(path: Path, size: tuple[int, int]) -> None:
    """Its line ends in a sign before the author; below it are more lines, and a sign where that is not all."""
    prepared(path, STEP, note(1, LONG, author="membaaaaaa"), note(2, "[bold]短い[/bold]\n二行目"))
    async with opened(path, STEP, size=size) as room:
        await choose(room, "note000001")
        assert "…  (田中)" in room.text()
        whole = room.app.screen.query_one(Whole)
        shown_rows = whole.rows(whole.content_size)
        assert len(shown_rows) >= 2
        assert shown_rows[-1].endswith("…")
        assert all(row in room.text() for row in shown_rows)
        await room.press("down")
        assert "[bold]短い[/bold] 二行目" in room.text()
        assert whole.rows(whole.content_size) == [""]


async def test_every_row_of_the_step_is_on_a_small_screen(path: Path) -> None:
    """At 80 by 24 the question, the line, the list and all keys of the list are in sight."""
    prepared(path, STEP, *WALL)
    async with opened(path, STEP, size=(80, 24)) as room:
        await room.press("down")
        for words in ("What could we do", "Named:", "[1] 様式を減らす", "Ctrl+N", "Esc"):
            assert words in room.text()


# Five hundred notes


async def costs(path: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return how many rows were drawn, and how often the list was made, for the same keys on a wall of notes."""
    counts = {"render_line": 0, "show": 0}

    def counted(name: str) -> Callable[[Lines, Any], Any]:
        doing: Callable[[Lines, Any], Any] = getattr(Lines, name)

        def do(lines: Lines, what: Any) -> Any:
            counts[name] += 1
            return doing(lines, what)

        return do

    prepared(path, STEP, group("a", "様式"), *(note(number, author="membaaaaaa") for number in range(count)))
    async with opened(path, STEP) as room:
        for name in counts:
            monkeypatch.setattr(Lines, name, counted(name))
        await room.type("もう一枚")
        await room.press("down", "home", "down", "down", "down", "1", "down")
        monkeypatch.undo()
    return counts["render_line"], counts["show"]


async def test_a_key_costs_the_same_on_a_wall_of_five_hundred(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many lines are drawn and lists made as with twenty; only the one move makes the list anew."""
    found = []
    for count in (20, 500):
        created = Library(folder).new(f"{TITLE}{count}", "dx-90").path
        prepared(created, STEP, *(Add("member", id_, Member(name=name)) for id_, name in PEOPLE.items()))
        found.append(await costs(created, count, monkeypatch))
    (few, few_lists), (many, many_lists) = found
    assert many <= few * 1.5
    assert few_lists == many_lists == 1
