"""Why it would have failed, and what is done against it."""

from dxworkshop.model.value import shown
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Section, Table
from dxworkshop.report.wording import is_blank


def premortem(teller: Teller) -> tuple[Section, ...]:
    """Tell every cause with its counter, and the action it threatens."""
    tr = teller.voice.tr
    rows = tuple(
        (teller.said(risk.cause), teller.said(risk.counter), teller.action(risk.action))
        for _, risk in shown(teller.session.risks)
        if not (is_blank(risk.cause) and is_blank(risk.counter))
    )
    if not rows:
        return ()
    head = (tr("Why it would fail"), tr("What we do against it"), tr("{Action} it is about"))
    return (Section("premortem", tr("{Premortem}"), (Table(head, rows, ("left", "left", "left")),)),)
