"""Help texts in the user's language, laid out for wide characters."""

import shutil
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from dxworkshop.cli.output import cells, out
from dxworkshop.errors import UsageError
from dxworkshop.i18n import tr
from dxworkshop.sentence import say

_GUTTER = 2
_NEVER_FIRST = "\u3001\u3002\u300d\uff09\u30fb "
"""Japanese comma, full stop, closing bracket and parenthesis, middle dot; and the space."""
_NAMES = 30
"""Widest column of names; a longer name has its text on the next line."""


class Command(TyperCommand):
    """A command that explains itself in the language in use."""

    def get_help(self, ctx: Any) -> str:
        """Return the whole help text."""
        return help_text(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option that prints the help, in our way of printing."""
        return _printing(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of commands that explains itself in the language in use."""

    def get_help(self, ctx: Any) -> str:
        """Return the whole help text, with the commands."""
        return help_text(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option that prints the help, in our way of printing."""
        return _printing(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command of a name; raises `UsageError` with the nearest name there is."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(name, self.commands, n=1)
            if near:
                raise UsageError(say("there is no command {name}; did you mean {near}?", name=name, near=near[0]))
            raise UsageError(
                say("there is no command {name}; see {command} --help", name=name, command=ctx.command_path)
            )
        return super().resolve_command(ctx, args)


def _printing(option: Any) -> Any:
    def show(ctx: Any, param: Any, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            for line in ctx.get_help().split("\n"):
                out(line)
            ctx.exit()

    if option is not None:
        option.callback = show
    return option


def help_text(command: TyperCommand | TyperGroup, ctx: Any) -> str:
    """Return usage, purpose, arguments, options and commands of a command."""
    width = min(100, shutil.get_terminal_size().columns)
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            rows = arguments if param.param_type_name == "argument" else options
            rows.append((record[0], _standard(str(param.name)) or getattr(param, "help", "") or ""))
    commands = []
    if isinstance(command, TyperGroup):
        commands = [(name, sub.help or "") for name, sub in command.commands.items() if not sub.hidden]
    usage = [ctx.command_path, *(["COMMAND"] if commands else [a for a, _ in arguments]), tr("[OPTIONS]")]
    parts = [
        tr("Usage: {usage}", usage=" ".join(usage)),
        *([_wrapped(command.help, width, "")] if command.help else []),
    ]
    sections = ((tr("Arguments:"), arguments), (tr("Options:"), options), (tr("Commands:"), commands))
    parts += [f"{title}\n{_rows(rows, width)}" for title, rows in sections if rows]
    return "\n\n".join(parts)


def _standard(name: str) -> str:
    """Return the help of an option that Typer adds by itself."""
    return {
        "help": tr("Show this and stop"),
        "install_completion": tr("Teach this shell to complete our commands"),
        "show_completion": tr("Print what would teach this shell"),
    }.get(name, "")


def _rows(rows: list[tuple[str, str]], width: int) -> str:
    column = min(_NAMES, max(cells(name) for name, _ in rows)) + _GUTTER
    lines = []
    for name, text in rows:
        margin = " " * (_GUTTER + column)
        head = f"{' ' * _GUTTER}{name}"
        head = f"{head}\n{margin}" if cells(name) > column - _GUTTER else head + " " * (column - cells(name))
        lines.append((head + _wrapped(text, width - len(margin), margin)).rstrip())
    return "\n".join(lines)


def _wrapped(text: str, width: int, margin: str) -> str:
    """Break a text at spaces, or anywhere between wide characters, so that no line is wider than `width`."""
    lines, line = [], ""
    for word in _words(text):
        if line and cells(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return f"\n{margin}".join([*lines, line.rstrip()])


def _words(text: str) -> list[str]:
    """Split a text where a line may end: after a space and beside a wide character, but not before a comma."""
    words = [""]
    for character in text:
        last = words[-1][-1:]
        ends = last == " " or (cells(last) == 2 and character not in _NEVER_FIRST)
        if last and (ends or (cells(character) == 2 and last != " " and cells(last) < 2)):
            words.append("")
        words[-1] += character
    return words
