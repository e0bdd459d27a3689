"""A workshop: the steps a team is led through, each with what to say and what finished looks like."""

from typing import Annotated, Literal

from pydantic import Field

from dxworkshop.model.value import Item, Value, Wording, shown

MINUTES = (1, 480)
"""The shortest and the longest step, in minutes."""
DECK_KEYS = ("obstacles", "callings", "strengths", "seats")
"""Keys of a step that name a deck: each takes the deck of its own name, or none."""


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


AnyStep = TalkStep | VisionStep | BossStep | PartyStep | ActionsStep | PledgeStep
"""Every kind of step there is; `kind` tells which."""
KINDS: dict[str, type[Step]] = {
    "talk": TalkStep,
    "vision": VisionStep,
    "boss": BossStep,
    "party": PartyStep,
    "actions": ActionsStep,
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

    def wrong_decks(self) -> list[tuple[str, str, str]]:
        """Return where a step names a deck that its key does not take: the step, the key and the deck."""
        named = [(id_, key, getattr(step, key, "")) for id_, step in self.in_order() for key in DECK_KEYS]
        return [(id_, key, name) for id_, key, name in named if name not in ("", key)]
