"""The actions as a table with the columns that offices use, and as data."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dxworkshop.model.session import OPEN, Action, ActionMeasure, Member
from dxworkshop.model.words import BUDGETS, LENSES, LEVELS, MEASURE_KINDS, STATUSES
from dxworkshop.offer import Audience
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Row, Sheet, Table
from dxworkshop.report.wording import is_blank, number
from dxworkshop.sentence import Sentence, say

COLUMNS: dict[str, Sentence] = {
    "number": say("No."),
    "title": say("{Action} title"),
    "aim": say("Aim (goal)"),
    "today": say("Reality"),
    "issue": say("Issue"),
    "content": say("{Action}: what is done"),
    "first_step": say("{First_step}"),
    "owner": say("Owner (office, {calling})"),
    "offices": say("Offices concerned"),
    "partners": say("Partners"),
    "due": say("Due"),
    "quarter": say("Fiscal year and quarter"),
    "measure": say("Measure (kind)"),
    "baseline": say("Baseline"),
    "now": say("Now"),
    "target": say("Target"),
    "budget": say("Budget (needed, not needed, secured)"),
    "decided_at": say("Where it is decided"),
    "status": say("State of progress"),
    "remark": say("Remarks"),
    "first_step_by": say("{First_step}: by when"),
    "id": say("ID"),
}
"""By the key of a column its head; in the order that people who work with Word and Excel expect."""
_FIGURES = ("number", "baseline", "now", "target")
_CHECK = 8
"""Hexadecimal digits that tell one state of an action from another."""


@dataclass(frozen=True)
class Figures:
    """How one sees whether an action works."""

    name: str = ""
    kind: str = ""
    unit: str = ""
    baseline: float | None = None
    now: float | None = None
    target: float | None = None


def check(action: Action, audience: Audience = "internal") -> str:
    """Return a short sign of what is read back of an action: another one where any of it has changed since.

    Outside the team only that there is a text counts, not its words: those are not read back from there, and
    which words were hidden by hand in a copy is not known any more when it comes back.
    """
    measure = action.measure or ActionMeasure()
    texts = [action.title, action.first_step, action.reason, action.ask, measure.name, measure.unit]
    said = [
        texts if audience == "internal" else [not is_blank(text) for text in texts],
        [_iso(action.first_step_by), _iso(action.due), action.status, measure.baseline, measure.target],
        [action.owner, list(action.partners), action.budget, action.decided_at],
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:_CHECK]


def rows(teller: Teller) -> tuple[Row, ...]:
    """Return every action as data; what nothing is known of is empty."""
    return tuple(_row(teller, n, id_, action) for n, (id_, action) in enumerate(teller.plan, start=1))


def sheet(teller: Teller, found: Iterable[Row]) -> Sheet:
    """Return the rows as a table for a spreadsheet: all columns that hold what may be told, in words."""
    keys = _told(teller)
    cells = (_cells(teller, row, check(teller.session.actions[row.id], teller.audience)) for row in found)
    told = tuple(tuple(of[key] for key in keys) for of in cells)
    return Sheet(keys, tuple(teller.voice.say(COLUMNS[key]) for key in keys), told)


def _told(teller: Teller) -> tuple[str, ...]:
    """Return the columns; not one in which everything is kept from the readers."""
    held = all(teller.holds_back(Action, name) for name in ("if_then", "tell"))
    return tuple(key for key in COLUMNS if not (held and key == "content"))


def long_table(teller: Teller, found: Iterable[Row]) -> Table:
    """Return the rows as a table for paper: every column but the id."""
    keys = [key for key in _told(teller) if key != "id"]
    aligned: tuple[Align, ...] = tuple("right" if key in _FIGURES else "left" for key in keys)
    cells = (_cells(teller, row, "") for row in found)
    head = tuple(teller.voice.say(COLUMNS[key]) for key in keys)
    return Table(head, tuple(tuple(of[key] for key in keys) for of in cells), aligned)


def owner(teller: Teller, action: Action) -> str:
    """Return who does an action, by office and calling; for the team, where it is known, also the name."""
    member = teller.members.get(action.owner)
    name = member.name.strip() if member else teller.lost(action.owner)
    if not name:
        return teller.place(action.owner, action.calling)
    place = teller.listed(teller.posts(action.owner, action.calling))
    return teller.voice.tr("{name} ({seat})", name=name, seat=place) if place else name


def offices(teller: Teller, action: Action) -> str:
    """Return the offices that help: those of the partners who are not from outside, each once."""
    seats = [teller.card("seats", one.seat) for _, one in _partners(teller, action) if one and one.post != "ally"]
    return teller.listed(dict.fromkeys(seats))


def figures(teller: Teller, action: Action) -> Figures:
    """Return the measure of an action, else that of the boss which it answers, with its last reading."""
    own = action.measure
    if own and not is_blank(own.name):
        return Figures(own.name.strip(), "", own.unit.strip(), own.baseline, None, own.target)
    for id_ in action.answers:
        if measure := teller.measures.get(id_):
            now = teller.readings.get(id_)
            name, unit = measure.name.strip(), measure.unit.strip()
            return Figures(name, measure.kind, unit, measure.baseline, now, measure.target)
    return Figures()


def measured(teller: Teller, found: Figures) -> str:
    """Return a measure in one phrase; empty where there is none."""
    if is_blank(found.name) or found.baseline is None or found.target is None:
        return found.name
    baseline, target = number(found.baseline), number(found.target)
    values = {"name": found.name, "baseline": baseline, "target": target, "unit": found.unit}
    return teller.voice.tr("{name}: from {baseline} to {target} {unit}", **values)


def _row(teller: Teller, n: int, id_: str, action: Action) -> Row:
    gaps = [teller.gaps[key] for key in action.answers if key in teller.gaps]
    found = figures(teller, action)
    aims = [gap.ideal.strip() for gap in gaps if not is_blank(gap.ideal)]
    return Row(
        number=n,
        id=id_,
        title=action.title.strip(),
        aim="\n".join(aims) or _goals(teller, action),
        today="\n".join(gap.reality.strip() for gap in gaps if not is_blank(gap.reality)),
        issue="\n".join(issue for key in action.answers if not is_blank(issue := _issue(teller, key))),
        content=_content(teller, action),
        first_step=action.first_step.strip(),
        first_step_by=action.first_step_by,
        owner=owner(teller, action),
        calling=teller.role(action),
        offices=offices(teller, action),
        partners=_helpers(teller, action),
        due=action.due,
        quarter=teller.quarter(action.due) if action.due else "",
        measure=found.name,
        measure_kind=found.kind,
        unit=found.unit,
        baseline=found.baseline,
        now=found.now,
        target=found.target,
        budget=action.budget,
        decided_at=action.decided_at,
        status=action.status,
        remark=_remark(teller, action),
        late=action.status in OPEN and action.due is not None and action.due < teller.today,
    )


def _goals(teller: Teller, action: Action) -> str:
    """Return the targets of the measures an action answers."""
    answered = [teller.measures[id_] for id_ in action.answers if id_ in teller.measures]
    told = (Figures(m.name.strip(), m.kind, m.unit.strip(), m.baseline, None, m.target) for m in answered)
    return "\n".join(measured(teller, one) for one in told)


def _issue(teller: Teller, id_: str) -> str:
    """Return what is answered; a gap with its area, for its reality stands in a column of its own."""
    gap, words = teller.gaps.get(id_), teller.answer(id_)
    return teller.voice.tr("{area}: {text}", area=LENSES[gap.lens], text=words) if gap and words else words


def _content(teller: Teller, action: Action) -> str:
    tell = action.tell.strip()
    told = teller.voice.tr("To be told: {text}", text=tell) if tell else ""
    return "\n".join(text for text in (action.if_then.strip(), told) if text)


def _partners(teller: Teller, action: Action) -> Iterable[tuple[str, Member | None]]:
    return ((id_, teller.members.get(id_)) for id_ in dict.fromkeys(action.partners))


def _helpers(teller: Teller, action: Action) -> str:
    """Return who helps from outside; for the team, everybody who helps, by name.

    A partner without an office has no other place to stand in.
    """
    known = teller.audience == "internal"
    return teller.listed(
        teller.person(id_)
        for id_, one in _partners(teller, action)
        if one is None or one.post == "ally" or is_blank(one.seat) or (known and not is_blank(one.name))
    )


def _remark(teller: Teller, action: Action) -> str:
    tr = teller.voice.tr
    told = (
        (tr("Reason"), action.reason),
        (tr("Whom to ask"), action.ask),
        (tr("Makes up for"), teller.covered(action.covers)),
    )
    return "\n".join(
        tr("{name}: {text}", name=name, text=text.strip()) for name, text in told if not is_blank(text)
    )


def _cells(teller: Teller, row: Row, sign: str) -> dict[str, str]:
    """Return the words of every column, in their order."""
    voice = teller.voice
    return {
        "number": str(row.number),
        **{key: getattr(row, key) for key in ("title", "aim", "today", "issue", "content", "first_step")},
        **{key: getattr(row, key) for key in ("owner", "offices", "partners")},
        "due": teller.short_day(row.due),
        "quarter": row.quarter,
        "measure": _measure(teller, row),
        **{key: _plain(getattr(row, key)) for key in ("baseline", "now", "target")},
        "budget": next((voice.say(word) for code, word in BUDGETS.items() if code == row.budget), ""),
        "decided_at": next((voice.say(word) for code, word in LEVELS.items() if code == row.decided_at), ""),
        "status": next(voice.say(word) for code, word in STATUSES.items() if code == row.status),
        "remark": row.remark,
        "first_step_by": teller.short_day(row.first_step_by),
        "id": f"{row.id}-{sign}",
    }


def _measure(teller: Teller, row: Row) -> str:
    """Return a measure with its kind and its unit, so that the figures beside it are nothing but figures."""
    kind = next((teller.voice.say(word) for code, word in MEASURE_KINDS.items() if code == row.measure_kind), "")
    more = teller.listed((kind, row.unit))
    return teller.voice.tr("{name} ({seat})", name=row.measure, seat=more) if row.measure and more else row.measure


def _plain(value: float | None) -> str:
    """Return a number without commas, for a spreadsheet reckons with it."""
    return "" if value is None else number(value).replace(",", "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
