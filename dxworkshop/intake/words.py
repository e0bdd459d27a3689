"""From words back to values: days, numbers, people and what can be chosen, in either language and register."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from dxworkshop import calendar
from dxworkshop.errors import AmbiguousError, NotFoundError, RuleError
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.intake.copy import folded
from dxworkshop.model.session import Session
from dxworkshop.model.words import BUDGETS, LEVELS, STATUSES
from dxworkshop.report.field import LABELS
from dxworkshop.report.sheet import COLUMNS
from dxworkshop.report.teller import Teller
from dxworkshop.sentence import Sentence, say

VOICES = tuple(Voice(language, register) for language in LANGUAGES for register in REGISTERS)
CHOICES: Mapping[str, Mapping[str, Sentence]] = {
    "status": {str(code): word for code, word in STATUSES.items()},
    "budget": {str(code): word for code, word in BUDGETS.items()},
    "decided_at": {str(code): word for code, word in LEVELS.items()},
}
"""Fields of an action that are chosen, and what the choices are called."""
MISSING, NEXT, LAST = "missing", "next", "last"
"""Keys of lines that are made of other fields: what is not decided yet, and what a handover tells of it."""
RATED, IF_NEXT = "rated", "if-next"
"""Keys of lines that a check-in has said: they are not read back, and whoever changed one is told so."""
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
"""What a spreadsheet counts 2000-01-01 and 2099-12-31 as, from the end of 1899."""
_WEEKDAY = r"[\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5]"
_DROPPED = (
    re.compile(r"\s*[\u3001,]\s*(?:FY\s*\d|(?:\u4ee4\u548c)?[\d\u5143]{1,4}\s*\u5e74\u5ea6).*$", re.DOTALL),
    re.compile(r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)$"),
    re.compile(r"\s*(?:\u307e\u3067|\u8fc4)$"),
    re.compile(rf"\s*\(?(?:{_WEEKDAY}\u66dc\u65e5?|\({_WEEKDAY})\)?$"),
)
"""What may stand behind a day: its quarter, midnight, "until", its weekday."""
_LONGEST_DAY = 200
"""Signs of a text that is looked at as a day."""
_OPEN = re.compile(
    r"\u672a(?:\u5b9a|\u8a2d\u5b9a|\u6c7a\u5b9a|\u6c7a)|tbd|t\.b\.d\.|tba|undecided|[-\u30fc\u2500]{1,3}"
)
"""What people write into a field of a form to say that nothing is decided."""
_NONE = re.compile(r"\u306a\u3057|\u7121\u3057?|\u7a7a\u6b04|none|n/a")
"""What they write to say that there is nothing; of a budget it may mean that none is needed."""
_ALSO: Mapping[str, re.Pattern[str]] = {
    "todo": re.compile(r"\u672a(?:\u5b9f\u65bd|\u5bfe\u5fdc)?"),
    "doing": re.compile(
        r"\u9032\u884c\u4e2d|(?:\u5bfe\u5fdc|\u5b9f\u65bd|\u4f5c\u696d)\u4e2d|\u7740\u624b(?:\u4e2d|\u6e08\u307f?)?"
    ),
    "done": re.compile(r"(?:\u5b8c\u4e86?|\u5bfe\u5fdc|\u5b9f\u65bd)?\u6e08\u307f?|\u5b8c|\u7d42\u4e86"),
    "dropped": re.compile(r"\u4e2d\u6b62|\u5ec3\u6b62|\u53d6\u308a?\u4e0b\u3052?"),
}
"""Other words that offices have for a status."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = (
    re.compile(
        r"(?:[A-Za-z]{3,9}\.?,? )?(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<m>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4})"
    ),
    re.compile(r"(?:[A-Za-z]{3,9}\.?,? )?(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
)


def day(text: str, today: date) -> date | None:
    """Return the day that a text names; None for none. Raises `RuleError`."""
    if is_cleared(text):
        return None
    if len(text := text.strip()) > _LONGEST_DAY:
        raise _no_day(text)
    typed = unicodedata.normalize("NFKC", text).strip()
    for pattern in _DROPPED:
        typed = pattern.sub("", typed)
    if re.fullmatch(r"\d{5}(?:\.0)?", typed) and _FIRST_SERIAL <= (n := int(typed[:5])) <= _LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=n)
    for pattern in _ENGLISH:
        if found := pattern.fullmatch(typed):
            return _english(text, found["y"], found["m"], found["d"])
    if len(typed) > 40:
        raise _no_day(typed)
    return calendar.parse_day(typed, today)


