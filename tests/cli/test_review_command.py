"""``dxworkshop review``: the plan as text and JSON, several plans as one, and nobody's name outside the team."""

import json
from pathlib import Path

import pytest

from dxworkshop.store import document
from tests.cli.conftest import Run
from tests.sample import sample_session

NAMES = ("田中", "佐藤", "高橋", "鈴木")
"""Everybody who is named in the sample, as a member or in a text."""


@pytest.fixture
def sample(folder: Path) -> str:
    """Return the file of the sample session."""
    folder.mkdir(exist_ok=True)
    return str(document.create(folder, sample_session()).path)


def test_a_plan_is_printed_with_thanks_first(run: Run, session: str) -> None:
    """Boss, HP, and then what is done, before what is next for whom and what is blocked."""
    run("action", "add", session, "--title", "Count the people", "--id", "countall", "--due", "2027-01-15")
    run("action", "add", session, "--title", "Move the desks", "--id", "movedesk", "--owner", "Tanaka")
    run("action", "done", session, "drawflow")
    run("action", "block", session, "movedesk", "--ask", "Ms Hayashi", "--reason", "no room")
    out = run("review", session).out
    order = ("Being sent around", "100 %", "Thank you!", "Draw the flow", "Count the people", "Move the desks")
    places = [out.index(words) for words in order]
    assert places == sorted(places)
    assert "Ms Hayashi" in out
    assert "no room" in out


def test_json_has_everything_that_is_printed(run: Run, session: str) -> None:
    """Groups with their actions, plans, counts."""
    found = json.loads(run("review", session, "--json", "--by", "person").out)
    assert (found["audience"], found["by"], found["all"]) == ("internal", "person", 1)
    (group,) = found["groups"]
    assert group["name"] == "Tanaka (Residents)"
    assert [one["id"] for one in group["deeds"]] == ["drawflow"]
    assert found["plans"][0]["hp"] == 100
    assert found["counts"]["todo"] == 1


def test_words_narrow_it_in_any_width(run: Run, session: str) -> None:
    """What does not hold all of them is not printed; that is no error."""
    run("action", "add", session, "--title", "Count the people", "--id", "countall")
    out = run("review", session, "--match", "ＴＡＮＡＫＡ flow").out
    assert "Draw the flow" in out
    assert "Count the people" not in out
    assert "1 of 2 quests" in out
    run("edit", session, "--register", "plain")
    assert "1 of 2 actions" in run("review", session, "--match", "flow").out
    assert "Draw the flow" not in run("review", session, "--match", "nothing of the kind").out


def test_a_folder_is_one_view(run: Run, folder: Path, session: str, sample: str) -> None:
    """Each row says which plan it is of; what cannot be read is said and stops nothing."""
    (folder / "broken.toml").write_text("title = ", encoding="utf-8")
    ran = run("review", str(folder), "--json")
    found = json.loads(ran.out)
    assert {plan["title"] for plan in found["plans"]} == {"Half the wait", "窓口の待ち時間を半分にする"}
    assert "broken.toml" in ran.err
    named = json.loads(run("review", session, sample, "--json").out)
    assert named["counts"] == found["counts"]
    text = run("review", session, sample).out
    assert text.count("Half the wait") > 1


@pytest.mark.parametrize("audience", ["office", "public"])
@pytest.mark.parametrize("how", [(), ("--json",), ("--by", "person"), ("--by", "role", "--match", "窓口")])
def test_no_name_is_printed_for_others(run: Run, sample: str, audience: str, how: tuple[str, ...]) -> None:
    """Roles and offices stand in their place; the team itself reads all of them."""
    said = run("review", sample, *how, "--audience", audience, "--hide", "高橋").out
    assert [name for name in NAMES if name in said] == []
    if "--match" not in how:
        assert "情報政策課" in said
        assert any(name in run("review", sample, *how).out for name in NAMES)


def test_what_to_read_through_is_said_to_who_sends_it(run: Run, sample: str) -> None:
    """On stderr: the data stay data."""
    ran = run("review", sample, "--audience", "office")
    assert "Read the text through" in ran.err
    assert "Read the text through" not in ran.out
    assert run("review", sample).err == ""


@pytest.mark.parametrize("wrong", [("--by", "size"), ("--audience", "boss")])
def test_wishes_that_are_none_are_refused(run: Run, sample: str, wrong: tuple[str, str]) -> None:
    """With the choices there are, and the code of wrong usage."""
    assert wrong[1] in run("review", sample, *wrong, code=2).err


def test_an_empty_folder_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    """There is nothing to show."""
    (tmp_path / "empty").mkdir()
    assert "there is no session in" in run("review", str(tmp_path / "empty"), code=1).err
