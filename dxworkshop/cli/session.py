"""``dxworkshop new``, ``edit``, ``step``, ``undo`` and ``redo``: a session as a whole."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import config
from dxworkshop.cli.clock import NowOption, moment
from dxworkshop.cli.context import JsonOption, SessionArgument, change, library, opened
from dxworkshop.cli.field import Field, one_of, text, values
from dxworkshop.cli.item import something, with_fields
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.errors import UsageError
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.service import Facilitation, Library

TIMES = ("last", "template")
LanguageOption = Annotated[
    str,
    typer.Option(
        "--language", metavar="|".join(LANGUAGES), help=tr("Language of the session"), show_default=False
    ),
]
RegisterOption = Annotated[
    str, typer.Option(metavar="|".join(REGISTERS), help=tr("How things are called in it"), show_default=False)
]
OrganisationOption = Annotated[
    str, typer.Option("--org", metavar="TEXT", help=tr("Name of the office"), show_default=False)
]
TemplateOption = Annotated[
    str, typer.Option(metavar="NAME", help=tr("Template to begin with; see template list"), show_default=False)
]
IdOption = Annotated[
    str,
    typer.Option("--id", metavar="ID", help=tr("Its id; a random one where it is not given"), show_default=False),
]
CreatedOption = Annotated[
    str,
    typer.Option(
        metavar="TIME",
        help=tr("When it was made, like 2026-11-24T13:30; now where it is not given"),
        show_default=False,
    ),
]
TimesOption = Annotated[
    str,
    typer.Option(
        metavar="|".join(TIMES),
        help=tr("Whose minutes: what the steps took the last time, or the template's; last if not given"),
        show_default=False,
    ),
]
TitleArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TITLE",
        help=tr("Its title; the file is named after it. With --from it may be left out"),
        show_default=False,
    ),
]
FromOption = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SESSION",
        help=tr("Session it goes on from: {party}, {boss} and what is open come along; it begins with a review"),
        show_default=False,
    ),
]
StepArgument = Annotated[str, typer.Argument(metavar="STEP", help=tr("Id of the step to go to"))]
HEAD = (
    Field("title", tr("Its title; the file keeps its name"), text),
    Field("organisation", tr("Name of the office"), text, flag="--org"),
    Field("language", tr("Language of the session"), one_of(*LANGUAGES), metavar="|".join(LANGUAGES)),
    Field("register", tr("How things are called in it"), one_of(*REGISTERS), metavar="|".join(REGISTERS)),
    Field("confidentiality", tr("Label of the office's own scheme"), text),
)


def new(
    ctx: typer.Context,
    title: TitleArgument = None,
    from_: FromOption = "",
    template: TemplateOption = "",
    language: LanguageOption = "",
    register: RegisterOption = "",
    org: OrganisationOption = "",
    id_: IdOption = "",
    created: CreatedOption = "",
    times: TimesOption = "",
) -> None:
    """Make a session and print its file."""
    settings = config.load()
    when = moment(created) if created else None
    before = opened(ctx, from_).session if from_ else None
    head = vars(before) if before else {}
    spoken = chosen(language or head.get("language", ""), LANGUAGES, voice().language)
    called = chosen(register or head.get("register", "") or settings.register, REGISTERS, REGISTERS[0])
    made = library(ctx)
    from dxworkshop.service import title_after
    from dxworkshop.templates import AFTER, DEFAULT

    if title is None:
        if before is None:
            raise UsageError(say("say what it is called, or with --from which session it goes on from"))
        title = title_after(before)
    begun_with = template or (AFTER if before else DEFAULT)
    led = made.new(
        title,
        begun_with,
        language=spoken,
        register=called,
        organisation=org or head.get("organisation", "") or settings.organisation,
        id_=id_,
        created=when,
        times=chosen(times, TIMES, TIMES[0]),
        earlier=before,
    )
    _say_whose_minutes(made, led, begun_with)
    out(str(led.path))


def _say_whose_minutes(made: "Library", led: "Facilitation", template: str) -> None:
    """Say it where the minutes are those of an earlier workshop: nobody would guess."""
    from dxworkshop import templates

    if led.session.workshop == templates.find(template, made.folder).workshop:
        return
    if run := made.last_run(led.session.workshop.id):
        note(
            tr(
                "the minutes are those of the last time: {title}; --times template has the template's own",
                title=run.title,
            )
        )


def chosen(wish: str, choices: tuple[Any, ...], otherwise: str) -> Any:
    """Return one of some words; raises `UsageError` for any other."""
    if wish and wish not in choices:
        raise UsageError(say("{value} is not one of: {choices}", value=wish, choices=choices))
    return wish or otherwise


@with_fields(HEAD)
def edit(ctx: typer.Context, session: SessionArgument, **typed: Any) -> None:
    """Change the head of a session."""
    from dxworkshop.model.changes import Set

    led = change(ctx, session, lambda led: Set("session", something(values(HEAD, led, typed))))
    note(tr("changed: {name}", name=led.session.title))


def step(
    ctx: typer.Context,
    session: SessionArgument,
    to: StepArgument = "",
    now: NowOption = "",
    json: JsonOption = False,
) -> None:
    """Go to a step, or print the steps with a mark at the one the team is at."""
    from dxworkshop.model.changes import MoveTo

    if to:
        # A clock that stands goes on standing: a script must not start it.
        led = change(ctx, session, lambda led: MoveTo(to, moment(now)))
        note(tr("now at: {title}", title=voice().text(led.session.workshop.steps[to].title)))
        return
    led = opened(ctx, session)
    spoken = Voice(voice().language, led.session.register)
    here = led.step()
    steps = led.session.workshop.in_order()
    titles = {id_: spoken.text(one.title) for id_, one in steps}
    if json:
        keys = ("kind", "minutes", "skipped")
        as_json(
            [
                {"id": id_, "title": titles[id_], "here": id_ == here, **{k: getattr(one, k) for k in keys}}
                for id_, one in steps
            ]
        )
        return
    rows = []
    for id_, one in steps:
        title = tr("{title} (skipped)", title=titles[id_]) if one.skipped else titles[id_]
        rows.append([">" if id_ == here else " ", id_, tr("{n} min", n=one.minutes), title])
    table(rows)


def undo(ctx: typer.Context, session: SessionArgument) -> None:
    """Take the last change back."""
    led = opened(ctx, session)
    led.undo()
    led.save()
    if what := led.what_changed():
        note(tr("taken back: {what}; dxworkshop redo does it again", what=what))
    else:
        note(tr("the last change was taken back; dxworkshop redo does it again"))


def redo(ctx: typer.Context, session: SessionArgument) -> None:
    """Do the last undone change again."""
    led = opened(ctx, session)
    led.redo()
    led.save()
    if what := led.what_changed():
        note(tr("done again: {what}", what=what))
    else:
        note(tr("the change was done again"))
