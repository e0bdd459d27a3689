"""Templates: one workshop per TOML file, checked when it is read."""

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from dxworkshop.errors import DocumentError, NotFoundError, SaveError
from dxworkshop.i18n import LANGUAGES, terms
from dxworkshop.listing import template_files
from dxworkshop.model import rank
from dxworkshop.model.value import Value, Wording, frozen
from dxworkshop.model.workshop import DECKS_OF, KINDS, CollectStep, MatrixStep, RateStep, VoteStep, Workshop
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import toml
from dxworkshop.store.document import refuse_newer_format, validated

DEFAULT = "dx-120"
"""The template that is used where none is named."""
AFTER = "review-45"
"""The template that is used where none is named and a session goes on from another."""
_STEP_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BRACES = re.compile("[{\uff5b]([^{}\uff5b\uff5d\n]*)[}\uff5d]")
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u300c\u300d", '"'))
"""What a Japanese keyboard writes for the straight quotation mark."""
OURS = ("rank", "removed", "skipped", "full", "shown")
"""Keys of a step that only a session has."""
Keys = tuple[str | int, ...]
Problem = tuple[Keys, Sentence]
"""Keys down to the trouble, as they stand in the file, and the sentence."""


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
    parsed = _parsed(path)
    for problem in chain(_misshapen(parsed.data), _strays(parsed.data, Workshop)):
        raise _error(parsed, problem)
    workshop = _workshop(parsed)
    for problem in _broken(parsed.data, workshop):
        raise _error(parsed, problem)
    return Template(path, workshop)


def check(path: Path) -> list[DocumentError]:
    """Return everything that is wrong in a template, from top to bottom; more than what `load` refuses.

    Where steps cannot be told apart, only that is returned: the rest shows once it is mended.
    """
    parsed = _parsed(path)
    found = [_error(parsed, problem) for problem in _misshapen(parsed.data)]
    if not found:
        found = [_error(parsed, problem) for problem in _strays(parsed.data, Workshop)]
        try:
            workshop = _workshop(parsed)
        except DocumentError as error:
            found.append(error)
        else:
            found += [_error(parsed, p) for p in (*_broken(parsed.data, workshop), *_untranslated(parsed.data))]
    return sorted(found, key=lambda error: (error.place.line, error.place.column))


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


def _error(parsed: toml.Parsed, problem: Problem) -> DocumentError:
    return DocumentError(parsed.place(problem[0]), problem[1])


def _parsed(path: Path) -> toml.Parsed:
    """Return the data of a template; where a line cannot be read, the line that was meant, if it can be told."""
    try:
        parsed = toml.parse(toml.read_bytes(path), path)
    except DocumentError as error:
        line = error.place.source
        for lower in (False, True):
            mended = _as_meant(line, lower=lower)
            if mended != line and _is_toml(mended, path):
                sentence = say("this line cannot be read; did you mean {line}?", line=mended.strip())
                # The key of a line that cannot be read may be that of the line before.
                key = error.place.key if error.place.key.split(".")[-1] in mended else ""
                raise DocumentError(replace(error.place, key=key), sentence) from None
        raise
    refuse_newer_format(parsed)
    return parsed


def _as_meant(line: str, *, lower: bool) -> str:
    """Return a line without what a Japanese keyboard does outside of texts; `lower` mends ``True`` as well."""
    parts = _QUOTED.split(line.translate(_QUOTES))
    for at in range(0, len(parts), 2):
        parts[at] = unicodedata.normalize("NFKC", parts[at])
        parts[at] = parts[at].lower() if lower else parts[at]
    return "".join(parts)


def _is_toml(line: str, path: Path) -> bool:
    try:
        return bool(toml.read_text(line, path))
    except DocumentError:
        return False


def _near(word: str, choices: Iterable[str], alike: float = 0.6) -> str:
    """Return the choice that a misspelt word is most like, or nothing."""
    from difflib import get_close_matches

    known = list(choices)
    plain = unicodedata.normalize("NFKC", word).strip().replace(" ", "_")
    for wish in (plain, plain.lower()):
        if found := get_close_matches(wish, known, n=1, cutoff=alike):
            return found[0]
    return ""


# What can be told from the data alone --------------------------------------------------------------


