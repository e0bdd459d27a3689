"""The changes: everything that can happen to a session, as values.

There are seven. `Add`, `Edit` and `Remove` work on things that are many, by their noun; `Set` works on the
parts there is one of. What a noun is and which rules guard it stands in `nouns.py`; `apply` is in `apply.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dxworkshop.model.session import Status
from dxworkshop.model.value import Item

Noun = Literal["member", "seat", "gap", "measure", "action", "rule"]
"""What a session holds many of."""
Part = Literal["session", "vision", "boss", "closing"]
"""What a session holds one of; ``session`` is its own head."""


@dataclass(frozen=True)
class Add:
    """Add one item under a new id; it comes last unless it has a rank."""

    noun: Noun
    id: str
    item: Item


@dataclass(frozen=True)
class Edit:
    """Give fields of one item new values; None clears a date or a number."""

    noun: Noun
    id: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Remove:
    """Hide one item. It stays in the file, with the stamp of who removed it and when."""

    noun: Noun
    id: str
    stamp: str
    """``2026-11-24T15:02:00+09:00`` and, where known, a name."""


@dataclass(frozen=True)
class Set:
    """Give fields of a part of the session new values."""

    part: Part
    fields: Mapping[str, object]


@dataclass(frozen=True)
class MarkAction:
    """Say where an action stands. Blocked needs whom to ask; dropped needs a reason, and blames nobody."""

    id: str
    status: Status
    reason: str = ""
    ask: str = ""


@dataclass(frozen=True)
class SetPledge:
    """Write down what a member says aloud; empty words take it back."""

    member: str
    words: str


@dataclass(frozen=True)
class MoveTo:
    """Go to a step. Not undoable: undo is for what was said, not for where we are."""

    step: str


Change = Add | Edit | Remove | Set | MarkAction | SetPledge | MoveTo
"""Every change there is."""
