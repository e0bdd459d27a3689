"""What falls on a day, for the calendars of those who do it."""

from dataclasses import replace
from datetime import date

from dxworkshop.model.session import OPEN, Action, CheckinReport
from dxworkshop.model.value import shown
from dxworkshop.report import deed, sheet
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Appointment
from dxworkshop.report.wording import is_blank


def appointments(teller: Teller) -> tuple[Appointment, ...]:
    """Return steps, due dates, reviews and check-ins, each under an id of its own that stays the same.

    What is done or dropped is told as off, so that it goes from a calendar it came into earlier; to the team also
    what was removed, of which others know nothing. A review goes by its place in their order, so that the entry
    of one that was moved is moved.

    What cannot be taken back, for the session no longer knows the day, and a calendar takes no entry without
    one: a due date or a first step that was cleared, the last review when there are fewer than before, a
    check-in that a review was moved to, and for readers outside the team an action that was removed. People have
    to delete those by hand.
    """
    found = [one for id_, action in teller.plan for one in _of_action(teller, id_, action)]
    reviews = sorted(set(teller.session.reviews))
    found += [_review(teller, f"review-{n}", day, ()) for n, day in enumerate(reviews, start=1)]
    found += [
        _review(teller, f"{id_}-checkin", checkin.on, checkin.lessons)
        for id_, checkin in shown(teller.session.checkins)
        if checkin.on not in reviews
    ]
    if teller.audience == "internal":
        found += _removed(teller)
    return tuple(found)


def _removed(teller: Teller) -> list[Appointment]:
    """Return as off what was taken out of the session, in the order of the ids."""
    session = teller.session
    actions = [(id_, action) for id_, action in sorted(session.actions.items()) if action.removed]
    found = [one for id_, action in actions for one in _of_action(teller, id_, action)]
    checkins = [(id_, checkin) for id_, checkin in sorted(session.checkins.items()) if checkin.removed]
    return found + [
        replace(_review(teller, f"{id_}-checkin", checkin.on, ()), cancelled=True) for id_, checkin in checkins
    ]


def _uid(teller: Teller, name: str) -> str:
    return f"{name}@{teller.session.id}.dxworkshop"


def _of_action(teller: Teller, id_: str, action: Action) -> list[Appointment]:
    tr, found = teller.voice.tr, []
    title, off = teller.said(action.title.strip()), bool(action.removed) or action.status not in OPEN
    text = "" if action.removed else _text(teller, id_, action)
    if action.first_step_by:
        step = teller.said(action.first_step.strip())
        told = tr("{First_step}: {step} ({title})", step=step, title=title)
        found.append(Appointment(_uid(teller, f"{id_}-first-step"), action.first_step_by, told, text, off))
    if (report := _last_report(teller, id_)) and report.next_by:
        step = teller.said(report.next_step.strip() or action.first_step.strip()) or title
        told = tr("Next step: {step} ({title})", step=step, title=title)
        found.append(Appointment(_uid(teller, f"{id_}-next-step"), report.next_by, told, text, off))
    if action.due:
        told = tr("Due: {title}", title=title)
        found.append(Appointment(_uid(teller, f"{id_}-due"), action.due, told, text, off))
    return found


def _last_report(teller: Teller, id_: str) -> CheckinReport | None:
    """Return what the last check-in that tells of an action says of it."""
    checkins = sorted((one for _, one in shown(teller.session.checkins)), key=lambda checkin: checkin.on)
    return next((one.actions[id_] for one in reversed(checkins) if id_ in one.actions), None)


def _text(teller: Teller, id_: str, action: Action) -> str:
    """Return what one has to know on the day."""
    tr = teller.voice.tr
    told = (
        (tr("{Action}"), teller.action(id_)),
        (tr("Owner"), sheet.owner(teller, action)),
        (tr("Partners"), deed.partners(teller, action)),
        (tr("{First_step}"), action.first_step.strip()),
        (tr("If-then"), action.if_then.strip()),
        (tr("Measure"), deed.measure(teller, action)),
        (tr("Status"), deed.status(teller, action)),
    )
    return "\n".join(tr("{name}: {text}", name=name, text=text) for name, text in told if not is_blank(text))


def _review(teller: Teller, name: str, day: date, lessons: tuple[str, ...]) -> Appointment:
    tr = teller.voice.tr
    title = teller.session.title.strip() or tr("(no title)")
    lines = [tr("{checkin}: what is done, what is stuck, and the next step of each."), *lessons]
    return Appointment(_uid(teller, name), day, tr("{Checkin}: {title}", title=title), "\n".join(lines))
