"""``dxworkshop clock``: the time of the workshop."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, SessionArgument, change, opened
from dxworkshop.cli.field import whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group
from dxworkshop.cli.output import as_json, note, out
from dxworkshop.cli.which import StepOption
from dxworkshop.errors import UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.insight.schedule import Schedule

MINUTE = 60
"""Seconds."""
NowOption = Annotated[
    str,
    typer.Option(
        metavar="TIME",
        help=tr("What time it is, like 2026-11-24T13:30; the real time where it is not given"),
        show_default=False,
    ),
]
"""When something is said to happen: a script may tell a workshop that was."""
MinutesArgument = Annotated[
    str, typer.Argument(metavar="MINUTES", help=tr("How many more; fewer, after --, like -- -5"))
]
app = group(tr("The clock of the workshop"))


@app.command("start", cls=Command, help=tr("Start the clock of the step the team is at"))
def start(ctx: typer.Context, session: SessionArgument, now: NowOption = "") -> None:
    """Start the clock."""
    _run(ctx, session, "start", now)
    note(tr("the clock runs"))


@app.command("stop", cls=Command, help=tr("Stop the clock"))
def stop(ctx: typer.Context, session: SessionArgument, now: NowOption = "") -> None:
    """Stop the clock."""
    _run(ctx, session, "stop", now)
    note(tr("the clock stands still"))


@app.command("reset", cls=Command, help=tr("Forget all times; this cannot be undone"))
def reset(ctx: typer.Context, session: SessionArgument, now: NowOption = "") -> None:
    """Forget all times."""
    _run(ctx, session, "reset", now)
    note(tr("all times are forgotten"))


def _run(ctx: typer.Context, session: str, do: Literal["start", "stop", "reset"], now: str) -> None:
    from dxworkshop.model.changes import RunClock

    change(ctx, session, lambda led: RunClock(do, moment(now)))


@app.command("add", cls=Command, help=tr("Give the step more minutes; its clock goes on"))
def add(ctx: typer.Context, session: SessionArgument, minutes: MinutesArgument, step: StepOption = "") -> None:
    """Give a step more minutes."""
    from dxworkshop.model.changes import Extend

    led = opened(ctx, session)
    at = led.pick("step", step) if step else led.step()
    led.do(Extend(at, needed(whole(led, minutes))))
    led.save()
    spoken = Voice(voice().language, led.session.register)
    title = spoken.text(led.session.workshop.steps[at].title)
    extra = led.session.clock.steps[at].extra
    note(tr("{title}: {n} min more than planned", title=title, n=extra))


@app.command("show", cls=Command, help=tr("Print the time of the step and of the whole"))
def show(ctx: typer.Context, session: SessionArgument, now: NowOption = "", json: JsonOption = False) -> None:
    """Print where the workshop is in its time."""
    from dxworkshop.insight.schedule import schedule

    led = opened(ctx, session)
    time = schedule(led.session, moment(now))
    here = time.here
    if json:
        step = {"id": here.id, "used": here.used, "planned": here.planned}
        as_json({**times(time), "step": step})
        return
    spoken = Voice(voice().language, led.session.register)
    title = spoken.text(led.session.workshop.steps[here.id].title)
    state = tr("the clock runs") if time.running else tr("the clock stands still")
    out(f"{here.id}: {title}: {minutes_words(here.used)} / {minutes_words(here.planned)} ({state})")
    out(late_words(time))


def times(time: "Schedule") -> dict[str, Any]:
    """Return the time of the whole as data, in seconds."""
    return {"running": time.running, "begun": time.begun, "left": time.left, "behind": time.behind}


def late_words(time: "Schedule") -> str:
    """Return how much is left, and how far the workshop is behind its plan."""
    left = tr("{n} min left", n=-(-time.left // MINUTE))
    late = abs(time.behind) // MINUTE
    if not late:
        return left
    behind = tr("{n} min behind", n=late) if time.behind > 0 else tr("{n} min ahead", n=late)
    return f"{left}, {behind}"


def minutes_words(seconds: int) -> str:
    """Return seconds as minutes and seconds."""
    return f"{seconds // MINUTE}:{seconds % MINUTE:02d}"


def needed(number: Any) -> int:
    """Return a number that was typed; raises `UsageError` for an empty text."""
    if number is None:
        raise UsageError(say("{name} needs a value", name="MINUTES"))
    return int(number)


def moment(typed: str) -> datetime:
    """Return the time that was typed, or the real one."""
    if not typed:
        return calendar.now()
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise UsageError(say("{text} is no time; write 2026-11-24T13:30:00+09:00", text=typed)) from None
    return found if found.tzinfo else found.astimezone()
