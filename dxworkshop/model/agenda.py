"""The plan of the day while it runs: steps are repeated, put in, moved and taken out; nothing typed is dropped.

Each function returns the change that does it. Where a step stands is its rank.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.model import rank
from dxworkshop.model.apply import first_step_of, new_item, revised
from dxworkshop.model.changes import Add, Change, Edit, MoveTo, Remove, Together
from dxworkshop.model.nouns import a_title_is_one_short_line
from dxworkshop.model.session import Session
from dxworkshop.model.value import Wording
from dxworkshop.model.workshop import CollectStep, Step
from dxworkshop.sentence import Sentence, say

KIND_WORDS: Mapping[str, Sentence] = {
    "talk": say("Talk"),
    "review": say("Review of {actions}"),
    "vision": say("{Vision}"),
    "boss": say("{Boss}"),
    "party": say("{Party}"),
    "rate": say("Marks for ideal and reality"),
    "gaps": say("Ideal and reality"),
    "collect": say("Notes"),
    "vote": say("Dots"),
    "matrix": say("Impact and effort"),
    "actions": say("{Actions}"),
    "premortem": say("{Premortem}"),
    "pledge": say("{Pledges}"),
}
"""What a step of each kind is called before it has a title of its own."""
FIRST = ""
"""Stands for the step before the first one: what comes after it comes first."""
_ID_LIMIT = 40
"""Longest id of a step, in characters."""
_NUMBERED = re.compile(r"(.+?)-([0-9]{1,3})")
_ON_NOTES = ("vote", "matrix")
"""Kinds that work on the notes of an earlier step."""
_DECKS = {
    "rate": {"deck": "culture"},
    "gaps": {"obstacles": "obstacles"},
    "boss": {"obstacles": "obstacles"},
}
"""What a step that was put in by hand picks from, by its kind: our default."""


def new_step_id(session: Session, base: str) -> str:
    """Return an id that no step has, not even one taken out: the base itself, or with the next free number."""
    taken = session.workshop.steps
    if base not in taken:
        return base
    found = _NUMBERED.fullmatch(base)
    stem, number = (found[1], int(found[2]) + 1) if found else (base, 2)
    while (made := _numbered(stem, number)) in taken:
        number += 1
    return made


def repeated(session: Session, step: str, new_id: str) -> Add:
    """Return the change that puts a copy of a step after the one the team is at, with a number in its title.

    The copy is empty: what was typed belongs to the step it was typed in.
    """
    item = _step(session, step)
    after = first_step_of(session)
    fields: dict[str, object] = {"title": _again(session, item.title), "rank": _place(session, after)}
    anew = {"skipped": False, "full": None, "shown": False}
    fields |= {key: value for key, value in anew.items() if getattr(item, key, value) != value}
    return Add("step", new_id, revised(item, fields))


def inserted(
    session: Session,
    kind: str,
    title: Wording,
    minutes: int,
    after: str,
    new_id: str,
    more: Mapping[str, object] | None = None,
) -> Add:
    """Return the change that puts a new step after another one; `FIRST` puts it before all.

    It picks from our decks; dots and places lie on the notes of the nearest step before it that collects any.
    What stands in `more` goes before that.
    """
    for text in [title] if isinstance(title, str) else title.values():
        a_title_is_one_short_line(text)
    given = more or {}
    fields: dict[str, object] = {"kind": kind, "title": title, "minutes": minutes, **_DECKS.get(kind, {})}
    if kind in _ON_NOTES and "on" not in given:
        fields["on"] = _notes_before(session, after)
    return Add("step", new_id, revised(new_item("step", {**fields, "rank": _place(session, after)}), given))


def placed_after(session: Session, step: str, after: str) -> Edit:
    """Return the change that moves a step to the place after another one; `FIRST` puts it before all."""
    _step(session, step)
    if step == after:
        raise RuleError(say("a step cannot stand after itself"))
    return Edit("step", step, {"rank": _place(session, after)})


def taken_out(session: Session, step: str, stamp: str, now: datetime | None = None) -> Change:
    """Return the change that takes a step out; a team that is at it goes to the next one, or the one before.

    A clock that runs goes on there if it is said what time it is. What was typed in the step stays in the file,
    and the step can be brought back.
    """
    _step(session, step)
    ids = [id_ for id_, _ in session.workshop.in_order()]
    gone = Remove("step", step, stamp)
    if first_step_of(session) != step or len(ids) == 1:
        return gone
    index = ids.index(step)
    return Together((MoveTo(ids[index + 1] if index + 1 < len(ids) else ids[index - 1], now), gone))


def _step(session: Session, id_: str) -> Step:
    found = dict(session.workshop.in_order()).get(id_)
    if found is None:
        raise NotFoundError(say("this workshop has no step {id}", id=id_))
    return found


def _place(session: Session, after: str) -> str:
    """Return a rank between that of a step and the next one."""
    places = [step.rank for _, step in session.workshop.in_order()]
    last = FIRST if after == FIRST else _step(session, after).rank
    # Steps of one rank, from a file edited by hand, stay together: nothing sorts between them.
    following = (place for place in places if after == FIRST or place > last)
    return rank.between(last, next(following, ""))


def _again(session: Session, title: Wording) -> Wording:
    """Return a title that no other step has, by a number behind it."""
    others = [step.title for _, step in session.workshop.in_order()]
    number = 2
    while (made := _with_number(title, number)) in others:
        number += 1
    return made


def _with_number(title: Wording, number: int) -> Wording:
    if isinstance(title, str):
        return f"{title} ({number})"
    return {language: f"{text} ({number})" for language, text in title.items()}


def _numbered(stem: str, number: int) -> str:
    end = f"-{number}"
    return stem[: _ID_LIMIT - len(end)] + end


def _notes_before(session: Session, after: str) -> str:
    """Return the id of the nearest step up to a place that collects notes; raises `RuleError` for none."""
    nearest = ""
    for id_, step in session.workshop.in_order() if after != FIRST else ():
        nearest = id_ if isinstance(step, CollectStep) else nearest
        if id_ == after:
            break
    if not nearest:
        raise RuleError(say("no step before this one collects notes; put one of kind collect before it"))
    return nearest
