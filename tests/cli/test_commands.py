"""What the commands do to a session, and what they print."""

import json
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import deck
from tests.cli.conftest import Run


def data(file: str) -> dict[str, Any]:
    """Return what a session file holds."""
    return tomllib.loads(Path(file).read_text(encoding="utf-8"))


def test_new_prints_the_path_alone(run: Run, folder: Path) -> None:
    """A script can go on with what `new` prints."""
    ran = run("new", "窓口の待ち時間", "--language", "ja", "--register", "plain", "--org", "みどり野市")
    assert ran.out == f"{folder / '窓口の待ち時間.toml'}\n"
    assert ran.err == ""
    made = data(ran.out.strip())
    assert (made["language"], made["register"], made["organisation"]) == ("ja", "plain", "みどり野市")


def test_new_takes_office_and_register_from_the_settings(run: Run, tmp_path: Path) -> None:
    """What is in the settings need not be typed."""
    (tmp_path / "config.toml").write_text('register = "plain"\norganisation = "Kitamori"\n', encoding="utf-8")
    made = data(run("new", "One").out.strip())
    assert (made["register"], made["organisation"]) == ("plain", "Kitamori")


def test_a_second_session_of_a_title_gets_its_own_file(run: Run) -> None:
    """No file is written over."""
    first, second = run("new", "One").out, run("new", "One").out
    assert first != second
    assert second.endswith("One-2.toml\n")


def test_edits_reach_the_file(run: Run, session: str) -> None:
    """Names, ids and parts of names all pick; full-width digits are numbers."""
    run(
        "member", "edit", "abcd", "tana", "--calling", "Toolsmith", "--strength", "tech", "--strength", "own words"
    )
    run("member", "edit", session, "tanaka", "--hours-per-week", "３", "--present")
    run(
        "action",
        "edit",
        session,
        "Draw",
        "--due",
        "2027-02-26",
        "--answer",
        "Waiting time",
    )
    made = data(session)
    assert made["members"]["tanaka"]["calling"] == "smith"
    assert made["members"]["tanaka"]["strengths"] == ["tech", "own words"]
    assert made["members"]["tanaka"]["hours_per_week"] == 3.0
    assert made["members"]["tanaka"]["present"] is True
    assert made["actions"]["drawflow"]["answers"] == ["waiting"]
    assert str(made["actions"]["drawflow"]["due"]) == "2027-02-26"


def test_what_is_not_named_is_not_touched_and_an_empty_text_clears(run: Run, session: str) -> None:
    """Clearing is a value of its own."""
    run("action", "edit", session, "drawflow", "--due", "+14", "--tell", "the mayor", "--partner", "")
    run("action", "edit", session, "drawflow", "--due", "")
    made = data(session)["actions"]["drawflow"]
    assert (made["due"], made["tell"], made["owner"], made["partners"]) == ("", "the mayor", "tanaka", [])
    run("show", session)


def test_one_value_of_a_measure_of_an_action_leaves_the_others(run: Run, session: str) -> None:
    """An inner value is edited key by key."""
    values = ("--measure-name", "Flows", "--measure-unit", "sheets", "--measure-baseline", "0")
    run("action", "edit", session, "drawflow", *values, "--measure-target", "9")
    run("action", "edit", session, "drawflow", "--measure-target", "12")
    measure = data(session)["actions"]["drawflow"]["measure"]
    assert measure == {"name": "Flows", "unit": "sheets", "baseline": 0.0, "target": 12.0}


def test_a_gap_from_a_card_has_its_text(run: Run, session: str) -> None:
    """The card alone is enough; own words stand before it."""
    one = run("gap", "add", session, "--deck", "hierarchy").out.strip()
    two = run("gap", "add", session, "--deck", "hierarchy", "--reality", "ours").out.strip()
    gaps = data(session)["gaps"]
    assert (gaps[one]["reality"], gaps[one]["lens"]) == ("Hierarchy", "organisation")
    assert gaps[two]["reality"] == "ours"


def test_add_prints_the_new_id(run: Run, session: str) -> None:
    """A script can name what it has just made."""
    id_ = run("rule", "add", session, "--text", "Hear people out").out.strip()
    run("rule", "edit", session, id_, "--text", "Let people finish")
    run("rule", "remove", session, id_)
    assert data(session)["rules"][id_]["removed"]


