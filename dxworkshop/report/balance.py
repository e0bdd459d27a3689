"""Load and balance in words: to the team by name, to others by office and calling, without names or hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxworkshop.i18n import Voice
from dxworkshop.insight.balance import Finding, balance
from dxworkshop.insight.load import Load, Team, load, same_people
from dxworkshop.model.session import Member, Session
from dxworkshop.offer import Audience
from dxworkshop.report.redact import redacted
from dxworkshop.report.redaction.rule import why_held_back
from dxworkshop.report.teller import Teller
from dxworkshop.report.wording import is_blank


@dataclass(frozen=True)
class Line:
    """The load of one member, or of one calling, with what it is called."""

    load: Load
    name: str
    """Name or office of the member; or the calling."""
    calling: str = ""
    """The calling of the member; empty for a calling."""


@dataclass(frozen=True)
class Shared:
    """How the promises of some sessions are shared."""

    people: tuple[Line, ...]
    callings: tuple[Line, ...]
    findings: tuple[Finding, ...]
    hours: bool
    """Whether these readers may know of hours."""


def shared(
    sessions: Sequence[Session], voice: Voice, audience: Audience = "internal", most: int | None = None
) -> Shared:
    """Return the load and the findings of sessions as an audience may know them."""
    people = same_people(sessions)
    read = [redacted(session, audience, voice=voice).session for session in sessions]
    hours = why_held_back(Member, "hours_per_week", audience) is None
    team, found = Team(read, people), load(*read, people=people)
    teller = Teller(read[0], voice, read[0].held_on(), audience=audience)
    return Shared(
        tuple(_member(teller, team, one) for one in found if one.by == "member"),
        tuple(Line(one, teller.card("callings", one.id)) for one in found if one.by == "calling"),
        balance(*read, most=most, hours=hours, people=people),
        hours,
    )


def _member(teller: Teller, team: Team, one: Load) -> Line:
    member = team.members[one.id]
    calling = teller.card("callings", member.calling)
    name, seat = member.name.strip(), teller.card("seats", member.seat)
    label = teller.voice.tr("{name} ({seat})", name=name, seat=seat) if name and seat else name or seat
    return Line(one, calling if is_blank(label) else label, calling)
