"""The rules of lint for one action: each function is a rule, and its name with hyphens is the rule's id.

A rule returns None where nothing is missing, else what fills its words.
"""

from collections.abc import Callable, Mapping
from datetime import date
from math import ceil
from unicodedata import east_asian_width

from dxworkshop.insight.lint.plan import Plan, Values, days
from dxworkshop.model.session import Action
from dxworkshop.model.words import LEVELS

ActionRule = Callable[[Plan, str, Action], Values | None]
"""Looks at one action of a plan, given its id."""


def _missing(missing: bool) -> Values | None:
    return {} if missing else None


def no_owner(plan: Plan, id_: str, action: Action) -> Values | None:
    """Nobody owns it, or somebody who is gone."""
    return _missing(action.owner not in plan.members)


def no_due_date(plan: Plan, id_: str, action: Action) -> Values | None:
    """It has no due date."""
    return _missing(action.due is None)


def blocked_without_ask(plan: Plan, id_: str, action: Action) -> Values | None:
    """It is blocked, and nobody is to be asked; only a file written by hand can say so."""
    return _missing(action.status == "blocked" and not action.ask.strip())


def slipped_twice(plan: Plan, id_: str, action: Action) -> Values | None:
    """Its day slipped twice or more."""
    n = len(action.slipped)
    return {"n": n} if n >= plan.limits.slips else None


def due_passed(plan: Plan, id_: str, action: Action) -> Values | None:
    """Its due date is over."""
    return {"day": action.due} if action.due and action.due < plan.today else None


def _spoken_of(plan: Plan, id_: str) -> bool:
    """Tell whether a check-in has agreed on a next step: the first one is behind then."""
    return id_ in plan.reports and bool(plan.reports[id_].next_step.strip())


def _to_begin(plan: Plan, id_: str, action: Action) -> bool:
    """Tell whether the first step is still to be taken."""
    return action.status == "todo" and not _spoken_of(plan, id_)


def _first_day(plan: Plan, id_: str, action: Action) -> date | None:
    """Return by when the first step is taken: a check-in may have set another day for it."""
    report = plan.reports.get(id_)
    return report.next_by if report and report.next_by else action.first_step_by


def no_first_step(plan: Plan, id_: str, action: Action) -> Values | None:
    """It was not begun, and there is no first step."""
    return _missing(_to_begin(plan, id_, action) and not action.first_step.strip())


def first_step_without_day(plan: Plan, id_: str, action: Action) -> Values | None:
    """There is a first step, and no day for it."""
    there = _to_begin(plan, id_, action) and bool(action.first_step.strip())
    return _missing(there and _first_day(plan, id_, action) is None)


def first_step_late(plan: Plan, id_: str, action: Action) -> Values | None:
    """The first step is more than some days after every day on which the team sat together."""
    day = _first_day(plan, id_, action)
    if day is None or not _to_begin(plan, id_, action):
        return None
    soon = any(day - met <= days(plan.limits.first_step_days) for met in plan.met)
    return None if soon else {"day": day}


def no_if_then(plan: Plan, id_: str, action: Action) -> Values | None:
    """Neither the action nor its next step says when or where it begins."""
    report = plan.reports.get(id_)
    return _missing(not action.if_then.strip() and not (report and report.if_then.strip()))


def no_measure(plan: Plan, id_: str, action: Action) -> Values | None:
    """It has no measure with a baseline and a target, and answers none of the boss."""
    own = action.measure
    whole = own and own.name.strip() and own.baseline is not None and own.target is not None
    return _missing(not whole and not any(answered in plan.measures for answered in action.answers))


def answers_nothing(plan: Plan, id_: str, action: Action) -> Values | None:
    """It answers nothing, though there is something to answer; of an earlier plan, that stayed there."""
    free = bool(action.answers or action.covers or action.since)
    return _missing(plan.can_be_answered and not free)


