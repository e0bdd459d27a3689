"""The first two minutes: how the boss stands, what was done, with thanks, and what is read today."""

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.insight.course import points
from dxworkshop.insight.hp import boss_hp, readings
from dxworkshop.model.session import Checkin, Measure
from dxworkshop.model.value import plain, shown
from dxworkshop.render.bar import bar
from dxworkshop.report.celebration import celebrate
from dxworkshop.report.wording import number
from dxworkshop.tui.screens.checkin_page import Page, TurnForm, answers
from dxworkshop.tui.screens.checkin_slip import role
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.source import as_text
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.prose import Prose


class BossPage(Page):
    """HP and its course, what was done since the last time, a field for each measure, and what that reaches."""

    name_of = "boss"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said)
        self._hp = Prose(id="hp")
        self._done = Prose(id="done-since")
        self._reached = Prose(id="reached")
        self._fields: TurnForm | None = None
        if specs := self._specs():
            self._fields = ReadingForm(specs, ReadingSource(today, said), self.draw)

    def compose(self) -> ComposeResult:
        """Draw what there is to be glad of, then the fields."""
        tr = self.voice.tr
        with VerticalScroll(can_focus=False):
            yield self._hp
            yield self._reached
            yield Label(tr("Done since the last time. Thank you!"), classes="heading", markup=False)
            yield self._done
            yield Label(tr("Read today"), classes="heading", markup=False)
            if self._fields:
                yield self._fields
            else:
                yield Prose(tr("Nothing is measured; what is left is estimated by the {actions}."), classes="note")

    def keys(self) -> str:
        """Return what the keys do here."""
        return self.voice.tr("Enter: the next value; what is left is worked out at once")

    def enter(self) -> None:
        """Put the cursor into the first value."""
        if self._fields:
            self._fields.enter()

    def _specs(self) -> list[FieldSpec]:
        tr, known = self.voice.tr, readings(plain(self.session))
        specs = []
        for id_, measure in shown(self.session.boss.measures):
            last = [value[id_] for day, value in known if id_ in value and day < self.today.on]
            way = {"baseline": number(measure.baseline), "target": number(measure.target)}
            hint = tr("from {baseline} to {target}", **way)
            if last:
                hint = tr("last {value}, from {baseline} to {target}", value=number(last[-1]), **way)
            specs.append(FieldSpec(id_, _named(measure), hint=hint))
        return specs

    def heard(self) -> None:
        """Wait until the cursor has left the value."""

    def on_descendant_blur(self) -> None:
        """Draw what came of a value once the cursor has left it: half a number would be celebrated."""
        self.call_later(self.draw)

    # What is drawn

    def draw(self, *, fields: bool = False) -> None:
        """Draw how the boss stands now."""
        if fields and self._fields:
            self._fields.refresh_fields()
        self._hp.update("\n".join(self._standing()))
        found = self.today.milestones()
        told = celebrate(self.session, found[-1], self.voice) if found else ""
        self._reached.update(told)
        self._reached.display = bool(told)
        self._done.update("\n".join(self._thanks()) or self.voice.tr("Nothing yet. What is under way counts too."))

    def _standing(self) -> list[str]:
        tr, tables = self.voice.tr, plain(self.session)
        hp = boss_hp(tables)
        name = self.session.boss.name.strip() or tr("{Boss}")
        if hp is None:
            return [name, tr("There is nothing to count yet.")]
        share = f"{bar(hp.percent)} {hp.percent} %"
        told = (
            tr("{Boss_hp} (estimate): {share}", share=share)
            if hp.estimate
            else tr("{Boss_hp}: {share}", share=share)
        )
        return [name, told, *self._moved(tables)]

    def _moved(self, tables: Mapping[str, object]) -> list[str]:
        """Return the course, and in which direction it went today."""
        tr, course = self.voice.tr, points(tables)
        lines = []
        if len(course) > 1:
            steps = [f"{one.day.month}/{one.day.day} {one.percent}" for one in course[-6:]]
            lines.append(tr("Course: {course}", course=" > ".join(steps)))
        before = [one for one in course if one.day < self.today.on]
        if not (before and course[-1].day == self.today.on):
            return lines
        was, now = before[-1].percent, course[-1].percent
        if now > was:
            rose = tr(
                "From {was} to {now} %: it has risen. That is what was read, and good to know now.",
                was=was,
                now=now,
            )
            return [*lines, rose]
        if now < was:
            return [*lines, tr("From {was} to {now} % since the last time.", was=was, now=now)]
        return [*lines, tr("{now} %, as the last time.", now=now)]

    def _thanks(self) -> list[str]:
        found = []
        for _, action in self.today.newly_done():
            who = role(self.today, action)
            found.append(f"- {action.title}" + (f" ({who})" if who else ""))
        return found


def _named(measure: Measure) -> str:
    return f"{measure.name} ({measure.unit})" if measure.unit else measure.name


class ReadingForm(TurnForm):
    """The values; each is looked at when the cursor goes on from it, and not before."""

    def __init__(self, specs: Sequence[FieldSpec], source: "ReadingSource", read: Callable[[], None]) -> None:
        super().__init__(specs, source, lambda: None, "readings")
        self._left = read

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next value, and show what came of this one."""
        went = super().step(by, beyond=beyond)
        self._left()
        return went


class ReadingSource:
    """What was read today, by measure."""

    unborn = False

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        self._today = today
        self._said = said

    def read(self, key: str) -> str:
        """Return the value of today."""
        checkin = self._today.checkin
        return as_text(checkin.readings.get(key)) if checkin else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._today.desk.draft(self._today.draft(f"readings.{key}"))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._today.desk.keep_draft(self._today.draft(f"readings.{key}"), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Take a value in; an emptied field takes it back."""

        def fields(checkin: Checkin) -> Mapping[str, object]:
            rest = {id_: value for id_, value in checkin.readings.items() if id_ != key}
            return {"readings": rest if read is None else {**rest, key: read}}

        try:
            read = calendar.parse_number(typed[key])
            refused = self._today.edit(fields, burst) if read is not None or self._today.checkin else None
        except DxError as error:
            refused = error
        if refused is None:
            self._said()
        return answers(self._today.voice, key, refused)
