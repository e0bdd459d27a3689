"""Any sequence of changes: it keeps the rules, reads back, and is undone and redone step by step."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import DxError
from dxworkshop.model.apply import apply, new_item
from dxworkshop.model.changes import (
    Add,
    BringBack,
    Change,
    Edit,
    Extend,
    MarkAction,
    MoveTo,
    Noun,
    Part,
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
from dxworkshop.model.history import History
from dxworkshop.model.patch import changed, difference
from dxworkshop.model.problem import problems
from dxworkshop.model.session import Session, Status
from dxworkshop.model.value import frozen, plain
from dxworkshop.model.workshop import CollectStep
from tests.sample import empty_session, sample_session

STAMP = "2026-12-10T13:30:00+09:00"
DAY = date(2027, 3, 31)
NOW = datetime(2026, 11, 24, 15, 20, tzinfo=timezone(timedelta(hours=9)))

IDS = st.sampled_from(["aaaa", "bbbb", "cccc", "dddd"])
SAMPLE_IDS = st.sampled_from(
    [
        "n111111111",
        "n333333333",
        "n555555555",
        "n666666666",
        "gr11111111",
        "gr33333333",
        "pa11111111",
        "pb11111111",
    ]
)
"""Of notes, groups and members of the sample, so that changes meet what is there."""
STEPS = st.sampled_from(
    ["ideas", "worries", "choice", "secret", "culture", "pulse", "matrix", "opening", "nowhere"]
)
MARKS = st.sampled_from([None, 1, 5, 6])
HANDS = st.sampled_from([(), (0, 1, 2, 3, 4), (1, 2)])
TEXT = st.sampled_from(
    ["", " ", "田中", "総務課", "a\r\nb\rc", "\ud83d", "👩‍👩‍👧 \u202eRTL", "\x00\x1b", "x" * 121]
)
NUMBER = st.sampled_from([None, 0, 1.5, -2, 42.0, float("nan"), 10**30])
DAYS = st.sampled_from([None, date(2026, 12, 1), DAY, "soon"])
SOME_IDS = st.lists(IDS, max_size=2).map(tuple)
MEASURE: dict[str, st.SearchStrategy[Any]] = {"name": TEXT, "unit": TEXT, "baseline": NUMBER, "target": NUMBER}
FIELDS: dict[Noun, dict[str, st.SearchStrategy[Any]]] = {
    "member": {
        "name": TEXT,
        "seat": TEXT,
        "hours_per_week": NUMBER,
        "present": st.sampled_from([True, False, None]),
    },
    "seat": {"name": TEXT, "why": TEXT},
    "gap": {"ideal": TEXT, "reality": TEXT, "size": st.sampled_from([None, 1, 5, 6])},
    "measure": {**MEASURE, "by": DAYS, "kind": st.sampled_from(["outcome", "output", "x"])},
    "action": {
        "title": TEXT,
        "owner": IDS | st.just(""),
        "partners": SOME_IDS,
        "answers": SOME_IDS,
        "first_step_by": DAYS,
        "due": DAYS,
        "status": st.sampled_from([*get_args(Status), "late"]),
        "reason": TEXT,
        "measure": st.none() | st.fixed_dictionaries({}, optional=MEASURE),
    },
    "note": {
        "step": STEPS,
        "text": TEXT,
        "author": SAMPLE_IDS | st.just(""),
        "group": SAMPLE_IDS | IDS | st.just(""),
        "impact": MARKS,
        "rank": st.sampled_from(["", "a1"]),
    },
    "group": {"step": STEPS, "name": TEXT, "effort": MARKS},
    "risk": {"cause": TEXT, "counter": TEXT, "action": IDS | st.just("")},
    "parked": {"text": TEXT, "ups": st.integers(-1, 3), "answered": st.booleans(), "note": IDS},
    "step": {
        "title": TEXT,
        "minutes": st.sampled_from([0, 1, 20]),
        "kind": st.sampled_from(["collect", "vote", "rate", "matrix", "talk", "dragon"]),
        "anonymous": st.booleans(),
        "on": STEPS,
        "dots": st.sampled_from([1, 20]),
        "most": st.sampled_from([1, 8, 30]),
        "deck": st.sampled_from(["", "culture", "lenses"]),
        "skipped": st.booleans(),
        "rank": st.sampled_from(["a1", "b105"]),
    },
    "checkin": {
        "on": DAYS,
        "host": SAMPLE_IDS | st.just(""),
        "readings": st.dictionaries(st.sampled_from(["m111111111", "aaaa"]), NUMBER, max_size=2),
        "actions": st.dictionaries(
            st.sampled_from(["aa11111111", "aaaa"]),
            st.fixed_dictionaries({"status": st.just("doing")}),
            max_size=2,
        ),
        "scale": st.sampled_from(["", "hamamatsu", "other"]),
        "gaps": st.dictionaries(st.sampled_from(["g111111111", "aaaa"]), st.integers(-1, 6), max_size=2),
        "ratings": st.just({"culture": {"vision": {"reality": 3}}}),
        "decision": st.sampled_from(["", "on", "win"]),
    },
    "exception": {"rule": TEXT, "action": IDS | st.just(""), "reason": TEXT},
    "rule": {"text": TEXT, "removed": TEXT, "rank": st.sampled_from(["", "zz", "b-5"])},
}
PART_FIELDS: dict[Part, dict[str, st.SearchStrategy[Any]]] = {
    "session": {"title": TEXT, "organisation": TEXT, "reviews": st.lists(DAYS, max_size=3), "at": IDS},
    "vision": {"destination": TEXT, "signs": st.lists(TEXT, max_size=2)},
    "boss": {"name": TEXT, "why_now": TEXT, "measures": st.just({})},
    "closing": {"hands": st.lists(st.integers(-1, 5), max_size=5)},
    "meeting": {"held": DAYS, "start": TEXT | st.sampled_from(["09:00", "13:30"]), "handouts": st.just(("x",))},
    "paper": {"number": TEXT, "route": st.sampled_from(["", "decided", "soon"]), "licence": TEXT},
}


def _some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _additions(noun: Noun) -> st.SearchStrategy[tuple[Noun, str, dict[str, Any]]]:
    return st.tuples(st.just(noun), STEPS | IDS if noun == "step" else IDS, _some(FIELDS[noun]))


ADDITIONS = st.sampled_from(get_args(Noun)).flatmap(_additions)
"""Noun, id and typed fields; whether an item can be made of them is asked when it is added."""
ANY_ID = IDS | SAMPLE_IDS | STEPS
WHEN = st.integers(-400, 400).map(lambda minutes: NOW + timedelta(minutes=minutes))
RATING = {"ideal": MARKS, "reality": MARKS, "hands": HANDS, "words": TEXT}
SINGLE: st.SearchStrategy[Change] = st.one_of(
    st.sampled_from(get_args(Noun)).flatmap(lambda n: st.builds(Edit, st.just(n), ANY_ID, _some(FIELDS[n]))),
    st.builds(Remove, st.sampled_from(get_args(Noun)), ANY_ID, st.just(STAMP)),
    st.builds(BringBack, st.sampled_from(get_args(Noun)), ANY_ID),
    st.sampled_from(get_args(Part)).flatmap(lambda p: st.builds(Set, st.just(p), _some(PART_FIELDS[p]))),
    st.builds(MarkAction, IDS, st.sampled_from(get_args(Status)), TEXT, TEXT),
    st.builds(SetPledge, IDS, TEXT),
    st.builds(MoveTo, st.sampled_from(["opening", "boss", "party"]) | STEPS | IDS, st.none() | WHEN),
    st.builds(Rate, STEPS, st.sampled_from(["vision", "people", "safe", "zz"]), _some(RATING)),
    st.builds(
        PlaceDots,
        STEPS,
        SAMPLE_IDS | IDS | st.just("room"),
        st.dictionaries(SAMPLE_IDS | IDS, st.integers(-1, 3), max_size=2),
    ),
    st.builds(Reveal, STEPS, st.booleans()),
    st.builds(
        Resolve,
        st.sampled_from(["cf11111111", "cf22222222", "zzzz"]),
        st.sampled_from(["mine", "theirs", "both", "other"]),
        TEXT | DAYS | NUMBER,
        st.just(STAMP),
    ),
    st.builds(Extend, STEPS, st.sampled_from([-500, -1, 5, 500])),
    st.builds(RunClock, st.sampled_from(["start", "stop", "reset"]), WHEN),
)
CHANGES: st.SearchStrategy[Change] = SINGLE | st.builds(Together, st.lists(SINGLE, max_size=3).map(tuple))
DEEDS = st.lists(st.tuples(ADDITIONS | CHANGES, st.sampled_from(["", "", "one", "two"])), max_size=25)
STARTS = st.sampled_from([empty_session(), sample_session()])


def _walk(start: Session, deeds: list[tuple[Any, str]]) -> Iterator[History]:
    history = History(start)
    for deed, burst in deeds:
        try:
            change = Add(deed[0], deed[1], new_item(deed[0], deed[2])) if isinstance(deed, tuple) else deed
            history = history.do(change, burst)
        except DxError:
            continue
        yield history


def _said(session: Session) -> dict[str, Any]:
    """Return everything but where we are and the time, which undo leaves alone."""
    return {key: value for key, value in plain(session).items() if key not in ("at", "clock")}


@given(STARTS, DEEDS)
def test_any_sequence_keeps_the_rules_and_reads_back(start: Session, deeds: list[tuple[Any, str]]) -> None:
    """After every change that was accepted the session breaks no rule and is what its file says."""
    for history in _walk(start, deeds):
        assert list(problems(history.session)) == []
        back = Session.model_validate(frozen(plain(history.session)))
        assert back == history.session
        assert plain(back) == plain(history.session)


@given(STARTS, DEEDS)
def test_any_sequence_is_undone_to_its_start_and_redone_to_its_end(
    start: Session, deeds: list[tuple[Any, str]]
) -> None:
    """Undo all the way gives the first value, redo all the way the last, and each step on the way is the same."""
    history = History(start)
    for history in _walk(start, deeds):  # noqa: B007 - the last one is meant
        pass
    last, way = history.session, [_said(history.session)]
    while history.past:
        history = history.undo()
        way.append(_said(history.session))
        assert history.session.clock == last.clock
        assert list(problems(history.session)) == []
    assert way[-1] == _said(start)
    for said in reversed(way[:-1]):
        history = history.redo()
        assert _said(history.session) == said
    assert _said(history.session) == _said(last)
    assert history.future == ()


@given(STARTS, DEEDS, STARTS, DEEDS)
def test_what_changed_is_what_the_tables_differ_in(
    start: Session, deeds: list[tuple[Any, str]], other: Session, others: list[tuple[Any, str]]
) -> None:
    """Looking only at what two sessions do not share gives every key in which their files differ, and no other."""
    sessions = [start, *(history.session for history in _walk(start, deeds))]
    sessions += [other, *(history.session for history in _walk(other, others))]
    for one, two in zip(sessions, [*sessions[1:], sessions[0]], strict=True):
        assert changed(one, two) == difference(plain(one), plain(two))
    first, last = sessions[0], sessions[-1]
    assert changed(first, last) == difference(plain(first), plain(last))


@given(STARTS, DEEDS)
def test_an_anonymous_step_keeps_no_name_and_no_order(start: Session, deeds: list[tuple[Any, str]]) -> None:
    """Whatever is done: no author, no voter, and no rank but the random id where nobody is to be known."""
    for history in _walk(start, deeds):
        session = history.session
        for id_, step in session.workshop.steps.items():
            if getattr(step, "anonymous", False):
                notes = {key: note for key, note in session.notes.items() if note.step == id_}
                assert {note.author for note in notes.values()} <= {""}
                assert all(note.rank == key for key, note in notes.items())
                dots = session.votes[id_].dots.values() if id_ in session.votes else ()
                assert {voter for by in dots for voter in by} <= {"room"}
                assert isinstance(step, CollectStep) or not notes


def test_the_guard_falls_where_the_rank_of_a_note_is_kept() -> None:
    """The promise above meets notes that were written in another step, and steps that become anonymous."""
    session = apply(sample_session(), Edit("note", "n777777777", {"step": "worries"}))
    assert session.notes["n777777777"].rank == "n777777777"
    named = apply(apply(sample_session(), Remove("note", "n111111111", STAMP)), Edit("note", "n333333333", {}))
    assert named.notes["n333333333"].rank == "a3"
