"""What is due in a folder: past its date, today, this week, later; Enter opens the plan it belongs to."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from dxworkshop import calendar
from dxworkshop.i18n import Voice
from dxworkshop.insight.due import WITHIN
from dxworkshop.report.wording import why_closed
from dxworkshop.store.index.deadline import Falling
from dxworkshop.tui.widgets.prose import Prose

MOST = 200
"""Rows shown at once; the command prints all."""


class DueScreen(ModalScreen[str | None]):
    """A list to look through; answers with the name of the file that was picked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f7", "leave", show=False, priority=True)]

    def __init__(self, found: Sequence[Falling], voice: Voice) -> None:
        super().__init__()
        self._found = found
        self._voice = voice
        self._files: list[str] = []

    def compose(self) -> ComposeResult:
        """Draw the groups and the keys."""
        tr = self._voice.tr
        with Vertical(classes="dialog -broad"):
            yield Label(tr("What is due, until {days} days from now", days=WITHIN), classes="title", markup=False)
            yield OptionList(*self._options(), markup=False, compact=True, id="due-list")
            if len(self._found) > MOST:
                more = tr("... and {n} more: dxworkshop due prints them all", n=len(self._found) - MOST)
                yield Prose(more, classes="note")
            yield Label(tr("Enter: open the plan   Esc: back"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Choose the first row that is no heading."""
        options = self.query_one(OptionList)
        options.focus()
        if self._found:
            options.action_first()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._files[event.option_index])

    def _options(self) -> list[Option]:
        """Return headings and rows; of each, the file that it leads to is kept."""
        today, found, before = calendar.now().date(), [], ""
        for one in self._found[:MOST]:
            heading = self._heading(one.of.day, today)
            if heading != before:
                found.append(Option(heading, disabled=True))
                self._files.append("")
            before = heading
            found.append(Option(self._row(one, today)))
            self._files.append(one.file)
        if not found:
            found.append(Option(self._voice.tr("Nothing is due."), disabled=True))
            self._files.append("")
        return found

    def _heading(self, day: date, today: date) -> str:
        tr = self._voice.tr
        if day < today:
            return tr("Past their dates")
        if day == today:
            return tr("Today")
        return tr("This week") if day <= today + timedelta(days=6 - today.weekday()) else tr("Later")

    def _row(self, one: Falling, today: date) -> str:
        """Return two lines: when and what, then who and in which session."""
        tr, of = self._voice.tr, one.of
        kind = {
            "due": tr("due"),
            "first_step": tr("{first_step}"),
            "next_step": tr("next step"),
            "review": tr("{checkin}"),
        }[of.kind]
        what = of.what or of.title
        when = f"{of.day.isoformat()} {self._voice.say(calendar.WEEKDAYS[of.day.weekday()])}"
        closed = why_closed(self._voice, of.day) if of.day >= today else ""
        first = "  ".join(part for part in (when, kind, what) if part)
        rest = (
            *(of.person or ("" if of.kind == "review" else tr("nobody yet")), one.title),
            tr("(offices closed: {why})", why=closed) if closed else "",
        )
        return f"  {first}\n      " + "  ".join(part for part in rest if part)
