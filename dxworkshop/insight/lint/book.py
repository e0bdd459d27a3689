"""The rules of lint as their file has them: severity, words, evidence, and the limits they go by.

People may edit that file. What they got wrong there is told in one sentence that names the rule and the key.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args

from dxworkshop import deck
from dxworkshop.errors import DocumentError, Place
from dxworkshop.sentence import Sentence, say

Severity = Literal["error", "warning", "hint", "off"]
"""Nobody will do it like this; it would be better with it; something to think of; not used."""
Evidence = Literal["strong", "medium", "weak", "ours"]
"""How far studies carry a rule; ``ours`` is a view of this program."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the most to the least urgent."""
LANGUAGES = ("ja", "en")
"""In which every rule has its words."""
FILE = "lint"
"""Name of the file beside the decks."""
_WORDS = ("sentence", "mend", "why")
_KEYS = (*_WORDS, "severity", "field", "evidence", "source")


@dataclass(frozen=True)
class Rule:
    """One rule of lint. Its words may name terms and values in braces."""

    id: str
    severity: Severity
    sentence: Mapping[str, str]
    """What is missing, by language."""
    mend: Mapping[str, str]
    """What to do about it, by language."""
    why: Mapping[str, str]
    """What it is good for, by language."""
    evidence: Evidence
    source: str | Mapping[str, str] = ""
    """Where that comes from; there wherever the evidence is not ours."""
    field: str = ""
    """Field of the action that would mend it; empty for a rule of the whole plan."""


@dataclass(frozen=True)
class Limits:
    """The numbers that the rules go by, and the words they look for."""

    first_step_days: int
    title_length: int
    first_review_days: int
    later_review_days: tuple[int, ...]
    later_review_margin: int
    owned: int
    slips: int
    estimate_by: tuple[int, int]
    """Month and day."""
    promised: Mapping[int, int]
    """How many actions may be promised, by the minutes of the workshop."""
    no_deed_ends: tuple[str, ...]
    no_deed_begins: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def named(self) -> Mapping[str, int]:
        """What the words of rules may name of these; a narrow title is one of English."""
        names = ("first_step_days", "title_length", "first_review_days", "owned", "slips")
        return {**{name: getattr(self, name) for name in names}, "title_length_narrow": 2 * self.title_length}

    def most(self, minutes: int) -> int:
        """Return how many actions a workshop of some minutes can carry: as many as the next shorter one."""
        shorter = [limit for limit in self.promised if limit <= minutes]
        return self.promised[max(shorter) if shorter else min(self.promised)]


@dataclass(frozen=True)
class RuleBook:
    """The file as a whole."""

    rules: Mapping[str, Rule]
    """By id, in their order."""
    limits: Limits


@cache
def rulebook() -> RuleBook:
    """Return the rules of the program's own file; raises `DocumentError` where it cannot be understood."""
    try:
        data = deck.read_data(FILE)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong("", say("the rules of lint cannot be read: {reason}", reason=str(error))) from None
    return parsed(data)


def parsed(data: Mapping[str, Any]) -> RuleBook:
    """Return the rules from the tables of a file; raises `DocumentError` for the first thing that is wrong."""
    rules = _table(data, "rules")
    return RuleBook({id_: _rule(id_, _table(rules, id_, "rules.")) for id_ in rules}, _limits(data))


def _rule(id_: str, data: Mapping[str, Any]) -> Rule:
    at = f"rules.{id_}"
    for key in data:
        if key not in _KEYS:
            raise _wrong(f"{at}.{key}", say("a rule has no {name}; it has: {names}", name=key, names=_KEYS))
    words = {key: _worded(data.get(key), f"{at}.{key}") for key in _WORDS}
    severity = _one_of(data.get("severity"), SEVERITIES, f"{at}.severity")
    evidence = _one_of(data.get("evidence"), get_args(Evidence), f"{at}.evidence")
    source = data.get("source", "")
    source = source if isinstance(source, str) else _worded(source, f"{at}.source")
    if evidence != "ours" and not source:
        raise _wrong(f"{at}.source", say('name the study, or say evidence = "ours"'))
    field = data.get("field", "")
    if not isinstance(field, str):
        raise _wrong(f"{at}.field", say("{name} is a text; put it in quotes", name="field"))
    return Rule(id_, severity, words["sentence"], words["mend"], words["why"], evidence, source, field)


def _limits(data: Mapping[str, Any]) -> Limits:
    limits, words = _table(data, "limits"), _table(data, "words")
    promised = {
        _number(minutes, "limits.promised"): _number(most, f"limits.promised.{minutes}")
        for minutes, most in _table(limits, "promised", "limits.").items()
    }
    if not promised:
        raise _wrong("limits.promised", say("write at least one line here, like 90 = 3"))
    days = limits.get("later_review_days")
    if not isinstance(days, list):
        raise _wrong("limits.later_review_days", say("this is a list of numbers, like [30, 90]"))

    def number(key: str) -> int:
        return _number(limits.get(key), f"limits.{key}")

    def texts(key: str) -> tuple[str, ...]:
        return _texts(words.get(key), f"words.{key}")

    return Limits(
        first_step_days=number("first_step_days"),
        title_length=number("title_length"),
        first_review_days=number("first_review_days"),
        later_review_days=tuple(_number(day, "limits.later_review_days") for day in days),
        later_review_margin=number("later_review_margin"),
        owned=number("owned"),
        slips=number("slips"),
        estimate_by=_month_and_day(limits.get("estimate_by")),
        promised=promised,
        no_deed_ends=texts("no_deed_ends"),
        no_deed_begins=texts("no_deed_begins"),
        people=texts("people"),
    )


def _month_and_day(value: object) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise _wrong("limits.estimate_by", say('this is a month and a day, like "09-30"')) from None
    return day.month, day.day


def _table(data: Mapping[str, Any], key: str, above: str = "") -> Mapping[str, Any]:
    found = data.get(key)
    if not isinstance(found, dict):
        raise _wrong(above + key, say("there is no table {name} here", name=f"[{above}{key}]"))
    return found


def _worded(value: object, at: str) -> Mapping[str, str]:
    """Return a text in both languages."""
    if not isinstance(value, dict) or not all(
        isinstance(value.get(language), str) and value[language].strip() for language in LANGUAGES
    ):
        raise _wrong(at, say("this needs a text in each language: {languages}", languages=LANGUAGES))
    return {language: value[language] for language in LANGUAGES}


def _one_of(value: object, choices: tuple[Any, ...], at: str) -> Any:
    if value not in choices:
        raise _wrong(at, say("{value} is not one of: {choices}", value=str(value), choices=choices))
    return value


def _number(value: object, at: str) -> int:
    """Return a whole number from 1 on; a key of a table is one that is written as text."""
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _wrong(at, say("this is a whole number from 1 on"))
    return value


def _texts(value: object, at: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise _wrong(at, say('this is a list of words, like ["one", "two"]'))
    return tuple(value)


def _wrong(key: str, sentence: Sentence) -> DocumentError:
    return DocumentError(Place(deck.file_of(FILE), key=key), sentence)
