"""Plans after the workshop, seen at once: what is done, what is next for whom, what is stuck and who could help.

Several plans make one view: an action that a later session took over stands in that one alone. The order is the
same everywhere: thanks come first, then what is next, the nearest day first, then what is stuck, then what has no
day yet, and what was dropped last with its reason. Nobody is compared with anybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dxworkshop import deck
from dxworkshop.folding import folded
from dxworkshop.i18n import Voice
from dxworkshop.insight.asking import Asked, could_be_asked
from dxworkshop.insight.balance import balance
from dxworkshop.insight.course import hp_course, only_point
from dxworkshop.insight.due import Deadline, deadlines, next_review
from dxworkshop.insight.hp import boss_hp
from dxworkshop.insight.load import same_people
from dxworkshop.insight.milestone import milestones
from dxworkshop.insight.rescore import Rescored, rescored
from dxworkshop.insight.step import next_step
from dxworkshop.model.session import OPEN, Action, CheckinReport, Member, Session
from dxworkshop.model.value import plain
from dxworkshop.model.words import STATUSES
from dxworkshop.model.workshop import RateStep
from dxworkshop.offer import Audience, Grouping
from dxworkshop.report import deed
from dxworkshop.report.celebration import celebrate
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.redact import redacted
from dxworkshop.report.redaction.rule import why_held_back
from dxworkshop.report.standing import PARTS, Board, Counts, Deed, Group, Part, Plan, Reached, Standing
from dxworkshop.report.teller import Teller
from dxworkshop.report.wording import is_blank, number


def board(
    sessions: Sequence[Session],
    voice: Voice,
    today: date,
    *,
    by: Grouping = "status",
    match: str = "",
    audience: Audience = "internal",
    options: Options = USUAL,
) -> Board:
    """Return what some plans hold, in groups; with words, only those actions that hold all of them."""
    return arranged(
        standing(sessions, voice, today, audience=audience, options=options), voice, by=by, match=match
    )


def standing(
    sessions: Sequence[Session],
    voice: Voice,
    today: date,
    *,
    audience: Audience = "internal",
    options: Options = USUAL,
) -> Standing:
    """Return how some plans stand, as an audience may read it: to be arranged as often as somebody asks."""
    apart = list({session.id: session for session in sessions}.values())
    plans: list[Plan] = []
    deeds: list[Deed] = []
    left: list[Session] = []
    going_on = _going_on(apart)
    for session in apart:
        told = redacted(_without_what_went_on(session, going_on), audience, options, voice=voice).session
        found = _deeds(Teller(told, voice, today, options, audience))
        whole = told if len(apart) == 1 else redacted(session, audience, options, voice=voice).session
        plans.append(_plan(Teller(whole, voice, today, options, audience), found))
        deeds += found
        left.append(told)
    hours, people = why_held_back(Member, "hours_per_week", audience) is None, same_people(apart)
    findings = balance(*left, hours=hours, people=people) if audience != "public" else ()
    return Standing(
        plans=tuple(plans),
        deeds=tuple(sorted(deeds, key=_order)),
        counts=_counts(deeds),
        balance=tuple(voice.say(one.sentence) for one in findings),
    )


def arranged(standing: Standing, voice: Voice, *, by: Grouping = "status", match: str = "") -> Board:
    """Return the actions of some plans in groups; with words, only those that hold all of them, in any width."""
    words, several = folded(match).split(), len(standing.plans) > 1
    found = [one for one in standing.deeds if not words or _holds(one, words, several=several)]
    groups: dict[str, list[Deed]] = {key: [] for key in _keys(standing.deeds, by)}
    for one in found:
        groups[_key(one, by)].append(one)
    return Board(
        plans=standing.plans,
        by=by,
        match=match.strip(),
        groups=tuple(Group(key, _heading(voice, by, key), tuple(of)) for key, of in groups.items() if of),
        counts=standing.counts,
        found=len(found),
        all=len(standing.deeds),
        balance=standing.balance,
    )


# What stands once, and in which order


def _going_on(all_: Iterable[Session]) -> dict[str, list[Session]]:
    """Return in which of some sessions an action is that came from an earlier one, by its id."""
    found: dict[str, list[Session]] = {}
    for session in all_:
        for id_, action in session.actions.items():
            if action.since:
                found.setdefault(id_, []).append(session)
    return found


def _without_what_went_on(session: Session, going_on: Mapping[str, Sequence[Session]]) -> Session:
    """Return a session without the actions that stand in a later one, where they go on."""
    gone = {
        id_ for id_ in session.actions if any(_went_on(id_, session, other) for other in going_on.get(id_, ()))
    }
    left = {id_: action for id_, action in session.actions.items() if id_ not in gone}
    return session.model_copy(update={"actions": left}) if gone else session


def _went_on(id_: str, session: Session, other: Session) -> bool:
    """Tell whether an action of a session goes on in another one, taken over from here or from one between."""
    later = other.actions.get(id_)
    if other is session or later is None or not later.since:
        return False
    if session.id in other.earlier or later.since == session.id:
        return True
    both = later.since == session.actions[id_].since and other.id not in session.earlier
    return both and (other.held_on(), other.id) > (session.held_on(), session.id)


def _order(one: Deed) -> tuple[Any, ...]:
    return PARTS.index(one.part), one.day or date.max


def _counts(deeds: Iterable[Deed]) -> Counts:
    found = [*deeds]
    of = Counter(one.status for one in found)
    return Counts(
        of["done"], of["doing"], of["todo"], of["blocked"], of["dropped"], late=sum(one.late for one in found)
    )


# One plan, and one action


def _plan(teller: Teller, deeds: Sequence[Deed]) -> Plan:
    session = teller.session
    data = plain(session)
    hp, course, alone = boss_hp(data), hp_course(data) or (), only_point(data)
    return Plan(
        session=session.id,
        title=teller.said(session.title),
        organisation=session.organisation.strip(),
        boss=session.boss.name.strip(),
        hp=hp.percent if hp else None,
        estimate=bool(hp and hp.estimate),
        course=tuple((day, percent) for day, percent, _ in course),
        read=(alone.day, alone.percent) if alone else None,
        milestones=tuple(
            Reached(one.day, one.percent, celebrate(session, one, teller.voice)) for one in milestones(data)
        ),
        rescored=tuple(line for one in rescored(session) if (line := _then_and_now(teller, one))),
        next_review=next_review(data, teller.today),
        counts=_counts(deeds),
    )


def _then_and_now(teller: Teller, one: Rescored) -> str:
    """Return what was rated again, then and now; empty where it has no words, or there is no first time."""
    if one.first is None:
        return ""
    if one.kind == "gap":
        what = teller.gap(teller.gaps[one.id]) if one.id in teller.gaps else ""
    else:
        step: Any = teller.session.workshop.steps.get(one.step)
        own = {it.id: teller.voice.text({"ja": it.ja, "en": it.en}) for it in step.statements} if step else {}
        what = own.get(one.id) or (teller.card(step.deck, one.id) if isinstance(step, RateStep) else "")
    if is_blank(what):
        return ""
    then, now = number(round(float(one.first), 1)), number(round(float(one.latest), 1))
    return teller.voice.tr("{what}: {then} -> {now}", what=what, then=then, now=now)


def _deeds(teller: Teller) -> list[Deed]:
    """Return the actions of a plan in its order."""
    days: dict[str, Deadline] = {}
    for one in deadlines(plain(teller.session)):
        days.setdefault(one.action, one)
    reports = {id_: report for checkin in teller.checkins for id_, report in checkin.actions.items()}
    return [_deed(teller, id_, action, days.get(id_), reports.get(id_)) for id_, action in teller.plan]


def _deed(teller: Teller, id_: str, action: Action, first: Deadline | None, report: CheckinReport | None) -> Deed:
    is_open, day = action.status in OPEN, first.day if first else None
    member = teller.members.get(action.owner)
    step, by, if_then = _step(action, report) if is_open else ("", None, "")
    return Deed(
        session=teller.session.id,
        plan=teller.said(teller.session.title),
        id=id_,
        number=teller.numbers[id_],
        title=teller.said(action.title.strip()),
        part=_part(action, day),
        status=action.status,
        state=teller.voice.say(STATUSES[action.status]),
        person=(teller.card("seats", member.label) if member else teller.lost(action.owner)).strip(),
        owner=teller.person(action.owner),
        role=teller.role(action),
        due=action.due,
        quarter=teller.quarter(action.due) if action.due else "",
        step=step,
        step_by=by,
        if_then=if_then,
        day=day,
        late=bool(is_open and action.due and action.due < teller.today),
        slips=len(action.slipped),
        reason=action.reason.strip() if action.status in ("blocked", "dropped") else "",
        waits=_waits(teller, action) if is_open else (),
        ask=_ask(teller, action) if action.status == "blocked" else (),
    )


def _part(action: Action, day: date | None) -> Part:
    match action.status:
        case "done" | "blocked" | "dropped" as same:
            return same
        case _:
            return "next" if day else "open"


def _step(action: Action, report: CheckinReport | None) -> tuple[str, date | None, str]:
    """Return what comes next, by when, and its if-then, which is that of the action where it has none."""
    step = next_step(plain(action), plain(report) if report else None)
    own = report.if_then.strip() if report and step and step.kind == "next_step" else ""
    return step.text if step else "", step.day if step else None, own or action.if_then.strip()


def _waits(teller: Teller, action: Action) -> tuple[str, ...]:
    """Return what holds an action up, in the words of the team, and what has to be decided above it."""
    money = teller.voice.tr("a budget") if action.budget == "needed" else ""
    above = action.decided_at in ("committee", "headquarters", "council")
    decision = teller.voice.tr("a decision of the {level}", level=deed.level(teller, action)) if above else ""
    why = action.reason.strip() if action.status == "blocked" else ""
    return tuple(word for word in (why, money, decision) if word)


def _ask(teller: Teller, action: Action) -> tuple[str, ...]:
    """Return whom the team named itself, then who deals with what holds it up and was not named."""
    own = folded(action.ask)
    others = [
        one
        for one in could_be_asked(teller.session, action)
        if not (one.member and own and folded(teller.members[one.member].label) in own)
    ]
    return (*([action.ask.strip()] if own else ()), *(_asked(teller, one) for one in others))


def _asked(teller: Teller, one: Asked) -> str:
    about, calling = teller.voice.say(one.about), teller.card("callings", one.calling)
    if not one.member:
        return teller.voice.tr("{calling}, who is not in the {party} yet: {about}", calling=calling, about=about)
    return teller.voice.tr("{name}: {about}", name=teller.person(one.member), about=about)


# Groups


def _key(one: Deed, by: Grouping) -> str:
    match by:
        case "status":
            return one.part
        case "role":
            return one.role
        case "person":
            return one.owner
        case "quarter":
            return one.quarter


def _keys(deeds: Sequence[Deed], by: Grouping) -> list[str]:
    """Return the keys of all groups in their order: never by how much is in them; what is not known comes last."""
    match by:
        case "status":
            return [*PARTS]
        case "quarter":
            dated = sorted((one for one in deeds if one.due), key=lambda one: one.due or date.max)
            found = [one.quarter for one in dated]
        case "role":
            known = {word: n for n, card in enumerate(deck.deck("callings")) for word in _words(card.text)}
            found = sorted({one.role for one in deeds}, key=lambda role: (known.get(role, len(known)), role))
        case "person":
            found = [one.owner for one in sorted(deeds, key=lambda one: one.number)]
    return [key for key in dict.fromkeys((*found, *(_key(one, by) for one in deeds))) if key] + [""]


def _words(text: Mapping[str, Any]) -> list[str]:
    return [word for said in text.values() for word in ([said] if isinstance(said, str) else said.values())]


def _heading(voice: Voice, by: Grouping, key: str) -> str:
    if by == "status":
        return {
            "done": voice.tr("Done. Thank you!"),
            "next": voice.tr("Next, the nearest day first"),
            "blocked": voice.tr("Blocked, and who could be asked"),
            "open": voice.tr("Open, without a day yet"),
            "dropped": voice.tr("Dropped, and why"),
        }[key]
    nothing = {
        "role": voice.tr("no {calling} yet"),
        "person": voice.tr("nobody yet"),
        "quarter": voice.tr("no date yet"),
    }
    return key or nothing[by]


# Words that are looked for


def _holds(one: Deed, words: Iterable[str], *, several: bool) -> bool:
    """Tell whether an action holds all words; the title of its plan is one more, where there are several."""
    days = (day.isoformat() for day in (one.day, one.due, one.step_by) if day)
    texts = (one.title, one.owner, one.role, one.state, one.quarter, one.step, one.reason, *days)
    searched = folded("\n".join((*texts, *one.waits, *one.ask, *([one.plan] if several else ()))))
    return all(word in searched for word in words)
