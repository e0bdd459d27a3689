"""What a session holds many of: where each noun lives, what it is, and the rules it must keep.

A rule is a function of the session and the item as they would be; it raises `RuleError` with one sentence.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dxworkshop.errors import RuleError
from dxworkshop.model.after import a_checkin_speaks_of_what_is_there, an_exception_says_why
from dxworkshop.model.changes import Noun
from dxworkshop.model.paper import Meeting
from dxworkshop.model.session import (
    ROOM,
    Action,
    ActionMeasure,
    Checkin,
    Gap,
    Group,
    LintException,
    Measure,
    Member,
    Note,
    OpenSeat,
    Parked,
    Risk,
    Rule,
    Session,
)
from dxworkshop.model.value import Item
from dxworkshop.model.workshop import KINDS, CollectStep, Step, VoteStep
from dxworkshop.sentence import Sentence, say

TITLE_LIMIT = 120
"""Longest title of a session or an action, in characters: it has to fit a line of the plan."""
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


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
    if id_ == ROOM:
        raise RuleError(say("the id {id} is taken", id=id_))
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
    """Refuse an answer to something that the session does not hold."""
    tables = (session.gaps, session.boss.measures, session.notes, session.groups, session.risks)
    for id_ in action.answers:
        if not any(id_ in table and not table[id_].removed for table in tables):
            raise RuleError(say("{id} is no gap, measure, note, group or risk of this session", id=id_))


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


def a_meeting_has_times_of_the_clock(meeting: Meeting) -> None:
    """Refuse a time that no clock shows, and an end before the beginning."""
    for time in (meeting.start, meeting.end):
        if time and not _TIME.fullmatch(time):
            raise RuleError(say("{text} is no time; write 13:30", text=time))
    if meeting.start and meeting.end and meeting.end < meeting.start:
        raise RuleError(
            say("the end, {end}, is before the beginning, {start}", end=meeting.end, start=meeting.start)
        )


def notes_are_written_in_a_step_of_their_own(session: Session, step: str) -> CollectStep:
    """Return the step of a note; refuse one in which no notes are collected."""
    found = session.workshop.steps.get(step)
    if not isinstance(found, CollectStep):
        raise RuleError(say("{id} is no step in which notes are written", id=step))
    return found


def an_anonymous_note_names_nobody(session: Session, id_: str, note: Note) -> None:
    """Refuse an empty note, an author where nobody is to be named, and a group of another step."""
    if not note.text.strip():
        raise RuleError(say("write what the note says"))
    step = notes_are_written_in_a_step_of_their_own(session, note.step)
    if step.anonymous and note.author:
        raise RuleError(say("this step is anonymous: who wrote a note is not kept"))
    if note.author and note.author not in session.members:
        raise RuleError(say("{name} is not a member of the party; add them first", name=note.author))
    group = session.groups.get(note.group)
    if note.group and (group is None or group.removed or group.step != note.step):
        raise RuleError(say("there is no group {id} in this step", id=note.group))


def a_group_holds_notes_of_one_step(session: Session, id_: str, group: Group) -> None:
    """Refuse a group where no notes are written, and one that would leave its notes behind."""
    notes_are_written_in_a_step_of_their_own(session, group.step)
    if any(n.group == id_ and n.step != group.step and not n.removed for n in session.notes.values()):
        raise RuleError(say("notes of another step lie in this group; take those out first"))


def what_has_dots_stays(session: Session, id_: str) -> None:
    """Refuse to take out a note or a group that was voted for: its dots would lie nowhere."""
    if any(id_ in vote.dots for vote in session.votes.values()):
        raise RuleError(say("people put dots on this; take those back first"))


def a_risk_says_why(session: Session, id_: str, risk: Risk) -> None:
    """Refuse a risk without a cause, and one of an action that is not there."""
    if not risk.cause.strip():
        raise RuleError(say("say why it would fail"))
    if risk.action and (risk.action not in session.actions or session.actions[risk.action].removed):
        raise RuleError(say("there is no action {id} here", id=risk.action))


def what_is_parked_says_something(session: Session, id_: str, parked: Parked) -> None:
    """Refuse an empty topic or question."""
    if not parked.text.strip():
        raise RuleError(say("write what is to be talked about later"))


def a_step_keeps_its_promise(session: Session, id_: str, step: Step) -> None:
    """Refuse a step without kind or title, one made anonymous where names are kept, or on notes of no step."""
    if not isinstance(step, tuple(KINDS.values())):
        raise RuleError(_no_kind())
    for title in [step.title] if isinstance(step.title, str) else step.title.values():
        a_title_is_one_short_line(title)
    named = any(n.step == id_ and n.author for n in session.notes.values())
    vote = session.votes.get(id_)
    named = named or bool(vote and any(voter != ROOM for dots in vote.dots.values() for voter in dots))
    if isinstance(step, (CollectStep, VoteStep)) and step.anonymous and named:
        raise RuleError(say("names are kept in this step already; it can no longer be anonymous"))
    on = getattr(step, "on", "")
    if on and not isinstance(session.workshop.steps.get(on), CollectStep):
        raise RuleError(say("{id} is no step in which notes are written", id=on))


def one_step_is_left(session: Session, id_: str) -> None:
    """Refuse to take the last step out."""
    if [key for key, _ in session.workshop.in_order()] == [id_]:
        raise RuleError(say("this is the last step; a workshop needs one"))


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
    ids: re.Pattern[str] = re.compile(r"[a-z0-9]{4,32}")
    """What an id looks like."""


NOUNS: dict[Noun, NounSpec] = {
    "member": NounSpec(("members",), Member, a_member_has_a_name_or_a_seat, an_owner_cannot_leave),
    "seat": NounSpec(("seats",), OpenSeat, an_open_seat_has_a_name),
    "gap": NounSpec(("gaps",), Gap, a_gap_says_something),
    "measure": NounSpec(("boss", "measures"), Measure, _measure),
    "action": NounSpec(("actions",), Action, _action),
    "rule": NounSpec(("rules",), Rule, a_rule_says_something),
    "note": NounSpec(("notes",), Note, an_anonymous_note_names_nobody, what_has_dots_stays),
    "group": NounSpec(("groups",), Group, a_group_holds_notes_of_one_step, what_has_dots_stays),
    "risk": NounSpec(("risks",), Risk, a_risk_says_why),
    "parked": NounSpec(("parked",), Parked, what_is_parked_says_something),
    "step": NounSpec(
        ("workshop", "steps"),
        Step,
        a_step_keeps_its_promise,
        one_step_is_left,
        re.compile(r"[a-z0-9][a-z0-9-]{0,39}"),
    ),
    "checkin": NounSpec(("checkins",), Checkin, a_checkin_speaks_of_what_is_there),
    "exception": NounSpec(("exceptions",), LintException, an_exception_says_why),
}
"""Every noun there is."""


def model_of(noun: Noun, fields: Mapping[str, object]) -> type[Item]:
    """Return the model of an item that has these fields; a step's is that of its kind."""
    if noun != "step":
        return NOUNS[noun].model
    if "kind" in fields:
        kind = KINDS.get(str(fields["kind"]))
        if kind is None:
            raise RuleError(_no_kind())
        return kind
    return models_of(noun, fields)[0]


def models_of(noun: Noun, fields: Mapping[str, object]) -> tuple[type[Item], ...]:
    """Return every model that has these fields, at least one: several kinds of step may have them."""
    if noun != "step":
        return (NOUNS[noun].model,)
    kinds: tuple[type[Step], ...] = (Step, *KINDS.values())
    return tuple(kind for kind in kinds if set(fields) <= set(kind.model_fields)) or (Step,)


def _no_kind() -> Sentence:
    return say("this kind of step is not known; known kinds: {choices}", choices=", ".join(KINDS))
