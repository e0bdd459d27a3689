"""What a check-in does to a session, as changes: the face that asks may be a screen, a command or a line.

A check-in stands in the file from its first answer on, so that nothing that was said in it can be lost. What is
reported of an action is kept twice: in the check-in as it was said that day, and in the action as it stands now.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from string import ascii_lowercase
from typing import Final

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import apply, revised
from dxworkshop.model.changes import Add, Change, Edit, MarkAction, Remove, Set, Together
from dxworkshop.model.session import OPEN, Action, Checkin, CheckinReport, Session
from dxworkshop.model.value import shown
from dxworkshop.sentence import say


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


def id_of(session: Session, on: date) -> str:
    """Return the id of the check-in of a day, also while it is still to come.

    It is made of the day: two laptops that begin the check-in of a day apart hold one, not two. A letter follows
    where a check-in that was removed, or is of another day by now, has the id.
    """
    if there := current(session, on):
        return there
    signs = ["", *("z" * (n // 26) + ascii_lowercase[n % 26] for n in range(len(session.checkins)))]
    return next(id_ for sign in signs if (id_ := f"day{on:%Y%m%d}{sign}") not in session.checkins)


def newly_done(session: Session, on: date) -> list[tuple[str, Action]]:
    """Return what is done and was not told as done by a check-in before a day, or by the review of a plan."""
    earlier = [one for _, one in checkins_in_order(session) if one.on < on]
    told = {id_ for one in earlier for id_, report in one.actions.items() if report.status == "done"}
    done = [(id_, one) for id_, one in shown(session.actions) if one.status == "done"]
    return [(id_, one) for id_, one in done if id_ not in told and one.verdict != "done"]


def begun(session: Session, id_: str, on: date, host: str = "", scale: str = "") -> Together:
    """Return the change that begins a check-in; without a scale it rates on that of the one before.

    It tells what was done since the last one, too: the room has just thanked for it.
    """
    before = next((checkin.scale for _, checkin in reversed(checkins_in_order(session)) if checkin.scale), "")
    said = {"host": host, "scale": scale or before}
    done = {action: _first(one) for action, one in newly_done(session, on)}
    fields = {"on": on, **{k: v for k, v in said.items() if v}, **({"actions": done} if done else {})}
    return Together((Add("checkin", id_, Checkin.model_validate(fields)),))


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
    often it is spoken of, and taken back where the same check-in says otherwise. Only who says how the action
    stands, or by when it is due now, says anything of slips; the other fields are texts.
    """
    found, standing = session.checkins[checkin], session.actions[action]
    before = found.actions.get(action, CheckinReport.model_validate(_first(standing)))
    report = revised(before, fields)
    changes: list[Change] = [Edit("checkin", checkin, {"actions": {**found.actions, action: report}})]
    if "status" in fields or reason or ask:
        same = report.status == standing.status
        why, whom = (standing.reason, standing.ask) if same else ("", "")
        changes.append(MarkAction(action, report.status, reason or why, ask or whom))
    now = standing.due if isinstance(due, _Keep) else due
    speaks = "status" in fields or not isinstance(due, _Keep)
    slipped = _slipped(session, checkin, action, report, now) if speaks else standing.slipped
    new = {"due": now, "slipped": slipped}
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


def corrected(session: Session, checkin: str, on: date) -> Together:
    """Return the change that gives a check-in another day, and takes back the slips that day cannot have seen."""
    moved = Edit("checkin", checkin, {"on": on})
    after = apply(session, moved)
    changes: list[Change] = [moved]
    for action, report in session.checkins[checkin].actions.items():
        standing = session.actions.get(action)
        if standing and report.was_due in standing.slipped:
            slipped = _slipped(after, checkin, action, report, standing.due)
            if slipped != standing.slipped:
                changes.append(Edit("action", action, {"slipped": slipped}))
    return Together(tuple(changes))


def removed(session: Session, checkin: str, stamp: str) -> Together:
    """Return the change that takes a check-in out, with the slips that it alone saw.

    Raises `NotFoundError` where there is no such check-in.
    """
    changes: list[Change] = [Remove("checkin", checkin, stamp)]
    found = session.checkins.get(checkin)
    for action, report in found.actions.items() if found else ():
        standing, day = session.actions.get(action), report.was_due
        if standing and day in standing.slipped and not _was_seen(session, checkin, action, day):
            rest = tuple(one for one in standing.slipped if one != day)
            changes.append(Edit("action", action, {"slipped": rest}))
    return Together(tuple(changes))


def cut_smaller(session: Session, checkin: str, action: str, titles: Mapping[str, str], reason: str) -> Together:
    """Return the change that puts smaller actions, by their new ids, in the place of one, which is dropped.

    They answer what it answered and are in the same hands; when they are due is asked anew. The check-in tells
    that the whole was dropped.
    """
    whole = session.actions[action]
    kept = {name: getattr(whole, name) for name in ("owner", "calling", "partners", "answers", "since")}
    said = {name: value for name, value in kept.items() if value}
    smaller = [
        Add("action", id_, Action.model_validate({"title": title, **said})) for id_, title in titles.items()
    ]
    return Together((*smaller, *reported(session, checkin, action, {"status": "dropped"}, reason=reason).changes))


def handed_on(session: Session, action: str, owner: str) -> Edit:
    """Return the change that gives an action to another owner, who is then no partner of it any more.

    The calling was that of the one before.
    """
    standing = session.actions[action]
    fields: dict[str, object] = {"owner": owner}
    if standing.calling and owner != standing.owner:
        fields["calling"] = ""
    if owner in standing.partners:
        fields["partners"] = tuple(one for one in standing.partners if one != owner)
    return Edit("action", action, fields)


NEAR = timedelta(days=21)
"""How far ahead the next date of the usual rhythm lies at most: our default, a week more than the fortnight."""


def next_day(session: Session, on: date) -> date | None:
    """Return the next day behind one on which the plan is looked at; None where none is set."""
    return min((day for day in session.reviews if day > on), default=None)


def next_date(session: Session, on: date, day: date | None) -> Set:
    """Return the change that puts a day in the place of the next one behind a check-in; None takes that out.

    The reviews behind it stay, and so does a next one that is still far off, such as that of day 90, where the day
    comes before it. Raises `RuleError` for a day that does not come after the check-in.
    """
    if day is not None and day <= on:
        raise RuleError(say("the next {checkin} comes after this one, on {day}", day=on))
    planned = next_day(session, on)
    far = planned is not None and day is not None and planned - on > NEAR and day < planned
    rest = {one for one in session.reviews if one != planned or far}
    return Set("session", {"reviews": tuple(sorted({*rest, *([day] if day else [])}))})
