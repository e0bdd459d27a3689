"""What a check-in asks seldom: another way for what was slipped twice, and how wide the gaps are by now."""

from collections.abc import Callable, Iterator

from dxworkshop.cli import recall
from dxworkshop.cli.asker import Asker, numbered
from dxworkshop.cli.asking import Question, chosen
from dxworkshop.cli.field import scored
from dxworkshop.cli.sitting import Sitting
from dxworkshop.i18n import Voice
from dxworkshop.insight.turn import wants_another_way
from dxworkshop.model.changes import Edit
from dxworkshop.model.room import statements
from dxworkshop.model.session import Action
from dxworkshop.model.value import shown
from dxworkshop.model.words import DECISIONS
from dxworkshop.model.workshop import RateStep


class Seldom(Asker):
    """Keeps what was answered here that no session holds: which way was chosen, and that we rate again."""

    def __init__(self, sitting: Sitting, spoken: Voice) -> None:
        super().__init__(sitting, spoken)
        self._slipped: set[str] = set()
        """Actions for which another way was asked for here."""
        self._ways: dict[str, str] = {}
        """Which way on was chosen for one of them."""
        self._smaller: dict[str, list[str]] = {}
        """Ids of the smaller actions that took the place of one."""
        self._rates = False

    # What was slipped twice

    def _another_way(self, id_: str, action: Action) -> Iterator[Question]:
        """Yield what is asked of an action that was slipped twice: cut it, give it away, drop it, or go on."""
        tr = self._spoken.tr
        if not wants_another_way(action) and id_ not in self._slipped:
            return
        self._slipped.add(id_)
        ways = [("cut", tr("cut it smaller")), ("give", tr("give it to somebody else")), ("drop", tr("drop it"))]

        def answered(typed: str) -> None:
            self._ways[id_] = chosen(typed, ways)

        told = tr("  It was due on {days}, and is still open. That is nobody's fault.", days=_days(action))
        asked = tr("Another way? {names}; Enter goes on as it is", names=numbered(ways))
        yield Question(("way", id_), asked, answered, [told], lambda: self._ways.pop(id_, None))
        way = self._ways.get(id_)
        if way == "give":
            members = [(one, member.label) for one, member in shown(self._session.members)]
            asked = tr("To whom? {names}", names=numbered(members))
            yield Question(("owner", id_), asked, lambda typed: self._sitting.give(id_, self._member(typed)))
        elif way == "drop":
            yield self._why(id_, action, "dropped")
        elif way == "cut":
            yield from self._cut(id_)

    def _cut(self, id_: str) -> Iterator[Question]:
        tr = self._spoken.tr
        for number in range(len(self._smaller.get(id_, ())) + 1):
            new = next(iter(self._smaller.get(id_, ())[number:]), "")
            asked = tr("What is smaller part {n}? Enter: that is all", n=number + 1)
            now = self._session.actions[new].title if new else ""
            yield self._asked(("into", id_, str(number)), asked, now, self._into(id_, new))
            if new:
                due = self._session.actions[new].due
                asked = tr("By when is that done?")
                yield self._asked(("into-by", new), asked, due, self._into_by(new))

    def _into(self, id_: str, new: str) -> Callable[[str], None]:
        def answered(typed: str) -> None:
            if new:
                self._sitting.take(Edit("action", new, {"title": typed}))
            else:
                titles = [*(self._session.actions[one].title for one in self._smaller.get(id_, ())), typed]
                made = self._sitting.cut(id_, [typed], self._spoken.tr("cut smaller: {titles}", titles=titles))
                self._smaller.setdefault(id_, []).extend(made)

        return answered

    def _into_by(self, new: str) -> Callable[[str], None]:
        return lambda typed: self._sitting.take(Edit("action", new, {"due": self._day(typed)}))

    # Days 30 and 90

    def _again(self) -> Iterator[Question]:
        """Yield what is rated again: obstacles and statements of which something was said the first time."""
        tr, session, sitting = self._spoken.tr, self._session, self._sitting
        days = (sitting.on - session.held_on()).days

        def answered(typed: str) -> None:
            self._rates = chosen(typed, [("y", tr("yes")), ("n", tr("no"))]) == "y"

        asked = tr("It is day {n}. Shall we look again at how wide the gaps are? 1 yes, 2 no", n=days)
        yield Question(("again",), asked, answered)
        if not self._rates:
            return
        for id_, gap in shown(session.gaps):
            asked = tr("How wide by now, 0 closed to 5? {text}", text=gap.reality or gap.ideal)
            yield self._asked(("gap", id_), asked, sitting.checkin.gaps.get(id_, gap.size), self._resize(id_))
        for step, found in session.workshop.in_order():
            if isinstance(found, RateStep):
                yield from self._marks(step, found)
        names = [(id_, self._spoken.say(told)) for id_, told in DECISIONS.items()]
        asked = tr("How do we go on? {names}", names=numbered(names))
        yield Question(("decision",), asked, lambda typed: sitting.fields({"decision": chosen(typed, names)}))

    def _marks(self, step: str, found: RateStep) -> Iterator[Question]:
        said = self._session.ratings.get(step, {})
        again = self._sitting.checkin.ratings.get(step, {})
        for card in statements(found):
            if card in said:
                text = recall.statement(self._session, step, card, self._spoken)
                asked = self._spoken.tr("Today, 1 to 5? {text}", text=text)
                now = (again.get(card) or said[card]).reality
                yield self._asked(("mark", step, card), asked, now, self._remark(step, card))

    def _resize(self, id_: str) -> Callable[[str], None]:
        return lambda typed: self._sitting.size(id_, scored(typed, 0))

    def _remark(self, step: str, card: str) -> Callable[[str], None]:
        return lambda typed: self._sitting.mark(step, card, scored(typed, 1))


def _days(action: Action) -> list[str]:
    return [day.isoformat() for day in action.slipped]
