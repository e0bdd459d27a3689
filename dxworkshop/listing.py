"""What lists show: sessions and templates by the heads of their files, without building a model.

A list must open at once, so nothing here imports Pydantic.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dxworkshop import calendar
from dxworkshop.errors import DocumentError, DxError, FolderError
from dxworkshop.i18n import Voice
from dxworkshop.lexicon import FILE as LEXICON
from dxworkshop.paths import bundled_templates
from dxworkshop.sentence import say
from dxworkshop.store import toml
from dxworkshop.store.summary import Summary, copied_from, sessions_in, summary


def summaries(folder: Path, *, text: bool = False) -> tuple[list[Summary], list[DxError]]:
    """Return the sessions of a folder, newest first, with all `text` for searching; and what could not be read."""
    found: list[Summary] = []
    errors: list[DxError] = []
    today = calendar.now().date()
    try:
        paths = sessions_in(folder)
    except FolderError as error:
        return [], [error]
    for path in paths:
        try:
            found.append(summary(path, today, text=text))
        except DxError as error:
            if path.name != LEXICON:  # a team's own words lie beside its sessions
                errors.append(error)
    return sorted(found, key=_age, reverse=True), errors


def told_copies(folder: Path, voice: Voice) -> str:
    """Return which files of a folder are copies that wait to be merged, and how that is done; empty for none."""
    try:
        copies = sessions_in(folder, copies=True)
    except FolderError:
        return ""
    if not copies:
        return ""
    command = f"dxworkshop merge {_word(copied_from(copies[0].name) or '')} {_word(copies[0].name)}"
    return voice.trn(
        "{n} copy waits to be merged: {command}",
        "{n} copies wait to be merged, the first by {command}",
        len(copies),
        command=command,
    )


def _word(name: str) -> str:
    """Return the name of a file as it is typed in a command."""
    return name if all(sign.isalnum() or sign in "-_./:+@" for sign in name) else f'"{name}"'


def _age(found: Summary) -> tuple[float, str]:
    created = found.created
    if not isinstance(created, datetime):
        return 0.0, found.path.name
    # A time without an offset is taken as UTC: the laptop's own zone knows no first or last year.
    aware = created if created.utcoffset() is not None else created.replace(tzinfo=UTC)
    return aware.timestamp(), found.path.name


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
