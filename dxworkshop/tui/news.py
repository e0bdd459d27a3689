"""What is said once, when it happens: who came, where two wrote in one place, what a crash left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dxworkshop.i18n import Voice
from dxworkshop.model.clash import clashes, is_there
from dxworkshop.model.place import at
from dxworkshop.service import opening
from dxworkshop.store.presence import Other
from dxworkshop.tui.commands import key_of
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.source import as_text

NAMED = 3
"""Other windows that are named; further ones are counted."""
LASTING = 3600.0
"""Seconds of a notice that somebody has to see."""


@dataclass(frozen=True)
class Piece:
    """One piece of news."""

    sentence: str
    severity: Literal["information", "warning", "error"] = "information"
    seconds: float = 8.0


class News:
    """What happened to a session since this was last asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._clashes = {id_ for id_, _ in clashes(desk.session)}
        self._others: set[tuple[str, str, bool]] = set()

    def at_opening(self, voice: Voice) -> list[Piece]:
        """Return what is to be said of the file that was opened."""
        led = self._desk.facilitation
        said = (
            Piece(read_only(self._desk, voice), "warning", 15.0),
            Piece(opening.recovered(led, voice), seconds=15.0),
            Piece(opening.broken(led, voice), "error", LASTING),
            Piece(opening.unkept(led, voice), "warning", 30.0),
        )
        return [piece for piece in said if piece.sentence]

    def since(self, voice: Voice) -> list[Piece]:
        """Return what happened since the last time."""
        told = []
        others = {(other.who, other.host, other.here) for other in self._desk.others}
        if others - self._others:
            told.append(Piece(also_open(self._desk.others, voice)))
        self._others = others
        open_ = {id_ for id_, _ in clashes(self._desk.session)}
        if new := len(open_ - self._clashes):
            sentence = voice.trn(
                "Two people wrote in {n} field at the same time. {key} shows both, to choose.",
                "Two people wrote in {n} fields at the same time. {key} shows both, to choose.",
                new,
                key=key_of("conflicts"),
            )
            told.append(Piece(sentence, "warning", 10.0))
        self._clashes = open_
        return told


def read_only(desk: Desk, voice: Voice) -> str:
    """Return why nothing can be changed, and what helps; empty where everything can."""
    why = desk.facilitation.read_only
    if why is None:
        return ""
    if desk.facilitation.newer:
        return voice.say(why) + "\n" + voice.tr("Update the program to go on here.")
    return voice.say(why) + "\n" + voice.tr("{key} saves it under another name.", key=key_of("save_as"))


def set_aside(desk: Desk, voice: Voice) -> dict[str, str]:
    """Return the texts of ours in whose place others wrote, each with what stands there now."""
    return {
        as_text(mine): voice.tr(
            "somebody else wrote here: {text} ({key} to choose)",
            text=as_text(at(desk.session, keys)),
            key=key_of("conflicts"),
        )
        for keys, mine in desk.contested.open(desk.session)
        if is_there(desk.session, keys)
    }


def to_decide(desk: Desk, voice: Voice) -> str:
    """Return in how many places somebody has to decide, in a word or two; empty for none."""
    number = len(clashes(desk.session))
    return voice.trn("{n} to decide", "{n} to decide", number) if number else ""


def also_open(others: Iterable[Other], voice: Voice) -> str:
    """Return where else the file is open; empty for nowhere."""
    places = list(dict.fromkeys(_place(other, voice) for other in others))
    if not places:
        return ""
    if places == [_place_here(voice)]:
        return voice.tr("Also open in another window on this laptop")
    if (more := len(places) - NAMED) > 0:
        return voice.tr("Also open on {places} and {n} more", places=places[:NAMED], n=more)
    return voice.tr("Also open on {places}", places=places)


def _place(other: Other, voice: Voice) -> str:
    if other.here:
        return _place_here(voice)
    return voice.tr("{who}'s laptop", who=other.who) if other.who else other.host


def _place_here(voice: Voice) -> str:
    return voice.tr("another window here")
