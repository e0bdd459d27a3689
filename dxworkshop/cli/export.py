"""``dxworkshop export``: what leaves the program, to a file or to stdout."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop import calendar, config, offer
from dxworkshop.cli.context import SessionArgument, folder, named, opened
from dxworkshop.cli.output import data, note, out
from dxworkshop.cli.session import chosen
from dxworkshop.errors import SaveError, UsageError
from dxworkshop.i18n import LANGUAGES, REGISTERS, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from datetime import date

    from dxworkshop.model.session import Session
    from dxworkshop.report.view import Report
    from dxworkshop.service.outgoing import Wish

STDOUT = "-"
DocumentOption = Annotated[
    str,
    typer.Option("--document", metavar="|".join(offer.DOCUMENTS), help=tr("What is exported"), show_default=False),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="|".join(offer.FORMATS),
        help=tr("In which format; else as the name of the new file ends, else Markdown"),
        show_default=False,
    ),
]
AudienceOption = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="|".join(offer.AUDIENCES),
        help=tr("For whom: the team (everything), the office (roles instead of names), or everybody (a summary)"),
        show_default=False,
    ),
]
PreviewOption = Annotated[bool, typer.Option("--preview", help=tr("Print what is taken out for them, and why"))]
RegisterOption = Annotated[
    str,
    typer.Option(
        metavar="|".join(REGISTERS),
        help=tr(
            "How things are called; as in the session, plain words in minutes, in handovers and outside the team"
        ),
        show_default=False,
    ),
]
LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        "--lang",
        metavar="|".join(LANGUAGES),
        help=tr("Its language; as in the session"),
        show_default=False,
    ),
]
DatesOption = Annotated[
    str,
    typer.Option(
        "--dates",
        metavar="|".join(offer.DATES),
        help=tr("Years by the Japanese era or by the western count; as in the settings"),
        show_default=False,
    ),
]
ColumnsOption = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="|".join(offer.COLUMNS),
        help=tr("The table of {actions}: what fits a sheet of paper, or every column"),
        show_default=False,
    ),
]
OnlyOption = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="WHO",
        help=tr("One role, office or member, for a brief or a handover"),
        show_default=False,
    ),
]
HideOrganisationOption = Annotated[
    bool, typer.Option("--hide-organisation", help=tr("Leave the name of the municipality out, for everybody"))
]
HideOption = Annotated[
    list[str] | None,
    typer.Option(
        "--hide",
        metavar="WORDS",
        help=tr("More names to take out, of people who are not in the {party}; may be repeated"),
        show_default=False,
    ),
]
EarlierOption = Annotated[
    str,
    typer.Option(
        "--earlier", metavar="SESSION", help=tr("An earlier session to compare with"), show_default=False
    ),
]
LayoutOption = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="FILE.j2",
        help=tr("A layout of your own instead of a format; see docs/layouts.md"),
        show_default=False,
    ),
]
EncodingOption = Annotated[
    str,
    typer.Option(
        "--encoding",
        metavar="|".join(offer.ENCODINGS),
        help=tr("Of txt, csv and tsv; what cp932 has not is listed"),
        show_default=False,
    ),
]
PicturesOption = Annotated[
    str,
    typer.Option(
        "--pictures", metavar="DIR", help=tr("Write the pictures as SVG files there too"), show_default=False
    ),
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
    format_: FormatOption = "",
    audience: AudienceOption = "internal",
    preview: PreviewOption = False,
    register: RegisterOption = "",
    language: LanguageOption = "",
    dates: DatesOption = "",
    columns: ColumnsOption = "compact",
    only: OnlyOption = "",
    hide_organisation: HideOrganisationOption = False,
    hide: HideOption = None,
    earlier: EarlierOption = "",
    layout: LayoutOption = "",
    encoding: EncodingOption = "utf-8",
    pictures: PicturesOption = "",
    output: OutputOption = STDOUT,
    force: ForceOption = False,
) -> None:
    """Write a document of a session."""
    from dxworkshop.report.options import Options
    from dxworkshop.service import outgoing

    form = format_ or (offer.FORMATS[0] if layout else format_of(output))
    choices_are_known((what, offer.DOCUMENTS), (form, offer.FORMATS), (encoding, offer.ENCODINGS))
    choices_are_known((audience, offer.AUDIENCES), (columns, offer.COLUMNS), (register, REGISTERS))
    if layout and encoding != offer.ENCODINGS[0]:
        raise UsageError(say("a layout is written as UTF-8; leave --encoding out"))
    led = opened(ctx, session)
    before = opened(ctx, named(earlier)).session if earlier else None
    years = chosen(dates or config.load().dates, offer.DATES, offer.DATES[0])
    wish = outgoing.Wish(
        offer.named(what, offer.DOCUMENTS),
        offer.named(audience, offer.AUDIENCES),
        form,
        chosen(language, LANGUAGES, "") or None,
        chosen(register, REGISTERS, "") or None,
        Options(years, chosen(columns, offer.COLUMNS, ""), hide_organisation, tuple(hide or ()), only, before),
        encoding,
    )
    if preview:
        show_preview(led.session, wish)
        return
    report = report_of(led.session, wish)
    made = laid_out(ctx, layout, report, output) if layout else encoded(report, wish)
    if pictures:
        draw(report, Path(pictures), force=force)
    write(made, output, force=force)


def report_of(session: "Session", wish: "Wish") -> "Report":
    """Return the report that was wished; what a person should look at before it leaves is said on stderr."""
    from dxworkshop.service import outgoing

    for doubt in outgoing.doubts(session, wish, voice()):
        note(doubt)
    made = outgoing.report(session, wish, calendar.now())
    if wish.format == "ics" and not made.appointments:
        note(tr("no days are set yet: the calendar is empty"))
    return made


def choices_are_known(*wished: tuple[str, tuple[str, ...]]) -> None:
    """Refuse the first of some words that is none of its choices; raises `UsageError`."""
    for value, choices in wished:
        chosen(value, choices, "")


def write(made: bytes, output: str, *, force: bool) -> None:
    """Write a document to a file, or as data to stdout."""
    if output == STDOUT:
        data(made)
    else:
        save(Path(output), made, force=force)
        note(tr("written: {file}", file=output))


def format_of(output: str) -> str:
    """Return the format that a file's name ends with, Markdown for one without an end; raises `UsageError`."""
    suffix = Path(output).suffix.lower().removeprefix(".")
    found = {"": "md", "markdown": "md", "htm": "html"}.get(suffix, suffix)
    if found not in offer.FORMATS:
        raise UsageError(
            say(
                "{suffix} is none of our formats: {choices}; name one with --format",
                suffix=suffix,
                choices=offer.FORMATS,
            )
        )
    return found


