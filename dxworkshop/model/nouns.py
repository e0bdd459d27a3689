"""What a session holds many of: where each noun lives, what it is, and the rules it must keep.

A rule is a function of the session and the item as they would be; it raises `RuleError` with one sentence.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dxworkshop.errors import RuleError
from dxworkshop.model.changes import Noun
from dxworkshop.model.session import (
    Action,
    ActionMeasure,
    Closing,
    Gap,
    Measure,
    Member,
    OpenSeat,
    Rule,
    Session,
)
from dxworkshop.model.value import Item
from dxworkshop.sentence import say

TITLE_LIMIT = 120
"""Longest title of a session or an action, in characters: it has to fit a line of the plan."""
MARKS = 5
"""A session is rated 1 to 5 by a show of hands."""


def a_title_is_one_short_line(title: str) -> None:
    """Refuse an empty title and one that no list could show."""
    if not title.strip():
        raise RuleError(say("a title is needed"))
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in title):
        raise RuleError(say("a title is one line; take the line breaks out"))
    if len(title) > TITLE_LIMIT:
        raise RuleError(say("the title has {n} characters; the most is {limit}", n=len(title), limit=TITLE_LIMIT))


def a_member_has_a_name_or_a_seat(session: Session, id_: str, member: Member) -> None:
    """Refuse a nameless member, and the same name twice in one seat."""
    if not (member.name.strip() or member.seat.strip()):
        raise RuleError(say("a member needs a name or an office"))
    for other_id, other in session.present_members().items():
        if other_id != id_ and (other.name, other.seat) == (member.name, member.seat):
            raise RuleError(say("{name} is already here", name=member.label))


def a_measure_can_be_reached(name: str, unit: str, baseline: float | None, target: float | None) -> None:
    """Refuse a measure without baseline, target or unit, and one that cannot move."""
    if not name.strip():
        raise RuleError(say("a measure needs a name"))
    if baseline is None or target is None or not unit.strip():
        raise RuleError(say("a measure needs a baseline, a target and a unit"))
    if baseline == target:
        raise RuleError(
            say(
                "baseline and target are both {value}: with nothing to change, nobody could see progress",
                value=baseline,
            )
        )


def _measure(session: Session, id_: str, measure: Measure) -> None:
    a_measure_can_be_reached(measure.name, measure.unit, measure.baseline, measure.target)


def an_open_seat_has_a_name(session: Session, id_: str, seat: OpenSeat) -> None:
    """Refuse an open seat that does not say which."""
    if not seat.name.strip():
        raise RuleError(say("say which seat is open"))


def a_gap_says_something(session: Session, id_: str, gap: Gap) -> None:
    """Refuse a gap with neither ideal nor reality."""
    if not (gap.ideal.strip() or gap.reality.strip()):
        raise RuleError(say("write what the ideal or the reality is"))


def a_rule_says_something(session: Session, id_: str, rule: Rule) -> None:
    """Refuse an empty ground rule."""
    if not rule.text.strip():
        raise RuleError(say("write the rule"))


def only_members_carry_an_action(session: Session, action: Action) -> None:
    """Refuse an owner or partner who is not in the party, and an owner who is also a partner."""
    members = session.present_members()
    for id_ in (*([action.owner] if action.owner else []), *action.partners):
        if id_ not in members:
            raise RuleError(say("{name} is not a member of the party; add them first", name=id_))
    if action.owner and action.owner in action.partners:
        raise RuleError(
            say(
                "{name} owns the action and cannot be its partner too",
                name=members[action.owner].label,
            )
        )


def an_action_answers_what_is_there(session: Session, action: Action) -> None:
    """Refuse an answer to a gap or measure that the session does not hold."""
    known = {k for k, v in (*session.gaps.items(), *session.boss.measures.items()) if not v.removed}
    for id_ in action.answers:
        if id_ not in known:
            raise RuleError(say("{id} is neither a gap nor a measure of this session", id=id_))


def the_first_step_comes_first(action: Action) -> None:
    """Refuse a due date before the date of the first step."""
    if action.due and action.first_step_by and action.due < action.first_step_by:
        raise RuleError(
            say(
                "the action would be due on {due}, before its first step on {first}",
                due=action.due,
                first=action.first_step_by,
            )
        )


def a_stopped_action_says_why(action: Action) -> None:
    """Refuse a blocked action without whom to ask, and a dropped one without a reason."""
    if action.status == "blocked" and not action.ask.strip():
        raise RuleError(say("a blocked action needs whom to ask"))
    if action.status == "dropped" and not action.reason.strip():
        raise RuleError(say("a dropped action needs a reason; any honest one will do"))


def _action(session: Session, id_: str, action: Action) -> None:
    a_title_is_one_short_line(action.title)
    only_members_carry_an_action(session, action)
    an_action_answers_what_is_there(session, action)
    the_first_step_comes_first(action)
    a_stopped_action_says_why(action)
    measure = action.measure
    if measure and measure != ActionMeasure():
        a_measure_can_be_reached(measure.name, measure.unit, measure.baseline, measure.target)


def all_hands_are_counted_or_none(closing: Closing) -> None:
    """Refuse a show of hands that does not say how many raised one at each of the five marks."""
    if closing.hands and len(closing.hands) != MARKS:
        raise RuleError(say("five counts are needed, for 1 to 5"))


def an_owner_cannot_leave(session: Session, id_: str) -> None:
    """Refuse to remove a member who owns actions, and list them."""
    owned = [action.title for _, action in session.owned_by(id_)]
    if owned:
        member = session.members[id_]
        raise RuleError(
            say(
                "{name} owns {n} of the {actions}: {titles}; give them to somebody else first",
                name=member.label,
                n=len(owned),
                titles=owned,
            )
        )


@dataclass(frozen=True)
class NounSpec:
    """One noun: where it lives in a session, its model, and its rules."""

    path: tuple[str, ...]
    """Keys from the session down to its table."""
    model: type[Item]
    check: Callable[[Session, str, Any], None]
    """Guards what would be there after an addition or an edit."""
    leave: Callable[[Session, str], None] = lambda session, id_: None
    """Guards a removal."""


NOUNS: dict[Noun, NounSpec] = {
    "member": NounSpec(("members",), Member, a_member_has_a_name_or_a_seat, an_owner_cannot_leave),
    "seat": NounSpec(("seats",), OpenSeat, an_open_seat_has_a_name),
    "gap": NounSpec(("gaps",), Gap, a_gap_says_something),
    "measure": NounSpec(("boss", "measures"), Measure, _measure),
    "action": NounSpec(("actions",), Action, _action),
    "rule": NounSpec(("rules",), Rule, a_rule_says_something),
}
"""Every noun there is."""
