"""``dxworkshop template``: the workshops to begin with. A list loads no model."""

from pathlib import Path
from typing import Annotated, Any

import typer

from dxworkshop.cli.check import FilesArgument, report
from dxworkshop.cli.context import JsonOption, folder
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group
from dxworkshop.cli.output import as_json, finding, note, out, table
from dxworkshop.errors import FolderError, UsageError
from dxworkshop.i18n import tr, voice
from dxworkshop.sentence import say

NameArgument = Annotated[str, typer.Argument(metavar="TEMPLATE", help=tr("Its name, or its file"))]
ToArgument = Annotated[
    str,
    typer.Argument(metavar="TO", help=tr("The new file; beside the sessions where it is not given")),
]
SessionOption = Annotated[
    bool, typer.Option("--session", help=tr("The schema of the JSON a session is exported as"))
]
FileOption = Annotated[bool, typer.Option("--file", help=tr("The schema of the file of a session"))]
app = group(tr("Templates: workshops to begin with"))


@app.command("list", cls=Command, help=tr("Print the templates there are"))
def list_(ctx: typer.Context, json: JsonOption = False) -> int:
    """Print the templates; 1 if a file could not be read."""
    from dxworkshop import listing

    heads, errors = listing.template_heads(_folder(ctx))
    if json:
        keys = ("name", "minutes", "steps")
        as_json(
            [
                {**{k: getattr(h, k) for k in keys}, "title": voice().text(h.title), "file": str(h.path)}
                for h in heads
            ]
        )
    elif heads:
        table([[h.name, tr("{n} min", n=h.minutes), voice().text(h.title), str(h.path)] for h in heads])
    for error in errors:
        note(finding(error))
    return 1 if errors else 0


@app.command("show", cls=Command, help=tr("Print the steps of a template"))
def show(ctx: typer.Context, name: NameArgument, json: JsonOption = False) -> None:
    """Print a template."""
    from dxworkshop import templates
    from dxworkshop.model.value import plain

    found = templates.find(name, _folder(ctx))
    workshop, spoken = found.workshop, voice()
    if json:
        as_json({"file": str(found.path), "workshop": plain(workshop)})
        return
    minutes = tr("{n} min", n=workshop.minutes)
    out(f"{spoken.text(workshop.title)} ({minutes})")
    out(str(found.path))
    for text in (workshop.about, workshop.source):
        for line in spoken.text(text).splitlines():
            out(f"  {line}")
    out()
    steps: list[tuple[str, Any]] = list(workshop.in_order())
    table([[id_, s.kind, tr("{n} min", n=s.minutes), spoken.text(s.title)] for id_, s in steps], "  ")


@app.command("copy", cls=Command, help=tr("Copy a template to change it; print the new file"))
def copy(ctx: typer.Context, name: NameArgument, to: ToArgument = "") -> None:
    """Copy a template to a new file."""
    from dxworkshop import templates

    target = Path(to) if to else folder(ctx) / "templates" / f"{Path(name).stem}.toml"
    out(str(templates.copy(name, target, _folder(ctx))))


@app.command("check", cls=Command, help=tr("Print what is wrong in templates; exit 1 if anything is"))
def check(files: FilesArgument, json: JsonOption = False) -> int:
    """Print what is wrong in templates."""
    from dxworkshop import templates

    return report(files, templates.check, json)


@app.command("schema", cls=Command, help=tr("Print the JSON schema of templates"))
def schema(session: SessionOption = False, file: FileOption = False) -> None:
    """Print the schema of a template, of the exported JSON, or of a session file."""
    from dxworkshop.render import schema as schemas

    if session and file:
        raise UsageError(say("choose one of --session and --file"))
    as_json(schemas.SCHEMAS["session" if session else "file" if file else "template"]())


@app.command("layouts", cls=Command, help=tr("Print the layouts that export --layout knows by name"))
def layouts(ctx: typer.Context) -> None:
    """Print the layouts there are."""
    from dxworkshop.render import layout

    if found := layout.known(_folder(ctx)):
        table([[name, str(path)] for name, path in found.items()])


def _folder(ctx: typer.Context) -> Path | None:
    """Return the folder of sessions, None where none is known: our own templates are there all the same."""
    try:
        return folder(ctx)
    except FolderError:
        return None
