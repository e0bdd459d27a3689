"""``dxworkshop load``: the table, the sentences, and who may read what."""

import json

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def session(run: Run) -> str:
    """Return the file of a session in which one of two people has all there is to do."""
    file = run("new", "Half the wait", "--id", "abcd234567", "--template", "dx-90").out.strip()
    run("member", "add", file, "--name", "Tanaka", "--seat", "finance", "--calling", "smith", "--id", "tanaka")
    run("member", "add", file, "--name", "佐藤", "--seat", "line", "--calling", "guide", "--id", "satoh")
    run("member", "edit", file, "tanaka", "--hours-per-week", "1")
    for title in ("One", "Two", "Ask Tanaka"):
        run("action", "add", file, title, "--owner", "tanaka")
    return file


def test_load_is_a_table_and_sentences(run: Run, session: str) -> None:
    """Everybody in the order of the party, every calling, and what could be talked about."""
    lines = run("load", session).out.splitlines()
    assert lines[0].split("  ")[0] == "Party"
    assert [line.split("  ")[0] for line in lines[1:3]] == [
        "Tanaka (Finance) / Toolsmith",
        "佐藤 (Line department) / Guide",
    ]
    assert lines[1].split()[-3:] == ["3", "0", "1"]
    assert lines[2].split()[-3:] == ["0", "0", "-"]
    assert lines[-2] == "- Tanaka has 3 of 3 open quests (hours a week: 1). Could others take some of it?"


def test_others_read_roles_and_no_hours(run: Run, session: str) -> None:
    """Neither a name nor an hour leaves the team, as a table or as JSON."""
    for audience in ("office", "public"):
        for form in ((), ("--json",)):
            out = run("load", session, "--audience", audience, *form).out
            assert "Tanaka" not in out
            assert "佐藤" not in out
            assert "hours" not in out.lower()
            assert "Finance has 3 of 3 open quests." in out


def test_json_has_the_ids(run: Run, session: str) -> None:
    """Findings bear their key, and the ids they are about."""
    data = json.loads(run("load", session, "--json").out)
    assert data["members"][0] == {
        "id": "tanaka",
        "owned": 3,
        "helped": 0,
        "hours": 1.0,
        "name": "Tanaka (Finance)",
        "calling": "Toolsmith",
    }
    found = {one["key"]: one for one in data["findings"]}
    assert found["most-of-all"]["members"] == ["tanaka"]
    assert len(found["most-of-all"]["actions"]) == 3
    assert found["calling-idle"]["callings"] == ["guide"]


def test_several_sessions_are_taken_together(run: Run, session: str) -> None:
    """One person in two plans is one line; a session named twice counts once."""
    other = run("new", "Second", "--id", "efgh234567", "--template", "dx-90").out.strip()
    run("member", "add", other, "--name", "Tanaka", "--seat", "finance", "--id", "other")
    run("action", "add", other, "Four", "--owner", "other")
    data = json.loads(run("load", session, other, session, "--json").out)
    assert [(one["id"], one["owned"]) for one in data["members"]] == [("tanaka", 4), ("satoh", 0)]


def test_the_limit_can_be_chosen(run: Run, session: str) -> None:
    """What is many for one person is a default, no law."""
    run("action", "add", session, "Mine", "--owner", "satoh")
    run("action", "add", session, "Mine too", "--owner", "satoh")
    run("action", "add", session, "And mine", "--owner", "satoh")
    keys = [one["key"] for one in json.loads(run("load", session, "--json").out)["findings"]]
    assert keys.count("many") == 2
    data = json.loads(run("load", session, "--json", "--most", "3").out)
    assert "many" not in [one["key"] for one in data["findings"]]


def test_an_empty_session_says_so(run: Run) -> None:
    """Without a party there is nothing to share."""
    file = run("new", "Half the wait", "--id", "abcd234567", "--template", "dx-90").out.strip()
    assert run("load", file).out == "No members are written down yet.\n"


def test_wrong_use_is_refused(run: Run, session: str) -> None:
    """No session, readers there are not, and a number below nothing."""
    assert "name one or more sessions" in run("load", code=2).err
    assert "is not one of" in run("load", session, "--audience", "all", code=2).err
    run("load", session, "--most", "-1", code=2)
