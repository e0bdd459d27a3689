"""What a session keeps of its own course: the time its steps took, and what two people wrote in one place."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from dxworkshop.model.value import BLANK, Item, Text, Value


class StepTime(Value):
    """The time of one step."""

    used: Annotated[int, Field(ge=0)] = 0
    """Seconds that it really took, up to the last stop."""
    extra: Annotated[int, Field(ge=-480, le=480)] = 0
    """Minutes that were added while it ran."""


class Clash(Item):
    """What somebody wrote that gave way, for somebody else had written something else in its place.

    Once it is settled it is removed, as everything is: with the stamp of when and by whom.
    """

    path: Text
    """Where it would stand: keys from the top of the session, with `/` between."""
    mine: Any
    """What was written, as a file holds it."""
    by: Text = ""
    """Whose it is; empty where nobody knows, or is to know."""
    at: Text = ""
    """When it gave way."""


class Clock(Value):
    """When which step ran."""

    since: Annotated[datetime | None, BLANK] = None
    """When the step the team is at began to run; None while the clock stands still."""
    stopped: Annotated[datetime | None, BLANK] = None
    """When it last stopped."""
    steps: dict[str, StepTime] = {}
    """By id of the step."""
