"""A workshop: the steps a team is led through, each with what to say and what finished looks like."""

from typing import Annotated, Literal

from pydantic import Field

from dxworkshop.model.value import BLANK, Item, Value, Wording, shown

MINUTES = (1, 480)
"""The shortest and the longest step, in minutes."""
DECKS_OF = {
    **{name: (name,) for name in ("obstacles", "callings", "strengths", "seats")},
    "deck": ("culture", "lenses"),
}
"""Keys of a step that name a deck, each with the decks it takes; empty names none."""


class Step(Item):
    """What all kinds of step have: a title, a length and the script."""

    title: Wording
    """Name of the step as it stands in the list."""
    minutes: int = Field(ge=MINUTES[0], le=MINUTES[1])
    """Planned length."""
    say: Wording = ""
    """What to say aloud."""
    example: Wording = ""
    """One good answer."""
    done_when: Wording = ""
    """What finished looks like."""
    method: Wording = ""
    """The method behind the step."""
    skipped: bool = False
    """Whether the team passes over it this time; what was typed in it stays."""
    full: Annotated[Annotated[int, Field(ge=MINUTES[0], le=MINUTES[1])] | None, BLANK] = None
    """Minutes it had before it was shortened in the room; None where it was not."""


class Suggestion(Value):
    """A ground rule that a template proposes."""

    ja: str
    en: str
    source: Literal["slides", "ours"]
    """Whose words they are: the source study's, or this program's."""


class TalkStep(Step):
    """Opening, ground rules, break, check-in round, closing."""

    kind: Literal["talk"]
    attendance: bool = False
    """Whether the attendance is taken here."""
    rules: tuple[Suggestion, ...] = ()
    """Ground rules to choose from."""


class ReviewStep(Step):
    """Goes through the open actions of an earlier plan: done, carried on or dropped."""

    kind: Literal["review"]


class VisionStep(Step):
    """One sentence: where we want to be."""

    kind: Literal["vision"]


class BossStep(Step):
    """The shared challenge, why now, what stands in the way, and how we know it is beaten."""

    kind: Literal["boss"]
    obstacles: str = ""
    """Deck of obstacles to pick from."""


class PartyStep(Step):
    """Who is here, in which seat and calling, with which strengths; who is missing."""

    kind: Literal["party"]
    callings: str = "callings"
    """Deck of callings."""
    strengths: str = "strengths"
    """Deck of strengths."""
    seats: str = "seats"
    """Deck of seats."""


class Statement(Value):
    """Something a template asks the team to rate."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    ja: str
    en: str


class RateStep(Step):
    """Ideal and reality, 1 to 5, statement by statement, by a show of hands or on paper."""

    kind: Literal["rate"]
    deck: str = ""
    """Deck of statements: the 12 culture words or the four lenses; empty where they are its own."""
    statements: tuple[Statement, ...] = ()
    """Statements of its own."""
    ideal: bool = True
    """Whether the ideal is asked for too, or reality alone."""


class GapsStep(Step):
    """What lies between ideal and reality, how wide it is, and who can change it."""

    kind: Literal["gaps"]
    obstacles: str = ""
    """Deck of obstacles to pick from."""


class CollectStep(Step):
    """Notes, written silently and then read out; grouped, where that is wanted."""

    kind: Literal["collect"]
    prompt: Wording = ""
    """The question, as it is shown large."""
    anonymous: bool = False
    """Whether nobody is to know who wrote what: authors are then not stored."""
    group: bool = True
    """Whether the notes are grouped here."""
    shown: bool = False
    """Whether the notes are on the wall, to be read out; not so while people write."""


class VoteStep(Step):
    """Dots on notes, hidden until they are revealed."""

    kind: Literal["vote"]
    on: str = ""
    """Id of the step whose notes are voted on; empty for all notes."""
    dots: int = Field(default=3, ge=1, le=20)
    """How many dots a person has."""
    anonymous: bool = False
    """Whether nobody is to know who voted for what: only the sums are then stored."""


class MatrixStep(Step):
    """The top notes, placed by impact and effort against two anchors."""

    kind: Literal["matrix"]
    on: str = ""
    """Id of the step whose notes are placed; empty for all notes."""
    most: int = Field(default=8, ge=2, le=30)
    """How many of the top notes are placed."""


class PremortemStep(Step):
    """It failed: why? One cause, and one counter to it."""

    kind: Literal["premortem"]


class ActionsStep(Step):
    """Who does what by when."""

    kind: Literal["actions"]
    most: int = Field(default=5, ge=1, le=20)
    """How many actions the team should commit to at most; the rest is a reserve."""


class PledgeStep(Step):
    """Owners say it aloud; review dates are set; the session is rated."""

    kind: Literal["pledge"]
    reviews: tuple[Annotated[int, Field(ge=1, le=730)], ...] = (7, 14, 30, 90)
    """Proposed reviews, in days after the workshop."""


AnyStep = (
    TalkStep
    | ReviewStep
    | VisionStep
    | BossStep
    | PartyStep
    | RateStep
    | GapsStep
    | CollectStep
    | VoteStep
    | MatrixStep
    | ActionsStep
    | PremortemStep
    | PledgeStep
)
"""Every kind of step there is; `kind` tells which."""
KINDS: dict[str, type[Step]] = {
    "talk": TalkStep,
    "review": ReviewStep,
    "vision": VisionStep,
    "boss": BossStep,
    "party": PartyStep,
    "rate": RateStep,
    "gaps": GapsStep,
    "collect": CollectStep,
    "vote": VoteStep,
    "matrix": MatrixStep,
    "actions": ActionsStep,
    "premortem": PremortemStep,
    "pledge": PledgeStep,
}


class Workshop(Value):
    """The steps of a workshop, as a template names them and as a session carries them."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    """Name of the template, in ASCII."""
    title: Wording
    about: Wording = ""
    """For whom, and when to use it."""
    source: Wording = ""
    """Where the flow and its words come from."""
    minutes: int = Field(ge=MINUTES[0], le=2 * MINUTES[1])
    """Planned length of the whole; the sum of its steps."""
    steps: dict[str, Annotated[AnyStep, Field(discriminator="kind")]] = Field(min_length=1)
    """Steps by id."""

    def in_order(self) -> list[tuple[str, Step]]:
        """Return the steps that were not removed, in their order."""
        return shown(self.steps)

    def ahead(self) -> list[tuple[str, Step]]:
        """Return the steps that are neither removed nor skipped, in their order."""
        return [(id_, step) for id_, step in self.in_order() if not step.skipped]

    def wrong_decks(self) -> list[tuple[str, str, str]]:
        """Return where a step names a deck that its key does not take: the step, the key and the deck."""
        named = [(id_, key, getattr(step, key, "")) for id_, step in self.in_order() for key in DECKS_OF]
        return [(id_, key, name) for id_, key, name in named if name not in ("", *DECKS_OF[key])]
