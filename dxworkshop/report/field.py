"""What the fields of a session are called, and what stands in them, in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dxworkshop import deck
from dxworkshop.model.agenda import KIND_WORDS
from dxworkshop.model.room import statements
from dxworkshop.model.value import Item, plain
from dxworkshop.model.words import (
    BUDGETS,
    CONTROLS,
    DECISIONS,
    LENSES,
    LEVELS,
    LICENCES,
    MEASURE_KINDS,
    ROUTES,
    STATUSES,
    VERDICTS,
)
from dxworkshop.model.workshop import RateStep
from dxworkshop.report.teller import Teller
from dxworkshop.report.wording import long_day, number
from dxworkshop.sentence import Sentence, say

_PLACED = {"impact": say("Impact (1-5)"), "effort": say("Effort (1-5)"), "anchor": say("Anchor")}
_MEASURED = {"name": say("Measure"), "unit": say("Unit"), "baseline": say("Baseline"), "target": say("Target")}
_KNOWN = {"known": say("Value read before"), "known_on": say("Day of that")}
LABELS: Mapping[str, Mapping[str, Sentence]] = {
    "session": {
        "title": say("Title"),
        "organisation": say("Organisation"),
        "language": say("Language"),
        "register": say("Words"),
        "confidentiality": say("Confidentiality"),
        "reviews": say("Reviews of the plan"),
        "earlier": say("Goes on from"),
    },
    "vision": {"destination": say("{Vision}"), "signs": say("Signs")},
    "boss": {"name": say("{Boss}"), "why_now": say("Why now")},
    "measure": {**_MEASURED, "kind": say("Kind"), "by": say("By when"), **_KNOWN},
    "rule": {"text": say("Rule")},
    "member": {
        "name": say("Name"),
        "seat": say("Office"),
        "calling": say("{Calling}"),
        "post": say("Post"),
        "strengths": say("{Skills}"),
        "culture": say("Words of culture"),
        "hours_per_week": say("Hours a week"),
        "present": say("Present"),
    },
    "seat": {"name": say("Seat"), "why": say("What for"), "covers": say("Makes up for")},
    "gap": {
        "lens": say("Area"),
        "ideal": say("Ideal"),
        "reality": say("Reality"),
        "size": say("Size (1-5)"),
        "control": say("Who can change it"),
        "note": say("Note it came from"),
    },
    "note": {
        "text": say("Note"),
        "author": say("Written by"),
        "group": say("Group it lies in"),
        "step": say("Written in"),
        **_PLACED,
    },
    "group": {"name": say("Name"), "step": say("Written in"), **_PLACED},
    "rating": {
        "ideal": say("Ideal"),
        "reality": say("Reality"),
        "ideal_hands": say("Hands for the ideal"),
        "hands": say("Hands"),
        "words": say("What was said"),
    },
    "vote": {"revealed": say("Sums shown"), "dots": say("Number of dots")},
    "risk": {"cause": say("Cause"), "counter": say("Counter"), "action": say("{Action} it is about")},
    "action": {
        "title": say("Title"),
        "owner": say("Owner"),
        "calling": say("{Calling}"),
        "partners": say("Partners"),
        "first_step": say("{First_step}"),
        "first_step_by": say("{First_step}: by when"),
        "due": say("Due"),
        "if_then": say("If-then"),
        "tell": say("Whom to tell what"),
        "answers": say("What it answers"),
        "measure": say("Measure"),
        "weight": say("Weight"),
        "budget": say("Budget"),
        "decided_at": say("Where it is decided"),
        "status": say("Status"),
        "reason": say("Reason"),
        "ask": say("Whom to ask"),
        "covers": say("Makes up for"),
        "verdict": say("What the review says"),
        "slipped": say("Days that were moved"),
    },
    "pledge": {"words": say("Words said")},
    "parked": {
        "text": say("Topic or question"),
        "kind": say("Kind"),
        "ups": say("Up-votes"),
        "answer": say("Answer"),
        "answered": say("Answered"),
        "note": say("Note it came from"),
    },
    "closing": {"hands": say("How we found this session")},
    "meeting": {
        "held": say("Day"),
        "start": say("From"),
        "end": say("Until"),
        "place": say("Place"),
        "handouts": say("Hand-outs"),
    },
    "paper": {
        "number": say("Document number"),
        "route": say("Route"),
        "drafted": say("Drafted on"),
        "keep": say("Kept for"),
        "category": say("Filed under"),
        "stamps": say("Stamps"),
        "licence": say("Licence"),
    },
    "checkin": {
        "on": say("Day"),
        "host": say("Led by"),
        "lessons": say("{Lessons}"),
        "readings": say("Values read"),
        "actions": say("{Actions}"),
        "scale": say("Scale"),
        "gaps": say("Obstacles by now"),
        "ratings": say("Marks by now"),
        "decision": say("How it goes on"),
    },
    "report": {
        "status": say("Status"),
        "note": say("What was said"),
        "rating": say("How it goes"),
        "next_step": say("Next step"),
        "next_by": say("Next step: by when"),
        "if_then": say("If-then"),
        "was_due": say("Due until then"),
    },
    "exception": {"rule": say("Rule"), "action": say("{Action} it is about"), "reason": say("Reason")},
    "step": {
        "title": say("Title"),
        "kind": say("Kind"),
        "minutes": say("Minutes"),
        "skipped": say("Passed over"),
        "prompt": say("Question"),
        "anonymous": say("Without names"),
        "dots": say("Dots a person"),
        "most": say("At most"),
    },
}
"""Names of the fields that a team decides on, in the order in which they are told."""
HEADINGS: Mapping[str, Sentence] = {
    "session": say("The session"),
    "vision": say("{Vision}"),
    "boss": say("{Boss} and measures"),
    "rules": say("{Ground_rules}"),
    "party": say("{Party}"),
    "ratings": say("Marks for ideal and reality"),
    "gaps": say("What stands in the way"),
    "notes": say("Notes and groups"),
    "votes": say("Votes"),
    "actions": say("{Actions}"),
    "risks": say("{Risks}"),
    "pledges": say("{Pledges}"),
    "parked": say("{Parking_lot}"),
    "closing": say("How we found this session"),
    "meeting": say("Time and place"),
    "paper": say("Head of the document"),
    "checkins": say("{Checkins}"),
    "exceptions": say("Rules set aside"),
    "conflicts": say("Open conflicts"),
    "agenda": say("Agenda"),
    "other": say("What this version does not know"),
}
"""The parts, in the order in which they are told."""
_NAMES = {
    "action": "title",
    "step": "title",
    "rule": "text",
    "note": "text",
    "parked": "text",
    "risk": "cause",
    "checkin": "on",
    "exception": "rule",
}
_COMMON = {"removed": say("Taken out"), "rank": say("Place in the order")}
_CHOICES: Mapping[str, Mapping[Any, Sentence]] = {
    "status": STATUSES,
    "verdict": VERDICTS,
    "budget": BUDGETS,
    "decided_at": LEVELS,
    "lens": LENSES,
    "route": ROUTES,
    "licence": LICENCES,
    "control": CONTROLS,
    "decision": DECISIONS,
    "language": {"ja": say("Japanese"), "en": say("English")},
    "register": {"adventure": say("adventure words"), "plain": say("plain words")},
    "post": {
        "specialist": say("specialist"),
        "bridge": say("bridge"),
        "manager": say("manager"),
        "leader": say("leader"),
        "ally": say("{ally}"),
    },
}
_KINDS: Mapping[str, Mapping[Any, Sentence]] = {
    "measure": MEASURE_KINDS,
    "parked": {"topic": say("topic"), "question": say("question")},
    "step": KIND_WORDS,
}
_DECKS = {"calling": "callings", "seat": "seats", "strengths": "strengths", "culture": "culture"}
_PEOPLE = ("owner", "partners", "author", "host")


def label(teller: Teller, of: str, name: str) -> str:
    """Return what a field is called; one that has no name is told by its key."""
    found = LABELS.get(of, {}).get(name) or _COMMON.get(name)
    return teller.voice.say(found) if found else name


def words(teller: Teller, of: str, name: str, value: Any) -> str:
    """Return what stands in a field, as one text; nothing said is an empty one. `value` is as a file holds it."""
    if isinstance(value, (list, tuple)):
        return teller.listed([text for entry in value if (text := words(teller, of, name, entry))])
    if isinstance(value, Mapping):
        return _table(teller, of, name, value)
    if isinstance(value, bool):
        return teller.voice.tr("yes") if value else teller.voice.tr("no")
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return long_day(teller.voice, value)
    if isinstance(value, (int, float)):
        return number(float(value))
    return _text(teller, of, name, str(value).strip()) if value is not None else ""


def _text(teller: Teller, of: str, name: str, text: str) -> str:
    choices = _KINDS.get(of, {}) if name == "kind" else _CHOICES.get(name, {})
    if text in choices:
        return teller.voice.say(choices[text])
    if not text:
        return ""
    if (of, name) in (("step", "title"), ("step", "prompt")):
        return teller.voice.text(text)
    if name in _PEOPLE:
        return person(teller, text)
    if name in _DECKS or (of, name) == ("seat", "name"):
        return teller.card(_DECKS.get(name, "seats"), text)
    if name == "covers":
        return teller.covered(text)
    if name == "step":
        step = teller.session.workshop.steps.get(text)
        return teller.voice.text(step.title) if step else text
    if name == "answers":
        return teller.answer(text)
    if name == "scale" and (scale := deck.scale(text)):
        return teller.voice.text(scale.text)
    if (of, name) in (("risk", "action"), ("exception", "action")):
        action = teller.session.actions.get(text)
        return action.title if action else text
    return teller.idea(text) if name in ("group", "note") and of != "report" else text


def person(teller: Teller, id_: str) -> str:
    """Return what a member is called, one who was taken out too."""
    member = teller.session.members.get(id_)
    return member.label if member and member.label else id_


def _table(teller: Teller, of: str, name: str, value: Mapping[str, Any]) -> str:
    """Return a value that is a table: a text in two languages, a measure, values by what they are of."""
    if value and set(value) <= {"ja", "en"}:
        return teller.voice.text({key: str(text) for key, text in value.items()})
    if (of, name) == ("checkin", "ratings"):
        return _marks(teller, value)
    inner = {("action", "measure"): "measure", ("checkin", "actions"): "report"}.get((of, name), of)
    pairs = []
    for key, entry in value.items():
        if text := words(teller, inner, key, entry):
            pairs.append(teller.voice.tr("{name}: {text}", name=_key(teller, inner, name, key), text=text))
    return teller.listed(pairs)


def _marks(teller: Teller, value: Mapping[str, Any]) -> str:
    """Return marks that were given again, each with its statement."""
    told = [
        (statement(teller, step, card), words(teller, "rating", card, marks))
        for step, cards in value.items()
        for card, marks in cards.items()
    ]
    return teller.listed([teller.voice.tr("{name}: {text}", name=name, text=text) for name, text in told if text])


def _key(teller: Teller, of: str, name: str, key: str) -> str:
    if of == "report" and key in teller.session.actions:
        return teller.session.actions[key].title
    if (of, name) == ("checkin", "readings") and key in teller.session.boss.measures:
        return teller.session.boss.measures[key].name
    if (of, name) == ("checkin", "gaps") and key in teller.session.gaps:
        gap = teller.session.gaps[key]
        return gap.reality or gap.ideal
    return label(teller, of, key)


def item_name(teller: Teller, noun: str, id_: str, item: Item) -> str:
    """Return what an item is called; its id where it is called nothing."""
    if noun == "member":
        name = getattr(item, "label", "")
    elif noun == "gap":
        name = getattr(item, "reality", "") or getattr(item, "ideal", "")
    else:
        key = _NAMES.get(noun, "name")
        name = words(teller, noun, key, plain(item).get(key, ""))
    return name.strip() or id_


def step_title(teller: Teller, id_: str) -> str:
    """Return what a step is called; its id where there is none."""
    step = teller.session.workshop.steps.get(id_)
    return (teller.voice.text(step.title) if step else "").strip() or id_


def statement(teller: Teller, step: str, card: str) -> str:
    """Return a statement of a step as it was asked."""
    asked = teller.session.workshop.steps.get(step)
    if not isinstance(asked, RateStep) or card not in statements(asked):
        return card
    own = {one.id: {"ja": one.ja, "en": one.en} for one in asked.statements}
    return teller.voice.text(own[card]) if card in own else teller.card(asked.deck, card)
