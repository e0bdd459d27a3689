"""What a whole room says, from the command line: notes, dots, marks, risks, and what waits for later."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import deck
from tests.cli.conftest import Run


@pytest.fixture
def room(run: Run, session: str) -> str:
    """Return the file of a session with two members, notes of two people in a group and a lone one, and a vote."""
    run("member", "add", session, "Sato", "--id", "sato")
    run("agenda", "insert", session, "collect", "Ideas", "--id", "ideas")
    run("agenda", "insert", session, "vote", "Dots", "--after", "ideas", "--id", "dots")
    run("agenda", "insert", session, "rate", "Culture", "--after", "dots", "--id", "culture")
    run("group", "add", session, "Signs", "--id", "signs")
    run("note", "add", session, "Paint arrows", "--author", "Sato", "--group", "Signs", "--id", "arrows")
    run("note", "add", session, "Move the desk", "--author", "Tanaka", "--id", "desk")
    return session


def data(file: str) -> dict[str, Any]:
    """Return what a session file holds."""
    return tomllib.loads(Path(file).read_text(encoding="utf-8"))


def test_a_note_goes_where_only_one_step_takes_it(run: Run, room: str) -> None:
    """The only step, the one the team is at, or that of its group; otherwise the steps are named."""
    assert data(room)["notes"]["desk"]["step"] == "ideas"
    run("agenda", "insert", room, "collect", "--id", "voices")
    assert run("note", "add", room, "x", code=1).err == "name the step with --step: voices, ideas\n"
    run("note", "add", room, "in a group", "--group", "Signs", "--id", "grouped")
    run("agenda", "skip", room, "ideas")
    run("note", "add", room, "the other is skipped", "--id", "left")
    run("agenda", "skip", room, "voices")
    assert run("note", "add", room, "both are skipped", code=1).err == "name the step with --step: voices, ideas\n"
    run("agenda", "unskip", room, "ideas")
    run("step", room, "ideas")
    run("note", "add", room, "here", "--id", "here")
    run("note", "add", room, "there", "--step", "voices", "--id", "there")
    steps = {id_: one["step"] for id_, one in data(room)["notes"].items()}
    assert steps["grouped"] == steps["here"] == "ideas"
    assert steps["left"] == steps["there"] == "voices"


def test_notes_are_listed_grouped_and_moved(run: Run, room: str) -> None:
    """With the names of group and author; JSON has ids."""
    assert run("note", "list", room).out.splitlines() == [
        "arrows  ideas  Signs  Sato    Paint arrows",
        "desk    ideas         Tanaka  Move the desk",
    ]
    run("note", "edit", room, "Move", "--group", "Signs", "--impact", "4", "--effort", "2", "--anchor")
    both = json.loads(run("note", "list", room, "--step", "Ideas", "--json").out)
    assert both[1] == {
        "id": "desk",
        "step": "ideas",
        "text": "Move the desk",
        "author": "tanaka",
        "group": "signs",
        "impact": 4,
        "effort": 2,
        "anchor": True,
    }
    run("group", "remove", room, "Signs")
    assert {one["group"] for one in data(room)["notes"].values()} == {""}
    assert run("note", "list", room, "--step", "opening").err == "there are no notes yet\n"


def test_what_one_thing_becomes_keeps_the_link(run: Run, room: str) -> None:
    """Each prints the new id; a second time is refused."""
    action = run("note", "action", room, "desk").out.strip()
    gap = run("note", "gap", room, "desk", "--id", "gap1").out.strip()
    parked = run("note", "park", room, "desk").out.strip()
    of_group = run("group", "action", room, "Signs").out.strip()
    run("risk", "add", room, "Nobody reads", "--counter", "Ask three", "--id", "risk1")
    of_risk = run("risk", "action", room, "risk1").out.strip()
    of_gap = run("gap", "action", room, "gap1").out.strip()
    made = data(room)
    answers = {id_: one.get("answers") for id_, one in made["actions"].items()}
    assert answers == {
        "drawflow": None,
        action: ["desk"],
        of_group: ["signs"],
        of_risk: ["risk1"],
        of_gap: ["gap1"],
    }
    assert made["actions"][of_risk]["title"] == "Ask three"
    assert made["gaps"][gap]["note"] == made["parked"][parked]["note"] == "desk"
    assert run("note", "action", room, "desk", code=1).err == "this is an action already: Move the desk\n"
    assert run("note", "park", room, "desk", code=1).err == "this is parked already\n"


def test_topics_and_questions_wait_for_later(run: Run, room: str) -> None:
    """What ends like a question is one; up-votes are counted; an answer is written down."""
    one = run("parked", "add", room, "Who pays\uff1f").out.strip()
    two = run("parked", "add", room, "Is this a topic?", "--kind", "topic").out.strip()
    run("parked", "up", room, one)
    run("parked", "up", room, "Who pays")
    run("parked", "answer", room, one, "The committee")
    made = data(room)["parked"]
    assert (made[one]["kind"], made[two]["kind"]) == ("question", "topic")
    assert (made[one]["ups"], made[one]["answer"], made[one]["answered"]) == (2, "The committee", True)
    run("parked", "edit", room, one, "--unanswered")
    assert data(room)["parked"][one]["answered"] is False


def test_dots_are_placed_by_their_signs(run: Run, room: str) -> None:
    """Two on the first, one on the second; typed again they lie anew; an empty text takes them back."""
    assert run("vote", "place", room, "112", "--member", "Tanaka").err == "Tanaka: 3 dots\n"
    assert data(room)["votes"]["dots"]["dots"] == {"signs": {"tanaka": 2}, "desk": {"tanaka": 1}}
    assert run("vote", "place", room, "\uff12", "--member", "Tanaka").err == "Tanaka: 1 dot\n"
    assert data(room)["votes"]["dots"]["dots"] == {"desk": {"tanaka": 1}}
    run("vote", "place", room, "", "--member", "Tanaka")
    assert data(room)["votes"]["dots"]["dots"] == {}


def test_sums_are_typed_in_the_order_in_which_they_are_shown(run: Run, room: str) -> None:
    """As separate words, as one, or an empty one that takes all back."""
    for words in (("2", "1"), ("2 1",), ("21",)):
        assert run("vote", "tally", room, *words).err == "3 of 6 dots are placed\n"
        assert data(room)["votes"]["dots"]["dots"] == {"signs": {"room": 2}, "desk": {"room": 1}}
        assert run("vote", "tally", room, "").err == "0 of 6 dots are placed\n"


def test_sums_stay_hidden_until_they_are_revealed(run: Run, room: str) -> None:
    """Neither `vote show` nor `show` prints where dots lie before, as JSON neither; hidden again, they are."""
    run("vote", "place", room, "222", "--member", "Tanaka")
    asked = (("vote", "show", room), ("vote", "show", room, "--json"), ("show", room), ("show", room, "--json"))
    hidden = [run(*argv).out for argv in asked]
    assert hidden[0].splitlines() == [
        "1  signs  Signs",
        "2  desk   Move the desk",
        "3 of 6 dots are placed",
        "no dots yet: Sato",
    ]
    assert "  3 of 6 dots are placed\n" in hidden[2]
    assert json.loads(hidden[3])["session"]["votes"] == {"dots": {"revealed": False, "placed": 3}}
    run("vote", "place", room, "111", "--member", "Tanaka")
    assert [run(*argv).out for argv in asked] == hidden
    assert run("vote", "reveal", room).err == "the sums are shown\n"
    assert run("vote", "show", room).out.splitlines()[:2] == ["1  signs  3  Signs", "2  desk   0  Move the desk"]
    assert [one["dots"] for one in json.loads(run("vote", "show", room, "--json").out)["candidates"]] == [3, 0]
    assert "  signs  3  Signs\n" in run("show", room).out
    assert json.loads(run("show", room, "--json").out)["session"]["votes"]["dots"]["dots"] == {
        "signs": {"tanaka": 3}
    }
    run("vote", "place", room, "222", "--member", "Tanaka")
    run("vote", "hide", room)
    assert [run(*argv).out for argv in asked] == hidden


def test_marks_and_hands_are_written_down(run: Run, room: str) -> None:
    """By id or by text; what was agreed on goes before the mean; the credit stands where the words do."""
    run("rate", "set", room, "vision", "--hands", "0 3 4 1 0", "--ideal-hands", "00013", "--words", "so far")
    run("rate", "set", room, "Teamwork", "--ideal", "5", "--reality", "\uff12", "--hands", "00001")
    shown = run("rate", "show", room).out.splitlines()
    assert shown[1].split() == ["vision", "Vision", "4.8", "2.8", "2.0"]
    assert [line.split()[2:] for line in shown if line.startswith("team ")] == [["5.0", "2.0", "3.0"]]
    assert shown[-1] == "\u00a9Mihoko Sakurai 2022"
    as_data = json.loads(run("rate", "show", room, "--json").out)
    assert (as_data["step"], as_data["credit"]) == ("culture", shown[-1])
    assert as_data["statements"][0] == {
        "id": "vision",
        "text": "Vision",
        "ideal": 4.75,
        "reality": 2.75,
        "ideal_hands": [0, 0, 0, 1, 3],
        "hands": [0, 3, 4, 1, 0],
        "words": "so far",
    }
    run("rate", "set", room, "vision", "--ideal-hands", "", "--words", "")
    assert data(room)["ratings"]["culture"]["vision"] == {"ideal_hands": [], "hands": [0, 3, 4, 1, 0], "words": ""}


def test_the_deck_tells_who_stands_for_what(run: Run, room: str) -> None:
    """By card and by word; a seat and an action may make up for a hole."""
    run("member", "edit", room, "Tanaka", "--culture", "Vision", "--culture", "team", "--culture", "own")
    assert data(room)["members"]["tanaka"]["culture"] == ["vision", "team", "own"]
    lines = run("member", "coverage", room).out.splitlines()
    assert lines[0].split() == ["vision", "Vision", "Tanaka"]
    assert "nobody so far" in lines[1]
    assert lines[-1].startswith("\u00a9")
    held = json.loads(run("member", "coverage", room, "--json").out)
    assert held[0] == {"deck": "culture", "card": "vision", "holders": ["tanaka"], "state": "one"}
    run("seat", "add", room, "Somebody calm", "--covers", "Tolerance", "--id", "seat1")
    run("action", "edit", room, "drawflow", "--covers", "Knowing the tools")
    assert data(room)["seats"]["seat1"]["covers"] == "tolerance"
    assert data(room)["actions"]["drawflow"]["covers"] == "tech"
    named = run("seat", "add", room, "--covers", "tolerance").out.strip()
    made = run("action", "add", room, "--covers", "tolerance").out.strip()
    assert data(room)["seats"][named]["name"] == "Somebody with: Tolerance"
    assert data(room)["actions"][made]["title"] == deck.deck("culture")[1].suggest["en"]


def test_a_review_says_what_becomes_of_an_action(run: Run, room: str) -> None:
    """Carried on, done or dropped; done and dropped in one change with where the action stands."""
    assert run("action", "carry", room, "drawflow").err == "Draw the flow: goes on\n"
    assert data(room)["actions"]["drawflow"]["verdict"] == "carry"
    run("action", "done", room, "drawflow", "--review")
    made = data(room)["actions"]["drawflow"]
    assert (made["status"], made["verdict"]) == ("done", "done")
    run("undo", room)
    made = data(room)["actions"]["drawflow"]
    assert (made.get("status"), made["verdict"]) == (None, "carry")
    run("action", "drop", room, "drawflow", "--review", "--reason", "others did it")
    assert data(room)["actions"]["drawflow"]["verdict"] == "drop"
    run("action", "carry", room, "drawflow")
    made = data(room)["actions"]["drawflow"]
    assert (made["status"], made["verdict"]) == ("doing", "carry")


def test_what_an_earlier_plan_left_open_is_taken_over(run: Run, room: str) -> None:
    """Members, measures and open actions under the ids they have; a second time there is nothing to take."""
    run("action", "add", room, "Done long ago", "--status", "done", "--id", "over")
    new = run("new", "Review", "--template", "review-15").out.strip()
    assert run("action", "take", new, "abcd").out.splitlines() == ["tanaka", "sato", "waiting", "drawflow"]
    made = data(new)
    assert (made["actions"]["drawflow"]["owner"], made["actions"]["drawflow"]["since"]) == ("tanaka", "abcd234567")
    again = run("action", "take", new, room)
    assert (again.out, again.err) == ("", "Everything of it is here already.\n")
    assert run("action", "take", new, "nothing", code=1).err.startswith("there is no session nothing in ")


def test_show_has_all_the_room_said_with_its_ids(run: Run, room: str) -> None:
    """Also what was said in a step that was taken out."""
    run("rate", "set", room, "vision", "--ideal", "5")
    run("risk", "add", room, "Nobody reads", "--counter", "Ask three", "--id", "risk1")
    run("parked", "add", room, "Who pays?", "--id", "park1")
    run("agenda", "remove", room, "ideas")
    shown = run("show", room).out
    for line in (
        "Ideas (ideas, taken out)\n  signs   Signs\n  arrows    Paint arrows  Sato\n"
        "  desk    Move the desk   Tanaka\n",
        "Culture (culture)\n",
        "  vision         5.0    -\n",
        "  risk1  Nobody reads  -> Ask three\n",
        "  park1  question  +0  open  Who pays?\n",
    ):
        assert line in shown


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["note", "add"], 1, "write what the note says"),
        (["note", "add", "x", "--step", "opening"], 1, "opening is no step in which notes are written"),
        (["note", "add", "x", "--step", "nowhere"], 1, "there is no nowhere here"),
        (["note", "edit", "desk", "--group", "Nothing"], 1, "there is no Nothing here"),
        (["note", "edit", "desk", "--impact", "6"], 1, "impact: 6 is too large; the most is 5"),
        (["note", "edit", "desk"], 2, "say what to change"),
        (["vote", "place", "13", "--member", "Tanaka"], 1, "3 stands for nothing here; there are 1 to 2"),
        (["vote", "place", "1111", "--member", "Tanaka"], 1, "4 dots are too many; there are 3"),
        (["vote", "place", "1", "--member", "Ito"], 1, "there is no Ito here"),
        (["vote", "place", "1"], 2, "--member is missing"),
        (["vote", "tally", "1", "2", "3"], 1, "2 counts are needed, and these are 3"),
        (["vote", "tally", "one"], 1, "one is no row of counts; write 2 of them"),
        (["vote", "tally", "9", "9"], 1, "18 dots are too many; there are 6"),
        (["vote", "show", "--step", "opening"], 1, "opening is no step in which dots are placed"),
        (["rate", "set", "vision"], 2, "say what to change"),
        (["rate", "set", "bravery", "--ideal", "1"], 1, "there is no statement bravery in this step"),
        (["rate", "set", "n", "--ideal", "1"], 1, "n may be any of: "),
        (["rate", "set", "vision", "--hands", "012"], 1, "5 counts are needed, and these are 3"),
        (["rate", "set", "vision", "--ideal", "0"], 1, "ideal: 0 is too small"),
        (["parked", "add", " "], 1, "write what is to be talked about later"),
        (["parked", "answer", "nothing", "x"], 1, "there is no nothing here"),
        (["risk", "add", "--counter", "x"], 1, "say why it would fail"),
        (["risk", "add", "x", "--action", "y"], 1, "there is no y here"),
    ],
)
def test_what_is_refused(argv: list[str], code: int, sentence: str, run: Run, room: str) -> None:
    """One sentence, and the file as it was."""
    before = Path(room).read_bytes()
    ran = run(*argv[:2], room, *argv[2:], code=code)
    assert ran.err.startswith(sentence)
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert Path(room).read_bytes() == before


def test_a_workshop_without_such_a_step_says_so(run: Run, session: str) -> None:
    """A template need not have votes or marks."""
    run("edit", run("new", "Short", "--template", "quick-60").out.strip(), "--org", "x")
    for argv, kind in ((["vote", "show", "Short"], "vote"), (["rate", "show", "Short"], "rate")):
        assert run(*argv, code=1).err == f"this workshop has no step of the kind {kind}\n"


def test_a_name_that_somebody_wrote_into_an_anonymous_step_is_not_told(run: Run, room: str) -> None:
    """By no command, as JSON neither: the file was edited by hand, and the room was promised something."""
    run("agenda", "insert", room, "collect", "Secret", "--anonymous", "--id", "secret")
    run("note", "add", room, "Too slow", "--step", "secret", "--id", "slow")
    text = Path(room).read_text(encoding="utf-8")
    assert text.count('text = "Too slow"\n') == 1
    named = text.replace('text = "Too slow"\n', 'text = "Too slow"\nauthor = "sato"\n')
    Path(room).write_text(named, encoding="utf-8")
    assert data(room)["notes"]["slow"]["author"] == "sato"
    listed = run("note", "list", room).out.splitlines()
    assert [line.split() for line in listed if "Too slow" in line] == [["slow", "secret", "Too", "slow"]]
    as_data = {one["id"]: one["author"] for one in json.loads(run("note", "list", room, "--json").out)}
    assert as_data == {"arrows": "sato", "desk": "tanaka", "slow": ""}
    assert "  slow  Too slow\n" in run("show", room).out
    told = json.loads(run("show", room, "--json").out)["session"]["notes"]
    assert {id_: note.get("author", "") for id_, note in told.items()} == as_data


def test_an_anonymous_step_keeps_no_name_and_no_order(run: Run, room: str) -> None:
    """Whoever types cannot give a name away."""
    run("agenda", "insert", room, "collect", "--anonymous", "--id", "secret")
    refused = run("note", "add", room, "x", "--step", "secret", "--author", "Sato", code=1)
    assert refused.err == "this step is anonymous: who wrote a note is not kept\n"
    for id_ in ("zzzz", "aaaa"):
        run("note", "add", room, id_, "--step", "secret", "--rank", "b1", "--id", id_)
    assert [one["id"] for one in json.loads(run("note", "list", room, "--step", "secret", "--json").out)] == [
        "aaaa",
        "zzzz",
    ]
    run("agenda", "edit", room, "dots", "--anonymous")
    assert run("vote", "place", room, "1", "--member", "Sato", code=1).err.startswith("this vote is anonymous")
