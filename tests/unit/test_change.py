"""Changes: each one undoes and redoes to the same value; where we are and the time are not undone."""

from datetime import date, datetime, timedelta, timezone
from typing import get_args

import pytest

from dxworkshop.errors import DxError, RuleError
from dxworkshop.model import history as history_module
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
from dxworkshop.model.history import LIMIT, PASSING, History
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.problem import problems
from dxworkshop.model.session import (
    Action,
    ActionMeasure,
    Checkin,
    CheckinReport,
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
    Session,
    Status,
)
from dxworkshop.model.value import frozen, plain
from dxworkshop.model.wire import PARTS
from dxworkshop.model.workshop import CollectStep, RateStep, Statement
from tests.sample import empty_session, sample_changes, sample_session

STAMP = "2026-12-10T13:30:00+09:00"
DAY = date(2027, 3, 31)
NOW = datetime(2026, 11, 24, 15, 20, tzinfo=timezone(timedelta(hours=9)))

REMOVED: list[tuple[Noun, str]] = [
    ("member", "pd11111111"),
    ("seat", "s333333333"),
    ("gap", "g333333333"),
    ("measure", "m333333333"),
    ("action", "af11111111"),
    ("rule", "r333333333"),
    ("note", "n444444444"),
    ("group", "gr22222222"),
    ("risk", "k333333333"),
    ("parked", "q444444444"),
    ("checkin", "c222222222"),
    ("exception", "x222222222"),
]
"""Items of the sample that were removed."""
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
    Add("note", "new1", Note(step="ideas", text="一行\n二行", author="pa11111111", group="gr11111111", effort=5)),
    Add("note", "new2", Note(step="worries", text="だれにも言えない", rank="new2")),
    Add("group", "new1", Group(step="worries")),
    Add("risk", "new1", Risk(cause="忙しくて集まれない", counter="15分にする", action="ae11111111")),
    Add("parked", "new1", Parked(text="駐車場が足りない", ups=999, note="n333333333")),
    Add("step", "more-ideas", CollectStep(kind="collect", title="もう一度", minutes=480, anonymous=True)),
    Add(
        "step",
        "own",
        RateStep(kind="rate", title={"ja": "x"}, minutes=1, statements=(Statement(id="a", ja="あ", en="a"),)),
    ),
    Add(
        "checkin",
        "new1",
        Checkin(
            on=DAY,
            host="pc11111111",
            readings={"m222222222": 300.0},
            actions={"ae11111111": CheckinReport(status="doing", next_step="a\r\nb", next_by=DAY, rating="C")},
            scale="hamamatsu",
            gaps={"g111111111": 0},
            ratings={"pulse": {"safe": Rating(reality=5)}},
            decision="finish",
        ),
    ),
    Add("exception", "new1", LintException(rule="no-due", reason="年度末まで待つため")),
    Edit("member", "pa11111111", {"name": "", "strengths": (), "hours_per_week": None, "present": None}),
    Edit("seat", "s111111111", {"why": "", "rank": "a9"}),
    Edit("gap", "g222222222", {"size": None, "ideal": "", "lens": "relations"}),
    Edit("measure", "m222222222", {"baseline": 1, "by": DAY, "kind": "outcome"}),
    Edit("action", "ae11111111", {"owner": "pa11111111", "answers": ("g222222222",), "due": DAY, "weight": 5}),
    Edit("action", "aa11111111", {"due": None, "first_step_by": None, "measure": None, "partners": ()}),
    Edit("rule", "r111111111", {"text": "ゆっくり話す"}),
    Edit("note", "n222222222", {"group": "", "author": "pc11111111", "impact": 1, "text": "書き直した"}),
    Edit("note", "n777777777", {"impact": None, "anchor": True}),
    Edit("note", "n666666666", {"group": ""}),
    Edit("group", "gr11111111", {"name": "", "effort": None, "anchor": False}),
    Edit("risk", "k111111111", {"action": "", "counter": ""}),
    Edit("parked", "q333333333", {"answered": True, "answer": "来月答えます", "ups": 0}),
    Edit("step", "choice", {"dots": 5, "anonymous": False, "title": "もう一票", "minutes": 1}),
    Edit("step", "premortem", {"skipped": True, "rank": "b105"}),
    Edit("step", "matrix", {"on": "worries", "most": 30}),
    Edit("step", "culture", {"ideal": False}),
    Edit("checkin", "c111111111", {"readings": {}, "decision": "", "lessons": (), "on": DAY}),
    Edit("checkin", "c111111111", {"actions": {}, "scale": "akiruno", "ratings": {}, "gaps": {"g222222222": 5}}),
    Edit("exception", "x111111111", {"action": "", "reason": "書き直した"}),
    Edit("action", "aa11111111", {"slipped": ()}),
    Edit("measure", "m222222222", {"known": None, "known_on": DAY}),
    Remove("member", "pc11111111", STAMP),
    Remove("seat", "s111111111", f"{STAMP} 田中"),
    Remove("gap", "g111111111", STAMP),
    Remove("measure", "m111111111", STAMP),
    Remove("action", "aa11111111", ""),
    Remove("rule", "r111111111", STAMP),
    Remove("note", "n222222222", STAMP),
    Remove("group", "gr33333333", STAMP),
    Remove("risk", "k222222222", STAMP),
    Remove("parked", "q111111111", STAMP),
    Remove("step", "ideas", STAMP),
    Remove("checkin", "c111111111", STAMP),
    Remove("exception", "x111111111", STAMP),
    *(BringBack(noun, id_) for noun, id_ in REMOVED),
    Set("session", {"title": "x" * 120, "reviews": (), "register": "plain", "language": "en", "organisation": ""}),
    Set("session", {"earlier": ("k5p2r7x9cd", "k6p2r7x9cd")}),
    Set("vision", {"destination": "", "signs": ()}),
    Set("boss", {"name": "紙", "why_now": ""}),
    Set("closing", {"hands": ()}),
    Set("meeting", {"held": None, "end": "16:00", "handouts": ()}),
    Set("paper", {"route": "decided", "stamps": ("部長",)}),
    MarkAction("aa11111111", "todo"),
    MarkAction("ae11111111", "doing"),
    MarkAction("aa11111111", "blocked", ask="財政課"),
    MarkAction("aa11111111", "done"),
    MarkAction("aa11111111", "dropped", reason="人が足りない"),
    SetPledge("pc11111111", "月曜に立ち会います"),
    SetPledge("pa11111111", ""),
    Rate("culture", "vision", {"ideal": None, "reality": 1, "hands": (), "words": "a\r\nb"}),
    Rate("culture", "listening", {"ideal_hands": (0, 0, 0, 0, 999)}),
    Rate("pulse", "safe", {"words": "言える"}),
    PlaceDots("choice", "pa11111111", {"n777777777": 3}),
    PlaceDots("choice", "pb11111111", {}),
    PlaceDots("secret", "room", {"n555555555": 1, "gr33333333": 3}),
    Reveal("choice", revealed=False),
    Reveal("secret"),
    Resolve("cf11111111", "mine", stamp=STAMP),
    Resolve("cf11111111", "theirs"),
    Resolve("cf11111111", "other", DAY, f"{STAMP} 田中"),
    Extend("vision", 5),
    RunClock("stop", NOW),
    RunClock("reset", NOW),
    MoveTo("boss"),
    MoveTo("boss", NOW),
    Together(
        (Edit("note", "n777777777", {"effort": 2}), Add("action", "new3", Action(title="t")), MoveTo("boss"))
    ),
]
"""At least one of every kind, noun and part; each changes the whole sample session."""
UNDOABLE = [change for change in EXAMPLES if not isinstance(change, (*PASSING, Together))]


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


