"""What became of the actions of an earlier plan: done, carried on, or dropped and why."""

from dxworkshop.model.words import VERDICTS
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Section, Table


def review(teller: Teller) -> tuple[Section, ...]:
    """Tell the actions that came from an earlier session, with what the review says of each."""
    tr = teller.voice.tr
    rows = tuple(
        (
            str(n),
            teller.said(action.title),
            teller.voice.say(VERDICTS[action.verdict]) if action.verdict else tr("not looked at yet"),
            action.reason,
        )
        for n, (_, action) in enumerate(teller.actions(), start=1)
        if action.since or action.verdict
    )
    if not rows:
        return ()
    head = (tr("No."), tr("{Action}"), tr("What the review says"), tr("Reason"))
    table = Table(head, rows, ("right", "left", "left", "left"))
    return (Section("review", tr("{Actions} of the earlier plan"), (table,)),)