def _misshapen(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what keeps the steps from being told apart: format, ids and kinds."""
    if data.get("format") != 1:
        yield ("format",), say("a template begins with format = 1")
    steps = data.get("steps")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        meant = [key for key in data if key not in Workshop.model_fields and _near(key, ["steps"])]
        yield (*meant, "steps")[:1], say("a template needs steps, each under [[steps]]")
        return
    seen: set[str] = set()
    for index, step in enumerate(steps):
        id_ = step.get("id")
        if not isinstance(id_, str) or not _STEP_ID.fullmatch(id_):
            yield ("steps", index, "id"), _no_id(id_)
        elif id_ in seen:
            yield ("steps", index, "id"), say("two steps have the id {id}; give one of them another", id=id_)
        else:
            seen.add(id_)
        kind = step.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            yield ("steps", index, "kind"), _no_kind(kind)


def _no_id(id_: object) -> Sentence:
    meant = (
        re.sub(r"[\s_]+", "-", unicodedata.normalize("NFKC", id_).strip().lower()) if isinstance(id_, str) else ""
    )
    if _STEP_ID.fullmatch(meant):
        return say("an id has only half-width small letters, digits and hyphens; write {id}", id=meant)
    return say("a step needs an id of small letters, digits and hyphens")


def _no_kind(kind: object) -> Sentence:
    if kind is None:
        return say("a step needs a kind; write one of: {choices}", choices=list(KINDS))
    name = str(kind)
    if near := _near(name, KINDS):
        return say("{name} is no kind of step; did you mean {near}?", name=name, near=near)
    return say("{name} is no kind of step; write one of: {choices}", name=name, choices=list(KINDS))


Above = tuple[tuple[str, list[str]], ...]
"""The headers of the tables around one, each with the keys that are known above it."""


def _strays(data: Mapping[str, Any], model: type[Value], path: Keys = (), above: Above = ()) -> Iterator[Problem]:
    """Yield the keys that nobody reads, down to the last table."""
    # The format of the file and the id of a step are no fields: a session has them elsewhere.
    known = [key for key in ("id" if above else "format", *model.model_fields) if key not in OURS]
    for key, child in data.items():
        here = (*path, key)
        inner = _steps_or_items(model, key, child)
        if key not in known:
            yield here, _stray(key, known, model, above)
        elif isinstance(child, dict) and model.model_fields[key].annotation == Wording:
            for language in child:
                if language not in LANGUAGES:
                    sentence = say("{name} is no language here; write {choices}", name=language, choices=LANGUAGES)
                    yield (*here, language), sentence
        for index, (item, of) in enumerate(inner):
            table = f"[[{'.'.join(str(k) for k in here if isinstance(k, str))}]]"
            yield from _strays(item, of, (*here, index), (*above, (table, known)))


def _steps_or_items(model: type[Value], key: str, child: Any) -> list[tuple[dict[str, Any], type[Value]]]:
    """Return the tables in a list, each with the model that reads it; what is no such list has none."""
    if not isinstance(child, list) or not all(isinstance(item, dict) for item in child):
        return []
    if model is Workshop and key == "steps":
        return [(step, KINDS[step["kind"]]) for step in child]
    annotation = model.model_fields[key].annotation if key in model.model_fields else None
    models = [of for of in get_args(annotation) if isinstance(of, type) and issubclass(of, Value)]
    return [(item, models[0]) for item in child] if models else []


def _stray(key: str, known: list[str], model: type[Value], above: Above) -> Sentence:
    """Say what is to be done about a key that nobody reads: where it belongs, or what was meant."""
    for table, outside in reversed(above):
        if key in outside:
            return say("this key stands in the wrong table; put it above the first {table}", table=table)
    others = [kind for kind, of in KINDS.items() if key in of.model_fields and key not in OURS]
    if others and model in KINDS.values():
        return say("only these kinds of step have this key: {choices}; take it out", choices=others)
    if near := _near(key, known):
        return say("a template has no such key; did you mean {near}?", near=near)
    return say("a template has no such key; take it out or mend its spelling")


def _untranslated(data: Any, path: Keys = ()) -> Iterator[Problem]:
    """Yield texts in one language only; such a template can be led, in the language that is there."""
    if isinstance(data, dict) and data and set(data) <= set(LANGUAGES):
        for language in LANGUAGES:
            if not data.get(language) and any(data.values()):
                name = str(path[-1])
                sentence = say(
                    "{key} is missing, the other language is shown instead; add it, or write {plain} for both",
                    key=f"{name}.{language}",
                    plain=f'{name} = "..."',
                )
                yield path, sentence
        return
    for key, child in (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        yield from _untranslated(child, (*path, key))


# What the model says, and what it cannot see -------------------------------------------------------


def _workshop(parsed: toml.Parsed) -> Workshop:
    """Return the workshop of a template, whose steps are a list there and a table by id in a session."""
    data = {key: value for key, value in parsed.data.items() if key != "format"}
    table: dict[str, Any] = {}
    last = ""
    for step in data["steps"]:
        last = rank.after(last)
        table[step["id"]] = {**{k: v for k, v in step.items() if k not in ("id", *OURS)}, "rank": last}
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


def _broken(data: Mapping[str, Any], workshop: Workshop) -> Iterator[Problem]:
    """Yield what no single value shows: minutes that do not add up, references to nothing."""
    steps = workshop.in_order()
    at = {id_: index for index, (id_, _) in enumerate(steps)}
    total = sum(step.minutes for _, step in steps)
    if total != workshop.minutes:
        sentence = say(
            "the steps take {total} minutes together, not {minutes}", total=total, minutes=workshop.minutes
        )
        yield ("minutes",), sentence
    for id_, key, name in workshop.wrong_decks():
        sentence = say("{name} is no deck of {key}; write {choices}", name=name, key=key, choices=DECKS_OF[key])
        yield ("steps", at[id_], key), sentence
    yield from _wrong_sources(workshop)
    for index, (_, step) in enumerate(steps):
        if isinstance(step, RateStep):
            for keys, sentence in _wrong_statements(step):
                yield ("steps", index, *keys), sentence
    known = terms("en", "plain")
    for where, text in _wordings(data):
        for found in _BRACES.finditer(text):
            if wrong := _no_term(found[0], found[1], known):
                yield where, wrong


def _wrong_sources(workshop: Workshop) -> Iterator[Problem]:
    """Yield the votes and matrices that have no notes to stand on."""
    steps = dict(workshop.in_order())
    earlier: list[str] = []
    for index, (id_, step) in enumerate(steps.items()):
        if isinstance(step, CollectStep):
            earlier.append(id_)
        if not isinstance(step, VoteStep | MatrixStep) or (step.on in earlier if step.on else earlier):
            continue
        if isinstance(steps.get(step.on), CollectStep):
            sentence = say("{id} comes after this step; put it before this one", id=step.on)
        elif not earlier:
            sentence = say("no step before this one collects notes; put one of kind collect before it")
        elif step.on in steps:
            sentence = say("{id} collects no notes; write one of: {choices}", id=step.on, choices=earlier)
        elif near := _near(step.on, earlier):
            sentence = say("there is no step {id}; did you mean {near}?", id=step.on, near=near)
        else:
            sentence = say("there is no step {id}; write one of: {choices}", id=step.on, choices=earlier)
        yield ("steps", index, "on"), sentence


def _wrong_statements(step: RateStep) -> Iterator[Problem]:
    """Yield where it is not clear what is rated."""
    if step.deck and step.statements:
        yield ("deck",), say("a step rates a deck or statements of its own; take one of them out")
    if not step.deck and not step.statements:
        choices = DECKS_OF["deck"]
        yield (
            ("deck",),
            say("nothing is rated here; name a deck ({choices}) or add [[steps.statements]]", choices=choices),
        )
    seen: set[str] = set()
    for index, statement in enumerate(step.statements):
        if statement.id in seen:
            sentence = say("two statements have the id {id}; give one of them another", id=statement.id)
            yield ("statements", index, "id"), sentence
        seen.add(statement.id)


def _no_term(braces: str, word: str, known: Mapping[str, str]) -> Sentence | None:
    """Return what is wrong with a word in braces; nothing if it is a term, or plainly prose."""
    if braces == "{" + word + "}" and word in known:
        return None
    prose = braces != "{" + word + "}" or bool(re.search(r"\s", word))
    if near := _near(word, known, 0.8 if prose else 0.6):
        meant = "{" + near + "}"
        return say("{word} is no term of the vocabulary; did you mean {near}?", word=braces, near=meant)
    return None if prose else say("{word} is no term of the vocabulary", word=braces)


def _wordings(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    if isinstance(data, str):
        yield keys, data
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, child in children:
        yield from _wordings(child, (*keys, key))