PASSED = [change for change in EXAMPLES if isinstance(change, PASSING)]


@pytest.mark.parametrize("change", PASSED, ids=repr)
def test_where_we_are_and_the_time_are_not_undone(change: Change) -> None:
    """They leave no entry, disturb neither undo nor redo, and stand whatever is taken back or done again."""
    history = History(sample_session()).do(Set("boss", {"name": "紙"}))
    passed = history.do(change)
    assert (passed.past, passed.future) == (history.past, history.future)
    undone = passed.undo()
    assert undone.session == apply(sample_session(), change) != sample_session()
    assert undone.redo().session == passed.session
    waiting = history.undo().do(change)
    assert waiting.future == history.undo().future
    assert waiting.redo().session == passed.session


def test_a_burst_goes_on_while_the_time_passes() -> None:
    """A clock that ticks between two keys does not cut the typing in two."""
    history = History(sample_session()).do(Set("boss", {"name": "a"}), "visit 1")
    history = history.do(Extend("vision", 1)).do(MoveTo("boss", NOW)).do(Set("boss", {"name": "ab"}), "visit 1")
    assert len(history.past) == 1
    undone = history.undo().session
    assert (undone.boss.name, undone.at, undone.clock) == ("たらい回し", "boss", history.session.clock)


def test_several_changes_are_one() -> None:
    """What is done together is undone and redone together."""
    several = Together(
        (
            Add("group", "new1", Group(step="ideas")),
            Edit("note", "n777777777", {"group": "new1"}),
            Reveal("secret"),
        )
    )
    done = History(sample_session()).do(several)
    assert len(done.past) == 1
    assert done.session.notes["n777777777"].group == "new1"
    assert done.session.votes["secret"].revealed
    assert plain(done.undo().session) == plain(sample_session())
    assert plain(done.undo().redo().session) == plain(done.session)


