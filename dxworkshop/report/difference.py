"""What changed between two states of a session, part by part; and one state in the same words.

Whose dots they are, how a hidden vote goes, and who wrote an anonymous slip or when is not told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from dxworkshop.i18n import Voice
from dxworkshop.insight.author import author
from dxworkshop.insight.tally import spent, standing
from dxworkshop.model.clash import PARTS
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.place import at
from dxworkshop.model.secret import is_anonymous
from dxworkshop.model.session import Session
from dxworkshop.model.value import Value, plain
from dxworkshop.model.workshop import VoteStep
from dxworkshop.report.clash import named
from dxworkshop.report.field import HEADINGS, LABELS, item_name, label, person, statement, step_title, words
from dxworkshop.report.teller import Teller

How = Literal["", "added", "changed", "removed", "restored"]
"""What became of a thing; nothing where it is only told."""
_PARTS = {
    "measure": "boss",
    "rule": "rules",
    "member": "party",
    "seat": "party",
    "gap": "gaps",
    "note": "notes",
    "group": "notes",
    "action": "actions",
    "risk": "risks",
    "parked": "parked",
    "step": "agenda",
    "checkin": "checkins",
    "exception": "exceptions",
}
_NOT_TOLD = ("removed", "rank", "deck", "since")


@dataclass(frozen=True)
class Told:
    """One field."""

    key: str
    label: str
    new: str
    """What stands there, in words; empty for nothing."""
    old: str = ""
    """What stood there."""


@dataclass(frozen=True)
class Line:
    """One thing, and what became of it."""

    how: How
    id: str
    """Empty for a part there is one of."""
    name: str
    fields: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One part of a session."""

    part: str
    heading: str
    lines: tuple[Line, ...]


@dataclass
class _Thing:
    """One thing as it is in one session: its name, and each field as it stands and in words."""

    name: str
    fields: dict[str, tuple[str, Any, str]] = field(default_factory=dict)
    """By key: the label, the value and the words."""
    there: bool = True
    """Whether it was not removed."""
    rank: str = ""


_Key = tuple[str, str, str]
"""Part, kind and id of a thing."""


def told(session: Session, voice: Voice) -> tuple[Chapter, ...]:
    """Return all that a session says, part by part."""
    things = _things(Teller(session, voice, date.min))
    lines = {key: _line("", key[2], None, thing) for key, thing in things.items() if thing.there}
    return _chapters(voice, {key: line for key, line in lines.items() if line.fields or key[2]}, things)


def difference(before: Session, after: Session, voice: Voice) -> tuple[Chapter, ...]:
    """Return what is another in the second session, part by part; nothing where it says the same."""
    old, new = (_things(Teller(session, voice, date.min)) for session in (before, after))
    _hide_slips(before, after, old, new, voice)
    lines: dict[_Key, Line] = {}
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        how: How
        if now is not None and now.there:
            how = "changed" if was is not None and was.there else "added" if was is None else "restored"
            line = _line(how, key[2], was if how == "changed" else None, now)
            moved = how == "changed" and was is not None and was.rank != now.rank
            if line.fields or how != "changed" or moved:
                lines[key] = line
        elif was is not None and was.there:
            lines[key] = Line("removed", key[2], was.name)
    return _chapters(voice, lines, {**old, **new})


def _chapters(voice: Voice, lines: Mapping[_Key, Line], things: Mapping[_Key, _Thing]) -> tuple[Chapter, ...]:
    chapters = []
    kinds = list(LABELS)
    for part, heading in HEADINGS.items():
        own = [key for key in lines if key[0] == part]
        own.sort(key=lambda key: (kinds.index(key[1]) if key[1] in kinds else -1, things[key].rank, key[2]))
        if own:
            chapters.append(Chapter(part, voice.say(heading), tuple(lines[key] for key in own)))
    return tuple(chapters)


def _line(how: How, id_: str, was: _Thing | None, now: _Thing) -> Line:
    before = was.fields if was else {}
    said = []
    for key in {**now.fields, **before}:
        _, old_value, old = before.get(key, ("", None, ""))
        text, value, new = now.fields.get(key, (before[key][0] if key in before else "", None, ""))
        if old != new and old_value != value and not (how != "changed" and id_ and new == now.name):
            said.append(Told(key, text, new, old))
    return Line(how, id_, now.name, tuple(said))


# What a session says, as things -------------------------------------------------------------------


def _things(teller: Teller) -> dict[_Key, _Thing]:
    return {key: thing for find in (_parts, _items, _said, _clashes, _others) for key, thing in find(teller)}


