"""Undo and redo: what each change did to the file's own tables, forwards and backwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Extend, MoveTo, RunClock
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.patch import MISSING, Patch, changed, composed, patched, reversed_, within
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.sentence import say

LIMIT = 2000
"""How many changes can be undone."""
_ITEMS = {spec.path for spec in NOUNS.values()}
PASSING = (MoveTo, RunClock, Extend)
"""Changes that are not undone: where we are, and the time."""


@dataclass(frozen=True)
class Entry:
    """One change that can be undone."""

    patches: tuple[Patch, ...]
    burst: str = ""
    """Changes of one burst (the typing in one field) are undone together."""


@dataclass(frozen=True)
class History:
    """A session with the way back and the way forward again."""

    session: Session
    past: tuple[Entry, ...] = field(default=())
    future: tuple[Entry, ...] = field(default=())
    did: tuple[Patch, ...] = field(default=(), compare=False, repr=False)
    """What the last step changed, where we are and the time too."""

    def do(self, change: Change, burst: str = "") -> "History":
        """Apply a change. What was undone before can then no longer be redone."""
        after = apply(self.session, change)
        if after == self.session:
            return self
        did = tuple(changed(self.session, after))
        patches = said(did)
        if isinstance(change, PASSING) or not patches:
            return replace(self, session=after, did=did)
        return History(after, behind(self.past, patches, burst), did=did)

    def undo(self) -> "History":
        """Take the last change back; raises `RuleError` when there is none."""
        if not self.past:
            raise RuleError(say("there is nothing to undo"))
        entry = self.past[-1]
        after = stepped(self.session, patches := reversed_(entry.patches))
        return History(after, self.past[:-1], (*self.future, entry), (*patches, *_moved(self.session, after)))

    def redo(self) -> "History":
        """Do the last undone change again; raises `RuleError` when there is none."""
        if not self.future:
            raise RuleError(say("there is nothing to redo"))
        entry = replace(self.future[-1], burst="")
        after = stepped(self.session, entry.patches)
        did = (*entry.patches, *_moved(self.session, after))
        return History(after, (*self.past, entry), self.future[:-1], did)

    def rebased(self, session: Session, touched: Iterable[tuple[str, ...]]) -> "History":
        """Return the same way back for a session that others changed; what they changed is not taken back."""
        keys = tuple(touched)
        if not keys:
            return self if session is self.session else replace(self, session=session)
        past, future = (_left_alone(entries, keys) for entries in (self.past, self.future))
        return History(session, past, future)


def _left_alone(entries: Iterable[Entry], touched: Sequence[tuple[str, ...]]) -> tuple[Entry, ...]:
    left = []
    for entry in entries:
        patches = tuple(part for patch in entry.patches for part in _apart(patch, touched))
        if patches:
            left.append(replace(entry, patches=patches))
    return tuple(left)


def _apart(patch: Patch, touched: Sequence[tuple[str, ...]]) -> Iterable[Patch]:
    """Yield what is left of a patch without some keys."""
    if any(patch.path[: len(key)] == key for key in touched):
        return
    if not any(key[: len(patch.path)] == patch.path for key in touched):
        yield patch
        return
    if patch.path[:-1] in _ITEMS and MISSING in (patch.old, patch.new):
        return  # an item that was added here and edited there is no longer ours to take away
    old, new = (side if isinstance(side, Mapping) else {} for side in (patch.old, patch.new))
    for key in sorted({*old, *new}):
        yield from _apart(Patch((*patch.path, key), old.get(key, MISSING), new.get(key, MISSING)), touched)


def behind(past: Sequence[Entry], patches: Sequence[Patch], burst: str) -> tuple[Entry, ...]:
    """Return what can be undone after one more change; a burst goes on where it began."""
    if burst and past and past[-1].burst == burst and within(patches, past[-1].patches):
        # A burst that ends where it began leaves nothing to undo.
        together = composed(past[-1].patches, patches)
        return (*past[:-1], Entry(tuple(together), burst)) if together else tuple(past[:-1])
    return (*past, Entry(tuple(patches), burst))[-LIMIT:]


def _moved(before: Session, after: Session) -> list[Patch]:
    return [Patch(("at",), before.at, after.at)] if before.at != after.at else []


def said(patches: Iterable[Patch]) -> list[Patch]:
    """Return what can be undone: not where we are, and not the time."""
    return [patch for patch in patches if patch.path[0] not in ("at", "clock")]


def rewritten(session: Session, patches: Iterable[Patch]) -> Session:
    """Return a session with some keys changed; raises `RuleError` where it would be none."""
    try:
        return Session.model_validate(frozen(patched(plain(session), patches)))
    except ValidationError:
        raise RuleError(say("this cannot be taken back any more: what it rests on was changed")) from None


def stepped(session: Session, patches: Iterable[Patch]) -> Session:
    """Return a session with some keys changed; the team stays where it is, if that is still there."""
    after = rewritten(session, patches)
    if not session.at or after.at in after.workshop.steps:
        return after
    # The step we are at is there no longer: we go to the one before it.
    steps = [id_ for id_, _ in session.workshop.in_order()]
    before = steps[: steps.index(session.at)] if session.at in steps else []
    at = next((id_ for id_ in reversed(before) if id_ in after.workshop.steps), "")
    return after.model_copy(update={"at": at or after.workshop.in_order()[0][0]})
