"""The changes: everything that can happen to a session, as values.

`Add`, `Edit` and `Remove` work on things that are many, by their noun; `Set` works on the parts there is one
of; the others are what is said or done in one go. What a noun is and which rules guard it stands in
`nouns.py`; `apply` is in `apply.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dxworkshop.model.session import Status
from dxworkshop.model.value import Item

Noun = Literal[
    "member",
    "seat",
    "gap",
    "measure",
    "action",
    "rule",
    "note",
    "group",
    "risk",
    "parked",
    "step",
    "checkin",
    "exception",
]
"""What a session holds many of."""
Keep = Literal["mine", "theirs", "both", "other"]
"""What stands where two people wrote: what gave way, what stands there, the two together, or something else."""
Part = Literal["session", "vision", "boss", "closing", "meeting", "paper"]
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
class BringBack:
    """Show one removed item again, where the rules allow it as it is."""

    noun: Noun
    id: str


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
class Rate:
    """Say what the team thinks of one statement of a step: marks, hands or words."""

    step: str
    card: str
    """Id of the statement."""
    fields: Mapping[str, object]


@dataclass(frozen=True)
class PlaceDots:
    """Say where all the dots of one voter lie; none takes them back."""

    step: str
    voter: str
    """Id of a member, or ``room`` for a tally and where nobody is named."""
    dots: Mapping[str, int]
    """Number of dots by id of the note or group."""


@dataclass(frozen=True)
class Reveal:
    """Show the sums of a vote to the room, or hide them again."""

    step: str
    revealed: bool = True


@dataclass(frozen=True)
class Resolve:
    """Settle what two people wrote in one place: say what stands there. The clash stays in the file, removed."""

    id: str
    keep: Keep
    value: object = None
    """What stands there, where it is neither of the two; None clears."""
    stamp: str = ""
    """When and by whom, as of a removal."""


@dataclass(frozen=True)
class Extend:
    """Give a step more minutes, or fewer; its clock goes on."""

    step: str
    minutes: int


@dataclass(frozen=True)
class RunClock:
    """Start or stop the clock of the step the team is at, or forget all times. Not undoable, as time is not."""

    do: Literal["start", "stop", "reset"]
    now: datetime


@dataclass(frozen=True)
class MoveTo:
    """Go to a step. Not undoable: undo is for what was said, not for where we are."""

    step: str
    now: datetime | None = None
    """When; a clock that runs then goes on with this step. None leaves the clock alone."""


@dataclass(frozen=True)
class Together:
    """Several changes as one: all are done or none, and they are undone together."""

    changes: "tuple[Change, ...]"


Change = (
    Add
    | Edit
    | Remove
    | BringBack
    | Set
    | MarkAction
    | SetPledge
    | Rate
    | PlaceDots
    | Reveal
    | Resolve
    | Extend
    | RunClock
    | MoveTo
    | Together
)
"""Every change there is."""
