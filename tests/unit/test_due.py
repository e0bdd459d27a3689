"""What falls due in one session, and when."""

import copy
from datetime import date, datetime
from typing import Any

import pytest

from dxworkshop.insight.due import Deadline, deadlines, next_review, on
from dxworkshop.model.value import plain
from tests.sample import sample_session

WED = date(2026, 12, 9)
MEMBERS = {
    "tanaka": {"name": "Tanaka", "seat": "IT", "calling": "smith"},
    "seat": {"seat": "Accounts", "calling": "shield"},
    "gone": {"name": "Gone", "removed": "2026-12-01"},
}


def session(
    *, reviews: list[Any] | None = None, checkins: dict[str, Any] | None = None, **action: Any
) -> dict[str, Any]:
    """Return the tables of a session with one action, and what else is named."""
    whole = {"title": "Draw the flow", "owner": "tanaka", **action}
    return {"members": MEMBERS, "actions": {"a1": whole}, "reviews": reviews or [], "checkins": checkins or {}}


def told(data: dict[str, Any]) -> list[tuple[date, str, str]]:
    """Return day, kind and step of what falls due."""
    return [(one.day, one.kind, one.what) for one in deadlines(data)]


def test_an_action_that_is_not_begun_has_a_first_step_and_a_date() -> None:
    """By day; each says whose it is, in which seat and calling."""
    data = session(first_step="Ask", first_step_by=date(2026, 12, 1), due=WED)
    who = {"action": "a1", "title": "Draw the flow", "person": "Tanaka", "seat": "IT", "calling": "smith"}
    assert deadlines(data) == [
        Deadline(date(2026, 12, 1), "first_step", what="Ask", **who),
        Deadline(WED, "due", **who),
    ]


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("todo", ["first_step", "due"]),
        ("doing", ["due"]),
        ("blocked", ["due"]),
        ("done", []),
        ("dropped", []),
    ],
)
def test_only_what_is_open_falls_due(status: str, kinds: list[str]) -> None:
    """Work that has begun has taken its first step; what is done or dropped asks for nothing."""
    data = session(first_step_by=date(2026, 12, 1), due=WED, status=status)
    assert [one.kind for one in deadlines(data)] == kinds


def test_the_next_step_is_that_of_the_last_report_and_stands_for_the_first() -> None:
    """A later check-in that says nothing of the next step takes it off; one that does not name the action, not."""
    checkins: dict[str, Any] = {
        "late": {"on": date(2026, 12, 8), "actions": {"a1": {"next_step": "Call", "next_by": WED}}},
        "early": {"on": date(2026, 12, 1), "actions": {"a1": {"next_step": "Old", "next_by": date(2026, 12, 3)}}},
        "other": {"on": date(2026, 12, 20), "actions": {}},
        "gone": {"on": date(2026, 12, 30), "actions": {"a1": {"status": "todo"}}, "removed": "now"},
    }
    data = session(first_step="Ask", first_step_by=date(2026, 12, 1), checkins=checkins)
    assert told(data) == [(WED, "next_step", "Call")]
    checkins["last"] = {"on": date(2026, 12, 21), "actions": {"a1": {"status": "todo"}}}
    assert told(data) == [(date(2026, 12, 1), "first_step", "Ask")]


def test_a_step_that_was_carried_over_is_asked_for_although_work_has_begun() -> None:
    """It is the next one agreed on in the earlier plan, until a check-in of this one tells of the action."""
    first = date(2026, 12, 1)
    data = session(status="doing", since="k5p2r7x9cd", first_step="Go on", first_step_by=first)
    assert told(data) == [(first, "first_step", "Go on")]
    data["checkins"] = {"c": {"on": WED, "actions": {"a1": {"status": "doing"}}}}
    assert told(data) == []


def test_a_next_step_without_a_day_stands_for_the_first_too() -> None:
    """What was agreed on later counts, although nobody said when."""
    checkins = {"c": {"on": WED, "actions": {"a1": {"status": "todo", "next_step": "Call"}}}}
    assert told(session(first_step="Ask", first_step_by=date(2026, 12, 1), checkins=checkins)) == []


def test_a_check_in_answers_every_review_up_to_three_days_ahead() -> None:
    """The one that was held early, and those that were missed before it; a day twice is one review."""
    days = [date(2026, 11, 30), date(2026, 12, 12), date(2026, 12, 13), date(2026, 12, 13), date(2027, 2, 1)]
    data = session(reviews=days)
    assert [day for day, kind, _ in told(data)] == [*days[:3], days[4]]
    data["checkins"] = {"c": {"on": WED}}
    assert [day for day, *_ in told(data)] == [date(2026, 12, 13), date(2027, 2, 1)]
    assert next_review(data, WED) == date(2026, 12, 13)
    data["checkins"] = {"c": {"on": WED, "removed": "now"}}
    assert next_review(data, date(2026, 12, 1)) == date(2026, 12, 12)


def test_a_plan_that_was_let_be_is_reviewed_no_more() -> None:
    """Its actions that are open still have their dates; to go on again brings the reviews back."""
    checkins: dict[str, Any] = {"c1": {"on": date(2026, 12, 1), "decision": "retire"}}
    data = session(due=WED, reviews=[date(2027, 1, 10)], checkins=checkins)
    assert [kind for _, kind, _ in told(data)] == ["due"]
    checkins["c2"] = {"on": date(2026, 12, 8), "decision": "on"}
    assert [kind for _, kind, _ in told(data)] == ["due", "review"]


def test_who_is_told_of() -> None:
    """The name or else the seat; the action's own calling first; nobody, where the owner was removed."""
    (one,) = deadlines(session(due=WED, owner="seat", calling="mapper"))
    assert (one.person, one.seat, one.calling) == ("Accounts", "Accounts", "mapper")
    (one,) = deadlines(session(due=WED, owner="gone"))
    assert (one.person, one.seat, one.calling) == ("", "", "")


def test_a_day_splits_what_is_late_from_what_comes() -> None:
    """The day itself is neither; what is farther ahead than asked for is left out."""
    days = [date(2026, 12, 8), WED, date(2026, 12, 10), date(2026, 12, 23), date(2026, 12, 24)]
    found = [Deadline(day, "review") for day in reversed(days)]
    split = on(found, WED, 14)
    assert [[one.day for one in part] for part in (split.late, split.today, split.soon)] == [
        days[:1],
        days[1:2],
        days[2:4],
    ]
    assert on([Deadline(date.max, "review")], date(9999, 12, 30), 99).soon


ODD: list[Any] = [None, "", 3, "soon", [], ["x"], {}, {"x": 1}, datetime(2026, 12, 1, 9), True]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_values_are_passed_over(odd: Any) -> None:
    """A file edited by hand may hold anything anywhere: nothing breaks, and what is sound is still told."""
    whole: dict[str, Any] = plain(sample_session())
    usual = deadlines(whole)
    assert usual
    for table in ("members", "actions", "checkins", "reviews"):
        assert isinstance(deadlines({**whole, table: odd}), list)
        if isinstance(whole[table], dict):
            for id_ in whole[table]:
                broken = copy.deepcopy(whole)
                broken[table][id_] = odd
                deadlines(broken)
                for key in whole[table][id_]:
                    broken = copy.deepcopy(whole)
                    broken[table][id_][key] = odd
                    deadlines(broken)
    assert deadlines({**whole, "reviews": [odd, *whole["reviews"]]}) == usual
