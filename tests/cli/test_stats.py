"""`dxworkshop stats`: a folder at a glance, and what of it may leave the team."""

import json
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.model.session import Action, Gap, Session
from dxworkshop.store import document
from tests.cli.conftest import Run, Start
from tests.sample import sample_session
from tests.sample_plan import EARLIER

TYPED = "⟪"
"""Stands before every text that somebody typed in `marked`, and nowhere else."""
NAMES = ("田中", "佐藤", "山本", "高橋", "財政課の")


def put(folder: Path, id_: str, **values: Any) -> Session:
    """Write the sample, with another id and other values, into a folder."""
    session = sample_session().model_copy(update={"id": id_, "title": id_, **values})
    document.create(folder, session, id_)
    return session


@pytest.fixture
def marked(folder: Path) -> list[Session]:
    """Write three sessions in which every typed text is marked; return them."""
    folder.mkdir(exist_ok=True)
    sessions = []
    for n in range(3):
        session = sample_session(lambda text: f"{TYPED}{text}").model_copy(update={"id": f"marked{n}"})
        document.create(folder, session, f"{TYPED}{n}")
        sessions.append(session)
    return sessions


def told(run: Run, *argv: str) -> dict[str, Any]:
    """Return what is told as data."""
    data: dict[str, Any] = json.loads(run("stats", *argv, "--json").out)
    return data


def test_an_empty_folder_says_so(run: Run) -> None:
    """In one line, and that is no failure."""
    assert run("stats").out == "No journey was held in this time.\n"


def test_a_folder_is_told_with_what_was_done_first(run: Run, folder: Path) -> None:
    """The number of sessions, what is done, with thanks, and then what is open."""
    folder.mkdir()
    put(folder, "onesession")
    lines = run("stats").out.splitlines()
    assert lines[0].startswith("1 journey (2026-11-24); organisations: 1")
    assert lines[1] == "Quests: 1 of 4 done. Thank you."
    assert lines[2].startswith("in progress 1")
    assert "1 past its date" in lines[2]


def test_an_action_of_a_chain_counts_once(run: Run, folder: Path) -> None:
    """What the sample took over from an earlier session is not open there any more."""
    folder.mkdir()
    now = sample_session()
    taken = {id_: action.model_copy(update={"since": "", "verdict": ""}) for id_, action in now.actions.items()}
    old = {id_: taken[id_] for id_, action in now.actions.items() if action.since}
    put(folder, EARLIER, actions={**old, "own1111111": Action(title="x")}, earlier=())
    alone = told(run)["actions"]["by_status"]
    document.create(folder, now, "now")
    both = told(run)["actions"]
    assert sum(alone.values()) == len(old) + 1
    assert sum(both["by_status"].values()) == len([a for a in now.actions.values() if not a.removed]) + 1
    assert both["carried"] == len(old)


def test_late_is_as_of_the_day_that_was_asked_for(run: Run, folder: Path) -> None:
    """Told anew for every day, though most is kept from the time before."""
    folder.mkdir()
    due = sample_session().actions["ab11111111"].due
    assert due is not None
    put(folder, "onesession")
    late = [told(run, "--on", day)["actions"]["late"] for day in (due.isoformat(), "2026-12-05", "2027-12-01")]
    assert late[0] == 0
    assert late[0] < late[1] < late[2]


def test_what_is_kept_is_forgotten_when_a_file_changes(run: Run, folder: Path) -> None:
    """A session more, and one that is gone, are told at once."""
    folder.mkdir()
    put(folder, "onesession")
    assert told(run)["sessions"] == 1
    put(folder, "twosession")
    assert told(run)["sessions"] == 2
    (folder / "onesession.toml").unlink()
    data = told(run)
    assert (data["sessions"], [one["id"] for one in data["newest"]]) == (1, ["twosession"])


def test_only_the_time_that_was_asked_for_counts(run: Run, folder: Path) -> None:
    """From one day to another, both included; the wrong way round is refused."""
    folder.mkdir()
    put(folder, "onesession")
    assert told(run, "--since", "2026-11-24", "--until", "2026-11-24")["sessions"] == 1
    assert told(run, "--since", "2026-11-25")["sessions"] == 0
    assert told(run, "--until", "2026-11-23")["sessions"] == 0
    refused = run("stats", "--since", "2026-11-25", "--until", "2026-11-24", code=2)
    assert "--since is after --until" in refused.err


