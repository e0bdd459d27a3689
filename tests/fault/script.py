"""Somebody who leads a workshop at random and at full speed, and says aloud what was promised to them."""

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from dxworkshop.errors import DxError, SaveError
from dxworkshop.model.changes import (
    Add,
    Change,
    Edit,
    Extend,
    MarkAction,
    MoveTo,
    PlaceDots,
    Rate,
    Remove,
    Set,
    Together,
)
from dxworkshop.model.session import Action, Note, Parked, Session
from dxworkshop.model.value import shown
from dxworkshop.service import Facilitation
from dxworkshop.store import document
from tests.fault import broken as breaking
from tests.fault.laptop import open_session, state_of
from tests.fault.nursery import Channel
from tests.unit.test_round_trip import PIECES

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=timezone(timedelta(hours=9)))
_ID = "abcdefghijklmnopqrstuvwxyz234567"
_SAVES = 0.06
_KEEPS = 0.7
_DRAFT = "collect/ideas/new"


def lead(channel: Channel, path: str, seed: int, broken: str = "", end: bool = False) -> None:
    """Change, keep and save at random for ever; or make a few changes and close.

    Says ``opening``, ``open`` with the state, the number of recovered changes, seconds, and whether the file holds
    less; ``did`` with the state after every change, ``keeping`` before it keeps for the first time, ``saving``
    before every save, ``kept`` and ``saved`` when all that was said before is promised, ``closed``.
    """
    breaking.apply(broken)
    source = random.Random(seed)  # noqa: S311 - a story, not a secret
    channel.tell("opening")
    led = _opened(channel, path)
    turns, keeping = 0, False
    while turns < 5 or not end:
        turns += 1
        if _do_something(led, source):
            channel.tell("did", state_of(led.session, led.drafts))
        if source.random() < _KEEPS:
            if not keeping:
                channel.tell("keeping")
            led.keep()
            keeping = True
            channel.tell("kept")
        if source.random() < _SAVES:
            _save(channel, led)
    led.close()
    channel.tell("closed", state_of(led.session, led.drafts))


def hurry(channel: Channel, path: str, changes: int) -> None:
    """Make many changes and keep each, without ever saving; then die."""
    led = open_session(Path(path))
    for n in range(changes):
        led.do(Edit("note", "n333333333", {"text": f"案 {n}"}) if n % 3 else _note(_id(n), f"付箋 {n}"))
        led.keep()
    channel.tell("did", state_of(led.session, led.drafts))
    os._exit(0)


def look(channel: Channel, path: str) -> None:
    """Open a session, say in which state it is and how long that took, and die."""
    _opened(channel, path)
    os._exit(0)


def _opened(channel: Channel, path: str) -> Facilitation:
    before = time.perf_counter()
    led = open_session(Path(path))
    seconds = time.perf_counter() - before
    now = led.session
    news = document.load(Path(path)).session.model_copy(update={"at": now.at, "clock": now.clock}) != now
    channel.tell("open", state_of(led.session, led.drafts), led.recovered, seconds, news)
    return led


def _save(channel: Channel, led: Facilitation) -> None:
    channel.tell("saving")
    before = time.perf_counter()
    try:
        led.save()
    except SaveError as error:
        channel.tell("refused", str(error))
    else:
        seconds = time.perf_counter() - before
        channel.tell("did", state_of(led.session, led.drafts))
        channel.tell("saved", seconds)


def _do_something(led: Facilitation, source: random.Random) -> bool:
    """Change, undo, redo or type into a field; whether a rule allowed it."""
    chance = source.random()
    with suppress(DxError):
        if chance < 0.08:
            led.undo()
        elif chance < 0.12:
            led.redo()
        elif chance < 0.25:
            _type(led, source)
        else:
            make = source.choice(_MAKERS)
            led.do(make(led.session, source), source.choice(["", "burst"]))
        return True
    return False


def _type(led: Facilitation, source: random.Random) -> None:
    """Type on in an unfinished field, or empty it."""
    text = led.drafts.get(_DRAFT, "")
    if text and source.random() < 0.2:
        del led.drafts[_DRAFT]
    else:
        led.drafts[_DRAFT] = text[: source.randrange(len(text) + 1)] + "".join(_clean_words(source))


def _clean_words(source: random.Random) -> list[str]:
    return source.choices(["窓口", "待つ", "\n", "a", '"', "\\", "😀"], k=5)


def _words(source: random.Random) -> str:
    """Return a text as people and clipboards make them: mostly short, sometimes nasty, rarely long."""
    kind = source.random()
    if kind < 0.7:
        return f"窓口の案 {source.randrange(10**6)}"
    if kind < 0.95:
        return "x" + "".join(source.choices(PIECES, k=4))
    return "在庫の課題\n" * source.randrange(2000) + "."


def _id(n: int) -> str:
    return "z" + "".join(_ID[n >> shift & 31] for shift in range(40, -1, -5))


def _new(source: random.Random) -> str:
    return _id(source.randrange(2**40))


def _note(id_: str, text: str) -> Add:
    return Add("note", id_, Note(step="ideas", text=text))


def _one(source: random.Random, table: dict[str, Note]) -> str:
    return source.choice([id_ for id_, note in shown(table) if note.step == "ideas"])


def _action(session: Session, source: random.Random) -> Change:
    due = date(2027, 1, 1) + timedelta(days=source.randrange(300))
    return Add("action", _new(source), Action(title=f"取組 {source.randrange(10**6)}", due=due))


def _dots(session: Session, source: random.Random) -> Change:
    where = {_one(source, session.notes): source.randint(1, 3)} if source.random() < 0.8 else {}
    return PlaceDots("choice", source.choice(["pa11111111", "pb11111111"]), where)


def _both(session: Session, source: random.Random) -> Change:
    return Together((_note(_new(source), _words(source)), Set("vision", {"destination": _words(source)})))


_MAKERS: tuple[Callable[[Session, random.Random], Change], ...] = (
    lambda session, source: _note(_new(source), _words(source)),
    lambda session, source: Edit("note", _one(source, session.notes), {"text": _words(source)}),
    lambda session, source: Edit("note", _one(source, session.notes), {"impact": source.choice([1, 5, None])}),
    lambda session, source: Remove("note", _one(source, session.notes), "2026-11-24T15:02:00+09:00"),
    lambda session, source: Set("vision", {"destination": _words(source), "signs": (_words(source),)}),
    lambda session, source: Set("boss", {"why_now": _words(source)}),
    _action,
    lambda session, source: MarkAction("aa11111111", "blocked", "", _words(source)),
    lambda session, source: Edit("action", "aa11111111", {"due": source.choice([None, date(2027, 3, 31)])}),
    _dots,
    lambda session, source: Rate("culture", "open", {"words": _words(source), "reality": source.randint(1, 5)}),
    lambda session, source: Add("parked", _new(source), Parked(text=_words(source))),
    lambda session, source: Extend(session.at, source.choice([1, 5])),
    lambda session, source: MoveTo(source.choice(["ideas", "actions"]), NOW),
    _both,
)
"""What a team says and does."""
