"""Words in two languages and two registers.

A sentence is translated by gettext; a term of the subject (boss, action, party ...) comes from the
vocabulary, in the register in use. Both are filled into the sentence by name:
``tr("{boss} has {hp} % left", hp=40)``.
"""

import gettext
import os
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from dxworkshop.deck import Card, vocabulary
from dxworkshop.sentence import Sentence

Language = Literal["ja", "en"]
"""Languages the program speaks."""
Register = Literal["adventure", "plain"]
"""冒険 and ふつう: the two ways of naming the same things."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
REGISTERS: tuple[Register, ...] = get_args(Register)
DOMAIN = "dxworkshop"
_LOCALE = Path(__file__).parent / "locale"
_BRACES = re.compile(r"\{(\w+)\}")


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """Return the compiled messages of a language; English is the language of the keys."""
    return gettext.translation(DOMAIN, str(_LOCALE), [language], fallback=True)


class _Values(dict[str, object]):
    """Values of a sentence; a name that is none of them is a term."""

    def __init__(self, terms: Mapping[str, str], values: Iterable[tuple[str, object]]) -> None:
        super().__init__(values)
        self._terms = terms

    def __missing__(self, name: str) -> str:
        return self._terms[name]


class Voice:
    """One language and one register: everything that is said to people is said through one."""

    def __init__(self, language: Language, register: Register = "adventure") -> None:
        self.language: Language = language
        self.register: Register = register

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Voice) and (self.language, self.register) == (other.language, other.register)

    def __hash__(self) -> int:
        return hash((self.language, self.register))

    def tr(self, text: str, /, **values: object) -> str:
        """Translate a sentence and fill in its values and the terms it names."""
        return self._fill(_catalogue(self.language).gettext(text), values)

    def trn(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate a counted sentence; ``{n}`` is the count."""
        return self._fill(_catalogue(self.language).ngettext(one, many, n), {"n": n, **values})

    def say(self, sentence: Sentence) -> str:
        """Put a sentence from a lower floor into words."""
        return self.tr(sentence.text, **sentence.values)

    def term(self, name: str) -> str:
        """Return a term of the vocabulary, as `vocabulary.toml` names it."""
        return self._terms()[name]

    def text(self, text: "str | Mapping[str, str]") -> str:
        """Return a text of a template or deck: plain, or in our language (the other where ours is missing).

        ``{boss}`` and the like become terms; any other brace stands for itself.
        """
        if not isinstance(text, str):
            text = text.get(self.language) or next((t for t in text.values() if t), "")
        for name, word in self._terms().items():
            text = text.replace("{" + name + "}", word)
        return text

    def filled(self, text: "str | Mapping[str, str]", values: Mapping[str, object]) -> str:
        """Return a text of a deck in our language with its values and terms; other braces stand for themselves.

        A value is never read for braces: people may have typed it.
        """
        if not isinstance(text, str):
            text = text[self.language]
        known = {**self._terms(), **values}
        return _BRACES.sub(lambda found: str(self._show(known.get(found[1], found[0]))), text)

    def _terms(self) -> Mapping[str, str]:
        return terms(self.language, self.register)

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        if "{" not in text:
            return text
        return text.format_map(_Values(self._terms(), ((k, self._show(v)) for k, v in values.items())))

    def _show(self, value: object) -> Any:
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, (list, tuple)):
            return self.tr(", ").join(str(self._show(v)) for v in value)
        if isinstance(value, Card):
            text = value.text[self.language]
            return text if isinstance(text, str) else text[self.register]
        return value


@cache
def terms(language: Language, register: Register) -> Mapping[str, str]:
    """Return every term by name, with its plural and, for sentence starts, its capitalised form."""
    terms: dict[str, str] = {}
    for name, entry in vocabulary().items():
        word = entry[language][register]
        many = entry.get(f"{language}_many", entry[language])[register]
        for key, text in ((name, word), (entry.get("many", f"{name}s"), many)):
            terms[key] = text
            terms[key[0].upper() + key[1:]] = text[0].upper() + text[1:]
    return terms


def choose_language(*wishes: str | None, environ: Mapping[str, str] | None = None) -> Language:
    """Return the first language that is named and that we speak.

    Order: the wishes given (command line, then settings), then ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, then
    what the system says. Where nobody names one, Japanese, for these are its users; English where the terminal
    cannot show Japanese.
    """
    environ = os.environ if environ is None else environ
    from_environment = [environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for wish in (*wishes, *[w for w in from_environment if w][:1], _system_language()):
        for language in LANGUAGES:
            if wish and wish.lower().startswith((language, {"ja": "japanese", "en": "english"}[language])):
                return language
    return "ja" if _can_show_japanese() else "en"


def _system_language() -> str | None:
    if sys.platform != "win32":
        return None
    import locale

    return locale.getlocale()[0]


def _can_show_japanese() -> bool:
    try:
        "\u3042".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


_current = Voice("ja")


def voice() -> Voice:
    """Return the voice of the program itself, as `use` has set it."""
    return _current


def use(language: Language, register: Register = "adventure") -> Voice:
    """Set the program's own voice, once, before anything is shown or declared."""
    global _current
    _current = Voice(language, register)
    return _current


def tr(text: str, /, **values: object) -> str:
    """Translate a sentence in the program's own voice."""
    return _current.tr(text, **values)


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """Translate a counted sentence in the program's own voice."""
    return _current.trn(one, many, n, **values)
