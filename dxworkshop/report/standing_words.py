"""How plans stand, in words: the same lines on the screen and on the command line."""

from collections.abc import Iterable

from dxworkshop.i18n import Voice
from dxworkshop.insight.turn import TWICE
from dxworkshop.report.standing import Board, Counts, Deed


def joined(words: Iterable[str]) -> str:
    """Return several facts in one line; what is blank is none."""
    return "   ".join(word for word in words if word)


def counted(voice: Voice, counts: Counts) -> str:
    """Return how many actions stand where, what is done first; a word for nothing is left out."""
    tr = voice.tr
    words = (
        (counts.done, tr("done {n}", n=counts.done)),
        (counts.doing, tr("in progress {n}", n=counts.doing)),
        (counts.todo, tr("not started {n}", n=counts.todo)),
        (counts.blocked, tr("blocked {n}", n=counts.blocked)),
        (counts.dropped, tr("dropped {n}", n=counts.dropped)),
        (counts.late, tr("past their date {n}", n=counts.late)),
    )
    return "   ".join(word for n, word in words if n) or tr("No {actions} are decided yet.")


def whole(voice: Voice, one: Deed, *, several: bool) -> list[str]:
    """Return an action as a row cannot show it: who, by when, the next step, what it waits for, whom to ask."""
    tr = voice.tr
    is_open = one.part not in ("done", "dropped")
    due = tr("no date yet") if is_open else ""
    if one.due:
        due = tr("due {day} ({quarter})", day=one.due.isoformat(), quarter=one.quarter)
    owner = one.owner or (tr("nobody yet") if is_open else "")
    late = tr("past its date") if one.late else ""
    slips = voice.trn("slipped {n} time", "slipped {n} times", one.slips) if one.slips else ""
    facts = (one.state, owner, one.role, due, late, slips, one.plan if several else "")
    by = tr("{step} (by {day})", step=one.step, day=one.step_by.isoformat()) if one.step_by else one.step
    lines = [one.title, "  ".join(fact for fact in facts if fact)]
    if one.step:
        lines.append(tr("Next: {step}", step=joined((by, one.if_then))))
    elif one.if_then:
        lines.append(tr("If-then: {text}", text=one.if_then))
    if one.part == "dropped":
        lines.append(tr("Why: {reason}", reason=one.reason))
    if one.waits:
        lines.append(tr("Waits for: {what}", what=joined(one.waits)))
    if one.ask:
        lines.append(tr("Could be asked: {who}", who=joined(one.ask)))
    if one.slips >= TWICE and is_open:
        lines.append(tr("Cut it smaller, give it to somebody else, or drop it?"))
    return lines


def asides(voice: Voice, board: Board) -> list[str]:
    """Return what is worth a look besides: what was reached, what was rated again, what could be shared better."""
    reached = [plan.milestones[-1].said for plan in board.plans if plan.milestones]
    again = [line for plan in board.plans for line in plan.rescored]
    told = [voice.tr("Then and now: {lines}", lines=joined(again))] if again else []
    return [*reached, *told, *board.balance]
