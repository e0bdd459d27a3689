"""Who could be asked when an action is stuck: from what holds it up to those of the party who deal with that.

A proposal in a fixed order, made of callings, posts and what the plan says of money and decisions. It weighs
nobody: whoever comes first deals with the matter, and that is all it says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dxworkshop.model.session import Action, Gap, Lens, Member, Session
from dxworkshop.model.value import shown
from dxworkshop.sentence import Sentence, say

MOST = 3
"""How many are named at once: who is given ten names asks nobody."""
_MONEY: Sentence = say("about the budget")
_DECISION: Sentence = say("about the decision")
_SAFETY: Sentence = say("about security and rules")
_BACKING: Sentence = say("to back it")
_GUARDED = ("three-layers", "no-online-tools")
"""Cards of obstacles that are about what security allows."""
_BY_LENS: Mapping[Lens, tuple[str, Sentence]] = {
    "people": ("mentor", say("about people and postings")),
    "environment": ("smith", say("about ICT and data")),
    "relations": ("bridge", say("to bring people together")),
}
"""Who deals with what a gap is about, where an action answers one."""
_SPONSORS = ("shield", "bearer")
_HIGHER = ("committee", "headquarters", "council")


@dataclass(frozen=True)
class Asked:
    """Somebody who could be asked, and about what."""

    about: Sentence
    member: str = ""
    """Id of the member; empty where nobody of the party is in that calling yet."""
    calling: str = ""
    """The calling that is asked, an id of the deck; empty for a leader in no such calling."""


def could_be_asked(session: Session, action: Action) -> tuple[Asked, ...]:
    """Return who could help with an action, at most `MOST`, the nearest to the matter first.

    Money: who deals with budgets. A decision above the team: who shows the direction, or leads. What security
    allows: who guards it. What the answered gap is about: who deals with that. Last, whoever takes responsibility.
    The owner is not asked; each is named once. A calling that nobody holds is named alone for money and backing.
    """
    members = {id_: member for id_, member in shown(session.members) if id_ != action.owner}
    found: dict[str, Asked] = {}
    for one in _in_order(session, action, members):
        found.setdefault(one.member or one.calling, one)
    return tuple(found.values())[:MOST]


def _in_order(session: Session, action: Action, members: Mapping[str, Member]) -> Iterator[Asked]:
    if action.budget == "needed":
        yield from _held(members, _MONEY, "supplier") or [Asked(_MONEY, calling="supplier")]
    if action.decided_at in _HIGHER:
        yield from _held(members, _DECISION, "bearer") or _led(members, _DECISION)
    gaps = [session.gaps[id_] for id_ in action.answers if id_ in session.gaps and not session.gaps[id_].removed]
    if any(gap.deck in _GUARDED for gap in gaps):
        yield from _held(members, _SAFETY, "keeper")
    yield from _by_lens(members, gaps)
    backing = [one for calling in _SPONSORS for one in _held(members, _BACKING, calling)]
    yield from backing or _led(members, _BACKING) or [Asked(_BACKING, calling="shield")]


def _by_lens(members: Mapping[str, Member], gaps: list[Gap]) -> Iterator[Asked]:
    for lens in dict.fromkeys(gap.lens for gap in gaps):
        if lens in _BY_LENS:
            calling, about = _BY_LENS[lens]
            yield from _held(members, about, calling)


def _held(members: Mapping[str, Member], about: Sentence, calling: str) -> list[Asked]:
    return [Asked(about, id_, calling) for id_, member in members.items() if member.calling.strip() == calling]


def _led(members: Mapping[str, Member], about: Sentence) -> list[Asked]:
    return [Asked(about, id_) for id_, member in members.items() if member.post == "leader"]
