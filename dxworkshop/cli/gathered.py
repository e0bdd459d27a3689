"""What the room said, in short, with its ids: marks, notes, dots, risks, and what waits for later."""

from dxworkshop import deck
from dxworkshop.cli.output import out, table
from dxworkshop.i18n import Voice
from dxworkshop.insight.author import author
from dxworkshop.insight.rating import rated
from dxworkshop.insight.tally import budget, spent, standing, tally
from dxworkshop.insight.tally import placed as item_of
from dxworkshop.model.session import Session, Vote
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import CollectStep, RateStep, Step, VoteStep


def ratings(session: Session, spoken: Voice) -> None:
    """Print the marks of every step in which something was rated."""
    for id_, step in _steps(session, RateStep):
        if not session.ratings.get(id_):
            continue
        _head(id_, step, spoken)
        head = ["", spoken.tr("ideal"), spoken.tr("reality")]
        rows = [[one.card, mark(one.ideal), mark(one.reality)] for one in rated(session, id_)]
        table([head, *rows], "  ")
        if credit := deck.credit(getattr(step, "deck", "")):
            out(f"  {credit}")


def notes(session: Session, spoken: Voice) -> None:
    """Print the groups of every step with their notes, and then the lone notes."""
    for id_, step in _steps(session, CollectStep):
        rows = []
        for one in standing(session, id_):
            group = session.groups.get(one.id)
            rows += [[one.id, group.name, ""]] if group else []
            rows += [
                [key, f"{'  ' if group else ''}{session.notes[key].text}", _author(session, key)]
                for key in one.notes or (() if group else (one.id,))
            ]
        if rows:
            _head(id_, step, spoken)
            table(rows, "  ")


def votes(session: Session, spoken: Voice) -> None:
    """Print the sums of every vote that was revealed; of the others, only how many dots lie."""
    for id_, step in _steps(session, VoteStep):
        placed = spent(session, id_)
        if not placed:
            continue
        _head(id_, step, spoken)
        most = budget(session, id_)
        check = spoken.tr("{n} of {budget} dots are placed", n=placed, budget=most)
        out("  " + (check if most else spoken.trn("{n} dot", "{n} dots", placed)))
        if session.votes.get(id_, Vote()).revealed:
            table([[one.id, str(one.dots), words(session, one.id)] for one in tally(session, id_)], "  ")


def later(session: Session, spoken: Voice) -> None:
    """Print why it would fail, and what waits for later."""
    if risks := shown(session.risks):
        out()
        out(spoken.tr("{Risks}"))
        table([[id_, risk.cause, f"-> {risk.counter}" if risk.counter else ""] for id_, risk in risks], "  ")
    if parked := shown(session.parked):
        out()
        out(spoken.tr("{Parking_lot}"))
        kinds = {"topic": spoken.tr("topic"), "question": spoken.tr("question")}
        open_, answered = spoken.tr("open"), spoken.tr("answered")
        rows = [
            [
                id_,
                kinds[one.kind],
                f"+{one.ups}",
                answered if one.answered else open_,
                _with_answer(one.text, one.answer),
            ]
            for id_, one in parked
        ]
        table(rows, "  ")


def words(session: Session, id_: str) -> str:
    """Return what a candidate says: the name of a group, or the text of a note."""
    item = item_of(session, id_)
    return str(getattr(item, "text", "") or getattr(item, "name", ""))


def mark(value: float | None) -> str:
    """Return a mark to one digit behind the point."""
    return "-" if value is None else f"{value:.1f}"


def _steps(session: Session, kind: type[Step]) -> list[tuple[str, Step]]:
    """Return the steps of a kind in their order; those taken out too, for what was said in them is still there."""
    steps = sorted(session.workshop.steps.items(), key=lambda pair: (pair[1].rank, pair[0]))
    return [(id_, step) for id_, step in steps if isinstance(step, kind)]


def _head(id_: str, step: Step, spoken: Voice) -> None:
    out()
    gone = spoken.tr(", taken out") if step.removed else ""
    out(f"{spoken.text(step.title)} ({id_}{gone})")


def _author(session: Session, note: str) -> str:
    wrote = author(session, session.notes[note])
    return session.members[wrote].label if wrote else ""


def _with_answer(text: str, answer: str) -> str:
    return f"{text} -> {answer}" if answer else text
