"""What the room sees: every kind of step, and never what it may not know."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dxworkshop.deck import credit
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Change, Edit, Extend, PlaceDots, Reveal, RunClock, Set
from dxworkshop.model.room import candidates
from dxworkshop.model.session import ROOM, Action, Gap, Group, Member, Note, Parked, Session
from dxworkshop.model.value import frozen
from dxworkshop.model.workshop import KINDS
from dxworkshop.report import scene
from dxworkshop.report.scene import Bars, Entry, Grid, Lines, Scale, Stage, Words
from dxworkshop.report.stage import clock, stage, ticked
from dxworkshop.report.view import Table
from tests.conftest import NOW
from tests.sample import empty_session, sample_session

EN = Voice("en", "plain")
SCRIPT = ("say", "example", "done_when", "method")
NAMELESS = ("talk", "vision", "boss", "rate", "gaps", "collect", "vote", "matrix", "premortem")
"""Kinds of steps in which nobody's name belongs before the room."""
AUTHORS = ("talk", "vision", "boss", "party", "rate", "gaps", "collect", "vote", "matrix", "premortem")
NOTED = {"ideas": False, "worries": True}
"""Steps in which notes are written, and whether they are anonymous."""
VOTES = {"choice": "ideas", "secret": "worries"}
"""Steps of voting, and what is voted on."""


def at(session: Session, step: str) -> Session:
    """Return the session at a step."""
    return session.model_copy(update={"at": step})


def seen(session: Session, step: str, voice: Voice = EN) -> Stage:
    """Return what the room sees in a step."""
    return stage(at(session, step), voice, NOW)


def leaves(value: Any) -> Iterator[Any]:
    """Yield every text and number in a stage."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def words(value: Any) -> str:
    """Return everything in a stage as one text."""
    return "\n".join(map(str, leaves(value)))


# Sessions in which every name, author and number of dots is one of its kind


def scripted(session: Session) -> Session:
    """Return the session with a script whose every word is unlike all others, and a grid of the top two."""
    steps = {
        id_: step.model_copy(update={"most": 2, **{key: f"script-{id_}-{key}" for key in SCRIPT}})
        for id_, step in session.workshop.steps.items()
    }
    return session.model_copy(update={"workshop": session.workshop.model_copy(update={"steps": steps})})


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Build a session by changes: members, notes, some groups, dots, some of them revealed, and what follows."""
    session = scripted(empty_session())
    people = [f"m{n:09}" for n in range(draw(st.integers(1, 5)))]
    changes: list[Change] = [Add("member", id_, Member(name=f"Name{id_}", seat=f"Seat{id_}")) for id_ in people]
    for n in range(draw(st.integers(0, 3))):
        changes.append(Add("group", f"g{n:09}", Group(step=draw(st.sampled_from(list(NOTED))), name=f"bundle{n}")))
    groups = [change.id for change in changes if isinstance(change, Add) and change.noun == "group"]
    for n in range(draw(st.integers(0, 8))):
        step = draw(st.sampled_from(list(NOTED)))
        author = "" if NOTED[step] else draw(st.sampled_from(["", *people]))
        mark = st.sampled_from([None, None, 5])
        note = Note(
            step=step,
            text=f"note{n}",
            author=author,
            group=draw(st.sampled_from(["", *groups])),
            impact=draw(mark),
            effort=draw(mark),
        )
        changes.append(Add("note", f"n{n:09}", note))
    for change in changes:
        session = tried(session, change)
    for step, on in VOTES.items():
        ids = candidates(session, on)
        for voter in draw(st.lists(st.sampled_from([*people, ROOM]), unique=True)) if ids else ():
            dots = draw(st.dictionaries(st.sampled_from(ids), st.integers(1, 2), max_size=2))
            session = tried(session, PlaceDots(step, voter, dots))
        session = tried(session, Reveal(step, draw(st.booleans())))
    changes = [
        Add("gap", "x000000000", Gap(reality="wall", ideal="door", size=draw(st.sampled_from([None, 4])))),
        Add("action", "a000000000", Action(title="deed", owner=people[0])),
        Add("parked", "q000000000", Parked(text="why", kind="question")),
        Set("vision", {"destination": "there"}),
        RunClock("start", NOW - timedelta(minutes=draw(st.integers(0, 30)))),
    ]
    for change in changes:
        session = tried(session, change)
    return session