def _parts(teller: Teller) -> Iterator[tuple[_Key, _Thing]]:
    """Yield what there is one of."""
    session = teller.session
    values: dict[str, Value] = {part: getattr(session, part) for part in PARTS}
    for part, value in {"session": session, **values}.items():
        yield (part, part, ""), _thing(teller, part, teller.voice.say(HEADINGS[part]), value)


def _items(teller: Teller) -> Iterator[tuple[_Key, _Thing]]:
    """Yield what there are many of."""
    for noun, spec in NOUNS.items():
        for id_, item in at(teller.session, spec.path).items():
            thing = _thing(teller, noun, item_name(teller, noun, id_, item), item)
            if noun == "note" and not author(teller.session, item):
                thing.fields.pop("author", None)
            yield (_PARTS[noun], noun, id_), thing


def _thing(teller: Teller, of: str, name: str, value: Value) -> _Thing:
    """Return a value as a thing: the fields that have a name, in their order, then those of its own kind."""
    data = plain(value)
    stamp, rank = data.get("removed", ""), data.get("rank", "")
    thing = _Thing(name, there=not stamp, rank=rank)
    own = (
        LABELS[of]
        if of in ("session", "boss", "step")
        else {**LABELS[of], **dict.fromkeys(type(value).model_fields)}
    )
    for key in own:
        if key in data and key not in _NOT_TOLD:
            thing.fields[key] = (label(teller, of, key), data[key], words(teller, of, key, data[key]))
    return thing


def _said(teller: Teller) -> Iterator[tuple[_Key, _Thing]]:
    """Yield what a room said: marks, dots and pledges."""
    session = teller.session
    for step, ratings in session.ratings.items():
        for card, rating in ratings.items():
            yield (
                ("ratings", "rating", f"{step}/{card}"),
                _thing(teller, "rating", statement(teller, step, card), rating),
            )
    for id_, vote in session.votes.items():
        yield (
            ("votes", "vote", id_),
            _Thing(step_title(teller, id_), _sums(teller, id_) if vote.revealed else _hidden(teller, id_)),
        )
    for id_, pledge in session.pledges.items():
        thing = _thing(teller, "pledge", person(teller, id_), pledge)
        thing.there = bool(pledge.words.strip())
        yield ("pledges", "pledge", id_), thing


def _sums(teller: Teller, step: str) -> dict[str, tuple[str, Any, str]]:
    """Return the sums of a vote that was revealed, never whose dots they are."""
    asked = teller.session.workshop.steps.get(step)
    found = standing(teller.session, asked.on if isinstance(asked, VoteStep) else "", teller.session.votes[step])
    return {one.id: (teller.idea(one.id), one.dots, str(one.dots)) for one in found if one.dots}


def _hidden(teller: Teller, step: str) -> dict[str, tuple[str, Any, str]]:
    """Return of a vote that is hidden how many dots lie, as every screen may tell it."""
    n = spent(teller.session, step)
    return {"dots": (label(teller, "vote", "dots"), n, str(n))} if n else {}


def _clashes(teller: Teller) -> Iterator[tuple[_Key, _Thing]]:
    """Yield what two people wrote in one place, until it is settled."""
    for id_, clash in teller.session.conflicts.items():
        found = named(teller.session, clash, teller.voice)
        fields = {"mine": (teller.voice.tr("Set aside"), clash.mine, found.mine)}
        yield ("conflicts", "clash", id_), _Thing(found.place, fields, there=not clash.removed)


def _others(teller: Teller) -> Iterator[tuple[_Key, _Thing]]:
    """Yield the tables and keys that a later version may know, by their names."""
    for key, value in (teller.session.__pydantic_extra__ or {}).items():
        many = len(value) if isinstance(value, (Mapping, list, tuple)) else 1
        yield ("other", "other", key), _Thing(key, {"": ("", value, str(many))})


def _hide_slips(
    before: Session, after: Session, old: dict[_Key, _Thing], new: dict[_Key, _Thing], voice: Voice
) -> None:
    """Tell of an anonymous step only how many slips there are: side by side, they say which one came when."""
    teller = Teller(after, voice, date.min)
    steps = {id_ for id_ in {**before.workshop.steps, **after.workshop.steps} if _is_secret(before, after, id_)}
    for id_ in sorted(steps):
        for session, things in ((before, old), (after, new)):
            own = [("notes", "note", key) for key, note in session.notes.items() if note.step == id_]
            n = sum(things.pop(key).there for key in own)
            if n:
                counted = {"": (voice.tr("Number of notes"), n, str(n))}
                things["notes", "slips", id_] = _Thing(step_title(teller, id_), counted)


def _is_secret(before: Session, after: Session, step: str) -> bool:
    return is_anonymous(before, step) or is_anonymous(after, step)
