"""``dxworkshop search``: words and filters, over all sessions of a folder. Today is 2026-12-10."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Start


@pytest.fixture
def two(run: Run, session: str) -> str:
    """Return the first of two sessions: one with a late action of Tanaka's, one of Sato's with forms on paper."""
    run("action", "edit", session, "drawflow", "--due", "2026-12-01")
    run("member", "edit", session, "tanaka", "--calling", "smith")
    other = run("new", "紙をなくす", "--id", "bbcd234567").out.strip()
    run("member", "add", other, "--seat", "税務課", "--calling", "shield", "--id", "taxdesk")
    run("boss", "set", other, "--name", "ＦＡＸ", "--why-now", "Tanaka types it again")
    run(
        "gap",
        "add",
        other,
        "--reality",
        "紙の帳票\nＦＡＸで届く",
        "--ideal",
        "Tanaka does not type",
        "--id",
        "gap1",
    )
    run("action", "add", other, "--title", "Scan", "--owner", "税務課", "--status", "doing", "--id", "scan")
    return session


def ids(run: Run, *argv: str, code: int = 0) -> list[str]:
    """Return the ids of the sessions that are found."""
    return [one["id"] for one in json.loads(run("search", *argv, "--json", code=code).out)]


def hits(run: Run, *argv: str) -> list[dict[str, Any]]:
    """Return where in the one session that is found."""
    (one,) = json.loads(run("search", *argv, "--json").out)
    found: list[dict[str, Any]] = one["hits"]
    return found


def test_all_words_in_any_width_and_case(run: Run, two: str) -> None:
    """The lines with most of the words come first, each with what it belongs to."""
    assert [(hit["kind"], hit["id"], hit["text"]) for hit in hits(run, "fax", "帳票")] == [
        ("boss", "", "ＦＡＸ"),
        ("gap", "gap1", "紙の帳票"),
        ("gap", "gap1", "ＦＡＸで届く"),
    ]
    assert ids(run, "ＨＡＬＦ wait") == ["abcd234567"]
    assert ids(run, "紙") == ["bbcd234567"]
    assert ids(run, "紙", "half", code=1) == []
    assert run("search", "nobody", code=1).err == "no session holds nobody\n"


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        (("--person", "tanaka"), ["abcd234567"]),
        (("--person", "税務"), ["bbcd234567"]),
        (("--role", "盾"), ["bbcd234567"]),
        (("--role", "residents"), ["abcd234567"]),
        (("--boss", "fax"), ["bbcd234567"]),
        (("--status", "late"), ["abcd234567"]),
        (("--status", "期日超過"), ["abcd234567"]),
        (("--status", "doing"), ["bbcd234567"]),
        (("--status", "open"), ["abcd234567", "bbcd234567"]),
        (("--status", "late", "--person", "税務"), []),
        (("--status", "open", "--person", "tanaka", "--role", "smith"), ["abcd234567"]),
        (("--status", "open", "--person", "tanaka", "--role", "shield"), []),
        (("tanaka", "--person", "税務"), ["bbcd234567"]),
        (("--since", "2026-12-10", "--until", "2026-12-10"), ["abcd234567", "bbcd234567"]),
        (("--since", "2026-12-11"), []),
        (("--until", "12/9"), []),
    ],
    ids=" ".join,
)
def test_filters_narrow_and_go_together(run: Run, two: str, argv: tuple[str, ...], found: list[str]) -> None:
    """By name or seat, calling in any of its names, state of an action, name of the boss and day."""
    assert sorted(ids(run, *argv, code=0 if found else 1)) == found


def test_an_action_is_told_with_who_and_when(run: Run, two: str) -> None:
    """Below the line of its session; JSON says the same in fields."""
    out = run("search", "--status", "late").out.splitlines()
    assert out[0] == f"{two}: Half the wait (2026-12-10)"
    assert out[1] == "    Draw the flow (Tanaka, not started, due 2026-12-01)"
    assert hits(run, "--status", "late") == [
        {
            "kind": "action",
            "id": "drawflow",
            "text": "Draw the flow",
            "status": "todo",
            "due": "2026-12-01",
            "who": "Tanaka",
        }
    ]


def test_of_very_many_sessions_the_newest_are_told_in_full(
    run: Run, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are there by their titles, a word says so, and JSON tells all."""
    assert run("search", "tanaka").out.count("    ") >= 2
    monkeypatch.setattr("dxworkshop.cli.search.IN_FULL", 1)
    told = run("search", "tanaka")
    sessions = [line for line in told.out.splitlines() if not line.startswith("    ")]
    assert len(sessions) == 2
    assert not told.out.splitlines()[-1].startswith("    ")
    assert "newest 1" in told.err
    assert all(one["hits"] for one in json.loads(run("search", "tanaka", "--json").out))


def test_what_was_removed_is_not_found(run: Run, two: str) -> None:
    """Nor what the file format says, as the ids and states of things."""
    assert ids(run, "flow") == ["abcd234567"]
    run("action", "remove", two, "drawflow")
    for words in ("flow", "drawflow", "todo", "adventure"):
        assert ids(run, words, code=1) == [], words


def test_nothing_to_look_for_is_wrong_usage(run: Run, two: str) -> None:
    """As is a state or a day that there is not."""
    assert "name what to look for" in run("search", code=2).err
    assert "late" in run("search", "--status", "asleep", code=2).err
    assert "is no day" in run("search", "--since", "someday", code=2).err


def test_a_file_that_cannot_be_read_is_named(run: Run, two: str, folder: Path) -> None:
    """The others are searched."""
    (folder / "broken.toml").write_text("id = \n", encoding="utf-8")
    ran = run("search", "flow")
    assert "Half the wait" in ran.out
    assert str(folder / "broken.toml") in ran.err


def test_no_model_is_built(start: Start, two: str, folder: Path) -> None:
    """The index answers alone."""
    code = "import sys, dxworkshop.__main__ as m; m.main(sys.argv[1:]); print('pydantic' in sys.modules)"
    ran = start("--folder", str(folder), "search", "flow", "--role", "smith", python=("-c", code))
    assert ran.stdout.decode().splitlines()[-1] == "False"
