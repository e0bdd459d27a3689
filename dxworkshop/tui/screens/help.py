"""What can be done here, and with which keys."""

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from dxworkshop.i18n import Voice
from dxworkshop.tui.commands import Where, commands_of, key_name
from dxworkshop.tui.widgets.prose import Prose


class HelpScreen(ModalScreen[None]):
    """The commands of a screen, each with its key and its sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss", show=False)]

    def __init__(self, voice: Voice, where: Where) -> None:
        super().__init__()
        self._voice = voice
        self._where: Where = where

    def compose(self) -> ComposeResult:
        """Draw the table."""
        tr = self._voice.tr
        table = Table.grid(padding=(0, 2))
        for command in commands_of(self._where):
            table.add_row(
                Text(key_name(command.key, full=True), style="bold"),
                Text(self._voice.say(command.help), overflow="fold"),
            )
        table.add_row(Text("Tab", style="bold"), Text(tr("Go to the next field; Enter does the same in a line.")))
        with VerticalScroll(classes="dialog"):
            yield Label(tr("What can be done here"), classes="title", markup=False)
            yield Static(table)
            yield Label("")
            yield Prose(
                tr("What is typed saves itself: when you leave a field, and half a second after the last key.")
            )
            yield Label(tr("Esc: close"), classes="keys", markup=False)
