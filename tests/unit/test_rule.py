"""Rules: what one refuses is said in one sentence and changes nothing."""

from datetime import date

import pytest

from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply, first_step_of, new_item
from dxworkshop.model.changes import (
    Add,
    Change,
    Edit,
    Extend,
    MarkAction,
    MoveTo,
    PlaceDots,
    Rate,
    Remove,
    Reveal,
    Set,
    SetPledge,
)
from dxworkshop.model.history import History
from dxworkshop.model.session import (
    Action,
    ActionMeasure,
    Gap,
    Group,
    Measure,
    Member,
    Note,
    OpenSeat,
    Parked,
    Risk,
    Rule,
    Session,
)
from dxworkshop.model.value import frozen, plain
from dxworkshop.model.workshop import Step, TalkStep, VoteStep
from tests.sample import sample_session

STAMP = "2026-12-10T13:30:00+09:00"
VOICE = Voice("en", "plain")

TWO = "baseline and target are both 42.0: with nothing to change, nobody could see progress"
THREE = "a measure needs a baseline, a target and a unit"
LONG = "the title has 121 characters; the most is 120"
FULL = {"name": "数", "unit": "件", "baseline": 0.0, "target": 1.0}
ACTION = "aa11111111"
ANONYMOUS = "this step is anonymous: who wrote a note is not kept"
NAMED = "names are kept in this step already; it can no longer be anonymous"
TWICE = "these dots were entered in another way, by person or as sums; empty that first, or undo it"
TALK = TalkStep(kind="talk", title="t", minutes=1)
KINDS_WE_KNOW = (
    "this kind of step is not known; known kinds: talk, review, vision, boss, party, rate, gaps, collect, "
    "vote, matrix, actions, premortem, pledge"
)

