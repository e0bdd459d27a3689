"""Which step a command means: the one that is named, or the only one that it can be."""

from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop.cli.field import Field, picked
from dxworkshop.errors import AmbiguousError, NotFoundError
from dxworkshop.i18n import tr
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation

HELP = tr("Id or title of the step; may be left out where only one can be meant")
STEP = Field("step", HELP, picked("step"), metavar="STEP")
"""The step that something was written in."""
StepOption = Annotated[str, typer.Option("--step", metavar="STEP", help=HELP, show_default=False)]
"""Which step a command works on."""


def step_of(led: "Facilitation", kind: str, typed: str = "") -> str:
    """Return the id of the step that was named; else the one the team is at, or the only one of a kind.

    Raises `AmbiguousError` with the steps it may be. Whether a step that was named is of the kind is left to
    the rules.
    """
    if typed:
        return led.pick("step", typed)
    of_kind = [id_ for id_, step in led.session.workshop.in_order() if getattr(step, "kind", "") == kind]
    ahead = [id_ for id_, _ in led.session.workshop.ahead()]
    found = [id_ for id_ in of_kind if id_ in ahead] or of_kind
    if led.step() in of_kind:
        return led.step()
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(say("this workshop has no step of the kind {kind}", kind=kind))
    raise AmbiguousError(say("name the step with {option}: {choices}", option="--step", choices=found))