@pytest.mark.parametrize(
    ("noun", "table", "key", "more"),
    [
        ("member", "members", "name", ()),
        ("seat", "seats", "name", ()),
        ("gap", "gaps", "reality", ()),
        ("action", "actions", "title", ()),
        ("rule", "rules", "text", ()),
        ("note", "notes", "text", ("--step", "ideas")),
        ("group", "groups", "name", ("--step", "ideas")),
        ("risk", "risks", "cause", ()),
        ("parked", "parked", "text", ()),
        ("boss", "measures", "name", ("--unit", "min", "--baseline", "4", "--target", "2")),
    ],
)
def test_add_takes_its_main_words_without_an_option(
    noun: str, table: str, key: str, more: tuple[str, ...], run: Run, session: str
) -> None:
    """The words after the session are the name, the title or the text; saying it twice is wrong usage."""
    run("agenda", "insert", session, "collect", "--id", "ideas")
    id_ = run(noun, "add", session, "What we call it", *more).out.strip()
    made = data(session)
    assert (made["boss"] if noun == "boss" else made)[table][id_][key] == "What we call it"
    before = Path(session).read_bytes()
    ran = run(noun, "add", session, "One", f"--{key}", "Two", *more, code=2)
    assert ran.err == f"One and --{key} name the same thing; leave one out\n"
    assert Path(session).read_bytes() == before


def test_a_change_says_on_stderr_what_was_done(run: Run, session: str) -> None:
    """Who types a command sees that it did something, and to what; stdout is for data alone."""
    told = {
        ("action", "start", session, "drawflow"): "Draw the flow: now in progress\n",
        ("action", "done", session, "drawflow"): "Draw the flow: now done\n",
        ("action", "edit", session, "drawflow", "--weight", "2"): "changed: Draw the flow\n",
        ("boss", "set", session, "--why-now", "x"): "changed: final boss\n",
        ("vision", "set", session, "--destination", "x"): "changed: destination\n",
        ("edit", session, "--org", "x"): "changed: Half the wait\n",
        ("pledge", "set", session, "Tanaka", "I begin"): "Tanaka says: I begin\n",
        ("pledge", "rate", session, "0", "0", "1", "3", "2"): "hands raised at 1 to 5: 0, 0, 1, 3, 2\n",
        ("step", session, "opening"): "now at: Opening\n",
        ("pledge", "reviews", session, "2027-03-31"): "Reviews: 2027-03-31\n",
        ("pledge", "remove", session, "Tanaka"): "the pledge of Tanaka is taken back\n",
        ("action", "remove", session, "drawflow"): "taken out: Draw the flow\n",
    }
    for argv, line in told.items():
        ran = run(*argv)
        assert (ran.out, ran.err) == ("", line)


def test_a_member_who_goes_takes_what_is_theirs_along_and_it_is_named(run: Run, session: str) -> None:
    """The pledge and the parts as a helper would otherwise be gone without a word."""
    run("member", "add", session, "Sato", "--id", "sato")
    run("action", "edit", session, "drawflow", "--partner", "sato")
    run("pledge", "set", session, "Sato", "I call them")
    assert run("member", "remove", session, "Sato").err.splitlines() == [
        "taken out: Sato",
        "their pledge goes too: I call them",
        "they no longer help with: Draw the flow",
    ]


def test_the_seat_of_a_member_is_text_as_on_the_screen(run: Run, session: str) -> None:
    """What was typed is stored; an open seat is a card of the deck, as the picker has it."""
    one = run("member", "add", session, "Ito", "--seat", "首長").out.strip()
    assert data(session)["members"][one]["seat"] == "首長"
    two = run("seat", "add", session, "首長").out.strip()
    assert data(session)["seats"][two]["name"] in {card.id for card in deck.deck("seats")}


def test_the_register_of_the_settings_is_that_of_the_program(run: Run, session: str, tmp_path: Path) -> None:
    """Who wants plain words gets them from the program itself too."""
    (tmp_path / "config.toml").write_text('register = "plain"\n', encoding="utf-8")
    assert run("boss", "set", session, "--why-now", "x").err == "changed: shared challenge\n"


def test_json_holds_nothing_that_acts_on_a_terminal(run: Run, session: str) -> None:
    """Controls and signs that turn the direction of writing are escaped; what is read back is what was typed."""
    typed = "a\x7f\x9b31m\u202e\u2066b\u200f窓口"
    run("rule", "add", session, typed, "--id", "rule")
    text = run("show", session, "--json").out
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
    assert "窓口" in text
    assert json.loads(text)["session"]["rules"]["rule"]["text"] == typed


