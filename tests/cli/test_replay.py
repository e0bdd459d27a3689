"""A whole worked workshop from a script: every change as a command line, and the same files in the end."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, assert_never, get_args

import pytest

from dxworkshop import demo
from dxworkshop.cli import (
    action,
    agenda,
    boss,
    checkin,
    exception,
    gap,
    group,
    member,
    note,
    parked,
    rate,
    risk,
    rule,
    seat,
    session,
)
from dxworkshop.cli.field import Field
from dxworkshop.cli.item import RANK
from dxworkshop.i18n import Voice
from dxworkshop.model import ballot, room
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import (
    Add,
    BringBack,
    Change,
    Edit,
    Extend,
    MarkAction,
    MoveTo,
    Noun,
    PlaceDots,
    Rate,
    Remove,
    Resolve,
    Reveal,
    RunClock,
    Set,
    SetPledge,
    Together,
)
from dxworkshop.model.session import (
    ROOM,
    Action,
    ActionMeasure,
    Checkin,
    Gap,
    Group,
    LintException,
    Measure,
    Member,
    Note,
    OpenSeat,
    Parked,
    Rating,
    Risk,
    Rule,
)
from dxworkshop.model.session import Session as Whole
from dxworkshop.model.value import Item, plain
from dxworkshop.model.workshop import KINDS, RateStep, VoteStep
from dxworkshop.render import FORMATS
from dxworkshop.report import build
from dxworkshop.service import Library
from dxworkshop.store import document
from tests.cli.conftest import Run

FIELDS: Mapping[Noun, tuple[Field, ...]] = {
    "member": member.FIELDS,
    "seat": seat.FIELDS,
    "gap": gap.FIELDS,
    "action": action.FIELDS,
    "rule": rule.FIELDS,
    "measure": boss.MEASURE,
    "note": note.FIELDS,
    "group": group.FIELDS,
    "risk": risk.FIELDS,
    "parked": parked.FIELDS,
    "exception": exception.FIELDS,
    "step": (agenda.TITLE, agenda.MINUTES, *agenda.FIELDS),
}
NAMES: Mapping[Noun, str] = {"measure": "boss", "step": "agenda"}
"""Groups of commands that are not called like their noun."""
VERBS = {"todo": "reopen", "doing": "start", "blocked": "block", "done": "done", "dropped": "drop"}


def options(fields: tuple[Field, ...], given: Mapping[str, Any]) -> list[str]:
    """Return values of fields as options; every value must have one."""
    flat = {k: v for k, v in given.items() if not isinstance(v, Mapping)}
    inner = {f"{k}.{key}": one for k, v in given.items() if isinstance(v, Mapping) for key, one in v.items()}
    known = {field.key: field for field in (*fields, RANK)}
    words: list[str] = []
    for key, value in {**flat, **inner}.items():
        field = known[key]
        flag = field.flag or f"--{field.name.replace('_', '-')}"
        if field.kind is None:
            words.append(flag.split("/")[0 if value else 1])
            continue
        for one in (value or [""]) if field.many else [value]:
            words += [flag, "" if one is None else str(one)]
    return words


def lines(change: Change, file: str) -> list[list[str]]:
    """Return a change as the commands that make it: several for several, else one."""
    if isinstance(change, Together):
        return [line for one in change.changes for line in lines(one, file)]
    return [argv(change, file)]


def argv(change: Change, file: str) -> list[str]:
    """Return a change as the command that makes it."""
    match change:
        case Add() | Edit() | Remove():
            return _of_a_noun(change, file)
        case BringBack(_, id_):
            return ["bin", file, "--restore", id_]
        case Set():
            return _of_a_part(change, file)
        case MarkAction(id_, status, reason, ask):
            why = [*(["--reason", reason] if reason else []), *(["--ask", ask] if ask else [])]
            return ["action", VERBS[status], file, id_, *why]
        case SetPledge(by, words):
            return ["pledge", "set", file, by, words]
        case Rate(step, card, fields):
            counts = {k: ballot.show_counts(v) if isinstance(v, tuple) else v for k, v in fields.items()}
            return ["rate", "set", file, card, "--step", step, *options(rate.FIELDS, counts)]
        case PlaceDots(step, voter, dots):
            return _of_a_voter(document.load(Path(file)).session, file, step, voter, dots)
        case Reveal(step, revealed):
            return ["vote", "reveal" if revealed else "hide", file, "--step", step]
        case Resolve(id_, keep, value, stamp):
            what = ["--write", str(value)] if keep == "other" else ["--keep", keep]
            return ["conflicts", file, id_, *what, "--stamp", stamp]
        case Extend(step, minutes):
            return ["clock", "add", file, "--step", step, "--", str(minutes)]
        case RunClock(do, now):
            return ["clock", do, file, "--now", now.isoformat()]
        case MoveTo(step, now):
            return ["step", file, step, *(["--now", now.isoformat()] if now else [])]
        case Together():
            raise AssertionError("this is several commands")
        case _:
            assert_never(change)


def _of_a_checkin(change: Add | Edit | Remove, file: str) -> list[str]:
    """Return the command of a check-in as a whole; what it reports of actions changes those too."""
    which = ["checkin", file, "--id", change.id]
    if isinstance(change, Remove):
        return [*which, "--remove", "--stamp", change.stamp]
    said = dict(plain(change.item) if isinstance(change, Add) else change.fields)
    pairs: dict[str, Mapping[str, object]] = {"readings": said.pop("readings", {}), "gaps": said.pop("gaps", {})}
    pairs["ratings"] = {
        f"{step}/{card}": dict(rating)["reality"]
        for step, of in said.pop("ratings", {}).items()
        for card, rating in of.items()
    }
    flags = {field.key: field.option for field in checkin.SAID}
    said_again = [word for key, of in pairs.items() for k, v in of.items() for word in (flags[key], f"{k}={v}")]
    return [*which, *said_again, *options((*checkin.HEAD, *checkin.SAID), said)]


def _of_a_noun(change: Add | Edit | Remove, file: str) -> list[str]:
    if change.noun == "checkin":
        return _of_a_checkin(change, file)
    noun, name = change.noun, NAMES.get(change.noun, change.noun)
    match change:
        case Add("step", id_, item):
            known = plain(item)
            kind, title, minutes = (str(known.pop(key)) for key in ("kind", "title", "minutes"))
            head = ["agenda", "insert", file, kind, title, "--minutes", minutes, "--id", id_]
            return [*head, *options(FIELDS[noun], known)]
        case Add(_, id_, item):
            return [name, "add", file, "--id", id_, *options(FIELDS[noun], plain(item))]
        case Edit(_, id_, fields):
            return [name, "edit", file, id_, *options(FIELDS[noun], fields)]
        case Remove(_, id_, stamp):
            return [name, "remove", file, id_, "--stamp", stamp]


def _of_a_part(change: Set, file: str) -> list[str]:
    part, fields = change.part, dict(change.fields)
    if part == "session" and "reviews" in fields:
        assert set(fields) == {"reviews"}
        return ["pledge", "reviews", file, *map(str, fields["reviews"])]  # type: ignore[call-overload]
    if part == "session":
        return ["edit", file, *options(session.HEAD, fields)]
    if part == "closing":
        return ["pledge", "rate", file, *map(str, fields["hands"])]  # type: ignore[call-overload]
    return [part, "set", file, *options(boss.BOSS if part == "boss" else boss.VISION, fields)]


def _of_a_voter(whole: Whole, file: str, step: str, voter: str, dots: Mapping[str, int]) -> list[str]:
    """Return the command that places dots; the ids of what is voted on must be known for it."""
    ids = room.candidates(whole, room.vote_step(whole, step).on)
    if voter == ROOM:
        counts = ballot.show_counts([dots.get(id_, 0) for id_ in ids]) if dots else ""
        return ["vote", "tally", file, counts, "--step", step]
    return ["vote", "place", file, ballot.show_dots(dots, ids), "--member", voter, "--step", step]


@pytest.mark.parametrize("name", demo.STORIES)
def test_a_workshop_from_a_script_gives_the_session_and_the_plan_of_the_demo(
    name: str, run: Run, tmp_path: Path
) -> None:
    """Commands alone make the same bytes as the play."""
    story = demo.load(name)
    head = ["--template", story.template, "--language", story.language, "--register", story.register]
    head += [
        "--times",
        "template",
        "--org",
        story.organisation,
        "--id",
        story.id,
        "--created",
        story.created.isoformat(),
    ]
    file = run("new", story.title, *head).out.strip()
    for change in story.changes:
        for line in lines(change, file):
            run(*line)
    played = demo.play(story, Library(tmp_path / "played"), id_=story.id)
    assert Path(file).read_bytes() == played.path.read_bytes()
    assert Path(file).name == played.path.name

    exported = run("export", file, "--document", "plan", "--format", "md").out
    voice = Voice(story.language, story.register)
    from dxworkshop import calendar

    assert exported == FORMATS["md"].render(build(played.session, voice=voice, today=calendar.now().date()))


NOW = datetime.fromisoformat("2026-11-24T13:30:00+09:00")
FILLED: Mapping[Noun, tuple[Item, Mapping[str, Any]]] = {
    "member": (Member(name="Sato", culture=("team", "own words"), present=False), {"hours_per_week": 2.5}),
    "seat": (OpenSeat(name="finance", why="money", covers="plan"), {"covers": ""}),
    "gap": (Gap(ideal="i", reality="r", size=3, note="note1", since="abcd234568"), {"size": None}),
    "measure": (
        Measure(name="m", unit="u", baseline=1.0, target=2.0),
        {"by": NOW.date(), "known": 1.5, "known_on": NOW.date()},
    ),
    "action": (
        Action(
            title="t",
            answers=("note1", "group1", "risk1"),
            measure=ActionMeasure(name="m", unit="u", baseline=0.0, target=1.0),
            covers="team",
            since="abcd234568",
            verdict="carry",
            slipped=(NOW.date(), NOW.date().replace(day=30)),
        ),
        {"due": None, "partners": (), "weight": 3, "verdict": ""},
    ),
    "rule": (Rule(text="r"), {"text": "s"}),
    "note": (
        Note(step="ideas", text="t", author="tanaka", group="group1", impact=4, effort=2, anchor=True),
        {"group": "", "author": "", "effort": None, "anchor": False},
    ),
    "group": (Group(step="ideas", name="g", impact=1, effort=5, anchor=False), {"name": "", "impact": None}),
    "risk": (Risk(cause="c", counter="k", action="drawflow"), {"action": ""}),
    "parked": (
        Parked(text="t", kind="question", ups=2, answer="a", answered=True, note="note1"),
        {"ups": 3, "answered": False},
    ),
    "checkin": (
        Checkin(
            on=NOW.date(),
            host="tanaka",
            scale="akiruno",
            lessons=("one", "two"),
            readings={"waiting": 39.0},
            gaps={"gap1": 0},
            ratings={"culture": {"team": Rating(reality=3)}},
            decision="on",
        ),
        {"on": NOW.date().replace(day=25), "host": "", "lessons": (), "decision": ""},
    ),
    "exception": (
        LintException(rule="no-measure", action="drawflow", reason="counted elsewhere"),
        {"action": "", "reason": "another"},
    ),
    "step": (
        VoteStep(
            kind="vote", title="Again", minutes=5, rank="b", on="ideas", dots=5, anonymous=True, skipped=True
        ),
        {"title": "Once more", "dots": 2, "anonymous": False, "skipped": False},
    ),
}
"""An item of every noun with all its fields, and an edit that clears some."""


@pytest.fixture
def led(run: Run, session: str) -> str:
    """Return the file of a session in which there is something to rate, to vote on and to answer."""
    for id_, step in {
        "culture": RateStep(kind="rate", title="Culture", minutes=5, deck="culture"),
        "ideas": KINDS["collect"].model_validate({"kind": "collect", "title": "Ideas", "minutes": 5}),
        "dots": VoteStep(kind="vote", title="Dots", minutes=5, on="ideas"),
    }.items():
        run(*argv(Add("step", id_, step.model_copy(update={"rank": f"x{id_}"})), session))
    run("note", "add", session, "One", "--step", "ideas", "--id", "note1")
    run("note", "add", session, "Two", "--step", "ideas", "--id", "note2")
    run("group", "add", session, "Both", "--step", "ideas", "--id", "group1")
    run("risk", "add", session, "Why", "--id", "risk1")
    run("gap", "add", session, "--reality", "How it is", "--id", "gap1")
    return session


@pytest.mark.parametrize("noun", get_args(Noun))
def test_every_noun_can_be_written_as_commands(noun: Noun, run: Run, led: str) -> None:
    """Added, edited, removed, brought back: each time the session is what the change itself makes of it."""
    item, fields = FILLED[noun]
    if noun not in ("step", "checkin"):
        item = item.model_copy(update={"rank": "x"})
    gone = (Remove(noun, "new1", "2026-11-24 Tanaka"), BringBack(noun, "new1"))
    for change in (Add(noun, "new1", item), Edit(noun, "new1", fields), *gone):
        same(run, led, change)


@pytest.mark.parametrize(
    "change",
    [
        Edit("measure", "waiting", {"by": None, "target": 15.0}),
        *(MarkAction("drawflow", status) for status in ("doing", "done")),
        MarkAction("drawflow", "blocked", "no key", "the janitor"),
        MarkAction("drawflow", "dropped", "done by others"),
        Set("vision", {"destination": "there", "signs": ("one", "two")}),
        Set("closing", {"hands": (0, 0, 1, 3, 2)}),
        SetPledge("tanaka", "I begin"),
        Rate("culture", "vision", {"ideal": 5, "reality": None, "hands": (0, 3, 14, 1, 0), "words": "w"}),
        Rate("culture", "team", {"reality": 2, "ideal_hands": (0, 0, 0, 1, 2)}),
        PlaceDots("dots", "tanaka", {"note1": 2, "group1": 1}),
        PlaceDots("dots", "room", {"note2": 3}),
        Reveal("dots"),
        Extend("ideas", 5),
        Extend("ideas", -2),
        RunClock("start", NOW),
        MoveTo("ideas"),
        MoveTo("ideas", NOW),
        Together((MoveTo("dots"), Remove("step", "ideas", "2026-11-24"))),
        Together((Reveal("dots"), PlaceDots("dots", "tanaka", {"note1": 1}), Reveal("dots", False))),
        Together((RunClock("start", NOW), RunClock("stop", NOW.replace(hour=14)), MoveTo("dots"))),
        Together((Extend("ideas", 5), RunClock("reset", NOW))),
    ],
    ids=lambda change: type(change).__name__,
)
def test_every_change_can_be_written_as_commands(change: Change, run: Run, led: str) -> None:
    """The kinds that no story happens to use too."""
    same(run, led, change)


def same(run: Run, file: str, change: Change) -> None:
    """Check that the commands of a change make of a file what the change makes of its session."""
    before = document.load(Path(file)).session
    for line in lines(change, file):
        run(*line)
    after = document.load(Path(file)).session
    assert plain(after) == plain(apply(before, change)), change
