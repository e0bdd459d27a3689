"""Wrong usage, in our own words: what Typer found, and what to do about it."""

import typer

# Typer keeps Click's errors here and exports one of them; its versions are bounded in pyproject.toml.
from typer._click import exceptions

from dxworkshop.errors import UsageError
from dxworkshop.sentence import Sentence, say

GLOBAL = ("--lang", "--folder", "--version")
"""Options that stand before the command."""


class HelpNeededError(UsageError):
    """A group was named without a command: its help is the answer."""

    def __init__(self, text: str) -> None:
        super().__init__(say("a command is missing"))
        self.text = text
        """The help of the group."""


def refused(error: typer.TyperException) -> UsageError:
    """Return an error of Typer as one of ours."""
    if isinstance(error, exceptions.NoArgsIsHelpError):
        return HelpNeededError(error.message)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "dxworkshop"
    return UsageError(say("{what}; see {command} --help", what=_what(error), command=command))


def _what(error: typer.TyperException) -> Sentence:
    if isinstance(error, exceptions.NoSuchOption):
        name = error.option_name
        if name in GLOBAL:
            return say("{name} stands before the command, right after dxworkshop", name=name)
        if error.possibilities:
            return say(
                "there is no option {name} here; did you mean {choices}?",
                name=name,
                choices=sorted(error.possibilities),
            )
        return say("there is no option {name} here", name=name)
    if isinstance(error, exceptions.MissingParameter) and error.param and error.ctx:
        option = error.param.param_type_name == "option"
        return say(
            "{name} is missing", name=error.param.opts[0] if option else error.param.make_metavar(error.ctx)
        )
    if isinstance(error, exceptions.BadOptionUsage):
        if "does not take" in error.message:
            return say("{name} takes no value", name=error.option_name)
        return say("{name} needs a value", name=error.option_name)
    if error.message.startswith("Got unexpected extra argument"):
        return say("this is too much: {words}", words=error.message.partition("(s) ")[2].strip("()"))
    return say("this was not understood: {reason}", reason=error.format_message())
