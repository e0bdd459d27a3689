"""What was put aside for later, and what people asked: open first, then what has its answer."""

from dxworkshop.model.session import Parked
from dxworkshop.model.value import shown
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Section, Table
from dxworkshop.report.wording import is_blank


def parked(teller: Teller) -> tuple[Section, ...]:
    """Tell everything that was parked; among their like, what most people wish to hear of comes first."""
    tr = teller.voice.tr
    found = [one for _, one in shown(teller.session.parked) if not (is_blank(one.text) and is_blank(one.answer))]
    if not found:
        return ()
    found.sort(key=lambda one: (one.answered, -one.ups))
    head = (tr("Topic or question"), tr("Kind"), tr("Up-votes"), tr("Answer"))
    rows = tuple(_row(teller, one) for one in found)
    table = Table(head, rows, ("left", "left", "right", "left"))
    return (Section("parked", tr("{Parking_lot} and questions"), (table,)),)


def _row(teller: Teller, one: Parked) -> tuple[str, ...]:
    tr = teller.voice.tr
    kind = tr("question") if one.kind == "question" else tr("topic")
    answer = one.answer.strip()
    if not one.answered:
        answer = tr("{answer} (still open)", answer=answer) if answer else tr("still open")
    return teller.said(one.text), kind, str(one.ups), answer or tr("answered")