REFUSED: list[tuple[Change, str]] = [
    # who carries an action
    (
        Add("action", "new1", Action(title="t", owner="nobody")),
        "nobody is not a member of the party; add them first",
    ),
    (Edit("action", ACTION, {"owner": "pd11111111"}), "pd11111111 is not a member of the party; add them first"),
    (Edit("action", ACTION, {"partners": ("zzzz",)}), "zzzz is not a member of the party; add them first"),
    (Edit("action", ACTION, {"owner": "pa11111111"}), "田中 owns the action and cannot be its partner too"),
    (
        Remove("member", "pa11111111", STAMP),
        "田中 owns 2 of the actions: 様式を減らす, 案内板を作り直す; give them to somebody else first",
    ),
    (Edit("member", "pa11111111", {"removed": STAMP}), "there is no field removed here"),
    # what an action says
    (Edit("action", ACTION, {"title": ""}), "a title is needed"),
    (Edit("action", ACTION, {"title": "two\nlines"}), "a title is one line; take the line breaks out"),
    (Edit("action", ACTION, {"title": " \u3000\n"}), "a title is needed"),
    *(
        (change, "a title is one line; take the line breaks out")
        for text in ("two\rlines", "two\u2028lines", "two\u2029lines", "two\x85lines", "a\x1b[2J", "a\0", "end\n")
        for change in (Edit("action", ACTION, {"title": text}), Set("session", {"title": text}))
    ),
    (Edit("action", ACTION, {"title": "x" * 121}), LONG),
    (Edit("action", ACTION, {"title": 5}), "title: text in quotation marks is needed here"),
    (Edit("action", ACTION, {"weight": 9}), "weight: 9 is too large; the most is 5"),
    (Edit("action", ACTION, {"weight": 0}), "weight: 0 is too small; the least is 1"),
    (Edit("action", ACTION, {"weight": 1.5}), "weight: a whole number is needed here, without quotation marks"),
    (
        Edit("action", ACTION, {"due": "soon"}),
        "due: a day such as 2027-03-31 is needed here, without quotation marks",
    ),
    (
        Edit("action", ACTION, {"due": date(2026, 11, 30)}),
        "the action would be due on 2026-11-30, before its first step on 2026-12-01",
    ),
    (
        Edit("action", ACTION, {"first_step_by": date(2027, 2, 27)}),
        "the action would be due on 2027-02-26, before its first step on 2027-02-27",
    ),
    (
        Edit("action", ACTION, {"answers": ("g333333333",)}),
        "g333333333 is no gap, measure, note, group or risk of this session",
    ),
    (
        Edit("action", ACTION, {"answers": ("pa11111111",)}),
        "pa11111111 is no gap, measure, note, group or risk of this session",
    ),
    (Edit("action", ACTION, {"measure": ActionMeasure(name="n", unit="", baseline=0, target=1)}), THREE),
    (
        Edit("action", ACTION, {"measure": ActionMeasure(unit="件", baseline=0, target=1)}),
        "a measure needs a name",
    ),
    (Edit("action", ACTION, {"measure": ActionMeasure(name="n", unit="u", baseline=42, target=42)}), TWO),
    (
        Edit("action", ACTION, {"status": "late"}),
        "status: late is not one of: 'todo', 'doing', 'blocked', 'done', 'dropped'",
    ),
    (MarkAction("aa11111111", "blocked"), "a blocked action needs whom to ask"),
    (MarkAction("aa11111111", "blocked", reason="予算", ask=" "), "a blocked action needs whom to ask"),
    (MarkAction("aa11111111", "dropped"), "a dropped action needs a reason; any honest one will do"),
    (MarkAction("aa11111111", "dropped", ask="x"), "a dropped action needs a reason; any honest one will do"),
    (MarkAction("af11111111", "done"), "there is no action af11111111 here"),
    # measures
    (Edit("measure", "m111111111", {"unit": " "}), THREE),
    (Edit("measure", "m111111111", {"name": ""}), "a measure needs a name"),
    (Edit("measure", "m111111111", {"target": 42.0}), TWO),
    (
        Edit("measure", "m111111111", {"baseline": None}),
        "baseline: a number is needed here, without quotation marks",
    ),
    (Edit("measure", "m111111111", {"baseline": float("nan")}), "baseline: a finite number is needed here"),
    (Edit("measure", "m111111111", {"target": float("inf")}), "target: a finite number is needed here"),
    (Add("measure", "new1", Measure(name="n", unit="u", baseline=42, target=42)), TWO),
    (Set("boss", {"measures": {}}), "there is no field measures here"),
    # the party
    (Add("member", "new1", Member(name=" ", seat="\u3000")), "a member needs a name or an office"),
    (Add("member", "new1", Member(name="田中", seat="情報政策課")), "田中 is already here"),
    (Edit("member", "pb11111111", {"name": "田中", "seat": "情報政策課"}), "田中 is already here"),
    (
        Edit("member", "pa11111111", {"hours_per_week": 169.0}),
        "hours_per_week: 169.0 is too large; the most is 168.0",
    ),
    (
        Edit("member", "pa11111111", {"hours_per_week": -1.0}),
        "hours_per_week: -1.0 is too small; the least is 0.0",
    ),
    (Edit("member", "pa11111111", {"strengths": "tech"}), "strengths: a list in square brackets is needed here"),
    (Edit("member", "pa11111111", {"score": 5}), "there is no field score here"),
    (Edit("member", "pd11111111", {"name": "x"}), "there is no member pd11111111 here"),
    (Add("seat", "new1", OpenSeat(name="")), "say which seat is open"),
    (SetPledge("pd11111111", "x"), "there is no member pd11111111 here"),
    # notes and groups
    (Add("note", "new1", Note(step="ideas", text=" \u3000")), "write what the note says"),
    (Add("note", "new1", Note(step="boss", text="x")), "boss is no step in which notes are written"),
    (Add("note", "new1", Note(step="gone", text="x")), "gone is no step in which notes are written"),
    (
        Add("note", "new1", Note(step="ideas", text="x", author="zzzz")),
        "zzzz is not a member of the party; add them first",
    ),
    (Add("note", "new1", Note(step="worries", text="x", author="pa11111111")), ANONYMOUS),
    (Edit("note", "n555555555", {"author": "pa11111111"}), ANONYMOUS),
    (Edit("note", "n333333333", {"step": "worries"}), ANONYMOUS),
    (Edit("note", "n333333333", {"group": "gr22222222"}), "there is no group gr22222222 in this step"),
    (Edit("note", "n333333333", {"group": "gr33333333"}), "there is no group gr33333333 in this step"),
    (Edit("note", "n222222222", {"step": "worries"}), "there is no group gr11111111 in this step"),
    (Edit("note", "n333333333", {"impact": 0}), "impact: 0 is too small; the least is 1"),
    (Edit("note", "n333333333", {"effort": 6}), "effort: 6 is too large; the most is 5"),
    (Edit("note", "n444444444", {"text": "x"}), "there is no note n444444444 here"),
    (Add("group", "new1", Group(step="vision")), "vision is no step in which notes are written"),
    (
        Edit("group", "gr33333333", {"step": "ideas"}),
        "notes of another step lie in this group; take those out first",
    ),
    (Remove("group", "gr11111111", STAMP), "people put dots on this; take those back first"),
    (Remove("note", "n333333333", STAMP), "people put dots on this; take those back first"),
    (Add("member", "room", Member(name="部屋")), "the id room is taken"),
    # steps
    (Edit("step", "ideas", {"anonymous": True}), NAMED),
    (Edit("step", "choice", {"anonymous": True}), NAMED),
    (Edit("step", "choice", {"dots": 2}), "3 dots are too many; there are 2"),
    (Edit("step", "culture", {"deck": "lenses"}), "there is no statement open in this step"),
    (Edit("step", "choice", {"on": "boss"}), "boss is no step in which notes are written"),
    (Edit("step", "boss", {"minutes": 0}), "minutes: 0 is too small; the least is 1"),
    (Edit("step", "boss", {"dots": 3}), "there is no field dots here"),
    (Edit("step", "boss", {"removed": STAMP}), "there is no field removed here"),
    (
        Add("step", "new", VoteStep(kind="vote", title="t", minutes=1, on="pulse")),
        "pulse is no step in which notes are written",
    ),
    (Add("step", "New", TALK), "only small letters, digits and hyphens may stand here"),
    (Add("step", "boss", TALK), "the id boss is taken"),
    (Add("step", "new", Step(title="t", minutes=1)), KINDS_WE_KNOW),
    (Remove("step", "gone", STAMP), "there is no step gone here"),
    (Extend("gone", 1), "this workshop has no step gone"),
    # what the room says
    (Rate("culture", "wisdom", {"ideal": 1}), "there is no statement wisdom in this step"),
    (Rate("boss", "vision", {"ideal": 1}), "boss is no step in which statements are rated"),
    (Rate("culture", "vision", {"ideal": 6}), "ideal: 6 is too large; the most is 5"),
    (Rate("culture", "vision", {"hands": (1, 2)}), "five counts are needed, for 1 to 5"),
    (Rate("culture", "vision", {"ideal_hands": (1, 2)}), "five counts are needed, for 1 to 5"),
    (Rate("culture", "vision", {"who": "x"}), "there is no field who here"),
    (PlaceDots("choice", "pa11111111", {"n333333333": 4}), "4 dots are too many; there are 3"),
    (
        PlaceDots("choice", "pa11111111", {"n333333333": 2, "n777777777": 2}),
        "4 dots are too many; there are 3",
    ),
    (
        PlaceDots("choice", "pa11111111", {"n777777777": -1}),
        "dots.n777777777.pa11111111: -1 is too small; the least is 1",
    ),
    (
        PlaceDots("choice", "pa11111111", {"n111111111": 1}),
        "there is nothing n111111111 to vote on in this step",
    ),
    (
        PlaceDots("choice", "pa11111111", {"n555555555": 1}),
        "there is nothing n555555555 to vote on in this step",
    ),
    (PlaceDots("choice", "pc11111111", {"n777777777": 1}), "山本 is written down as absent"),
    (
        PlaceDots("choice", "pd11111111", {"n333333333": 1}),
        "pd11111111 is not a member of the party; add them first",
    ),
    (PlaceDots("choice", "room", {"n777777777": 1}), TWICE),
    (PlaceDots("secret", "pa11111111", {"n555555555": 1}), "this vote is anonymous: only the sums are kept"),
    (PlaceDots("secret", "room", {"n555555555": 5}), "5 dots are too many; there are 4"),
    (PlaceDots("ideas", "room", {}), "ideas is no step in which dots are placed"),
    (Reveal("ideas"), "ideas is no step in which dots are placed"),
    # risks and the parking lot
    (Add("risk", "new1", Risk(counter="x")), "say why it would fail"),
    (Add("risk", "new1", Risk(cause="x", action="af11111111")), "there is no action af11111111 here"),
    (Add("parked", "new1", Parked(text="\n")), "write what is to be talked about later"),
    (Edit("parked", "q111111111", {"ups": -1}), "ups: -1 is too small; the least is 0"),
    # the rest
    (Add("rule", "new1", Rule(text="\n")), "write the rule"),
    (Edit("gap", "g222222222", {"ideal": "", "reality": " "}), "write what the ideal or the reality is"),
    (Edit("gap", "g222222222", {"size": 6}), "size: 6 is too large; the most is 5"),
    (Add("rule", "r111111111", Rule(text="x")), "the id r111111111 is taken"),
    (Add("rule", "r333333333", Rule(text="x")), "the id r333333333 is taken"),
    (Add("rule", "../etc", Rule(text="x")), "../etc is no id: 4 to 32 small letters and digits are needed"),
    (Add("rule", "abcd\n", Rule(text="x")), "abcd\n is no id: 4 to 32 small letters and digits are needed"),
    (Remove("rule", "r333333333", STAMP), "there is no ground rule r333333333 here"),
    (Remove("gap", "zzzz", STAMP), "there is no obstacle zzzz here"),
    (Remove("seat", "zzzz", STAMP), "there is no missing role zzzz here"),
    (MoveTo("nowhere"), "this workshop has no step nowhere"),
    (Set("session", {"title": "\t"}), "a title is needed"),
    (Set("session", {"title": "x" * 121}), LONG),
    (Set("session", {"id": "abcd"}), "there is no field id here"),
    (Set("session", {"language": "fr"}), "language: fr is not one of: 'ja', 'en'"),
    (
        Set("session", {"reviews": ("soon", 5)}),
        "reviews.0: a day such as 2027-03-31 is needed here, without quotation marks",
    ),
    (Set("session", {"reviews": 5}), "reviews: a list in square brackets is needed here"),
    (Set("vision", {"goal": "x"}), "there is no field goal here"),
    (Set("closing", {"hands": (1, -1)}), "hands.1: -1 is too small; the least is 0"),
    (Set("closing", {"hands": (1000,)}), "hands.0: 1000 is too large; the most is 999"),
    (Set("closing", {"hands": (1, 2, 3, 4)}), "five counts are needed, for 1 to 5"),
    (Set("closing", {"hands": (0, 0, 0, 0, 0, 1)}), "five counts are needed, for 1 to 5"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED, ids=repr)
def test_a_rule_refuses_with_one_sentence_and_changes_nothing(change: Change, sentence: str) -> None:
    """The sentence names what is wrong; the session and what can be undone stay as they were."""
    history = History(sample_session()).do(Set("boss", {"name": "紙"})).undo()
    kept = plain(history.session)
    with pytest.raises((RuleError, NotFoundError)) as caught:
        history.do(change)
    assert VOICE.say(caught.value.sentence) == sentence
    assert plain(history.session) == kept == plain(sample_session())
    assert history.redo().session.boss.name == "紙"


@pytest.mark.parametrize("missing", ["baseline", "target", "unit"])
def test_a_measure_needs_baseline_target_and_unit(missing: str) -> None:
    """What is left out is said in the words of the subject, before anything is added."""
    with pytest.raises(RuleError, match=THREE):
        new_item("measure", {key: value for key, value in FULL.items() if key != missing})
    assert new_item("measure", FULL) == Measure(name="数", unit="件", baseline=0, target=1)


def test_the_same_name_may_sit_in_another_office() -> None:
    """Two people may share a name or an office, and one who was removed may come back."""
    session = apply(sample_session(), Add("member", "new1", Member(name="田中", seat="税務課")))
    session = apply(session, Add("member", "new2", Member(name="消した人", seat="税務課")))
    assert session.members["new2"].label == "消した人"


def test_an_action_may_be_due_with_its_first_step() -> None:
    """A small one is done in one go."""
    session = apply(sample_session(), Edit("action", ACTION, {"due": date(2026, 12, 1)}))
    assert session.actions[ACTION].due == session.actions[ACTION].first_step_by


def test_an_action_may_carry_an_empty_measure() -> None:
    """A measure with nothing in it is no measure, and nothing to refuse."""
    session = apply(sample_session(), Edit("action", ACTION, {"measure": ActionMeasure()}))
    assert session.actions[ACTION].measure == ActionMeasure()


def test_removing_takes_the_item_out_of_the_actions_that_name_it() -> None:
    """A partner who leaves and an answered gap that goes are no longer named; the pledge is kept."""
    session = apply(sample_session(), Remove("member", "pc11111111", STAMP))
    session = apply(session, Remove("gap", "g111111111", STAMP))
    assert session.actions[ACTION].partners == ("pa11111111",)
    assert session.actions[ACTION].answers == ("m111111111", "n333333333", "gr11111111", "k222222222")
    assert session.members["pc11111111"].removed == STAMP
    assert session.pledges == sample_session().pledges


def test_removing_touches_only_what_was_meant() -> None:
    """A gap of the same id as a partner goes without the partner."""
    session = apply(sample_session(), Add("gap", "pc11111111", Gap(reality="x")))
    session = apply(session, Remove("gap", "pc11111111", STAMP))
    assert session.actions[ACTION].partners == ("pa11111111", "pc11111111")


def test_review_days_stand_in_order_and_once() -> None:
    """Whatever order they were typed in."""
    days = (date(2027, 2, 1), date(2026, 12, 1), date(2027, 2, 1))
    assert apply(sample_session(), Set("session", {"reviews": days})).reviews == (days[1], days[0])


def test_a_team_that_is_nowhere_is_at_the_first_step() -> None:
    """A step that a hand edit took away leads to the first one, even if all are marked as removed."""
    session = sample_session()
    assert first_step_of(session) == "actions"
    assert first_step_of(session.model_copy(update={"at": "gone"})) == "opening"
    data = plain(session)
    for step in data["workshop"]["steps"].values():
        step["removed"] = STAMP
    assert first_step_of(Session.model_validate(frozen(data))) in data["workshop"]["steps"]