def test_an_action_goes_through_its_states(run: Run, session: str) -> None:
    """Each state is one word; blocked and dropped say why."""
    for words, status in (
        (["start"], "doing"),
        (["block", "--ask", "the janitor"], "blocked"),
        (["drop", "--reason", "others did it"], "dropped"),
        (["reopen"], "todo"),
        (["done"], "done"),
    ):
        run("action", words[0], session, "drawflow", *words[1:])
        assert data(session)["actions"]["drawflow"]["status"] == status
    assert run("action", "block", session, "drawflow", code=1).err == "a blocked action needs whom to ask\n"


def test_pledges_reviews_and_rating(run: Run, session: str) -> None:
    """The last step of a workshop from a script; an empty word takes back."""
    run("pledge", "set", session, "Tanaka", "I begin tomorrow")
    run("pledge", "reviews", session, "2027-03-31", "2026-12-08")
    run("pledge", "rate", session, "0", "0", "1", "3", "2")
    made = data(session)
    assert made["pledges"]["tanaka"]["words"] == "I begin tomorrow"
    assert [str(day) for day in made["reviews"]] == ["2026-12-08", "2027-03-31"]
    assert made["closing"]["hands"] == [0, 0, 1, 3, 2]
    run("pledge", "remove", session, "Tanaka")
    run("pledge", "reviews", session, "")
    run("pledge", "rate", session, "")
    made = data(session)
    assert (made["pledges"]["tanaka"]["words"], made["reviews"], made["closing"]["hands"]) == ("", [], [])
    assert run("pledge", "rate", session, "1", "2", code=1).err == "five counts are needed, for 1 to 5\n"
    assert run("pledge", "rate", session, "0", "0", "1", "2.5", "3", code=1).err == "2.5 is no whole number\n"


def test_undo_and_redo_reach_over_processes(run: Run, session: str) -> None:
    """Each command is a new start of the program, and still the last change comes back."""
    before = Path(session).read_bytes()
    run("edit", session, "--confidentiality", "internal")
    after = Path(session).read_bytes()
    assert run("undo", session).err == "taken back: the head of the session; dxworkshop redo does it again\n"
    assert Path(session).read_bytes() == before
    assert run("redo", session).err == "done again: the head of the session\n"
    assert Path(session).read_bytes() == after
    assert run("redo", session, code=1).err == "there is nothing to redo\n"


def test_step_prints_and_moves(run: Run, session: str) -> None:
    """Without a step the list, with one the move."""
    steps = json.loads(run("step", session, "--json").out)
    run("step", session, steps[2]["id"])
    now = json.loads(run("step", session, "--json").out)
    assert [step["here"] for step in now].index(True) == 2
    assert f"> {steps[2]['id']}" in run("step", session).out.replace(">  ", "> ")
    run("step", session, "nowhere", code=1)


def test_lists_and_searches(run: Run, session: str, folder: Path) -> None:
    """A broken file is named on stderr, and the rest is listed."""
    [one] = json.loads(run("list", "--json").out)
    assert (one["id"], one["title"], one["actions"], one["hp"]) == ("abcd234567", "Half the wait", 1, 100)
    assert one["file"] == session
    assert "Half the wait" in run("list").out
    assert "Draw the flow" in run("search", "ＤＲＡＷ", "flow").out
    assert json.loads(run("search", "tanaka", "--json").out)[0]["id"] == "abcd234567"
    assert run("search", "nobody", code=1).out == ""
    (folder / "broken.toml").write_text("id = \n", encoding="utf-8")
    ran = run("list", code=1)
    assert "Half the wait" in ran.out
    assert ran.err.startswith(f"{folder / 'broken.toml'}:1:")


def test_show_names_what_scripts_need(run: Run, session: str) -> None:
    """Every item is there with its id; JSON is the whole file."""
    shown = run("show", session).out
    for id_ in ("abcd234567", "tanaka", "waiting", "drawflow"):
        assert id_ in shown
    assert "Final boss: Being sent around [boss HP 100 %]" in shown
    whole = json.loads(run("show", session, "--json").out)
    assert whole["session"]["members"]["tanaka"]["name"] == "Tanaka"
    assert whole["hp"] == 100


