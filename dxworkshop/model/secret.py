"""What the way back must not tell of an anonymous step: a name, or the order in which slips were handed in."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dxworkshop.model.changes import Change, Edit, Together
from dxworkshop.model.history import Entry, History
from dxworkshop.model.patch import Patch
from dxworkshop.model.session import ROOM, Session
from dxworkshop.model.workshop import CollectStep, VoteStep


def made_anonymous(session: Session, change: Change) -> str:
    """Return the step that a change makes anonymous; empty for any other change."""
    if isinstance(change, Together):
        return next((step for one in change.changes if (step := made_anonymous(session, one))), "")
    if not isinstance(change, Edit) or change.noun != "step" or change.fields.get("anonymous") is not True:
        return ""
    return "" if is_anonymous(session, change.id) else change.id


def is_anonymous(session: Session, step: str) -> bool:
    """Tell whether nobody is to know who wrote or voted in a step."""
    found = session.workshop.steps.get(step)
    return isinstance(found, (CollectStep, VoteStep)) and found.anonymous


def secret_steps(tables: Mapping[str, Any]) -> set[str]:
    """Return the steps that are anonymous by the tables of a session, which need not be valid."""
    steps = _table(_table(tables.get("workshop")).get("steps"))
    return {id_ for id_, step in steps.items() if _table(step).get("anonymous") is True}


def said_in_secret(data: Mapping[str, Any]) -> dict[str, str]:
    """Return a digest of the slips or dots of each anonymous step in the data of a file, by step; none where none.

    Two states of one step, side by side, tell which slip came when, and so from whom. A removal tells nothing:
    its own stamp says when it was. The data need not be those of a valid session.
    """
    said: dict[str, list[str]] = {id_: [] for id_ in secret_steps(data)}
    for id_, found in _table(data.get("notes")).items():
        note = _table(found)
        if isinstance(step := note.get("step"), str) and step in said:
            said[step].append(repr((id_, note.get("text"))))
    for step, lines in said.items():
        dots = _table(_table(_table(data.get("votes")).get(step)).get("dots"))
        lines += [repr((id_, sorted(_table(by).items()))) for id_, by in dots.items() if by]
    return {step: _digest(lines) for step, lines in said.items() if lines}


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest()


def _table(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def tells_names(tables: Mapping[str, Any], step: str) -> bool:
    """Tell whether the tables of a session say who wrote a note or placed dots in a step."""
    notes = (_table(note) for note in _table(tables.get("notes")).values())
    dots = _table(_table(_table(tables.get("votes")).get(step)).get("dots"))
    return any(note.get("author") for note in notes if note.get("step") == step) or any(
        voter != ROOM for by in dots.values() for voter in _table(by)
    )


def kept_secret(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of a session without what must not be known of its anonymous steps.

    One laptop made a step anonymous while the other still wrote names into it: the promise counts.
    """
    secret = secret_steps(tables)
    after = dict(tables)
    if notes := _table(tables.get("notes")):
        named = {key for key, note in notes.items() if _table(note).get("step") in secret and note.get("author")}
        after["notes"] = {key: {**note, "author": ""} if key in named else note for key, note in notes.items()}
    votes = _table(tables.get("votes"))
    if secret & set(votes):
        after["votes"] = {step: _by_the_room(vote) if step in secret else vote for step, vote in votes.items()}
    return after


def _by_the_room(vote: Any) -> Any:
    """Return a vote whose dots nobody placed by name."""
    dots = _table(_table(vote).get("dots"))
    if all(set(by) <= {ROOM} for by in dots.values()):
        return vote
    return {**vote, "dots": {id_: {ROOM: sum(by.values())} for id_, by in dots.items()}}


def without_names(history: History) -> History:
    """Return a history that begins with its last entry: what came before may hold names that must be forgotten."""
    return replace(history, past=history.past[-1:], future=())


def without_order(history: History) -> History:
    """Return a history as it may be kept on a disk: no further back than the last slip of an anonymous step."""
    session = history.session
    patches = [patch for entry in (*history.past, *history.future) for patch in entry.patches]
    # A step whose promise was undone may be asked to keep it again.
    secret = {patch.path[-2] for patch in patches if patch.path[-1] == "anonymous"}
    secret |= {id_ for id_ in session.workshop.steps if is_anonymous(session, id_)}

    def since(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        told = [
            n for n, entry in enumerate(entries) if secret & {s for p in entry.patches for s in _steps(session, p)}
        ]
        return entries[told[-1] + 1 :] if told else entries

    return replace(history, past=since(history.past), future=since(history.future))


def _steps(session: Session, patch: Patch) -> Iterable[str]:
    """Yield the steps whose notes or dots a patch changed."""
    table, *rest = patch.path
    if table == "votes":
        yield from rest[:1] or (*_keys(patch.old), *_keys(patch.new))
    elif table == "notes" and rest:
        note = session.notes.get(rest[0])
        yield from [note.step] if note else []
        yield from (side.get("step", "") for side in (patch.old, patch.new) if isinstance(side, dict))
    elif table == "notes":
        notes = [note for side in (patch.old, patch.new) if isinstance(side, dict) for note in side.values()]
        yield from (str(note.get("step", "")) for note in notes)


def _keys(side: object) -> Iterable[str]:
    return side if isinstance(side, dict) else ()
