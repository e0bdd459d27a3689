"""A plan by those who carry it out: one share for each department, and one for each role that has none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dxworkshop.errors import NotFoundError
from dxworkshop.model.session import Action, Session
from dxworkshop.offer import DocumentName
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Row
from dxworkshop.report.wording import is_blank
from dxworkshop.sentence import say


@dataclass(frozen=True)
class Share:
    """What is somebody's: a department's, a role's or one member's."""

    name: str
    """What it is called."""
    members: tuple[str, ...]
    """Ids of those it is of."""


def shares(teller: Teller) -> tuple[Share, ...]:
    """Return the share that was asked for, else one for each department and each role without one.

    Raises `NotFoundError` where nobody answers to what was asked for.
    """
    return (chosen(teller),) if asked(teller) else _all(teller)


def departments(teller: Teller) -> tuple[str, ...]:
    """Return what each department, and each role without one, is called: for whom a share can be asked."""
    return tuple(share.name for share in _all(teller))


def asked(teller: Teller) -> bool:
    """Tell whether a document is for one share only."""
    return not is_blank(teller.options.only)


def chosen(teller: Teller) -> Share:
    """Return the share that was asked for: a department, a role, a member by name or id, in this order."""
    wish = _key(teller.options.only)
    departments = _all(teller)
    for share in departments:
        if _key(share.name) == wish:
            return share
    members = teller.members.items()
    roles = [id_ for id_, member in members if wish in _ways(teller, "callings", member.calling)]
    if roles:
        return Share(teller.card("callings", teller.members[roles[0]].calling), tuple(roles))
    seats = [id_ for id_, member in members if wish in _ways(teller, "seats", member.seat)]
    if seats:
        return Share(teller.card("seats", teller.members[seats[0]].seat), tuple(seats))
    named = [id_ for id_, member in members if wish in (_key(id_), _key(member.name))]
    if named:
        return Share(teller.listed(teller.person(id_) for id_ in named), tuple(named))
    known = teller.listed(share.name for share in departments) or teller.undecided()
    raise NotFoundError(
        say("nobody answers to {name}; there are: {known}", name=teller.options.only.strip(), known=known)
    )


def as_id(session: Session, only: str) -> str:
    """Return the id of the one member of a name, else what was asked for as it is.

    Names are taken out for readers outside the team; whoever asks for a page still says whose by name.
    """
    named = [id_ for id_, one in session.present_members().items() if one.name and _key(one.name) == _key(only)]
    return named[0] if len(named) == 1 else only


def of_share(teller: Teller, document: DocumentName, found: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return of some rows those of the share a brief or a handover was asked for; all where none was."""
    if document not in ("brief", "handover") or not asked(teller):
        return found
    share = chosen(teller)
    theirs = {id_ for id_, _ in (*owned(teller, share), *helped(teller, share))}
    return tuple(row for row in found if row.id in theirs)


def owned(teller: Teller, share: Share) -> list[tuple[str, Action]]:
    """Return the actions of those whose share it is, in the order of the plan."""
    return _ordered(teller, (teller.owned.get(id_, ()) for id_ in share.members))


def helped(teller: Teller, share: Share) -> list[tuple[str, Action]]:
    """Return the actions with which they help, in the order of the plan; not those that are theirs anyway."""
    own = {id_ for id_, _ in owned(teller, share)}
    found = _ordered(teller, (teller.helped.get(id_, ()) for id_ in share.members))
    return [(id_, action) for id_, action in found if id_ not in own]


def _all(teller: Teller) -> tuple[Share, ...]:
    found: dict[str, list[str]] = {}
    for id_, member in teller.members.items():
        seat, calling = teller.card("seats", member.seat), teller.card("callings", member.calling)
        name = next((text for text in (seat, calling, teller.person(id_)) if not is_blank(text)), "")
        found.setdefault(teller.said(name), []).append(id_)
    return tuple(Share(name, tuple(ids)) for name, ids in found.items())


def _ordered(teller: Teller, parts: Iterable[Sequence[tuple[str, Action]]]) -> list[tuple[str, Action]]:
    found = dict(pair for part in parts for pair in part)
    return sorted(found.items(), key=lambda pair: teller.numbers[pair[0]])


def _ways(teller: Teller, name: str, id_: str) -> tuple[str, ...]:
    """Return what somebody may call a card by: its id and its words; nothing where there is none."""
    return () if is_blank(id_) else (_key(id_), _key(teller.card(name, id_)))


def _key(text: str) -> str:
    return text.strip().casefold()