def test_what_people_typed_gives_no_command_to_the_terminal(run: Run, session: str) -> None:
    """Escape sequences and line ends in a file from elsewhere are shown as marks."""
    text = Path(session).read_text(encoding="utf-8")
    nasty = '"red \\u001b[31m\\nline \\u202e"'
    Path(session).write_text(text.replace('"Half the wait"', nasty), encoding="utf-8")
    for ran in (run("list"), run("show", session), run("search", "red"), run("show", "nothing \x1b[31m", code=1)):
        assert "\x1b" not in ran.out + ran.err
        assert "\u202e" not in ran.out + ran.err
    assert len(run("list").out.splitlines()) == 2


def test_export_goes_to_stdout_or_a_new_file(run: Run, session: str, tmp_path: Path) -> None:
    """No file is written over without --force."""
    plan = run("export", session).out
    assert "Draw the flow" in plan
    target = tmp_path / "plan.md"
    run("export", session, "--output", str(target))
    assert target.read_text(encoding="utf-8") == plan
    target.write_text("mine", encoding="utf-8")
    assert run("export", session, "-o", str(target), code=1).err.endswith("name another file, or add --force\n")
    assert target.read_text(encoding="utf-8") == "mine"
    run("export", session, "-o", str(target), "--force", "--register", "plain", "--language", "ja")
    assert "共有目標" in target.read_text(encoding="utf-8")


def test_check_prints_findings_as_data(run: Run, session: str, tmp_path: Path) -> None:
    """A clean file says so on stderr; a finding has its place."""
    assert run("check", session).out == ""
    text = Path(session).read_text(encoding="utf-8").replace('owner = "tanaka"', 'owner = "nobody"')
    bad = tmp_path / "bad.toml"
    bad.write_text(text, encoding="utf-8")
    line = text.splitlines().index("[actions.drawflow]") + 1
    ran = run("check", session, str(bad), code=1)
    assert ran.out.startswith(f"{bad}:{line}:1: [actions.drawflow] nobody is not a member")
    [one] = json.loads(run("check", str(bad), "--json", code=1).out)
    assert (one["line"], one["key"]) == (line, "actions.drawflow")


def test_a_pattern_that_no_shell_filled_in_names_files(run: Run, session: str, folder: Path) -> None:
    """As typed on Windows; a pattern that fits nothing is a file that is not there."""
    run("check", str(folder / "*.toml"))
    assert "there is no such file" in run("check", str(folder / "*.tml"), code=1).out


def test_templates_are_listed_shown_copied_and_checked(run: Run, folder: Path) -> None:
    """A copy beside the sessions stands before ours."""
    names = [one["name"] for one in json.loads(run("template", "list", "--json").out)]
    assert "dx-120" in names
    assert "120 min" in run("template", "list").out
    assert json.loads(run("template", "show", "dx-120", "--json").out)["workshop"]["minutes"] == 120
    assert "pledge" in run("template", "show", "dx-120").out
    copy = Path(run("template", "copy", "dx-120").out.strip())
    assert copy == folder / "templates" / "dx-120.toml"
    assert str(copy) in run("template", "list").out
    assert "is there already" in run("template", "copy", "dx-120", code=1).err
    run("check", str(copy))
    run("template", "check", str(copy))
    copy.write_text(
        copy.read_text(encoding="utf-8").replace("minutes = 120", "minutes = 121", 1), encoding="utf-8"
    )
    assert "120 minutes together" in run("check", str(copy), code=1).out


def test_settings_can_be_found_even_when_they_are_broken(run: Run, tmp_path: Path) -> None:
    """Who has to mend the file must be told where it is."""
    config = tmp_path / "config.toml"
    assert run("config", "path").out == f"{config}\n"
    config.write_text('language = "tlh"\n', encoding="utf-8")
    assert run("config", "path").out == f"{config}\n"
    assert run("config", "show", code=1).err.startswith(f"{config}:1:")
    config.write_text('language = "en"\n', encoding="utf-8")
    assert json.loads(run("config", "show", "--json").out)["language"] == "en"


def test_demo_writes_and_shows_without_a_terminal_and_never_over_a_file(run: Run, tmp_path: Path) -> None:
    """The second run leaves the first one's files alone."""
    target = tmp_path / "demo"
    ran = run("demo", "kitamori", "--output", str(target))
    session, plan = map(Path, ran.out.splitlines()[-2:])
    assert plan.read_text(encoding="utf-8") in ran.out
    assert session.stem == plan.stem
    before = {path: path.read_bytes() for path in target.iterdir() if path.is_file()}
    run("demo", "kitamori", "--output", str(target))
    assert {path: path.read_bytes() for path in before} == before
    assert sum(path.is_file() for path in target.iterdir()) == 2 * len(before)
