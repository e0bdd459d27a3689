"""What comes next in an action is one thing everywhere: on the list of days, on the board and in the papers."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.insight.due import deadlines
from dxworkshop.insight.step import Step, next_step
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add
from dxworkshop.model.session import Action, Checkin, CheckinReport, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.report import deed
from dxworkshop.report.board import board
from dxworkshop.report.teller import Teller
from tests.sample import TODAY, empty_session

FIRST, NEXT = date(2026, 12, 1), date(2026, 12, 15)
LOOK = {"first_step": "look", "first_step_by": FIRST}
CASES: list[tuple[str, dict[str, Any], dict[str, Any] | None, Step | None]] = [
    ("the first step before there is a report", LOOK, None, Step("first_step", "look", FIRST)),
    ("that of the report", LOOK, {"next_step": "draw", "next_by": NEXT}, Step("next_step", "draw", NEXT)),
    ("its words without a day take no other one's day", LOOK, {"next_step": "draw"}, Step("next_step", "draw")),
    ("its day without words is one for the first step", LOOK, {"next_by": NEXT}, Step("next_step", "look", NEXT)),
    ("a report of nothing leaves the first step", LOOK, {}, Step("first_step", "look", FIRST)),
    ("work that has begun has taken it", {**LOOK, "status": "doing"}, {"status": "doing"}, None),
    (
        "what comes along has it still",
        {**LOOK, "status": "doing", "since": "k7q3m2x2ab"},
        None,
        Step("first_step", "look", FIRST),
    ),
    ("nothing was said", {}, None, None),
]


@pytest.mark.parametrize(("action", "report", "step"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_the_same_step_is_told_everywhere(
    action: dict[str, Any], report: dict[str, Any] | None, step: Step | None
) -> None:
    """By the function, among the days, on the board; what a check-in agreed on also in documents."""
    session = _session(action, report)
    assert next_step(action, report) == step
    days = [(one.kind, one.what, one.day) for one in deadlines(plain(session))]
    assert days == ([(step.kind, step.text, step.day)] if step and step.day else [])
    (group,) = board([session], Voice("en", "plain"), TODAY).groups
    (one,) = group.deeds
    assert (one.step, one.step_by) == ((step.text, step.day) if step else ("", None))
    told = deed.next_step(Teller(session, Voice("en", "plain"), TODAY), "walk", session.actions["walk"])
    assert told.startswith(step.text if step and step.kind == "next_step" else "")
    assert ("by" in told) == bool(step and step.kind == "next_step" and step.day)


def test_values_of_another_kind_are_passed_over() -> None:
    """A file that was edited by hand may hold anything; opening it says where."""
    assert next_step({"first_step": 5, "first_step_by": "soon"}, {"next_step": [], "next_by": 1}) is None


def _session(action: dict[str, Any], report: dict[str, Any] | None) -> Session:
    whole = Action.model_validate(frozen({"title": "walk", **action}))
    session = apply(empty_session(), Add("action", "walk", whole))
    if report is None:
        return session
    of = {"walk": CheckinReport.model_validate({"status": "todo", **report})}
    return apply(session, Add("checkin", "c111111111", Checkin(on=date(2026, 12, 8), actions=of)))
