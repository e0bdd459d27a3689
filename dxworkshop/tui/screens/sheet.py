"""What screens over a session have in common: forms, of which nothing typed is lost, and a way back."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.news import set_aside
from dxworkshop.tui.widgets.form import Form

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp


class SheetScreen(ModalScreen[None]):
    """Forms over a session: flushed at every way out, drawn anew when others write. Undo is to be bound."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, priority=True)]
    app: "WorkshopApp"

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__()
        self.desk = desk
        self.voice = voice
        """Language of the program, register of the team."""

    def flush(self) -> None:
        """Take in everything that was typed, in each form whatever becomes of the others."""
        with ExitStack() as each:
            for form in self.query(Form):
                each.callback(form.flush)

    def changed_by_others(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Draw what others wrote; what is being typed stays."""
        forms, held = list(self.query(Form)), set_aside(self.desk, self.voice)
        for form in forms:
            form.held = held
        self.drawn_anew()
        for form in forms:
            form.held = {}

    def drawn_anew(self) -> None:
        """Show everything as it is now."""
        for form in self.query(Form):
            form.refresh_fields()

    def action_leave(self) -> None:
        """Go back; what was refused is kept as it was typed."""
        self.flush()
        self.dismiss(None)

    def action_undo(self) -> None:
        """Take the last change back; what is being typed counts as one."""
        self.flush()
        self._answer(self.desk.undo())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.flush()
        self._answer(self.desk.redo())

    def _answer(self, refused: DxError | None) -> None:
        if refused is not None:
            self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)
            return
        self.drawn_anew()
        if what := self.desk.facilitation.what_changed():
            self.app.say_touched(self.voice.tr("Changed: {what}", what=what))
