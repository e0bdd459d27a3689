"""What lists show: sessions and templates by the heads of their files, without building a model.

A list must open at once, so nothing here imports Pydantic.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dxworkshop import calendar
from dxworkshop.errors import DocumentError, DxError, FolderError
from dxworkshop.i18n import Voice
from dxworkshop.lexicon import FILE as LEXICON
from dxworkshop.paths import bundled_templates
from dxworkshop.sentence import say
from dxworkshop.store import toml
from dxworkshop.store.index import Progress, heads
from dxworkshop.store.index.refresh import Index, forget, kept_index, open_index
from dxworkshop.store.summary import HpWords, Row, Summary, age, copied_from, row_of, sessions_in, summary

FEW = 30
"""So many sessions are listed without an index where there is none yet: to read their heads is faster than to make
one. It is made when such a folder is asked for more than a list."""


class Listing(NamedTuple):
    """What a table shows of a folder."""

    rows: list[Row]
    """The sessions, the newest first."""
    errors: list[DxError]
    """What could not be read."""
    copies: Sequence[str] = ()
    """Names of the copies that wait to be merged."""


def summaries(
    folder: Path, *, text: bool = False, progress: Progress | None = None
) -> tuple[list[Summary], list[DxError]]:
    """Return the sessions of a folder, newest first, with all `text` for searching; and what could not be read.

    They come from the index of the folder, and from the files where none can be kept; `progress` is told of files
    that the index has to read.
    """
    today = calendar.now().date()
    try:
        if index := kept_index(folder, progress=progress, few=FEW):
            with index, _damaged(folder):
                return heads.summaries(index, today, text=text), heads.errors(index, all_=text)
        return _read(folder, today, text=text)
    except FolderError as error:
        return [], [error]


def listed(folder: Path, hp: HpWords, *, progress: Progress | None = None) -> Listing:
    """Return what a table shows of a folder, from where `summaries` has it; `hp` puts HP into words."""
    today = calendar.now().date()
    try:
        if index := kept_index(folder, progress=progress, few=FEW):
            with index, _damaged(folder):
                return Listing(heads.rows(index, today, hp), heads.errors(index), index.copies)
        found, errors = _read(folder, today, text=False)
        copies = [path.name for path in sessions_in(folder, copies=True)]
        return Listing([row_of(one, hp) for one in found], errors, copies)
    except FolderError as error:
        return Listing([], [error])


@contextmanager
def _damaged(folder: Path) -> Iterator[None]:
    """Take an index away that turns out to be damaged, where nobody looked before: the files tell the same."""
    try:
        yield
    except sqlite3.Error:
        forget(folder)


def indexed(folder: Path, *, progress: Progress | None = None) -> tuple[Index, list[DxError]]:
    """Return the index of a folder, and what could not be read; raises `FolderError` where the folder cannot be.

    `progress` is told of files that the index has to read.
    """
    index = open_index(folder, progress=progress)
    return index, heads.errors(index, all_=True)


def _read(folder: Path, today: date, *, text: bool) -> tuple[list[Summary], list[DxError]]:
    """Read the heads of the sessions from their files."""
    found: list[Summary] = []
    errors: list[DxError] = []
    for path in sessions_in(folder):
        try:
            found.append(summary(path, today, text=text))
        except DxError as error:
            if path.name != LEXICON:  # a team's own words lie beside its sessions
                errors.append(error)
    return sorted(found, key=lambda one: (age(one.created), one.name), reverse=True), errors


def told_copies(folder: Path, voice: Voice) -> str:
    """Return which files of a folder are copies that wait to be merged, and how that is done; empty for none."""
    try:
        return told_of([path.name for path in sessions_in(folder, copies=True)], voice)
    except FolderError:
        return ""


def told_of(copies: Sequence[str], voice: Voice) -> str:
    """Return how copies of these names are merged; empty for none."""
    if not copies:
        return ""
    command = f"dxworkshop merge {_word(copied_from(copies[0]) or '')} {_word(copies[0])}"
    return voice.trn(
        "{n} copy waits to be merged: {command}",
        "{n} copies wait to be merged, the first by {command}",
        len(copies),
        command=command,
    )


def _word(name: str) -> str:
    """Return the name of a file as it is typed in a command."""
    return name if all(sign.isalnum() or sign in "-_./:+@" for sign in name) else f'"{name}"'


@dataclass(frozen=True)
class TemplateHead:
    """What a list shows of a template."""

    name: str
    """What `new --template` calls it."""
    path: Path
    title: Any
    """Text of the template: plain, or one for each language."""
    about: Any
    minutes: int
    steps: int
    """How many steps it has."""


def template_folders(sessions: Path | None) -> list[Path]:
    """Return where templates are looked for: beside the sessions first, then those of the program."""
    return [*([sessions / "templates"] if sessions else []), bundled_templates()]


def template_files(sessions: Path | None) -> dict[str, Path]:
    """Return the template files by name; one beside the sessions stands before ours of the same name."""
    found: dict[str, Path] = {}
    for folder in template_folders(sessions):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            found.setdefault(path.stem, path)
    return found


def template_heads(sessions: Path | None) -> tuple[list[TemplateHead], list[DxError]]:
    """Return the templates by name, and what could not be read."""
    heads: list[TemplateHead] = []
    errors: list[DxError] = []
    for name, path in template_files(sessions).items():
        try:
            heads.append(_head(name, path))
        except DxError as error:
            errors.append(error)
    return heads, errors


def _head(name: str, path: Path) -> TemplateHead:
    parsed = toml.parse(toml.read_bytes(path), path)
    title, about = parsed.data.get("title", ""), parsed.data.get("about", "")
    minutes: Any = parsed.data.get("minutes")
    steps: Any = parsed.data.get("steps")
    right = {
        "title": _is_wording(title),
        "about": _is_wording(about),
        "minutes": isinstance(minutes, int),
        "steps": isinstance(steps, list),
    }
    if wrong := [key for key, fits in right.items() if not fits]:
        raise DocumentError(
            parsed.place(wrong[-1:]), say("this is not a template; dxworkshop template check says why")
        )
    return TemplateHead(name, path, title, about, minutes, len(steps))


def _is_wording(text: Any) -> bool:
    """Tell a text, plain or one for each language, from anything else."""
    return isinstance(text, str) or (isinstance(text, dict) and all(isinstance(t, str) for t in text.values()))
