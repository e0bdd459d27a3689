"""The three commands that all nouns share: add, edit and remove."""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop.cli.context import SessionArgument, opened
from dxworkshop.cli.field import Field, text, values
from dxworkshop.cli.help import Command, Group
from dxworkshop.cli.output import note, out
from dxworkshop.errors import UsageError
from dxworkshop.i18n import tr
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.changes import Noun
    from dxworkshop.service import Facilitation

ItemArgument = Annotated[
    str, typer.Argument(metavar="ITEM", help=tr("Its id, the start of it, or part of its name"))
]
"""Which item a command works on."""
StampOption = Annotated[
    str, typer.Option(metavar="TEXT", help=tr("When and by whom; now where it is not given"), show_default=False)
]
IdOption = Annotated[
    str,
    typer.Option(
        "--id", metavar="ID", help=tr("The new id; a random one where it is not given"), show_default=False
    ),
]
RANK = Field("rank", tr("Its place among its like; places sort as text"), text)
Prepare = Callable[["Facilitation", dict[str, Any]], dict[str, Any]]
"""Completes the fields of a new item."""
Losses = Callable[["Facilitation", str], list[str]]
"""Tells what goes when an item goes, a line each."""
_BARE = "bare"
"""Name of the parameter for the words that stand after the session without an option."""


def group(help_: str) -> typer.Typer:
    """Return an empty group of commands."""
    return typer.Typer(cls=Group, help=help_, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def items(
    app: typer.Typer,
    noun: "Noun",
    helps: tuple[str, str, str],
    fields: Sequence[Field],
    called: str,
    prepare: Prepare = lambda led, fields: fields,
    losses: Losses = lambda led, id_: [],
) -> None:
    """Give a group the commands ``add``, ``edit`` and ``remove`` for a noun, with an option for every field.

    `called` is the field that ``add`` also takes without its option, as the words after the session.
    """
    fields = (*fields, RANK)
    main = next(field for field in fields if field.key == called)

    def add(ctx: typer.Context, session: SessionArgument, *, id_: IdOption = "", **typed: Any) -> None:
        given = once(main, typed)
        out(added(ctx, session, noun, id_, lambda led: prepare(led, values(fields, led, given))))

    def edit(ctx: typer.Context, session: SessionArgument, item: ItemArgument, **typed: Any) -> None:
        edited(ctx, session, noun, item, lambda led: values(fields, led, typed))

    def remove(ctx: typer.Context, session: SessionArgument, item: ItemArgument, stamp: StampOption = "") -> None:
        from dxworkshop import calendar
        from dxworkshop.model.changes import Remove

        led = opened(ctx, session)
        id_ = led.pick(noun, item)
        gone = [tr("taken out: {name}", name=named_item(led, noun, id_)), *losses(led, id_)]
        led.do(Remove(noun, id_, stamp or calendar.now().isoformat()))
        led.save()
        for line in gone:
            note(line)

    commands = (_signed(add, fields, main.argument(_BARE)), _signed(edit, fields), remove)
    for function, help_ in zip(commands, helps, strict=True):
        app.command(function.__name__, cls=Command, help=help_)(function)


def once(field: Field, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, the bare words as the field they stand for; raises `UsageError` for both."""
    given = dict(typed)
    bare = given.pop(_BARE, None)
    if bare is None:
        return given
    if given.get(field.name) is not None:
        raise UsageError(
            say("{text} and {option} name the same thing; leave one out", text=bare, option=field.option)
        )
    return {**given, field.name: bare}


def named_item(led: "Facilitation", noun: "Noun", id_: str) -> str:
    """Return what an item is called, where it is called anything."""
    from dxworkshop.model.apply import find
    from dxworkshop.service import name_of

    return name_of(noun, find(led.session, noun, id_)) or id_


def added(
    ctx: typer.Context, session: str, noun: "Noun", id_: str, make: "Callable[[Facilitation], dict[str, Any]]"
) -> str:
    """Add an item to a session and return its id."""
    from dxworkshop import ident
    from dxworkshop.model.apply import new_item
    from dxworkshop.model.changes import Add

    led = opened(ctx, session)
    new = id_ or ident.new_id()
    led.do(Add(noun, new, new_item(noun, make(led))))
    led.save()
    return new


def becomes(app: typer.Typer, noun: "Noun", name: str, way: str, help_: str) -> None:
    """Give a group a command that makes something else of an item, keeps the link, and prints the new id.

    `way` is the function of `model.promote` that does it.
    """

    def become(ctx: typer.Context, session: SessionArgument, item: ItemArgument, id_: IdOption = "") -> None:
        from dxworkshop import ident
        from dxworkshop.model import promote

        led = opened(ctx, session)
        new = id_ or ident.new_id()
        led.do(getattr(promote, way)(led.session, led.pick(noun, item), new))
        led.save()
        out(new)

    app.command(name, cls=Command, help=help_)(become)


def edited(
    ctx: typer.Context, session: str, noun: "Noun", item: str, make: "Callable[[Facilitation], dict[str, Any]]"
) -> None:
    """Give fields of an item new values; of an inner value those that were given."""
    from dxworkshop.model.apply import find
    from dxworkshop.model.changes import Edit
    from dxworkshop.model.value import Value, plain

    led = opened(ctx, session)
    id_ = led.pick(noun, item)
    fields = something(make(led))
    for key, given in fields.items():
        old = getattr(find(led.session, noun, id_), key, None)
        if isinstance(given, dict) and isinstance(old, Value):
            fields[key] = {**plain(old), **given}
    led.do(Edit(noun, id_, fields))
    led.save()
    note(tr("changed: {name}", name=named_item(led, noun, id_)))


def something(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that were given; raises `UsageError` where none was."""
    if not fields:
        raise UsageError(say("say what to change: name at least one option"))
    return fields


def with_fields(fields: Sequence[Field]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command whose last parameter is ``**typed`` an option for every field."""
    return lambda function: _signed(function, fields)


def _signed(
    function: Callable[..., None], fields: Sequence[Field], *arguments: inspect.Parameter
) -> Callable[..., None]:
    signature = inspect.signature(function)
    own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    options = [field.parameter() for field in fields]
    positional = [p for p in own if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    keyword = [p for p in own if p.kind is inspect.Parameter.KEYWORD_ONLY]
    vars(function)["__signature__"] = signature.replace(parameters=[*positional, *arguments, *options, *keyword])
    return function
