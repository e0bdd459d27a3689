"""A clash as people see it: in which thing, in which field, what stands there and what gave way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dxworkshop.i18n import Voice
from dxworkshop.model.apply import NOUN_WORDS
from dxworkshop.model.clash import standing
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.patch import MISSING
from dxworkshop.model.place import Keys, at, keys_of
from dxworkshop.model.record import Clash
from dxworkshop.model.session import Session
from dxworkshop.report.field import HEADINGS, item_name, label, person, statement, step_title, words
from dxworkshop.report.teller import Teller

_SHOWN = 60


@dataclass(frozen=True)
class NamedClash:
    """A clash in words, for people."""

    item: str
    """The thing it is about, by its name."""
    field: str
    """What the field is called; empty where the whole thing is meant."""
    theirs: str
    """What stands there."""
    mine: str
    """What gave way."""

    @property
    def place(self) -> str:
        """Where it is: the thing, and the field in it."""
        return f"{self.item}: {self.field}" if self.field not in ("", self.item) else self.item


def named(session: Session, clash: Clash, voice: Voice) -> NamedClash:
    """Return a clash in words; of a vote that is hidden it tells no number."""
    teller = Teller(session, voice, date.min)
    keys = keys_of(clash.path)
    item, of, name = _where(teller, keys)
    if _is_hidden(session, keys):
        hidden = voice.tr("hidden, as the sums are")
        return NamedClash(item, _field(teller, of, keys, name), hidden, hidden)
    if keys[-1] == "removed":
        stays = voice.tr("it stays")
        return NamedClash(item, label(teller, of, name), stays, _taken_out(voice, clash.mine))
    told = ("report", keys[4]) if keys[0] == "checkins" and keys[2] == "actions" and len(keys) == 5 else (of, name)
    theirs, mine = (_words(teller, *told, value) for value in (standing(session, clash), clash.mine))
    return NamedClash(item, _field(teller, of, keys, name), theirs, mine)


def _words(teller: Teller, of: str, name: str, value: Any) -> str:
    text = "" if value is MISSING else words(teller, of, name, value)
    return text or teller.voice.tr("nothing")


def _taken_out(voice: Voice, stamp: Any) -> str:
    return voice.tr("taken out ({stamp})", stamp=stamp) if stamp else voice.tr("it stays")


def _is_hidden(session: Session, keys: Keys) -> bool:
    """Tell whether a number is one that the room may not see yet."""
    vote = session.votes.get(keys[1]) if keys[0] == "votes" and len(keys) > 1 else None
    return vote is not None and not vote.revealed and keys[2:3] != ("revealed",)


def _where(teller: Teller, keys: Keys) -> tuple[str, str, str]:
    """Return the name of the thing that keys lead to, of which kind it is, and the key of the field."""
    session, voice = teller.session, teller.voice
    for noun, spec in NOUNS.items():
        depth = len(spec.path)
        if keys[:depth] == spec.path and len(keys) > depth:
            item = at(session, spec.path).get(keys[depth])
            name = item_name(teller, noun, keys[depth], item) if item is not None else keys[depth]
            return (
                voice.tr("{noun} {name}", noun=NOUN_WORDS[noun], name=_short(name)),
                noun,
                keys[depth + 1] if len(keys) > depth + 1 else "",
            )
    headings = {part: voice.say(heading) for part, heading in HEADINGS.items()}
    match keys:
        case ("ratings", step, card, *rest):
            return (
                f"{headings['ratings']}: {statement(teller, step, card)}",
                "rating",
                "".join(rest[:1]),
            )
        case ("votes", step, *rest):
            return f"{headings['votes']}: {step_title(teller, step)}", "vote", "".join(rest[:1])
        case ("pledges", member, *rest):
            return f"{headings['pledges']}: {person(teller, member)}", "pledge", "".join(rest[:1])
        case ("vision" | "boss" | "closing" | "meeting" | "paper" as part, *rest):
            return headings[part], part, "".join(rest[:1])
        case ("workshop", *rest):
            return headings["agenda"], "step", "/".join(rest)
    return headings["session"], "session", "/".join(keys)


def _field(teller: Teller, of: str, keys: Keys, name: str) -> str:
    """Return what a field is called; a field inside a measure by both names, dots by what they lie on."""
    if not name:
        return ""
    if keys[0] == "votes" and len(keys) > 3:
        return f"{label(teller, of, name)}: {teller.idea(keys[3])}"
    if of == "checkin" and len(keys) > 3:
        return ": ".join((label(teller, of, name), *_inside(teller, name, keys[3:])))
    if of == "action" and name == "measure" and keys[-1] != "measure":
        return f"{label(teller, of, name)}: {label(teller, 'measure', keys[-1])}"
    return label(teller, of, name)


def _inside(teller: Teller, name: str, keys: Keys) -> tuple[str, ...]:
    """Return what a field of a check-in tells of, by its name, and which field of a report it is."""
    session, (id_, *rest) = teller.session, keys
    match name:
        case "readings" if id_ in session.boss.measures:
            return (_short(session.boss.measures[id_].name.strip() or id_),)
        case "actions":
            title = session.actions[id_].title.strip() if id_ in session.actions else ""
            return (_short(title or id_), *(label(teller, "report", key) for key in rest[:1]))
        case "gaps" if id_ in session.gaps:
            return (_short(item_name(teller, "gap", id_, session.gaps[id_])),)
        case "ratings" if rest:
            return (_short(statement(teller, id_, rest[0])),)
    return (id_,)


def _short(name: str) -> str:
    line = next(iter(name.strip().splitlines()), "")
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "\u2026"
