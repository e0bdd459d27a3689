"""What was left of the boss, day by day."""

from collections.abc import Mapping
from typing import Any

from dxworkshop.insight.course import hp_course
from dxworkshop.model.session import Session
from dxworkshop.model.value import tabled
from dxworkshop.report.picture.figure import listed
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Course, Picture, Reading, Table

SHOWN = 60
"""How many days are drawn at most: the last."""


def hp(teller: Teller) -> Picture | None:
    """Draw the HP of the boss over time; it may rise again, and is drawn so."""
    course = hp_course(_tables(teller.session))
    if not course:
        return None
    tr, kept = teller.voice.tr, course[-SHOWN:]
    (first, began, estimate), (last, left, _) = kept[0], kept[-1]
    said = [
        tr(
            "{Boss_hp}: from {began} % on {first} to {left} % on {last}.",
            began=began,
            first=teller.day(first),
            left=left,
            last=teller.day(last),
        )
    ]
    if estimate:
        said.append(tr("This is an estimate: nothing is measured, so it counts the open {actions}."))
    if len(course) > SHOWN:
        said.append(tr("Drawn are the last {n} of {total} days.", n=SHOWN, total=len(course)))
    rows = tuple((teller.short_day(day), tr("{percent} %", percent=percent)) for day, percent, _ in kept)
    return Picture(
        name="hp",
        title=tr("{Boss_hp} over time"),
        summary=listed(teller, said),
        drawn=Course(
            teller.voice.term("Boss_hp"), tuple(Reading(day, float(percent)) for day, percent, _ in kept), 100.0
        ),
        twin=Table((tr("Day"), teller.voice.term("Boss_hp")), rows, ("left", "right")),
    )


def _tables(session: Session) -> Mapping[str, Any]:
    """Return the tables that the course is read from: those of the whole session would take far longer."""
    actions = {
        id_: {"status": action.status, "weight": action.weight, "removed": action.removed}
        for id_, action in session.actions.items()
    }
    parts = {name: tabled(getattr(session, name)) for name in ("boss", "checkins", "meeting")}
    return {**parts, "actions": actions, "created": session.created}
