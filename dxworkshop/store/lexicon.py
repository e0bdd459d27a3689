"""A team's own lexicon: read from a TOML file, checked, and every fault named with its line."""

from pathlib import Path
from typing import Any

from dxworkshop import lexicon
from dxworkshop.errors import DocumentError
from dxworkshop.lexicon import Entry, Lexicon
from dxworkshop.sentence import say
from dxworkshop.store import toml
from dxworkshop.store.scan import KeyPath

_KEYS = ("words", "stop")
_PARTS = ("forms", "group", "source")
MAX_FORM = 100
"""Longest form, in characters: what is longer is a sentence, and no word."""


def load(path: Path) -> Lexicon:
    """Return the lexicon of a file; raises `DocumentError` with file, line and key for the first fault."""
    parsed = toml.parse(toml.read_bytes(path), path)
    for key in parsed.data:
        if key not in _KEYS:
            raise DocumentError(
                parsed.place((key,)), say("a lexicon has no {name}; it has words and stop", name=key)
            )
    words = parsed.data.get("words", {})
    if not isinstance(words, dict):
        sentence = say('words is a table: under [words], a line is "word" = ["form", "form"]')
        raise DocumentError(parsed.place(("words",)), sentence)
    entries = [_entry(parsed, word, value) for word, value in words.items()]
    return lexicon.of(entries, _texts(parsed, ("stop",), parsed.data.get("stop", [])))


def beside(folder: Path) -> Path | None:
    """Return the lexicon in a folder of sessions, or None; a session that happens to have its name is none."""
    path = folder / lexicon.FILE
    try:
        if not path.is_file():
            return None
    except (OSError, ValueError):
        return None
    try:
        return None if "format" in toml.parse(toml.read_bytes(path), path).data else path
    except DocumentError:
        return path  # loading it says what is wrong


def _entry(parsed: toml.Parsed, word: str, value: Any) -> Entry:
    at: KeyPath = ("words", word)
    _check(parsed, at, word)
    if isinstance(value, list):
        return lexicon.entry(word, list(_texts(parsed, at, value)))
    if not isinstance(value, dict):
        sentence = say('a word has a list of its forms, like "word" = ["form", "form"]; [] if it has none')
        raise DocumentError(parsed.place(at), sentence)
    for key, part in value.items():
        if key not in _PARTS:
            sentence = say("a word has no {name}; it has: {names}", name=key, names=_PARTS)
            raise DocumentError(parsed.place((*at, key)), sentence)
        if key == "forms":
            _texts(parsed, (*at, key), part)
        elif not isinstance(part, str):
            raise DocumentError(parsed.place((*at, key)), say("{name} is a text; put it in quotes", name=key))
    # Whose words the study's are is not for a team's file to say.
    return lexicon.entry(word, {**value, "source": "own"})


def _texts(parsed: toml.Parsed, at: KeyPath, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise DocumentError(parsed.place(at), say('this is a list of words, like ["one", "two"]'))
    for index, text in enumerate(value):
        _check(parsed, (*at, index), text)
    return tuple(value)


def _check(parsed: toml.Parsed, at: KeyPath, text: Any) -> None:
    if not isinstance(text, str):
        raise DocumentError(parsed.place(at), say("this is no word; put it in quotes"))
    if not lexicon.folded(text).strip():
        raise DocumentError(parsed.place(at), say("a word has at least one letter; fill it in, or take it out"))
    if len(text) > MAX_FORM or "\n" in text:
        raise DocumentError(parsed.place(at), say("a word is one line of at most {n} characters", n=MAX_FORM))
