"""The whole command line in one table: which command is where."""

from importlib import import_module
from typing import Annotated, Any

import typer

from dxworkshop.cli.context import Choice, SessionArgument, folder, library, named
from dxworkshop.cli.help import Command, Group
from dxworkshop.cli.output import out
from dxworkshop.errors import UsageError
from dxworkshop.i18n import LANGUAGES, tr
from dxworkshop.sentence import say

COMMANDS = (
    ("demo", "demo", "demo", tr("Play a worked workshop, save it, and show its plan")),
    ("new", "session", "new", tr("Make a session; print its file")),
    ("run", "app", "run", tr("Lead a session in the screens")),
    ("present", "app", "present", tr("Show a session to the room, large, in a second window")),
    ("list", "find", "list_", tr("Print the sessions, newest first")),
    ("show", "show", "show", tr("Print a session, with the ids of all that is in it")),
    ("search", "search", "search", tr("Print the sessions that hold what is looked for, and where")),
    (
        "due",
        "due",
        "due",
        tr("Print what is past its date and what is due soon, of a folder or of some sessions"),
    ),
    (
        "words",
        "words",
        "words",
        tr("Count the words of the notes in one or more sessions; print those of culture that nobody said"),
    ),
    ("checkin", "checkin", "checkin", tr("Hold a {checkin}: by options, or one question after the other")),
    (
        "review",
        "review",
        "review",
        tr("Print the plan of a session, or several as one: done, next for whom, blocked and who could be asked"),
    ),
    ("load", "load", "load", tr("Print who carries how much, and what could be shared out; nobody is scored")),
    ("stats", "stats", "stats", tr("Print a folder at a glance: what was done, what came back, who is missing")),
    (
        "compare",
        "compare",
        "compare",
        tr("Print sessions side by side: departments, before and after; no ranking"),
    ),
    ("export", "export", "export", tr("Write a document of a session: plan, minutes, brief or handover")),
    (
        "import",
        "import_",
        "import_",
        tr("Read a ticked plan or an edited table back; exit 1 if anything in it was left alone"),
    ),
    ("check", "check", "check", tr("Print what is wrong in files; exit 1 if anything is")),
    (
        "lint",
        "lint",
        "lint",
        tr("Print what {actions} and plan still lack, and how to mend it; exit 1 if it is more than hints"),
    ),
    ("edit", "session", "edit", tr("Change title, office, language or register of a session")),
    ("step", "session", "step", tr("Print the steps of a session, or go to one")),
    ("undo", "session", "undo", tr("Take the last change back")),
    ("redo", "session", "redo", tr("Do the last undone change again")),
    (
        "diff",
        "diff",
        "diff",
        tr("Print what changed from one session to another, in words; exit 1 if anything did"),
    ),
    (
        "conflicts",
        "clash",
        "conflicts",
        tr("Print what two people wrote in one place, exit 1 if anything; settle it"),
    ),
    ("merge", "merge", "merge", tr("Merge three files for git, or a copy of a session back into it")),
    ("git-setup", "git", "git_setup", tr("Teach git to merge sessions and to show their changes in words")),
    ("versions", "versions", "versions", tr("Print the kept versions of a session")),
    ("restore", "versions", "restore", tr("Make a session as it was in a kept version")),
    ("remove", "bin", "remove", tr("Move a session into the bin of its folder")),
    ("bin", "bin", "bin_", tr("Print what was removed, from a session or from the folder; bring it back")),
)
"""Name, module here, function, and purpose of every command."""
GROUPS = (
    ("vision", "boss", "vision"),
    ("boss", "boss", "app"),
    ("rule", "rule", "app"),
    ("member", "member", "app"),
    ("seat", "seat", "app"),
    ("gap", "gap", "app"),
    ("rate", "rate", "app"),
    ("note", "note", "app"),
    ("group", "group", "app"),
    ("vote", "vote", "app"),
    ("action", "action", "app"),
    ("risk", "risk", "app"),
    ("exception", "exception", "app"),
    ("parked", "parked", "app"),
    ("pledge", "pledge", "app"),
    ("meeting", "paper", "meeting"),
    ("paper", "paper", "app"),
    ("agenda", "agenda", "app"),
    ("clock", "clock", "app"),
    ("template", "template", "app"),
    ("config", "settings", "app"),
)
"""Name, module here and variable of every group of commands."""

LangOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="|".join(LANGUAGES), help=tr("Language of the program"), show_default=False),
]
FolderOption = Annotated[
    str | None, typer.Option("--folder", metavar="DIR", help=tr("Folder of sessions"), show_default=False)
]
VersionOption = Annotated[bool, typer.Option("--version", help=tr("Print the version and stop"))]


def build(command: str) -> typer.Typer:
    """Return the command line with one command in it, or with all where there is none of that name.

    Typer builds every command it is given; a list must not wait for those that nobody asked for.
    """
    app = typer.Typer(
        cls=Group,
        help=tr(
            "Leads a team through a workshop: {boss}, {party}, {actions}, {pledges}. Alone, it opens the screens."
        ),
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(root)
    one = {command} & {name for name, *_ in (*COMMANDS, *GROUPS)}
    for name, module, function, purpose in COMMANDS:
        if name in one or not one:
            app.command(name, cls=Command, help=purpose)(_imported(module, function))
    for name, module, variable in GROUPS:
        if name in one or not one:
            app.add_typer(_imported(module, variable), name=name)
    return app


def _imported(module: str, name: str) -> Any:
    return getattr(import_module(f"dxworkshop.cli.{module}"), name)


def root(
    ctx: typer.Context, lang: LangOption = None, folder_: FolderOption = None, version: VersionOption = False
) -> int:
    """Take what stands before the command; without a command, open the home screen."""
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(say("{value} is not one of: {choices}", value=lang, choices=LANGUAGES))
    ctx.obj = Choice(folder_)
    if version:
        from importlib.metadata import version as installed

        out(f"dxworkshop {installed('dxworkshop')}")
        raise typer.Exit
    if ctx.invoked_subcommand is not None:
        return 0
    from dxworkshop.tui import run_home

    return run_home(folder(ctx))


def run(ctx: typer.Context, session: SessionArgument) -> int:
    """Open a session in the screens."""
    from dxworkshop.tui import run_session

    return run_session(library(ctx, named(session)).find(session))


def present(ctx: typer.Context, session: SessionArgument) -> int:
    """Show what the room may see of a session, as its file changes."""
    from dxworkshop.tui import run_present

    return run_present(library(ctx, named(session)).find(session))
