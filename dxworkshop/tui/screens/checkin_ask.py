"""Ten to thirteen minutes: of what is stuck, who asks whom by when."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult

from dxworkshop.tui.screens.checkin_page import Page, ReportSource, TurnForm, report_specs
from dxworkshop.tui.screens.checkin_slip import whom_to_ask
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.picker import Choice
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.reading import short


class AskPage(Page):
    """What is stuck, a line each, and three fields for the one that is chosen."""

    name_of = "ask"

    def __init__(self, today: Today, said: Callable[[], None]) -> None:
        super().__init__(today, said)
        self._lines = short(Lines(self._rows(), id="stuck"), 10)
        self._chosen = self._lines.chosen
        self._which = Prose(classes="note")
        specs = report_specs(today, "blocked", self._whom, brief=True)
        self._form = TurnForm(specs, self._source(), self.following, "asked")

    def compose(self) -> ComposeResult:
        """Draw the list and the fields."""
        yield self._lines
        yield self._which
        yield self._form

    def keys(self) -> str:
        """Return what the keys do here."""
        return self.voice.tr("F2: the next one   Tab: the next field   Enter on whom to ask: proposals")

    def enter(self) -> None:
        """Put the cursor into the list."""
        self._lines.focus()

    def _rows(self) -> list[Line]:
        return [Line(id_, self._line(id_)) for id_, _ in self.today.blocked()]

    def _line(self, id_: str) -> str:
        action, report = self.session.actions[id_], self.today.report(id_)
        by = report.next_by.isoformat() if report and report.next_by else self.voice.tr("no date yet")
        return self.voice.tr(
            "{owner} asks {whom}, by {day}: {title}",
            owner=self.owner_name(action),
            whom=action.ask,
            day=by,
            title=action.title,
        )

    def _whom(self) -> list[Choice]:
        return whom_to_ask(self.today, self._chosen)

    def _source(self) -> ReportSource:
        return ReportSource(self.today, self._chosen, lambda _: "blocked", self.said)

    @on(Lines.Highlighted)
    def _moved(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._show_chosen()

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        self._form.enter()

    def _show_chosen(self) -> None:
        if self._lines.chosen != self._chosen:
            self._chosen = self._lines.chosen
            self._form.over(self._source())
        self._show()

    def _show(self) -> None:
        action = self.session.actions.get(self._chosen)
        self._form.display = self._lines.display = action is not None
        reason = f"\n{action.reason}" if action and action.reason else ""
        self._which.update(action.title + reason if action else self.voice.tr("Nothing is stuck. PgDn goes on."))

    def following(self) -> None:
        """Go to the next one that is stuck."""
        self._form.flush()
        self._lines.action_move(1)
        self._show_chosen()
        self._lines.focus()

    def draw(self, *, fields: bool = False) -> None:
        """Draw the list as it is now."""
        self._lines.show(self._rows())
        self._show_chosen()
        if fields:
            self._form.refresh_fields()
