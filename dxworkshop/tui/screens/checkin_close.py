"""The last two minutes: a line of learning, the next day, and what was said today in a few lines."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.insight.course import points
from dxworkshop.model.checkin import next_date, next_day
from dxworkshop.model.session import OPEN
from dxworkshop.model.value import plain, shown
from dxworkshop.model.words import DECISIONS
from dxworkshop.report.celebration import celebrate
from dxworkshop.report.wording import why_closed
from dxworkshop.tui.screens.checkin_again import told
from dxworkshop.tui.screens.checkin_page import Page, TurnForm, answers, member_name
from dxworkshop.tui.screens.checkin_people import called, seat_beside
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.source import as_text
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose

LATER = timedelta(days=14)
"""How long a team goes between two check-ins: our default."""


class ClosePage(Page):
    """Lessons, the next day, who led, and how it goes on with the boss."""

    name_of = "close"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said)
        self._next = Prose(classes="note")
        self._form = CloseForm(self._specs(), CloseSource(today, said), self.following, "close")

    def compose(self) -> ComposeResult:
        """Draw the fields, and what is to be said of the day."""
        yield self._form
        yield self._next

    def keys(self) -> str:
        """Return what the keys do here."""
        return self.voice.tr("Tab: the next field   Enter on an empty day: take what is proposed")

    def enter(self) -> None:
        """Put the cursor into the lessons."""
        self._form.enter()

    def _specs(self) -> list[FieldSpec]:
        tr = self.voice.tr
        decisions = tuple(Choice(value, self.voice.say(words)) for value, words in DECISIONS.items())
        members = tuple(
            Choice(id_, called(self.voice, member), seat_beside(self.voice, member))
            for id_, member in shown(self.session.members)
        )
        return [
            FieldSpec("lessons", tr("{Lessons}"), "text", tr("one line each: what did we learn?"), rows=3),
            FieldSpec("next", tr("Next {checkin}"), hint=tr("Enter takes {day}", day=proposed(self.today.on))),
            FieldSpec("host", tr("Led by"), "choice", tr("Enter opens the list"), choices=lambda: members),
            FieldSpec("decision", tr("{Boss}"), "choice", tr("how does it go on?"), choices=lambda: decisions),
        ]

    def following(self) -> None:
        """Stay: there is nothing behind the last field."""

    def draw(self, *, fields: bool = False) -> None:
        """Say of the next day what there is to say."""
        if fields:
            self._form.refresh_fields()
        self._next.update(self._told())

    def _told(self) -> str:
        tr, after = self.voice.tr, next_day(self.session, self.today.on)
        plain_day, day = self.today.on + LATER, proposed(self.today.on)
        if after is not None:
            if why := why_closed(self.voice, after):
                better = calendar.working_day(after)
                return tr("{day} is {why}. The next day of work is {next}.", day=after, why=why, next=better)
            return ""
        if why := why_closed(self.voice, plain_day):
            return tr("In two weeks it is {day}, {why}; so {next} is proposed.", day=plain_day, why=why, next=day)
        return tr("In two weeks it is {day}.", day=day)


def proposed(on: date) -> date:
    """Return the day that is proposed for the next check-in: in two weeks, moved to a day of work."""
    return calendar.working_day(on + LATER)


class CloseForm(TurnForm):
    """The fields of the end; Enter on an empty day takes the one that is proposed."""

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next field."""
        if by > 0 and not beyond and self.at.spec.key == "next" and isinstance(self.source, CloseSource):
            self.flush()
            if not self.at.typed.strip():
                self.source.propose()
        return super().step(by, beyond=beyond)


class CloseSource:
    """What the end of a check-in says, in the check-in itself and of the session."""

    unborn = False

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        self._today = today
        self._said = said

    def read(self, key: str) -> str:
        """Return a value as it is typed."""
        if key == "next":
            return as_text(next_day(self._today.session, self._today.on))
        return as_text(getattr(self._today.checkin, key)) if self._today.checkin else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._today.desk.draft(self._today.draft(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._today.desk.keep_draft(self._today.draft(key), text)

    def propose(self) -> None:
        """Take the day that is proposed."""
        if self._move(proposed(self._today.on), "") is None:
            self._said()

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Take a field in."""
        try:
            if key == "next":
                refused = self._move(calendar.parse_day(typed[key], self._today.on), burst)
            else:
                value: object = _lines(typed[key]) if key == "lessons" else typed[key]
                refused = self._today.edit(lambda _: {key: value}, burst)
        except DxError as error:
            refused = error
        if refused is None:
            self._said()
        return answers(self._today.voice, key, refused)

    def _move(self, day: date | None, burst: str) -> DxError | None:
        """Put a day in the place of the next one."""
        return self._today.ask(lambda session, _: next_date(session, self._today.on, day), burst)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


class SummaryPage(Page):
    """What was said today, in a few lines; nothing is to be done here any more."""

    name_of = "summary"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said)
        self._text = Prose(id="summary")

    def compose(self) -> ComposeResult:
        """Draw the lines."""
        with VerticalScroll(id="summary-scroll"):
            yield self._text

    def keys(self) -> str:
        """Return what the keys do here."""
        return self.voice.tr("F6: write minutes and plan   Esc: back to the plan")

    def enter(self) -> None:
        """Let the arrows move what is too long."""
        self.screen.set_focus(self.query_one("#summary-scroll"))

    def draw(self, *, fields: bool = False) -> None:
        """Draw the lines as they are now."""
        lines = [*self._actions(), *self._boss(), *self._end()]
        self._text.update("\n".join(line for line in lines if line))

    def _actions(self) -> list[str]:
        tr, today = self.voice.tr, self.today
        said: dict[str, list[str]] = {}
        waiting = []
        for id_, action in shown(self.session.actions):
            if report := today.report(id_):
                said.setdefault(report.status, []).append(action.title)
            elif action.status in OPEN:
                waiting.append(action.title)
        heads = {
            "done": tr("Done. Thank you!"),
            "doing": tr("Going on"),
            "todo": tr("Not started"),
            "blocked": tr("Blocked"),
            "dropped": tr("Dropped"),
        }
        lines = [tr("{name}: {text}", name=heads[key], text=said[key]) for key in heads if key in said]
        if waiting:
            lines.append(tr("{name}: {text}", name=tr("Not spoken of yet"), text=waiting))
        return lines

    def _boss(self) -> list[str]:
        today, tr = self.today, self.voice.tr
        course = points(plain(self.session))
        before = [one.percent for one in course if one.day < today.on]
        moved = ""
        if before and course[-1].day == today.on:
            moved = tr("{Boss_hp}: {was} > {now} %", was=before[-1], now=course[-1].percent)
        found = today.milestones()
        return [moved, celebrate(self.session, found[-1], self.voice) if found else "", told(today)]

    def _end(self) -> list[str]:
        tr, checkin = self.voice.tr, self.today.checkin
        pairs = []
        if checkin:
            decision = self.voice.say(DECISIONS[checkin.decision]) if checkin.decision else ""
            pairs = [
                (tr("{Lessons}"), list(checkin.lessons)),
                (tr("{Boss}"), decision),
                (tr("Led by"), member_name(self.session, checkin.host)),
            ]
        day = next_day(self.session, self.today.on)
        pairs.append((tr("Next {checkin}"), day.isoformat() if day else tr("no date yet")))
        lines = [tr("{name}: {text}", name=name, text=text) for name, text in pairs if text]
        file = self.today.desk.facilitation.path.name
        return [*lines, "", tr("All of it is in {file}. F6 writes the minutes and the plan.", file=file)]