def tried(session: Session, change: Change) -> Session:
    """Return the session after a change, or as it is where a rule refuses that."""
    from dxworkshop.errors import DxError

    try:
        return apply(session, change)
    except DxError:
        return session


def with_dots(session: Session, step: str, dots: Mapping[str, Mapping[str, int]]) -> Session:
    """Return the session with other dots in a vote, as a file edited by hand may have them."""
    vote = session.votes[step].model_copy(update={"dots": frozen(dots)})
    return session.model_copy(update={"votes": {**session.votes, step: vote}})


def hidden_votes(session: Session) -> list[str]:
    """Return the votes that are not revealed."""
    return [step for step, vote in session.votes.items() if not vote.revealed]


@given(sessions(), st.randoms(use_true_random=False))
def test_a_hidden_vote_shows_nothing_of_where_its_dots_lie(session: Session, random: Any) -> None:
    """The same number of dots elsewhere, by others: what the room sees is the same, at every step."""
    other = session
    for step in hidden_votes(session):
        lying = [n for by in session.votes[step].dots.values() for n in by.values()]
        ids = candidates(session, VOTES[step])
        dots: dict[str, dict[str, int]] = {}
        for n in lying:
            by = dots.setdefault(random.choice(ids), {})
            voter = random.choice([*session.members, ROOM])
            by[voter] = by.get(voter, 0) + n
        other = with_dots(other, step, dots)
    for step in session.workshop.steps:
        assert seen(session, step) == seen(other, step)


@given(sessions(), st.lists(st.integers(401, 997), min_size=12, max_size=12, unique=True))
def test_no_number_of_dots_of_a_hidden_vote_is_in_a_stage(session: Session, numbers: list[int]) -> None:
    """Every dot count is a number like no other, and none of them, nor a sum of one candidate, is told."""
    forbidden: set[int] = set()
    for step in hidden_votes(session):
        dots = {id_: {ROOM: n} for id_, n in zip([*session.groups, *session.notes], numbers, strict=False)}
        session = with_dots(session, step, dots)
        if len(dots) > 1:
            assume(sum(by[ROOM] for by in dots.values()) not in numbers)
            forbidden |= {by[ROOM] for by in dots.values()}
    for step in hidden_votes(session):
        told = {int(n) for n in re.findall(r"\d+", words(seen(session, step)))}
        assert not told & forbidden


@given(sessions())
def test_what_can_be_voted_on_has_an_order_that_tells_nothing(session: Session) -> None:
    """Signs and texts of a hidden vote are those of a vote that nobody has begun."""
    for step in hidden_votes(session):
        fresh = with_dots(session, step, {})
        lists = [[b for b in seen(s, step).blocks if isinstance(b, Lines)] for s in (session, fresh)]
        assert lists[0] == lists[1]
        assert not any(isinstance(block, Bars) for block in seen(session, step).blocks)


@given(sessions())
def test_nobody_is_named_where_the_room_needs_only_the_words(session: Session) -> None:
    """No author, no voter, no name beside a mark: names stand with the party, the plan and the pledges."""
    for id_, step in session.workshop.steps.items():
        if step.kind in NAMELESS:
            assert not re.search(r"Namem|Seatm|m\d{9}", words(seen(session, id_)))


@given(sessions(), st.booleans())
def test_no_note_is_shown_while_people_write(session: Session, grouped: bool) -> None:
    """Only a number before they are shown and where there is no group, named or anonymous; then every one."""
    for step in NOTED:
        session = with_step(session, step, group=grouped)
        silent = session.model_copy(update={"groups": {}})
        assert not re.search(r"note\d", words(seen(silent, step)))
        told = words(seen(with_step(session, step, shown=True), step))
        assert set(re.findall(r"note\d", told)) == {n.text for n in session.notes.values() if n.step == step}


@given(sessions(), st.randoms(use_true_random=False))
def test_the_order_of_anonymous_notes_tells_nothing(session: Session, random: Any) -> None:
    """Other ranks, as a file edited by hand may have them: the same order, that of their random ids."""
    session = with_step(session, "worries", shown=True)
    ranks = [note.rank for note in session.notes.values()]
    random.shuffle(ranks)
    notes = {
        id_: note.model_copy(update={"rank": rank})
        for (id_, note), rank in zip(session.notes.items(), ranks, strict=True)
    }
    other = session.model_copy(update={"notes": notes})
    assert seen(session, "worries") == seen(other, "worries")


