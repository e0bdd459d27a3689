"""Which words of the lexicon a session holds, by its plain tables: as `insight.words` counts them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dxworkshop.insight.finding import forms_of_lexicon
from dxworkshop.lexicon import CULTURE, Lexicon, folded, forms_of

Tables = Mapping[str, Any]


_BETWEEN = "\x1e"
"""What stands between notes while they are folded together."""


class Ear:
    """Hears the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._found = forms_of_lexicon(lexicon)
        words = {key: entry for key, entry in lexicon.entries.items() if key not in lexicon.stops}
        self._words = {entry.word for entry in words.values()}
        culture = [entry for entry in words.values() if entry.group == CULTURE]
        self._culture = {entry.word for entry in culture}
        forms = {form for entry in culture for form in forms_of(entry) if form.strip()}
        self._may_be_culture = re.compile("|".join(map(re.escape, sorted(forms))) or "(?!)")

    def words(self, data: Tables) -> Iterator[tuple[str, str, int]]:
        """Yield a kind (`culture`, `gap`), a word and in how many notes, or gaps, of a session it stands."""
        # Most notes hold no word of culture: only the others are gone through.
        notes = (note for note in _folded(notes_of(data)) if self._may_be_culture.search(note))
        yield from self._counted("culture", notes, self._culture)
        yield from self._counted("gap", _folded(gap for _, gap in _gaps(data)), self._words)

    def _counted(self, kind: str, texts: Iterable[str], wanted: set[str]) -> Iterator[tuple[str, str, int]]:
        counts = Counter(word for text in texts for word in wanted.intersection(self._found(text)))
        return ((kind, word, count) for word, count in sorted(counts.items()))


def _folded(texts: Iterable[str]) -> list[str]:
    """Return texts folded, all in one go."""
    return folded(_BETWEEN.join(text.replace(_BETWEEN, " ") for text in texts)).split(_BETWEEN)


def notes_of(data: Tables) -> Iterator[str]:
    """Yield every note of a session: slips with what was made of them, and what people said elsewhere."""
    slips = {id_: [_text(slip, "text")] for id_, slip in _items(data, "notes")}
    for note, words in _made(data):
        if note in slips:
            slips[note] += words
        elif any(words):
            yield "\n".join(words)
    yield from ("\n".join(words) for words in slips.values())
    members = dict(_items(data, "members"))
    for id_, pledge in _table(data, "pledges").items():
        if id_ in members and (said := _text(pledge, "words")):
            yield said


def _made(data: Tables) -> Iterator[tuple[str, list[str]]]:
    """Yield what nobody is named for, with the id of the slip it came from."""
    for note, gap in _gaps(data):
        yield note, [gap]
    for ratings in _table(data, "ratings").values():
        for rating in ratings.values():
            yield "", [_text(rating, "words")]
    for _, risk in _items(data, "risks"):
        yield "", [_text(risk, "cause"), _text(risk, "counter")]
    for _, parked in _items(data, "parked"):
        yield _text(parked, "note"), [_text(parked, "text"), _text(parked, "answer")]


def _gaps(data: Tables) -> Iterator[tuple[str, str]]:
    """Yield the words of every gap, with the id of the slip it came from."""
    for _, gap in _items(data, "gaps"):
        yield _text(gap, "note"), "\n".join(text for text in (_text(gap, "reality"), _text(gap, "ideal")) if text)


def _items(data: Tables, name: str) -> list[tuple[str, Tables]]:
    return [(id_, item) for id_, item in _table(data, name).items() if not item.get("removed")]


def _table(data: Tables, name: str) -> Tables:
    found: Tables = data.get(name, {})
    return found


def _text(item: Tables, name: str) -> str:
    found = item.get(name, "")
    return found if isinstance(found, str) else ""
