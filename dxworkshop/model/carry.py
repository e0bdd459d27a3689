"""What a review takes over from an earlier session: its members, and its actions that are still open."""

from dxworkshop.model.apply import revised
from dxworkshop.model.changes import Add, Together
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import OPEN, Action, Member, Session
from dxworkshop.model.value import shown


def carried(session: Session, earlier: Session) -> Together:
    """Return the change that takes members and open actions over under the ids they have.

    An id that is here already, even of something removed, is left alone: nothing comes twice. Somebody who is
    here under another id is not added again; their actions go to the one who is here. An action keeps the id of
    the session in which it was first agreed; what it answered stays there.
    """
    if session.id == earlier.id:
        return Together(())
    people = _people(session, earlier)
    new = [
        Add("member", id_, revised(member, {"rank": "", "present": None}))
        for id_, member in shown(earlier.members)
        if people[id_] == id_ and id_ not in session.members
    ]
    there = {*session.present_members(), *(add.id for add in new)}
    for id_, action in in_plan_order(earlier):
        if action.status in OPEN and id_ not in session.actions:
            new.append(Add("action", id_, _open(session, earlier, action, people, there)))
    return Together(tuple(new))


def _people(session: Session, earlier: Session) -> dict[str, str]:
    """Return the members of an earlier session, each with the id they have in this one."""
    present = session.present_members()
    here = {_who(member): id_ for id_, member in present.items()}
    return {id_: id_ if id_ in present else here.get(_who(member), id_) for id_, member in shown(earlier.members)}


def _who(member: Member) -> tuple[str, str]:
    return member.name, member.seat


def _open(session: Session, earlier: Session, action: Action, people: dict[str, str], there: set[str]) -> Action:
    owner = people.get(action.owner, "")
    owner = owner if owner in there else ""
    partners = [people.get(id_, "") for id_ in action.partners]
    tables = (session.gaps, session.boss.measures, session.notes, session.groups, session.risks)
    fields = {
        "rank": "",
        "owner": owner,
        "partners": tuple(id_ for id_ in dict.fromkeys(partners) if id_ in there and id_ != owner),
        "answers": tuple(id_ for id_ in action.answers if any(id_ in dict(shown(t)) for t in tables)),
        "since": action.since or earlier.id,
        "verdict": "",
    }
    return revised(action, {key: value for key, value in fields.items() if value != getattr(action, key)})
