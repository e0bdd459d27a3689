"""Clashes: what two people wrote in one place, and what becomes of it."""

from collections.abc import Mapping
from typing import Any, Literal

from dxworkshop.errors import RuleError
from dxworkshop.model.changes import Change, Edit, Part, PlaceDots, Rate, Remove, Reveal, Set, SetPledge
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.patch import MISSING, patched
from dxworkshop.model.patch import Patch as _Patch
from dxworkshop.model.place import Keys, at, keys_of
from dxworkshop.model.record import Clash
from dxworkshop.model.session import ROOM, Session, Vote
from dxworkshop.model.value import plain, tabled
from dxworkshop.model.workshop import CollectStep, VoteStep
from dxworkshop.sentence import say

PARTS: tuple[Part, ...] = ("vision", "boss", "closing", "meeting", "paper")
HEAD = ("title", "organisation", "language", "register", "confidentiality", "reviews")
ONE_LINE = ("title", "name", "seat", "unit", "organisation", "confidentiality")
"""Fields of one line: two texts stand there side by side."""
CHOSEN = (
    *("owner", "author", "group", "action", "note", "step", "deck", "covers", "calling", "since", "host", "on"),
    *("kind", "post", "lens", "control", "budget", "decided_at", "status", "verdict", "language", "register"),
    *("route", "licence", "rank", "removed", "obstacles", "callings", "strengths", "seats", "id"),
)
"""Fields of text that name one thing: no two can stand there together."""


def clashes(session: Session) -> list[tuple[str, Clash]]:
    """Return the clashes that nobody has settled, by id; oldest first."""
    found = ((id_, clash) for id_, clash in session.conflicts.items() if not clash.removed)
    return sorted(found, key=lambda pair: (pair[1].at, pair[1].path, pair[0]))


def is_there(session: Session, keys: Keys) -> bool:
    """Tell whether a session has a place; where dots may lie there is one, whether any do or not."""
    if keys[0] == "votes" and len(keys) > 3 and keys[2] == "dots":
        return keys[1] in session.votes
    try:
        at(session, keys)
    except KeyError:
        return False
    return True


def standing(session: Session, clash: Clash) -> Any:
    """Return what stands in the place of a clash, as a file holds it; `MISSING` where nothing does."""
    try:
        return tabled(at(session, keys_of(clash.path)))
    except KeyError:
        return MISSING


def chosen(session: Session, clash: Clash, keep: Literal["mine", "theirs", "both"]) -> Any:
    """Return what stands in the place of a clash once it is settled; raises `RuleError` where two cannot."""
    mine, theirs = tabled(clash.mine), standing(session, clash)
    if keep != "both":
        return mine if keep == "mine" else theirs
    keys = keys_of(clash.path)
    if isinstance(mine, str) and isinstance(theirs, str) and keys[-1] not in CHOSEN:
        one_line = any(key in ONE_LINE for key in keys[-2:])
        return (" / " if one_line else "\n").join(text for text in (theirs, mine) if text)
    texts = (mine, theirs)
    if all(isinstance(text, list) and all(isinstance(entry, str) for entry in text) for text in texts):
        return list(dict.fromkeys([*theirs, *mine]))
    raise RuleError(say("only one of the two can stand here: keep one of them, or write something else"))


def as_change(session: Session, keys: Keys, value: Any) -> Change | None:
    """Return the change that writes a value, as a file holds it, into a place; None where no change does."""
    for noun, spec in NOUNS.items():
        depth = len(spec.path)
        if keys[:depth] == spec.path and len(keys) > depth + 1:
            id_, name, *rest = keys[depth:]
            item = at(session, keys[: depth + 1])
            if name not in type(item).model_fields:
                return None
            if name == "removed":
                return Remove(noun, id_, str(value)) if value else None
            return Edit(noun, id_, {name: _with(plain(item).get(name), rest, value)})
    match keys:
        case ("ratings", step, card, name):
            return Rate(step, card, {name: value})
        case ("pledges", member, "words"):
            return SetPledge(member, value)
        case ("votes", step, "revealed"):
            return Reveal(step, value)
        case ("votes", step, "dots", idea, voter) if type(value) is int:
            lying = session.votes.get(step, Vote()).dots
            others = {id_: by[voter] for id_, by in lying.items() if voter in by}
            return PlaceDots(step, voter, {**others, idea: value})
        case (part, name) if part in PARTS:
            return Set(next(known for known in PARTS if known == part), {name: value})
        case (name,) if name in HEAD:
            return Set("session", {name: value})
    return None


def _with(data: Any, keys: list[str], value: Any) -> Any:
    """Return a value of a field with one value inside it new."""
    if not keys:
        return value
    return patched(data if isinstance(data, Mapping) else {}, [_Patch(tuple(keys), MISSING, value)])


def without_hands(session: Session) -> Session:
    """Return the session with nothing among its clashes that tells who wrote or voted in an anonymous step."""
    kept = {id_: _without_hand(session, clash) for id_, clash in session.conflicts.items()}
    if all(clash is session.conflicts[id_] for id_, clash in kept.items()):
        return session
    return session.model_copy(update={"conflicts": kept})


def _without_hand(session: Session, clash: Clash) -> Clash:
    keys = keys_of(clash.path)
    if not _is_secret(session, keys):
        return clash
    named = keys[-1] == "author" or (keys[0] == "votes" and len(keys) > 4 and keys[-1] != ROOM)
    if named:
        return Clash(path="", mine="", removed=clash.removed or "removed")
    return clash.model_copy(update={"by": "", "at": ""}) if clash.by or clash.at else clash


def _is_secret(session: Session, keys: Keys) -> bool:
    if len(keys) < 2 or keys[0] not in ("notes", "votes"):
        return False
    note = session.notes.get(keys[1])
    step = session.workshop.steps.get(keys[1] if keys[0] == "votes" else note.step if note else "")
    return isinstance(step, (CollectStep, VoteStep)) and step.anonymous
