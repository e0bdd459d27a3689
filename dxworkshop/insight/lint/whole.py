"""The rules of lint for the plan as a whole: each function is a rule, and its name with hyphens is the rule's id.

A rule yields what fills its words, once for everything it finds; nothing where nothing is missing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from dxworkshop.deck import card, deck, honorifics
from dxworkshop.insight.lint.plan import Plan, Values, days
from dxworkshop.lexicon import folded
from dxworkshop.model.value import shown

WholeRule = Callable[[Plan], Iterator[Values]]
"""Looks at a whole plan."""


def boss_is_somebody(plan: Plan) -> Iterator[Values]:
    """The boss has the name of a person, an office or a group of people."""
    name = plan.session.boss.name.strip()
    if name and _is_somebody(plan, folded(name)):
        yield {"name": name}


def _is_somebody(plan: Plan, name: str) -> bool:
    """Tell whether a name, folded, is one of ours, of a usual seat, or made of the words of offices alone."""
    members = list(plan.members.values())
    callings = [*honorifics()["address"], *honorifics()["titles"]]
    ours = [text for member in members for text in (member.name, member.seat)]
    addressed = [member.name + ending for member in members if member.name for ending in callings]
    seats = [text for seat in deck("seats") for text in seat.text.values()]
    known = (*ours, *addressed, *seats, *plan.limits.people, *honorifics()["titles"], plan.session.organisation)
    return name in {folded(text.strip()) for text in known if text.strip()} or _is_office(name)


def _is_office(name: str) -> bool:
    """Tell whether a name is an office: the end of one, and nothing before it but the words of offices."""
    ends = sorted(map(folded, honorifics()["offices"]), key=len, reverse=True)
    rests = [name.removesuffix(end) for end in ends if name.endswith(end) and name != end]
    words = sorted(map(folded, honorifics()["office_words"]), key=len, reverse=True)
    return any(_made_of(rest, words) for rest in rests)


def _made_of(text: str, words: list[str]) -> bool:
    """Tell whether a text is one of the words after the other; every way to cut it is tried once."""
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached |= {at + len(word) for word in words if text.startswith(word, at)}
    return len(text) in reached


def no_actions(plan: Plan) -> Iterator[Values]:
    """There are none, and the workshop has a step for them."""
    kept = [action for _, action in shown(plan.session.actions) if action.status != "dropped"]
    if not kept and plan.steps("actions"):
        yield {}


def too_many_actions(plan: Plan) -> Iterator[Values]:
    """More are promised than such a workshop can carry."""
    if len(plan.promised) > plan.most:
        yield {"n": len(plan.promised), "most": plan.most}


def owns_too_many(plan: Plan) -> Iterator[Values]:
    """One person has more of them in hand than one can do beside the daily work."""
    owned = Counter(action.owner for action in plan.promised.values() if action.owner in plan.members)
    for id_, n in owned.items():
        if n > plan.limits.owned:
            yield {"name": plan.members[id_].label, "n": n}


def no_boss_measure(plan: Plan) -> Iterator[Values]:
    """There is a boss, or a step for one, and nothing tells how much of it is left."""
    if not plan.measures and (plan.session.boss.name.strip() or plan.steps("boss")):
        yield {}


def only_output_measures(plan: Plan) -> Iterator[Values]:
    """All measures count what was done."""
    if plan.measures and all(measure.kind == "output" for measure in plan.measures.values()):
        yield {}


def no_reviews(plan: Plan) -> Iterator[Values]:
    """Something is promised, and no day is set to look at it again."""
    if plan.promised and not plan.seen_again:
        yield {}


def first_review_late(plan: Plan) -> Iterator[Values]:
    """The first look back is more than some days after the workshop."""
    held, limit = plan.session.held_on(), days(plan.limits.first_review_days)
    first = min((day for day in plan.seen_again if day > held), default=None)
    if plan.promised and first is not None and first - held > limit:
        yield {"day": first}


def no_later_reviews(plan: Plan) -> Iterator[Values]:
    """None of the looks back is around day 30, or day 90."""
    margin, held = days(plan.limits.later_review_margin), plan.session.held_on()
    missing = [
        wanted
        for wanted in plan.limits.later_review_days
        if not any(abs(day - held - days(wanted)) <= margin for day in plan.seen_again)
    ]
    if plan.promised and plan.seen_again and missing:
        yield {"days": tuple(map(str, missing))}


def nobody_hosts(plan: Plan) -> Iterator[Values]:
    """The last check-in has no host."""
    if plan.checkins and plan.checkins[-1].host not in plan.session.members:
        yield {"day": plan.checkins[-1].on}


def seat_without_action(plan: Plan) -> Iterator[Values]:
    """A seat is open, and no action covers it or names it."""
    kept = [action for _, action in shown(plan.session.actions) if action.status != "dropped"]
    covered = {action.covers for action in kept if action.covers}
    said = folded("\n".join(f"{action.title}\n{action.first_step}\n{action.tell}" for action in kept))
    for _, seat in shown(plan.session.seats):
        known = card("seats", seat.name)
        names = known.text.values() if known else (seat.name,)
        if seat.covers not in covered and not any(folded(name) in said for name in names):
            yield {"name": known or seat.name}


def measure_without_day(plan: Plan) -> Iterator[Values]:
    """A measure has no day by which its target is reached."""
    for measure in plan.measures.values():
        if measure.by is None:
            yield {"name": measure.name}


def no_pledge(plan: Plan) -> Iterator[Values]:
    """Somebody owns an action and has not said so aloud, though the workshop has a step for it."""
    said = {id_ for id_, pledge in plan.session.pledges.items() if pledge.words.strip()}
    owners = dict.fromkeys(action.owner for action in plan.promised.values())
    for id_ in owners if plan.steps("pledge") else ():
        if id_ in plan.members and id_ not in said:
            yield {"name": plan.members[id_].label}


_RULES: tuple[WholeRule, ...] = (
    *(boss_is_somebody, no_actions, too_many_actions, owns_too_many, no_boss_measure, only_output_measures),
    *(no_reviews, first_review_late, no_later_reviews, nobody_hosts, seat_without_action),
    *(measure_without_day, no_pledge),
)
WHOLE_RULES: Mapping[str, WholeRule] = {rule.__name__.replace("_", "-"): rule for rule in _RULES}
"""Every rule for the plan as a whole, by its id."""