def rendered(session: "Session", today: "date") -> str:
    """Return the plan of a session as Markdown."""
    from dxworkshop.render import FORMATS
    from dxworkshop.service import outgoing

    return FORMATS["md"].render(outgoing.report(session, outgoing.Wish(), calendar.now(), today))


def encoded(report: "Report", wish: "Wish") -> bytes:
    """Return the bytes of a file in a format; what its encoding cannot hold is said on stderr."""
    from dxworkshop.service import outgoing

    done = outgoing.encoded(outgoing.text(report, wish), wish)
    if done.lost:
        note(tr("cp932 has no sign for these; they were replaced:"))
    for one in done.lost:
        note(
            tr(
                "  {sign} (U+{code}), {n} times, by {replacement}",
                sign=one.character,
                code=f"{ord(one.character):04X}",
                n=one.count,
                replacement=one.replacement,
            )
        )
    return done.data


def laid_out(ctx: typer.Context, layout: str, report: "Report", output: str) -> bytes:
    """Return a report as a layout of one's own writes it; raises `UsageError` for a file that it does not fit."""
    from dxworkshop.render import layout as layouts

    path = layouts.find(layout, folder(ctx))
    wanted, given = layouts.suffix(path), Path(output).suffix.lower()
    if output != STDOUT and given and wanted and given != wanted:
        raise UsageError(
            say("the layout {layout} writes {wanted}; name the file so", layout=path.name, wanted=wanted)
        )
    return layouts.rendered(path, report).encode("utf-8", "replace")


def show_preview(session: "Session", wish: "Wish") -> None:
    """Print what a document leaves out for an audience, one line each."""
    from dxworkshop.report import READ_THROUGH
    from dxworkshop.service import outgoing

    taken = outgoing.taken_out(session, wish, calendar.now())
    for one in taken:
        out(one)
    if not taken:
        note(tr("nothing is taken out"))
    note(voice().say(READ_THROUGH))


def draw(report: "Report", place: Path, *, force: bool) -> None:
    """Write the pictures of a report as files of a folder."""
    from dxworkshop.render import picture

    found = picture.files(report)
    if not found:
        note(tr("there is nothing to draw yet"))
    for name, text in found.items():
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SaveError(
                say("the folder {folder} cannot be made: {reason}", folder=str(place), reason=error.strerror)
            ) from None
        save(place / name, text.encode("utf-8", "replace"), force=force)
        note(tr("written: {file}", file=str(place / name)))


def save(path: Path, made: bytes, *, force: bool) -> None:
    """Write bytes to a file; raises `SaveError` for one that is there, unless it may be written over."""
    from dxworkshop.store import file

    # Path.exists raises for a name that is too long; here the sentence of the store is wanted.
    if os.path.exists(path) and not force:
        raise SaveError(say("{file} is there already; name another file, or add --force", file=str(path)))
    file.replace(path, made, expected=None)
