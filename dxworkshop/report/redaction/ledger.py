"""What was taken out, and why: counted on the way, told at the end."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dxworkshop.i18n import Voice
from dxworkshop.model import paper, session
from dxworkshop.model.session import Member
from dxworkshop.model.value import Item, Value
from dxworkshop.model.workshop import Step
from dxworkshop.offer import Audience
from dxworkshop.report.field import HEADINGS, LABELS
from dxworkshop.report.redaction.names import Names
from dxworkshop.report.redaction.people import role
from dxworkshop.report.redaction.rule import REMOVED
from dxworkshop.sentence import Sentence

_KINDS: Mapping[type[Value], str] = {
    session.Session: "session",
    session.Vision: "vision",
    session.Boss: "boss",
    session.Measure: "measure",
    session.Rule: "rule",
    session.Member: "member",
    session.OpenSeat: "seat",
    session.Gap: "gap",
    session.Note: "note",
    session.Group: "group",
    session.Rating: "rating",
    session.Vote: "vote",
    session.Risk: "risk",
    session.Action: "action",
    session.Pledge: "pledge",
    session.Parked: "parked",
    session.Closing: "closing",
    session.Checkin: "checkin",
    session.CheckinReport: "report",
    session.LintException: "exception",
    paper.Meeting: "meeting",
    paper.Paper: "paper",
    Step: "step",
}
_PARTS = {"members": "party", "seats": "party", "groups": "notes", "workshop": "agenda", "clock": "agenda"}
"""Tables of a session that are told under the heading of another."""
_HEADINGS = {
    "member": "party",
    "seat": "party",
    "gap": "gaps",
    "note": "notes",
    "group": "notes",
    "rating": "ratings",
    "vote": "votes",
    "risk": "risks",
    "action": "actions",
    "pledge": "pledges",
    "checkin": "checkins",
    "report": "checkins",
    "exception": "exceptions",
    "step": "agenda",
    "measure": "boss",
    "rule": "rules",
}
"""Under which heading a field of each kind is told."""

_STRANGE = HEADINGS["other"]


@dataclass(frozen=True)
class Taken:
    """One thing that was taken out or changed."""

    what: str
    why: str
    before: str = ""
    """What stood there; empty where it is not repeated."""
    after: str = ""
    """What stands there now; empty for nothing."""
    count: int = 1
    """How many times, or how many of them."""
    where: tuple[str, ...] = ()
    """In which parts of the session."""


@dataclass
class Ledger:
    """Counts what is held back while a session is walked through."""

    voice: Voice
    audience: Audience
    names: Names
    held: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By what it is, why, and where."""

    def held_back(self, model: type[Value], name: str, inner: object, why: Sentence) -> None:
        """Note that something is not told; nothing that was said is nothing."""
        count = _size(inner)
        if count:
            what, where = self._label(model, name)
            if why is REMOVED:
                what, where = self.voice.tr("Taken out"), where or what
            self.held[(what, self.voice.say(why), where)] += count

    def named(self, member: Member) -> None:
        """Note that a member lost the name; what stood as a name and is a role is one no longer."""
        self.names.count(member.name.strip(), self.role(member), "members")

    def role(self, member: Member) -> str:
        """Return what a member without an office is called in its place."""
        return role(member, self.audience, self.voice, self.names)

    def apart(self) -> "Ledger":
        """Return one that counts for itself: what is taken out of an earlier session is not listed."""
        return Ledger(self.voice, self.audience, self.names)

    def taken(self) -> tuple[Taken, ...]:
        """Tell it all: the names first, those that stood most often before others."""
        return (*self._names(), *self._rest())

    def _names(self) -> list[Taken]:
        tr, told = self.voice.tr, []
        for name, found in sorted(self.names.found.items(), key=lambda pair: (-pair[1].where.total(), pair[0])):
            why = tr("names are not told outside the team")
            if found.read_through:
                why = tr("one character that stands in other words too: read these places through")
            where = _once(self._part(part) for part in found.where)
            told.append(Taken(tr("a name"), why, name, found.label, found.where.total(), where))
        return told

    def _rest(self) -> list[Taken]:
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for (what, why, where), count in self.held.items():
            found.setdefault((what, why), []).append((where, count))
        return [
            Taken(
                what, why, count=sum(n for _, n in places), where=tuple(dict.fromkeys(w for w, _ in places if w))
            )
            for (what, why), places in found.items()
        ]

    def _part(self, name: str) -> str:
        key = _PARTS.get(name, name)
        heading = HEADINGS.get(key) or LABELS["session"].get(key) or HEADINGS["session"]
        return self.voice.say(heading)

    def _label(self, model: type[Value], name: str) -> tuple[str, str]:
        """Return what a field is called, and the heading it stands under; a table is its own heading."""
        kind = next((_KINDS[base] for base in model.__mro__ if base in _KINDS), "")
        known = LABELS.get(kind, {}).get(name)
        strange = name not in model.model_fields
        if kind == "session" and not known:
            return self.voice.say(_STRANGE) if strange else self._part(name), ""
        heading = HEADINGS[_HEADINGS.get(kind, kind or "other")]
        where = self.voice.say(heading)
        if known:
            return self.voice.say(known), where
        return (self.voice.say(_STRANGE), where) if strange else (where, "")


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _size(inner: object) -> int:
    """Return how many things there are in what was held back."""
    if isinstance(inner, int) and not isinstance(inner, bool):
        return inner
    if isinstance(inner, Mapping):
        return sum(1 for one in inner.values() if not (isinstance(one, Item) and one.removed))
    if isinstance(inner, (tuple, set, list)):
        return len(inner)
    if isinstance(inner, Value):
        return int(inner != type(inner)())
    return int(bool(inner.strip() if isinstance(inner, str) else inner))
