"""Changes as tables: the same change comes back, through TOML too, and nothing wrong gets in."""

import tomllib
from datetime import date
from typing import Any, get_args

import pytest
import tomli_w

from dxworkshop.errors import RuleError
from dxworkshop.model.changes import Add, Change, Edit, MarkAction, MoveTo, Remove, Set, SetPledge
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.session import (
    Action,
    ActionMeasure,
    Gap,
    Measure,
    Member,
    OpenSeat,
    Rule,
)
from dxworkshop.model.wire import PARTS, change_from, table_from

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
    Set("session", {"title": "新しい題", "register": "plain", "reviews": (date(2026, 12, 1),)}),
    Set("vision", {"destination": "", "signs": ("one", "two")}),
    Set("boss", {"name": "たらい回し"}),
    Set("boss", {"measures": {"wait22": Measure(name="n", unit="u", baseline=1, target=2)}}),
    Set("closing", {"hands": (0, 1, 2, 3, 4)}),
    MarkAction("act222", "done"),
    MarkAction("act222", "blocked", ask="財政課"),
    MarkAction("act222", "dropped", reason="予算がつかなかった"),
    SetPledge("tanaka2345", "やります"),
    SetPledge("tanaka2345", ""),
    MoveTo("closing"),
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
    ({"do": "set", "part": "vision", "fields": {"signs": "one"}}, "signs: a list"),
    ({"do": "set", "part": "workshop", "fields": {}}, "part: workshop is not one of"),
    ({"do": "mark-action", "id": "act222", "status": "late"}, "status: late is not one of"),
    ({"do": "set-pledge", "member": "tanaka2345"}, "words: this key is missing"),
    ({"do": "move-to", "step": "closing", "at": "now"}, "at: now cannot stand here"),
]


@pytest.mark.parametrize(("table", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_table_that_is_no_change_is_refused_by_name(table: dict[str, Any], sentence: str) -> None:
    """The first key that is missing, unknown or does not fit is named."""
    with pytest.raises(RuleError) as caught:
        change_from(table)
    assert sentence in str(caught.value)
