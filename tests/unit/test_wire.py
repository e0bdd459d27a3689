"""Changes as tables: the same change comes back, through TOML too, and nothing wrong gets in."""

import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
import tomli_w

from dxworkshop.errors import RuleError
from dxworkshop.model.changes import (
    Add,
    BringBack,
    Change,
    Edit,
    Extend,
    MarkAction,
    MoveTo,
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
from dxworkshop.model.nouns import NOUNS
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
)
from dxworkshop.model.wire import PARTS, change_from, table_from
from dxworkshop.model.workshop import (
    ActionsStep,
    CollectStep,
    RateStep,
    Statement,
    Suggestion,
    TalkStep,
    VoteStep,
)

NOW = datetime(2026, 11, 24, 15, 20, 7, tzinfo=timezone(timedelta(hours=9)))

CHANGES: list[Change] = [
    Add("member", "tanaka2345", Member(name="田中", strengths=("tech", "data"), hours_per_week=1.5, present=True)),
    Add("seat", "seat22", OpenSeat(name="resident", why="")),
    Add("gap", "gap222", Gap(lens="people", reality="評価が難しい", size=3)),
    Add("measure", "wait22", Measure(name="待ち時間", unit="分", baseline=42, target=20, by=date(2027, 3, 31))),
    Add("action", "act222", Action(title="測る", due=None, measure=ActionMeasure(name="数", target=None))),
    Add("rule", "rule22", Rule(text='"""\nlines\\')),
    Add("rule", "rule23", Rule.model_validate({"text": "kept", "colour": "unknown to this version"})),
    Edit("member", "tanaka2345", {"strengths": (), "hours_per_week": 2.0, "present": False}),
    Edit("action", "act222", {"due": None, "first_step_by": date(2026, 12, 1), "weight": 3}),
    Edit("action", "act222", {"measure": ActionMeasure(name="数", unit="件", baseline=0, target=1)}),
    Edit("measure", "wait22", {"baseline": 41.5}),
    Remove("gap", "gap222", "2026-11-24T15:02:00+09:00"),
    BringBack("gap", "gap222"),
    Set("session", {"title": "新しい題", "register": "plain", "reviews": (date(2026, 12, 1),)}),
    Set("vision", {"destination": "", "signs": ("one", "two")}),
    Set("boss", {"name": "たらい回し"}),
    Set("boss", {"measures": {"wait22": Measure(name="n", unit="u", baseline=1, target=2)}}),
    Set("closing", {"hands": (0, 1, 2, 3, 4)}),
    Set("meeting", {"held": None, "start": "13:30", "handouts": ("次第",)}),
    Set("paper", {"route": "decided", "stamps": ("課長", "係")}),
    MarkAction("act222", "done"),
    MarkAction("act222", "blocked", ask="財政課"),
    MarkAction("act222", "dropped", reason="予算がつかなかった"),
    SetPledge("tanaka2345", "やります"),
    SetPledge("tanaka2345", ""),
    MoveTo("closing"),
    MoveTo("closing", NOW),
    Add(
        "note",
        "note22",
        Note(step="ideas", text="a\nb", author="tanaka2345", group="group2", impact=5, anchor=True),
    ),
    Add("group", "group2", Group(step="ideas", name="", effort=None)),
    Add("risk", "risk22", Risk(cause="忙しい", counter="15分にする", action="act222")),
    Add(
        "parked", "parked", Parked(text="なぜ?", kind="question", ups=3, answer="…", answered=True, note="note22")
    ),
    Add(
        "step",
        "ideas-2",
        CollectStep(kind="collect", title={"ja": "案", "en": "Ideas"}, minutes=5, anonymous=True),
    ),
    Add(
        "step",
        "mood",
        RateStep(kind="rate", title="m", minutes=1, statements=(Statement(id="a", ja="あ", en="a"),), ideal=False),
    ),
    Add(
        "step",
        "rules",
        TalkStep(kind="talk", title="t", minutes=1, rules=(Suggestion(ja="あ", en="a", source="ours"),)),
    ),
    Add("step", "vote", VoteStep(kind="vote", title="v", minutes=480, on="ideas", dots=20, rank="a5")),
    Add("step", "do", ActionsStep(kind="actions", title="d", minutes=1, most=1)),
    Add(
        "checkin",
        "check2",
        Checkin(
            on=date(2026, 12, 8),
            lessons=("a", ""),
            readings={"wait22": 39.0},
            actions={"act222": CheckinReport(status="blocked", next_by=None, was_due=date(2026, 12, 1))},
            gaps={"gap222": 0},
            ratings={"culture": {"vision": Rating(reality=3, hands=(0, 0, 1, 0, 0))}},
        ),
    ),
    Edit("checkin", "check2", {"actions": {"act222": CheckinReport(note="\\", rating="B")}, "scale": "nagayo"}),
    Add("exception", "exce22", LintException(rule="no-due", action="act222", reason="x")),
    Edit("exception", "exce22", {"reason": ""}),
    Edit("action", "act222", {"slipped": (date(2026, 12, 1), date(2027, 1, 8))}),
    Set("session", {"earlier": ("aaaa",)}),
    Edit("note", "note22", {"group": "", "impact": 1, "anchor": False}),
    Edit("step", "ideas", {"minutes": 3, "skipped": True, "rank": "a15"}),
    Edit("step", "ideas", {"prompt": {"ja": "何を?", "en": "What?"}, "anonymous": True}),
    Edit("step", "actions", {"most": 1}),
    Edit("step", "matrix", {"most": 30}),
    Edit("step", "vote", {"kind": "vote", "dots": 7}),
    Edit("parked", "parked", {"ups": 4, "answered": False}),
    Remove("step", "ideas", "2026-11-24"),
    Rate("culture", "vision", {"ideal": 5, "hands": (0, 1, 2, 3, 4), "ideal_hands": (), "words": "\\"}),
    PlaceDots("vote", "tanaka2345", {"note22": 2, "group2": 1}),
    PlaceDots("vote", "room", {}),
    Reveal("vote"),
    Reveal("vote", revealed=False),
    Resolve("clash22", "mine", stamp="2026-11-24"),
    Resolve("clash22", "both"),
    Resolve("clash22", "other", date(2027, 3, 31), "2026-11-24 田中"),
    Resolve("clash22", "other", ("one", "two")),
    Resolve("clash22", "other", None),
    Extend("vote", -5),
    RunClock("start", NOW),
    RunClock("stop", NOW.astimezone(UTC)),
    RunClock("reset", NOW),
    Together(()),
    Together((Edit("note", "note22", {"text": "x"}), Together((MoveTo("boss", NOW), Reveal("vote"))))),
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_comes_back_from_its_table(change: Change) -> None:
    """Reading is the inverse of writing."""
    assert change_from(table_from(change)) == change


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_comes_back_from_toml(change: Change) -> None:
    """What is written holds nothing that TOML has not."""
    text = tomli_w.dumps(table_from(change), multiline_strings=True)
    assert change_from(tomllib.loads(text)) == change


CLEARED: list[Change] = [
    Edit("member", "tanaka2345", {"hours_per_week": None}),
    Edit("member", "tanaka2345", {"present": None}),
    Edit("gap", "gap222", {"size": None}),
    Edit("action", "act222", {"measure": None}),
    Edit("note", "note22", {"impact": None, "effort": None}),
    Rate("culture", "vision", {"ideal": None, "reality": None}),
]


@pytest.mark.parametrize("change", CLEARED, ids=str)
def test_a_cleared_field_comes_back_cleared(change: Change) -> None:
    """None becomes an empty text in the file and None again."""
    assert change_from(table_from(change)) == change


def test_the_examples_hold_every_change_noun_and_part() -> None:
    """A new kind of change, noun or part cannot be forgotten here."""
    assert {type(change) for change in CHANGES} == set(get_args(Change))
    assert {change.noun for change in CHANGES if isinstance(change, Add)} == set(NOUNS)
    assert {change.part for change in CHANGES if isinstance(change, Set)} == set(PARTS)


def test_a_change_that_came_back_holds_arrays_as_tuples_and_cleared_days_as_none() -> None:
    """Values stand as the models hold them, so that `apply` meets no other form."""
    change = change_from(
        {"do": "edit", "noun": "action", "id": "act222", "fields": {"due": "", "partners": ["a"], "reason": ""}}
    )
    assert isinstance(change, Edit)
    assert dict(change.fields) == {"due": None, "partners": ("a",), "reason": ""}


def test_an_item_of_the_session_s_model_is_built() -> None:
    """An addition carries the noun's own model, not a table."""
    change = change_from({"do": "add", "noun": "gap", "id": "gap222", "fields": {"reality": "x"}})
    assert isinstance(change, Add)
    assert type(change.item) is Gap


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "do is not one of"),
    ({"do": "fly"}, "fly is not one of"),
    ({"do": ["add"]}, "is not one of"),
    ({"do": "add", "id": "gap222", "fields": {}}, "noun: this key is missing"),
    ({"do": "add", "noun": "dragon", "id": "gap222", "fields": {}}, "noun: dragon is not one of"),
    ({"do": "add", "noun": "rule", "id": "rule22", "fields": {}}, "text: this key is missing"),
    ({"do": "add", "noun": "gap", "id": "gap222", "fields": {"size": "5"}}, "size: a whole number"),
    ({"do": "add", "noun": "gap", "id": "gap222", "fields": {"size": 6}}, "size: 6 is too large"),
    ({"do": "add", "noun": "gap", "id": "gap222"}, "fields: this key is missing"),
    ({"do": "add", "noun": "gap", "id": 7, "fields": {}}, "id: text"),
    ({"do": "edit", "noun": "gap", "id": "gap222", "fields": []}, "fields: a table"),
    ({"do": "edit", "noun": "gap", "id": "gap222", "fields": {"colour": "red"}}, "no field colour"),
    ({"do": "edit", "noun": "action", "id": "act222", "fields": {"due": "soon"}}, "due: "),
    ({"do": "edit", "noun": "measure", "id": "wait22", "fields": {"target": True}}, "target: a number"),
    ({"do": "remove", "noun": "gap", "id": "gap222"}, "stamp: this key is missing"),
    ({"do": "bring-back", "noun": "dragon", "id": "gap222"}, "noun: dragon is not one of"),
    ({"do": "set", "part": "vision", "fields": {"signs": "one"}}, "signs: a list"),
    ({"do": "set", "part": "workshop", "fields": {}}, "part: workshop is not one of"),
    ({"do": "mark-action", "id": "act222", "status": "late"}, "status: late is not one of"),
    ({"do": "set-pledge", "member": "tanaka2345"}, "words: this key is missing"),
    ({"do": "move-to", "step": "closing", "at": "now"}, "at: now cannot stand here"),
    ({"do": "move-to", "step": "closing", "now": "soon"}, "now: a time such as"),
    ({"do": "add", "noun": "note", "id": "note22", "fields": {"text": "x"}}, "step: this key is missing"),
    ({"do": "add", "noun": "note", "id": "note22", "fields": {"step": "a", "text": 5}}, "text: text"),
    ({"do": "add", "noun": "parked", "id": "park", "fields": {"text": "x", "kind": "y"}}, "kind: y is not one of"),
    ({"do": "add", "noun": "step", "id": "s", "fields": {"kind": "dragon"}}, "this kind of step is not known"),
    ({"do": "add", "noun": "step", "id": "s", "fields": {"kind": "talk"}}, "title: this key is missing"),
    ({"do": "edit", "noun": "step", "id": "s", "fields": {"most": 31}}, "most: 31 is too large; the most is 20"),
    ({"do": "edit", "noun": "step", "id": "s", "fields": {"colour": "red"}}, "there is no field colour here"),
    ({"do": "rate", "step": "a", "card": "b", "fields": {"ideal": 0}}, "ideal: 0 is too small; the least is 1"),
    ({"do": "rate", "step": "a", "card": "b", "fields": {"hands": "01"}}, "hands: a list"),
    ({"do": "rate", "step": "a", "fields": {}}, "card: this key is missing"),
    ({"do": "place-dots", "step": "a", "voter": "room", "dots": {"b": "1"}}, "dots.b: a whole number"),
    ({"do": "place-dots", "step": "a", "voter": "room"}, "dots: this key is missing"),
    ({"do": "reveal", "step": "a", "revealed": "yes"}, "revealed: true or false"),
    ({"do": "resolve", "id": "a", "keep": "ours"}, "keep: ours is not one of"),
    ({"do": "resolve", "keep": "mine"}, "id: this key is missing"),
    ({"do": "extend", "step": "a", "minutes": 1.5}, "minutes: a whole number"),
    ({"do": "run-clock", "how": "wind", "now": NOW}, "how: wind is not one of"),
    ({"do": "run-clock", "how": "stop"}, "now: this key is missing"),
    ({"do": "together", "changes": {}}, "changes: a list"),
    ({"do": "together", "changes": [{"do": "fly"}]}, "fly is not one of"),
    ({"do": "together", "changes": ["x"]}, "changes.0: a table"),
]


@pytest.mark.parametrize(("table", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_table_that_is_no_change_is_refused_by_name(table: dict[str, Any], sentence: str) -> None:
    """The first key that is missing, unknown or does not fit is named."""
    with pytest.raises(RuleError) as caught:
        change_from(table)
    assert sentence in str(caught.value)
