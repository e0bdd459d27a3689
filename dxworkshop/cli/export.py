"""``dxworkshop export``: what leaves the program, to a file or to stdout."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import SessionArgument, opened
from dxworkshop.cli.output import document, note
from dxworkshop.cli.session import chosen
from dxworkshop.errors import SaveError
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice, tr
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from datetime import date

    from dxworkshop.model.session import Session

STDOUT = "-"
DocumentOption = Annotated[
    str, typer.Option("--document", metavar="plan", help=tr("What is exported"), show_default=False)
]
FormatOption = Annotated[
    str, typer.Option("--format", metavar="md", help=tr("In which format"), show_default=False)
]
RegisterOption = Annotated[
    str,
    typer.Option(
        metavar="|".join(REGISTERS), help=tr("How things are called; as in the session"), show_default=False
    ),
]
LanguageOption = Annotated[
    str, typer.Option(metavar="|".join(LANGUAGES), help=tr("Its language; as in the session"), show_default=False)
]
OutputOption = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="FILE", help=tr("The new file; - is stdout, as without it"), show_default=False
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help=tr("Write over a file that is there"))]


def export(
    ctx: typer.Context,
    session: SessionArgument,
    what: DocumentOption = "plan",
    format_: FormatOption = "md",
    register: RegisterOption = "",
    language: LanguageOption = "",
    output: OutputOption = STDOUT,
    force: ForceOption = False,
) -> None:
    """Write a document of a session."""
    from dxworkshop.render import FORMATS
    from dxworkshop.report import DOCUMENTS

    chosen(what, tuple(DOCUMENTS), "")
    chosen(format_, tuple(FORMATS), "")
    chosen(language, LANGUAGES, "")
    chosen(register, REGISTERS, "")
    led = opened(ctx, session)
    voice = Voice(
        chosen(language, LANGUAGES, led.session.language), chosen(register, REGISTERS, led.session.register)
    )
    text = rendered(led.session, voice, calendar.now().date(), format_, what)
    if output == STDOUT:
        document(text)
    else:
        save(Path(output), text, force=force)
        note(tr("written: {file}", file=output))


def rendered(session: "Session", voice: Voice, today: "date", format_: str = "md", what: str = "plan") -> str:
    """Return a session as the text of a document."""
    from dxworkshop.render import FORMATS
    from dxworkshop.report import build

    return FORMATS[format_].render(build(session, voice=voice, today=today, document=what))


def save(path: Path, text: str, *, force: bool) -> None:
    """Write a text to a file; raises `SaveError` for one that is there, unless it may be written over."""
    from dxworkshop.store import file

    # Path.exists raises for a name that is too long; here the sentence of the store is wanted.
    if os.path.exists(path) and not force:
        raise SaveError(say("{file} is there already; name another file, or add --force", file=str(path)))
    file.replace(path, text.encode("utf-8", "replace"), expected=None)
