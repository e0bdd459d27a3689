"""Rows into which the typist enters dots: one for each person, and two for the sums."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dxworkshop.model import ballot
from dxworkshop.model.changes import PlaceDots
from dxworkshop.model.session import ROOM
from dxworkshop.tui.source import asked
from dxworkshop.tui.widgets.field import FieldSpec, Notice, Source
from dxworkshop.tui.widgets.insist import InsistingForm

if TYPE_CHECKING:
    from dxworkshop.tui.steps.vote import VoteView

COUNTS, CALLED = "counts", "called"
"""Fields of a tally: how many dots each has, in a row; or the sign of every dot, as it is called out."""


class Ballots(InsistingForm):
    """Rows of which nothing is to be seen once the cursor left them: Enter in the last one leaves it, too."""

    def __init__(
        self, specs: Sequence[FieldSpec], source: Source, notice: Notice, leave: Callable[[], None]
    ) -> None:
        super().__init__(specs, source, notice=notice)
        self._leave = leave

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next row or the one before; both ways of counting are one row."""
        if by < 0 or beyond or not (self.at is self.fields[-1] or self.at.spec.key == COUNTS):
            return super().step(by, beyond=beyond)
        self.flush()
        if self.at.error:
            return super().step(by, beyond=False)
        self._leave()
        return True

    def follow(self, specs: Sequence[FieldSpec]) -> None:
        """Have other rows; the cursor never goes from one that is taken away into that of somebody else."""
        if [(spec.key, spec.label) for spec in specs] == [(f.spec.key, f.spec.label) for f in self.fields]:
            return
        if self.has_focus_within and self.at.spec.key not in [spec.key for spec in specs]:
            self._leave()
        self.put_specs(specs)


def voter(key: str) -> str:
    """Return who places the dots of a field."""
    return ROOM if key in (COUNTS, CALLED) else key


class BallotSource:
    """The dots of each member by their id, and those of a tally."""

    def __init__(self, view: "VoteView") -> None:
        self._view = view

    unborn = False

    def read(self, key: str) -> str:
        """Return the dots of a voter as one types them."""
        view = self._view
        dots = view.lying(key)
        if key != COUNTS:
            return ballot.show_dots(dots, view.ids)
        return ballot.show_counts([dots.get(id_, 0) for id_ in view.ids]) if dots else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(self._name(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(self._name(key), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Place all the dots of a voter."""
        view = self._view
        wrong = asked(
            view.desk,
            view.voice,
            key,
            lambda: PlaceDots(view.step_id, voter(key), view.parsed(key, typed[key])),
            burst,
        )
        if not wrong and voter(key) == ROOM:
            # What counts is what was said last, in whichever of the two ways.
            self.keep_draft(CALLED if key == COUNTS else COUNTS, "")
            view.refresh_view()
        elif not wrong:
            view.call_later(view.count_again)
        return wrong

    def _name(self, key: str) -> str:
        return f"vote/{self._view.step_id}/{key}"
