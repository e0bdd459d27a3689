"""Thirty and ninety days on: gaps and statements as they are by now, beside the first time."""

from collections.abc import Callable, Iterable, Mapping

from textual import on
from textual.app import ComposeResult

from dxworkshop.deck import credit
from dxworkshop.insight.rating import Rated, rated
from dxworkshop.insight.rescore import Rescored, rescored
from dxworkshop.model.session import Checkin, Gap, Rating, Session
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import RateStep
from dxworkshop.tui.screens.checkin_page import Page
from dxworkshop.tui.screens.checkin_slip import role_text
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.prose import Prose

_CLEAR = {"backspace": "clear", "delete": "clear", "-": "clear"}
GAP_KEYS = {str(n): str(n) for n in range(6)} | _CLEAR
MARK_KEYS = {str(n): str(n) for n in range(1, 6)} | _CLEAR


class AgainPage(Page):
    """Rows that take one digit each."""

    kind = ""
    """What is rated again: ``gap`` or ``statement``."""

    def __init__(self, today: Today, said: Callable[[], None], digits: Mapping[str, str]) -> None:
        super().__init__(today, said)
        self._lines = Lines(self.rows(), digits, id="again")
        self._which = Prose(classes="note")
        self._moved = Prose(id="moved")

    def compose(self) -> ComposeResult:
        """Draw the question, the rows, the chosen one in full, and what moved."""
        yield Prose(self.asked(), classes="note")
        yield self._lines
        yield self._which
        yield self._moved

    def asked(self) -> str:
        """Return what the room is asked."""
        raise NotImplementedError

    def rows(self) -> list[Line]:
        """Return the rows."""
        raise NotImplementedError

    def whole(self, id_: str) -> str:
        """Return a row as a list cannot show it."""
        raise NotImplementedError

    def fields(self, checkin: Checkin, id_: str, value: int | None) -> Mapping[str, object]:
        """Return the fields of the check-in once a row reads so."""
        raise NotImplementedError

    def enter(self) -> None:
        """Put the cursor into the list."""
        first = next((line.id for line in self._lines.lines if not line.heading), "")
        self._lines.highlight(first)
        self._lines.focus()

    @on(Lines.Highlighted)
    def _went(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._which.update(self.whole(self._lines.chosen))

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        id_ = event.id
        if not id_ or id_.startswith("@"):
            return
        value = None if event.command == "clear" else int(event.command)
        if self.tell(self.today.edit(lambda checkin: self.fields(checkin, id_, value))):
            self._lines.action_move(1)
            if self._lines.chosen.startswith("@"):
                self._lines.action_move(1)

    def draw(self, *, fields: bool = False) -> None:
        """Draw the rows as they are now."""
        self._lines.show(self.rows())
        self._which.update(self.whole(self._lines.chosen))
        self._moved.update(told(self.today, self.kind))


class GapsPage(AgainPage):
    """How wide is each gap by now?"""

    name_of = "gaps"
    kind = "gap"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said, GAP_KEYS)

    def asked(self) -> str:
        """Return what the room is asked."""
        return self.voice.tr("How wide is each by now? The first time stands before it: first > now.")

    def keys(self) -> str:
        """Return what the keys do here."""
        return self.voice.tr("1-5: how wide it is now   0: closed   Backspace: take it back")

    def rows(self) -> list[Line]:
        """Return the gaps, each with its first size and that of today."""
        sizes = self.today.checkin.gaps if self.today.checkin else {}
        return [
            Line(id_, f"{gap.size or '-'} > {sizes.get(id_, '-')}  {_text(gap)}")
            for id_, gap in shown(self.session.gaps)
        ]

    def whole(self, id_: str) -> str:
        """Return a gap in full."""
        gap = self.session.gaps.get(id_)
        return "\n".join(part for part in (gap.reality, gap.ideal) if part) if gap else ""

    def fields(self, checkin: Checkin, id_: str, value: int | None) -> Mapping[str, object]:
        """Return all sizes once this one reads so."""
        rest = {one: size for one, size in checkin.gaps.items() if one != id_}
        return {"gaps": rest if value is None else {**rest, id_: value}}


