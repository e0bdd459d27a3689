"""Lint: is every action one that will be done? What is missing, for each rule of `decks/lint.toml`.

A finding is a proposal. Nothing is refused because of it, nobody is scored by it, and a team that knows why may
set a rule aside: an exception, with its reason, stands in the session.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from dxworkshop.errors import NotFoundError
from dxworkshop.insight.lint.action import ACTION_RULES
from dxworkshop.insight.lint.book import SEVERITIES, Rule, rulebook
from dxworkshop.insight.lint.plan import Closed, Plan, Values, read
from dxworkshop.insight.lint.whole import WHOLE_RULES
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import shown
from dxworkshop.sentence import say

FunctionT = TypeVar("FunctionT")


@dataclass(frozen=True)
class Finding:
    """What one rule found in one place."""

    rule: Rule
    """The rule, with its words."""
    action: str = ""
    """Id of the action; empty for the plan as a whole."""
    values: Values = field(default_factory=dict)
    """What fills the words of the rule."""
    reason: str | None = None
    """Why the team set it aside here; None where it did not."""


def lint(session: Session, today: date, closed: Closed) -> list[Finding]:
    """Return everything the rules find, the most urgent first; what was set aside comes with its reason.

    Open actions are looked at, as far as they are promised; a reserve is left alone. The time grows with the
    number of actions and no faster. Raises `DocumentError` where the file of rules cannot be understood.
    """
    plan = read(session, today, rulebook().limits, closed)
    return _ordered(_judged(session, [*_whole(plan), *_of(plan, plan.promised.items())]))


def lint_action(session: Session, id_: str, today: date, closed: Closed) -> list[Finding]:
    """Return what the rules find in one action, the most urgent first, without what was set aside.

    Nothing for one that is done, dropped or a reserve, or that is not there.
    """
    plan = read(session, today, rulebook().limits, closed)
    promised = [(id_, plan.promised[id_])] if id_ in plan.promised else []
    return counted(_ordered(_judged(session, _of(plan, promised))))


def counted(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings that count: those that the team did not set aside."""
    return [one for one in found if one.reason is None]


def matters(found: Iterable[Finding]) -> bool:
    """Tell whether a finding that counts is more than a hint."""
    return any(one.rule.severity != "hint" for one in counted(found))


def known_rule(id_: str) -> Rule:
    """Return a rule by its id; raises `NotFoundError` that names them all."""
    rules = rulebook().rules
    if id_ not in rules:
        raise NotFoundError(say("there is no rule {id}; the rules are: {names}", id=id_, names=tuple(rules)))
    return rules[id_]


def _of(plan: Plan, actions: Iterable[tuple[str, Action]]) -> Iterator[Finding]:
    used, named = tuple(_used(ACTION_RULES)), plan.limits.named
    for id_, action in actions:
        for rule, finds in used:
            values = finds(plan, id_, action)
            if values is not None:
                yield Finding(rule, id_, {**named, **values})


def _whole(plan: Plan) -> Iterator[Finding]:
    for rule, finds in _used(WHOLE_RULES):
        for values in finds(plan):
            yield Finding(rule, "", {**plan.limits.named, **values})


def _used(functions: Mapping[str, FunctionT]) -> Iterator[tuple[Rule, FunctionT]]:
    """Yield the functions with their rules; one that the file switches off or leaves out is not used."""
    rules = rulebook().rules
    for id_, function in functions.items():
        if id_ in rules and rules[id_].severity != "off":
            yield rules[id_], function


def _judged(session: Session, found: Iterable[Finding]) -> Iterator[Finding]:
    """Give the reason to what was set aside, for its action or for the whole session."""
    reasons = {(one.rule, one.action): one.reason for _, one in reversed(shown(session.exceptions))}
    for one in found:
        reason = reasons.get((one.rule.id, one.action), reasons.get((one.rule.id, "")))
        yield one if reason is None else replace(one, reason=reason)


def _ordered(found: Iterable[Finding]) -> list[Finding]:
    """Put the most urgent first; what is equally urgent stands as the file has its rules."""
    places = {id_: place for place, id_ in enumerate(rulebook().rules)}
    return sorted(found, key=lambda one: (SEVERITIES.index(one.rule.severity), places[one.rule.id]))
