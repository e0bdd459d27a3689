"""What an export of the session says now, in the words of a copy: whatever a copy says otherwise is new in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dxworkshop.i18n import Voice
from dxworkshop.intake.copy import Cell, Copy, Entry, Kind, same
from dxworkshop.intake.plan import read_plan
from dxworkshop.intake.words import MISSING, labels, step_and_day, voices
from dxworkshop.model.session import Session
from dxworkshop.offer import AUDIENCES, Audience, Dates
from dxworkshop.render import markdown, table
from dxworkshop.report import build
from dxworkshop.report.options import Options
from dxworkshop.report.view import Tasks

_TRIED = 40
"""How many actions are looked at to see what kind of copy it is."""
_DAYS = ("due", "first_step", "first_step_by")
_SAME_FOR_ALL = (
    *("number", "due", "first_step_by", "quarter", "status", "budget", "decided_at", "baseline", "target", "now"),
    MISSING,
)
"""What an audience reads as every other does: people may have edited it, and it tells nothing of the audience."""


@dataclass(frozen=True)
class Reference:
    """The same actions as an export tells them now."""

    audience: Audience
    entries: Mapping[str, Entry]
    hidden: tuple[str, ...] = ()
    """What stands in the place of words that may have been hidden by hand."""

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The id of an action by its title; of several with one title, the last."""
        return {entry.cells["title"].text: id_ for id_, entry in self.entries.items() if "title" in entry.cells}


def reference(session: Session, copy: Copy, today: date) -> Reference:
    """Return the export that a copy is nearest to."""
    ids = list(dict.fromkeys(entry.id for entry in copy.entries))
    few = _only(session, ids[:_TRIED])
    dates = _dates(copy)
    best: tuple[tuple[int, float], Voice, Audience, dict[str, Entry]] | None = None
    for voice in voices(copy.kind, copy.labels):
        for audience in AUDIENCES:
            told = exported(few, copy.kind, voice, audience, dates, today)
            if not told:  # a summary has no boxes, and bears no signs
                continue
            likeness = _likeness(copy, told)
            if best is None or likeness > best[0]:
                best = (likeness, voice, audience, told)
            if _is_sure(likeness):
                break
        if best is not None and _is_sure(best[0]):
            break
    if best is None:
        raise ValueError("there is always a voice")
    _, voice, audience, told = best
    if len(ids) > _TRIED:
        told = exported(_only(session, ids), copy.kind, voice, audience, dates, today)
    return Reference(audience, told, () if audience == "internal" else _hidden(voice))


def _hidden(voice: Voice) -> tuple[str, ...]:
    """Return what redaction puts in the place of words that were hidden by hand."""
    return voice.tr("a person concerned"), voice.tr("our municipality")


def _is_sure(likeness: tuple[int, float]) -> bool:
    """Tell whether no other export can be nearer: its checks are met, and every word of it."""
    return likeness[0] > 0 and likeness[1] == 1


def _dates(copy: Copy) -> Dates:
    """Return how a copy counts years; days are compared as days, so that this needs no certainty."""
    days = (entry.cells[key].text for entry in copy.entries for key in _DAYS if key in entry.cells)
    return "era" if any("\u4ee4" in text for text in days) else "western"


def _only(session: Session, ids: list[str]) -> Session:
    return session.model_copy(update={"actions": {id_: session.actions[id_] for id_ in ids}})


def exported(
    session: Session, kind: Kind, voice: Voice, audience: Audience, dates: Dates, today: date
) -> dict[str, Entry]:
    """Return what an export says of every action, read by the same eyes as a copy."""
    report = build(session, voice=voice, today=today, audience=audience, options=Options(dates=dates))
    if kind == "plan":
        told = tuple(
            replace(section, blocks=tuple(block for block in section.blocks if isinstance(block, Tasks)))
            for section in report.sections
        )
        bare = replace(report, facts=(), head=None, footer=(), sections=told)
        return {entry.id: entry for entry in read_plan(markdown.render(bare), labels()).entries}
    found = {}
    for row in report.sheet.rows:
        said = {key: Cell(table.cell(text), 0) for key, text in zip(report.sheet.keys, row, strict=True)}
        id_, _, check = said.pop("id").text.partition("-")
        found[id_] = Entry(0, "", id_, check, None, said)
    return found


def _likeness(copy: Copy, told: Mapping[str, Entry]) -> tuple[int, float]:
    """Return how many checks are met, then which part of what differs between audiences an export says too."""
    met = alike = total = 0
    for entry in copy.entries:
        now = told.get(entry.id)
        if now is None:
            continue
        met += bool(entry.check) and entry.check == now.check
        for key, cell in entry.cells.items():
            if key not in _SAME_FOR_ALL:
                there = now.cells[key].text if key in now.cells else ""
                total += 1
                alike += same(copy.kind, *(_words(copy.kind, key, text) for text in (cell.text, there)))
    return met, alike / total if total else 1


def _words(kind: Kind, key: str, text: str) -> str:
    return step_and_day(text)[0] if kind == "plan" and key == "first_step" else text
