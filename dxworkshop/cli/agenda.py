"""``dxworkshop agenda``: the plan of the day while it runs. Nothing that was typed is lost by any of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.clock import NowOption, late_words, minutes_words, moment, needed, times
from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.field import Field, one_of, picked, text, values, whole
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import IdOption, StampOption, group, something, with_fields
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.errors import UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.changes import Change
    from dxworkshop.service import Facilitation

KINDS = (
    *("talk", "review", "vision", "boss", "party", "rate", "gaps", "collect"),
    *("vote", "matrix", "actions", "premortem", "pledge"),
)
DECKS = ("culture", "lenses")
TITLE = Field("title", tr("Its title"), text)
MINUTES = Field("minutes", tr("Planned length in minutes"), whole, metavar="NUMBER")
FIELDS = (
    Field("say", tr("What to say aloud"), text),
    Field("example", tr("One good answer"), text),
    Field("done_when", tr("What finished looks like"), text),
    Field("method", tr("The method behind the step"), text),
    Field("skipped", tr("Whether it is passed over"), None, flag="--skipped/--not-skipped"),
    Field("prompt", tr("The question, shown large (collect)"), text),
    Field("anonymous", tr("Whether no names are kept (collect, vote)"), None, flag="--anonymous/--named"),
    Field("shown", tr("Whether the notes are on the wall (collect)"), None, flag="--shown/--not-shown"),
    Field("group", tr("Whether notes are grouped here (collect)"), None, flag="--group/--no-group"),
    Field("on", tr("The step whose notes it works on (vote, matrix)"), picked("step"), metavar="STEP"),
    Field("dots", tr("How many dots a person has (vote)"), whole, metavar="NUMBER"),
    Field("most", tr("How many at most (matrix, actions)"), whole, metavar="NUMBER"),
    Field("deck", tr("What is rated (rate)"), one_of(*DECKS), metavar="|".join(DECKS)),
    Field("ideal", tr("Whether the ideal is asked for too (rate)"), None, flag="--ideal/--reality-only"),
    Field("obstacles", tr("Deck to pick obstacles from (boss, gaps)"), one_of("obstacles"), metavar="obstacles"),
    Field("attendance", tr("Whether attendance is taken (talk)"), None, flag="--attendance/--no-attendance"),
    Field("rank", tr("Its place among its like; places sort as text"), text),
)
STEP_HELP = tr("Its id, the start of it, or part of its title")
StepArgument = Annotated[str, typer.Argument(metavar="STEP", help=STEP_HELP)]
HereArgument = Annotated[
    str, typer.Argument(metavar="STEP", help=tr("The step; the one the team is at where it is left out"))
]
KindArgument = Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))]
TitleArgument = Annotated[
    str, typer.Argument(metavar="TITLE", help=tr("Its title; that of the kind where it is left out"))
]
NumberArgument = Annotated[str, typer.Argument(metavar="MINUTES", help=tr("Planned length in minutes"))]
MinutesOption = Annotated[
    str, typer.Option("--minutes", metavar="NUMBER", help=tr("Planned length in minutes"), show_default=False)
]
AfterOption = Annotated[
    str, typer.Option("--after", metavar="STEP", help=tr("The step before it"), show_default=False)
]
FirstOption = Annotated[bool, typer.Option("--first", help=tr("Before all others"))]
AcceptOption = Annotated[bool, typer.Option("--accept", help=tr("Do what is proposed"))]
app = group(tr("The plan of the day: skip, repeat, put in, move and shorten steps"))


@app.command("show", cls=Command, help=tr("Print the steps with the time planned and used"))
def show(ctx: typer.Context, session: SessionArgument, now: NowOption = "", json: JsonOption = False) -> None:
    """Print where the workshop is in its plan."""
    from dxworkshop.insight.schedule import schedule

    led = opened(ctx, session)
    time = schedule(led.session, moment(now))
    steps = dict(led.session.workshop.in_order())
    if json:
        data = [
            {
                "id": slot.id,
                "kind": getattr(steps[slot.id], "kind", ""),
                "title": called(led, slot.id),
                "planned": slot.planned,
                "used": slot.used,
                "here": slot.here,
                "skipped": slot.skipped,
            }
            for slot in time.slots
        ]
        as_json({**times(time), "steps": data})
        return
    rows = []
    for slot in time.slots:
        title = called(led, slot.id)
        shown = tr("{title} (skipped)", title=title) if slot.skipped else title
        used = minutes_words(slot.used) if slot.used else "-"
        rows.append([">" if slot.here else " ", slot.id, minutes_words(slot.planned), used, shown])
    table(rows)
    out(late_words(time))


@app.command("skip", cls=Command, help=tr("Pass over a step this time; what was typed in it stays"))
def skip(ctx: typer.Context, session: SessionArgument, step: StepArgument) -> None:
    """Pass over a step."""
    _edit(ctx, session, step, lambda led: {"skipped": True})


@app.command("unskip", cls=Command, help=tr("Do not pass over a step after all"))
def unskip(ctx: typer.Context, session: SessionArgument, step: StepArgument) -> None:
    """Do not pass over a step after all."""
    _edit(ctx, session, step, lambda led: {"skipped": False})


@app.command("minutes", cls=Command, help=tr("Give a step another length"))
def minutes(ctx: typer.Context, session: SessionArgument, step: StepArgument, number: NumberArgument) -> None:
    """Give a step another length."""
    _edit(ctx, session, step, lambda led: {"minutes": needed(whole(led, number))})


@app.command("edit", cls=Command, help=tr("Change a step: title, script, and what its kind asks for"))
@with_fields((TITLE, MINUTES, *FIELDS))
def edit(ctx: typer.Context, session: SessionArgument, step: StepArgument, **typed: Any) -> None:
    """Change a step."""
    _edit(ctx, session, step, lambda led: values((TITLE, MINUTES, *FIELDS), led, typed))


@app.command("repeat", cls=Command, help=tr("Do a step again, right after this one; print the id of the copy"))
def repeat(ctx: typer.Context, session: SessionArgument, step: HereArgument = "", id_: IdOption = "") -> None:
    """Put an empty copy of a step after the one the team is at."""
    from dxworkshop.model import agenda

    led = opened(ctx, session)
    of = led.pick("step", step) if step else led.step()
    new = id_ or agenda.new_step_id(led.session, of)
    _do(led, agenda.repeated(led.session, of, new))
    out(new)


@app.command("insert", cls=Command, help=tr("Put a new step in, right after this one; print its id"))
@with_fields(FIELDS)
def insert(
    ctx: typer.Context,
    session: SessionArgument,
    kind: KindArgument,
    title: TitleArgument = "",
    minutes: MinutesOption = "10",
    after: AfterOption = "",
    first: FirstOption = False,
    id_: IdOption = "",
    **typed: Any,
) -> None:
    """Put a new step in."""
    from dxworkshop.model import agenda

    led = opened(ctx, session)
    one_of(*KINDS)(led, kind)
    name = title or Voice(led.session.language, led.session.register).say(agenda.KIND_WORDS[kind])
    place = _place(led, after, first=first) if after or first else led.step()
    new = id_ or agenda.new_step_id(led.session, kind)
    more = values(FIELDS, led, typed)
    _do(led, agenda.inserted(led.session, kind, name, needed(whole(led, minutes)), place, new, more))
    out(new)


@app.command("move", cls=Command, help=tr("Put a step in another place"))
def move(
    ctx: typer.Context,
    session: SessionArgument,
    step: StepArgument,
    after: AfterOption = "",
    first: FirstOption = False,
) -> None:
    """Put a step in another place."""
    from dxworkshop.model import agenda

    led = opened(ctx, session)
    id_ = led.pick("step", step)
    _do(led, agenda.placed_after(led.session, id_, _place(led, after, first=first)))
    note(tr("changed: {name}", name=called(led, id_)))


@app.command("remove", cls=Command, help=tr("Take a step out; what was typed in it stays in the file"))
def remove(ctx: typer.Context, session: SessionArgument, step: StepArgument, stamp: StampOption = "") -> None:
    """Take a step out."""
    from dxworkshop.model import agenda

    led = opened(ctx, session)
    id_ = led.pick("step", step)
    name = called(led, id_)
    now = calendar.now()
    _do(led, agenda.taken_out(led.session, id_, stamp or now.isoformat(), now))
    note(tr("taken out: {name}", name=name))


@app.command("replan", cls=Command, help=tr("Print which later steps could be shorter, so that the end holds"))
def replan(
    ctx: typer.Context,
    session: SessionArgument,
    accept: AcceptOption = False,
    now: NowOption = "",
    json: JsonOption = False,
) -> None:
    """Print the proposal, and do it where it is accepted."""
    from dxworkshop.insight.schedule import proposal, replanned

    led = opened(ctx, session)
    cuts = proposal(led.session, moment(now))
    if json:
        as_json([{"id": cut.step, "minutes": cut.planned, "proposed": cut.proposed} for cut in cuts])
    elif cuts:
        left_out = tr("left out")
        rows = [[cut.step, f"{cut.planned} -> {cut.proposed or left_out}", called(led, cut.step)] for cut in cuts]
        table(rows)
    if not cuts:
        note(tr("there is nothing to shorten"))
    elif accept:
        _do(led, replanned(cuts))
        note(tr("the plan of the day is changed; dxworkshop undo takes it back"))
    else:
        note(tr("nothing is changed yet; --accept does it"))


def _edit(ctx: typer.Context, session: str, step: str, make: "Callable[[Facilitation], dict[str, Any]]") -> None:
    from dxworkshop.model.changes import Edit
    from dxworkshop.model.nouns import a_title_is_one_short_line

    led = opened(ctx, session)
    id_ = led.pick("step", step)
    fields = something(make(led))
    if "title" in fields:
        a_title_is_one_short_line(fields["title"])
    _do(led, Edit("step", id_, fields))
    note(tr("changed: {name}", name=called(led, id_)))


def called(led: "Facilitation", step: str) -> str:
    """Return the title of a step, its terms as the team calls them."""
    return Voice(voice().language, led.session.register).text(led.session.workshop.steps[step].title)


def _place(led: "Facilitation", after: str, *, first: bool) -> str:
    """Return the id of the step before a place; raises `UsageError` where none or two are named."""
    from dxworkshop.model.agenda import FIRST

    if bool(after) == first:
        raise UsageError(say("say where: {one} or {other}", one="--after STEP", other="--first"))
    return FIRST if first else led.pick("step", after)


def _do(led: "Facilitation", change: "Change") -> None:
    led.do(change)
    led.save()