@pytest.mark.parametrize("bad", [Set("boss", {"nome": "x"}), Remove("rule", "zzzz", STAMP), MoveTo("nowhere")])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_several_changes_are_all_done_or_none(bad: Change, place: int) -> None:
    """One that is refused takes the others with it, wherever it stands."""
    changes: list[Change] = [Set("boss", {"name": "紙"}), Remove("note", "n222222222", STAMP)]
    changes.insert(place, bad)
    history = History(sample_session())
    with pytest.raises(DxError):
        history.do(Together(tuple(changes)))
    assert plain(history.session) == plain(sample_session())
    assert history.past == ()


def test_moving_among_several_changes_is_not_undone() -> None:
    """A step is taken out under the team, which goes on; undo brings the step back, and nobody has to follow."""
    gone = Together((MoveTo("premortem", NOW), Remove("step", "actions", STAMP)))
    history = History(sample_session()).do(gone)
    undone = history.do(MoveTo("pledge")).undo()
    assert undone.session.workshop == sample_session().workshop
    assert undone.session.at == "pledge"
    assert undone.session.clock == history.session.clock
    only_moved = History(sample_session()).do(Together((MoveTo("boss"), MoveTo("party"))))
    assert (only_moved.session.at, only_moved.past) == ("party", ())


def test_a_step_that_is_undone_under_the_team_leads_to_the_one_before() -> None:
    """Whoever stands in a step that is there no longer stands somewhere else, not nowhere."""
    extra = CollectStep(kind="collect", title="x", minutes=5, rank="b195")
    history = History(sample_session()).do(Add("step", "extra", extra)).do(MoveTo("extra"))
    undone = history.undo()
    assert undone.session.at == "worries"
    assert list(problems(undone.session)) == []
    first = History(sample_session()).do(Add("step", "first", extra.model_copy(update={"rank": "a1"})))
    assert first.do(MoveTo("first")).undo().session.at == "opening"


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


def test_the_last_2000_changes_can_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Older ones are forgotten, the newest never."""
    assert LIMIT == 2000
    monkeypatch.setattr(history_module, "LIMIT", 20)
    history = History(sample_session())
    for number in range(23):
        history = history.do(Set("vision", {"destination": str(number)}))
    assert len(history.past) == 20
    for _ in range(20):
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
