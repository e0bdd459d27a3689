"""The bar of commands at the bottom, and the title bar at the top."""

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Label


class KeyLabel(Widget):
    """One command of the bar: its key and two words; a click does it."""

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command
            """Id of the command."""

    def __init__(self, command: str, key: str, label: str, *, minor: bool) -> None:
        super().__init__(classes="key -minor" if minor else "key")
        self._command = command
        self._text = Text.assemble((key, "bold"), " ", label)
        self.styles.width = self._text.cell_len + 2

    def render(self) -> Text:
        """Draw key and words."""
        return self._text

    def on_click(self, event: events.Click) -> None:
        """Ask for the command."""
        event.stop()
        self.post_message(self.Pressed(self._command))


class CommandBar(Horizontal):
    """The commands of a screen, as many as fit."""

    def __init__(self, commands: Sequence[tuple[str, str, str, bool]]) -> None:
        """Make the bar of (id, key, label, minor); a minor one is left out where the screen is narrow."""
        super().__init__(classes="command-bar")
        self._commands = commands

    def compose(self) -> ComposeResult:
        """Draw the commands."""
        for command, key, label, minor in self._commands:
            yield KeyLabel(command, key, label, minor=minor)


class TitleBar(Horizontal):
    """Title to the left, state to the right."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="title-bar")
        self._title = Label(title, classes="title", markup=False)
        self._state = Label("", classes="state", markup=False)

    def compose(self) -> ComposeResult:
        """Draw both ends."""
        yield self._title
        yield self._state

    def show(self, title: str, state: str, *, alarm: bool = False) -> None:
        """Show other words; an alarm stands out until it is over."""
        self._title.update(title)
        self._state.update(state)
        self.set_class(alarm, "-alarm")
