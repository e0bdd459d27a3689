"""Templates: one workshop per TOML file, checked when it is read."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxworkshop.errors import DocumentError, NotFoundError, Place, SaveError
from dxworkshop.i18n import terms
from dxworkshop.listing import template_files
from dxworkshop.model import rank
from dxworkshop.model.problem import unknown_keys
from dxworkshop.model.value import frozen
from dxworkshop.model.workshop import Workshop
from dxworkshop.sentence import say
from dxworkshop.store import toml
from dxworkshop.store.document import refuse_newer_format, validated

DEFAULT = "dx-120"
"""The template that is used where none is named."""
_STEP_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BRACES = re.compile(r"\{([^{}\s]*)\}")
_OURS = ("rank", "removed")
"""Keys of a step that only a session has."""


@dataclass(frozen=True)
class Template:
    """A workshop and the file it came from."""

    path: Path
    workshop: Workshop


def find(name: str, sessions: Path | None) -> Template:
    """Return a template by name or by path; raises `NotFoundError` with the names there are."""
    known = template_files(sessions)
    if name in known:
        return load(known[name])
    path = Path(name)
    if path.suffix == ".toml":
        return load(path)
    raise NotFoundError(say("there is no template {name}; known: {choices}", name=name, choices=sorted(known)))


def load(path: Path) -> Template:
    """Read a template; raises `DocumentError` with file, line and key for the first thing that is wrong."""
    parsed = toml.parse(toml.read_bytes(path), path)
    refuse_newer_format(parsed)
    workshop = _workshop(parsed)
    for error in _errors(parsed, workshop):
        raise error
    return Template(path, workshop)


def check(path: Path) -> list[DocumentError]:
    """Return everything that is wrong in a template beyond its first unreadable key."""
    parsed = toml.parse(toml.read_bytes(path), path)
    refuse_newer_format(parsed)
    return list(_errors(parsed, _workshop(parsed)))


def is_template(data: Mapping[str, Any]) -> bool:
    """Tell a template from a session: its steps are a list at the top."""
    return isinstance(data.get("steps"), list)


def copy(name: str, target: Path, sessions: Path | None) -> Path:
    """Copy a template to a new file, to be changed there; never over an existing one."""
    source = find(name, sessions).path
    target = target / source.name if target.is_dir() else target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as new, source.open("rb") as old:
            shutil.copyfileobj(old, new)
    except FileExistsError:
        raise SaveError(say("{file} is there already; name another file", file=target)) from None
    except OSError as error:
        raise SaveError(say("{file} cannot be written: {reason}", file=target, reason=error.strerror)) from None
    return target


def _workshop(parsed: toml.Parsed) -> Workshop:
    """Return the workshop of a template, whose steps are a list there and a table by id in a session."""
    data = {key: value for key, value in parsed.data.items() if key != "format"}
    if parsed.data.get("format") != 1:
        raise DocumentError(parsed.place(["format"]), say("a template begins with format = 1"))
    steps = data.get("steps")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise DocumentError(parsed.place(["steps"]), say("a template needs steps, each under [[steps]]"))
    table: dict[str, Any] = {}
    last = ""
    for index, step in enumerate(steps):
        last = rank.after(last)
        id_ = step.get("id")
        if not isinstance(id_, str) or not _STEP_ID.fullmatch(id_):
            sentence = say("a step needs an id of small letters, digits and hyphens")
            raise DocumentError(parsed.place(["steps", index, "id"]), sentence)
        if id_ in table:
            raise DocumentError(parsed.place(["steps", index, "id"]), say("two steps have the id {id}", id=id_))
        table[id_] = {**{k: v for k, v in step.items() if k not in ("id", *_OURS)}, "rank": last}
    by_list = toml.Parsed(data={**data, "steps": table}, file=parsed.file, text=parsed.text)
    try:
        return validated(Workshop, by_list, frozen({**data, "steps": table}))
    except DocumentError as error:
        raise _moved(error, parsed, list(table)) from None


def _moved(error: DocumentError, parsed: toml.Parsed, ids: list[str]) -> DocumentError:
    """Return an error with its place in the list of steps instead of the table."""
    names = error.place.key.split(".") if error.place.key else []
    keys: list[str | int] = [int(name) if name.isdecimal() else name for name in names]
    if len(keys) > 1 and keys[0] == "steps" and keys[1] in ids:
        keys[1] = ids.index(str(keys[1]))
    return DocumentError(parsed.place(keys), error.sentence, error.others)


def _errors(parsed: toml.Parsed, workshop: Workshop) -> Iterator[DocumentError]:
    """Yield what no model can see: unknown keys, references to nothing, minutes that do not add up."""
    ids = [id_ for id_, _ in workshop.in_order()]

    def place(*keys: str | int) -> Place:
        found = list(keys)
        if len(found) > 1 and found[0] == "steps" and found[1] in ids:
            found[1] = ids.index(str(found[1]))
        return parsed.place(found)

    ours = [
        ("steps", index, key) for index, step in enumerate(parsed.data["steps"]) for key in _OURS if key in step
    ]
    for keys in (*unknown_keys(workshop), *ours):
        yield DocumentError(place(*keys), say("a template has no such key; take it out or mend its spelling"))
    total = sum(step.minutes for _, step in workshop.in_order())
    if total != workshop.minutes:
        yield DocumentError(
            place("minutes"),
            say("the steps take {total} minutes together, not {minutes}", total=total, minutes=workshop.minutes),
        )
    for id_, key, name in workshop.wrong_decks():
        yield DocumentError(
            place("steps", id_, key), say("{name} is no deck of {key}; write {key}", name=name, key=key)
        )
    known = terms("en", "plain")
    for where, text in _wordings(parsed.data):
        for word in _BRACES.findall(text):
            if word not in known:
                yield DocumentError(
                    parsed.place(where),
                    say("{word} is no term of the vocabulary", word="{" + word + "}"),
                )


def _wordings(data: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, str):
        yield keys, data
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, child in children:
        yield from _wordings(child, (*keys, key))
