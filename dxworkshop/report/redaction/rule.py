"""Who may read what: one table, from each field of a session to why it is held back from the office and from all.

A field that is not in the table is told to nobody outside the team: one that is added to the model tomorrow stays
inside until somebody has thought about it. What is told has its names replaced, wherever it stands.
"""

from collections.abc import Mapping

from dxworkshop.model import paper, record, session, workshop
from dxworkshop.model.value import Value
from dxworkshop.offer import Audience
from dxworkshop.sentence import Sentence, say

Why = Sentence | None
"""Why something is held back; None where it is told."""

NAMED = say("it names a person")
SINGLE = say("words of single people")
INNER = say("for the team alone")
OWN = say("what people say of themselves stays in the team")
SUMMARY = say("more than a summary needs")
FEW_HANDS = say("fewer than three raised a hand, or a mark is agreed")
FEW_VOTERS = say("fewer than three voted")
ONE_NOTE = say("the words of one note; once the {party} puts it into its own words, it is told")
FEW_VOICES = say("words of fewer than two people")
REMOVED = say("it was taken out of the session")
UNKNOWN = say("nobody has decided who may read it")

_ALL: tuple[Why, Why] = (None, None)
_OFFICE_SUMMARY: tuple[Why, Why] = (None, SUMMARY)
_OFFICE_INNER: tuple[Why, Why] = (None, INNER)
_OFFICE_SINGLE: tuple[Why, Why] = (None, SINGLE)
_TEAM: tuple[Why, Why] = (INNER, INNER)
_NOBODY: tuple[Why, Why] = (NAMED, NAMED)


def _told(*names: str) -> dict[str, tuple[Why, Why]]:
    return dict.fromkeys(names, _ALL)


RULES: Mapping[type[Value], Mapping[str, tuple[Why, Why]]] = {
    session.Session: {
        **_told("format", "id", "title", "organisation", "language", "register", "confidentiality", "created"),
        **_told("at", "reviews", "earlier", "meeting", "paper", "vision", "boss", "rules", "members", "seats"),
        **_told("ratings", "gaps", "groups", "votes", "actions", "checkins", "workshop"),
        "notes": _OFFICE_SINGLE,
        "risks": _OFFICE_INNER,
        "pledges": _OFFICE_SINGLE,
        "closing": _OFFICE_INNER,
        "clock": _OFFICE_SUMMARY,
        "parked": _TEAM,
        "exceptions": _TEAM,
        "conflicts": _NOBODY,
    },
    paper.Meeting: _told("held", "start", "end", "place", "handouts"),
    paper.Paper: {
        **_told("number", "drafted", "licence"),
        **dict.fromkeys(("route", "keep", "category", "stamps"), _OFFICE_SUMMARY),
    },
    session.Vision: _told("destination", "signs"),
    session.Boss: _told("name", "why_now", "measures"),
    session.Measure: _told("rank", "name", "unit", "kind", "baseline", "target", "by", "known", "known_on"),
    session.Rule: _told("rank", "text"),
    session.Member: {
        **_told("rank", "seat", "calling", "post", "present"),
        "name": _NOBODY,
        **dict.fromkeys(("strengths", "culture", "hours_per_week"), (OWN, OWN)),
    },
    session.OpenSeat: {**_told("rank", "name", "covers"), "why": _OFFICE_INNER},
    session.Gap: _told("rank", "lens", "ideal", "reality", "size", "control", "deck", "note", "since"),
    session.Note: {**_told("rank", "impact", "effort", "anchor", "step", "text", "group"), "author": _NOBODY},
    session.Group: _told("rank", "impact", "effort", "anchor", "step", "name"),
    session.Rating: {**_told("ideal", "reality", "ideal_hands", "hands"), "words": _OFFICE_SINGLE},
    session.Vote: _told("revealed", "dots"),
    session.Action: {
        **_told("rank", "title", "answers", "owner", "calling", "partners", "first_step", "first_step_by", "due"),
        **_told("weight", "budget", "decided_at", "status", "measure", "covers", "since", "verdict"),
        "slipped": _OFFICE_INNER,
        **dict.fromkeys(("if_then", "tell", "reason", "ask"), _OFFICE_INNER),
    },
    session.ActionMeasure: _told("name", "unit", "baseline", "target"),
    session.Risk: _told("rank", "cause", "counter", "action"),
    session.Pledge: _told("words"),
    session.Parked: _told("rank", "text", "kind", "ups", "answer", "answered", "note"),
    session.Closing: _told("hands"),
    session.Checkin: {
        **_told("rank", "on", "readings", "actions", "scale", "gaps", "ratings", "decision"),
        "host": _NOBODY,
        "lessons": _OFFICE_INNER,
    },
    session.CheckinReport: {
        **_told("status", "rating"),
        **dict.fromkeys(("next_step", "next_by", "if_then", "was_due"), _OFFICE_INNER),
        "note": _TEAM,
    },
    session.LintException: dict.fromkeys(("rank", "rule", "action", "reason"), _TEAM),
    record.Clock: _told("since", "stopped", "steps"),
    record.StepTime: _told("used", "extra"),
    workshop.Workshop: _told("id", "title", "about", "source", "minutes", "steps"),
    workshop.Step: {
        **_told("rank", "title", "minutes", "method", "skipped", "full", "kind"),
        **dict.fromkeys(("say", "example", "done_when"), _OFFICE_SUMMARY),
    },
    workshop.TalkStep: _told("attendance", "rules"),
    workshop.BossStep: _told("obstacles"),
    workshop.PartyStep: _told("callings", "strengths", "seats"),
    workshop.RateStep: _told("deck", "statements", "ideal"),
    workshop.GapsStep: _told("obstacles"),
    workshop.CollectStep: _told("prompt", "anonymous", "group", "shown"),
    workshop.VoteStep: _told("on", "dots", "anonymous"),
    workshop.MatrixStep: _told("on", "most"),
    workshop.ActionsStep: _told("most"),
    workshop.PledgeStep: _told("reviews"),
    workshop.Suggestion: _told("ja", "en", "source"),
    workshop.Statement: _told("id", "ja", "en"),
}
"""Of each value: for each field why the office, and why everybody, does not read it.

Five things are not told as they are (`crowd.py`): the dots of a vote lose their voters; everybody reads neither
the dots of few voters nor the hands of few, nor the name of a group of fewer than two voices, nor what a gap has
of a note word for word; and who has no office is called by their calling instead.
"""

