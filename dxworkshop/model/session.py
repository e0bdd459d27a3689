"""A session: everything one team said and decided, as one frozen value."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from dxworkshop.model.value import BLANK, Day, Item, Number, Text, Value, shown
from dxworkshop.model.workshop import Workshop

FORMAT: Literal[1] = 1
"""Number of the file format written."""

MeasureKind = Literal["outcome", "output"]
"""成果指標 (what changed for people) or 活動指標 (what we did)."""
Post = Literal["specialist", "bridge", "manager", "leader", "ally"]
Lens = Literal["people", "organisation", "environment", "relations"]
Control = Literal["ours", "approval", "outside"]
Budget = Literal["none", "needed", "secured"]
Level = Literal["team", "committee", "headquarters", "council"]
Status = Literal["todo", "doing", "blocked", "done", "dropped"]
OPEN: tuple[Status, ...] = ("todo", "doing", "blocked")
"""States of an action that is still ahead."""


class Vision(Value):
    """Where the team wants to be."""

    destination: Text = ""
    """One sentence."""
    signs: tuple[Text, ...] = ()
    """How one would see that we have arrived."""


class Measure(Item):
    """A figure that tells how far the boss is beaten."""

    name: Text
    unit: Text
    kind: MeasureKind = "outcome"
    baseline: float
    """The value before anything was done."""
    target: float
    """The value at which the boss is beaten."""
    by: Day = None
    """When the target should be reached."""


class Boss(Value):
    """The shared challenge: never a person, an office or the residents."""

    name: Text = ""
    why_now: Text = ""
    measures: dict[str, Measure] = {}


class Member(Item):
    """Somebody who is with us, by name or by seat alone."""

    name: Text = ""
    seat: Text = ""
    """Office or organisation."""
    calling: Text = ""
    """What they do for the party: an id of the deck, or words of their own."""
    post: Post | Literal[""] = ""
    strengths: tuple[Text, ...] = ()
    """Self-declared, never scored: ids of the deck, or words of their own."""
    hours_per_week: Annotated[Annotated[float, Field(ge=0, le=168)] | None, BLANK] = None
    """Hours they can spare a week."""
    present: Annotated[bool | None, BLANK] = None
    """Whether they were in the room; None is not taken."""

    @property
    def label(self) -> str:
        """What they are called: the name, or the seat of somebody who gave none."""
        return self.name or self.seat


class OpenSeat(Item):
    """Somebody who is missing from the party."""

    name: Text
    """The seat: an id of the deck, or the team's own words."""
    why: Text = ""
    """What they are needed for."""


class Gap(Item):
    """Something that stands between ideal and reality."""

    lens: Lens = "organisation"
    ideal: Text = ""
    reality: Text = ""
    size: Annotated[Annotated[int, Field(ge=1, le=5)] | None, BLANK] = None
    """How wide it is, 1 to 5."""
    control: Control | Literal[""] = ""
    """Who can change it."""
    deck: Text = ""
    """The card it came from, if any."""


class ActionMeasure(Value):
    """How one would see that an action worked."""

    name: Text = ""
    unit: Text = ""
    baseline: Number = None
    target: Number = None


class Action(Item):
    """Who does what by when."""

    title: Text
    answers: tuple[Text, ...] = ()
    """Ids of the gaps and measures it answers."""
    owner: Text = ""
    """Id of the one member who does it."""
    calling: Text = ""
    """In which calling the owner does it."""
    partners: tuple[Text, ...] = ()
    """Ids of members who help."""
    first_step: Text = ""
    first_step_by: Day = None
    due: Day = None
    if_then: Text = ""
    """If (day, place), then I ..."""
    tell: Text = ""
    """Whom to tell what."""
    weight: int = Field(default=1, ge=1, le=5)
    """How much it counts where no measure does."""
    budget: Budget | Literal[""] = ""
    decided_at: Level | Literal[""] = ""
    """Where it is decided."""
    status: Status = "todo"
    reason: Text = ""
    """Why it is blocked or was dropped."""
    ask: Text = ""
    """Whom to ask when it is blocked."""
    measure: Annotated[ActionMeasure | None, BLANK] = None


class Rule(Item):
    """A ground rule that the team agreed on."""

    text: Text


class Pledge(Value):
    """What an owner says aloud."""

    words: Text = ""


class Closing(Value):
    """How the team found the session."""

    hands: tuple[Annotated[int, Field(ge=0, le=999)], ...] = ()
    """How many raised a hand at 1 to 5: never who; empty before they were asked."""


class CheckinReport(Value):
    """What a check-in says of one action."""

    status: Status = "todo"
    note: Text = ""


class Checkin(Item):
    """A look back after the workshop."""

    on: date
    host: Text = ""
    lessons: tuple[Text, ...] = ()
    readings: dict[str, float] = {}
    """Value read, by id of the measure."""
    actions: dict[str, CheckinReport] = {}


# The file's word is `register`; that the metaclass of all models has a method of this name troubles nobody.
warnings.filterwarnings("ignore", 'Field name "register" in "Session"')


class Session(Value):
    """The whole of one workshop. `apply` is the only way from one to the next."""

    format: Literal[1]
    id: str = Field(pattern=r"^[a-z0-9]{4,32}$")
    title: Text
    organisation: Text = ""
    language: Literal["ja", "en"] = "ja"
    register: Literal["adventure", "plain"] = "adventure"
    confidentiality: Text = ""
    """Label of the office's own scheme."""
    created: datetime
    at: str = ""
    """Id of the step the team is at."""
    reviews: tuple[date, ...] = ()
    """When the plan is looked at again."""
    vision: Vision = Vision()
    boss: Boss = Boss()
    rules: dict[str, Rule] = {}
    members: dict[str, Member] = {}
    seats: dict[str, OpenSeat] = {}
    gaps: dict[str, Gap] = {}
    actions: dict[str, Action] = {}
    pledges: dict[str, Pledge] = {}
    """By id of the member."""
    closing: Closing = Closing()
    checkins: dict[str, Checkin] = {}
    workshop: Workshop
    """The workshop as it was run."""

    def owned_by(self, member: str) -> list[tuple[str, Action]]:
        """Return the actions of a member."""
        return [(k, a) for k, a in shown(self.actions) if a.owner == member]

    def present_members(self) -> Mapping[str, Member]:
        """Return the members who were not removed."""
        return {k: m for k, m in self.members.items() if not m.removed}
