"""Changes: each one undoes and redoes to the same value, one by one and in any sequence."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import DxError, RuleError
from dxworkshop.model.apply import apply, new_item
from dxworkshop.model.changes import (
    Add,
    Change,
    Edit,
    MarkAction,
    MoveTo,
    Noun,
    Part,
    Remove,
    Set,
    SetPledge,
)
from dxworkshop.model.history import LIMIT, History
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.problem import problems
from dxworkshop.model.session import (
    Action,
    ActionMeasure,
    Gap,
    Measure,
    Member,
    OpenSeat,
    Rule,
    Session,
    Status,
)
from dxworkshop.model.value import frozen, plain
from dxworkshop.model.wire import PARTS
from tests.sample import empty_session, sample_changes, sample_session

STAMP = "2026-12-10T13:30:00+09:00"
DAY = date(2027, 3, 31)

EXAMPLES: list[Change] = [
    Add(
        "member",
        "new1",
        Member(name="高橋", seat="財政課", strengths=("data",), hours_per_week=0.5, present=False),
    ),
    Add("seat", "new1", OpenSeat(name="resident", why="")),
    Add("gap", "new1", Gap(lens="people", ideal="", reality="評価が難しい", size=5, control="outside")),
    Add("measure", "new1", Measure(name="待ち時間", unit="分", baseline=1, target=-1.5, by=DAY)),
    Add("action", "new1", Action(title="測る", owner="pc11111111", due=None, measure=ActionMeasure())),
    Add("action", "new2", Action.model_validate({"title": "測る", "colour": "a later version knows it"})),
    Add("rule", "new1", Rule(text="途中で\r\n口をはさまない")),
    Edit("member", "pa11111111", {"name": "", "strengths": (), "hours_per_week": None, "present": None}),
    Edit("seat", "s111111111", {"why": "", "rank": "a9"}),
    Edit("gap", "g222222222", {"size": None, "ideal": "", "lens": "relations"}),
    Edit("measure", "m222222222", {"baseline": 1, "by": DAY, "kind": "outcome"}),
    Edit("action", "ae11111111", {"owner": "pa11111111", "answers": ("g222222222",), "due": DAY, "weight": 5}),
    Edit("action", "aa11111111", {"due": None, "first_step_by": None, "measure": None, "partners": ()}),
    Edit("rule", "r111111111", {"text": "ゆっくり話す"}),
    Remove("member", "pc11111111", STAMP),
    Remove("seat", "s111111111", f"{STAMP} 田中"),
    Remove("gap", "g111111111", STAMP),
    Remove("measure", "m111111111", STAMP),
    Remove("action", "aa11111111", ""),
    Remove("rule", "r111111111", STAMP),
    Set("session", {"title": "x" * 120, "reviews": (), "register": "plain", "language": "en", "organisation": ""}),
    Set("vision", {"destination": "", "signs": ()}),
    Set("boss", {"name": "紙", "why_now": ""}),
    Set("closing", {"hands": ()}),
    MarkAction("aa11111111", "todo"),
    MarkAction("ae11111111", "doing"),
    MarkAction("aa11111111", "blocked", ask="財政課"),
    MarkAction("aa11111111", "done"),
    MarkAction("aa11111111", "dropped", reason="人が足りない"),
    SetPledge("pc11111111", "月曜に立ち会います"),
    SetPledge("pa11111111", ""),
    MoveTo("boss"),
]
"""At least one of every kind, noun and part; each changes the whole sample session."""
UNDOABLE = [change for change in EXAMPLES if not isinstance(change, MoveTo)]


def test_the_examples_hold_every_change_noun_part_and_status() -> None:
    """Whoever adds a kind of change, a noun, a part or a status has to add an example."""
    assert {type(change) for change in EXAMPLES} == set(get_args(Change))
    for kind in (Add, Edit, Remove):
        assert (
            {change.noun for change in EXAMPLES if isinstance(change, kind)} == set(get_args(Noun)) == set(NOUNS)
        )
    assert {change.part for change in EXAMPLES if isinstance(change, Set)} == set(get_args(Part)) == set(PARTS)
    assert {change.status for change in EXAMPLES if isinstance(change, MarkAction)} == set(get_args(Status))


@pytest.mark.parametrize("change", UNDOABLE, ids=repr)
def test_a_change_undoes_and_redoes_to_the_same_value(change: Change) -> None:
    """Undo gives back the session of before and redo that of after, to the last key that was ever set."""
    before = sample_session()
    done = History(before).do(change)
    assert done.session != before
    undone = done.undo()
    assert (undone.session, plain(undone.session)) == (before, plain(before))
    redone = undone.redo()
    assert (redone.session, plain(redone.session)) == (done.session, plain(done.session))
    assert plain(redone.undo().session) == plain(before)


@pytest.mark.parametrize("change", EXAMPLES, ids=repr)
def test_a_change_leaves_the_session_it_was_made_on_alone(change: Change) -> None:
    """A session is a value: `apply` answers with a new one, which keeps every rule and reads back from a file."""
    before = sample_session()
    after = apply(before, change)
    assert plain(before) == plain(sample_session())
    assert [where for where, _ in problems(after) if where[-1] != "colour"] == []
    assert Session.model_validate(frozen(plain(after))) == after


def test_the_whole_workshop_is_undone_to_the_first_word_and_redone() -> None:
    """All changes of a workshop can be taken back one by one, down to the empty session, and made again."""
    histories = [History(empty_session())]
    for change in sample_changes():
        after = histories[-1].do(change)
        histories += [after] if after is not histories[-1] else []
    history = histories[-1]
    assert len(history.past) == len(histories) - 1 > 20
    for earlier in reversed(histories[:-1]):
        history = history.undo()
        assert plain(history.session) == plain(earlier.session)
    for later in histories[1:]:
        history = history.redo()
        assert plain(history.session) == plain(later.session)


def test_moving_is_not_undone() -> None:
    """Undo takes back what was said and stays at the step where we are, and moving keeps what can be redone."""
    history = History(sample_session()).do(Set("boss", {"name": "紙"})).do(MoveTo("boss"))
    assert (history.session.at, len(history.past)) == ("boss", 1)
    undone = history.undo()
    assert (undone.session.at, undone.session.boss.name) == ("boss", "たらい回し")
    moved = undone.do(MoveTo("party"))
    assert (moved.redo().session.at, moved.redo().session.boss.name) == ("party", "紙")


def test_a_new_change_ends_what_could_be_redone() -> None:
    """After undo, another change goes a new way; the old one cannot be redone into it."""
    history = History(sample_session()).do(Set("boss", {"name": "紙"})).undo()
    assert history.future
    history = history.do(Set("boss", {"name": "はんこ"}))
    with pytest.raises(RuleError, match="there is nothing to redo"):
        history.redo()


def test_a_change_to_the_same_is_none() -> None:
    """What stands there already is neither an entry to undo nor the end of what can be redone."""
    history = History(sample_session()).do(Set("boss", {"name": "紙"})).undo()
    assert history.do(Set("boss", {"name": "たらい回し"})) is history


def test_there_is_nothing_to_undo_at_the_start() -> None:
    """The start is refused with one sentence."""
    with pytest.raises(RuleError, match="there is nothing to undo"):
        History(sample_session()).undo()


def test_the_last_500_changes_can_be_undone() -> None:
    """Older ones are forgotten, the newest never."""
    history = History(sample_session())
    for number in range(LIMIT + 3):
        history = history.do(Set("vision", {"destination": str(number)}))
    assert len(history.past) == LIMIT == 500
    for _ in range(LIMIT):
        history = history.undo()
    assert history.session.vision.destination == "2"


BURSTS: list[tuple[str, Session, list[Change]]] = [
    ("a field that was filled", sample_session(), [Set("boss", {"name": t}) for t in ("紙", "紙の", "紙の山")]),
    ("a field that was never set", empty_session(), [Set("vision", {"destination": t}) for t in ("い", "いえ")]),
    ("a pledge that is new", empty_session(), []),
    (
        "a field of an item",
        sample_session(),
        [Edit("rule", "r111111111", {"text": t}) for t in ("a", "ab", "abc")],
    ),
    (
        "a group of fields",
        sample_session(),
        [
            Edit("action", "ab11111111", {"measure": ActionMeasure(name="n", unit=u, target=1, baseline=0)})
            for u in "uv"
        ],
    ),
]
BURSTS[2] = (
    "a pledge that is new",
    apply(empty_session(), Add("member", "tanaka", Member(name="田中"))),
    [SetPledge("tanaka", text) for text in ("や", "やる")],
)


@pytest.mark.parametrize(("session", "changes"), [b[1:] for b in BURSTS], ids=[b[0] for b in BURSTS])
def test_the_typing_in_one_field_is_undone_together(session: Session, changes: list[Change]) -> None:
    """One undo takes a burst back, the first key too, and one redo gives it all again."""
    history = History(session)
    for change in changes:
        history = history.do(change, "field 1")
    assert len(history.past) == 1
    assert plain(history.undo().session) == plain(session)
    assert plain(history.undo().redo().session) == plain(history.session)


def test_only_the_same_burst_is_undone_together() -> None:
    """Another visit to the field, another field, and what comes after an undo are undone by themselves."""
    one = History(sample_session()).do(Set("boss", {"name": "a"}), "visit 1")
    assert len(one.do(Set("boss", {"name": "ab"}), "visit 2").past) == 2
    assert len(one.do(Set("boss", {"name": "ab"})).past) == 2
    assert len(one.do(Set("boss", {"why_now": "x"}), "visit 1").past) == 2
    assert len(one.undo().redo().do(Set("boss", {"name": "ab"}), "visit 1").past) == 2
    assert len(History(sample_session()).do(Set("boss", {"name": "a"})).do(Set("boss", {"name": "b"})).past) == 2


def test_a_burst_that_ends_where_it_began_leaves_nothing_to_undo() -> None:
    """Typing a letter and taking it back costs no key of undo."""
    history = History(sample_session()).do(Set("boss", {"name": "たらい回しx"}), "visit 1")
    history = history.do(Set("boss", {"name": "たらい回し"}), "visit 1")
    assert history == History(sample_session())


# Any sequence --------------------------------------------------------------------------------------

IDS = st.sampled_from(["aaaa", "bbbb", "cccc", "dddd"])
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
    "rule": {"text": TEXT, "removed": TEXT, "rank": st.sampled_from(["", "zz", "b-5"])},
}
PART_FIELDS: dict[Part, dict[str, st.SearchStrategy[Any]]] = {
    "session": {"title": TEXT, "organisation": TEXT, "reviews": st.lists(DAYS, max_size=3), "at": IDS},
    "vision": {"destination": TEXT, "signs": st.lists(TEXT, max_size=2)},
    "boss": {"name": TEXT, "why_now": TEXT, "measures": st.just({})},
    "closing": {"hands": st.lists(st.integers(-1, 5), max_size=5)},
}


def _some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _additions(noun: Noun) -> st.SearchStrategy[tuple[Noun, str, dict[str, Any]]]:
    return st.tuples(st.just(noun), IDS, _some(FIELDS[noun]))


ADDITIONS = st.sampled_from(get_args(Noun)).flatmap(_additions)
"""Noun, id and typed fields; whether an item can be made of them is asked when it is added."""
CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.sampled_from(get_args(Noun)).flatmap(lambda n: st.builds(Edit, st.just(n), IDS, _some(FIELDS[n]))),
    st.builds(Remove, st.sampled_from(get_args(Noun)), IDS, st.just(STAMP)),
    st.sampled_from(get_args(Part)).flatmap(lambda p: st.builds(Set, st.just(p), _some(PART_FIELDS[p]))),
    st.builds(MarkAction, IDS, st.sampled_from(get_args(Status)), TEXT, TEXT),
    st.builds(SetPledge, IDS, TEXT),
    st.builds(MoveTo, st.sampled_from(["opening", "boss", "party", "nowhere"])),
)
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
    """Return everything but the step we are at, which undo leaves alone."""
    return {key: value for key, value in plain(session).items() if key != "at"}


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
    assert way[-1] == _said(start)
    for said in reversed(way[:-1]):
        history = history.redo()
        assert _said(history.session) == said
    assert plain(history.session) == plain(last)
    assert history.future == ()