REFERENCES: frozenset[tuple[type[Value], str]] = frozenset(
    {
        *((session.Session, "at"), (session.Gap, "note"), (session.Note, "step"), (session.Note, "group")),
        *((session.Group, "step"), (session.Risk, "action"), (session.Action, "owner")),
        *((session.Action, "partners"), (session.Action, "answers"), (session.LintException, "action")),
        *((workshop.VoteStep, "on"), (workshop.MatrixStep, "on")),
    }
)
"""Fields that hold ids of the session and nothing else: what leads nowhere is not told."""
KEYED: frozenset[tuple[type[Value], str]] = frozenset(
    {
        *((session.Session, "ratings"), (session.Session, "votes"), (session.Session, "pledges")),
        *((session.Checkin, "readings"), (session.Checkin, "actions"), (record.Clock, "steps")),
        *((session.Checkin, "gaps"), (session.Checkin, "ratings")),
    }
)
"""Tables whose keys are ids of something else in the session: what leads nowhere is not told."""
CARDS: Mapping[tuple[type[Value], str], tuple[str, ...]] = {
    (session.Session, "ratings"): ("culture", "lenses"),
    (session.Checkin, "ratings"): ("culture", "lenses"),
    (session.Member, "calling"): ("callings",),
    (session.Member, "seat"): ("seats",),
    (session.OpenSeat, "name"): ("seats",),
    (session.OpenSeat, "covers"): ("culture", "strengths"),
    (session.Gap, "deck"): ("obstacles",),
    (session.Action, "calling"): ("callings",),
    (session.Action, "covers"): ("culture", "strengths"),
}
"""Fields that hold a card of these decks, or words of the team's own."""


def why_held_back(model: type[Value], name: str, audience: Audience) -> Why:
    """Return why a field is not told; None where it is. The internal audience reads everything."""
    if audience == "internal":
        return None
    for base in model.__mro__:
        rules = RULES.get(base, {})
        if name in rules:
            return rules[name][audience == "public"]
    return UNKNOWN
