"""How things are called, and how they are found by what people call them."""

from collections.abc import Callable, Iterator, Mapping

from dxworkshop.errors import AmbiguousError, NotFoundError, RuleError
from dxworkshop.folding import folded
from dxworkshop.i18n import Voice, voice
from dxworkshop.model.apply import NOUN_WORDS, table
from dxworkshop.model.changes import Noun
from dxworkshop.model.nouns import NOUNS, TITLE_LIMIT
from dxworkshop.model.session import Session
from dxworkshop.model.value import shown
from dxworkshop.sentence import Sentence, say

_NAMES: Mapping[Noun, str] = {
    "member": "label",
    "action": "title",
    "rule": "text",
    "gap": "reality",
    "note": "text",
    "risk": "cause",
    "parked": "text",
    "step": "title",
    "checkin": "on",
    "exception": "rule",
}
"""Where an item's name stands, unless that is called so."""


def name_of(noun: Noun, item: object) -> str:
    """Return what an item is called."""
    name = getattr(item, _NAMES.get(noun, "name"))
    if noun == "step":
        return voice().text(name)
    return str(name or getattr(item, "ideal", ""))


def touched(before: Session, after: Session) -> Sentence | None:
    """Return in which thing two sessions differ, by its name: the item first, whatever follows from it."""
    for noun in NOUNS:
        old, new = table(before, noun), table(after, noun)
        found = [id_ for id_ in sorted({*old, *new}) if new.get(id_) != old.get(id_)]
        if found:
            name = _short(name_of(noun, new.get(found[0]) or old[found[0]]))
            if len(found) == 1:
                return say("{noun} {name}", noun=NOUN_WORDS[noun], name=name)
            return say("{noun} {name} and {n} more", noun=NOUN_WORDS[noun], name=name, n=len(found) - 1)
    parts = {
        "vision": say("{Vision}"),
        "boss": say("{Boss}"),
        "ratings": say("a rating"),
        "votes": say("the dots"),
        "conflicts": say("a conflict"),
        "pledges": say("{Pledges}"),
        "closing": say("the show of hands"),
        "meeting": say("time and place"),
        "paper": say("the head of the document"),
        "reviews": say("the review dates"),
        "earlier": say("the sessions that this one goes on from"),
        "title": say("title"),
    }
    for name, words in parts.items():
        if getattr(before, name) != getattr(after, name):
            return words
    heads = ("organisation", "confidentiality", "language", "register")
    return say("the head of the session") if any(getattr(before, h) != getattr(after, h) for h in heads) else None


def pick(session: Session, noun: Noun, selector: str) -> str:
    """Return the id of an item: its id or the start of it, or part of its name.

    Raises `NotFoundError`, or `AmbiguousError` with the names that answer.
    """
    items = dict(shown(table(session, noun)))
    wanted = folded(selector)
    for test in _tests(selector, wanted):
        found = [id_ for id_, item in items.items() if test(id_, folded(name_of(noun, item)))]
        if len(found) == 1:
            return found[0]
        if found:
            names = [f"{name_of(noun, items[id_])} ({id_})" for id_ in found]
            raise AmbiguousError(say("{name} may be any of: {names}", name=selector, names=names))
    if not selector:
        raise RuleError(say("name one of them"))
    raise NotFoundError(say("there is no {name} here", name=selector))


_MOST = 40


def _short(name: str) -> str:
    line = next(iter(name.strip().splitlines()), "")
    return line if len(line) <= _MOST else line[: _MOST - 1] + "\u2026"


def _tests(selector: str, wanted: str) -> Iterator[Callable[[str, str], bool]]:
    yield lambda id_, name: id_ == selector
    yield lambda id_, name: name == wanted
    yield lambda id_, name: bool(wanted) and (id_.startswith(selector) or wanted in name)


_MOST_TIMES = 100
"""How often a title is counted on."""


def title_after(session: Session) -> str:
    """Return what a session that goes on from another may be called: its title, and how many times it is now."""
    spoken = Voice(session.language, session.register)
    base, times = session.title, 2
    for n in range(2, _MOST_TIMES):
        mark = spoken.tr("{title} (no. {n})", title="", n=n)
        if base.endswith(mark):
            base, times = base.removesuffix(mark), n + 1
            break
    mark = spoken.tr("{title} (no. {n})", title="", n=times)
    return spoken.tr("{title} (no. {n})", title=base[: TITLE_LIMIT - len(mark)], n=times)
