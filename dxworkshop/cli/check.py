"""``dxworkshop check``: what is wrong in files written by hand. A finding is data: it goes to stdout."""

import os
from collections.abc import Callable
from glob import glob
from pathlib import Path
from typing import Annotated, Any

import typer

from dxworkshop.cli.context import JsonOption
from dxworkshop.cli.output import as_json, finding, hint_of, note, out, shown
from dxworkshop.errors import DocumentError, DxError
from dxworkshop.i18n import tr, voice

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help=tr("Sessions and templates"))]
Check = Callable[[Path], list[DocumentError]]


def check(files: FilesArgument, json: JsonOption = False) -> int:
    """Print what is wrong in sessions and templates; 1 if anything is."""
    return report(files, problems, json)


def problems(path: Path) -> list[DocumentError]:
    """Return what is wrong in a session or a template, whichever the file is."""
    from dxworkshop import templates
    from dxworkshop.store import document, toml

    parsed = toml.parse(toml.read_bytes(path), path)
    return templates.check(path) if templates.is_template(parsed.data) else document.checked(parsed)


def report(files: list[str], of: Check, json: bool) -> int:
    """Print all findings in files and return the exit code."""
    found: list[tuple[Path, DxError]] = []
    for path in expanded(files):
        try:
            found += [(path, error) for error in of(path)]
        except DxError as error:
            found.append((path, error))
    if json:
        as_json([_data(path, wrong) for path, wrong in found])
        return 1 if found else 0
    for path, wrong in found:
        for line in _lines(path, wrong):
            out(line)
        if more := getattr(wrong, "others", 0):
            note(tr("... and {n} more in this file", n=more))
    if not found:
        note(tr("nothing is wrong"))
    return 1 if found else 0


def _lines(path: Path, error: DxError) -> list[str]:
    if isinstance(error, DocumentError):
        return [finding(error), *shown(error)]
    return [f"{path}:1:1: {finding(error)}"]


def expanded(names: list[str]) -> list[Path]:
    """Return files by name; a pattern that no shell has filled in, as on Windows, is filled in here."""
    found: list[Path] = []
    for name in names:
        matches = [] if os.path.exists(name) else sorted(glob(name))
        found += map(Path, matches or [name])
    return found


def _data(path: Path, error: DxError) -> dict[str, Any]:
    place = getattr(error, "place", None)
    return {
        "file": str(path),
        "line": place.line if place else 1,
        "column": place.column if place else 1,
        "key": place.key if place else "",
        "sentence": voice().say(error.sentence),
        "hint": hint_of(error) if isinstance(error, DocumentError) else "",
        "more": getattr(error, "others", 0),
    }