@given(sessions())
def test_it_makes_no_difference_who_wrote_what(session: Session) -> None:
    """Other authors, even where a file edited by hand names some of an anonymous step: the same stage."""
    last = list(session.members)[-1]
    notes = {id_: note.model_copy(update={"author": last}) for id_, note in session.notes.items()}
    other = session.model_copy(update={"notes": notes})
    for step in session.workshop.steps:
        assert seen(session, step) == seen(other, step)


@given(sessions(), st.sampled_from(LANGUAGES), st.sampled_from(REGISTERS))
def test_the_script_is_for_the_person_who_leads(session: Session, language: Any, register: Any) -> None:
    """Not a word of it is in any stage."""
    for step in session.workshop.steps:
        assert "script-" not in words(seen(session, step, Voice(language, register)))


# What is shown


@pytest.mark.parametrize("session", [empty_session(), sample_session()], ids=["empty", "sample"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_step_shows_something(session: Session, language: Any) -> None:
    """From the first minute on; with what is in the session it shows more."""
    kinds = set()
    for id_, step in session.workshop.steps.items():
        told = seen(session, id_, Voice(language))
        assert told.title
        assert told.blocks
        assert all(isinstance(block, get_args(scene.Block)) for block in told.blocks)
        kinds.add(step.kind)
    assert kinds == set(KINDS)


def blocks(step: str, session: Session | None = None) -> tuple[Any, ...]:
    """Return what stands before the room in a step of the sample."""
    return seen(session or sample_session(), step).blocks


def test_notes_are_shown_in_their_groups_once_the_facilitator_shows_them() -> None:
    """While everybody writes, and while notes are grouped, the question and a number; never who wrote them."""
    session = sample_session()
    silent = apply(session, Edit("step", "ideas", {"shown": False}))
    assert [type(block) for block in blocks("ideas", silent)] == [Words, Lines]
    assert "様式を一枚に" not in words(blocks("ideas", silent))
    assert blocks("ideas", silent)[1].entries == (Entry("4 notes"),)
    grouped = blocks("ideas", with_step(session, "ideas", shown=True))
    assert grouped[1].heading == "[1] 様式をやさしく"
    assert [entry.text for entry in grouped[1].entries] == ["様式を一枚に", "様式に見本を付ける"]
    assert len(grouped[2].entries) == 2


def with_step(session: Session, step: str, **fields: object) -> Session:
    """Return the session with other fields of a step."""
    return apply(session, Edit("step", step, fields))


def test_the_facilitator_shows_the_notes_to_be_read_out() -> None:
    """Before there is any group, and where there will never be one; not before the first word."""
    silent = sample_session().model_copy(update={"groups": {}})
    for fields in ({"shown": True}, {"shown": True, "group": False}):
        (prompt, notes) = blocks("ideas", with_step(silent, "ideas", **fields))
        assert isinstance(prompt, Words)
        assert len(notes.entries) == 4
        assert not notes.heading
        assert "様式を一枚に" in words(notes)
    early = with_step(empty_session(), "ideas", shown=True)
    assert blocks("ideas", early)[1].entries == (Entry("0 notes"),)


def test_a_revealed_vote_shows_sums_and_no_voter() -> None:
    """Most first; a group is called by its name."""
    (bars,) = blocks("choice")
    assert [(bar.sign, bar.dots) for bar in bars.bars] == [("2", 5), ("1", 1), ("3", 0)]
    assert not {"田中", "佐藤"} & set(re.findall("田中|佐藤", words(seen(sample_session(), "choice"))))


def test_the_sum_of_a_hidden_vote_is_told_to_check_it() -> None:
    """How many of all dots are placed; but not where there is one thing alone to place them on."""
    told = blocks("secret")
    assert "3" in told[0].text
    assert [(entry.sign, entry.text) for entry in told[1].entries] == [
        ("1", "課長が知らない"),
        ("2", "異動で忘れられる"),
    ]
    session = sample_session()
    notes = {id_: note for id_, note in session.notes.items() if id_ != "n555555555"}
    alone = session.model_copy(update={"notes": notes})
    assert "3" not in blocks("secret", alone)[0].text


def test_the_words_of_the_study_are_shown_with_their_credit() -> None:
    """The line stands wherever the cards of the deck are listed."""
    told = seen(sample_session(), "culture")
    assert isinstance(told.blocks[0], Scale)
    assert len(told.blocks[0].marks) == 12
    assert any(line.startswith(credit("culture")) for line in told.asides)
    assert credit("culture") not in words(seen(sample_session(), "pulse"))


def test_a_translation_of_ours_is_not_shown_as_the_study_s() -> None:
    """In English the twelve words are ours; in Japanese they are its own."""
    assert any("our translation" in line for line in seen(sample_session(), "culture").asides)
    assert credit("culture") in seen(sample_session(), "culture", Voice("ja")).asides


def test_the_grid_has_what_is_placed_and_what_is_not() -> None:
    """Each by the sign that it was voted with."""
    (grid,) = blocks("matrix")
    assert isinstance(grid, Grid)
    assert [(s.sign, s.impact, s.effort, s.anchor) for s in grid.spots] == [
        ("1", 5, 4, True),
        ("2", 2, 1, True),
        ("3", 3, None, False),
    ]


def test_the_plan_says_who_does_what_by_when() -> None:
    """What was dropped is not in it."""
    (table,) = blocks("actions")
    assert isinstance(table, Table)
    assert [row[1:] for row in table.rows][:2] == [
        ("転入の窓口を一つにまとめて試す", "佐藤", "2027-02-26"),
        ("様式を減らす", "田中", "2026-12-04"),
    ]
    assert "窓口を土曜も開ける" not in words(table)


def test_the_party_is_shown_without_what_could_look_like_a_score() -> None:
    """Names and open seats; no skills, no hours."""
    told = words(blocks("party"))
    assert "田中" in told
    assert "転入したばかりの人" in told
    assert not re.search(r"議事録|2\.5|3\.0", told)


def test_questions_that_wait_are_counted() -> None:
    """Topics and answered ones are not; their words are not shown."""
    told = seen(sample_session(), "vision")
    assert told.asides == ("1 question waiting",)
    assert "三層分離" not in words(told)


def test_what_was_removed_is_not_shown() -> None:
    """Not at any step."""
    for step in sample_session().workshop.steps:
        assert "消した" not in words(seen(sample_session(), step))


def test_skipped_steps_are_neither_counted_nor_announced() -> None:
    """A talk in the middle shows what comes next."""
    session = empty_session()
    steps = {id_: s.model_copy(update={"skipped": id_ == "review"}) for id_, s in session.workshop.steps.items()}
    session = session.model_copy(update={"workshop": session.workshop.model_copy(update={"steps": steps})})
    assert seen(session, "opening").place == "1/15"
    assert [entry.text for entry in blocks("opening", session)[0].entries] == ["vision", "shared challenge"]


# The clock


def test_the_clock_counts_down_and_then_up() -> None:
    """Planned before it begins, left while it runs, over past the end, and the same while it stands still."""
    session = empty_session()
    assert clock(session, EN, NOW).state == "ready"
    assert clock(session, EN, NOW).big == "05:00"
    session = apply(session, RunClock("start", NOW))
    later = NOW + timedelta(seconds=61)
    assert (clock(session, EN, later).big, clock(session, EN, later).state) == ("03:59", "running")
    late = NOW + timedelta(minutes=6, seconds=5)
    assert (clock(session, EN, late).big, clock(session, EN, late).state) == ("+01:05", "over")
    assert clock(apply(session, Extend("opening", 5)), EN, late).big == "03:55"
    stopped = apply(session, RunClock("stop", later))
    assert (clock(stopped, EN, late).big, clock(stopped, EN, late).state) == ("03:59", "stopped")


def test_only_the_clock_changes_by_itself() -> None:
    """A tick leaves everything else as it is."""
    session = apply(sample_session(), RunClock("start", NOW))
    first = stage(session, EN, NOW)
    second = ticked(first, session, EN, NOW + timedelta(seconds=1))
    assert second.clock != first.clock
    assert dataclasses.replace(second, clock=first.clock) == first