def _english(text: str, year: str, month: str, day: str) -> date:
    """Return a day in the ways of English spreadsheets; of a day that may be two, none is guessed."""
    named = month[:3].casefold()
    figures = (int(month), int(day)) if month.isdigit() else (0, 0)
    if figures[0] and figures[1] and max(figures) <= 12 and figures[0] != figures[1]:
        raise RuleError(say("{text} may be two days; write 2027-03-31", text=text.strip()))
    if figures[0] > 12:
        figures = (figures[1], figures[0])
    if not figures[0] and named in _MONTHS:
        figures = (_MONTHS.index(named) + 1, int(day))
    with suppress(ValueError):
        return date(int(year), *figures)
    raise _no_day(text)


def _no_day(text: str) -> RuleError:
    shown = text.strip() if len(text) <= 40 else f"{text[:40]}\u2026"
    return RuleError(say("{text} is no day; write 2027-03-31, 3/31 or +14", text=shown))


def number(text: str) -> float | None:
    """Return the number that a text names; None for none. Raises `RuleError`."""
    if is_cleared(text):
        return None
    if len(text := text.strip()) > _LONGEST_DAY:
        raise RuleError(say("{text} is no number", text=f"{text[:40]}\u2026"))
    return calendar.parse_number(text.replace("\u2212", "-"))


def choice(key: str, text: str) -> str:
    """Return the code of what was chosen in a field; raises `RuleError` for what is none of the choices."""
    wanted = _wanted(text)
    if key == "status":
        for late in _late():
            if found := late.fullmatch(wanted):
                wanted = _wanted(found[1])
    code = _codes()[key].get(wanted)
    if code is None and key == "status":
        code = next((code for code, words in _ALSO.items() if words.fullmatch(wanted)), None)
    if code is None and key != "status" and (is_undecided(text) or _OPEN.fullmatch(wanted)):
        return ""
    if code is None:
        raise RuleError(
            say("{value} is not one of: {choices}", value=text.strip()[:80], choices=list(CHOICES[key].values()))
        )
    return code


def step_and_day(text: str) -> tuple[str, str]:
    """Return the words of a first step and the day behind them, which is empty where there is none."""
    typed = text.strip()
    start, end = typed[:-_LONGEST_DAY], typed[-_LONGEST_DAY:]
    for pattern in _steps():
        if found := pattern.fullmatch(end):
            step = start + found[1]
            return ("" if is_undecided(step) else step.strip()), found[2]
    return text, ""


def is_undecided(text: str) -> bool:
    """Tell whether a text says nothing, or that nothing is decided."""
    return not text.strip() or _wanted(text) in _undecided()


def is_cleared(text: str) -> bool:
    """Tell whether what stands in a field that is no text says that there is nothing, in the ways of people."""
    wanted = _wanted(text)
    return is_undecided(text) or bool(_OPEN.fullmatch(wanted) or _NONE.fullmatch(wanted))


@cache
def labels() -> Mapping[str, str]:
    """Return the keys of the fields of an action by what a plan calls them, in every voice."""
    named = {
        **LABELS["action"],
        MISSING: say("Not decided yet"),
        NEXT: say("Next step"),
        LAST: say("Last check-in"),
        RATED: say("How it goes"),
        IF_NEXT: say("If-then of the next step"),
    }
    return {folded(voice.say(word)): key for voice in VOICES for key, word in named.items()}


@cache
def columns() -> Mapping[str, str]:
    """Return the keys of columns by what a table calls them, in every voice."""
    heads = {folded(voice.say(head)): key for voice in VOICES for key, head in COLUMNS.items()}
    return {**{key: key for key in COLUMNS}, **heads}


