"""A look at the arguments before anything is declared: which language, and which command alone is needed."""

from collections.abc import Sequence
from dataclasses import dataclass

_WITH_VALUE = ("--lang", "--folder")
"""Options with a value that may stand before the command."""


@dataclass(frozen=True)
class Ahead:
    """What stands before the command, and the command."""

    language: str = ""
    """What ``--lang`` says."""
    command: str = ""
    """The first word that is no option."""


def look(argv: Sequence[str]) -> Ahead:
    """Return what stands ahead; what cannot be right is left to Typer to refuse."""
    language = ""
    rest = iter(argv)
    for argument in rest:
        name, given, value = argument.partition("=")
        if name in _WITH_VALUE:
            value = value if given else next(rest, "")
            language = value if name == "--lang" else language
        elif not argument.startswith("-"):
            return Ahead(language, argument)
    return Ahead(language)