def test_an_obstacle_that_three_named_is_told_with_what_it_may_mean(run: Run, folder: Path) -> None:
    """Carefully, and with how strong the evidence is."""
    folder.mkdir()
    for n in range(4):
        card = "information-hoarding" if n < 3 else "no-career-path"
        put(folder, f"session{n}", gaps={f"g{n}": Gap(deck=card, reality=f"x{n}")})
    out = run("stats").out
    assert "was named in 3 of 4 journeys: the team alone may not be able to change it." in out
    assert "one organisation only" in out


def test_a_folder_can_be_named(run: Run, tmp_path: Path) -> None:
    """By its path; one that is not there is refused."""
    other = tmp_path / "other"
    other.mkdir()
    put(other, "onesession")
    assert told(run, str(other))["sessions"] == 1
    assert "there is no folder" in run("stats", str(tmp_path / "nowhere"), code=1).err


def test_a_file_that_cannot_be_read_is_told(run: Run, folder: Path) -> None:
    """The others count; the exit code and stderr say which one does not, and outside the team only how many."""
    folder.mkdir()
    put(folder, "onesession")
    (folder / "broken.toml").write_text("format = 1\nid =\n", encoding="utf-8")
    (folder / "lexicon.toml").write_text('[words]\n"x" = ["y"]\n', encoding="utf-8")
    ran = run("stats", code=1)
    assert "1 file cannot be read." in ran.out
    assert "broken.toml" in ran.err
    assert "broken" not in (outside := run("stats", "--audience", "office", code=1)).out + outside.err


@pytest.mark.parametrize("argv", [("--audience", "friends"), ("--by", "week"), ("--on", "someday")])
def test_what_is_no_choice_is_refused(run: Run, argv: tuple[str, str]) -> None:
    """By a sentence, and as wrong usage."""
    assert argv[1] in run("stats", *argv, code=2).err


@pytest.mark.parametrize("audience", ["office", "public"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_nothing_typed_and_no_name_leaves_the_team(
    run: Run, marked: list[Session], audience: str, form: tuple[str, ...]
) -> None:
    """No title, no obstacle, no file, no person; of the office alone the organisation."""
    ran = run("stats", "--audience", audience, *form)
    if audience == "office":
        assert marked[0].organisation in ran.out
    text = ran.out.replace(marked[0].organisation, "") if audience == "office" else ran.out
    assert TYPED not in text
    assert [name for name in NAMES if name in text] == []
    assert ran.err == ""


def test_the_team_reads_its_titles_but_no_names(run: Run, marked: list[Session]) -> None:
    """People are counted nowhere, not even for the team itself: a folder at a glance is about workshops."""
    for form in ((), ("--json",)):
        out = run("stats", *form).out
        assert TYPED in out
        assert [name for name in NAMES[:4] if name in out] == []


def test_everybody_reads_organisations_as_numbers(run: Run, marked: list[Session], folder: Path) -> None:
    """And no workshop by itself."""
    put(folder, "onesession", organisation="あおば市")
    data = told(run, "--audience", "public")
    assert [one["name"] for one in data["culture"]["organisations"]] == ["#1", "#2"]
    assert data["newest"] == []
    assert "organisation 1" in run("stats", "--audience", "public").out


def test_a_glance_loads_no_model(start: Start, folder: Path) -> None:
    """It must open at once over ten thousand sessions: Pydantic and Textual are not for it."""
    folder.mkdir()
    put(folder, "onesession")
    code = (
        "import sys; from dxworkshop.__main__ import main; "
        "main(['--folder', sys.argv[1], 'stats']); main(['--folder', sys.argv[1], 'stats']); "
        "print('loaded', [n for n in ('pydantic', 'textual', 'dxworkshop.model.session') if n in sys.modules])"
    )
    start(str(folder), python=("-c", code))
    ran = start(str(folder), python=("-c", code))
    assert ran.stdout.decode().splitlines()[-1] == "loaded []", ran
