"""The questions of a check-in, in the order of its fifteen minutes: thanks, figures, turns, and what is next."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from dxworkshop import calendar, deck
from dxworkshop.cli import recall
from dxworkshop.cli.asker import numbered
from dxworkshop.cli.asking import Question, chosen, folded
from dxworkshop.cli.seldom import Seldom
from dxworkshop.cli.sitting import Sitting
from dxworkshop.errors import UsageError
from dxworkshop.i18n import Voice
from dxworkshop.insight.asking import could_be_asked
from dxworkshop.insight.hp import boss_hp
from dxworkshop.insight.turn import rates_again, turns
from dxworkshop.model.checkin import checkins_in_order, newly_done, next_day
from dxworkshop.model.session import Action, CheckinReport, Measure, Status
from dxworkshop.model.value import plain, shown
from dxworkshop.model.words import STATUSES
from dxworkshop.sentence import say

_WIDEST = 5


class Round(Seldom):
    """One check-in as questions. Which there are follows from the session and from what was answered here."""

    def __init__(self, sitting: Sitting, spoken: Voice) -> None:
        super().__init__(sitting, spoken)
        self._stands: dict[str, Status] = {}
        """What was said here of an action."""
        self._late: set[str] = set()
        """Actions whose day was asked for here."""
        self._lessons = 0
        self._hp = boss_hp(plain(sitting.session))
        done = {id_ for id_, _ in newly_done(sitting.session, sitting.on)}
        self._thanked = done - {*sitting.checkin.actions}
        """What was thanked for at the opening: nobody is asked again how that stands."""

    # Before and after

    def opening(self) -> Iterator[str]:
        """Yield what comes first: where we stand, and what was done, with thanks."""
        tr, session = self._spoken.tr, self._session
        yield tr("{Checkin} of {day}: {title}", day=self._sitting.on, title=session.title)
        yield tr("Enter goes on without an answer, b or < goes back, q leaves. Every answer is saved at once.")
        if told := self._standing():
            yield told
        if done := newly_done(session, self._sitting.on):
            yield tr("Done. Thank you!")
            for _, action in done:
                yield f"  {self._titled(action)}"

    def closing(self) -> Iterator[str]:
        """Yield what came of it."""
        tr, hp = self._spoken.tr, boss_hp(plain(self._session))
        if hp != self._hp and (told := self._standing()):
            yield told
        if told := self._sitting.celebration(self._spoken):
            yield told
        if self._sitting.id not in self._session.checkins:
            yield tr("Nothing was written down.")
            return
        yield tr("Saved: the {checkin} of {day}. Thank you.", day=self._sitting.on)
        if ahead := next_day(self._session, self._sitting.on):
            yield tr("We look at the plan again on {day}.", day=ahead)

    def _standing(self) -> str:
        hp, tr = boss_hp(plain(self._session)), self._spoken.tr
        name = self._session.boss.name.strip() or tr("{Boss}")
        if hp is None:
            return ""
        if hp.estimate:
            return tr("{name}: {boss_hp} {hp} % (an estimate: nothing is measured)", name=name, hp=hp.percent)
        return tr("{name}: {boss_hp} {hp} %", name=name, hp=hp.percent)

    # All questions

    def questions(self) -> Iterator[Question]:
        """Yield all there is to ask, in its order."""
        session, sitting, tr = self._session, self._sitting, self._spoken.tr
        members = [(id_, one.label) for id_, one in shown(session.members)]
        if members:
            asked = tr("Who leads the {checkin}? {names}", names=numbered(members))
            host = dict(members).get(sitting.checkin.host)
            yield self._asked(("host",), asked, host, lambda typed: sitting.fields({"host": self._member(typed)}))
        for id_, measure in shown(session.boss.measures):
            yield Question(("reading", id_), self._of_measure(id_, measure), self._read(id_))
        yield from self._turns()
        if rates_again(session, sitting.on, sitting.id):
            yield from self._again()
        yield Question(("lesson", str(self._lessons)), self._asks_lesson(), self._lesson)
        yield self._next()

    def _turns(self) -> Iterator[Question]:
        spoken_of = {*self._sitting.checkin.actions} - self._thanked | {*self._stands}
        new = {id_ for ids in self._smaller.values() for id_ in ids}
        for owner, actions in turns(self._session, spoken_of):
            told = [action for id_, action in actions if id_ not in new]
            members = self._session.members
            who = members[owner].label if owner in members else self._spoken.tr("nobody yet")
            for id_, action in actions:
                if id_ not in new:
                    first = action is told[0]
                    yield self._status(id_, action, [self._spoken.tr("{name}:", name=who)] if first else [])
                    yield from self._more(id_, action)
                    yield from self._another_way(id_, action)

    # Figures

    def _of_measure(self, id_: str, measure: Measure) -> str:
        tr, number = self._spoken.tr, recall.number
        found = [one for _, one in checkins_in_order(self._session) if id_ in one.readings]
        last, on = (found[-1].readings[id_], found[-1].on) if found else (measure.known, measure.known_on)
        way = {"first": number(measure.baseline), "target": number(measure.target), "unit": measure.unit}
        if last is None:
            return tr("{name} by now? First {first}, target {target} {unit}", name=measure.name, **way)
        return tr(
            "{name} by now? First {first}, target {target} {unit}; {last} on {day}",
            name=measure.name,
            last=number(last),
            day=on or "-",
            **way,
        )

    def _read(self, id_: str) -> Callable[[str], None]:
        return lambda typed: self._sitting.reading(id_, calendar.parse_number(typed))

    # One action

    def _status(self, id_: str, action: Action, before: list[str]) -> Question:
        tr, say_ = self._spoken.tr, self._spoken.say
        known = [say_(STATUSES[action.status])]
        if action.due:
            known.append(tr("due {day}", day=action.due))
        if step := self._last(id_).next_step or action.first_step:
            known.append(tr("next: {text}", text=step))
        lines = [*before, "  " + tr("{title} ({known})", title=action.title, known=known)]
        names: list[tuple[Status, str]] = [
            (status, say_(STATUSES[status])) for status in ("done", "doing", "blocked", "dropped")
        ]

        def answered(typed: str) -> None:
            status = next(one for one, _ in names if one == chosen(typed, names))
            self._stands[id_] = status
            if status in ("done", "doing") or (status == "blocked" and action.ask):
                self._sitting.report(id_, {"status": status})

        asked = tr("How does it stand? {names}", names=numbered(names))
        return Question(("status", id_), asked, answered, lines, lambda: self._stands.pop(id_, None))

    def _more(self, id_: str, action: Action) -> Iterator[Question]:
        """Yield what is asked of an action that somebody spoke of."""
        tr, status = self._spoken.tr, self._stands.get(id_)
        if status is None:
            return
        report = self._sitting.checkin.actions.get(id_, CheckinReport())
        if status == "blocked":
            yield self._whom(id_, action)
        if status in ("blocked", "dropped"):
            yield self._why(id_, action, status)
        if status == "dropped":
            return
        yield self._text(id_, "note", tr("What is there to say of it?"), report.note)
        if status == "done":
            return
        yield self._text(id_, "next_step", tr("The next step?"), report.next_step)
        if report.next_step:
            asked = tr("By when is that done?")
            yield self._asked(("next_by", id_), asked, report.next_by, lambda typed: self._next_by(id_, typed))
            yield self._text(id_, "if_then", tr("If what (day, place), then who does what?"), report.if_then)
        if action.due is None or action.due < self._sitting.on or id_ in self._late:
            self._late.add(id_)
            asked = tr("By when is all of it done now?")
            yield self._asked(("due", id_), asked, action.due, lambda typed: self._due(id_, typed))
        yield self._rating(id_, report)

    def _last(self, id_: str) -> CheckinReport:
        found = [one.actions[id_] for _, one in checkins_in_order(self._session) if id_ in one.actions]
        return found[-1] if found else CheckinReport()

    def _titled(self, action: Action) -> str:
        members = self._session.members
        who = members[action.owner].label if action.owner in members else ""
        return self._spoken.tr("{title} ({known})", title=action.title, known=who) if who else action.title

    def _text(self, id_: str, field: str, asked: str, now: str) -> Question:
        return self._asked((field, id_), asked, now, lambda typed: self._sitting.report(id_, {field: typed}))

    def _next_by(self, id_: str, typed: str) -> None:
        self._sitting.report(id_, {"next_by": self._day(typed)})

    def _due(self, id_: str, typed: str) -> None:
        self._sitting.report(id_, {}, due=self._day(typed))

    def _whom(self, id_: str, action: Action) -> Question:
        """Ask who could help, with those who deal with such matters."""
        tr, members = self._spoken.tr, self._session.members
        people = [members[one.member].label for one in could_be_asked(self._session, action) if one.member]
        asked = tr("Who could be asked?")
        if people:
            asked = tr("Who could be asked? {names}; or somebody else", names=numbered([(p, p) for p in people]))

        def answered(typed: str) -> None:
            number = folded(typed)
            known = number.isdecimal() and 0 < int(number) <= len(people)
            self._sitting.report(
                id_, {"status": "blocked"}, ask=people[int(number) - 1] if known else typed, reason=action.reason
            )

        question = self._asked(("ask", id_), asked, action.ask, answered)
        return replace(question, passed=lambda: self._sitting.report(id_, {"status": "blocked"}))

    def _rating(self, id_: str, report: CheckinReport) -> Question:
        """Ask how it goes, on the scale of the office; a dash of any width is the mark of a dash."""
        scale = deck.scale(self._sitting.scale)
        marks = [(mark, recall.meaning(scale.id, mark, self._spoken)) for mark in scale.marks] if scale else []
        by_fold = {folded(mark): mark for mark, _ in marks}

        def answered(typed: str) -> None:
            wanted = folded(typed).translate(_DASHES)
            if marks and wanted not in by_fold:
                raise UsageError(
                    say("{value} is not one of: {choices}", value=typed, choices=[mark for mark, _ in marks])
                )
            self._sitting.report(id_, {"rating": by_fold.get(wanted, typed)})

        asked = self._spoken.tr("How does it go? {marks}; < goes back", marks=[told for _, told in marks])
        question = self._asked(("rating", id_), asked, report.rating, answered)
        return replace(question, own=tuple(by_fold))

    # What was learnt, and when we meet

    def _lesson(self, typed: str) -> None:
        self._sitting.lesson(typed)
        self._lessons += 1

    def _asks_lesson(self) -> str:
        if self._sitting.checkin.lessons:
            return self._spoken.tr("What else did we learn? Enter: that is all")
        return self._spoken.tr("What did we learn? One line")

    def _next(self) -> Question:
        tr, sitting = self._spoken.tr, self._sitting
        ahead = next_day(self._session, sitting.on)
        proposed = sitting.proposed()
        if ahead:
            asked = tr("We look at the plan again on {day}. Another day?", day=ahead)
        else:
            asked = tr("When do we look at the plan again? y: {day}", day=proposed)

        def answered(typed: str) -> None:
            yes = folded(typed) in ("y", "yes", folded(tr("yes")))
            sitting.next(proposed if yes else self._day(typed) or proposed)

        return Question(("next",), asked, answered)


_DASHES = str.maketrans(dict.fromkeys("\u30fc\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
