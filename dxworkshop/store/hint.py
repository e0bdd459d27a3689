"""How to go on from a file that cannot be read: the word that was meant, or the way out.

An error says what is wrong and how to mend it in one sentence. A hint is for who has the time for a second one:
it looks at the file again, and at what stands in its place elsewhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from dxworkshop.errors import DocumentError, DxError, Place
from dxworkshop.model.session import Session
from dxworkshop.model.value import Value
from dxworkshop.model.workshop import KINDS
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import toml

ALIKE = 0.7
"""How much alike two words must be, from 0 to 1, for one to be taken for the other."""

_SAVE_AS = say("in Notepad: File, Save as, and choose UTF-8 under Encoding")
_OLDER = say("'dxworkshop versions {file}' lists the older copies that were kept")
_WAYS = {
    "this file seems to be Shift_JIS; save it as UTF-8": _SAVE_AS,
    "this file is {encoding}; save it as UTF-8 without BOM": _SAVE_AS,
    "this file starts with a BOM; save it as UTF-8 without BOM": _SAVE_AS,
    "this file is empty; go back to an older copy": _OLDER,
    "this file holds only zero bytes, as after a power cut; go back to an older copy": _OLDER,
    "a byte here is not UTF-8; save the file as UTF-8, or go back to an older copy": _OLDER,
    "git left a conflict here; keep one of the two versions and remove the marks": say(
        "'dxworkshop git-setup' lets git put two versions together without such marks"
    ),
    "this file has format {found}, this program reads up to {ours}; update the program": say(
        "'dxworkshop --version' tells which one this is; who saved the file has a newer one"
    ),
}
"""The way out, by the sentence of the error."""


def hint(error: DocumentError) -> Sentence | None:
    """Return one more sentence that helps; None where there is nothing to add. Never raises."""
    text, place = error.sentence.text, error.place
    if way := _WAYS.get(text):
        return Sentence(way.text, {"file": str(place.file)})
    meant = ""
    keys = place.key.split(".")
    if text == "{value} is not one of: {choices}":
        choices = re.findall("'([^']*)'", str(error.sentence.values["choices"]))
        meant = _near(str(error.sentence.values["value"]), choices)
    elif text == "this kind of step is not known; known kinds: {choices}":
        meant = _near(str(_table(place, keys).get("kind", "")), KINDS)
    elif text == "this key is not understood; it is kept as it is":
        given = {key for key, value in _table(place, keys[:-1]).items() if not isinstance(value, dict)}
        meant = _near(keys[-1], known_keys(keys[:-1]) - given)
    elif text == "this key is missing; add it":
        strange = _table(place, keys[:-1]).keys() - known_keys(keys[:-1])
        if there := _near(keys[-1], strange):
            return say("there is a key {key}; was {meant} meant?", key=there, meant=keys[-1])
    return say("did you mean '{word}'?", word=meant) if meant else None


def known_keys(path: Iterable[str]) -> set[str]:
    """Return the keys that a table of a session may have; none where it is no table of ours."""
    kinds = [Session]
    for key in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, key)]
    return {
        name for kind in kinds if isinstance(kind, type) and issubclass(kind, Value) for name in kind.model_fields
    }


def _inside(kind: Any, key: str) -> Iterator[Any]:
    """Yield what a key of something may be: of a model its field, of a table or a list its items."""
    if isinstance(kind, type) and issubclass(kind, Value):
        found = [kind.model_fields[key].annotation] if key in kind.model_fields else []
    else:
        arguments = get_args(kind)
        found = [arguments[1 if get_origin(kind) in (dict, Mapping) else 0]] if arguments else []
    for inner in found:
        yield from _plain(inner)


def _plain(kind: Any) -> Iterator[Any]:
    """Yield the kinds that an annotation allows, without what it says about them."""
    if get_origin(kind) is Annotated:
        yield from _plain(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for one in get_args(kind):
            yield from _plain(one)
    else:
        yield kind


def _near(word: str, choices: Iterable[str]) -> str:
    """Return the choice a misspelt word is most like, also one typed full-width or in capitals; else nothing."""
    plain = unicodedata.normalize("NFKC", word).strip().lower()
    return next(iter(get_close_matches(plain, sorted(choices), n=1, cutoff=ALIKE)), "")


@lru_cache(maxsize=1)
def _data(file: Path, stamp: tuple[int, int]) -> Mapping[str, Any]:
    """Return what stands in a file; read once for all the keys of it that are asked about."""
    return toml.parse(toml.read_bytes(file), file).data


def _table(place: Place, path: Iterable[str]) -> Mapping[str, Any]:
    """Return a table of the file as it stands now; an empty one where there is none to be read."""
    data: Any = {}
    with suppress(DxError, OSError, ValueError):
        seen = place.file.stat()
        data = _data(place.file, (seen.st_mtime_ns, seen.st_size))
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}
