"""One thing becomes another, and keeps the link: a note an action, a gap or a parked topic; a hole a seat."""

import unicodedata

from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.model.changes import Add
from dxworkshop.model.nouns import TITLE_LIMIT
from dxworkshop.model.session import Action, Gap, Group, Lens, Note, OpenSeat, Parked, Risk, Session
from dxworkshop.model.value import Item
from dxworkshop.sentence import say

_CUT = "\u2026"
"""Stands where a title goes on in the thing it came from."""


def action_from(session: Session, source: str, new: str) -> Add:
    """Return the change that makes an action of a note, a group, a gap or a risk; the action answers it."""
    made = [a for a in session.actions.values() if source in a.answers and not a.removed and a.since == ""]
    item = _source(session, source)
    if isinstance(item, Note | Group) and made:
        raise RuleError(say("this is an action already: {title}", title=made[0].title))
    return Add("action", new, Action(title=_title(_words(item)), answers=(source,)))


def gap_from(session: Session, note: str, new: str, lens: Lens = "organisation") -> Add:
    """Return the change that makes a gap of a note: what the note says is the reality."""
    if any(gap.note == note and not gap.removed for gap in session.gaps.values()):
        raise RuleError(say("this is an obstacle already"))
    return Add("gap", new, Gap(lens=lens, reality=_words(_source(session, note)), note=note))


def parked_from(session: Session, note: str, new: str) -> Add:
    """Return the change that parks a note: it is a question where it ends like one."""
    if any(parked.note == note and not parked.removed for parked in session.parked.values()):
        raise RuleError(say("this is parked already"))
    return Add("parked", new, parked(_words(_source(session, note)), note))


def parked(text: str, note: str = "") -> Parked:
    """Return something to come back to; what ends with a question mark is a question."""
    is_question = text.rstrip().endswith(("?", "\uff1f"))
    return Parked(text=text, kind="question" if is_question else "topic", note=note)


def action_for(title: str, card: str, new: str) -> Add:
    """Return the change that takes up a suggestion for what nobody here holds as an action."""
    return Add("action", new, Action(title=_title(title), covers=card))


def seat_for(name: str, card: str, why: str, new: str) -> Add:
    """Return the change that opens a seat for somebody who would bring what nobody here holds."""
    return Add("seat", new, OpenSeat(name=name, why=why, covers=card))


def _source(session: Session, id_: str) -> Item:
    for table in (session.notes, session.groups, session.gaps, session.risks):
        item: Item | None = table.get(id_)
        if item is not None and not item.removed:
            return item
    raise NotFoundError(say("there is no {name} here", name=id_))


def _words(item: Item) -> str:
    if isinstance(item, Risk):
        return item.counter or item.cause
    if isinstance(item, Gap):
        return item.ideal or item.reality
    return str(getattr(item, "text", "") or getattr(item, "name", ""))


def _title(words: str) -> str:
    line = " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words).split())
    return line if len(line) <= TITLE_LIMIT else line[: TITLE_LIMIT - 1] + _CUT
