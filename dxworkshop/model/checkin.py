"""What a check-in does to a session, as changes: the face that asks may be a screen, a command or a line.

A check-in stands in the file from its first answer on, so that nothing that was said in it can be lost. What is
reported of an action is kept twice: in the check-in as it was said that day, and in the action as it stands now.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dxworkshop.model.apply import revised
from dxworkshop.model.changes import Add, Change, Edit, MarkAction, Set, Together
from dxworkshop.model.session import OPEN, Action, Checkin, CheckinReport, Session
from dxworkshop.model.value import shown


class _Keep:
    """Stands for a due day that nobody spoke of."""


KEEP: Final = _Keep()
"""Said for a due day that stays as it is; None clears it."""


def checkins_in_order(session: Session) -> list[tuple[str, Checkin]]:
    """Return the check-ins by day; of one day, in their order."""
    return sorted(shown(session.checkins), key=lambda pair: pair[1].on)


def current(session: Session, on: date) -> str:
    """Return the id of the check-in of a day, the last one of several; empty where there is none."""
    return next((id_ for id_, checkin in reversed(checkins_in_order(session)) if checkin.on == on), "")


def begun(session: Session, id_: str, on: date, host: str = "", scale: str = "") -> Add:
    """Return the change that begins a check-in; without a scale it rates on that of the one before."""
    before = next((checkin.scale for _, checkin in reversed(checkins_in_order(session)) if checkin.scale), "")
    said = {"host": host, "scale": scale or before}
    return Add("checkin", id_, Checkin.model_validate({"on": on, **{k: v for k, v in said.items() if v}}))


def reported(
    session: Session,
    checkin: str,
    action: str,
    fields: Mapping[str, object],
    *,
    due: "date | _Keep | None" = KEEP,
    reason: str = "",
    ask: str = "",
) -> Together:
    """Return the change that says of one action how it stands, in the check-in and in the action itself.

    `fields` are some of those of a `CheckinReport`. A day that was slipped is kept with the action once, however
    often it is spoken of, and taken back where the same check-in says otherwise.
    """
    found, standing = session.checkins[checkin], session.actions[action]
    before = found.actions.get(action, CheckinReport.model_validate(_first(standing)))
    report = revised(before, fields)
    changes: list[Change] = [Edit("checkin", checkin, {"actions": {**found.actions, action: report}})]
    if "status" in fields or reason or ask:
        same = report.status == standing.status
        why, whom = (standing.reason, standing.ask) if same else ("", "")
        changes.append(MarkAction(action, report.status, reason or why, ask or whom))
    new = {
        "due": standing.due if isinstance(due, _Keep) else due,
        "slipped": _slipped(session, checkin, action, report, standing.due if isinstance(due, _Keep) else due),
    }
    if moved := {key: value for key, value in new.items() if value != getattr(standing, key)}:
        changes.append(Edit("action", action, moved))
    return Together(tuple(changes))


def _first(action: Action) -> dict[str, object]:
    """Return what a report begins with: how the action stands, and by when it was due."""
    return {"status": action.status, **({"was_due": action.due} if action.due else {})}


def _slipped(
    session: Session, checkin: str, action: str, report: CheckinReport, due: date | None
) -> tuple[date, ...]:
    """Return the days that were slipped, with the one this check-in speaks of, or without it."""
    day, slipped = report.was_due, session.actions[action].slipped
    if day is None:
        return slipped
    moved = due is None or due > day
    if report.status in OPEN and (day < session.checkins[checkin].on or moved):
        return tuple(sorted({*slipped, day}))
    return slipped if _was_seen(session, checkin, action, day) else tuple(one for one in slipped if one != day)


def _was_seen(session: Session, checkin: str, action: str, day: date) -> bool:
    """Tell whether it was seen before, or by others, that a day had been slipped."""
    others = [one for id_, one in checkins_in_order(session) if id_ != checkin and action in one.actions]
    reports = [(one.on, one.actions[action]) for one in others]
    return day < session.held_on() or any(
        report.was_due == day and report.status in OPEN and day < on for on, report in reports
    )


def cut_smaller(session: Session, action: str, titles: Mapping[str, str], reason: str) -> Together:
    """Return the change that puts smaller actions, by their new ids, in the place of one, which is dropped.

    They answer what it answered and are in the same hands; when they are due is asked anew.
    """
    whole = session.actions[action]
    kept = {name: getattr(whole, name) for name in ("owner", "calling", "partners", "answers", "since")}
    said = {name: value for name, value in kept.items() if value}
    smaller = [
        Add("action", id_, Action.model_validate({"title": title, **said})) for id_, title in titles.items()
    ]
    return Together((*smaller, MarkAction(action, "dropped", reason)))


def next_date(session: Session, day: date) -> Set:
    """Return the change that sets one more day on which the plan is looked at."""
    return Set("session", {"reviews": tuple(sorted({*session.reviews, day}))})
