"""A session that goes on from another: what comes along, what it is called, and nothing twice."""

import json
from datetime import date
from pathlib import Path

import pytest

from dxworkshop.model.session import Session
from dxworkshop.store import document
from tests.cli.conftest import Run


@pytest.fixture
def file(run: Run, session: str) -> str:
    """Return the file of a session in plain English words, of an office, for the office only."""
    run("edit", session, "--org", "Midorino City", "--register", "plain", "--confidentiality", "internal")
    run("action", "edit", session, "drawflow", "--due", "2026-12-04", "--answer", "waiting")
    run("checkin", session, "--on", "2026-12-10", "--read", "waiting=39")
    return session


def read(file: str) -> Session:
    """Return the session as its file holds it."""
    return document.load(Path(file)).session


def test_it_goes_on_with_people_boss_and_what_is_open(run: Run, file: str, folder: Path) -> None:
    """And with office, words and label, in a workshop that begins with the review; the earlier file stays."""
    before = Path(file).read_bytes()
    made = run("new", "--from", "abcd").out.strip()
    assert Path(made) == folder / "Half the wait (no. 2).toml"
    after = read(made)
    assert (after.earlier, after.workshop.id) == (("abcd234567",), "review-45")
    assert (after.organisation, after.register, after.confidentiality) == ("Midorino City", "plain", "internal")
    assert (after.boss.measures["waiting"].known, list(after.members)) == (39.0, ["tanaka"])
    action = after.actions["drawflow"]
    assert (action.since, action.owner, action.answers) == ("abcd234567", "tanaka", ("waiting",))
    assert action.slipped == (date(2026, 12, 4),)
    assert Path(file).read_bytes() == before


def test_what_is_said_goes_before_what_comes_along(run: Run, file: str) -> None:
    """Title, template, office, language and words."""
    said = ("--template", "dx-90", "--org", "Aozora Town", "--register", "adventure", "--language", "ja")
    after = read(run("new", "The next stage", "--from", file, *said).out.strip())
    assert (after.title, after.workshop.id, after.organisation) == ("The next stage", "dx-90", "Aozora Town")
    assert (after.register, after.language) == ("adventure", "ja")


def test_the_title_counts_on_through_the_chain(run: Run, file: str) -> None:
    """Second, third, and a long one is cut so that it fits."""
    second = run("new", "--from", file).out.strip()
    third = run("new", "--from", second).out.strip()
    assert (read(second).title, read(third).title) == ("Half the wait (no. 2)", "Half the wait (no. 3)")
    assert read(third).actions["drawflow"].since == "abcd234567"
    run("edit", file, "--title", "x" * 120)
    long = read(run("new", "--from", file).out.strip()).title
    assert len(long) == 120
    assert long.endswith(" (no. 2)")


def test_done_on_the_way_it_does_not_come_back(run: Run, file: str) -> None:
    """First, second, third: the first is taken over into the third too, and says that all is here."""
    second = run("new", "--from", file).out.strip()
    run("action", "done", second, "drawflow", "--review")
    third = run("new", "--from", second).out.strip()
    again = run("action", "take", third, file)
    assert (again.out, again.err) == ("", "Everything of it is here already.\n")
    assert read(third).actions == {}
    fourth = run("new", "--from", third).out.strip()
    assert run("action", "take", fourth, file).err == "Everything of it is here already.\n"
    run("action", "add", file, "Later idea", "--id", "lateidea")
    assert run("action", "take", third, file).out.splitlines() == ["lateidea"]


def test_an_earlier_session_cannot_go_on_from_a_later_one(run: Run, file: str) -> None:
    """It would be a circle."""
    second = run("new", "--from", file).out.strip()
    assert "goes on from this session itself" in run("action", "take", file, second, code=1).err


def test_two_laptops_that_take_over_apart_have_it_once_after_the_merge(run: Run, file: str) -> None:
    """Both take the plan over into the same new session; merged, nothing is twice and nothing clashes."""
    base = run("new", "Next", "--template", "review-45", "--id", "next234567").out.strip()
    mine, theirs = (Path(base).with_name(name) for name in ("mine.toml", "theirs.toml"))
    for copy in (mine, theirs):
        copy.write_bytes(Path(base).read_bytes())
        run("action", "take", str(copy), file)
    run("merge", base, str(mine), str(theirs))
    merged = read(str(mine))
    assert (list(merged.actions), list(merged.members), merged.earlier) == (
        ["drawflow"],
        ["tanaka"],
        ("abcd234567",),
    )
    assert merged.conflicts == {}


def test_how_a_new_one_is_named_and_refused(run: Run, file: str) -> None:
    """A title or a session is needed, and one that is there."""
    assert run("new", code=2).err.startswith("say what it is called")
    assert run("new", "--from", "nothing", code=1).err.startswith("there is no session nothing in ")
    assert run("new", "", "--from", file, code=1).err == "a title is needed\n"


def test_the_chain_and_the_slips_are_told(run: Run, file: str) -> None:
    """In the plan by the review, in the handover by the earlier plan; as data by their ids."""
    made = run("new", "--from", file).out.strip()
    plan = run("export", made, "--output", "-", "--format", "md").out
    assert "not looked at yet (its day moved once)" in plan
    handover = run("export", made, "--document", "handover", "--output", "-").out
    assert "1 earlier plan (id abcd234567)" in handover
    told = run("export", made, "--document", "handover", "--output", "-", "--earlier", file).out
    assert "1 earlier plan" not in told
    assert json.loads(run("show", made, "--json").out)["session"]["earlier"] == ["abcd234567"]