def decision_without_date(plan: Plan, id_: str, action: Action) -> Values | None:
    """It is decided above the team, and no day says when it is brought there."""
    above = action.decided_at not in ("", "team")
    report = plan.reports.get(id_)
    if not above or action.first_step_by is not None or (report and report.next_by is not None):
        return None
    return {"level": next(word for level, word in LEVELS.items() if level == action.decided_at)}


def owner_not_here(plan: Plan, id_: str, action: Action) -> Values | None:
    """The owner was not in the room, and has not said yes since."""
    owner = plan.members.get(action.owner)
    if owner is None or owner.present is not False or _has_pledged(plan, action.owner):
        return None
    return {"name": owner.label}


def _has_pledged(plan: Plan, member: str) -> bool:
    pledge = plan.session.pledges.get(member)
    return pledge is not None and bool(pledge.words.strip())


def nobody_to_tell(plan: Plan, id_: str, action: Action) -> Values | None:
    """Nobody is to be told."""
    return _missing(not action.tell.strip())


def outside_our_reach(plan: Plan, id_: str, action: Action) -> Values | None:
    """All it answers are gaps that others decide, and it is neither brought there nor is anybody asked."""
    gaps = [plan.gaps.get(answered) for answered in action.answers]
    theirs = bool(gaps) and all(gap is not None and gap.control == "outside" for gap in gaps)
    return _missing(theirs and action.decided_at in ("", "team") and not action.ask.strip())


def due_on_closed_day(plan: Plan, id_: str, action: Action) -> Values | None:
    """It is due on a day on which the offices are closed."""
    if action.due is None or action.due < plan.today:
        return None
    why = plan.closed(action.due)
    return {"day": action.due, "why": why} if why is not None else None


def budget_without_date(plan: Plan, id_: str, action: Action) -> Values | None:
    """It needs a budget, and nothing of it has a day ahead, up to that of the estimate for the next budget."""
    report = plan.reports.get(id_)
    found = (action.first_step_by, action.due, report.next_by if report else None)
    by = plan.estimate_by
    if action.budget != "needed" or any(day is not None and plan.today <= day <= by for day in found):
        return None
    return {"day": by}


def no_calling(plan: Plan, id_: str, action: Action) -> Values | None:
    """Neither the action nor its owner has a calling."""
    owner = plan.members.get(action.owner)
    return _missing(not action.calling.strip() and not (owner and owner.calling.strip()))


def title_no_deed(plan: Plan, id_: str, action: Action) -> Values | None:
    """The title is one of words that have no end: to consider, to promote."""
    title = action.title.strip().rstrip("\u3002.")
    ends = (word for word in plan.limits.no_deed_ends if title.endswith(word))
    begins = (word for word in plan.limits.no_deed_begins if f"{title} ".lower().startswith(word.lower()))
    word = next(ends, None) or next(begins, None)
    return {"word": word.strip()} if word else None


def title_too_long(plan: Plan, id_: str, action: Action) -> Values | None:
    """The title is longer than one says in a breath."""
    n = _length(action.title.strip())
    return {"n": n} if n > plan.limits.title_length else None


def _length(text: str) -> int:
    """Return the length of a text in characters of Japanese; two narrow ones, as of English, count as one."""
    return ceil(sum(1.0 if east_asian_width(sign) in "WF" else 0.5 for sign in text))


_RULES: tuple[ActionRule, ...] = (
    *(no_owner, no_due_date, blocked_without_ask, slipped_twice, due_passed),
    *(no_first_step, first_step_without_day, first_step_late, no_if_then, no_measure, answers_nothing),
    *(decision_without_date, owner_not_here, nobody_to_tell, outside_our_reach, due_on_closed_day),
    *(budget_without_date, no_calling, title_no_deed, title_too_long),
)
ACTION_RULES: Mapping[str, ActionRule] = {rule.__name__.replace("_", "-"): rule for rule in _RULES}
"""Every rule for one action, by its id."""
