"""Where an action stands, by its box, its status and what is said about it in a copy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dxworkshop.errors import RuleError
from dxworkshop.intake import words
from dxworkshop.intake.copy import Cell, Entry, Left, folded, short
from dxworkshop.model.session import OPEN, Action, Status
from dxworkshop.sentence import say

STALE = say("this has changed here since the copy was made")
UNKNOWN = say("the copy does not say of which state it is; only ticks are taken from it")
_EXPLAINED = ("blocked", "dropped")


@dataclass
class Verdict:
    """What becomes of the status of one action."""

    line: int
    text: str
    fields: Mapping[str, object] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def leave(self, cell: Cell, entry: Entry, *, fresh: bool) -> None:
        """Leave what stands in a cell alone, for it cannot be known whether anybody meant it."""
        why = (
            say("a reason is kept only of what is blocked or dropped")
            if fresh
            else STALE
            if entry.check
            else UNKNOWN
        )
        self.left.append(Left(cell.line, short(f"{cell.label}: {cell.text}"), why))


def new_status(
    entry: Entry, action: Action, told: str, said: Mapping[str, Cell], *, differs: bool, fresh: bool
) -> Verdict:
    """Return what a copy makes of the status.

    `told` is the status in its own words, `said` what differs from an export of today; `fresh` is whether the
    action is still as it was when the copy was made.
    """
    verdict = Verdict(entry.line, entry.text)
    typed = _typed(verdict, entry, told, differs=differs)
    if fresh:
        new = _of_a_fresh_copy(entry, action, typed if differs else None, verdict)
    else:
        new = _of_an_old_copy(entry, action, typed, verdict)
    _explained(verdict, entry, action, new, said, fresh=fresh)
    return verdict


def _typed(verdict: Verdict, entry: Entry, told: str, *, differs: bool) -> str | None:
    """Return the status that stands in a copy; None where there is none that is known."""
    if not told.strip() and not differs:
        return None
    try:
        return words.choice("status", told)
    except RuleError as error:
        cell = entry.cells.get("status", Cell(told, entry.line))
        verdict.left.append(Left(cell.line, short(f"{cell.label}: {cell.text}"), error.sentence))
        return None


def _of_a_fresh_copy(entry: Entry, action: Action, typed: str | None, verdict: Verdict) -> str | None:
    """Return the new status where everything that differs was meant; None for no new one."""
    ticked = entry.done if entry.done != (action.status == "done") else None
    if action.status == "dropped" and not entry.done:
        ticked = None
    if typed == action.status:
        typed = None
    if ticked is not None and typed is not None and ticked != (typed == "done"):
        why = say("the box and the status contradict each other")
        verdict.left.append(Left(entry.line, entry.text, why))
        return None
    if typed is not None:
        verdict.line = entry.cells["status"].line
        return typed
    return None if ticked is None else "done" if ticked else "doing"


def _of_an_old_copy(entry: Entry, action: Action, typed: str | None, verdict: Verdict) -> Status | None:
    """Return the new status where nobody knows what stood there: a tick is meant, most else may be old."""
    why = STALE if entry.check else UNKNOWN
    cell = entry.cells.get("status", Cell("", entry.line))
    if entry.done and action.status != "done":
        if action.status in OPEN and typed != "done":
            return "done"
        verdict.left.append(Left(entry.line, entry.text, why))
    elif entry.done is False and action.status == "done":
        return "doing" if typed == "done" else None
    elif typed is not None and typed != action.status and not entry.done:
        verdict.left.append(Left(cell.line, short(f"{cell.label}: {cell.text}"), why))
    return None


def _explained(
    verdict: Verdict, entry: Entry, action: Action, new: str | None, said: Mapping[str, Cell], *, fresh: bool
) -> None:
    """Complete the new status with its reason and whom to ask, or take these alone."""
    given: dict[str, Cell] = {}
    for key, cell in said.items():
        if key == "remark":
            given |= {part: Cell(text, cell.line, cell.label) for part, text in remark(cell.text).items()}
        elif key in ("reason", "ask"):
            given[key] = Cell("" if words.is_undecided(cell.text) else cell.text.strip(), cell.line, cell.label)
    given = {key: cell for key, cell in given.items() if cell.text != getattr(action, key)}
    status = new or action.status
    if not fresh or status not in _EXPLAINED:
        for cell in given.values():
            if cell.text or not fresh:
                verdict.leave(cell, entry, fresh=fresh)
        given = {}
    if new is not None and new != action.status:
        kept = {"reason": action.reason, "ask": action.ask} if new in _EXPLAINED else {"reason": "", "ask": ""}
        verdict.fields = {"status": new, **kept, **{key: cell.text for key, cell in given.items()}}
    elif given:
        verdict.line, verdict.text = (cell := next(iter(given.values()))).line, short(f"{cell.label}: {cell.text}")
        verdict.fields = {key: cell.text for key, cell in given.items()}


def remark(text: str) -> dict[str, str]:
    """Return the reason and whom to ask out of the remarks of a table; words without a label are the reason."""
    found: dict[str, list[str]] = {"reason": [], "ask": [], "covers": []}
    key = "reason"
    for line in re.split("\r\n|\r|\n| / ", text):
        label, colon, rest = [*re.split("([:\uff1a])", line, maxsplit=1), "", ""][:3]
        named = words.labels().get(folded(label), "") if colon else ""
        if named in found:
            key, line = named, rest
        found[key].append(line.strip())
    return {key: "\n".join(lines).strip() for key, lines in found.items() if key != "covers"}
