"""Who says so aloud, and when do we look again?"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.widgets import Label

from dxworkshop import calendar
from dxworkshop.model.ballot import parse_counts
from dxworkshop.model.changes import Change, Set, SetPledge
from dxworkshop.model.room import MARKS
from dxworkshop.model.value import shown
from dxworkshop.tui.source import as_text, asked
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.form import Form

_SEPARATOR = re.compile("[\n,\u3001\uff0c]")
"""Stands between days: a line break or a comma of any width."""


class PledgeView(StepView):
    """One sentence for each member, the review dates, and how the session was."""

    kind = "pledge"

    def compose(self) -> ComposeResult:
        """Draw a line for each member, then dates and rating."""
        tr = self.voice.tr
        members = shown(self.desk.session.members)
        if members:
            yield Label(tr("{Pledges}: one sentence each, read aloud"), classes="heading", markup=False)
            specs = [FieldSpec(id_, member.label, hint=self._promised(id_)) for id_, member in members]
            yield Form(specs, PledgeSource(self), id="pledges")
        else:
            yield Label(tr("Nobody is in the {party} yet."), classes="empty", markup=False)
        yield Label(tr("When do we look again?"), classes="heading", markup=False)
        yield Form(
            [
                FieldSpec("reviews", tr("Reviews"), "text", self._proposed(), rows=4),
                FieldSpec("hands", tr("Hands 1-5"), hint=tr("hands raised at 1 2 3 4 5, for example: 0 0 1 4 3")),
            ],
            ReviewSource(self),
            id="reviews",
        )

    def _promised(self, member: str) -> str:
        """Return what a member has taken on, as a reminder in their empty line."""
        return ", ".join(action.title for _, action in self.desk.session.owned_by(member))

    def _proposed(self) -> str:
        # A workshop of two meetings ends on the day of the second.
        session = self.desk.session
        first: date = (calendar.now() if session.clock.since else session.created).date()
        days = [(first + timedelta(days=days)).isoformat() for days in self.step.reviews]
        return self.voice.tr("one day a line, for example: {days}", days=", ".join(days))


class PledgeSource:
    """The words of each member, by id."""

    def __init__(self, view: PledgeView) -> None:
        self._view = view

    unborn = False

    def read(self, key: str) -> str:
        """Return the words of a member."""
        pledge = self._view.desk.session.pledges.get(key)
        return pledge.words if pledge else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(f"pledge/{key}")

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(f"pledge/{key}", text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Set the words of a member."""
        return asked(self._view.desk, self._view.voice, key, lambda: SetPledge(key, typed[key]), burst)


class ReviewSource:
    """Review dates and the show of hands."""

    def __init__(self, view: PledgeView) -> None:
        self._view = view

    unborn = False

    def read(self, key: str) -> str:
        """Return the dates one a line, or the counts in a row."""
        session = self._view.desk.session
        if key == "reviews":
            return as_text(session.reviews)
        return " ".join(str(count) for count in session.closing.hands)

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(f"pledge/{key}")

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(f"pledge/{key}", text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Set the dates or the counts."""
        change = self._reviews if key == "reviews" else self._hands
        return asked(self._view.desk, self._view.voice, key, lambda: change(typed[key]), burst)

    def _reviews(self, text: str) -> Change:
        today = calendar.now().date()
        days = [calendar.parse_day(part, today) for part in _SEPARATOR.split(text)]
        return Set("session", {"reviews": tuple(day for day in days if day)})

    def _hands(self, text: str) -> Change:
        return Set("closing", {"hands": parse_counts(text, MARKS)})
