"""What became of the actions of an earlier plan: done, carried on, or dropped and why."""

from dxworkshop.model.session import OPEN, Action
from dxworkshop.model.words import VERDICTS
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Align, Section, Table


def review(teller: Teller) -> tuple[Section, ...]:
    """Tell the actions that came from an earlier session, with what the review says of each."""
    tr, told = teller.voice.tr, not teller.holds_back(Action, "reason")
    rows = tuple(
        (
            str(n),
            teller.said(action.title),
            _said(teller, action),
            *((action.reason,) if told else ()),
        )
        for n, (_, action) in enumerate(teller.actions(), start=1)
        if action.since or action.verdict
    )
    if not rows:
        return ()
    head = (tr("No."), tr("{Action}"), tr("What the review says"), *((tr("Reason"),) if told else ()))
    left: Align = "left"
    table = Table(head, rows, ("right", *((left,) * (len(head) - 1))))
    return (Section("review", tr("{Actions} of the earlier plan"), (table,)),)


def _said(teller: Teller, action: Action) -> str:
    """Return what the review says of an action, and how often its day has moved while it was open: a fact."""
    voice = teller.voice
    said = voice.say(VERDICTS[action.verdict]) if action.verdict else voice.tr("not looked at yet")
    if not action.slipped or action.status not in OPEN or teller.holds_back(Action, "slipped"):
        return said
    times = voice.trn("its day moved once", "its day moved {n} times", len(action.slipped))
    return voice.tr("{verdict} ({times})", verdict=said, times=times)
