"""One question with one field: another value, another name for a file."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label

from dxworkshop.i18n import Voice
from dxworkshop.tui.japanese import one_line
from dxworkshop.tui.widgets.field import FieldSpec, Kind
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.prose import Prose

_KEY = "answer"


class AskScreen(ModalScreen[bool]):
    """Asks until the answer is taken, or until it is left with Escape; answers whether it was taken.

    `take` takes the answer in and returns why it cannot, or nothing; `keep` keeps what is typed so far.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False, priority=True),
        Binding("f2,ctrl+s", "take", show=False, priority=True),
    ]

    def __init__(
        self,
        voice: Voice,
        words: tuple[str, str, str, str],
        text: str,
        take: Callable[[str], str],
        *,
        keep: Callable[[str], None] = lambda text: None,
        rows: int = 1,
        lines: bool = False,
    ) -> None:
        """Make it; the `words` are its title, what is to be said, and the labels of field and button."""
        super().__init__()
        self._voice = voice
        self._title, self._about, label, self._button = words
        self._take = take
        self._answer = _Answer(text, keep)
        self._lines = lines
        kind: Kind = "text" if rows > 1 else "line"
        self._form = Form([FieldSpec(_KEY, label, kind, rows=rows, single=not lines)], self._answer)
        self._refused = Prose("", classes="refused")

    def compose(self) -> ComposeResult:
        """Draw the question, the field and the button."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label(self._title, classes="title", markup=False)
            yield Prose(self._about, classes="note")
            yield Label("")
            yield self._form
            yield self._refused
            yield Button(f"{self._button} (F2)", id="take", compact=True)
            yield Label(self._voice.tr("Esc: leave"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Put the cursor into the field, at its end."""
        self._form.enter()
        self.call_after_refresh(self._into_view)

    def _into_view(self) -> None:
        # The text was put there before the field had a width to scroll in.
        if isinstance(self._form.editor, Input):
            self._form.editor.action_home()
            self._form.editor.action_end()

    def flush(self) -> None:
        """Keep what was typed."""
        self._form.flush()

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.flush()
        self.dismiss(False)

    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Take the answer in, or say why not."""
        self.flush()
        refused = self._take(self._answer.text if self._lines else one_line(self._answer.text))
        if refused:
            self._refused.update(refused)
            self._form.enter()
        else:
            self.dismiss(True)


class _Answer:
    """What is typed into the field."""

    unborn = False

    def __init__(self, text: str, keep: Callable[[str], None]) -> None:
        self.text = text
        self._keep = keep

    def read(self, key: str) -> str:
        """Return what is typed so far."""
        return self.text

    def draft(self, key: str) -> str:
        """Nothing is half accepted here."""
        return ""

    def keep_draft(self, key: str, text: str) -> None:
        """Nothing is half accepted here."""

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Keep what is typed so far."""
        self.text = typed[key]
        self._keep(self.text)
        return {}
