"""``dxworkshop config``: where settings are looked for, and what they are."""

import typer

from dxworkshop import config, paths
from dxworkshop.cli.context import JsonOption, folder
from dxworkshop.cli.help import Command
from dxworkshop.cli.item import group
from dxworkshop.cli.output import as_json, note, out, table
from dxworkshop.deck import scales
from dxworkshop.i18n import REGISTERS, tr, voice

app = group(tr("Settings"))


@app.command("path", cls=Command, help=tr("Print the file of settings, which need not exist"))
def path() -> None:
    """Print where settings are looked for."""
    found = paths.config_file()
    out(str(found))
    if not found.is_file():
        note(tr("this file is not there yet; make it to keep language, folder, register or organisation"))


@app.command("show", cls=Command, help=tr("Print the settings in use and the folders"))
def show(ctx: typer.Context, json: JsonOption = False) -> None:
    """Print what is in use, whoever chose it."""
    settings = config.load()
    data = {
        "config": str(paths.config_file()),
        "language": voice().language,
        "register": settings.register or REGISTERS[0],
        "organisation": settings.organisation,
        "dates": settings.dates or "era",
        "scale": settings.scale or scales()[0].id,
        "name": settings.name,
        "folder": str(folder(ctx)),
        "state": str(paths.state_folder()),
        "templates": str(paths.bundled_templates()),
    }
    if json:
        as_json(data)
    else:
        table([[key, value] for key, value in data.items()])
