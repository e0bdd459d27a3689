"""What the way back must not tell of an anonymous step: a name, or the order in which slips were handed in."""

from collections.abc import Iterable
from dataclasses import replace

from dxworkshop.model.changes import Change, Edit, Together
from dxworkshop.model.history import Entry, History
from dxworkshop.model.patch import Patch
from dxworkshop.model.session import Session
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
