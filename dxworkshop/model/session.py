"""A session: everything one team said and decided, as one frozen value."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from dxworkshop.model.paper import Meeting, Paper
from dxworkshop.model.record import Clash, Clock
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
Verdict = Literal["done", "carry", "drop"]
"""What a review says of an action of an earlier plan."""
Decision = Literal["on", "finish", "renew", "retire"]
"""To go on, to finish the boss off, to begin a new phase, or to let it be."""
ParkedKind = Literal["topic", "question"]
Mark = Annotated[Annotated[int, Field(ge=1, le=5)] | None, BLANK]
"""A mark from 1 to 5; None where none was given."""
Hands = tuple[Annotated[int, Field(ge=0, le=999)], ...]
"""How many raised a hand at 1 to 5, never who; empty before they were asked."""
ROOM = "room"
"""Who placed the dots of a tally."""
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
    known: Number = None
    """The value read last in an earlier session of the same boss; None where nothing was."""
    known_on: Day = None
    """When that was read."""


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
    culture: tuple[Text, ...] = ()
    """Words of culture they stand for; self-declared, never scored: ids of the deck, or words of their own."""
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
    covers: Text = ""
    """Card of culture or strength that nobody here holds, and that they would bring."""


class Gap(Item):
    """Something that stands between ideal and reality."""

    lens: Lens = "organisation"
    ideal: Text = ""
    reality: Text = ""
    size: Mark = None
    """How wide it is, 1 to 5."""
    control: Control | Literal[""] = ""
    """Who can change it."""
    deck: Text = ""
    """The card it came from, if any."""
    note: Text = ""
    """Id of the note it came from, if any."""
    since: Text = ""
    """Id of the session it was first named in; empty where that is this one."""


class Placement(Item):
    """Something that can be placed by impact and effort."""

    impact: Mark = None
    """What it would change, 1 to 5."""
    effort: Mark = None
    """What it would take, 1 to 5."""
    anchor: bool = False
    """Whether the others were placed against it."""


class Note(Placement):
    """What one person wrote on a slip or said."""

    step: Text
    """Id of the step it was written in."""
    text: Text
    author: Text = ""
    """Id of the member who wrote it; never there where the step is anonymous."""
    group: Text = ""
    """Id of the group it lies in; empty for a lone note."""


class Group(Placement):
    """Notes that say something together."""

    step: Text
    """Id of the step its notes were written in."""
    name: Text = ""
    """Its name, which may come last."""


class Rating(Value):
    """What the team says of one statement. An agreed mark goes before the mean of the hands."""

    ideal: Mark = None
    reality: Mark = None
    ideal_hands: Hands = ()
    hands: Hands = ()
    """The hands for reality."""
    words: Text = ""
    """What was said about it."""


class Vote(Value):
    """The dots of one step of voting."""

    revealed: bool = False
    """Whether the room may see the sums."""
    dots: dict[str, dict[str, Annotated[int, Field(ge=1, le=999)]]] = {}
    """By id of the note or group: dots by id of the member; by ``room`` for a tally or where nobody is named."""


class Risk(Item):
    """Why it would have failed, and what is done against it."""

    cause: Text = ""
    counter: Text = ""
    action: Text = ""
    """Id of the action that it threatens, if it is one."""


class Parked(Item):
    """Something to come back to: a topic for later, or a question from the audience."""

    text: Text
    kind: ParkedKind = "topic"
    ups: Annotated[int, Field(ge=0, le=999)] = 0
    """How many would like to hear of it."""
    answer: Text = ""
    answered: bool = False
    note: Text = ""
    """Id of the note it came from, if any."""


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
    """Ids of the gaps, measures, notes, groups and risks it answers."""
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
    covers: Text = ""
    """Card of culture or strength that it makes up for, if that is what it is for."""
    since: Text = ""
    """Id of the session it was first agreed in; empty where that is this one."""
    verdict: Verdict | Literal[""] = ""
    """What the review of the earlier plan says of it."""
    slipped: tuple[date, ...] = ()
    """Days it was due on and was not done by, each once: seen by a check-in, or when it was taken over."""


class Rule(Item):
    """A ground rule that the team agreed on."""

    text: Text


class Pledge(Value):
    """What an owner says aloud."""

    words: Text = ""


class Closing(Value):
    """How the team found the session."""

    hands: Hands = ()


class CheckinReport(Value):
    """What a check-in says of one action."""

    status: Status = "todo"
    note: Text = ""
    rating: Text = ""
    """How it goes, on the scale of the check-in."""
    next_step: Text = ""
    next_by: Day = None
    if_then: Text = ""
    """If (day, place), then I ...: of the next step."""
    was_due: Day = None
    """The day it was due on when this check-in began."""


class Checkin(Item):
    """A look back after the workshop."""

    on: date
    host: Text = ""
    lessons: tuple[Text, ...] = ()
    readings: dict[str, float] = {}
    """Value read, by id of the measure."""
    actions: dict[str, CheckinReport] = {}
    scale: Text = ""
    """Id of the scale of its ratings; empty where nothing was rated."""
    gaps: dict[str, Annotated[int, Field(ge=0, le=5)]] = {}
    """How wide a gap is by now, by its id; 0 is closed."""
    ratings: dict[str, dict[str, Rating]] = {}
    """Marks given again, by id of the step, then by id of the statement."""
    decision: Decision | Literal[""] = ""
    """How it goes on with the boss, where that was decided."""


class LintException(Item):
    """A rule of lint that the team sets aside, knowing why."""

    rule: Text = ""
    """Id of the rule."""
    action: Text = ""
    """Id of the action it is set aside for; empty for the whole session."""
    reason: Text = ""
    """Why; it is always said."""


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
    earlier: tuple[Text, ...] = ()
    """Ids of the sessions that this one goes on from, in the order in which they were taken over."""
    meeting: Meeting = Meeting()
    paper: Paper = Paper()
    vision: Vision = Vision()
    boss: Boss = Boss()
    rules: dict[str, Rule] = {}
    members: dict[str, Member] = {}
    seats: dict[str, OpenSeat] = {}
    ratings: dict[str, dict[str, Rating]] = {}
    """By id of the step, then by id of the statement."""
    gaps: dict[str, Gap] = {}
    notes: dict[str, Note] = {}
    groups: dict[str, Group] = {}
    votes: dict[str, Vote] = {}
    """By id of the step."""
    actions: dict[str, Action] = {}
    risks: dict[str, Risk] = {}
    pledges: dict[str, Pledge] = {}
    """By id of the member."""
    parked: dict[str, Parked] = {}
    closing: Closing = Closing()
    checkins: dict[str, Checkin] = {}
    exceptions: dict[str, LintException] = {}
    conflicts: dict[str, Clash] = {}
    clock: Clock = Clock()
    workshop: Workshop
    """The workshop as it was run."""

    def held_on(self) -> date:
        """Return the day of the workshop: as it was written down, else that on which the session was made."""
        return self.meeting.held or self.created.date()

    def owned_by(self, member: str) -> list[tuple[str, Action]]:
        """Return the actions of a member."""
        return [(k, a) for k, a in shown(self.actions) if a.owner == member]

    def present_members(self) -> Mapping[str, Member]:
        """Return the members who were not removed."""
        return {k: m for k, m in self.members.items() if not m.removed}
