"""A form that stays where something was refused: the next words must not go to somebody else's row."""

from collections.abc import Sequence

from dxworkshop.tui.widgets.field import FieldSpec, Notice, Source
from dxworkshop.tui.widgets.form import Form


class InsistingForm(Form):
    """Fields that are entered one after the other while people call out: a wrong one is not passed over unseen.

    Enter or Tab on a text that is refused stays there once. Whoever presses it again wants to go on, and does.
    """

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        source: Source,
        *,
        id: str | None = None,  # noqa: A002
        values: int = 0,
        notice: Notice = lambda field: None,
    ) -> None:
        super().__init__(specs, source, id=id, values=values, notice=notice)
        self._told = ("", "")
        """Key and text of what was last refused here."""

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go on, unless the text of the field was refused just now."""
        self.flush()
        field = self.at
        if by > 0 and field.error and self._told != (field.spec.key, field.typed):
            self._told = (field.spec.key, field.typed)
            return True
        return super().step(by, beyond=beyond)
