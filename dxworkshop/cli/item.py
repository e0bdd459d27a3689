"""The three commands that all nouns share: add, edit and remove."""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop.cli.context import SessionArgument, change, opened
from dxworkshop.cli.field import Field, text, values
from dxworkshop.cli.help import Command, Group
from dxworkshop.cli.output import out
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


def group(help_: str) -> typer.Typer:
    """Return an empty group of commands."""
    return typer.Typer(cls=Group, help=help_, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def items(
    app: typer.Typer,
    noun: "Noun",
    helps: tuple[str, str, str],
    fields: Sequence[Field],
    prepare: Prepare = lambda led, fields: fields,
) -> None:
    """Give a group the commands ``add``, ``edit`` and ``remove`` for a noun, with an option for every field."""
    fields = (*fields, RANK)

    def add(ctx: typer.Context, session: SessionArgument, *, id_: IdOption = "", **typed: Any) -> None:
        out(added(ctx, session, noun, id_, lambda led: prepare(led, values(fields, led, typed))))

    def edit(ctx: typer.Context, session: SessionArgument, item: ItemArgument, **typed: Any) -> None:
        edited(ctx, session, noun, item, lambda led: values(fields, led, typed))

    def remove(ctx: typer.Context, session: SessionArgument, item: ItemArgument, stamp: StampOption = "") -> None:
        from dxworkshop import calendar
        from dxworkshop.model.changes import Remove

        when = stamp or calendar.now().isoformat()
        change(ctx, session, lambda led: Remove(noun, led.pick(noun, item), when))

    for function, help_ in zip((_signed(add, fields), _signed(edit, fields), remove), helps, strict=True):
        app.command(function.__name__, cls=Command, help=help_)(function)


def added(
    ctx: typer.Context, session: str, noun: "Noun", id_: str, make: "Callable[[Facilitation], dict[str, Any]]"
) -> str:
    """Add an item to a session and return its id."""
    from dxworkshop import ident
    from dxworkshop.model.apply import validated
    from dxworkshop.model.changes import Add
    from dxworkshop.model.nouns import NOUNS

    led = opened(ctx, session)
    new = id_ or ident.new_id()
    led.do(Add(noun, new, validated(NOUNS[noun].model, make(led))))
    led.save()
    return new


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


def something(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that were given; raises `UsageError` where none was."""
    if not fields:
        raise UsageError(say("say what to change: name at least one option"))
    return fields


def with_fields(fields: Sequence[Field]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command whose last parameter is ``**typed`` an option for every field."""
    return lambda function: _signed(function, fields)


def _signed(function: Callable[..., None], fields: Sequence[Field]) -> Callable[..., None]:
    signature = inspect.signature(function)
    own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    options = [field.parameter() for field in fields]
    positional = [p for p in own if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    keyword = [p for p in own if p.kind is inspect.Parameter.KEYWORD_ONLY]
    vars(function)["__signature__"] = signature.replace(parameters=[*positional, *options, *keyword])
    return function
