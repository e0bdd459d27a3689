"""Who does what by when: a table to see it all, then one by one."""

from collections.abc import Iterable

from dxworkshop.model.session import OPEN, Action
from dxworkshop.report import deed, sheet
from dxworkshop.report.deed import Named
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Paragraph, Section, Table, Tasks
from dxworkshop.report.wording import is_blank


def actions(teller: Teller) -> tuple[Section, ...]:
    """Tell every action: open ones first, then what is done, then what was dropped and why.

    A summary is the table alone.
    """
    voice = teller.voice
    if not teller.plan:
        return (
            Section("actions", voice.tr("{Actions}"), (Paragraph(voice.tr("No {actions} are decided yet.")),)),
        )
    groups = (
        (voice.tr("{Actions} one by one"), [it for it in teller.plan if it[1].status in OPEN]),
        (voice.tr("{Actions} that are done"), [it for it in teller.plan if it[1].status == "done"]),
        (voice.tr("{Actions} that were dropped"), [it for it in teller.plan if it[1].status == "dropped"]),
    )
    long = teller.options.columns == "long"
    table = sheet.long_table(teller, sheet.rows(teller)) if long else compact(teller, teller.plan)
    glance = Section("actions", voice.tr("{Actions} at a glance"), (table,))
    if teller.is_summary:
        return (glance,)
    return (
        glance,
        *(Section("actions", heading, (_tasks(teller, group),)) for heading, group in groups if group),
    )


def _tasks(teller: Teller, group: Iterable[Named]) -> Tasks:
    return Tasks(tuple(deed.task(teller, id_, action, _fields(teller, id_, action)) for id_, action in group))


def compact(teller: Teller, found: Iterable[Named], *, owner: bool = True) -> Table:
    """Return what fits a sheet of paper: what, who, with whom, by when, how one sees it, how far it is."""
    tr = teller.voice.tr
    head = (
        *(tr("No."), tr("{Action}"), *((tr("Owner"),) if owner else ())),
        *(tr("Offices concerned"), tr("Due"), tr("Measure"), tr("State of progress")),
    )
    rows = tuple(
        (
            str(teller.numbers[id_]),
            teller.said(action.title),
            *((_decided(teller, action, sheet.owner(teller, action)),) if owner else ()),
            sheet.offices(teller, action),
            _decided(teller, action, teller.short_day(action.due)),
            deed.measure(teller, action),
            deed.status(teller, action),
        )
        for id_, action in found
    )
    left: Align = "left"
    return Table(head, rows, ("right", *((left,) * (len(head) - 1))))


def _decided(teller: Teller, action: Action, text: str) -> str:
    """Return a text, or that it is undecided: what is done or dropped needs no more decisions."""
    return teller.said(text) if action.status in OPEN else text


def _fields(teller: Teller, id_: str, action: Action) -> tuple[tuple[str, str], ...]:
    """Return what is known of an action, and in one line what is still missing."""
    tr = teller.voice.tr
    # The measure of the boss that an action answers stands there; what is missing here is one of its own.
    own = deed.measure(teller, action) if action.measure and not is_blank(action.measure.name) else ""
    wanted = {
        "owner": (tr("Owner"), teller.person(action.owner)),
        "calling": (tr("{Calling}"), teller.role(action)),
        "first_step": (tr("{First_step}"), deed.first_step(teller, action)),
        "due": (tr("Due"), deed.due(teller, action)),
        "if_then": (tr("If-then"), action.if_then),
        "measure": (tr("Measure"), own),
        "tell": (tr("Whom to tell what"), action.tell),
        "budget": (tr("Budget"), deed.budget(teller, action)),
        "decided_at": (tr("Where it is decided"), deed.level(teller, action)),
    }
    known = (
        (tr("Partners"), deed.partners(teller, action)),
        (tr("Makes up for"), teller.covered(action.covers)),
        (tr("What it answers"), teller.listed(teller.answer(id_) for id_ in action.answers)),
        (tr("Status"), deed.status(teller, action)),
        (tr("How it goes"), deed.rating(teller, id_)),
        (tr("Next step"), deed.next_step(teller, id_, action)),
        (tr("If-then of the next step"), deed.next_if_then(teller, id_, action)),
        (tr("Reason"), action.reason),
        (tr("Whom to ask"), action.ask),
    )
    missing = [
        label
        for name, (label, value) in wanted.items()
        if action.status in OPEN and is_blank(value) and not teller.holds_back(Action, name)
    ]
    return (*wanted.values(), *known, (tr("Not decided yet"), teller.listed(missing)))
