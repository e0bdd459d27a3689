"""What a session takes over from the one it goes on from: people, the boss, and what is still open.

The earlier session stays as it is. Everything comes under the id it has there, so that two laptops that take the
same plan over write the same thing, and nothing comes twice.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import revised
from dxworkshop.model.changes import Add, Change, Edit, Set, Together
from dxworkshop.model.checkin import checkins_in_order
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import OPEN, Action, Gap, Measure, Member, Session
from dxworkshop.model.value import shown
from dxworkshop.sentence import say


def carried(session: Session, earlier: Session, between: Iterable[Session] = ()) -> Together:
    """Return the change that takes over what an earlier session leaves open; nothing where all of it is here.

    An id that is here already, even of something removed, is left alone. Somebody who is here under another id is
    not added again; their actions go to the one who is here. `between` are sessions through which this one goes on
    from the earlier one already: what they hold went its way there, and may be done by now. Raises `RuleError`
    where the earlier session itself goes on from this one.
    """
    if session.id == earlier.id:
        return Together(())
    if session.id in earlier.earlier:
        raise RuleError(say("{title} goes on from this session itself", title=earlier.title))
    gone_on = {id_ for one in between for id_ in one.actions}
    people = _people(session, earlier)
    members = [
        Add("member", id_, revised(member, {"rank": "", "present": None}))
        for id_, member in shown(earlier.members)
        if people[id_] == id_ and id_ not in session.members
    ]
    there = {*session.present_members(), *(add.id for add in members)}
    open_ = [
        (id_, action)
        for id_, action in in_plan_order(earlier)
        if action.status in OPEN and id_ not in session.actions and id_ not in gone_on
    ]
    measures, gaps = _measures(session, earlier), _gaps(session, earlier, [action for _, action in open_])
    answered = {*_answerable(session), *(one.id for one in (*measures, *gaps) if isinstance(one, Add))}
    actions = [
        Add("action", id_, _open(session, earlier, id_, action, people, there, answered)) for id_, action in open_
    ]
    changes = (*members, *_aims(session, earlier), *measures, *gaps, *_seats(session, earlier), *actions)
    if (earlier.id not in session.earlier) and (changes or not _is_among(earlier, between)):
        changes = (*changes, Set("session", {"earlier": (*session.earlier, earlier.id)}))
    return Together(changes)


def _is_among(earlier: Session, between: Iterable[Session]) -> bool:
    return any(earlier.id in one.earlier for one in between)


def _people(session: Session, earlier: Session) -> dict[str, str]:
    """Return the members of an earlier session, each with the id they have in this one."""
    present = session.present_members()
    here = {_who(member): id_ for id_, member in present.items()}
    return {id_: id_ if id_ in present else here.get(_who(member), id_) for id_, member in shown(earlier.members)}


def _who(member: Member) -> tuple[str, str]:
    return member.name, member.seat


# Where it leads, and against what


def _aims(session: Session, earlier: Session) -> list[Change]:
    """Return the changes that take vision and boss over, where nobody has written one here."""
    changes: list[Change] = []
    vision, boss = earlier.vision, earlier.boss
    if not (session.vision.destination.strip() or session.vision.signs) and (vision.destination or vision.signs):
        changes.append(Set("vision", {"destination": vision.destination, "signs": vision.signs}))
    if _has_no_boss(session) and (boss.name.strip() or boss.why_now.strip()):
        changes.append(Set("boss", {"name": boss.name, "why_now": boss.why_now}))
    return changes


def _has_no_boss(session: Session) -> bool:
    return not session.boss.name.strip() and not session.boss.measures


def _measures(session: Session, earlier: Session) -> list[Add | Edit]:
    """Return the changes that take measures over with what was read last, or tell of a newer reading of one."""
    changes: list[Add | Edit] = []
    for id_, measure in shown(earlier.boss.measures):
        known = _known(earlier, id_, measure)
        here = session.boss.measures.get(id_)
        if here is None:
            if _has_no_boss(session):
                changes.append(Add("measure", id_, revised(measure, {"rank": "", **known})))
        elif known and not here.removed and (here.known_on or date.min) < known["known_on"]:
            changes.append(Edit("measure", id_, known))
    return changes


def _known(earlier: Session, id_: str, measure: Measure) -> dict[str, Any]:
    """Return the value read last and its day, also where that was in a session before; empty where none was."""
    readings = [(one.on, one.readings[id_]) for _, one in checkins_in_order(earlier) if id_ in one.readings]
    if measure.known is not None and measure.known_on is not None:
        readings.insert(0, (measure.known_on, measure.known))
    if not readings:
        return {}
    on, value = max(enumerate(readings), key=lambda pair: (pair[1][0], pair[0]))[1]
    return {"known": value, "known_on": on}


# What stands in the way, and who is missing


def _gaps(session: Session, earlier: Session, actions: list[Action]) -> list[Add]:
    """Return the additions of the gaps that open actions answer, as wide as they are by now; closed ones stay."""
    answered = {id_ for action in actions for id_ in action.answers}
    sizes = {id_: size for _, one in checkins_in_order(earlier) for id_, size in one.gaps.items()}
    found = []
    for id_, gap in shown(earlier.gaps):
        if id_ in answered and id_ not in session.gaps and sizes.get(id_) != 0:
            found.append(Add("gap", id_, _gap(earlier, gap, sizes.get(id_, gap.size))))
    return found


def _gap(earlier: Session, gap: Gap, size: int | None) -> Gap:
    fields = {"rank": "", "note": "", "size": size, "since": gap.since or earlier.id}
    return revised(gap, {key: value for key, value in fields.items() if value != getattr(gap, key)})


def _seats(session: Session, earlier: Session) -> list[Add]:
    """Return the additions of the seats that are still open, but for those that are open here by that name."""
    here = {seat.name.strip() for _, seat in shown(session.seats)}
    return [
        Add("seat", id_, revised(seat, {"rank": ""}))
        for id_, seat in shown(earlier.seats)
        if id_ not in session.seats and seat.name.strip() not in here
    ]


def _answerable(session: Session) -> set[str]:
    tables = (session.gaps, session.boss.measures, session.notes, session.groups, session.risks)
    return {id_ for table in tables for id_, item in table.items() if not item.removed}


# What is still open


def _open(
    session: Session,
    earlier: Session,
    id_: str,
    action: Action,
    people: dict[str, str],
    there: set[str],
    answered: set[str],
) -> Action:
    """Return an open action as it goes on here: asked for anew, with what was slipped since and the next step."""
    owner = people.get(action.owner, "")
    owner = owner if owner in there else ""
    partners = [people.get(one, "") for one in action.partners]
    slipped = {*action.slipped, *([action.due] if action.due and action.due < session.held_on() else [])}
    fields = {
        "rank": "",
        "owner": owner,
        "partners": tuple(one for one in dict.fromkeys(partners) if one in there and one != owner),
        "answers": tuple(one for one in action.answers if one in answered),
        "since": action.since or earlier.id,
        "verdict": "",
        "slipped": tuple(sorted(slipped)),
        **_next(earlier, id_, action),
    }
    return revised(action, {key: value for key, value in fields.items() if value != getattr(action, key)})


def _next(earlier: Session, id_: str, action: Action) -> dict[str, object]:
    """Return the next step that the last report agreed on: it is the first one here, where a plan begins anew."""
    reports = [one.actions[id_] for _, one in checkins_in_order(earlier) if id_ in one.actions]
    if not reports or not reports[-1].next_step.strip():
        # Where work has begun, the first step lies behind: its day is not to be asked for again.
        return {} if action.status == "todo" else {"first_step_by": None}
    said = reports[-1]
    by = said.next_by if said.next_by and (action.due is None or said.next_by <= action.due) else None
    return {"first_step": said.next_step, "first_step_by": by, "if_then": said.if_then or action.if_then}
