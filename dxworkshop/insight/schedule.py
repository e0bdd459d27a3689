"""The time: how long each step took, how far the plan is behind, and which later steps could be shorter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from dxworkshop.model.apply import first_step_of
from dxworkshop.model.changes import Edit, Together
from dxworkshop.model.clock import running
from dxworkshop.model.record import StepTime
from dxworkshop.model.session import Session
from dxworkshop.model.workshop import MINUTES, Step, Workshop

MINUTE = 60
"""Seconds."""
UNTOUCHED = ("actions", "pledge")
"""Kinds of steps that are never proposed to be shorter: who does what, and saying so, is what the rest is for."""
SHORTER_FIRST = (
    *("premortem", "matrix", "collect", "party", "rate", "review"),
    *("gaps", "talk", "vision", "boss", "vote"),
)
"""Which kinds are shortened first when time runs out: our default."""
LEFT_OUT = ("premortem", "matrix")
"""Kinds that may be left out altogether when shorter steps do not suffice: our default."""
WORTH_SAYING = 2 * MINUTE
"""Seconds the plan has to be behind before anything is proposed."""


STRANGE = 3
"""A step that took so many times longer or shorter than planned says nothing about the next one."""


@dataclass(frozen=True)
class Slot:
    """One step and its time."""

    id: str
    planned: int
    """Seconds, with what was added while it ran."""
    used: int
    """Seconds it took so far."""
    here: bool
    skipped: bool


@dataclass(frozen=True)
class Schedule:
    """The time of a workshop at one moment, in seconds."""

    slots: tuple[Slot, ...]
    running: bool
    """Whether the clock runs."""
    begun: bool
    """Whether it ever ran."""
    here: Slot
    """The step the team is at."""
    left: int
    """From now to the end, if everything else takes as long as planned."""
    behind: int
    """By how much the end will be late; negative when there is time to spare."""


@dataclass(frozen=True)
class Cut:
    """A proposal: give a step fewer minutes."""

    step: str
    planned: int
    """Minutes it has now."""
    proposed: int
    """Minutes it would have; 0 leaves it out."""
    full: int = field(default=0, compare=False)
    """Minutes it had before anything was shortened."""


def schedule(session: Session, now: datetime) -> Schedule:
    """Return where the workshop is in its time."""
    at = first_step_of(session)
    clock = session.clock
    slots = tuple(_slot(session, id_, step, at, now) for id_, step in session.workshop.in_order())
    index = next(i for i, slot in enumerate(slots) if slot.here) if any(s.here for s in slots) else 0
    here = slots[index]
    to_come = (here, *(slot for slot in slots[index + 1 :] if not slot.skipped))
    left = sum(max(0, slot.planned - slot.used) for slot in to_come)
    used = sum(times.used for times in clock.steps.values()) + running(clock, now)
    # What was done without the clock, before it was started, is taken to have been in time.
    untold = sum(slot.planned for slot in slots[:index] if not slot.used and not slot.skipped)
    begun = used > 0 or clock.since is not None
    behind = used + untold + left - session.workshop.minutes * MINUTE if begun else 0
    return Schedule(slots, clock.since is not None, begun, here, left, behind)


def proposal(session: Session, now: datetime) -> tuple[Cut, ...]:
    """Return which later steps could be shorter so that the workshop ends in time; none when it will.

    A step is shortened to half of what it had at first, at most; then those of `LEFT_OUT` are left out. What a
    proposal cannot catch up stays behind.
    """
    time = schedule(session, now)
    if time.behind < WORTH_SAYING:
        return ()
    missing = ceil(time.behind / MINUTE)
    index = next(i for i, slot in enumerate(time.slots) if slot.here)
    steps = dict(session.workshop.in_order())
    later = {s.id: steps[s.id] for s in time.slots[index + 1 :] if not s.skipped}
    minutes = {id_: step.minutes for id_, step in later.items()}
    for kinds, least in ((SHORTER_FIRST, 2), (LEFT_OUT, 0)):
        for id_ in sorted(_of(later, kinds), key=lambda id_: kinds.index(_kind(later[id_]))):
            floor = ceil((later[id_].full or later[id_].minutes) / least) if least else 0
            cut = min(missing, max(0, minutes[id_] - floor))
            # A step that is left out is left out whole: two minutes of it help nobody.
            cut = minutes[id_] if not least and cut else cut
            minutes[id_] -= cut
            missing = max(0, missing - cut)
    return tuple(
        Cut(id_, step.minutes, minutes[id_], step.full or step.minutes)
        for id_, step in later.items()
        if minutes[id_] < step.minutes
    )


def was_led(session: Session) -> bool:
    """Tell whether a workshop was led with the clock: half of its steps or more took some time."""
    steps = session.workshop.ahead()
    timed = [id_ for id_, _ in steps if _used(session, id_) >= MINUTE]
    return bool(timed) and 2 * len(timed) >= len(steps)


def as_run(workshop: Workshop, last: Session) -> Workshop:
    """Return a workshop whose steps have the minutes they really took in the last session of the same template.

    A step that was not timed, or took less than a third or more than three times its minutes, keeps them: its
    clock was forgotten, or that day was a special one. Those of `UNTOUCHED` never get fewer.
    """
    steps = {}
    for id_, step in workshop.steps.items():
        used = min(MINUTES[1], ceil(_used(last, id_) / MINUTE))
        fits = step.minutes <= used * STRANGE and used <= step.minutes * STRANGE
        fits = fits and (used >= step.minutes or _kind(step) not in UNTOUCHED)
        steps[id_] = step.model_copy(update={"minutes": used}) if fits else step
    total = min(2 * MINUTES[1], sum(step.minutes for step in steps.values()))
    return workshop.model_copy(update={"steps": steps, "minutes": total})


def _used(session: Session, step: str) -> int:
    return session.clock.steps.get(step, StepTime()).used


def replanned(cuts: Iterable[Cut]) -> Together:
    """Return the change that accepts a proposal."""
    return Together(
        tuple(
            Edit(
                "step",
                cut.step,
                {"minutes": cut.proposed, "full": cut.full} if cut.proposed else {"skipped": True},
            )
            for cut in cuts
        )
    )


def _slot(session: Session, id_: str, step: Step, at: str, now: datetime) -> Slot:
    times = session.clock.steps.get(id_, StepTime())
    here = id_ == at
    used = times.used + (running(session.clock, now) if here else 0)
    return Slot(id_, max(1, step.minutes + times.extra) * MINUTE, used, here, step.skipped)


def _of(steps: dict[str, Step], kinds: tuple[str, ...]) -> list[str]:
    return [id_ for id_, step in steps.items() if _kind(step) in kinds]


def _kind(step: Step) -> str:
    return str(getattr(step, "kind", ""))