def voices(kind: str, said: Iterable[str]) -> list[Voice]:
    """Return the voices in which most of some labels are called what they are called, all of them if none is."""
    named: Mapping[str, Sentence] = COLUMNS if kind == "table" else LABELS["action"]
    there = [folded(label) for label in said]
    found = {}
    for voice in VOICES:
        known = {folded(voice.say(word)) for word in named.values()}
        found[voice] = sum(label in known for label in there)
    return [voice for voice in VOICES if found[voice] == max(found.values())]


class People:
    """Who may be meant by a name, an office or a calling."""

    def __init__(self, session: Session, shown: Iterable[tuple[str, str]] = ()) -> None:
        """Take the members of a session; `shown` are ids with what a copy calls those people."""
        members = session.present_members()
        tellers = [Teller(session, voice, date.min) for voice in VOICES]
        tiers: tuple[dict[str, set[str]], ...] = ({}, {}, {}, {}, {})
        for id_, member in members.items():
            _note(tiers[0], member.name, id_)
            for teller in tellers:
                _note(tiers[1], teller.person(id_), id_)
                _note(tiers[3], teller.card("seats", member.seat), id_)
                _note(tiers[4], teller.card("callings", member.calling), id_)
        for id_, text in shown:
            if id_ in members:
                _note(tiers[2], text, id_)
        self._tiers = tiers
        self._names = {id_: member.label for id_, member in members.items()}

    def one(self, text: str) -> str:
        """Return the id of the member who is meant; empty for nobody.

        Raises `NotFoundError` or `AmbiguousError`.
        """
        wanted = _wanted(text)
        for tier in self._tiers:
            found = tier.get(wanted, set())
            if len(found) > 1:
                names = [f"{self._names[id_]} ({id_})" for id_ in sorted(found)]
                raise AmbiguousError(say("{name} may be any of: {names}", name=text.strip(), names=names))
            if found:
                return next(iter(found))
        if is_cleared(text):
            return ""
        raise NotFoundError(say("{name} is not a member of the party; add them first", name=text.strip()[:80]))

    def many(self, text: str) -> tuple[str, ...]:
        """Return the ids of the members who are meant."""
        return tuple(dict.fromkeys(id_ for part in parted(text) if (id_ := self.one(part))))

    def told(self, id_: str, parts: Sequence[str]) -> bool:
        """Tell whether a member is among those who are told of."""
        return any(id_ in tier.get(_wanted(part), ()) for part in parts for tier in self._tiers)


def parted(text: str) -> list[str]:
    """Return the words of a list in one line."""
    return [part.strip() for part in re.split("[\u3001,;\uff0c\uff1b\n]", text) if part.strip()]


def _note(tier: dict[str, set[str]], text: str, id_: str) -> None:
    if text.strip():
        tier.setdefault(_wanted(text), set()).add(id_)


def _wanted(text: str) -> str:
    return folded(unicodedata.normalize("NFKC", text)).casefold()


@cache
def _codes() -> Mapping[str, Mapping[str, str]]:
    return {
        key: {
            **{_wanted(voice.say(word)): code for code, word in words.items() for voice in VOICES},
            **{code: code for code in words},
        }
        for key, words in CHOICES.items()
    }


@cache
def _undecided() -> frozenset[str]:
    return frozenset(_wanted(voice.tr("not decided yet")) for voice in VOICES)


@cache
def _late() -> tuple[re.Pattern[str], ...]:
    told = {_wanted(voice.tr("{status} (past its due date)", status="\x01")) for voice in VOICES}
    return tuple(re.compile(re.escape(text).replace("\x01", "(.+)")) for text in sorted(told))


@cache
def _steps() -> tuple[re.Pattern[str], ...]:
    told = {voice.tr("{step} (by {day})", step="\x01", day="\x02") for voice in VOICES}
    change = (
        ("\\ ", r"\s*"),
        ("\\(", "[(\uff08]"),
        ("\\)", "[)\uff09]"),
        ("\x01", "(.*)"),
        ("\x02", "([^()\uff08\uff09]*(?:[(\uff08][^()\uff08\uff09]*[)\uff09])?)"),
    )
    found = []
    for text in sorted(told):
        pattern = re.escape(text)
        for old, new in change:
            pattern = pattern.replace(old, new)
        found.append(re.compile(pattern, re.DOTALL))
    return tuple(found)
