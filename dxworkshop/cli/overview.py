"""A session in short, with the ids that scripts need. Loads the model: imported where it is used."""

from collections.abc import Mapping

from dxworkshop import deck
from dxworkshop.cli import gathered
from dxworkshop.cli.find import hp_words
from dxworkshop.cli.output import out, table
from dxworkshop.i18n import Voice, voice
from dxworkshop.insight.hp import boss_hp, unmoving
from dxworkshop.model.session import Action, Measure, Member, Session
from dxworkshop.model.value import plain, shown
from dxworkshop.model.words import STATUSES
from dxworkshop.report.wording import number
from dxworkshop.service import Facilitation


def overview(led: Facilitation) -> None:
    """Print a session in short, its terms in its own register."""
    session = led.session
    spoken = Voice(voice().language, session.register)
    _head(led, spoken)
    _boss(session, spoken)
    _party(session, spoken)
    gathered.ratings(session, spoken)
    _lines(spoken.tr("Obstacles"), {k: _gap(g.reality, g.ideal) for k, g in shown(session.gaps)})
    _lines(spoken.tr("{Ground_rules}"), {k: r.text for k, r in shown(session.rules)})
    gathered.notes(session, spoken)
    gathered.votes(session, spoken)
    _actions(session, spoken)
    gathered.later(session, spoken)
    said = {k: f"{_name(session, k)}: {p.words}" for k, p in sorted(session.pledges.items()) if p.words}
    _lines(spoken.tr("{Pledges}"), said)
    if session.reviews:
        out()
        out(spoken.tr("Reviews: {days}", days=[day.isoformat() for day in session.reviews]))


def _head(led: Facilitation, spoken: Voice) -> None:
    session = led.session
    out(f"{session.title} ({session.organisation})" if session.organisation else session.title)
    ids = [id_ for id_, _ in session.workshop.in_order()]
    here = led.step()
    title = spoken.text(session.workshop.steps[here].title)
    table(
        [
            [spoken.tr("id"), session.id],
            [spoken.tr("made"), session.created.isoformat(" ", "minutes")],
            [spoken.tr("file"), str(led.path)],
            [spoken.tr("step"), f"{here}: {title} ({ids.index(here) + 1}/{len(ids)})"],
        ],
        "  ",
    )
    if session.vision.destination or session.vision.signs:
        out()
        out(spoken.tr("{Vision}: {text}", text=session.vision.destination))
        for sign in session.vision.signs:
            out(f"  - {sign}")


def _boss(session: Session, spoken: Voice) -> None:
    measures = shown(session.boss.measures)
    if not (session.boss.name or measures):
        return
    tables = plain(session)
    hp = boss_hp(tables)
    term = spoken.term("boss_hp")
    left = f" [{term} {hp_words(hp.percent, hp.estimate)}]" if hp else ""
    out()
    out(spoken.tr("{Boss}: {text}", text=session.boss.name) + left)
    if session.boss.why_now:
        out(f"  {session.boss.why_now}")
    if measures:
        table([[k, m.name, _way(m, spoken)] for k, m in measures], "  ")
    if names := [session.boss.measures[id_].name for id_ in unmoving(tables)]:
        told = spoken.tr(
            "No {boss_hp} can be counted from this, for its target is the value it began with: {names}.",
            names=spoken.tr(", ").join(names),
        )
        out("  " + told)


def _way(measure: Measure, spoken: Voice) -> str:
    way = f"{number(measure.baseline)} -> {number(measure.target)} {measure.unit}"
    by = spoken.tr("by {day}", day=measure.by.isoformat()) if measure.by else ""
    return f"{way} ({by})" if by else way


def _party(session: Session, spoken: Voice) -> None:
    members = shown(session.members)
    if members:
        out()
        out(spoken.tr("{Party}"))
        table(
            [
                [k, m.label, word("seats", m.seat, spoken) if m.name else "", _calling(m, spoken)]
                for k, m in members
            ],
            "  ",
        )
    seats = {k: word("seats", s.name, spoken) + (f": {s.why}" if s.why else "") for k, s in shown(session.seats)}
    _lines(spoken.tr("{Open_seats}"), seats)


def _calling(member: Member, spoken: Voice) -> str:
    return word("callings", member.calling, spoken)


def _actions(session: Session, spoken: Voice) -> None:
    owners: dict[str, list[tuple[str, Action]]] = {}
    for id_, action in shown(session.actions):
        owners.setdefault(action.owner, []).append((id_, action))
    if owners:
        out()
        out(spoken.tr("{Actions}"))
    for owner, actions in owners.items():
        nobody = spoken.tr("nobody yet")
        out(f"  {_name(session, owner) or nobody}")
        rows = [
            [k, spoken.say(STATUSES[a.status]), a.due.isoformat() if a.due else "-", a.title] for k, a in actions
        ]
        table(rows, "    ")


def _name(session: Session, member: str) -> str:
    return session.members[member].label if member in session.members else member


def word(name: str, value: str, spoken: Voice) -> str:
    """Return the text of a card, or the team's own words."""
    found = deck.card(name, value)
    text = found.text[spoken.language] if found else value
    return str(text[spoken.register] if isinstance(text, Mapping) else text)


def _gap(reality: str, ideal: str) -> str:
    return f"{reality} -> {ideal}" if reality and ideal else reality or ideal


def _lines(title: str, lines: Mapping[str, str]) -> None:
    if lines:
        out()
        out(title)
        table([[id_, line] for id_, line in lines.items()], "  ")
