"""Everything that the model holds can be typed: no field and no choice is missing from the command line."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from dxworkshop.cli import action, agenda, boss, checkin, gap, group, member, note, parked, rate, risk, rule, seat
from dxworkshop.cli import session as head
from dxworkshop.cli.field import Field
from dxworkshop.i18n import LANGUAGES, REGISTERS
from dxworkshop.model import session as model
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.workshop import DECKS_OF, KINDS
from dxworkshop.service import Times


@pytest.mark.parametrize(
    ("fields", "of"),
    [
        (member.FIELDS, NOUNS["member"].model),
        (seat.FIELDS, NOUNS["seat"].model),
        (gap.FIELDS, NOUNS["gap"].model),
        (action.FIELDS, NOUNS["action"].model),
        (rule.FIELDS, NOUNS["rule"].model),
        (boss.MEASURE, NOUNS["measure"].model),
        (note.FIELDS, NOUNS["note"].model),
        (group.FIELDS, NOUNS["group"].model),
        (risk.FIELDS, NOUNS["risk"].model),
        (parked.FIELDS, NOUNS["parked"].model),
        (rate.FIELDS, model.Rating),
        (boss.BOSS, model.Boss),
        (boss.VISION, model.Vision),
        (tuple(f for f in action.FIELDS if f.key.startswith("measure.")), model.ActionMeasure),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_every_field_of_the_model_has_an_option(fields: tuple[Field, ...], of: type[BaseModel]) -> None:
    """A field that is new in the model is missed here first."""
    inner = of is model.ActionMeasure
    names = {f.key.split(".")[1 if inner else 0] for f in fields}
    assert names == set(of.model_fields) - {"rank", "removed", "measures"}


def test_every_field_of_a_checkin_has_an_option() -> None:
    """What it says of itself, and what it reports of an action; the day that was due is found by the program."""
    of_itself = {f.key for f in (*checkin.HEAD, *checkin.SAID)} - {"next"}
    assert of_itself == set(model.Checkin.model_fields) - {"rank", "removed", "actions"}
    assert {f.key for f in checkin.REPORT} == set(model.CheckinReport.model_fields) - {"was_due"}


NOT_TYPED = {
    "kind": "an argument of agenda insert; it cannot change, for what was typed is of that kind",
    "statements": "a list of tables: they are written in a template",
    "rules": "a list of tables: they are written in a template",
    "reviews": "proposed by the template; what was agreed on is pledge reviews",
    "callings": "there is one deck of that name",
    "strengths": "there is one deck of that name",
    "seats": "there is one deck of that name",
    "full": "kept by agenda replan --accept",
}
"""Fields of steps that have no option, each with the reason."""


def test_every_field_of_a_step_has_an_option_or_a_reason() -> None:
    """Whatever its kind is."""
    known = {name for kind in KINDS.values() for name in kind.model_fields} - {"removed"}
    assert {f.key for f in (agenda.TITLE, agenda.MINUTES, *agenda.FIELDS)} == known - set(NOT_TYPED)
    assert set(NOT_TYPED) <= known


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (member.POSTS, model.Post),
        (gap.LENSES, model.Lens),
        (gap.CONTROLS, model.Control),
        (action.BUDGETS, model.Budget),
        (action.LEVELS, model.Level),
        (action.STATUSES, model.Status),
        (action.VERDICTS, model.Verdict),
        (checkin.DECISIONS, model.Decision),
        (boss.KINDS, model.MeasureKind),
        (parked.KINDS, model.ParkedKind),
        (head.TIMES, Times),
    ],
)
def test_choices_are_those_of_the_model(ours: tuple[str, ...], theirs: Any) -> None:
    """The help names the very words that the model takes."""
    assert ours == get_args(theirs)
    assert tuple(KINDS) == agenda.KINDS
    assert DECKS_OF["deck"] == agenda.DECKS
    assert {f.metavar for f in head.HEAD} >= {"|".join(LANGUAGES), "|".join(REGISTERS)}