class MarksPage(AgainPage):
    """How true is each statement by now?"""

    name_of = "marks"
    kind = "statement"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said, MARK_KEYS)

    def asked(self) -> str:
        """Return what the room is asked, and whose words the statements are."""
        tr = self.voice.tr
        question = tr("How is it today? We look at the workplace, never at people. First > now, and (ideal).")
        credited = dict.fromkeys(credit(step.deck) for _, step in rate_steps(self.session) if not step.statements)
        return "\n".join((question, *filter(None, credited)))

    def keys(self) -> str:
        """Return what the keys do here."""
        return self.voice.tr("1-5: the mark of today, by a show of hands   Backspace: take it back")

    def rows(self) -> list[Line]:
        """Return the statements under their steps, each with its first mark and that of today."""
        found = []
        for step, of in rate_steps(self.session):
            found.append(Line(f"@{step}", self.voice.text(of.title), heading=True))
            found += [
                Line(f"{step}/{one.card}", self._row(step, one), indent=1) for one in rated(self.session, step)
            ]
        return found

    def _row(self, step: str, one: Rated) -> str:
        again = self.today.checkin.ratings.get(step, {}).get(one.card) if self.today.checkin else None
        now = again.reality if again and again.reality is not None else "-"
        ideal = f" ({_mark(one.ideal)})" if one.ideal is not None else ""
        return f"{_mark(one.reality)} > {now}{ideal}  {statement_text(self.today, step, one.card)}"

    def whole(self, id_: str) -> str:
        """Return a statement in full."""
        step, _, card = id_.partition("/")
        return statement_text(self.today, step, card) if card else ""

    def fields(self, checkin: Checkin, id_: str, value: int | None) -> Mapping[str, object]:
        """Return all marks once this one reads so."""
        step, _, card = id_.partition("/")
        of_step = {one: rating for one, rating in checkin.ratings.get(step, {}).items() if one != card}
        if value is not None:
            of_step[card] = Rating.model_validate({"reality": value})
        rest = {one: ratings for one, ratings in checkin.ratings.items() if one != step}
        return {"ratings": {**rest, step: of_step} if of_step else rest}


def rate_steps(session: Session) -> list[tuple[str, RateStep]]:
    """Return the steps in which something was rated the first time."""
    steps = [(id_, step) for id_, step in session.workshop.in_order() if isinstance(step, RateStep)]
    return [(id_, step) for id_, step in steps if session.ratings.get(id_)]


def statement_text(today: Today, step: str, card: str) -> str:
    """Return a statement in the words of the screen."""
    of = today.session.workshop.steps.get(step)
    if not isinstance(of, RateStep):
        return card
    own = next((one for one in of.statements if one.id == card), None)
    return today.voice.text({"ja": own.ja, "en": own.en}) if own else role_text(today, of.deck, card)


def told(today: Today, kind: str = "") -> str:
    """Return how many of what was rated again today are nearer to what we would like, as before, or further."""
    found = [one for one in rescored(today.session) if one.day == today.on and kind in ("", one.kind)]
    if not found:
        return ""
    nearer, same, further = (_count(found, sign) for sign in (1, 0, -1))
    return today.voice.tr(
        "Rated again: {nearer} nearer, {same} as before, {further} further away.",
        nearer=nearer,
        same=same,
        further=further,
    )


def _count(found: Iterable[Rescored], sign: int) -> int:
    moved = [one.nearer for one in found if one.nearer is not None]
    return sum((one > 0) - (one < 0) == sign for one in moved)


def _mark(value: float | None) -> str:
    return "-" if value is None else f"{value:g}" if value == int(value) else f"{value:.1f}"


def _text(gap: Gap) -> str:
    return gap.reality or gap.ideal
